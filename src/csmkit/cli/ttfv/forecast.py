"""`csmkit ttfv --forecast`: whether the accounts that wait will have first value by the planned day."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from csmkit.book.forecast import GRACE, Awaited
from csmkit.book.survival import Band
from csmkit.book.ttfv import MINIMUM
from csmkit.cli import console
from csmkit.cli.book import read_book
from csmkit.cli.ttfv.plain import INTERVAL
from csmkit.cli.ttfv.shown import share

if TYPE_CHECKING:
    from csmkit.core.desk.item import Outlook

HOW = (
    "Chance: of the accounts of the same journey that waited as long, the share that had it in as many more "
    "days, with those that left counted as left; in brackets where it lies, 19 times in 20. "
    f"Where the planned day has passed: within {GRACE.days} days from now."
)
NOT_SAID = (
    "What this does not say: anything about this customer beyond its journey and how long it has waited."
)


def show_forecast(day: date, *, as_json: bool) -> None:
    """Print the chance of each account that waits, the least likely first."""
    from csmkit.book.forecast import awaited

    book = read_book()
    waiting = sorted(
        awaited(((entry.name, entry.account, entry.journey) for entry in book.entries), day), key=_urgency
    )
    if as_json:
        console.as_json(_plain(day, waiting, book.unreadable))
    else:
        _show(day, waiting)
    book.stop_if_unreadable()


def _urgency(one: Awaited) -> tuple[bool, float, str]:
    return one.outlook is None, one.outlook.chance if one.outlook else 0.0, one.name


def _show(day: date, waiting: Sequence[Awaited]) -> None:
    told = [one for one in waiting if one.outlook]
    console.out(f"First value of accounts that wait for it, as of {day}", style="bold")
    if not waiting:
        console.out("No account waits for it.")
        return
    wait = f"{len(waiting)} account{' waits' if len(waiting) == 1 else 's wait'}"
    console.out(f"{wait}; the book can tell the chance of {len(told)}.")
    if told:
        console.out()
        columns = ("account", "journey", "day", "by", "chance", "of n")
        console.table(columns, [_row(one, one.outlook) for one in told if one.outlook])
    for one in waiting:
        if one.why:
            console.out(f"{one.name} · day {one.day} · cannot tell: {one.why}")
    if told:
        console.out()
        console.out(HOW)
        console.out(NOT_SAID)


def _row(one: Awaited, outlook: "Outlook") -> tuple[str, ...]:
    chance = share(Band(outlook.chance, outlook.low, outlook.high))
    days = (str(one.day), str(outlook.by))
    return (one.name, one.account.journey, *days, chance, str(outlook.accounts))


def _csm(one: Awaited) -> str | None:
    csm = one.account.vendor_team.get("csm")
    return csm.name if csm else None


def _plain(day: date, waiting: Sequence[Awaited], unreadable: Sequence[str]) -> dict[str, Any]:
    return {
        "as_of": day,
        "minimum": MINIMUM,
        "interval": INTERVAL,
        "accounts": [_plain_row(one) for one in waiting],
        "unreadable": unreadable,
    }


def _plain_row(one: Awaited) -> dict[str, Any]:
    outlook = one.outlook
    chance = outlook and {"estimate": outlook.chance, "low": outlook.low, "high": outlook.high}
    return {
        "account": one.name,
        "journey": one.account.journey,
        "csm": _csm(one),
        "day": one.day,
        "target_on": one.target,
        "by": one.by,
        "chance": chance,
        "comparable": outlook.accounts if outlook else None,
        "why": one.why,
    }

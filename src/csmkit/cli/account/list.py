"""`csmkit account list`: the book as a table, sorted and filtered."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json

if TYPE_CHECKING:
    from csmkit.cli.book import Entry
    from csmkit.core.play import Play
    from csmkit.core.successful_onboarding.definition import Definition

Column = Literal["account", "name", "journey", "csm", "day", "health", "late", "arr", "renews"]
HealthWord = Literal["on_track", "at_risk", "off_track", "cannot_tell"]
_SHOWN = ("account", "name", "journey", "csm", "day", "health", "late", "renews_on")


def list_(
    sort: Annotated[Column, typer.Option(help="The column to sort by; the most pressing first.")] = "account",
    journey: Annotated[str | None, typer.Option(help="Only this journey.")] = None,
    csm: Annotated[str | None, typer.Option(metavar="NAME", help="Only this CSM's accounts.")] = None,
    health: Annotated[HealthWord | None, typer.Option(help="Only accounts in this health.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """List the accounts with their day, health and what is late."""
    from csmkit.cli.book import read_book
    from csmkit.cli.success import signed_definition
    from csmkit.cli.today import plays_in_reach

    today, plays = here.today(as_of), plays_in_reach()
    book = read_book(csm)
    if journey is not None:
        here.library().journey(journey)
    definition = signed_definition()
    rows = [
        _row(entry, today, plays, definition)
        for entry in book.entries
        if journey in (None, entry.account.journey)
    ]
    rows = sorted((row for row in rows if health in (None, row["health"])), key=lambda row: _place(row, sort))
    if as_json:
        console.as_json(rows)
    elif not here.workspace().names():
        console.out('No accounts yet. csmkit account add "Customer Name" --signed-on 2026-09-01')
    elif not rows:
        console.out("No account fits.")
    else:
        console.table(_SHOWN, [[_cell(row, column, today) for column in _SHOWN] for row in rows])
    book.stop_if_unreadable()


def _row(
    entry: "Entry", today: date, plays: "dict[str, Play]", definition: "Definition | None"
) -> dict[str, Any]:
    from csmkit.cli.today import items_of
    from csmkit.core.desk import day_number
    from csmkit.core.health import health_of
    from csmkit.core.successful_onboarding.verdict import verdict

    account, contract = entry.account, entry.account.contract
    late = sum(item.urgency == "late" for item in items_of(entry, today, plays))
    row: dict[str, Any] = {"account": entry.name, "name": account.name, "journey": account.journey}
    row |= {"csm": entry.csm, "day": day_number(account, today)}
    row |= {"health": health_of(account, entry.journey, today).status, "late": late}
    success = verdict(account, entry.journey, definition, today) if definition else None
    row |= {"success": success and success.standing}
    return row | {"arr": contract.arr, "renews_on": contract.renews_on, "churned_on": contract.churned_on}


def _place(row: dict[str, Any], sort: Column) -> tuple[bool, Any, str]:
    """Where a row stands; what is not known comes last."""
    from csmkit.core.health import STATUSES

    value = row["renews_on" if sort == "renews" else sort]
    if sort == "health":
        value = len(STATUSES) if row["churned_on"] else STATUSES.index(value)
    elif sort in ("late", "arr") and value is not None:
        value = -value
    return value is None, value.casefold() if isinstance(value, str) else (value or 0), row["account"]


def _cell(row: dict[str, Any], column: str, today: date) -> str:
    value, left = row[column], row["churned_on"]
    if column == "health" and left and left <= today:
        return f"left {left}"
    return "–" if value is None else str(value).replace("_", " ")

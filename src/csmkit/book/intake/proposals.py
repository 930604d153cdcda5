"""What an import would do, as values: for each row the account it means and the changes it makes there."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from csmkit.book.intake.layouts import Layout
from csmkit.book.rows import Fault
from csmkit.core.changes import Append, Change
from csmkit.core.fields import Plain
from csmkit.core.journey import Journey
from csmkit.core.new_account import NewAccount

IMPORTED_FROM = "imported from "
Verdict = Literal["new", "changed", "unchanged"]


class Setting(NamedTuple):
    """What holds for the whole import. `journey`: the journey of a name.

    `journey_for`: which journey a new account of this revenue gets.
    """

    layout: Layout
    today: date
    new_id: Callable[[], str]
    journey_for: Callable[[Decimal | None], str]
    journey: Callable[[str], Journey]
    csm: tuple[str | None, str | None] = (None, None)
    currency: str | None = None
    time_zone: str | None = None
    in_flight: bool = False


class Step(NamedTuple):
    """What becomes of one row. `account`: the folder; empty for an account that is new."""

    row: int
    verdict: Verdict
    account: str
    name: str
    told: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    new: NewAccount | None = None


class Proposed(NamedTuple):
    """The steps of an import, the rows it refuses, and those that concern no account of the book."""

    steps: tuple[Step, ...]
    faults: tuple[Fault, ...] = ()
    left_out: tuple[Fault, ...] = ()


def changes_by_account(steps: Iterable[Step], setting: Setting) -> Mapping[str, tuple[Change, ...]]:
    """The changes of each account that is there already, with one log entry that tells them."""
    found: dict[str, list[Step]] = {}
    for step in steps:
        if step.new is None and step.changes:
            found.setdefault(step.account, []).append(step)
    return {
        account: (*(change for step in mine for change in step.changes), _told(mine, setting))
        for account, mine in found.items()
    }


def _told(steps: Iterable[Step], setting: Setting) -> Change:
    """The log entry: how many rows of which table, and which fields; values stand in the record."""
    mine = list(steps)
    fields = list(dict.fromkeys(told.split()[0] for step in mine for told in step.told))
    what = f": {', '.join(fields)}" if fields else ""
    rows = f"{len(mine)} rows" if len(mine) > 1 else "1 row"
    entry: dict[str, Plain] = {
        "id": setting.new_id(),
        "on": setting.today,
        "kind": "recorded",
        "note": f"{IMPORTED_FROM}{setting.layout.title}, {rows}{what}",
    }
    return Append(("log",), entry)

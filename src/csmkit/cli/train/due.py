"""What is due in training, for `csmkit today`: the lead sees everybody, everybody else their own."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from csmkit.cli import here
from csmkit.core.fields import folded_name

if TYPE_CHECKING:
    from collections import Counter

    from csmkit.cli.book import Book
    from csmkit.cli.train.team import Team
    from csmkit.core.desk import Item
    from csmkit.core.teammate import Teammate
    from csmkit.storage.record import Record


class Due(NamedTuple):
    """One colleague, and what their training needs."""

    name: str
    colleague: str
    day: int | None
    items: "tuple[Item, ...]"


class Training(NamedTuple):
    """What is due, by colleague, and the records that cannot be read."""

    due: tuple[Due, ...] = ()
    unreadable: tuple[str, ...] = ()


def due_in_training(book: "Book", today: date, csm: str | None = None) -> Training:
    """What is due, by colleague.

    Somebody with a record who does not lead sees their own; whoever leads or owns the training sees
    everybody, and so does somebody who is in no record. `csm` leaves only that one.
    """
    from csmkit.cli.train.standings import accounts_of
    from csmkit.cli.train.team import read_team

    team, accounts = read_team(), accounts_of(book)
    me = _myself(team)
    seen = [one for one in team.records if me is None or _leads(me) or one.value is me]
    found = (_due(team, one, today, accounts, own=one.value is me) for one in seen if _is(one.value, csm))
    return Training(tuple(due for due in found if due.items), tuple(map(str, team.unreadable)))


def _myself(team: "Team") -> "Teammate | None":
    """The record of whoever works here."""
    settings = here.workspace().settings.csm
    name = folded_name(settings.name) if settings else None
    return next((one for one in team.people if folded_name(one.name) == name), None)


def _leads(one: "Teammate") -> bool:
    return one.position == "lead" or one.training_owner


def _is(one: "Teammate", csm: str | None) -> bool:
    return csm is None or one.name.casefold().startswith(csm.casefold())


def _due(
    team: "Team", record: "Record[Teammate]", today: date, accounts: "Counter[str]", *, own: bool
) -> Due:
    from csmkit.cli.train.standings import on_the_ramp
    from csmkit.training.desk import View, items_of
    from csmkit.training.mentoring import load_of

    one, ramp = record.value, on_the_ramp(record, today, accounts)
    load = load_of(one.name, team.people, here.library().shadowing(), today)
    items = items_of(View(one, record.name, ramp, load, today, own))
    return Due(record.name, one.name, ramp.day if ramp else None, items)

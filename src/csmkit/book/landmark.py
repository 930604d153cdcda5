"""Whether accounts with early first value stay longer, asked in the one way that does not answer itself.

Accounts that left early had no time to get there, so among all accounts those with first value have stayed
longer whatever it is worth. A landmark analysis (Anderson, Cain and Gelber, 1983) fixes a day: who is still
there on it is sorted by whether first value had been reached by then, and both groups are followed from
that day on. Who left before it is counted, and left out; nothing that happens later moves an account over.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from csmkit.book.comparison import Comparison, log_rank
from csmkit.book.life_table import FROM_THE_START, Ended, LifeTable, Wait, life_table
from csmkit.book.stories import Story
from csmkit.book.survival import Band, band, complement, cumulative_incidence, point_at
from csmkit.book.ttfv import MINIMUM

WITH, WITHOUT = "first value by then", "none by then"
FEW = "{few} of the two groups hold{s} fewer than {minimum} accounts"
NOBODY_LEFT = "no account left after that day"


class Retained(NamedTuple):
    """The share of a group that is still there on a day after the start; None: nobody was watched so long."""

    day: int
    watched: int
    share: Band | None


class Group(NamedTuple):
    """One of the two groups, from the landmark on."""

    name: str
    accounts: int
    left: int
    late: int
    retained: tuple[Retained, ...]


class Landmark(NamedTuple):
    """The comparison. `gone`: how many left by the day; `short`: how many were not watched until then.

    `why`: what keeps it from being made; the groups then tell how many they are and nothing else.
    """

    day: int
    groups: tuple[Group, Group]
    gone: int
    short: int
    test: Comparison | None
    why: str | None


def landmark(stories: Iterable[Story], as_of: int, day: int, horizons: Sequence[int]) -> Landmark:
    """Compare who had first value by `day` with who had not, as it stood at the end of `as_of`.

    `horizons`: days after the start, greater than `day`. Each account counts from the landmark on, or from
    the day it came into the book; in the waits, `value` stands for leaving.
    """
    waits: dict[str, list[Wait]] = {WITH: [], WITHOUT: []}
    gone = short = 0
    for story in stories:
        end, left = _end(story, as_of)
        begins = day if story.entered is None else max(day, story.entered - story.start)
        if left and end <= day:
            gone += 1
        elif end <= begins:
            short += 1
        else:
            ended: Ended = "value" if left else "open"
            waits[_side(story, day)].append(Wait(end - day, ended, begins - day or FROM_THE_START))
    tables = {name: life_table(found) for name, found in waits.items()}
    why = _untold(tables)
    told = tuple(_group(name, table, day, horizons if why is None else ()) for name, table in tables.items())
    test = log_rank(tables) if why is None else None
    return Landmark(day, (told[0], told[1]), gone, short, test, why)


def _end(story: Story, as_of: int) -> tuple[int, bool]:
    """The last day on which it was there or watched, in days after its start; and whether it left then."""
    if story.churned is not None and story.churned <= as_of:
        return story.churned - story.start, True
    seen = as_of if story.last_seen is None else min(story.last_seen, as_of)
    return seen - story.start, False


def _side(story: Story, day: int) -> str:
    return WITH if story.value is not None and story.value - story.start <= day else WITHOUT


def _untold(tables: dict[str, LifeTable]) -> str | None:
    few = sum(table.accounts < MINIMUM for table in tables.values())
    if few:
        return FEW.format(few=("one", "both")[few - 1], s="s" if few == 1 else "", minimum=MINIMUM)
    return None if any(table.days for table in tables.values()) else NOBODY_LEFT


def _group(name: str, table: LifeTable, day: int, horizons: Sequence[int]) -> Group:
    curve = cumulative_incidence(table)
    told = []
    for horizon in horizons:
        point = point_at(table, curve, horizon - day)
        share = complement(band(point.value)) if point else None
        told.append(Retained(horizon, table.at_risk(horizon - day), share))
    return Group(name, table.accounts, table.count("value"), table.late, tuple(told))

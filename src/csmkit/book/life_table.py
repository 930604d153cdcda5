"""How long accounts waited for first value, counted by day.

Whole days make this exact and quick: a book of 100,000 accounts is a few hundred days with something on
them, in whatever order the accounts came.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

Ended = Literal["value", "churned", "open"]
FROM_THE_START = -1


class Wait(NamedTuple):
    """One account's wait, in days since its start. `days` is greater than `since`.

    `since`: the last day on which it was not yet under watch, because it came into the book late.
    """

    days: int
    ended: Ended
    since: int = FROM_THE_START


class LifeDay(NamedTuple):
    """A day after the start on which somebody got there or left, and how many could have."""

    day: int
    at_risk: int
    value: int
    churned: int


class LifeTable(NamedTuple):
    """The waits of one group. `entries` and `ends` are sorted."""

    days: tuple[LifeDay, ...]
    entries: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def accounts(self) -> int:
        """How many accounts."""
        return len(self.ends)

    @property
    def late(self) -> int:
        """How many came into the book after their start."""
        return self.accounts - bisect_left(self.entries, 0)

    @property
    def watched(self) -> int:
        """The last day on which anybody was under watch; 0 for an empty table."""
        return self.ends[-1] if self.ends else 0

    def at_risk(self, day: int) -> int:
        """How many were under watch and still waiting as the day began.

        Somebody who entered on the day is not among them; somebody last seen waiting on it is. These are
        the rules of R's `Surv(start, stop]`.
        """
        return bisect_left(self.entries, day) - bisect_left(self.ends, day)

    def count(self, ended: Literal["value", "churned"]) -> int:
        """How many got there, or left first."""
        return sum(day.value if ended == "value" else day.churned for day in self.days)


def life_table(waits: Iterable[Wait]) -> LifeTable:
    """Count waits by day."""
    kept = list(waits)
    entries = tuple(sorted(wait.since for wait in kept))
    ends = tuple(sorted(wait.days for wait in kept))
    value = Counter(wait.days for wait in kept if wait.ended == "value")
    churned = Counter(wait.days for wait in kept if wait.ended == "churned")
    table = LifeTable((), entries, ends)
    rows = (LifeDay(day, table.at_risk(day), value[day], churned[day]) for day in sorted(value | churned))
    return table._replace(days=tuple(rows))


def churn_as_open(table: LifeTable) -> LifeTable:
    """The same waits as if accounts that left could still get there: what 1 - Kaplan-Meier assumes."""
    rows = (row._replace(churned=0) for row in table.days if row.value)
    return table._replace(days=tuple(rows))


def still_waiting_after(table: LifeTable, day: int) -> LifeTable:
    """The part of the table that lies after a day: what accounts that have waited so long can expect."""
    return table._replace(days=tuple(row for row in table.days if row.day > day))

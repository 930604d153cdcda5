"""How long until customers get value, for whom, and how sure that is: the whole answer as values.

Every group is told with how many accounts it holds. Below `MINIMUM` accounts there is no median and no
test: a handful of accounts moves them by weeks.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from csmkit.book.comparison import Comparison, gray, log_rank
from csmkit.book.life_table import LifeTable, Wait, churn_as_open, life_table
from csmkit.book.stories import Story, wait_of
from csmkit.book.survival import (
    Band,
    Point,
    Share,
    band,
    complement,
    cumulative_incidence,
    kaplan_meier,
    median,
    point_at,
    restricted_mean,
)

MINIMUM = 10
HORIZONS = (30, 60, 90, 180)
FEW_EXPECTED = 5
NO_GROUP = "not recorded"


class Horizon(NamedTuple):
    """Where a group stands so many days after the start.

    `naive` is 1 - Kaplan-Meier: the share if nobody could leave.
    """

    day: int
    at_risk: int
    value: Band
    churned: Band
    open: Band
    naive: Band


class Group(NamedTuple):
    """One group of accounts. A horizon that nobody was watched for is None."""

    name: str
    accounts: int
    value: int
    churned: int
    late: int
    median: Band | None
    mean: Share | None
    horizons: tuple[Horizon | None, ...]
    curve: tuple[Point, ...]
    watched: int

    @property
    def open(self) -> int:
        """How many were still waiting when they were last seen."""
        return self.accounts - self.value - self.churned

    @property
    def few(self) -> bool:
        """Too few for a median."""
        return self.accounts < MINIMUM


class Answer(NamedTuple):
    """Everybody, each group, and whether the groups differ. `mean_until`: the days that means look at."""

    everybody: Group
    groups: tuple[Group, ...]
    mean_until: int | None
    tests: tuple[Comparison, ...]
    untold: tuple[str, ...]


class Waits(NamedTuple):
    """The accounts of each group, on one clock; and why the others tell nothing, with how many they are."""

    groups: Mapping[str, Sequence[Wait]]
    silent: Mapping[str, int]


def waits_of(stories: Iterable[Story], as_of: int, *, pausing: bool = False) -> Waits:
    """What of every story had happened by a day."""
    groups: dict[str, list[Wait]] = {}
    silent: Counter[str] = Counter()
    for story in stories:
        wait = wait_of(story, as_of, pausing=pausing)
        if isinstance(wait, str):
            silent[wait] += 1
        else:
            groups.setdefault(story.group, []).append(wait)
    return Waits({name: groups[name] for name in sorted(groups)}, silent)


def answer(waits: Mapping[str, Sequence[Wait]], horizons: Sequence[int], *, grouped: bool) -> Answer:
    """Curves, medians and means of everybody and, if asked, of each group; and the tests."""
    tables = {name: life_table(group) for name, group in waits.items()}
    everybody = life_table(wait for group in waits.values() for wait in group)
    told = {"all": everybody} | (tables if grouped else {})
    until = _mean_until([table for table in told.values() if table.accounts >= MINIMUM], horizons)
    whole, *groups = (_group(name, table, horizons, until) for name, table in told.items())
    tests, untold = _tests(tables) if grouped else ((), ())
    return Answer(whole, tuple(groups), until, tests, untold)


def _mean_until(tables: Sequence[LifeTable], horizons: Sequence[int]) -> int | None:
    """The furthest horizon that every group can tell: means of different stretches cannot be compared."""
    curves = [(table, cumulative_incidence(table)) for table in tables]
    reached = [day for day in horizons if curves and all(point_at(*pair, day) for pair in curves)]
    return max(reached, default=None)


def _group(name: str, table: LifeTable, horizons: Sequence[int], until: int | None) -> Group:
    curve = cumulative_incidence(table)
    few = table.accounts < MINIMUM
    return Group(
        name,
        table.accounts,
        table.count("value"),
        table.count("churned"),
        table.late,
        None if few else median(table, curve),
        None if few or until is None else restricted_mean(table, curve, until),
        _horizons(table, curve, horizons),
        curve,
        table.watched,
    )


def _horizons(
    table: LifeTable, curve: Sequence[Point], horizons: Sequence[int]
) -> tuple[Horizon | None, ...]:
    naive_table, naive_curve = churn_as_open(table), kaplan_meier(table)
    told = []
    for day in horizons:
        point, naive = point_at(table, curve, day), point_at(naive_table, naive_curve, day)
        told.append(_horizon(point, naive) if point else None)
    return tuple(told)


def _horizon(point: Point, naive: Point | None) -> Horizon:
    nothing = Band(point.value.share, None, None)
    return Horizon(
        point.day,
        point.at_risk,
        band(point.value),
        band(point.churned),
        complement(band(Share(1 - point.open.share, point.open.error))),
        band(naive.value) if naive else nothing,
    )


def _tests(tables: Mapping[str, LifeTable]) -> tuple[tuple[Comparison, ...], tuple[str, ...]]:
    """The tests over the groups that are large enough, and what could not be told."""
    enough = {name: table for name, table in tables.items() if table.accounts >= MINIMUM}
    small = [name or NO_GROUP for name in tables if name not in enough]
    untold = []
    if small:
        untold.append(f"Too few accounts (under {MINIMUM}) for a median or a test: {', '.join(small)}.")
    if len(enough) < 2:  # noqa: PLR2004 - a comparison takes two
        return (), (*untold, f"No test: it takes two groups of {MINIMUM} accounts or more.")
    tests = tuple(test for test in (log_rank(enough), gray(enough)) if test)
    return tests, (*untold, *_unsure(enough, tests))


def _unsure(tables: Mapping[str, LifeTable], tests: Sequence[Comparison]) -> Iterator[str]:
    """What keeps the tests from being there, or from being exact."""
    if not tests:
        yield "No test: no day tells the groups apart."
    elif not any(test.test == "Gray" for test in tests):
        yield from _no_gray(tables)
    if any(0 < group.expected < FEW_EXPECTED for test in tests for group in test.groups):
        yield f"The p-values are rough: in a group fewer than {FEW_EXPECTED} were expected to get there."


def _no_gray(tables: Mapping[str, LifeTable]) -> Iterator[str]:
    if any(table.late for table in tables.values()):
        yield "No Gray's test: it is not known for accounts that came into the book late."
    else:
        yield "No Gray's test: one group was through before the others could be compared with it."

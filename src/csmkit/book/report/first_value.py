"""How long until customers get value: everybody and each journey, or the cohorts of a quarter."""

from collections.abc import Iterable
from typing import NamedTuple

from csmkit.book.accounts import story_of
from csmkit.book.report.sample import NOBODY, Sample, in_order
from csmkit.book.stories import Story
from csmkit.book.survival import Band, Point, band
from csmkit.book.ttfv import HORIZONS, MINIMUM, Group, answer, waits_of

LAST_DAY = HORIZONS[-1]


class CurveDay(NamedTuple):
    """The shares from a day on: with first value, and left before it."""

    day: int
    reached: Band
    left: float


class HorizonDay(NamedTuple):
    """Where a group stands so many days after signature; nothing where nobody was watched that long."""

    day: int
    waiting: int
    reached: Band | None
    left: Band | None


class Progress(NamedTuple):
    """One group's way to first value. With too few accounts there is neither median nor curve."""

    group: str
    accounts: int
    reached: int
    left: int
    waiting: int
    few: bool
    median: Band | None
    days: tuple[HorizonDay, ...]
    curve: tuple[CurveDay, ...]
    watched: int

    def at(self, day: int) -> HorizonDay | None:
        """Where the group stands on a day; None with too few accounts, or nobody watched so long."""
        return next((found for found in self.days if found.day == day and found.reached), None)


class LeftOut(NamedTuple):
    """Why some accounts do not count, and how many they are."""

    why: str
    accounts: int


class FirstValue(NamedTuple):
    """Everybody and the groups. Curves run to `last_day` after signature."""

    everybody: Progress
    groups: tuple[Progress, ...]
    last_day: int
    minimum: int
    left_out: tuple[LeftOut, ...]


def by_journey(sample: Sample) -> FirstValue:
    """First value by journey."""
    told = _told(sample, "journey", curves=True)
    order = in_order(sample, (group.group for group in told.groups))
    return told._replace(groups=tuple(sorted(told.groups, key=lambda group: order.index(group.group))))


def by_quarter(sample: Sample) -> FirstValue:
    """First value by the quarter of signature, the oldest first."""
    return _told(sample, "quarter", curves=False)


def by_csm(sample: Sample) -> FirstValue:
    """First value by who looks after the account."""
    return _told(sample, "csm", curves=False)


def _told(sample: Sample, grouping: str, *, curves: bool) -> FirstValue:
    stories, silent = [], dict[str, int]()
    for each in (*sample.here, *sample.left):
        story = story_of(each.account, "first-value", grouping)
        if isinstance(story, Story):
            stories.append(story)
        else:
            silent[story] = silent.get(story, 0) + 1
    waits = waits_of(stories, sample.as_of.toordinal())
    for why, count in waits.silent.items():
        silent[why] = silent.get(why, 0) + count
    found = answer(waits.groups, HORIZONS, grouped=True)
    return FirstValue(
        _progress(found.everybody, curves=curves),
        tuple(_progress(group, curves=curves) for group in found.groups),
        LAST_DAY,
        MINIMUM,
        tuple(LeftOut(why, count) for why, count in silent.items()),
    )


def _progress(group: Group, *, curves: bool) -> Progress:
    days = tuple(
        HorizonDay(day, found.at_risk, found.value, found.churned)
        if found
        else HorizonDay(day, 0, None, None)
        for day, found in zip(HORIZONS, group.horizons, strict=True)
    )
    return Progress(
        group.name or NOBODY,
        group.accounts,
        group.value,
        group.churned,
        group.open,
        group.few,
        group.median,
        () if group.few else days,
        tuple(_curve(group.curve)) if curves and not group.few else (),
        group.watched,
    )


def _curve(points: Iterable[Point]) -> Iterable[CurveDay]:
    for point in points:
        if point.day <= LAST_DAY:
            yield CurveDay(point.day, band(point.value), point.churned.share)

"""Time to first value when some accounts leave first.

Cumulative incidence (Aalen and Johansen, 1978) asks what share of all accounts had got there by a day, with
leaving as an end of its own. Its errors are Greenwood's formula carried over to several ends. Without
anybody leaving, it is 1 - Kaplan-Meier with Greenwood's error. Held against R's `survival` in the tests.
"""

from collections.abc import Iterable, Sequence
from math import exp, log, sqrt
from typing import Literal, NamedTuple

from csmkit.book.life_table import LifeDay, LifeTable, churn_as_open

Interval = Literal["log-log", "log"]
Z = 1.959963984540054
"""The standard normal quantile of 97.5 %: every interval here is one of 95 %."""

SAME = 1.5e-8
"""Shares nearer than this are one share (the tolerance of R's quantiles)."""


ROUNDING = 1e-15
"""A variance below this is what sums of fractions leave of zero; a book of a million is far above."""


class Share(NamedTuple):
    """A share of all accounts, and its standard error."""

    share: float
    error: float


class Point(NamedTuple):
    """The shares from a day on. They add up to one."""

    day: int
    at_risk: int
    value: Share
    churned: Share
    open: Share


NOTHING_YET = Point(0, 0, Share(0.0, 0.0), Share(0.0, 0.0), Share(1.0, 0.0))


class Band(NamedTuple):
    """An estimate with its 95 % interval; an end that cannot be told is None."""

    estimate: float
    low: float | None
    high: float | None


class _End(NamedTuple):
    """One way a wait can end: its share, the variance, and the covariance with the share still open."""

    share: float = 0.0
    variance: float = 0.0
    with_open: float = 0.0


def cumulative_incidence(table: LifeTable) -> tuple[Point, ...]:
    """The Aalen-Johansen curves, one point for each day on which something happened."""
    points, value, churned, still, variance = [], _End(), _End(), 1.0, 0.0
    for row in table.days:
        noise = still * still / row.at_risk
        stays = (row.at_risk - row.value - row.churned) / row.at_risk
        value = _moved(value, row.value / row.at_risk, still, variance, noise, stays)
        churned = _moved(churned, row.churned / row.at_risk, still, variance, noise, stays)
        variance = stays * stays * variance + noise * stays * (1 - stays)
        still *= stays
        points.append(_point(row, value, churned, still, variance))
    return tuple(points)


def _moved(end: _End, rate: float, still: float, variance: float, noise: float, stays: float) -> _End:
    """One day's step of the estimate and of its covariance matrix; counts of a day are multinomial."""
    return _End(
        end.share + still * rate,
        end.variance + 2 * rate * end.with_open + rate * rate * variance + noise * rate * (1 - rate),
        stays * (end.with_open + rate * variance - noise * rate),
    )


def _point(row: LifeDay, value: _End, churned: _End, still: float, variance: float) -> Point:
    return Point(
        row.day,
        row.at_risk,
        Share(min(1.0, value.share), _root(value.variance)),
        Share(min(1.0, churned.share), _root(churned.variance)),
        Share(still, _root(variance)),
    )


def _root(variance: float) -> float:
    return sqrt(variance) if variance > ROUNDING else 0.0


def kaplan_meier(table: LifeTable) -> tuple[Point, ...]:
    """1 - Kaplan-Meier: as if accounts that left could still get there. It flatters; for comparison only."""
    return cumulative_incidence(churn_as_open(table))


def point_at(table: LifeTable, curve: Sequence[Point], day: int) -> Point | None:
    """The shares on a day after the start; None when nobody was watched that long."""
    reached = [point for point in curve if point.day <= day]
    last = (reached or [NOTHING_YET])[-1]
    at_risk = table.at_risk(day)
    ran_out_early = last.open.share == 0 and table.watched > last.day
    if ran_out_early or (at_risk == 0 and last.open.share > 0):
        return None
    return last._replace(day=day, at_risk=at_risk)


def band(share: Share, interval: Interval = "log-log") -> Band:
    """The 95 % interval of a share, computed on what is left of it and kept between 0 and 1.

    Without anybody leaving it equals R's `conf.type` of the same name. At exactly 0 or 1 the data say
    nothing about the width.
    """
    left = 1 - share.share
    if share.share <= SAME or left <= SAME:
        return Band(share.share, None, None)
    if interval == "log":
        wide = Z * share.error / left
        return Band(share.share, max(0.0, 1 - left * exp(wide)), 1 - left * exp(-wide))
    wide = Z * share.error / (left * log(left))
    return Band(share.share, 1 - left ** exp(wide), 1 - left ** exp(-wide))


def complement(found: Band) -> Band:
    """The band of what is left."""
    low, high = (None if end is None else 1 - end for end in (found.high, found.low))
    return Band(1 - found.estimate, low, high)


def median(table: LifeTable, curve: Sequence[Point], interval: Interval = "log-log") -> Band | None:
    """The day by which half of all accounts had got there; None when half never did.

    The interval inverts the curve's band (Brookmeyer and Crowley, 1982): it runs from the first day whose
    upper limit reaches one half to the first whose lower limit does.
    """
    bands = [(point.day, band(point.value, interval)) for point in curve]
    middle = first_day([(day, found.estimate) for day, found in bands], 0.5, table.watched)
    if middle is None:
        return None
    highs = [(day, found.high) for day, found in bands if found.high is not None]
    lows = [(day, found.low) for day, found in bands if found.low is not None]
    return Band(middle, first_day(highs, 0.5, table.watched), first_day(lows, 0.5, table.watched))


def first_day(steps: Iterable[tuple[int, float]], level: float, watched: int) -> float | None:
    """The first day on which a curve reaches a level.

    A curve that is exactly on the level for a while reaches it in the middle of the flat stretch, as R has
    it; a stretch that never ends is taken to the last day anybody was watched.
    """
    flat = None
    for day, share in steps:
        if share > level + SAME:
            return day if flat is None else (flat + day) / 2
        if flat is None and share >= level - SAME:
            flat = day
    return None if flat is None else (flat + watched) / 2


def restricted_mean(table: LifeTable, curve: Sequence[Point], until: int) -> Share | None:
    """The mean days without first value among the first `until` days, and its error.

    An account that left is without it to the end. None when nobody was watched that long.
    """
    if point_at(table, curve, until) is None:
        return None
    if not curve or curve[0].day >= until:
        return Share(float(until), 0.0)
    rows = [(row, point) for row, point in zip(table.days, curve, strict=True) if row.day < until]
    befores = [1.0, *(point.open.share for _, point in rows)]
    later = [*(row.day for row, _ in rows[1:]), until]
    with_value, variance = 0.0, 0.0
    for (row, point), before, following in reversed([*zip(rows, befores[:-1], later, strict=True)]):
        with_value += point.value.share * (following - row.day)
        gained = with_value - point.value.share * (until - row.day)
        variance += _of_one_day(row, before, until, gained)
    return Share(until - with_value, _root(variance))


def _of_one_day(row: LifeDay, before: float, until: int, gained: float) -> float:
    """What the chance of one day adds to the variance of the days with value (the delta method)."""
    got, left = row.value / row.at_risk, row.churned / row.at_risk
    stays = (row.at_risk - row.value - row.churned) / row.at_risk
    of_leaving = -gained / stays if stays else 0.0
    of_value = (until - row.day) * before + of_leaving
    mean = of_value * got + of_leaving * left
    return (of_value * of_value * got + of_leaving * of_leaving * left - mean * mean) / row.at_risk

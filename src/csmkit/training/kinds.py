"""Kinds of figures an account can have, and how each is told for a group.

So that any figure can be compared as a mean, each kind says what every account adds to the figure of its
group (`parts`). For a share by a day it is the pseudo-observation of Andersen, Klein and Rosthøj (2003,
Biometrika 90, 15-27): how far the share moves without the account. Who still waits counts for as much as is
known.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from math import inf
from typing import Any, NamedTuple

from csmkit.book.current_state.rates import wilson
from csmkit.book.life_table import Wait, life_table
from csmkit.book.survival import Band, band, cumulative_incidence, point_at
from csmkit.training.intervals import difference, mean_of, welch


class Kind(NamedTuple):
    """How figures of a kind are told for a group, and apart for two.

    `figure` and `parts` get the figures of a group and the day that first value is asked for; `parts` is
    only asked where there is a figure. `apart` gets the figures of both groups and the parts of both.
    `widest`: as far apart as two figures can be.
    """

    name: str
    percent: bool
    widest: float
    figure: Callable[[Sequence[Any], int], Band | None]
    parts: Callable[[Sequence[Any], int], tuple[float, ...]]
    apart: Callable[[Band, Band, Sequence[float], Sequence[float]], Band]


def _share_by_day(waits: Sequence[Wait], horizon: int) -> Band | None:
    """The share with first value by a day, those counted who left or wait; None when nobody was watched."""
    table = life_table(waits)
    point = point_at(table, cumulative_incidence(table), horizon)
    return band(point.value) if point else None


def parts_of_waits(waits: Sequence[Wait], horizon: int) -> tuple[float, ...]:
    """Each account's part in the share that had first value by a day; their mean is that share, nearly."""
    clipped = [_clipped(wait, horizon) for wait in waits]
    counts, whole = Counter(clipped), _share_by(clipped, horizon)
    parts = {wait: _part(counts, wait, whole, horizon) for wait in counts}
    return tuple(parts[wait] for wait in clipped)


def _clipped(wait: Wait, horizon: int) -> Wait:
    """What happened after the horizon makes no difference to it, and equal waits are counted once."""
    if wait.days <= horizon or wait.since >= horizon:
        return wait
    return Wait(horizon + 1, "open", wait.since)


def _part(counts: Counter[Wait], wait: Wait, whole: float, horizon: int) -> float:
    accounts = counts.total()
    if accounts == 1:
        return whole
    without = counts.copy()
    without[wait] -= 1
    return accounts * whole - (accounts - 1) * _share_by([*without.elements()], horizon)


def _share_by(waits: Sequence[Wait], horizon: int) -> float:
    reached = [point for point in cumulative_incidence(life_table(waits)) if point.day <= horizon]
    return reached[-1].value.share if reached else 0.0


def parts_of_ratio(pairs: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """Each account's part in a sum over a sum, such as revenue at the end over revenue at the start.

    The first-order part (the delta method); their mean is the ratio. Each pair is end and start.
    """
    whole = sum(start for _, start in pairs)
    ratio, mean = sum(end for end, _ in pairs) / whole, whole / len(pairs)
    return tuple(ratio + (end - ratio * start) / mean for end, start in pairs)


def _bands(one: Band, other: Band, _: Sequence[float], __: Sequence[float]) -> Band:
    return difference(one, other)


def _means(_: Band, __: Band, one: Sequence[float], other: Sequence[float]) -> Band:
    return welch(one, other)


def _as_they_are(figures: Sequence[float], _: int) -> tuple[float, ...]:
    return tuple(map(float, figures))


def _mean(figures: Sequence[float], _: int) -> Band:
    return mean_of(figures)


def _yes(figures: Sequence[bool], _: int) -> Band:
    return wilson(sum(figures), len(figures))


def _ratio(pairs: Sequence[tuple[float, float]], horizon: int) -> Band:
    return _mean(parts_of_ratio(pairs), horizon)


def _parts_of_pairs(pairs: Sequence[tuple[float, float]], _: int) -> tuple[float, ...]:
    return parts_of_ratio(pairs)


WAIT = Kind("wait", True, 1.0, _share_by_day, parts_of_waits, _bands)  # noqa: FBT003 - percent
YES_NO = Kind("yes-no", True, 1.0, _yes, _as_they_are, _bands)  # noqa: FBT003 - percent
PART = Kind("part", True, 1.0, _mean, _as_they_are, _means)  # noqa: FBT003 - percent
NUMBER = Kind("number", False, inf, _mean, _as_they_are, _means)  # noqa: FBT003 - percent
RATIO = Kind("ratio", True, inf, _ratio, _parts_of_pairs, _means)  # noqa: FBT003 - percent

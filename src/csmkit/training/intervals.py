"""How sure a difference between two groups of accounts is, each way with its assumption.

`newcombe` and `welch` take accounts for strangers to each other. `by_cluster` does not: the accounts of one
CSM are alike, so that thirty accounts of three CSMs say less than thirty of thirty. `within` compares
every CSM with themselves. All intervals are of 95 %.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from csmkit.book.current_state.rates import wilson
from csmkit.book.student import two_sided
from csmkit.book.survival import Band

FEWEST_CLUSTERS = 3
_PAIR = 2


class Piece(NamedTuple):
    """One account in a comparison: in which of the two groups, whose it is, of which kind, and its figure."""

    certified: bool
    csm: str
    kind: str
    value: float


Estimate = Callable[[Sequence[Piece]], float | None]


def difference(one: Band, other: Band) -> Band:
    """One minus the other, from the interval of each.

    With Wilson's intervals it is method 10 of Newcombe (1998, Statistics in Medicine 17, 873-890), the one he
    recommends. The same works for any two estimates that do not know of each other (Zou and Donner, 2008,
    Statistics in Medicine 27, 1693-1702).
    """
    apart = one.estimate - other.estimate
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return Band(apart, None, None)
    down = sqrt((one.estimate - one.low) ** 2 + (other.high - other.estimate) ** 2)
    up = sqrt((one.high - one.estimate) ** 2 + (other.estimate - other.low) ** 2)
    return Band(apart, apart - down, apart + up)


def newcombe(one: tuple[int, int], other: tuple[int, int]) -> Band:
    """The difference of two shares, each given as how many of how many."""
    return difference(wilson(*one), wilson(*other))


def mean_of(values: Sequence[float]) -> Band:
    """A mean with the interval of Student; one value alone has none."""
    mean, variance = _moments(values)
    if variance is None:
        return Band(mean, None, None)
    wide = two_sided(len(values) - 1) * sqrt(variance / len(values))
    return Band(mean, mean - wide, mean + wide)


def welch(one: Sequence[float], other: Sequence[float]) -> Band:
    """The difference of two means whose spreads may differ (Welch, 1947, Biometrika 34, 28-35)."""
    (mean, variance), (others_mean, others_variance) = _moments(one), _moments(other)
    apart = mean - others_mean
    if variance is None or others_variance is None:
        return Band(apart, None, None)
    part, others_part = variance / len(one), others_variance / len(other)
    whole = part + others_part
    if whole == 0:
        return Band(apart, None, None)
    degrees = whole**2 / (part**2 / (len(one) - 1) + others_part**2 / (len(other) - 1))
    wide = two_sided(degrees) * sqrt(whole)
    return Band(apart, apart - wide, apart + wide)


def _moments(values: Sequence[float]) -> tuple[float, float | None]:
    """The mean, and the variance where there are two values or more."""
    mean = sum(values) / len(values)
    if len(values) < _PAIR:
        return mean, None
    return mean, sum((value - mean) ** 2 for value in values) / (len(values) - 1)


def plain_difference(pieces: Sequence[Piece]) -> float | None:
    """The mean of the certified minus that of the others; None while a group is empty."""
    one, other = _sides(pieces)
    return sum(one) / len(one) - sum(other) / len(other) if one and other else None


def _sides(pieces: Iterable[Piece]) -> tuple[list[float], list[float]]:
    sides: tuple[list[float], list[float]] = ([], [])
    for piece in pieces:
        sides[0 if piece.certified else 1].append(piece.value)
    return sides


def like_with_like(pieces: Sequence[Piece]) -> float | None:
    """The difference inside of every kind, weighted by how much a kind can tell.

    The weights n·m/(n+m) are those of Mantel and Haenszel (1959): they spare a kind that is nearly all on one
    side. None where no kind is on both.
    """
    return _weighted(_grouped(pieces, lambda piece: piece.kind))


def _grouped(pieces: Iterable[Piece], key: Callable[[Piece], str]) -> dict[str, list[Piece]]:
    groups: dict[str, list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(key(piece), []).append(piece)
    return groups


def _weighted(strata: Mapping[str, Sequence[Piece]]) -> float | None:
    total, weights = 0.0, 0.0
    for stratum in strata.values():
        one, other = _sides(stratum)
        if one and other:
            weight = len(one) * len(other) / (len(one) + len(other))
            total += weight * (sum(one) / len(one) - sum(other) / len(other))
            weights += weight
    return total / weights if weights else None


def by_cluster(pieces: Sequence[Piece], estimate: Estimate = plain_difference) -> Band | None:
    """A difference with an interval that lets the accounts of one CSM be alike.

    Every CSM is left out once with all their accounts, and how far that moves the estimate is the measure of
    chance (the jackknife by cluster, CV3 of MacKinnon, Nielsen and Webb, 2023, Journal of Applied
    Econometrics 38, 671-694). Student's t takes one degree less than there are CSMs on the smaller side. None
    with fewer than `FEWEST_CLUSTERS` on a side, or where nothing is left to compare without one of them.
    """
    whole = estimate(pieces)
    sides = [{piece.csm for piece in pieces if piece.certified is side} for side in (True, False)]
    fewest = min(map(len, sides))
    if whole is None or fewest < FEWEST_CLUSTERS:
        return None
    clusters = sides[0] | sides[1]
    without = [estimate([piece for piece in pieces if piece.csm != csm]) for csm in sorted(clusters)]
    moved = [one - whole for one in without if one is not None]
    if len(moved) < len(clusters):
        return None
    error = sqrt((len(clusters) - 1) / len(clusters) * sum(step * step for step in moved))
    wide = two_sided(fewest - 1) * error
    return Band(whole, whole - wide, whole + wide)


def within(pieces: Sequence[Piece]) -> Band | None:
    """After minus before for the same CSM, over all CSMs who have accounts of both.

    The mean of every CSM is taken out (a regression with one constant for each), so that who is the better
    CSM cannot pass for training. It speaks about these CSMs. None without anybody who has both, or without
    enough accounts to know the spread.
    """
    both = {csm: own for csm, own in _grouped(pieces, lambda piece: piece.csm).items() if all(_sides(own))}
    apart = _weighted(both)
    accounts = sum(map(len, both.values()))
    degrees = accounts - len(both) - 1
    if apart is None or degrees < 1:
        return None
    left, told = 0.0, 0.0
    for own in both.values():
        share = sum(piece.certified for piece in own) / len(own)
        mean = sum(piece.value for piece in own) / len(own)
        told += len(own) * share * (1 - share)
        left += sum((piece.value - mean - apart * (piece.certified - share)) ** 2 for piece in own)
    wide = two_sided(degrees) * sqrt(left / degrees / told)
    return Band(apart, apart - wide, apart + wide)

"""Did the training work? Accounts that started with a certified CSM against those that did not.

Three comparisons, because each can fool: everybody against everybody (certified CSMs may be the better ones),
like with like (the same journey), and each certified CSM with themselves before (times change). None of them
shows a cause.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from csmkit.book.comparison import Comparison, stratified_log_rank
from csmkit.book.life_table import Wait, life_table
from csmkit.book.survival import Band
from csmkit.book.ttfv import MINIMUM, Answer, answer
from csmkit.training.intervals import FEWEST_CLUSTERS, Piece, by_cluster, like_with_like, within
from csmkit.training.measures import Figure, Measure, first_value
from csmkit.training.starts import Start, Starts

_Told = tuple[Start, Figure]
CERTIFIED, NOT_YET = "certified", "not yet"


class Side(NamedTuple):
    """One group in one measure: how many accounts tell, of all on the side; of how many CSMs; the figure."""

    accounts: int
    of: int
    csms: int
    figure: Band | None


class Before(NamedTuple):
    """After minus before for the same CSMs, over how many accounts of how many CSMs."""

    accounts: int
    csms: int
    difference: Band


class Compared(NamedTuple):
    """One measure. Differences are certified minus not yet.

    `alone` takes accounts for strangers; `by_csm` lets those of one CSM be alike, and is the one to believe;
    `alike` compares inside of a journey, `same_csm` every CSM with themselves. `untold`: why one is missing.
    """

    measure: Measure
    certified: Side
    not_yet: Side
    alone: Band | None
    by_csm: Band | None
    alike: Band | None
    same_csm: Before | None
    untold: tuple[str, ...]
    not_counted: Mapping[str, int]

    @property
    def found(self) -> bool | None:
        """Whether the difference is more than chance explains; None where that cannot be told."""
        ends = (self.by_csm.low, self.by_csm.high) if self.by_csm else (None, None)
        return None if ends[0] is None or ends[1] is None else ends[0] > 0 or ends[1] < 0


class Effect(NamedTuple):
    """Every measure, and time to first value with its medians and tests."""

    horizon: int
    compared: tuple[Compared, ...]
    ttfv: Answer
    same_csm: Comparison | None


def too_few(starts: Starts) -> str | None:
    """Why there is no comparison, and what it would take; None when there are enough accounts."""
    (certified, csms), (not_yet, others) = starts.size(certified=True), starts.size(certified=False)
    if min(certified, not_yet) >= MINIMUM:
        return None
    return (
        f"Too few to compare. Accounts that started with a certified CSM: {certified}, of {csms} CSMs; with "
        f"one who was not certified yet: {not_yet}, of {others} CSMs. It takes {MINIMUM} accounts on each "
        f"side, and {FEWEST_CLUSTERS} CSMs on each for a verdict. With fewer, one account decides."
    )


def effect(starts: Sequence[Start], measures: Sequence[Measure], horizon: int, as_of: date) -> Effect:
    """Compare the two sides in every measure. `horizon`: the day by which first value is asked for."""
    waits: dict[str, list[Wait]] = {CERTIFIED: [], NOT_YET: []}
    for start in starts:
        wait = first_value(start, as_of)
        if not isinstance(wait, str):
            waits[CERTIFIED if start.certified else NOT_YET].append(wait)
    return Effect(
        horizon,
        tuple(compared(measure, starts, horizon, as_of) for measure in measures),
        answer(waits, (horizon,), grouped=True),
        _same_csm_test(starts, as_of),
    )


def compared(measure: Measure, starts: Sequence[Start], horizon: int, as_of: date) -> Compared:
    """One measure on both sides, and the three comparisons."""
    sides, not_counted = _counted(measure, starts, as_of)
    of = [sum(start.certified is side for start in starts) for side in (True, False)]
    told = [_side(measure, side, count, horizon) for side, count in zip(sides, of, strict=True)]
    found = Compared(measure, told[0], told[1], None, None, None, None, (), not_counted)
    one, other = (side.figure for side in told)
    if one is None or other is None:
        return found._replace(untold=(_why_not(told, horizon),))
    parts = [measure.kind.parts([figure for _, figure in side], horizon) for side in sides]
    pieces = [
        Piece(start.certified, start.csm, start.account.journey, part)
        for side, own in zip(sides, parts, strict=True)
        for (start, _), part in zip(side, own, strict=True)
    ]
    found = found._replace(
        alone=measure.kind.apart(one, other, *parts),
        by_csm=_possible(by_cluster(pieces), measure),
        alike=_possible(by_cluster(pieces, like_with_like), measure),
        same_csm=_before(pieces),
    )
    return found._replace(untold=tuple(_untold(found)))


def _possible(band: Band | None, measure: Measure) -> Band | None:
    """An interval without what no two figures of the kind can differ by."""
    if band is None or band.low is None or band.high is None:
        return band
    widest = measure.kind.widest
    return band._replace(low=max(-widest, band.low), high=min(widest, band.high))


def _counted(
    measure: Measure, starts: Sequence[Start], as_of: date
) -> tuple[tuple[list[_Told], list[_Told]], dict[str, int]]:
    """The accounts of each side that tell something, and how many tell nothing, by the reason."""
    sides: tuple[list[_Told], list[_Told]] = ([], [])
    silent: Counter[str] = Counter()
    for start in starts:
        figure = measure.tells(start, as_of)
        if isinstance(figure, str):
            silent[figure] += 1
        else:
            sides[0 if start.certified else 1].append((start, figure))
    return sides, dict(silent)


def _side(measure: Measure, told: Sequence[_Told], of: int, horizon: int) -> Side:
    csms = len({start.csm for start, _ in told})
    figures = [figure for _, figure in told]
    figure = measure.kind.figure(figures, horizon) if len(told) >= MINIMUM else None
    return Side(len(told), of, csms, figure)


def _why_not(sides: Sequence[Side], horizon: int) -> str:
    named = zip((CERTIFIED, NOT_YET), sides, strict=True)
    small = [f"{name} {side.accounts}" for name, side in named if side.accounts < MINIMUM]
    if small:
        return f"Too few accounts (under {MINIMUM}) tell it: {', '.join(small)}."
    return f"Cannot tell: on one side nobody was watched for {horizon} days."


def _before(pieces: Sequence[Piece]) -> Before | None:
    """Each CSM with themselves, where enough of their accounts lie before and after."""
    both = set.intersection(*({one.csm for one in pieces if one.certified is side} for side in (True, False)))
    own = [piece for piece in pieces if piece.csm in both]
    enough = min(sum(piece.certified is side for piece in own) for side in (True, False)) >= MINIMUM
    apart = within(own) if enough else None
    return Before(len(own), len(both), apart) if apart else None


def _untold(found: Compared) -> Iterator[str]:
    fewest = min(found.certified.csms, found.not_yet.csms)
    if found.by_csm is None:
        yield (
            f"No verdict: one side has {fewest} of the {FEWEST_CLUSTERS} CSMs that it takes to tell training "
            "from the person."
            if fewest < FEWEST_CLUSTERS
            else "No verdict: without one of the CSMs a side would be empty."
        )
    elif found.alike is None:
        yield "No comparison inside of journeys: too few of them are on both sides."
    if found.same_csm is None:
        yield (
            f"No before and after: it takes {MINIMUM} accounts before and {MINIMUM} after, of CSMs who "
            "have both."
        )


def _same_csm_test(starts: Sequence[Start], as_of: date) -> Comparison | None:
    """The log-rank test of after against before, every CSM against themselves alone."""
    by_csm: dict[str, tuple[list[Wait], list[Wait]]] = {}
    for start in starts:
        wait = first_value(start, as_of)
        if not isinstance(wait, str):
            by_csm.setdefault(start.csm, ([], []))[0 if start.certified else 1].append(wait)
    strata = [
        {CERTIFIED: life_table(after), NOT_YET: life_table(before)}
        for after, before in by_csm.values()
        if after and before
    ]
    accounts = [sum(stratum[side].accounts for stratum in strata) for side in (CERTIFIED, NOT_YET)]
    return stratified_log_rank(strata) if min(accounts) >= MINIMUM else None

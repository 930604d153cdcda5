"""Maturity: the score of a model's answers, with its coverage, and what it lets a CSM say.

Scores are exact fractions; bands read the exact score, and rounding (half up, once) is for display.
What was not answered is not zero: each node says what a missing answer does to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from csmkit.core.account import AssessmentRun
from csmkit.core.playbook import (
    Aggregate,
    Assessment,
    AssessmentQuestion,
    Band,
    Dimension,
    Missing,
)

LEVELS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Scored:
    """One node's score: exact, or None when it cannot be told, with how much was answered of how much."""

    id: str
    title: str
    score: Fraction | None
    answered: int
    of: int
    band: Band | None

    @property
    def shown(self) -> str:
        """The score as people read it: one decimal, half up."""
        return "cannot tell" if self.score is None else str(rounded(self.score))


@dataclass(frozen=True)
class Scorecard:
    """A scored assessment."""

    overall: Scored
    dimensions: tuple[Scored, ...]


def rounded(score: Fraction, places: str = "0.1") -> Decimal:
    """An exact score rounded half up, once, for display."""
    exact = Decimal(score.numerator) / Decimal(score.denominator)
    return exact.quantize(Decimal(places), rounding=ROUND_HALF_UP)


def score(model: Assessment, run: AssessmentRun) -> Scorecard:
    """The scorecard of one dated run. A question marked not applicable leaves both sides of a mean."""
    dimensions = tuple(_scored_dimension(dimension, run) for dimension in model.dimensions)
    weights = {dimension.id: Fraction(1) for dimension in model.dimensions}
    values = {scored.id: scored.score for scored in dimensions}
    overall = aggregate(model.aggregate, model.missing, values, weights)
    answered, of = sum(d.answered for d in dimensions), sum(d.of for d in dimensions)
    return Scorecard(
        Scored("overall", model.title, overall, answered, of, band_of(model.bands, overall)), dimensions
    )


def _scored_dimension(dimension: Dimension, run: AssessmentRun) -> Scored:
    applicable = [question for question in dimension.questions if not _not_applicable(question, run)]
    values = {question.id: _level(question, run) for question in applicable}
    weights = {question.id: Fraction(question.weight) for question in applicable}
    exact = aggregate(dimension.aggregate, dimension.missing, values, weights)
    answered = sum(value is not None for value in values.values())
    return Scored(
        dimension.id, dimension.title, exact, answered, len(values), band_of(dimension.bands, exact)
    )


def _not_applicable(question: AssessmentQuestion, run: AssessmentRun) -> bool:
    answer = run.answers.get(question.id)
    return answer is not None and answer.not_applicable


def _level(question: AssessmentQuestion, run: AssessmentRun) -> Fraction | None:
    answer = run.answers.get(question.id)
    known = {str(level.value) for level in question.levels}
    return Fraction(answer.value) if answer and answer.value in known else None


def aggregate(
    how: Aggregate, missing: Missing, values: Mapping[str, Fraction | None], weights: Mapping[str, Fraction]
) -> Fraction | None:
    """One exact score from several. None: nothing to go by, or a missing one makes it unknown."""
    if missing == "unknown" and None in values.values():
        return None
    zero = Fraction(0) if missing == "zero" else None
    present = {name: zero if value is None else value for name, value in values.items()}
    known = {name: value for name, value in present.items() if value is not None}
    if not known:
        return None
    if how == "sum":
        return sum(known.values(), Fraction(0))
    if how == "min":
        return min(known.values())
    share = {name: weights[name] if how == "weighted_mean" else Fraction(1) for name in known}
    total = sum(share.values(), Fraction(0))
    return sum((value * share[name] for name, value in known.items()), Fraction(0)) / total if total else None


def band_of(bands: tuple[Band, ...], score: Fraction | None) -> Band | None:
    """The band an exact score lies in: the last one that starts at or below it."""
    if score is None:
        return None
    reached = [band for band in bands if Fraction(band.at_least) <= score]
    return max(reached, key=lambda band: band.at_least, default=None)


def in_lowest_band(model: Assessment, run: AssessmentRun) -> bool | None:
    """Whether a run's overall score lies in the model's lowest band; None when it cannot be told."""
    band = score(model, run).overall.band
    return None if band is None else band == model.bands[0]


def latest(runs: tuple[AssessmentRun, ...]) -> AssessmentRun | None:
    """The run taken last; of two on one day, the one recorded last."""
    return max(reversed(runs), key=lambda run: run.on, default=None)


def name_of_model(name: str, model: Assessment) -> str:
    """A model and its version, as a run keeps it: ``customer-maturity@1``."""
    return f"{name}@{model.version}"


def check_assessment(model: Assessment, _: object = None) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Findings in a model's file: names, levels and bands that could not be scored."""
    yield from _check_bands(model.bands, ("bands",))
    seen: set[str] = set()
    for number, dimension in enumerate(model.dimensions):
        loc = ("dimensions", number)
        if dimension.id in {other.id for other in model.dimensions[:number]}:
            yield (*loc, "id"), f"`{dimension.id}` is taken; every dimension has its own name"
        yield from _check_bands(dimension.bands, (*loc, "bands"))
        for position, question in enumerate(dimension.questions):
            place = (*loc, "questions", position)
            if question.id in seen:
                yield (*place, "id"), f"`{question.id}` is taken; every question of a model has its own name"
            seen.add(question.id)
            yield from _check_levels(question, place)


def _check_levels(
    question: AssessmentQuestion, place: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if tuple(level.value for level in question.levels) != LEVELS:
        yield (*place, "levels"), "needs the levels 1 to 5, in order, each with its anchor"
    if question.weight < 0:
        yield (*place, "weight"), "a weight cannot be negative"


def _check_bands(
    bands: tuple[Band, ...], loc: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    starts = [band.at_least for band in bands]
    for number, start in enumerate(starts):
        if number == 0 and start > 1:
            yield (*loc, 0, "at_least"), "the first band starts at 1 or below, or low scores would have none"
        if number and start <= starts[number - 1]:
            yield (*loc, number, "at_least"), "bands go upward; this one starts at or below the one before"

"""Maturity: the scores of a model's parts, each with its coverage.

Scores are exact fractions; bands read the exact score, and rounding (half up, once) is for display.
What was not answered is not zero unless the model says so; what does not apply leaves both sides of a mean.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TypeAlias

from csmkit.core.account import Account, AssessmentAnswer, AssessmentRun
from csmkit.core.assessment_model import (
    NOT_APPLICABLE,
    Aggregate,
    AnchoredLevel,
    Assessment,
    AssessmentQuestion,
    Band,
    Missing,
    Part,
    questions_in,
)

Span: TypeAlias = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Scored:
    """One part's score.

    Attributes:
        score: Exact; None when it cannot be told, or when nothing in it applies.
        answered: How many of the questions that apply were answered.
        of: How many questions apply.
        band: What the exact score means.
        span: The lowest and the highest score there can be.
        decimals: To how many places the score is shown.
        parts: The scores it was made from.
    """

    id: str
    title: str
    score: Fraction | None
    answered: int
    of: int
    band: Band | None
    span: Span
    decimals: int = 1
    parts: "tuple[Scored, ...]" = ()

    @property
    def applies(self) -> bool:
        """Whether anything in it applies to this customer."""
        return self.of > 0

    @property
    def shown(self) -> str:
        """The score as people read it, rounded half up."""
        if not self.applies:
            return NOT_APPLICABLE
        return "cannot tell" if self.score is None else str(rounded(self.score, self.decimals))


@dataclass(frozen=True)
class Scorecard:
    """A scored assessment. `levels` is what each answered question counts, by its id."""

    overall: Scored
    levels: Mapping[str, Fraction]

    @property
    def parts(self) -> tuple[Scored, ...]:
        """Every part below the whole, each before the parts it is made from."""
        return _below(self.overall)


def _below(scored: Scored) -> tuple[Scored, ...]:
    return tuple(one for part in scored.parts for one in (part, *_below(part)))


@dataclass(frozen=True)
class _Case:
    """What is scored: a model, the answers, and the tag that counts where only one does."""

    model: Assessment
    run: AssessmentRun
    tag: str | None

    def counts(self, question: AssessmentQuestion) -> bool:
        return self.tag is None or self.tag in question.tags

    def applies(self, question: AssessmentQuestion) -> bool:
        answer = self.run.answers.get(question.id)
        return self.counts(question) and not (answer is not None and answer.not_applicable)

    def level(self, question: AssessmentQuestion) -> Fraction | None:
        found = chosen(self.model, question, self.run.answers.get(question.id))
        return Fraction(found.value) if found else None


def chosen(
    model: Assessment, question: AssessmentQuestion, answer: AssessmentAnswer | None
) -> AnchoredLevel | None:
    """The level that an answer names, where the model knows it."""
    if answer is None or answer.not_applicable:
        return None
    return next((level for level in model.levels_of(question) if level.name == answer.value), None)


def score(model: Assessment, run: AssessmentRun, tag: str | None = None) -> Scorecard:
    """The scorecard of one dated run; with a tag, of the questions that carry it alone."""
    case = _Case(model, run, tag)
    overall = model.overall
    levels = {q.id: case.level(q) for q in questions_in(overall) if case.applies(q)}
    return Scorecard(_scored(case, overall), {name: at for name, at in levels.items() if at is not None})


def _scored(case: _Case, part: Part) -> Scored:
    inner = tuple(_scored(case, below) for below in part.parts)
    asked = [question for question in part.questions if case.applies(question)]
    levels = {question.id: case.level(question) for question in asked}
    values = levels | {below.id: below.score for below in inner if below.applies}
    weights = {name: Fraction(weight) for name, weight in part.weights.items()}
    exact = aggregate(part.aggregate, part.missing, values, weights)
    return Scored(
        part.id,
        part.title,
        exact,
        sum(value is not None for value in levels.values()) + sum(below.answered for below in inner),
        len(levels) + sum(below.of for below in inner),
        band_of(part.bands, exact),
        span(case.model, part, case.tag),
        case.model.decimals,
        inner,
    )


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


def span(model: Assessment, part: Part, tag: str | None = None) -> Span:
    """The lowest and the highest score a part can have, whatever is answered, missing or not applicable."""
    asked = [q for q in part.questions if tag is None or tag in q.tags]
    levels = [[Fraction(level.value) for level in model.levels_of(question)] for question in asked]
    spans = [(min(values), max(values)) for values in levels if values]
    spans += [span(model, below, tag) for below in part.parts]
    lows, highs = [low for low, _ in spans], [high for _, high in spans]
    if part.missing == "zero" or not spans:
        lows, highs = [*lows, Fraction(0)], [*highs, Fraction(0)]
    if part.aggregate != "sum":
        return min(lows), max(highs)
    below, above = [low for low in lows if low < 0], [high for high in highs if high > 0]
    return sum(below, Fraction(0)) if below else min(lows), sum(above, Fraction(0)) if above else max(highs)


def band_of(bands: Iterable[Band], score: Fraction | None) -> Band | None:
    """The band an exact score lies in: the last one that starts at or below it, unless it ends before."""
    if score is None:
        return None
    reached = [band for band in bands if Fraction(band.at_least) <= score]
    band = max(reached, key=lambda band: band.at_least, default=None)
    return None if band is None or (band.below is not None and score >= Fraction(band.below)) else band


def in_lowest_band(model: Assessment, run: AssessmentRun) -> bool | None:
    """Whether a run's overall score lies in the model's lowest band; None when it cannot be told."""
    overall = score(model, run).overall
    lowest = min(model.overall.bands, key=lambda band: band.at_least, default=None)
    return None if overall.band is None else overall.band == lowest


def rounded(exact: Fraction, decimals: int = 1) -> Decimal:
    """An exact figure rounded half up (away from zero), once, for display."""
    scaled = floor(abs(exact) * 10**decimals + Fraction(1, 2))
    return Decimal(-scaled if exact < 0 else scaled).scaleb(-decimals)


def runs_of(account: Account, name: str, day: date | None = None) -> tuple[AssessmentRun, ...]:
    """The runs of one model up to a day, oldest first; of two on one day, in the order of the record."""
    ours = (run for run in account.assessments if run.model.rpartition("@")[0] == name)
    return tuple(sorted((run for run in ours if day is None or run.on <= day), key=lambda run: run.on))


def latest(account: Account, name: str, day: date | None = None) -> AssessmentRun | None:
    """The run of a model that was taken last, up to a day."""
    return next(reversed(runs_of(account, name, day)), None)


def name_of_model(name: str, model: Assessment) -> str:
    """A model and its version, as a run keeps it: ``customer-maturity@1``."""
    return f"{name}@{model.version}"

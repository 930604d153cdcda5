"""The checks of an assessment's file beyond its form: names, levels, weights, bands, and what is said aloud.

Everything that could not be scored, or would be scored otherwise than it reads, is found here.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from csmkit.core.answers import NOT_KNOWN
from csmkit.core.assessment import span
from csmkit.core.assessment_model import (
    OVERALL,
    AnchoredLevel,
    Assessment,
    AssessmentQuestion,
    Band,
    Part,
)
from csmkit.core.circumstances import RESULT_NAMES
from csmkit.core.interview.definition import ALWAYS
from csmkit.core.reshape_definition import condition_findings, text_findings
from csmkit.errors import did_you_mean

Loc: TypeAlias = tuple[str | int, ...]
Finding: TypeAlias = tuple[Loc, str]

_MOST_DECIMALS = 4
_FEWEST_LEVELS = 2


def check_assessment(model: Assessment) -> Iterator[Finding]:
    """Every finding in a model's file, from the top."""
    if model.decimals > _MOST_DECIMALS:
        yield ("decimals",), f"a score is shown with at most {_MOST_DECIMALS} decimals"
    for name, levels in model.answers.items():
        yield from _levels(levels, ("answers", name))
    for number, line in enumerate(model.result):
        loc = ("result", number)
        if line.when is not None:
            yield from condition_findings(line.when, (*loc, "when"), model, RESULT_NAMES)
        yield from text_findings(line.says, (*loc, "says"), RESULT_NAMES)
    yield from _Names(model).part(model.overall, ())


class _Names:
    """A model being gone through from the top, with the names that are taken so far."""

    def __init__(self, model: Assessment) -> None:
        self.model = model
        self.parts = {OVERALL}
        self.questions: set[str] = set()

    def part(self, part: Part, loc: Loc) -> Iterator[Finding]:
        """Findings in a part and in everything below it."""
        if part.parts and part.questions:
            yield (*loc, "questions"), "a part holds either parts or questions, not both"
        if not part.parts and not part.questions:
            yield (*loc, "questions"), "a part needs questions, or parts that have some"
        yield from _bands(part.bands, span(self.model, part), (*loc, "bands"))
        yield from _weights(part, loc)
        yield from _text(part.about, (*loc, "about"))
        for number, below in enumerate(part.parts):
            place = (*loc, "parts", number)
            if below.id in self.parts:
                yield (*place, "id"), f"`{below.id}` is taken; every part of a model has its own name"
            self.parts.add(below.id)
            yield from _sayable(below.id, (*place, "id"))
            yield from self.part(below, place)
        for number, question in enumerate(part.questions):
            yield from self.question(question, (*loc, "questions", number))

    def question(self, question: AssessmentQuestion, loc: Loc) -> Iterator[Finding]:
        """Findings in a question."""
        if question.id in self.questions:
            yield (*loc, "id"), f"`{question.id}` is taken; every question of a model has its own name"
        self.questions.add(question.id)
        yield from _sayable(question.id, (*loc, "id"))
        yield from _text(question.ask, (*loc, "ask"))
        yield from _text(question.why, (*loc, "why"))
        if question.levels and question.answers:
            yield (*loc, "answers"), "has levels of its own already; keep one of the two"
        elif question.answers:
            yield from _shared(question.answers, self.model.answers, (*loc, "answers"))
        elif question.levels:
            yield from _levels(question.levels, (*loc, "levels"))
        else:
            yield (*loc, "levels"), "needs `levels`, or `answers` with the name of a shared set"


def _sayable(name: str, loc: Loc) -> Iterator[Finding]:
    """A name after `maturity.` or `level.` must not be one that every mapping answers to by itself."""
    if hasattr(dict, name):
        yield loc, f"conditions cannot use the name `{name}`; take another, such as `{name}_1`"


def _text(text: str | None, loc: Loc) -> Iterator[Finding]:
    if text is not None and "{" in text:
        yield from text_findings(text, loc, ALWAYS)


def _shared(name: str, known: Mapping[str, object], loc: Loc) -> Iterator[Finding]:
    if name not in known:
        yield loc, f"there is no set of answers “{name}”.{did_you_mean(name, known)}"


def _levels(levels: Sequence[AnchoredLevel], loc: Loc) -> Iterator[Finding]:
    if len(levels) < _FEWEST_LEVELS:
        yield loc, "needs at least two levels to choose from, each with its anchor"
    names = [level.name for level in levels]
    for number, name in enumerate(names):
        place = (*loc, number, "id" if levels[number].id else "value")
        if name == NOT_KNOWN:
            yield place, "“unknown” is what a person answers who does not know; take another word"
        elif name in names[:number]:
            yield place, "this level stands twice; two that count the same need an `id` each"


def _weights(part: Part, loc: Loc) -> Iterator[Finding]:
    key = "parts" if part.parts else "questions"
    weights = [one.weight for one in part.parts] + [one.weight for one in part.questions]
    for number, weight in enumerate(weights):
        place = (*loc, key, number, "weight")
        if weight < 0:
            yield place, "a weight cannot be negative"
        elif weight != 1 and part.aggregate != "weighted_mean":
            yield place, f"a weight counts in a `weighted_mean` only, and this is a `{part.aggregate}`"
    if weights and not any(weights):
        yield (*loc, key, 0, "weight"), "the weights here come to nothing"


def _bands(bands: Sequence[Band], reach: tuple[Fraction, Fraction], loc: Loc) -> Iterator[Finding]:
    lowest, highest = reach
    for number, band in enumerate(bands):
        if number == 0 and band.at_least > lowest:
            told = f"scores from {_plain(lowest)} up to {band.at_least} would have no band; begin there"
            yield (*loc, 0, "at_least"), told
        if band.at_least > highest:
            yield (*loc, number, "at_least"), f"no score reaches this; the highest here is {_plain(highest)}"
        if band.below is not None and band.below <= band.at_least:
            yield (*loc, number, "below"), "ends where it begins, or before"
    for number, (one, following) in enumerate(pairwise(bands), start=1):
        if fault := _between(one, following):
            yield (*loc, number, "at_least"), fault
    if bands and bands[-1].below is not None and bands[-1].below <= highest:
        told = f"scores from {bands[-1].below} up to {_plain(highest)} would have no band; leave `below` out"
        yield (*loc, len(bands) - 1, "below"), told


def _between(one: Band, following: Band) -> str | None:
    """What is wrong between two neighbouring bands: out of order, a hole, or an overlap."""
    start, end = following.at_least, one.below
    if start <= one.at_least:
        return "bands go upward; this one starts at or below the one before"
    if end is not None and end < start:
        return f"scores from {end} up to {start} would have no band"
    if end is not None and end > start:
        return f"scores from {start} up to {end} would lie in two bands"
    return None


def _plain(exact: Fraction) -> str:
    return f"{Decimal(exact.numerator) / Decimal(exact.denominator):f}"

"""An assessment to be looked at: scores with their coverage, what changed, what is wanted, what to say aloud.

One value for the terminal, the Markdown scorecard and the JSON. Internal.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any, Literal, NamedTuple

from csmkit.core.account import AssessmentAnswer, AssessmentRun
from csmkit.core.assessment import Scorecard, Scored, Span, chosen, rounded, score
from csmkit.core.assessment_interview import digest
from csmkit.core.assessment_model import NOT_APPLICABLE, Assessment, AssessmentQuestion, Part, parts_in
from csmkit.core.conditions import filled, holds

_CELLS = 10
_LEVELS_DRAWN = 5


class Row(NamedTuple):
    """One part's line on the scorecard. Figures are texts, rounded once; `exact` is the fraction.

    `above` are the titles of the parts it belongs to, from the top.
    """

    id: str
    title: str
    above: tuple[str, ...]
    score: str | None
    shown: str
    exact: str | None
    lowest: str
    highest: str
    bar: str
    answered: int
    of: int
    band: str | None
    says: str | None
    before: str | None
    change: str | None
    since: str | None


class Answered(NamedTuple):
    """One question with the level that was chosen and what it rests on."""

    id: str
    part: str
    ask: str
    level: str | None
    anchor: str | None
    bar: str
    before: str | None
    note: str | None
    by: str | None
    on: date | None
    of: str | None
    week: int | None
    tags: tuple[str, ...]


class Gap(NamedTuple):
    """What is wanted of a part against what it has: positive where it still has to rise."""

    id: str
    title: str
    target: str
    score: str | None
    gap: str | None


class Said(NamedTuple):
    """One thing to say aloud."""

    title: str
    says: str


class Report(NamedTuple):
    """One run, read against the model of today and the run before it."""

    title: str
    model: str
    on: date
    by: str | None
    since: date | None
    model_changed: Literal["version", "content"] | None
    scores: tuple[Row, ...]
    answers: tuple[Answered, ...]
    gaps: tuple[Gap, ...]
    warnings: tuple[str, ...]
    result: tuple[Said, ...]

    @property
    def changed(self) -> tuple[Answered, ...]:
        """The questions that have another answer than last time."""
        return tuple(one for one in self.answers if self.since and one.level != one.before)

    @property
    def open(self) -> tuple[Answered, ...]:
        """The questions nobody has answered yet."""
        return tuple(one for one in self.answers if one.level is None)


def assessment_report(
    model: Assessment,
    run: AssessmentRun,
    before: AssessmentRun | None,
    scope: Mapping[str, Any],
    tag: str | None = None,
) -> Report:
    """The report of a run. `scope` is what the result may name; with a tag, its questions alone count."""
    card = score(model, run, tag)
    earlier = score(model, before, tag) if before else None
    return Report(
        model.title,
        run.model,
        run.on,
        run.by,
        before.on if before else None,
        model_changed(model, run),
        tuple(_rows(card, earlier)),
        tuple(_answers(model, run, before, tag)),
        tuple(_gaps(card, run)),
        tuple(_warnings(model, card, run, before)),
        tuple(_result(model, scope)) if tag is None else (),
    )


def model_changed(model: Assessment, run: AssessmentRun) -> Literal["version", "content"] | None:
    """Whether a run was answered with another model than today's: another version, or other content."""
    if run.model.rpartition("@")[2] != str(model.version):
        return "version"
    return "content" if run.digest and run.digest != digest(model) else None


def signed(exact: Fraction, decimals: int) -> str:
    """A difference with its sign, rounded once: ``+0.4``, ``-1.0``, ``0.0``."""
    shown = rounded(exact, decimals)
    return f"+{shown}" if shown > 0 else str(shown or abs(shown))


def bar(exact: Fraction | None, reach: Span) -> str:
    """A score as a bar: two cells a level for a scale of up to five, ten cells for any other."""
    lowest, highest = min(reach[0], Fraction(0)), reach[1]
    whole = highest.denominator == 1 and 0 < highest <= _LEVELS_DRAWN and lowest == 0
    cells = 2 * int(highest) if whole else _CELLS
    share = (exact - lowest) / (highest - lowest) if exact is not None and highest > lowest else Fraction(0)
    full = floor(share * cells + Fraction(1, 2))
    return "█" * full + "░" * (cells - full)


def _rows(card: Scorecard, earlier: Scorecard | None) -> Iterator[Row]:
    scores = {part.id: part.score for part in (*earlier.parts, earlier.overall)} if earlier else {}
    for above, part in (*_placed(card.overall.parts), ((), card.overall)):
        yield _row(part, above, scores.get(part.id))


def _placed(
    parts: tuple[Scored, ...], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Scored]]:
    for part in parts:
        yield above, part
        yield from _placed(part.parts, (*above, part.title))


def _row(part: Scored, above: tuple[str, ...], was: Fraction | None) -> Row:
    now, places = part.score, part.decimals
    change = None if now is None or was is None else signed(now - was, places)
    return Row(
        part.id,
        part.title,
        above,
        None if now is None else part.shown,
        part.shown,
        None if now is None else str(now),
        str(rounded(part.span[0], places)),
        str(rounded(part.span[1], places)),
        bar(now, part.span),
        part.answered,
        part.of,
        part.band.title if part.band else None,
        " ".join(part.band.says.split()) if part.band else None,
        None if was is None else str(rounded(was, places)),
        change,
        None if change is None else "as last time" if now == was else f"{change} since last time",
    )


def _answers(
    model: Assessment, run: AssessmentRun, before: AssessmentRun | None, tag: str | None
) -> Iterator[Answered]:
    for part, question in _asked(model.overall):
        if tag is not None and tag not in question.tags:
            continue
        answer = run.answers.get(question.id) or AssessmentAnswer()
        found = chosen(model, question, answer)
        yield Answered(
            question.id,
            part.id,
            question.ask,
            level_name(model, question, answer),
            " ".join(found.anchor.split()) if found else None,
            _level_bar(model, question, answer),
            level_name(model, question, before.answers.get(question.id)) if before else None,
            answer.note,
            answer.by or (run.by if answer.note else None),
            answer.on or (run.on if answer.note else None),
            question.of,
            question.week,
            question.tags,
        )


def _asked(part: Part) -> Iterator[tuple[Part, AssessmentQuestion]]:
    for below in parts_in(part):
        for question in below.questions:
            yield below, question


def level_name(
    model: Assessment, question: AssessmentQuestion, answer: AssessmentAnswer | None
) -> str | None:
    """The level that was chosen, ``n/a`` where the question does not apply, None where nothing was."""
    if answer is not None and answer.not_applicable:
        return NOT_APPLICABLE
    found = chosen(model, question, answer)
    return found.name if found else None


def _level_bar(model: Assessment, question: AssessmentQuestion, answer: AssessmentAnswer) -> str:
    values = [Fraction(level.value) for level in model.levels_of(question)]
    found = chosen(model, question, answer)
    return bar(Fraction(found.value) if found else None, (min(values), max(values)))


def _gaps(card: Scorecard, run: AssessmentRun) -> Iterator[Gap]:
    """The targets, the widest gap first; those that cannot be told stand last."""
    parts = (*card.parts, card.overall)
    wanted = [(part, run.targets[part.id]) for part in parts if part.id in run.targets]
    known = [
        (Fraction(target) - part.score, part, target) for part, target in wanted if part.score is not None
    ]
    for gap, part, target in sorted(known, key=lambda one: -one[0]):
        yield Gap(part.id, part.title, _exactly(target), part.shown, signed(gap, part.decimals))
    for part, target in wanted:
        if part.score is None:
            yield Gap(part.id, part.title, _exactly(target), None, None)


def _exactly(target: Decimal) -> str:
    return f"{target.normalize():f}"


def _warnings(
    model: Assessment, card: Scorecard, run: AssessmentRun, before: AssessmentRun | None
) -> Iterator[str]:
    if told := model_changed(model, run):
        yield f"{_other_model(model, run, told)} Assess again before you rely on it."
    if before and (told := model_changed(model, before)):
        yield f"{_other_model(model, before, told)} Some of the change may be the model's."
    parts = {part.id: part for part in (*card.parts, card.overall)}
    for name, target in run.targets.items():
        part = parts.get(name)
        if part is None:
            yield f"The target for “{name}” belongs to no part of the model."
        elif part.score is not None and Fraction(target) < part.score:
            yield (
                f"The target for {part.title} ({_exactly(target)}) is below the {part.shown} "
                "it has today: raise it, or ask who wants less."
            )
    asked = {question.id: question for _, question in _asked(model.overall)}
    gone = [name for name, answer in run.answers.items() if _is_gone(model, asked.get(name), answer)]
    if gone:
        yield f"Answered, but not in the model any more and so not counted: {', '.join(gone)}."


def _other_model(model: Assessment, run: AssessmentRun, told: str) -> str:
    version = run.model.rpartition("@")[2]
    if told == "version":
        return f"What was answered on {run.on} to version {version} is scored by version {model.version}."
    return f"The model was changed since it was answered on {run.on}, under the same version."


def _is_gone(model: Assessment, question: AssessmentQuestion | None, answer: AssessmentAnswer) -> bool:
    if question is None or answer.not_applicable or answer.value is None:
        return question is None
    return chosen(model, question, answer) is None


def _result(model: Assessment, scope: Mapping[str, Any]) -> Iterator[Said]:
    """Of the lines with one title, the first whose condition holds."""
    told: set[str] = set()
    for line in model.result:
        if line.title not in told and holds(line.when, scope):
            told.add(line.title)
            yield Said(line.title, " ".join(filled(line.says, scope).split()))

"""What a team says about its training, told so that nobody is known by it.

Below five sheets nothing is told: with fewer, whoever knows the team knows who said what. Texts of
different questions stand in unrelated orders, so that no two can be laid together.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import NamedTuple

from csmkit.core.answers import SCALE
from csmkit.core.feedback import Feedback
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import Conversation
from csmkit.core.interview.walk import walk
from csmkit.core.playbook import Interview, Question

ENOUGH = 5
"""Sheets without a name from which on anything is told."""


_ANSWERS = {"scale": SCALE, "yes_no": ("yes", "no"), "choice": (), "choices": ()}


class Told(NamedTuple):
    """One question, over all sheets that count.

    `counts` is how often each answer was given, in the order of the choices; `mean` is said of a scale, to
    one place; both are left out where fewer than five answered. `texts` are what was written.
    """

    question: str
    label: str
    type: str
    answered: int
    counts: dict[str, int]
    mean: Decimal | None
    texts: tuple[str, ...]


class Round(NamedTuple):
    """What is told of a quarter: the `sheets` there are, those `counted`, and how many are `missing`."""

    quarter: str
    sheets: int
    counted: int
    missing: int
    told: tuple[Told, ...]


def answers_of(conversation: Conversation) -> dict[str, Plain]:
    """What was answered; what was left blank stands nowhere."""
    found = ((stop.question.id, conversation.answers.get(stop.slot)) for stop in walk(conversation))
    return {name: answer.given for name, answer in found if answer and answer.value is not None}


def round_of(interview: Interview, sheets: Iterable[Feedback], quarter: str, *, named: bool) -> Round:
    """What may be told of a quarter; sheets with a name count where the team agreed on names."""
    own = [sheet for sheet in sheets if sheet.quarter == quarter]
    without = [sheet for sheet in own if sheet.name is None]
    counted = [sheet for sheet in own if sheet.name is not None and named]
    missing = max(0, ENOUGH - len(without))
    if not missing:
        counted += without
    asked = (q for session in interview.sessions for section in session.sections for q in section.questions)
    told = tuple(_told(question, counted) for question in asked) if counted else ()
    return Round(quarter, len(own), len(counted), missing, told)


def _told(question: Question, sheets: Sequence[Feedback]) -> Told:
    given = [(sheet, sheet.answers[question.id]) for sheet in sheets if question.id in sheet.answers]
    is_text = question.type in ("text", "long_text")
    enough = len(given) >= ENOUGH or all(sheet.name is not None for sheet, _ in given)
    words = [word for _, answer in given for word in (answer if isinstance(answer, list) else [answer])]
    return Told(
        question.id,
        question.label or question.ask,
        question.type,
        len(given),
        _counts(question, words) if enough and not is_text else {},
        _mean(question, words) if enough else None,
        tuple(_in_no_order(question.id, given)) if is_text else (),
    )


def _counts(question: Question, words: Sequence[str]) -> dict[str, int]:
    if question.type not in ("choice", "choices", "scale", "yes_no"):
        return {}
    counted = Counter(words)
    known = [choice.value for choice in question.choices] or list(question.levels or _ANSWERS[question.type])
    return {word: counted[word] for word in known}


def _mean(question: Question, words: Sequence[str]) -> Decimal | None:
    if question.type != "scale" or not words:
        return None
    mean = sum((Decimal(word) for word in words), Decimal(0)) / len(words)
    return mean.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _in_no_order(question: str, given: Sequence[tuple[Feedback, str | list[str]]]) -> Iterator[str]:
    """Texts sorted by a digest of question and text: the same every time, and unrelated between questions."""
    texts = ((sheet.name, str(answer)) for sheet, answer in given)
    for name, text in sorted(texts, key=lambda one: sha256(f"{question}\n{one[1]}".encode()).digest()):
        yield f"{name}: {text}" if name else text

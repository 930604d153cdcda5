"""What customers and colleagues said in the interviews of the audit.

Colleagues are repeated without their names, and customers without theirs unless they allowed it. Quotes
stand in the order of the alphabet: the order of the records would tell who said what.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from csmkit.core.account import Account, RecordedAnswer
from csmkit.core.playbook import Interview, Question
from csmkit.core.teammate import Teammate

CUSTOMERS, TEAM, TOP = "customer-audit", "team-audit", "top-performer"
FEW_VOICES = 3
_STANDING, _NAMED, _EDITS = "standing", "may_be_named", "edits"
_COUNTED = ("choice", "choices", "yes_no", "scale")
_YES = ("yes", "true")
Answers = Mapping[str, RecordedAnswer]


class Voice(NamedTuple):
    """One person's answers. `who`: the name, where it may be told. `stands`: how it ended for them."""

    who: str | None
    stands: str | None
    answers: Answers


class Quote(NamedTuple):
    """One answer in words."""

    text: str
    who: str | None
    stands: str | None


class Heard(NamedTuple):
    """One question: how often each choice was taken, or what was said. `people`: how many answered."""

    question: str
    people: int
    choices: tuple[tuple[str, int], ...]
    quotes: tuple[Quote, ...]


class Chapter(NamedTuple):
    """One interview, with how many people it was held."""

    title: str
    people: int
    few: bool
    heard: tuple[Heard, ...]


class Edit(NamedTuple):
    """One edit of the playbook that somebody proposes. `which`: what it changes, by its name."""

    title: str
    part: str
    which: str | None
    words: str
    instead_of: str | None
    shown_by: str | None
    who: str | None


class Voices(NamedTuple):
    """Everything that was said, and the edits that follow."""

    chapters: tuple[Chapter, ...]
    edits: tuple[Edit, ...]


def voices(
    accounts: Iterable[Account],
    colleagues: Iterable[Teammate],
    interviews: Mapping[str, Interview],
    today: date,
    *,
    named: bool,
) -> Voices:
    """The three interviews. `named`: colleagues by their names too."""
    team = tuple(colleagues)
    of = {
        CUSTOMERS: tuple(_customers(accounts, interviews[CUSTOMERS], today)),
        TEAM: tuple(_colleagues(team, TEAM, today, named=named)),
        TOP: tuple(_colleagues(team, TOP, today, named=named)),
    }
    chapters = tuple(_chapter(interviews[name], found) for name, found in of.items())
    return Voices(chapters, tuple(_edits(interviews[TOP], of[TOP])))


def _said(answers: Mapping[str, Answers], interview: str, today: date) -> Answers:
    """What was answered by a day."""
    given = answers.get(interview, {})
    return {name: one for name, one in given.items() if one.value and (one.on is None or one.on <= today)}


def _customers(accounts: Iterable[Account], interview: Interview, today: date) -> Iterator[Voice]:
    standing = next((one for one in _questions(interview) if one.id == _STANDING), None)
    for account in accounts:
        if said := _said(account.answers, CUSTOMERS, today):
            stands = said.get(_STANDING)
            may = said.get(_NAMED)
            named = may is not None and may.value in _YES
            label = _label(standing, str(stands.value)) if standing and stands else None
            yield Voice(account.name if named else None, label, said)


def _colleagues(team: Iterable[Teammate], interview: str, today: date, *, named: bool) -> Iterator[Voice]:
    for colleague in team:
        if said := _said(colleague.answers, interview, today):
            yield Voice(colleague.name if named else None, None, said)


def _questions(interview: Interview) -> Iterator[Question]:
    for session in interview.sessions:
        for section in session.sections:
            yield from section.questions


def _chapter(interview: Interview, found: Sequence[Voice]) -> Chapter:
    asked = (one for one in _questions(interview) if one.type != "group" and one.id != _NAMED)
    heard = (_heard(question, found) for question in asked)
    told = tuple(one for one in heard if one.people)
    return Chapter(interview.title, len(found), 0 < len(found) < FEW_VOICES, told)


def _heard(question: Question, found: Sequence[Voice]) -> Heard:
    said = [(voice, voice.answers[question.id].value) for voice in found if question.id in voice.answers]
    title = question.label or question.ask
    if question.type in _COUNTED:
        counts = Counter(_label(question, word) for _, value in said for word in _words(value))
        return Heard(title, len(said), tuple(counts.most_common()), ())
    quotes = (Quote(str(value).strip(), voice.who, voice.stands) for voice, value in said)
    return Heard(title, len(said), (), tuple(sorted(quotes, key=lambda quote: quote.text.casefold())))


def _words(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _label(question: Question, word: str) -> str:
    chosen = next((one for one in question.choices if one.value == word), None)
    return (chosen.label or chosen.value) if chosen else question.levels.get(word, word)


def _edits(interview: Interview, found: Iterable[Voice]) -> Iterator[Edit]:
    group = next((one for one in _questions(interview) if one.id == _EDITS), None)
    parts = next((one for one in group.questions if one.id == "part"), None) if group else None
    for voice in found:
        for item in _items(voice.answers.get(_EDITS)):
            part = item.get("part") or "new"
            yield Edit(
                item.get("title") or "",
                _label(parts, part) if parts else part,
                item.get("which"),
                item.get("words") or "",
                item.get("instead_of"),
                item.get("shown_by"),
                voice.who,
            )


def _items(answer: RecordedAnswer | None) -> Iterator[dict[str, str | None]]:
    for item in answer.value if answer and isinstance(answer.value, list) else ():
        if isinstance(item, dict):
            yield item

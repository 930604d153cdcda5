"""Answers in a file: the blank form for somebody who will never run a command, and its way back.

The form holds every question with its help and choices. Coming back, it goes through the same turns
as a person at the prompt; every problem is reported with its line, and one problem means nothing counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from textwrap import wrap
from typing import Any

from csmkit.core.account import SaidBy
from csmkit.core.answers import EVIDENCE, SCALE, InvalidAnswer, is_blank, is_not_known
from csmkit.core.changes import texts
from csmkit.core.conditions import condition_names, filled, holds, in_scope
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import (
    NEW,
    Conversation,
    Slot,
    Turn,
    begin,
    naming_value,
    open_slots,
    repeats,
    settled,
)
from csmkit.core.interview.steps import take
from csmkit.core.interview.walk import base, evidence_at, is_known, walk
from csmkit.core.playbook import Interview, InterviewSession, Question
from csmkit.errors import BadFile, Problem, did_you_mean
from csmkit.storage.reading import Loc, Source, as_key

SCHEMA = "csmkit/answers@1"
ALWAYS = ("account", "today")
_PARTS = ("answer", "said_by")
_REMARKS = {
    "note": "what it rests on: what you saw, what was said",
    "by": "who said so, if not whom this form is from",
    "on": "the day, if not the day of the assessment",
}
_KEYS = ("schema", "interview", "account", "sessions", "with", "answers")
_ID = "id"  # names an item that the record holds, in a form that was printed from it
_WIDTH = 92


@dataclass(frozen=True)
class Answered:
    """A file's answers as a finished conversation."""

    conversation: Conversation
    with_: str | None


@dataclass
class _Taking:
    """A file being gone through: the conversation so far, and what was wrong."""

    source: Source
    conversation: Conversation
    problems: list[Problem] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    reach: tuple[Conversation, frozenset[Slot]] | None = None

    def in_reach(self, slot: Slot) -> bool:
        """Whether a question is asked, given the answers so far."""
        if self.reach is None or self.reach[0] is not self.conversation:
            self.reach = (self.conversation, frozenset(stop.slot for stop in walk(self.conversation)))
        return slot in self.reach[1]

    def is_known(self, slot: Slot) -> bool:
        """Whether the record answers a question that is only asked where it does not."""
        stop = next((stop for stop in walk(self.conversation) if stop.slot == slot), None)
        return stop is not None and is_known(self.conversation, stop)

    def wrong(self, loc: Loc, message: str, *, key: bool = False) -> None:
        self.problems.append(self.source.at(loc, message, key=key))

    def strange_key(self, loc: Loc, message: str, known: Iterable[str]) -> str | None:
        """Tell of a key that means nothing here; gives the known key that was probably meant."""
        key, known = str(loc[-1]), tuple(known)
        hint = did_you_mean(key, known)
        self.wrong(loc, f"{as_key(key)} {message}.{hint}", key=True)
        return next((word for word in known if f"“{word}”" in hint), None)

    def turn(self, turn: Turn, loc: Loc) -> Turn | None:
        try:
            done = settled(self.conversation, turn)
        except InvalidAnswer as error:
            self.wrong(loc, f"`{turn.slot[-1]}` {error}")
            self.failed.add(turn.slot[-1])
            return None
        self.conversation = take(self.conversation, done)
        return done


def take_answers(  # noqa: PLR0913 - what a sitting is about, each thing by its name
    source: Source,
    name: str,
    interview: Interview,
    account: Mapping[str, Plain],
    today: date,
    proposed: Mapping[Slot, str] | None = None,
    *,
    names: Mapping[str, Any] | None = None,
) -> Answered:
    """The conversation that a filled form makes.

    Raises:
        BadFile: every missing, invalid and unknown entry, with its line.
    """
    data = source.data if isinstance(source.data, dict) else {}
    sessions, wrong_sessions = _sessions(source, data, interview)
    whose = _whose(source, data, account)
    problems = [*source.problems, *_frame(source, data, name), *whose, *wrong_sessions]
    taking = _Taking(
        source, begin(name, interview, sessions, account, today, proposed, names=names), problems
    )
    answers = data.get("answers")
    if isinstance(answers, dict):
        _take_all(taking, answers, interview)
    else:
        taking.wrong(("answers",), "`answers` has to hold one line for each question; `--form` writes them")
    if taking.problems:
        raise BadFile(taking.problems)
    with_ = data.get("with")
    return Answered(taking.conversation, with_ if isinstance(with_, str) else None)


def _frame(source: Source, data: Mapping[str, Plain], name: str) -> Iterator[Problem]:
    for key in data:
        if key not in _KEYS:
            yield source.at((key,), f"{as_key(key)} is not a key here.{did_you_mean(key, _KEYS)}", key=True)
    if data.get("schema") != SCHEMA:
        yield source.at(("schema",), f"`schema` has to be `{SCHEMA}`; is this a file of answers?")
    if data.get("interview") != name:
        yield source.at(("interview",), f"`interview` has to be `{name}`")
    if not isinstance(data.get("with"), str | None):
        yield source.at(("with",), "`with` needs a name")


def _whose(source: Source, data: Mapping[str, Plain], account: Mapping[str, Plain]) -> Iterator[Problem]:
    if data.get("account") is not None and data["account"] != account.get("id"):
        yield source.at(("account",), "this form was made for another account; nothing of it belongs here")


def _sessions(
    source: Source, data: Mapping[str, Plain], interview: Interview
) -> tuple[tuple[str, ...], list[Problem]]:
    """The sessions that the file answers; all of them where it does not say rightly."""
    known = tuple(session.id for session in interview.sessions)
    given = data.get("sessions")
    if given is None:
        return known, []
    if not isinstance(given, list) or not given:
        return known, [source.at(("sessions",), f"`sessions` has to be a list such as [{', '.join(known)}]")]
    strange = [(n, session) for n, session in enumerate(given) if session not in known]
    problems = [
        source.at(
            ("sessions", n),
            f"there is no such session; there are {', '.join(known)}.{did_you_mean(str(session), known)}",
        )
        for n, session in strange
    ]
    return known if problems else tuple(session for session in known if session in given), problems


def _take_all(taking: _Taking, answers: Mapping[str, Plain], interview: Interview) -> None:
    meant = _unknown_keys(taking, answers, interview)
    for question in taking.conversation.questions():
        if question.id in meant and question.id not in answers:
            taking.failed.add(question.id)
        else:
            _take_question(taking, question, answers.get(question.id))


def _unknown_keys(taking: _Taking, answers: Mapping[str, Plain], interview: Interview) -> set[str | None]:
    """Tell of keys that are no question of these sessions; gives the questions that were probably meant."""
    asked = [question.id for question in taking.conversation.questions()]
    elsewhere = {
        q.id for session in interview.sessions for section in session.sections for q in section.questions
    } - set(asked)
    meant: set[str | None] = set()
    for key, value in answers.items():
        if key in elsewhere and not is_blank(value):
            message = f"`{key}` belongs to a session that `sessions` does not name"
            taking.wrong(("answers", key), message, key=True)
        elif key not in asked and key not in elsewhere:
            meant.add(taking.strange_key(("answers", key), "is not a question of this interview", asked))
    return meant


def _take_question(taking: _Taking, question: Question, given: Plain) -> None:
    loc: Loc = ("answers", question.id)
    if not taking.in_reach((question.id,)):
        _not_asked(taking, (question.id,), given, loc, question)
    elif question.type == "group":
        _take_group(taking, question, given, loc)
    else:
        _take_answer(taking, (question.id,), given, loc, question)


def _not_asked(taking: _Taking, slot: Slot, given: Plain, loc: Loc, question: Question) -> None:
    """Tell of an answer to a hidden question, unless it is hidden because of an answer that was wrong."""
    answer, _ = _split(given)
    used = {word for chain in condition_names(question.when or "1") for word in chain}
    says_nothing = is_blank(answer) or is_not_known(answer)
    as_recorded = texts(answer) == texts(base(taking.conversation, slot))
    if not (says_nothing or as_recorded or used & taking.failed):
        known = {*ALWAYS, *taking.conversation.names}
        names = [f"`{chain[-1]}`" for chain in condition_names(question.when or "1") if chain[0] not in known]
        earlier = f"what was answered at {' and '.join(dict.fromkeys(names))}" if names else "the record"
        message = f"`{question.id}` does not apply here, because of {earlier}; leave it blank"
        taking.wrong(loc, message, key=True)


def _split(given: Plain) -> tuple[Plain, SaidBy | None]:
    """An answer and who said it: `{answer: …, said_by: …}`, or the answer alone."""
    if isinstance(given, dict) and (set(given) & set(_PARTS)):
        return given.get("answer"), given.get("said_by")  # type: ignore[return-value]  # `settled` checks the word
    return given, None


def _parts_of(question: Question) -> tuple[str, ...]:
    """What may stand beside an answer."""
    return ("answer", *EVIDENCE) if question.takes_evidence else _PARTS


def _take_answer(taking: _Taking, slot: Slot, given: Plain, loc: Loc, question: Question) -> Turn | None:
    known, whole = _parts_of(question), question.said_by or question.takes_evidence
    if isinstance(given, dict) and (whole or set(given) & set(known)) and set(given) != {"new"}:
        strange = [key for key in given if key not in known]
        for key in strange:
            taking.strange_key((*loc, key), "is not a key here", known)
        if strange:
            taking.failed.add(question.id)
            return None
    answer, said_by = _split(given)
    recorded = base(taking.conversation, slot)
    has_value = recorded not in (None, "", []) and not repeats(taking.conversation, question, recorded)
    may_stay = has_value and not (question.core or question.required)
    if is_blank(answer) and (taking.is_known(slot) or may_stay):
        return None  # left blank in a form: today's value stays
    evidence = given if question.takes_evidence and isinstance(given, dict) else {}
    return taking.turn(Turn("answer", slot, answer, said_by, evidence=evidence), loc)


def _take_group(taking: _Taking, group: Question, given: Plain, loc: Loc) -> None:
    known_before = len(taking.problems)
    if given is None and taking.is_known((group.id,)):
        return
    if is_not_known(given):
        if _may_be_unknown(group):
            taking.turn(Turn("answer", (group.id, NEW, group.questions[0].id), "unknown"), loc)
        else:
            taking.wrong(loc, f"`{group.id}` cannot be left unknown")
    elif given is not None and not isinstance(given, list):
        taking.wrong(loc, f"`{group.id}` needs a list: one `- ` for each {group.noun or 'item'}")
    else:
        _take_items(taking, group, given or [], loc)
        if len(taking.problems) == known_before:
            _close(taking, group, given, loc)
    if len(taking.problems) > known_before:
        taking.failed.add(group.id)


def _close(taking: _Taking, group: Question, given: Plain, loc: Loc) -> None:
    if (group.id,) in taking.conversation.answers:
        return  # an item said “unknown”
    if group.core and given != [] and not taking.conversation.items.get(group.id):
        ways = ["a list", *(["[] for none"] if not group.min else [])]
        ways += ["“unknown”"] if _may_be_unknown(group) else []
        listed = ", ".join(ways[:-1]) + (" or " if ways[1:] else "") + ways[-1]
        taking.wrong(loc, f"`{group.id}` needs an answer: {listed}")
    else:
        taking.turn(Turn("close", (group.id,)), loc)


def _may_be_unknown(question: Question) -> bool:
    """Whether “unknown” is an answer; to a group it is given in the place of its first item."""
    return question.allow_unknown and all(first.allow_unknown for first in question.questions[:1])


def _take_items(taking: _Taking, group: Question, given: list[Plain], loc: Loc) -> None:
    """Every item by its name first, so that one may refer to another below it; then the rest of each."""
    named: dict[str, tuple[dict[str, Plain], Loc]] = {}
    for number, item in enumerate(given):
        place = (*loc, number)
        name = _item_named(taking, group, item, place, frozenset(named))
        if name is not None and name in named:
            message = "stands twice in this list; one block for each, or tell the two apart"
            taking.wrong((*place, group.questions[0].id), f"this {group.noun or 'item'} {message}")
        elif name is not None and isinstance(item, dict):
            named[name] = (item, place)
    for name, (item, place) in named.items():
        for question in group.questions[1:]:
            slot, below = (group.id, name, question.id), (*place, question.id)
            if taking.in_reach(slot):
                _take_answer(taking, slot, item.get(question.id), below, question)
            else:
                _not_asked(taking, slot, item.get(question.id), below, question)


def _item_named(taking: _Taking, group: Question, item: Plain, loc: Loc, named: frozenset[str]) -> str | None:
    """The id of the item that a block is about; None for an empty block and one that says too little."""
    if not isinstance(item, dict):
        taking.wrong(loc, f"each {group.noun or 'item'} needs lines such as `{group.questions[0].id}: …`")
        return None
    recorded = item.get(_ID)
    if all(is_blank(_split(value)[0]) for key, value in item.items() if key != _ID) and recorded is None:
        return None
    asked = [question.id for question in group.questions]
    for key in (key for key in item if key != _ID):
        if key not in asked:
            taking.strange_key((*loc, key), f"is not asked of a {group.noun or group.id}", asked)
    first = group.questions[0]
    return _item(taking, group, item.get(first.id), (*loc, first.id), recorded, named)


def _item(
    taking: _Taking, group: Question, given: Plain, loc: Loc, recorded: Plain, named: frozenset[str]
) -> str | None:
    """The id of the item that is meant: one on the list already, or a new one."""
    answer, _ = _split(given)
    items = taking.conversation.items.get(group.id, ())
    if recorded is not None:
        return _recorded(taking, group, given, loc, str(recorded))
    names = {naming_value(taking.conversation, group, item).casefold(): item for item in items}
    item = names.get(answer.strip().casefold()) if isinstance(answer, str) else None
    again = group.questions[0].type == "choice" and item in named
    if item and not again:
        return _recorded(taking, group, given, loc, item)
    slot = (group.id, NEW, group.questions[0].id)
    done = _take_answer(taking, slot, given, loc, group.questions[0])
    if done is None and isinstance(answer, str):
        # The problem is noted and nothing will be saved; the item stands in so that the rest of it is read.
        with suppress(InvalidAnswer):
            done = settled(taking.conversation, Turn("answer", slot, answer, "inferred"))
            taking.conversation = take(taking.conversation, done)
    return done.item if done else None


def _recorded(taking: _Taking, group: Question, given: Plain, loc: Loc, item: str) -> str | None:
    """An item that the record holds, opened for what the block says of it."""
    if item not in taking.conversation.items.get(group.id, ()):
        taking.wrong((*loc[:-1], _ID), f"the record has no {group.noun or 'item'} “{item}”; leave `id` out")
        return None
    taking.turn(Turn("open", (group.id, item)), loc)
    _take_answer(taking, (group.id, item, group.questions[0].id), given, loc, group.questions[0])
    return item


def blank_form(conversation: Conversation, with_: str | None) -> str:
    """A form with every question, its help and its choices, and what the record holds already."""
    interview, account = conversation.definition, conversation.account
    customer = filled("{{ account.name }}", {"account": in_scope(dict(account))})
    lines = [
        *_comment(f"{interview.title}: {customer}", ""),
        *_comment(interview.about or "", ""),
        *_comment(
            "Write your answers after the colons and leave the rest as it is. `unknown` is a good answer.", ""
        ),
        *_comment(
            "A text with a colon or a # in it goes between quotes. Skip what you do not need.",
            "",
        ),
        f"schema: {SCHEMA}",
        f"interview: {conversation.interview}",
        *([f"account: {account['id']}"] if "id" in account else []),
        f"sessions: [{', '.join(session.id for session in conversation.chosen())}]",
        f"with: {_quoted(with_)}",
        "answers:",
    ]
    for session in conversation.chosen():
        lines += _session_lines(session, conversation)
    return "\n".join(lines) + "\n"


def _session_lines(session: InterviewSession, conversation: Conversation) -> Iterator[str]:
    minutes = f" ({session.minutes} minutes)" if session.minutes else ""
    yield ""
    yield f"  # ===== {session.title}{minutes} ====="
    for section in session.sections:
        questions = [question for question in section.questions if _may_apply(question, conversation)]
        if questions:
            yield ""
            yield f"  # ----- {section.title} -----"
        for question in questions:
            yield ""
            yield from _question_lines(question, (question.id,), conversation, "  ")


def _may_apply(question: Question, conversation: Conversation) -> bool:
    """Whether some answers may lead to a question; what the record alone rules out is left off the form."""
    if conversation.definition.asks_only_open and question.id not in {s[0] for s in open_slots(conversation)}:
        return False
    known = {**conversation.names, "account": conversation.known, "today": conversation.today}
    if question.when is None or any(name[0] not in known for name in condition_names(question.when)):
        return True
    return holds(question.when, known)


def _asked_of(group: Question, item: str, conversation: Conversation) -> list[Question]:
    """What is asked of an item of a group: everything, or in a sitting over open questions what is open."""
    if item == NEW or not conversation.definition.asks_only_open:
        return list(group.questions)
    return [q for q in group.questions if (group.id, item, q.id) in open_slots(conversation)]


def _question_lines(
    question: Question, slot: Slot, conversation: Conversation, indent: str, lead: str = ""
) -> Iterator[str]:
    scope = {
        **conversation.names,
        "account": in_scope(conversation.account),
        "today": conversation.today,
    }
    of_item = _as_this_one(conversation.question(slot[:1])) if len(slot) > 1 else {}
    ask = filled(question.ask, scope | {"item": in_scope(of_item)})
    yield from _comment(f"{ask}{_must(question)}", indent)
    yield from _comment(
        f"Why: {filled(question.why, scope)}" if question.why and not lead and len(slot) == 1 else "", indent
    )
    yield from _comment(_takes(question), indent)
    for level, anchor in question.levels.items():
        yield from _comment(f"{level}: {anchor}", indent + "  ")
    if question.type == "group":
        yield from _group_lines(question, conversation, indent)
        return
    value = _offered_text(conversation, slot)
    key = f"{indent}{lead}{question.id}:"
    if question.takes_evidence:
        yield key
        yield f"{indent}  answer:{value}"
        yield from _evidence_lines(evidence_at(conversation, slot), f"{indent}  ")
    elif question.said_by == "ask":
        deeper = indent + "  " * (2 if lead else 1)
        yield key
        yield f"{deeper}answer:{value}"
        yield f"{deeper}said_by:   # customer, account_executive or inferred"
    else:
        yield f"{key}{value}"


def _evidence_lines(known: Mapping[str, str], indent: str) -> Iterator[str]:
    for part in EVIDENCE:
        said = _quoted(known[part]) if part in known else f"  # {_REMARKS[part]}"
        yield f"{indent}{part}: {said}"


def _as_this_one(group: Question) -> dict[str, str]:
    """What an item that is not named yet is called in the questions about it."""
    return {group.questions[0].id: f"this {group.noun or 'one'}"}


def _must(question: Question) -> str:
    if question.core or question.required:
        return " (needed, or unknown)" if _may_be_unknown(question) else " (needed)"
    return ""


def _takes(question: Question) -> str:
    choices = ", ".join(f"{c.value} ({c.label})" if c.label else c.value for c in question.choices)
    return {
        "choice": f"One of: {choices}",
        "choices": f"Any of: {choices}; as a list such as [one, two]",
        "date": "A date such as 2026-09-01",
        "money": "An amount such as 120000",
        "percent": "A percentage such as 40",
        "number": "A whole number" if question.whole else "A number",
        "email": "An e-mail address",
        "yes_no": "yes or no",
        "scale": _takes_level(tuple(question.levels)),
        "stakeholder": "The name of one of the contacts, or {new: Full Name}",
        "people": "Names of contacts, or roles of ours such as csm; as a list such as [Jane Doe, csm]",
        "long_text": "For several lines, put | here and the lines below it, further in",
    }.get(question.type, "")


def _takes_level(levels: tuple[str, ...]) -> str:
    return "A level from 1 to 5" if levels in ((), SCALE) else f"One of: {', '.join(levels)}"


def _group_lines(group: Question, conversation: Conversation, indent: str) -> Iterator[str]:
    noun = group.noun or "item"
    yield from _comment(
        f"One block for each {noun}, beginning with “- ”. Copy the block for the next one.", indent
    )
    if group.core and not group.min:
        yield from _comment(f"If there is no {noun}, delete the block and write {group.id}: []", indent)
    yield f"{indent}{group.id}:"
    items = conversation.items.get(group.id, ()) or (NEW,)
    for item in items:
        asked = _asked_of(group, item, conversation)
        if item != NEW and asked:
            yield f"{indent}  - {_ID}: {item}"
        for number, question in enumerate(asked):
            lead = "- " if number == 0 and item == NEW else ""
            inner = indent + ("  " if lead else "    ")
            yield from _question_lines(question, (group.id, item, question.id), conversation, inner, lead)


def _offered_text(conversation: Conversation, slot: Slot) -> str:
    value = texts(
        None if _is_open(conversation, slot) else conversation.proposed.get(slot) or base(conversation, slot)
    )
    if isinstance(value, list):
        return f" [{', '.join(_quoted(str(part)) for part in value)}]"
    return f" {_quoted(value)}" if value is not None else ""


def _is_open(conversation: Conversation, slot: Slot) -> bool:
    """Whether it hangs on what the form does not say yet: a new item, or who takes a part over."""
    asked, _, field = (conversation.question(slot).fills or "").partition(".")
    of = next((q for q in conversation.questions() if field and q.fills == asked), None)
    return NEW in slot or bool((of or conversation.question(slot)).differs_from)


def _quoted(text: str | None) -> str:
    import json

    return "" if text is None else json.dumps(text, ensure_ascii=False)


def _comment(text: str, indent: str) -> list[str]:
    return [f"{indent}# {line}" for line in wrap(" ".join(text.split()), _WIDTH - len(indent))]

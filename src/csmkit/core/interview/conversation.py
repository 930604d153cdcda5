"""The state of one interview, and the turns that change it.

A driver (terminal, answers file, test) shows the current step, makes a `Turn`, lets `settled` check
it, writes it to the journal and then takes it. Replaying the journal's turns gives the state back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, TypeAlias

from pydantic import ValidationError

from csmkit.core.account import Account, SaidBy
from csmkit.core.answers import (
    InvalidAnswer,
    Setting,
    Value,
    as_given,
    is_blank,
    is_not_known,
    read_answer,
    read_evidence,
)
from csmkit.core.audience import internal_values
from csmkit.core.changes import UNSET, value_at
from csmkit.core.conditions import in_scope
from csmkit.core.fields import Plain, slug
from csmkit.core.playbook import Interview, InterviewSession, Question

Slot: TypeAlias = tuple[str, ...]
_FULL_NAME = Question(id="new", type="text", ask="Full name?")
NEW = "+"
SAID_BY: tuple[SaidBy, ...] = ("customer", "account_executive", "inferred")


@dataclass(frozen=True)
class Answer:
    """What was said to one question. Neither value nor unknown: left blank."""

    given: Plain
    value: Value | None = None
    unknown: bool = False
    said_by: SaidBy | None = None
    touched: bool = True
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    """One thing the person did.

    For an answer that names a new item or person, `item` is its id; `evidence` is what an answer rests on.
    """

    do: Literal["answer", "open", "remove", "close"]
    slot: Slot
    given: Plain = None
    said_by: SaidBy | None = None
    item: str | None = None
    evidence: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True)
class Conversation:
    """An interview under way. Slots are (question,) or (group, item id, question)."""

    interview: str
    definition: Interview
    sessions: tuple[str, ...]
    account: Mapping[str, Plain]
    today: date
    known: Mapping[str, Any]
    answers: Mapping[Slot, Answer] = field(default_factory=dict)
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    opened: frozenset[tuple[str, str]] = frozenset()
    closed: frozenset[str] = frozenset()
    removed: frozenset[tuple[str, str]] = frozenset()
    added_people: Mapping[str, str] = field(default_factory=dict)
    cursor: Slot | None = None
    reviewing: bool = False
    proposed: Mapping[Slot, str] = field(default_factory=dict)
    names: Mapping[str, Any] = field(default_factory=dict)

    def chosen(self) -> tuple[InterviewSession, ...]:
        """The sessions that are being held, in the playbook's order."""
        return tuple(session for session in self.definition.sessions if session.id in self.sessions)

    def questions(self) -> tuple[Question, ...]:
        """Every question of the sessions, asked or hidden."""
        return tuple(
            q for session in self.chosen() for section in session.sections for q in section.questions
        )

    def question(self, slot: Slot) -> Question:
        """The definition behind a slot."""
        outer = next((q for q in self.questions() if q.id == slot[0]), None)
        if outer is None:
            raise InvalidAnswer("belongs to no question of this interview")
        if len(slot) == 1:
            return outer
        inner = next((q for q in outer.questions if q.id == slot[2]), None)
        if inner is None:
            raise InvalidAnswer("belongs to no question of this interview")
        return inner


def begin(  # noqa: PLR0913 - what a sitting is about, each thing by its name
    interview: str,
    definition: Interview,
    sessions: tuple[str, ...],
    account: Mapping[str, Plain],
    today: date,
    proposed: Mapping[Slot, str] | None = None,
    *,
    names: Mapping[str, Any] | None = None,
) -> Conversation:
    """A conversation before its first question. Items that the record already holds can be edited.

    `proposed` are wordings offered in place of what the record holds, by slot; `names` what conditions
    and texts may use beside the record and earlier answers, such as whom a play is about.
    """
    fresh = Conversation(interview, definition, sessions, account, today, record_scope(account))
    groups = [q for q in fresh.questions() if q.type == "group"]
    items = {q.id: tuple(_recorded_ids(account, q)) for q in groups}
    opened = frozenset((q.id, item) for q in groups if q.each for item in items[q.id])
    if definition.asks_only_open:
        opened = frozenset((slot[0], slot[1]) for slot in open_slots(fresh) if len(slot) > 1)
    return replace(fresh, items=items, opened=opened, proposed=proposed or {}, names=in_scope(names or {}))


def open_slots(conversation: Conversation) -> frozenset[Slot]:
    """The questions of this interview that nobody could answer when the conversation began."""
    asked = [
        question
        for question in list_at(conversation.account, ("open_questions",))
        if isinstance(question, dict)
        and question.get("interview") == conversation.interview
        and not _is_filled(conversation.account, question)
    ]
    return frozenset(slot for question in asked for slot in _slots_of(conversation, question))


def _is_filled(account: Mapping[str, Plain], question: Mapping[str, Plain]) -> bool:
    """Whether somebody has filled in the field since; parts that people play are offered instead."""
    place = str(question.get("fills") or "")
    return bool(place) and value_at(dict(account), tuple(place.split("/"))) not in (UNSET, None, "", [])


def _slots_of(conversation: Conversation, question: Mapping[str, Plain]) -> Iterator[Slot]:
    name, item = str(question.get("question")), question.get("item")
    for outer in conversation.questions():
        if item is None and outer.id == name:
            yield (name,)
        elif str(item) in _recorded_ids(conversation.account, outer) and name in {
            q.id for q in outer.questions
        }:
            yield (outer.id, str(item), name)


def record_scope(account: Mapping[str, Plain]) -> Mapping[str, Any]:
    """The record as conditions and texts see it: numbers are numbers and days are days."""
    try:
        values: Mapping[str, Any] = internal_values(Account.model_validate(dict(account)))
    except ValidationError:
        values = account
    scope: Mapping[str, Any] = in_scope(values)
    return scope


def _recorded_ids(account: Mapping[str, Plain], group: Question) -> list[str]:
    if not group.fills:
        return []
    return [
        str(item["id"])
        for item in list_at(account, list_path(group))
        if isinstance(item, dict) and "id" in item
    ]


def list_path(group: Question) -> tuple[str, ...]:
    """The path of the list a group fills: ``buying.alternatives[]`` → buying, alternatives."""
    return tuple((group.fills or "").removesuffix("[]").split("."))


def list_at(account: Plain | Mapping[str, Plain], path: tuple[str, ...]) -> list[Plain]:
    """The list at a path, empty where there is none."""
    here: object = account
    for key in path:
        here = here.get(key) if isinstance(here, Mapping) else None
    return here if isinstance(here, list) else []


def people(conversation: Conversation) -> dict[str, str]:
    """Everybody who can be named: name by id, from the record and from this conversation."""
    recorded = {
        str(person["id"]): str(person.get("name", ""))
        for person in list_at(conversation.account, ("stakeholders",))
        if isinstance(person, dict) and "id" in person and not person.get("departed_on")
    }
    group = people_group(conversation)
    if group:
        gone = {item for name, item in conversation.removed if name == group.id}
        recorded = {person: name for person, name in recorded.items() if person not in gone}
        recorded |= {item: naming_value(conversation, group, item) for item in conversation.items[group.id]}
    return recorded | dict(conversation.added_people)


def people_group(conversation: Conversation) -> Question | None:
    """The group that asks about every stakeholder, if these sessions have one."""
    return next((q for q in conversation.questions() if q.fills == "stakeholders[]"), None)


def naming_value(conversation: Conversation, group: Question, item: str) -> str:
    """What an item is called: the answer to its group's first question."""
    answer = conversation.answers.get((group.id, item, group.questions[0].id))
    if answer and answer.value is not None:
        return str(answer.given)
    recorded = recorded_item(conversation, group, item)
    return str(recorded.get(group.questions[0].fills or "", item))


def recorded_item(conversation: Conversation, group: Question, item: str) -> dict[str, Plain]:
    """An item as the record held it when the conversation began."""
    found = (
        i
        for i in list_at(conversation.account, list_path(group))
        if isinstance(i, dict) and i.get("id") == item
    )
    return next(found, {})


def ours(conversation: Conversation) -> dict[str, str]:
    """Who of us can be named: name by role."""
    team = conversation.account.get("vendor_team")
    known = team.items() if isinstance(team, Mapping) else ()
    return {role: str(person.get("name", role)) for role, person in known if isinstance(person, Mapping)}


def nameable(conversation: Conversation, question: Question, slot: Slot = ()) -> dict[str, str]:
    """Everybody whom an answer to a question may name: never the person it is about."""
    both = question.type == "people"
    known = people(conversation) | (ours(conversation) if both else {})
    return {one: name for one, name in known.items() if not _is_about(conversation, slot, one)}


def _is_about(conversation: Conversation, slot: Slot, person: str) -> bool:
    """Whether a question of the group about people is about this one."""
    group = people_group(conversation)
    return len(slot) > 1 and group is not None and slot[:2] == (group.id, person)


def setting(conversation: Conversation) -> Setting:
    """What answers are read against right now."""
    return Setting(conversation.today, people(conversation), ours(conversation))


def settled(conversation: Conversation, turn: Turn) -> Turn:
    """The turn in its stored form, checked.

    Raises:
        InvalidAnswer: the question cannot take the answer.
    """
    if turn.do != "answer":
        _is_a_list(conversation, turn)
    if turn.do == "close":
        _enough_items(conversation, turn)
    if turn.do != "answer":
        return turn
    checked = checked_answer(conversation, turn.slot, turn.given)
    question = conversation.question(turn.slot)
    return replace(
        turn,
        given=checked,
        said_by=_who_said(question, checked, turn.said_by),
        item=turn.item or _new_id(conversation, turn.slot, checked),
        evidence=read_evidence(turn.evidence, conversation.today) if question.takes_evidence else {},
    )


def checked_answer(conversation: Conversation, slot: Slot, given: Plain) -> Plain:
    """An answer in its stored form: what it means, blank or unknown."""
    question = conversation.question(slot)
    if is_blank(given):
        if question.core or question.required or slot[1:2] == (NEW,):
            raise InvalidAnswer("needs an answer" + (", or “unknown”" if question.allow_unknown else ""))
        return None
    if is_not_known(given):
        if not question.allow_unknown:
            raise InvalidAnswer("cannot be left unknown")
        return "unknown"
    if question.type == "stakeholder" and isinstance(given, dict):
        return _somebody_else(conversation, slot, _new_person(conversation, given))
    if slot[1:2] == (NEW,):
        _not_on_the_list(conversation, slot, given)
    value = read_answer(question, given, setting(conversation))
    if question.type == "stakeholder":
        _somebody_else(conversation, slot, str(value))
    if repeats(conversation, question, value):
        raise InvalidAnswer("has to differ from what was answered before")
    return as_given(value)


def _somebody_else(conversation: Conversation, slot: Slot, person: Plain) -> Plain:
    """A person named in an answer about another one, however they were named."""
    if isinstance(person, str) and _is_about(conversation, slot, person):
        raise InvalidAnswer("has to be somebody else than the person it is about")
    return person


def repeats(conversation: Conversation, question: Question, value: Value | Plain) -> bool:
    """Whether a value stands for what an earlier answer, which it may not repeat, has taken."""
    earlier = conversation.answers.get((question.differs_from,)) if question.differs_from else None
    return earlier is not None and earlier.value is not None and earlier.value == value


def _new_person(conversation: Conversation, given: dict[str, Plain]) -> Plain:
    if set(given) != {"new"} or is_blank(given["new"]):
        raise InvalidAnswer("names a new person as {new: Full Name}")
    name = read_answer(_FULL_NAME, given["new"], setting(conversation))
    known = {word.casefold(): person for person, word in people(conversation).items()}
    return known.get(str(name).casefold()) or {"new": str(name)}


def _is_a_list(conversation: Conversation, turn: Turn) -> None:
    """A journal may name a group, or an item, that a changed playbook has no more."""
    group = conversation.question(turn.slot[:1])
    if group.type != "group":
        raise InvalidAnswer("is no list")
    if turn.do != "close" and turn.slot[1] not in conversation.items.get(group.id, ()):
        raise InvalidAnswer("is not on the list")


def _not_on_the_list(conversation: Conversation, slot: Slot, given: Plain) -> None:
    group = conversation.question(slot[:1])
    if group.questions[0].type == "choice":
        return  # two approvals of one kind are two approvals
    names = {
        naming_value(conversation, group, item).casefold() for item in conversation.items.get(slot[0], ())
    }
    if isinstance(given, str) and given.strip().casefold() in names:
        raise InvalidAnswer("is on the list already; edit that one, or tell the two apart")


def _enough_items(conversation: Conversation, turn: Turn) -> None:
    group, count = conversation.question(turn.slot), len(conversation.items.get(turn.slot[0], ()))
    if group.min is not None and count < group.min:
        raise InvalidAnswer(f"needs at least {group.min} in the list")
    if group.max is not None and count > group.max:
        raise InvalidAnswer(f"takes at most {group.max} in the list")


def _who_said(question: Question, given: Plain, said_by: SaidBy | None) -> SaidBy | None:
    if question.said_by is None or is_blank(given) or is_not_known(given):
        return None
    if question.said_by != "ask":
        return question.said_by
    if said_by not in SAID_BY:
        raise InvalidAnswer(f"needs who said it, as said_by: {', '.join(SAID_BY)}")
    return said_by


def _new_id(conversation: Conversation, slot: Slot, given: Plain) -> str | None:
    if isinstance(given, dict):
        return slug(str(given["new"]), frozenset(people(conversation)))
    if slot[1:2] != (NEW,) or is_not_known(given):
        return None
    group = conversation.question(slot[:1])
    taken = {
        *conversation.items.get(slot[0], ()),
        *(item for name, item in conversation.removed if name == slot[0]),
    }
    return slug(
        str(given),
        frozenset(taken | (set(people(conversation)) if group.fills == "stakeholders[]" else set())),
    )

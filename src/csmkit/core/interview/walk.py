"""Which questions are in reach, in order, given what was said so far.

Conditions look at earlier answers only, so one pass from the front decides everything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from csmkit.core.answers import EVIDENCE, NOT_KNOWN, InvalidAnswer, Setting, Value, as_given, read_answer
from csmkit.core.changes import UNSET, value_at
from csmkit.core.conditions import Nested, Unknown, filled, holds, in_scope
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import (
    Answer,
    Conversation,
    Slot,
    list_at,
    list_path,
    open_slots,
    people,
    recorded_item,
    repeats,
    setting,
)
from csmkit.core.playbook import Question, Section


@dataclass(frozen=True)
class Stop:
    """A question in reach. `number` counts the visible top-level questions from 1."""

    slot: Slot
    question: Question
    section: Section
    number: int
    scope: dict[str, Any]

    @property
    def is_menu(self) -> bool:
        """Whether this is the end of a group, where items are added, edited and removed."""
        return self.question.type == "group"

    def text(self, words: str | None) -> str:
        """A text of the playbook with the names known here filled in."""
        return filled(words, self.scope) if words else ""


def walk(conversation: Conversation) -> list[Stop]:
    """Every question in reach, the items under way included."""
    return _walked(conversation)[0]


def said(conversation: Conversation) -> dict[str, Any]:
    """What conditions and texts may use once everything is answered: every answer, and the given names."""
    return _walked(conversation)[1]


def _walked(conversation: Conversation) -> tuple[list[Stop], dict[str, Any]]:
    scope: dict[str, Any] = {
        **conversation.names,
        "account": conversation.known,
        "today": conversation.today,
    }
    known = setting(conversation)
    stops: list[Stop] = []
    number = 0
    for section in (section for session in conversation.chosen() for section in session.sections):
        for question in section.questions:
            if not holds(question.when, scope):
                scope[question.id] = Unknown()
                continue
            number += 1
            here = Stop((question.id,), question, section, number, dict(scope))
            stops += [*_inside(conversation, here, known), here]
            scope[question.id] = _known(conversation, here, known)
    return stops, scope


def _inside(conversation: Conversation, group: Stop, known: Setting) -> Iterator[Stop]:
    for item in conversation.items.get(group.slot[0], ()):
        if (group.slot[0], item) in conversation.opened:
            yield from _item_stops(conversation, group, item, known)


def _item_stops(conversation: Conversation, group: Stop, item: str, known: Setting) -> Iterator[Stop]:
    said = Nested(record=in_scope(recorded_item(conversation, group.question, item)))
    for question in group.question.questions:
        scope = group.scope | {"item": Nested(said)}
        if holds(question.when, scope):
            stop = Stop((*group.slot, item, question.id), question, group.section, group.number, scope)
            yield stop
            said[question.id] = _known(conversation, stop, known)
        else:
            said[question.id] = Unknown()


def new_item(group: Stop) -> Stop:
    """The question that starts a new item: the group's first."""
    first = group.question.questions[0]
    return Stop(
        (*group.slot, "+", first.id), first, group.section, group.number, group.scope | {"item": Nested()}
    )


def item_scope(conversation: Conversation, group: Stop, item: str) -> Nested:
    """What is known of one item, from the record and from this conversation."""
    known = setting(conversation)
    values = Nested({"id": item})
    for question in group.question.questions:
        stop = Stop((*group.slot, item, question.id), question, group.section, group.number, {})
        value = _known(conversation, stop, known)
        values[question.id] = offered_value(conversation, stop, known) if value is None else value
    return values


def _known(conversation: Conversation, stop: Stop, known: Setting) -> Any:  # noqa: ANN401 - a value or unknown
    if stop.is_menu:
        items = conversation.items.get(stop.slot[0], ())
        return [item_scope(conversation, stop, item) for item in items]
    answer = conversation.answers.get(stop.slot)
    if answer is not None:
        return Unknown() if answer.value is None else answer.value
    if is_known(conversation, stop):
        return offered_value(conversation, stop, known)
    if len(stop.slot) > 1 and (stop.slot[0], stop.slot[1]) not in conversation.opened:
        return offered_value(conversation, stop, known)
    return Unknown()


def is_known(conversation: Conversation, stop: Stop) -> bool:
    """Whether a question is left out: of an interview that asks only what is missing, or what is open."""
    if conversation.definition.asks_only_open:
        return stop.slot not in open_slots(conversation)
    if not conversation.definition.asks_only_missing or stop.is_menu or not stop.question.fills:
        return False
    if stop.slot in conversation.proposed:
        return False
    return _valid(stop.question, base(conversation, stop.slot), setting(conversation)) is not None


def to_ask(conversation: Conversation, stops: list[Stop]) -> list[Stop]:
    """The stops that are not left out because the record knows the answer."""
    return [stop for stop in stops if not is_known(conversation, stop)]


def said_to_be_none(conversation: Conversation, group: Question) -> bool:
    """Whether the record says that a list is empty on purpose."""
    path = tuple((group.none_fills or "-").split("."))
    return str(_plain_at(conversation.account, path)).casefold() in ("true", "yes")


def offered_value(conversation: Conversation, stop: Stop, known: Setting) -> Any:  # noqa: ANN401 - a value or unknown
    """What the record holds for a question, as its value; unknown where it holds nothing it could take."""
    value = _valid(stop.question, base(conversation, stop.slot), known)
    return Unknown() if value is None else value


def _valid(question: Question, given: Plain, known: Setting) -> Value | None:
    if given in (None, "", []) or question.type == "group":
        return None
    try:
        return read_answer(question, given, known)
    except InvalidAnswer:
        return None


def offered(conversation: Conversation, stop: Stop) -> Plain:
    """What is offered as the answer: said before, else today's value, else the playbook's default."""
    before = conversation.answers.get(stop.slot)
    if before is not None:
        return _given_before(before)
    if stop.slot in conversation.proposed:
        return conversation.proposed[stop.slot]
    recorded = base(conversation, stop.slot)
    if recorded in (None, "", []) or repeats(conversation, stop.question, recorded):
        return default(conversation, stop)
    value = _valid(stop.question, recorded, setting(conversation))
    return recorded if value is None else as_given(value)


def _given_before(answer: Answer) -> Plain:
    if answer.unknown:
        return NOT_KNOWN
    return str(answer.value) if isinstance(answer.given, dict) else answer.given


def default(conversation: Conversation, stop: Stop) -> Plain:
    """The playbook's default for these answers in its stored form, where the question can take it."""
    given = stop.text(stop.question.default)
    value = _valid(stop.question, given, setting(conversation)) if given else None
    return None if value is None or repeats(conversation, stop.question, value) else as_given(value)


def base(conversation: Conversation, slot: Slot) -> Plain:
    """The value a question started from: what the record held when the conversation began."""
    question = conversation.question(slot)
    if len(slot) > 1:
        item = recorded_item(conversation, conversation.question(slot[:1]), slot[1])
        return _plain_at(item, tuple((question.fills or "-").split(".")))
    fills = question.fills or ""
    if fills.startswith("role:"):
        role, _, field = fills.removeprefix("role:").partition(".")
        return _of_holder(conversation, role, field) if field else _holder(conversation, role)
    if not fills:
        return _plain_at(conversation.account, ("answers", conversation.interview, question.id, "value"))
    return (
        list_at(conversation.account, list_path(question))
        if fills.endswith("[]")
        else _plain_at(conversation.account, tuple(fills.split(".")))
    )


def evidence_at(conversation: Conversation, slot: Slot) -> dict[str, str]:
    """What the answer that is offered from the record rests on."""
    known = _plain_at(conversation.account, ("answers", conversation.interview, slot[0]))
    if not isinstance(known, dict) or not conversation.question(slot).takes_evidence:
        return {}
    return {part: str(known[part]) for part in EVIDENCE if known.get(part)}


def _plain_at(data: object, path: tuple[str, ...]) -> Plain:
    value = value_at(data, path)  # type: ignore[arg-type]  # a mapping of plain values
    return None if value is UNSET else value  # type: ignore[return-value]


def _of_holder(conversation: Conversation, role: str, field: str) -> Plain:
    """A field of the person who plays a part."""
    person = holder(conversation, role)
    recorded = list_at(conversation.account, ("stakeholders",))
    entry = next((p for p in recorded if isinstance(p, dict) and p.get("id") == person), {})
    return _plain_at(entry, tuple(field.split(".")))


def holder(conversation: Conversation, role: str) -> str | None:
    """Who plays a part: as answered in this conversation, else as recorded."""
    for question in conversation.questions():
        answer = conversation.answers.get((question.id,))
        if question.fills == f"role:{role}" and answer is not None and not answer.unknown:
            return str(answer.value) if answer.value is not None else None
    recorded = _holder(conversation, role)
    return str(recorded) if recorded is not None else None


def _holder(conversation: Conversation, role: str) -> Plain:
    """Who plays a part: as said of each person in this conversation, else as recorded."""
    present = people(conversation)
    return next((person for person in present if role in roles_of(conversation, person)), None)


def roles_of(conversation: Conversation, person: str) -> list[str]:
    """The roles of a person: as answered in a group about people, else as recorded."""
    for question in conversation.questions():
        if question.fills == "stakeholders[]":
            asked = next((inner for inner in question.questions if inner.fills == "roles"), None)
            answer = conversation.answers.get((question.id, person, asked.id)) if asked else None
            if answer is not None and isinstance(answer.value, list):
                return list(answer.value)
    recorded = list_at(conversation.account, ("stakeholders",))
    entry = next((p for p in recorded if isinstance(p, dict) and p.get("id") == person), {})
    return [str(role) for role in list_at(entry, ("roles",))]


def answered(conversation: Conversation, stop: Stop) -> bool:
    """Whether a question needs no asking any more."""
    if stop.is_menu:
        return stop.slot[0] in conversation.closed or is_known(conversation, stop)
    return stop.slot in conversation.answers or is_known(conversation, stop)


def unanswered(conversation: Conversation) -> Stop | None:
    """The first question in reach that was not answered yet."""
    return next((stop for stop in walk(conversation) if not answered(conversation, stop)), None)


def revalidated(conversation: Conversation, stop: Stop) -> Answer | None:
    """An earlier answer read again: kept, moved with an untouched default, or gone when it fits no more."""
    answer = conversation.answers[stop.slot]
    if answer.value is None:
        return answer
    known = setting(conversation)
    given = answer.given
    if not answer.touched:
        given = default(conversation, stop) or given
    if isinstance(given, dict):
        return answer if answer.value in known.people else None
    value = _valid(stop.question, given, known)
    if value is None or repeats(conversation, stop.question, value):
        return None
    return answer if given == answer.given else Answer(given, value, said_by=answer.said_by, touched=False)

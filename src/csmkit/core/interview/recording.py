"""What a finished conversation changes in the record.

Only answers of questions in reach count; a hidden question's answer stays in the journal. Each
change carries the value the question started from, so that a field somebody else changed meanwhile
is noticed rather than overwritten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from csmkit.core.account import in_role_order
from csmkit.core.answers import NONE, Value
from csmkit.core.changes import UNSET, Append, Change, Path, Remove, Set, value_at
from csmkit.core.fields import Plain, slug
from csmkit.core.interview.conversation import (
    Answer,
    Conversation,
    Slot,
    list_at,
    list_path,
    people,
    recorded_item,
)
from csmkit.core.interview.walk import Stop, base, holder, roles_of, walk
from csmkit.core.playbook import Question
from csmkit.core.redefinition import redefinition


@dataclass(frozen=True)
class Sitting:
    """The circumstances of a recording: whose journal, which day, with whom."""

    journal: str
    on: date
    with_: str | None = None


def changes(conversation: Conversation, sitting: Sitting) -> tuple[Change, ...]:
    """Every change that the conversation makes, the entry in `sessions` and in the log last."""
    stops = walk(conversation)
    said = [(stop, conversation.answers[stop.slot]) for stop in stops if stop.slot in conversation.answers]
    settled_roles = bool(_roles_asked(conversation, stops))
    fields = [
        change
        for stop, answer in said
        for change in _field(conversation, stop, answer, sitting)
        if not (settled_roles and _is_roles(change))
    ]
    return (
        *_items(conversation, stops),
        *_new_people(conversation),
        *_roles(conversation, stops),
        *fields,
        *redefinition(fields, sitting.on, sitting.journal),
        *_open_questions(conversation, said, sitting),
        *_held(conversation, sitting),
    )


def _is_roles(change: Change) -> bool:
    """Whether a change is about somebody's roles; where single parts were asked, `_roles` settles them."""
    return isinstance(change, Set) and change.path[:1] == ("stakeholders",) and change.path[2:] == ("roles",)


def _items(conversation: Conversation, stops: list[Stop]) -> Iterator[Change]:
    for group in (stop.question for stop in stops if stop.is_menu):
        if not group.fills:
            yield from _unfiled_items(conversation, group)
            continue
        for item in conversation.items.get(group.id, ()):
            if not recorded_item(conversation, group, item):
                yield Append(list_path(group), _new_item(conversation, group, item, stops))
        if group.core and group.id in conversation.closed:
            yield from _said_to_be_none(conversation, group)
        if group.none_fills and group.id in conversation.closed:
            yield from _none_on_purpose(conversation, group, tuple(group.none_fills.split(".")))
        for name, item in sorted(conversation.removed):
            if name == group.id and recorded_item(conversation, group, item):
                yield Remove((*list_path(group), item))


def _said_to_be_none(conversation: Conversation, group: Question) -> Iterator[Change]:
    """“There are none” is an answer to a core question; an empty list alone would look unasked."""
    path = ("answers", conversation.interview, group.id, "value")
    was = value_at(dict(conversation.account), path)
    none = not conversation.items.get(group.id) and group.id not in _unknown_groups(conversation)
    if none or was == NONE:
        yield Set(path, NONE if none else None, None if was is UNSET else was)


def _none_on_purpose(conversation: Conversation, group: Question, path: Path) -> Iterator[Change]:
    """The list was left empty by somebody who was asked; an item in it takes that back."""
    was = value_at(dict(conversation.account), path)
    none = not conversation.items.get(group.id) and group.id not in _unknown_groups(conversation)
    if none or was is not UNSET:
        yield Set(path, True if none else None, None if was is UNSET else was)


def _unknown_groups(conversation: Conversation) -> set[str]:
    return {slot[0] for slot, answer in conversation.answers.items() if len(slot) == 1 and answer.unknown}


def _new_item(conversation: Conversation, group: Question, item: str, stops: list[Stop]) -> dict[str, Plain]:
    fields: dict[str, Plain] = {"id": item}
    reachable = {stop.slot for stop in stops}
    for question in group.questions:
        slot = (group.id, item, question.id)
        answer = conversation.answers.get(slot)
        if answer and answer.value is not None and (slot in reachable or question is group.questions[0]):
            _put(fields, tuple((question.fills or question.id).split(".")), _stored(answer))
    return fields


def _put(fields: dict[str, Plain], path: Path, value: Plain) -> None:
    for key in path[:-1]:
        inner = fields.setdefault(key, {})
        assert isinstance(inner, dict)  # noqa: S101 - a definition never fills both a.b and a; checked at load
        fields = inner
    fields[path[-1]] = value


def _stored(answer: Answer) -> Plain:
    value = answer.value
    return list(value) if isinstance(value, list) else value


def _unfiled_items(conversation: Conversation, group: Question) -> Iterator[Change]:
    items = [_unfiled(conversation, group, item) for item in conversation.items.get(group.id, ())]
    if items:
        yield Set(
            ("answers", conversation.interview, group.id, "value"),
            list(items),
            base(conversation, (group.id,)),
        )


def _unfiled(conversation: Conversation, group: Question, item: str) -> dict[str, Plain]:
    slots = (
        (question, conversation.answers.get((group.id, item, question.id))) for question in group.questions
    )
    return {
        question.id: str(answer.given) for question, answer in slots if answer and answer.value is not None
    }


def _new_people(conversation: Conversation) -> Iterator[Change]:
    named = {answer.value for answer in conversation.answers.values() if isinstance(answer.value, str)}
    for person, name in conversation.added_people.items():
        if person in named:
            yield Append(("stakeholders",), {"id": person, "name": name})


def _roles(conversation: Conversation, stops: list[Stop]) -> Iterator[Change]:
    asked = _roles_asked(conversation, stops)
    for person in _everybody(conversation) if asked else ():
        said = roles_of(conversation, person)
        kept = [role for role in said if role not in asked or asked[role] == person]
        after = in_role_order(kept + [role for role, holder in asked.items() if holder == person])
        recorded = _recorded_person(conversation, person)
        was = said if recorded is None else list_at(recorded, ("roles",))
        if after != in_role_order(str(role) for role in was):
            yield Set(("stakeholders", person, "roles"), list(after), (recorded or {}).get("roles"))


def _everybody(conversation: Conversation) -> dict[str, str]:
    """Everybody with parts to give away: who left still holds theirs in the record."""
    recorded = list_at(conversation.account, ("stakeholders",))
    left = {
        str(entry["id"]): "" for entry in recorded if isinstance(entry, dict) and entry.get("departed_on")
    }
    return left | people(conversation)


def _roles_asked(conversation: Conversation, stops: list[Stop]) -> dict[str, Value | None]:
    """Who was said to play each part: None for nobody. What nobody knew changes nothing."""
    said = [(stop.question.fills or "", conversation.answers.get(stop.slot)) for stop in stops]
    return {
        fills.removeprefix("role:"): answer.value
        for fills, answer in said
        if fills.startswith("role:") and "." not in fills and answer is not None and not answer.unknown
    }


def _recorded_person(conversation: Conversation, person: str) -> dict[str, Plain] | None:
    recorded = list_at(conversation.account, ("stakeholders",))
    return next((entry for entry in recorded if isinstance(entry, dict) and entry.get("id") == person), None)


def _field(conversation: Conversation, stop: Stop, answer: Answer, sitting: Sitting) -> Iterator[Change]:
    if stop.is_menu or answer.unknown or _is_new_item(conversation, stop.slot):
        if answer.said_by and _is_new_item(conversation, stop.slot):
            yield from _said(conversation, _path(conversation, stop), answer, sitting)
        return
    fills = stop.question.fills or ""
    path = _path(conversation, stop)
    if fills.startswith("role:") and not path:
        return
    if fills.startswith("role:") and "." not in fills:
        holder = answer.value
        path = ("stakeholders", str(holder), "roles")
    elif not fills:
        yield from _filed_answer(conversation, stop, answer, sitting)
        return
    elif _as_text(_stored(answer)) != _as_text(base(conversation, stop.slot)):
        yield Set(path, _stored(answer), base(conversation, stop.slot))
    if answer.value is not None:
        yield from _said(conversation, path, answer, sitting)


def _as_text(value: Plain) -> Plain:
    """Records hold text; 5 and “5” are the same there."""
    if isinstance(value, list):
        return [str(item) for item in value]
    return None if value is None else "true" if value is True else "false" if value is False else str(value)


def _is_new_item(conversation: Conversation, slot: Slot) -> bool:
    return len(slot) > 1 and not recorded_item(conversation, conversation.question(slot[:1]), slot[1])


def _path(conversation: Conversation, stop: Stop) -> Path:
    fills = tuple((stop.question.fills or "").split("."))
    if fills[0].startswith("role:") and len(fills) > 1:
        person = holder(conversation, fills[0].removeprefix("role:"))
        return ("stakeholders", person, *fills[1:]) if person else ()
    if len(stop.slot) == 1:
        return fills
    return (*list_path(conversation.question(stop.slot[:1])), stop.slot[1], *fills)


def _said(conversation: Conversation, path: Path, answer: Answer, sitting: Sitting) -> Iterator[Change]:
    if answer.said_by:
        value: dict[str, Plain] = {"said_by": answer.said_by, "on": sitting.on, "session": sitting.journal}
        was = value_at(dict(conversation.account), ("provenance", "/".join(path)))
        yield Set(("provenance", "/".join(path)), value, None if was is UNSET else was)


def _filed_answer(
    conversation: Conversation, stop: Stop, answer: Answer, sitting: Sitting
) -> Iterator[Change]:
    given = answer.given
    if answer.value is None and base(conversation, stop.slot) is None:
        return
    value: dict[str, Plain] = {"value": given if not isinstance(given, dict) else str(answer.value)}
    if answer.said_by:
        value["said_by"] = answer.said_by
    path = ("answers", conversation.interview, stop.question.id)
    was = value_at(dict(conversation.account), path)
    if _as_text(value["value"]) != _as_text(base(conversation, stop.slot)):
        yield Set(path, value | {"on": sitting.on}, None if was is UNSET else was)


def _open_questions(
    conversation: Conversation, said: list[tuple[Stop, Answer]], sitting: Sitting
) -> Iterator[Change]:
    already = {
        str(q["id"]): q.get("fills")
        for q in list_at(conversation.account, ("open_questions",))
        if isinstance(q, dict) and "id" in q
    }
    for stop, answer in said:
        name = open_question_id(conversation.interview, stop.slot)
        if answer.unknown and name not in already:
            yield Append(("open_questions",), _open_question(conversation, stop, name, sitting))
        elif answer.value is not None:
            place = _place(conversation, stop)
            yield from (
                Remove(("open_questions", open_id))
                for open_id, fills in already.items()
                if open_id == name or fills == place
            )


def open_question_id(interview: str, slot: Slot) -> str:
    """The permanent id of a question that is open."""
    return slug(" ".join((interview, *slot)), longest=64)


def _open_question(conversation: Conversation, stop: Stop, name: str, sitting: Sitting) -> dict[str, Plain]:
    question: dict[str, Plain] = {"id": name, "interview": conversation.interview, "question": stop.slot[-1]}
    if len(stop.slot) > 1:
        question["item"] = stop.slot[1]
    ask = " ".join(stop.text(stop.question.ask).split())
    of = stop.question.ask_of or conversation.definition.asks
    return question | {"ask": ask, "fills": _place(conversation, stop), "of": of, "since": sitting.on}


def _place(conversation: Conversation, stop: Stop) -> str:
    """Where an answer belongs, the same for every interview that asks for it."""
    fills = stop.question.fills or ""
    if fills.startswith("role:"):
        return fills.replace(".", "/")
    if not fills and len(stop.slot) == 1:
        return f"answers/{conversation.interview}/{stop.question.id}/value"
    if stop.is_menu:
        return "/".join(list_path(stop.question))
    return "/".join(_path(conversation, stop))


def _held(conversation: Conversation, sitting: Sitting) -> Iterator[Change]:
    for session in conversation.chosen():
        name = f"{conversation.interview}/{session.id}"
        held: dict[str, Plain] = {
            "id": f"{sitting.journal}-{session.id}"[:64],
            "interview": name,
            "on": sitting.on,
        }
        if sitting.with_:
            held["with"] = sitting.with_
        yield Append(("sessions",), held)
        entry: dict[str, Plain] = {
            "id": f"{sitting.journal}-{session.id}-log"[:64],
            "on": sitting.on,
            "kind": "recorded",
        }
        yield Append(("log",), entry | {"about": f"sessions/{held['id']}", "note": f"{name} recorded"})


def is_recorded(account_data: Plain, journal: str) -> bool:
    """Whether a journal was committed: its id then stands in `sessions`."""
    held = list_at(account_data, ("sessions",))
    return any(
        isinstance(entry, dict) and str(entry.get("id", "")).startswith(journal + "-") for entry in held
    )

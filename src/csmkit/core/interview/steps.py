"""What a driver shows next, and how a turn moves the conversation on.

The four things every driver needs: `current`, `take` (with `settled` before it), `back`, and whether
the current step is the `Review`, which ends the asking.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from csmkit.core.account import SaidBy
from csmkit.core.answers import Value, as_given, read_answer
from csmkit.core.conditions import filled
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import (
    NEW,
    Answer,
    Conversation,
    Slot,
    Turn,
    people_group,
    recorded_item,
    setting,
)
from csmkit.core.interview.walk import (
    Stop,
    base,
    default,
    evidence_at,
    is_known,
    item_scope,
    new_item,
    offered,
    offered_value,
    revalidated,
    said_to_be_none,
    to_ask,
    unanswered,
    walk,
)


@dataclass(frozen=True)
class Ask:
    """Put one question."""

    stop: Stop
    of: int
    text: str
    why: str
    offered: Plain
    opens_section: bool
    about: str
    said_by: SaidBy | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    """What the offered answer rests on."""
    opens_group: tuple[str, str] | None = None
    """What a group asks and why, where its first item is asked and nothing else has said so."""

    @property
    def counter(self) -> str:
        """Where we are: ``3/12 · Stakeholders``."""
        return counter(self.stop, self.of, self.about)


@dataclass(frozen=True)
class Menu:
    """Show the items of a group: add, edit, remove, go on."""

    stop: Stop
    of: int
    text: str
    why: str
    items: tuple[tuple[str, str], ...]
    opens_section: bool
    is_unknown: bool = False
    was_closed: bool = False

    @property
    def takes_unknown(self) -> bool:
        """Whether “nobody here knows” is an answer to the whole list."""
        group = self.stop.question
        return group.allow_unknown and group.questions[0].allow_unknown and not self.items

    @property
    def counter(self) -> str:
        """Where we are."""
        return counter(self.stop, self.of, "")


@dataclass(frozen=True)
class Review:
    """Everything that was said, by section, to be looked over before it is recorded."""

    lines: tuple[tuple[str, Slot, str, Answer | None], ...]


Step: TypeAlias = Ask | Menu | Review


def counter(stop: Stop, of: int, about: str) -> str:
    """``3/12 · Stakeholders · Jane Doe``."""
    return " · ".join(filter(None, (f"{stop.number}/{of}", stop.section.title, about)))


def current(conversation: Conversation) -> Step:
    """What to show now."""
    stops = walk(conversation)
    stop = _at_cursor(conversation, stops) or unanswered(conversation)
    if stop is None:
        return _review(conversation, stops)
    opens = _first_of_section(stop, to_ask(conversation, stops))
    if not stop.is_menu:
        return _ask(conversation, stop, stops, opens=opens)
    if _has_menu(conversation, stop):
        return _menu(conversation, stop, stops, opens=opens)
    return _ask(conversation, new_item(stop), stops, opens=opens)


def _has_menu(conversation: Conversation, group: Stop) -> bool:
    """A list that needs an item and has none begins with the item."""
    return bool(conversation.items.get(group.slot[0])) or not group.question.min


def _menu(conversation: Conversation, group: Stop, stops: list[Stop], *, opens: bool) -> Menu:
    name, question = group.slot[0], group.question
    items = tuple((item, summary(conversation, group, item)) for item in conversation.items.get(name, ()))
    answer = conversation.answers.get(group.slot)
    return Menu(
        group,
        stops[-1].number,
        group.text(question.ask),
        group.text(question.why),
        items,
        opens,
        is_unknown=bool(answer and answer.unknown),
        was_closed=name in conversation.closed or said_to_be_none(conversation, question),
    )


def _ask(conversation: Conversation, stop: Stop, stops: list[Stop], *, opens: bool) -> Ask:
    is_new, before = stop.slot[1:2] == (NEW,), conversation.answers.get(stop.slot)
    group = next((s for s in stops if is_new and s.slot == stop.slot[:1]), None)
    return Ask(
        stop,
        stops[-1].number,
        stop.text(stop.question.ask),
        stop.text(stop.question.why),
        None if is_new else offered(conversation, stop),
        opens,
        _about(conversation, stop, stops),
        before.said_by if before else None,
        before.evidence if before else evidence_at(conversation, stop.slot),
        (group.text(group.question.ask), group.text(group.question.why))
        if group and not _has_menu(conversation, group)
        else None,
    )


def _at_cursor(conversation: Conversation, stops: list[Stop]) -> Stop | None:
    slot = conversation.cursor
    if slot is None:
        return None
    if slot[1:2] == (NEW,):
        return next((new_item(stop) for stop in stops if stop.slot == slot[:1]), None)
    return next((stop for stop in stops if stop.slot == slot), None)


def _first_of_section(stop: Stop, stops: list[Stop]) -> bool:
    first = next((s.slot for s in stops if s.section is stop.section), None)
    return first == stop.slot


def _about(conversation: Conversation, stop: Stop, stops: list[Stop]) -> str:
    if len(stop.slot) == 1:
        return ""
    group = next(s for s in stops if s.slot == stop.slot[:1])
    noun = group.question.noun or "item"
    return f"new {noun}" if stop.slot[1] == NEW else summary(conversation, group, stop.slot[1], short=True)


def summary(conversation: Conversation, group: Stop, item: str, *, short: bool = False) -> str:
    """One line for an item: the playbook's summary, or what names it."""
    scope = item_scope(conversation, group, item)
    first = group.question.questions[0]
    labels = {choice.value: choice.label for choice in first.choices}
    naming = labels.get(str(scope[first.id])) or str(scope[first.id])
    if short or not group.question.summary:
        return naming or item
    return filled(group.question.summary, group.scope | {"item": scope}) or naming


def _review(conversation: Conversation, stops: list[Stop]) -> Review:
    lines = []
    for stop in to_ask(conversation, stops) if conversation.definition.asks_only_open else stops:
        if not stop.is_menu:
            about = _about(conversation, stop, stops)
            label = " · ".join(filter(None, (stop.section.title, about)))
            lines.append((label, stop.slot, stop.text(stop.question.ask), _said(conversation, stop)))
        else:
            names = [summary(conversation, stop, item) for item in conversation.items.get(stop.slot[0], ())]
            unknown = conversation.answers.get(stop.slot)
            answer = unknown or Answer("; ".join(names) or None, "; ".join(names) or None)
            lines.append((stop.section.title, stop.slot, stop.text(stop.question.ask), answer))
    return Review(tuple(lines))


def _said(conversation: Conversation, stop: Stop) -> Answer | None:
    """What was answered, or what the record knows."""
    if stop.slot not in conversation.answers and is_known(conversation, stop):
        value = offered_value(conversation, stop, setting(conversation))
        return Answer(as_given(value), value)
    return conversation.answers.get(stop.slot)


def take(conversation: Conversation, turn: Turn) -> Conversation:
    """The conversation after a settled turn."""
    after = {"answer": _answered, "open": _opened, "remove": _removed, "close": _closed}[turn.do](
        conversation, turn
    )
    return _made_consistent(after)


def _answered(conversation: Conversation, turn: Turn) -> Conversation:
    if turn.slot[1:2] == (NEW,):
        return _with_new_item(conversation, turn)
    stop = next((s for s in walk(conversation) if s.slot == turn.slot), None)
    answer = _answer(conversation, turn, stop)
    after = replace(conversation, answers={**conversation.answers, turn.slot: answer})
    if isinstance(turn.given, dict) and turn.item:
        after = _with_person(after, turn.item, str(turn.given["new"]))
    return replace(after, cursor=_next_slot(after, turn.slot))


def _answer(conversation: Conversation, turn: Turn, stop: Stop | None) -> Answer:
    evidence = {part: str(said) for part, said in turn.evidence.items()}
    if turn.given is None:
        return Answer(None)
    if turn.given == "unknown":
        return Answer(None, unknown=True, evidence=evidence)
    value: Value
    if isinstance(turn.given, dict):
        value = str(turn.item)
    else:
        value = read_answer(conversation.question(turn.slot), turn.given, setting(conversation))
    accepted = (
        stop is not None
        and base(conversation, turn.slot) is None
        and default(conversation, stop) == turn.given
    )
    return Answer(turn.given, value, said_by=turn.said_by, touched=not accepted, evidence=evidence)


def _with_new_item(conversation: Conversation, turn: Turn) -> Conversation:
    group = turn.slot[0]
    if turn.given == "unknown":
        unknown = {**conversation.answers, (group,): Answer(None, unknown=True)}
        after = replace(conversation, answers=unknown, closed=conversation.closed | {group})
        return replace(after, cursor=_next_slot(after, (group,)))
    item = str(turn.item)
    slot = (group, item, turn.slot[2])
    answers = {key: answer for key, answer in conversation.answers.items() if key != (group,)}
    value = read_answer(conversation.question(slot), turn.given, setting(conversation))
    after = replace(
        conversation,
        answers=answers | {slot: Answer(turn.given, value, said_by=turn.said_by)},
        items={**conversation.items, group: (*conversation.items.get(group, ()), item)},
        opened=conversation.opened | {(group, item)},
        closed=conversation.closed - {group},
    )
    return replace(after, cursor=_next_slot(after, slot))


def _with_person(conversation: Conversation, person: str, name: str) -> Conversation:
    group = people_group(conversation)
    if group is None:
        return replace(conversation, added_people={**conversation.added_people, person: name})
    return replace(
        conversation,
        items={**conversation.items, group.id: (*conversation.items.get(group.id, ()), person)},
        answers={**conversation.answers, (group.id, person, group.questions[0].id): Answer(name, name)},
    )


def _opened(conversation: Conversation, turn: Turn) -> Conversation:
    group, item = turn.slot[0], turn.slot[1]
    after = replace(
        conversation, opened=conversation.opened | {(group, item)}, closed=conversation.closed - {group}
    )
    return replace(after, cursor=(group, item, conversation.question((group,)).questions[0].id))


def _removed(conversation: Conversation, turn: Turn) -> Conversation:
    group, item = turn.slot[0], turn.slot[1]
    recorded = bool(recorded_item(conversation, conversation.question((group,)), item))
    return replace(
        conversation,
        items={**conversation.items, group: tuple(i for i in conversation.items[group] if i != item)},
        answers={slot: answer for slot, answer in conversation.answers.items() if slot[:2] != (group, item)},
        opened=conversation.opened - {(group, item)},
        removed=conversation.removed | {(group, item)} if recorded else conversation.removed,
        closed=conversation.closed - {group},
        cursor=(group,),
    )


def _closed(conversation: Conversation, turn: Turn) -> Conversation:
    answers = {slot: answer for slot, answer in conversation.answers.items() if slot != turn.slot}
    after = replace(conversation, answers=answers, closed=conversation.closed | {turn.slot[0]})
    return replace(after, cursor=_next_slot(after, turn.slot))


def _next_slot(conversation: Conversation, slot: Slot) -> Slot | None:
    """Where to go after an answer: the following question, or in a review whatever is still missing."""
    stops = walk(conversation)
    index = next((n for n, stop in enumerate(stops) if stop.slot == slot), len(stops))
    following = next(iter(to_ask(conversation, stops[index + 1 :])), None)
    if following is None:
        return None
    leaves_item = len(slot) > 1 and following.slot[:2] != slot[:2]
    if leaves_item and (conversation.question(slot[:1]).each or conversation.definition.asks_only_open):
        leaves_item = conversation.reviewing
    if conversation.reviewing and (len(slot) == 1 or leaves_item):
        return None
    # After an item comes its list, even where another item stands between: nobody goes through them all.
    return slot[:1] if leaves_item else following.slot


def _made_consistent(conversation: Conversation) -> Conversation:
    """Answers read again until nothing moves: an answer that fits no more is asked again."""
    for _ in range(len(conversation.answers) + 1):
        answers = dict(conversation.answers)
        for stop in walk(conversation):
            if not stop.is_menu and stop.slot in answers:
                kept = revalidated(conversation, stop)
                if kept is None:
                    del answers[stop.slot]
                else:
                    answers[stop.slot] = kept
        if answers == conversation.answers:
            break
        conversation = replace(conversation, answers=answers)
    return conversation


def back(conversation: Conversation) -> Conversation:
    """One question back. From a question opened in the review, back to the review."""
    stops = to_ask(conversation, walk(conversation))
    step = current(conversation)
    if isinstance(step, Review):
        return replace(conversation, cursor=stops[-1].slot if stops else None, reviewing=False)
    slot = step.stop.slot
    if slot[1:2] == (NEW,):
        group = next(stop for stop in stops if stop.slot == slot[:1])
        if _has_menu(conversation, group):
            return replace(conversation, cursor=group.slot)
        slot = group.slot
    if conversation.reviewing and unanswered(conversation) is None:
        return replace(conversation, cursor=None)
    index = next((n for n, stop in enumerate(stops) if stop.slot == slot), 0)
    return replace(conversation, cursor=stops[max(index - 1, 0)].slot)


def adding(conversation: Conversation, group: str) -> Conversation:
    """The conversation at the first question of a new item."""
    first = conversation.question((group,)).questions[0].id
    return replace(conversation, cursor=(group, NEW, first))


def editing(conversation: Conversation, slot: Slot) -> Conversation:
    """The conversation at a question picked in the review."""
    return replace(conversation, cursor=slot, reviewing=True)


def is_first(conversation: Conversation, stop: Stop) -> bool:
    """Whether there is nothing to go back to."""
    if conversation.reviewing:
        return False
    first = to_ask(conversation, walk(conversation))[0]
    if stop.slot[1:2] != (NEW,):
        return stop.slot == first.slot
    return stop.slot[:1] == first.slot and not _has_menu(conversation, first)


def finished(conversation: Conversation) -> bool:
    """Whether nothing in reach is left to ask."""
    return unanswered(conversation) is None

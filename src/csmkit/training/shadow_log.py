"""Calls that are watched, and calls held while somebody watches: planned, observed, told.

Planning and observing are interviews like any other, so that no answer is lost; what was watched goes into
the record of whoever learns, as one item of `shadowing`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from csmkit.core.changes import Append, Change, Set
from csmkit.core.fields import Plain, slug
from csmkit.core.interview.conversation import Conversation
from csmkit.core.interview.recording import Sitting, changes
from csmkit.core.playbook import Choice, Interview, InterviewSession, Question, QuestionType, Section
from csmkit.core.shadowing import AFTER, Call, ShadowingPlaybook
from csmkit.core.teammate import Shadowing, ShadowingWay, Teammate

_asked = partial(Question, allow_unknown=False)
WAYS: dict[ShadowingWay, str] = {"shadowing": "watches", "reverse": "holds, and is watched"}


class Plan(NamedTuple):
    """A call that somebody is going to watch, or to hold while the mentor watches."""

    way: ShadowingWay
    call: str
    with_: str
    account: str | None
    on: date
    at: str | None = None


def open_calls(colleague: Teammate) -> list[Shadowing]:
    """Calls that are planned and not observed yet, the earliest first."""
    waiting = [call for call in colleague.shadowing if call.held_on is None]
    return sorted(waiting, key=lambda call: call.planned_on or date.max)


def to_observe(colleague: Teammate, today: date, way: ShadowingWay | None = None) -> Shadowing | None:
    """The earliest call that should have taken place by a day and is not written down."""
    due = (c for c in open_calls(colleague) if c.planned_on is not None and c.planned_on <= today)
    return next((call for call in due if way in (None, call.way)), None)


def planned(colleague: Teammate, plan: Plan) -> tuple[str, Change]:
    """A call goes into the record; its id is the kind of call, numbered where there is one already."""
    name = slug(plan.call, frozenset(call.id for call in colleague.shadowing))
    item: dict[str, Plain] = {"id": name, "way": plan.way, "with": plan.with_, "call": plan.call}
    more: dict[str, Plain] = {"account": plan.account, "planned_on": plan.on, "at": plan.at}
    return name, Append(
        ("shadowing",), item | {key: value for key, value in more.items() if value is not None}
    )


def plan_interview(
    playbook: ShadowingPlaybook, way: ShadowingWay, accounts: Iterable[tuple[str, str]]
) -> Interview:
    """What is asked to plan a call: `accounts` are what is typed and what is shown for each."""
    calls = tuple(Choice(value=call.id, label=call.title) for call in playbook.calls)
    known = tuple(Choice(value=name, label=shown) for name, shown in accounts)
    account: QuestionType = "choice" if known else "text"
    questions = (
        _asked(id="call", type="choice", ask="Which kind of call?", required=True, choices=calls),
        _asked(
            id="mentor",
            type="text",
            ask="Who holds it?" if way == "shadowing" else "Who watches?",
            why="Somebody who may stay silent, and has half an hour afterwards.",
            required=True,
        ),
        _asked(
            id="account",
            type=account,
            ask="Which account?",
            why="Tell the customer beforehand that a colleague listens.",
            choices=known,
        ),
        _asked(id="on", type="date", ask="On which day?", required=True),
    )
    return _interview("Plan a call", "plan", (Section(id="call", title="The call", questions=questions),))


def observation_interview(playbook: ShadowingPlaybook, call: Shadowing) -> Interview:
    """The checklist of a call, what was coached in private, and what to do next."""
    kind = playbook.call(call.call)
    sections = (*_checklist(kind, call.way), _afterwards())
    title = f"{kind.title if kind else 'A call'}: what was seen"
    return _interview(title, "observation", sections)


def _checklist(kind: Call | None, way: ShadowingWay) -> tuple[Section, ...]:
    if kind is None:
        return ()
    intro = "Yes or no for each line, and ? where it did not come up. Only what was seen or heard counts."
    if way == "reverse" and kind.coaching:
        intro += " In private you might have written: " + " · ".join(f"“{one}”" for one in kind.coaching)
    lines = tuple(
        Question(id=line.id, type="yes_no", ask=line.look_for, why=line.why, core=True) for line in kind.lines
    )
    return (Section(id="checklist", title="What was seen", intro=intro, questions=lines),)


def _afterwards() -> Section:
    held, coached, feedback, do_next = AFTER
    questions = (
        _asked(id=held, type="date", ask="On which day was it?", required=True),
        _asked(
            id=coached,
            type="long_text",
            ask="What was written or said in private while the call went on?",
            why="The words themselves help more than a verdict on them. Enter: nothing.",
        ),
        _asked(
            id=feedback,
            type="long_text",
            ask="What did you talk over afterwards?",
            why="One thing to keep, then one thing to do differently, each at a moment of the call.",
        ),
        _asked(
            id=do_next,
            type="text",
            ask="What is to be done differently in the next call? One thing.",
            why="It is looked at first when the next call is observed.",
            required=True,
        ),
    )
    return Section(id="afterwards", title="Afterwards", questions=questions)


def _interview(title: str, session: str, sections: tuple[Section, ...]) -> Interview:
    sitting = InterviewSession(id=session, title=title, sections=sections)
    return Interview(
        schema="csmkit/interview@1", kind="interview", title=title, asks="mentor", sessions=(sitting,)
    )


def plan_of(conversation: Conversation, way: ShadowingWay) -> Plan:
    """What was said in the interview that plans a call."""
    said = {slot[0]: answer.value for slot, answer in conversation.answers.items()}
    account, on = said.get("account"), said["on"]
    assert isinstance(on, date)  # noqa: S101 - the question is required and asks for a date
    return Plan(way, str(said["call"]), str(said["mentor"]), str(account) if account else None, on)


def kept(conversation: Conversation, sitting: Sitting) -> tuple[Change, ...]:
    """That the sitting was held; what was said in it goes into the call, not among the answers."""
    return tuple(each for each in changes(conversation, sitting) if each.path[0] in ("sessions", "log"))


class Observation(NamedTuple):
    """What was seen in a call, and what follows from it."""

    held_on: date
    observed: Mapping[str, bool]
    coached: str | None = None
    feedback: str | None = None
    do_next: str | None = None


def observation_of(conversation: Conversation) -> Observation:
    """What was said in the interview about a call; a line that did not come up stands nowhere."""
    said = {slot[0]: answer.value for slot, answer in conversation.answers.items()}
    held, coached, feedback, do_next = (said.pop(name, None) for name in AFTER)
    assert isinstance(held, date)  # noqa: S101 - the question is required and asks for a date
    seen = {line: value for line, value in said.items() if isinstance(value, bool)}
    return Observation(held, seen, *(str(text) if text else None for text in (coached, feedback, do_next)))


def observed(call: Shadowing, seen: Observation) -> tuple[Change, ...]:
    """What an observation changes: the fields of the call that it says something about."""
    path = ("shadowing", call.id)
    texts = {"coached": seen.coached, "feedback": seen.feedback, "do_next": seen.do_next}
    lines: dict[str, Plain] = {name: value for name, value in seen.observed.items()}  # noqa: C416 - wider values
    return (
        Set((*path, "held_on"), seen.held_on),
        *([Set((*path, "observed"), lines)] if lines else []),
        *(Set((*path, key), text) for key, text in texts.items() if text),
    )


def offered(name: str, call: Shadowing) -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    """An observation that is looked at again: its answers, as the interview of this name offers them."""
    said = {line: "yes" if seen else "no" for line, seen in call.observed.items()}
    fields = {"held_on": call.held_on, "coached": call.coached, "feedback": call.feedback}
    said |= {key: str(value) for key, value in (fields | {"do_next": call.do_next}).items() if value}
    return {"answers": {name: {question: {"value": value} for question, value in said.items()}}}


def last_resolve(colleague: Teammate, before: Shadowing) -> str | None:
    """What the call before this one, of the same way round, was to change in the next."""
    earlier = [
        call
        for call in colleague.shadowing
        if call.way == before.way and call.held_on and call.do_next and call.id != before.id
    ]
    last = max(earlier, key=lambda call: call.held_on or date.min, default=None)
    return last.do_next if last else None

"""From onboarding to steady state: what the handover writes, and the brief for whoever keeps the account.

The rule of the craft: it is the sales handoff once more, with the same three parts. Context goes over in a
structured conversation, the customer is introduced and not informed, and whoever onboarded them stays
reachable for thirty days.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from csmkit.core.account import Account, RecordedAnswer
from csmkit.core.changes import Append, Change, Set
from csmkit.core.commitments import is_unkept
from csmkit.core.fields import Plain
from csmkit.core.handoff_brief import ROLES
from csmkit.core.interview.conversation import Conversation
from csmkit.core.interview.recording import Sitting, changes
from csmkit.core.milestones import due_day, primary_outcome
from csmkit.core.playbook import Interview, Question
from csmkit.core.stakeholders import has_left, name_of
from csmkit.core.ways_of_working import ways_of_working
from csmkit.core.working_days import working_days

INTERVIEW = "steady-state-handoff"
INTRODUCTION = "new-csm-introduction"
FALLBACK = timedelta(days=30)
_INTRODUCED_WITHIN = 2
_FIRST_TOUCH_WITHIN = 5


def onboarder(account: Account) -> str:
    """The role of whoever onboards the account: the onboarding manager, or the CSM where there is none."""
    return "onboarding_manager" if "onboarding_manager" in account.vendor_team else "csm"


def handover_changes(account: Account, conversation: Conversation, sitting: Sitting) -> tuple[Change, ...]:
    """The answers, the handover with its fallback, and the steps that nobody may forget; one write."""
    made = changes(conversation, sitting)
    answer = conversation.answers.get(("fallback_until",))
    until = answer.value if answer and isinstance(answer.value, date) else sitting.on + FALLBACK
    told: dict[str, Plain] = {"id": f"{sitting.journal}-handover", "on": sitting.on, "kind": "reassigned"}
    return (
        *made,
        Set(("steady_state", "handed_over_on"), sitting.on),
        Set(("steady_state", "fallback"), onboarder(account)),
        *(() if answer and answer.value else (Set(("steady_state", "fallback_until"), until),)),
        *(Append(("tasks",), task) for task in _tasks(account, sitting.on, until)),
        Append(("log",), told | {"about": "steady_state", "note": "handed over to steady state"}),
    )


def _tasks(account: Account, on: date, until: date) -> Iterator[dict[str, Plain]]:
    """Steps of our own; one that is in the record already is not added again."""
    days, there = working_days(account.country), {task.id for task in account.tasks}
    told: tuple[tuple[str, str, str, date, str | None], ...] = (
        (
            "introduce-new-csm",
            "Introduce the new CSM to the customer, both in one message",
            onboarder(account),
            days.add(on, _INTRODUCED_WITHIN),
            INTRODUCTION,
        ),
        (
            "first-touch-new-csm",
            "First conversation of the new CSM with the champion, without the one who onboarded them",
            "steady_state_csm",
            days.add(on, _FIRST_TOUCH_WITHIN),
            None,
        ),
        (
            "end-of-fallback",
            "End the time as fallback: ask the champion whom they ring, and change the CSM in the book",
            onboarder(account),
            until,
            None,
        ),
    )
    for name, title, owner, due, message in told:
        if name not in there:
            task: dict[str, Plain] = {"id": name, "title": title, "owner": owner, "due_on": due}
            yield task | {"only_ours": True} | ({"message": message} if message else {})


class Line(NamedTuple):
    """Something that was asked, and what was said."""

    ask: str
    answer: str


class Part(NamedTuple):
    """A section of the conversation."""

    title: str
    lines: tuple[Line, ...]


class Promise(NamedTuple):
    """What is still to be kept."""

    promise: str
    owner: str | None
    due: date | None


class Person(NamedTuple):
    """Somebody on the customer's side."""

    name: str
    title: str | None
    roles: tuple[str, ...]
    ways: tuple[str, ...]
    stance: str | None
    private: str | None


class Numbers(NamedTuple):
    """The outcome, where it stood, stands and has to be."""

    statement: str
    unit: str | None
    baseline: Decimal | None
    latest: Decimal | None
    read_on: date | None
    target: Decimal | None
    by: date | None


class Checkpoint(NamedTuple):
    """A milestone."""

    title: str
    due: date | None
    met_on: date | None


class SteadyStateBrief(NamedTuple):
    """Everything whoever keeps the account needs before the first conversation. Internal from end to end."""

    customer: str
    from_whom: str | None
    to_whom: str | None
    handed_over_on: date | None
    introduced_on: date | None
    fallback: str | None
    fallback_until: date | None
    parts: tuple[Part, ...]
    outcome: Numbers | None
    first_value_on: date | None
    milestones: tuple[Checkpoint, ...]
    promises: tuple[Promise, ...]
    people: tuple[Person, ...]
    risks: tuple[str, ...]
    open_questions: tuple[str, ...]
    renews_on: date | None
    notice_days: int | None


def steady_state_brief(account: Account, interview: Interview) -> SteadyStateBrief:
    """The brief as a value. It needs no clock, so that rendering it again changes nothing by itself."""
    handed = account.steady_state
    return SteadyStateBrief(
        customer=account.name,
        from_whom=name_of(account, onboarder(account)),
        to_whom=name_of(account, "steady_state_csm") if "steady_state_csm" in account.vendor_team else None,
        handed_over_on=handed.handed_over_on,
        introduced_on=handed.introduced_on,
        fallback=name_of(account, handed.fallback),
        fallback_until=handed.fallback_until,
        parts=tuple(_parts(account, interview)),
        outcome=_numbers(account),
        first_value_on=account.first_value.reached_on,
        milestones=tuple(Checkpoint(m.title, due_day(account, m), m.met_on) for m in account.milestones),
        promises=tuple(
            Promise(c.promise, name_of(account, c.owner), c.due_on)
            for c in account.commitments
            if is_unkept(c)
        ),
        people=tuple(_people(account)),
        risks=tuple(risk.title for risk in account.risks if risk.closed_on is None),
        open_questions=tuple(question.ask or question.question for question in account.open_questions),
        renews_on=account.contract.renews_on,
        notice_days=account.contract.notice_days,
    )


def _parts(account: Account, interview: Interview) -> Iterator[Part]:
    """What was said, section by section; what fills a field of the record stands elsewhere in the brief."""
    said = account.answers.get(INTERVIEW, {})
    for section in (section for session in interview.sessions for section in session.sections):
        lines = tuple(
            Line(question.label or question.ask, words)
            for question in section.questions
            if question.id in said and (words := _words(account, question, said[question.id]))
        )
        if lines:
            yield Part(section.title, lines)


def _words(account: Account, question: Question, answer: RecordedAnswer) -> str:
    """An answer as it is read: a level with its anchor, a person by name."""
    value = answer.value if isinstance(answer.value, list) else [answer.value]
    if isinstance(answer.value, str) and answer.value in question.levels:
        return f"{answer.value} of 5: {question.levels[answer.value]}"
    return "; ".join(name_of(account, item) or item for item in value if isinstance(item, str) and item)


def _numbers(account: Account) -> Numbers | None:
    outcome = primary_outcome(account)
    if outcome is None:
        return None
    last = max(outcome.readings, key=lambda reading: reading.on, default=None)
    return Numbers(
        outcome.statement,
        outcome.unit,
        outcome.baseline.value if outcome.baseline else None,
        last.value if last else None,
        last.on if last else None,
        outcome.target,
        outcome.by,
    )


def _people(account: Account) -> Iterator[Person]:
    for person in account.stakeholders:
        if not has_left(person):
            yield Person(
                person.name,
                person.title,
                tuple(ROLES[role] for role in person.roles),
                ways_of_working(person.preferences),
                person.stance,
                person.private,
            )

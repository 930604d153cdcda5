"""What the draft of a plan proposes: milestones in terms of this customer's outcome, owners, the value date.

A proposal is offered and can be changed; it is made only while the record still has the journey's own
words, and only when every name in it is known.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from csmkit.core.account import Account, Milestone
from csmkit.core.changes import Change, Set
from csmkit.core.conditions import filled, in_scope, is_unknown, template_names
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import Conversation, Slot, list_at
from csmkit.core.interview.recording import Sitting
from csmkit.core.journey import Journey, JourneyMilestone
from csmkit.core.milestones import primary_outcome
from csmkit.core.moved_days import changes_with_moves
from csmkit.core.playbook import Interview, Question
from csmkit.core.stakeholders import holders
from csmkit.core.timeline import Timeline, value_checkpoints

NAMES = ("account", "outcome", "first_value", "champion", "complexity")
"""The names that a journey's proposed texts may use."""


def proposed(account: Account, journey: Journey, interview: Interview, dates: Timeline) -> dict[Slot, str]:
    """What is offered, by the slot of the question that fills the field."""
    questions = [
        q for session in interview.sessions for section in session.sections for q in section.questions
    ]
    return dict([*_milestones(account, journey, questions), *_value_date(account, questions, dates)])


def draft_changes(conversation: Conversation, sitting: Sitting, journey: Journey) -> tuple[Change, ...]:
    """What a draft changes; the checkpoint that is first value follows its day, unless it was agreed."""
    made = changes_with_moves(conversation, sitting)
    day = next((c.value for c in made if isinstance(c, Set) and c.path == ("first_value", "target_on")), None)
    recorded = conversation.account.get("complexity")
    complexity = next((c.value for c in made if isinstance(c, Set) and c.path == ("complexity",)), recorded)
    named = value_checkpoints(journey, str(complexity))
    return (*made, *(_checkpoints_on(conversation, named, day) if day else ()))


def _checkpoints_on(conversation: Conversation, named: Collection[str], day: Plain) -> Iterator[Change]:
    recorded = [m for m in list_at(conversation.account, ("milestones",)) if isinstance(m, dict)]
    for milestone in recorded:
        if milestone.get("id") in named and not (milestone.get("due_on") or milestone.get("met_on")):
            yield Set(("milestones", str(milestone["id"]), "due_on"), day)


def _value_date(account: Account, questions: list[Question], dates: Timeline) -> Iterator[tuple[Slot, str]]:
    day = next((one.to for one in dates.proposals if one.ref == "first_value" and one.was is None), None)
    question = next((q for q in questions if q.fills == "first_value.target_on"), None)
    if question and day and account.first_value.target_on is None:
        yield (question.id,), day.isoformat()


def _milestones(account: Account, journey: Journey, questions: list[Question]) -> Iterator[tuple[Slot, str]]:
    group = next((q for q in questions if q.fills == "milestones[]"), None)
    inner = {q.fills: q.id for q in group.questions} if group else {}
    known = {milestone.id: milestone for milestone in journey.milestones}
    for milestone in account.milestones if group else ():
        if milestone.id in known and milestone.met_on is None:
            for field, text in _texts(account, milestone, known[milestone.id]):
                if group and field in inner:
                    yield (group.id, milestone.id, inner[field]), text


def _texts(account: Account, milestone: Milestone, of: JourneyMilestone) -> Iterator[tuple[str, str]]:
    for field, now, generic, wording in (
        ("title", milestone.title, of.title, of.proposed_title),
        ("measure", milestone.measure, of.measure, of.proposed_measure),
    ):
        text = worded(wording, account) if wording and now in (None, generic) else None
        if text:
            yield field, text
    driving = holders(account, of.customer_owner) if of.customer_owner else ()
    if milestone.customer_owner is None and driving:
        yield "customer_owner", driving[0].id


def worded(text: str, account: Account) -> str | None:
    """A journey's text in this customer's terms; None while one of its names is not known."""
    scope = _scope(account)
    if any(is_unknown(_value(scope, names)) for names in template_names(text)):
        return None
    return " ".join(filled(text, scope).split())


def _value(scope: Mapping[str, Any], names: tuple[str, ...]) -> Any:  # noqa: ANN401 - whatever a record holds
    here: Any = scope
    for name in names:
        here = here.get(name) if isinstance(here, Mapping) else None
    return here


def _scope(account: Account) -> dict[str, Any]:
    outcome, champions = primary_outcome(account), holders(account, "champion")
    known = {
        "account": {"name": account.name},
        "outcome": {
            "statement": outcome.statement,
            "metric": outcome.metric,
            "unit": outcome.unit,
            "baseline": outcome.baseline.value if outcome.baseline else None,
            "target": outcome.target,
            "by": outcome.by,
        }
        if outcome
        else {},
        "first_value": {"definition": account.first_value.definition},
        "champion": champions[0].name if champions else None,
        "complexity": account.complexity,
    }
    return {name: in_scope(value) for name, value in known.items()}

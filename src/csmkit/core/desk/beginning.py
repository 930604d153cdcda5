"""What the first weeks need: signature, handoff, kickoff, assessment, the conversations of the journey."""

from collections.abc import Iterator

from csmkit.core.account import OpenQuestion
from csmkit.core.assessment import latest
from csmkit.core.desk.item import HORIZON, Item, View
from csmkit.core.milestones import day_after
from csmkit.core.open_questions import standing


def _held(view: View) -> set[str]:
    sessions = view.account.sessions
    return {session.interview.split("/")[0] for session in sessions if view.done(session.on)}


def signature(view: View) -> Iterator[Item]:
    """Without the day of signature no deadline can be told."""
    if view.account.contract.signed_on is None:
        why = "no deadline can be told: the signature date is missing"
        command = f"open accounts/{view.name}/account.yaml and fill contract.signed_on"
        yield Item("cannot tell", None, why, command)


def handoff(view: View) -> Iterator[Item]:
    """The handoff is held before the kickoff, or in the first week."""
    due = view.account.kickoff.on or day_after(view.account.contract.signed_on, HORIZON.days)
    if view.journey.handoff not in _held(view):
        yield from view.dated(due, "the handoff from Sales is not recorded", f"csmkit handoff {view.name}")


def kickoff(view: View) -> Iterator[Item]:
    """A kickoff that took place is recorded with who came."""
    meeting = view.account.kickoff
    if view.done(meeting.on) and not meeting.attended:
        why, command = "the kickoff is not logged with who came", f"csmkit kickoff debrief {view.name}"
        yield from view.dated(meeting.on, why, command)


def assessment(view: View) -> Iterator[Item]:
    """Maturity is assessed in the first two weeks."""
    if latest(view.account, view.journey.assessment, view.today) is None:
        due = day_after(view.account.contract.signed_on, view.journey.assess_by_day)
        why = "the customer's maturity is not assessed"
        yield from view.dated(due, why, f"csmkit assess {view.name}")


def interviews(view: View) -> Iterator[Item]:
    """Conversations that belong to the journey, such as the half hour with the analytics lead."""
    held = _held(view)
    for due in view.journey.interviews:
        if due.interview not in held:
            why = f"the conversation “{due.interview.replace('-', ' ')}” is not held"
            day = day_after(view.account.contract.signed_on, due.by_day)
            yield from view.dated(day, why, f"csmkit interview {view.name} {due.interview}")


def open_questions(view: View) -> Iterator[Item]:
    """What nobody knew is asked elsewhere after a week: one line for each conversation that left some."""
    waiting: dict[str, list[OpenQuestion]] = {}
    for question in standing(view.account):
        if view.done(question.since):
            waiting.setdefault(question.interview, []).append(question)
    for interview, questions in waiting.items():
        oldest = min(question.since for question in questions)
        whom = ", ".join(dict.fromkeys(question.of.replace("_", " ") for question in questions))
        many = f"{len(questions)} questions are" if len(questions) > 1 else "a question is"
        why = f"{many} open since {oldest}, to be asked of: {whom}"
        if oldest + HORIZON <= view.today:
            yield Item("this week", None, why, _asking(view, interview))


def _asking(view: View, interview: str) -> str:
    """The command that shows or asks what a conversation left open."""
    journey = view.journey
    if interview == journey.handoff:
        return f"csmkit handoff {view.name} --open"
    named = {journey.draft: "plan draft", journey.review: "plan review", journey.assessment: "assess"}
    words = named.get(interview)
    return f"csmkit {words} {view.name}" if words else f"csmkit interview {view.name} {interview} --open"

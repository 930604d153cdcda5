"""What an account needs today: late, due this week, or at risk, each with the command that deals with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from csmkit.core.account import Account
from csmkit.core.assessment import latest
from csmkit.core.cadence import cadence_verdict, is_steady
from csmkit.core.journey import Journey
from csmkit.core.milestones import day_after, due_day

Urgency = Literal["late", "this week", "cannot tell"]
ORDER: tuple[Urgency, ...] = ("late", "this week", "cannot tell")
HORIZON = timedelta(days=7)


@dataclass(frozen=True)
class Item:
    """One line of the desk."""

    urgency: Urgency
    due: date | None
    why: str
    command: str


def day_number(account: Account, today: date) -> int | None:
    """Days since signature; None before a signature date is known."""
    return (today - account.contract.signed_on).days if account.contract.signed_on else None


def desk(account: Account, name: str, journey: Journey, today: date) -> tuple[Item, ...]:
    """Everything the account needs, most urgent first. `name` is what people type for it."""
    sources = (
        _signature,
        _sessions,
        _kickoff,
        _assessment,
        _interviews,
        _milestones,
        _first_value,
        _sponsor_call,
        _commitments,
        _gates,
        _tasks,
        _opt_out,
        _cadence,
    )
    items = [item for source in sources for item in source(account, name, journey, today)]
    return tuple(sorted(items, key=lambda item: (ORDER.index(item.urgency), item.due or date.max)))


def _done(day: date | None, today: date) -> bool:
    """Whether something had been done by the day that is looked from."""
    return day is not None and day <= today


def _dated(account: Account, due: date | None, today: date, why: str, command: str) -> Iterator[Item]:
    """An item if it is late or due within a week. What was late before the account was added stays silent."""
    if due is None or due > today + HORIZON:
        return
    if account.in_flight and account.added_on and due < account.added_on:
        return
    if due < today:
        yield Item("late", due, f"{why}, {(today - due).days} days late", command)
    else:
        yield Item("this week", due, f"{why}, due on {due}", command)


def _signature(account: Account, name: str, _: Journey, __: date) -> Iterator[Item]:
    if account.contract.signed_on is None:
        why = "no deadline can be told: the signature date is missing"
        yield Item("cannot tell", None, why, f"open accounts/{name}/account.yaml and fill contract.signed_on")


def _sessions(account: Account, name: str, journey: Journey, today: date) -> Iterator[Item]:
    held = {session.interview.split("/")[0] for session in account.sessions if session.on <= today}
    due = account.kickoff.on or day_after(account.contract.signed_on, HORIZON.days)
    if journey.handoff not in held:
        why = "the handoff from Sales is not recorded"
        yield from _dated(account, due, today, why, f"csmkit handoff {name}")


def _kickoff(account: Account, name: str, _: Journey, today: date) -> Iterator[Item]:
    if account.kickoff.on and not account.kickoff.attended:
        command = f"csmkit kickoff debrief {name}"
        yield from _dated(
            account, account.kickoff.on, today, "the kickoff is not logged with who came", command
        )


def _first_value(account: Account, name: str, _: Journey, today: date) -> Iterator[Item]:
    if not _done(account.first_value.reached_on, today):
        command = f'csmkit log {name} first-value --evidence "…"'
        yield from _dated(
            account, account.first_value.target_on, today, "first value is not reached", command
        )


def _tasks(account: Account, name: str, _: Journey, today: date) -> Iterator[Item]:
    for task in account.tasks:
        if not _done(task.done_on, today):
            yield from _dated(
                account,
                task.due_on,
                today,
                f"task {task.id} is not done",
                f"csmkit log {name} done {task.id}",
            )


def _opt_out(account: Account, name: str, _: Journey, today: date) -> Iterator[Item]:
    """The renewal minus the notice is the date that governs; what is past is decided."""
    renewal, notice = account.contract.renews_on, account.contract.notice_days
    due = renewal - timedelta(days=notice) if renewal and notice is not None else None
    if due and due >= today:
        why = "the customer can opt out of the renewal until then"
        yield from _dated(account, due, today, why, f"csmkit account show {name}")


def _assessment(account: Account, name: str, journey: Journey, today: date) -> Iterator[Item]:
    if latest(account, journey.assessment, today) is None:
        due = day_after(account.contract.signed_on, journey.assess_by_day)
        yield from _dated(
            account, due, today, "the customer's maturity is not assessed", f"csmkit assess {name}"
        )


def _interviews(account: Account, name: str, journey: Journey, today: date) -> Iterator[Item]:
    """Conversations that belong to the journey, such as the half hour with the analytics lead."""
    held = {session.interview.split("/")[0] for session in account.sessions if session.on <= today}
    for due in journey.interviews:
        if due.interview not in held:
            why = f"the conversation “{due.interview}” is not held"
            day = day_after(account.contract.signed_on, due.by_day)
            yield from _dated(account, day, today, why, f"csmkit interview {name} {due.interview}")


def _milestones(account: Account, name: str, _: Journey, today: date) -> Iterator[Item]:
    for milestone in account.milestones:
        if not _done(milestone.met_on, today):
            command = f'csmkit log {name} met {milestone.id} --evidence "…"'
            yield from _dated(
                account, due_day(account, milestone), today, f"milestone {milestone.id} is not met", command
            )


def _sponsor_call(account: Account, name: str, journey: Journey, today: date) -> Iterator[Item]:
    call, signed = account.sponsor_call, account.contract.signed_on
    if _done(call.held_on, today):
        return
    if call.booked_on is None:
        due = day_after(signed, journey.sponsor_call_booked_by_day)
        command = f"csmkit log {name} booked sponsor-call --to DATE"
        yield from _dated(account, due, today, "the sponsor call is not booked", command)
    else:
        due = day_after(signed, journey.sponsor_call_held_by_day) or call.booked_on
        command = f"csmkit log {name} sponsor-call WHO"
        yield from _dated(account, max(due, call.booked_on), today, "the sponsor call is not held", command)


def _commitments(account: Account, name: str, _: Journey, today: date) -> Iterator[Item]:
    for commitment in account.commitments:
        if commitment.status == "open":
            why = f"commitment {commitment.id} is open"
            yield from _dated(
                account, commitment.due_on, today, why, f"csmkit log {name} delivered {commitment.id}"
            )


def _gates(account: Account, name: str, _: Journey, today: date) -> Iterator[Item]:
    for gate in account.gates:
        if _done(gate.cleared_on, today):
            continue
        if gate.submitted_on and _done(gate.submitted_on, today):
            due = day_after(gate.submitted_on, gate.lead_days)
            yield from _dated(
                account, due, today, f"{gate.id} is not cleared", f"csmkit log {name} cleared {gate.id}"
            )
            continue
        latest_start = _latest_submission(account, gate.lead_days)
        yield from _dated(
            account,
            latest_start,
            today,
            f"{gate.id} is not submitted",
            f"csmkit log {name} submitted {gate.id}",
        )


def _latest_submission(account: Account, lead_days: int | None) -> date | None:
    """The last day a gate can be submitted without moving first value."""
    value = account.first_value.target_on
    return value - timedelta(days=lead_days) if value and lead_days is not None else None


def _cadence(account: Account, name: str, journey: Journey, today: date) -> Iterator[Item]:
    """The verdict on the graduation day, and from then on whenever the evidence speaks for a drop."""
    due = day_after(account.contract.signed_on, journey.graduation_day)
    if due is None or today < due or is_steady(account, journey):
        return
    verdict = cadence_verdict(account, journey, today)
    if verdict.decision == "drop":
        why = f"the evidence speaks for dropping the rhythm to {verdict.then}"
        yield Item("this week", due, why, f"csmkit cadence check {name}")
    elif today - due <= HORIZON:
        yield Item("this week", due, "the cadence is to be decided", f"csmkit cadence check {name}")

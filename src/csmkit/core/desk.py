"""What an account needs today: late, due this week, or at risk, each with the command that deals with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from csmkit.core.account import Account
from csmkit.core.assessment import latest
from csmkit.core.cadence import cadence_verdict
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
    sources = (_signature, _sessions, _assessment, _milestones, _sponsor_call, _commitments, _gates, _cadence)
    items = [item for source in sources for item in source(account, name, journey, today)]
    return tuple(sorted(items, key=lambda item: (ORDER.index(item.urgency), item.due or date.max)))


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
    held = {session.interview.split("/")[0] for session in account.sessions}
    due = account.kickoff.on or day_after(account.contract.signed_on, HORIZON.days)
    if journey.handoff not in held:
        yield from _dated(
            account, due, today, "the handoff from Sales is not recorded", f"csmkit handoff {name}"
        )


def _assessment(account: Account, name: str, journey: Journey, today: date) -> Iterator[Item]:
    if latest(account.assessments) is None:
        due = day_after(account.contract.signed_on, journey.assess_by_day)
        yield from _dated(
            account, due, today, "the customer's maturity is not assessed", f"csmkit assess {name}"
        )


def _milestones(account: Account, name: str, _: Journey, today: date) -> Iterator[Item]:
    for milestone in account.milestones:
        if milestone.met_on is None:
            command = f'csmkit log {name} met {milestone.id} --evidence "…"'
            yield from _dated(
                account, due_day(account, milestone), today, f"milestone {milestone.id} is not met", command
            )


def _sponsor_call(account: Account, name: str, journey: Journey, today: date) -> Iterator[Item]:
    call, signed = account.sponsor_call, account.contract.signed_on
    if call.held_on:
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
        if gate.cleared_on:
            continue
        if gate.submitted_on:
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
    if due is None or today < due or account.cadence.rhythm == journey.steady_rhythm:
        return
    verdict = cadence_verdict(account, journey, today)
    if verdict.decision == "drop":
        why = f"the evidence speaks for dropping the rhythm to {verdict.then}"
        yield Item("this week", due, why, f"csmkit cadence check {name}")
    elif today - due <= HORIZON:
        yield Item("this week", due, "the cadence is to be decided", f"csmkit cadence check {name}")

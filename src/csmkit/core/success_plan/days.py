"""What has to be approved, what has to be done, and every day that matters."""

from collections.abc import Iterator
from datetime import date

from csmkit.core.account import Gate
from csmkit.core.approvals import APPROVALS
from csmkit.core.audience import CustomerAccount
from csmkit.core.milestones import day_after, due_day
from csmkit.core.stakeholders import holders, name_of
from csmkit.core.success_plan.gaps import one_gap, still_here
from csmkit.core.success_plan.values import ApprovalsAndTimeline, Event, Gap, PlanApproval, PlanTask


def approvals_and_timeline(account: CustomerAccount) -> ApprovalsAndTimeline:
    """Section 8: approvals, tasks, and every day that matters."""
    gaps: tuple[Gap, ...] = ()
    if not account.gates:
        gap = Gap(
            "approvals",
            "which approvals on your side take time, such as a security review",
            "Their waiting times belong in the plan before they surprise us.",
        )
        gaps = (gap,)
    return ApprovalsAndTimeline(
        approvals=tuple(_approval(account, gate) for gate in account.gates),
        tasks=tuple(
            PlanTask(task.title, task.side, name_of(account, task.owner), task.due_on, task.done_on)
            for task in account.tasks
        ),
        events=tuple(sorted(_events(account), key=lambda event: event.on)),
        gaps=gaps,
    )


def _approval(account: CustomerAccount, gate: Gate) -> PlanApproval:
    owner = still_here(account, gate.owner)
    gaps: tuple[Gap, ...] = ()
    if gate.cleared_on is None:
        gaps = one_gap(
            "approvals",
            {"who steers it on your side": owner, "how long it takes": gate.lead_days},
            "The days after it can only be kept when its waiting time is known.",
        )
    return PlanApproval(
        title=APPROVALS[gate.kind],
        owner=owner,
        lead_days=gate.lead_days,
        submitted_on=gate.submitted_on,
        expected_on=_expected(gate),
        cleared_on=gate.cleared_on,
        gaps=gaps,
    )


def _expected(gate: Gate) -> date | None:
    return None if gate.cleared_on else day_after(gate.submitted_on, gate.lead_days)


def _events(account: CustomerAccount) -> Iterator[Event]:
    first, call = account.first_value, account.sponsor_call
    sponsor = next((person.name for person in holders(account, "executive_sponsor")), "the executive sponsor")
    days: list[tuple[date | None, str]] = [
        (account.contract.signed_on, "Contract signed"),
        (account.kickoff.on, "Kickoff"),
        (call.held_on or call.booked_on, f"30-minute call with {sponsor}"),
        (first.reached_on or first.target_on, "First result reached" if first.reached_on else "First result"),
    ]
    days += [(item.by, f"Target day: {item.metric or 'the business outcome'}") for item in account.outcomes]
    for milestone in account.milestones:
        met = ", met" if milestone.met_on else ""
        days.append((milestone.met_on or due_day(account, milestone), milestone.title + met))
    for gate in account.gates:
        days += _days_of_approval(gate)
    for hold in account.holds:
        days += [(hold.from_on, "Start of the pause"), (hold.until_on, "Last day of the pause")]
    return (Event(on, what) for on, what in days if on is not None)


def _days_of_approval(gate: Gate) -> list[tuple[date | None, str]]:
    title = APPROVALS[gate.kind]
    return [
        (gate.submitted_on, f"{title}: submitted"),
        (_expected(gate), f"{title}: expected"),
        (gate.cleared_on, f"{title}: cleared"),
    ]

"""What has to be approved, what has to be done, and every day that matters."""

from collections.abc import Iterator
from datetime import date

from csmkit.core.account import Gate
from csmkit.core.approvals import APPROVALS
from csmkit.core.audience import CustomerAccount
from csmkit.core.critical_path import FIRST_VALUE, Step, cleared, gate_step, network
from csmkit.core.milestones import due_day
from csmkit.core.stakeholders import holders, name_of
from csmkit.core.success_plan.gaps import one_gap, still_here
from csmkit.core.success_plan.road import road
from csmkit.core.success_plan.values import ApprovalsAndTimeline, Event, Gap, PlanApproval, PlanTask
from csmkit.core.working_days import WorkingDays


def approvals_and_timeline(
    account: CustomerAccount, days: WorkingDays, *, expected: bool
) -> ApprovalsAndTimeline:
    """Section 8: approvals, tasks, and every day that matters. `expected`: such a customer has approvals."""
    gaps: tuple[Gap, ...] = ()
    if expected and not account.gates and not account.no_approvals:
        gap = Gap(
            "approvals",
            "which approvals on your side take time, such as a security review",
            "Their waiting times belong in the plan before they surprise us.",
        )
        gaps = (gap,)
    return ApprovalsAndTimeline(
        road=road(account, days),
        approvals=tuple(_approval(account, gate, days) for gate in account.gates),
        tasks=_tasks(account),
        events=tuple(sorted(_events(account, days), key=lambda event: event.on)),
        gaps=gaps,
    )


def _tasks(account: CustomerAccount) -> tuple[PlanTask, ...]:
    """What is done last, then by the day; a task without one stands at the end."""
    steps = {step.ref: step for step in network(account).steps}
    found = [
        PlanTask(
            title=task.title,
            side=task.side,
            owner=name_of(account, task.owner),
            counterpart=name_of(account, task.counterpart),
            due=task.due_on,
            done_on=task.done_on,
            after=tuple(_title(steps[ref]) for ref in steps[f"tasks/{task.id}"].after),
        )
        for task in account.tasks
    ]
    return tuple(sorted(found, key=lambda task: (task.done_on is not None, task.due or date.max)))


def _title(step: Step) -> str:
    return "First result" if step.ref == FIRST_VALUE else step.title


def _approval(account: CustomerAccount, gate: Gate, days: WorkingDays) -> PlanApproval:
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
        submit_by=None if gate.submitted_on else gate.submit_by,
        submitted_on=gate.submitted_on,
        expected_on=expected_on(gate, days),
        cleared_on=gate.cleared_on,
        gaps=gaps,
    )


def expected_on(gate: Gate, days: WorkingDays) -> date | None:
    """The working day on which an approval that was handed in should come."""
    if gate.cleared_on or gate.submitted_on is None or gate.lead_days is None:
        return None
    return cleared(gate_step(gate), gate.submitted_on, days)


def _events(account: CustomerAccount, days: WorkingDays) -> Iterator[Event]:
    first, call = account.first_value, account.sponsor_call
    sponsor = next((person.name for person in holders(account, "executive_sponsor")), "the executive sponsor")
    dated: list[tuple[date | None, str]] = [
        (account.contract.signed_on, "Contract signed"),
        (account.kickoff.on, "Kickoff"),
        (call.held_on or call.booked_on, f"30-minute call with {sponsor}"),
    ]
    checkpoints = {milestone.met_on or due_day(account, milestone) for milestone in account.milestones}
    if first.reached_on or first.target_on not in checkpoints:
        result = "First result reached" if first.reached_on else "First result"
        dated.append((first.reached_on or first.target_on, result))
    dated += [(item.by, f"Target day: {item.metric or 'the business outcome'}") for item in account.outcomes]
    for milestone in account.milestones:
        met = ", met" if milestone.met_on else ""
        dated.append((milestone.met_on or due_day(account, milestone), milestone.title + met))
    for gate in account.gates:
        dated += _days_of_approval(gate, days)
    for freeze in account.freezes:
        what = freeze.what or "nothing moves on your side"
        dated += [
            (freeze.from_on, f"Start of the freeze: {what}"),
            (freeze.until_on, "Last day of the freeze"),
        ]
    for hold in account.holds:
        dated += [(hold.from_on, "Start of the pause"), (hold.until_on, "Last day of the pause")]
    return (Event(on, what) for on, what in dated if on is not None)


def _days_of_approval(gate: Gate, days: WorkingDays) -> list[tuple[date | None, str]]:
    title = APPROVALS[gate.kind]
    return [
        (None if gate.submitted_on else gate.submit_by, f"{title}: to be submitted"),
        (gate.submitted_on, f"{title}: submitted"),
        (expected_on(gate, days), f"{title}: expected"),
        (gate.cleared_on, f"{title}: cleared"),
    ]

"""Where a plan stands: what is done, what is still to be agreed, and what comes next."""

from collections.abc import Iterator
from datetime import date

from csmkit.core.success_plan.values import Gap, NextStep, Standing, SuccessPlan, Tally


def standing(plan: SuccessPlan) -> Standing:
    """The plan in a few numbers, and everything still to be agreed in its order."""
    approvals, promises = plan.approvals.approvals, plan.commitments.items
    return Standing(
        milestones=_tally([item.met_on for item in plan.milestones.items]),
        approvals=_tally([item.cleared_on for item in approvals]),
        tasks=_tally([item.done_on for item in plan.approvals.tasks]),
        promises=_tally([item if item.kept else None for item in promises]),
        open_points=tuple(_gaps(plan)),
    )


def _tally(done: list[object]) -> Tally:
    return Tally(sum(each is not None for each in done), len(done))


def _gaps(plan: SuccessPlan) -> Iterator[Gap]:
    yield from plan.business_outcome.gaps
    yield from (*plan.milestones.gaps, *(gap for item in plan.milestones.items for gap in item.gaps))
    yield from (*plan.executive_sponsor.gaps, *plan.champion.gaps, *plan.backup_champion.gaps)
    yield from plan.tracking.gaps
    yield from (*plan.commitments.gaps, *(gap for item in plan.commitments.items for gap in item.gaps))
    yield from (*plan.approvals.gaps, *(gap for item in plan.approvals.approvals for gap in item.gaps))
    yield from (*plan.rhythm.gaps, *plan.agreement.gaps)


def next_steps(plan: SuccessPlan) -> tuple[NextStep, ...]:
    """What is open between the checkpoints and has a day, the earliest first."""
    steps = (NextStep(on, what, who) for on, what, who in _open(plan) if on is not None)
    return tuple(sorted(steps, key=lambda step: step.on))


def _open(plan: SuccessPlan) -> Iterator[tuple[date | None, str, str | None]]:
    sponsor = plan.executive_sponsor
    if not sponsor.call_held:
        who = sponsor.people[0].name if sponsor.people else None
        yield sponsor.call_on, "30-minute call with the executive sponsor", who
    for approval in plan.approvals.approvals:
        if approval.submitted_on is None and approval.cleared_on is None:
            yield approval.submit_by, f"{approval.title}: handed in", approval.owner
        yield approval.expected_on, f"{approval.title}: cleared", approval.owner
    for task in plan.approvals.tasks:
        yield (None if task.done_on else task.due), task.title, task.owner
    for promise in plan.commitments.items:
        yield (promise.due if promise.owed else None), promise.promise, promise.owner

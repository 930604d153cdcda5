"""The first result and the checkpoints, resolved to names and days."""

from csmkit.core.account import Milestone
from csmkit.core.audience import CustomerAccount
from csmkit.core.milestones import due_day, in_order
from csmkit.core.stakeholders import name_of
from csmkit.core.success_plan.gaps import one_gap, still_here
from csmkit.core.success_plan.values import FirstResult, Gap, Milestones, PlanMilestone, PlanMove
from csmkit.core.wording import listed


def milestones(account: CustomerAccount, checkpoints: tuple[int, ...]) -> Milestones:
    """Section 2: the first result, the checkpoints, and the days that nothing is agreed for yet."""
    first = account.first_value
    covered = {milestone.day for milestone in account.milestones}
    result = FirstResult(first.definition, first.target_on, first.reached_on, first.evidence)
    open_checkpoints = [f"day {day}" for day in checkpoints if day not in covered]
    gaps = _first_result_gaps(result)
    if open_checkpoints:
        gaps += (
            Gap(
                "milestones",
                f"what success looks like at {listed(open_checkpoints)}",
                "A checkpoint both sides can recognise shows early whether we are on the way.",
            ),
        )
    return Milestones(result, tuple(_milestone(account, item) for item in in_order(account)), gaps)


def _first_result_gaps(result: FirstResult) -> tuple[Gap, ...]:
    if result.reached_on is not None:
        return ()
    return one_gap(
        "milestones",
        {"how you will recognise the first result": result.definition, "its day": result.target_on},
        "A first result in one team shows that the outcome is within reach.",
    )


def _milestone(account: CustomerAccount, milestone: Milestone) -> PlanMilestone:
    due = due_day(account, milestone)
    customer_owner = still_here(account, milestone.customer_owner)
    gaps: tuple[Gap, ...] = ()
    if milestone.met_on is None:
        gaps = one_gap(
            "milestones",
            {
                "how we both can tell that it is met": milestone.measure,
                "its day": due,
                "who drives it on your side": customer_owner,
            },
            "On the day itself, nobody should have to debate whether it is done.",
        )
    signed = account.contract.signed_on
    return PlanMilestone(
        day=(due - signed).days if due and signed and milestone.day is not None else milestone.day,
        title=milestone.title,
        measure=milestone.measure,
        due=due,
        owner=name_of(account, milestone.owner),
        customer_owner=customer_owner,
        met_on=milestone.met_on,
        evidence=milestone.evidence,
        confirmed_by=name_of(account, milestone.confirmed_by),
        moved=tuple(PlanMove(move.on, move.was, move.to) for move in milestone.moved),
        gaps=gaps,
    )

"""The business outcome, and how both sides see it move."""

from datetime import date

from csmkit.core.account import Outcome, Reading
from csmkit.core.attainment import attained, percent, time_gone
from csmkit.core.audience import CustomerAccount
from csmkit.core.milestones import due_day, primary_outcome
from csmkit.core.success_plan.gaps import one_gap, still_here
from csmkit.core.success_plan.values import BusinessOutcome, Gap, OutcomeTracking, PlanOutcome, PlanReading


def business_outcome(account: CustomerAccount) -> BusinessOutcome:
    """Section 1: the outcome they bought for, with what else should move."""
    main = primary_outcome(account)
    others = tuple(_outcome(account, outcome) for outcome in account.outcomes if outcome is not main)
    if main is None:
        gap = Gap(
            "business_outcome",
            "the business outcome, in your words",
            "Everything else in this plan is there to reach it.",
        )
        return BusinessOutcome(None, others, (gap,))
    shown = _outcome(account, main)
    return BusinessOutcome(shown, others, _outcome_gaps(shown))


def _outcome(account: CustomerAccount, outcome: Outcome) -> PlanOutcome:
    baseline = outcome.baseline
    return PlanOutcome(
        statement=outcome.statement,
        metric=outcome.metric,
        unit=outcome.unit,
        baseline=baseline.value if baseline else None,
        baseline_source=baseline.source if baseline else None,
        baseline_on=baseline.as_of if baseline else None,
        target=outcome.target,
        by=outcome.by,
        defended_by=still_here(account, outcome.defended_by),
        readings=tuple(
            _reading(account, outcome, reading)
            for reading in sorted(outcome.readings, key=lambda reading: (reading.on, reading.id))
        ),
    )


def _reading(account: CustomerAccount, outcome: Outcome, reading: Reading) -> PlanReading:
    way = attained(outcome, reading.value)
    gone = time_gone(account.contract.signed_on, outcome.by, reading.on)
    return PlanReading(
        on=reading.on,
        value=reading.value,
        source=reading.source,
        attained=None if way is None else percent(way),
        time_gone=None if gone is None else percent(gone),
    )


def _outcome_gaps(outcome: PlanOutcome) -> tuple[Gap, ...]:
    measured = one_gap(
        "business_outcome",
        {
            "the metric that moves": outcome.metric,
            "where it stands today": outcome.baseline,
            "where it has to be": outcome.target,
            "the day by which it is there": outcome.by,
        },
        "Only a number with a starting point and an end can show that the outcome was reached.",
    )
    owned = one_gap(
        "business_outcome",
        {"who stands behind this outcome in front of your board": outcome.defended_by},
        "An outcome that an executive stands behind keeps its priority when the year gets busy.",
    )
    return measured + owned


def tracking(account: CustomerAccount) -> OutcomeTracking:
    """Section 6: where the number comes from, and who has seen it."""
    known = account.tracking
    reported_by = still_here(account, known.reported_by)
    gaps = one_gap(
        "tracking",
        {
            "the system the number comes from": known.source,
            "where both of us can look at it": known.dashboard,
            "who reports it on your side": reported_by,
        },
        "Progress that cannot be measured cannot be shown to anybody.",
    ) + one_gap(
        "tracking",
        {"a first look together at the number as it comes out": known.verified_on},
        "It is better to find a missing report before the kickoff ends than half a year later.",
    )
    return OutcomeTracking(
        known.source, known.dashboard, reported_by, known.verified_on, _read_on(account), gaps
    )


def _read_on(account: CustomerAccount) -> tuple[date, ...]:
    """When the number is read together: at every open checkpoint, and on the outcome's own day."""
    main = primary_outcome(account)
    days = [due_day(account, milestone) for milestone in account.milestones if milestone.met_on is None]
    return tuple(sorted({day for day in (*days, main.by if main else None) if day is not None}))

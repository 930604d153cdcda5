"""When the meeting rhythm may drop: on evidence, never on a date.

The rule of the craft: the cadence drops once the outcome's trajectory shows in milestones met with
evidence; a missed milestone keeps it high until it is met. Reaching day 90 is no reason. A check
whose input is missing says so and is never counted as passed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from csmkit.core.account import RHYTHMS as SLOWER
from csmkit.core.account import Account, Milestone, Rhythm
from csmkit.core.holds import hold_on
from csmkit.core.journey import Journey
from csmkit.core.milestones import due_day

Decision = Literal["keep", "drop", "cannot tell"]


@dataclass(frozen=True)
class Reason:
    """One check of the verdict. `holds`: speaks for a drop, against it (False), or cannot be told (None)."""

    holds: bool | None
    text: str


@dataclass(frozen=True)
class Verdict:
    """Keep the rhythm or drop it, and why."""

    decision: Decision
    now: Rhythm | None
    then: Rhythm
    reasons: tuple[Reason, ...]

    @property
    def told(self) -> int:
        """How many checks could be made."""
        return sum(reason.holds is not None for reason in self.reasons)


def cadence_verdict(account: Account, journey: Journey, today: date) -> Verdict:
    """The verdict for one account on one day."""
    reasons = (
        *_milestone_reasons(account, journey, today),
        _first_value_reason(account, today),
        *_on_hold(account, today),
        *_steady_already(account, journey),
    )
    decision = _decision(account, journey, reasons)
    now = account.cadence.rhythm
    then = journey.steady_rhythm if decision == "drop" else now or journey.onboarding_rhythm
    return Verdict(decision, now, then, reasons)


def _decision(account: Account, journey: Journey, reasons: tuple[Reason, ...]) -> Decision:
    if is_steady(account, journey) or any(reason.holds is False for reason in reasons):
        return "keep"
    return "cannot tell" if any(reason.holds is None for reason in reasons) else "drop"


def is_steady(account: Account, journey: Journey) -> bool:
    """Whether the rhythm is at the journey's steady one already, or below it."""
    now = account.cadence.rhythm
    return now is not None and SLOWER.index(now) >= SLOWER.index(journey.steady_rhythm)


def _milestone_reasons(account: Account, journey: Journey, today: date) -> tuple[Reason, ...]:
    counted = [m for m in account.milestones if m.day is None or m.day <= journey.graduation_day]
    if not counted:
        return (Reason(None, "cannot tell: needs milestones in the record"),)
    return tuple(_milestone_reason(account, milestone, today) for milestone in counted)


def _milestone_reason(account: Account, milestone: Milestone, today: date) -> Reason:
    due = due_day(account, milestone)
    if milestone.met_on and milestone.met_on <= today:
        if (milestone.evidence or "").strip():
            return Reason(True, f"{milestone.id} met on {milestone.met_on}, with evidence")
        return Reason(False, f"{milestone.id} is called met, but no evidence is recorded")
    if due is None:
        return Reason(None, f"cannot tell: {milestone.id} needs a due date or a signature date")
    if due < today:
        return Reason(False, f"{milestone.id} was due on {due} and is not met; the rhythm stays until it is")
    return Reason(False, f"{milestone.id} is due on {due} and not proven yet")


def _first_value_reason(account: Account, today: date) -> Reason:
    first = account.first_value
    if first.reached_on and first.reached_on <= today:
        if (first.evidence or "").strip():
            return Reason(True, f"first value reached on {first.reached_on}, with evidence")
        return Reason(False, "first value is called reached, but no evidence is recorded")
    if not first.definition:
        return Reason(None, "cannot tell: needs what first value means to this customer")
    return Reason(False, "first value is not reached yet")


def _steady_already(account: Account, journey: Journey) -> tuple[Reason, ...]:
    if not is_steady(account, journey):
        return ()
    return (Reason(False, f"the rhythm is {account.cadence.rhythm} already; there is nothing to drop"),)


def _on_hold(account: Account, today: date) -> tuple[Reason, ...]:
    on_hold = hold_on(account, today) is not None
    return (Reason(False, "the onboarding is on hold"),) if on_hold else ()

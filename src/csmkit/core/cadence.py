"""When the meeting rhythm may drop: on evidence, never on a date.

Three rules of the craft. The rhythm drops on the outcome's trajectory, not on the calendar: milestones met
with evidence, and a missed one keeps it high until it is met. The drop is explicit: decided, told, and only
then lived. Answers within a day stay for all of year one, whatever the rhythm. Reaching day 90 is no reason
in either direction. A check whose input is missing says so and is never counted as passed.

Each check is one function that gives its reasons; the order of the record's log changes none of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from csmkit.core.account import RHYTHMS, Account, AssessmentRun, Milestone, Rhythm, Role
from csmkit.core.assessment import latest
from csmkit.core.availability import late_replies
from csmkit.core.holds import hold_on
from csmkit.core.journey import Journey
from csmkit.core.milestones import due_as_of, is_met, missed_since, primary_outcome
from csmkit.core.renewal import has_churned, is_renewal_quarter, renewal_quarter
from csmkit.core.signals import turning_away_since
from csmkit.core.stakeholders import gone, holders
from csmkit.core.trajectory import trajectory

Decision = Literal["keep", "drop", "cannot tell", "over"]
Weight = Literal["decides", "one step", "shades"]

FRESH = timedelta(days=60)  # an assessment older than this is taken again before a drop
SETTLED = timedelta(days=30)  # a step is lived for so long before the next one
CARRIED_BY: tuple[Role, ...] = ("champion", "executive_sponsor")
LATELY = timedelta(days=30)  # a late reply is remembered for so long


@dataclass(frozen=True)
class Reason:
    """One check of the verdict.

    Attributes:
        holds: Speaks for a drop, against it (False), or cannot be told (None).
        text: The sentence.
        weight: `decides`: a drop needs it to hold. `one step`: a drop is at most one step. `shades`: it is
            said, and a drop does not wait for it.
    """

    holds: bool | None
    text: str
    weight: Weight = "decides"


@dataclass(frozen=True)
class Verdict:
    """Keep the rhythm or drop it, to which, and why."""

    decision: Decision
    now: Rhythm | None
    then: Rhythm
    reasons: tuple[Reason, ...]

    @property
    def told(self) -> int:
        """How many checks could be made."""
        return sum(reason.holds is not None for reason in self.reasons)

    @property
    def against(self) -> tuple[Reason, ...]:
        """What keeps the rhythm."""
        return tuple(reason for reason in self.reasons if reason.holds is False)

    @property
    def waiting(self) -> tuple[Reason, ...]:
        """What a drop waits to know."""
        return tuple(reason for reason in self.reasons if reason.holds is None and reason.weight != "shades")


@dataclass(frozen=True)
class _Case:
    """What the checks look at, on one day. `immature`: None when maturity cannot be told."""

    account: Account
    journey: Journey
    today: date
    immature: bool | None

    @property
    def now(self) -> Rhythm:
        """The rhythm that is lived: the agreed one, else the journey's."""
        return self.account.cadence.rhythm or self.journey.onboarding_rhythm

    @property
    def onboarding(self) -> tuple[Milestone, ...]:
        """The milestones that count: those of the onboarding, and any later one that was due already."""
        return tuple(milestone for milestone in self.account.milestones if self._counts(milestone))

    def _counts(self, milestone: Milestone) -> bool:
        due = due_as_of(self.account, milestone, self.today)
        ours = milestone.day is None or milestone.day <= self.journey.graduation_day
        return ours or (due is not None and due < self.today)


Found = Iterator[Reason]


def cadence_verdict(
    account: Account, journey: Journey, today: date, *, immature: bool | None = None
) -> Verdict:
    """The verdict for one account on one day.

    Args:
        account: The record.
        journey: Its journey.
        today: The day that counts.
        immature: Whether the latest assessment lies in its model's lowest band; None: it cannot be told.
            It never decides between keep and drop, only how far a drop goes.
    """
    case = _Case(account, journey, today, immature)
    reasons = tuple(reason for check in CHECKS for reason in check(case))
    kept = Verdict("keep", account.cadence.rhythm, case.now, reasons)
    if has_churned(account, today):
        return replace(kept, decision="over")
    if kept.against:
        return kept
    if kept.waiting:
        return replace(kept, decision="cannot tell")
    return replace(kept, decision="drop", then=_dropped(case, reasons))


def _dropped(case: _Case, reasons: tuple[Reason, ...]) -> Rhythm:
    """One step slower where something asks for care, else the journey's steady rhythm."""
    if any(reason.weight == "one step" for reason in reasons):
        return one_step_slower(case.now)
    return case.journey.steady_rhythm


def one_step_slower(rhythm: Rhythm) -> Rhythm:
    """The next slower rhythm; the slowest stays."""
    return RHYTHMS[min(RHYTHMS.index(rhythm) + 1, len(RHYTHMS) - 1)]


def is_slower(one: Rhythm, other: Rhythm) -> bool:
    """Whether one rhythm means fewer meetings than another."""
    return RHYTHMS.index(one) > RHYTHMS.index(other)


def is_steady(account: Account, journey: Journey) -> bool:
    """Whether the rhythm is at the journey's steady one already, or below it."""
    now = account.cadence.rhythm
    return now is not None and not is_slower(journey.steady_rhythm, now)


def _nothing_to_decide(case: _Case) -> Found:
    """A customer who left has no rhythm, and one in the steady rhythm has nothing to drop."""
    if has_churned(case.account, case.today):
        yield Reason(False, f"the customer left on {case.account.contract.churned_on}")
    elif is_steady(case.account, case.journey):
        yield Reason(False, f"the rhythm is {case.now} already; there is nothing to drop")


def _milestones(case: _Case) -> Found:
    """Heuristic 1: every milestone that is due is met, with evidence; a missed one keeps the rhythm high.

    One met late no longer counts against a drop.
    """
    if not case.onboarding:
        yield Reason(None, "cannot tell: needs milestones in the record")
        return
    yield from (reason for milestone in case.onboarding for reason in _milestone(case, milestone))
    if not any(is_met(milestone, case.today) for milestone in case.onboarding):
        yield Reason(False, "no milestone is met yet, so nothing is proven")


def _milestone(case: _Case, milestone: Milestone) -> Found:
    due, missed = (day(case.account, milestone, case.today) for day in (due_as_of, missed_since))
    if is_met(milestone, case.today):
        yield _met(milestone)
    elif missed:
        late = f"; moved to {due} only after that" if due and due >= case.today else ""
        yield Reason(
            False, f"{milestone.id} was due on {missed} and is not met{late}; the rhythm stays until it is"
        )
    elif due is None:
        yield Reason(None, f"cannot tell: {milestone.id} needs a due date or a signature date")
    else:
        yield _ahead(case, milestone, due)


def _met(milestone: Milestone) -> Reason:
    if (milestone.evidence or "").strip():
        return Reason(True, f"{milestone.id} met on {milestone.met_on}, with evidence")
    return Reason(False, f"{milestone.id} is called met, but no evidence is recorded")


def _ahead(case: _Case, milestone: Milestone, due: date) -> Reason:
    """What is ahead is not missed, and not proven: a step may come before it, the steady rhythm may not."""
    moved = any(move.on <= case.today for move in milestone.moved)
    told = f"{milestone.id} is due on {due}{', moved by agreement,' if moved else ''} and not proven yet"
    if is_slower(case.journey.steady_rhythm, one_step_slower(case.now)):
        return Reason(True, f"{told}: one step at most", "one step")
    return Reason(False, told)


def _first_value(case: _Case) -> Found:
    """Heuristic 1: the customer felt the outcome they bought, if only at small scale."""
    first = case.account.first_value
    if first.reached_on and first.reached_on <= case.today:
        if (first.evidence or "").strip():
            yield Reason(True, f"first value reached on {first.reached_on}, with evidence")
        else:
            yield Reason(False, "first value is called reached, but no evidence is recorded")
    elif not first.definition:
        yield Reason(None, "cannot tell: needs what first value means to this customer")
    else:
        yield Reason(False, "first value is not reached yet")


def _outcome(case: _Case) -> Found:
    """Heuristic 1: the number moves from baseline to target as fast as the time goes by."""
    outcome = primary_outcome(case.account)
    if outcome is None:
        yield Reason(None, "cannot tell the trajectory: needs an outcome", "shades")
        return
    found = trajectory(outcome, case.account.contract.signed_on, case.today)
    if isinstance(found, str):
        yield Reason(None, f"cannot tell the trajectory of {outcome.id}: {found}", "shades")
    elif found.is_behind and found.attained <= 0:
        yield Reason(False, f"{outcome.id} has not moved towards its target: {found.told}")
    elif found.is_behind:
        yield Reason(True, f"{outcome.id} is behind: {found.told}: one step at most", "one step")
    else:
        yield Reason(True, f"{outcome.id} is on its way: {found.told}", "shades")


def _assessed(case: _Case) -> Found:
    """People and priorities change: a drop rests on an assessment that is not older than sixty days."""
    run = last_assessment(case.account, case.journey, case.today)
    if run is None or not is_fresh(run, case.today):
        last = f"; the last one is of {run.on}" if run else ""
        yield Reason(None, f"cannot tell: needs an assessment not older than {FRESH.days} days{last}")
    elif case.immature is None:
        yield Reason(True, f"assessed on {run.on}; maturity cannot be told: one step at most", "one step")
    elif case.immature:
        yield Reason(True, f"assessed on {run.on}: we carry the onboarding: one step at most", "one step")
    else:
        yield Reason(True, f"assessed on {run.on}: they do their share")


def _sentiment(case: _Case) -> Found:
    """Somebody who is unhappy reads fewer meetings as less care: a step at a time."""
    felt = case.account.sentiment
    if felt is None or felt.on > case.today:
        yield Reason(None, "cannot tell how they feel about us: no sentiment is logged", "shades")
    elif felt.level == "negative":
        yield Reason(True, f"sentiment was negative on {felt.on}: one step at most", "one step")
    else:
        yield Reason(True, f"sentiment was {felt.level} on {felt.on}", "shades")


def _engagement(case: _Case) -> Found:
    """Disengagement comes before everything else: fewer meetings would only finish what they began."""
    since = turning_away_since(case.account, case.today)
    if since:
        yield Reason(False, f"they have been turning away since {since}; first that is named and settled")


def _people(case: _Case) -> Found:
    """A quieter rhythm is carried by the champion and the sponsor: both are there, and settled."""
    for role in CARRIED_BY:
        part, there = role.replace("_", " "), holders(case.account, role)
        left = [
            person for person in case.account.stakeholders if role in person.roles and person not in there
        ]
        new = _settled_on(case, [person.id for person in there])
        if left and not there:
            yield Reason(
                False, f"{left[0].name}, the {part}, {gone(left[0], case.today)}; somebody else first"
            )
        elif new and new > case.today:
            yield Reason(False, f"{there[0].name} is new as {part}; the rhythm stays until {new}")


def _settled_on(case: _Case, people: list[str]) -> date | None:
    """When somebody who took a part in the course of the onboarding has lived it for a month."""
    about, kickoff = {f"stakeholders/{one}" for one in people}, case.account.kickoff.on
    new = [
        entry.on for entry in case.account.log if entry.about in about and entry.kind in ("joined", "role")
    ]
    later = [on for on in new if kickoff and kickoff < on <= case.today]
    return max(later) + SETTLED if later else None


def _replies(case: _Case) -> Found:
    """Heuristic 3: quick answers carry the relationship through a drop. Only what was logged counts."""
    late = [on for on in late_replies(case.account, case.today) if on + LATELY >= case.today]
    if late:
        told = "a reply was late" if len(late) == 1 else f"{len(late)} replies were late"
        yield Reason(True, f"{told} in the last {LATELY.days} days: one step at most", "one step")


def _settled(case: _Case) -> Found:
    """One step at a time also means that the last step was lived before the next one comes."""
    since = case.account.cadence.since
    if (
        since
        and since <= case.today < since + SETTLED
        and is_slower(case.now, case.journey.onboarding_rhythm)
    ):
        until = since + SETTLED
        yield Reason(False, f"the rhythm is {case.now} since {since} only; the next step waits until {until}")


def _paused(case: _Case) -> Found:
    """A pause says nothing about the rhythm after it."""
    if hold_on(case.account, case.today):
        yield Reason(False, "the onboarding is on hold")


def _renewal(case: _Case) -> Found:
    """Before the day notice ends the meetings get closer, never rarer."""
    quarter = renewal_quarter(case.account)
    if quarter and is_renewal_quarter(case.account, case.today):
        yield Reason(False, f"the renewal quarter has begun: it is decided by {quarter[1]}")


CHECKS: tuple[Callable[[_Case], Found], ...] = (
    _nothing_to_decide,
    _milestones,
    _first_value,
    _outcome,
    _assessed,
    _sentiment,
    _engagement,
    _people,
    _replies,
    _settled,
    _paused,
    _renewal,
)


def last_assessment(account: Account, journey: Journey, today: date) -> AssessmentRun | None:
    """The assessment by the journey's model that was taken last, as seen from a day."""
    return latest(account, journey.assessment, today)


def is_fresh(run: AssessmentRun, today: date) -> bool:
    """Whether a drop may rest on an assessment."""
    return run.on + FRESH >= today


def evidence_since(account: Account, journey: Journey, today: date) -> date | None:
    """The day the last piece of evidence came in that a drop rests on."""
    case = _Case(account, journey, today, None)
    days = [milestone.met_on for milestone in case.onboarding] + [account.first_value.reached_on]
    return max((day for day in days if day and day <= today), default=None)

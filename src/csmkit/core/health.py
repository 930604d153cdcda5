"""How an account is doing, and why: on track, at risk, off track, or cannot tell.

Health is derived from the record on every look and never stored. One grave reason makes an account off
track, one reason for worry puts it at risk. What is not known speaks neither for nor against: without a
signature date or a milestone nobody can tell. The CSM's own word replaces the verdict until it expires.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from csmkit.core.account import Account, HealthOverride, Outcome, Role
from csmkit.core.holds import hold_on
from csmkit.core.journey import Journey
from csmkit.core.milestones import before_our_time, day_after, due_day, primary_outcome
from csmkit.core.play_runs import running
from csmkit.core.signals import DISENGAGEMENT, signals
from csmkit.core.stakeholders import holders
from csmkit.core.timeline import window_days

Status = Literal["on_track", "at_risk", "off_track", "cannot_tell"]
STATUSES: tuple[Status, ...] = ("off_track", "at_risk", "cannot_tell", "on_track")

_LONG_MISSED = timedelta(days=14)
_STILL_FELT = timedelta(days=60)
_GRAVE_RISK = 4
_BEHIND = Decimal("0.25")
_PEOPLE_KNOWN_BY_DAY = 30

STANDS_ON: tuple[Role, ...] = ("executive_sponsor", "champion")
"""The parts that somebody has to play on every journey."""


@dataclass(frozen=True)
class Reason:
    """One thing that was looked at, and what it says."""

    status: Status
    text: str


@dataclass(frozen=True)
class Health:
    """The verdict, its reasons, and the CSM's own word where it replaces it."""

    status: Status
    derived: Status
    reasons: tuple[Reason, ...]
    override: HealthOverride | None = None

    @property
    def grave(self) -> tuple[Reason, ...]:
        """The reasons for the verdict, the CSM's own word first."""
        own = (Reason(self.override.status, self.override.reason),) if self.override else ()
        return own + tuple(reason for reason in self.reasons if reason.status == self.derived)

    @property
    def told(self) -> int:
        """How many of the reasons could be told."""
        return sum(reason.status != "cannot_tell" for reason in self.reasons)


def in_words(status: Status) -> str:
    """A verdict as people say it: ``on_track`` → ``on track``."""
    return status.replace("_", " ")


def health_of(account: Account, journey: Journey, today: date) -> Health:
    """The health of an account on one day."""
    reasons = (
        *_ending(account, today),
        *_engagement(account, today),
        *_milestones(account, today),
        *_first_value(account, journey, today),
        *_trajectory(account, today),
        *_people(account, today),
        *_promises(account, today),
        *_feelings(account, today),
        *_plays(account, today),
        *_risks(account, today),
    )
    derived = _verdict(account, reasons)
    override = account.health
    if override is not None and override.on <= today <= override.until:
        return Health(override.status, derived, reasons, override)
    return Health(derived, derived, reasons)


def _verdict(account: Account, reasons: tuple[Reason, ...]) -> Status:
    said = {reason.status for reason in reasons}
    for status in ("off_track", "at_risk"):
        if status in said:
            return status
    can_tell = any(due_day(account, milestone) for milestone in account.milestones)
    return "on_track" if can_tell else "cannot_tell"


def _ending(account: Account, today: date) -> Iterator[Reason]:
    left, hold = account.contract.churned_on, hold_on(account, today)
    if left is not None and left <= today:
        yield Reason("off_track", f"they left on {left}")
    if hold is not None:
        until = f" until {hold.until_on}" if hold.until_on else ", without an end"
        yield Reason("at_risk", f"on hold since {hold.from_on}{until}")


def _engagement(account: Account, today: date) -> Iterator[Reason]:
    """One unanswered sign is a risk; two, or one that waits for two weeks, and it is going wrong."""
    found = signals(account, today)
    grave = len(found) > 1 or any(signal.since + _LONG_MISSED < today for signal in found)
    for signal in found:
        yield Reason("off_track" if grave else "at_risk", signal.why)


def _milestones(account: Account, today: date) -> Iterator[Reason]:
    """One missed milestone is a risk; two, or one missed for more than two weeks, and it is off track."""
    dated = [(m, due) for m in account.milestones if (due := due_day(account, m))]
    if not dated:
        yield Reason("cannot_tell", "cannot tell: needs milestones with dates")
        return
    met = [m for m in account.milestones if m.met_on and m.met_on <= today]
    missed = [(m, due) for m, due in dated if m not in met and _is_missed(account, due, today)]
    grave = len(missed) > 1 or any(due + _LONG_MISSED < today for _, due in missed)
    for milestone, due in missed:
        yield Reason("off_track" if grave else "at_risk", f"{milestone.id} is missed since {due}")
    for milestone in met:
        if not (milestone.evidence or "").strip():
            yield Reason("at_risk", f"{milestone.id} is called met without evidence")
    if not missed:
        proven = sum(bool((m.evidence or "").strip()) for m in met)
        yield Reason("on_track", f"{proven} of {len(dated)} milestones met with evidence, none missed")


def _is_missed(account: Account, due: date, today: date) -> bool:
    return due < today and not before_our_time(account, due)


def _first_value(account: Account, journey: Journey, today: date) -> Iterator[Reason]:
    """First value is measured against its own window: after its end the account is off track."""
    first, window = account.first_value, window_days(account, journey)
    if first.reached_on and first.reached_on <= today:
        yield Reason("on_track", f"first value reached on {first.reached_on}")
    elif window is not None and _is_missed(account, window[1], today):
        yield Reason("off_track", f"first value was due by {window[1]} and is not reached")
    elif first.target_on and _is_missed(account, first.target_on, today):
        yield Reason("at_risk", f"first value was planned for {first.target_on} and is not reached")


def _trajectory(account: Account, today: date) -> Iterator[Reason]:
    """The number's way from baseline to target, against the time that has passed."""
    outcome = primary_outcome(account)
    way = None if outcome is None else trajectory(outcome, today)
    if way is None:
        needs = "needs baseline, target, their days and a reading"
        yield Reason("cannot_tell", f"cannot tell whether the outcome moves: {needs}")
        return
    attained, elapsed = way
    told = f"{attained:.0%} of the way to the target after {elapsed:.0%} of the time"
    yield Reason("at_risk" if attained < elapsed - _BEHIND else "on_track", told)


def trajectory(outcome: Outcome, today: date) -> tuple[Decimal, Decimal] | None:
    """How much of the way to the target is gone, and how much of the time had passed at the last reading.

    Both as fractions, the time from the baseline's day to the target's. None where a number is missing.
    """
    baseline, target, by = outcome.baseline, outcome.target, outcome.by
    readings = [reading for reading in outcome.readings if reading.on <= today]
    if baseline is None or baseline.as_of is None or target is None or by is None or not readings:
        return None
    last = max(readings, key=lambda reading: reading.on)
    span, distance = (by - baseline.as_of).days, target - baseline.value
    if span <= 0 or distance == 0:
        return None
    elapsed = Decimal((last.on - baseline.as_of).days) / span
    return (last.value - baseline.value) / distance, min(Decimal(1), max(Decimal(0), elapsed))


def _people(account: Account, today: date) -> Iterator[Reason]:
    """After the first month the plan stands on a sponsor and a champion who are there."""
    known_by = day_after(account.contract.signed_on, _PEOPLE_KNOWN_BY_DAY)
    for role in STANDS_ON:
        gone = [p for p in account.stakeholders if role in p.roles and p.departed_on is not None]
        part = role.replace("_", " ")
        if holders(account, role):
            continue
        if gone:
            yield Reason("at_risk", f"{gone[0].name}, the {part}, left on {gone[0].departed_on}")
        elif known_by is not None and known_by < today:
            yield Reason("at_risk", f"there is no {part}")


def _promises(account: Account, today: date) -> Iterator[Reason]:
    for commitment in account.commitments:
        if commitment.status == "broken":
            yield Reason("at_risk", f"commitment {commitment.id} is broken")
        elif commitment.status == "open" and commitment.due_on and commitment.due_on < today:
            yield Reason("at_risk", f"commitment {commitment.id} is late since {commitment.due_on}")


def _feelings(account: Account, today: date) -> Iterator[Reason]:
    heard = account.sentiment
    if heard is None or not heard.on <= today <= heard.on + _STILL_FELT:
        yield Reason("cannot_tell", "cannot tell how they feel: needs a sentiment of the last 60 days")
    elif heard.level == "negative":
        yield Reason("at_risk", f"they were unhappy on {heard.on}")
    else:
        yield Reason("on_track", f"they were {heard.level} on {heard.on}")


def _plays(account: Account, today: date) -> Iterator[Reason]:
    """A play that is under way answers trouble; the trouble is over when the play is closed."""
    for run in running(account, today):
        told = "they are turning away: the play" if run.play == DISENGAGEMENT else "the play"
        yield Reason("at_risk", f"{told} {run.play.replace('-', ' ')} is under way since {run.started_on}")


def _risks(account: Account, today: date) -> Iterator[Reason]:
    for risk in account.risks:
        closed = risk.closed_on is not None and risk.closed_on <= today
        if not closed and risk.severity is not None and risk.severity >= _GRAVE_RISK:
            yield Reason("at_risk", f"a grave risk is open: {risk.title}")

"""When a message is due: the day something happened to an account, as the record tells it.

This looks into our own log; it decides when to write, never what is written.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from csmkit.core.account import Account, Stakeholder
from csmkit.core.attendance import is_held
from csmkit.core.cadence import cadence_verdict
from csmkit.core.holds import hold_on
from csmkit.core.journey import Journey, Occasion
from csmkit.core.meetings import due_review
from csmkit.core.milestones import day_after, graduated_on
from csmkit.core.reassigning import introduction
from csmkit.core.signals import last_sign
from csmkit.core.stakeholders import holders

_AHEAD = timedelta(days=21)  # busy executives need three weeks to find an hour
NOT_WHILE_TURNING_AWAY = (None, "backup-open", "milestone-met", "first-value", "rhythm-drops", "graduation")
"""What messages follow that nobody writes to a customer who turns away: praise, and the usual check-ins."""

TELLS: dict[Occasion, str] = {
    "kickoff-booked": "once the kickoff has a day",
    "kickoff-held": "once the kickoff was held",
    "sponsor-call-open": "while no call with the sponsor is booked",
    "backup-open": "while nobody has arranged how the backup champion comes in",
    "milestone-met": "once a milestone is met",
    "first-value": "once first value is reached",
    "disengaged": "once they turn away",
    "champion-left": "once the champion has left",
    "pause": "once a hold begins",
    "rhythm-drops": "once the rhythm drops",
    "graduation": "at the end of the onboarding, once everything is met",
    "new-csm": "once another CSM takes over",
    "ebr": "before each quarterly review",
}
"""Every occasion in words."""

When = Callable[[Account, Journey, date], date | None]


def happened(account: Account, journey: Journey, occasion: Occasion, today: date) -> date | None:
    """The day it last happened, as known on that day; None when it has not, or is over."""
    day = _OCCASIONS[occasion](account, journey, today)
    return day if day and (day <= today or occasion == "ebr") else None


def is_over(account: Account, occasion: Occasion, today: date) -> bool:
    """Whether it came and went, so that nothing is left to be written about it."""
    if occasion == "kickoff-booked":
        return is_held(account) or (account.kickoff.on or today) < today
    call = account.sponsor_call
    return occasion == "sponsor-call-open" and bool(call.booked_on or call.held_on)


def _kickoff_booked(account: Account, _: Journey, today: date) -> date | None:
    if account.kickoff.on is None or is_over(account, "kickoff-booked", today):
        return None
    booked = (one.on for one in account.log if one.kind == "booked" and one.about == "kickoff")
    return _latest(booked) or account.contract.signed_on


def _kickoff_held(account: Account, _: Journey, __: date) -> date | None:
    return account.kickoff.on if is_held(account) else None


def _sponsor_call_open(account: Account, _: Journey, today: date) -> date | None:
    return None if is_over(account, "sponsor-call-open", today) else account.contract.signed_on


def _backup_open(account: Account, _: Journey, __: date) -> date | None:
    """A backup who is there by name; how they come in may be arranged already."""
    arranged = any(person.introduction for person in holders(account, "backup_champion"))
    return None if arranged else account.contract.signed_on


def _milestone_met(account: Account, _: Journey, today: date) -> date | None:
    return _latest(one.met_on for one in account.milestones if one.met_on and one.met_on <= today)


def _first_value(account: Account, _: Journey, __: date) -> date | None:
    return account.first_value.reached_on


def _disengaged(account: Account, _: Journey, today: date) -> date | None:
    return last_sign(account, today)


def _champion_left(account: Account, _: Journey, __: date) -> date | None:
    """The day a champion's leave became known, also once a play tells whose part somebody else has taken."""
    about = {run.about for run in account.plays if run.play == "champion-departure"}
    return _latest(
        _known_on(account, person)
        for person in account.stakeholders
        if "champion" in person.roles or about.intersection((person.id, f"stakeholders/{person.id}"))
    )


def _known_on(account: Account, person: Stakeholder) -> date | None:
    """The day somebody's last day was logged, or that day itself where nobody logged it before."""
    told = [e.on for e in account.log if e.kind == "left" and e.about == f"stakeholders/{person.id}"]
    return min((*told, person.departed_on)) if person.departed_on else None


def _pause(account: Account, _: Journey, today: date) -> date | None:
    hold = hold_on(account, today)
    return hold.from_on if hold else None


def _rhythm_drops(account: Account, journey: Journey, today: date) -> date | None:
    """The evidence speaks for it, or it was agreed and nobody was told."""
    cadence = account.cadence
    if cadence.announced_on and (cadence.since is None or cadence.announced_on >= cadence.since):
        return None
    if cadence_verdict(account, journey, today).decision == "drop":
        return _graduation(account, journey, today)
    graduates = day_after(account.contract.signed_on, journey.graduation_day)
    dropped = cadence.since and graduates and cadence.since >= graduates
    return cadence.since if dropped and cadence.rhythm != journey.onboarding_rhythm else None


def _graduation(account: Account, journey: Journey, _: date) -> date | None:
    """Everything of the onboarding is reached, but not before its last day."""
    reached, ends = (
        graduated_on(account, journey),
        day_after(account.contract.signed_on, journey.graduation_day),
    )
    return max(reached, ends) if reached and ends else None


def _new_csm(account: Account, journey: Journey, today: date) -> date | None:
    introduced = introduction(account, journey, today)
    return introduced.since if introduced else None


def _ebr(account: Account, journey: Journey, today: date) -> date | None:
    """Three weeks before the next business review, as the calendar has it."""
    following = due_review(account, journey, today)
    return following - _AHEAD if following else None


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)


_OCCASIONS: dict[Occasion, When] = {
    "kickoff-booked": _kickoff_booked,
    "kickoff-held": _kickoff_held,
    "sponsor-call-open": _sponsor_call_open,
    "backup-open": _backup_open,
    "milestone-met": _milestone_met,
    "first-value": _first_value,
    "disengaged": _disengaged,
    "champion-left": _champion_left,
    "pause": _pause,
    "rhythm-drops": _rhythm_drops,
    "graduation": _graduation,
    "new-csm": _new_csm,
    "ebr": _ebr,
}

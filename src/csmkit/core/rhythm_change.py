"""A drop of the rhythm is explicit: decided, told, and only then lived.

Customers who notice fewer meetings without a word read it as being given up; the same drop, told, reads as
graduation. What was decided stands in `cadence.next`; the day they were told in `cadence.announced_on`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from csmkit.core.account import Account, Cadence, Rhythm, RhythmChange
from csmkit.core.cadence import Verdict, is_slower
from csmkit.core.journey import Journey
from csmkit.dates import add_months

_NOTICE = timedelta(days=6)  # and the first day itself: a week
Standing = Literal["decided, not told", "told", "dropped, not told", "no longer holds"]


@dataclass(frozen=True)
class Announcement:
    """Where a change stands: to which rhythm, from which day, and whether the customer knows."""

    standing: Standing
    to: Rhythm
    starts_on: date | None
    announced_on: date | None


def announcement(account: Account, journey: Journey, verdict: Verdict, today: date) -> Announcement | None:
    """Where the change of the rhythm stands on a day; None when there is none to tell."""
    if verdict.decision == "over":
        return None
    cadence, now = account.cadence, account.cadence.rhythm or journey.onboarding_rhythm
    decided = cadence.next
    if decided and decided.decided_on <= today and is_slower(decided.rhythm, now):
        told_on = _told_on(account, decided.decided_on, today)
        standing = _standing(verdict, told=told_on is not None)
        return Announcement(standing, decided.rhythm, decided.starts_on, told_on)
    if verdict.decision == "drop":
        told_on = (
            None if is_slower(now, journey.onboarding_rhythm) else _told_on(account, cadence.since, today)
        )
        return Announcement(_standing(verdict, told=told_on is not None), verdict.then, None, told_on)
    if is_slower(now, journey.onboarding_rhythm) and _told_on(account, _before(account), today) is None:
        return Announcement("dropped, not told", now, cadence.since, None)
    return None


def announced(cadence: Cadence, today: date) -> RhythmChange | None:
    """The change that was decided and told, and that does not hold yet."""
    decided, told = cadence.next, cadence.announced_on
    return decided if decided and told and decided.decided_on <= told <= today else None


def _standing(verdict: Verdict, *, told: bool) -> Standing:
    if told:
        return "told"
    return "decided, not told" if verdict.decision == "drop" else "no longer holds"


def _told_on(account: Account, earliest: date | None, today: date) -> date | None:
    """The day they were told, unless that was about an earlier change."""
    told = account.cadence.announced_on
    return told if told and told <= today and (earliest is None or told >= earliest) else None


def _before(account: Account) -> date | None:
    """The first day of the rhythm before this one: what was announced earlier was about that one."""
    past = account.cadence.past
    return past[-1].since if past else None


def usual_start(today: date) -> date:
    """When a change starts unless another day is named: with the next month that leaves a week to say so."""
    return add_months((today + _NOTICE).replace(day=1), 1)

"""When a milestone is due, whether it is met, and which outcome all of them lead to."""

from datetime import date, timedelta
from typing import Literal

from csmkit.core.account import Account, Milestone, Outcome
from csmkit.core.journey import Journey

MilestoneStatus = Literal["met", "due", "late", "not dated"]


def day_after(start: date | None, days: int | None) -> date | None:
    """The day so many days after another; None when either is missing or no calendar reaches that far."""
    if start is None or days is None:
        return None
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None


def due_day(account: Account, milestone: Milestone) -> date | None:
    """The agreed day, or else signature plus the milestone's day."""
    return milestone.due_on or day_after(account.contract.signed_on, milestone.day)


def before_our_time(account: Account, day: date) -> bool:
    """Whether a day had passed when an account under way was added: what was late then is no alarm."""
    return account.in_flight and account.added_on is not None and day < account.added_on


def due_as_of(account: Account, milestone: Milestone, today: date) -> date | None:
    """The day it was due as seen from a day: what was moved later was not known then."""
    later = sorted((move for move in milestone.moved if move.on > today), key=lambda move: move.on)
    return (later[0].was if later else None) or due_day(account, milestone)


def is_met(milestone: Milestone, today: date) -> bool:
    """Whether it had been met by a day."""
    return milestone.met_on is not None and milestone.met_on <= today


def missed_since(account: Account, milestone: Milestone, today: date) -> date | None:
    """The first agreed day that passed without it; None when it is met or no agreed day has passed.

    A day moved by agreement before it came is not missed. One that was moved after it had passed stays
    missed until the milestone is met: a new date mends no trust.
    """
    if is_met(milestone, today):
        return None
    overrun = [move.was for move in milestone.moved if move.was and move.was < move.on <= today]
    due = due_as_of(account, milestone, today)
    return min([*overrun, *([due] if due and due < today else [])], default=None)


def status_of(account: Account, milestone: Milestone, today: date) -> MilestoneStatus:
    """Where a milestone stands; one that is due today is not late yet."""
    if milestone.met_on is not None and milestone.met_on <= today:
        return "met"
    due = due_day(account, milestone)
    if due is None:
        return "not dated"
    return "late" if due < today else "due"


def in_order(account: Account) -> tuple[Milestone, ...]:
    """Milestones by the day they belong to; those without one come last, as written."""

    def place(milestone: Milestone) -> tuple[bool, date, int]:
        due = due_day(account, milestone)
        return due is None, due or date.min, milestone.day if milestone.day is not None else 0

    return tuple(sorted(account.milestones, key=place))


def primary_outcome(account: Account) -> Outcome | None:
    """The outcome they bought for: the one that is marked, or else the first."""
    return next(
        (outcome for outcome in account.outcomes if outcome.primary), next(iter(account.outcomes), None)
    )


def graduated_on(account: Account, journey: Journey) -> date | None:
    """Since when every milestone of the onboarding is met and the first value reached; None before that."""
    onboarding = [one for one in account.milestones if one.day is None or one.day <= journey.graduation_day]
    reached = [*(one.met_on for one in onboarding), account.first_value.reached_on]
    return max((day for day in reached if day), default=None) if onboarding and all(reached) else None

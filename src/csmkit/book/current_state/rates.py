"""Shares of accounts that got something done, each with its interval and with what was not counted.

A measure is one function: yes, no, or the reason why an account does not count. An account whose day is
still ahead is no failure, and one that was under way when it was added is no success: the ones that had
left before that day were never seen.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from math import sqrt
from typing import NamedTuple

from csmkit.book.accounts import NO_SIGNATURE
from csmkit.book.survival import Band, Z
from csmkit.book.ttfv import MINIMUM
from csmkit.core.account import Account, Milestone
from csmkit.core.attainment import attained, time_gone
from csmkit.core.journey import Journey
from csmkit.core.milestones import day_after, due_as_of, is_met, missed_since, primary_outcome
from csmkit.core.timeline import window_days

DAY = 90
IN_FLIGHT = "was under way already when it was added"
NO_EVIDENCE = "is called met with no evidence in the record"


class Case(NamedTuple):
    """One account with its journey."""

    account: Account
    journey: Journey


Told = bool | str
Tells = Callable[[Case, date], Told]


class Measure(NamedTuple):
    """What is asked of every account: yes, no, or why it does not count."""

    id: str
    title: str
    tells: Tells


class NotCounted(NamedTuple):
    """Why accounts do not count, and how many they are."""

    why: str
    accounts: int


class Rate(NamedTuple):
    """How many of how many. No share below the minimum n; it would move by a tenth with one account."""

    id: str
    title: str
    met: int
    of: int
    share: Band | None
    not_counted: tuple[NotCounted, ...]


def share(met: int, of: int) -> Band | None:
    """A share with its 95 % interval; None below the minimum n."""
    return None if of < MINIMUM else wilson(met, of)


def wilson(met: int, of: int) -> Band:
    """A share with the interval of Wilson (1927), which stays between 0 and 1; `of` is at least one."""
    estimate, square = met / of, Z * Z / of
    middle = (estimate + square / 2) / (1 + square)
    wide = Z * sqrt(estimate * (1 - estimate) / of + square / (4 * of)) / (1 + square)
    return Band(estimate, middle - wide if met else 0.0, middle + wide if met < of else 1.0)


def rate(measure: Measure, cases: Iterable[Case], today: date) -> Rate:
    """One measure over the book, as it stood on a day."""
    told = [measure.tells(case, today) for case in cases]
    why = Counter(one for one in told if isinstance(one, str))
    met, of = sum(one is True for one in told), sum(isinstance(one, bool) for one in told)
    not_counted = tuple(NotCounted(*each) for each in sorted(why.items(), key=lambda each: -each[1]))
    return Rate(measure.id, measure.title, met, of, share(met, of), not_counted)


def ahead(day: int) -> str:
    """Why an account that is too young does not count."""
    return f"day {day} is still ahead"


def _day_of(account: Account, day: int, today: date) -> date | str:
    """A day after the signature that is over and was watched from the start, or why there is none."""
    then = day_after(account.contract.signed_on, day)
    if then is None:
        return NO_SIGNATURE
    if account.in_flight:
        return IN_FLIGHT
    return then if then < today else ahead(day)


def first_value_by_day(case: Case, today: date) -> Told:
    """Whether this customer's own first value was reached within ninety days of the signature."""
    then, reached = _day_of(case.account, DAY, today), case.account.first_value.reached_on
    return then if isinstance(then, str) else reached is not None and reached <= then


def first_value_in_window(case: Case, today: date) -> Told:
    """Whether first value came no later than its window ends, by the plan or by the journey."""
    window = window_days(case.account, case.journey)
    if case.account.in_flight:
        return IN_FLIGHT
    if window is None:
        return "cannot tell: needs contract.signed_on and a window or complexity"
    reached = case.account.first_value.reached_on
    return "its window is not over" if window[1] >= today else reached is not None and reached <= window[1]


def milestone_on_time(case: Case, today: date) -> Told:
    """Whether the day-90 milestone was met, with evidence, by the day both sides had agreed on."""
    milestone = next((one for one in case.account.milestones if one.day == DAY), None)
    if milestone is None:
        return f"cannot tell: needs a milestone for day {DAY}"
    return on_time(case.account, milestone, today)


def on_time(account: Account, milestone: Milestone, today: date) -> Told:
    """Whether a milestone was met by its agreed day; one that was moved before that day came is not late."""
    if account.in_flight:
        return IN_FLIGHT
    due = due_as_of(account, milestone, today)
    if due is None:
        return "cannot tell: needs a signature date or a due date"
    if due >= today:
        return "its agreed day is still ahead"
    if not is_met(milestone, today):
        return False
    if not (milestone.evidence or "").strip():
        return NO_EVIDENCE
    unmet = milestone.model_copy(update={"met_on": None})
    return missed_since(account, unmet, milestone.met_on or today) is None


def sponsor_call_held(case: Case, today: date) -> Told:
    """Whether the sponsor call was held by the day the journey asks for."""
    then, held = (
        _day_of(case.account, case.journey.sponsor_call_held_by_day, today),
        case.account.sponsor_call.held_on,
    )
    return then if isinstance(then, str) else held is not None and held <= then


def outcome_read(case: Case, today: date) -> Told:
    """Whether anybody had read the customer's own figure again within ninety days."""
    then, outcome = _day_of(case.account, DAY, today), primary_outcome(case.account)
    if isinstance(then, str):
        return then
    return outcome is not None and any(reading.on <= then for reading in outcome.readings)


def outcome_on_its_way(case: Case, today: date) -> Told:
    """Whether the figure had gone as much of its way by day 90 as of its time was over."""
    return on_its_way(case.account, today)


def on_its_way(account: Account, today: date) -> Told:
    """The same, of an account alone."""
    then, outcome = _day_of(account, DAY, today), primary_outcome(account)
    if isinstance(then, str):
        return then
    readings = [one for one in outcome.readings if one.on <= then] if outcome else []
    if outcome is None or not readings:
        return f"cannot tell: needs a reading of the outcome by day {DAY}"
    last = max(readings, key=lambda reading: reading.on)
    way = attained(outcome, last.value)
    gone = time_gone(outcome.baseline.as_of if outcome.baseline else None, outcome.by, last.on)
    return (
        "cannot tell: needs baseline, target and their days" if way is None or gone is None else way >= gone
    )


FIRST_VALUE = Measure("first-value", f"First value by day {DAY}", first_value_by_day)
MILESTONE = Measure("day-90-milestone", f"The day-{DAY} milestone met on its agreed day", milestone_on_time)
MEASURES: tuple[Measure, ...] = (
    FIRST_VALUE,
    Measure("first-value-window", "First value before its window ends", first_value_in_window),
    MILESTONE,
    Measure("sponsor-call", "Sponsor call held by the journey's day", sponsor_call_held),
    Measure("outcome-read", f"The outcome read again by day {DAY}", outcome_read),
    Measure("outcome-on-its-way", f"The outcome on its way at day {DAY}", outcome_on_its_way),
)

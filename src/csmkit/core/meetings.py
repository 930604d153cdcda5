"""What meetings come when: the kickoff, the sponsor call, the syncs of the agreed rhythm, the reviews.

The craft: weekly or biweekly syncs until the evidence is there, then monthly ones with a quarterly executive
business review, and closer meetings again in the quarter before notice ends. Dates are local to the customer;
meetings fall on no holiday of theirs and into no pause.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

from csmkit.core.account import Account, Cadence, Rhythm, Weekday
from csmkit.core.holds import hold_on
from csmkit.core.journey import Journey
from csmkit.core.milestones import day_after
from csmkit.core.renewal import renewal_quarter, tighter
from csmkit.core.rhythm_change import announced
from csmkit.core.working_days import WorkingDays, working_days
from csmkit.dates import add_months

Kind = Literal["kickoff", "sponsor-call", "sync", "ebr", "renewal"]

PROPOSED_WEEKDAY: Weekday = "tuesday"
SYNC_MINUTES, SPONSOR_MINUTES, REVIEW_MINUTES = 30, 30, 45
_WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
_WEEKS = {"weekly": 1, "biweekly": 2}
MONTHS = {"monthly": 1, "quarterly": 3}
_LAST_OF_MONTH = -1
_MOST_WEEKS = 4  # every month has a fourth Tuesday, and not every one a fifth
_ONE_DAY = timedelta(days=1)
_STILL_DUE = timedelta(days=45)  # half a quarter later it is the next review that is due


@dataclass(frozen=True)
class Meeting:
    """One meeting. `id` is stable: `kickoff`, `ebr-1`."""

    id: str
    kind: Kind
    on: date
    minutes: int
    at: str | None = None


@dataclass(frozen=True)
class Series:
    """Meetings that come again.

    Attributes:
        id: Stable: `sync-1` for the first rhythm that was agreed, `sync-2` for the one after it.
        kind: `sync`, or `renewal` for the closer meetings before notice ends.
        rhythm: How often.
        first: The first day.
        last: No meeting comes after this day.
        skipped: Days of the series on which nobody meets: holidays and pauses.
        minutes: How long one takes.
        at: When it begins, on the customer's clock; None when nobody said.
    """

    id: str
    kind: Kind
    rhythm: Rhythm
    first: date
    last: date
    skipped: tuple[date, ...] = ()
    minutes: int = SYNC_MINUTES
    at: str | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The days people meet on."""
        return tuple(
            day for day in series_days(self.rhythm, self.first, self.last) if day not in self.skipped
        )


@dataclass(frozen=True)
class RhythmPlan:
    """The meetings of an account, seen from one day, and what is not known."""

    meetings: tuple[Meeting, ...]
    series: tuple[Series, ...]
    renewal_quarter: tuple[date, date] | None
    problems: tuple[str, ...]

    def coming(self, today: date) -> tuple[tuple[date, Kind], ...]:
        """The next meeting of every kind, soonest first."""
        days = [(meeting.on, meeting.kind) for meeting in self.meetings]
        days += [(day, series.kind) for series in self.series for day in series.days]
        following = sorted(day for day in days if day[0] >= today)
        return tuple(day for n, day in enumerate(following) if day[1] not in {d[1] for d in following[:n]})


def rhythm_plan(account: Account, journey: Journey, today: date) -> RhythmPlan:
    """What meetings come when. From the customer's projection it plans no renewal quarter: that is ours."""
    days = working_days(account.country)
    quarter = renewal_quarter(account)
    series = (*_syncs(account, days, today), *_closer(account, journey, quarter, days))
    meetings = (*_single(account, journey), *_reviews(account, journey, days, today))
    return RhythmPlan(meetings, series, quarter, tuple(_problems(account)))


def series_days(rhythm: Rhythm, first: date, last: date) -> Iterator[date]:
    """The days of a series: every week or two, or the same weekday of the month, as in the first one."""
    number, day = 0, first
    while day <= last:
        yield day
        number += 1
        if rhythm in _WEEKS:
            day = first + timedelta(weeks=_WEEKS[rhythm] * number)
        else:
            month = add_months(first.replace(day=1), MONTHS[rhythm] * number)
            day = weekday_of_month(month, first.weekday(), week_of_month(first))


def week_of_month(day: date) -> int:
    """Which of its weekday in the month a day is: 1 for the first; -1, the last, for a fifth."""
    week = (day.day - 1) // 7 + 1
    return week if week <= _MOST_WEEKS else _LAST_OF_MONTH


def weekday_of_month(month: date, weekday: int, week: int) -> date:
    """Such as the second Tuesday of a month; -1 for the last one."""
    if week == _LAST_OF_MONTH:
        last = add_months(month.replace(day=1), 1) - _ONE_DAY
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = month.replace(day=1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=week - 1)


def _single(account: Account, journey: Journey) -> Iterator[Meeting]:
    kickoff, call = account.kickoff, account.sponsor_call
    if kickoff.on:
        yield Meeting(
            "kickoff", "kickoff", kickoff.on, kickoff.minutes or journey.kickoff.minutes, kickoff.at
        )
    held_or_booked = call.held_on or call.booked_on
    if held_or_booked:
        yield Meeting("sponsor-call", "sponsor-call", held_or_booked, SPONSOR_MINUTES, call.at)


def _reviews(account: Account, journey: Journey, days: WorkingDays, today: date) -> Iterator[Meeting]:
    """The business reviews; one that was held stands on the day it was held."""
    planned = {meeting.id: meeting for meeting in _planned_reviews(account, journey, days, today)}
    for day in _reviewed(account, today):
        nearest = min(planned.values(), key=lambda one: abs(one.on - day), default=None)
        if nearest is not None:
            planned[nearest.id] = replace(nearest, on=day)
    yield from planned.values()


def _reviewed(account: Account, today: date) -> list[date]:
    logged = (entry.on for entry in account.log if entry.kind == "ebr")
    return sorted(day for day in {*account.reviewed_on, *logged} if day <= today)


def due_review(account: Account, journey: Journey, today: date) -> date | None:
    """The day of the business review that comes next, or that is late by less than half a quarter.

    A weekend is stepped over as the calendar does; a country's holidays take too long to look up here.
    """
    held = _reviewed(account, today)
    days = (meeting.on for meeting in _reviews(account, journey, WorkingDays(), today))
    return min((day for day in days if day not in held and day + _STILL_DUE >= today), default=None)


def _planned_reviews(account: Account, journey: Journey, days: WorkingDays, today: date) -> Iterator[Meeting]:
    """One by the rhythm of the journey after the signature, up to a year ahead."""
    signed, rhythm = account.contract.signed_on, journey.review_rhythm
    months = MONTHS.get(rhythm or "")
    if signed is None or months is None:
        return
    number = 1
    while (due := add_months(signed, months * number)) <= add_months(max(today, signed), 12):
        on = days.next_working(due)
        if not hold_on(account, on):
            yield Meeting(f"ebr-{number}", "ebr", on, REVIEW_MINUTES)
        number += 1


def _syncs(account: Account, days: WorkingDays, today: date) -> Iterator[Series]:
    """One series for each rhythm there was, the one that holds, and the next one once they were told."""
    cadence, since = account.cadence, _since(account)
    for number, past in enumerate(cadence.past, 1):
        yield _series(account, days, f"sync-{number}", past.rhythm, past.since, past.until)
    if cadence.rhythm is None or since is None:
        return
    current, following = len(cadence.past) + 1, announced(cadence, today)
    until = following.starts_on - _ONE_DAY if following else _within_the_term(account, since)
    yield _series(account, days, f"sync-{current}", cadence.rhythm, since, until)
    if following:
        start = following.starts_on
        ends = _within_the_term(account, start)
        yield _series(account, days, f"sync-{current + 1}", following.rhythm, start, ends)


def _within_the_term(account: Account, since: date) -> date:
    """A year on, but not past the renewal: what comes after it is not agreed."""
    year, renewal = add_months(since, 12), account.contract.renews_on
    return min(year, renewal) if renewal and renewal > since else year


def _since(account: Account) -> date | None:
    return account.cadence.since or day_after(account.kickoff.on, 1)


def _closer(
    account: Account, journey: Journey, quarter: tuple[date, date] | None, days: WorkingDays
) -> Iterator[Series]:
    """One step closer than the rhythm that holds, in the quarter before notice ends."""
    if quarter is None:
        return
    now = account.cadence.rhythm or journey.steady_rhythm
    yield _series(account, days, "renewal", tighter(now), *quarter)


def _series(
    account: Account, days: WorkingDays, name: str, rhythm: Rhythm, since: date, until: date
) -> Series:
    cadence = account.cadence
    first = _first_weekday(since, cadence)
    skipped = tuple(
        day for day in series_days(rhythm, first, until) if days.is_holiday(day) or hold_on(account, day)
    )
    kind: Kind = "renewal" if name == "renewal" else "sync"
    minutes = cadence.minutes or SYNC_MINUTES
    return Series(name, kind, rhythm, first, until, skipped, minutes, cadence.at)


def _first_weekday(since: date, cadence: Cadence) -> date:
    wanted = _WEEKDAYS.index(cadence.weekday or PROPOSED_WEEKDAY)
    return since + timedelta(days=(wanted - since.weekday()) % 7)


def _problems(account: Account) -> Iterator[str]:
    if account.cadence.rhythm is None:
        yield "cannot tell the syncs: needs the agreed rhythm"
    elif _since(account) is None:
        yield "cannot tell the syncs: needs the day the rhythm holds since"
    if account.contract.signed_on is None:
        yield "cannot tell the reviews: needs the day of signature"

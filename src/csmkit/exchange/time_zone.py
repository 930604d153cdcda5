"""A time zone as calendars write it down: the rules by which its clocks change.

Written by hand, because a calendar that lists past changes only is read an hour off by other programs:
a rule such as “last Sunday in March” holds for every year to come. A zone whose clocks follow no such rule
is written change by change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = -1
_TWICE_A_YEAR = 2
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Change:
    """The clocks change: at this wall time by the old offset, from one offset to the other."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def vtimezone(key: str, first: date, last: date) -> Timezone:
    """The zone's definition, right from a year before the first day on."""
    zone = ZoneInfo(key)
    years = range(first.year - 1, last.year + 2)
    found = {year: tuple(_changes(zone, year)) for year in years}
    component = Timezone()
    component.add("tzid", key)
    begun = found[years.start]
    rules = [_rule(change, found) for change in begun] if len(begun) == _TWICE_A_YEAR else []
    if rules and all(rules) and all(len(changes) == len(begun) for changes in found.values()):
        for change, rule in zip(begun, rules, strict=True):
            component.add_component(_observance(change, rule))
        return component
    component.add_component(_observance(_as_it_was(zone, years.start)))
    for changes in found.values():
        for change in changes:
            component.add_component(_observance(change))
    return component


def _changes(zone: ZoneInfo, year: int) -> Iterator[_Change]:
    """Every change of the clocks in a year, to the minute."""
    day = datetime(year, 1, 1, tzinfo=UTC)
    while day.year == year:
        if _offset(zone, day) != _offset(zone, day + _DAY):
            yield _change(zone, _moment(zone, day))
        day += _DAY


def _moment(zone: ZoneInfo, day: datetime) -> datetime:
    """The first minute after a change within a day."""
    low, high = 0, 24 * 60
    while high - low > 1:
        middle = (low + high) // 2
        same = _offset(zone, day + middle * _MINUTE) == _offset(zone, day)
        low, high = (middle, high) if same else (low, middle)
    return day + high * _MINUTE


def _change(zone: ZoneInfo, moment: datetime) -> _Change:
    before, local = _offset(zone, moment - _MINUTE), moment.astimezone(zone)
    at = (moment + before).replace(tzinfo=None)
    return _Change(at, before, _offset(zone, moment), local.tzname() or "", bool(local.dst()))


def _as_it_was(zone: ZoneInfo, year: int) -> _Change:
    """The offset that holds before the first change that is written down."""
    start = datetime(year, 1, 1, tzinfo=zone)
    offset = start.utcoffset() or timedelta()
    return _Change(start.replace(tzinfo=None), offset, offset, start.tzname() or "", bool(start.dst()))


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _rule(change: _Change, found: dict[int, tuple[_Change, ...]]) -> dict[str, object] | None:
    """The yearly rule that gives a change in every one of these years, if there is one."""
    same = [
        other.at
        for changes in found.values()
        for other in changes
        if (other.before, other.after) == (change.before, change.after)
    ]
    if {(at.month, at.weekday(), at.time()) for at in same} != {
        (change.at.month, change.at.weekday(), change.at.time())
    }:
        return None
    for week in (_LAST, (change.at.day - 1) // 7 + 1):
        if all(_is_week(at, week) for at in same):
            day = f"{week}{_WEEKDAYS[change.at.weekday()]}"
            return {"freq": "yearly", "bymonth": change.at.month, "byday": day}
    return None


def _is_week(at: datetime, week: int) -> bool:
    """Whether a day is the second, or the last (-1), of its weekday in the month."""
    if week == _LAST:
        return (at + 7 * _DAY).month != at.month
    return (at.day - 1) // 7 + 1 == week


def _observance(change: _Change, rule: dict[str, object] | None = None) -> Component:
    component = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    component.add("dtstart", change.at)
    component.add("tzoffsetfrom", change.before)
    component.add("tzoffsetto", change.after)
    component.add("tzname", change.name)
    if rule:
        component.add("rrule", rule)
    return component

"""Appointments as an .ics file that any calendar imports, and imports again without doubling.

Every entry keeps its UID. What changed since the last export gets a higher SEQUENCE and a new DTSTAMP, what
did not stays as it was to the byte, and what is gone is cancelled. The last export is all that is needed to
tell; nothing here reads a clock.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Event

from csmkit.core.appointments import Appointment, Repeats
from csmkit.core.meetings import MONTHS, week_of_month
from csmkit.errors import Refused
from csmkit.exchange.time_zone import vtimezone

MADE_BY = "-//csmkit//customer calendar//EN"
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_REVISION = ("SEQUENCE", "DTSTAMP")


class UnknownZone(Refused):
    """The account's time zone is not one that computers know."""


def calendar_file(
    appointments: Iterable[Appointment], owner: str, zone: str, today: date, previous: bytes | None = None
) -> bytes:
    """The calendar as a file.

    Args:
        appointments: What stands in it.
        owner: The account's permanent id; part of every UID.
        zone: The customer's time zone, such as ``Europe/Berlin``.
        today: The day of the export; what changed is stamped with it.
        previous: The last export, which tells what a calendar holds already.

    Raises:
        UnknownZone: nobody knows that time zone.
    """
    clock = _zone(zone)
    before = _events(previous)
    appointments = tuple(appointments)
    events = {event.uid: event for event in (_event(one, owner, clock) for one in appointments)}
    gone = [_cancelled(event) for uid, event in before.items() if uid not in events]
    entries = [_revised(event, before.get(event.uid), today) for event in (*events.values(), *gone)]
    file = Calendar()
    file.add("version", "2.0")
    file.add("prodid", MADE_BY)
    file.add("method", "PUBLISH")
    days = [_day(event) for event in entries] or [today]
    days += [one.repeats.last for one in appointments if one.repeats]
    file.add_component(vtimezone(zone, min(days), max(days)))
    for event in entries:
        file.add_component(event)
    return bytes(file.to_ical())


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZone("time_zone is not one that computers know; write it like Europe/Berlin.") from None


def _events(file: bytes | None) -> dict[str, Event]:
    """The entries of the last export by UID; one that cannot be read tells nothing."""
    if file is None:
        return {}
    try:
        return {event.uid: event for event in Calendar.from_ical(file.decode()).events}
    except ValueError:
        return {}


def _event(one: Appointment, owner: str, clock: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", f"{one.id}.{owner}@csmkit")
    event.add("summary", one.title)
    if one.about:
        event.add("description", "\n".join(one.about))
    event.add("status", "TENTATIVE" if one.is_proposed else "CONFIRMED")
    if one.at is None:
        event.add("dtstart", one.on)
        event.add("dtend", one.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return event
    begins = datetime.combine(one.on, time.fromisoformat(one.at), clock)
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=one.minutes))
    if one.repeats:
        _repeat(event, begins, one.repeats)
    return event


def _repeat(event: Event, begins: datetime, repeats: Repeats) -> None:
    last = datetime.combine(repeats.last, begins.timetz())
    event.add("rrule", _rule(repeats, begins) | {"until": last.astimezone(UTC)})
    if repeats.skipped:
        event.add("exdate", [datetime.combine(day, begins.timetz()) for day in repeats.skipped])


def _rule(repeats: Repeats, begins: datetime) -> dict[str, Any]:
    months = MONTHS.get(repeats.rhythm)
    if months is None:
        return {"freq": "weekly", "interval": 1 if repeats.rhythm == "weekly" else 2}
    day = f"{week_of_month(begins.date())}{_WEEKDAYS[begins.weekday()]}"
    return {"freq": "monthly", "interval": months, "byday": day}


def _cancelled(event: Event) -> Event:
    """An entry that is no longer planned; it was in somebody's calendar, so it has to be told."""
    event = _copy(event)
    event.pop("STATUS", None)
    event.add("status", "CANCELLED")
    return event


def _revised(event: Event, before: Event | None, today: date) -> Event:
    """An entry with its revision: as before where nothing changed, else the next one."""
    event = _copy(event)
    if before is not None and _content(event) == _content(before):
        sequence, stamp = before.sequence, before.DTSTAMP
    else:
        sequence = before.sequence + 1 if before is not None else 0
        stamp = datetime.combine(today, time(0), UTC)
    for name in _REVISION:
        event.pop(name, None)
    event.add("sequence", sequence)
    event.add("dtstamp", stamp)
    return event


def _copy(event: Event) -> Event:
    """The entry as another program reads it."""
    copied = Event.from_ical(event.to_ical().decode())
    assert isinstance(copied, Event)  # noqa: S101 - what was written is what is read
    return copied


def _content(event: Event) -> bytes:
    """What a calendar shows of an entry: everything but its revision."""
    bare = _copy(event)
    for name in _REVISION:
        bare.pop(name, None)
    return bytes(bare.to_ical())


def _day(event: Event) -> date:
    begins = event.start
    return begins.date() if isinstance(begins, datetime) else begins

"""The customer's calendar: the same local times in two parsers, and a second import that updates."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from conftest import Book
from csmkit.core.account import Account
from csmkit.core.appointments import Appointment, Repeats, appointments
from csmkit.core.audience import for_customer
from csmkit.core.meetings import rhythm_plan, series_days
from csmkit.dates import add_months
from csmkit.exchange.calendar import calendar_file
from csmkit.exchange.time_zone import vtimezone
from csmkit.storage.library import Library
from test_audience import MARKER, NORTHWIND_ACCOUNT, planted, with_other_insides

DAY = ("--as-of", "2026-10-01")
RECORD = """\
schema: csmkit/account@1
id: a1
name: Northwind; Traders, Inc.
journey: high-touch
country: DE
time_zone: Europe/Berlin
contract: {signed_on: 2026-09-01, renews_on: 2027-09-01, notice_days: 60}
vendor_team: {csm: {name: Sam Lee}}
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [executive_sponsor], private: SECRET}
  - {id: mia-brandt, name: "Mia Brandt, PhD", roles: [champion], stance: sceptic}
milestones:
  - {id: day-30, day: 30, title: "Ten quotes; no spreadsheet, 🎹 {{ 7*7 }}", because: SECRET}
kickoff: {on: 2026-09-10, at: "09:30", minutes: 45}
sponsor_call: {booked_on: 2026-09-22}
cadence:
  rhythm: weekly
  since: 2026-09-11
  weekday: wednesday
  at: "14:15"
  minutes: 25
log: [{id: l1, on: 2026-09-10, kind: note, note: SECRET}]
"""


@pytest.fixture
def dated(book: Book) -> Book:
    """Northwind, with everything that has a day."""
    book.account(RECORD)
    return book


def exported(book: Book, *words: str, day: str = "2026-10-01") -> str:
    book.done("calendar", "northwind", *words, "--as-of", day)
    return (book.root / "accounts/northwind/calendar.ics").read_bytes().decode()


def one_parser(file: str, first: date, last: date) -> dict[str, list[str]]:
    """Local times by UID, as icalendar reads them."""
    found: dict[str, list[str]] = {}
    for event in recurring_ical_events.of(Calendar.from_ical(file)).between(first, last):
        found.setdefault(str(event["UID"]), []).append(f"{event.start:%Y-%m-%d %H:%M %z}")
    return {uid: sorted(times) for uid, times in found.items()}


def another_parser(file: str, first: date, last: date) -> dict[str, list[str]]:
    """Local times by UID, as vobject reads them: with the zone that stands in the file."""
    found: dict[str, list[str]] = {}
    # It keeps the first definition of a zone that it met in any file.
    known = vars(vobject.icalendar)["__tzidMap"]
    for zone in set(known) - {"UTC"}:
        del known[zone]
    for event in vobject.readOne(file).vevent_list:
        starts: Any = event.dtstart.value
        zone = getattr(starts, "tzinfo", None)
        # The rule is naive in vobject; what it gives is the local time.
        days = event.getrruleset(addRDate=True) if "rrule" in event.contents else [starts]
        for day in days or ():
            local = day.replace(tzinfo=zone) if isinstance(day, datetime) else day
            if first <= (local.date() if isinstance(local, datetime) else local) < last:
                found.setdefault(event.uid.value, []).append(f"{local:%Y-%m-%d %H:%M %z}")
    return {uid: sorted(times) for uid, times in found.items()}


def test_two_parsers_read_the_same_local_times_before_and_after_the_clocks_change(dated: Book) -> None:
    file = exported(dated)
    span = (date(2026, 9, 1), date(2027, 9, 1))
    one, other = one_parser(file, *span), another_parser(file, *span)
    assert one == other
    syncs = one["sync-1.a1@csmkit"]
    assert "2026-10-21 14:15 +0200" in syncs
    assert "2026-10-28 14:15 +0100" in syncs  # the clocks go back on 2026-10-25
    assert "2027-03-24 14:15 +0100" in syncs
    assert "2027-03-31 14:15 +0200" in syncs  # and forward on 2027-03-28
    assert one["kickoff.a1@csmkit"] == ["2026-09-10 09:30 +0200"]
    assert one["milestone-day-30.a1@csmkit"] == ["2026-10-01 00:00 "]


def test_nobody_meets_on_a_holiday_or_in_a_pause(dated: Book) -> None:
    record = RECORD.replace("since: 2026-09-11", "since: 2026-09-11").replace(
        "weekday: wednesday", "weekday: friday"
    )
    dated.account(record + "holds: [{id: h1, from_on: 2026-11-01, until_on: 2026-11-15}]\n")
    times = one_parser(exported(dated), date(2026, 9, 1), date(2027, 4, 1))["sync-1.a1@csmkit"]
    days = {time[:10] for time in times}
    assert not days & {"2026-12-25", "2027-01-01", "2027-03-26", "2026-11-06", "2026-11-13"}
    assert {"2026-12-18", "2027-01-08", "2026-11-20"} <= days


def test_a_second_export_of_the_same_record_is_the_same_file_on_any_day(dated: Book) -> None:
    assert exported(dated, day="2026-10-01") == exported(dated, day="2026-11-15")


def test_what_changed_is_updated_and_what_is_gone_is_cancelled(dated: Book) -> None:
    before = {event.uid: event for event in Calendar.from_ical(exported(dated)).events}
    dated.done("log", "northwind", "moved", "day-30", "--to", "2026-10-20", "--reason", "SECRET", *DAY)
    path = dated.root / "accounts/northwind/account.yaml"
    path.write_text(path.read_text().replace("sponsor_call: {booked_on: 2026-09-22}\n", ""))
    after = {event.uid: event for event in Calendar.from_ical(exported(dated, day="2026-10-02")).events}
    assert set(after) == set(before)
    moved = after["milestone-day-30.a1@csmkit"]
    assert (moved.start, moved.sequence, moved.DTSTAMP) == (
        date(2026, 10, 20),
        1,
        datetime(2026, 10, 2, tzinfo=UTC),
    )
    gone = after["sponsor-call.a1@csmkit"]
    assert (str(gone["STATUS"]), gone.sequence) == ("CANCELLED", 1)
    assert after["kickoff.a1@csmkit"].to_ical() == before["kickoff.a1@csmkit"].to_ical()
    again = {event.uid: event for event in Calendar.from_ical(exported(dated, day="2026-10-03")).events}
    assert again["sponsor-call.a1@csmkit"].sequence == 1


def test_nobody_is_invited_to_a_review_that_was_held_this_quarter(dated: Book) -> None:
    dated.done("log", "northwind", "ebr", "jane", "--as-of", "2026-11-20")
    text = exported(dated, day="2026-11-21")
    held = {event.uid: event for event in Calendar.from_ical(text).events}["ebr-1.a1@csmkit"]
    assert (f"{held.start:%Y-%m-%d}", "is a proposal" in str(held["DESCRIPTION"])) == ("2026-11-20", False)
    assert str(held["SUMMARY"]).startswith("Business review: ")
    told = dated.done("today", "--as-of", "2026-12-01").out
    assert "business review" not in told
    assert "ebr-invitation" not in told


def test_a_part_that_nobody_plays_drives_nothing(dated: Book) -> None:
    path = dated.root / "accounts/northwind/account.yaml"
    path.write_text(
        path.read_text().replace("day-30, day: 30,", "day-30, day: 30, owner: implementation_lead,")
    )
    event = {event.uid: event for event in Calendar.from_ical(exported(dated)).events}
    assert "Driven by Sam Lee." in str(event["milestone-day-30.a1@csmkit"]["DESCRIPTION"])


def test_a_slower_rhythm_ends_the_series_and_begins_another(dated: Book) -> None:
    exported(dated)
    dated.done("log", "northwind", "rhythm", "monthly", "--as-of", "2026-12-01")
    file = exported(dated, day="2026-12-01")
    times = one_parser(file, date(2026, 11, 1), date(2027, 3, 1))
    assert [time[:10] for time in times["sync-1.a1@csmkit"]][-1] == "2026-11-25"
    assert [time[:10] for time in times["sync-2.a1@csmkit"]] == ["2026-12-02", "2027-01-06", "2027-02-03"]
    assert times == another_parser(file, date(2026, 11, 1), date(2027, 3, 1))


def test_a_change_stands_in_the_calendar_once_they_were_told(dated: Book) -> None:
    decided = "  next: {rhythm: monthly, starts_on: 2026-12-01, decided_on: 2026-11-10}\n"
    dated.account(RECORD.replace("  rhythm: weekly\n", "  rhythm: weekly\n" + decided))
    assert "sync-2" not in exported(dated, day="2026-11-11")
    told = decided + "  announced_on: 2026-11-12\n"
    dated.account(RECORD.replace("  rhythm: weekly\n", "  rhythm: weekly\n" + told))
    ahead = one_parser(exported(dated, day="2026-11-12"), date(2026, 11, 12), date(2027, 2, 1))
    assert [time[:10] for time in ahead["sync-1.a1@csmkit"]] == ["2026-11-18", "2026-11-25"]
    dated.done("log", "northwind", "rhythm", "monthly", "--as-of", "2026-12-01")
    lived = one_parser(exported(dated, day="2026-12-01"), date(2026, 11, 12), date(2027, 2, 1))
    assert lived == ahead


def test_nothing_of_ours_is_in_it_and_signs_stay_what_they_are(dated: Book) -> None:
    file = exported(dated)
    for ours in ("SECRET", "sceptic", "renewal", "2027-07-03", "20270703"):
        assert ours not in file.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
    (milestone,) = [e for e in Calendar.from_ical(file).events if str(e.uid).startswith("milestone")]
    title = "Northwind; Traders, Inc.: Ten quotes; no spreadsheet, 🎹 {{ 7*7 }}"
    assert str(milestone["SUMMARY"]) == title
    (same,) = [e for e in vobject.readOne(file).vevent_list if e.uid.value.startswith("milestone")]
    assert same.summary.value == title


def test_a_time_that_nobody_agreed_on_is_a_proposal(dated: Book) -> None:
    ran = dated.done("calendar", "northwind", *DAY)
    assert "a time is proposed where the record has none; to set it: sponsor_call.at" in ran.err.lower()
    events = {e.uid: e for e in Calendar.from_ical(exported(dated)).events}
    assert str(events["sponsor-call.a1@csmkit"]["STATUS"]) == "TENTATIVE"
    assert "The time is a proposal" in str(events["sponsor-call.a1@csmkit"]["DESCRIPTION"])
    assert str(events["sync-1.a1@csmkit"]["STATUS"]) == "CONFIRMED"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("time_zone: Europe/Berlin\n", ""), "fill time_zone"),
        (("Europe/Berlin", "Mars/Base"), "write it like Europe/Berlin"),
        (("Europe/Berlin", "../../etc/passwd"), "write it like Europe/Berlin"),
        (("notice_days: 60", "churned_on: 2026-09-20"), "The customer left on 2026-09-20"),
        (('at: "14:15"', "at: 25 o'clock"), "needs a time of day written like 09:30"),
    ],
)
def test_what_cannot_be_written_is_said(dated: Book, change: tuple[str, str], said: str) -> None:
    dated.account(RECORD.replace(*change))
    ran = dated.run("calendar", "northwind", *DAY)
    assert (ran.code, said in ran.err) == (1, True), ran.said
    assert not (dated.root / "accounts/northwind/calendar.ics").exists()


def test_a_file_that_is_not_this_calendar_is_left_alone(dated: Book, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ics"
    mine.write_text("BEGIN:VCALENDAR\n")
    ran = dated.run("calendar", "northwind", "--out", str(mine), *DAY)
    assert (ran.code, mine.read_text()) == (1, "BEGIN:VCALENDAR\n")
    fresh = tmp_path / "northwind.ics"
    dated.done("calendar", "northwind", "--out", str(fresh), *DAY)
    dated.done("calendar", "northwind", "--out", str(fresh), *DAY)
    assert b"METHOD:PUBLISH" in fresh.read_bytes()


JOURNEY = Library().journey("high-touch")
ZONED = NORTHWIND_ACCOUNT.model_copy(update={"time_zone": "Europe/Berlin"})


def written(account: Account) -> bytes:
    day = date(2026, 10, 1)
    return calendar_file(appointments(for_customer(account), JOURNEY, day), "a1", "Europe/Berlin", day)


@settings(max_examples=25, deadline=None)
@given(with_other_insides(ZONED))
def test_records_that_differ_only_inside_give_the_same_calendar(other: dict[str, Any]) -> None:
    assert written(Account.model_validate(other)) == written(ZONED)


def test_a_text_planted_in_every_internal_field_is_in_no_calendar() -> None:
    account = Account.model_validate(planted(ZONED, None, inside=False))
    assert MARKER not in written(account).decode().replace("\r\n ", "")


def test_meetings_get_closer_in_the_quarter_before_notice_ends_and_only_we_know() -> None:
    account = Account.model_validate(
        {
            "schema": "csmkit/account@1",
            "id": "a1",
            "name": "Northwind",
            "journey": "high-touch",
            "contract": {"signed_on": "2026-09-01", "renews_on": "2027-09-01", "notice_days": 62},
            "cadence": {"rhythm": "monthly", "since": "2026-12-01"},
        }
    )
    plan = rhythm_plan(account, JOURNEY, date(2026, 12, 1))
    assert plan.renewal_quarter == (date(2027, 3, 31), date(2027, 7, 1))
    (closer,) = [series for series in plan.series if series.kind == "renewal"]
    assert (closer.rhythm, closer.days[0], closer.days[-1]) == (
        "biweekly",
        date(2027, 4, 6),
        date(2027, 6, 29),
    )
    (syncs,) = [series for series in plan.series if series.kind == "sync"]
    assert syncs.days[-1] <= date(2027, 9, 1) < add_months(date(2026, 12, 1), 12)
    reviews = [meeting.on for meeting in plan.meetings if meeting.kind == "ebr"]
    assert reviews == [
        date(2026, 12, 1),
        date(2027, 3, 1),
        date(2027, 6, 1),
        date(2027, 9, 1),
        date(2027, 12, 1),
    ]
    assert rhythm_plan(for_customer(account), JOURNEY, date(2026, 12, 1)).renewal_quarter is None


ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Jerusalem",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "UTC",
]
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
RHYTHMS = st.sampled_from(["weekly", "biweekly", "monthly", "quarterly"])


@settings(max_examples=60, deadline=None)
@given(DAYS, RHYTHMS, st.sampled_from(ZONES))
def test_every_series_is_the_same_in_our_days_and_in_two_parsers(first: date, rhythm: Any, zone: str) -> None:
    last = first + timedelta(days=400)
    meeting = Appointment("sync-1", "Meeting", (), first, "14:00", 30, repeats=Repeats(rhythm, last, ()))
    file = calendar_file([meeting], "a1", zone, first).decode()
    span = (first, last + timedelta(days=1))
    expected = [
        f"{datetime(day.year, day.month, day.day, 14, tzinfo=ZoneInfo(zone)):%Y-%m-%d %H:%M %z}"
        for day in series_days(rhythm, first, last)
    ]
    assert one_parser(file, *span) == {"sync-1.a1@csmkit": expected}
    assert another_parser(file, *span) == {"sync-1.a1@csmkit": expected}


@pytest.mark.parametrize("zone", ZONES)
def test_the_zone_is_written_by_its_rule_where_it_has_one(zone: str) -> None:
    written = vtimezone(zone, date(2026, 9, 1), date(2027, 9, 1)).to_ical().decode()
    changing = zone in set(ZONES[:5])
    assert written.count("RRULE") == (2 if changing else 0)

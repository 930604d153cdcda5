"""Days as people write them: what is understood, and what is not guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmkit.dates import add_months, long_day, read_day

THURSDAY = date(2026, 9, 3)
DAYS = st.dates(date(1990, 1, 1), date(2150, 1, 1))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-09-01", date(2026, 9, 1)),
        (" 2026-09-01 ", date(2026, 9, 1)),
        ("31 Jan 2027", date(2027, 1, 31)),
        ("1. september 2026", date(2026, 9, 1)),
        ("3 Sept. 2026", date(2026, 9, 3)),
        ("today", THURSDAY),
        ("Tomorrow", date(2026, 9, 4)),
        ("YESTERDAY", date(2026, 9, 2)),
        ("+30d", date(2026, 10, 3)),
        ("+ 30 d", None),
        ("+30 d", date(2026, 10, 3)),
        ("-2w", date(2026, 8, 20)),
        ("+0d", THURSDAY),
        ("+3m", date(2026, 12, 3)),
        ("-9m", date(2025, 12, 3)),
        ("friday", date(2026, 9, 4)),
        ("next friday", date(2026, 9, 4)),
        ("this friday", date(2026, 9, 4)),
        ("fri", date(2026, 9, 4)),
        ("next  Monday", date(2026, 9, 7)),
        ("thursday", date(2026, 9, 10)),
    ],
)
def test_a_day_can_be_written_as_people_say_it(words: str, day: date | None) -> None:
    assert read_day(words, THURSDAY) == day


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "frid",
        "1.9.2026",
        "31 feb 2027",
        "31 j 2027",
        "3 march",
        "09/01/2026",
        "2026-9-1",
        "2026-02-29",
        "2026-13-01",
        "20260901",
        "2026-09-01T10:00",
        "30d",
        "+30",
        "+30y",
        "+99999d",
        "+9999m",
        "-9999m",
        "next",
        "next month",
        "last friday",
        "٢٠٢٦-٠٩-٠١",
        "+٣d",
    ],
)
def test_what_could_be_misread_is_no_day(words: str) -> None:
    assert read_day(words, THURSDAY) is None


@given(st.text(), DAYS)
def test_no_words_make_it_fail(words: str, today: date) -> None:
    read_day(words, today)


@given(st.sampled_from("+-"), st.integers(0, 9999), st.sampled_from("dwm"), DAYS)
def test_no_distance_makes_it_fail(sign: str, count: int, unit: str, today: date) -> None:
    day = read_day(f"{sign}{count}{unit}", today)
    assert day is None or day.year <= 2200


@given(DAYS)
def test_a_day_in_iso_form_is_that_day(day: date) -> None:
    assert read_day(day.isoformat(), THURSDAY) == day


@given(st.sampled_from(["mon", "tuesday", "next wed", "this thursday", "fri", "sat", "next sunday"]), DAYS)
def test_a_weekday_is_the_first_one_after_today(words: str, today: date) -> None:
    day = read_day(words, today)
    assert day is not None
    assert timedelta(days=1) <= day - today <= timedelta(days=7)
    assert day.strftime("%A").casefold().startswith(words.rsplit(maxsplit=1)[-1][:3])


def test_a_month_later_is_the_same_day_or_the_last_one() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert add_months(date(2026, 3, 15), -3) == date(2025, 12, 15)


@given(DAYS, st.integers(-240, 240))
def test_months_are_counted_whole(day: date, count: int) -> None:
    moved = add_months(day, count)
    assert (moved.year - day.year) * 12 + moved.month - day.month == count
    assert moved.day <= day.day


def test_a_document_shows_a_day_that_no_country_misreads() -> None:
    assert long_day(date(2026, 9, 1)) == "1 September 2026"

"""A drop is decided, told, and only then lived; what the customer reads of it holds no word of ours."""

from typing import Any

import pytest

from conftest import Book
from test_cadence import HEAD, MET_30, MET_60, VALUE, assessed

PEOPLE = """\
vendor_team: {csm: {name: Sam Lee, email: sam@vendor.example}}
stakeholders:
  - id: jane-doe
    name: Jane Doe
    roles: [executive_sponsor]
    private: SECRET one
  - id: mia-brandt
    name: Mia Brandt
    roles: [champion]
    stance: sceptic
    preferences: {tone: informal}
outcomes:
  - {id: time-to-quote, statement: "Quotes go out in four days | {{ 7*7 }}"}
sentiment: {level: positive, on: 2026-11-20}
"""
CADENCE = "cadence: {rhythm: weekly, since: 2026-09-10}\n"
READY = HEAD + MET_30 + MET_60 + VALUE + PEOPLE + CADENCE + assessed(on="2026-11-15")
DAY = ("--as-of", "2026-11-20")


@pytest.fixture
def ready(book: Book) -> Book:
    """Northwind, with everything that speaks for a drop."""
    book.account(READY)
    return book


def letter(book: Book) -> str:
    return (book.root / "accounts/northwind/emails/cadence-change.md").read_text(encoding="utf-8")


def record(book: Book) -> str:
    return (book.root / "accounts/northwind/account.yaml").read_text(encoding="utf-8")


def standing(book: Book, day: str) -> Any:
    (told,) = book.done("cadence", "check", "northwind", "--json", "--as-of", day).json
    return told["announcement"]


def told_on(book: Book, day: str) -> None:
    """The customer was told, as somebody writes it down by hand."""
    book.account(
        record(book).replace("  since: 2026-09-10\n", f"  since: 2026-09-10\n  announced_on: {day}\n")
    )


def test_the_letter_says_from_what_to_what_from_when_and_what_stays(ready: Book) -> None:
    ready.account(READY.replace(CADENCE, "cadence:\n  rhythm: weekly\n  since: 2026-09-10\n"))
    ready.done("cadence", "announce", "northwind", *DAY)
    text = letter(ready)
    assert "Hi Mia," in text
    assert "From 1 December 2026: a call every month instead of every week" in text
    assert "Every quarter we look at the result together" in text
    assert "You have an answer within a day" in text
    for ours in ("SECRET", "sceptic", "positive", "maturity", "evidence", "milestone"):
        assert ours not in text


def test_it_is_decided_not_told_until_it_was_sent_and_then_it_is_lived(ready: Book) -> None:
    ready.account(READY.replace(CADENCE, "cadence:\n  rhythm: weekly\n  since: 2026-09-10\n"))
    assert standing(ready, "2026-11-20") == {
        "standing": "decided, not told",
        "to": "monthly",
        "starts_on": None,
        "announced_on": None,
    }
    ready.done("cadence", "announce", "northwind", *DAY)
    assert standing(ready, "2026-11-21")["starts_on"] == "2026-12-01"
    assert standing(ready, "2026-11-21")["standing"] == "decided, not told"
    told_on(ready, "2026-11-23")
    assert standing(ready, "2026-11-22")["standing"] == "decided, not told"
    assert standing(ready, "2026-11-23")["standing"] == "told"
    ready.done("log", "northwind", "rhythm", "monthly", "--as-of", "2026-12-01")
    assert standing(ready, "2026-12-01") is None
    assert "starts_on" not in record(ready)
    assert "until: 2026-11-30" in record(ready)


def test_a_second_announcement_changes_nothing(ready: Book) -> None:
    ready.done("cadence", "announce", "northwind", *DAY)
    before, text = record(ready), letter(ready)
    ran = ready.done("cadence", "announce", "northwind", "--as-of", "2026-11-21")
    assert "is up to date" in ran.out
    assert (record(ready), letter(ready)) == (before, text)


def test_what_was_not_told_in_time_gets_a_new_day(ready: Book) -> None:
    ready.done("cadence", "announce", "northwind", *DAY)
    ready.done("cadence", "announce", "northwind", "--as-of", "2026-12-02")
    assert "From 1 January 2027 on:" in letter(ready)


@pytest.mark.parametrize(
    ("day", "start"), [("2026-11-24", "1 December 2026"), ("2026-11-25", "1 January 2027")]
)
def test_a_change_starts_with_the_month_that_leaves_a_week_to_say_so(
    ready: Book, day: str, start: str
) -> None:
    ready.done("cadence", "announce", "northwind", "--as-of", day)
    assert f"From {start} on:" in letter(ready)
    ready.done("cadence", "announce", "northwind", "--starting", "2026-12-15", "--as-of", "2026-11-26")
    assert "From 15 December 2026 on:" in letter(ready)


def test_a_smaller_step_may_be_chosen_and_no_larger_one(ready: Book) -> None:
    ready.done("cadence", "announce", "northwind", "--to", "biweekly", *DAY)
    assert "a call every two weeks instead of every week" in letter(ready)
    for to in ("quarterly", "weekly", "daily"):
        ran = ready.run("cadence", "announce", "northwind", "--to", to, *DAY)
        assert (ran.code, "biweekly or monthly" in ran.err) == (2, True)


def test_without_evidence_nothing_is_announced_and_nothing_is_written(ready: Book) -> None:
    ready.account(READY.replace(MET_60, "  - {id: day-60, day: 60, title: Second}\n"))
    before = record(ready)
    ran = ready.run("cadence", "announce", "northwind", *DAY)
    assert ran.code == 1
    assert "Day-60 was due on 2026-10-31 and is not met" in ran.err
    assert record(ready) == before
    assert not (ready.root / "accounts/northwind/emails/cadence-change.md").exists()


def test_a_letter_with_a_blank_is_not_written(ready: Book) -> None:
    ready.account(READY.replace("roles: [champion]", "roles: [user]"))
    before = record(ready)
    ran = ready.run("cadence", "announce", "northwind", *DAY)
    assert ran.code == 1
    assert "nobody is recorded as champion" in ran.err
    assert record(ready) == before


def test_a_drop_that_no_longer_holds_is_not_sent(ready: Book) -> None:
    ready.done("cadence", "announce", "northwind", *DAY)
    ready.account(record(ready) + "holds: [{id: h1, from_on: 2026-11-22}]\n")
    assert standing(ready, "2026-11-23")["standing"] == "no longer holds"
    out = ready.done("cadence", "check", "northwind", "--as-of", "2026-11-23").out
    assert "no longer holds, do not send it" in out


def test_a_rhythm_that_dropped_without_a_word_is_said(ready: Book) -> None:
    ready.done("log", "northwind", "rhythm", "monthly", *DAY)
    assert standing(ready, "2026-11-20")["standing"] == "dropped, not told"


def test_what_was_told_of_an_earlier_step_is_not_told_of_this_one(ready: Book) -> None:
    ready.done("cadence", "announce", "northwind", "--to", "biweekly", *DAY)
    ready.account(record(ready).replace("cadence: {", "cadence: {announced_on: 2026-11-21, "))
    ready.done("log", "northwind", "rhythm", "biweekly", "--as-of", "2026-12-01")
    assert standing(ready, "2026-12-02") is None
    later = standing(ready, "2027-01-05")
    assert (later["standing"], later["to"]) == ("decided, not told", "monthly")


def test_hand_edits_in_the_letter_stay(ready: Book) -> None:
    ready.done("cadence", "announce", "northwind", *DAY)
    path = ready.root / "accounts/northwind/emails/cadence-change.md"
    path.write_text(letter(ready).replace("Hi Mia,", "Hi Mia,\n\nIt was good to see you in Hamburg."))
    ready.done("cadence", "announce", "northwind", "--starting", "2026-12-15", *DAY)
    assert "good to see you in Hamburg" in letter(ready)
    assert "15 December 2026" in letter(ready)

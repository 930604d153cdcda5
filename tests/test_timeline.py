"""Dates that hold: what decides first value, how much room is left, and what has to be submitted when."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Book
from csmkit.core.account import Account
from csmkit.core.critical_path import FIRST_VALUE, Calendar, forward, network
from csmkit.core.working_days import WorkingDays, working_days

DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))
COUNTRIES = st.sampled_from([None, "DE", "DE-BY", "US", "AE", "IE", "XX"])

REVIEW = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: high-touch
complexity: typical
country: DE
contract: {signed_on: 2026-10-21, renews_on: 2027-10-21, notice_days: 60}
stakeholders: [{id: jane-doe, name: Jane Doe, roles: [economic_buyer]}]
first_value: {definition: Ten quotes go out in four days, target_on: 2026-12-20}
gates: [{id: security-review, kind: security_review, lead_days: 45}]
milestones: [{id: day-30, day: 30, title: First workflow live}]
"""


def told(book: Book, *words: str, as_of: str = "2026-11-12") -> str:
    return " ".join(book.done("plan", "timeline", "northwind", *words, "--as-of", as_of).said.split())


def test_a_sixty_day_plan_with_a_review_of_45_days_submitted_on_day_20_is_late(book: Book) -> None:
    """Signed on 21 October 2026, so day 20 is 10 November and day 60 is Sunday 20 December.

    10 November + 45 days = 25 December, a holiday; 26 December is one too, 27 is a Sunday: the review is
    cleared on Monday 28 December. Working days after 20 December up to the 28th: 21, 22, 23, 24, 28 = 5.
    """
    book.account(REVIEW)
    book.done("log", "northwind", "submitted", "security-review", "--as-of", "2026-11-10")
    first_line = "LATE. First value was planned for 2026-12-20 and comes on 2026-12-28, 5 working days late"
    assert told(book).startswith(f"Northwind Traders: {first_line}")
    shown = book.done("plan", "timeline", "northwind", "--json", "--as-of", "2026-11-12").json
    assert (shown["value_expected"], shown["float_days"]) == ("2026-12-28", -5)
    assert shown["path"] == ["gates/security-review", "first_value"]
    assert shown["band"]["title"] == "late"


def test_an_approval_not_submitted_has_a_last_day_and_says_what_comes_after_it(book: Book) -> None:
    """The year's end is frozen from 21 December to 1 January; Friday 18 December less 45 days is 3 November.

    A day later it would clear on Saturday 19 December; then nothing moves until Monday 4 January.
    """
    freeze = "freezes: [{id: year-end, from_on: 2026-12-21, until_on: 2027-01-01, what: change freeze}]\n"
    book.account(REVIEW + freeze)
    line = "Security review: has to be submitted by 2026-11-03, or first value moves to 2027-01-04."
    assert line in told(book, as_of="2026-10-26")


def test_an_approval_whose_last_day_has_passed_names_the_day_that_is_left(book: Book) -> None:
    book.account(REVIEW)
    said = told(book, as_of="2026-11-20")
    assert "even submitted on 2026-11-20, first value comes on 2027-01-04" in said


def test_a_chain_of_approvals_is_counted_one_after_the_other(book: Book) -> None:
    """Security: 2 November + 10 days = 12 November; the board: 5 working days more = 19 November."""
    text = REVIEW.replace("lead_days: 45}]", "lead_days: 10, submitted_on: 2026-11-02}, BOARD]").replace(
        "BOARD",
        "{id: board, kind: change_board, lead_days: 5, counted_in: working, after: [security-review]}",
    )
    book.account(text)
    shown = book.done("plan", "timeline", "northwind", "--json", "--as-of", "2026-11-05").json
    assert shown["value_expected"] == "2026-11-19"
    assert shown["path"] == ["gates/security-review", "gates/board", "first_value"]


def test_work_after_the_last_approval_is_counted_in_working_days(book: Book) -> None:
    """Cleared on Monday 28 December; three working days later, over New Year, is 31 December."""
    book.account(REVIEW.replace("target_on: 2026-12-20", "target_on: 2027-01-15, work_days: 3"))
    book.done("log", "northwind", "submitted", "security-review", "--as-of", "2026-11-10")
    shown = book.done("plan", "timeline", "northwind", "--json", "--as-of", "2026-11-12").json
    assert shown["value_expected"] == "2026-12-31"
    assert shown["float_days"] == 10


def test_what_waits_for_itself_or_for_nothing_is_told_and_not_raised(book: Book) -> None:
    text = REVIEW.replace("kind: security_review", "kind: security_review, after: [tasks/pack]")
    task = "tasks: [{id: pack, title: Fill the pack, after: [security-review, tasks/gone]}]\n"
    book.account(text + task)
    said = told(book)
    assert "wait for each other" in said
    assert "tasks/pack waits for “tasks/gone”, which is not in the record" in said


def test_without_a_signature_nothing_is_dated(book: Book) -> None:
    book.account(REVIEW.replace("signed_on: 2026-10-21, ", ""))
    assert "cannot tell any date: needs the day of signature" in told(book)


def test_without_anything_before_it_first_value_cannot_be_told(book: Book) -> None:
    gates = "gates: [{id: security-review, kind: security_review, lead_days: 45}]\n"
    book.account(REVIEW.replace(gates, ""))
    ran = book.done("plan", "timeline", "northwind", "--as-of", "2026-11-12")
    assert "cannot tell when first value comes" in ran.said
    assert "  First value\n" not in ran.out
    assert "First value is planned to come before that." in ran.out


def test_first_value_that_was_reached_is_not_proposed_a_day(book: Book) -> None:
    book.account(REVIEW.replace("target_on: 2026-12-20", "reached_on: 2026-11-10, evidence: Seen"))
    assert "first value was reached on 2026-11-10" in told(book)
    assert "Proposed: first_value" not in told(book)


def test_a_country_that_is_not_known_is_said_and_counts_no_holidays(book: Book) -> None:
    book.account(REVIEW.replace("country: DE", "country: Atlantis"))
    assert "the country is not one whose holidays are known" in told(book)


def test_a_pause_stops_the_working_clock_only(book: Book) -> None:
    """Day 22 on 12 November; the pause from 2 to 6 November holds five days of it."""
    book.account(REVIEW + "holds: [{id: h, from_on: 2026-11-02, until_on: 2026-11-06}]\n")
    assert "Day 22 since the signature; day 17 of work, without the pauses." in told(book)


def test_the_renewal_that_is_decided_before_first_value_is_said(book: Book) -> None:
    """1 April less 60 days of notice is 31 January; decided about 90 days before, on 2 November."""
    book.account(REVIEW.replace("renews_on: 2027-10-21", "renews_on: 2027-04-01"))
    said = told(book)
    assert "Notice can be given until 2027-01-31; expect the decision around 2026-11-02." in said
    assert "only after that decision" in said


def test_a_moved_day_shows_its_slip_from_the_first_day_it_had(book: Book) -> None:
    book.account(REVIEW)
    for to, why in (("2026-11-25", "Freeze"), ("2026-12-02", "Holiday")):
        words = ("moved", "day-30", "--to", to, "--reason", why)
        book.done("log", "northwind", *words, "--as-of", "2026-11-12")
    assert "First workflow live: moved by 12 days, from 2026-11-20 to 2026-12-02 (Freeze; Holiday)" in told(
        book
    )


# --- The calendar ---------------------------------------------------------------------------------------


@given(DAYS, st.integers(-60, 60), COUNTRIES)
def test_adding_working_days_lands_on_one_and_counts_back(day: date, count: int, country: str | None) -> None:
    days = working_days(country)
    start = days.next_working(day)
    reached = days.add(start, count)
    assert days.is_working(reached)
    assert days.between(start, reached) == count


@given(DAYS, DAYS, COUNTRIES)
def test_between_is_the_same_both_ways(one: date, other: date, country: str | None) -> None:
    other = one + timedelta(days=(other - one).days % 400)
    assert working_days(country).between(one, other) == -working_days(country).between(other, one)


def test_a_calendar_without_a_working_day_ends() -> None:
    frozen = WorkingDays("DE", ((date(1900, 1, 1), date(2199, 1, 1)),))
    assert frozen.next_working(date(2026, 1, 1)) == date(2026, 1, 1)
    assert frozen.add(date.max, 5) == date.max


def test_a_day_or_a_number_that_makes_no_sense_is_answered_at_once(book: Book) -> None:
    text = REVIEW.replace("lead_days: 45", "lead_days: 99999999999").replace("2026-12-20", "9999-12-31")
    book.account(text + "tasks: [{id: t, title: T, work_days: 99999999999}]\n")
    begun = time.monotonic()
    assert "Security review" in told(book)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("code", "known"), [("DE", True), (" de-by ", True), ("US-CA", True), ("XX", False), ("", False)]
)
def test_a_country_is_known_by_two_letters_and_its_part(code: str, known: bool) -> None:  # noqa: FBT001 - a case
    assert working_days(code).knows_holidays is known


# --- The network ----------------------------------------------------------------------------------------

GATES = st.lists(
    st.tuples(st.integers(0, 90), st.sampled_from(["calendar", "working"]), st.booleans()),
    min_size=1,
    max_size=5,
)


def account_with(gates: list[tuple[int, str, bool]], order: list[int]) -> Account:
    """A chain: each gate waits for the one before it where it says so."""
    items = [
        {"id": f"g{n}", "kind": "other", "lead_days": lead, "counted_in": counted}
        | ({"after": [f"gates/g{n - 1}"]} if chained and n else {})
        for n, (lead, counted, chained) in enumerate(gates)
    ]
    return Account.model_validate(
        {
            "schema": "csmkit/account@1",
            "id": "a",
            "name": "A",
            "journey": "high-touch",
            "contract": {"signed_on": date(2026, 1, 5)},
            "gates": [items[n] for n in order],
        }
    )


@given(GATES, st.data())
def test_the_order_of_the_list_does_not_matter(
    gates: list[tuple[int, str, bool]], data: st.DataObject
) -> None:
    calendar = Calendar(date(2026, 1, 5), working_days(None), date(2026, 1, 12))
    order = data.draw(st.permutations(range(len(gates))))
    one = forward(network(account_with(gates, list(range(len(gates))))), calendar)
    other = forward(network(account_with(gates, order)), calendar)
    assert {ref: dated.ends for ref, dated in one.items()} == {
        ref: dated.ends for ref, dated in other.items()
    }


@given(GATES, st.integers(0, 200), st.integers(0, 60))
def test_submitting_later_never_brings_value_earlier(
    gates: list[tuple[int, str, bool]], day: int, more: int
) -> None:
    net = network(account_with(gates, list(range(len(gates)))))
    calendar = Calendar(date(2026, 1, 5), working_days("DE"), date(2026, 1, 12))
    start = date(2026, 1, 5) + timedelta(days=day)
    early = forward(net, calendar, {"gates/g0": start})[FIRST_VALUE].ends
    late = forward(net, calendar, {"gates/g0": start + timedelta(days=more)})[FIRST_VALUE].ends
    assert early <= late

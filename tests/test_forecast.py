"""The chance of first value by the planned day, from what became of the others."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Book
from csmkit.book.forecast import forecast
from csmkit.book.life_table import LifeTable, Wait, life_table
from csmkit.book.survival import cumulative_incidence, point_at

TODAY = date(2026, 11, 28)


# --- The estimate --------------------------------------------------------------------------------------


def test_worked_by_hand() -> None:
    """Of eleven that wait after day 15: 1/11 on day 20, 9/88 on day 30 and 9/88 on day 40, so 26/88.

    One leaves on day 25 and one on day 35; one was last seen waiting on day 27, so ever fewer are at risk.
    """
    ends = [(10, "value"), (20, "value"), (25, "churned"), (27, "open"), (30, "value"), (35, "churned")]
    ends += [(40, "value"), *[(50, "open")] * 5]
    found = forecast(life_table(Wait(day, ended) for day, ended in ends), 15, 40, minimum=10)  # type: ignore[arg-type]
    assert found
    assert found.accounts == 11
    assert found.chance.estimate == pytest.approx(26 / 88, abs=1e-12)


waits = st.builds(
    lambda days, ended, since: Wait(days, ended, min(since, days - 1)),
    st.integers(0, 60),
    st.sampled_from(("value", "churned", "open")),
    st.sampled_from((-1, -1, -1, 3, 10)),
)


@given(st.lists(waits, min_size=5, max_size=40), st.integers(0, 40), st.integers(1, 40))
def test_it_is_what_is_gained_over_what_was_left(found: list[Wait], waited: int, more: int) -> None:
    """(F(by) - F(now)) / S(now), with both taken from the curve of everybody."""
    table = life_table(found)
    told = forecast(table, waited, waited + more, minimum=1)
    curve = cumulative_incidence(table)
    now, then = point_at(table, curve, waited), point_at(table, curve, waited + more)
    if told and now and then and now.open.share > 0:
        gained = (then.value.share - now.value.share) / now.open.share
        assert told.chance.estimate == pytest.approx(gained, abs=1e-9)


VALUE, LEAVES, SEEN = 0.02, 0.008, 0.004
"""What may happen on each day: first value, leaving, and that nobody watches it any more."""


def simulated(number: int, chance: Random) -> LifeTable:
    return life_table(_wait(chance) for _ in range(number))


def _wait(chance: Random) -> Wait:
    day = 0
    while True:
        day += 1
        drawn = chance.random()
        if drawn < VALUE:
            return Wait(day, "value")
        if drawn < VALUE + LEAVES:
            return Wait(day, "churned")
        if drawn < VALUE + LEAVES + SEEN:
            return Wait(day, "open")


def truth(days: int) -> float:
    """Whatever was waited: on each day two in 28 endings are first value, so the days before tell nothing."""
    return VALUE / (VALUE + LEAVES) * (1 - (1 - VALUE - LEAVES) ** days)


def test_a_large_book_finds_the_true_chance() -> None:
    table = simulated(20_000, Random(1))
    for waited, by in ((1, 31), (20, 50), (40, 100)):
        found = forecast(table, waited, by, minimum=10)
        assert found
        assert found.chance.estimate == pytest.approx(truth(by - waited), abs=0.015)


def test_the_interval_holds_the_truth_about_19_times_in_20() -> None:
    chance, held, told = Random(7), 0, 0
    for _ in range(400):
        found = forecast(simulated(80, chance), 15, 45, minimum=10)
        if found and found.chance.low is not None and found.chance.high is not None:
            told += 1
            held += found.chance.low <= truth(30) <= found.chance.high
    assert told > 390
    assert 0.92 < held / told < 0.98


# --- The commands --------------------------------------------------------------------------------------


def account(name: str, signed: date, planned: int, reached: int | None = None, more: str = "") -> str:
    on = f", reached_on: {signed + timedelta(days=reached)}, evidence: seen" if reached else ""
    return (
        f"schema: csmkit/account@1\nid: {name}\nname: {name}\njourney: mid-touch\n"
        f"contract: {{signed_on: {signed}{more}}}\n"
        f"vendor_team: {{csm: {{name: Sam Lee}}}}\n"
        f"first_value: {{definition: seen, target_on: {signed + timedelta(days=planned)}{on}}}\n"
    )


@pytest.fixture
def crowd(book: Book) -> Book:
    """Twelve that signed long ago and had it on day 30, 31, … 41."""
    for number in range(12):
        book.account(account(f"old-{number}", date(2026, 1, 5), 60, 30 + number), f"old-{number}")
    return book


def forecasts(book: Book) -> dict[str, Any]:
    told = book.done("ttfv", "--forecast", "--as-of", str(TODAY), "--json").json
    return {row["account"]: row for row in told["accounts"]}


def first_value_lines(book: Book, *words: str) -> list[str]:
    told = book.done("today", "--as-of", str(TODAY), *words).out.splitlines()
    return [line for line in told if "first value is not reached" in line]


def test_each_account_that_waits_is_told_and_nobody_else(crowd: Book) -> None:
    crowd.account(account("early", TODAY - timedelta(days=10), 35), "early")
    crowd.account(account("gone", TODAY - timedelta(days=50), 60, None, ", churned_on: 2026-11-20"), "gone")
    told = forecasts(crowd)
    assert set(told) == {"early"}
    assert told["early"]["chance"]["estimate"] == pytest.approx(6 / 13)
    assert told["early"]["comparable"] == 13  # the one that left on day 43 had waited as long, too
    assert told["early"]["by"] == told["early"]["target_on"]


def test_below_the_minimum_no_chance_is_shown(crowd: Book) -> None:
    """After day 33 only eight of the old ones had been waiting."""
    crowd.account(account("late", TODAY - timedelta(days=33), 35), "late")
    told = forecasts(crowd)["late"]
    assert (told["chance"], told["comparable"]) == (None, None)
    assert told["why"] == "8 of its journey waited so long, and it takes 10"
    assert "as others went" not in crowd.done("today", "--as-of", str(TODAY)).out
    shown = crowd.done("ttfv", "--forecast", "--as-of", str(TODAY)).out
    assert "late · day 33 · cannot tell: 8 of its journey waited so long" in shown


def test_only_the_same_journey_counts(crowd: Book) -> None:
    text = account("other", TODAY - timedelta(days=10), 35).replace("mid-touch", "low-touch")
    crowd.account(text, "other")
    assert forecasts(crowd)["other"]["why"] == "none of its journey waited so long, and it takes 10"


def test_where_the_planned_day_has_passed_it_is_the_next_thirty_days(crowd: Book) -> None:
    crowd.account(account("overdue", TODAY - timedelta(days=12), 10), "overdue")
    told = forecasts(crowd)["overdue"]
    assert told["by"] == str(TODAY + timedelta(days=30))
    assert told["chance"]["estimate"] == pytest.approx(1)


def test_nobody_was_watched_so_long(book: Book) -> None:
    for number in range(12):
        book.account(account(f"new-{number}", TODAY - timedelta(days=20), 90), f"new-{number}")
    book.account(account("youngest", TODAY - timedelta(days=2), 90), "youngest")
    assert forecasts(book)["youngest"]["why"] == "of its journey nobody was watched until that day"


def test_where_nobody_has_it_on_record_nought_is_no_forecast(book: Book) -> None:
    for number in range(12):
        book.account(account(f"new-{number}", TODAY - timedelta(days=60), 90), f"new-{number}")
    book.account(account("younger", TODAY - timedelta(days=30), 50), "younger")
    assert forecasts(book)["younger"]["why"] == "no first value of its journey is on record yet"
    told = book.done("ttfv", "--json", "--as-of", str(TODAY)).json
    assert any("nought means never written down" in note for note in told["notes"])


def test_today_tells_it_and_puts_the_less_likely_first(crowd: Book) -> None:
    """Both are due within the week; the one that is due later is the less likely one."""
    crowd.account(account("sooner", TODAY - timedelta(days=30), 34), "sooner")
    crowd.account(account("hopeful", TODAY - timedelta(days=31), 37), "hopeful")
    crowd.account(account("doubtful", TODAY - timedelta(days=5), 11), "doubtful")
    lines = first_value_lines(crowd)
    assert [line.split(" · ")[1] for line in lines] == ["doubtful", "sooner", "hopeful"]
    assert "as others went, 0 % have it by 2026-12-04 (14 accounts)" in lines[0]


def test_one_csms_desk_still_knows_the_whole_book(crowd: Book) -> None:
    text = account("mine", TODAY - timedelta(days=5), 8).replace("Sam Lee", "Kim Park")
    crowd.account(text, "mine")
    (line,) = first_value_lines(crowd, "--csm", "Kim")
    assert "(12 accounts)" in line


def test_an_account_without_a_planned_day_says_so(book: Book) -> None:
    text = account("open", TODAY - timedelta(days=5), 8)
    book.account(text.replace(f", target_on: {TODAY + timedelta(days=3)}", ""), "open")
    told = forecasts(book)["open"]
    assert (told["target_on"], told["why"]) == (None, "no day is planned for it")


def test_nobody_waits(crowd: Book) -> None:
    assert "No account waits for it." in crowd.done("ttfv", "--forecast", "--as-of", str(TODAY)).out
    assert forecasts(crowd) == {}


@pytest.mark.parametrize("words", [("--by", "csm"), ("--csv",), ("--horizon", "30"), ("--event", "day-30")])
def test_what_does_not_go_with_it_is_refused(book: Book, words: tuple[str, ...]) -> None:
    ran = book.run("ttfv", "--forecast", *words)
    assert ran.code == 2
    assert f"{words[0]} works without --forecast only" in ran.err

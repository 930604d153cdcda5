"""Who stays: with first value by a day, or without. Compared from that day on, or not at all."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import Book, Ran, csmkit

START = date(2020, 1, 1)
AS_OF = "2022-12-31"
HEADING = "id,start,first_value,churned,last_seen"

# Freireich and others (1963): weeks in remission; those of `still` were last seen in it.
SIX_MP, STILL = [6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def after(days: int | None) -> str:
    return "" if days is None else str(START + timedelta(days=days))


def row(value: int | None = None, churned: int | None = None, seen: int | None = None) -> str:
    return f"{START},{after(value)},{after(churned)},{after(seen)}"


def ask(folder: Path, rows: list[str], *words: str) -> Ran:
    file = folder / "accounts.csv"
    lines = [f"a{number},{each}" for number, each in enumerate(rows)]
    file.write_text("\n".join([HEADING, *lines, ""]), encoding="utf-8")
    return csmkit("ttfv", "--from", str(file), "--as-of", AS_OF, *words)


def told(folder: Path, rows: list[str], *words: str) -> Any:
    ran = ask(folder, rows, *words, "--json")
    assert ran.code == 0, ran.said
    return ran.json


def freireich(landmark: int) -> list[str]:
    """6-MP as the accounts with first value on the day before the landmark, placebo as those without."""
    rows = [row(landmark - 1, churned=landmark + weeks) for weeks in SIX_MP]
    rows += [row(landmark - 1, seen=landmark + weeks) for weeks in STILL]
    return rows + [row(churned=landmark + weeks) for weeks in PLACEBO]


def test_it_is_the_published_comparison_from_the_landmark_on(tmp_path: Path) -> None:
    """R, survdiff: chi-square 16.793 on 1 degree of freedom; survfit: 0.448 of 6-MP from week 23 on."""
    found = told(tmp_path, freireich(40), "--landmark", "40", "--horizon", "63", "--horizon", "50")
    assert round(found["test"]["statistic"], 3) == 16.793
    with_, without = found["groups"]
    assert (with_["accounts"], without["accounts"]) == (21, 21)
    assert (with_["churned"], without["churned"]) == (9, 21)
    assert [round(one["share"]["estimate"], 3) for one in with_["retained"]] == [0.753, 0.448]
    assert [round(one["share"]["estimate"], 3) for one in without["retained"]] == [0.381, 0.0]
    assert with_["retained"][1]["at_risk"] == 6


def test_who_left_by_the_day_is_counted_and_left_out(tmp_path: Path) -> None:
    rows = freireich(40) + [row(churned=20)] * 15 + [row(10, churned=40)] + [row(seen=30)] * 4
    found = told(tmp_path, rows, "--landmark", "40", "--horizon", "63")
    assert (found["left_by_then"], found["not_watched"]) == (16, 4)
    assert round(found["test"]["statistic"], 3) == 16.793


def test_first_value_after_the_day_moves_nobody_over(tmp_path: Path) -> None:
    """All stay equally long. Sorted by the end of the story, the late ones would look better."""
    rows = [row(30, churned=100 + n) for n in range(12)] + [row(90, churned=100 + n) for n in range(12)]
    found = told(tmp_path, rows, "--landmark", "60")
    assert [group["accounts"] for group in found["groups"]] == [12, 12]
    assert found["test"]["statistic"] == pytest.approx(0)


def test_without_an_effect_it_finds_none_where_the_usual_comparison_does(tmp_path: Path) -> None:
    """One leaves every week and one gets there every week, whoever they are: early value is worth nothing."""
    rows = [row(value if value < leaves else None, leaves)
            for value in range(5, 200, 10) for leaves in range(7, 300, 12)]  # fmt: skip
    ever = [text for text in rows if text.split(",")[1]]
    never = [text for text in rows if not text.split(",")[1]]
    assert _mean_stay(ever) > 2 * _mean_stay(never)
    assert told(tmp_path, rows, "--landmark", "60")["test"]["p"] > 0.2


def _mean_stay(rows: list[str]) -> float:
    days = [(date.fromisoformat(text.split(",")[2]) - START).days for text in rows]
    return sum(days) / len(days)


def test_too_few_accounts_are_not_compared(tmp_path: Path) -> None:
    rows = [row(30, churned=300)] * 9 + [row(churned=200 + n) for n in range(30)]
    found = told(tmp_path, rows, "--landmark", "60")
    assert found["test"] is None
    assert found["why"] == "one of the two groups holds fewer than 10 accounts"
    assert [group["retained"] for group in found["groups"]] == [[], []]
    shown = ask(tmp_path, rows, "--landmark", "60").out
    assert "No comparison: one of the two groups holds fewer than 10 accounts." in shown
    assert "%" not in shown


def test_nobody_left_later(tmp_path: Path) -> None:
    found = told(tmp_path, [row(30)] * 12 + [row()] * 12, "--landmark", "60")
    assert found["why"] == "no account left after that day"


def test_it_says_why_and_what_it_does_not_say(tmp_path: Path) -> None:
    shown = ask(tmp_path, freireich(40), "--landmark", "40", "--horizon", "63").out
    assert "accounts that left early had no time to get there" in shown
    assert "that first value made them stay" in shown
    assert "44.8 % (" in shown


def test_in_the_workspace_a_late_entry_counts_from_then(book: Book) -> None:
    for number in range(24):
        reached = f", reached_on: {after(30)}, evidence: x" if number % 2 else ""
        book.account(
            f"schema: csmkit/account@1\nid: a{number}\nname: A{number}\njourney: mid-touch\n"
            f"added_on: {after(200 if number < 4 else 0)}\nin_flight: {'yes' if number < 4 else 'no'}\n"
            f"contract: {{signed_on: {START}, churned_on: {after(300 + number)}}}\n"
            f"first_value: {{definition: x{reached}}}\n",
            f"a{number}",
        )
    found = book.done("ttfv", "--landmark", "60", "--as-of", AS_OF, "--json").json
    assert [(group["accounts"], group["late"]) for group in found["groups"]] == [(12, 2), (12, 2)]
    on_day_90 = [group["retained"][0]["at_risk"] for group in found["groups"]]
    assert on_day_90 == [10, 10]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--horizon", "60"), "--horizon 60 is not after --landmark 60"),
        (("--by", "segment"), "--by works without --landmark only"),
        (("--csv",), "--csv works without --landmark only"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    ran = ask(tmp_path, freireich(60), "--landmark", "60", *words)
    assert ran.code == 2
    assert said in ran.err

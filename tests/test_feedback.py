"""Feedback on the training: given without a trace, told from five sheets on."""

import json
import os
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Book
from csmkit.core.feedback import Feedback, first_day, quarter_of
from csmkit.storage.library import Library
from csmkit.training.feedback import ENOUGH, round_of
from terminal import CTRL_C, ENTER, Terminal, make_workspace

DAY = ("--as-of", "2026-09-10")


def sheet(book: Book, *words: str, **answers: Any) -> str:
    """Somebody fills the form in and sends it back."""
    lines = "".join(f"  {key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in answers.items())
    text = "schema: csmkit/answers@1\ninterview: csm-feedback\nsessions: [feedback]\n"
    file = book.write("filled.yaml", f"{text}with: Mia Okafor\nanswers:\n{lines}")
    return book.done("train", "feedback", "--answers", str(file), *words, *DAY).said


def told(book: Book, *words: str) -> Any:
    return book.done("train", "feedback", "--show", "--json", *words, *DAY).json


def kept(book: Book) -> list[Path]:
    return sorted((book.root / "team/feedback").glob("*"))


def test_a_sheet_holds_the_answers_and_nothing_else(book: Book) -> None:
    assert "Kept without your name." in sheet(
        book, most_valuable="watching", missing="A call with a board 🙂 {{ 7*7 }}"
    )
    (file,) = kept(book)
    text = file.read_text(encoding="utf-8")
    assert text == (
        "schema: csmkit/feedback@1\nquarter: 2026-Q3\nanswers:\n"
        '  missing: "A call with a board 🙂 {{ 7*7 }}"\n  most_valuable: "watching"\n'
    )
    for trace in ("Mia", "Sam", "2026-09", str(os.getpid())):
        assert trace not in text
    assert time.gmtime(file.stat().st_mtime)[:6] == (2026, 7, 1, 0, 0, 0)
    assert time.gmtime(file.parent.stat().st_mtime)[:6] == (2026, 7, 1, 0, 0, 0)
    assert not (book.root / ".csmkit/journals").exists()


def test_nothing_is_told_below_five_and_how_many_are_missing_is(book: Book) -> None:
    for number in range(4):
        sheet(book, most_valuable="watching", missing=f"SECRET {number}")
    ran = book.done("train", "feedback", "--show", *DAY)
    assert "2026-Q3: 4 sheets, 0 counted" in ran.out
    assert "1 more without a name are needed" in ran.out
    assert "SECRET" not in ran.said
    found = told(book)
    assert (found["sheets"], found["counted"], found["missing"], found["told"]) == (4, 0, 1, [])


def test_from_five_on_it_is_told_with_counts_and_averages(book: Book) -> None:
    for number in range(5):
        sheet(
            book,
            most_valuable="watching" if number < 3 else "quizzes",
            sure_kickoff=str(number + 1 if number else 2),
            missing=f"Text {number}",
        )
    found = told(book)
    questions = {one["question"]: one for one in found["told"]}
    assert questions["most_valuable"]["counts"]["watching"] == 3
    assert questions["most_valuable"]["counts"]["quizzes"] == 2
    assert (questions["sure_kickoff"]["mean"], questions["sure_kickoff"]["answered"]) == ("3.2", 5)
    assert sorted(questions["missing"]["texts"]) == [f"Text {number}" for number in range(5)]
    ran = book.done("train", "feedback", "--show", *DAY).out
    assert "The kickoff (5 answered, 3.2 on average)" in ran
    assert "3 × watching" in ran
    assert told(book, "--quarter", "2026-Q2")["sheets"] == 0


def test_a_question_that_few_answered_is_not_counted_out(book: Book) -> None:
    sheet(book, sure_product="1", most_valuable="watching")
    for _ in range(4):
        sheet(book, most_valuable="watching")
    questions = {one["question"]: one for one in told(book)["told"]}
    assert (questions["sure_product"]["answered"], questions["sure_product"]["counts"]) == (1, {})
    assert questions["sure_product"]["mean"] is None
    assert "too few to tell" in book.done("train", "feedback", "--show", *DAY).out


def test_texts_of_two_questions_stand_in_orders_that_have_nothing_to_do_with_one_another(book: Book) -> None:
    for number in range(8):
        sheet(book, missing=f"missing {number}", one_change=f"change {number}")
    questions = {one["question"]: one["texts"] for one in told(book)["told"]}
    people = [[text[-1] for text in questions[name]] for name in ("missing", "one_change")]
    assert people[0] != people[1]
    assert sorted(people[0]) == sorted(people[1])


def test_an_empty_sheet_is_none(book: Book) -> None:
    file = book.write("empty.yaml", book.done("train", "feedback", "--form").out)
    ran = book.run("train", "feedback", "--answers", str(file))
    assert (ran.code, "Nothing was answered, so nothing was kept." in ran.err, kept(book)) == (1, True, [])


def test_names_only_where_the_team_agreed_on_them(book: Book) -> None:
    file = str(
        book.write(
            "filled.yaml", "schema: csmkit/answers@1\ninterview: csm-feedback\nanswers:\n  missing: A\n"
        )
    )
    ran = book.run("train", "feedback", "--named", "--answers", file)
    assert (ran.code, "named_feedback: yes" in ran.err, kept(book)) == (1, True, [])
    config = book.root / "csmkit.yaml"
    config.write_text(config.read_text() + "named_feedback: yes\n")
    assert "Thank you, Sam Lee." in sheet(book, "--named", missing="More calls", sure_tools="4")
    sheet(book, missing="SECRET")
    found = told(book)
    assert (found["sheets"], found["counted"], found["missing"]) == (2, 1, 4)
    questions = {one["question"]: one for one in found["told"]}
    assert questions["missing"]["texts"] == ["Sam Lee: More calls"]
    assert questions["sure_tools"]["mean"] == "4.0"


def test_a_sheet_that_was_edited_badly_is_told_with_its_line(book: Book) -> None:
    sheet(book, missing="A")
    kept(book)[0].write_text("schema: csmkit/feedback@1\nquarter: spring\nanswers: {}\n")
    ran = book.run("train", "feedback", "--show", *DAY)
    assert (ran.code, ":2:10: `quarter`" in ran.err) == (1, True), ran.err


def test_it_is_about_no_account(northwind: Book) -> None:
    ran = northwind.run("interview", "northwind", "csm-feedback")
    assert (ran.code, "csmkit train feedback" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "There is no terminal to ask at"),
        (("--json",), "belong to --show"),
        (("--show", "--quarter", "Q3"), "such as 2026-Q3"),
    ],
)
def test_wrong_usage_is_said(book: Book, words: tuple[str, ...], message: str) -> None:
    ran = book.run("train", "feedback", *words)
    assert (ran.code, message in ran.err) == (2, True), ran.said


def test_at_the_terminal_an_unfinished_sheet_is_with_the_person_and_not_in_the_workspace(
    tmp_path: Path,
) -> None:
    workspace = make_workspace(tmp_path / "book")
    home: dict[str, Any] = {"HOME": str(tmp_path / "home"), "XDG_CONFIG_HOME": str(tmp_path / "home/.config")}
    with Terminal(workspace, "train", "feedback", columns=100, rows=40, **home) as screen:
        screen.pick("Which part helped you most", "Watching calls")
        screen.is_asked("Which part could go?")
        screen.press(CTRL_C)
        assert screen.ends() == 130
        screen.sees("To resume: csmkit train feedback")
    assert not (workspace / "team").exists()
    assert not list((workspace / ".csmkit").rglob("*.jsonl"))
    with Terminal(workspace, "train", "feedback", columns=100, rows=40, **home) as screen:
        screen.sees("Resuming where you stopped: 1 answer is kept.")
        for number in range(13):
            screen.wait(lambda number=number: screen.is_ready and screen.steps == number + 1, "no question")  # type: ignore[misc]  # a default binds it
            screen.press(ENTER)
        screen.pick("Everything as it should be?", "Record it")
        assert screen.ends() == 0
        screen.sees("Kept without your name.")
    (file,) = (workspace / "team/feedback").iterdir()
    assert 'most_valuable: "watching"' in file.read_text()
    assert not list((tmp_path / "home").rglob("*.jsonl"))


def test_whoever_would_commit_the_sheet_is_warned(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "book")
    (workspace / ".git").mkdir()
    home: dict[str, Any] = {"HOME": str(tmp_path / "home"), "XDG_CONFIG_HOME": str(tmp_path / "home/.config")}
    with Terminal(workspace, "train", "feedback", columns=100, rows=40, **home) as screen:
        screen.sees("whoever commits the sheet stands in its history")
        screen.is_asked("Which part helped you most")
        screen.press(CTRL_C)
        assert screen.ends() == 130


levels = st.lists(st.integers(1, 5), max_size=12)


@given(levels)
def test_below_five_sheets_nothing_is_told_and_above_the_average_is_exact(levels: list[int]) -> None:
    interview = Library().interview("csm-feedback")
    sheets = [
        Feedback(schema="csmkit/feedback@1", quarter="2026-Q3", answers={"sure_plan": str(level)})
        for level in levels
    ]
    found = round_of(interview, sheets, "2026-Q3", named=True)
    assert bool(found.told) == (len(levels) >= ENOUGH)
    assert found.missing == max(0, ENOUGH - len(levels))
    for one in (one for one in found.told if one.question == "sure_plan"):
        assert one.mean is not None
        assert abs(one.mean - Decimal(sum(levels)) / len(levels)) <= Decimal("0.05")
        assert sum(one.counts.values()) == len(levels)


@given(st.dates())
def test_a_day_lies_in_its_quarter(day: Any) -> None:
    start = first_day(quarter_of(day))
    assert start <= day
    assert (day - start).days <= 92
    assert quarter_of(start) == quarter_of(day)

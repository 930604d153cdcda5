"""The agenda of a business review: the figure first, minutes that add up, decisions, and nothing of ours."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Book
from csmkit.core.account import Account
from csmkit.core.audience import for_customer
from csmkit.core.ebr_agenda import ebr_agenda
from csmkit.documents.ebr import ebr_agenda_document
from test_audience import MARKER, planted, with_other_insides
from test_messages import FULL, NORTHWIND, TEMPLATES, account_of

DAY = date(2026, 12, 10)
AS_OF = ("--as-of", str(DAY))
NOTHING = FULL[: FULL.index("    readings:")] + FULL[FULL.index("kickoff:") :]


def agenda(book: Book, text: str = FULL, *words: str) -> str:
    book.account(text)
    book.done("ebr", "render", "northwind", *AS_OF, *words)
    return (book.root / "accounts/northwind/ebr-agenda.md").read_text(encoding="utf-8")


def test_the_figure_the_evidence_and_what_comes_next(book: Book) -> None:
    text = agenda(book)
    assert "**time-to-quote:** from 9 days to 4 days, by 1 March 2027" in text
    assert "- 20 November 2026: **6.5 days** (CPQ export)" in text
    assert "That is 50 percent of the way to the target." in text
    assert "- **Every region is live** (7 December 2026)\n\n  All six regions quote." in text
    assert "- SSO before rollout: was due on 1 December 2026 (Sam Lee)" in text
    assert "- **28 February 2027:** The target is reached" in text
    assert "1. “SSO before rollout” is late on our side: what must not wait for it?" in text


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("9", "That is 0 percent of the way"),
        ("6.475", "That is 51 percent of the way"),
        ("10", "It has moved away from the target"),
        ("4", "The target is reached."),
        ("3", "The target is reached."),
    ],
)
def test_the_way_is_told_in_both_directions(book: Book, value: str, told: str) -> None:
    assert told in agenda(book, FULL.replace("value: 6.5", f"value: {value}"))


def test_evidence_alone_is_enough_and_the_missing_figure_is_a_decision(book: Book) -> None:
    text = agenda(
        book, FULL.replace("    readings: [{id: r1, on: 2026-11-20, value: 6.5, source: CPQ export}]\n", "")
    )
    assert "It has not been read since the beginning." in text
    assert "Who reads “time-to-quote” from now on, and when for the first time?" in text


def test_without_a_figure_and_evidence_there_is_nothing_to_review(book: Book) -> None:
    book.account(NOTHING)
    ran = book.run("ebr", "render", "northwind", *AS_OF)
    assert ran.code == 1
    assert "there is no reading of the figure and no evidence yet" in ran.err
    assert "csmkit log northwind reading NUMBER" in ran.err
    assert not (book.root / "accounts/northwind/ebr-agenda.md").exists()


@given(st.integers(15, 240), st.booleans())
def test_the_minutes_add_up(minutes: int, late: bool) -> None:  # noqa: FBT001 - drawn, not passed
    review = ebr_agenda(for_customer(NORTHWIND), DAY if late else date(2026, 11, 21), minutes)
    assert review
    assert review.minutes == minutes == sum(part.end - part.start for part in review.parts)
    assert all(one.end == two.start for one, two in zip(review.parts, review.parts[1:], strict=False))
    assert any("late" in part.title for part in review.parts) == late


def test_a_late_step_and_a_missing_second_person_have_to_be_decided(book: Book) -> None:
    text = agenda(
        book, FULL.replace("roles: [backup_champion, power_user]", "roles: [user]"), "--as-of", "2027-03-02"
    )
    assert (
        "1. “The target is reached” is late: make it smaller, give it a new day, or give it more people?"
        in text
    )
    assert "Who stands in when Mia Brandt is away?" in text


@settings(max_examples=20, deadline=None)
@given(with_other_insides(NORTHWIND))
def test_records_that_differ_only_inside_give_the_same_agenda(other: dict[str, Any]) -> None:
    account = Account.model_validate(other)
    expected = ebr_agenda_document(NORTHWIND, TEMPLATES, DAY, 45)
    assert ebr_agenda_document(account, TEMPLATES, DAY, 45) == expected


def test_a_text_planted_in_every_internal_field_is_not_in_it() -> None:
    account = Account.model_validate(planted(NORTHWIND, None, inside=False))
    assert MARKER not in str(ebr_agenda_document(account, TEMPLATES, DAY, 45))


def test_an_enemy_s_text_forges_nothing() -> None:
    evil = "{{7*7}} | <b>x</b>"
    text = ebr_agenda_document(
        account_of(FULL.replace("All six regions quote.", f'"{evil}"')), TEMPLATES, DAY, 45
    )
    assert text
    assert "{{7*7}} \\| \\<b\\>x\\</b\\>" in text
    assert not re.search(r"not known yet|None", text)


def test_edits_made_by_hand_survive(book: Book) -> None:
    text = agenda(book)
    file = book.root / "accounts/northwind/ebr-agenda.md"
    file.write_text(
        text.replace("## What comes next", "Lunch is at noon.\n\n## What comes next"), encoding="utf-8"
    )
    again = agenda(book, FULL.replace("All six regions quote.", "All seven regions quote."))
    assert "Lunch is at noon." in again
    assert "All seven regions quote." in again

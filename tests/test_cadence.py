"""The meeting rhythm drops on evidence; a date is no reason, and what is not known never counts as passed."""

from typing import Any

import pytest

from conftest import Book

HEAD = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: high-touch
contract: {signed_on: 2026-09-01}
"""
DAY_30 = "milestones:\n  - {id: day-30, day: 30, title: First"
DAY_60 = "  - {id: day-60, day: 60, title: Second"
DAY_180 = "  - {id: day-180, day: 180, title: Later}\n"
MET_30 = DAY_30 + ", met_on: 2026-09-28, evidence: 38 quotes}\n"
MET_60 = DAY_60 + ", met_on: 2026-10-30, evidence: half the time}\n"
VALUE = "first_value: {definition: Ten quotes, reached_on: 2026-10-20, evidence: the log of the team}\n"
PROVEN = HEAD + MET_30 + MET_60 + VALUE


def verdict(book: Book, record: str, as_of: str = "2026-11-30") -> Any:
    book.account(record)
    (told,) = book.done("cadence", "check", "northwind", "--json", "--as-of", as_of).json
    return told


def reasons(told: Any, *, holds: bool | None) -> list[str]:
    return [reason["text"] for reason in told["reasons"] if reason["holds"] is holds]


def test_milestones_met_with_evidence_and_first_value_drop_the_rhythm(book: Book) -> None:
    assert verdict(book, PROVEN) == {
        "account": "northwind",
        "as_of": "2026-11-30",
        "decision": "drop",
        "rhythm": None,
        "then": "monthly",
        "told": 3,
        "of": 3,
        "reasons": [
            {"holds": True, "text": "day-30 met on 2026-09-28, with evidence"},
            {"holds": True, "text": "day-60 met on 2026-10-30, with evidence"},
            {"holds": True, "text": "first value reached on 2026-10-20, with evidence"},
        ],
    }


def test_it_may_drop_before_day_ninety_too(book: Book) -> None:
    assert verdict(book, PROVEN, as_of="2026-10-31")["decision"] == "drop"


def test_a_missed_milestone_keeps_the_rhythm_until_it_is_met(book: Book) -> None:
    missed = HEAD + DAY_30 + "}\n" + MET_60 + VALUE
    told = verdict(book, missed)
    assert (told["decision"], told["then"]) == ("keep", "weekly")
    assert reasons(told, holds=False) == [
        "day-30 was due on 2026-10-01 and is not met; the rhythm stays until it is"
    ]


def test_a_milestone_met_late_no_longer_blocks(book: Book) -> None:
    late = HEAD + DAY_30 + ", met_on: 2026-11-20, evidence: 38 quotes}\n" + MET_60 + VALUE
    assert verdict(book, late, as_of="2026-11-19")["decision"] == "keep"
    assert verdict(book, late, as_of="2026-11-20")["decision"] == "drop"


def test_a_milestone_called_met_without_evidence_keeps_the_rhythm(book: Book) -> None:
    told = verdict(book, HEAD + DAY_30 + ", met_on: 2026-09-28}\n" + MET_60 + VALUE)
    assert told["decision"] == "keep"
    assert reasons(told, holds=False) == ["day-30 is called met, but no evidence is recorded"]


@pytest.mark.parametrize("as_of", ["2026-11-29", "2026-11-30", "2026-12-01", "2027-06-01"])
def test_day_ninety_is_no_reason(book: Book, as_of: str) -> None:
    nothing = HEAD + DAY_30 + "}\n" + DAY_60 + "}\n" + "first_value: {definition: Ten quotes}\n"
    told = verdict(book, nothing, as_of=as_of)
    assert told["decision"] == "keep"
    assert not reasons(told, holds=True)
    assert "90" not in "\n".join(reason["text"] for reason in told["reasons"])


def test_a_milestone_that_is_not_due_yet_is_not_proven_either(book: Book) -> None:
    record = HEAD + MET_30 + DAY_60 + ", due_on: 2026-12-24}\n" + VALUE
    told = verdict(book, record)
    assert told["decision"] == "keep"
    assert reasons(told, holds=False) == ["day-60 is due on 2026-12-24 and not proven yet"]


def test_a_milestone_that_is_due_today_is_not_missed_yet(book: Book) -> None:
    record = HEAD + MET_30 + DAY_60 + "}\n" + VALUE
    assert reasons(verdict(book, record, as_of="2026-10-31"), holds=False) == [
        "day-60 is due on 2026-10-31 and not proven yet"
    ]
    assert "was due on 2026-10-31" in reasons(verdict(book, record, as_of="2026-11-01"), holds=False)[0]


def test_milestones_after_graduation_do_not_hold_the_rhythm_up(book: Book) -> None:
    told = verdict(book, HEAD + MET_30 + MET_60 + DAY_180 + VALUE)
    assert (told["decision"], told["of"]) == ("drop", 3)


def test_first_value_without_evidence_or_not_reached_keeps_the_rhythm(book: Book) -> None:
    for value, why in (
        (
            "{definition: x, reached_on: 2026-10-20}",
            "first value is called reached, but no evidence is recorded",
        ),
        ("{definition: x}", "first value is not reached yet"),
        ("{definition: x, reached_on: 2026-12-24, evidence: y}", "first value is not reached yet"),
    ):
        told = verdict(book, HEAD + MET_30 + MET_60 + f"first_value: {value}\n")
        assert told["decision"] == "keep"
        assert reasons(told, holds=False) == [why]


def test_what_is_not_known_is_cannot_tell_and_never_passed(book: Book) -> None:
    told = verdict(book, HEAD + MET_30 + MET_60)
    assert (told["decision"], told["then"]) == ("cannot tell", "weekly")
    assert (told["told"], told["of"]) == (2, 3)
    assert reasons(told, holds=None) == ["cannot tell: needs what first value means to this customer"]
    assert not any(reason["holds"] for reason in told["reasons"] if reason["text"].startswith("cannot tell"))


def test_an_empty_record_is_cannot_tell(book: Book) -> None:
    told = verdict(book, HEAD)
    assert (told["decision"], told["told"], told["of"]) == ("cannot tell", 0, 2)
    assert "cannot tell: needs milestones in the record" in reasons(told, holds=None)


def test_without_a_signature_a_milestone_cannot_be_told(book: Book) -> None:
    told = verdict(book, HEAD.replace("contract: {signed_on: 2026-09-01}\n", "") + DAY_30 + "}\n" + VALUE)
    assert told["decision"] == "cannot tell"
    assert reasons(told, holds=None) == ["cannot tell: day-30 needs a due date or a signature date"]


def test_one_reason_against_outweighs_what_cannot_be_told(book: Book) -> None:
    assert verdict(book, HEAD + DAY_30 + "}\n")["decision"] == "keep"


@pytest.mark.parametrize(
    ("hold", "decision"),
    [
        ("{from_on: 2026-11-01}", "keep"),
        ("{from_on: 2026-11-01, until_on: 2026-11-30}", "keep"),
        ("{from_on: 2026-11-01, until_on: 2026-11-29}", "drop"),
        ("{from_on: 2026-12-01}", "drop"),
    ],
)
def test_a_pause_keeps_the_rhythm_while_it_lasts(book: Book, hold: str, decision: str) -> None:
    assert verdict(book, PROVEN + f"holds: [{hold}]\n")["decision"] == decision


def test_the_rhythm_that_was_agreed_is_the_one_that_stays(book: Book) -> None:
    told = verdict(book, HEAD + DAY_30 + "}\n" + "cadence: {rhythm: biweekly}\n")
    assert (told["rhythm"], told["then"]) == ("biweekly", "biweekly")


def test_every_account_is_told_when_none_is_named(book: Book) -> None:
    book.account(PROVEN)
    book.account(HEAD.replace("a1", "a2").replace("Northwind Traders", "Contoso"), "contoso")
    told = book.done("cadence", "check", "--json", "--as-of", "2026-11-30").json
    assert [(each["account"], each["decision"]) for each in told] == [
        ("contoso", "cannot tell"),
        ("northwind", "drop"),
    ]


def test_a_verdict_is_a_result_and_not_a_failure(book: Book) -> None:
    book.account(HEAD + DAY_30 + "}\n")
    ran = book.run("cadence", "check", "northwind", "--as-of", "2026-11-30")
    assert ran.code == 0
    assert ran.out.splitlines()[:2] == [
        "Northwind Traders: keep",
        "  Rhythm now: not recorded. 1 of 2 checks could be made.",
    ]
    assert "  - day-30 was due on 2026-10-01 and is not met; the rhythm stays until it is" in ran.out
    assert "  ? cannot tell: needs what first value means to this customer" in ran.out


def test_the_verdict_can_be_written_down_for_the_team(book: Book) -> None:
    book.account(PROVEN)
    book.done("cadence", "render", "northwind", "--as-of", "2026-11-30")
    text = (book.root / "accounts/northwind/cadence-verdict.md").read_text()
    assert "day-30 met on 2026-09-28, with evidence" in text

"""What a CSM relies on when the evidence is mixed: roles, rhythms, deadlines and words that stay."""

from datetime import date

import pytest

from conftest import TODAY, Book
from csmkit.core.account import in_role_order
from csmkit.core.answers import InvalidAnswer, Setting, read_answer
from csmkit.core.playbook import Question

TWO_CHAMPIONS = """\
schema: csmkit/account@1
id: n1
name: Northwind
journey: high-touch
contract: {signed_on: 2026-06-01, renews_on: 2026-12-01, notice_days: 60}
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [champion]}
  - {id: omar-diaz, name: Omar Diaz, roles: [champion, technical_lead]}
first_value: {definition: a quote in a day, target_on: 2026-08-01}
tasks:
  - {id: sandbox, title: Open the sandbox, due_on: 2026-08-10}
kickoff: {on: 2026-06-10}
commitments:
  - {id: sso-before-rollout, promise: SSO before rollout, due_on: 2026-08-12}
"""

PART = """\
schema: csmkit/interview@1
kind: interview
title: Parts
sessions:
  - id: parts
    title: Parts
    sections:
      - id: parts
        title: Parts
        questions:
          - {id: champion, type: stakeholder, ask: Champion?, fills: "role:champion"}
          - {id: technical_lead, type: stakeholder, ask: Technical lead?, fills: "role:technical_lead"}
"""


def answered(book: Book, champion: str) -> list[list[str]]:
    book.account(TWO_CHAMPIONS)
    book.write("playbooks/interviews/handoff.yaml", PART)
    book.write(
        "answers.yaml",
        "schema: csmkit/answers@1\ninterview: handoff\nanswers:\n"
        f"  champion: {champion}\n  technical_lead: unknown\n",
    )
    book.done("handoff", "northwind", "--answers", str(book.root / "answers.yaml"))
    return [person["roles"] for person in book.show()["stakeholders"]]


def test_one_person_holds_a_part_and_what_nobody_knew_changes_nothing(book: Book) -> None:
    assert answered(book, "Jane Doe") == [["champion"], ["technical_lead"]]


def test_a_part_left_open_keeps_who_held_it(book: Book) -> None:
    assert answered(book, "unknown") == [["champion"], ["champion", "technical_lead"]]


def test_roles_stand_in_the_order_of_the_vocabulary_whatever_they_come_in() -> None:
    assert in_role_order(role for role in ("user", "champion", "economic_buyer", "champion")) == [
        "economic_buyer",
        "champion",
        "user",
    ]


def test_the_desk_knows_tasks_first_value_the_kickoff_and_the_opt_out_day(book: Book) -> None:
    book.account(TWO_CHAMPIONS)
    told = book.done("today", "--as-of", "2026-09-28").out
    for words in (
        "csmkit log northwind done sandbox",
        "first value is not reached",
        "the kickoff is not logged",
        "opt out",
    ):
        assert words in told


def test_the_desk_looks_from_the_day_that_was_asked_for(book: Book) -> None:
    book.account(TWO_CHAMPIONS)
    book.done("log", "northwind", "done", "sandbox", "--on", "2026-08-20", "--as-of", "2026-08-20")
    assert "done sandbox" in book.done("today", "--as-of", "2026-08-15").out
    assert "done sandbox" not in book.done("today", "--as-of", "2026-08-21").out


def test_a_rhythm_that_is_steady_already_is_not_dropped_to_a_quicker_one(book: Book) -> None:
    book.account(
        TWO_CHAMPIONS.replace("target_on: 2026-08-01", "reached_on: 2026-08-01, evidence: seen")
        + "cadence: {rhythm: quarterly}\n"
        + "milestones:\n  - {id: day-30, day: 30, title: Live, met_on: 2026-07-01, evidence: seen}\n"
    )
    (verdict,) = book.done("cadence", "check", "--as-of", "2026-09-28", "--json").json
    assert verdict["decision"] == "keep"
    assert verdict["then"] == "quarterly"


@pytest.mark.parametrize(
    "words",
    [
        ["sync", "jane", "--evidence", "she smiled"],
        ["note", "watch out", "--reason", "audit"],
        ["delivered", "sso", "--by", "jane"],
        ["rhythm", "weekly", "--to", "2026-09-30"],
    ],
    ids=" ".join,
)
def test_an_option_that_would_be_dropped_is_refused_and_nothing_is_written(
    book: Book, words: list[str]
) -> None:
    file = book.account(TWO_CHAMPIONS)
    ran = book.run("log", "northwind", *words)
    assert ran.code == 2
    assert "takes no --" in ran.err
    assert file.read_text(encoding="utf-8") == TWO_CHAMPIONS


def test_a_note_and_a_reason_are_both_kept(book: Book) -> None:
    book.account(TWO_CHAMPIONS)
    book.done("log", "northwind", "renegotiated", "sso", "--reason", "phase two", "--note", "Jane agreed")
    assert book.show()["log"][-1]["note"] == "phase two; Jane agreed"


@pytest.mark.parametrize("amount", ["120.000", "€120.000", "1.200.000"])
def test_an_amount_that_two_countries_read_differently_is_refused(amount: str) -> None:
    question = Question(id="arr", type="money", ask="How much?")
    with pytest.raises(InvalidAnswer, match="thousands or decimals"):
        read_answer(question, amount, Setting(date(2026, 9, 1)))


def test_a_group_that_cannot_make_a_whole_item_is_told_before_anybody_is_asked(book: Book) -> None:
    group = (
        "{id: goals, type: group, ask: Goals?, fills: 'outcomes[]', "
        "questions: [{id: metric, type: text, ask: Metric?, fills: metric}]}"
    )
    book.write("playbooks/interviews/handoff.yaml", PART + f"          - {group}\n")
    ran = book.run("playbook", "check")
    assert ran.code == 1
    assert "no question fills `statement`" in ran.err


def test_two_approvals_of_one_kind_are_two_approvals(northwind: Book) -> None:
    form = northwind.done("handoff", "northwind", "--form", "--session", "competition").out
    assert "gates:" in form
    interview = PART.replace(
        '{id: champion, type: stakeholder, ask: Champion?, fills: "role:champion"}',
        "{id: gates, type: group, ask: Gates?, fills: 'gates[]', questions: "
        "[{id: kind, type: choice, ask: Kind?, fills: kind, choices: [{value: legal}, {value: other}]}]}",
    )
    northwind.write("playbooks/interviews/handoff.yaml", interview)
    northwind.write(
        "answers.yaml",
        "schema: csmkit/answers@1\ninterview: handoff\nanswers:\n  gates: [{kind: other}, {kind: other}]\n",
    )
    northwind.done("handoff", "northwind", "--answers", str(northwind.root / "answers.yaml"))
    assert [gate["id"] for gate in northwind.show()["gates"]] == ["other", "other-2"]


def test_next_does_not_offer_to_record_what_did_not_happen(book: Book) -> None:
    book.account(TWO_CHAMPIONS)
    assert "Open it now" not in book.done("next", "northwind").said


def test_a_form_made_for_one_account_is_refused_for_another(northwind: Book) -> None:
    northwind.add("Contoso")
    form = northwind.write("form.yaml", northwind.done("handoff", "northwind", "--form").out)
    ran = northwind.run("handoff", "contoso", "--answers", str(form))
    assert ran.code == 1
    assert "made for another account" in ran.err


def test_a_milestone_is_moved_from_its_own_date(book: Book) -> None:
    book.account(TWO_CHAMPIONS + "milestones:\n  - {id: day-60, day: 60, title: Value}\n")
    book.done(
        "log", "northwind", "moved", "day-60", "--to", "+14d", "--reason", "freeze", "--as-of", "2026-06-05"
    )
    assert book.show()["milestones"][0]["due_on"] == "2026-08-14"


def test_a_playbook_can_be_copied_onto_its_own_place_by_the_shell(book: Book) -> None:
    empty = book.write("playbooks/interviews/handoff.yaml", "")
    shown = book.done("playbook", "show", "handoff").out
    assert shown.startswith("# yaml-language-server")
    empty.write_text(shown, encoding="utf-8")
    book.done("playbook", "check")


def test_a_question_about_an_item_without_a_name_yet_has_no_hole_in_it(northwind: Book) -> None:
    form = northwind.done("handoff", "northwind", "--form").out
    assert "“”" not in form
    assert "this outcome" in form


def test_a_reading_goes_to_the_outcome_and_its_note_stays_inside(handed_over: Book) -> None:
    words = ("reading", "8.5", "--source", "CPQ export", "--note", "They argued about it")
    handed_over.done("log", "northwind", *words, "--as-of", "2026-09-20")
    (outcome,) = handed_over.show()["outcomes"]
    (reading,) = outcome["readings"]
    assert (reading["value"], reading["source"], reading["on"]) == ("8.5", "CPQ export", "2026-09-20")
    handed_over.done("plan", "render", "northwind")
    plan = (handed_over.root / "accounts/northwind-traders/success-plan.md").read_text()
    assert "8.5 days (CPQ export)" in plan
    assert "argued" not in plan


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("reading",), "Say the number"),
        (("reading", "nine"), "needs a plain number"),
        (("reading", "9", "revenue"), "There is no outcome “revenue”"),
        (("booked", "security-rview", "--to", "2026-10-01"), "security-review"),
        (("moved", "first-valu", "--to", "+7d"), "--reason"),
    ],
)
def test_what_cannot_be_logged_is_told_in_words(handed_over: Book, words: tuple[str, ...], told: str) -> None:
    ran = handed_over.run("log", "northwind", *words)
    assert ran.code == 2
    assert told in ran.err


def test_every_date_that_was_promised_can_be_moved_and_keeps_its_first_day(handed_over: Book) -> None:
    sso = "sso-is-live-before-rollout"
    for what, to in ((sso, "2026-11-20"), ("first-value", "2026-11-10"), ("first-value", "2026-11-17")):
        words = ("moved", what, "--to", to, "--reason", "Freeze", "--as-of", "2026-09-10")
        told = handed_over.done("log", "northwind", *words).out
    assert "from 2026-11-10 to 2026-11-17" in told
    record = handed_over.show()
    assert record["commitments"][0]["moved"][0]["was"] == "2026-11-01"
    assert [move["to"] for move in record["first_value"]["moved"]] == ["2026-11-10", "2026-11-17"]
    assert record["first_value"]["target_on"] == "2026-11-17"


def test_the_day_an_approval_will_be_submitted_is_booked(handed_over: Book) -> None:
    handed_over.done("log", "northwind", "booked", "security-review", "--to", "2026-09-15", "--as-of", TODAY)
    assert handed_over.show()["gates"][0]["submit_by"] == "2026-09-15"

"""Answers in a file: a blank form for somebody who never runs a command, and its way back."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ANSWERS, TODAY, Book, Ran

KINDS = "integration, services, performance, timeline, feature, commercial, support, other"
RECORD = "accounts/northwind-traders/account.yaml"


def hand_in(book: Book, text: str, as_of: str = TODAY) -> Ran:
    file = book.write("answers.yaml", text)
    return book.run("handoff", "northwind", "--answers", str(file), "--as-of", as_of)


def refused(book: Book, text: str) -> list[str]:
    """What is wrong with a file of answers: line:column: message. Nothing may be recorded."""
    record = book.root / RECORD
    before = record.read_bytes()
    ran = hand_in(book, text)
    assert ran.code == 1, ran.said
    assert (ran.out, record.read_bytes()) == ("", before)
    assert not (book.root / ".csmkit/history").exists()
    return [line.split("answers.yaml:", 1)[1] for line in ran.err.splitlines()]


def changed(*edits: tuple[str, str]) -> str:
    text = ANSWERS
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def form(book: Book, *words: str) -> str:
    return book.done("handoff", "northwind", "--form", "--as-of", TODAY, *words).out


def filled_by(text: str, answers: dict[str, Any]) -> str:
    """The form with answers written behind their keys, as a person does it."""
    lines = text.splitlines()
    for key, answer in answers.items():
        at = next(n for n, line in enumerate(lines) if line.strip().removeprefix("- ") == f"{key}:")
        if isinstance(answer, dict):
            for offset, word in enumerate(("answer", "said_by"), 1):
                assert lines[at + offset].strip().startswith(f"{word}:")
                lines[at + offset] = lines[at + offset].split(":")[0] + f": {answer[word]}"
        else:
            lines[at] += f" {answer}"
    return "\n".join(lines) + "\n"


FILLED: dict[str, Any] = {
    "why_now": '"Two tenders were lost: both on speed"',
    "name": "Jane Doe",
    "title": "VP Sales Operations",
    "roles": "[champion]",
    "decision_power": "5",
    "stance": "supporter",
    "economic_buyer": {"answer": "Jane Doe", "said_by": "customer"},
    "executive_sponsor": "unknown",
    "champion": "Jane Doe",
    "backup_champion": "unknown",
    "technical_lead": "{new: Omar Diaz}",
    "statement": {"answer": "Quotes in four days", "said_by": "customer"},
    "metric": "time to quote",
    "baseline_value": {"answer": "9", "said_by": "customer"},
    "target": {"answer": "4", "said_by": "inferred"},
    "politics": "IT lost its own project",
}


def test_a_form_goes_out_blank_and_comes_back_filled(northwind: Book) -> None:
    sent = form(northwind, "--session", "people")
    ran = hand_in(northwind, filled_by(sent, FILLED))
    assert ran.code == 0, ran.said
    assert f"Saved {RECORD}." in ran.out
    record = northwind.show()
    assert record["buying"]["why_now"] == "Two tenders were lost: both on speed"
    assert [person["name"] for person in record["stakeholders"]] == ["Jane Doe", "Omar Diaz"]
    assert record["stakeholders"][0]["roles"] == ["economic_buyer", "champion"]
    assert record["outcomes"][0]["baseline"]["value"] == "9"
    assert [held["interview"] for held in record["sessions"]] == ["handoff/people"]
    assert record["sessions"][0]["with"] == "Alex Kim"
    assert {q["question"] for q in record["open_questions"]} == {"executive_sponsor", "backup_champion"}
    assert (northwind.root / "accounts/northwind-traders/handoff-brief.md").is_file()


def test_a_blank_form_is_yaml_that_names_every_question_and_asks_nothing_of_the_reader(
    northwind: Book,
) -> None:
    data = yaml.safe_load(form(northwind))
    assert data["sessions"] == ["people", "competition"]
    assert data["with"] == "Alex Kim"
    assert len(data["answers"]) > 30
    told = refused(northwind, form(northwind))
    assert all("needs an answer" in line for line in told)
    assert len(told) == 17


def test_a_form_offers_what_the_record_holds(handed_over: Book) -> None:
    data = yaml.safe_load(form(handed_over))
    assert data["answers"]["contacts"][0]["name"] == "Jane Doe"
    assert data["answers"]["economic_buyer"]["answer"] == "jane-doe"
    assert "signed_on" not in data["answers"]


def test_a_form_leaves_out_what_the_record_rules_out(book: Book) -> None:
    book.add("Northwind Traders", "--journey", "low-touch")
    answers = yaml.safe_load(form(book))["answers"]
    assert "never_met" not in answers
    assert "signed_on" not in answers
    assert "renews_on" in answers
    assert "other_voices" in answers


def test_an_answer_that_the_record_holds_already_does_no_harm(northwind: Book) -> None:
    ran = hand_in(northwind, ANSWERS + "  signed_on: 2026-09-01\n")
    assert ran.code == 0, ran.said
    assert "does not apply" in refused_after(northwind, ANSWERS + "  signed_on: 2026-09-02\n")


def refused_after(book: Book, text: str) -> str:
    ran = hand_in(book, text)
    assert ran.code == 1, ran.said
    return ran.err


def test_the_same_file_twice_repeats_nothing(handed_over: Book) -> None:
    record = handed_over.root / RECORD
    before = record.read_bytes()
    ran = hand_in(handed_over, ANSWERS)
    assert ran.code == 0
    assert "recorded already; nothing was changed" in ran.err
    assert record.read_bytes() == before


def test_a_corrected_file_changes_only_what_was_corrected(handed_over: Book) -> None:
    before = handed_over.show()
    ran = hand_in(handed_over, changed(("due_on: 2026-11-01", "due_on: 2026-12-01")))
    assert ran.code == 0, ran.said
    after = handed_over.show()
    assert after["commitments"][0]["due_on"] == "2026-12-01"
    assert [c["id"] for c in after["commitments"]] == [c["id"] for c in before["commitments"]]
    for key in ("stakeholders", "outcomes", "gates", "buying", "open_questions"):
        assert after[key] == before[key], key


def test_five_mistakes_are_told_at_once_with_their_lines_and_nothing_is_recorded(northwind: Book) -> None:
    told = refused(
        northwind,
        changed(
            ("  why_now:", "  why_nwo:"),
            ("due_on: 2026-11-01", "due_on: 1.11.2026"),
            ("kind: integration", "kind: integraton"),
            ("  complexity: typical", "  complexity: typical\n  complexity: deep"),
            ("  tracking_source: CPQ export\n", ""),
        ),
    )
    assert [line.split(" Did you mean")[0] for line in told] == [
        "6:3: `why_nwo` is not a question of this interview.",
        "6:3: `tracking_source` needs an answer, or “unknown”",
        f"47:13: `kind` has to be one of: {KINDS}.",
        "49:15: `due_on` needs a date such as 2026-09-01, +30d or next friday",
        "55:3: has `complexity` twice; keep one of them",
    ]
    assert "Did you mean “why_now”?" in told[0]
    assert "Did you mean “integration”?" in told[2]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("mode: async", "mod: async", "23:7: `mod` is not asked of a contact. Did you mean “mode”?"),
        (
            "{answer: 9, said_by: customer}",
            "{answer: 9, said_bye: customer}",
            "`said_bye` is not a key here. Did you mean “said_by”?",
        ),
        (
            "{answer: 9, said_by: customer}",
            "{answr: 9, said_by: customer}",
            "`answr` is not a key here. Did you mean “answer”?",
        ),
        (
            "{answer: 9, said_by: customer}",
            "{answer: 9, said_by: custmer}",
            "`baseline_value` needs who said it, as said_by: customer, account_executive, inferred",
        ),
        ("{answer: 9, said_by: customer}", "9", "`baseline_value` needs who said it"),
        (
            "technical_lead: unknown",
            "technical_lead: Jane Do",
            "`technical_lead` names nobody among the contacts so far. Did you mean “Jane Doe”?",
        ),
        ("{new: Lea Falk}", "{nwe: Lea Falk}", "`backup_champion` names a new person as {new: Full Name}"),
        ("{new: Lea Falk}", "{new: ''}", "`backup_champion` names a new person as {new: Full Name}"),
        (
            "promises_read_back: yes",
            "promises_read_back: yes\n  other_voices: a partner",
            "53:3: `other_voices` does not apply here, because of what was answered at `promises_read_back`",
        ),
        (
            "baseline_value: {answer: 9, said_by: customer}",
            "baseline_value: unknown",
            "`baseline_as_of` does not",
        ),
        ("champion: Mia Brandt", "champion: jane-doe\n  champion: mia", "29:3: has `champion` twice"),
        (
            "    - kind: security_review\n      lead_days: 30",
            "    - security_review",
            "each approval needs lines such as `kind: …`",
        ),
        ("decision_power: 5", "decision_power: 6", "`decision_power` needs a level from 1 to 5"),
        ("lead_days: 30", "lead_days: 30.5", "`lead_days` needs a whole number"),
        ("lead_days: 30", "lead_days: -1", "`lead_days` cannot be less than 0"),
        ("roles: champion", "roles: chmpion", "`roles` has to be one of"),
        ("ae_co_presents: yes", "ae_co_presents: maybe", "`ae_co_presents` needs yes or no"),
        ("pressure_date: +60d", "pressure_date: soon", "`pressure_date` needs a date"),
        ("politics: IT lost its own project.", "politics: {a: b}", "`politics` needs a text"),
        ("complexity: typical", "complexity: [typical]", "`complexity` needs a text"),
        ("schema: csmkit/answers@1", "schema: csmkit/account@1", "`schema` has to be `csmkit/answers@1`"),
        ("interview: handoff", "interview: handof", "`interview` has to be `handoff`"),
        ("with: Alex Kim", "wiht: Alex Kim", "4:1: `wiht` is not a key here. Did you mean “with”?"),
        ("with: Alex Kim", "with: [Alex Kim]", "4:7: `with` needs a name"),
        (
            "[people, competition]",
            "[people, compettion]",
            "there is no such session; there are people, competi",
        ),
        ("[people, competition]", "[]", "`sessions` has to be a list such as [people, competition]"),
        ("[people, competition]", "people", "`sessions` has to be a list such as [people, competition]"),
    ],
)
def test_a_mistake_is_told_at_its_place_and_alone(northwind: Book, old: str, new: str, told: str) -> None:
    (line,) = refused(northwind, changed((old, new)))
    assert told in line


def test_two_blocks_about_one_person_are_told_apart(northwind: Book) -> None:
    told = refused(northwind, changed(("- name: Mia Brandt", "- name: Jane doe")))
    assert told[0].startswith("17:13: this contact stands twice in this list; one block for each")


def test_a_session_that_is_not_named_may_not_be_answered(northwind: Book) -> None:
    told = refused(northwind, changed(("[people, competition]", "[people]")))
    assert len(told) == 8
    assert all("belongs to a session that `sessions` does not name" in line for line in told)


@pytest.mark.parametrize("text", ["", "- a\n", "schema: csmkit/answers@1\ninterview: handoff\nanswers:\n"])
def test_a_file_without_answers_says_what_is_missing_in_a_few_lines(northwind: Book, text: str) -> None:
    told = refused(northwind, text)
    assert "`answers` has to hold one line for each question" in told[-1]
    assert len(told) <= 3


def test_a_strayed_sentence_is_not_quoted_as_a_key(northwind: Book) -> None:
    told = refused(
        northwind, changed(("  politics: IT lost its own project.", "  politics: |\n  Jane lies: often"))
    )
    assert "Jane" not in "\n".join(told)


def test_a_wrong_file_is_one_sentence(northwind: Book, tmp_path: Path) -> None:
    ran = northwind.run("handoff", "northwind", "--answers", str(tmp_path / "none.yaml"))
    assert ran.code == 1
    assert ran.err.endswith("none.yaml cannot be read: No such file or directory.\n")


def test_an_empty_list_is_an_answer_and_unknown_is_another(northwind: Book) -> None:
    block = ANSWERS[ANSWERS.index("  commitments:") : ANSWERS.index("  promises_read_back")]
    gates = ANSWERS[ANSWERS.index("  gates:") : ANSWERS.index("  tracking_source")]
    ran = hand_in(northwind, changed((block, "  commitments: []\n"), (gates, "  gates: unknown\n")))
    assert ran.code == 0, ran.said
    status = northwind.done("handoff", "northwind", "--status", "--json").json
    states = {fact["question"]: fact["state"] for fact in status["core"]}
    assert (states["commitments"], states["gates"]) == ("known", "open")
    assert status["core_known"] == 15


def test_a_list_that_has_to_hold_something_may_not_be_empty(northwind: Book) -> None:
    block = ANSWERS[ANSWERS.index("  alternatives:") : ANSWERS.index("  commitments")]
    assert "`alternatives` needs at least 1 in the list" in "\n".join(
        refused(northwind, changed((block, "  alternatives: []\n")))
    )
    (told,) = refused(northwind, changed((block, "")))
    assert told.endswith("`alternatives` needs an answer: a list or “unknown”")


def test_contacts_cannot_be_left_unknown(northwind: Book) -> None:
    block = ANSWERS[ANSWERS.index("  contacts:") : ANSWERS.index("  economic_buyer")]
    told = refused(northwind, changed((block, "  contacts: unknown\n")))
    assert "10:13: `contacts` cannot be left unknown" in told


def test_more_outcomes_than_three_are_refused(northwind: Book) -> None:
    one = "    - statement: {answer: Outcome NUMBER, said_by: customer}\n"
    one += "      metric: m\n      baseline_value: unknown\n      target: unknown\n"
    four = "".join(one.replace("NUMBER", str(n)) for n in range(4))
    block = ANSWERS[ANSWERS.index("    - statement:") : ANSWERS.index("  politics")]
    (told,) = refused(northwind, changed((block, four)))
    assert "`outcomes` takes at most 3 in the list" in told


def test_a_contact_may_report_to_somebody_further_down_the_list(northwind: Book) -> None:
    ran = hand_in(
        northwind, changed(("      private: Wants the next board seat.", "      reports_to: Mia Brandt"))
    )
    assert ran.code == 0, ran.said
    assert northwind.show()["stakeholders"][0]["reports_to"] == "mia-brandt"


def test_days_are_counted_from_the_day_the_answers_are_recorded(northwind: Book) -> None:
    assert hand_in(northwind, ANSWERS, as_of="2026-09-03").code == 0
    record = northwind.show()
    assert record["buying"]["too_late_after"] == "2026-11-02"
    assert record["outcomes"][0]["by"] == "2027-03-03"
    assert record["sessions"][0]["on"] == "2026-09-03"


def test_who_said_it_is_kept_with_each_fact(handed_over: Book) -> None:
    said = {path: entry["said_by"] for path, entry in handed_over.show()["provenance"].items()}
    assert said == {
        "stakeholders/jane-doe/roles": "customer",
        "outcomes/quotes-go-out-in-four-days/statement": "customer",
        "outcomes/quotes-go-out-in-four-days/baseline/value": "customer",
        "outcomes/quotes-go-out-in-four-days/target": "account_executive",
        "commitments/sso-is-live-before-rollout/promise": "customer",
        "first_value/definition": "inferred",
    }


def test_what_nobody_knew_becomes_a_question_for_whoever_may_know(handed_over: Book) -> None:
    (question,) = handed_over.show()["open_questions"]
    assert question["question"] == "technical_lead"
    assert question["of"] == "champion"
    assert hand_in(handed_over, changed(("technical_lead: unknown", "technical_lead: Mia Brandt"))).code == 0
    assert handed_over.show()["open_questions"] == []


def test_an_answer_stays_the_text_it_was(northwind: Book) -> None:
    assert (
        hand_in(northwind, changed(("politics: IT lost its own project.", "politics: '{{ 7*7 }}'"))).code == 0
    )
    assert northwind.show()["buying"]["politics"] == "{{ 7*7 }}"
    brief = (northwind.root / "accounts/northwind-traders/handoff-brief.md").read_text()
    assert "49" not in brief

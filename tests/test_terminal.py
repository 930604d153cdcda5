"""An interview as a person holds it: a real terminal, real keys, and the record they leave."""

import shlex
import signal
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import terminal
from csmkit.core.changes import texts
from csmkit.core.interview.conversation import NEW, Turn, begin, settled
from csmkit.core.interview.steps import take
from csmkit.storage import journal
from csmkit.storage.library import Library
from csmkit.storage.workspace import Workspace
from terminal import (
    ALT_ENTER,
    BACK,
    CSMKIT,
    CTRL_C,
    CTRL_D,
    CTRL_E,
    DOWN,
    ENTER,
    Terminal,
    journals,
    make_workspace,
    record,
    record_file,
)

TODAY = date(2026, 9, 1)
HANDOFF = ("handoff", "northwind", "--as-of", "2026-09-01")
SHIPPED = Path(__file__).parents[1] / "playbooks/interviews/handoff.yaml"

EVERY_TYPE = """\
schema: csmkit/interview@1
kind: interview
title: Handoff
sessions:
  - id: people
    title: Every type once
    intro: Ten minutes.
    sections:
      - id: words
        title: Words
        intro: What {{ account.name }} told you.
        questions:
          - {id: headline, type: text, ask: What is the headline?, why: It is printed large.}
          - {id: story, type: long_text, ask: What is the story?, fills: buying.why_now}
          - {id: quote, type: text, ask: What did they say?, core: true, said_by: ask}
          - {id: address, type: email, ask: Where can they be reached?}
      - id: picks
        title: Picks
        questions:
          - id: colour
            type: choice
            ask: Which colour?
            choices:
              - {value: red, label: 'Red [p1], the loud one'}
              - {value: blue, label: 'Blue, the calm one'}
          - id: parts
            type: choices
            ask: Which parts?
            choices: [{value: one}, {value: two}, {value: three}]
          - {id: warm, type: yes_no, ask: Are they warm?}
          - id: power
            type: scale
            ask: How much do they decide?
            levels: {'1': Nothing, '2': Little, '3': Some, '4': Much, '5': All}
          - {id: boss, type: stakeholder, ask: Who is the boss?, fills: 'role:champion'}
      - id: figures
        title: Figures
        questions:
          - {id: seats, type: number, ask: How many seats?, whole: true, min: 1}
          - {id: price, type: money, ask: How much money?}
          - {id: share, type: percent, ask: Which share?, max: 100}
          - {id: day, type: date, ask: Which day?, fills: contract.signed_on}
      - id: promised
        title: Promises
        questions:
          - id: promises
            type: group
            ask: What was promised?
            noun: promise
            fills: commitments[]
            summary: '{{ item.promise }}, {{ item.due }}'
            questions:
              - {id: promise, type: text, ask: Which promise?, required: true, fills: promise}
              - {id: due, type: date, ask: Due on which day?, fills: due_on}
"""
"""Every type of question, each once."""

GIVEN: dict[str, Any] = {
    "headline": "All of them",
    "story": "Two\nlines",
    "quote": "It has to work",
    "address": "jane@example.com",
    "colour": "blue",
    "parts": ["one", "three"],
    "warm": "no",
    "power": "4",
    "boss": "omar-haddad",
    "seats": "12",
    "price": "120000",
    "share": "40",
    "day": "2026-08-15",
}
ASKED = {
    "headline": "What is the headline?",
    "story": "What is the story?",
    "quote": "What did they say?",
    "address": "Where can they be reached?",
    "colour": "Which colour?",
    "parts": "Which parts?",
    "warm": "Are they warm?",
    "power": "How much do they decide?",
    "boss": "Who is the boss?",
    "seats": "How many seats?",
    "price": "How much money?",
    "share": "Which share?",
    "day": "Which day?",
}
OFFERED = {**GIVEN, "story": "Two lines"}
POINTED_AT = {
    "colour": "Blue, the calm one",
    "warm": "No",
    "power": "4 Much",
    "boss": "Omar Haddad",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return make_workspace(tmp_path, EVERY_TYPE)


def is_under_way(workspace: Path, *turns: Turn) -> None:
    """An interview that was broken off after these turns."""
    account = Workspace(workspace).load("northwind")
    interview = Library(workspace).interview("handoff")
    data = texts(account.data)
    written = journal.start(
        Workspace(workspace).journals(account.account.id),
        "0123456789ab",
        journal.Opening("handoff", ("people",), TODAY, data, "Alex Kim"),
    )
    conversation = begin("handoff", interview, ("people",), data, TODAY)
    for turn in turns:
        done = settled(conversation, turn)
        written.write(done)
        conversation = take(conversation, done)


def given_so_far() -> list[Turn]:
    return [Turn("answer", (name,), given, "customer") for name, given in GIVEN.items()]


def records_it(screen: Terminal) -> None:
    screen.pick("as it should be?", "Record it")
    screen.pick("Do you accept this handoff?", "Decide later")


def answers(workspace: Path) -> dict[str, Any]:
    filed: dict[str, Any] = record(workspace)["answers"]["handoff"]
    return {name: entry["value"] for name, entry in filed.items()}


def test_every_type_of_question_is_answered_by_hand(workspace: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nprintf "second | line\\nthird line 🚀\\n" >> "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    with Terminal(workspace, *HANDOFF, EDITOR=str(editor), VISUAL=str(editor)) as screen:
        answers_words(screen)
        answers_picks(screen)
        answers_figures(screen)
        holds_a_list_of_promises(screen)
        records_it(screen)
        screen.sees("Saved accounts/northwind/account.yaml.")
        screen.sees("Decide with: csmkit handoff northwind --accept or --return")
        assert screen.ends() == 0
    recorded = record(workspace)
    filed = {
        "headline": "{{ 7*7 }} [p1] 🚀 a | b",
        "quote": "[bold]no[/x] # comment: 'x'",
        "address": "jane@example.com",
        "colour": "blue",
        "parts": ["one", "three"],
        "warm": "no",
        "power": "4",
        "seats": "12",
        "price": "120000",
        "share": "40",
    }
    assert answers(workspace) == filed
    assert recorded["answers"]["handoff"]["quote"]["said_by"] == "account_executive"
    assert recorded["buying"]["why_now"] == "first line\nsecond | line\nthird line 🚀"
    assert recorded["contract"]["signed_on"] == "2026-10-01"
    assert recorded["stakeholders"][-1] == {
        "id": "lucia-ortiz-x",
        "name": "Lucía | Ortiz {{ x }}",
        "roles": ["champion"],
    }
    assert recorded["commitments"] == [{"id": "sso", "promise": "SSO before rollout", "due_on": "2026-09-01"}]
    assert [entry["with"] for entry in recorded["sessions"]] == ["Alex Kim"]
    assert "# as they sign" in record_file(workspace).read_text(encoding="utf-8")
    assert journals(workspace) == []


def answers_words(screen: Terminal) -> None:
    """A line, a text from two hands, a quotation and an address."""
    screen.sees("What Northwind Traders told you.")
    screen.sees("[1/14 · Words]")
    screen.sees("It is printed large.")
    screen.type("headline?", "{{ 7*7 }} [p1] 🚀 a | b")
    screen.is_asked("the story?")
    screen.press("first line", ALT_ENTER)
    screen.press(CTRL_E)
    screen.sees("third line")
    screen.press(ENTER)
    screen.type("did they say?", "[bold]no[/x] # comment: 'x'")
    screen.pick("Who said so?", "the AE says so")
    screen.sees("third line")
    screen.type("be reached?", "jane at example")
    screen.sees("This needs an e-mail address such as jane@example.com.")
    screen.retype("be reached?", "jane@example.com")


def answers_picks(screen: Terminal) -> None:
    """One, several, yes or no, a level, and somebody new."""
    screen.pick("Which colour?", "Blue")
    screen.is_asked("Which parts?")
    screen.press(" ", DOWN, DOWN, " ", ENTER)
    screen.sees("one; three")
    screen.pick("Are they warm?", "No")
    screen.pick("they decide?", "4 Much")
    screen.pick("Who is the boss?", "Someone new")
    screen.type("Who is the boss? Full name:", "Lucía | Ortiz {{ x }}")


def answers_figures(screen: Terminal) -> None:
    """Each of them wrong before it is right."""
    screen.type("How many seats?", "0")
    screen.sees("This cannot be less than 1.")
    screen.retype("How many seats?", "12.5")
    screen.sees("This needs a whole number.")
    screen.retype("How many seats?", "12")
    screen.type("How much money?", "a lot")
    screen.sees("This needs an amount such as 120000, 120,000 or 120k.")
    screen.retype("How much money?", "120k")
    screen.type("Which share?", "40 %")
    screen.type("Which day?", "someday")
    screen.sees("This needs a date such as 2026-09-01, +30d or next friday.")
    screen.retype("Which day?", "+30d")


def holds_a_list_of_promises(screen: Terminal) -> None:
    """Add two, edit one, remove the other."""
    screen.pick("What was promised?", "Add a promise")
    screen.type("Which promise?", "SSO")
    screen.type("Due on which day?", "")
    screen.pick("What was promised?", "Add another promise")
    screen.type("Which promise?", "sso")
    screen.sees("This is on the list already; edit that one, or tell the two apart.")
    screen.retype("Which promise?", "An audit log")
    screen.type("Due on which day?", "2026-10-01")
    screen.pick("What was promised?", "Edit: SSO")
    screen.is_asked("Which promise? SSO")
    screen.press(" before rollout", ENTER)
    screen.type("Due on which day?", "2026-09-01")
    screen.is_asked("What was promised?")
    screen.pick("What was promised?", "Remove: An audit log")
    screen.wait(lambda: "audit log" not in screen.prompt, "it was not removed")
    screen.pick("What was promised?", "Go on")


def test_shift_tab_leads_back_through_every_type_and_every_answer_is_still_there(workspace: Path) -> None:
    turns = [*given_so_far(), Turn("answer", ("promises", NEW, "promise"), "SSO")]
    is_under_way(workspace, *turns)
    with Terminal(workspace, *HANDOFF) as screen:
        screen.sees("Resuming where you stopped: 14 answers are kept.")
        screen.type("Due on which day?", "2026-10-01")
        screen.pick("What was promised?", "Go on")
        screen.is_asked("as it should be?")
        screen.press(BACK)
        screen.is_asked("What was promised?")
        screen.points_at("Go on")
        screen.press(BACK)
        screen.is_asked("Due on which day? 2026-10-01")
        screen.press(BACK)
        screen.is_asked("Which promise? SSO")
        for name in reversed(GIVEN):
            screen.press(BACK)
            screen.is_asked(ASKED[name])
            offers_what_was_given(screen, name)
        screen.press(BACK)
        screen.sees("This is the first question.")
        for name in GIVEN:
            screen.is_asked(ASKED[name])
            screen.press(ENTER)
            if name == "quote":
                screen.is_asked("Who said so?")
                screen.points_at("the customer said so")
                screen.press(ENTER)
        screen.type("Which promise?", "")
        screen.type("Due on which day?", "")
        screen.pick("What was promised?", "Go on")
        records_it(screen)
        assert screen.ends() == 0
    recorded = record(workspace)
    assert answers(workspace) == {
        name: given for name, given in GIVEN.items() if name not in ("story", "boss", "day")
    }
    assert recorded["buying"]["why_now"] == "Two\nlines"
    assert recorded["stakeholders"][1]["roles"] == ["champion"]
    assert recorded["commitments"] == [{"id": "sso", "promise": "SSO", "due_on": "2026-10-01"}]


def offers_what_was_given(screen: Terminal, name: str) -> None:
    if name == "parts":
        screen.wait(lambda: screen.prompt.count("●") == 2, "the two parts are not ticked")
    elif name in POINTED_AT:
        screen.points_at(POINTED_AT[name])
    else:
        screen.wait(lambda: screen.prompt.endswith(OFFERED[name]), f"not offered: {OFFERED[name]}")


def test_a_question_mark_records_unknown_at_every_type_of_question(workspace: Path) -> None:
    with Terminal(workspace, *HANDOFF) as screen:
        for name, asked in ASKED.items():
            screen.is_asked(asked)
            screen.press("?", *([] if name in (*POINTED_AT, "parts") else [ENTER]))
        screen.is_asked("What was promised?")
        screen.press("?")
        screen.is_asked("as it should be?")
        screen.press(BACK)
        screen.is_asked("What was promised?")
        screen.points_at("Not known")
        screen.press(BACK)
        screen.is_asked("Which day? unknown")
        screen.press(ENTER)
        screen.is_asked("What was promised?")
        screen.press(ENTER)
        records_it(screen)
        assert screen.ends() == 0
    recorded = record(workspace)
    assert [entry["question"] for entry in recorded["open_questions"]] == [*GIVEN, "promises"]
    assert recorded["open_questions"][0] == {
        "id": "handoff-headline",
        "interview": "handoff",
        "question": "headline",
        "ask": "What is the headline?",
        "fills": "answers/handoff/headline/value",
        "of": "account_executive",
        "since": "2026-09-01",
    }
    assert "answers" not in recorded
    assert "buying" not in recorded


def test_one_step_back_from_a_follow_up_prompt_leads_to_its_question(workspace: Path) -> None:
    is_under_way(workspace, *given_so_far()[:2])
    with Terminal(workspace, *HANDOFF) as screen:
        screen.type("did they say?", "first words")
        screen.is_asked("Who said so?")
        screen.press(BACK)
        screen.is_asked("did they say? first words")
        screen.press(" and more", ENTER)
        screen.pick("Who said so?", "nobody; we infer it")
        screen.is_asked("be reached?")
        screen.press("jane@", BACK)
        screen.is_asked("did they say? first words and more")
        screen.press(ENTER)
        screen.is_asked("Who said so?")
        screen.points_at("nobody; we infer it")
        screen.press(ENTER)
        screen.is_asked("be reached? jane@")
        screen.press("example.com", ENTER)
        for name in ("colour", "parts", "warm", "power"):
            screen.is_asked(ASKED[name])
            screen.press(ENTER)
        screen.pick("Who is the boss?", "Someone new")
        screen.is_asked("Full name:")
        screen.press(BACK)
        screen.points_at("Leave blank")
        screen.pick("Who is the boss?", "Jane Doe")
        screen.is_asked("How many seats?")


CONTACTS = """\
schema: csmkit/interview@1
kind: interview
title: Handoff
sessions:
  - id: people
    title: The people
    sections:
      - id: contacts
        title: Contacts
        questions:
          - id: contacts
            type: group
            ask: Who have you dealt with at Northwind?
            why: The name that is missing stops the rollout.
            core: true
            fills: stakeholders[]
            min: 1
            noun: contact
            questions:
              - {id: name, type: text, ask: Full name?, required: true, fills: name}
      - id: parts
        title: Parts
        questions:
          - id: buyer
            type: stakeholder
            ask: Who decides on the money?
            core: true
            fills: role:economic_buyer
          - id: sponsor
            type: stakeholder
            ask: Who sponsors it?
            core: true
            fills: role:executive_sponsor
          - {id: signed, type: yes_no, ask: Is it signed?}
          - {id: signed_on, type: date, ask: On which day?, when: signed, fills: contract.signed_on}
"""
"""Contacts, two questions that point at them, and one that depends on another."""
NOBODY = terminal.ACCOUNT.split("stakeholders:")[0]


def test_a_list_says_what_it_is_for_before_its_first_item(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, CONTACTS, NOBODY)
    with Terminal(workspace, *HANDOFF) as screen:
        screen.is_asked("Full name?")
        screen.sees("Who have you dealt with at Northwind? The name that is missing stops the rollout.")
        screen.sees("[1/4 · Contacts · new contact]")
        screen.press(BACK)
        screen.sees("This is the first question.")


def test_the_review_changes_one_answer_and_asks_again_only_what_no_longer_fits(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, CONTACTS)
    with Terminal(workspace, *HANDOFF) as screen:
        screen.pick("Who have you dealt with", "Add another contact")
        screen.type("Full name?", "Ann Lee")
        screen.pick("Who have you dealt with", "Go on")
        screen.pick("decides on the money?", "Ann Lee")
        screen.pick("Who sponsors it?", "Jane Doe")
        screen.pick("Is it signed?", "No")
        screen.is_asked("as it should be?")
        for line in ("Contacts", "Jane Doe; Omar Haddad; Ann Lee", "money? → Ann Lee", "signed? → No"):
            screen.sees(line)
        screen.pick("as it should be?", "Change an answer")
        screen.pick("Which one?", "Contacts: Who have you")
        screen.pick("Who have you dealt with", "Remove: Ann Lee")
        screen.wait(lambda: "Ann Lee" not in screen.prompt, "she is still on the list")
        screen.pick("Who have you dealt with", "Go on")
        screen.is_asked("decides on the money?")
        screen.sees("[2/4 · Parts]")
        screen.pick("decides on the money?", "Omar Haddad")
        screen.pick("as it should be?", "Change an answer")
        screen.pick("Which one?", "Parts: Is it signed?")
        screen.is_asked("Is it signed?")
        screen.points_at("No")
        screen.pick("Is it signed?", "Yes")
        screen.type("On which day?", "2026-08-01")
        screen.pick("as it should be?", "Change an answer")
        screen.is_asked("Which one?")
        screen.press(BACK)
        records_it(screen)
        assert screen.ends() == 0
    recorded = record(workspace)
    assert [(p["id"], p.get("roles")) for p in recorded["stakeholders"]] == [
        ("jane-doe", ["executive_sponsor"]),
        ("omar-haddad", ["economic_buyer"]),
    ]
    assert recorded["contract"]["signed_on"] == "2026-08-01"


def test_the_review_can_be_left_for_later(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, CONTACTS)
    is_under_way(
        workspace,
        Turn("close", ("contacts",)),
        Turn("answer", ("buyer",), "jane-doe"),
        Turn("answer", ("sponsor",), "unknown"),
        Turn("answer", ("signed",), None),
    )
    before = record_file(workspace).read_bytes()
    with Terminal(workspace, *HANDOFF) as screen:
        screen.sees("sponsors it? → not known")
        screen.sees("signed? → left blank")
        screen.pick("as it should be?", "Leave it for later")
        screen.sees("Not recorded yet; every answer is kept. To resume: csmkit handoff northwind")
        assert screen.ends() == 0
    assert record_file(workspace).read_bytes() == before
    assert len(journals(workspace)) == 1


BREAKING_OFF: dict[str, Callable[[Terminal], None]] = {
    "Ctrl-C": lambda screen: screen.press(CTRL_C),
    "Ctrl-D": lambda screen: screen.press(CTRL_D),
    "SIGTERM": lambda screen: screen.signal(signal.SIGTERM),
    "SIGHUP": lambda screen: screen.signal(signal.SIGHUP),
}


def test_however_a_sitting_is_broken_off_it_says_how_to_resume_and_offers_what_was_half_typed(
    workspace: Path,
) -> None:
    command = list(HANDOFF)
    typed = ""
    for name, break_off in BREAKING_OFF.items():
        with Terminal(workspace, *command) as screen:
            screen.is_asked(f"headline? {typed}".strip())
            screen.press(f"{name}; ")
            typed += f"{name}; "
            screen.is_asked(f"headline? {typed}".strip())
            break_off(screen)
            screen.sees("Stopped. Every confirmed answer is kept. To resume: csmkit handoff northwind")
            assert screen.ends() == 130, name
            told = next(line for line in screen.lines if line.startswith("  csmkit "))
        command = shlex.split(told)[1:]
    with Terminal(workspace, *command) as screen:
        screen.is_asked("headline? Ctrl-C; Ctrl-D; SIGTERM; SIGHUP;")
    assert "answers" not in record(workspace)


def test_closing_the_window_keeps_what_was_half_typed(workspace: Path) -> None:
    with Terminal(workspace, *HANDOFF) as screen:
        screen.is_asked("headline?")
        screen.press("half a head")
        screen.is_asked("headline? half a head")
        screen.is_closed_by_its_window()
    with Terminal(workspace, *HANDOFF) as screen:
        screen.is_asked("headline? half a head")


def test_a_half_typed_change_of_an_earlier_answer_is_offered_first(workspace: Path) -> None:
    is_under_way(workspace, *given_so_far()[:2])
    with Terminal(workspace, *HANDOFF) as screen:
        screen.is_asked("did they say?")
        screen.press(BACK)
        screen.is_asked("the story?")
        screen.press(ALT_ENTER, "third", CTRL_D)
        assert screen.ends() == 130
    with Terminal(workspace, *HANDOFF) as screen:
        screen.sees("Two lines third")
        screen.press(ENTER)
        screen.is_asked("did they say?")


def test_an_interruption_at_who_said_it_or_at_a_new_name_keeps_the_words(workspace: Path) -> None:
    is_under_way(workspace, *given_so_far()[:2])
    with Terminal(workspace, *HANDOFF) as screen:
        screen.type("did they say?", "their words")
        screen.is_asked("Who said so?")
        screen.press(CTRL_C)
        assert screen.ends() == 130
    with Terminal(workspace, *HANDOFF) as screen:
        screen.is_asked("did they say? their words")
        screen.press(ENTER, ENTER)
        for name in ("address", "colour", "parts", "warm", "power"):
            screen.is_asked(ASKED[name])
            screen.press(ENTER)
        screen.pick("Who is the boss?", "Someone new")
        screen.is_asked("Full name:")
        screen.press("Ann L", CTRL_C)
        assert screen.ends() == 130
    with Terminal(workspace, *HANDOFF) as screen:
        screen.is_asked("Full name: Ann L")


def test_a_second_window_on_the_same_interview_is_refused(workspace: Path) -> None:
    with Terminal(workspace, *HANDOFF) as first:
        first.is_asked("headline?")
        with Terminal(workspace, *HANDOFF) as second:
            second.sees("This interview is open in another window. Finish or leave it there first.")
            assert second.ends() == 1
        first.type("headline?", "still mine")
        first.is_asked("the story?")


def test_without_a_terminal_it_says_so_at_once_and_writes_nothing(workspace: Path) -> None:
    before = record_file(workspace).read_bytes()
    for extra in ((), ("--no-input",)):
        done = subprocess.run(
            [CSMKIT, *HANDOFF, *extra],
            cwd=workspace,
            input="red\n",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert done.stdout == ""
        assert done.stderr.startswith("There is no terminal to ask at, so nothing was asked")
        assert "--answers answers.yaml" in done.stderr
    with Terminal(workspace, *HANDOFF, "--no-input") as screen:
        screen.sees("There is no terminal to ask at")
        assert screen.ends() == 2
    assert record_file(workspace).read_bytes() == before
    assert journals(workspace) == []


def test_prompts_go_to_the_terminal_and_results_to_the_file(workspace: Path, tmp_path: Path) -> None:
    is_under_way(workspace, *given_so_far())
    results = tmp_path / "results.txt"
    with Terminal(workspace, *HANDOFF, results=results) as screen:
        screen.pick("What was promised?", "Go on without any promise")
        records_it(screen)
        assert screen.ends() == 0
        assert "Saved" not in screen.everything
    said = results.read_text(encoding="utf-8")
    assert said.startswith("Saved accounts/northwind/account.yaml.\n")
    assert "\x1b" not in said
    assert "?" not in said


def test_the_shipped_first_sitting_fits_sixty_columns(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, account=NOBODY)
    with Terminal(workspace, *HANDOFF, columns=60) as screen:
        holds_the_first_sitting(screen)
        assert screen.ends() == 0
        shown = " ".join(screen.everything.split())
    asked = [text for text in asks_of_the_first_sitting() if "{{" not in text]
    assert [text for text in asked if text not in shown] == []
    recorded = record(workspace)
    assert recorded["buying"]["why_now"] == "The old system is switched off in March."
    assert recorded["stakeholders"][0]["roles"] == ["executive_sponsor", "champion"]
    assert [entry["interview"] for entry in recorded["sessions"]] == ["handoff/people"]
    assert (workspace / "accounts/northwind/handoff-brief.md").is_file()


def asks_of_the_first_sitting() -> list[str]:
    session = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))["sessions"][0]
    return [
        " ".join(question["ask"].split())
        for section in session["sections"]
        for question in section["questions"]
        if "when" not in question and question["type"] != "group"
    ]


def holds_the_first_sitting(screen: Terminal) -> None:
    """One contact, the core answers, everything else left blank."""
    screen.type("made them buy this quarter", "The old system is switched off in March.")
    screen.type("After which day", "")
    screen.type("Full name?", "Ann Lee")
    screen.type("job title of Ann Lee?", "Chief Operating Officer")
    screen.is_asked("Which parts does Ann Lee play?")
    screen.press(DOWN, " ", DOWN, " ", ENTER)
    screen.pick("How much does Ann Lee decide?", "2 Is asked for a view")
    screen.pick("Where did Ann Lee stand", "Supporter")
    screen.is_asked("How far do colleagues follow")
    while "Who have you dealt with" not in screen.prompt:
        leaves_blank(screen)
    screen.pick("Who have you dealt with", "Go on")
    screen.is_asked("Whose signature is on the contract?")
    while "as it should be?" not in screen.prompt:
        leaves_blank(screen)
    screen.pick("as it should be?", "Record it")


def leaves_blank(screen: Terminal) -> None:
    """Leave a question blank, or say that nobody knows where it needs an answer."""
    before = screen.steps
    if screen.pointed_at == "Leave blank":
        screen.press(ENTER)
    else:
        screen.press("?", *([] if screen.pointed_at else [ENTER]))
    screen.wait(
        lambda: screen.is_ready and (screen.steps > before or "as it should be?" in screen.question),
        "the same question again",
    )


def test_a_level_is_chosen_by_its_digit(tmp_path: Path) -> None:
    interview = """\
schema: csmkit/interview@1
kind: interview
title: Levels
sessions:
  - id: people
    title: Levels
    sections:
      - id: levels
        title: Levels
        questions:
          - {id: reach, type: scale, ask: How far does it reach?, core: true}
"""
    workspace = make_workspace(tmp_path, interview)
    with Terminal(workspace, *HANDOFF) as screen:
        screen.is_asked("How far does it reach?")
        screen.press("4")
        screen.is_asked("as it should be?")
        screen.sees("How far does it reach? → 4")
        records_it(screen)
        assert screen.ends() == 0
    assert record(workspace)["answers"]["handoff"]["reach"]["value"] == "4"

"""Logging for many accounts at once, for the CRM, and by the menu in a real terminal."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import DAY, FULL, Book, words_of
from csmkit.cli.menu import GROUPS
from csmkit.core.diary import KINDS
from csmkit.exchange.table import as_csv, defused
from terminal import BACK, CTRL_C, DOWN, ENTER, Terminal, make_workspace, record

SPACE = " "


@pytest.fixture
def cohort(book: Book) -> Book:
    """Two accounts of a cohort, one of its segment, one that left, one of another."""
    for number, (name, field) in enumerate(
        (
            ("northwind", "cohort: autumn-2026"),
            ("contoso", "cohort: Autumn-2026"),
            ("adatum", "segment: autumn-2026"),
            ("litware", "cohort: spring-2027"),
        )
    ):
        text = FULL.replace("id: a1", f"id: a{number}").replace("Northwind Traders", name.title())
        book.account(f"{text}{field}\n", name)
    left = FULL.replace("id: a1", "id: a9").replace("2026-09-01}", "2026-09-01, churned_on: 2026-09-20}")
    book.account(left + "cohort: autumn-2026\n", "fabrikam")
    return book


def logged(book: Book) -> dict[str, int]:
    return {
        row["account"]: len(book.show(row["account"])["log"])
        for row in book.done("account", "list", "--json").json
    }


def test_a_cohort_is_logged_once_and_undone_for_one(cohort: Book) -> None:
    ran = cohort.done("log", "--cohort", "autumn-2026", "webinar", "--note", "Reports", *DAY)
    assert [line for line in ran.out.splitlines() if line.startswith("Saved")] == [
        "Saved: Adatum, 2026-10-01, webinar.",
        "Saved: Contoso, 2026-10-01, webinar.",
        "Saved: Northwind, 2026-10-01, webinar.",
    ]
    assert logged(cohort) == {"adatum": 1, "contoso": 1, "fabrikam": 0, "litware": 0, "northwind": 1}
    cohort.done("undo", "contoso")
    assert logged(cohort)["contoso"] == 0
    assert logged(cohort)["northwind"] == 1
    told = cohort.done("log", "--cohort", "spring-2027", "sent", "welcome", "--json", *DAY).json
    assert [row["account"] for row in told] == ["litware"]


def test_a_day_that_may_be_a_slip_is_told_for_each_of_a_cohort(cohort: Book) -> None:
    words = ("webinar", "--cohort", "autumn-2026", "--on", "2020-01-01", *DAY)
    ran = cohort.done("log", *words)
    assert ran.err.count("lies before the signature") == ran.out.count("Saved: ") > 1


def test_either_every_account_of_a_cohort_takes_it_or_none(cohort: Book) -> None:
    file = cohort.root / "accounts/contoso/account.yaml"
    file.write_text(file.read_text().replace("id: day-30", "id: day-31"))
    ran = cohort.run("log", "--cohort", "autumn-2026", "met", "day-30", "--evidence", "x", *DAY)
    assert (ran.code, ran.out) == (2, "")
    assert "contoso: There is no milestone “day-30”." in ran.err
    assert "Nothing was written." in ran.err
    assert not any(logged(cohort).values())


@pytest.mark.parametrize("words", ["autumn", "autum-2026"])
def test_a_cohort_that_nobody_bears_is_told(cohort: Book, words: str) -> None:
    ran = cohort.run("log", "--cohort", words, "webinar", *DAY)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"There is no cohort “{words}”. It is what the records call `cohort` or `segment`.\n"


def test_a_cohort_with_a_record_that_cannot_be_read_is_not_written(cohort: Book) -> None:
    cohort.account("schema: csmkit/account@1\nid: b\n", "broken")
    ran = cohort.run("log", "--cohort", "autumn-2026", "webinar", *DAY)
    assert (ran.code, ran.out) == (1, "")
    assert not list((cohort.root / ".csmkit").glob("history/*/*"))


def test_an_event_without_an_account_is_told(cohort: Book) -> None:
    assert cohort.run("log").code == 2
    assert cohort.run("log", "--cohort", "autumn-2026").code == 2


# The CRM.


def test_a_line_for_the_crm_holds_what_happened_and_no_opinion(full: Book) -> None:
    noted = ("--note", "Jane fears for her post", "--crm-note", "Audit in May")
    ran = full.done("log", "northwind", "sync", "jane", *noted, *DAY)
    assert ran.out.splitlines()[1:] == [
        "For the CRM:",
        "  2026-10-01 Northwind Traders: Meeting with Jane Doe. Audit in May.",
    ]
    for line in ("sentiment negative jane", "signal 'stopped answering'", "late-reply jane"):
        assert "CRM" not in full.done("log", "northwind", *words_of(line), *DAY).out
        told = full.done("log", "northwind", *words_of(line), "--json", *DAY).json
        assert told["crm"] is None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("sync jane --note 'SECRET; 3'", "Meeting with Jane Doe."),
        (
            "moved day-60 --to 2026-11-14 --reason SECRET",
            "Date moved: day-60 “Second”, from 2026-10-31 to 2026-11-14.",
        ),
        ("renegotiated sso --reason SECRET", "Commitment agreed anew: SSO is live."),
        ("reading 6.5 --note SECRET", "Outcome measured: Quotes go out in four days. 6.5."),
        ("joined 'Paul Roth' --note SECRET", "Joined: Paul Roth."),
        ("left omar --note SECRET", "Left: Omar Diaz."),
        ("hold --to 2026-10-31 --reason SECRET", "Onboarding paused: until 2026-10-31."),
        ("note SECRET", None),
        ("note SECRET --crm-note 'Asked for the audit'", "Note. Asked for the audit."),
    ],
)
def test_what_was_noted_for_our_team_reaches_no_crm(full: Book, line: str, told: str | None) -> None:
    ran = full.done("log", "northwind", *words_of(line), "--json", *DAY)
    assert ran.json["crm"] == (told and f"2026-10-01 Northwind Traders: {told}")
    exported = full.done("export", "crm", "--since", "2026-09-28", "--json", *DAY).json
    assert [row["text"] for row in exported] == ([told] if told else [])
    assert "SECRET" in full.done("account", "show", "northwind", "--story", *DAY).out
    assert full.run("log", "northwind", "signal", "x", "--crm-note", "y", *DAY).code == 2


def test_the_export_holds_the_days_that_were_asked_for(full: Book) -> None:
    for line in (
        "sync jane --on 2026-09-20",
        "met day-30 --evidence '38 quotes, \"all\" of them' --on 2026-09-28",
        "sentiment negative jane",
        "sync jane mia-b --note '=1+1'",
    ):
        full.done("log", "northwind", *words_of(line), *DAY)
    text = full.done("export", "crm", "--since", "2026-09-28", *DAY).out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["on"], row["kind"], row["people"]) for row in rows] == [
        ("2026-09-28", "met", ""),
        ("2026-10-01", "sync", "Jane Doe; Mia Brandt"),
    ]
    assert rows[0]["text"] == 'Milestone met: day-30 “First”. 38 quotes, "all" of them.'
    assert rows[0]["csm"] == "Sam Lee"
    assert rows[0]["entry"] == full.show()["log"][1]["id"]
    assert full.done("export", "crm", "--since", "2026-09-28", "--as-of", "2026-09-30").out.count("\n") == 2
    told = full.done("export", "crm", "--since", "-1w", "northwind", "--json", *DAY).json
    assert [row["kind"] for row in told] == ["met", "sync"]
    assert full.run("export", "crm", "--since", "soon").code == 2
    assert full.run("export", "crm", "--since", "-1w", "nowhere").code == 2


@given(st.text(st.characters(codec="utf-8")))
def test_no_cell_becomes_a_formula_and_none_is_lost(text: str) -> None:
    cell = defused(text)
    assert cell.lstrip(" \u00a0")[:1] not in tuple("=+-@\t\r\n＝＋－＠")
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert cell in (lines, f"'{lines}")
    (heading, row) = csv.reader(io.StringIO(as_csv(["a", "b"], [[text, None]]), newline=""))
    assert (heading, row) == (["a", "b"], [cell, ""])


# The menu.


def test_the_menu_offers_every_kind_once() -> None:
    offered = [kind for kinds in GROUPS.values() for kind in kinds]
    assert sorted(offered) == sorted(KINDS)


ACCOUNT = FULL.replace("mia-vogel, name: Mia Vogel", "lea-falk, name: Lea Falk")


def test_a_milestone_is_logged_by_the_menu(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, account=ACCOUNT)
    with Terminal(workspace, "log", "northwind", "--as-of", "2026-10-01") as screen:
        screen.pick("What happened?", "Something about the plan")
        screen.pick("What exactly?", "met: a milestone is met")
        screen.pick("Which one?", "day-30: First")
        screen.type("What shows it? The customer reads this.", "38 quotes went out")
        screen.type("A note for our team, if any:", "")
        assert screen.ends() == 0
        assert "Saved: Northwind Traders, 2026-10-01, met day-30." in screen.everything
    told = record(workspace)
    assert told["milestones"][0]["evidence"] == "38 quotes went out"
    assert [entry["kind"] for entry in told["log"]] == ["met"]


def test_a_message_that_was_sent_is_picked_by_its_name(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, account=ACCOUNT)
    with Terminal(workspace, "log", "northwind", "--as-of", "2026-10-01") as screen:
        screen.pick("What happened?", "We were in contact")
        screen.pick("What exactly?", "sent: a message of the playbook went out, by its name")
        screen.pick("Which one?", "kickoff-summary")
        screen.is_asked("To whom?")
        screen.press(ENTER)
        screen.type("A note for our team, if any:", "")
        assert screen.ends() == 0
    assert [entry["about"] for entry in record(workspace)["log"]] == ["emails/kickoff-summary"]


def test_the_menu_goes_back_and_insists_on_somebody(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, account=ACCOUNT)
    with Terminal(workspace, "log", "northwind", "--as-of", "2026-10-01") as screen:
        screen.pick("What happened?", "Just a note")
        screen.is_asked("What happened, in a few words?")
        screen.press(BACK)
        screen.pick("What happened?", "We were in contact")
        screen.pick("What exactly?", "sync: a regular meeting")
        screen.is_asked("Who?")
        screen.press(ENTER)
        screen.sees("Pick at least one with the space bar.")
        screen.is_asked("Who?")
        screen.press(DOWN, SPACE, ENTER)
        screen.type("A note for our team, if any:", "Reports")
        assert screen.ends() == 0
    assert [(entry["with"], entry["note"]) for entry in record(workspace)["log"]] == [
        (["omar-diaz"], "Reports")
    ]


def test_the_menu_takes_a_day_as_people_write_it_and_records_nothing_when_left(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, account=ACCOUNT)
    with Terminal(workspace, "log", "northwind", "--as-of", "2026-10-01") as screen:
        screen.pick("What happened?", "The account itself")
        screen.pick("What exactly?", "hold: the onboarding is paused")
        screen.type("Until or to which day?", "some day")
        screen.sees("This needs a date")
        screen.type("Until or to which day?", "+30d")
        screen.is_asked("Why?")
        screen.press(CTRL_C)
        assert screen.ends() == 130
        assert "Nothing was recorded." in screen.everything
    assert "log" not in record(workspace)


def test_people_come_change_and_are_felt_by_the_menu(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, account=ACCOUNT)
    with Terminal(workspace, "log", "northwind", "--as-of", "2026-10-01") as screen:
        screen.pick("What happened?", "Something about people")
        screen.pick("What exactly?", "joined: somebody new")
        screen.type("Full name?", "Paul Roth")
        screen.point("Which parts do they play?", "champion")
        screen.press(SPACE, ENTER)
        screen.type("Job title, if you know it:", "Head of Sales")
        screen.type("A note for our team, if any:", "")
        assert screen.ends() == 0
    with Terminal(workspace, "log", "northwind", "--as-of", "2026-10-01") as screen:
        screen.pick("What happened?", "Something about people")
        screen.pick("What exactly?", "sentiment: how they feel")
        screen.pick("Which one?", "negative")
        screen.pick("From whom did you hear it?", "Jane Doe")
        screen.type("A note for our team, if any:", "")
        assert screen.ends() == 0
        assert "For the CRM" not in screen.everything
    with Terminal(workspace, "log", "northwind", "--as-of", "2026-10-01") as screen:
        screen.pick("What happened?", "The account itself")
        screen.pick("What exactly?", "health: your own word")
        screen.pick("Which one?", "at risk")
        screen.type("Why? This stays with our team.", "A merger")
        screen.type("Until which day does your word hold?", "+30d")
        screen.type("A note for our team, if any:", "")
        assert screen.ends() == 0
    told = record(workspace)
    paul = told["stakeholders"][-1]
    assert (paul["name"], paul["roles"], paul["title"]) == ("Paul Roth", ["champion"], "Head of Sales")
    assert told["sentiment"] == {"level": "negative", "on": "2026-10-01", "of": "jane-doe"}
    assert (told["health"]["status"], told["health"]["until"]) == ("at_risk", "2026-10-31")


def test_the_menu_says_so_where_there_is_nothing_to_pick(tmp_path: Path) -> None:
    without = ACCOUNT[: ACCOUNT.index("commitments:")] + ACCOUNT[ACCOUNT.index("gates:") :]
    workspace = make_workspace(tmp_path, account=without)
    with Terminal(workspace, "log", "northwind", "--as-of", "2026-10-01") as screen:
        screen.pick("What happened?", "Something about the plan")
        screen.pick("What exactly?", "delivered: a commitment is kept")
        screen.sees("This account has nothing of that kind yet.")
        screen.is_asked("What happened?")
        screen.press(CTRL_C)
        assert screen.ends() == 130

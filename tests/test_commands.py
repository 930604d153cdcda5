"""The command line as people and scripts meet it: exit codes, sentences, JSON, and the diary."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import DAY, FULL, TODAY, Book, csmkit, csmkit_apart, words_of
from csmkit.cli.app import COMMANDS
from csmkit.core.desk import Item

# Exit codes and the boundary of errors.


def test_done_is_zero_and_a_verdict_is_no_failure(full: Book) -> None:
    for words in (["today"], ["account", "list"], ["next", "northwind"], ["cadence", "check"], ["doctor"]):
        assert full.run(*words).code == 0, words


def test_refused_is_one(full: Book) -> None:
    full.account(FULL + "nme: x\n")
    for words in (["account", "show", "northwind"], ["account", "list"], ["today"], ["doctor"]):
        ran = full.run(*words)
        assert ran.code == 1, words
        assert (
            "accounts/northwind/account.yaml:25:1: `nme` is not a key here. Did you mean “name”?" in ran.err
        )


@pytest.mark.parametrize(
    "words",
    [
        ["accont", "list"],
        ["account", "lst"],
        ["account", "list", "--no-such-option"],
        ["account", "show"],
        ["account", "show", "nobody"],
        ["account", "add", "X", "--journey", "hightouch"],
        ["account", "add", "X", "--signed-on", "soon"],
        ["account", "add", "X", "--arr", "lots"],
        ["account", "add", "X", "--complexity", "hard"],
        ["today", "--as-of", "soon"],
        ["log", "northwind", "nothing"],
        ["handoff", "northwind", "--accept", "--return"],
        ["handoff", "northwind", "--session", "poeple", "--form"],
        ["playbook", "schema", "acount"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_two_and_says_so_on_stderr_alone(full: Book, words: list[str]) -> None:
    ran = full.run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err
    assert "Traceback" not in ran.err


def test_a_fault_of_the_program_is_three_and_shows_no_traceback(
    full: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Item, "__init__", lambda *_: 1 / 0)
    ran = full.run("today", "--as-of", "2027-01-01")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("csmkit met a fault of its own (ZeroDivisionError).")
    assert "--debug" in ran.err
    assert "Traceback" not in ran.err
    shown = full.run("today", "--as-of", "2027-01-01", "--debug")
    assert shown.code == 3
    assert "Traceback" in shown.err


def test_debug_shows_no_traceback_for_a_mistake_of_the_person(full: Book) -> None:
    for words in (["account", "show", "nobody"], ["log", "northwind", "nothing"], ["accont"]):
        ran = full.run(*words, "--debug")
        assert ran.code == 2
        assert "Traceback" not in ran.err


def test_interrupted_is_one_hundred_and_thirty(full: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Item, "__init__", interrupted)
    ran = full.run("today", "--as-of", "2027-01-01")
    assert ran.code == 130
    assert "Traceback" not in ran.err


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interrupt_from_outside_is_one_hundred_and_thirty_too(full: Book) -> None:
    held = full.root / ".csmkit/locks/a1.lock"
    held.parent.mkdir(parents=True)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(held)], stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    before = (full.root / "accounts/northwind/account.yaml").read_bytes()
    waiting = subprocess.run(
        [sys.executable, "-c", WAITER], cwd=full.root, check=False, capture_output=True, encoding="utf-8"
    )
    holder.kill()
    holder.communicate()
    assert waiting.returncode == 130
    assert "Traceback" not in waiting.stderr
    assert (full.root / "accounts/northwind/account.yaml").read_bytes() == before


HOLDER = """
import sys, time
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


WAITER = """
import os, signal, sys, threading
from csmkit.cli import log
from csmkit.cli.app import run
from csmkit.storage import workspace
threading.Timer(1, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
sys.exit(run(["log", "northwind", "note", "hello"]))
"""


def test_a_reader_that_goes_away_is_no_traceback(full: Book) -> None:
    command = f"{sys.executable} -m csmkit --workspace {full.root} playbook show handoff | head -1"
    ran = subprocess.run(command, shell=True, check=False, capture_output=True, encoding="utf-8")
    assert ran.stdout.count("\n") == 1
    assert "Traceback" not in ran.stderr


def test_a_workspace_that_cannot_be_written_is_one_sentence(full: Book) -> None:
    full.write(".csmkit/locks", "in the way")
    ran = full.run("log", "northwind", "note", "hello")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "cannot be written" in ran.err


# Names and places.


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["accont"], "There is no command “accont”. Did you mean “account”? `csmkit --help` lists them."),
        (["hand-off"], "There is no command “hand-off”. Did you mean “handoff”?"),
        (["account", "show", "nothwind"], "There is no account “nothwind”. Did you mean “northwind”?"),
        (["handoff", "northwind", "--form", "--session", "poeple"], "“poeple”. Did you mean “people”?"),
        (["account", "add", "X", "--journey", "hightouch"], "“hightouch”. Did you mean “high-touch”?"),
        (["log", "northwind", "snyc", "jane"], "“snyc” is no kind of event. Did you mean “sync”?"),
        (["log", "northwind", "met", "day-3o", "--evidence", "x"], "“day-3o”. Did you mean “day-30”?"),
        (["log", "northwind", "sync", "jane-deo"], "There is no person “jane-deo”. Did you mean “jane-doe”?"),
        (["log", "northwind", "delivered", "ssoo"], "“ssoo”. Did you mean “sso”?"),
    ],
    ids=" ".join,
)
def test_a_mistyped_name_gets_the_nearest_one(full: Book, words: list[str], told: str) -> None:
    ran = full.run(*words)
    assert ran.code == 2
    assert told in ran.err


@pytest.mark.parametrize("name", ["northwind-traders", "Northwind Traders", "NORTHWIND", "north", "n"])
def test_an_account_is_found_by_its_folder_its_name_or_the_beginning(northwind: Book, name: str) -> None:
    assert northwind.done("next", name, "--json").json["account"] == "northwind-traders"


@pytest.mark.parametrize("name", ["", "north", "x", "../x", ".", "/"])
def test_a_name_that_could_be_two_or_none_is_refused(northwind: Book, name: str) -> None:
    northwind.done("account", "add", "North Sea")
    ran = northwind.run("account", "show", name)
    assert ran.code == 2
    assert "There is no account" in ran.err


def test_the_workspace_is_found_upward(northwind: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(northwind.root / "accounts/northwind-traders")
    assert csmkit("account", "list", "--json").json[0]["account"] == "northwind-traders"


def test_the_workspace_can_be_named_anywhere_on_the_line_or_in_the_environment(
    northwind: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    root = str(northwind.root)
    for words in (
        ("--workspace", root, "account", "list", "--json"),
        ("account", "--workspace", root, "list", "--json"),
        ("account", "list", "--json", f"--workspace={root}"),
    ):
        assert len(csmkit(*words).json) == 1
    monkeypatch.setenv("CSMKIT_WORKSPACE", root)
    assert len(csmkit("account", "list", "--json").json) == 1
    other = csmkit("--workspace", str(elsewhere), "account", "list")
    assert other.code == 2


def test_without_a_workspace_the_sentence_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = csmkit("today")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("There is no workspace here or in a folder above. `csmkit init` makes one here")
    named = csmkit("--workspace", "nowhere", "today")
    assert (
        named.err == "nowhere is not a workspace: it has no csmkit.yaml. `csmkit init nowhere` makes one.\n"
    )


def test_a_workspace_is_not_made_twice(book: Book) -> None:
    before = (book.root / "csmkit.yaml").read_bytes()
    ran = csmkit("init", str(book.root), "--csm", "Somebody Else")
    assert ran.code == 1
    assert "is a workspace already; nothing was changed" in ran.err
    assert (book.root / "csmkit.yaml").read_bytes() == before


def test_without_a_terminal_an_interview_names_the_way_through_a_file(northwind: Book) -> None:
    for words, command in (
        (("handoff", "northwind"), "csmkit handoff northwind-traders"),
        (("assess", "northwind"), "csmkit assess northwind-traders"),
    ):
        ran = northwind.run(*words)
        assert (ran.code, ran.out) == (2, "")
        assert "nothing was asked and nothing was recorded" in ran.err
        assert f"{command} --answers answers.yaml" in ran.err


def test_a_wrong_record_is_its_own_line_and_the_others_are_still_told(northwind: Book) -> None:
    northwind.account("schema: csmkit/account@1\nid: b\n", "broken")
    ran = northwind.run("account", "list", *DAY)
    assert ran.code == 1
    assert "northwind-traders" in ran.out
    assert ran.err.splitlines() == [
        "accounts/broken/account.yaml:1:1: `name` is missing",
        "accounts/broken/account.yaml:1:1: `journey` is missing",
    ]
    told = northwind.run("today", "--json", *DAY)
    assert told.code == 1
    assert [row["account"] for row in told.json["accounts"]] == ["northwind-traders"]
    assert len(told.json["unreadable"]) == 1


# The terminal.


def test_no_colour_and_no_control_character_leaves_when_nobody_looks(handed_over: Book) -> None:
    for words in (
        ["today", "--as-of", "2027-01-01"],
        ["account", "list"],
        ["account", "show", "northwind"],
        ["next", "northwind"],
        ["cadence", "check"],
        ["handoff", "northwind", "--status"],
        ["playbook", "list"],
        ["log", "--help"],
        ["--help"],
    ):
        said = handed_over.run(*words).said
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", said), words


def test_what_a_record_holds_cannot_reach_the_terminal_as_a_command(full: Book) -> None:
    full.account(FULL.replace("name: Northwind Traders", 'name: "[bold]North[/x] \\u202ewind"'))
    for words in (["account", "list"], ["account", "show", "northwind"], ["today", "--as-of", "2027-01-01"]):
        ran = full.run(*words)
        assert "[bold]North[/x]" in ran.out
        assert "\u202e" not in ran.out


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_is_written_where_none_is_wanted(full: Book, setting: dict[str, str]) -> None:
    import pexpect

    environment = {**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    words = ["-m", "csmkit", "--workspace", str(full.root), "today", "--as-of", "2027-01-01"]
    line = " ".join([sys.executable, *words])
    coloured = str(pexpect.run(line, env=environment, encoding="utf-8"))
    plain = str(pexpect.run(line, env={**environment, **setting}, encoding="utf-8"))
    assert "\x1b[" in coloured
    assert "\x1b[" not in plain
    assert "milestone day-30 is not met" in plain


def test_help_and_version_are_there_for_every_command() -> None:
    assert csmkit_apart("--version").out.startswith("csmkit ")
    overview = csmkit("--help")
    assert overview.code == 0
    for command, about in COMMANDS.items():
        assert command in overview.out
        assert about.split()[0] in overview.out
        helped = csmkit(command, "--help")
        assert (helped.code, helped.out[:6]) == (0, "Usage:"), command


# JSON, field by field.


def test_today_as_json(full: Book) -> None:
    told = full.done("today", "--json", "--as-of", "2026-10-15").json
    assert set(told) == {"as_of", "accounts", "team", "unreadable"}
    assert (told["as_of"], told["unreadable"]) == ("2026-10-15", [])
    (row,) = told["accounts"]
    assert {key: row[key] for key in ("account", "name", "csm", "day")} == {
        "account": "northwind",
        "name": "Northwind Traders",
        "csm": "Sam Lee",
        "day": 44,
    }
    assert set(row) == {"account", "name", "csm", "day", "items"}
    assert all(set(item) == {"urgency", "due", "why", "command", "first"} for item in row["items"])
    found = [item for item in row["items"] if "day-30" in item["why"] or "SSO" in item["why"]]
    assert found == [
        {
            "urgency": "late",
            "due": "2026-10-01",
            "why": "milestone day-30 is not met, 14 days late",
            "command": 'csmkit log northwind met day-30 --evidence "…"',
            "first": False,
        },
        {
            "urgency": "this week",
            "due": "2026-10-20",
            "why": "the promise “SSO is live” is open, due on 2026-10-20",
            "command": "csmkit log northwind delivered sso",
            "first": False,
        },
    ]


def test_an_empty_book_as_json_and_as_text(book: Book) -> None:
    assert book.done("account", "list", "--json").json == []
    assert book.done("today", "--json", *DAY).json == {
        "as_of": "2026-10-01",
        "accounts": [],
        "team": [],
        "unreadable": [],
    }
    assert book.done("cadence", "check", "--json").json == []
    assert book.done("account", "list").out.startswith("No accounts yet. csmkit account add")


def test_next_as_json(northwind: Book) -> None:
    assert northwind.done("next", "northwind", "--json", "--as-of", TODAY).json == {
        "account": "northwind-traders",
        "why": "the sitting “The people, the moment and the outcome” with the account executive is not held",
        "command": "csmkit handoff northwind-traders",
    }


def test_the_list_of_accounts_as_json(full: Book) -> None:
    full.account("schema: csmkit/account@1\nid: b1\nname: Contoso\njourney: low-touch\n", "contoso")
    assert full.done("account", "list", "--json", "--as-of", "2026-10-02").json == [
        {
            "account": "contoso",
            "name": "Contoso",
            "journey": "low-touch",
            "csm": None,
            "day": None,
            "health": "cannot_tell",
            "late": 0,
            "success": None,
            "arr": None,
            "renews_on": None,
            "churned_on": None,
        },
        {
            "account": "northwind",
            "name": "Northwind Traders",
            "journey": "high-touch",
            "csm": "Sam Lee",
            "day": 31,
            "health": "at_risk",
            "late": 7,
            "success": None,
            "arr": None,
            "renews_on": None,
            "churned_on": None,
        },
    ]


def test_an_account_as_json_is_its_record(full: Book) -> None:
    record = full.show()
    assert record["schema"] == "csmkit/account@1"
    assert record["contract"]["signed_on"] == "2026-09-01"
    assert record["milestones"][0] == {
        "id": "day-30",
        "day": 30,
        "title": "First",
        "measure": None,
        "owner": None,
        "customer_owner": None,
        "due_on": None,
        "after": [],
        "work_days": None,
        "met_on": None,
        "evidence": None,
        "confirmed_by": None,
        "moved": [],
        "because": None,
    }
    assert record["log"] == []


def test_the_state_of_a_handoff_as_json(handed_over: Book) -> None:
    told = handed_over.done("handoff", "northwind", "--status", "--json").json
    assert list(told) == [
        "account",
        "core_known",
        "core_total",
        "sessions_held",
        "decision",
        "core",
        "open_questions",
    ]
    assert (told["core_known"], told["core_total"], told["decision"]) == (16, 17, None)
    assert told["sessions_held"] == ["people", "competition"]
    assert all(set(fact) == {"session", "question", "state", "ask"} for fact in told["core"])
    assert {fact["state"] for fact in told["core"]} == {"known", "open"}
    assert told["open_questions"] == [
        {
            "ask": "Who can give access, open the firewall and sign off an integration?",
            "of": "champion",
            "since": TODAY,
            "item": None,
        }
    ]


def test_a_log_entry_as_json(full: Book) -> None:
    told = full.done("log", "northwind", "sync", "jane", "--json", *DAY).json
    entry = full.show()["log"][0]
    assert told == {
        "account": "northwind",
        "entry": entry["id"],
        "on": "2026-10-01",
        "kind": "sync",
        "saved": True,
        "crm": "2026-10-01 Northwind Traders: Meeting with Jane Doe.",
    }


def test_the_check_of_playbooks_as_json(book: Book) -> None:
    assert book.done("playbook", "check", "--json").json == []
    book.write("playbooks/interviews/mine.yaml", "schema: x\n")
    ran = book.run("playbook", "check", "--json")
    assert ran.code == 1
    assert all(set(problem) == {"file", "line", "column", "message"} for problem in ran.json)
    assert {
        "file": "playbooks/interviews/mine.yaml",
        "line": 1,
        "column": 9,
        "message": "`schema` has to be one of `csmkit/interview@1`",
    } in ran.json


def test_a_workspace_names_a_currency_only_when_told(tmp_path: Path) -> None:
    assert csmkit("init", str(tmp_path / "euros"), "--currency", "eur").code == 0
    assert 'currency: "EUR"\n' in (tmp_path / "euros/csmkit.yaml").read_text(encoding="utf-8")
    assert csmkit("init", str(tmp_path / "wrong"), "--currency", "euros").code == 2
    assert not (tmp_path / "wrong").exists()


# An account's road.


def test_a_new_account_holds_what_was_said_and_the_milestones_of_its_journey(book: Book) -> None:
    ran = book.done(
        *("account", "add", "Northwind Traders", "--signed-on", "2026-09-01", "--arr", "120k"),
        *("--renews-on", "+12m", "--ae", "Alex Kim", "--complexity", "deep", "--country", "DE"),
        *("--segment", "enterprise", "--as-of", "2026-09-02"),
    )
    assert ran.out == "Added accounts/northwind-traders/account.yaml, journey high-touch.\n"
    assert "proposed because its revenue is 100,000 or more" in ran.err
    record = book.show()
    assert record["contract"]["renews_on"] == "2027-09-02"
    assert (record["contract"]["arr"], record["contract"]["currency"]) == ("120000", None)
    assert record["vendor_team"]["csm"] == {"name": "Sam Lee", "email": "sam@vendor.example"}
    assert record["vendor_team"]["account_executive"]["name"] == "Alex Kim"
    assert (record["complexity"], record["country"], record["segment"]) == ("deep", "DE", "enterprise")
    assert [milestone["id"] for milestone in record["milestones"]] == [
        "day-30",
        "day-60",
        "day-90",
        "day-180",
    ]
    assert record["added_on"] == "2026-09-02"


@pytest.mark.parametrize(
    ("arr", "journey"), [("99999", "mid-touch"), ("100k", "high-touch"), ("19.9k", "low-touch")]
)
def test_the_size_of_the_contract_proposes_the_journey(book: Book, arr: str, journey: str) -> None:
    book.done("account", "add", "Northwind", "--arr", arr)
    assert book.show()["journey"] == journey
    book.done("account", "add", "Contoso", "--arr", arr, "--journey", "low-touch")
    assert book.show("contoso")["journey"] == "low-touch"


@pytest.mark.parametrize(
    "name", ['"quoted"', "a: b # c", "{{ 7*7 }}", "- dash", "no", "O'Neil & Søn", "\\back"]
)
def test_a_customer_may_be_called_anything(book: Book, name: str) -> None:
    book.done("account", "add", "--", name)
    assert [row["name"] for row in book.done("account", "list", "--json").json] == [name]


def test_an_account_under_way_does_not_alarm_about_what_passed_before(book: Book) -> None:
    words = ("--signed-on", "2026-06-01", "--journey", "high-touch")
    book.done("account", "add", "Northwind", *words, "--in-flight", "--as-of", "2026-09-20")
    book.done("account", "add", "Contoso", *words, "--as-of", "2026-09-20")
    late = {
        row["account"]: row["late"]
        for row in book.done("account", "list", "--json", "--as-of", "2026-09-20").json
    }
    assert late["northwind"] == 0
    assert late["contoso"] > 3
    later = book.done("today", "--json", "--as-of", "2026-12-05").json["accounts"]
    (northwind,) = [row for row in later if row["account"] == "northwind"]
    assert [item["why"] for item in northwind["items"] if item["urgency"] == "late"] == [
        "milestone day-180 is not met, 7 days late",
        "the business review of the quarter is not held, 4 days late",
    ]


def test_next_leads_through_the_whole_road_of_a_new_account(handed_over: Book, tmp_path: Path) -> None:
    def following(day: str = TODAY) -> tuple[str, str | None]:
        told = handed_over.done("next", "northwind", "--json", "--as-of", day).json
        return told["why"], told["command"]

    name = "northwind-traders"
    assert following() == (
        "the handoff is neither accepted nor returned to Sales",
        f"csmkit handoff {name} --status",
    )
    handed_over.done("handoff", name, "--accept", "--as-of", TODAY)
    assert following() == ("the customer's maturity is not assessed", f"csmkit assess {name}")
    levels = handed_over.done("assess", name, "--form", "--as-of", TODAY).out
    filled = re.sub(r"^    answer:$", "    answer: 3", levels, flags=re.MULTILINE)
    (tmp_path / "levels.yaml").write_text(filled)
    handed_over.done("assess", name, "--answers", str(tmp_path / "levels.yaml"), "--as-of", TODAY)
    why, command = following()
    assert "proposed and not decided" in why
    assert command == f"csmkit assess {name} --reshape"
    handed_over.done("assess", name, "--decline", "all", "--as-of", TODAY)
    assert following() == ("the success plan is not drafted", f"csmkit plan draft {name}")
    drafted = handed_over.done("plan", "draft", name, "--form", "--as-of", TODAY).out
    (tmp_path / "draft.yaml").write_text(drafted)
    handed_over.done("plan", "draft", name, "--answers", str(tmp_path / "draft.yaml"), "--as-of", TODAY)
    assert following() == ("the success plan is not rendered", f"csmkit plan render {name}")
    handed_over.done("plan", "render", name)
    assert following() == ("the kickoff is not booked", f"csmkit log {name} booked kickoff --to DATE")
    handed_over.done("log", name, "booked", "kickoff", "--to", "2026-09-09", "--as-of", TODAY)
    assert following() == ("the kickoff is not checked", f"csmkit kickoff check {name}")
    assert following("2026-09-09")[1] == f"csmkit kickoff debrief {name}"
    handed_over.done("log", name, "kickoff", "jane", "mia", "--as-of", "2026-09-09")
    assert following("2026-09-09") == (
        "the customer has not agreed to the plan",
        f"csmkit plan review {name}",
    )
    agreed = "agreed: yes, agreed_by: Jane Doe, agreed_on: 2026-09-10"
    review = f"schema: csmkit/answers@1\ninterview: plan-review\nanswers: {{{agreed}}}\n"
    (tmp_path / "review.yaml").write_text(review)
    words = ("--answers", str(tmp_path / "review.yaml"), "--as-of", "2026-09-10")
    handed_over.done("plan", "review", name, *words)
    handed_over.done("log", name, "booked", "security-review", "--to", "2026-09-20", "--as-of", "2026-09-10")
    assert following("2026-09-10") == (
        "the sponsor call is not booked, due on 2026-09-15",
        f"csmkit log {name} booked sponsor-call --to DATE",
    )
    for line in ("booked sponsor-call --to 2026-09-22", "rhythm weekly"):
        handed_over.done("log", name, *words_of(line), "--as-of", "2026-09-10")
    assert following("2026-09-10") == (
        f"a message is due: kickoff-summary; once out: csmkit log {name} sent NAME",
        f"csmkit email render {name} --due",
    )
    handed_over.done("log", name, "sent", "kickoff-summary", "--as-of", "2026-09-10")
    assert following("2026-09-10") == (
        "the conversation “analytics lead” is not held, due on 2026-09-15",
        f"csmkit interview {name} analytics-lead",
    )
    known = "can_produce_today: on-screen, tracking_source: CPQ, tracking_reported_by: Lea Falk"
    talk = (
        f"schema: csmkit/answers@1\ninterview: analytics-lead\nanswers: {{{known}, tracking_dashboard: X}}\n"
    )
    (tmp_path / "talk.yaml").write_text(talk)
    words = ("--answers", str(tmp_path / "talk.yaml"), "--as-of", "2026-09-10")
    handed_over.done("interview", name, "analytics-lead", *words)
    for day, line in (
        ("2026-09-22", "sponsor-call jane"),
        ("2026-09-20", "submitted security-review"),
        ("2026-10-18", "cleared security-review"),
        ("2026-09-28", "met day-30 --evidence '38 quotes'"),
        ("2026-10-20", "delivered sso-is-live-before-rollout"),
        ("2026-10-30", "met day-60 --evidence 'half the time'"),
        ("2026-10-30", "first-value --evidence 'the log of the team'"),
        ("2026-11-28", "met day-90 --evidence 'nine of ten users'"),
        ("2026-11-20", "message jane account_executive"),
        ("2026-11-30", "sync mia"),
    ):
        handed_over.done("log", name, *words_of(line), "--as-of", day)
    assert following("2026-12-01")[1] == f"csmkit cadence check {name}"
    (tmp_path / "again.yaml").write_text(filled.replace(": 3\n", ": 4\n"))
    handed_over.done("assess", name, "--answers", str(tmp_path / "again.yaml"), "--as-of", "2026-11-30")
    assert following("2026-12-01")[1] == f"csmkit cadence announce {name}"
    (told,) = handed_over.done("cadence", "check", name, "--json", "--as-of", "2026-12-01").json
    assert (told["decision"], told["then"]) == ("drop", "monthly")


def test_a_handoff_is_accepted_in_the_name_of_its_account_executive(handed_over: Book) -> None:
    ran = handed_over.done("handoff", "northwind", "--accept", "--as-of", "2026-09-05")
    assert ran.out.startswith("Saved: handoff accepted with 1 open core question")
    record = handed_over.show()
    (decision,) = record["handoffs"]
    assert decision == {
        "id": decision["id"],
        "on": "2026-09-05",
        "decision": "accepted",
        "account_executive": "Alex Kim",
        "gaps": ["technical_lead"],
    }
    assert record["log"][-1]["about"] == f"handoffs/{decision['id']}"
    assert record["log"][-1]["note"] == "handoff accepted"


def test_a_handoff_can_be_returned_and_accepted_later(handed_over: Book) -> None:
    handed_over.done("handoff", "northwind", "--return", "--as-of", "2026-09-05")
    handed_over.done("handoff", "northwind", "--accept", "--as-of", "2026-09-08")
    assert [each["decision"] for each in handed_over.show()["handoffs"]] == ["returned", "accepted"]
    assert handed_over.done("handoff", "northwind", "--status", "--json").json["decision"] == "accepted"


def test_a_handoff_that_was_not_held_cannot_be_decided(northwind: Book) -> None:
    for word in ("--accept", "--return"):
        ran = northwind.run("handoff", "northwind", word)
        assert ran.code == 1
        assert "No sitting of the handoff is recorded yet. Begin with: csmkit handoff" in ran.err


def test_as_of_moves_today_everywhere(full: Book) -> None:
    assert full.done("account", "list", "--json", "--as-of", "2026-09-11").json[0]["day"] == 10
    assert full.done("today", "--json", "--as-of", "2026-09-02").json["accounts"][0]["day"] == 1
    full.done("log", "northwind", "note", "hello", "--as-of", "2026-09-12")
    assert full.show()["log"][0]["on"] == "2026-09-12"
    assert "day 30" in full.done("account", "show", "northwind", *DAY).out


def test_a_doctor_finds_what_is_wrong_with_everything(full: Book) -> None:
    assert full.done("doctor").out.splitlines()[-1] == "Nothing is wrong."
    full.account(FULL.replace("journey: high-touch", "journey: hightouch"), "contoso")
    full.write("playbooks/interviews/handoff.yaml", "kind: x\n")
    ran = full.run("doctor")
    assert ran.code == 1
    assert "There is no journey “hightouch”." in ran.err
    assert "playbooks/interviews/handoff.yaml:1:" in ran.err

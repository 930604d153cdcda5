"""Writing a record: nothing lost, nothing else touched, everything can be taken back."""

import difflib
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Book, Ran
from csmkit.core.changes import (
    UNSET,
    Append,
    Change,
    Remove,
    Set,
    Unset,
    applied,
    reconcile,
    steps_to,
    texts,
    value_at,
)
from csmkit.core.fields import Plain
from csmkit.storage import atomic
from csmkit.storage import workspace as workspace_module
from csmkit.storage.kind import ACCOUNTS
from csmkit.storage.record import read_record
from csmkit.storage.workspace import Workspace

BY_HAND = """\
# Northwind, as I keep it
schema:   csmkit/account@1   # do not touch
id: "a1"
name:     'Northwind Traders'
journey: high-touch
contract: {signed_on: 2026-09-01, renews_on: ~}

log:
  - {id: begun, on: 2026-09-01, kind: note, note: "begun"}   # the first one

# The people
stakeholders:
  - id: jane
    name: Jane Doe   # call her Jane
    title: "VP"

  # the quiet one
  - {id: mia, name: Mia Brandt, roles: [champion]}


milestones:
- id: day-30
  # due is not agreed yet
  title: First workflow
  day: 30
# the end
"""
DAY = ("--as-of", "2026-10-01")


@pytest.fixture
def by_hand(book: Book) -> Path:
    return book.account(BY_HAND)


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


def without_ids(lines: list[str]) -> list[str]:
    return [re.sub(r'id: "?[0-9a-f]{12}"?', "id: …", line) for line in lines]


# One value changed: one line.


def test_a_log_entry_is_one_line_of_the_record(book: Book, by_hand: Path) -> None:
    book.done("log", "northwind", "note", "Jane is worried: the audit", *DAY)
    assert without_ids(changed_lines(BY_HAND, by_hand.read_text())) == [
        '+  - {id: …, on: 2026-10-01, kind: note, note: "Jane is worried: the audit"}'
    ]


def test_a_changed_value_is_one_line_and_its_log_entry_another(book: Book, by_hand: Path) -> None:
    moved = BY_HAND.replace("  day: 30", "  day: 30\n  due_on: 2026-10-05   # said on the phone")
    book.account(moved)
    book.done("log", "northwind", "booked", "kickoff", "--to", "2026-10-09", *DAY)
    first = by_hand.read_text()
    assert without_ids(changed_lines(moved, first)) == [
        "+  - {id: …, on: 2026-10-01, kind: booked, about: kickoff, note: booked for 2026-10-09}",
        "+kickoff:",
        "+  on: 2026-10-09",
    ]
    book.done("log", "northwind", "booked", "kickoff", "--to", "2026-10-12", *DAY)
    assert without_ids(changed_lines(first, by_hand.read_text())) == [
        "+  - {id: …, on: 2026-10-01, kind: booked, about: kickoff, note: booked for 2026-10-12}",
        "-  on: 2026-10-09",
        "+  on: 2026-10-12",
    ]


def test_comments_quotes_order_and_blank_lines_stay(book: Book, by_hand: Path) -> None:
    for words in (("met", "day-30", "--evidence", "38 quotes"), ("sync", "jane", "mia"), ("kickoff", "mia")):
        book.done("log", "northwind", *words, *DAY)
    assert not [line for line in changed_lines(BY_HAND, by_hand.read_text()) if line.startswith("-")]


def test_windows_line_ends_stay(book: Book, by_hand: Path) -> None:
    by_hand.write_bytes(BY_HAND.replace("\n", "\r\n").encode())
    book.done("log", "northwind", "met", "day-30", "--evidence", "38 quotes", *DAY)
    after = by_hand.read_bytes()
    assert after.count(b"\r\n") == after.count(b"\n")
    assert b"evidence: 38 quotes\r\n" in after


def test_an_item_typed_without_an_id_gets_one_at_the_next_write(book: Book, by_hand: Path) -> None:
    typed = BY_HAND.replace("  - id: jane\n    name", "  - name")
    book.account(typed)
    assert book.show()["stakeholders"][0]["id"] == "jane-doe"
    assert by_hand.read_text() == typed
    book.done("log", "northwind", "note", "hello", *DAY)
    added = changed_lines(typed, by_hand.read_text())
    assert added[1:] == ["+    id: jane-doe"]


def test_two_people_of_one_name_get_two_ids(book: Book, by_hand: Path) -> None:
    people = "stakeholders:\n  - name: Jane Doe\n  - name: Jane Doe\n"
    book.account(BY_HAND.partition("log:")[0] + people)
    book.done("log", "northwind", "note", "hello", *DAY)
    assert [person["id"] for person in book.show()["stakeholders"]] == ["jane-doe", "jane-doe-2"]
    assert by_hand.read_text().count("id: jane-doe") == 2


def test_what_looks_like_yaml_or_a_template_stays_text(book: Book, by_hand: Path) -> None:
    for words in ("{{ 7*7 }}", "no", "null", "- a: b # c", "x: |", "'\"", "0123", "# not a comment", " é😀 "):
        book.done("log", "northwind", "note", *DAY, "--", words)
        assert book.show()["log"][-1]["note"] == words
    assert by_hand.read_text().startswith("# Northwind, as I keep it\n")


def test_a_note_that_no_file_could_give_back_is_refused(book: Book, by_hand: Path) -> None:
    ran = book.run("log", "northwind", "note", "bell \x07", *DAY)
    assert ran.code in (1, 2)
    assert by_hand.read_text() == BY_HAND


# Several writers.

WRITER = """
import sys
from csmkit.cli.app import run
for number in range(25):
    code = run(["log", "northwind", "note", f"entry {sys.argv[1]}-{number}"])
    assert code == 0, code
"""


def test_eight_processes_write_twenty_five_entries_each_and_all_two_hundred_are_kept(
    book: Book, by_hand: Path
) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(n)], cwd=book.root, stdout=subprocess.DEVNULL)
        for n in range(8)
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0] * 8
    notes = {entry["note"] for entry in book.show()["log"]}
    assert notes == {"begun", *(f"entry {n}-{m}" for n in range(8) for m in range(25))}
    assert not [line for line in changed_lines(BY_HAND, by_hand.read_text()) if line.startswith("-")]


def saved(book: Book, seen: str, now: str, *changes: Change) -> tuple[Any, str]:
    """Changes of somebody who saw one record, while the file holds another by now."""
    workspace = Workspace(book.root)
    file = book.account(seen)
    record = workspace.load("northwind")
    file.write_text(now)
    done = workspace.save(record, changes, did="test", today=date(2026, 10, 1))
    return done, file.read_text()


def test_another_field_that_somebody_changed_meanwhile_is_kept_beside_ours(book: Book) -> None:
    theirs = BY_HAND.replace('title: "VP"', 'title: "Director"  # promoted')
    done, text = saved(book, BY_HAND, theirs, Set(("milestones", "day-30", "met_on"), date(2026, 10, 1)))
    assert not done.conflicts
    assert changed_lines(theirs, text) == ["+  met_on: 2026-10-01"]


def test_of_the_same_field_theirs_stays_and_ours_goes_to_the_log(book: Book) -> None:
    theirs = BY_HAND.replace('title: "VP"', 'title: "Director"')
    done, text = saved(book, BY_HAND, theirs, Set(("stakeholders", "jane", "title"), "Head of Sales"))
    assert [conflict.path for conflict in done.conflicts] == [("stakeholders", "jane", "title")]
    added = changed_lines(theirs, text)
    assert {line[0] for line in added} == {"+"}
    entry = "\n".join(added)
    assert "kind: conflict" in entry
    assert "about: stakeholders/jane/title" in entry
    assert "Head of Sales" in entry


def test_the_same_value_by_both_is_no_conflict(book: Book) -> None:
    theirs = BY_HAND.replace('title: "VP"', 'title: "Head of Sales"')
    done, text = saved(book, BY_HAND, theirs, Set(("stakeholders", "jane", "title"), "Head of Sales"))
    assert (done.conflicts, done.changed, text) == ((), False, theirs)


def test_a_person_whom_somebody_took_away_meanwhile_does_not_come_back(book: Book) -> None:
    theirs = BY_HAND.replace("  - {id: mia, name: Mia Brandt, roles: [champion]}\n", "")
    done, text = saved(book, BY_HAND, theirs, Set(("stakeholders", "mia", "title"), "Lead"))
    assert [conflict.path[1] for conflict in done.conflicts] == ["mia"]
    assert "id: mia" not in text


def test_a_conflict_is_said_and_ends_with_one(handed_over: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves another stage of a milestone between our reading and our writing."""
    file = handed_over.root / "accounts/northwind-traders/account.yaml"
    load = Workspace.load

    def load_and_lose_the_race(workspace: Workspace, name: str) -> Any:
        record = load(workspace, name)
        file.write_text(file.read_text().replace("    day: 30\n", "    day: 30\n    met_on: 2026-09-30\n"))
        return record

    monkeypatch.setattr(Workspace, "load", load_and_lose_the_race)
    ran = handed_over.run("log", "northwind", "met", "day-30", "--evidence", "38 quotes", *DAY)
    monkeypatch.undo()
    assert ran.code == 1
    assert "Somebody changed milestones/day-30/met_on meanwhile. Theirs was kept" in ran.err
    record = handed_over.show()
    assert record["milestones"][0]["met_on"] == "2026-09-30"
    assert record["milestones"][0]["evidence"] == "38 quotes"
    kept = [entry for entry in record["log"] if entry["kind"] == "conflict"]
    assert [entry["about"] for entry in kept] == ["milestones/day-30/met_on"]
    assert "2026-10-01" in kept[0]["note"]


# Taking back.


def test_undo_gives_the_bytes_back(book: Book, by_hand: Path) -> None:
    book.done("log", "northwind", "met", "day-30", "--evidence", "38 quotes", *DAY)
    assert (
        book.done("undo", "northwind").out == "Took back “log met day-30”. The record is as it was before.\n"
    )
    assert by_hand.read_text() == BY_HAND


def test_undo_goes_back_write_by_write_and_then_says_so(book: Book, by_hand: Path) -> None:
    texts_before = []
    for n in range(3):
        texts_before.append(by_hand.read_text())
        book.done("log", "northwind", "note", f"entry {n}", *DAY)
    for before in reversed(texts_before):
        book.done("undo", "northwind")
        assert by_hand.read_text() == before
    ran = book.run("undo", "northwind")
    assert (ran.code, ran.err) == (1, "csmkit has written nothing to northwind that could be undone.\n")


def test_undo_is_refused_after_an_edit_by_hand(book: Book, by_hand: Path) -> None:
    book.done("log", "northwind", "note", "hello", *DAY)
    edited = by_hand.read_text() + "# mine\n"
    by_hand.write_text(edited)
    ran = book.run("undo", "northwind")
    assert ran.code == 1
    assert "was changed by hand since “log note”. Nothing was undone" in ran.err
    assert by_hand.read_text() == edited


def test_undo_passes_over_a_write_that_was_killed_before_it_happened(book: Book, by_hand: Path) -> None:
    book.done("log", "northwind", "note", "first", *DAY)
    first = by_hand.read_text()
    book.done("log", "northwind", "note", "second", *DAY)
    by_hand.write_text(first)
    assert "Took back “log note”" in book.done("undo", "northwind").out
    assert by_hand.read_text() == BY_HAND


def test_only_the_last_writes_can_be_taken_back(
    book: Book, by_hand: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace_module, "HISTORY_KEPT", 3)
    for n in range(5):
        book.done("log", "northwind", "note", f"entry {n}", *DAY)
    assert len(list((book.root / ".csmkit/history/a1").glob("*.json"))) == 3
    assert [book.run("undo", "northwind").code for _ in range(4)] == [0, 0, 0, 1]
    assert by_hand.read_text().count("kind: note") == 3


# The internal half.


@pytest.fixture
def private(book: Book) -> Book:
    config = (book.root / "csmkit.yaml").read_text()
    book.write("csmkit.yaml", config.replace("private_records: false", "private_records: true"))
    book.account(BY_HAND)
    return book


PRIVATE = "accounts/northwind/account.private.yaml"


def test_the_internal_half_goes_to_a_file_of_its_own(private: Book) -> None:
    private.done(
        "log", "northwind", "moved", "day-30", "--to", "+7d", "--reason", "Jane stalls", "--on", "today", *DAY
    )
    shared = (private.root / "accounts/northwind/account.yaml").read_text()
    assert "Jane stalls" not in shared
    assert "due_on: 2026-10-08" in shared
    assert "kind: moved" not in shared
    internal = (private.root / PRIVATE).read_text()
    assert internal.startswith(ACCOUNTS.private_start)
    assert "reason: Jane stalls" in internal
    move = private.show()["milestones"][0]["moved"][0]
    assert (move["to"], move["was"], move["reason"]) == ("2026-10-08", "2026-10-01", "Jane stalls")
    assert private.show()["log"][-1]["kind"] == "moved"


def test_gitignore_names_the_internal_half(private: Book) -> None:
    assert "account.private.yaml" in (private.root / ".gitignore").read_text().splitlines()


def test_a_problem_is_blamed_on_the_half_that_holds_it(private: Book) -> None:
    private.account(BY_HAND.replace("day: 30", "day: soon"))
    private.write(
        PRIVATE,
        "schema: csmkit/account@1\nstakeholders:\n  - id: jane\n    stance: cooch\n    stanse: coach\n"
        "log:\n  - on: 2026-09-01\n",
    )
    ran = private.run("account", "show", "northwind")
    assert ran.code == 1
    assert [line.split(": ")[0] for line in ran.err.splitlines()] == [
        f"{PRIVATE}:4:13",
        f"{PRIVATE}:5:5",
        f"{PRIVATE}:7:5",
        "accounts/northwind/account.yaml:25:8",
    ]


def test_undo_restores_both_halves(private: Book) -> None:
    private.done("log", "northwind", "note", "first", *DAY)
    both = [
        (private.root / "accounts/northwind/account.yaml").read_text(),
        (private.root / PRIVATE).read_text(),
    ]
    private.done("log", "northwind", "moved", "day-30", "--to", "+7d", "--reason", "stalls", *DAY)
    private.done("undo", "northwind")
    assert both == [
        (private.root / "accounts/northwind/account.yaml").read_text(),
        (private.root / PRIVATE).read_text(),
    ]
    private.done("undo", "northwind")
    assert (private.root / PRIVATE).read_text() == ACCOUNTS.private_start


def test_undo_goes_back_past_the_day_the_internal_half_began(book: Book, by_hand: Path) -> None:
    book.done("log", "northwind", "note", "before", *DAY)
    config = (book.root / "csmkit.yaml").read_text()
    book.write("csmkit.yaml", config.replace("private_records: false", "private_records: true"))
    book.done("log", "northwind", "note", "after", *DAY)
    book.done("undo", "northwind")
    book.done("undo", "northwind")
    assert by_hand.read_text() == BY_HAND


def test_an_opinion_leaves_the_shared_half_when_it_is_written_again(private: Book) -> None:
    opinion = BY_HAND.replace('title: "VP"', 'title: "VP"\n    stance: coach')
    done, text = saved(private, opinion, opinion, Set(("stakeholders", "jane", "stance"), None))
    assert done.record.account.stakeholders[0].stance is None
    assert "coach" not in text


def test_turning_private_records_off_keeps_what_is_private_where_it_is(private: Book) -> None:
    private.done("log", "northwind", "note", "hello", *DAY)
    config = (private.root / "csmkit.yaml").read_text()
    private.write("csmkit.yaml", config.replace("private_records: true", "private_records: false"))
    private.done("log", "northwind", "note", "again", *DAY)
    assert "again" in (private.root / PRIVATE).read_text()
    assert [entry["note"] for entry in private.show()["log"]] == ["begun", "hello", "again"]


def test_a_kill_between_the_two_halves_is_completed_by_whoever_comes_next(
    private: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_after_first(monkeypatch)
    with pytest.raises(Killed):
        write_directly(private)
    monkeypatch.undo()
    assert list((private.root / ".csmkit/pending").glob("*.json"))
    move = private.show()["milestones"][0]["moved"][0]
    assert (move["to"], move["reason"]) == ("2026-10-08", "Jane stalls")
    assert not list((private.root / ".csmkit/pending").iterdir())


def test_a_write_that_comes_after_a_kill_loses_neither(
    private: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(private.root)
    loaded_before = workspace.load("northwind")
    killed_after_first(monkeypatch)
    with pytest.raises(Killed):
        write_directly(private)
    monkeypatch.undo()
    change = Set(("stakeholders", "jane", "title"), "Head")
    workspace.save(loaded_before, (change,), did="test", today=date(2026, 10, 1))
    record = private.show()
    assert record["stakeholders"][0]["title"] == "Head"
    assert record["milestones"][0]["moved"][0]["reason"] == "Jane stalls"


class Killed(BaseException):
    """As a SIGKILL: nothing of ours runs after it."""


def killed_after_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Die once the first of the two halves is in place."""
    replace = atomic.replace

    def replace_then_die(path: Path, data: bytes, mode: int = 0o600) -> None:
        replace(path, data, mode)
        if path.name == "account.yaml":
            raise Killed

    monkeypatch.setattr(atomic, "replace", replace_then_die)


def write_directly(book: Book) -> None:
    from csmkit.core.diary import Event, changes_of

    workspace = Workspace(book.root)
    record = workspace.load("northwind")
    day = date(2026, 10, 1)
    event = Event("moved", day, ("day-30",), reason="Jane stalls", to=date(2026, 10, 8))
    workspace.save(record, changes_of(record.account, event, "entry", day), did="log moved", today=day)


KILLED_WRITER = """
import os, signal, sys, threading
from csmkit.cli.app import run
run(["log", "northwind", "note", "warm"])
threading.Timer(float(sys.argv[1]), lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
while True:
    run(["log", "northwind", "note", "x" * 2000])
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills with a signal")
@pytest.mark.parametrize("after", [0.004, 0.013, 0.021, 0.034, 0.055, 0.089])
def test_a_killed_write_leaves_the_old_or_the_new_file(private: Book, after: float) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WRITER, str(after)],
        cwd=private.root,
        check=False,
        stdout=subprocess.DEVNULL,
    )
    assert killed.returncode == -9
    known = len(private.show()["log"])
    assert known >= 2
    private.done("log", "northwind", "note", "afterwards", *DAY)
    assert len(private.show()["log"]) == known + 1
    private.done("undo", "northwind")
    private.done("undo", "northwind")


# Names of accounts.


@pytest.mark.parametrize("name", ["con", "NUL", "Aux ", "com1", "LPT9", "prn"])
def test_a_name_that_windows_keeps_for_a_device_is_refused(book: Book, name: str) -> None:
    ran = book.run("account", "add", name)
    assert ran.code == 2
    assert "cannot be a folder's name on every system" in ran.err
    assert not list((book.root / "accounts").iterdir())


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("..", "account"),
        ("../../etc", "etc"),
        ("/etc/passwd", "etc-passwd"),
        ("C:\\Windows", "c-windows"),
        ("😀😀", "account"),
        ("名前", "account"),
        ("x" * 300, "x" * 40),
        ("Müller & Söhne GmbH", "muller-sohne-gmbh"),
        ("Item", "item"),
    ],
)
def test_any_other_name_gets_a_folder_below_accounts(book: Book, name: str, folder: str) -> None:
    book.done("account", "add", name, "--as-of", "2026-09-03")
    assert [path.name for path in (book.root / "accounts").iterdir()] == [folder]
    assert sorted(path.name for path in book.root.parent.iterdir()) == ["book"]
    assert book.show(name)["name"] == name


def test_two_customers_whose_names_have_no_latin_letter_are_two_accounts(book: Book) -> None:
    book.done("account", "add", "名前")
    book.done("account", "add", "株式会社")
    assert book.show("株式会社")["name"] == "株式会社"
    assert book.run("account", "add", "名前").code == 1
    assert book.run("account", "show", "会社").code == 2


@pytest.mark.parametrize("name", ["", "   ", "one\ntwo", "bell \x07"])
def test_a_name_that_is_no_line_of_text_is_refused(book: Book, name: str) -> None:
    ran = book.run("account", "add", name)
    assert ran.code == 2
    assert ran.err.startswith("`name` ")
    assert "Nothing was added." in ran.err
    assert not (book.root / "accounts" / "item").exists()


def test_an_account_is_not_added_twice(northwind: Book) -> None:
    ran = northwind.run("account", "add", "northwind traders")
    assert (ran.code, ran.out) == (1, "")
    assert "accounts/northwind-traders/account.yaml is there already" in ran.err


def test_of_two_who_add_the_same_account_at_once_one_wins(book: Book) -> None:
    command = [sys.executable, "-m", "csmkit", "account", "add", "Northwind", "--csm"]
    adding = [
        subprocess.Popen([*command, name], cwd=book.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for name in ("Ada", "Bob", "Cleo")
    ]
    done = [process.communicate(timeout=60) for process in adding]
    assert sorted(process.returncode for process in adding) == [0, 1, 1]
    winner = ("Ada", "Bob", "Cleo")[[process.returncode for process in adding].index(0)]
    assert book.show()["vendor_team"]["csm"]["name"] == winner
    assert sum(b"is there already" in err for _, err in done) == 2


def test_a_folder_left_without_a_record_can_still_be_added(book: Book) -> None:
    (book.root / "accounts/northwind").mkdir(parents=True)
    book.done("account", "add", "Northwind")
    assert book.show()["name"] == "Northwind"


def test_a_record_is_readable_by_its_owner_only(northwind: Book) -> None:
    file = northwind.root / "accounts/northwind-traders/account.yaml"
    assert file.stat().st_mode & 0o777 == 0o600
    northwind.done("log", "northwind", "note", "hello")
    assert file.stat().st_mode & 0o777 == 0o600
    for folder in (".csmkit", ".csmkit/locks", ".csmkit/history"):
        assert (northwind.root / folder).stat().st_mode & 0o777 == 0o700


# Merging, as values.

KEYS = st.sampled_from(["a", "b", "c"])
VALUES = st.sampled_from(["1", "2", None, ["x"], "no"])
ITEMS = st.lists(
    st.fixed_dictionaries({"id": KEYS}, optional={"v": VALUES, "w": VALUES}),
    max_size=3,
    unique_by=lambda item: str(item["id"]),
)
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "f": VALUES,
        "g": VALUES,
        "m": st.fixed_dictionaries({}, optional={"f": VALUES}),
        "items": ITEMS,
    },
)
CHANGES: st.SearchStrategy[Change] = st.one_of(
    st.builds(Set, st.sampled_from([("f",), ("g",), ("m", "f")]), VALUES),
    st.builds(lambda i, k, v: Set(("items", i, k), v), KEYS, st.sampled_from(["v", "w"]), VALUES),
    st.builds(lambda i, v: Append(("items",), {"id": i, "v": v}), KEYS, VALUES),
    st.builds(lambda i: Remove(("items", i)), KEYS),
)


def one_that_fits(record: Any, change: Change) -> bool:
    """Whether an author who saw this record could have meant this change."""
    there = not isinstance(value_at(record, change.path[:2]), Unset)
    if isinstance(change, Append):
        return isinstance(value_at(record, (*change.path, str(change.item["id"]))), Unset)
    return there if change.path[0] == "items" else True


def after_all(record: Any, changes: tuple[Change, ...]) -> Any:
    for change in changes:
        record = applied(record, change)
    return record


@given(RECORDS, CHANGES)
def test_alone_every_change_is_made(record: Any, change: Change) -> None:
    if not one_that_fits(record, change):
        return
    todo, conflicts = reconcile([change], record, record)
    assert not conflicts
    after = after_all(record, todo)
    if isinstance(change, Remove):
        assert isinstance(value_at(after, change.path), Unset)
    elif isinstance(change, Append):
        assert value_at(after, (*change.path, str(change.item["id"]))) == change.item
    else:
        assert texts(value_at(after, change.path)) == texts(change.value)


@given(RECORDS, CHANGES)
def test_a_change_that_is_made_already_is_not_made_again(record: Any, change: Change) -> None:
    if one_that_fits(record, change):
        assert reconcile([change], record, applied(record, change)) == ((), ())


@given(RECORDS, CHANGES, CHANGES)
def test_changes_in_different_places_are_both_kept(record: Any, ours: Change, theirs: Change) -> None:
    if ours.path[:2] == theirs.path[:2] or not (
        one_that_fits(record, ours) and one_that_fits(record, theirs)
    ):
        return
    if (
        isinstance(ours, Append)
        and isinstance(theirs, (Remove, Set))
        and theirs.path[1:2] == (ours.item["id"],)
    ):
        return
    if isinstance(theirs, Append) and ours.path[1:2] == (theirs.item["id"],):
        return
    if isinstance(ours, Append) and isinstance(theirs, Append):
        return
    todo, conflicts = reconcile([ours], record, applied(record, theirs))
    assert not conflicts
    merged = after_all(applied(record, theirs), todo)
    both = applied(applied(record, ours), theirs)
    assert by_id(merged) == by_id(both)


def by_id(record: Any) -> Any:
    """A record without the order of its items and without fields that hold nothing."""
    items = {
        item["id"]: {key: value for key, value in item.items() if value is not None}
        for item in record.get("items", [])
    }
    kept = {**record, "items": items, "m": record.get("m", {}).get("f")}
    return texts({key: value for key, value in kept.items() if value is not None})


@given(RECORDS, st.sampled_from([("f",), ("m", "f")]), VALUES, VALUES)
def test_theirs_is_never_overwritten(record: Any, path: tuple[str, ...], ours: Any, theirs: Any) -> None:
    current = applied(record, Set(path, theirs))
    todo, conflicts = reconcile([Set(path, ours)], record, current)
    seen = value_at(record, path)
    if texts(theirs) not in (texts(seen), texts(ours)):
        assert (todo, [conflict.ours for conflict in conflicts]) == ((), [ours])


@given(RECORDS, CHANGES)
def test_applying_a_change_leaves_what_was_given_alone(record: Any, change: Change) -> None:
    before = json.dumps(record)
    applied(record, change)
    assert json.dumps(record) == before


def test_a_value_the_author_started_from_counts_rather_than_what_was_loaded() -> None:
    change = Set(("f",), "3", was="1")
    assert reconcile([change], {"f": "2"}, {"f": "2"})[1][0].ours == "3"
    assert reconcile([change], {"f": "2"}, {"f": "1"}) == ((change,), ())


def test_a_path_goes_by_id_and_becomes_positions_for_one_text() -> None:
    data: Plain = {"items": [{"id": "a"}, {"id": "b", "v": "1"}]}
    assert steps_to(data, ("items", "b", "v")) == ("items", 1, "v")
    assert value_at(data, ("items", "b", "v")) == "1"
    assert value_at(data, ("items", "z", "v")) is UNSET
    assert repr(UNSET) == "UNSET"


def test_a_record_reads_back_as_it_was_meant(handed_over: Book) -> None:
    record = read_record(handed_over.root / "accounts/northwind-traders")
    ran: Ran = handed_over.done("account", "show", "northwind", "--json")
    assert ran.json["id"] == record.account.id

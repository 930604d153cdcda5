"""A colleague's training record is read, written, taken back and kept apart as an account's is."""

from datetime import date
from pathlib import Path

import pytest

from conftest import Book
from csmkit.core.changes import Append, Change, Set
from csmkit.errors import BadFile, NotFound
from csmkit.storage.team import TEAM
from csmkit.storage.workspace import AlreadyThere, Workspace

DAY = date(2026, 9, 3)
SAM = """\
schema: csmkit/teammate@1
id: 5a11
name: Sam Lee
position: csm
hired_on: 2026-08-03   # came from support
quizzes:
  - {id: q1, on: 2026-08-10, module: playbook, seed: 7, missed: [who-signs]}
"""
PASSED: tuple[Change, ...] = (
    Append(("modules",), {"id": "playbook", "passed_on": DAY, "evidence": "Spoke too long, but sound."}),
    Append(("log",), {"id": "e1", "on": DAY, "kind": "passed", "about": "modules/playbook"}),
)


@pytest.fixture
def team(book: Book) -> Workspace:
    book.write("team/sam-lee.yaml", SAM)
    return Workspace(book.root)


def keep_private(team: Workspace) -> None:
    config = (team.root / "csmkit.yaml").read_text()
    (team.root / "csmkit.yaml").write_text(config.replace("private_records: false", "private_records: true"))


def file_of(team: Workspace) -> Path:
    return team.root / "team/sam-lee.yaml"


@pytest.mark.parametrize("typed", ["sam-lee", "Sam Lee", "sam", "SAM LEE"])
def test_a_colleague_is_found_by_name(team: Workspace, typed: str) -> None:
    record = team.load(typed, TEAM)
    assert (record.name, record.value.name, record.shown) == ("sam-lee", "Sam Lee", "team/sam-lee.yaml")
    assert record.value.quizzes[0].missed == ("who-signs",)


def test_a_colleague_nobody_knows_is_said_with_the_nearest(team: Workspace) -> None:
    with pytest.raises(NotFound, match="sam-lee"):
        team.load("sem-lee", TEAM)


def test_one_write_changes_only_what_it_names(team: Workspace) -> None:
    team.save(team.load("sam", TEAM), PASSED, did="train certify", today=DAY)
    after = file_of(team).read_text()
    assert after.startswith(SAM)
    assert [line.strip() for line in after[len(SAM) :].splitlines() if "id:" in line] == [
        "- id: playbook",
        "- id: e1",
    ]


def test_undo_takes_the_last_write_back(team: Workspace, book: Book) -> None:
    team.save(team.load("sam", TEAM), PASSED, did="train certify", today=DAY)
    ran = book.run("train", "undo", "sam")
    assert (ran.code, file_of(team).read_text()) == (0, SAM)
    assert "“train certify”" in ran.out
    again = book.run("train", "undo", "sam")
    assert again.code == 1
    assert "nothing to sam-lee that could be undone" in again.err


def test_undo_leaves_a_file_that_was_edited_since(team: Workspace, book: Book) -> None:
    team.save(team.load("sam", TEAM), PASSED, did="train certify", today=DAY)
    file_of(team).write_text(file_of(team).read_text() + "# by hand\n")
    ran = book.run("train", "undo", "sam")
    assert ran.code == 1
    assert "team/sam-lee.yaml was changed by hand" in ran.err


def test_two_writers_of_different_fields_both_stand(team: Workspace) -> None:
    one, other = team.load("sam", TEAM), team.load("sam", TEAM)
    team.save(one, (Set(("mentor",), "Omar Diaz"),), did="a", today=DAY)
    saved = team.save(other, (Set(("email",), "sam@example.com"),), did="b", today=DAY)
    assert (saved.record.value.mentor, saved.record.value.email) == ("Omar Diaz", "sam@example.com")


def test_the_same_field_keeps_both_and_says_so(team: Workspace) -> None:
    one, other = team.load("sam", TEAM), team.load("sam", TEAM)
    team.save(one, (Set(("mentor",), "Omar Diaz"),), did="a", today=DAY)
    saved = team.save(other, (Set(("mentor",), "Ines Vogt"),), did="b", today=DAY)
    assert saved.record.value.mentor == "Omar Diaz"
    assert [(entry.kind, "Ines Vogt" in (entry.note or "")) for entry in saved.record.value.log] == [
        ("conflict", True)
    ]


def test_what_was_said_about_somebodys_work_lies_apart(team: Workspace) -> None:
    keep_private(team)
    team.save(team.load("sam", TEAM), PASSED, did="train certify", today=DAY)
    shared, private = file_of(team).read_text(), (team.root / "team/sam-lee.private.yaml").read_text()
    assert "Spoke too long" in private
    assert "Spoke too long" not in shared
    assert team.names(TEAM) == ("sam-lee",)
    assert team.load("sam", TEAM).value.modules[0].passed_on == DAY


def test_a_new_colleague_gets_a_file_once(team: Workspace) -> None:
    text = "schema: csmkit/teammate@1\nid: 77aa\nname: Zoë Ünal\n"
    record = team.add("Zoë Ünal", text, (), TEAM)
    assert record.shown == "team/zoe-unal.yaml"
    with pytest.raises(AlreadyThere, match="csmkit train show zoe-unal"):
        team.add("Zoë Ünal", text, (), TEAM)


def test_a_mistake_is_told_with_its_line(team: Workspace, book: Book) -> None:
    file_of(team).write_text(SAM.replace("hired_on: 2026-08-03", "hired: 2026"))
    with pytest.raises(BadFile, match=r"team/sam-lee.yaml:5:1: .*hired_on"):
        team.load("sam-lee", TEAM)
    ran = book.run("doctor")
    assert ran.code == 1
    assert "team/sam-lee.yaml:5:1" in ran.err


def test_doctor_counts_colleagues(team: Workspace, book: Book) -> None:
    ran = book.run("doctor")
    assert "colleagues 1" in ran.out
    assert team.names(TEAM) == ("sam-lee",)

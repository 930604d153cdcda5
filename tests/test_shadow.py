"""Calls that are watched and calls held while watched: planned, observed, told; the ramp they count for."""

from typing import Any

import pytest
import yaml

from conftest import Book
from terminal import CTRL_C, ENTER, Terminal, journals

DAY = ("--as-of", "2026-09-10")
MIA = """\
schema: csmkit/teammate@1
id: 3a1a
name: Mia Okafor   # from support
hired_on: 2026-09-07
mentor: Sam Lee
"""
SAM = "schema: csmkit/teammate@1\nid: 5a11\nname: Sam Lee\nposition: lead\ntraining_owner: yes\n"


@pytest.fixture
def team(northwind: Book) -> Book:
    northwind.write("team/mia-okafor.yaml", MIA)
    northwind.write("team/sam-lee.yaml", SAM)
    return northwind


def mia(book: Book) -> Any:
    return yaml.load((book.root / "team/mia-okafor.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


def shadow(book: Book, *words: str) -> str:
    return book.done("train", "shadow", "mia", *words, *DAY).said


def test_a_call_is_planned_on_one_line_with_the_mentor_and_what_to_do_before(team: Book) -> None:
    told = shadow(team, "--call", "kickoff", "--account", "northwind", "--on", "+1d", "--at", "14:30")
    assert "Planned: Mia Okafor watches kickoff on 2026-09-11, northwind-traders; Sam Lee holds it." in told
    assert "Read the agenda and the handoff brief together" in " ".join(told.split())
    assert "csmkit train shadow mia-okafor --record kickoff" in told
    call = mia(team)["shadowing"][0]
    assert call == {
        "id": "kickoff", "way": "shadowing", "with": "Sam Lee", "call": "kickoff",
        "account": "northwind-traders", "planned_on": "2026-09-11", "at": "14:30",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--call", "kickof", "--on", "today"), 2, "Did you mean “kickoff”?"),
        (("--call", "sync", "--on", "03/04/2026"), 2, "--on needs a date"),
        (("--call", "sync", "--on", "today", "--at", "2pm"), 2, "needs a time of day written like 09:30"),
        (("--call", "sync", "--on", "today", "--account", "northwint"), 2, "Did you mean “northwind-tr"),
        (("--call", "sync"), 2, "Planning a call takes --call KIND and --on DATE"),
        (("--call", "sync", "--on", "today", "--next", "Wait"), 2, "Plan a call first"),
        (("--next", "Wait"), 1, "No call of Mia Okafor is planned."),
        (("--record", "kickoff"), 2, "There is no call “kickoff”"),
        (("--cancel", "kickoff"), 2, "There is no call “kickoff”"),
        (("--json",), 2, "--json belongs to --list."),
        ((), 2, "There is no terminal to ask at"),
    ],
)  # fmt: skip
def test_what_cannot_be_planned_is_said_and_nothing_is_written(
    team: Book, words: tuple[str, ...], code: int, message: str
) -> None:
    ran = team.run("train", "shadow", "mia", *words, *DAY)
    assert ran.code == code, ran.said
    assert message in ran.err
    assert (team.root / "team/mia-okafor.yaml").read_text(encoding="utf-8") == MIA


def test_without_a_mentor_it_has_to_be_said_who_comes_along(team: Book) -> None:
    team.write("team/mia-okafor.yaml", MIA.replace("mentor: Sam Lee\n", ""))
    ran = team.run("train", "shadow", "mia", "--call", "sync", "--on", "today")
    assert (ran.code, "--with NAME" in ran.err) == (2, True)
    assert "Ana Reis holds it" in shadow(team, "--call", "sync", "--on", "today", "--with", "Ana Reis")


def test_what_was_seen_is_written_down_on_one_line_and_counts(team: Book) -> None:
    shadow(team, "--call", "kickoff", "--on", "today")
    told = shadow(
        team, "--seen", "right_people_there,how-we-work", "--not-seen", "number_with_baseline",
        "--coached", "Ask for {{ 7*7 }} | [x]", "--next", "Wait ten seconds 🙂",
    )  # fmt: skip
    assert "2 of 3 lines seen in kickoff." in told
    assert "Not seen: The result has a number" in told
    assert "1 of 3 calls watched." in told
    call = mia(team)["shadowing"][0]
    assert call["held_on"] == "2026-09-10"
    assert call["observed"] == {
        "right_people_there": "true",
        "how_we_work": "true",
        "number_with_baseline": "false",
    }
    assert (call["coached"], call["do_next"]) == ("Ask for {{ 7*7 }} | [x]", "Wait ten seconds 🙂")
    assert " # from support" in (team.root / "team/mia-okafor.yaml").read_text(encoding="utf-8")


def test_a_line_that_is_not_on_the_list_is_refused_with_the_nearest(team: Book) -> None:
    shadow(team, "--call", "kickoff", "--on", "today")
    before = mia(team)
    for words, message in (
        (("--seen", "rigth_people_there"), "Did you mean “right_people_there”?"),
        (("--seen", "how_we_work", "--not-seen", "how_we_work"), "cannot be seen and not seen"),
        (("--held", "yesterday-ish"), "--held needs a date"),
        (("--held", "+3d"), "still to come cannot be written down yet"),
    ):
        ran = team.run("train", "shadow", "mia", *words, *DAY)
        assert (ran.code, message in ran.err) == (2, True), ran.said
    assert mia(team) == before


def test_a_form_goes_out_and_comes_back_once(team: Book) -> None:
    shadow(team, "--call", "sync", "--on", "today", "--reverse")
    form = shadow(team, "--form").split("Send it as a file")[0]
    assert "begins_with_the_outcome:" in form
    form = form.replace("begins_with_the_outcome:", "begins_with_the_outcome: yes")
    form = form.replace("late_said_plainly:", "late_said_plainly: no")
    for line in ("two_questions_deep", "quiet_signs", "no_promise_in_passing", "shorter_if_nothing_is_there"):
        form = form.replace(f"{line}:", f"{line}: unknown")
    form = form.replace("do_next:", "do_next: Say what is late")
    file = str(team.write("observed.yaml", form))
    assert "1 of 2 lines seen in sync." in shadow(team, "--answers", file)
    record = mia(team)
    assert record["shadowing"][0]["observed"] == {
        "begins_with_the_outcome": "true",
        "late_said_plainly": "false",
    }
    assert "answers" not in record
    assert (
        "recorded already" in team.done("train", "shadow", "mia", "--record", "sync", "--answers", file).said
    )
    assert mia(team) == record


def test_a_call_that_is_off_is_taken_off_and_one_that_was_held_stays(team: Book) -> None:
    shadow(team, "--call", "sync", "--on", "today")
    shadow(team, "--call", "sync", "--on", "+2d")
    assert [call["id"] for call in mia(team)["shadowing"]] == ["sync", "sync-2"]
    shadow(team, "--cancel", "sync-2")
    assert [call["id"] for call in mia(team)["shadowing"]] == ["sync"]
    shadow(team, "--next", "Wait")
    ran = team.run("train", "shadow", "mia", "--cancel", "sync", *DAY)
    assert (ran.code, "was held on 2026-09-10" in ran.err) == (1, True)


def test_the_list_tells_what_is_planned_and_how_many_are_to_come(team: Book) -> None:
    shadow(team, "--call", "kickoff", "--on", "today")
    shadow(team, "--seen", "how_we_work", "--next", "Wait")
    shadow(team, "--call", "sync", "--on", "+3d", "--reverse")
    told = shadow(team, "--list")
    assert "Watched: 1 of 3. Held while watched: 0 of 3." in told
    found = team.done("train", "shadow", "mia", "--list", "--json", *DAY).json
    assert found["counts"] == {
        "shadowing": {"held": 1, "required": 3},
        "reverse": {"held": 0, "required": 3},
    }
    assert [(call["id"], call["held_on"]) for call in found["calls"]] == [
        ("kickoff", "2026-09-10"),
        ("sync", None),
    ]


def test_a_mentor_with_too_much_is_said(team: Book) -> None:
    for _ in range(4):
        told = shadow(team, "--call", "kickoff", "--on", "+2d")
    assert "taken on much" not in told
    assert "Sam Lee has taken on much: more than 6 hours of calls in 14 days." in shadow(
        team, "--call", "kickoff", "--on", "+2d"
    )


def test_an_observation_stays_on_the_own_machine_where_records_are_private(team: Book) -> None:
    config = (team.root / "csmkit.yaml").read_text()
    (team.root / "csmkit.yaml").write_text(config.replace("private_records: false", "private_records: true"))
    shadow(team, "--call", "kickoff", "--on", "today")
    shadow(team, "--coached", "SECRET", "--next", "Wait")
    assert "SECRET" not in (team.root / "team/mia-okafor.yaml").read_text()
    assert "SECRET" in (team.root / "team/mia-okafor.private.yaml").read_text()
    assert "1 of 3" in shadow(team, "--list")


def test_planning_at_the_terminal_loses_nothing_and_goes_on_with_what_was_seen(team: Book) -> None:
    words = ("train", "shadow", "mia")
    with Terminal(team.root, *words, columns=100, rows=40) as screen:
        screen.pick("Which kind of call?", "Weekly")
        screen.is_asked("Who holds it?")
        screen.press(ENTER)
        screen.is_asked("Which account?")
        screen.press(CTRL_C)
        assert screen.ends() == 130
        screen.sees("To resume: csmkit train shadow mia-okafor")
    with Terminal(team.root, *words, columns=100, rows=40) as screen:
        screen.pick("Which account?", "Northwind Traders")
        screen.type("On which day?", "today")
        screen.pick("Everything as it should be?", "Record it")
        assert screen.ends() == 0
    with Terminal(team.root, *words, columns=100, rows=50) as screen:
        for number in range(6):
            screen.wait(lambda number=number: screen.is_ready and screen.steps == number + 1, "no question")  # type: ignore[misc]  # a default binds it
            screen.press("?")
        screen.is_asked("On which day was it?")
        screen.press(ENTER)
        for question, answer in (("in private", ""), ("talk over", "Good"), ("One thing", "Listen longer")):
            screen.type(question, answer)
        screen.pick("Everything as it should be?", "Record it")
        assert screen.ends() == 0
    call = mia(team)["shadowing"][0]
    assert (call["account"], call["do_next"], "observed" in call) == (
        "northwind-traders",
        "Listen longer",
        False,
    )
    assert journals(team.root) == []


# The ramp


def ramp(book: Book, *words: str, as_of: str = "2026-09-10") -> str:
    return book.done("train", "ramp", "mia", *words, "--as-of", as_of).said


def test_the_week_is_told_with_the_exact_commands_and_the_next_gate(team: Book) -> None:
    told = ramp(team)
    assert "Mia Okafor: day 4 of 90, week 1" in told
    assert "by 2026-09-11: Read the handbook, journey by journey · 120 minutes" in told
    assert "csmkit train ramp mia-okafor --done read-handbook" in told
    assert "closed · Three calls watched: 0 of 3 calls watched" in told


def test_a_step_is_ticked_off_once_and_only_by_hand_where_nothing_shows_it(team: Book) -> None:
    assert "read-handbook" not in ramp(team, "--done", "read-handbook")
    assert mia(team)["ramp"] == {"done": {"read-handbook": "2026-09-10"}}
    assert mia(team)["log"][0]["note"] == "read-handbook done"
    ran = team.run("train", "ramp", "mia", "--done", "first-quiz", *DAY)
    assert (ran.code, "it is done as soon as the training record shows it" in ran.err) == (1, True)
    ran = team.run("train", "ramp", "mia", "--done", "read-handbok", *DAY)
    assert (ran.code, "Did you mean “read-handbook”?" in ran.err) == (2, True)
    team.done("train", "undo", "mia")
    assert "ramp" not in mia(team)


def test_what_is_late_is_said_with_the_days(team: Book) -> None:
    told = ramp(team, as_of="2026-09-14")
    assert "Late and due this week" in told
    assert "Hold a role-play alone · 20 minutes · 3 days late" in told
    assert "1 day late" in ramp(team, as_of="2026-09-12")


def test_leave_stops_the_ramp_and_its_end_is_told_later(team: Book) -> None:
    assert "on leave until further notice; nothing is due" in ramp(team, "--away", "2026-09-10")
    ramp(team, "--until", "2026-09-20")
    assert [(p["from_on"], p["until_on"]) for p in mia(team)["ramp"]["pauses"]] == [
        ("2026-09-10", "2026-09-20")
    ]
    assert "day 3 of 90, on leave until 2026-09-20" in ramp(team, as_of="2026-09-15")
    assert "day 4 of 90, week 1" in ramp(team, as_of="2026-09-21")
    ran = team.run("train", "ramp", "mia", "--until", "2026-09-30", *DAY)
    assert (ran.code, "--away DATE" in ran.err) == (2, True)
    ran = team.run("train", "ramp", "mia", "--away", "2026-10-10", "--until", "2026-10-01", *DAY)
    assert (ran.code, "cannot end before it begins" in ran.err) == (2, True)


def test_no_account_of_their_own_before_the_gates_are_open(team: Book) -> None:
    ran = team.run("train", "ramp", "mia", "--independent", *DAY)
    assert ran.code == 1
    assert "Three calls watched: 0 of 3 calls watched" in ran.err
    assert "Certified: no certificate that holds today" in ran.err
    assert "ramp" not in mia(team)
    through = """\
certificates: [{id: onboarding, earned_on: 2026-11-01}]
roleplays:
  - {id: m, on: 2026-10-20, scenario: mock-kickoff, way: colleague, scores: {a: 4, b: 3}}
shadowing:
"""
    for way in ("shadowing", "reverse"):
        for number in range(3):
            through += f"  - {{id: {way}-{number}, way: {way}, call: sync, held_on: 2026-10-0{number + 1}}}\n"
    team.write("team/mia-okafor.yaml", MIA + through)
    told = ramp(team, "--independent", as_of="2026-11-10")
    assert "open · The first account of one's own" in told
    assert "closed · Three accounts of one's own: 0 of 3 accounts" in told
    assert mia(team)["ramp"] == {"independent_on": "2026-11-10"}
    assert team.run("train", "ramp", "mia", "--independent").code == 1
    team.done("account", "reassign", "--from", "Sam Lee", "--to", "Mia Okafor")
    assert "1 of 3 accounts" in ramp(team, as_of="2026-11-10")


def test_a_ramp_can_begin_later_and_follow_another_file(team: Book) -> None:
    assert "begins on 2026-10-05" in ramp(team, "--start", "2026-10-05")
    team.write("playbooks/training/ramp-short.yaml", "extends: shipped/ramp\ndays: 120\n")
    file = team.root / "team/mia-okafor.yaml"
    file.write_text(file.read_text().replace("program: ramp", "program: ramp-short"))
    assert "day 8 of 120, week 2" in ramp(team, as_of="2026-10-12")


def test_one_thing_at_a_time(team: Book) -> None:
    ran = team.run("train", "ramp", "mia", "--done", "read-handbook", "--independent", *DAY)
    assert (ran.code, "One thing at a time" in ran.err) == (2, True)


def test_a_program_gets_the_ramp_as_json(team: Book) -> None:
    found = team.done("train", "ramp", "mia", "--json", *DAY).json
    assert {key: found[key] for key in ("colleague", "name", "day", "week", "days", "next_gate")} == {
        "colleague": "mia-okafor",
        "name": "Mia Okafor",
        "day": 4,
        "week": 1,
        "days": 90,
        "next_gate": "watched",
    }
    assert found["due"][0]["commands"][-1] == "csmkit train ramp mia-okafor --done read-handbook"


def test_a_hand_written_mistake_in_a_training_record_is_told_with_its_line(
    team: Book,
) -> None:
    team.write("team/mia-okafor.yaml", MIA + "ramp:\n  done:\n    read-handbook: last week\n")
    ran = team.run("train", "ramp", "mia")
    assert (ran.code, "team/mia-okafor.yaml:8:" in ran.err) == (1, True)
    assert "last week" not in ran.err

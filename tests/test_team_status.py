"""The team as its lead sees it: one table, mentors and their load, and what is due this week in `today`."""

from typing import Any

import pytest

from conftest import Book

DAY = ("--as-of", "2026-09-14")
HEAD = "schema: csmkit/teammate@1\n"
TEAM = {
    "sam-lee": "id: s1\nname: Sam Lee\nposition: lead\n",
    "mia-okafor": "id: m1\nname: Mia Okafor\nhired_on: 2026-09-07\nmentor: Ana Reis\n",
    "ana-reis": (
        "id: a1\nname: Ana Reis\nhired_on: 2021-03-01\n"
        "certificates: [{id: onboarding, earned_on: 2025-10-01, valid_until: 2026-10-01}]\n"
    ),
    "bo-lind": "id: b1\nname: Bo | Lind {{ 7*7 }}\nhired_on: 2026-10-01\n",
    "kim-gone": "id: k1\nname: Kim Gone\nhired_on: 2026-08-01\nleft_on: 2026-09-01\n",
}


@pytest.fixture
def team(northwind: Book) -> Book:
    for name, text in TEAM.items():
        northwind.write(f"team/{name}.yaml", HEAD + text)
    return northwind


def me(book: Book, name: str) -> None:
    config = book.root / "csmkit.yaml"
    config.write_text(config.read_text().replace("Sam Lee", name))


def rows(book: Book, *words: str) -> dict[str, Any]:
    found = book.done("train", "status", "--json", *(words or DAY)).json
    return {row["colleague"]: row for row in found["team"]}


def test_the_whole_team_stands_in_one_table_with_what_is_late(team: Book) -> None:
    told = team.done("train", "status", *DAY).said
    assert "day 8 of 90" in told
    assert "0 of 3 calls watched" in told
    assert "until 2026-10-01" in told
    assert "Mia Okafor is late: Read the handbook" in told
    assert "Bo | Lind {{ 7*7 }}" in told
    assert "Kim" not in told


def test_each_state_is_told_apart(team: Book) -> None:
    states = {name: row["state"] for name, row in rows(team).items()}
    assert states == {
        "mia-okafor": "on the ramp",
        "bo-lind": "begins",
        "ana-reis": "established",
        "sam-lee": "established",
    }
    team.done("train", "ramp", "mia", "--away", "2026-09-10", *DAY)
    assert rows(team)["mia-okafor"]["state"] == "away"
    assert rows(team)["mia-okafor"]["late"] == []


@pytest.mark.parametrize(
    ("day", "expiring"), [("2026-08-01", False), ("2026-08-02", True), ("2026-10-01", True)]
)
def test_a_certificate_that_runs_out_within_sixty_days_is_said(
    team: Book, day: str, *, expiring: bool
) -> None:
    row = rows(team, "--as-of", day)["ana-reis"]
    assert (row["certified"], row["certified_until"], row["expiring"]) == (True, "2026-10-01", expiring)


def test_a_call_nobody_wrote_down_is_late(team: Book) -> None:
    team.done("train", "shadow", "mia", "--call", "sync", "--on", "2026-09-11", *DAY)
    assert "write down sync" in rows(team)["mia-okafor"]["late"]


def test_an_empty_team_is_told_how_to_begin(book: Book) -> None:
    assert "csmkit train start" in book.done("train", "status").out
    assert book.done("train", "status", "--json").json["team"] == []


def test_one_record_that_cannot_be_read_does_not_hide_the_others(team: Book) -> None:
    team.write("team/bo-lind.yaml", HEAD + "id: b1\nname: Bo\nhired: 2026-10-01\n")
    ran = team.run("train", "status", *DAY)
    assert (ran.code, "Mia Okafor" in ran.out) == (1, True)
    assert "team/bo-lind.yaml:4:1: `hired` is not a key here. Did you mean “hired_on”?" in ran.err
    ran = team.run("today", *DAY)
    assert (ran.code, "Mia Okafor" in ran.out, "team/bo-lind.yaml:4:1" in ran.err) == (1, True, True)


# Mentors


def test_whom_to_ask_is_told_with_the_reasons_the_best_first(team: Book) -> None:
    told = team.done("train", "mentor", "bo", *DAY).out
    found = team.done("train", "mentor", "bo", "--json", *DAY).json
    assert [one["name"] for one in found["candidates"]] == ["Sam Lee", "Ana Reis"]
    assert found["candidates"][1]["reasons"][0] == "certified"
    assert "1 accounts, 0 kickoffs ahead" in found["candidates"][0]["reasons"]
    assert "csmkit train mentor bo-lind --with 'Sam Lee'" in told


def test_a_pair_is_written_down_and_too_much_is_said(team: Book) -> None:
    team.done("train", "mentor", "bo", "--with", "ana", *DAY)
    assert "mentor: Ana Reis" in (team.root / "team/bo-lind.yaml").read_text()
    team.write("team/cy-ode.yaml", HEAD + "id: c1\nname: Cy Ode\nhired_on: 2026-09-08\n")
    told = team.done("train", "mentor", "cy", "--with", "ana", *DAY).said
    assert "Ana Reis has taken on much: 3 colleagues at the same time; 2 is the limit." in told
    load = {one["mentor"]: one for one in team.done("train", "mentor", "--json", *DAY).json}
    assert sorted(load["Ana Reis"]["trainees"]) == ["Bo | Lind {{ 7*7 }}", "Cy Ode", "Mia Okafor"]
    assert "taken on much" in team.done("train", "status", *DAY).out


def test_nobody_is_their_own_mentor_and_a_mentor_is_a_colleague(team: Book) -> None:
    ran = team.run("train", "mentor", "bo", "--with", "bo")
    assert (ran.code, "Nobody is their own mentor" in ran.err) == (1, True)
    assert team.run("train", "mentor", "bo", "--with", "nobody").code == 2
    assert team.run("train", "mentor", "--with", "ana").code == 2


def test_hours_count_calls_of_the_next_fortnight_only(team: Book) -> None:
    for day in ("+1d", "+14d", "+15d"):
        team.done("train", "shadow", "mia", "--call", "kickoff", "--on", day, *DAY)
    load = {one["mentor"]: one for one in team.done("train", "mentor", "--json", *DAY).json}
    assert (load["Ana Reis"]["calls"], load["Ana Reis"]["minutes"]) == (2, 180)


# Today


def due(book: Book, *words: str) -> dict[str, list[tuple[str, str, str]]]:
    found = book.done("today", "--json", *words, *DAY).json["team"]
    return {
        one["colleague"]: [(item["urgency"], item["why"], item["command"]) for item in one["items"]]
        for one in found
    }


def test_the_lead_sees_what_is_due_for_everybody(team: Book) -> None:
    found = due(team)
    assert list(found) == ["ana-reis", "mia-okafor"]
    assert found["ana-reis"] == [
        ("at risk", "the certificate runs out on 2026-10-01", "csmkit train certify ana-reis")
    ]
    assert found["mia-okafor"][0] == (
        "late", "Read the handbook, journey by journey, 3 days late", "csmkit train ramp mia-okafor"
    )  # fmt: skip
    assert [why for _, why, _ in found["mia-okafor"]][-1] == "3 more on the ramp"
    assert "late · Mia Okafor · ramp day 8 · Read the handbook" in team.done("today", *DAY).out
    assert "## In training" in team.done("today", "--format", "markdown", *DAY).out


def test_a_new_colleague_sees_their_own_with_what_to_type(team: Book) -> None:
    me(team, "Mia Okafor")
    found = due(team)
    assert list(found) == ["mia-okafor"]
    assert found["mia-okafor"][0][2] == "csmkit playbook handbook"


def test_the_training_owner_sees_everybody_and_one_csm_can_be_picked_out(team: Book) -> None:
    team.write("team/ana-reis.yaml", HEAD + TEAM["ana-reis"] + "training_owner: yes\n")
    me(team, "Ana Reis")
    assert set(due(team)) == {"ana-reis", "mia-okafor"}


def test_without_a_team_today_is_what_it_was(northwind: Book) -> None:
    assert northwind.done("today", "--json", *DAY).json["team"] == []


def test_nobody_going_along_and_a_call_of_the_week_are_said(team: Book) -> None:
    team.write("team/mia-okafor.yaml", HEAD + TEAM["mia-okafor"].replace("mentor: Ana Reis\n", ""))
    team.done("train", "shadow", "mia", "--call", "ebr", "--on", "+2d", "--with", "Ana Reis", *DAY)
    whys = [why for _, why, _ in due(team)["mia-okafor"]]
    assert "watches ebr on 2026-09-16" in whys
    assert "nobody goes along with them" in whys

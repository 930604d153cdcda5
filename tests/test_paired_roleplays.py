"""A role-play with a colleague: three papers, scored right after, reviewed later; scores over time."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Book
from terminal import CTRL_C, Terminal
from test_rehearsing import filled, runs
from test_roleplays import FILE, SMALL

WITH = ("train", "roleplay", "price", "--with", "Omar Diaz", "--observer", "Ines Vogt")
SCORED = {
    "line_asks": "4",
    "line_warm": "unknown",
    "moments": [{"at": "02:10", "note": "Waited before answering | {{ 7*7 }}"}],
    "keep": "“What has changed?” was the sentence.",
    "change": "Say the day aloud.",
    "recording": "https://calls.example/17",
}


@pytest.fixture
def team(book: Book) -> Book:
    book.write(FILE, SMALL)
    book.write("team/sam-lee.yaml", "schema: csmkit/teammate@1\nid: 5a11\nname: Sam Lee\n")
    return book


def form(book: Book, interview: str, session: str, answers: dict[str, Any]) -> str:
    head = {"schema": "csmkit/answers@1", "interview": interview, "sessions": [session]}
    return str(book.write(f"{interview}.yaml", yaml.safe_dump(head | {"answers": answers})))


def score(book: Book, *more: str, **changes: Any) -> str:
    file = form(book, "roleplay-price", "scoring", SCORED | changes)
    return book.done(*WITH, "--answers", file, *more).out


def paper(book: Book, name: str, scenario: str = "price") -> str:
    return (book.root / f"team/sam-lee/roleplay-{scenario}-{name}.md").read_text(encoding="utf-8")


def test_each_of_the_three_gets_a_paper_of_their_own(team: Book) -> None:
    assert team.run(*WITH).code == 2, "nobody to ask; the papers are written all the same"
    assert "My budget was cut. *Asked:* Why now." in paper(team, "customer")
    assert all("My budget was cut" not in paper(team, name) for name in ("brief", "observer"))
    assert "- [ ] 5: Until it is clear" in paper(team, "observer")
    assert "Find out what stands behind it." in paper(team, "brief")
    assert "team/*/roleplay-*.md" in (team.root / ".gitignore").read_text()


def test_what_the_observer_saw_is_recorded(team: Book) -> None:
    told = score(team, "--as-of", "2026-09-07")
    assert "Asks before answering: 4  Twice" in told
    assert "Stays friendly: did not come up" in told
    (run,) = runs(team)
    assert {key: run[key] for key in ("on", "scenario", "way", "with", "observer", "recording")} == {
        "on": "2026-09-07",
        "scenario": "price",
        "way": "colleague",
        "with": "Omar Diaz",
        "observer": "Ines Vogt",
        "recording": "https://calls.example/17",
    }
    assert (run["scores"], run["competencies"]) == ({"asks": "4"}, {"questions": "4"})
    assert run["moments"] == ["02:10 Waited before answering | {{ 7*7 }}"]
    assert run["feedback"] == "Keep: “What has changed?” was the sentence.\nChange: Say the day aloud."


def test_the_same_sheet_counts_once(team: Book) -> None:
    score(team)
    before = (team.root / "team/sam-lee.yaml").read_bytes()
    score(team)
    assert (team.root / "team/sam-lee.yaml").read_bytes() == before


def test_a_sheet_without_feedback_is_refused_with_its_line(team: Book) -> None:
    file = form(team, "roleplay-price", "scoring", {key: SCORED[key] for key in SCORED if key != "change"})
    ran = team.run(*WITH, "--answers", file)
    assert ran.code == 1
    assert "change" in ran.err
    assert runs(team) == []


def test_scored_in_the_terminal_right_after_and_nothing_is_lost(team: Book) -> None:
    with Terminal(team.root, *WITH, rows=50) as screen:
        screen.sees("Ines Vogt scores right after")
        screen.pick("Asks before answering", "4 Twice")
        screen.is_asked("Stays friendly")
        screen.press(CTRL_C)
        assert screen.ends() == 130
    with Terminal(team.root, *WITH, rows=50) as screen:
        screen.sees("1 answer is kept")
        screen.pick("Stays friendly", "5 Warm")
        screen.pick("Which moments", "Go on without")
        screen.type("What should they keep?", "The first question.")
        screen.type("What should they do differently", "Name a day.")
        screen.type("Where is the recording?", "")
        screen.pick("Everything as it should be?", "Record it")
        assert screen.ends() == 0
    assert runs(team)[0]["scores"] == {"asks": "4", "warm": "5"}


def test_the_trainee_reviews_it_later(team: Book) -> None:
    score(team)
    file = form(team, "review-price", "review", {"own_review": "I speak too fast."})
    team.done("train", "roleplay", "price", "--review", "--answers", file)
    assert runs(team)[0]["own_review"] == "I speak too fast."


def test_there_is_nothing_to_review_before_it_was_held(team: Book) -> None:
    ran = team.run("train", "roleplay", "price", "--review", "--form")
    assert ran.code == 1
    assert "csmkit train roleplay price" in ran.err


# --- A mock kickoff ---------------------------------------------------------------------------------------


def test_a_mock_kickoff_is_held_on_a_real_agenda_without_what_is_internal(handed_over: Book) -> None:
    words = ("train", "roleplay", "missing-economic-buyer", "--with", "Omar Diaz", "--account", "northwind")
    handed_over.run(*words)
    for name in ("brief", "customer", "observer"):
        text = paper(handed_over, name, "missing-economic-buyer")
        assert "The agenda of Northwind Traders" in text
        assert "- 0:00 " in text
        assert "Wants the next board seat" not in text
    brief = paper(handed_over, "brief", "missing-economic-buyer")
    assert "Missing, as the economic buyer is in the story: Jane Doe, VP Sales Operations" in brief
    assert "Felix Brandl of the story is their Mia Brandt, Sales Operations Lead" in brief
    assert "Jane Doe" not in brief.rpartition("In the room:")[2]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("price", "--with", "Omar", "--account", "northwind"), 1, "is no kickoff"),
        (("missing-economic-buyer", "--with", "Omar", "--account", "nobody"), 2, "nobody"),
        (("price", "--observer", "Ines"), 2, "--with"),
        (("price", "--with", "sam"), 1, "cannot play the customer or score as well"),
        (
            ("price", "--with", "Omar", "--observer", "Sam Lee"),
            1,
            "cannot play the customer or score as well",
        ),
    ],
)
def test_what_does_not_go_together_is_said(team: Book, words: tuple[str, ...], code: int, says: str) -> None:
    ran = team.run("train", "roleplay", *words)
    assert (ran.code, says in ran.err) == (code, True)
    assert not (team.root / "team/sam-lee").exists()


# --- Scores over time -------------------------------------------------------------------------------------


def test_scores_are_told_over_time_and_by_competency(team: Book) -> None:
    team.done(
        "train",
        "roleplay",
        "price",
        "--answers",
        filled(team, opening="refuse", deal="discount"),
        "--as-of",
        "2026-09-01",
    )
    score(team, "--as-of", "2026-09-07", line_warm="5")
    told = team.done("train", "roleplay", "--scores", "--for", "sam", "--json").json
    assert told["competencies"] == {
        "questions": {"levels": [1, 4], "change": 3},
        "tone": {"levels": [3, 5], "change": 2},
    }
    assert [(run["way"], run["overall"], run["ending"]) for run in told["runs"]] == [
        ("alone", 2.0, "escalated"),
        ("colleague", 4.5, None),
    ]
    text = team.done("train", "roleplay", "--scores").out
    assert "+3" in text
    assert "with Omar Diaz" in text


def test_whoever_has_held_none_is_told_where_to_begin(team: Book) -> None:
    assert "--list" in team.done("train", "roleplay", "--scores").out


def test_scores_lie_in_the_private_half(team: Book) -> None:
    config = (team.root / "csmkit.yaml").read_text()
    (team.root / "csmkit.yaml").write_text(config.replace("private_records: false", "private_records: true"))
    score(team)
    shared = Path(team.root / "team/sam-lee.yaml").read_text(encoding="utf-8")
    assert "Say the day aloud" not in shared
    assert "Say the day aloud" in (team.root / "team/sam-lee.private.yaml").read_text(encoding="utf-8")

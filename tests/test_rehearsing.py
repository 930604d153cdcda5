"""`csmkit train roleplay`: in a terminal and from a file; no answer lost, everything explained."""

import signal
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Book
from terminal import BACK, CTRL_C, ENTER, Terminal
from test_roleplays import FILE, SMALL

ASK, REFUSE = "What has changed since you signed?", "The price is in the contract."
LESS, FIVE = "Then let us look at what you can do without.", "I can give you five per cent."
OWN = "Say it in your own words"
SAY = "What do you say?"


@pytest.fixture
def team(book: Book) -> Book:
    book.write(FILE, SMALL)
    return book


def runs(book: Book) -> list[Any]:
    """The role-plays in the record as any other program would read them."""
    record = yaml.load((book.root / "team/sam-lee.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return list(record.get("roleplays", []))


def filled(book: Book, **answers: str) -> str:
    head = {"schema": "csmkit/rehearsal@1", "roleplay": "price"}
    return str(book.write("price-answers.yaml", yaml.safe_dump(head | {"answers": answers})))


def left(book: Book) -> list[Path]:
    return sorted((book.root / ".csmkit/journals").rglob("*.rehearsal"))


def say(screen: Terminal, turn: int, words: str) -> None:
    """Choose an answer once the prompt of that turn is up."""

    def is_up() -> bool:
        marks = [line for line in screen.lines if line.startswith("[Turn") or "»" in line]
        return marks[-2:-1] != [] and marks[-2].startswith(f"[Turn {turn} ") and screen.is_ready

    screen.wait(is_up, f"turn {turn} is never asked")
    screen.pick(SAY, words)


# --- In a terminal ----------------------------------------------------------------------------------------


def test_alone_with_ctrl_c_in_the_middle_and_own_words(team: Book) -> None:
    with Terminal(team.root, "train", "roleplay", "price", rows=50) as screen:
        screen.sees("Ole Brun: We need ten per cent off.")
        say(screen, 1, ASK)
        screen.sees("My budget was cut.")
        screen.sees("You learned something new.")
        say(screen, 2, OWN)
        screen.is_asked("Your own words")
        screen.press("Let us see what you need {{ 7*7 }}", CTRL_C)
        assert screen.ends() == 130
        assert "csmkit train roleplay price" in screen.everything
    assert runs(team) == []
    with Terminal(team.root, "train", "roleplay", "price", rows=60) as screen:
        screen.sees("Resuming where you stopped, after 1 answer.")
        screen.is_asked("Your own words")
        screen.press(ENTER)
        screen.pick("Be honest", "[5] Then let us look")
        assert screen.ends() == 0
        assert "How it ended: Settled (level 5 of 5)" in screen.everything
        assert "Where a better answer was there" not in screen.everything
    (run,) = runs(team)
    assert run["taken"] == ["opening/ask", "deal/fewer-seats"]
    assert run["own_words"] == {"2": "Let us see what you need {{ 7*7 }}"}
    assert (run["ending"], run["scores"]) == ("settled", {"asks": "5", "warm": "5"})
    assert left(team) == []


def test_one_step_back_takes_a_slip_back(team: Book) -> None:
    with Terminal(team.root, "train", "roleplay", "price", rows=50) as screen:
        screen.is_asked(SAY)
        screen.press(BACK)
        screen.sees("This is the first turn.")
        say(screen, 1, REFUSE)
        screen.sees("Then I will have to call your boss.")
        screen.is_asked(SAY)
        screen.press(BACK)
        say(screen, 1, ASK)
        say(screen, 2, LESS)
        assert screen.ends() == 0
    assert runs(team)[0]["taken"] == ["opening/ask", "deal/fewer-seats"]


def test_a_roleplay_that_was_changed_meanwhile_goes_on_where_it_still_fits(team: Book) -> None:
    with Terminal(team.root, "train", "roleplay", "price", rows=50) as screen:
        say(screen, 1, ASK)
        screen.sees("[Turn 2")
        screen.is_asked(SAY)
        screen.press(CTRL_C)
        assert screen.ends() == 130
    team.write(FILE, SMALL.replace("id: ask\n", "id: ask-why\n"))
    with Terminal(team.root, "train", "roleplay", "price", rows=50) as screen:
        screen.sees("was changed since; from there on it is asked again.")
        say(screen, 1, ASK)
        say(screen, 2, LESS)
        assert screen.ends() == 0
    assert runs(team)[0]["taken"][0] == "opening/ask-why"


def test_what_was_said_after_a_change_is_kept_through_the_next_interruption(team: Book) -> None:
    command = ("train", "roleplay", "price")
    for text in (SMALL, SMALL.replace("id: ask\n", "id: ask-why\n")):
        team.write(FILE, text)
        with Terminal(team.root, *command, rows=50) as screen:
            say(screen, 1, ASK)
            screen.sees("[Turn 2")
            screen.is_asked(SAY)
            screen.press(CTRL_C)
            assert screen.ends() == 130
    with Terminal(team.root, *command, rows=50) as screen:
        screen.sees("Resuming where you stopped, after 1 answer.")
        say(screen, 2, LESS)
        assert screen.ends() == 0
    assert runs(team)[0]["taken"] == ["opening/ask-why", "deal/fewer-seats"]


def test_a_run_that_is_killed_goes_on_after_the_last_answer(team: Book) -> None:
    with Terminal(team.root, "train", "roleplay", "price", rows=50) as screen:
        say(screen, 1, ASK)
        screen.sees("[Turn 2")
        screen.signal(signal.SIGKILL)
        assert screen.ends() == -signal.SIGKILL
    (journal,) = left(team)
    journal.write_bytes(journal.read_bytes() + b'{"answer": "disc')  # a line torn in the middle
    with Terminal(team.root, "train", "roleplay", "price", rows=50) as screen:
        screen.sees("Resuming where you stopped, after 1 answer.")
        say(screen, 2, LESS)
        assert screen.ends() == 0
    assert runs(team)[0]["taken"] == ["opening/ask", "deal/fewer-seats"]
    assert left(team) == []


def test_it_is_open_in_one_window_at_a_time(team: Book) -> None:
    with Terminal(team.root, "train", "roleplay", "price", rows=50) as first:
        first.is_asked(SAY)
        with Terminal(team.root, "train", "roleplay", "price", rows=50) as second:
            assert second.ends() == 1
            assert "open in another window" in second.everything


# --- Without a terminal -----------------------------------------------------------------------------------


def test_no_terminal_is_said_before_anything_is_written(team: Book) -> None:
    ran = team.run("train", "roleplay", "price")
    assert ran.code == 2
    assert "--answers" in ran.err
    assert not (team.root / "team").exists()


def test_the_form_holds_every_turn_and_comes_back(team: Book) -> None:
    form = team.done("train", "roleplay", "price", "--form").out
    assert all(text in form for text in (ASK, LESS, "  opening:", "  deal:"))
    file = team.write(
        "form.yaml", form.replace("  opening:", "  opening: refuse").replace("  deal:", "  deal: discount")
    )
    told = team.done(
        "train", "roleplay", "price", "--answers", str(file), "--json", "--as-of", "2026-09-07"
    ).json
    assert told["ending"]["id"] == "escalated"
    assert told["lines"][0] == {
        "id": "asks",
        "competency": "questions",
        "level": 1.0,
        "from": [{"turn": "opening", "level": 1}, {"turn": "deal", "level": 1}],
    }
    assert [one["better"] for one in told["missed"]] == ["ask"]
    (run,) = runs(team)
    assert (run["on"], run["missed"], run["competencies"]) == (
        "2026-09-07",
        ["opening"],
        {"questions": "1", "tone": "3"},
    )


def test_two_ways_are_debriefed_differently_and_say_why(team: Book) -> None:
    good = team.done(
        "train", "roleplay", "price", "--answers", filled(team, opening="ask", deal="fewer-seats")
    ).out
    poor = team.done(
        "train", "roleplay", "price", "--answers", filled(team, opening="refuse", deal="discount")
    ).out
    assert "Score 4.8 of 5" in good
    assert "Score 2.0 of 5" in poor
    assert "True, and it ends the talk." in poor
    assert f"Better: {ASK}" in poor
    assert "My budget was cut. Ask: Why now." in poor
    assert len(runs(team)) == 2


def test_the_same_file_counts_once(team: Book) -> None:
    file = filled(team, opening="ask", deal="discount")
    team.done("train", "roleplay", "price", "--answers", file)
    before = (team.root / "team/sam-lee.yaml").read_bytes()
    assert "recorded already" in team.done("train", "roleplay", "price", "--answers", file).err
    assert (team.root / "team/sam-lee.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"opening": "ask"}, "The conversation comes to “deal”, and the file has no answer there"),
        ({"openning": "ask"}, "there is no turn “openning”. Did you mean “opening”?"),
        ({"opening": "asc"}, "“opening” has no such answer. Did you mean “ask”?"),
        ({"opening": "refuse", "deal": "fewer-seats"}, "“deal” has no answer “fewer-seats”"),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(team: Book, answers: dict[str, str], says: str) -> None:
    ran = team.run("train", "roleplay", "price", "--answers", filled(team, **answers))
    assert ran.code == 1
    assert says in ran.err
    assert runs(team) == []


def test_undo_takes_a_run_back(team: Book) -> None:
    team.done("train", "roleplay", "price", "--answers", filled(team, opening="ask", deal="discount"))
    team.done("train", "undo", "sam-lee")
    assert runs(team) == []


def test_the_list_says_what_is_there(team: Book) -> None:
    listed = {one["name"]: one for one in team.done("train", "roleplay", "--list", "--json").json}
    assert listed["price"]["competencies"] == ["questions", "tone"]
    assert listed["missing-economic-buyer"]["mock_kickoff"] is True
    assert "The price question" in team.done("train", "roleplay", "--list").out


@pytest.mark.parametrize("words", [[], ["pricee"], ["price", "--for", "nobody"]])
def test_what_is_not_there_is_said_with_a_remedy(team: Book, words: list[str]) -> None:
    ran = team.run("train", "roleplay", *words, *(["--answers", "x.yaml"] if "--for" in words else []))
    assert ran.code == 2
    assert "csmkit" in ran.err


@pytest.mark.parametrize(
    ("hired", "then"),
    [("", "csmkit train roleplay --scores --for sam-lee"), ("2026-09-01", "csmkit train ramp sam-lee")],
)
def test_it_ends_with_what_to_type_next(team: Book, hired: str, then: str) -> None:
    hired_on = ("--hired-on", hired) if hired else ()
    team.done("train", "add", "Sam Lee", *hired_on)
    file = filled(team, opening="ask", deal="fewer-seats")
    ran = team.done("train", "roleplay", "price", "--answers", file, "--as-of", "2026-09-03")
    assert f"What comes next: {then}" in ran.err

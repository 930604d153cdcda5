"""The least training that works: an owner, pairs, role-plays and one page, in five minutes."""

from datetime import date
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import Book
from csmkit.training.start import Person, pairs_of, training_plan
from terminal import CTRL_C, ENTER, Terminal

DAY = ("--as-of", "2026-09-07")


def record(book: Book, name: str) -> Any:
    return yaml.load((book.root / f"team/{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


def page(book: Book) -> str:
    return (book.root / "team/sam-lee/training-plan.md").read_text(encoding="utf-8")


def test_one_line_sets_up_the_owner_the_pairs_and_the_page(book: Book) -> None:
    told = book.done("train", "start", "--colleague", "Ana Reis", "--new", "Mia | Okafor", *DAY).out
    assert "Mia | Okafor watches Ana Reis." in told
    assert record(book, "sam-lee")["training_owner"] == "true"
    mia = record(book, "mia-okafor")
    assert (mia["name"], mia["hired_on"], mia["mentor"]) == ("Mia | Okafor", "2026-09-07", "Ana Reis")
    assert "hired_on" not in record(book, "ana-reis")
    text = page(book)
    assert "## Week 1, until 11 September 2026" in text
    ramp = (
        "**Mia \\| Okafor**: The first week of the ramp, role-plays with it\n  `csmkit train ramp mia-okafor`"
    )
    assert ramp in text
    assert "roleplay champion-leaves --for ana-reis" in text
    assert "--for mia-okafor" not in text, "whoever is new goes by the ramp, and by one list"
    assert (
        "**Ana Reis**: Hold a call while Sam Lee watches\n  `csmkit train shadow ana-reis --reverse`" in text
    )
    assert "## Week 2, until 18 September 2026" in text


def test_every_command_of_the_page_is_one_that_works(book: Book) -> None:
    book.done("train", "start", "--colleague", "Ana Reis", "--new", "Mia Okafor", *DAY)
    typed = [line.strip(" `") for line in page(book).splitlines() if line.startswith("  `csmkit")]
    assert len(typed) > 6
    for line in dict.fromkeys(typed):
        help_ = book.done(*line.split()[1:3], "--help").out
        assert all(word in help_ for word in line.split() if word.startswith("--"))


def test_a_second_time_changes_nothing_and_keeps_what_was_edited(book: Book) -> None:
    words = ("train", "start", "--colleague", "Ana Reis", "--new", "Mia Okafor", *DAY)
    book.done(*words)
    file = book.root / "team/sam-lee/training-plan.md"
    file.write_text(file.read_text() + "\nCakes on Friday.\n")
    before = {path: path.read_bytes() for path in book.root.rglob("team/**/*") if path.is_file()}
    book.done(*words)
    assert {path: path.read_bytes() for path in book.root.rglob("team/**/*") if path.is_file()} == before


def test_a_team_of_one_is_no_pair(book: Book) -> None:
    told = book.done("train", "start", "--colleague", "Sam Lee", *DAY).out
    assert "watches" not in told
    assert "Nobody yet." in page(book)


def test_the_form_comes_back_with_a_whole_team(book: Book) -> None:
    form = book.done("train", "start", "--form", *DAY).out
    blank = form[form.index("  colleagues:") :]
    filled = "  colleagues:\n    - name: Ana Reis\n    - name: Mia Okafor\n      hired_on: 2026-09-01\n"
    file = str(book.write("start.yaml", form.replace(blank, filled)))
    book.done("train", "start", "--answers", file, *DAY)
    assert record(book, "mia-okafor")["hired_on"] == "2026-09-01"
    assert "Mia Okafor watches Ana Reis" in page(book)
    assert "recorded already" in book.done("train", "start", "--answers", file, *DAY).said


def test_without_a_name_anywhere_it_is_asked_for(book: Book) -> None:
    config = book.root / "csmkit.yaml"
    config.write_text("schema: csmkit/workspace@1\n")
    ran = book.run("train", "start", "--colleague", "Ana Reis")
    assert (ran.code, "--owner NAME" in ran.err) == (2, True)
    assert not (book.root / "team").exists()


def test_a_role_play_nobody_knows_is_refused_before_anything_is_written(book: Book) -> None:
    ran = book.run("train", "start", "--colleague", "Ana Reis", "--roleplay", "no-such-one")
    assert (ran.code, "There is no role-play “no-such-one”." in ran.err) == (2, True)
    assert not (book.root / "team").exists()


def test_at_the_terminal_nothing_is_lost_and_what_was_left_is_done(book: Book) -> None:
    with Terminal(book.root, "train", "start", columns=100, rows=50) as screen:
        screen.pick("Who else is in the team?", "Add a colleague")
        screen.type("Full name", "Mia Okafor")
        screen.type("When did Mia Okafor begin", "-3d")
        screen.is_asked("Who else is in the team?")
        screen.press(CTRL_C)
        assert screen.ends() == 130
    with Terminal(book.root, "train", "start", columns=100, rows=50) as screen:
        screen.sees("Resuming where you stopped")
        screen.pick("Who else is in the team?", "Go on")
        while "Everything as it should be?" not in screen.question:
            screen.wait(lambda: screen.is_ready, "no prompt")
            if "Everything" not in screen.question:
                screen.press(ENTER)
                screen.wait(lambda: "Everything" in screen.question, "no review")
        screen.press(ENTER)
        assert screen.ends() == 0
    assert "Mia Okafor watches Sam Lee" in page(book)
    (book.root / "team/sam-lee/training-plan.md").unlink()
    (book.root / "team/mia-okafor.yaml").unlink()
    assert "what was left to do is done now" in book.done("train", "start").said
    assert record(book, "mia-okafor")["mentor"] == "Sam Lee"


people = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=8).map(
    lambda flags: [
        Person(f"p{n}", f"P{n}", new, "P0" if has and n else None) for n, (new, has) in enumerate(flags)
    ]
)


@given(people)
def test_nobody_watches_themselves_and_everybody_established_is_watched_once(team: list[Person]) -> None:
    pairs = pairs_of(team)
    assert all(pair.watches.colleague != pair.holds for pair in pairs)
    established = [person.colleague for person in team if not person.is_new]
    ring = [pair.holds for pair in pairs if not pair.watches.is_new]
    assert sorted(ring) == (sorted(established) if len(established) > 1 else [])


@given(people, st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_both_weeks_end_on_a_friday_that_is_ahead(team: list[Person], today: date) -> None:
    plan = training_plan("P0", team, ("a", "b", "c"), today)
    first, second = (week[0].by for week in plan.weeks)
    assert first.weekday() == 4
    assert 1 <= (first - today).days <= 7
    assert (second - first).days == 7
    assert {line.who for week in plan.weeks for line in week} >= {person.colleague for person in team}

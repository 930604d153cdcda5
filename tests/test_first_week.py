"""The first week of a new colleague, as they would type it: what comes next is never to be asked."""

import re

from conftest import Book

MONDAY, FRIDAY = ("--as-of", "2026-09-07"), ("--as-of", "2026-09-11")


def quiz(book: Book) -> None:
    """Take the quiz with the first option everywhere, as somebody would who has not prepared."""
    form = book.done("train", "certify", "mia", "--quiz", "playbook", "--form", *MONDAY).out
    filled = re.sub(r"^(  q_\w+):$", r"\1: a", form, flags=re.MULTILINE)
    book.write("quiz.yaml", filled)
    file = str(book.root / "quiz.yaml")
    book.done("train", "certify", "mia", "--quiz", "playbook", "--answers", file, *MONDAY)


def role_play(book: Book) -> None:
    """Go through a role-play, saying at each turn the first thing that comes to mind."""
    words = ("train", "roleplay", "disengaged-champion", "--for", "mia", *MONDAY)
    said: dict[str, str] = {"opening": "name-it"}
    head = "schema: csmkit/rehearsal@1\nroleplay: disengaged-champion\nanswers:\n"
    for _ in range(20):
        text = head + "".join(f"  {turn}: {option}\n" for turn, option in said.items())
        ran = book.run(*words, "--answers", str(book.write("role-play.yaml", text)))
        if ran.code == 0:
            return
        turn = re.search(r"comes to “([\w-]+)”", ran.err)
        option = re.search(r"^  ([\w-]+): ", ran.err, re.MULTILINE)
        assert turn, ran.err
        assert option, ran.err
        said[turn[1]] = option[1]
    raise AssertionError(ran.said)


def due(book: Book, day: tuple[str, str] = MONDAY) -> list[tuple[str, str]]:
    """What is left of the week, and the command that the ramp proposes for it."""
    found = book.done("train", "ramp", "mia", "--json", *day).json["due"]
    return [(stage["id"], stage["commands"][0]) for stage in found]


def test_the_first_week_is_typed_as_the_ramp_says_it(northwind: Book) -> None:
    book = northwind
    book.done("train", "add", "Sam Lee", "--position", "lead")
    book.done("train", "add", "Mia Okafor", "--hired-on", "2026-09-07", "--mentor", "Sam Lee")
    assert due(book) == [
        ("read-handbook", "csmkit playbook handbook"),
        ("look-around", "csmkit demo"),
        ("first-quiz", "csmkit train certify mia-okafor --quiz playbook"),
        ("first-roleplay", "csmkit train roleplay disengaged-champion --for mia-okafor"),
        ("first-shadow", "csmkit train shadow mia-okafor"),
    ]
    for step in ("read-handbook", "look-around"):
        book.done("train", "ramp", "mia", "--done", step, *MONDAY)
    quiz(book)
    assert [step for step, _ in due(book)] == ["first-roleplay", "first-shadow"]
    role_play(book)
    assert [step for step, _ in due(book)] == ["first-shadow"]
    book.done("train", "shadow", "mia", "--call", "kickoff", "--account", "northwind", "--on", "+2d", *MONDAY)
    told = book.done("train", "shadow", "mia", "--seen", "how_we_work", "--next", "Ask later", *FRIDAY).said
    assert "1 of 3 calls watched" in told
    assert due(book, FRIDAY) == []
    told = book.done("train", "ramp", "mia", *FRIDAY).out
    assert "Nothing is due this week." in told
    assert "Next, by 2026-09-18: Hold two other role-plays alone" in told


def test_what_the_ramp_proposes_is_there_to_be_typed(book: Book) -> None:
    book.done("train", "add", "Mia Okafor", "--hired-on", "2026-09-07", "--mentor", "Sam Lee")
    found = book.done("train", "ramp", "mia", "--json", *MONDAY).json
    scenarios = {one["name"] for one in book.done("train", "roleplay", "--list", "--json").json}
    for command in {line for stage in (*found["steps"], *found["gates"]) for line in stage["commands"]}:
        words = command.split()
        assert words[0] == "csmkit"
        book.done(*words[1:3], "--help")
        assert words[2:3] != ["roleplay"] or words[3] in scenarios, command

"""`csmkit train improve`: where the playbook fails those who work with it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json
from csmkit.errors import NotFound

if TYPE_CHECKING:
    from csmkit.cli.book import Book
    from csmkit.core.account import Account
    from csmkit.core.playbook import Interview, Question
    from csmkit.core.teammate import Teammate
    from csmkit.training.improvements import Improvements, Kind, Weak

OF_A_KIND, LONGEST = 10, 160
TITLES = {
    "question": "Left unknown in an interview",
    "rule": "A rule broken",
    "role-play": "Missed in a role-play",
    "quiz": "Missed in a quiz",
}


def improve(as_of: AsOf = None, as_json: Json = False) -> None:
    """Where to improve the playbook, the worst first, as a document."""
    from csmkit.cli.book import read_book
    from csmkit.cli.train.team import read_team

    day = here.today(as_of)
    book, team = read_book(), read_team()
    for problem in team.unreadable:
        console.error(str(problem))
    found = _found(book, team.people, day)
    if as_json:
        console.as_json(_plain(found, day))
    else:
        _write(found, day)
    book.stop_if_unreadable()
    if team.unreadable:
        raise typer.Exit(1)


def _found(book: "Book", team: "Iterable[Teammate]", day: date) -> "Improvements":
    from csmkit.book.current_state.firing import firing
    from csmkit.cli.findings import cases_of
    from csmkit.training.improvements import improvements, until

    running = [entry for entry in book.entries if entry.is_running(day)]
    cases = [case for _, case in cases_of(running, book.entries, day)]
    accounts = [entry.account for entry in book.entries]
    journeys = {entry.account.journey: entry.journey for entry in book.entries}
    colleagues = until(team, day)
    return improvements(
        accounts, firing(cases), len(cases), journeys, colleagues, dict(_wordings(accounts, colleagues))
    )


def _wordings(
    accounts: "Iterable[Account]", team: "Iterable[Teammate]"
) -> "Iterator[tuple[tuple[Kind, str], tuple[str, str]]]":
    """What the playbook says, without anybody's name, and where; what is gone since keeps its id."""
    library = here.library()
    for name in {one.interview for account in accounts for one in account.open_questions}:
        with suppress(NotFound):
            for question in _questions(library.interview(name)):
                file = f"playbooks/interviews/{name}.yaml"
                yield ("question", f"{name}/{question.id}"), (_short(question.ask), file)
    for name in {run.scenario for mate in team for run in mate.roleplays}:
        with suppress(NotFound):
            for turn in library.roleplay(name).turns:
                file = f"playbooks/training/roleplays/{name}.yaml"
                yield ("role-play", f"{name}/{turn.id}"), (_short(turn.says), file)
    files = [f"playbooks/training/quizzes/{name}.yaml" for name in library.names("quiz")]
    for file, quiz in zip(files, library.quizzes(), strict=True):
        for one in quiz.questions:
            yield ("quiz", f"{quiz.module}/{one.id}"), (_short(one.ask), file)


def _short(text: str) -> str:
    from csmkit.core.told_conditions import told_text

    return shorten(told_text(text), LONGEST, placeholder=" …")


def _questions(interview: "Interview") -> "Iterator[Question]":
    for section in (each for session in interview.sessions for each in session.sections):
        for question in section.questions:
            yield from (question, *question.questions)


def _write(found: "Improvements", day: date) -> None:
    from csmkit.cli import paper
    from csmkit.documents.improvements import DOCUMENT, improvements_document
    from csmkit.training.improvements import worst_of_each

    places = worst_of_each(found.places, OF_A_KIND)
    told = {
        "as_of": day,
        "places": [_line(number, place) for number, place in enumerate(places, 1)],
        "of_a_kind": OF_A_KIND,
        "more": len(found.places) - len(places),
        "looked": [one._asdict() | {"title": TITLES[one.kind]} for one in found.looked],
    }
    text = improvements_document(told, here.library().folders("templates"), here.compiled_templates())
    paper.show(paper.publish_report(here.workspace(), DOCUMENT, text))


def _line(number: int, place: "Weak") -> dict[str, Any]:
    band = place.share
    share = f"{100 * band.estimate:.0f} % ({100 * (band.low or 0):.0f}–{100 * (band.high or 1):.0f})"
    return place._asdict() | {
        "number": number,
        "kind": TITLES[place.kind],
        "told": place.told or place.id,
        "share": share,
    }


def _plain(found: "Improvements", day: date) -> dict[str, Any]:
    return {
        "as_of": day,
        "places": [place._asdict() | {"share": place.share._asdict()} for place in found.places],
        "looked": [one._asdict() for one in found.looked],
    }

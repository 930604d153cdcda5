"""`csmkit demo --book N`: many synthetic accounts, written as a user's would be."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from csmkit.cli import console
from csmkit.errors import WrongUsage

if TYPE_CHECKING:
    from csmkit.book.synthetic.draft import Shipped
    from csmkit.book.synthetic.vocabulary import Vocabulary
    from csmkit.core.fields import Plain
    from csmkit.storage.workspace import Workspace

_HEADER = "# Part of an invented book. Nobody in it exists."
_MODEL = "customer-maturity"


def words_for(file: Path, count: int) -> "Vocabulary":
    """What the accounts are made of.

    Raises:
        WrongUsage: there are not so many names.
    """
    from csmkit.book.synthetic import most
    from csmkit.book.synthetic.vocabulary import Vocabulary
    from csmkit.storage.reading import read_source, validate

    words = validate(read_source(file, f"demo/{file.name}"), Vocabulary)
    if count > most(words):
        raise WrongUsage(f"--book has names for at most {most(words)} accounts.")
    return words


def write_book(workspace: "Workspace", words: "Vocabulary", count: int, seed: int, today: date) -> int:
    """Write the accounts and training records that are not there yet; how many accounts that were."""
    from csmkit.book.synthetic import Certification, accounts, team
    from csmkit.storage.library import Library
    from csmkit.storage.team import TEAM
    from csmkit.storage.workspace import AlreadyThere

    shipped = Library(workspace.root).certification()
    learned = Certification(shipped.id, shipped.version, [module.id for module in shipped.modules])
    for name, record in team(words, learned, seed, today):
        with suppress(AlreadyThere):
            workspace.add(name, as_text(record), (), TEAM)
    book, made = accounts(words, shipped_for(workspace, words), count, seed, today), 0
    for _ in console.progress("Writing accounts", range(count)):
        with suppress(AlreadyThere):
            name, record = next(book)
            workspace.add(name, as_text(record))
            made += 1
    return made


def as_text(record: dict[str, "Plain"]) -> str:
    """The file of a record, with an empty line before each of its larger parts."""
    from csmkit.storage.emitting import entry, written

    lines = [_HEADER]
    for key, value in record.items():
        lines += [""] if isinstance(value, dict | list) else []
        lines += entry(key, written(value))
    return "\n".join(lines) + "\n"


def shipped_for(workspace: "Workspace", words: "Vocabulary") -> "Shipped":
    """What the records lean on, as this workspace has it."""
    from csmkit.book.synthetic.draft import Shipped
    from csmkit.core.assessment import name_of_model
    from csmkit.core.assessment_interview import digest
    from csmkit.core.assessment_model import parts_in
    from csmkit.storage.library import Library

    library = Library(workspace.root)
    model = library.assessment(_MODEL)
    questions = [question.id for part in parts_in(model.overall) for question in part.questions]
    journeys = {name: library.journey(name) for name in words.journeys}
    held = {each.handoff for each in journeys.values()}
    held |= {one.interview for each in journeys.values() for one in each.interviews}
    sittings = {name: [session.id for session in library.interview(name).sessions] for name in held}
    return Shipped(journeys, sittings, questions, name_of_model(_MODEL, model), digest(model))

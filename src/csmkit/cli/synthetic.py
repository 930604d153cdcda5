"""`csmkit demo --book N`: many synthetic accounts, written as a user's would be."""

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csmkit.cli import console
from csmkit.core.fields import slug
from csmkit.errors import WrongUsage
from csmkit.storage.kind import ACCOUNTS

if TYPE_CHECKING:
    from csmkit.book.synthetic.draft import Shipped
    from csmkit.book.synthetic.vocabulary import Vocabulary
    from csmkit.core.fields import Plain
    from csmkit.storage.kind import Kind
    from csmkit.storage.workspace import Workspace

CERTIFICATION = "onboarding"
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
    """Write the accounts that are not there yet; how many that were."""
    from csmkit.book.synthetic import accounts

    book = accounts(words, shipped_for(workspace, words), count, seed, today)
    return sum(_written(workspace, *next(book)) for _ in console.progress("Writing accounts", range(count)))


def write_team(workspace: "Workspace", words: "Vocabulary", today: date) -> None:
    """Write a training record for each CSM who has none yet, with the day they were certified."""
    from csmkit.storage.team import TEAM
    from csmkit.storage.workspace import AlreadyThere

    for csm in words.csms:
        record: dict[str, Plain] = {"schema": TEAM.schema, "id": slug(csm.name), "name": csm.name}
        record |= {"email": csm.email, "position": "csm"}
        if csm.certified:
            earned = today - timedelta(days=csm.certified.days_ago)
            record["certificates"] = [{"id": CERTIFICATION, "earned_on": earned}]
        with suppress(AlreadyThere):
            workspace.add(csm.name, as_text(record, TEAM), (), TEAM)


def _written(workspace: "Workspace", name: str, record: dict[str, "Plain"]) -> bool:
    from csmkit.storage.workspace import AlreadyThere

    try:
        workspace.add(name, as_text(record))
    except AlreadyThere:
        return False
    return True


def as_text(record: dict[str, "Plain"], kind: "Kind[Any]" = ACCOUNTS) -> str:
    """The file of a record, with an empty line before each of its larger parts."""
    from csmkit.storage.emitting import entry, written

    lines = [f"# {kind.one.capitalize()} of an invented book. Nobody in it exists."]
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

"""Checks of the training files against each other: the certification names modules, quizzes belong to them.

Each looks at the others as plain data, so that a mistake in one is told once, in its own file.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress

from csmkit.core.fields import Plain
from csmkit.errors import Refused
from csmkit.storage.library import Finding, Library
from csmkit.training.certification import Certification, check_certification
from csmkit.training.question import Quiz, check_quiz


def check_certification_of(certification: Certification, library: Library) -> Iterable[Finding]:
    """What is wrong with a certification, given the quizzes in reach."""
    return check_certification(certification, _written_questions(library))


def check_quiz_of(quiz: Quiz, library: Library) -> Iterable[Finding]:
    """What is wrong with a quiz, given the certification and the other quizzes in reach."""
    return check_quiz(quiz, _modules(library), _repeated_questions(library))


def _modules(library: Library) -> tuple[str, ...]:
    """The modules of the certification, as far as its file can be read."""
    return tuple(_ids(_raw(library, "certification"), "modules"))


def _written_questions(library: Library) -> dict[str, int]:
    """How many questions there are for each module, as far as the quiz files can be read."""
    found: Counter[str] = Counter()
    for data in _raw(library, "quiz"):
        found[str(data.get("module"))] += len(tuple(_ids([data], "questions")))
    return found


def _repeated_questions(library: Library) -> set[str]:
    """Ids of questions that stand in more than one quiz file."""
    counted = Counter(name for data in _raw(library, "quiz") for name in set(_ids([data], "questions")))
    return {name for name, files in counted.items() if files > 1}


def _raw(library: Library, kind: str) -> list[dict[str, Plain]]:
    """The files of a kind as plain data; those that cannot be read are told of elsewhere."""
    found: list[dict[str, Plain]] = []
    for entry in library.entries():
        with suppress(Refused):
            if entry.kind == kind and isinstance(data := library.source(entry).data, dict):
                found.append(data)
    return found


def _ids(files: Iterable[dict[str, Plain]], key: str) -> Iterator[str]:
    for data in files:
        items = data.get(key)
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict):
                yield str(item.get("id"))

"""Errors that stop a command, each named after the situation.

CsmkitError
├── Refused            exit 1: the data or a rule says no
│   └── …              (each room adds its own below)
└── WrongUsage         exit 2: the command was typed in a way that cannot work

A message says what is wrong in the reader's words, where, and what to type next.
It never quotes a value from a record: an internal opinion must not reach a log.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """A hint such as ``Did you mean “jane-doe”?``, or nothing when no known word is near."""
    folded = {word.casefold(): word for word in known}
    near = get_close_matches(given.casefold(), folded, n=1, cutoff=0.6)
    return f" Did you mean “{folded[near[0]]}”?" if near else ""


class CsmkitError(Exception):
    """A sentence for the person at the keyboard, and the exit code it ends the command with."""

    exit_code = 1


class Refused(CsmkitError):
    """The data, or a rule of the product, says no."""


class WrongUsage(CsmkitError):
    """The command cannot work the way it was typed."""

    exit_code = 2


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file, with the place a person has to look at (lines and columns from 1)."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """The form editors and terminals turn into a link."""
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class BadFile(Refused):
    """A file does not say what it has to say; every problem in it at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Sort the problems by place, so that they can be mended from the top."""
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line, p.column)))
        super().__init__("\n".join(map(str, self.problems)))


class NotFound(WrongUsage):
    """A name that nothing here bears."""

    def __init__(self, what: str, given: str, known: Iterable[str], remedy: str = "") -> None:
        """Name what was looked for, the nearest known name, and what lists them all."""
        hint = did_you_mean(given, known)
        super().__init__(f"There is no {what} “{given}”.{hint}{' ' + remedy if remedy else ''}")

"""Rows of a table that cannot be believed: refused, or left out and counted."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from csmkit.errors import Refused

if TYPE_CHECKING:
    from csmkit.book.rows import BadTable, Fault


class FaultyTable(Refused):
    """A table with rows that cannot be believed."""


class LeftOut(NamedTuple):
    """Why some accounts do not count, how many they are, and a few of them by row or folder."""

    why: str
    number: int
    examples: tuple[str, ...] = ()


def unreadable(file: Path, table: "BadTable") -> FaultyTable:
    """Why a table cannot be read at all."""
    return FaultyTable("\n".join(f"{file}: {sentence}" for sentence in table.sentences))


def left_out(file: Path, faults: "Sequence[Fault]", rows: int, *, allowed: bool) -> tuple[LeftOut, ...]:
    """The rows that do not count, by the reason.

    Raises:
        FaultyTable: there are some, and nobody said to leave them out.
    """
    from csmkit.book.rows import by_kind

    kinds = [
        LeftOut(kind.what, kind.number, tuple(f"row {row}" for row in kind.rows)) for kind in by_kind(faults)
    ]
    if kinds and not allowed:
        raise FaultyTable("\n".join(_told(file, len({fault.row for fault in faults}), rows, kinds)))
    return tuple(kinds)


def _told(file: Path, wrong: int, rows: int, kinds: Iterable[LeftOut]) -> Iterable[str]:
    yield f"{file}: {wrong} of {rows} rows cannot be believed."
    for kind in kinds:
        beyond = kind.number - len(kind.examples)
        more = f" and {beyond} more" if beyond else ""
        yield f"  {', '.join(kind.examples)}{more}: {kind.why}"
    yield "Mend them, or go on without these rows with --leave-out; the result says how many they are."

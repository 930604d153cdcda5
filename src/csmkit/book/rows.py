"""The rows of a table, and what is wrong with them, told so that a person finds it.

Rows and columns are told as a spreadsheet shows them: the heading is row 1. No cell is quoted, because a
table holds customers.
"""

from collections.abc import Iterable, Mapping, Sequence
from shlex import quote
from typing import NamedTuple

ROWS_NAMED = 10


class Fault(NamedTuple):
    """Something wrong in a row; an empty column means the row as a whole."""

    row: int
    column: str
    told: str


class BadTable(NamedTuple):
    """Why a table cannot be read at all, each as a sentence."""

    sentences: tuple[str, ...]


class Rows(NamedTuple):
    """The cells of a table by column, in the order of `numbers`, its rows."""

    numbers: list[int]
    cells: dict[str, list[str]]
    faults: list[Fault]

    @property
    def total(self) -> int:
        """How many rows hold anything."""
        return len(self.numbers) + len(self.faults)


class Quality(NamedTuple):
    """One kind of fault: what is wrong, in how many rows, and the first of them."""

    what: str
    number: int
    rows: tuple[int, ...]


def folded(name: str) -> str:
    """A column's name without what differs from export to export: `First Value` is `first_value`."""
    return "_".join(name.replace("-", " ").replace("_", " ").split()).casefold()


def read_rows(rows: Iterable[Sequence[str]], width: int, places: Mapping[str, int]) -> Rows:
    """The cells that are asked for; equal texts are one object, which keeps a large table small."""
    one: dict[str, str] = {}
    read = Rows([], {name: [] for name in places}, [])
    for number, row in enumerate(rows, 2):
        if len(row) != width:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) < width or any(row[width:]):
                read.faults.append(Fault(number, "", f"has {len(row)} cells where the heading has {width}"))
                continue
        elif not any(row):
            continue
        read.numbers.append(number)
        for name, place in places.items():
            text = row[place].strip()
            read.cells[name].append(one.setdefault(text, text))
    return read


def unclear_order(name: str, examples: Sequence[str], numbers: Sequence[int], cells: Sequence[str]) -> str:
    """Which column can be read day first or month first, and what to type. `name`: what it is called."""
    places = [numbers[cells.index(text)] for text in examples]
    if len(places) > 1:
        return (
            f"Column {name} is written day first in row {places[0]} and month first in row {places[1]}. "
            "Export it again with one way of writing dates."
        )
    return (
        f"Column {name} can be read day first or month first, such as row {places[0]}, and no row decides. "
        f"Say which: --dates {quote(f'{name}=day-first')} or --dates {quote(f'{name}=month-first')}"
    )


def by_kind(faults: Iterable[Fault]) -> tuple[Quality, ...]:
    """Faults that say the same, together; in the order in which they were found."""
    rows: dict[str, list[int]] = {}
    for fault in faults:
        what = f"{fault.column} {fault.told}".strip() if fault.column else f"the row {fault.told}"
        rows.setdefault(what, []).append(fault.row)
    return tuple(Quality(what, len(found), tuple(found[:ROWS_NAMED])) for what, found in rows.items())

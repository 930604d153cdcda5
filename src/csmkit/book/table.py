"""A bare table of accounts, audited before it is believed.

Rows and columns are told as a spreadsheet shows them: the heading is row 1. No cell is quoted, because a
table holds customers. A row with a fault is never counted silently; whether it may be left out is said by
the person who asked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from csmkit.book.rows import BadTable, Fault, Rows, folded, read_rows, unclear_order
from csmkit.book.stories import Story
from csmkit.book.written_days import Column, DateOrder, UnclearOrder, read_column
from csmkit.errors import did_you_mean

NAMES = ("id", "start", "first_value", "churned", "last_seen", "entered", "segment")
NEEDED = ("id", "start", "first_value", "churned")
DATES = ("start", "first_value", "churned", "last_seen", "entered")

IN_ORDER = (
    ("start", "first_value", "first_value", "lies before the start"),
    ("start", "churned", "churned", "lies before the start"),
    ("start", "last_seen", "last_seen", "lies before the start"),
    ("first_value", "churned", "first_value", "lies after they churned"),
    ("last_seen", "churned", "last_seen", "lies after they churned: use after churn"),
    ("first_value", "last_seen", "first_value", "lies after they were last seen"),
)
"""The first never lies after the second; which of them to blame; what is wrong if it does."""


class Audited(NamedTuple):
    """A table's stories, row by row without a fault, and its faults."""

    stories: tuple[Story, ...]
    faults: tuple[Fault, ...]
    rows: int


def columns_of(
    header: Sequence[str], renamed: Mapping[str, str], group: str | None
) -> dict[str, int] | BadTable:
    """Where each column stands. `renamed`: the table's own names by ours; `group`: what rows are grouped by.

    Without a mapping the names are ours, written in any case and with blanks. Other columns are not read.
    """
    places: dict[str, list[int]] = {}
    for place, name in enumerate(header):
        places.setdefault(folded(name), []).append(place)
    own = {name: renamed.get(name, name) for name in NAMES if name != "segment"}
    if group:
        own["segment"] = renamed.get(group, group)
    needed = {*NEEDED, *renamed, "segment"} & set(own)
    missing = [
        _missing(name, own[name], header)
        for name in own
        if name in needed and folded(own[name]) not in places
    ]
    twice = [
        f"There are {len(places[folded(name)])} columns called {name}; keep one."
        for name in own.values()
        if len(places.get(folded(name), ())) > 1
    ]
    if missing or twice:
        return BadTable((*missing, *twice))
    return {name: places[folded(typed)][0] for name, typed in own.items() if folded(typed) in places}


def _missing(name: str, own: str, header: Sequence[str]) -> str:
    if name == "churned":
        more = " Leave its cells empty where nobody left."
    else:
        more = (
            ""
            if name == "segment"
            else f" Another name for it: --mapping FILE with a line {name}: YOUR COLUMN"
        )
    return f"There is no column {own}.{did_you_mean(own, header)}{more}"


def audited(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    places: Mapping[str, int],
    orders: Mapping[str, DateOrder],
    latest: int,
) -> Audited | BadTable:
    """Read every row. `latest`: the last day that is not in the future (an ordinal)."""
    found = read_rows(rows, len(header), places)
    columns = {
        name: read_column(dict.fromkeys(found.cells[name]), orders.get(name))
        for name in DATES
        if name in places
    }
    unclear = [
        unclear_order(name, column.examples, found.numbers, found.cells[name])
        for name, column in columns.items()
        if isinstance(column, UnclearOrder)
    ]
    if unclear:
        return BadTable(tuple(unclear))
    dated = {name: column for name, column in columns.items() if isinstance(column, Column)}
    faults = [*found.faults, *_of_ids(found)]
    for name, column in dated.items():
        faults += _of_cells(name, column, found, latest)
    days = {name: [dated[name].days.get(text) for text in found.cells[name]] if name in dated else
            [None] * len(found.numbers) for name in DATES}  # fmt: skip
    faults += _of_order(days, found.numbers)
    return Audited(
        _stories(found, days, {fault.row for fault in faults}),
        tuple(sorted(faults)),
        found.total,
    )


def _of_ids(found: Rows) -> Iterator[Fault]:
    """Ids that are missing or stand in two rows; of two rows that are the same, the first one counts."""
    first: dict[str, int] = {}
    told: set[int] = set()
    for place, text in enumerate(found.cells["id"]):
        number = found.numbers[place]
        if not text:
            yield Fault(number, "id", "is empty")
            continue
        before = first.setdefault(text.casefold(), place)
        if before == place:
            continue
        same = all(cells[before] == cells[place] for cells in found.cells.values())
        yield Fault(
            number,
            "id",
            f"stands in row {found.numbers[before]} already" + (", the same row twice" if same else ""),
        )
        if not same and before not in told:
            told.add(before)
            yield Fault(found.numbers[before], "id", f"stands in row {number} again, with other values")


def _of_cells(name: str, column: Column, found: Rows, latest: int) -> Iterator[Fault]:
    """Cells that hold no date, or one in the future; a start has to be there."""
    wrong = dict(column.faults)
    wrong |= {text: "lies in the future" for text, day in column.days.items() if day > latest}
    if name == "start":
        wrong[""] = "is empty; without it no time can be told"
    if not wrong:
        return
    cells = found.cells[name]
    for place in compress(range(len(cells)), (text in wrong for text in cells)):
        yield Fault(found.numbers[place], name, wrong[cells[place]])


def _of_order(days: Mapping[str, Sequence[int | None]], numbers: Sequence[int]) -> Iterator[Fault]:
    for earlier, later, blamed, told in IN_ORDER:
        pairs = zip(numbers, days[earlier], days[later], strict=True)
        for number, before, after in pairs:
            if before is not None and after is not None and before > after:
                yield Fault(number, blamed, told)


def _stories(found: Rows, days: Mapping[str, Sequence[int | None]], out: set[int]) -> tuple[Story, ...]:
    groups = found.cells.get("segment") or [""] * len(found.numbers)
    return tuple(
        Story(start, value, churned, seen, entered, group)
        for number, group, start, value, churned, seen, entered in zip(
            found.numbers, groups, *(days[name] for name in DATES), strict=True
        )
        if start is not None and number not in out
    )

"""A table of another system, audited before it is believed: rows without a fault, and every fault."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from csmkit.book.intake.cells import read_cells
from csmkit.book.intake.fields import FIELDS, Field
from csmkit.book.intake.layouts import Layout
from csmkit.book.rows import BadTable, Fault, Rows, folded, read_rows, unclear_order
from csmkit.book.written_days import Column, DateOrder, UnclearOrder, read_column
from csmkit.book.written_numbers import DecimalMark, UnclearMark, currency_of, read_numbers
from csmkit.core.fields import folded_name

Value = str | date | Decimal

NOT_THE_FIRST = ("existing", "renewal", "upsell", "cross", "expansion", "extension", "upgrade")
UNKNOWN_STAGE = "is empty: nobody can tell whether the row counts; a mapping with only: [] takes every row"
IN_ORDER = (
    ("signed_on", "first_value", "first_value", "lies before the signature"),
    ("signed_on", "churned_on", "churned_on", "lies before the signature"),
    ("signed_on", "last_seen", "last_seen", "lies before the signature: use before there was a contract"),
    ("signed_on", "renews_on", "renews_on", "lies before the signature"),
    ("signed_on", "entered", "entered", "lies before the signature"),
    ("starts_on", "renews_on", "renews_on", "lies before the first day of the term"),
    ("starts_on", "churned_on", "churned_on", "lies before the first day of the term"),
    ("first_value", "churned_on", "first_value", "lies after they churned"),
    ("last_seen", "churned_on", "last_seen", "lies after they churned: use after churn"),
    ("signed_on", "on", "on", "lies before the signature"),
    ("on", "churned_on", "on", "lies after they churned: use after churn"),
)
"""The first never lies after the second; which of them to blame; what is wrong if it does."""


class Ways(NamedTuple):
    """How cells are to be read where the table does not show it. `orders`: by our column or the table's."""

    orders: Mapping[str, DateOrder]
    mark: DecimalMark | None
    today: date
    journeys: tuple[str, ...]


class Entry(NamedTuple):
    """A row that can be believed: what it says, by our column."""

    row: int
    values: Mapping[str, Value]


class Audited(NamedTuple):
    """A table's rows without a fault, its faults, and the rows that do not concern the book, and why."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    left_out: tuple[Fault, ...]
    total: int


class _Told(NamedTuple):
    """A column by the text of its cells: what they say, and what is wrong with the others."""

    values: Mapping[str, Value]
    faults: Mapping[str, str]


def audited(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    places: Mapping[str, int],
    layout: Layout,
    ways: Ways,
) -> Audited | BadTable:
    """Read every row; a table whose dates or numbers can be read two ways is none."""
    called = {name: header[place] for name, place in places.items()}
    wanted = _without_footer(rows) if layout.system == "salesforce" else rows
    found = read_rows(wanted, len(header), places)
    fields = [field for field in FIELDS[layout.rows] if field.name in places]
    read = {field.name: _column(field, called[field.name], found, layout, ways) for field in fields}
    unclear = [column for column in read.values() if isinstance(column, str)]
    if unclear:
        return BadTable(tuple(unclear))
    columns = {name: column for name, column in read.items() if isinstance(column, _Told)}
    left_out = tuple(_beside(found, layout, called))
    entries, wrong = _judged(found, columns, layout, frozenset(fault.row for fault in left_out))
    told = (fault._replace(column=called.get(fault.column, fault.column)) for fault in wrong)
    faults = tuple(sorted((*found.faults, *told)))
    out = {fault.row for fault in faults}
    kept = tuple(entry for entry in entries if entry.row not in out)
    return Audited(kept, faults, left_out, found.total)


def _judged(
    found: Rows, columns: Mapping[str, _Told], layout: Layout, aside: frozenset[int]
) -> tuple[list[Entry], list[Fault]]:
    """What each row says, and what is wrong with it, by our columns; rows that are `aside` are not asked."""
    entries: list[Entry] = []
    faults: list[Fault] = []
    for place, number in enumerate(found.numbers):
        if number in aside:
            continue
        entry = Entry(number, _values(columns, found, place))
        wrong = list(_wrong_cells(columns, found, place))
        wrong += _wrong_row(entry, {*columns} - {name for name, _ in wrong}, layout)
        faults += [Fault(number, name, told) for name, told in wrong]
        entries.append(entry)
    return entries, [*faults, *_repeated(entries, layout)]


def _without_footer(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    """The rows without what a report writes below them: an empty row, then lines of one cell."""
    held: list[Sequence[str]] = []
    for row in rows:
        filled = sum(1 for cell in row if cell.strip())
        if not filled or (held and filled == 1):
            held.append(row)
        else:
            yield from held
            held = []
            yield row


def _column(field: Field, called: str, found: Rows, layout: Layout, ways: Ways) -> _Told | str:
    cells = found.cells[field.name]
    texts = dict.fromkeys(cells)
    if field.kind == "day":
        order = ways.orders.get(called, ways.orders.get(field.name))
        days = read_column(texts, order)
        if isinstance(days, UnclearOrder):
            return unclear_order(called, days.examples, found.numbers, cells)
        return _days(days, field, ways.today)
    if field.kind in ("money", "number"):
        numbers = read_numbers(texts, ways.mark, money=field.kind == "money")
        if isinstance(numbers, UnclearMark):
            return _unclear_mark(called, numbers, found.numbers, cells)
        faults = dict(numbers.faults)
        if field.kind == "money":
            faults |= {text: _no_amount(value) for text, value in numbers.values.items() if value <= 0}
        return _Told(numbers.values, faults)
    return _Told(*read_cells(texts, field.kind, layout.system, ways.journeys))


def _days(column: Column, field: Field, today: date) -> _Told:
    days = {text: date.fromordinal(day) for text, day in column.days.items()}
    late = {text: "lies in the future" for text, day in days.items() if field.past and day > today}
    return _Told(days, {**column.faults, **late})


def _no_amount(value: Decimal) -> str:
    if value < 0:
        return "is negative"
    return "is zero; leave the cell empty where it is not known"


def _unclear_mark(name: str, unclear: UnclearMark, numbers: Sequence[int], cells: Sequence[str]) -> str:
    places = [numbers[cells.index(text)] for text in unclear.examples]
    if len(places) > 1:
        return (
            f"Column {name} has decimal points and decimal commas, such as in rows {places[0]} and "
            f"{places[1]}. Export it again with one way of writing numbers."
        )
    return (
        f"Column {name} can be read as thousands or as decimals, such as row {places[0]}, and no row "
        "decides. Say which: --decimals point or --decimals comma"
    )


def _beside(found: Rows, layout: Layout, called: Mapping[str, str]) -> Iterator[Fault]:
    """Rows that are no customer of the book: not won, not a customer, not the first contract."""
    words = tuple(folded(word) for word in layout.only)
    stages, types = (found.cells.get(name, [""] * len(found.numbers)) for name in ("stage", "deal_type"))
    for number, stage, kind in zip(found.numbers, stages, types, strict=True):
        if words and stage and not folded(stage).startswith(words):
            yield Fault(number, called["stage"], f"does not begin with {' or '.join(layout.only)}")
        elif kind and folded(kind).startswith(NOT_THE_FIRST):
            yield Fault(number, called["deal_type"], "tells of a renewal or an extension, not of a signature")


def _values(columns: Mapping[str, _Told], found: Rows, place: int) -> dict[str, Value]:
    texts = {name: found.cells[name][place] for name in columns}
    values = {
        name: columns[name].values[text] for name, text in texts.items() if text in columns[name].values
    }
    if "arr" in values and "currency" not in texts and (currency := currency_of(texts["arr"])):
        values["currency"] = currency
    names = [str(values.pop(part)) for part in ("first_name", "last_name") if part in values]
    if names and "name" not in values:
        values["name"] = " ".join(names)
    return values


def _wrong_cells(columns: Mapping[str, _Told], found: Rows, place: int) -> Iterator[tuple[str, str]]:
    for name, column in columns.items():
        text = found.cells[name][place]
        if text in column.faults:
            yield name, column.faults[text]
    if {"arr", "currency"} <= set(columns):
        beside = currency_of(found.cells["arr"][place])
        if beside not in (None, columns["currency"].values.get(found.cells["currency"][place])):
            yield "arr", "names another currency than its column"


def _wrong_row(entry: Entry, there: AbstractSet[str], layout: Layout) -> Iterator[tuple[str, str]]:
    """Cells that may not be empty, and days that contradict one another. `there`: columns without a fault."""
    for name in _MUST[layout.rows]:
        if name in there and name not in entry.values:
            yield name, "is empty"
    if layout.only and "stage" in there and "stage" not in entry.values:
        yield "stage", UNKNOWN_STAGE
    if layout.rows == "people" and "name" not in entry.values and there & {"name", "last_name"}:
        yield ("last_name" if "last_name" in there else "name"), "is empty; a person needs a name"
    yield from contradictions(entry.values)


_MUST = {"accounts": ("id", "name"), "people": ("id",), "readings": ("on", "value")}


def contradictions(values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Days that cannot both be true: the column to blame, and what is wrong with it."""
    for earlier, later, blamed, told in IN_ORDER:
        before, after = values.get(earlier), values.get(later)
        if isinstance(before, date) and isinstance(after, date) and before > after:
            yield blamed, told


def _repeated(entries: Sequence[Entry], layout: Layout) -> Iterator[Fault]:
    """Rows that say the same thing twice, or two things of the same one."""
    for keys in _SAME[layout.rows]:
        first: dict[tuple[str, ...], Entry] = {}
        for entry in entries:
            key = tuple(folded_name(str(entry.values.get(name, ""))) for name in keys)
            if not key[-1]:
                continue
            before = first.setdefault(key, entry)
            if before is not entry:
                yield from _twice(before, entry, keys[-1], layout)


_SAME: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "accounts": (("id",), ("name",)),
    "people": (("account_id", "account", "id"), ("account_id", "account", "email")),
    "readings": (("account_id", "account", "outcome", "source", "on"),),
}


def _twice(before: Entry, entry: Entry, column: str, layout: Layout) -> Iterator[Fault]:
    ours, theirs = (dict(each.values) for each in (before, entry))
    if ours == theirs:
        if column != "name" or "id" not in ours:
            yield Fault(entry.row, column, f"stands in row {before.row} already, the same row twice")
        return
    if layout.rows == "people" and {**ours, "role": ""} == {**theirs, "role": ""}:
        return  # one line for each part somebody played
    if column == "name" and ours.get("id") == theirs.get("id") and "id" in ours:
        return  # told of the id already
    other = "under another id" if column == "name" and "id" in ours else "with other values"
    yield Fault(before.row, column, f"stands in row {entry.row} again, {other}")
    yield Fault(entry.row, column, f"stands in row {before.row} already, {other}")

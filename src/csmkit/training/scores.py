"""What other systems know of the accounts: how content customers are, and what became of their revenue.

The tables are audited before they are believed, as every table is: `account, on, score` and
`account, start_arr, end_arr`. Rows are told as a spreadsheet shows them, and no cell is quoted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from csmkit.book.rows import BadTable, Fault, Rows, folded, read_rows, unclear_order
from csmkit.book.written_days import Column, DateOrder, UnclearOrder, read_column
from csmkit.book.written_numbers import Numbers, UnclearMark, currency_of, read_numbers
from csmkit.errors import did_you_mean
from csmkit.training.starts import folded as same_name

V = TypeVar("V")
CSAT_COLUMNS = ("account", "on", "score")
NRR_COLUMNS = ("account", "start_arr", "end_arr")
HIGHEST_SCORE = 100
NO_ACCOUNT = "is no account of this workspace"
TWO_ACCOUNTS = "could be several accounts; write the name of its folder"


class Names(NamedTuple):
    """The accounts of the book by what a table may call them; a name that several bear is None."""

    by_name: Mapping[str, str | None]

    def fault(self, text: str) -> str | None:
        """What is wrong with a cell that should name an account."""
        if not text:
            return "is empty"
        found = self.by_name.get(same_name(text), NO_ACCOUNT)
        return TWO_ACCOUNTS if found is None else NO_ACCOUNT if found == NO_ACCOUNT else None


def names_of(accounts: Mapping[str, str]) -> Names:
    """Folders, and the customers' names where one account alone bears them. `accounts`: name by folder."""
    named: dict[str, str | None] = {}
    for folder, name in accounts.items():
        named[same_name(name)] = folder if same_name(name) not in named else None
    return Names(named | {same_name(folder): folder for folder in accounts})


class Read(NamedTuple, Generic[V]):
    """What a table says of each account, its faults by row, and how many rows it has."""

    values: Mapping[str, V]
    faults: tuple[Fault, ...]
    rows: int


def read_scores(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    names: Names,
    starts: Mapping[str, date],
    as_of: date,
    order: DateOrder | None = None,
) -> Read[float] | BadTable:
    """How content each account's people said they are, up to a day. `starts`: the first day of accounts."""
    found = _rows(header, rows, CSAT_COLUMNS)
    if isinstance(found, BadTable):
        return found
    days = read_column(dict.fromkeys(found.cells["on"]), order)
    scores = read_numbers(dict.fromkeys(found.cells["score"]))
    if isinstance(days, UnclearOrder):
        return BadTable((unclear_order("on", days.examples, found.numbers, found.cells["on"]),))
    if isinstance(scores, UnclearMark):
        return BadTable((_unclear_mark("score"),))
    faults = [*found.faults, *_faults(found, "account", names.fault)]
    faults += _faults(found, "on", lambda text: _no_day(text, days, as_of))
    faults += _faults(found, "score", lambda text: _no_number(text, scores) or _no_score(scores.values[text]))
    kept = _kept(found, faults, names)
    faults += [
        Fault(row, "on", "lies before the account started")
        for row, account, cells in kept
        if account in starts and days.days[cells["on"]] < starts[account].toordinal()
    ]
    out, by_account = {fault.row for fault in faults}, dict[str, list[float]]()
    for row, account, cells in kept:
        if row not in out:
            by_account.setdefault(account, []).append(float(scores.values[cells["score"]]))
    means = {account: sum(own) / len(own) for account, own in by_account.items()}
    return Read(means, tuple(sorted(faults)), found.total)


def read_revenue(
    header: Sequence[str], rows: Iterable[Sequence[str]], names: Names
) -> Read[tuple[float, float]] | BadTable:
    """What each account paid at the start of a stretch and at its end; one that left paid 0 at the end."""
    found = _rows(header, rows, NRR_COLUMNS)
    if isinstance(found, BadTable):
        return found
    amounts: dict[str, Numbers] = {}
    for name in NRR_COLUMNS[1:]:
        read = read_numbers(dict.fromkeys(found.cells[name]), money=True)
        if isinstance(read, UnclearMark):
            return BadTable((_unclear_mark(name),))
        amounts[name] = read
    texts = {text for name in amounts for text in found.cells[name]}
    if len({currency for text in texts if (currency := currency_of(text))}) > 1:
        return BadTable(("The amounts are in more than one currency; export them in one.",))
    faults = [*found.faults, *_faults(found, "account", names.fault)]
    start, end = amounts["start_arr"], amounts["end_arr"]
    faults += _faults(
        found, "start_arr", lambda text: _no_number(text, start) or _no_start(start.values[text])
    )
    faults += _faults(found, "end_arr", lambda text: _no_number(text, end) or _below_zero(end.values[text]))
    kept = _kept(found, faults, names)
    faults += _twice(kept)
    out = {fault.row for fault in faults}
    values = {
        account: (float(end.values[cells["end_arr"]]), float(start.values[cells["start_arr"]]))
        for row, account, cells in kept
        if row not in out
    }
    return Read(values, tuple(sorted(faults)), found.total)


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]], columns: Sequence[str]) -> Rows | BadTable:
    places: dict[str, list[int]] = {}
    for place, name in enumerate(header):
        places.setdefault(folded(name), []).append(place)
    missing = [
        f"There is no column {name}.{did_you_mean(name, header)} It takes {', '.join(columns)}."
        for name in columns
        if name not in places
    ]
    twice = [
        f"There are {len(places[name])} columns called {name}; keep one."
        for name in columns
        if len(places.get(name, ())) > 1
    ]
    if missing or twice:
        return BadTable((*missing, *twice))
    return read_rows(rows, len(header), {name: places[name][0] for name in columns})


def _unclear_mark(name: str) -> str:
    return f"Column {name} can be read with a decimal point or a decimal comma; export it with points."


def _faults(found: Rows, column: str, wrong: Callable[[str], str | None]) -> Iterator[Fault]:
    told = {text: wrong(text) for text in dict.fromkeys(found.cells[column])}
    for number, text in zip(found.numbers, found.cells[column], strict=True):
        if why := told[text]:
            yield Fault(number, column, why)


def _no_day(text: str, days: Column, as_of: date) -> str | None:
    if not text:
        return "is empty"
    future = text in days.days and days.days[text] > as_of.toordinal()
    return "lies in the future" if future else days.faults.get(text)


def _no_number(text: str, numbers: Numbers) -> str | None:
    return numbers.faults.get(text) if text else "is empty; unknown is not zero"


def _no_score(score: Decimal) -> str | None:
    return None if 0 <= score <= HIGHEST_SCORE else f"is not between 0 and {HIGHEST_SCORE}"


def _no_start(amount: Decimal) -> str | None:
    return None if amount > 0 else "has to be more than zero: nothing can be retained of nothing"


def _below_zero(amount: Decimal) -> str | None:
    return "is below zero" if amount < 0 else None


_Row = tuple[int, str, dict[str, str]]


def _kept(found: Rows, faults: Iterable[Fault], names: Names) -> list[_Row]:
    """The rows without a fault: number, account and cells."""
    out = {fault.row for fault in faults}
    kept = []
    for place, number in enumerate(found.numbers):
        account = names.by_name.get(same_name(found.cells["account"][place]))
        if account is not None and number not in out:
            kept.append((number, account, {name: cells[place] for name, cells in found.cells.items()}))
    return kept


def _twice(kept: Iterable[_Row]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for number, account, _ in kept:
        if first.setdefault(account, number) != number:
            yield Fault(number, "account", f"stands in row {first[account]} already")
            yield Fault(first[account], "account", f"stands in row {number} again")

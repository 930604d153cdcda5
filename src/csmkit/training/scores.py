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
from csmkit.core.fields import folded_name
from csmkit.errors import did_you_mean

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
        found = self.by_name.get(folded_name(text), NO_ACCOUNT)
        return TWO_ACCOUNTS if found is None else NO_ACCOUNT if found == NO_ACCOUNT else None


def names_of(accounts: Mapping[str, str]) -> Names:
    """Folders, and the customers' names where one account alone bears them. `accounts`: name by folder."""
    named: dict[str, str | None] = {}
    for folder, name in accounts.items():
        named[folded_name(name)] = folder if folded_name(name) not in named else None
    return Names(named | {folded_name(folder): folder for folder in accounts})


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
    sound, faults = _judged(
        found,
        names,
        on=lambda text: _no_day(text, days, as_of),
        score=lambda text: _no_number(text, scores) or _no_score(scores.values[text]),
    )
    early = [row for row in sound if days.days[row.cells["on"]] < _first_day(starts, row.account)]
    faults += [Fault(row.number, "on", "lies before the account started") for row in early]
    by_account: dict[str, list[float]] = {}
    for row in sound:
        if row not in early:
            by_account.setdefault(row.account, []).append(float(scores.values[row.cells["score"]]))
    means = {account: sum(own) / len(own) for account, own in by_account.items()}
    return Read(means, tuple(sorted(faults)), found.total)


def _first_day(starts: Mapping[str, date], account: str) -> int:
    return starts[account].toordinal() if account in starts else 0


def read_revenue(
    header: Sequence[str], rows: Iterable[Sequence[str]], names: Names
) -> Read[tuple[float, float]] | BadTable:
    """What each account paid at the start of a stretch and at its end; one that left paid 0 at the end."""
    found = _rows(header, rows, NRR_COLUMNS)
    if isinstance(found, BadTable):
        return found
    start, end = (read_numbers(dict.fromkeys(found.cells[name]), money=True) for name in NRR_COLUMNS[1:])
    if isinstance(start, UnclearMark) or isinstance(end, UnclearMark):
        return BadTable((_unclear_mark("start_arr" if isinstance(start, UnclearMark) else "end_arr"),))
    if len(_currencies(found)) > 1:
        return BadTable(("The amounts are in more than one currency; export them in one.",))
    sound, faults = _judged(
        found,
        names,
        start_arr=lambda text: _no_number(text, start) or _no_start(start.values[text]),
        end_arr=lambda text: _no_number(text, end) or _below_zero(end.values[text]),
    )
    faults += _twice(sound)
    out = {fault.row for fault in faults}
    paid = {
        row.account: (float(end.values[row.cells["end_arr"]]), float(start.values[row.cells["start_arr"]]))
        for row in sound
        if row.number not in out
    }
    return Read(paid, tuple(sorted(faults)), found.total)


def _currencies(found: Rows) -> set[str]:
    texts = {text for name in NRR_COLUMNS[1:] for text in found.cells[name]}
    return {currency for text in texts if (currency := currency_of(text))}


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


class _Row(NamedTuple):
    """A row in which every cell by itself is in order."""

    number: int
    account: str
    cells: Mapping[str, str]


def _judged(
    found: Rows, names: Names, **wrong: Callable[[str], str | None]
) -> tuple[list[_Row], list[Fault]]:
    """The rows whose cells are in order, and the faults of the others. `wrong`: by column, what is."""
    faults = [*found.faults]
    for column, judge in {"account": names.fault, **wrong}.items():
        told = {text: judge(text) for text in dict.fromkeys(found.cells[column])}
        cells = zip(found.numbers, found.cells[column], strict=True)
        faults += [Fault(number, column, why) for number, text in cells if (why := told[text])]
    out, sound = {fault.row for fault in faults}, []
    for place, number in enumerate(found.numbers):
        account = names.by_name.get(folded_name(found.cells["account"][place]))
        if account is not None and number not in out:
            cells_of = {name: cells[place] for name, cells in found.cells.items()}
            sound.append(_Row(number, account, cells_of))
    return sound, faults


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


def _twice(sound: Iterable[_Row]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for row in sound:
        before = first.setdefault(row.account, row.number)
        if before != row.number:
            yield Fault(row.number, "account", f"stands in row {before} already")
            yield Fault(before, "account", f"stands in row {row.number} again")

"""What an import would do: the table read and audited, and compared with the book."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from csmkit.book.intake.accounts import proposed_accounts
from csmkit.book.intake.audit import Audited, Ways, audited
from csmkit.book.intake.fields import RowsOf, days_of
from csmkit.book.intake.layouts import columns_of
from csmkit.book.intake.matching import Known
from csmkit.book.intake.people import proposed_people
from csmkit.book.intake.proposals import Proposed, Setting, Step
from csmkit.book.intake.readings import proposed_readings
from csmkit.book.rows import BadTable, Fault, folded
from csmkit.book.written_numbers import DecimalMark
from csmkit.cli import here
from csmkit.cli.account.importing.tables import Table
from csmkit.cli.date_orders import date_orders
from csmkit.errors import Refused

if TYPE_CHECKING:
    from csmkit.storage.library import Library
    from csmkit.storage.record import Record

LONG_AGO = timedelta(days=90)
_PROPOSED: Mapping[RowsOf, Callable[..., Proposed]] = {
    "accounts": proposed_accounts,
    "people": proposed_people,
    "readings": proposed_readings,
}


class FaultyTable(Refused):
    """A table that cannot be believed."""


class UnreadableBook(Refused):
    """Some record cannot be read, so that nobody knows which customers are there already."""


class Asked(NamedTuple):
    """The options that say how the table is read."""

    today: date
    dates: tuple[str, ...]
    decimals: DecimalMark | None
    in_flight: bool


class Found(NamedTuple):
    """An import that was looked over and not written; `records` are the book as it was then."""

    table: Table
    setting: Setting
    records: Mapping[str, "Record"]
    steps: tuple[Step, ...]
    faults: tuple[Fault, ...]
    left_out: tuple[Fault, ...]
    total: int
    notes: tuple[str, ...]

    @property
    def refused(self) -> int:
        """How many rows have a fault."""
        return len({fault.row for fault in self.faults})


def looked_over(table: Table, asked: Asked) -> Found:
    """Read the whole table and say what would become of each row.

    Raises:
        FaultyTable: its columns are missing, or nobody can say how its dates or numbers are written.
        UnreadableBook: a record of the book cannot be read.
    """
    from csmkit.storage.library import Library

    workspace = here.workspace()
    library = Library(workspace.root)
    setting = _setting(table, asked, library)
    audit, called = _audited(table, asked, library)
    records = _book()
    book = [Known(name, record.data, record.account) for name, record in records.items()]
    proposed = _PROPOSED[table.layout.rows](audit.entries, book, setting)
    faults = tuple(sorted((*audit.faults, *_named(proposed.faults, called))))
    left_out = tuple(sorted((*audit.left_out, *_named(proposed.left_out, called))))
    notes = (*_notes(table, called, proposed.steps, asked), *_on_amounts(audit, called, setting))
    return Found(table, setting, records, proposed.steps, faults, left_out, audit.total, notes)


def _named(faults: Iterable[Fault], called: Mapping[str, str]) -> Iterator[Fault]:
    return (fault._replace(column=called.get(fault.column, "")) for fault in faults)


def _audited(table: Table, asked: Asked, library: "Library") -> tuple[Audited, Mapping[str, str]]:
    header, layout = table.sheet.header, table.layout
    places = columns_of(header, layout, table.named)
    if isinstance(places, BadTable):
        raise FaultyTable("\n".join(f"{table.file}: {sentence}" for sentence in places.sentences))
    called = {name: header[place] for name, place in places.items()}
    dated = [name for name in days_of(layout.rows) if name in places]
    columns = dict.fromkeys((*(called[name] for name in dated), *dated))
    ways = Ways(date_orders(asked.dates, columns), asked.decimals, asked.today, library.names("journey"))
    found = audited(header, table.sheet.rows, places, layout, ways)
    if isinstance(found, BadTable):
        raise FaultyTable("\n".join(f"{table.file}: {sentence}" for sentence in found.sentences))
    return found, called


def _setting(table: Table, asked: Asked, library: "Library") -> Setting:
    from csmkit.core.settings import proposed_journey
    from csmkit.storage.workspace import new_id

    settings = here.workspace().settings

    def journey_for(revenue: Decimal | None) -> str:
        return proposed_journey(settings, revenue)[0]

    return Setting(
        table.layout,
        asked.today,
        new_id,
        journey_for,
        cache(library.journey),
        (settings.csm.name, settings.csm.email) if settings.csm else (None, None),
        settings.currency,
        settings.time_zone,
        asked.in_flight,
    )


def _book() -> Mapping[str, "Record"]:
    from csmkit.cli.book import read_book

    book = read_book()
    if book.unreadable:
        problems = "\n".join(book.unreadable)
        raise UnreadableBook(f"{problems}\nMend it first; until then nobody knows which customers are there.")
    return {entry.name: entry.record for entry in book.entries}


def _notes(table: Table, called: Mapping[str, str], steps: tuple[Step, ...], asked: Asked) -> "list[str]":
    """What a reader has to know of how the table was read."""
    notes = []
    if table.sheet.encoding == "cp1252":
        notes.append("Read as Windows-1252, because it is not UTF-8.")
    if "arr" in called and folded(called["arr"]) == "amount":
        notes.append(
            "Amount was taken as the yearly revenue. Where a deal covers several years, map another column."
        )
    owners = [name for name in table.sheet.header if folded(name) in ("company_owner", "account_owner")]
    if owners and "csm" not in called:
        notes.append(
            f"{owners[0]} was not read: it may be the CSM or the account executive. Say which in a mapping."
        )
    new = [step.new for step in steps if step.new]
    if new and not {"arr", "journey"} & called.keys():
        notes.append("No revenue in this table, so the journey is a guess; import the deals too.")
    undated = sum(1 for each in new if each.signed_on is None)
    if undated:
        notes.append(
            f"{undated} new without a signature date, so that no deadline can be told: import the deals."
        )
    late = sum(1 for each in new if each.signed_on and each.signed_on < asked.today - LONG_AGO)
    if late and not asked.in_flight:
        notes.append(
            f"{late} new signed more than {LONG_AGO.days} days ago. With --in-flight what passed before "
            "today raises no alarm, and csmkit ttfv counts them from today only."
        )
    return notes


def _on_amounts(audit: Audited, called: Mapping[str, str], setting: Setting) -> Iterator[str]:
    """In which currency amounts are recorded that name none."""
    if any("arr" in entry.values and "currency" not in entry.values for entry in audit.entries):
        lacks = "Amounts without a currency" if "currency" in called else "No currency column: amounts"
        taken = f"in {setting.currency}, as csmkit.yaml says" if setting.currency else "without one"
        yield f"{lacks} are recorded {taken}."


def too_many(found: Found, strict: float | None) -> str | None:
    """Why nothing may be written: more rows are refused than `strict` allows, in percent; else None."""
    counted = found.total - len({fault.row for fault in found.left_out})
    if strict is None or 100 * found.refused <= strict * counted:
        return None
    share = 100 * found.refused / counted
    return (
        f"{found.refused} of {counted} rows cannot be believed: {share:.1f} %, more than the {strict:g} % "
        "you allow. Nothing was written."
    )

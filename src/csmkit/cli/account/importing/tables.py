"""The table of an import: opened, and recognised by its heading or by a mapping."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from csmkit.book.intake.fields import FIELDS, RowsOf
from csmkit.book.intake.layouts import READINGS, Layout, drafted, recognised
from csmkit.core.account import Role
from csmkit.core.fields import Line, Name, Strict
from csmkit.errors import BadFile, Refused, did_you_mean
from csmkit.exchange.sheet import Sheet, read_sheet


class ImportMapping(Strict):
    """The file of `--mapping`; over a table that is recognised it says only what is different."""

    system: Name | None = Field(None, description="A word for where the ids come from, such as billing.")
    rows: RowsOf | None = Field(None, description="What the rows are: accounts, people or readings.")
    columns: dict[Name, Line] | None = Field(None, description="The table's own names by ours.")
    only: tuple[Line, ...] | None = Field(None, description="How the `stage` of rows that count begins.")
    roles: dict[Line, Role] = Field(default={}, description="Our roles by the table's own words.")
    source: Line | None = Field(None, description="Where readings come from; the customer reads this.")


class UnknownTable(Refused):
    """A heading of no system that is known here."""


class Table(NamedTuple):
    """A table with its layout. `named`: the columns that a mapping names."""

    file: Path
    sheet: Sheet
    layout: Layout
    named: frozenset[str]


def opened(file: Path, mapping: Path | None, *, readings: bool, guessing: bool) -> Table:
    """Open a table and say what its columns are.

    Raises:
        UnknownTable: nobody knows this heading, and there is no mapping.
        BadFile: the mapping has mistakes, each with its line.
    """
    sheet = read_sheet(file)
    base = READINGS if readings else recognised(sheet.header)
    if mapping is not None:
        layout, named = _mapped(mapping, base)
        return Table(file, sheet, layout, named)
    if base is None and not guessing:
        raise UnknownTable(
            f"{file}: its heading is none that HubSpot or Salesforce write in English. Draft a mapping with: "
            f"csmkit account import {file} --guess > mapping.yaml"
        )
    return Table(file, sheet, base or _bare(_likeliest(sheet.header)), frozenset())


def _mapped(file: Path, base: Layout | None) -> tuple[Layout, frozenset[str]]:
    from csmkit.storage.reading import read_source, validate

    source = read_source(file)
    mapping = validate(source, ImportMapping)
    if base is not None and mapping.rows not in (None, base.rows):
        base = None
    rows = mapping.rows or (base.rows if base else "accounts")
    columns = mapping.columns or {}
    known = [field.name for field in FIELDS[rows]]
    unknown = [
        source.at(("columns", name), f"{rows} have no column {name}.{did_you_mean(name, known)}", key=True)
        for name in columns
        if name not in known
    ]
    if unknown:
        raise BadFile(unknown)
    start = base or _bare(rows)
    layout = start._replace(
        system=mapping.system or start.system,
        columns={**start.columns, **{name: (column,) for name, column in columns.items()}},
        only=start.only if mapping.only is None else mapping.only,
        roles=mapping.roles,
        source=mapping.source,
    )
    return layout, frozenset(columns)


def _bare(rows: RowsOf) -> Layout:
    """A table of which only the mapping knows the columns."""
    return READINGS if rows == "readings" else Layout("table", f"table of {rows}", rows, (), {})


def _likeliest(header: Sequence[str]) -> RowsOf:
    """The kind of table of which most columns can be placed."""
    return max(FIELDS, key=lambda rows: len(drafted(header, rows)[0]))


def drafted_mapping(table: Table, *, readings: bool) -> str:
    """A mapping as a file: what can be guessed, the rest of our columns as comments, and what is not used."""
    rows: RowsOf = "readings" if readings else table.layout.rows
    found, unused = drafted(table.sheet.header, rows)
    lines = [
        "# What the table calls its columns. Check each line; take the # away where you fill one in.",
        f"system: {table.layout.system}  # a word for where the ids come from, such as billing",
        f"rows: {rows}  # accounts, people or readings",
        "columns:",
        *(f"  {name}: {_quoted(column)}" for name, column in found.items()),
        *(f"#  {field.name}: ''  # {field.tells}" for field in FIELDS[rows] if field.name not in found),
    ]
    if rows == "accounts":
        lines.append("# only: [Closed Won]  # how the stage of the rows that count begins")
    if rows == "people":
        lines.append("# roles: {Project lead: technical_lead}  # our roles by the table's own words")
    if rows == "readings" and "source" not in found:
        lines.append("# source: CPQ export  # where the numbers come from; the customer reads this")
    lines += [f"# Not used: {_quoted(column)}" for column in unused]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())

"""`csmkit account import`: a table of another system, shown first and written on demand."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json
from csmkit.errors import WrongUsage


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The table, as CSV.")],
    apply: Annotated[bool, typer.Option("--apply", help="Write it; without this it is only shown.")] = False,
    readings: Annotated[
        bool, typer.Option("--readings", help="The table holds numbers: readings of outcomes.")
    ] = False,
    mapping: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What the table calls its columns, in YAML.")
    ] = None,
    guess: Annotated[bool, typer.Option("--guess", help="Print a mapping to go on from.")] = False,
    dates: Annotated[
        list[str] | None,
        typer.Option(metavar="ORDER", help="day-first or month-first; COLUMN=ORDER for one column."),
    ] = None,
    decimals: Annotated[
        Literal["point", "comma"] | None,
        typer.Option(help="The decimal mark, where no number shows it."),
    ] = None,
    strict: Annotated[
        float | None,
        typer.Option(
            metavar="PERCENT", min=0, max=100, help="Write nothing if more rows than this are refused."
        ),
    ] = None,
    in_flight: Annotated[
        bool,
        typer.Option("--in-flight", help="New accounts are under way; what passed before today is no alarm."),
    ] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Import customers, people or readings from a CRM or any table; shows first, writes with --apply."""
    from csmkit.cli.account.importing import applying, preview, shown, tables

    if guess and (apply or mapping):
        raise WrongUsage("--guess only prints a mapping; it goes with neither --apply nor --mapping.")
    table = tables.opened(file, mapping, readings=readings, guessing=guess)
    if guess:
        console.raw(tables.drafted_mapping(table, readings=readings))
        return
    asked = preview.Asked(here.today(as_of), tuple(dates or ()), decimals, in_flight)
    found = preview.looked_over(table, asked)
    refused = preview.too_many(found, strict)
    written = applying.written(found) if apply and not refused else None
    if as_json:
        console.as_json(shown.as_plain(found, written))
    else:
        shown.show(found, written)
    shown.end(found, written, refused)

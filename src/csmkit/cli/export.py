"""`csmkit export`: what goes to other programs."""

from typing import Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)


@app.callback()
def export() -> None:
    """Hand the book over to other programs."""


@app.command()
def crm(
    since: Annotated[str, typer.Option(metavar="DATE", help="From this day on, such as -7d.")],
    accounts: Annotated[
        list[str] | None, typer.Argument(metavar="[ACCOUNT…]", help="Which; without one, all of them.")
    ] = None,
    csm: Annotated[str | None, typer.Option(metavar="NAME", help="Only this CSM's accounts.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Write what happened as CSV for a CRM; opinions and notes for our team stay out."""
    from csmkit.cli.book import read_book
    from csmkit.exchange.crm import crm_csv, crm_notes, in_order

    today = here.today(as_of)
    first = here.day_option(since, today, "--since")
    book = read_book(csm, accounts or ())
    notes = [note for entry in book.entries for note in crm_notes(entry.account, first, today)]
    if as_json:
        console.as_json([note._asdict() for note in in_order(notes)])
    else:
        console.raw(crm_csv(notes))
    book.stop_if_unreadable()

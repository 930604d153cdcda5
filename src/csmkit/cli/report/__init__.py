"""`csmkit report`: the book of business, for people who look at it."""

from pathlib import Path
from typing import Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json
from csmkit.cli.report.audit import audit
from csmkit.cli.report.success import success
from csmkit.errors import WrongUsage

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.callback(invoke_without_command=True)
def report(
    context: typer.Context,
    csm: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this CSM's accounts; may be given several times."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only accounts that signed on this day or later.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where; without it, reports/book.html.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Write the whole book as one page to look at: reports/book.html."""
    from csmkit.cli.report import book

    if context.invoked_subcommand:
        if csm or since or out or as_of or as_json:
            raise WrongUsage(f"Options of `{context.invoked_subcommand}` go behind its name.")
        return
    day = here.today(as_of)
    first = here.day_option(since, day, "--since") if since else None
    read, plain = book.told(csm or [], first, day)
    if as_json:
        console.as_json(plain)
    else:
        book.write(plain, out)
    read.stop_if_unreadable()


app.command()(audit)
app.command()(success)

"""`csmkit report`: the book of business, for people who look at it."""

import typer

from csmkit.cli.report.audit import audit
from csmkit.cli.report.success import success

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)
app.command()(audit)
app.command()(success)


@app.callback()
def report() -> None:
    """The whole book in one document."""

"""`csmkit report`: the book of business, for people who look at it."""

import typer

from csmkit.cli.report.audit import audit

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)
app.command()(audit)


@app.callback()
def report() -> None:
    """The whole book in one document."""

"""`csmkit cadence`: keep the meeting rhythm or drop it, on evidence, and say so before it drops."""

import typer

from csmkit.cli.cadence.announce import announce
from csmkit.cli.cadence.check import check
from csmkit.cli.cadence.render import render

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)


@app.callback()
def cadence() -> None:
    """The meeting rhythm drops on evidence; day 90 is not a reason."""


for command in (check, announce, render):
    app.command()(command)

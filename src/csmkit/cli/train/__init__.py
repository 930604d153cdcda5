"""`csmkit train`: take a colleague from the first day to accounts of their own."""

import typer

from csmkit.cli.train.effect import effect
from csmkit.cli.train.improve import improve
from csmkit.cli.train.undo import undo

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)


@app.callback()
def train() -> None:
    """A brilliant process is worth what the team can do with it."""


for command in (effect, improve, undo):
    app.command()(command)

"""`csmkit train`: take a colleague from the first day to accounts of their own."""

import typer

from csmkit.cli.train.add import add
from csmkit.cli.train.certify import certify
from csmkit.cli.train.feedback import feedback
from csmkit.cli.train.list import list_
from csmkit.cli.train.mentor import mentor
from csmkit.cli.train.ramp import ramp
from csmkit.cli.train.roleplay import roleplay
from csmkit.cli.train.shadow import shadow
from csmkit.cli.train.show import show
from csmkit.cli.train.start import start
from csmkit.cli.train.status import status
from csmkit.cli.train.undo import undo

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)


@app.callback()
def train() -> None:
    """A brilliant process is worth what the team can do with it."""


for name, command in (
    ("ramp", ramp),
    ("shadow", shadow),
    ("mentor", mentor),
    ("status", status),
    ("start", start),
    ("feedback", feedback),
    ("add", add),
    ("list", list_),
    ("show", show),
    ("certify", certify),
    ("roleplay", roleplay),
    ("undo", undo),
):
    app.command(name)(command)

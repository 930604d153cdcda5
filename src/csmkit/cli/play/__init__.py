"""`csmkit play`: named responses to what happens in many onboardings, one file per command."""

import typer

from csmkit.cli.play.close import close
from csmkit.cli.play.list import list_
from csmkit.cli.play.run import run

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)


@app.callback()
def play() -> None:
    """Plays: what to do when a customer turns away, a champion leaves or something goes wrong."""


app.command("list")(list_)
app.command()(run)
app.command()(close)

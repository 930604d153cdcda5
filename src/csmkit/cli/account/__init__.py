"""`csmkit account`: the accounts of the book, one file per command."""

import typer

from csmkit.cli.account.add import add
from csmkit.cli.account.cover import cover
from csmkit.cli.account.importing import import_
from csmkit.cli.account.list import list_
from csmkit.cli.account.reassign import reassign
from csmkit.cli.account.show import show

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)


@app.callback()
def account() -> None:
    """The accounts of your book: one folder each."""


for name, command in (
    ("add", add),
    ("list", list_),
    ("show", show),
    ("import", import_),
    ("reassign", reassign),
    ("cover", cover),
):
    app.command(name)(command)

"""`csmkit undo`: take back the last write."""

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AccountName

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def undo(account: AccountName) -> None:
    """Take back the last write to an account's record, unless the file was changed since."""
    workspace = here.workspace()
    undone = workspace.undo(account)
    console.out(f"Took back “{undone.did}”. The record is as it was before.")
    console.note(f"What was taken back is kept in {undone.kept}.", style="dim")

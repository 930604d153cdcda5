"""`csmkit train undo`: take back the last write to a colleague's record."""

from csmkit.cli import console, here
from csmkit.cli.here import ColleagueName


def undo(name: ColleagueName) -> None:
    """Take back the last write to a colleague's training record, unless the file was changed since."""
    from csmkit.storage.team import TEAM

    undone = here.workspace().undo(name, TEAM)
    console.out(f"Took back “{undone.did}”. The record is as it was before.")
    console.note(f"What was taken back is kept in {undone.kept}.", style="dim")

"""Every colleague's training record that can be read, and a sentence for each that cannot."""

from typing import TYPE_CHECKING, NamedTuple

from csmkit.cli import here

if TYPE_CHECKING:
    from csmkit.core.teammate import Teammate


class Team(NamedTuple):
    """The colleagues, and what is wrong with the records that cannot be read."""

    colleagues: "tuple[Teammate, ...]"
    unreadable: tuple[str, ...]


def read_team() -> Team:
    """Read `team/`."""
    from csmkit.errors import CsmkitError
    from csmkit.storage.team import TEAM

    workspace, colleagues, unreadable = here.workspace(), [], []
    for name in workspace.names(TEAM):
        try:
            colleagues.append(workspace.load(name, TEAM).value)
        except CsmkitError as error:
            unreadable.append(str(error))
    return Team(tuple(colleagues), tuple(unreadable))

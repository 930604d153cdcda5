"""Whose training it is."""

from csmkit.cli import console, here
from csmkit.core.account import VendorPerson
from csmkit.core.teammate import Teammate
from csmkit.errors import NotFound, WrongUsage
from csmkit.storage.record import Record
from csmkit.storage.team import TEAM
from csmkit.storage.workspace import Workspace, new_id


class NobodyNamed(WrongUsage):
    """It is not said whose training it is."""


def trainee(name: str | None) -> Record[Teammate]:
    """The record of a colleague; without a name, of whoever works here, made where it is missing.

    Raises:
        NobodyNamed: no name, and csmkit.yaml names nobody either.
        NotFound: nobody of that name is on record.
    """
    workspace = here.workspace()
    me = workspace.settings.csm
    try:
        return colleague(name)
    except NotFound:
        if me is None or me.name is None or name not in (None, me.name):
            raise
        return _begun(workspace, me, me.name)


def colleague(name: str | None) -> Record[Teammate]:
    """The record of a colleague, or of whoever works here; nothing is written.

    Raises:
        NobodyNamed: as `trainee`.
        NotFound: nobody of that name is on record.
    """
    workspace = here.workspace()
    me = workspace.settings.csm
    name = name or (me.name if me else None)
    if name is None:
        raise NobodyNamed("Say whose training it is: --for NAME, as in team/NAME.yaml.")
    return workspace.load(name, TEAM)


def _begun(workspace: Workspace, me: VendorPerson, name: str) -> Record[Teammate]:
    from csmkit.core.new_teammate import NewTeammate, as_yaml

    text = as_yaml(NewTeammate(new_id(), name, email=me.email))
    record = workspace.add(name, text, (), TEAM)
    console.note(f"Wrote {record.shown}; what you train is kept there.", style="dim")
    return record

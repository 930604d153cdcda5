"""Whose training it is."""

from csmkit.cli import console, here
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
    if name is not None:
        return workspace.load(name, TEAM)
    me = workspace.settings.csm
    if me is None or me.name is None:
        raise NobodyNamed("Say whose training it is: --for NAME, as in team/NAME.yaml.")
    try:
        return workspace.load(me.name, TEAM)
    except NotFound:
        return _begun(workspace, me.name)


def _begun(workspace: Workspace, name: str) -> Record[Teammate]:
    import json

    text = f"schema: {TEAM.schema}\nid: {new_id()}\nname: {json.dumps(name, ensure_ascii=False)}\n"
    record = workspace.add(name, text, (), TEAM)
    console.note(f"Wrote {record.shown}; what you train is kept there.", style="dim")
    return record

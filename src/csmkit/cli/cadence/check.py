"""`csmkit cadence check`: keep or drop, and why."""

from typing import Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.cadence.verdict import decided_on, plain, show
from csmkit.cli.here import AsOf, Json, complete_account
from csmkit.errors import BadFile


def check(
    accounts: Annotated[
        list[str] | None, typer.Argument(metavar="ACCOUNT", autocompletion=complete_account)
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Keep or drop, with the reasons; without a name, for every account."""
    day = here.today(as_of)
    workspace = here.workspace()
    decided, unreadable = [], []
    for name in accounts or workspace.names():
        try:
            decided.append(decided_on(workspace.load(name), day))
        except BadFile as error:
            unreadable.append(str(error))
    if as_json:
        console.as_json([plain(each) for each in decided])
    for each in decided if not as_json else ():
        show(each)
    for problem in unreadable:
        console.error(problem)
    if unreadable:
        raise typer.Exit(1)

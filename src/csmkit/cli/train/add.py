"""`csmkit train add`: a colleague's training record."""

from typing import Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf
from csmkit.core.teammate import Position


def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Full name, as it stands in the accounts.")],
    hired_on: Annotated[str | None, typer.Option(metavar="DATE", help="The first day of work here.")] = None,
    mentor: Annotated[str | None, typer.Option(metavar="NAME", help="Who goes along with them.")] = None,
    position: Annotated[Position, typer.Option(help="What they do here.")] = "csm",
    email: Annotated[str | None, typer.Option(help="Work address.")] = None,
    as_of: AsOf = None,
) -> None:
    """Add a colleague; their training is kept in team/NAME.yaml from then on."""
    from csmkit.cli.train.team import full_name
    from csmkit.core.new_teammate import NewTeammate, as_yaml
    from csmkit.storage.team import TEAM
    from csmkit.storage.workspace import new_id

    today, workspace = here.today(as_of), here.workspace()
    first_day = here.day_option(hired_on, today, "--hired-on") if hired_on else None
    guide = full_name(mentor) if mentor else None
    asked = NewTeammate(new_id(), name, position, email, first_day, guide)
    record = workspace.add(name, as_yaml(asked), (), TEAM)
    console.out(f"Added {record.shown}.")
    if position != "lead" and mentor is None:
        console.note("Nobody goes along with them yet; fill `mentor` in the file once it is known.")
    follows = "ramp" if first_day and position != "lead" else "certify"
    console.note(f"Next: csmkit train {follows} {record.name}", style="dim")

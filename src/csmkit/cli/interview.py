"""`csmkit interview`: any interview of the library, a workspace's own included."""

from pathlib import Path
from typing import Annotated

import typer

from csmkit.cli import here
from csmkit.cli.here import AccountName, AsOf
from csmkit.errors import NotFound

app = typer.Typer(rich_markup_mode=None, add_completion=False)


def complete_interview(incomplete: str) -> list[str]:
    """Names of interviews for the shell's completion."""
    entries = here.library().entries()
    return [e.name for e in entries if e.kind == "interview" and e.name.startswith(incomplete)]


@app.command()
def interview(
    account: AccountName,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Which interview.", autocompletion=complete_interview)
    ],
    session: Annotated[str | None, typer.Option(help="Which sitting, if it has several.")] = None,
    with_: Annotated[str | None, typer.Option("--with", metavar="NAME", help="Who is interviewed.")] = None,
    form: Annotated[
        bool, typer.Option("--form", help="Print a blank form to fill in, and ask nothing.")
    ] = False,
    answers: Annotated[Path | None, typer.Option(metavar="FILE", help="Record a filled form.")] = None,
    as_of: AsOf = None,
) -> None:
    """Hold an interview, such as analytics-lead, and write its answers into the record."""
    from csmkit.cli.interviews import taken
    from csmkit.cli.sessions import Held

    workspace = here.workspace()
    record = workspace.load(account)
    definition = here.library().interview(name)
    known = [one.id for one in definition.sessions]
    if session is not None and session not in known:
        raise NotFound("session", session, known, f"There are {', '.join(known)}.")
    sessions = (session,) if session else tuple(known)
    command = f"csmkit interview {record.name} {name}" + (f" --session {session}" if session else "")
    held = Held(workspace, record, name, definition, sessions, here.today(as_of), command, with_)
    taken(held, form=form, answers=answers)

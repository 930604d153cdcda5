"""`csmkit interview`: any interview of the library, a workspace's own included."""

from dataclasses import replace
from typing import Annotated

import typer

from csmkit.cli import here
from csmkit.cli.here import AccountName, Answers, AsOf, Form, Open
from csmkit.errors import NotFound, WrongUsage

app = typer.Typer(rich_markup_mode=None, add_completion=False)

# Interviews that are held with the team, and the command that keeps their answers where they belong.
OF_THE_TEAM = {"csm-feedback": "csmkit train feedback"}


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
    open_: Open = False,
    form: Form = False,
    answers: Answers = None,
    as_of: AsOf = None,
) -> None:
    """Hold an interview, such as analytics-lead, and write its answers into the record."""
    from csmkit.cli.interviews import sitting, taken

    if name in OF_THE_TEAM:
        raise WrongUsage(f"“{name}” is about no account. Type: {OF_THE_TEAM[name]}")
    record = here.workspace().load(account)
    command = f"csmkit interview {record.name} {name}" + (" --open" if open_ else "")
    held = sitting(record, name, here.today(as_of), command, with_, open_=open_)
    if not held.sessions:
        return
    if session is not None:
        if session not in held.sessions:
            raise NotFound("session", session, held.sessions, f"There are {', '.join(held.sessions)}.")
        held = replace(held, sessions=(session,), command=f"{held.command} --session {session}")
    taken(held, form=form, answers=answers)

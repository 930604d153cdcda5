"""`csmkit interview`: any interview of the library, a workspace's own included."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from csmkit.cli import here
from csmkit.cli.here import Answers, AsOf, Form, Open
from csmkit.errors import NotFound, WrongUsage

if TYPE_CHECKING:
    from csmkit.storage.record import Record

app = typer.Typer(rich_markup_mode=None, add_completion=False)

# Interviews that are held with the team, and the command that keeps their answers where they belong.
OF_THE_TEAM = {"csm-feedback": "csmkit train feedback"}


def complete_interview(incomplete: str) -> list[str]:
    """Names of interviews for the shell's completion."""
    entries = here.library().entries()
    return [e.name for e in entries if e.kind == "interview" and e.name.startswith(incomplete)]


@app.command()
def interview(
    account: Annotated[
        str,
        typer.Argument(
            metavar="WHO",
            help="The account; or the colleague, in an interview of the team.",
            autocompletion=here.complete_account,
        ),
    ],
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
    from csmkit.storage.team import TEAM

    if name in OF_THE_TEAM:
        raise WrongUsage(f"“{name}” is about no account. Type: {OF_THE_TEAM[name]}")
    workspace, colleague = here.workspace(), here.library().interview(name).record == "colleague"
    record: Record[Any] = workspace.load(account, TEAM) if colleague else workspace.load(account)
    if colleague:
        with_ = with_ or record.value.name
    command = f"csmkit interview {record.name} {name}" + (" --open" if open_ else "")
    held = sitting(record, name, here.today(as_of), command, with_, open_=open_)
    if not held.sessions:
        return
    if session is not None:
        if session not in held.sessions:
            raise NotFound("session", session, held.sessions, f"There are {', '.join(held.sessions)}.")
        held = replace(held, sessions=(session,), command=f"{held.command} --session {session}")
    taken(held, form=form, answers=answers)

"""`csmkit next`: whatever comes next for an account."""

import shlex
from datetime import date
from typing import TYPE_CHECKING

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AccountName, AsOf, Json

if TYPE_CHECKING:
    from csmkit.core.next_step import NextStep
    from csmkit.storage.record import Record

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("next")
def next_(account: AccountName, as_of: AsOf = None, as_json: Json = False) -> None:
    """Say what comes next; at a terminal, offer to open it."""
    record = here.workspace().load(account)
    step = step_of(record, here.today(as_of))
    if as_json:
        console.as_json({"account": record.name, "why": step.why, "command": step.command})
        return
    console.out(f"{record.account.name}: {step.why}.")
    if step.command:
        console.out(step.command, indent=2)
        _offer(step.command)


def step_of(record: "Record", day: date) -> "NextStep":
    """What comes next for an account: the one source for `next` and `account show`."""
    from csmkit.cli.paper import outgrown
    from csmkit.cli.reshape import open_proposals
    from csmkit.core.next_step import Surroundings, next_step

    library = here.library()
    journey = library.journey(record.account.journey)
    rendered = frozenset(file.stem for file in record.folder.glob("*.md"))
    undecided = len(open_proposals(record, day))
    around = Surroundings(
        library.interview(journey.handoff), rendered, undecided, outgrown(record), library.plays()
    )
    return next_step(record.account, record.name, journey, around, day)


def _offer(command: str) -> None:
    """Open a command that asks or renders. One that records what happened is for the person to type."""
    words = shlex.split(command)[1:]
    if not here.can_ask() or words[:1] == ["log"] or not command.startswith("csmkit "):
        return
    from csmkit.cli import ask
    from csmkit.cli.app import run

    try:
        picked = ask.select("Open it now?", [("Yes", "yes"), ("Not now", "no")])
    except (ask.Back, ask.Interrupted):
        return
    if picked == "yes":
        chosen = ["--workspace", here.options.workspace] if here.options.workspace else []
        raise typer.Exit(run([*chosen, *words]))

"""`csmkit next`: whatever comes next for an account."""

import shlex

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AccountName, AsOf, Json

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("next")
def next_(account: AccountName, as_of: AsOf = None, as_json: Json = False) -> None:
    """Say what comes next; at a terminal, offer to open it."""
    from csmkit.cli.reshape import open_proposals
    from csmkit.core.next_step import Surroundings, next_step
    from csmkit.storage.library import Library

    workspace = here.workspace()
    record = workspace.load(account)
    library = Library(workspace.root)
    journey = library.journey(record.account.journey)
    rendered = frozenset(file.stem for file in record.folder.glob("*.md"))
    undecided = len(open_proposals(record, here.today(as_of)))
    around = Surroundings(library.interview(journey.handoff), rendered, undecided)
    step = next_step(record.account, record.name, journey, around, here.today(as_of))
    if as_json:
        console.as_json({"account": record.name, "why": step.why, "command": step.command})
        return
    console.out(f"{record.account.name}: {step.why}.")
    if step.command:
        console.out(step.command, indent=2)
        _offer(step.command)


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

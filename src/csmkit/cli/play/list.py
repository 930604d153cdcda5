"""`csmkit play list`: the plays there are, which are running, and which are called for."""

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json, complete_account
from csmkit.core.play_runs import belonging, called_for, command_for, running, steps, told_about

if TYPE_CHECKING:
    from csmkit.core.play import Play
    from csmkit.storage.record import Record
    from csmkit.storage.workspace import Workspace

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="[ACCOUNT]", help="One account; without it, the whole book.", autocompletion=complete_account
    ),
]


def list_(account: Name = None, as_of: AsOf = None, as_json: Json = False) -> None:
    """List the plays, which of them are running, and which are called for now and why."""
    day, library = here.today(as_of), here.library()
    plays = library.plays()
    own = {entry.name: entry.own for entry in library.entries() if entry.kind == "play"}
    records, unreadable = _records(account)
    journey = lru_cache(library.journey)
    found = {
        "plays": [
            {"name": name, "title": play.title, "about": _flat(play.about), "own": own[name]}
            for name, play in plays.items()
        ],
        "running": [row for record in records for row in _running(record, plays, day)],
        "called": [
            row
            for record in records
            for row in _called(record, belonging(journey(record.account.journey), plays), day)
        ],
        "closed": [row for record in records if account for row in _closed(record, plays, day)],
        "unreadable": unreadable,
    }
    if as_json:
        console.as_json(found)
    else:
        _show(found)
    if unreadable:
        raise typer.Exit(1)


def _records(account: str | None) -> "tuple[list[Record], list[str]]":
    from csmkit.errors import CsmkitError
    from csmkit.storage.workspace import NoWorkspace

    try:
        workspace: Workspace = here.workspace()
    except NoWorkspace:
        if account is not None or here.options.workspace:
            raise
        return [], []
    if account is not None:
        return [workspace.load(account)], []
    records, unreadable = [], []
    for name in workspace.names():
        try:
            records.append(workspace.load(name))
        except CsmkitError as error:
            unreadable.append(str(error))
    return records, unreadable


def _running(record: "Record", plays: "dict[str, Play]", day: date) -> list[dict[str, Any]]:
    return [
        {
            "account": record.name,
            "play": run.play,
            "id": run.id,
            "title": told_about(record.account, plays.get(run.play), run),
            "about": run.about,
            "since": run.started_on,
            "because": run.because,
            "steps": [
                {"due": step.due, "what": step.what, "owner": step.owner, "command": step.command}
                for step in steps(record.account, record.name, run, plays[run.play], day)
            ]
            if run.play in plays
            else [],
        }
        for run in running(record.account, day)
    ]


def _called(record: "Record", plays: "dict[str, Play]", day: date) -> list[dict[str, Any]]:
    return [
        {
            "account": record.name,
            "play": one.play,
            "title": told_about(record.account, plays[one.play], one),
            "about": one.about,
            "because": one.because,
            "command": command_for(record.name, one.play, one.about),
        }
        for one in called_for(record.account, plays, day)
    ]


def _closed(record: "Record", plays: "dict[str, Play]", day: date) -> list[dict[str, Any]]:
    return [
        {
            "account": record.name,
            "play": run.play,
            "title": told_about(record.account, plays.get(run.play), run),
            "since": run.started_on,
            "closed": run.closed_on,
            "result": run.result,
        }
        for run in record.account.plays
        if run.closed_on is not None and run.closed_on <= day
    ]


def _show(found: dict[str, Any]) -> None:
    if found["called"]:
        console.out("Called for now", style="bold")
    for row in found["called"]:
        console.out(f"{row['account']}: {row['title']}. {row['because']}", indent=2, style="yellow")
        console.out(row["command"], indent=4, style="dim")
    if found["running"]:
        console.out("Running", style="bold")
    for row in found["running"]:
        console.out(f"{row['account']}: {row['title']}, since {row['since']}", indent=2)
        for step in row["steps"]:
            console.out(f"{step['due']}: {step['what']}", indent=4)
            console.out(step["command"], indent=6, style="dim")
    if found["closed"]:
        console.out("Closed", style="bold")
    for row in found["closed"]:
        console.out(f"{row['closed']}: {row['title']}. {row['result']}", indent=2)
    console.out("All plays", style="bold")
    console.table(
        ("name", "what it is for", "from"),
        [
            (row["name"], _first_sentence(row["about"]), "yours" if row["own"] else "shipped")
            for row in found["plays"]
        ],
    )
    for problem in found["unreadable"]:
        console.error(problem)


def _first_sentence(text: str) -> str:
    return f"{text.partition('. ')[0].rstrip('.')}."


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())

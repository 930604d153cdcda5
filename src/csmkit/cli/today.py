"""`csmkit today`: the desk over the whole book."""

from typing import Any

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_STYLES = {"late": "red", "this week": "yellow", "cannot tell": "dim"}


@app.command()
def today(as_of: AsOf = None, as_json: Json = False) -> None:
    """What is late, due this week or at risk; each line with the command that deals with it."""
    day = here.today(as_of)
    rows, unreadable = _book(day)
    if as_json:
        console.as_json({"as_of": day, "accounts": rows, "unreadable": unreadable})
    else:
        _show(rows, unreadable)
    if unreadable:
        raise typer.Exit(1)


def _book(day: Any) -> tuple[list[dict[str, Any]], list[str]]:  # noqa: ANN401 - a date
    from csmkit.core.desk import day_number, desk
    from csmkit.errors import CsmkitError
    from csmkit.storage.library import Library

    workspace = here.workspace()
    library = Library(workspace.root)
    rows: list[dict[str, Any]] = []
    unreadable: list[str] = []
    for name in workspace.names():
        try:
            account = workspace.load(name).account
            items = desk(account, name, library.journey(account.journey), day)
        except CsmkitError as error:
            unreadable.append(str(error))
            continue
        told = [{"urgency": i.urgency, "due": i.due, "why": i.why, "command": i.command} for i in items]
        rows.append({"account": name, "name": account.name, "day": day_number(account, day), "items": told})
    return sorted(rows, key=_most_urgent_first), unreadable


def _most_urgent_first(row: dict[str, Any]) -> tuple[int, str]:
    late = sum(item["urgency"] == "late" for item in row["items"])
    return -late, row["account"]


def _show(rows: list[dict[str, Any]], unreadable: list[str]) -> None:
    for row in (row for row in rows if row["items"]):
        number = "" if row["day"] is None else f" · day {row['day']}"
        console.out(f"{row['name']}{number}", style="bold")
        for item in row["items"]:
            console.out(f"{item['urgency']}: {item['why']}", indent=2, style=_STYLES[item["urgency"]])
            console.out(item["command"], indent=4, style="dim")
    if not rows and not unreadable:
        console.out('No accounts yet. csmkit account add "Customer Name" --signed-on 2026-09-01')
    elif not any(row["items"] for row in rows):
        console.out(f"Nothing is due. {len(rows)} account{'s' if len(rows) != 1 else ''} looked at.")
    for problem in unreadable:
        console.error(problem)

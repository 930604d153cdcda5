"""`csmkit log`: write down what happened, and move the field it changes."""

from datetime import date
from typing import Annotated

import typer

from csmkit.cli import conflicts, console, here
from csmkit.cli.here import AccountName, AsOf, Json
from csmkit.core.account import Account
from csmkit.core.diary import KINDS, counted_from


def _grammar() -> str:
    lines = [f"  {kind.example}\n      {kind.tells}" for kind in KINDS.values()]
    return "\b\nWhat can be logged:\n" + "\n".join(lines)


app = typer.Typer(rich_markup_mode=None, add_completion=False)

Words = Annotated[list[str] | None, typer.Argument(metavar="WHAT", help="Who or what it is about.")]
Kind = Annotated[str, typer.Argument(metavar="KIND", help="What happened; see below.")]


@app.command(epilog=_grammar())
def log(
    account: AccountName,
    kind: Kind = "",
    what: Words = None,
    note: Annotated[str | None, typer.Option(help="In a few words; stays with our team.")] = None,
    evidence: Annotated[str | None, typer.Option(help="What shows it; the customer reads this.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why; stays with our team.")] = None,
    to: Annotated[str | None, typer.Option(metavar="DATE", help="The new date, or the last day.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day your own word on the health expires.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(metavar="WHO", help="Who on the customer's side confirmed it or agreed to it."),
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="Where a number was read; the customer reads this.")
    ] = None,
    role: Annotated[
        list[str] | None, typer.Option(help="A part that somebody new plays, such as champion.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="The job title of somebody new.")] = None,
    email: Annotated[str | None, typer.Option(help="The address of somebody new.")] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day it happened, if not today.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Write down what happened; one write changes the field and tells the story."""
    from csmkit.core.diary import Event, changes_of, remarks
    from csmkit.storage.workspace import new_id

    today = here.today(as_of)
    workspace = here.workspace()
    record = workspace.load(account)
    words = tuple(what or ())
    event = Event(
        kind,
        _day(on, today, "--on") or today,
        words,
        note=note,
        evidence=evidence,
        reason=reason,
        to=_day(to, _start(to, record.account, kind, words, today), "--to"),
        until=_day(until, today, "--until"),
        by=by,
        source=source,
        role=tuple(role or ()),
        title=title,
        email=email,
    )
    entry_id = new_id()
    told = kind if kind in ("note", "signal") else " ".join((kind, *event.what))
    changes = changes_of(record.account, event, entry_id, today)
    saved = workspace.save(record, changes, did=f"log {told}", today=today)
    if as_json:
        console.as_json(
            {
                "account": record.name,
                "entry": entry_id,
                "on": event.on,
                "kind": kind,
                "saved": not saved.conflicts,
            }
        )
    else:
        moved = f", {_note(saved.record.account, entry_id)}" if kind == "moved" else ""
        console.out(f"Saved: {record.account.name}, {event.on}, {told}{moved}.")
    for remark in remarks(record.account, event):
        console.note(remark, style="yellow")
    conflicts.report(saved)


def _note(account: Account, entry_id: str) -> str:
    """The first part of an entry's note: which date became which."""
    found = next((entry.note for entry in account.log if entry.id == entry_id), None)
    return (found or "").partition(";")[0]


def _start(to: str | None, account: Account, kind: str, what: tuple[str, ...], today: date) -> date:
    """Where ``+14d`` counts from; a day that is named needs no start."""
    return counted_from(account, kind, what, today) if to and to.strip()[:1] in ("+", "-") else today


def _day(text: str | None, today: date, option: str) -> date | None:
    return None if text is None else here.day_option(text, today, option)

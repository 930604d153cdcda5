"""`csmkit log`: write down what happened, and move the field it changes."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from csmkit.cli import conflicts, console, here
from csmkit.cli.here import AsOf, Json
from csmkit.core.diary import KINDS, Event, changes_of, counted_from, remarks
from csmkit.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from csmkit.core.account import Account
    from csmkit.core.changes import Change
    from csmkit.storage.record import Record
    from csmkit.storage.workspace import Saved


def _grammar() -> str:
    lines = [f"  {kind.example}\n      {kind.tells}" for kind in KINDS.values()]
    return "\b\nWhat can be logged:\n" + "\n".join(lines)


app = typer.Typer(rich_markup_mode=None, add_completion=False)

Words = Annotated[list[str] | None, typer.Argument(metavar="WHAT", help="Who or what it is about.")]
Kind = Annotated[str, typer.Argument(metavar="KIND", help="What happened; see below. Without it: a menu.")]
Name = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="The account.", autocompletion=here.complete_account)
]


class Typed(NamedTuple):
    """An event as it was typed; what its dates mean may depend on the account."""

    kind: str
    what: tuple[str, ...]
    on: str | None
    to: str | None
    until: str | None
    more: dict[str, Any]


@app.command(epilog=_grammar())
def log(
    account: Name = "",
    kind: Kind = "",
    what: Words = None,
    note: Annotated[str | None, typer.Option(help="In a few words; stays with our team.")] = None,
    crm_note: Annotated[
        str | None, typer.Option(help="In a few words for the CRM, which more people read.")
    ] = None,
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
    cohort: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="For every account of this cohort or segment; leave ACCOUNT out."),
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Write down what happened; one write changes the field and tells the story."""
    today = here.today(as_of)
    more: dict[str, Any] = {"note": note, "evidence": evidence, "reason": reason, "by": by, "source": source}
    more |= {"role": tuple(role or ()), "title": title, "email": email, "crm_note": crm_note}
    if cohort is not None:
        words = [word for word in (account, kind, *(what or ())) if word]
        typed = Typed(words[0] if words else "", tuple(words[1:]), on, to, until, more)
        _log_cohort(cohort, typed, today, as_json=as_json)
        return
    if not account:
        raise WrongUsage("Name the account, as in: csmkit log ACCOUNT sync jane")
    record = here.workspace().load(account)
    typed = Typed(kind, tuple(what or ()), on, to, until, more)
    event = _event(typed, record.account, today) if kind or not here.can_ask() else _asked(record, on, today)
    saved, entry_id = _save(record, event, today)
    if as_json:
        console.as_json(_plain(saved, event, entry_id))
    else:
        _tell(saved.record, event, entry_id)
    for remark in remarks(record.account, event):
        console.note(remark, style="yellow")
    conflicts.report(saved)


def _event(typed: Typed, account: "Account", today: date) -> Event:
    return Event(
        typed.kind,
        _day(typed.on, today, "--on") or today,
        typed.what,
        to=_day(typed.to, _start(typed, account, today), "--to"),
        until=_day(typed.until, today, "--until"),
        **typed.more,
    )


def _start(typed: Typed, account: "Account", today: date) -> date:
    """Where ``+14d`` counts from; a day that is named needs no start."""
    relative = typed.to and typed.to.strip()[:1] in ("+", "-")
    return counted_from(account, typed.kind, typed.what, today) if relative else today


def _day(text: str | None, today: date, option: str) -> date | None:
    return None if text is None else here.day_option(text, today, option)


def _asked(record: "Record", on: str | None, today: date) -> Event:
    """The menu, in a terminal."""
    from csmkit.cli import ask
    from csmkit.cli.app import INTERRUPTED
    from csmkit.cli.menu import ask_event

    console.note(f"{record.account.name}: what happened? Shift-Tab goes back, Ctrl-C leaves.", style="bold")
    try:
        return ask_event(record.account, _day(on, today, "--on") or today)
    except (ask.Interrupted, ask.Back):
        console.note("Nothing was recorded.")
        raise typer.Exit(INTERRUPTED) from None


def _save(record: "Record", event: Event, today: date) -> "tuple[Saved, str]":
    from csmkit.storage.workspace import new_id

    entry_id = new_id()
    changes = _changes(record, event, entry_id, today)
    return here.workspace().save(record, changes, did=f"log {_told(event)}", today=today), entry_id


def _changes(record: "Record", event: Event, entry_id: str, today: date) -> "tuple[Change, ...]":
    """What an event changes; a message that was sent is one that the account's journey or its tasks know.

    Raises:
        NotFound: there is no such message; names the nearest.
    """
    from csmkit.cli import messages

    changes = changes_of(record.account, event, entry_id, today)
    known = {task.message for task in record.account.tasks}
    if event.kind == "sent" and event.what[0] not in known:
        messages.named(record, event.what[0])
    return changes


def _told(event: Event) -> str:
    """An event in the words it was typed in, without what somebody wrote."""
    return event.kind if event.kind in ("note", "signal") else " ".join((event.kind, *event.what))


def _tell(record: "Record", event: Event, entry_id: str) -> None:
    moved = f", {_moved(record.account, entry_id)}" if event.kind == "moved" else ""
    console.out(f"Saved: {record.account.name}, {event.on}, {_told(event)}{moved}.")
    crm = _crm(record.account, entry_id)
    if crm:
        console.out("For the CRM:", style="dim")
        console.out(crm, indent=2)


def _crm(account: "Account", entry_id: str) -> str | None:
    """The note to paste into a CRM; none for what is an opinion about people or the account."""
    from csmkit.core.telling import crm_note

    entry = next((each for each in account.log if each.id == entry_id), None)
    return crm_note(account, entry) if entry else None


def _moved(account: "Account", entry_id: str) -> str:
    """The first part of an entry's note: which date became which."""
    found = next((entry.note for entry in account.log if entry.id == entry_id), None)
    return (found or "").partition(";")[0]


def _plain(saved: "Saved", event: Event, entry_id: str) -> dict[str, Any]:
    return {
        "account": saved.record.name,
        "entry": entry_id,
        "on": event.on,
        "kind": event.kind,
        "saved": not saved.conflicts,
        "crm": _crm(saved.record.account, entry_id),
    }


def _log_cohort(cohort: str, typed: Typed, today: date, *, as_json: bool) -> None:
    """Write the same event for every account of a cohort: all of them can take it, or none is written."""
    records = _cohort(cohort)
    events = []
    for record in records:
        try:
            event = _event(typed, record.account, today)
            _changes(record, event, "check", today)
        except WrongUsage as error:
            raise WrongUsage(f"{record.name}: {error} Nothing was written.") from None
        events.append(event)
    rows, left_alone = [], []
    for record, event in zip(records, events, strict=True):
        saved, entry_id = _save(record, event, today)
        rows.append(_plain(saved, event, entry_id))
        left_alone += [saved] if saved.conflicts else []
        if not as_json:
            _tell(saved.record, event, entry_id)
        for remark in remarks(record.account, event):
            console.note(f"{record.name}: {remark}", style="yellow")
    if as_json:
        console.as_json(rows)
    for saved in left_alone:
        conflicts.report(saved)


def _cohort(name: str) -> "list[Record]":
    """The accounts of a cohort, or of a segment, that have not left.

    Raises:
        Refused: there are none, or one of the book cannot be read and might be one of them.
    """
    from csmkit.cli.book import read_book
    from csmkit.errors import NotFound

    book = read_book()
    if book.unreadable:
        told = "\n".join(book.unreadable)
        raise Refused(f"{told}\nIt may belong to the cohort, so nothing was written.")
    words = (word for e in book.entries for word in (e.account.cohort, e.account.segment) if word)
    wanted = name.casefold()
    if wanted not in {word.casefold() for word in words}:
        raise NotFound("cohort", name, (), "It is what the records call `cohort` or `segment`.")
    mine = [
        entry.record
        for entry in book.entries
        if wanted in {(entry.account.cohort or "").casefold(), (entry.account.segment or "").casefold()}
        and not entry.account.contract.churned_on
    ]
    if not mine:
        raise Refused(f"Every account of the cohort “{name}” has left. Nothing was written.")
    return mine

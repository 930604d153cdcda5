"""`csmkit email`: the messages of a journey, what is due, and drafts to send."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from csmkit.cli import console, here, messages
from csmkit.cli.here import AsOf, Json, complete_account
from csmkit.errors import CsmkitError, WrongUsage

if TYPE_CHECKING:
    from csmkit.core.messages import Due
    from csmkit.storage.record import Record

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)

_STYLES = {"due": "yellow", "later": "dim", "waiting": "dim", "sent": "green", "past": "dim"}


@app.callback()
def email() -> None:
    """The messages of a journey: which is due when, and each as a draft you can send."""


@app.command("list")
def list_(
    accounts: Annotated[
        list[str] | None, typer.Argument(metavar="ACCOUNT", autocompletion=complete_account)
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """What is due when and what was sent; without a name, what is due over the whole book."""
    day, workspace = here.today(as_of), here.workspace()
    told, unreadable = [], []
    for name in accounts or workspace.names():
        try:
            record = workspace.load(name)
            told.append((record, messages.due(record, day)))
        except CsmkitError as error:
            if accounts:
                raise
            unreadable.append(str(error))
    if as_json:
        console.as_json([_plain(record, due, day) for record, due in told])
    elif accounts:
        for record, due in told:
            _show(record, due)
    else:
        _show_due(told)
    for problem in unreadable:
        console.error(problem)
    raise typer.Exit(int(bool(unreadable)))


@app.command()
def render(
    account: Annotated[str | None, typer.Argument(metavar="ACCOUNT", autocompletion=complete_account)] = None,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="As `email list` shows it.")] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="PERSON", help="To this person, not to the usual readers.")
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="Every message that is due: of this account, or of the whole book.")
    ] = False,
    eml: Annotated[bool, typer.Option("--eml", help="Also as a draft that a mail program opens.")] = False,
    as_of: AsOf = None,
) -> None:
    """Write a message to accounts/ACCOUNT/emails/NAME.md; your own edits in it are kept."""
    day = here.today(as_of)
    if due:
        if name or to:
            raise WrongUsage("--due writes whatever is due; leave out the message and --to.")
        raise typer.Exit(int(_render_due(account, day, eml=eml)))
    if account is None or name is None:
        raise WrongUsage(
            "Name an account and a message, as in: csmkit email render northwind welcome. "
            "`csmkit email list ACCOUNT` shows them."
        )
    record = here.workspace().load(account)
    email = messages.named(record, name)
    messages.write(record, email, day, to=to, eml=eml)
    standing = next(one for one in messages.due(record, day) if one.email.name == email.name)
    if standing.state != "due":
        console.note(f"It is not due: {standing.state}, {_when(standing)}.", style="dim")


def _render_due(account: str | None, day: date, *, eml: bool) -> bool:
    """Whether anything could not be written; the rest is written all the same."""
    workspace = here.workspace()
    failed = found = False
    for name in [account] if account else workspace.names():
        try:
            record = workspace.load(name)
            waiting = [one for one in messages.due(record, day) if one.state == "due"]
        except CsmkitError as error:
            console.error(str(error))
            failed = True
            continue
        for one in waiting:
            found = True
            try:
                messages.write(record, one.email, day, eml=eml)
            except CsmkitError as error:
                console.error(str(error))
                failed = True
    if not found and not failed:
        console.out("No message is due.")
    return failed


def _plain(record: "Record", due: "tuple[Due, ...]", day: date) -> dict[str, Any]:
    return {
        "account": record.name,
        "as_of": day,
        "messages": [
            {
                "name": one.email.name,
                "state": one.state,
                "due_on": one.due_on,
                "after": one.email.after,
                "to": [person.name for person in messages.readers(record, one.email)],
                "roles": list(one.email.to),
                "sent_on": one.sent_on,
                "sent_to": list(one.sent_to),
            }
            for one in due
        ],
    }


def _show(record: "Record", due: "tuple[Due, ...]") -> None:
    console.out(f"{record.account.name}: messages of the journey {record.account.journey}", style="bold")
    console.table(
        ("message", "state", "when", "to"),
        [(one.email.name, one.state, _when(one), _to(record, one)) for one in due],
    )
    waiting = [one for one in due if one.state == "due"]
    if waiting:
        console.note(f"Next: csmkit email render {record.name} --due", style="dim")


def _show_due(told: "list[tuple[Record, tuple[Due, ...]]]") -> None:
    lines = list(_lines(told))
    for line, style in lines:
        console.out(line, indent=2 if style is None else 0, style=style)
    if lines:
        console.note("Next: csmkit email render --due", style="dim")
    else:
        console.out("No message is due.")


def _lines(told: "list[tuple[Record, tuple[Due, ...]]]") -> Iterator[tuple[str, str | None]]:
    for record, due in told:
        waiting = [one for one in due if one.state == "due"]
        if waiting:
            yield record.account.name, "bold"
        for one in waiting:
            yield f"{one.email.name} to {_to(record, one)}, due since {one.due_on}", None


def _when(one: "Due") -> str:
    from csmkit.core.occasions import TELLS

    if one.state in ("sent", "past"):
        return str(one.sent_on or one.due_on or "no longer")
    if one.due_on is None and one.email.after:
        return TELLS[one.email.after]
    return str(one.due_on) if one.due_on else "cannot tell: needs contract.signed_on"


def _to(record: "Record", one: "Due") -> str:
    people = messages.readers(record, one.email)
    if people:
        return ", ".join(person.name for person in people)
    return f"nobody yet ({', '.join(role.replace('_', ' ') for role in one.email.to)})"

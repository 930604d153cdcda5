"""`csmkit account reassign`: accounts go over to another CSM."""

from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import conflicts, console, here
from csmkit.cli.here import AsOf

if TYPE_CHECKING:
    from csmkit.cli.book import Book


def reassign(
    from_: Annotated[str, typer.Option("--from", metavar="NAME", help="The CSM who gives them away.")],
    to: Annotated[str, typer.Option(metavar="NAME", help="The CSM who takes them over.")],
    accounts: Annotated[
        list[str] | None, typer.Argument(metavar="[ACCOUNT…]", help="Which; without one, all of them.")
    ] = None,
    email: Annotated[str | None, typer.Option(metavar="ADDRESS", help="The new CSM's work address.")] = None,
    as_of: AsOf = None,
) -> None:
    """Give accounts to another CSM; each record is changed and tells it in its log."""
    from pydantic_core import PydanticCustomError

    from csmkit.cli.book import read_book
    from csmkit.core.fields import clean_line, to_email
    from csmkit.core.reassigning import reassigned, still_named
    from csmkit.core.steady_state import INTRODUCTION
    from csmkit.errors import Refused, WrongUsage
    from csmkit.storage.workspace import new_id

    today, workspace = here.today(as_of), here.workspace()
    try:
        name = clean_line(to)
        address = to_email(email) if email else _known_address(read_book(), name)
    except PydanticCustomError as error:
        raise WrongUsage(f"--to or --email {error.message()}.") from None
    book = read_book(from_, accounts or ())
    if not book.entries and not book.unreadable:
        raise Refused(f"No account belongs to {from_}; nothing was changed.")
    for entry in book.entries:
        giver = entry.csm or from_
        if giver.casefold() == name.casefold():
            console.note(f"{entry.account.name} is {giver}'s already; nothing was changed.")
            continue
        changes = reassigned(entry.account, name, address, new_id(), today)
        saved = workspace.save(entry.record, changes, did=f"reassign to {name}", today=today)
        console.out(f"Saved: {entry.account.name}, from {giver} to {name}.")
        if any(email.name == INTRODUCTION for email in entry.journey.emails):
            console.note(
                f"Next: csmkit email render {entry.name} {INTRODUCTION}, signed by {giver}",
                indent=2,
                style="dim",
            )
        for path in still_named(entry.account, giver):
            console.note(f"{path} still names {giver} as its owner.", indent=2, style="yellow")
        conflicts.report(saved)
    if book.entries and address is None:
        console.note(f"{name} has no address in these records; give it with --email.")
    book.stop_if_unreadable()


def _known_address(book: "Book", name: str) -> str | None:
    """The address this CSM has in another account, or in the settings."""
    own = here.workspace().settings.csm
    if own is not None and own.name == name and own.email:
        return own.email
    people = (entry.account.vendor_team.get("csm") for entry in book.entries)
    return next((each.email for each in people if each and each.name == name and each.email), None)

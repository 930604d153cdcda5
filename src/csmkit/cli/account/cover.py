"""`csmkit account cover`: the brief for the colleague who covers while a CSM is away."""

from typing import Annotated, Any

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json


def cover(
    from_: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day away.")],
    to: Annotated[str, typer.Option(metavar="DATE", help="The last day away.")],
    csm: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose accounts, where the book has several CSMs.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Print a cover brief for a holiday, as Markdown for our own team."""
    from csmkit.cli.book import read_book
    from csmkit.core.cover import cover as cover_of
    from csmkit.core.desk import importance
    from csmkit.documents.sheets import cover_brief
    from csmkit.errors import WrongUsage

    today = here.today(as_of)
    away = here.day_option(from_, today, "--from"), here.day_option(to, today, "--to")
    if away[1] < away[0]:
        raise WrongUsage("--to has to lie after --from.")
    book = read_book(csm)
    here_still = [e for e in book.entries if not e.account.contract.churned_on]
    covers = [(cover_of(e.account, e.name, e.journey, away), e.name) for e in here_still]
    covers.sort(key=lambda each: (not each[0].due, [importance(item) for item in each[0].due[:1]], each[1]))
    whose = here_still[0].csm if csm and here_still else None
    if as_json:
        console.as_json([_plain(name, each) for each, name in covers])
    else:
        console.raw(cover_brief(whose, away, [each for each, _ in covers]))
    book.stop_if_unreadable()


def _plain(name: str, each: Any) -> dict[str, Any]:  # noqa: ANN401 - a Cover, loaded with the command
    return {
        "account": name,
        "name": each.name,
        "day": each.day,
        "health": each.health.replace(" ", "_"),
        "reasons": list(each.reasons),
        "due": [{"due": item.due, "why": item.why, "command": item.command} for item in each.due],
        "contacts": [contact._asdict() for contact in each.contacts],
        "careful": list(each.careful),
    }

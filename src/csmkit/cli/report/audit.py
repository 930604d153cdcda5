"""`csmkit report audit`: where onboarding stands today, as one internal document."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json

if TYPE_CHECKING:
    from csmkit.book.current_state.audit import Audit, Ruled, Value
    from csmkit.cli.book import Book, Entry
    from csmkit.cli.ttfv.sources import Told


def audit(
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only accounts that signed on this day or later.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Write reports/current-state-audit.md: where onboarding stands, and where it stalls."""
    from csmkit.cli.book import read_book

    day = here.today(as_of)
    first = here.day_option(since, day, "--since") if since else None
    whole = read_book()
    book = whole._replace(entries=_since(whole.entries, first))
    told = _ttfv(book, first, day)
    found = _audited(book, told, first, day)
    if as_json:
        console.as_json(_plain(found, told, book))
    else:
        _write(found)
    book.stop_if_unreadable()


def _since(entries: "Sequence[Entry]", first: date | None) -> "tuple[Entry, ...]":
    """The accounts that signed on a day or later; one without a signature cannot be left out by it."""
    signed = [(entry, entry.account.contract.signed_on) for entry in entries]
    return tuple(entry for entry, on in signed if first is None or on is None or on >= first)


def _audited(book: "Book", told: "Told", first: date | None, day: date) -> "Audit":
    from csmkit.book.current_state.audit import audit
    from csmkit.book.current_state.rates import Case

    cases = [Case(entry.account, entry.journey) for entry in book.entries]
    return audit(cases, _value(told), _ruled(book, day), here.library().definition(), first, day)


def _ttfv(book: "Book", first: date | None, day: date) -> "Told":
    from csmkit.book.ttfv import HORIZONS
    from csmkit.cli.ttfv import sources

    question = sources.Question(day, HORIZONS, "journey", first, "first-value")
    return sources.told(question, sources.of_book(question, book))


def _value(told: "Told") -> "Value":
    from csmkit.book.current_state.audit import Value
    from csmkit.book.current_state.rates import NotCounted

    left_out = tuple(NotCounted(one.why, one.number) for one in told.left_out)
    return Value(told.answer, told.question.horizons, left_out, told.found.notes)


def _ruled(book: "Book", day: date) -> "Ruled":
    from csmkit.book.current_state.audit import Ruled
    from csmkit.book.current_state.firing import firing
    from csmkit.cli.findings import cases_of

    running = [entry for entry in book.entries if entry.is_running(day)]
    cases = (case for _, case in cases_of(running, book.entries, day))
    return Ruled(len(running), firing(cases))


def _write(found: "Audit") -> None:
    from csmkit.book.current_state.told import audit_values
    from csmkit.cli import paper
    from csmkit.documents.current_state import DOCUMENT, current_state_document

    workspace, folders = here.workspace(), here.library().folders("templates")
    text = current_state_document(audit_values(found), folders, here.compiled_templates())
    paper.show(paper.publish_report(workspace, DOCUMENT, text))


def _plain(found: "Audit", told: "Told", book: "Book") -> dict[str, Any]:
    from csmkit.cli.report.plain import as_plain

    return {**as_plain(found, told), "unreadable": book.unreadable}

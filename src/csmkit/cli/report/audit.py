"""`csmkit report audit`: where onboarding stands today, as one internal document."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json

if TYPE_CHECKING:
    from csmkit.book.current_state.audit import Audit, Ruled, Value
    from csmkit.book.current_state.voices import Voices
    from csmkit.cli.book import Book, Entry
    from csmkit.cli.train.team import Team
    from csmkit.cli.ttfv.sources import Told


def audit(
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only accounts that signed on this day or later.")
    ] = None,
    with_names: Annotated[
        bool, typer.Option("--with-names", help="Name the colleagues whose answers are repeated.")
    ] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Write reports/current-state-audit.md: where onboarding stands, and where it stalls."""
    from csmkit.cli.book import read_book
    from csmkit.cli.train.team import read_team

    day = here.today(as_of)
    first = here.day_option(since, day, "--since") if since else None
    whole = read_book()
    book = whole._replace(entries=_since(whole.entries, first))
    told = _ttfv(book, first, day)
    team = read_team()
    heard = _heard(book, team, day, named=with_names)
    found = _audited(book, told, heard, first, day)
    if as_json:
        console.as_json(_plain(found, told, book))
    else:
        _write(found)
    for problem in team.unreadable:
        console.error(str(problem))
    book.stop_if_unreadable()
    if team.unreadable:
        raise typer.Exit(1)


def _heard(book: "Book", team: "Team", day: date, *, named: bool) -> "Voices":
    from csmkit.book.current_state.voices import CUSTOMERS, TEAM, TOP, voices

    interviews = {name: here.library().interview(name) for name in (CUSTOMERS, TEAM, TOP)}
    accounts = (entry.account for entry in book.entries)
    return voices(accounts, team.people, interviews, day, named=named)


def _since(entries: "Sequence[Entry]", first: date | None) -> "tuple[Entry, ...]":
    """The accounts that signed on a day or later; one without a signature cannot be left out by it."""
    signed = [(entry, entry.account.contract.signed_on) for entry in entries]
    return tuple(entry for entry, on in signed if first is None or on is None or on >= first)


def _audited(book: "Book", told: "Told", heard: "Voices", first: date | None, day: date) -> "Audit":
    from csmkit.book.current_state.audit import Sources, audit
    from csmkit.book.current_state.rates import Case

    cases = [Case(entry.account, entry.journey) for entry in book.entries]
    sources = Sources(_value(told), _ruled(book, day), here.library().definition(), heard)
    return audit(cases, sources, first, day)


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
    from csmkit.book.current_state.told import audit_values, edits_values
    from csmkit.cli import paper
    from csmkit.documents.current_state import (
        DOCUMENT,
        EDITS,
        current_state_document,
        proposed_edits_document,
    )

    workspace, folders = here.workspace(), here.library().folders("templates")
    text = current_state_document(audit_values(found), folders, here.compiled_templates())
    paper.show(paper.publish_report(workspace, DOCUMENT, text))
    if found.voices.edits:
        parts = edits_values(found.voices, _files())
        edits = proposed_edits_document(parts, folders, here.compiled_templates())
        paper.show(paper.publish_report(workspace, EDITS, edits))


def _files() -> dict[str, str]:
    """Where each playbook and message stands, by the name that people call it."""
    library = here.library()
    messages = {
        name.rpartition("/")[2]: f"templates/{name.partition('/')[2]}.md.j2" for name in library.templates()
    }
    return messages | {
        entry.name: entry.file.replace("shipped:", "playbooks/") for entry in library.entries()
    }


def _plain(found: "Audit", told: "Told", book: "Book") -> dict[str, Any]:
    from csmkit.cli.report.plain import as_plain

    return {**as_plain(found, told), "unreadable": book.unreadable}

"""Where the accounts of a question come from: a table, or the workspace."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from csmkit.book.rows import ROWS_NAMED
from csmkit.book.stories import Story
from csmkit.book.ttfv import Answer, answer, waits_of
from csmkit.cli import console
from csmkit.cli.date_orders import date_orders
from csmkit.cli.faulty_rows import LeftOut, left_out, unreadable
from csmkit.errors import NotFound

if TYPE_CHECKING:
    from csmkit.cli.book import Book
    from csmkit.core.account import Account


class Question(NamedTuple):
    """What was asked. `since`: only accounts that started on the day or later."""

    as_of: date
    horizons: tuple[int, ...]
    by: str | None
    since: date | None
    event: str


class Found(NamedTuple):
    """The stories of a source, what it left out, and what its reader has to know."""

    source: str
    start: str
    event: str
    stories: tuple[Story, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    redefined: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


class Told(NamedTuple):
    """The answer, once with every day counted and, where there are holds, once without the days on hold."""

    question: Question
    found: Found
    answer: Answer
    without_holds: Answer | None
    left_out: tuple[LeftOut, ...]


def told(question: Question, found: Found) -> Told:
    """Answer a question over what was found."""
    first = question.since.toordinal() if question.since else None
    stories = [story for story in found.stories if first is None or story.start >= first]
    as_of, grouped = question.as_of.toordinal(), question.by is not None
    waits = waits_of(stories, as_of)
    paused = waits_of(stories, as_of, pausing=True) if any(story.holds for story in stories) else None
    silent = Counter(waits.silent)
    if earlier := len(found.stories) - len(stories):
        silent[f"started before {question.since}"] = earlier
    return Told(
        question,
        found,
        answer(waits.groups, question.horizons, grouped=grouped),
        answer(paused.groups, question.horizons, grouped=grouped) if paused else None,
        (*found.left_out, *(LeftOut(why, count) for why, count in silent.items())),
    )


# --- A table -------------------------------------------------------------------------------------------


def of_table(
    question: Question, file: Path, mapping: Path | None, dates: Sequence[str], *, leave_out: bool
) -> Found:
    """The accounts of a CSV file.

    Raises:
        FaultyTable: it has faults, each told by row and column, and nobody said to leave those rows out.
    """
    from csmkit.book.rows import BadTable
    from csmkit.book.table import DATES, audited, columns_of
    from csmkit.exchange.sheet import read_sheet

    sheet = read_sheet(file)
    renamed = _renamed(mapping)
    by_quarter = question.by == "quarter"
    places = columns_of(sheet.header, renamed, None if by_quarter else question.by)
    if isinstance(places, BadTable):
        raise unreadable(file, places)
    latest = max(date.today(), question.as_of).toordinal()  # noqa: DTZ011 - the reader's own day
    audit = audited(sheet.header, sheet.rows, places, date_orders(dates, DATES), latest)
    if isinstance(audit, BadTable):
        raise unreadable(file, audit)
    faults = left_out(file, audit.faults, audit.rows, allowed=leave_out)
    stories = _in_quarters(audit.stories) if by_quarter else audit.stories
    windows = "Read as Windows-1252, because it is not UTF-8." if sheet.encoding == "cp1252" else None
    return Found(str(file), "the start", "first value", stories, faults, (windows,) if windows else ())


def _renamed(mapping: Path | None) -> Mapping[str, str]:
    """A table's own column names by ours."""
    if mapping is None:
        return {}
    from csmkit.cli.ttfv.mapping import TableMapping
    from csmkit.storage.reading import read_source, validate

    return validate(read_source(mapping), TableMapping).model_dump(exclude_none=True)


def _in_quarters(stories: Iterable[Story]) -> tuple[Story, ...]:
    from csmkit.book.accounts import quarter

    return tuple(story._replace(group=quarter(date.fromordinal(story.start))) for story in stories)


# --- The workspace -------------------------------------------------------------------------------------


def of_workspace(question: Question) -> Found:
    """The accounts of the workspace; raises as `of_book` does."""
    from csmkit.cli.book import read_book

    return of_book(question, read_book())


def of_book(question: Question, book: "Book") -> Found:
    """The accounts of a book that is read already.

    Raises:
        WrongUsage: nothing of that name to compare by, or to wait for.
    """
    from csmkit.book.accounts import EVENTS, GROUPINGS, MATURITY, milestones_of, story_of

    accounts = {entry.name: entry.account for entry in book.entries}
    if not accounts and not book.unreadable:
        console.note('No accounts yet. csmkit account add "Customer Name" --signed-on 2026-09-01')
    groupings = [*GROUPINGS, MATURITY]
    if question.by and question.by not in groupings:
        raise NotFound("comparison", question.by, groupings, f"Compare by {', '.join(groupings)}.")
    known = {*EVENTS, *milestones_of(accounts.values())}
    if question.event not in known:
        raise NotFound("event", question.event, known, f"Known here: {', '.join(sorted(known))}.")
    stories, silent = [], dict[str, list[str]]()
    maturity = _maturity_of(book, question.as_of) if question.by == MATURITY else None
    for name, account in accounts.items():
        story = story_of(account, question.event, question.by if maturity is None else None)
        if isinstance(story, Story):
            stories.append(story if maturity is None else story._replace(group=maturity[name] or ""))
        else:
            silent.setdefault(story, []).append(name)
    unheard = tuple(LeftOut(why, len(names), tuple(names[:ROWS_NAMED])) for why, names in silent.items())
    event = question.event.replace("-", " ") if question.event in EVENTS else f"milestone {question.event}"
    about_value = question.event == "first-value"
    notes = _notes(accounts.values()) if about_value else ()
    redefined = tuple(_redefined(book, question.as_of)) if about_value else ()
    return Found(
        "the workspace", "the signature", event, tuple(stories), unheard, notes, redefined, book.unreadable
    )


def _maturity_of(book: "Book", day: date) -> Mapping[str, str | None]:
    """The maturity of each account as it was first assessed by a day."""
    from csmkit.book.accounts import first_maturity
    from csmkit.cli import here

    model = cache(here.library().assessment)
    names = {entry.name: entry.journey.assessment for entry in book.entries}
    return {
        entry.name: first_maturity(entry.account, names[entry.name], model(names[entry.name]), day)
        for entry in book.entries
    }


def _redefined(book: "Book", as_of: date) -> Iterator[str]:
    """The accounts in which it was changed what first value means, after the plan was agreed."""
    from csmkit.core.redefinition import PATH, was_redefined
    from csmkit.storage.versions import texts_in

    for entry in book.entries:
        if was_redefined(entry.account, as_of, texts_in(entry.record.folder, *PATH)):
            yield entry.name


def _notes(accounts: Iterable["Account"]) -> tuple[str, ...]:
    from csmkit.book.accounts import without_definition, without_evidence

    listed = list(accounts)
    if listed and not any(account.first_value.reached_on for account in listed):
        log_it = '`csmkit log ACCOUNT first-value --evidence "…"`'
        return (f"No first value is on record for anybody, so nought means never written down: {log_it}.",)
    counts = (
        (without_evidence(listed), "called first value reached with no evidence in the record"),
        (without_definition(listed), "not saying what first value means to this customer"),
    )
    return tuple(
        f"{count} {'account' if count == 1 else 'accounts'} {what}." for count, what in counts if count
    )

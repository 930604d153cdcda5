"""What `csmkit train effect` looks at: the book, the team, the rules of the plan and two tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from csmkit.cli.faulty_rows import LeftOut, left_out, unreadable
from csmkit.errors import NotFound, Refused
from csmkit.training.balance import Trait, balance
from csmkit.training.effect import Effect, effect, too_few
from csmkit.training.measures import FROM_RECORDS, Measure, csat, nrr, plan_findings
from csmkit.training.scores import Read
from csmkit.training.starts import Starts, certifications, starts_of

if TYPE_CHECKING:
    from csmkit.book.rows import BadTable
    from csmkit.cli.book import Book, Entry
    from csmkit.core.teammate import Teammate

V = TypeVar("V")
SETTLED_AFTER = 30
LEFT = "left, so nobody tends the plan any more"
TOO_NEW = f"is not {SETTLED_AFTER} days old, so the plan is still being made"


class TooFew(Refused):
    """There is too little to compare."""


class Tables(NamedTuple):
    """The tables that were named, how their dates are written, and whether faulty rows may be left out."""

    csat: Path | None
    nrr: Path | None
    dates: Sequence[str]
    leave_out: bool


class Question(NamedTuple):
    """What was asked. `certification`: the one that counts; None for any of them."""

    as_of: date
    horizon: int
    certification: str | None


class Told(NamedTuple):
    """The whole answer. `counted`: the certifications that count."""

    question: Question
    counted: tuple[str, ...]
    starts: Starts
    balance: tuple[Trait, ...]
    effect: Effect
    left_out: tuple[LeftOut, ...]


def told(question: Question, book: "Book", team: "Sequence[Teammate]", tables: Tables) -> Told:
    """Read what there is and compare.

    Raises:
        NotFound: nobody earned a certification of that name.
        TooFew: too few accounts on a side.
        FaultyTable: a table cannot be believed, each reason by row.
    """
    counted, day = _counted(question, team), question.as_of
    accounts = {entry.name: entry.account for entry in book.entries}
    starts = starts_of(accounts, team, day, question.certification)
    from_tables, without = _from_tables(book, starts, tables, day)
    if why := too_few(starts):
        raise TooFew("\n".join((why, *_next(starts, team))))
    findings = _findings(book, {start.name for start in starts.told}, day)
    measures = (*FROM_RECORDS, plan_findings(findings), *from_tables)
    found = effect(starts.told, measures, question.horizon, day)
    return Told(question, counted, starts, balance(starts.told), found, without)


def _counted(question: Question, team: "Sequence[Teammate]") -> tuple[str, ...]:
    known, wanted = certifications(team), question.certification
    if wanted is None:
        return known
    if wanted not in known:
        raise NotFound("certification that anybody earned", wanted, known, _listed(known))
    return (wanted,)


def _listed(known: Sequence[str]) -> str:
    return f"There are: {', '.join(known)}." if known else "Nobody in team/ holds a certificate."


def _next(starts: Starts, team: Sequence["Teammate"]) -> Iterable[str]:
    yield from (f"Not counted, {len(names)}: {why}" for why, names in starts.left_out.items())
    if not any(mate.certificates for mate in team):
        yield "Nobody in team/ holds a certificate. `csmkit train --help` shows how to begin."


def _findings(book: "Book", names: set[str], day: date) -> Mapping[str, float | str]:
    """How many rules each plan breaks or leaves untold, but for advice; or why it is not looked at."""
    from csmkit.cli.findings import cases_of
    from csmkit.core.checks import check
    from csmkit.core.waivers import sort_out

    entries = [entry for entry in book.entries if entry.name in names]
    found: dict[str, float | str] = {entry.name: why for entry in entries if (why := _no_plan(entry, day))}
    for entry, case in cases_of((one for one in entries if one.name not in found), book.entries, day):
        standing = sort_out(check(case, ("plan",)), entry.account.waived, day).standing
        found[entry.name] = float(len({one.code for one in standing if one.severity != "info"}))
    return found


def _no_plan(entry: "Entry", day: date) -> str | None:
    signed = entry.account.contract.signed_on
    if not entry.is_running(day):
        return LEFT
    return TOO_NEW if signed is None or (day - signed).days < SETTLED_AFTER else None


# --- The tables ----------------------------------------------------------------------------------------


def _from_tables(
    book: "Book", starts: Starts, tables: Tables, day: date
) -> tuple[tuple[Measure, ...], tuple[LeftOut, ...]]:
    from csmkit.cli.date_orders import date_orders
    from csmkit.exchange.sheet import read_sheet
    from csmkit.training.scores import names_of, read_revenue, read_scores

    names = names_of({entry.name: entry.account.name for entry in book.entries})
    measures: list[Measure] = []
    without: list[LeftOut] = []
    if tables.csat:
        sheet, order = read_sheet(tables.csat), date_orders(tables.dates, ("on",)).get("on")
        signed = {start.name: start.signed for start in starts.told}
        scores = read_scores(sheet.header, sheet.rows, names, signed, day, order)
        measures.append(csat(_believed(scores, tables.csat, tables, without)))
    if tables.nrr:
        sheet = read_sheet(tables.nrr)
        revenue = read_revenue(sheet.header, sheet.rows, names)
        measures.append(nrr(_believed(revenue, tables.nrr, tables, without)))
    return tuple(measures), tuple(without)


def _believed(
    read: "Read[V] | BadTable", file: Path, tables: Tables, without: list[LeftOut]
) -> Mapping[str, V]:
    """What a table says, without the rows that may be left out."""
    if not isinstance(read, Read):
        raise unreadable(file, read)
    faults = left_out(file, read.faults, read.rows, allowed=tables.leave_out)
    without += [fault._replace(why=f"{file}: {fault.why}") for fault in faults]
    return read.values

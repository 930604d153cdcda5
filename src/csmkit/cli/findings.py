"""What the rules find in an account, on the screen, as JSON or as a comment for a review."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import typer

from csmkit.cli import console, here
from csmkit.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from csmkit.cli.book import Entry
    from csmkit.core.account import Account
    from csmkit.core.checks.rule import Case
    from csmkit.core.findings import Finding
    from csmkit.core.journey import Journey
    from csmkit.core.playbook import Interview
    from csmkit.core.waivers import Sorted
    from csmkit.storage.record import Record

_WEIGHT = {"error": "error", "warning": "warning", "info": "advice"}


@dataclass(frozen=True)
class Looked:
    """What was looked at and what was found."""

    record: "Record"
    found: "Sorted"
    rules: int
    silent: int

    @property
    def counts(self) -> dict[str, int]:
        """How many of each weight, what could not be told and what is waived."""
        told = [finding.severity for finding in self.found.standing if finding.told]
        unknown = sum(not finding.told for finding in self.found.standing)
        by_weight = {severity: told.count(severity) for severity in ("error", "warning", "info")}
        return by_weight | {"cannot_tell": unknown, "waived": len(self.found.waived)}


def look(record: "Record", families: Iterable[str], day: date) -> Looked:
    """Ask the rules of some families about an account."""
    from csmkit.core.checks import check, rules
    from csmkit.core.waivers import sort_out

    families = tuple(families)
    others = other_outcomes(record.account, _whole_book()) if "plan" in families else {}
    case = case_of(record, day, others)
    findings = check(case, families)
    holding = [rule for rule in rules(families) if case.journey.touch in rule.touch]
    reported = {finding.code for finding in findings}
    silent = sum(rule.code not in reported for rule in holding)
    return Looked(record, sort_out(findings, record.account.waived, day), len(holding), silent)


def case_of(record: "Record", day: date, other_outcomes: dict[str, tuple[str, ...]]) -> "Case":
    """Everything the rules may look at."""
    library = here.library()
    journey = library.journey(record.account.journey)
    return case_on(record, journey, library.interview(journey.handoff), day, other_outcomes)


def case_on(
    record: "Record",
    journey: "Journey",
    handoff: "Interview",
    day: date,
    other_outcomes: dict[str, tuple[str, ...]],
) -> "Case":
    """The same, with a journey and its handoff that are read already: for a whole book."""
    from csmkit.cli.plan.timeline import timeline_on
    from csmkit.core.changes import texts
    from csmkit.core.checks.rule import Case
    from csmkit.core.completeness import completeness

    return Case(
        record.account,
        record.name,
        journey,
        day,
        completeness(journey.handoff, handoff, record.account, texts(record.data), day),
        {session.id: session.title for session in handoff.sessions},
        timeline_on(record.account, journey, day),
        other_outcomes,
    )


def cases_of(
    entries: "Iterable[Entry]", book: "Sequence[Entry]", day: date
) -> "Iterator[tuple[Entry, Case]]":
    """Some accounts of a book, each with everything the rules may look at."""
    handoff = cache(here.library().interview)
    for entry in entries:
        others = other_outcomes(entry.account, (one.account for one in book))
        yield entry, case_on(entry.record, entry.journey, handoff(entry.journey.handoff), day, others)


def _whole_book() -> "Iterator[Account]":
    """Every account that can be read."""
    workspace = here.workspace()
    for name in workspace.names():
        with suppress(Refused, WrongUsage):
            yield workspace.load(name).account


def other_outcomes(account: "Account", book: "Iterable[Account]") -> dict[str, tuple[str, ...]]:
    """The outcomes of the book's other accounts; onboardings of one customer may share theirs."""
    return {
        other.name: tuple(outcome.statement for outcome in other.outcomes)
        for other in book
        if other.id != account.id and not (account.parent and other.parent == account.parent)
    }


def show(looked: Looked, style: str = "text") -> None:
    """Print what was found; `style` is text, json or markdown.

    Raises:
        typer.Exit: with 1, when anything of error level stands.
    """
    if style == "json":
        console.as_json(plain(looked))
    elif style == "markdown":
        console.raw(_markdown(looked))
    else:
        _show_text(looked)
    if looked.found.fails:
        raise typer.Exit(1)


def plain(looked: Looked) -> dict[str, Any]:
    """What was found as plain data."""
    return {
        "account": looked.record.name,
        "rules": looked.rules,
        "silent": looked.silent,
        "counts": looked.counts,
        "findings": [_plain(looked.record, finding) for finding in looked.found.standing],
        "waived": [
            _plain(looked.record, finding) | {"reason": waiver.reason, "by": waiver.by, "until": waiver.until}
            for finding, waiver in looked.found.waived
        ],
    }


def _plain(record: "Record", finding: "Finding") -> dict[str, Any]:
    file, line = _place(record, finding)
    return {
        "code": finding.code,
        "severity": finding.severity,
        "told": finding.told,
        "message": finding.message,
        "about": finding.about,
        "file": file,
        "line": line,
        "mend": finding.mend,
    }


def _place(record: "Record", finding: "Finding") -> tuple[str, int]:
    from csmkit.storage.record import place_of

    return place_of(record, finding.about)


def summary(looked: Looked) -> str:
    """Everything in one line, with the coverage."""
    counts = looked.counts
    told = [
        _counted(counts["error"], "error"),
        _counted(counts["warning"], "warning"),
        f"{counts['info']} for advice" if counts["info"] else "",
        f"{counts['cannot_tell']} cannot be told" if counts["cannot_tell"] else "",
        f"{counts['waived']} waived" if counts["waived"] else "",
    ]
    return f"{', '.join(filter(None, told))}; {looked.silent} of {looked.rules} rules find nothing"


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _show_text(looked: Looked) -> None:
    console.out(f"{looked.record.account.name}: {summary(looked)}.", style="bold")
    for finding in looked.found.standing:
        file, line = _place(looked.record, finding)
        weight = _WEIGHT[finding.severity] if finding.told else "unknown"
        console.out(f"{finding.code} {weight}: {finding.message}", indent=2)
        console.out(f"{file}:{line}", indent=4, style="dim")
        console.out(finding.mend, indent=4)
    for finding, waiver in looked.found.waived:
        until = f" until {waiver.until}" if waiver.until else ""
        console.out(f"{finding.code} waived{until}: {finding.message}", indent=2, style="dim")
        console.out(
            f"{waiver.by or 'nobody named'}: {' '.join(waiver.reason.split())}", indent=4, style="dim"
        )
    if looked.found.standing:
        console.note(f"Why a rule is there: csmkit explain {looked.found.standing[0].code}", style="dim")


def _markdown(looked: Looked) -> str:
    from csmkit.documents.escaping import inline

    name = inline(looked.record.account.name)
    lines = [f"**{name}:** {summary(looked)}.", ""]
    for finding in looked.found.standing:
        file, line = _place(looked.record, finding)
        weight = _WEIGHT[finding.severity] if finding.told else "unknown"
        lines.append(f"- [ ] **{finding.code}** ({weight}, `{file}:{line}`): {inline(finding.message)}")
        lines.append(f"  To mend it: {inline(finding.mend)}")
    for finding, waiver in looked.found.waived:
        reason = inline(" ".join(waiver.reason.split()))
        lines.append(f"- [x] **{finding.code}** waived by {inline(waiver.by or 'nobody')}: {reason}")
    return "\n".join(lines)

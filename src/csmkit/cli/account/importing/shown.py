"""An import for a person, and for a program."""

from collections.abc import Iterable
from typing import Any

from csmkit.book.intake.proposals import Step
from csmkit.book.rows import Fault, Quality, by_kind
from csmkit.cli import console
from csmkit.cli.account.importing.applying import Written
from csmkit.cli.account.importing.preview import Found
from csmkit.errors import Refused

LINES = 40
WORDS = {"new": "new", "changed": "changed", "unchanged": "the same"}


class SomeRefused(Refused):
    """Some rows or accounts were not written."""


def show(found: Found, written: Written | None) -> None:
    """Print what becomes of each row, and the faults together."""
    sheet = found.table.sheet
    console.out(
        f"{found.table.file}: {found.table.layout.title}, {found.total} rows, {sheet.encoding}, "
        f"columns apart by {sheet.separator}",
        style="bold",
    )
    lines = _lines(found)
    if lines:
        console.out()
        console.table(("row", "", "account", "what"), [line for _, line in lines[:LINES]])
        if len(lines) > LINES:
            console.out(f"… and {len(lines) - LINES} more; --json has them all.")
    console.out()
    console.out(_counted(found))
    _show_quality("Refused", by_kind(found.faults))
    _show_quality("Left out", by_kind(found.left_out))
    for note in found.notes:
        console.note(note)
    if written:
        accounts = "1 account" if len(written.accounts) == 1 else f"{len(written.accounts)} accounts"
        console.out(f"Written: {accounts}." if written.accounts else "Nothing was new; nothing was written.")


def _lines(found: Found) -> list[tuple[int, tuple[str, str, str, str]]]:
    """The rows that are not the same, in their order."""
    lines = [(step.row, _line(step)) for step in found.steps if step.verdict != "unchanged" or step.kept]
    by_row: dict[int, list[Fault]] = {}
    for fault in found.faults:
        by_row.setdefault(fault.row, []).append(fault)
    lines += [(row, (str(row), "refused", "", _told(faults))) for row, faults in by_row.items()]
    return sorted(lines)


def _line(step: Step) -> tuple[str, str, str, str]:
    told = [*step.told]
    if not told and step.changes:
        told.append("noted where it comes from")
    if step.kept:
        told.append(f"edited here, stays: {', '.join(step.kept)}")
    if step.asked:
        told.append("part not clear: becomes an open question")
    name = f"{step.account}: {step.name}" if step.account and step.verdict == "new" else step.account
    return str(step.row), WORDS[step.verdict], name or step.name, "; ".join(told)


def _told(faults: Iterable[Fault]) -> str:
    return "; ".join(f"{fault.column} {fault.told}".strip() for fault in faults)


def counts(found: Found) -> dict[str, int]:
    """How many rows become what; a refused row counts once."""
    verdicts = [step.verdict for step in found.steps]
    told = {verdict: verdicts.count(verdict) for verdict in WORDS}  # type: ignore[arg-type]  # its keys are verdicts
    return {**told, "refused": found.refused, "left_out": len({fault.row for fault in found.left_out})}


def _counted(found: Found) -> str:
    words = {**WORDS, "refused": "refused", "left_out": "left out"}
    told = ", ".join(f"{number} {words[what]}" for what, number in counts(found).items() if number)
    return f"{told[:1].upper()}{told[1:]}." if told else "No rows."


def _show_quality(title: str, kinds: Iterable[Quality]) -> None:
    rows = [(kind.what, str(kind.number), _such_as(kind)) for kind in kinds]
    if rows:
        console.out()
        console.table((title, "rows", "such as"), rows)


def _such_as(kind: Quality) -> str:
    more = " …" if kind.number > len(kind.rows) else ""
    return f"row {', '.join(map(str, kind.rows))}{more}"


def end(found: Found, written: Written | None, refused: str | None) -> None:
    """Say what to type next.

    Raises:
        SomeRefused: too many rows are refused, or not everything was written.
    """
    if refused:
        raise SomeRefused(refused)
    if written is None:
        if any(step.changes for step in found.steps):
            console.note("Nothing was written. The same command with --apply writes it.")
        else:
            console.note("Nothing to write.")
        return
    if any(step.new for step in found.steps):
        console.note("Next: csmkit account list", style="dim")
    problems = list(written.problems)
    if found.refused:
        problems.append(
            f"{_rows(found.refused)} refused and not written; mend them in the table and run it again."
        )
    if problems:
        raise SomeRefused("\n".join(problems))


def _rows(number: int) -> str:
    return "1 row was" if number == 1 else f"{number} rows were"


def as_plain(found: Found, written: Written | None) -> dict[str, Any]:
    """The whole import as plain data."""
    return {
        "file": str(found.table.file),
        "table": found.table.layout.title,
        "system": found.table.layout.system,
        "kind": found.table.layout.rows,
        "encoding": found.table.sheet.encoding,
        "separator": found.table.sheet.separator,
        "applied": written is not None,
        "counts": counts(found),
        "steps": [_plain_step(step) for step in found.steps],
        "faults": [fault._asdict() for fault in found.faults],
        "left_out": [fault._asdict() for fault in found.left_out],
        "quality": [kind._asdict() for kind in by_kind(found.faults)],
        "notes": found.notes,
        "written": written.accounts if written else [],
        "problems": written.problems if written else [],
    }


def _plain_step(step: Step) -> dict[str, Any]:
    return {
        "row": step.row,
        "verdict": step.verdict,
        "account": step.account or None,
        "name": step.name,
        "told": step.told,
        "kept": step.kept,
        "asks": bool(step.asked),
    }

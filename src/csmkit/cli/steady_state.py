"""`csmkit handoff --to-steady-state`: from whoever onboarded the account to whoever keeps it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from csmkit.cli import console, here, paper
from csmkit.core.steady_state import INTERVIEW, INTRODUCTION, handover_changes, onboarder

if TYPE_CHECKING:
    from csmkit.storage.record import Record


def hand_over(
    record: "Record", day: date, with_: str | None, *, form: bool, answers: Path | None, render: bool
) -> None:
    """Hold the conversation, write the brief, and say how the customer is told."""
    from csmkit.cli.interviews import sitting, taken

    if render:
        _render(record)
        return
    person = record.account.vendor_team.get(onboarder(record.account))  # type: ignore[call-overload]  # a role of ours
    command = f"csmkit handoff {record.name} --to-steady-state"
    held = sitting(record, INTERVIEW, day, command, with_ or (person.name if person else None))
    account = record.account
    after = taken(
        replace(held, changes_of=lambda conversation, at: handover_changes(account, conversation, at)),
        form=form,
        answers=answers,
    )
    if after is not None:
        _render(after)
        console.note(f"Next: csmkit email render {after.name} {INTRODUCTION}", style="dim")


def _render(record: "Record") -> None:
    from csmkit.documents.values import steady_state_brief_document

    library = here.library()
    brief = steady_state_brief_document(
        record.account,
        library.interview(INTERVIEW),
        library.folders("templates"),
        compiled=here.compiled_templates(),
    )
    paper.show(paper.publish(record, "steady-state-brief", brief))

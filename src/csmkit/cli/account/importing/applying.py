"""Writing an import: one whole account after another, so that a run that was killed can be run again."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from csmkit.book.intake.proposals import changes_by_account
from csmkit.cli import console, here
from csmkit.cli.account.importing.preview import Found
from csmkit.core.changes import shown_path
from csmkit.core.new_account import as_yaml
from csmkit.errors import CsmkitError

if TYPE_CHECKING:
    from csmkit.storage.workspace import Workspace

TOLD_EVERY = 100


class Written(NamedTuple):
    """The accounts that were written, by folder, and a sentence for each that was not."""

    accounts: tuple[str, ...]
    problems: tuple[str, ...]


def written(found: Found) -> Written:
    """Write what was shown. What cannot be written is told; the rest goes on."""
    done: list[str] = []
    problems: list[str] = []
    total = sum(1 for step in found.steps if step.new) + len(changes_by_account(found.steps, found.setting))
    for outcome in _each(found, here.workspace()):
        if isinstance(outcome, CsmkitError):
            problems.append(str(outcome))
        else:
            done.append(outcome)
        if total > TOLD_EVERY and not (len(done) + len(problems)) % TOLD_EVERY:
            console.note(f"{len(done) + len(problems)} of {total} accounts", style="dim")
    return Written(tuple(done), tuple(problems))


def _each(found: Found, workspace: "Workspace") -> Iterator[str | CsmkitError]:
    """Each account that was written, or why it was not."""
    journey = cache(here.library().journey)
    for step in found.steps:
        if step.new is not None:
            try:
                text = as_yaml(step.new, journey(step.new.journey))
                yield workspace.add(step.name, text, step.changes).name
            except CsmkitError as error:
                yield error
    did = f"account import {found.table.file.name}"
    for account, changes in changes_by_account(found.steps, found.setting).items():
        try:
            saved = workspace.save(found.records[account], changes, did=did, today=found.setting.today)
        except CsmkitError as error:
            yield error
            continue
        if saved.conflicts:
            fields = ", ".join(shown_path(conflict.path) for conflict in saved.conflicts)
            yield CsmkitError(f"{account}: somebody changed {fields} meanwhile; theirs was kept.")
        else:
            yield account

"""`csmkit play close`: say what came of a play."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import conflicts, console, here
from csmkit.cli.here import AccountName, AsOf
from csmkit.cli.play.which import About, PlayName, calls, play_called, run_of, subject
from csmkit.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from csmkit.core.account import Account, PlayRun
    from csmkit.core.changes import Change
    from csmkit.core.play import Play


class NothingToClose(Refused):
    """The play is neither running nor called for."""


def close(
    account: AccountName,
    play: PlayName,
    result: Annotated[str, typer.Option("--result", metavar="TEXT", help="What came of it.")],
    about: About = None,
    as_of: AsOf = None,
) -> None:
    """Close a play with its result, or set aside one that is called for and not needed."""
    from csmkit.core.play_runs import told_about

    if not result.strip():
        raise WrongUsage("--result needs a sentence: what came of it, or why it is not needed.")
    day, workspace = here.today(as_of), here.workspace()
    record = workspace.load(account)
    name, definition = play_called(here.library(), play)
    who = subject(record, name, definition, about, day)
    under_way = run_of(record.account, name, who, day)
    changes = (
        _closed(record.account, under_way, result, day)
        if under_way
        else _declined(record.account, name, definition, who, result, day)
    )
    saved = workspace.save(record, changes, did=f"play close {name}", today=day)
    run = next(run for run in reversed(saved.record.account.plays) if run.play == name and run.about == who)
    told = "closed" if under_way else "set aside"
    console.out(f"Saved: {told_about(saved.record.account, definition, run)} {told}.")
    before = {task.id: task.title for task in record.account.tasks}
    for task in set(before) - {task.id for task in saved.record.account.tasks}:
        console.note(f"Let go with it: {before[task]}", indent=2)
    conflicts.report(saved)


def _closed(account: "Account", under_way: "PlayRun", result: str, day: date) -> "tuple[Change, ...]":
    from csmkit.core.play_sitting import closing_changes
    from csmkit.storage.workspace import new_id

    return closing_changes(account, under_way, result, day, new_id())


def _declined(
    account: "Account", name: str, play: "Play", about: str | None, result: str, day: date
) -> "tuple[Change, ...]":
    from csmkit.core.play_sitting import declined_changes
    from csmkit.storage.workspace import new_id

    seen = next((one for one in calls(account, name, play, day) if one.about == about), None)
    if seen is None:
        raise NothingToClose(
            f"The play “{name}” is not running here and nothing calls for it; csmkit play list shows what is."
        )
    return declined_changes(
        account, name, about, because=seen.because, result=result, today=day, entry_id=new_id()
    )

"""`csmkit doctor`: whether the workspace, its records and its playbooks can be trusted."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from csmkit.cli import console, here
from csmkit.errors import BadFile, CsmkitError

if TYPE_CHECKING:
    from csmkit.storage.workspace import Workspace

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def doctor() -> None:
    """Check the workspace, every record and every playbook; say what is wrong and where."""
    from csmkit.documents.render import template_problems
    from csmkit.storage.library import Library
    from csmkit.storage.team import TEAM

    workspace = here.workspace()
    library = Library(workspace.root)
    console.out(f"Workspace {workspace.root}")
    troubles = [*_trouble(lambda: workspace.settings), *_not_ignored(workspace.root)]
    for name in workspace.names():
        troubles += _trouble(lambda name=name: library.journey(workspace.load(name).account.journey))  # type: ignore[misc]  # a default binds the name
    for name in workspace.names(TEAM):
        troubles += _trouble(lambda name=name: workspace.load(name, TEAM))  # type: ignore[misc]  # as above
    troubles += _shared_ids(workspace)
    problems = (*library.check(), *template_problems(library.folders("templates")))
    troubles += [str(BadFile(problems))] if problems else []
    team = f" colleagues {len(workspace.names(TEAM))}," if workspace.names(TEAM) else ""
    console.out(f"Looked at: accounts {len(workspace.names())},{team} playbooks {len(library.entries())}.")
    _tell_unfinished(workspace.own / "journals")
    if troubles:
        for trouble in troubles:
            console.error(trouble)
        raise typer.Exit(1)
    console.out("Nothing is wrong.")


def _trouble(read: Callable[[], object]) -> list[str]:
    try:
        read()
    except CsmkitError as error:
        return [str(error)]
    return []


def _not_ignored(root: Path) -> list[str]:
    from csmkit.storage.workspace import missing_ignores

    missing = missing_ignores(root)
    told = "".join(f"\n  {line}" for line in missing)
    return [f".gitignore lacks lines that keep opinions out of git; add them:{told}"] if missing else []


def _shared_ids(workspace: "Workspace") -> list[str]:
    from csmkit.storage.kind import ACCOUNTS
    from csmkit.storage.team import TEAM

    files: dict[str, list[str]] = {}
    for kind in (ACCOUNTS, TEAM):
        for name in workspace.names(kind):
            with suppress(CsmkitError):
                record = workspace.load(name, kind)
                files.setdefault(record.id, []).append(record.shown)
    return [
        f"{' and '.join(names)} have the same id; give one of them a new id."
        for names in files.values()
        if len(names) > 1
    ]


def _tell_unfinished(folder: Path) -> None:
    from csmkit.storage.journal import unfinished

    for journals in sorted(folder.iterdir()) if folder.is_dir() else ():
        for journal in unfinished(journals):
            opening, customer = journal.opening, journal.opening.account.get("name")
            console.out(f"Unfinished: {opening.interview} for {customer}, begun on {opening.started_on}.")

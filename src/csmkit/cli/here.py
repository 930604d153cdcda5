"""Where and when a command runs: the workspace, the day, and whether a person can be asked."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.errors import WrongUsage

if TYPE_CHECKING:
    from csmkit.storage.library import Library
    from csmkit.storage.workspace import Workspace


@dataclass(frozen=True)
class Options:
    """The options of every command."""

    workspace: str | None = None
    no_input: bool = False
    debug: bool = False


options = Options()


def workspace() -> "Workspace":
    """The workspace that was named, or the one here or above."""
    from csmkit.storage.workspace import find_workspace

    return find_workspace(Path.cwd(), options.workspace)


def library() -> "Library":
    """The playbooks in reach: a workspace's own first; outside one, the shipped ones."""
    from csmkit.storage.library import Library
    from csmkit.storage.workspace import NoWorkspace

    try:
        return Library(workspace().root)
    except NoWorkspace:
        if options.workspace:
            raise
        return Library()


def today(as_of: str | None = None) -> date:
    """The day that counts: `--as-of`, or the calendar's.

    Raises:
        WrongUsage: `--as-of` is no date.
    """
    calendar = date.today()  # noqa: DTZ011 - the CSM's own day, on the CSM's own machine
    return calendar if as_of is None else day_option(as_of, calendar, "--as-of")


def day_option(text: str, today: date, option: str) -> date:
    """The day an option means.

    Raises:
        WrongUsage: it is no date.
    """
    from csmkit.dates import read_day

    day = read_day(text, today)
    if day is None:
        raise WrongUsage(f"{option} needs a date such as 2026-09-01, +14d or next friday.")
    return day


def can_ask() -> bool:
    """Whether somebody sits at a terminal and wants to be asked."""
    return not options.no_input and sys.stdin.isatty() and sys.stderr.isatty()


def compiled_templates() -> Path:
    """Where this user's compiled templates are kept; never in a workspace, which others may have made."""
    return Path(typer.get_app_dir("csmkit")) / "compiled-templates"


def complete_account(incomplete: str) -> list[str]:
    """Account names for the shell's completion."""
    from csmkit.errors import CsmkitError

    try:
        return [name for name in workspace().names() if name.startswith(incomplete)]
    except CsmkitError:
        return []


AccountName = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="The account.", autocompletion=complete_account)
]
ColleagueName = Annotated[str, typer.Argument(metavar="NAME", help="The colleague.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The day to look from, instead of today.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Form = Annotated[bool, typer.Option("--form", help="Print a blank form to fill in, and ask nothing.")]
Open = Annotated[
    bool, typer.Option("--open", help="Ask only what nobody could answer in an earlier sitting.")
]
Answers = Annotated[Path | None, typer.Option(metavar="FILE", help="Record a filled form.")]

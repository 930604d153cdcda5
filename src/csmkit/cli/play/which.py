"""Which play, which run of it and whom it is about, from what a person typed."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import here
from csmkit.core.account import Account, PlayRun
from csmkit.core.play_runs import Called, called_for, command_for, running
from csmkit.errors import NotFound, WrongUsage

if TYPE_CHECKING:
    from csmkit.core.play import Play
    from csmkit.storage.library import Library
    from csmkit.storage.record import Record


def complete_play(incomplete: str) -> list[str]:
    """Names of plays for the shell's completion."""
    return [name for name in here.library().names("play") if name.startswith(incomplete)]


PlayName = Annotated[
    str, typer.Argument(metavar="PLAY", help="As `csmkit play list` shows it.", autocompletion=complete_play)
]
About = Annotated[
    str | None, typer.Option("--about", metavar="WHO", help="Whom it is about, if it is about somebody.")
]


class SayWhom(WrongUsage):
    """A play is about one person, and it was not said about whom."""


def play_called(library: "Library", word: str) -> "tuple[str, Play]":
    """A play by its name, or the beginning of it.

    Raises:
        NotFound: no play, or more than one, begins so.
    """
    known = library.names("play")
    begun = [name for name in known if name.startswith(word)]
    name = word if word in known or len(begun) != 1 else begun[0]
    if name not in known:
        raise NotFound("play", word, known, "`csmkit play list` shows them all.")
    return name, library.play(name)


def subject(record: "Record", name: str, play: "Play", word: str | None, day: date) -> str | None:
    """Id of the person a play is about: the one that was named, or the only one it can be about.

    Raises:
        SayWhom: it could be several, or nobody.
    """
    account = record.account
    if play.concerns is None:
        if word is not None:
            raise SayWhom(f"The play “{name}” is about the account as a whole; leave --about out.")
        return None
    if word is not None:
        from csmkit.core.diary.naming import customer

        return customer(account, word).id
    found = [run.about for run in running(account, day) if run.play == name and run.about]
    found = found or [one.about for one in calls(account, name, play, day) if one.about]
    if len(found) == 1:
        return found[0]
    listed = f" {' or '.join(found)}?" if found else ""
    raise SayWhom(f"Say whom it is about:{listed} {command_for(record.name, name, 'WHO')}")


def calls(account: Account, name: str, play: "Play", day: date) -> tuple[Called, ...]:
    """What calls for one play."""
    return called_for(account, {name: play}, day)


def run_of(account: Account, name: str, about: str | None, day: date) -> PlayRun | None:
    """The run of a play that is under way."""
    return next((r for r in running(account, day) if r.play == name and r.about == about), None)

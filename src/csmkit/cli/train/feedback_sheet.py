"""A sheet of feedback: given without leaving a trace of whom it is from, and read again.

What could tell who it is from: a name, the time of a file, the order of files, an answer under way that
somebody else resumes, and the history of a shared folder. So a sheet bears a random name and the first day
of its quarter; what is under way lies in the person's own folder, outside of the workspace; git is warned of.
"""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import typer

from csmkit.cli import console, here
from csmkit.cli.sessions import Held
from csmkit.core.feedback import Feedback, first_day, quarter_of
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import Conversation
from csmkit.errors import BadFile, Refused
from csmkit.storage.record import Half, Record, joined
from csmkit.storage.team import TEAM
from csmkit.storage.workspace import Workspace, new_id
from csmkit.training.feedback import answers_of

NAME = "csm-feedback"
_COMMAND = "csmkit train feedback"


class NothingSaid(Refused):
    """A sheet without an answer; it would count and say nothing."""


def give(name: str | None, today: date, *, form: bool, answers: Path | None) -> None:
    """Ask for a sheet, in the way that was asked for, and keep it."""
    from csmkit.cli.interviews import print_form
    from csmkit.cli.sessions import hold, need_a_person

    held = _held(name, today)
    if form:
        print_form(held)
    elif answers is not None:
        _take(held, answers)
    else:
        need_a_person(_COMMAND)
        _warn_of_git(name)
        hold(held)


def _held(name: str | None, today: date) -> Held:
    definition = here.library().interview(NAME)
    sessions = tuple(session.id for session in definition.sessions)
    command = f"{_COMMAND} --named" if name else _COMMAND
    quarter = first_day(quarter_of(today))

    def keep(held: Held, journal: str, conversation: Conversation) -> Record[Any]:
        _keep(journal, conversation, name, today)
        (held.workspace.journals(held.record.id) / f"{journal}.jsonl").unlink(missing_ok=True)
        return held.record

    return Held(_own_place(), _nobody(), NAME, definition, sessions, quarter, command, kept_by=keep)


def _own_place() -> Workspace:
    """Where answers under way are kept: with the person, apart for every workspace."""
    root = str(here.workspace().root.resolve())
    place = Path(typer.get_app_dir("csmkit")) / "feedback" / sha256(root.encode()).hexdigest()[:16]
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Workspace(place)


def _nobody() -> Record[Any]:
    """The record that a sitting needs, of nobody; it lies nowhere."""
    from csmkit.storage.reading import parse

    folder = here.workspace().root / TEAM.shelf / "nobody"
    text = f"schema: {TEAM.schema}\nid: feedback\nname: your team\n"
    return joined(TEAM, folder, Half(TEAM.file(folder), parse(text, TEAM.shown(folder))), None)


def _take(held: Held, file: Path) -> None:
    from csmkit.core.changes import texts
    from csmkit.storage.answers_file import take_answers
    from csmkit.storage.reading import read_source

    source = read_source(file)
    taken = take_answers(source, held.name, held.definition, texts(held.record.data), held.today, {})
    assert held.kept_by is not None  # noqa: S101 - `_held` gives it
    held.kept_by(replace(held, sessions=taken.conversation.sessions), new_id(), taken.conversation)


def _keep(sheet: str, conversation: Conversation, name: str | None, today: date) -> None:
    from csmkit.storage import atomic

    folder, quarter, said = _folder(), quarter_of(today), answers_of(conversation)
    if not said:
        raise NothingSaid("Nothing was answered, so nothing was kept.")
    file = folder / f"{sheet}.yaml"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        atomic.replace(file, _as_yaml(quarter, name, said).encode())
        # The time of a file would tell who sat at the desk then.
        start = datetime.combine(first_day(quarter), datetime.min.time(), UTC).timestamp()
        for path in (file, folder):
            os.utime(path, (start, start))
    console.out("Thank you. Kept without your name." if name is None else f"Thank you, {name}.")
    console.note(f"`{_COMMAND} --show` tells what everybody said, from five sheets on.", style="dim")


def _as_yaml(quarter: str, name: str | None, answers: dict[str, Plain]) -> str:
    import json

    told = [f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in sorted(answers.items())]
    named = [f"name: {json.dumps(name, ensure_ascii=False)}"] if name else []
    return "\n".join(["schema: csmkit/feedback@1", f"quarter: {quarter}", *named, "answers:", *told, ""])


def _warn_of_git(name: str | None) -> None:
    root = here.workspace().root.resolve()
    if name is None and any((folder / ".git").exists() for folder in (root, *root.parents)):
        console.note(
            "This workspace is under git: whoever commits the sheet stands in its history. Leave that to the "
            "training owner, who commits all of them at once.",
            style="yellow",
        )


def _folder() -> Path:
    return here.workspace().root / TEAM.shelf / "feedback"


def sheets() -> tuple[list[Feedback], list[str]]:
    """Every sheet that can be read, and a sentence for each that cannot."""
    from csmkit.storage.reading import read_source, validate

    found: list[Feedback] = []
    problems: list[str] = []
    for file in sorted(_folder().glob("*.yaml")):
        try:
            found.append(validate(read_source(file, f"{TEAM.shelf}/feedback/{file.name}"), Feedback))
        except BadFile as error:
            problems.append(str(error))
    return found, problems

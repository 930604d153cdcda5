"""Writing the handbook: a folder of its own, in which nothing is overwritten that a person wrote."""

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from csmkit.errors import Refused

if TYPE_CHECKING:
    from csmkit.documents.handbook import Contents
    from csmkit.storage.library import Library

_NOTE = ".csmkit-handbook.json"
_MESSAGE = "template/emails/"


class NotOurs(Refused):
    """Something in the folder was not written by csmkit, or was edited since."""


def contents(library: "Library") -> "Contents":
    """Everything in reach, read and checked.

    Raises:
        BadFile: a playbook cannot be read.
    """
    from csmkit.documents.handbook import Contents
    from csmkit.documents.specimen import specimen

    origins = {}
    for entry in library.entries():
        parent = library.extends(entry)
        if entry.own:
            origins[f"{entry.kind}/{entry.name}"] = f"ours, extends {parent}" if parent else "ours"
    folders = library.folders("templates")
    messages = {
        name.removeprefix(_MESSAGE): specimen(
            name.removeprefix("template/"), path.read_text(encoding="utf-8"), folders
        )
        for name, path in library.templates().items()
        if name.startswith(_MESSAGE)
    }
    return Contents(
        {name: library.journey(name) for name in library.names("journey")},
        {name: library.interview(name) for name in library.names("interview")},
        {name: library.assessment(name) for name in library.names("assessment")},
        library.plays(),
        {name: library.definition(name) for name in library.names("definition")},
        dict(sorted(messages.items())),
        origins,
        library.certification(),
    )


def write(folder: Path, pages: dict[str, str]) -> None:
    """Write the pages; one that is no longer there goes, as long as nobody edited it.

    Raises:
        NotOurs: the folder holds other things, or a page was edited; nothing was written.
    """
    from csmkit.storage import atomic

    known = _noted(folder)
    there = {path.name for path in folder.iterdir()} - {_NOTE} if folder.is_dir() else set()
    if there and not known:
        raise NotOurs(f"{folder} holds other things. Name an empty folder, or one that is not there yet.")
    edited = [
        name for name in sorted(there & {*known, *pages}) if _digest(folder / name) not in known.get(name, ())
    ]
    if edited:
        raise NotOurs(
            f"{', '.join(edited)}: edited since it was written, so nothing was. Put the change into your "
            "playbook, delete the page, and write the handbook again."
        )
    folder.mkdir(parents=True, exist_ok=True)
    made = {name: text.encode() for name, text in pages.items()}
    note = {name: [sha256(data).hexdigest()] for name, data in made.items()}
    # Before and after: a write that is killed on the way knows both as its own the next time.
    either = {name: [*known.get(name, ()), *note.get(name, ())] for name in {**known, **note}}
    atomic.replace(folder / _NOTE, json.dumps(either).encode(), mode=0o644)
    for name, data in made.items():
        atomic.replace(folder / name, data, mode=0o644)
    for name in known.keys() & there - pages.keys():
        (folder / name).unlink()
    atomic.replace(folder / _NOTE, json.dumps(note).encode(), mode=0o644)


def _noted(folder: Path) -> dict[str, list[str]]:
    try:
        noted: dict[str, list[str]] = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()

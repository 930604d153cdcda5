"""Writing a rendered document beside its record, so that what a person edited in it stays."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from csmkit.cli import console
from csmkit.errors import Refused
from csmkit.storage.reading import CannotRead
from csmkit.storage.record import Record

if TYPE_CHECKING:
    from csmkit.storage.workspace import Workspace

Outcome = Literal["written", "unchanged", "merged", "conflict", "beside", "occupied", "edited"]


class UnsettledMarks(Refused):
    """A document still holds the marks of an earlier conflict."""


class LeadsOutside(Refused):
    """A document is a link to somewhere outside the workspace."""


class ConflictInDocument(Refused):
    """A person and csmkit changed the same lines; both are kept."""


@dataclass(frozen=True)
class Published:
    """What became of a document."""

    file: str
    outcome: Outcome


def publish(record: Record[Any], document: str, rendered: str) -> Published:
    """Write a document, merged with the edits made to it since it was last rendered; one at a time.

    Raises:
        UnsettledMarks: the marks of an earlier conflict are still in it.
        LeadsOutside: it is a link that leads out of the workspace.
    """
    from csmkit.storage import atomic
    from csmkit.storage.workspace import Workspace

    root = record.folder.parent.parent
    with Workspace(root).writing(record.id):
        published = _published(root, record.folder, document, rendered)
        if document in _RENDERED_BY and published.outcome != "occupied":
            atomic.replace(_stamp_of(record, document), _stamp(record).encode())
        return published


def publish_report(workspace: "Workspace", document: str, rendered: str) -> Published:
    """Write a document on the whole book into `reports/`; else as `publish`."""
    with workspace.writing("reports"):
        return _published(workspace.root, workspace.root / "reports", document, rendered)


def _published(root: Path, folder: Path, document: str, rendered: str) -> Published:
    """Read, merge and write.

    The base of the merge is written after the document: killed between the two, the next merge
    meets its own lines on both sides and takes them once.
    """
    from csmkit.documents.merge import has_conflict_markers, merge
    from csmkit.storage import atomic

    target = folder / f"{document}.md"
    base = folder / ".rendered" / f"{document}.md"
    beside = folder / f"{document}.new.md"
    shown = target.relative_to(root).as_posix()
    inside(root, target, base, beside)
    edited = _text(target)
    if edited is not None and has_conflict_markers(edited):
        raise UnsettledMarks(
            f"{shown} still holds the marks <<<<<<< and >>>>>>>. Keep what is right, delete the marks, save."
        )
    before = _text(base)
    if edited is not None and before is None and edited != rendered:
        shown = beside.relative_to(root).as_posix()
        if _text(beside) not in (None, rendered):
            return Published(shown, "occupied")
        base.parent.mkdir(parents=True, exist_ok=True)
        atomic.replace(beside, rendered.encode())
        atomic.replace(base, rendered.encode())
        return Published(shown, "beside")
    merged = merge(before or rendered, edited, rendered) if edited is not None else None
    text = merged.text if merged else rendered
    for place in (target, base):
        place.parent.mkdir(parents=True, exist_ok=True)
    if text != edited:
        atomic.replace(target, text.encode())
    if before != rendered:
        atomic.replace(base, rendered.encode())
    if merged and merged.conflicts:
        return Published(shown, "conflict")
    return Published(
        shown, "unchanged" if text == edited else "merged" if edited not in (None, before) else "written"
    )


def outgrown(record: Record) -> tuple[tuple[str, str], ...]:
    """Documents the customer has while the record says something else by now, each with what renders it.

    Only what the customer may read counts. A document that was rendered before stamps were kept stays silent.
    """
    found = []
    for document, command in _RENDERED_BY.items():
        over = document.startswith("kickoff") and record.account.kickoff.attended
        stamp = None if over else _text(_stamp_of(record, document))
        if stamp is not None and stamp != _stamp(record):
            found.append((document, f"csmkit {command} {record.name}"))
    return tuple(found)


# Living documents for the customer, and the command that renders each.
_RENDERED_BY = {"success-plan": "plan render", "kickoff-agenda": "kickoff render"}


def _stamp(record: Record) -> str:
    """A fingerprint of what the customer may read of a record."""
    import hashlib
    import json

    from csmkit.core.audience import customer_values, for_customer

    shown = json.dumps(customer_values(for_customer(record.account)), sort_keys=True, default=str)
    return hashlib.sha256(shown.encode()).hexdigest()


def _stamp_of(record: Record[Any], document: str) -> Path:
    return record.folder / ".rendered" / f"{document}.sha256"


def standing(record: Record[Any], document: str) -> str:
    """A document as it stands on disk, with the edits made to it."""
    return _text(record.folder / f"{document}.md") or ""


def put(record: Record[Any], file: str, content: bytes) -> None:
    """Write a file that is made from a document and edited by nobody.

    Raises:
        LeadsOutside: it is a link that leads out of the workspace.
    """
    from csmkit.storage import atomic

    target = record.folder / file
    stay_inside(record, target)
    atomic.replace(target, content)


def publish_word(record: Record[Any], document: str, content: bytes) -> Published:
    """Write a Word document; one that a person edited is left alone, and ours is put beside it.

    Word documents are not merged. Which ones csmkit wrote is kept as their digests in `.rendered/`, noted
    before anything is written: killed between the two, nothing of a person's counts as ours.

    Raises:
        LeadsOutside: it is a link that leads out of the workspace.
    """
    from csmkit.storage.workspace import Workspace

    with Workspace(record.folder.parent.parent).writing(record.id):
        return _published_word(record, document, content)


def _published_word(record: Record[Any], document: str, content: bytes) -> Published:
    from csmkit.storage import atomic

    target, beside = record.folder / f"{document}.docx", record.folder / f"{document}.new.docx"
    noted = record.folder / ".rendered" / f"{document}.docx.sha256"
    stay_inside(record, target, beside, noted)
    ours = set((_text(noted) or "").split())
    place = target if _may_be_replaced(target, ours, content) else beside
    shown = f"{record.kind.shelf}/{record.name}/{place.name}"
    if not _may_be_replaced(place, ours, content):
        return Published(shown, "occupied")
    unchanged = _bytes(place) == content
    noted.parent.mkdir(exist_ok=True)
    atomic.replace(noted, "".join(f"{one}\n" for one in sorted(ours | {_digest(content)})).encode())
    if not unchanged:
        atomic.replace(place, content)
    if place == beside:
        return Published(shown, "edited")
    return Published(shown, "unchanged" if unchanged else "written")


def _may_be_replaced(file: Path, ours: set[str], content: bytes) -> bool:
    there = _bytes(file)
    return there is None or there == content or _digest(there) in ours


def _digest(content: bytes) -> str:
    from hashlib import sha256

    return sha256(content).hexdigest()


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        raise CannotRead(f"{path.name} cannot be read; close it where it is open and render again.") from None


def stay_inside(record: Record[Any], *files: Path) -> None:
    """Make sure that nothing is written outside of the workspace.

    Raises:
        LeadsOutside: a link leads out of it.
    """
    inside(record.folder.parent.parent, *files)


def inside(root: Path, *files: Path) -> None:
    """Make sure that files lead nowhere outside of a workspace; raises as `stay_inside`."""
    top = os.path.realpath(root)
    for file in files:
        if not Path(os.path.realpath(file)).is_relative_to(top):
            shown = file.relative_to(root).as_posix()
            raise LeadsOutside(f"{shown} leads out of the workspace. Nothing was written; remove the link.")


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise CannotRead(
            f"{path.name} cannot be read as UTF-8 text; save it as UTF-8 and render again."
        ) from None


_TOLD = {
    "written": "Wrote {file}.",
    "unchanged": "{file} is up to date.",
    "merged": "Wrote {file}; your own edits in it are kept.",
    "beside": "{file}: the document beside it was not made by csmkit, so it was left alone. Compare the two.",
    "edited": (
        "{file}: the Word document beside it was edited since it was written, so it was left alone. "
        "Enter what was changed with `csmkit plan review`, then delete the one you do not need."
    ),
    "occupied": (
        "{file} is there already and holds something else, so nothing was written. "
        "Move or delete it, then render again."
    ),
    "conflict": (
        "{file}: you and csmkit changed the same lines. Both stand in it between <<<<<<< and >>>>>>>; "
        "keep what is right and delete the marks."
    ),
}


def show(published: Published) -> None:
    """Tell what became of a document.

    Raises:
        ConflictInDocument: a person has to look at it.
    """
    text = _TOLD[published.outcome].format(file=published.file)
    if published.outcome in ("beside", "edited", "occupied", "conflict"):
        raise ConflictInDocument(text)
    console.out(text)

"""Writing a rendered document beside its record, so that what a person edited in it stays."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from csmkit.cli import console
from csmkit.errors import Refused
from csmkit.storage.reading import CannotRead
from csmkit.storage.record import Record

Outcome = Literal["written", "unchanged", "merged", "conflict", "beside"]


class UnsettledMarks(Refused):
    """A document still holds the marks of an earlier conflict."""


class ConflictInDocument(Refused):
    """A person and csmkit changed the same lines; both are kept."""


@dataclass(frozen=True)
class Published:
    """What became of a document."""

    file: str
    outcome: Outcome


def publish(record: Record, document: str, rendered: str) -> Published:
    """Write a document, merged with the edits made to it since it was last rendered.

    The base of the merge is written after the document: killed between the two, the next merge
    meets its own lines on both sides and takes them once.

    Raises:
        UnsettledMarks: the marks of an earlier conflict are still in it.
    """
    from csmkit.documents.merge import has_conflict_markers, merge
    from csmkit.storage import atomic

    target = record.folder / f"{document}.md"
    base = record.folder / ".rendered" / f"{document}.md"
    shown = f"accounts/{record.name}/{document}.md"
    edited = _text(target)
    if edited is not None and has_conflict_markers(edited):
        raise UnsettledMarks(
            f"{shown} still holds the marks <<<<<<< and >>>>>>>. Keep what is right, delete the marks, save."
        )
    before = _text(base)
    if edited is not None and before is None and edited != rendered:
        atomic.replace(record.folder / f"{document}.new.md", rendered.encode())
        return Published(f"accounts/{record.name}/{document}.new.md", "beside")
    merged = merge(before or rendered, edited, rendered) if edited is not None else None
    text = merged.text if merged else rendered
    if text != edited:
        atomic.replace(target, text.encode())
    base.parent.mkdir(exist_ok=True)
    if before != rendered:
        atomic.replace(base, rendered.encode())
    if merged and merged.conflicts:
        return Published(shown, "conflict")
    return Published(
        shown, "unchanged" if text == edited else "merged" if edited not in (None, before) else "written"
    )


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
    if published.outcome in ("beside", "conflict"):
        raise ConflictInDocument(text)
    console.out(text)

"""The journal of an interview under way: every confirmed turn is on disk before the next prompt.

One file, one line a turn, one fsync a line. The first line says what the interview started from, so
that conditions and conflicts are judged against the record as it was. A torn last line is dropped.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from csmkit.core.answers import InvalidAnswer
from csmkit.core.changes import texts
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import Conversation, Turn, begin, settled
from csmkit.core.interview.steps import take
from csmkit.core.playbook import Interview
from csmkit.storage import atomic

SUFFIX = ".jsonl"


@dataclass(frozen=True)
class Opening:
    """What a journal's first line says."""

    interview: str
    sessions: tuple[str, ...]
    started_on: date
    account: Mapping[str, Plain]
    with_: str | None = None
    proposed: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    only_open: bool = False
    names: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Resumed:
    """A conversation rebuilt from a journal: answers kept, answers that fit no more, what was half typed."""

    conversation: Conversation
    kept: int
    dropped: int
    half_typed: tuple[tuple[str, ...], str] | None


@dataclass(frozen=True)
class Journal:
    """One journal on disk. Its id is the file's name."""

    path: Path
    opening: Opening
    _turns: tuple[Turn, ...] = field(default=())
    _half_typed: tuple[tuple[str, ...], str] | None = None

    @property
    def id(self) -> str:
        """The journal's permanent id, which the record keeps in `sessions`."""
        return self.path.name.removesuffix(SUFFIX)

    def write(self, turn: Turn) -> None:
        """Put a settled turn on disk; when this returns, the answer cannot be lost."""
        atomic.append_line(self.path, json.dumps(asdict(turn)))

    def write_half_typed(self, slot: tuple[str, ...], text: str) -> None:
        """Keep what was typed but not confirmed, to be offered again."""
        if text:
            atomic.append_line(self.path, json.dumps({"typing": slot, "text": text}))

    def discard(self) -> None:
        """The answers are in the record; the journal has done its work."""
        self.path.unlink(missing_ok=True)

    def resume(self, definition: Interview) -> Resumed:
        """The conversation as it was left. Answers that the playbook takes no more are asked again."""
        opening = self.opening
        conversation = begin(
            opening.interview,
            definition,
            opening.sessions,
            opening.account,
            opening.started_on,
            opening.proposed,
            names=opening.names,
        )
        dropped = 0
        for turn in self._turns:
            try:
                conversation = take(conversation, settled(conversation, turn))
            except InvalidAnswer:
                dropped += 1
        # Where something was half typed, that question comes first, even if it had an answer before.
        rested = replace(conversation, cursor=self._half_typed[0] if self._half_typed else None)
        return Resumed(rested, len(conversation.answers), dropped, self._half_typed)


def start(folder: Path, journal_id: str, opening: Opening) -> Journal:
    """A new journal."""
    path = folder / f"{journal_id}{SUFFIX}"
    first = {
        "interview": opening.interview,
        "sessions": opening.sessions,
        "started_on": opening.started_on.isoformat(),
        "with": opening.with_,
        "account": texts(dict(opening.account)),
        "only_open": opening.only_open,
        "proposed": [[list(slot), text] for slot, text in opening.proposed.items()],
        "names": opening.names,
    }
    atomic.append_line(path, json.dumps(first, ensure_ascii=False))
    return Journal(path, opening)


def read(path: Path) -> Journal | None:
    """A journal as it lies on disk; None when not even its first line is whole."""
    lines = _whole_lines(path.read_bytes())
    first = next(lines, None)
    if first is None or "interview" not in first:
        return None
    opening = Opening(
        first["interview"],
        tuple(first["sessions"]),
        date.fromisoformat(first["started_on"]),
        first["account"],
        first.get("with"),
        {tuple(slot): text for slot, text in first.get("proposed", ())},
        bool(first.get("only_open")),
        first.get("names", {}),
    )
    turns: list[Turn] = []
    half_typed = None
    for line in lines:
        if "typing" in line:
            half_typed = (tuple(line["typing"]), str(line["text"]))
        else:
            half_typed = None
            turns.append(_turn(line))
    return Journal(path, opening, tuple(turns), half_typed)


def _turn(line: dict[str, Any]) -> Turn:
    slot, evidence = tuple(line["slot"]), line.get("evidence") or {}
    return Turn(line["do"], slot, line["given"], line["said_by"], line["item"], evidence)


def _whole_lines(data: bytes) -> Iterator[dict[str, Any]]:
    """The lines written to their end; one that a kill tore was never confirmed.

    The next answer closes a torn line and goes below it, so there may be one anywhere.
    """
    for line in data.split(b"\n"):
        with suppress(ValueError):
            value = json.loads(line)
            if isinstance(value, dict):
                yield value


def unfinished(folder: Path) -> tuple[Journal, ...]:
    """The journals of an account that wait to be resumed, oldest first."""
    found = (read(path) for path in sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime))
    return tuple(journal for journal in found if journal)

"""The journal of a role-play held alone: every answer is on disk before the customer goes on.

One file, one line an answer, one fsync a line; a torn last line is dropped. The first line says which
role-play it is and in which order its answers stand.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from csmkit.storage import atomic

SUFFIX = ".rehearsal"


@dataclass(frozen=True)
class RehearsalJournal:
    """One journal on disk; its id becomes the id of the role-play in the record."""

    path: Path
    scenario: str
    seed: str
    started_on: date
    steps: tuple[dict[str, Any], ...] = ()

    @property
    def id(self) -> str:
        """The permanent id."""
        return self.path.name.removesuffix(SUFFIX)

    @property
    def half_typed(self) -> str:
        """What was typed in own words and not confirmed."""
        return str(self.steps[-1]["typing"]) if self.steps and "typing" in self.steps[-1] else ""

    def answered(self, option: str, own_words: str | None) -> None:
        """Put an answer on disk; when this returns, it cannot be lost."""
        self._write({"answer": option, "own_words": own_words})

    def went_back(self) -> None:
        """The last answer was taken back."""
        self._write({"back": True})

    def typing(self, text: str) -> None:
        """Keep what was half typed, to be offered again."""
        if text:
            self._write({"typing": text})

    def began_anew(self) -> "RehearsalJournal":
        """What stands behind the last answer that still fits was said to an older file; it is skipped."""
        self._write({"anew": True})
        return replace(self, steps=(*self.steps, {"anew": True}))

    def discard(self) -> None:
        """It is in the record; the journal has done its work."""
        self.path.unlink(missing_ok=True)

    def _write(self, step: dict[str, Any]) -> None:
        atomic.append_line(self.path, json.dumps(step, ensure_ascii=False))


def start(folder: Path, journal_id: str, scenario: str, seed: str, today: date) -> RehearsalJournal:
    """A new journal."""
    journal = RehearsalJournal(folder / f"{journal_id}{SUFFIX}", scenario, seed, today)
    first = {"roleplay": scenario, "seed": seed, "started_on": today.isoformat()}
    atomic.append_line(journal.path, json.dumps(first))
    return journal


def unfinished(folder: Path, scenario: str) -> tuple[RehearsalJournal, ...]:
    """The journals of a role-play that wait to be resumed, oldest first."""
    files = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime)
    found = (_read(path) for path in files)
    return tuple(journal for journal in found if journal and journal.scenario == scenario)


def _read(path: Path) -> RehearsalJournal | None:
    lines = list(_whole_lines(path.read_bytes()))
    if not lines or "roleplay" not in lines[0]:
        return None
    first, *steps = lines
    started_on = date.fromisoformat(first["started_on"])
    return RehearsalJournal(path, first["roleplay"], first["seed"], started_on, tuple(steps))


def _whole_lines(data: bytes) -> Iterator[dict[str, Any]]:
    for line in data.split(b"\n"):
        with suppress(ValueError):
            step = json.loads(line)
            if isinstance(step, dict):
                yield step

"""What the files of records held when they were read last, so that a book of a thousand opens at once.

Reading YAML with all its guards is most of the time that a report takes, and what comes of it depends on
the bytes alone. So the plain data is kept by the digest of the bytes, and of the rules they were read by: a
file that was edited, or read by other rules, has no entry and is read. Nothing here is ever stale, and
nothing is trusted: whatever comes out is validated as if it had just been read.
"""

import json
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from csmkit.core.fields import Plain
from csmkit.storage import atomic, reading

_SMALLEST = 20
"""For fewer files than this, keeping them costs more than reading them again."""


class Index:
    """The data of files by digest; in this machine's own folder, where nothing is shared."""

    def __init__(self, file: Path) -> None:
        """Nothing is opened before somebody reads."""
        self._file = file
        self._used: dict[str, Plain] = {}

    def read(self, path: Path, shown: str) -> reading.Source:
        """One file, as `reading.read_source` gives it.

        Raises:
            CannotRead: it is missing, a folder, or the system refuses.
            BadFile: it is too large, not UTF-8, or not the YAML we take.
        """
        text = reading.text_of(path, shown)
        name = sha256(text.encode()).hexdigest()
        if name in self._known:
            source = reading.Source(shown, text, self._known[name])
        else:
            source = reading.parse(text, shown)
        if not source.problems:
            self._used[name] = source.data
        return source

    def keep(self) -> None:
        """Keep what was read, and forget the rest; a folder that cannot be written costs only time."""
        changed = self._used.keys() != self._known.keys()
        if changed and (self._known or len(self._used) >= _SMALLEST):
            with suppress(OSError):
                self._file.parent.mkdir(mode=0o700, exist_ok=True)
                kept = json.dumps({"rules": _rules(), "files": self._used}, ensure_ascii=False)
                atomic.replace(self._file, kept.encode())

    @cached_property
    def _known(self) -> dict[str, Plain]:
        try:
            kept = json.loads(self._file.read_bytes())
            files: dict[str, Plain] = kept["files"] if kept["rules"] == _rules() else {}
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return {}
        return files if isinstance(files, dict) else {}


def _rules() -> str:
    """The code that reads, so that other code reads anew."""
    return sha256(Path(reading.__file__).read_bytes()).hexdigest()

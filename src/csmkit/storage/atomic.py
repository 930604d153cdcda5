"""Puts bytes on disk so that a kill at any moment leaves the old file or the new one, never a broken one.

The only place that replaces a file. Several files go as one: what is meant is written down first, so
that whoever comes next can finish it.
"""

import base64
import errno
import hashlib
import json
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from csmkit.errors import Refused

_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_TEMPORARY = ".csmkit-"
_BINARY = getattr(os, "O_BINARY", 0)


class OutsideWorkspace(Refused):
    """A write was about to leave the folder it belongs to."""


def replace(path: Path, data: bytes, mode: int = _PRIVATE_FILE) -> None:
    """Put `data` in the place of a file, on disk when this returns.

    A file that is there keeps its mode. Behind a symbolic link, the file it leads to is replaced.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f"{_TEMPORARY}{secrets.token_hex(8)}.tmp")
    try:
        _write_new(temporary, data, _mode_of(target, mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def replace_all(files: Mapping[Path, bytes], pending: Path, root: Path) -> None:
    """Replace several files under `root` as one; `finish` completes it if this is killed on the way.

    Raises:
        OutsideWorkspace: one of the files lies elsewhere; nothing was written.
    """
    meant = {_below(path, root): base64.b64encode(data).decode("ascii") for path, data in files.items()}
    before = {name: _digest(root / name) for name in meant}
    _make_private(pending.parent)
    replace(pending, json.dumps({"files": meant, "before": before}).encode())
    _put_all(files, pending)


def finish(pending: Path, root: Path) -> None:
    """Complete a `replace_all` that was interrupted. Does nothing where there is nothing to complete.

    A file that somebody edited since is left alone.

    Raises:
        OutsideWorkspace: the note names a file elsewhere; nothing was written.
    """
    note = _note(pending)
    if note is not None:
        for name in note.meant:
            _below(root / name, root)
        _put_all(
            {root / name: data for name, data in note.meant.items() if note.is_untouched(name, root)}, pending
        )


def append_line(path: Path, line: str) -> None:
    """Add a line at the end of a file, on disk when this returns.

    A last line that was torn by a kill is closed first, so that the new one does not join it.

    Raises:
        ValueError: the text is not one line.
    """
    if "\n" in line:
        raise ValueError("one line at a time")
    _make_private(path.parent)
    is_new = not path.exists()
    with _opened(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, _PRIVATE_FILE) as handle:
        size = os.fstat(handle).st_size
        try:
            _write(handle, (b"\n" if _is_torn(handle, size) else b"") + line.encode() + b"\n")
        except OSError:
            os.ftruncate(handle, size)
            raise
        os.fsync(handle)
    if is_new:
        _sync_folder(path.parent)


def _write_new(path: Path, data: bytes, mode: int) -> None:
    with _opened(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE) as handle:
        _write(handle, data)
        path.chmod(mode)
        os.fsync(handle)


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


@contextmanager
def _opened(path: Path, flags: int, mode: int) -> Iterator[int]:
    handle = os.open(path, flags | _BINARY, mode)
    try:
        yield handle
    finally:
        os.close(handle)


def _mode_of(target: Path, otherwise: int) -> int:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return otherwise


def _is_torn(handle: int, size: int) -> bool:
    if not size:
        return False
    os.lseek(handle, -1, os.SEEK_END)
    return os.read(handle, 1) != b"\n"


def _below(path: Path, root: Path) -> str:
    top, target = os.path.realpath(root), os.path.realpath(path)
    if not Path(target).is_relative_to(top):
        raise OutsideWorkspace("A file of this write lies outside the workspace. Nothing was written.")
    return Path(target).relative_to(top).as_posix()


def _put_all(files: Mapping[Path, bytes], pending: Path) -> None:
    for path, data in files.items():
        replace(path, data)
    pending.unlink(missing_ok=True)
    _sync_folder(pending.parent)


@dataclass(frozen=True)
class _Note:
    """What several files are to hold, and the digest of what each held before (none: it was not there)."""

    meant: dict[str, bytes]
    before: dict[str, str | None]

    def is_untouched(self, name: str, root: Path) -> bool:
        """Whether nobody wrote to a file since the note."""
        return name not in self.before or _digest(root / name) == self.before[name]


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def _note(pending: Path) -> _Note | None:
    """What a note says, or None where there is none or it was never written to its end."""
    if pending.name.startswith(_TEMPORARY):
        return None
    with suppress(FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        note = json.loads(pending.read_bytes())
        meant = {name: base64.b64decode(data, validate=True) for name, data in note["files"].items()}
        return _Note(meant, dict(note.get("before", {})))
    return None


def _make_private(folder: Path) -> None:
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
        _sync_folder(each.parent)


def _sync_folder(folder: Path) -> None:
    """Make a change of names last. Not every system and file system can."""
    if os.name == "nt":
        return
    with _opened(folder, os.O_RDONLY, 0) as handle:
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise

"""The workspace on disk, and the only writer of records.

A write takes the lock, reads again, leaves what somebody else changed, edits the text in place,
checks that it reads back as meant, keeps the old bytes and only then replaces the file.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from csmkit.core.changes import Append, Change, Conflict, reconcile, shown_path, texts
from csmkit.core.fields import Plain, slug
from csmkit.errors import BadFile, NotFound, Refused, WrongUsage
from csmkit.storage import atomic
from csmkit.storage.reading import parse, read_source, validate
from csmkit.storage.record import (
    PRIVATE_RECORD,
    PRIVATE_START,
    RECORD,
    Half,
    Record,
    edited,
    joined,
    read_record,
    split_by_audience,
)

if TYPE_CHECKING:
    from csmkit.core.settings import Settings

CONFIG = "csmkit.yaml"
OWN = ".csmkit"
HISTORY_KEPT = 50
LOCK_SECONDS, LOCK_POLL = 20.0, 0.01
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")

_IGNORED = """\
# What this machine keeps for itself.
.csmkit/
.csmkit-*.tmp
# The internal half of each record, where private_records is on.
account.private.yaml
"""


class NoWorkspace(WrongUsage):
    """Nothing here or above is a workspace."""


class Busy(Refused):
    """Another csmkit is writing."""


class CannotWrite(Refused):
    """The system does not let us write."""


class NothingToUndo(Refused):
    """There is no write to take back, or the file was changed since."""


class AlreadyThere(Refused):
    """A file or account of this name exists."""


@dataclass(frozen=True)
class Saved:
    """What a write did: the record as it now is, and the fields somebody else had changed meanwhile."""

    record: Record
    conflicts: tuple[Conflict, ...]
    changed: bool


@dataclass(frozen=True)
class Workspace:
    """A folder with csmkit.yaml at its top."""

    root: Path

    @property
    def settings(self) -> "Settings":
        """What csmkit.yaml says."""
        from csmkit.core.settings import Settings

        return validate(read_source(self.root / CONFIG, CONFIG), Settings)

    @property
    def own(self) -> Path:
        """This machine's own folder: locks, journals, history."""
        return self.root / OWN

    @property
    def accounts_folder(self) -> Path:
        """Where the accounts are."""
        return self.root / "accounts"

    def names(self) -> tuple[str, ...]:
        """The accounts, by folder name."""
        if not self.accounts_folder.is_dir():
            return ()
        return tuple(
            sorted(folder.name for folder in self.accounts_folder.iterdir() if (folder / RECORD).is_file())
        )

    def folder(self, name: str) -> Path:
        """The folder of an account: by folder name, customer's name, or the beginning of one name.

        Raises:
            NotFound: with the nearest name.
        """
        known = self.names()
        word = _folder_name(name)
        found = next((candidate for candidate in (name, word) if candidate in known), None)
        begun = [candidate for candidate in known if candidate.startswith(word)] if word else []
        found = found or (begun[0] if len(begun) == 1 else None) or self._called(name, known)
        if found is None:
            raise NotFound("account", name, known, "`csmkit account list` shows them all.")
        return self.accounts_folder / found

    def _called(self, name: str, known: tuple[str, ...]) -> str | None:
        """The account of a customer whose name no folder can bear."""
        if not name.strip() or _folder_name(name):
            return None
        for candidate in known:
            with suppress(Refused):
                if read_record(self.accounts_folder / candidate).account.name == name.strip():
                    return candidate
        return None

    def load(self, name: str) -> Record:
        """Read an account's record.

        Raises:
            NotFound: no such account.
            BadFile: the record has problems; every one with its line.
        """
        folder = self.folder(name)
        if (self.own / "pending").is_dir():
            for pending in (self.own / "pending").glob("*.json"):
                self._finish(pending, folder)
        return read_record(folder)

    def _finish(self, pending: Path, folder: Path) -> None:
        """Complete a write of two halves that was killed between them."""
        try:
            with self._lock(pending.stem):
                atomic.finish(pending, self.root)
        except Busy:
            read_record(folder)

    def save(self, record: Record, changes: tuple[Change, ...], *, did: str, today: date) -> Saved:
        """Make the changes to an account's record, by the protocol of this module.

        `did` names the command, for `undo`. A conflict keeps both: theirs in the field, ours in the log.

        Raises:
            Busy: another csmkit holds the record for too long.
            SpliceFailed: the file could not be edited safely; nothing was written.
        """
        with self._lock(record.account.id):
            atomic.finish(self._pending(record), self.root)
            current = read_record(record.folder)
            todo, conflicts = reconcile(changes, record.data, current.data)
            todo = (*todo, *_kept_beside(conflicts, today))
            if not todo:
                return Saved(current, (), changed=False)
            after = self._edited(current, todo)
            self._keep_history(current, after, did)
            self._write(after)
        return Saved(after, conflicts, changed=True)

    def _edited(self, current: Record, changes: tuple[Change, ...]) -> Record:
        if not (current.private or self.settings.private_records):
            return joined(current.folder, edited(current.half, changes), None)
        private = current.private or Half(
            current.folder / PRIVATE_RECORD, parse(PRIVATE_START, f"accounts/{current.name}/{PRIVATE_RECORD}")
        )
        shared, internal = split_by_audience(changes, current.half.source.data, private.source.data)
        return joined(current.folder, edited(current.half, shared), edited(private, internal))

    def _write(self, record: Record) -> None:
        files = {half.path: half.text.encode() for half in (record.half, record.private) if half}
        if len(files) == 1:
            atomic.replace(record.half.path, files[record.half.path])
        else:
            atomic.replace_all(files, self._pending(record), self.root)

    def _pending(self, record: Record) -> Path:
        """Where a write of several files is noted until all of them are in place."""
        return self.own / "pending" / f"{record.account.id}.json"

    @contextmanager
    def _lock(self, account_id: str) -> Iterator[None]:
        from filelock import FileLock, Timeout

        try:
            file = self.own_folder("locks") / f"{account_id}.lock"
            with FileLock(file, timeout=LOCK_SECONDS, poll_interval=LOCK_POLL):
                yield
        except Timeout:
            raise Busy("Another csmkit is writing to this account. Nothing was changed; try again.") from None
        except OSError as error:
            place = f"{error.filename} " if error.filename else "The workspace "
            raise CannotWrite(f"{place}cannot be written: {error.strerror}. Nothing was saved.") from None

    def own_folder(self, *names: str) -> Path:
        """A folder of this machine's own, made if need be, for nobody else to read."""
        folder = self.own.joinpath(*names)
        for part in (self.own, *(self.own.joinpath(*names[: n + 1]) for n in range(len(names)))):
            part.mkdir(mode=0o700, exist_ok=True)
        return folder

    def journals(self, account_id: str) -> Path:
        """Where the interviews under way of an account keep their answers."""
        return self.own_folder("journals", account_id)

    def _keep_history(self, before: Record, after: Record, did: str) -> None:
        folder = self.own_folder("history", before.account.id)
        kept = sorted(folder.glob("*.json"))
        number = int(kept[-1].stem) + 1 if kept else 1
        old = {half.path.name: half.text for half in (before.half, before.private) if half}
        new = {half.path.name: half.text for half in (after.half, after.private) if half}
        entry = json.dumps({"did": did, "before": old, "after": _digests(new)})
        atomic.replace(folder / f"{number:06}.json", entry.encode())
        for outdated in kept[: max(0, len(kept) + 1 - HISTORY_KEPT)]:
            outdated.unlink(missing_ok=True)

    def undo(self, name: str) -> str:
        """Take back the last write to an account's record; returns what it had been.

        Raises:
            NothingToUndo: no write is kept, or the file was changed since.
        """
        record = self.load(name)
        with self._lock(record.account.id):
            atomic.finish(self._pending(record), self.root)
            current = read_record(record.folder)
            kept = sorted((self.own / "history" / record.account.id).glob("*.json"))
            while kept and _is_as(current, _digests(json.loads(kept[-1].read_text("utf-8"))["before"])):
                kept.pop().unlink()  # killed before it was written, or after it was taken back
            if not kept:
                raise NothingToUndo(f"csmkit has written nothing to {current.name} that could be undone.")
            entry = json.loads(kept[-1].read_text(encoding="utf-8"))
            if not _is_as(current, entry["after"]):
                raise NothingToUndo(
                    f"accounts/{current.name}/{RECORD} was changed by hand since “{entry['did']}”. "
                    "Nothing was undone; take your own change back first."
                )
            self._restore(current, entry["before"])
            kept[-1].unlink()
        return str(entry["did"])

    def _restore(self, current: Record, before: dict[str, str]) -> None:
        files = {current.folder / name: text.encode() for name, text in before.items()}
        if current.private and PRIVATE_RECORD not in before:
            files[current.private.path] = PRIVATE_START.encode()
        atomic.replace_all(files, self._pending(current), self.root)

    def add(self, name: str, text: str) -> Record:
        """Make a new account's folder and record.

        Raises:
            AlreadyThere: an account of this name exists.
            WrongUsage: no folder can bear this name.
        """
        word = _folder_name(name)
        if _DEVICES.fullmatch(word):
            raise WrongUsage(f"“{word}” cannot be a folder's name on every system; give another name.")
        with self._lock("new-accounts"):
            there = self._called(name, self.names())
            folder_name = word or there or slug("account", frozenset(self.names()))
            folder = self.accounts_folder / folder_name
            try:
                joined(folder, Half(folder / RECORD, parse(text, RECORD)), None)
            except BadFile as error:
                told = "; ".join(problem.message for problem in error.problems)
                raise WrongUsage(f"{told}. Nothing was added.") from None
            if (folder / RECORD).exists():
                raise AlreadyThere(
                    f"accounts/{folder_name} is there already. `csmkit account show {folder_name}` shows it."
                )
            folder.mkdir(parents=True, exist_ok=True)
            atomic.replace(folder / RECORD, text.encode())
        return read_record(folder)


def _folder_name(name: str) -> str:
    """The folder for a customer's name; nothing where the name has no letter that every system takes."""
    word = slug(name)
    return "" if word == "item" and "item" not in name.casefold() else word


def _kept_beside(conflicts: tuple[Conflict, ...], today: date) -> tuple[Change, ...]:
    """Our side of each conflict, as a log entry: no answer is lost."""
    return tuple(
        Append(
            ("log",),
            {
                "id": new_id(),
                "on": today,
                "kind": "conflict",
                "about": shown_path(conflict.path),
                "note": f"Not written, because somebody changed it meanwhile: {_in_words(conflict.ours)}",
            },
        )
        for conflict in conflicts
    )


def _in_words(value: Plain) -> str:
    plain = texts(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def new_id() -> str:
    """A random permanent id."""
    return os.urandom(6).hex()


def _digests(files: Mapping[str, str]) -> dict[str, str]:
    import hashlib

    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}


def _is_as(record: Record, digests: Mapping[str, str]) -> bool:
    """Whether the files of a record are those of these digests; an internal half not begun counts as none."""
    now = {half.path.name: half.text for half in (record.half, record.private) if half}
    if PRIVATE_RECORD not in digests and now.get(PRIVATE_RECORD) == PRIVATE_START:
        del now[PRIVATE_RECORD]
    return _digests(now) == digests


def find_workspace(start: Path, chosen: str | None = None) -> Workspace:
    """The workspace that was chosen, or the nearest one upward from a folder.

    Raises:
        NoWorkspace: there is none; says how to make one.
    """
    if chosen:
        root = Path(chosen).expanduser()
        if not (root / CONFIG).is_file():
            raise NoWorkspace(
                f"{chosen} is not a workspace: it has no {CONFIG}. `csmkit init {chosen}` makes one."
            )
        return Workspace(root.resolve())
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return Workspace(folder)
    raise NoWorkspace(
        "There is no workspace here or in a folder above. `csmkit init` makes one here, "
        "`csmkit demo` makes one to look around in, `--workspace` names another."
    )


def make_workspace(root: Path, config: str) -> Workspace:
    """A new, empty workspace.

    Raises:
        AlreadyThere: it is one already.
        BadFile: the settings cannot be read.
    """
    from csmkit.core.settings import Settings

    if (root / CONFIG).exists():
        raise AlreadyThere(f"{root.resolve()} is a workspace already; nothing was changed.")
    validate(parse(config, CONFIG), Settings)
    (root / "accounts").mkdir(parents=True, exist_ok=True)
    if not (root / ".gitignore").exists():
        atomic.replace(root / ".gitignore", _IGNORED.encode(), mode=0o644)
    atomic.replace(root / CONFIG, config.encode(), mode=0o644)
    return Workspace(root)

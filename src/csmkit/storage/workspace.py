"""The workspace on disk, and the only writer of records.

A write takes the lock, reads again, leaves what somebody else changed, edits the text in place,
checks that it reads back as meant, keeps the old bytes and only then replaces the file.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, overload

from csmkit.core.changes import Append, Change, Conflict, applied, reconcile, shown_path, texts
from csmkit.core.fields import Plain, folded_name, slug
from csmkit.errors import BadFile, NotFound, Refused, WrongUsage
from csmkit.storage import atomic
from csmkit.storage.kind import ACCOUNTS, Kind, M
from csmkit.storage.reading import parse, read_source, validate
from csmkit.storage.record import (
    Half,
    Opened,
    Record,
    SpliceFailed,
    edited,
    internal_fields,
    joined,
    read,
    same_but_for_order,
    split_by_audience,
    without_emptied,
)

if TYPE_CHECKING:
    from csmkit.core.account import Account
    from csmkit.core.settings import Settings
    from csmkit.storage.index import Index

CONFIG = "csmkit.yaml"
OWN = ".csmkit"
HISTORY_KEPT = 50
LOCK_SECONDS, LOCK_POLL = 20.0, 0.01
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")

LONGEST_KEPT = 15_000  # characters of our side of a conflict that go into the log itself

# The documents of `documents.INTERNAL_DOCUMENTS` that lie beside a record; storage does not look into that
# room, a test compares.
INTERNAL_DOCUMENTS = (
    "cadence-verdict",
    "handoff-brief",
    "kickoff-script",
    "plan-annex",
    "scorecard",
    "steady-state-brief",
)
_IGNORED = (
    "# What this machine keeps for itself.",
    ".csmkit/",
    ".csmkit-*.tmp",
    "# The internal half of each record, where private_records is on.",
    "account.private.yaml",
    "team/*.private.yaml",
    "# Documents for our own team, as rendered and as edited.",
    *(f"accounts/*/{name}*.md" for name in INTERNAL_DOCUMENTS),
    *(f"accounts/*/.rendered/{name}*.md" for name in INTERNAL_DOCUMENTS),
    "team/*/roleplay-*.md",
    "team/*/.rendered/roleplay-*.md",
    "# Reports on the whole book: they name customers and colleagues.",
    "reports/",
)


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
class Saved(Generic[M]):
    """What a write did: the record as it now is, and the fields somebody else had changed meanwhile."""

    record: Record[M]
    conflicts: tuple[Conflict, ...]
    changed: bool


@dataclass(frozen=True)
class Undone:
    """A write that was taken back, and the file that keeps what it had written."""

    did: str
    kept: str


@dataclass(frozen=True)
class Workspace:
    """A folder with csmkit.yaml at its top."""

    root: Path

    @property
    def settings(self) -> "Settings":
        """What csmkit.yaml says."""
        from csmkit.core.settings import Settings

        return validate(read_source(self.root / CONFIG, CONFIG), Settings)

    def index(self) -> "Index":
        """What the files of records held when they were read last."""
        from csmkit.storage.index import Index

        return Index(self.own / "index.json")

    @property
    def own(self) -> Path:
        """This machine's own folder: locks, journals, history."""
        return self.root / OWN

    def names(self, kind: Kind[Any] = ACCOUNTS) -> tuple[str, ...]:
        """The records of a kind, by the name of their folder or file."""
        return kind.names(self.root)

    def folder(self, name: str, kind: Kind[Any] = ACCOUNTS) -> Path:
        """The folder of a record: by its own name, the name it is about, or the beginning of one.

        Raises:
            NotFound: with the nearest name.
        """
        word, shelf = _folder_name(name), self.root / kind.shelf
        if name == word and kind.file(shelf / name).is_file():
            return shelf / name  # without looking at all of them
        known = self.names(kind)
        if name in known:
            return shelf / name
        begun = [candidate for candidate in known if candidate.startswith(word)] if word else []
        nearest = word if word in known else begun[0] if len(begun) == 1 else None
        typed_as_folder = name == word and nearest is not None
        found = nearest if typed_as_folder else self._called(name, (*begun, *known), kind) or nearest
        if found is None:
            beginnings = [candidate.partition("-")[0] for candidate in known]
            raise NotFound(kind.word, name, [*known, *beginnings], f"`{kind.listed_by}` shows them all.")
        return shelf / found

    def _called(self, name: str, known: Iterable[str], kind: Kind[Any]) -> str | None:
        """The record that names this customer, or this colleague."""
        for candidate in known if name.strip() else ():
            with suppress(Refused):
                if folded_name(read(kind, self.root / kind.shelf / candidate).value.name) == folded_name(
                    name
                ):
                    return candidate
        return None

    @overload
    def load(self, name: str, *, opened: Opened = ...) -> "Record[Account]": ...
    @overload
    def load(self, name: str, kind: Kind[M]) -> Record[M]: ...
    def load(self, name: str, kind: Kind[Any] = ACCOUNTS, *, opened: Opened = read_source) -> Record[Any]:
        """Read a record. Whoever reads many of them gives the index's way to open a file.

        Raises:
            NotFound: no such record.
            BadFile: the record has problems; every one with its line.
        """
        folder = self.folder(name, kind)
        if (self.own / "pending").is_dir():
            for pending in (self.own / "pending").glob("*.json"):
                self._finish(pending, kind, folder)
        return read(kind, folder, opened)

    def _finish(self, pending: Path, kind: Kind[Any], folder: Path) -> None:
        """Complete a write of two halves that was killed between them."""
        try:
            with self._lock(pending.stem):
                atomic.finish(pending, self.root)
        except Busy:
            read(kind, folder)

    def save(self, record: Record[M], changes: tuple[Change, ...], *, did: str, today: date) -> Saved[M]:
        """Make the changes to a record, by the protocol of this module.

        `did` names the command, for `undo`. A conflict keeps both: theirs in the field, ours in the log.

        Raises:
            Busy: another csmkit holds the record for too long.
            SpliceFailed: the file could not be edited safely; nothing was written.
        """
        with self._lock(record.id):
            atomic.finish(self._pending(record), self.root)
            current = read(record.kind, record.folder)
            todo, conflicts = reconcile(changes, record.data, current.data)
            todo = (*todo, *(self._kept_beside(conflict, today) for conflict in conflicts))
            if not todo:
                return Saved(current, (), changed=False)
            after = self._edited(current, todo)
            self._keep_history(current, after, did)
            self._write(after)
        return Saved(after, conflicts, changed=True)

    def _edited(self, current: Record[M], changes: tuple[Change, ...]) -> Record[M]:
        kind, folder = current.kind, current.folder
        if not (current.private or self.settings.private_records):
            return joined(kind, folder, edited(kind, current.half, changes), None)
        private = current.private or Half(
            kind.private_file(folder), parse(kind.private_start, kind.shown(folder, private=True))
        )
        shared, internal = split_by_audience(kind, changes, current.half.source.data, private.source.data)
        after = joined(kind, folder, edited(kind, current.half, shared), edited(kind, private, internal))
        if not same_but_for_order(after.data, reduce(applied, changes, current.data)):
            raise SpliceFailed(
                f"The two halves of {current.shown} could not be edited safely, so nothing was written."
            )
        return after

    def _kept_beside(self, conflict: Conflict, today: date) -> Change:
        """Our side of a conflict, as a log entry: no answer is lost."""
        entry, ours = new_id(), _in_words(conflict.ours)
        note = f"Not written, because somebody changed it meanwhile: {ours[:LONGEST_KEPT]}"
        if len(ours) > LONGEST_KEPT:
            atomic.replace(self.own_folder("kept") / f"{entry}.txt", ours.encode())
            note += f" … (all of it is in {OWN}/kept/{entry}.txt)"
        about = shown_path(conflict.path)
        return Append(("log",), {"id": entry, "on": today, "kind": "conflict", "about": about, "note": note})

    def _write(self, record: Record[Any]) -> None:
        files = {half.path: half.text.encode() for half in (record.half, record.private) if half}
        if len(files) == 1:
            atomic.replace(record.half.path, files[record.half.path])
        else:
            atomic.replace_all(files, self._pending(record), self.root)

    def _pending(self, record: Record[Any]) -> Path:
        """Where a write of several files is noted until all of them are in place."""
        return self.own / "pending" / f"{record.id}.json"

    @contextmanager
    def writing(self, account_id: str) -> Iterator[None]:
        """Hold an account, so that no other csmkit writes to its folder meanwhile.

        Raises:
            Busy: another csmkit holds it for too long.
        """
        with self._lock(account_id):
            yield

    @contextmanager
    def _lock(self, account_id: str) -> Iterator[None]:
        from filelock import FileLock, Timeout

        try:
            file = self.own_folder("locks") / f"{account_id}.lock"
            with FileLock(file, timeout=LOCK_SECONDS, poll_interval=LOCK_POLL):
                yield
        except Timeout:
            raise Busy("Another csmkit is writing to this record. Nothing was changed; try again.") from None
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

    def _keep_history(self, before: Record[Any], after: Record[Any], did: str) -> None:
        folder = self.own_folder("history", before.id)
        kept = sorted(folder.glob("*.json"))
        number = int(kept[-1].stem) + 1 if kept else 1
        old = {half.path.name: half.text for half in (before.half, before.private) if half}
        new = {half.path.name: half.text for half in (after.half, after.private) if half}
        entry = json.dumps({"did": did, "before": old, "after": _digests(new)})
        atomic.replace(folder / f"{number:06}.json", entry.encode())
        for outdated in kept[: max(0, len(kept) + 1 - HISTORY_KEPT)]:
            outdated.unlink(missing_ok=True)

    def undo(self, name: str, kind: Kind[Any] = ACCOUNTS) -> Undone:
        """Take back the last write to a record; what it had written is kept.

        Raises:
            NothingToUndo: no write is kept, or the file was changed since.
        """
        record = self.load(name, kind)
        with self._lock(record.id):
            atomic.finish(self._pending(record), self.root)
            current = read(record.kind, record.folder)
            kept = sorted((self.own / "history" / record.id).glob("*.json"))
            while kept and _is_as(current, _digests(json.loads(kept[-1].read_text("utf-8"))["before"])):
                kept.pop().unlink()  # killed before it was written, or after it was taken back
            if not kept:
                raise NothingToUndo(f"csmkit has written nothing to {current.name} that could be undone.")
            entry = json.loads(kept[-1].read_text(encoding="utf-8"))
            if not _is_as(current, entry["after"]):
                raise NothingToUndo(
                    f"{current.shown} was changed by hand since “{entry['did']}”. "
                    "Nothing was undone; take your own change back first."
                )
            place = self._keep_undone(current, entry["did"])
            self._restore(current, entry["before"])
            kept[-1].unlink()
        return Undone(str(entry["did"]), place.relative_to(self.root).as_posix())

    def _keep_undone(self, current: Record[Any], did: str) -> Path:
        folder = self.own_folder("undone", current.id)
        there = sorted(folder.glob("*.json"))
        file = folder / f"{int(there[-1].stem) + 1 if there else 1:06}.json"
        files = {half.path.name: half.text for half in (current.half, current.private) if half}
        atomic.replace(file, json.dumps({"did": did, "undone": files}, ensure_ascii=False).encode())
        return file

    def _restore(self, current: Record[Any], before: dict[str, str]) -> None:
        folder = current.half.path.parent
        files = {folder / name: text.encode() for name, text in before.items()}
        if current.private and current.private.path.name not in before:
            files[current.private.path] = current.kind.private_start.encode()
        atomic.replace_all(files, self._pending(current), self.root)

    @overload
    def add(self, name: str, text: str, changes: tuple[Change, ...] = ...) -> "Record[Account]": ...
    @overload
    def add(self, name: str, text: str, changes: tuple[Change, ...], kind: Kind[M]) -> Record[M]: ...
    def add(
        self, name: str, text: str, changes: tuple[Change, ...] = (), kind: Kind[Any] = ACCOUNTS
    ) -> Record[Any]:
        """Make a new record, in one write: the text, and changes to it.

        Raises:
            AlreadyThere: a record of this name exists.
            WrongUsage: no file can bear this name.
        """
        word = _folder_name(name)
        if _DEVICES.fullmatch(word):
            raise WrongUsage(f"“{word}” cannot be a folder's name on every system; give another name.")
        with self._lock(f"new-{kind.shelf}"):
            folder = self.root / kind.shelf / self._new_folder_name(name, word, kind)
            record = self._begun(kind, folder, text, changes)
            if kind.file(folder).exists():
                raise AlreadyThere(f"{kind.shown(folder)} is there already. {kind.seen_by(folder)} shows it.")
            if self.settings.private_records:
                moved = tuple(internal_fields(kind, record.half.source.data))
                record = without_emptied(self._edited(record, moved), moved)
            kind.file(folder).parent.mkdir(parents=True, exist_ok=True)
            self._write(record)
        return read(kind, folder)

    def _begun(self, kind: Kind[M], folder: Path, text: str, changes: tuple[Change, ...]) -> Record[M]:
        try:
            half = Half(kind.file(folder), parse(text, kind.file(folder).name))
            return joined(kind, folder, edited(kind, half, changes) if changes else half, None)
        except BadFile as error:
            told = "; ".join(problem.message for problem in error.problems)
            raise WrongUsage(f"{told}. Nothing was added.") from None

    def _new_folder_name(self, name: str, word: str, kind: Kind[Any]) -> str:
        """The name of a new record; the one of this very customer or colleague, where there is one."""
        if not word:
            known = self.names(kind)
            return self._called(name, known, kind) or slug(kind.word, frozenset(known))
        folders = ((each, self.root / kind.shelf / each) for each in _numbered(word))
        return next(
            each for each, folder in folders if not kind.file(folder).is_file() or _may_be(name, kind, folder)
        )


def _may_be(name: str, kind: Kind[Any], folder: Path) -> bool:
    """Whether a record is about whom this name names, or cannot be read."""
    try:
        return folded_name(read(kind, folder).value.name) == folded_name(name)
    except Refused:
        return True


def _numbered(word: str) -> Iterator[str]:
    yield word
    for number in count(2):
        yield f"{word}-{number}"


def _folder_name(name: str) -> str:
    """The folder for a customer's name; nothing where the name has no letter that every system takes."""
    word = slug(name)
    return "" if word == "item" and "item" not in name.casefold() else word


def _in_words(value: Plain) -> str:
    plain = texts(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def new_id() -> str:
    """A random permanent id."""
    return os.urandom(6).hex()


def _digests(files: Mapping[str, str]) -> dict[str, str]:
    import hashlib

    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}


def _is_as(record: Record[Any], digests: Mapping[str, str]) -> bool:
    """Whether the files of a record are those of these digests; an internal half not begun counts as none."""
    now = {half.path.name: half.text for half in (record.half, record.private) if half}
    private = record.kind.private_file(record.folder).name
    if private not in digests and now.get(private) == record.kind.private_start:
        del now[private]
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
    _ignore_what_is_internal(root)
    atomic.replace(root / CONFIG, config.encode(), mode=0o644)
    return Workspace(root)


def missing_ignores(root: Path) -> tuple[str, ...]:
    """The lines that .gitignore lacks, so that nothing internal is shared by accident."""
    there = {line.strip() for line in _ignores(root).decode("utf-8", "replace").splitlines()}
    return tuple(line for line in _IGNORED if not line.startswith("#") and line not in there)


def _ignores(root: Path) -> bytes:
    try:
        return (root / ".gitignore").read_bytes()
    except FileNotFoundError:
        return b""


def _ignore_what_is_internal(root: Path) -> None:
    there, missing = _ignores(root), missing_ignores(root)
    if missing:
        lines = [line for line in _IGNORED if line in missing or line.startswith("#")]
        joint = b"\n" if there and not there.endswith(b"\n") else b""
        text = "".join(f"{line}\n" for line in lines)
        atomic.replace(root / ".gitignore", there + joint + text.encode(), mode=0o644)

"""One record as it lies on disk: one file, and its internal half where a team keeps that apart."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic

from csmkit.core.account import Account
from csmkit.core.changes import UNSET, Append, Change, Remove, Set, Unset, applied, steps_to, texts, value_at
from csmkit.core.changes import Path as Keys
from csmkit.core.fields import Plain
from csmkit.core.shape import annotation_at, is_list, item_of, model_in
from csmkit.errors import BadFile, CsmkitError, Problem
from csmkit.storage.identity import repeated_ids, with_ids
from csmkit.storage.kind import ACCOUNTS, Kind, M
from csmkit.storage.reading import Loc, Source, parse, problems_of, read_source

Opened = Callable[[Path, str], Source]


class SpliceFailed(CsmkitError):
    """A file would not have read back as it was meant; nothing was written."""

    exit_code = 3


@dataclass(frozen=True)
class Half:
    """One file of a record."""

    path: Path
    source: Source

    @property
    def text(self) -> str:
        """The file as it is."""
        return self.source.text


@dataclass(frozen=True)
class Record(Generic[M]):
    """A record as it was read. `data` is plain, both halves joined, every list item with its id.

    `folder` is where its documents are.
    """

    kind: Kind[M]
    folder: Path
    half: Half
    private: Half | None
    data: Plain
    value: M

    @property
    def account(self: "Record[Account]") -> Account:
        """What the record of an account holds."""
        return self.value

    @property
    def id(self) -> str:
        """The permanent id, which locks, journals and history go by."""
        return str(value_at(self.data, ("id",)))

    @property
    def name(self) -> str:
        """The folder's name, which is what people type."""
        return self.folder.name

    @property
    def shown(self) -> str:
        """The file, as it is told to people."""
        return self.kind.shown(self.folder)


def place_of(record: Record[Any], about: str) -> tuple[str, int]:
    """The file and line of a part such as ``milestones/day-60/measure``, or of the nearest thing above it."""
    path = tuple(about.split("/")) if about else ()
    there = path[: _reach(record.data, path)]
    at = _places(record.kind, record.half, record.private, record.data)
    found = at(steps_to(record.data, there), "")
    return found.file, found.line


def read_record(folder: Path) -> Record[Account]:
    """Read the record in an account's folder.

    Raises:
        BadFile: with every problem in either half.
        CannotRead: there is no record, or it cannot be opened.
    """
    return read(ACCOUNTS, folder)


def read(kind: Kind[M], folder: Path, opened: Opened = read_source) -> Record[M]:
    """Read a record of any kind; `folder` is where its documents are, `opened` reads one of its files.

    Raises:
        BadFile: with every problem in either half.
        CannotRead: there is no record, or it cannot be opened.
    """
    file, private_file = kind.file(folder), kind.private_file(folder)
    half = Half(file, opened(file, kind.shown(folder)))
    private = None
    if private_file.is_file():
        private = Half(private_file, opened(private_file, kind.shown(folder, private=True)))
    return joined(kind, folder, half, private)


def joined(kind: Kind[M], folder: Path, half: Half, private: Half | None) -> Record[M]:
    """A record from its texts.

    Raises:
        BadFile: with every problem in either half.
    """
    halves = [part for part in (half, private) if part]
    data: Plain = {}
    for part in halves:
        data = overlaid(data, with_ids(part.source.data, kind.model)[0])
    problems = [*(p for part in halves for p in part.source.problems), *_repeated(halves)]
    return Record(kind, folder, half, private, data, _value(kind, half, private, data, problems))


def _repeated(halves: Iterable[Half]) -> Iterable[Problem]:
    for part in halves:
        for steps in repeated_ids(part.source.data):
            yield part.source.at(steps, "this id stands twice in its list; give one of them another")


def _value(kind: Kind[M], half: Half, private: Half | None, data: Plain, problems: list[Problem]) -> M:
    from pydantic import ValidationError

    if not isinstance(half.source.data, dict):
        raise BadFile([*problems, half.source.at((), f"is empty; it should hold the keys of {kind.one}")])
    try:
        value = kind.model.model_validate(data)
    except ValidationError as error:
        place = _places(kind, half, private, data)
        raise BadFile([*problems, *problems_of(data, error, kind.model, place)]) from None
    if problems:
        raise BadFile(problems)
    return value


def _places(kind: Kind[Any], half: Half, private: Half | None, data: Plain) -> Callable[..., Problem]:
    """Where a problem of the joined record stands: in the half that holds more of its path."""
    shared_data = with_ids(half.source.data, kind.model)[0]
    private_data = with_ids(private.source.data, kind.model)[0] if private else None

    def at(loc: Loc, message: str, *, key: bool = False) -> Problem:
        path = _by_ids(data, loc)
        ours, theirs = _reach(shared_data, path), _reach(private_data, path)
        if private and (theirs > ours or theirs == ours == len(path)):
            return private.source.at(steps_to(private_data, path), message, key=key)
        return half.source.at(loc, message, key=key)

    return at


def _reach(data: Plain, path: Keys) -> int:
    """How many steps of a path there are in the data."""
    return max(n for n in range(len(path) + 1) if n == 0 or not isinstance(value_at(data, path[:n]), Unset))


def _by_ids(data: Plain, loc: Loc) -> Keys:
    path: list[str] = []
    here = data
    for step in loc:
        here = here[step] if isinstance(step, int) and isinstance(here, list) else _at(here, str(step))
        path.append(str(here.get("id")) if isinstance(step, int) and isinstance(here, dict) else str(step))
    return tuple(path)


def _at(here: Plain, key: str) -> Plain:
    return here.get(key) if isinstance(here, dict) else None


def overlaid(under: Plain, over: Plain) -> Plain:
    """Two halves as one: mappings by key, lists by id, anything else from the second."""
    if isinstance(under, dict) and isinstance(over, dict):
        return {**under, **{key: overlaid(under.get(key), value) for key, value in over.items()}}
    if isinstance(under, list) and isinstance(over, list):
        return _lists_overlaid(under, over)
    return under if over is None else over


def _lists_overlaid(under: list[Plain], over: list[Plain]) -> list[Plain]:
    theirs = {name: item for item in over if (name := _id_of(item))}
    names = {_id_of(item) for item in under} - {None}
    both = [overlaid(item, theirs.get(_id_of(item) or "")) for item in under]
    return both + [item for item in over if _id_of(item) not in names]


def _id_of(item: Plain) -> str | None:
    name = item.get("id") if isinstance(item, dict) else None
    return name if isinstance(name, str) else None


@dataclass(frozen=True)
class Edit:
    """A text being edited, with the plain data it holds."""

    text: str
    data: Plain


def edited(kind: Kind[Any], half: Half, changes: Iterable[Change]) -> Half:
    """A file after the changes, everything else in it as it was.

    Raises:
        SpliceFailed: the text would not read back as meant.
    """
    from csmkit.storage.splicing import set_value

    named, missing = with_ids(half.source.data, kind.model)
    text = half.text
    for steps, name in missing:
        text = set_value(text, (*steps, "id"), name)
    edit = Edit(text, named)
    for change in changes:
        edit = _after(edit, change)
    source = parse(edit.text, half.source.file)
    if texts(source.data) != texts(edit.data):
        raise SpliceFailed(f"{half.source.file} could not be edited safely, so nothing was written.")
    return Half(half.path, source)


def _after(edit: Edit, change: Change) -> Edit:
    from csmkit.storage.splicing import append_item, remove_item, set_value

    if isinstance(change, Remove) and isinstance(value_at(edit.data, change.path), Unset):
        return edit
    steps = steps_to(edit.data, change.path)
    if isinstance(change, Append):
        text = append_item(edit.text, steps, change.item)
    elif isinstance(change, Remove):
        text = remove_item(edit.text, steps)
    else:
        text = set_value(edit.text, steps, change.value)
    return Edit(text, applied(edit.data, change))


def split_by_audience(
    kind: Kind[Any], changes: Iterable[Change], shared_data: Plain, private_data: Plain
) -> tuple[list[Change], list[Change]]:
    """Changes of the shared half and of the internal half.

    An internal field that still stands in the shared half leaves it when it is set. An item that stands
    in one half only gets a holder in the other before a field of it is set there.
    """
    shared: list[Change] = []
    internal: list[Change] = []
    known, known_shared = private_data, shared_data
    for change in changes:
        ours, theirs = _halves_of(kind, change)
        for part in ours:
            for step in (*_holders(kind, known_shared, part), part):
                shared.append(step)
                known_shared = applied(known_shared, step)
        for part in theirs:
            if isinstance(part, Set) and value_at(shared_data, part.path) not in (None, UNSET):
                shared.append(Set(part.path, None))
            for step in (*_holders(kind, known, part), part):
                internal.append(step)
                known = applied(known, step)
    return shared, internal


def internal_fields(kind: Kind[Any], data: Plain, path: Keys = ()) -> list[Change]:
    """Every internal field that the data holds, as a change that sets it."""
    from csmkit.core.audience import audience_of

    if path and audience_of(path, kind.model) == "internal":
        return [] if data is None else [Set(path, data)]
    if isinstance(data, dict):
        return [each for key, value in data.items() for each in internal_fields(kind, value, (*path, key))]
    items = data if isinstance(data, list) else []
    named = [(name, item) for item in items if (name := _id_of(item))]
    return [each for name, item in named for each in internal_fields(kind, item, (*path, name))]


def without_emptied(record: Record[M], changes: Iterable[Change]) -> Record[M]:
    """A record whose shared half no longer has the lines of fields that went to the internal half."""
    source = record.half.source
    emptied = {source.at(change.path, "", key=True).line: f"{change.path[-1]}:" for change in changes}
    lines = source.text.splitlines(keepends=True)
    kept = [
        line
        for number, line in enumerate(lines, 1)
        if line.strip() not in (emptied.get(number), f"{emptied.get(number)} null")
    ]
    half = Half(record.half.path, parse("".join(kept), source.file))
    return joined(record.kind, record.folder, half, record.private)


def same_but_for_order(one: Plain, other: Plain) -> bool:
    """Whether two records hold the same: the halves decide in which order items stand."""
    return bool(_unordered(texts(one)) == _unordered(texts(other)))


def _unordered(value: Plain) -> Plain:
    if isinstance(value, dict):
        fields = {key: _unordered(item) for key, item in value.items()}
        return {key: item for key, item in fields.items() if item not in (None, [], {})}
    if isinstance(value, list):
        items = [_unordered(item) for item in value]
        return sorted(items, key=lambda item: _id_of(item) or "") if all(map(_id_of, items)) else items
    return value


def _halves_of(kind: Kind[Any], change: Change) -> tuple[list[Change], list[Change]]:
    from csmkit.core.audience import audience_of

    if isinstance(change, Remove):
        return [change], [change]  # each half drops what it holds
    internal = audience_of(change.path, kind.model) == "internal"
    if isinstance(change, Set) or internal:
        return ([], [change]) if internal else ([change], [])
    item = change.item
    place = (*change.path, str(item["id"]))
    ours = {k: v for k, v in item.items() if audience_of((*place, k), kind.model) == "customer"}
    theirs = {k: v for k, v in item.items() if k not in ours or k == "id"}
    return [Append(change.path, ours)], [Append(change.path, theirs)] if len(theirs) > 1 else []


def _holders(kind: Kind[Any], data: Plain, change: Change) -> list[Change]:
    """Items that have to stand in a half before a field of theirs can be set there."""
    made: list[Change] = []
    for depth in range(1, 0 if isinstance(change, Remove) else len(change.path)):
        above, name = change.path[:depth], change.path[depth]
        if _holds_items(annotation_at(kind.model, above)) and isinstance(
            value_at(data, (*above, name)), Unset
        ):
            made.append(Append(above, {"id": name}))
    return made


def _holds_items(annotation: object) -> bool:
    model = model_in(item_of(annotation))
    return is_list(annotation) and model is not None and "id" in model.model_fields

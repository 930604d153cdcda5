"""What a write does to a record, as values: set a field, add an item, take an item away.

A path is a tuple of keys. Where it passes through a list, the item is named by its permanent id,
never by position: ``("milestones", "day-30", "met_on")``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from csmkit.core.fields import Plain

Path: TypeAlias = tuple[str, ...]


class Unset:
    """Stands for a field that the record does not hold."""

    def __repr__(self) -> str:
        """Readable in a failing test."""
        return "UNSET"


UNSET = Unset()


@dataclass(frozen=True)
class Set:
    """Give a field a value. `was` is what the author of the change saw there; unset: what was loaded."""

    path: Path
    value: Plain
    was: "Plain | Unset" = UNSET


@dataclass(frozen=True)
class Append:
    """Add an item, a mapping with an `id`, at the end of the list at `path`."""

    path: Path
    item: dict[str, Plain]


@dataclass(frozen=True)
class Remove:
    """Take an item out of its list; `path` ends with its id."""

    path: Path


Change: TypeAlias = Set | Append | Remove


def position(items: list[Plain], key: str) -> int | None:
    """Where the item with this id stands in a list."""
    ids = [item.get("id") if isinstance(item, dict) else item for item in items]
    return ids.index(key) if key in ids else None


def value_at(data: Plain, path: Path) -> "Plain | Unset":
    """What stands at a path of a record's plain data, or UNSET."""
    here = data
    for key in path:
        if isinstance(here, dict) and key in here:
            here = here[key]
        elif isinstance(here, list) and (index := position(here, key)) is not None:
            here = here[index]
        else:
            return UNSET
    return here


def shown_path(path: Iterable[str]) -> str:
    """A path as people and logs write it: ``milestones/day-30``."""
    return "/".join(path)


def texts(value: "Plain | Unset") -> Any:  # noqa: ANN401 - plain data in which every scalar is text
    """Plain data as a file gives it back: 5 and “5” are the same, an empty mapping is not nothing."""
    if isinstance(value, dict):
        return {key: texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [texts(item) for item in value]
    if value is None or isinstance(value, Unset):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return (
        value.isoformat()
        if isinstance(value, date)
        else f"{value:f}"
        if isinstance(value, Decimal)
        else str(value)
    )


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else changed meanwhile: theirs stands in the file, ours is kept beside it."""

    path: Path
    ours: Plain


def reconcile(
    changes: Iterable[Change], loaded: Plain, current: Plain
) -> tuple[tuple[Change, ...], tuple[Conflict, ...]]:
    """The changes that still have to be made to `current`, and those that somebody else's got in the way of.

    A change whose field is as its author saw it is made; one that already stands there is done.
    """
    todo: list[Change] = []
    conflicts: list[Conflict] = []
    for change in changes:
        verdict = _verdict(change, loaded, current)
        if isinstance(verdict, Conflict):
            conflicts.append(verdict)
        elif verdict:
            todo.append(change)
    lost = [shown_path(conflict.path) for conflict in conflicts]
    return tuple(change for change in todo if not _tells_of(change, lost)), tuple(conflicts)


def _tells_of(change: Change, fields: Iterable[str]) -> bool:
    """Whether a change says who gave one of these fields its value."""
    if not isinstance(change, Set) or change.path[0] != "provenance":
        return False
    told = "/".join(change.path[1:])
    return any(told == field or told.startswith(f"{field}/") for field in fields)


def _verdict(change: Change, loaded: Plain, current: Plain) -> bool | Conflict:
    """Whether a change is still to be made, or what keeps it from being made."""
    now = value_at(current, change.path)
    if isinstance(change, Remove):
        return not isinstance(now, Unset)
    if isinstance(change, Append):
        path = (*change.path, str(change.item["id"]))
        there = value_at(current, path)
        return (
            True
            if isinstance(there, Unset)
            else texts(there) != texts(change.item) and Conflict(path, change.item)
        )
    if texts(now) == texts(change.value):
        return False
    seen = value_at(loaded, change.path) if isinstance(change.was, Unset) else change.was
    fits = texts(now) == texts(seen) and not _item_is_gone(current, loaded, change.path)
    return fits or Conflict(change.path, change.value)


def _item_is_gone(current: Plain, loaded: Plain, path: Path) -> bool:
    """Whether a path leads through an item of a list that was taken away."""
    return any(
        isinstance(value_at(loaded, path[:depth]), list)
        and isinstance(value_at(current, path[: depth + 1]), Unset)
        for depth in range(len(path))
        if not isinstance(value_at(loaded, path[: depth + 1]), Unset)
    )


def applied(data: Plain, change: Change) -> Plain:
    """Plain data after a change; what was given is left as it is."""
    if isinstance(change, Remove):
        return _rebuilt(
            data, change.path[:-1], lambda here: [i for i in _list(here) if not _has_id(i, change.path[-1])]
        )
    if isinstance(change, Append):
        return _rebuilt(data, change.path, lambda here: [*_list(here), dict(change.item)])
    return _rebuilt(data, change.path, lambda _: change.value)


def _list(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else []


def _has_id(item: Plain, name: str) -> bool:
    return isinstance(item, dict) and item.get("id") == name


def _rebuilt(data: Plain, path: Path, make: Callable[[Plain], Plain]) -> Plain:
    if not path:
        return make(data)
    if isinstance(data, list):
        index = position(data, path[0])
        return [_rebuilt(item, path[1:], make) if n == index else item for n, item in enumerate(data)]
    mapping = data if isinstance(data, dict) else {}
    return {**mapping, path[0]: _rebuilt(mapping.get(path[0]), path[1:], make)}


def steps_to(data: Plain, path: Path) -> tuple[str | int, ...]:
    """A path of keys and ids as keys and positions, for what `data` holds now; ids of no item stay."""
    steps: list[str | int] = []
    here = data
    for key in path:
        index = position(here, key) if isinstance(here, list) else None
        steps.append(key if index is None else index)
        here = None if isinstance(reached := value_at(here, (key,)), Unset) else reached
    return tuple(steps)

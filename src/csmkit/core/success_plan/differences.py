"""Where two versions of a plan differ: fields compared by their paths, items of lists by their ids.

It compares the customer's projection alone, so it cannot know what is internal.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from csmkit.core.audience import CustomerAccount, customer_values
from csmkit.core.milestones import due_day

Path = tuple[str, ...]


class Difference(NamedTuple):
    """One field or one item that is not what it was; None where it is not there."""

    path: Path
    was: Any
    now: Any


def differences(was: CustomerAccount, now: CustomerAccount) -> tuple[Difference, ...]:
    """Every marked field that differs. A milestone's day is the one it is due, agreed or counted."""
    return tuple(_compared((), _values(was), _values(now)))


def _values(account: CustomerAccount) -> dict[str, Any]:
    values = customer_values(account)
    for plain, milestone in zip(values["milestones"], account.milestones, strict=True):
        plain["due_on"] = due_day(account, milestone)
    return values


def _compared(path: Path, was: Any, now: Any) -> Iterator[Difference]:  # noqa: ANN401 - whatever a record holds
    if was == now:
        return
    if isinstance(was, Mapping) or isinstance(now, Mapping):
        old, new = was or {}, now or {}
        for key in dict.fromkeys((*new, *old)):
            yield from _compared((*path, key), old.get(key), new.get(key))
    elif _has_items(was) or _has_items(now):
        yield from _items(path, was, now)
    else:
        yield Difference(path, was, now)


def _has_items(value: Any) -> bool:  # noqa: ANN401 - as above
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _items(path: Path, was: list[Any], now: list[Any]) -> Iterator[Difference]:
    old, new = ({item["id"]: item for item in items} for items in (was, now))
    for item in dict.fromkeys((*new, *old)):
        here = (*path, item)
        if item in old and item in new:
            yield from _compared(here, old[item], new[item])
        else:
            yield Difference(here, old.get(item), new.get(item))

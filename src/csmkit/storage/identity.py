"""Permanent ids of list items: one typed by hand without gets it at the next write."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from csmkit.core.fields import Plain, slug
from csmkit.core.shape import item_of, model_in

Steps = tuple[str | int, ...]

_NESTED = (dict, list)
_NAMING = ("name", "title", "promise", "statement", "play", "kind", "about", "question", "on")


def with_ids(data: Plain, model: Any) -> tuple[Plain, tuple[tuple[Steps, str], ...]]:  # noqa: ANN401 - a model or a type expression
    """The data with an id on every item that should have one, and which were missing where."""
    missing: list[tuple[Steps, str]] = []
    return _filled(data, _shape(model), (), missing), tuple(missing)


@dataclass
class _Shape:
    """What a field may hold, worked out once: the shapes below each key, or the shape of each item."""

    keys: "dict[str, _Shape]"
    item: "_Shape | None"


@cache
def _shape(annotation: Any) -> _Shape:  # noqa: ANN401 - a type expression
    model, item = model_in(annotation), item_of(annotation)
    fields = model.model_fields.items() if model else ()
    keys = {info.alias or name: _shape(info.annotation) for name, info in fields}
    return _Shape(keys, _shape(item) if model_in(item) else None)


def _filled(data: Plain, shape: _Shape, steps: Steps, missing: list[tuple[Steps, str]]) -> Plain:
    if isinstance(data, dict) and shape.keys:
        return {
            key: _filled(value, shape.keys[key], (*steps, key), missing)
            if isinstance(value, _NESTED) and key in shape.keys
            else value
            for key, value in data.items()
        }
    if isinstance(data, list) and shape.item:
        items = [_filled(item, shape.item, (*steps, n), missing) for n, item in enumerate(data)]
        return _named(items, steps, missing) if "id" in shape.item.keys else items
    return data


def _named(items: list[Plain], steps: Steps, missing: list[tuple[Steps, str]]) -> list[Plain]:
    taken = {str(item["id"]) for item in items if isinstance(item, dict) and item.get("id")}
    named: list[Plain] = []
    for number, item in enumerate(items):
        if isinstance(item, dict) and not item.get("id"):
            name = slug(_naming_text(item), frozenset(taken))
            taken.add(name)
            missing.append(((*steps, number), name))
            named.append({"id": name, **{key: value for key, value in item.items() if key != "id"}})
        else:
            named.append(item)
    return named


def _naming_text(item: dict[str, Plain]) -> str:
    return next((value for key in _NAMING if isinstance(value := item.get(key), str) and value), "item")


def repeated_ids(data: Plain, steps: Steps = ()) -> Iterator[Steps]:
    """Where an id stands a second time in its list."""
    if isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, _NESTED):
                yield from repeated_ids(value, (*steps, key))
    elif isinstance(data, list):
        seen: set[Plain] = set()
        for number, item in enumerate(data):
            name = item.get("id") if isinstance(item, dict) else None
            if isinstance(name, str) and name in seen:
                yield (*steps, number, "id")
            elif isinstance(name, str):
                seen.add(name)
            yield from repeated_ids(item, (*steps, number))

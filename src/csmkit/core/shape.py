"""The shape of a model: which keys a path allows, and what a field there takes.

Used for “did you mean”, for the checks of a playbook's `fills:` and conditions, and for audience.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Literal, get_args, get_origin

Path = tuple[str | int, ...]


def keys_at(model: Any, path: Path) -> tuple[str, ...]:  # noqa: ANN401 - a type expression
    """The keys allowed at a path; nothing where no mapping with known keys stands."""
    found = model_in(annotation_at(model, path))
    return tuple(info.alias or name for name, info in found.model_fields.items()) if found else ()


def annotation_at(model: Any, path: Path) -> Any:  # noqa: ANN401 - a type expression
    """The type expression at a path: keys, list positions or ids; None where there is no such field."""
    here: Any = model
    for step in path:
        found = model_in(here)
        here = _field(found, step) if found else item_of(here)
    return here


def _field(model: Any, step: str | int) -> Any:  # noqa: ANN401 - a type expression
    found = (info.annotation for name, info in model.model_fields.items() if (info.alias or name) == step)
    return next(found, None)


def item_of(annotation: Any) -> Any:  # noqa: ANN401 - a type expression
    """What a list or a dictionary holds."""
    for part in parts(annotation):
        if get_origin(part) is tuple:
            return get_args(part)[0]
        if get_origin(part) is dict:
            return get_args(part)[1]
    return None


def is_list(annotation: Any) -> bool:  # noqa: ANN401 - a type expression
    """Whether a field holds a list."""
    return any(get_origin(part) is tuple for part in parts(annotation))


@cache
def parts(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a type expression
    """The members of a union, with `Annotated` left on scalars that carry validators."""
    if get_origin(annotation) in (tuple, dict, Literal) or not get_args(annotation):
        return (annotation,)
    if hasattr(annotation, "__metadata__"):
        inner = parts(annotation.__origin__)
        return inner if get_origin(inner[0]) in (tuple, dict) else (annotation,)
    return tuple(part for argument in get_args(annotation) for part in parts(argument))


def model_in(annotation: Any) -> Any:  # noqa: ANN401 - a type expression
    """The model among the members of a union, if there is one."""
    return next((part for part in parts(annotation) if hasattr(part, "model_fields")), None)


def words_of(annotation: Any) -> tuple[str, ...]:  # noqa: ANN401 - a type expression
    """The words a field is limited to, if it is."""
    return tuple(word for part in parts(annotation) if get_origin(part) is Literal for word in get_args(part))


def places(loc: Path, names: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """The names of a list's items, each with the item's place."""
    return (((*loc, number), name) for number, name in enumerate(names))


def repeated_ids(named: Iterable[tuple[Path, str]]) -> Iterator[tuple[Path, str]]:
    """What to say of every id that stood before, with its place; `named` are items with their ids."""
    before: set[str] = set()
    for loc, name in named:
        if name in before:
            yield (*loc, "id"), "this id stands twice; give one of them another"
        before.add(name)

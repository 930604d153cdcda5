"""Who may read what: the record as its customer may see it.

The projection is an allow-list. A field reaches a customer only when it is marked, and so is every
field above it; whatever is internal holds its default, so that nothing computed from the projection can
know it. A task that is only ours is left out whole.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from csmkit.core.account import Account, Task
from csmkit.core.fields import CUSTOMER

CustomerAccount = NewType("CustomerAccount", Account)
Audience = Literal["customer", "internal"]


def for_customer(account: Account) -> CustomerAccount:
    """The account with nothing in it but what the customer may read."""
    projected: Account = _projected(account)
    return CustomerAccount(projected)


def customer_values(account: CustomerAccount) -> dict[str, Any]:
    """Plain values of the marked fields; an internal field is not there at all."""
    values: dict[str, Any] = _plain(account, only_marked=True)
    return values


def internal_values(account: Account) -> dict[str, Any]:
    """Plain values of every field, for documents that stay with our own team."""
    values: dict[str, Any] = _plain(account, only_marked=False)
    return values


def audience_of(path: tuple[str, ...], model: type[BaseModel] = Account) -> Audience:
    """Who may read the field at a path such as ``("stakeholders", "jane-doe", "stance")``.

    A path that leads nowhere is internal. A mapping that customers may read can hold fields they may not.
    """
    here: object = model
    for step in path:
        here = _below(here, step)
        if here is None:
            return "internal"
    return "customer" if path else "internal"


@cache
def internal_names() -> frozenset[str]:
    """Every name that some part of the record keeps from the customer and no part shows."""
    return _names(shown=False) - shown_names()


@cache
def shown_names() -> frozenset[str]:
    """Every name that some part of the record shows to the customer."""
    return _names(shown=True)


def _names(*, shown: bool) -> frozenset[str]:
    return frozenset(
        _key(name, field)
        for model in models_of_record()
        for name, field in model.model_fields.items()
        if is_marked(field) is shown
    )


@cache
def models_of_record() -> tuple[type[BaseModel], ...]:
    """Every kind of part that a record is made of."""
    found: dict[type[BaseModel], None] = {}
    waiting: list[object] = [Account]
    while waiting:
        for model in _models_in(waiting.pop()):
            if model not in found:
                found[model] = None
                waiting += [field.annotation for field in model.model_fields.values()]
    return tuple(found)


def is_marked(field: FieldInfo) -> bool:
    """Whether a customer may read the field."""
    extra = field.json_schema_extra
    return isinstance(extra, dict) and extra.get("audience") == CUSTOMER


@cache
def _marked_fields(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(name for name, field in model.model_fields.items() if is_marked(field))


def _projected(value: Any) -> Any:  # noqa: ANN401 - goes through every type a record holds
    if isinstance(value, BaseModel):
        model = type(value)
        # No validation again: a projection of valid values is valid, and aliases are out of the way.
        return model.model_construct(
            **{name: _projected(getattr(value, name)) for name in _marked_fields(model)}
        )
    if isinstance(value, tuple):
        return tuple(_projected(item) for item in value if not _is_only_ours(item))
    if isinstance(value, Mapping):
        return {key: _projected(item) for key, item in value.items()}
    return value


def _is_only_ours(item: object) -> bool:
    """A whole item that is not the customer's to read, such as a step of a play."""
    return isinstance(item, Task) and item.only_ours


def _plain(value: Any, *, only_marked: bool) -> Any:  # noqa: ANN401 - as above
    if isinstance(value, BaseModel):
        return {
            key: _plain(item, only_marked=only_marked) for key, item in _items(value, only_marked=only_marked)
        }
    if isinstance(value, tuple | list):
        return [_plain(item, only_marked=only_marked) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item, only_marked=only_marked) for key, item in value.items()}
    if value is None or isinstance(value, str | bool | int | Decimal | date):
        return value
    raise TypeError(f"a record cannot hold a {type(value).__name__}")


def _items(part: BaseModel, *, only_marked: bool) -> Iterator[tuple[str, Any]]:
    for name, field in type(part).model_fields.items():
        if is_marked(field) or not only_marked:
            yield _key(name, field), getattr(part, name)


def _key(name: str, field: FieldInfo) -> str:
    """The name a field has in the file."""
    return field.alias or name


def _below(here: object, step: str) -> object | None:
    """What stands one step further down a path; None where a customer may not follow."""
    for kind in _without_none(here):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return _marked_annotation(kind, step)
        if get_origin(kind) is tuple:
            return get_args(kind)[0]  # type: ignore[no-any-return]  # any id leads to the kind of item
        if get_origin(kind) is dict:
            return get_args(kind)[1]  # type: ignore[no-any-return]
    return None


def _marked_annotation(model: type[BaseModel], step: str) -> object | None:
    for name, field in model.model_fields.items():
        if _key(name, field) == step and is_marked(field):
            return field.annotation
    return None


def _without_none(annotation: object) -> list[object]:
    """The kinds a field may hold, freed of Annotated and None."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _without_none(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [kind for part in get_args(annotation) for kind in _without_none(part)]
    return [] if annotation is type(None) else [annotation]


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    for kind in _without_none(annotation):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield kind
        elif get_origin(kind) in (tuple, list, dict):
            for part in get_args(kind):
                yield from _models_in(part)

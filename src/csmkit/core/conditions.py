"""Conditions and short templates of a playbook: Jinja expressions over earlier answers.

Names in reach are the ids of earlier questions, ``account`` as it was when the session began,
``item`` inside a group and ``today``. What nobody answered is `unknown`: comparisons with it are
false, ``x is unknown`` is true, nothing raises. A person's answer is never rendered as a template.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from jinja2 import TemplateSyntaxError, Undefined, meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

Scope = Mapping[str, Any]

_FILTERS = (
    "length",
    "lower",
    "upper",
    "join",
    "first",
    "last",
    "list",
    "map",
    "select",
    "selectattr",
    "rejectattr",
    "default",
)


class Unknown(Undefined):
    """What was not asked or not answered. It equals nothing, not even itself."""

    def _unknown(self, *_: object) -> "Unknown":
        return Unknown()

    def _false(self, _: object) -> bool:
        return False

    # The base class raises where these answer; that is their point.
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _false  # type: ignore[assignment]
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _unknown  # type: ignore[assignment]
    __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = __neg__ = _unknown  # type: ignore[assignment]
    __getitem__ = __call__ = _unknown  # type: ignore[assignment]

    def __getattr__(self, name: str) -> "Unknown":
        if name.startswith("__"):
            raise AttributeError(name)
        return Unknown()

    def __hash__(self) -> int:
        return 0

    def __str__(self) -> str:
        return ""

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False


def is_unknown(value: object) -> bool:
    """Whether a value stands for something nobody knows yet."""
    return value is None or isinstance(value, Unknown)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=Unknown, autoescape=False)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    environment.tests = {"unknown": is_unknown, "defined": lambda value: not is_unknown(value)}
    environment.tests |= {
        name: _environment_test(name) for name in ("eq", "ne", "lt", "le", "gt", "ge", "in")
    }
    return environment


def _environment_test(name: str) -> Callable[..., Any]:
    from jinja2.tests import TESTS

    test: Callable[..., Any] = TESTS[name]  # type: ignore[assignment]  # typed as plain functions
    return test


class Nested(dict[str, Any]):
    """A mapping whose missing or empty entries are unknown."""

    def __missing__(self, _: str) -> Unknown:
        return Unknown()


def in_scope(value: object) -> Any:  # noqa: ANN401 - whatever a record holds
    """A plain value as conditions see it: nothing becomes unknown, mappings answer for every key."""
    if value is None:
        return Unknown()
    if isinstance(value, Mapping):
        return Nested({key: in_scope(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return [in_scope(item) for item in value]
    return value


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> Callable[..., Any]:
    return _environment().compile_expression(expression, undefined_to_none=False)


@lru_cache(maxsize=1024)
def _template(text: str) -> Any:  # noqa: ANN401 - a jinja2 Template
    return _environment().from_string(text)


def holds(condition: str | None, scope: Scope) -> bool:
    """Whether a condition is met. One that cannot be evaluated for these answers is not met."""
    if condition is None:
        return True
    try:
        return bool(_compiled(condition)(**scope))
    except (TypeError, ValueError, ArithmeticError, SecurityError):
        return False


def clash(condition: str, scope: Scope) -> bool:
    """Whether a condition compares what cannot be compared, such as a word with a number."""
    try:
        _compiled(condition)(**scope)
    except (TypeError, ValueError, ArithmeticError):
        return True
    return False


def filled(text: str, scope: Scope) -> str:
    """A playbook's text with the names in it replaced by what is known."""
    if "{" not in text:
        return text
    try:
        return str(_template(text).render(**scope))
    except (TypeError, ValueError, ArithmeticError, SecurityError):
        return ""


def condition_fault(condition: str) -> str | None:
    """Why a condition cannot be read at all, or None."""
    return _fault(_compiled, condition)


def template_fault(text: str) -> str | None:
    """Why a text with {{ names }} cannot be read, or None."""
    return _fault(_template, text)


def _fault(read: Callable[[str], object], text: str) -> str | None:
    try:
        read(text)
    except TemplateSyntaxError as error:
        return f"cannot be read as an expression: {error.message}"
    except (SecurityError, TypeError, KeyError) as error:
        return f"cannot be read as an expression: {error}"
    return None


def condition_names(condition: str) -> tuple[tuple[str, ...], ...]:
    """The names a condition uses, each with the attributes asked of it: ``account.contract.arr`` as three."""
    return template_names("{{ (" + condition + "\n) }}")


def parsed(text: str) -> nodes.Template:
    """A text with {{ names }} as the tree of its parts."""
    return _environment().parse(text)


@lru_cache(maxsize=1024)
def template_names(text: str) -> tuple[tuple[str, ...], ...]:
    """The names a text uses, each with the attributes asked of it."""
    tree = parsed(text)
    free = meta.find_undeclared_variables(tree)
    inner = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    chains = [chain(node) for node in tree.find_all((nodes.Name, nodes.Getattr)) if id(node) not in inner]
    return tuple(dict.fromkeys(names for names in chains if names and names[0] in free))


def chain(node: nodes.Node) -> tuple[str, ...]:
    """A name with the attributes asked of it, and nothing for any other expression."""
    if isinstance(node, nodes.Getattr):
        before = chain(node.node)
        return (*before, node.attr) if before else ()
    return (node.name,) if isinstance(node, nodes.Name) else ()

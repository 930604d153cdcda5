"""How a value is written into a YAML file, so that every reader gives back exactly that value.

A text stays bare only where neither YAML 1.1 nor 1.2 could take it for anything but a text. What is
written here is read by people first: lines of text as lines, a handful of short words on one line.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from csmkit.core.fields import Plain
from csmkit.errors import CsmkitError

WIDEST_BRACES = 100
WIDEST_LIST = 72
STEP = 2

_UNSPEAKABLE = re.compile("[\ud800-\udfff]")
_NEEDS_ESCAPE = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_NOT_BARE = re.compile(
    r"""
      [-?:,\[\]{}\#&*!|>'"%@`=~<]       # a sign at the start
    | \.\.\.
    | .*(?: :(?:\s|$) | \s\# )          # reads as a key, or as a comment
    """,
    re.VERBOSE | re.DOTALL,
)
_NOT_BARE_IN_FLOW = re.compile(r".*[,\[\]{}?]|.*:[,\[\]{}]")
_TYPED_ELSEWHERE = re.compile(
    r"""
      y | n | yes | no | on | off | true | false | null
    | [-+]? 0 (?: x[0-9a-f_]+ | o[0-7_]+ | b[01_]+ )
    | [-+]? [0-9][0-9_.,:]* (?: e[-+]?[0-9]+ )?
    | [-+]? \.[0-9_]+ (?: e[-+]?[0-9]+ )?
    | [-+]? \.(?: inf | nan )
    | \d{4}-\d{1,2}-\d{1,2} (?: [t\s].* )?
    """,
    re.VERBOSE | re.IGNORECASE,
)


class CannotSplice(CsmkitError):
    """A file cannot be edited in place without risk of writing something else than was meant."""

    exit_code = 3


class Stacked(list[Plain]):
    """A list to be written one item to a line, however short it is."""


@dataclass(frozen=True)
class Written:
    """A value in block style: what stands behind its key or dash, and the lines below, not yet indented."""

    head: str
    body: tuple[str, ...] = ()

    @property
    def is_literal(self) -> bool:
        """A text written as lines."""
        return bool(self.body and self.head)


def written(value: Plain, like: str = "", *, literal: bool = True) -> Written:
    """A value in block style.

    Args:
        value: what to write.
        like: how the value before it was written: its quote, ``|`` or ``>``, or ``{`` for braces.
        literal: whether a text may end the value as lines; not where what follows would join it.
    """
    if isinstance(value, dict):
        return _mapping(value, like, literal=literal)
    if isinstance(value, list):
        return _list(value, literal=literal)
    if isinstance(value, str) and literal and _fits_lines(value, like):
        return _lines(value, like)
    return Written(scalar(value, like))


def _mapping(value: dict[str, Plain], like: str, *, literal: bool) -> Written:
    if not value or (like == "{" and len(in_flow(value)) <= WIDEST_BRACES):
        return Written(in_flow(value))
    entries = (entry(key, written(part, literal=literal)) for key, part in value.items())
    return Written("", tuple(line for lines in entries for line in lines))


def _list(value: list[Plain], *, literal: bool) -> Written:
    words = not isinstance(value, Stacked) and not any(isinstance(part, list | dict) for part in value)
    if not value or (words and len(in_flow(value)) <= WIDEST_BRACES):
        return Written(in_flow(value))
    items = (item(written(part, literal=literal)) for part in value)
    return Written("", tuple(line for lines in items for line in lines))


def entry(key: str, value: Written, step: int = STEP) -> list[str]:
    """The lines of a key and its value."""
    name = key_text(key)
    return [f"{name}: {value.head}" if value.head else f"{name}:", *indented(value.body, step)]


def item(value: Written) -> list[str]:
    """The lines of a list item."""
    first, *rest = [value.head, *value.body] if value.head else value.body
    return [f"- {first}", *indented(rest, STEP)]


def indented(lines: Iterable[str], columns: int) -> list[str]:
    """Lines moved to the right; an empty one stays empty."""
    return [" " * columns + line if line else "" for line in lines]


def in_flow(value: Plain, like: str = "") -> str:
    """A value on one line, for a place between brackets or braces."""
    if isinstance(value, dict):
        pairs = (f"{key_text(key, flow=True)}: {in_flow(part)}" for key, part in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(in_flow(part) for part in value) + "]"
    return scalar(value, like, flow=True)


def key_text(key: str, *, flow: bool = False) -> str:
    """A key. Words such as ``on`` name fields here and stand bare, as people write them."""
    return key if key.isascii() and key.isalpha() and key.casefold() != "null" else scalar(key, flow=flow)


def scalar(value: Plain, like: str = "", *, flow: bool = False) -> str:
    """A single value on one line."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return _text(value, like, flow=flow)
    bare = bare_text(value)
    return like + bare + like if like in ("'", '"') else bare


def bare_text(value: Plain) -> str:
    """The one spelling of a number, a date or a flag."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, str | int | date):
        return value.isoformat() if isinstance(value, date) else str(value)
    raise CannotSplice(f"A {type(value).__name__} cannot be written into a file.")


def _text(text: str, like: str, *, flow: bool) -> str:
    if _UNSPEAKABLE.search(text):
        raise CannotSplice("A text holds half a character, which no file can store.")
    one_line = not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", text)
    if like not in ("'", '"') and one_line and _may_stand_bare(text, flow=flow):
        return text
    if one_line and (like == "'" or (like != '"' and ('"' in text or "\\" in text))):
        return "'" + text.replace("'", "''") + "'"
    return '"' + _NEEDS_ESCAPE.sub(_escaped, text) + '"'


def _may_stand_bare(text: str, *, flow: bool) -> bool:
    if not text or text != text.strip() or _NOT_BARE.match(text) or _TYPED_ELSEWHERE.fullmatch(text):
        return False
    return not (flow and _NOT_BARE_IN_FLOW.match(text))


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return _ESCAPES.get(found[0]) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")  # noqa: PLR2004 - two digits


def _fits_lines(text: str, like: str) -> bool:
    """Whether a text, written as lines, reads back letter by letter."""
    lines = text.removesuffix("\n").split("\n")
    if (
        not lines[0]
        or lines[0][0].isspace()
        or not lines[-1]
        or _NEEDS_ESCAPE.search(re.sub(r'[\\"\n\t]', "", text))
    ):
        return False
    ragged = any(line and not line.strip() for line in lines)
    return not ragged and not _UNSPEAKABLE.search(text) and ("\n" in text or like in ("|", ">"))


def _lines(text: str, like: str) -> Written:
    lines: Sequence[str] = text.removesuffix("\n").split("\n")
    mark = ">" if like == ">" and len(lines) == 1 else "|"
    return Written(mark if text.endswith("\n") else mark + "-", tuple(lines))

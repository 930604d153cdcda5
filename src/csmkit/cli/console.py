"""The only printer. Results go to stdout, everything else to stderr; data is shown, never interpreted."""

import json
import os
import re
import shutil
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO, TypeVar

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
NARROWEST = 40
PATIENCE = 0.5
"""Seconds that a person waits without wondering."""
T = TypeVar("T")


def safe(text: str) -> str:
    """Text that a terminal shows as it is: no control characters, no turned-round reading direction."""
    return _UNSAFE.sub("", text)


def width() -> int:
    """How wide a line may be."""
    return max(NARROWEST, min(shutil.get_terminal_size((80, 24)).columns, 100))


def coloured(stream: TextIO) -> bool:
    """Whether a stream takes colour."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def at_terminal() -> bool:
    """Whether results go to a screen; if not, a program or a file takes them, line by line."""
    return sys.stdout.isatty()


def styled(text: str, style: str, stream: TextIO | None = None) -> str:
    """Text in a style where the stream takes it."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if coloured(stream or sys.stdout) else text


def out(text: str = "", *, indent: int = 0, style: str | None = None) -> None:
    """A result, wrapped to the terminal."""
    _print(text, sys.stdout, indent, style)


def note(text: str = "", *, indent: int = 0, style: str | None = None) -> None:
    """What is not the result: progress, hints, what to type next."""
    _print(text, sys.stderr, indent, style)


def error(text: str) -> None:
    """Why a command stopped."""
    _print(text, sys.stderr, 0, None)


def _print(text: str, stream: TextIO, indent: int, style: str | None) -> None:
    lines = [
        line
        for part in safe(text).split("\n")
        for line in (wrapped(part, indent) if stream.isatty() else [" " * indent + part])
    ]
    for line in lines or [""]:
        print(styled(line, style, stream) if style else line, file=stream)


def wrapped(text: str, indent: int = 0, hanging: int | None = None) -> list[str]:
    """A paragraph in lines of the terminal's width. Commands and paths are never broken inside."""
    later = " " * (indent if hanging is None else hanging)
    return textwrap.wrap(
        text,
        width(),
        initial_indent=" " * indent,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def progress(doing: str, items: Sequence[T]) -> Iterator[T]:
    """The items, one after the other; at a terminal, work that takes long shows how far it is."""
    shown, began = 0.0, time.monotonic()
    for number, item in enumerate(items):
        now = time.monotonic()
        if sys.stderr.isatty() and now - began > PATIENCE and now - shown > 0.1:  # noqa: PLR2004 - seconds
            shown = now
            print(f"\r{doing}: {number:,} of {len(items):,}", end="", file=sys.stderr, flush=True)
        yield item
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def raw(text: str) -> None:
    """A result that has to stay as it is, such as a document."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def as_json(value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """A result for a program."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A result as a table that folds its last columns on a narrow terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, pad_edge=False, header_style="bold" if coloured(sys.stdout) else "")
    for column in columns:
        grid.add_column(Text(column), overflow="fold")
    for row in rows:
        grid.add_row(*(Text(safe(cell)) for cell in row))
    wide = width() if sys.stdout.isatty() else 120
    Console(
        file=sys.stdout, width=wide, no_color=not coloured(sys.stdout), highlight=False, markup=False
    ).print(grid)

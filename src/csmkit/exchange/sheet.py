"""A CSV file as other systems export it: which encoding, which separator, and its rows."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from csmkit.errors import Refused

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LARGEST_FILE = 64 * 1024 * 1024
LONGEST_CELL = 32_767  # what one cell of a spreadsheet can hold
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class CannotReadSheet(Refused):
    """A file that is no table we can read."""


class Sheet(NamedTuple):
    """The heading and the rows below it, which are read as they are asked for, once."""

    header: tuple[str, ...]
    rows: Iterator[list[str]]
    encoding: str
    separator: str


def read_sheet(path: Path) -> Sheet:
    """Open a table.

    Raises:
        CannotReadSheet: it is missing, empty, too large, a workbook, or not text in columns.
    """
    text, encoding = _decoded(_bytes(path), str(path))
    if not text.strip():
        raise CannotReadSheet(f"{path} is empty.")
    separator = _separator(text, str(path))
    rows = _rows(text, separator, str(path))
    header = tuple(cell.strip() for cell in next(rows))
    if not any(header):
        raise CannotReadSheet(f"The first row of {path} is empty; the heading has to stand there.")
    return Sheet(header, rows, encoding, SEPARATORS[separator])


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise CannotReadSheet(f"{path} cannot be read: {error.strerror}.") from None
    if len(raw) > LARGEST_FILE:
        raise CannotReadSheet(f"{path} is larger than {LARGEST_FILE // 1024 // 1024} MiB.")
    if raw.startswith(_WORKBOOKS):
        raise CannotReadSheet(f"{path} is a workbook. Open it and save the sheet as CSV UTF-8.")
    return raw


def _decoded(raw: bytes, file: str) -> tuple[str, str]:
    """By its byte order mark; else UTF-8; else what Windows writes in Western Europe, which is then said."""
    marked = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), None)
    for name in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, name
    raise CannotReadSheet(f"{file} is not text in UTF-8, UTF-16 or Windows-1252. Save it as CSV UTF-8.")


def _separator(text: str, file: str) -> str:
    """What splits the heading into most columns."""
    heading = next(line for line in text.splitlines() if line.strip())
    widths = {mark: len(next(csv.reader([heading], delimiter=mark))) for mark in SEPARATORS}
    mark = max(widths, key=lambda each: widths[each])
    if widths[mark] == 1:
        known = ", ".join(SEPARATORS.values())
        raise CannotReadSheet(
            f"The heading of {file} has one column only; columns are told apart by {known}."
        )
    return mark


def _rows(text: str, separator: str, file: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise CannotReadSheet(
            f"{file}, line {reader.line_num}: a cell does not end, or holds more than {LONGEST_CELL:,} "
            "characters; look for a quotation mark too many."
        ) from None

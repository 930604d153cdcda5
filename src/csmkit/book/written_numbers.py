"""Numbers as spreadsheets write them, a column at a time.

Whether `1,200` is more than a thousand or a little more than one is decided by the column, as in
`written_days`: one cell that can only be read one way decides for all. Where none does, nobody guesses.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from csmkit.book.written_days import PLACEHOLDERS

DecimalMark = Literal["point", "comma"]
NO_NUMBER = "is no number; write it like 1200.50"
_MARKS: Mapping[DecimalMark, str] = {"point": ".", "comma": ","}
_DRESSED = re.compile(
    r"([A-Z]{3}|[$€£¥])?\s*(-?)\s*([\d.,'’\s]+?)\s*([A-Z]{3}|[$€£¥%])?", re.ASCII | re.IGNORECASE
)
_SIGNS = {"€": "EUR", "£": "GBP"}  # several countries pay with $ and with ¥
_BLANKS = str.maketrans("\u00a0\u202f", "  ")
_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,9})?", re.ASCII)
_GROUP = 3


class Numbers(NamedTuple):
    """The numbers of a column by the text of the cell; what is wrong with the other texts."""

    values: Mapping[str, Decimal]
    faults: Mapping[str, str]


class UnclearMark(NamedTuple):
    """A column whose numbers could be read both ways, or are written both ways (the texts that show it)."""

    examples: tuple[str, ...]


def read_numbers(
    texts: Iterable[str], mark: DecimalMark | None = None, *, money: bool = False
) -> Numbers | UnclearMark:
    """The numbers of a column's different texts. `mark` counts only where the column does not decide.

    `money`: three digits after the only mark are thousands, because no amount has a thousandth.
    """
    bare = {text: _bare(text) for text in texts if text}
    decided = _decided(bare, mark, money=money)
    if isinstance(decided, UnclearMark):
        return decided
    values: dict[str, Decimal] = {}
    faults: dict[str, str] = {}
    for text, digits in bare.items():
        value = None if digits is None else _value(digits, decided, money=money)
        if value is None:
            faults[text] = _why_not(text)
        else:
            values[text] = value
    return Numbers(values, faults)


def _bare(text: str) -> str | None:
    """The digits with their marks and a sign, without currency, percent sign, blanks and apostrophes."""
    found = _DRESSED.fullmatch(text.translate(_BLANKS))
    return found[2] + re.sub(r"['’\s]", "", found[3]) if found else None


def currency_of(text: str) -> str | None:
    """The currency that stands beside an amount in its cell, if it can be only one."""
    found = _DRESSED.fullmatch(text.translate(_BLANKS))
    word = (found[1] or found[4] or "") if found else ""
    return _SIGNS.get(word, word.upper() if word.isalpha() else None)


def _decided(
    bare: Mapping[str, str | None], mark: DecimalMark | None, *, money: bool
) -> DecimalMark | UnclearMark:
    shown: dict[DecimalMark, str] = {}
    either: str | None = None
    for text, digits in bare.items():
        for found in _could_be(digits, money=money) if digits else ():
            if found == "either":
                either = either or text
            else:
                shown.setdefault(found, text)
    if len(shown) > 1:
        return UnclearMark(tuple(shown.values()))
    if shown:
        return next(iter(shown))
    if either and mark is None:
        return UnclearMark((either,))
    return mark or "point"


def _could_be(digits: str, *, money: bool) -> Iterable[DecimalMark | Literal["either"]]:
    """Which decimal mark a cell shows: one of the two, either, or nothing about it."""
    marks = [character for character in digits if character in ".,"]
    if not marks:
        return ()
    last: DecimalMark = "comma" if marks[-1] == "," else "point"
    other: DecimalMark = "point" if last == "comma" else "comma"
    if len(set(marks)) > 1:
        return (last,)
    if len(marks) > 1:
        return (other,)
    whole, _, part = digits.lstrip("-").partition(marks[0])
    if len(part) != _GROUP or len(whole) > _GROUP or whole in ("", "0"):
        return (last,)
    return (other,) if money else ("either",)


def _value(digits: str, mark: DecimalMark, *, money: bool) -> Decimal | None:
    sign, unsigned = (-1, digits[1:]) if digits.startswith("-") else (1, digits)
    grouped = "," if mark == "point" else "."
    whole, _, part = unsigned.partition(_MARKS[mark])
    groups = whole.split(grouped)
    well_grouped = all(len(group) == _GROUP for group in groups[1:]) and len(groups[0]) <= _GROUP
    plain = "".join(groups) + (f".{part}" if part else "")
    if (len(groups) > 1 and not well_grouped) or not _PLAIN.fullmatch(plain):
        return None
    too_fine = money and len(part) == _GROUP
    return None if too_fine else sign * Decimal(plain)


def _why_not(text: str) -> str:
    if text.casefold() in PLACEHOLDERS:
        return "is a word, not a number; leave the cell empty where it is not known"
    return NO_NUMBER

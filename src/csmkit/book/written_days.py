"""Dates as spreadsheets write them, a column at a time.

Whether `03/04/2026` means April or March is decided by the column: one cell that can only be read one way
decides for all. Where none does, or two contradict, nobody guesses.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from csmkit.dates import read_day

DateOrder = Literal["day-first", "month-first"]
NO_DATE = "is no date; write it like 2026-09-01"
_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}.*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}", re.ASCII)
_MONTH_NAMED = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.ASCII)
_DAY_NAMED = re.compile(r"(\d{1,2})[- .]+([A-Za-z]{3,9})\.?[- ](\d{4})", re.ASCII)
_NUMBER = re.compile(r"-?\d+([.,]\d+)?", re.ASCII)
PLACEHOLDERS = frozenset({"null", "none", "n/a", "na", "nan", "-", "--", "#n/a", "tbd", "?", "unknown"})
_SYSTEM_DAYS = frozenset({date(1900, 1, 1), date(1970, 1, 1), date(1899, 12, 31), date(1899, 12, 30)})
_NEVER = date(1, 1, 1)
_MONTHS = 12


class Column(NamedTuple):
    """The days of a column by the text of the cell; what is wrong with the other texts."""

    days: Mapping[str, int]
    faults: Mapping[str, str]


class UnclearOrder(NamedTuple):
    """A column whose dates could be read both ways, or are written both ways (the texts that show it)."""

    examples: tuple[str, ...]


def read_column(texts: Iterable[str], order: DateOrder | None = None) -> Column | UnclearOrder:
    """The days of a column's different texts. `order` counts only where the column does not decide."""
    wanted = [text for text in texts if text]
    numeric = {text: found for text in wanted if (found := _YEAR_LAST.fullmatch(text))}
    decided = _decided(numeric, order)
    if isinstance(decided, UnclearOrder):
        return decided
    days: dict[str, int] = {}
    faults: dict[str, str] = {}
    for text in wanted:
        day = _day(text, numeric.get(text), decided)
        if isinstance(day, date):
            days[text] = day.toordinal()
        else:
            faults[text] = day
    return Column(days, faults)


def _decided(numeric: Mapping[str, re.Match[str]], order: DateOrder | None) -> DateOrder | UnclearOrder:
    firsts, seconds, either = None, None, None
    for text, found in numeric.items():
        first, second = int(found[1]), int(found[3])
        if first > _MONTHS >= second:
            firsts = firsts or text
        elif second > _MONTHS >= first:
            seconds = seconds or text
        elif first != second:
            either = either or text
    if firsts and seconds:
        return UnclearOrder((firsts, seconds))
    if firsts or seconds:
        return "day-first" if firsts else "month-first"
    if either and order is None:
        return UnclearOrder((either,))
    return order or "day-first"


def _day(text: str, numeric: re.Match[str] | None, order: DateOrder) -> date | str:
    if numeric:
        first, second = int(numeric[1]), int(numeric[3])
        day, month = (first, second) if order == "day-first" else (second, first)
        return _checked(int(numeric[4]), month, day)
    if found := _YEAR_FIRST.fullmatch(text):
        return _checked(int(found[1]), int(found[3]), int(found[4]))
    return _in_words(text) or _why_not(text)


def _checked(year: int, month: int, day: int) -> date | str:
    try:
        found = date(year, month, day)
    except ValueError:
        return "is not a day of the calendar"
    if found in _SYSTEM_DAYS:
        return "is a system's placeholder, not a date; leave the cell empty where it has not happened"
    return found


def _in_words(text: str) -> date | None:
    """`1 Sep 2026`, `1-Sep-2026`, `Sep 1, 2026`."""
    if found := _DAY_NAMED.fullmatch(text):
        return read_day(f"{found[1]} {found[2]} {found[3]}", _NEVER)
    if found := _MONTH_NAMED.fullmatch(text):
        return read_day(f"{found[2]} {found[1]} {found[3]}", _NEVER)
    return None


def _why_not(text: str) -> str:
    if text.casefold() in PLACEHOLDERS:
        return "is a word, not a date; leave the cell empty where it has not happened"
    if _SHORT_YEAR.fullmatch(text):
        return "has a year of two digits; write all four"
    if _NUMBER.fullmatch(text):
        return "is a number, not a date; empty means that it has not happened, and zero does not"
    return NO_DATE

"""Days as people write them, and as documents show them."""

import re
from datetime import date, timedelta

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OFFSET = re.compile(r"([+-])([0-9]{1,4})\s*([dwm])")
_IN_WORDS = re.compile(r"([0-9]{1,2})\.?\s+([a-z]{3,9})\.?,?\s+([0-9]{4})")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAY = re.compile(r"(next\s+|this\s+)?([a-z]{3,9})")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def read_day(text: str, today: date) -> date | None:
    """The day that words such as ``2026-09-01``, ``31 Jan 2027``, ``today``, ``+30d``, ``-2w``, ``+3m`` mean.

    ``friday`` and ``next friday`` are the first Friday after today. None for everything else: ``03/04/2026``
    is two days, depending on the country, and is never guessed.
    """
    words = text.strip().casefold()
    simple = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if words in simple:
        return today + timedelta(days=simple[words])
    if _ISO.fullmatch(words):
        return _calendar_day(words)
    if offset := _OFFSET.fullmatch(words):
        return _moved(today, int(offset[1] + offset[2]), offset[3])
    if written := _IN_WORDS.fullmatch(words):
        return _written_day(int(written[1]), written[2], int(written[3]))
    if weekday := _WEEKDAY.fullmatch(words):
        return _coming(weekday[2], today)
    return None


def _calendar_day(words: str) -> date | None:
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _written_day(day: int, month: str, year: int) -> date | None:
    numbers = [n for n, name in enumerate(_MONTHS, 1) if month in (name, name[:3]) or month == name[:4]]
    return _calendar_day(f"{year}-{numbers[0]:02}-{day:02}") if numbers else None


def _moved(today: date, count: int, unit: str) -> date | None:
    try:
        moved = (
            add_months(today, count)
            if unit == "m"
            else today + timedelta(days=count * (7 if unit == "w" else 1))
        )
    except (ValueError, OverflowError):
        return None
    return moved if _FIRST_YEAR <= moved.year <= _LAST_YEAR else None


def _coming(word: str, today: date) -> date | None:
    matches = [n for n, name in enumerate(_WEEKDAYS) if name == word or name[:3] == word]
    return today + timedelta(days=(matches[0] - today.weekday() - 1) % 7 + 1) if matches else None


def add_months(day: date, count: int) -> date:
    """The same day of the month `count` months on, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)  # noqa: PLR2004 - December
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def long_day(day: date) -> str:
    """A day that no country misreads: ``1 September 2026``."""
    return f"{day.day} {day:%B %Y}"

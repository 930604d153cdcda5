"""Numbers and days as people read them on a page."""

from datetime import date
from decimal import Decimal
from typing import Any

MILLION, THOUSAND = Decimal(1_000_000), Decimal(1_000)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def percent(share: float | None) -> str:
    """A fraction of one: ``0.617`` → ``62 %``."""
    return "–" if share is None else f"{100 * share:.0f} %"


def interval(band: Any) -> str:  # noqa: ANN401 - a band as plain data
    """The ends of a band: ``54–68``."""
    if not band or band["low"] is None or band["high"] is None:
        return ""
    return f"{100 * band['low']:.0f}–{100 * band['high']:.0f}"


def days(band: Any) -> str:  # noqa: ANN401 - a band as plain data
    """A median with its interval: ``74 (61–92)``; an end that is not reached is open."""
    low, high = ("open" if end is None else f"{end:g}" for end in (band["low"], band["high"]))
    return f"{band['estimate']:g} ({low}–{high})"


def amount(value: Decimal) -> str:
    """An amount in round figures: ``1.24m``, ``320k``."""
    size = Decimal(value)
    if abs(size) >= MILLION:
        return f"{size / MILLION:.1f}m"
    if abs(size) >= THOUSAND:
        return f"{size / THOUSAND:.{0 if abs(size) >= 10 * THOUSAND else 1}f}k"
    return f"{size:.0f}"


def money(arr: Any) -> str:  # noqa: ANN401 - an amount as plain data
    """An amount with its currency: ``USD 320k``."""
    return f"{arr['currency'] or ''} {amount(arr['amount'])}".strip() if arr else "–"


def moneys(arr: Any) -> str:  # noqa: ANN401 - amounts as plain data
    """Amounts of several currencies; nothing is added up across them."""
    return " + ".join(money(one) for one in arr) if arr else "–"


def long_day(day: date) -> str:
    """``22 November 2026``, whatever language the machine speaks."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """``22 Nov``."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]}"


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 account``, ``1,204 accounts``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

"""Working days: the weekends and holidays of a country, and the days a customer stands still.

The holidays come from the `holidays` library, a country and year at a time. Without a known country the
week is Monday to Friday and no holiday is known, which `knows_holidays` says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_ONE = timedelta(days=1)
_FIRST, _LAST = date(1900, 1, 1), date(2200, 12, 31)  # beyond these no calendar of holidays is worth making
_LONGEST_STANDSTILL = 3660  # days that are looked through before giving up on a working one
_WEEKEND = frozenset({5, 6})


@dataclass(frozen=True)
class WorkingDays:
    """The days on which work gets done.

    Attributes:
        country: Two letters, or a country and its part such as ``DE-BY``; None when it is not known.
        freezes: Stretches in which nothing moves: first and last day of each.
    """

    country: str | None = None
    freezes: tuple[tuple[date, date], ...] = ()

    @property
    def knows_holidays(self) -> bool:
        """Whether the holidays of this country are known."""
        return self.country is not None and _calendar(self.country) is not None

    def is_working(self, day: date) -> bool:
        """Whether work gets done on a day."""
        weekend, holidays = _year(self.country, day.year)
        frozen = any(first <= day <= last for first, last in self.freezes)
        return not frozen and day.weekday() not in weekend and day not in holidays

    def is_holiday(self, day: date) -> bool:
        """Whether a day is a holiday there."""
        return day in _year(self.country, day.year)[1]

    def next_working(self, day: date) -> date:
        """The day itself if it is a working day, else the first one after it."""
        return self._step(day, _ONE)

    def last_working(self, day: date) -> date:
        """The day itself if it is a working day, else the last one before it."""
        return self._step(day, -_ONE)

    def _step(self, day: date, step: timedelta) -> date:
        looked_at = day
        for _ in range(_LONGEST_STANDSTILL):
            if self.is_working(looked_at):
                return looked_at
            if not _FIRST < looked_at < _LAST:
                break
            looked_at += step
        return day

    def add(self, day: date, count: int) -> date:
        """The working day so many working days after a day (before it, for a negative count)."""
        step, reached = (_ONE if count >= 0 else -_ONE), day
        for _ in range(abs(count)):
            if not _FIRST < reached < _LAST:
                break
            reached = self._step(reached + step, step)
        return reached

    def between(self, earlier: date, later: date) -> int:
        """Working days after the first day up to and including the second; negative the other way round."""
        if later < earlier:
            return -self.between(later, earlier)
        first, last = max(earlier, _FIRST), min(later, _LAST)
        return sum(self.is_working(first + _ONE * n) for n in range(1, (last - first).days + 1))


def working_days(country: str | None, freezes: Iterable[tuple[date, date]] = ()) -> WorkingDays:
    """The working days of a country, less the stretches in which a customer stands still."""
    return WorkingDays(country.strip().upper() if country else None, tuple(freezes))


@lru_cache(maxsize=32)
def _calendar(code: str) -> tuple[str, str | None] | None:
    # Takes about a third of a second to import.
    from holidays import list_supported_countries

    country, _, part = code.partition("-")
    parts = list_supported_countries(include_aliases=False).get(country)
    if parts is None or (part and part not in parts):
        return None
    return country, part or None


@lru_cache(maxsize=512)
def _year(country: str | None, year: int) -> tuple[frozenset[int], frozenset[date]]:
    """The weekdays that are weekend, and the holidays of one year."""
    known = _calendar(country) if country else None
    if known is None:
        return _WEEKEND, frozenset()
    from holidays import country_holidays

    found = country_holidays(known[0], subdiv=known[1], years=year)
    return frozenset(found.weekend), frozenset(day for day in found if day.year == year)

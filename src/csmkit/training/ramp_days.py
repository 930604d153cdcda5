"""The days of a ramp: day 1 is the first day of work, and leave does not count.

Weeks are seven days of the ramp. What is due in a week is due on its last working day, Monday to Friday.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from csmkit.core.teammate import Teammate

_ONE = timedelta(days=1)
_SATURDAY = 5
Stretch = tuple[date, date | None]


def start_of(colleague: Teammate) -> date | None:
    """The first day of the ramp: the day it was begun, or the day of hire."""
    return colleague.ramp.started_on or colleague.hired_on


def pauses_of(colleague: Teammate) -> tuple[Stretch, ...]:
    """The stretches of leave, in order and without overlap; the last one may have no end yet."""
    joined: list[Stretch] = []
    for first, last in sorted(((p.from_on, p.until_on) for p in colleague.ramp.pauses), key=_by_start):
        if joined and (joined[-1][1] is None or first <= joined[-1][1] + _ONE):
            before, end = joined[-1]
            joined[-1] = (before, None if end is None or last is None else max(end, last))
        else:
            joined.append((first, last))
    return tuple(joined)


def _by_start(stretch: Stretch) -> tuple[date, date]:
    return stretch[0], stretch[1] or date.max


def pause_on(colleague: Teammate, day: date) -> Stretch | None:
    """The leave that a day falls into."""
    return next((pause for pause in pauses_of(colleague) if _is_in(pause, day)), None)


def _is_in(pause: Stretch, day: date) -> bool:
    return pause[0] <= day and (pause[1] is None or day <= pause[1])


def day_of(colleague: Teammate, today: date) -> int | None:
    """The day of the ramp, from 1; it stands still during leave. None before the start, or without one."""
    start = start_of(colleague)
    if start is None or today < start:
        return None
    away = sum(_overlap(pause, start, today) for pause in pauses_of(colleague))
    return max(1, (today - start).days + 1 - away)


def _overlap(pause: Stretch, first: date, last: date) -> int:
    """How many days of a stretch fall into another one, both ends included."""
    return max(0, (min(pause[1] or last, last) - max(pause[0], first)).days + 1)


def date_of(colleague: Teammate, number: int) -> date | None:
    """The date on which a day of the ramp falls; None without a start, or behind a leave without an end."""
    reached = start_of(colleague)
    if reached is None:
        return None
    reached += _ONE * (number - 1)
    start = start_of(colleague) or reached
    for first, last in pauses_of(colleague):
        if last is not None and last < start:
            continue
        if first > reached:
            break
        if last is None:
            return None
        reached += last - max(first, start) + _ONE
    return reached


def due_on(colleague: Teammate, week: int) -> date | None:
    """The last working day of a week of the ramp that is no leave; None as `date_of`."""
    end = date_of(colleague, 7 * week)
    return None if end is None else _working(end, pauses_of(colleague))


def _working(end: date, pauses: Sequence[Stretch]) -> date:
    day = end - _ONE * max(0, end.weekday() - _SATURDAY + 1)
    while day.weekday() >= _SATURDAY or any(_is_in(pause, day) for pause in pauses):
        day += _ONE  # straight after a leave: the first day at work
    return day

"""When an account that still waits will have first value, from what became of the others.

The chance that it comes by a day, given that it has not come by today, is the estimate of Aalen and Johansen
(1978) of the transition from waiting to first value between the two days: (F(by) - F(today)) / S(today),
where F is the cumulative incidence of first value and S the share that still waits. It rests on the accounts
of the same journey that were still waiting, and watched, after so many days; who left later counts as left.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from csmkit.book.accounts import story_of
from csmkit.book.life_table import LifeTable, life_table, still_waiting_after
from csmkit.book.stories import Story
from csmkit.book.survival import Band, Interval, band, cumulative_incidence, point_at
from csmkit.book.ttfv import MINIMUM, waits_of
from csmkit.core.account import Account
from csmkit.core.desk.item import Outlook
from csmkit.core.journey import Journey
from csmkit.core.timeline import value_target

GRACE = timedelta(days=30)
"""Where the planned day has passed, the question is what comes within so many days from now."""

FEW = "{number} of its journey waited so long, and it takes {minimum}"
NOT_WATCHED = "of its journey nobody was watched until that day"
NO_TARGET = "no day is planned for it"
NONE_REACHED = "no first value of its journey is on record yet"


class Forecast(NamedTuple):
    """The chance of first value by a day, and how many accounts it rests on."""

    chance: Band
    accounts: int


class Awaited(NamedTuple):
    """An account that waits, on a day after its signature.

    `by`: the day the chance is told for, which is the planned one (`target`) unless that has passed. `why`:
    what keeps a chance from being told.
    """

    name: str
    account: Account
    day: int
    target: date | None
    by: date | None
    outlook: Outlook | None
    why: str | None


def forecast(
    table: LifeTable, waited: int, by: int, minimum: int, interval: Interval = "log-log"
) -> Forecast | None:
    """The chance that an account that has waited `waited` days has first value by day `by`.

    It is the share among the accounts of the book that waited as long. None below the minimum of them, or
    when nobody was watched until that day.
    """
    accounts = comparable(table, waited)
    if accounts < minimum or by <= waited:
        return None
    later = still_waiting_after(table, waited)
    point = point_at(later, cumulative_incidence(later), by)
    return Forecast(band(point.value, interval), accounts) if point else None


def comparable(table: LifeTable, waited: int) -> int:
    """How many were still waiting, and watched, once so many days had passed."""
    return table.at_risk(waited + 1)


def awaited(book: Iterable[tuple[str, Account, Journey]], today: date) -> Iterator[Awaited]:
    """Every account that waits for first value, with its chance by the planned day, or why there is none."""
    listed = list(book)
    stories = {name: story_of(account, "first-value", "journey") for name, account, _ in listed}
    told = {name: story for name, story in stories.items() if isinstance(story, Story)}
    tables = tables_of(told.values(), today)
    for name, account, journey in listed:
        story = told.get(name)
        day = _days_waited(story, today) if story else None
        if day is not None:
            target = value_target(account, journey)
            by = today + GRACE if target and target <= today else target
            outlook = _outlook(tables.get(account.journey), day, today, by)
            known = outlook if isinstance(outlook, Outlook) else None
            yield Awaited(name, account, day, target, by, known, None if known else str(outlook))


def tables_of(stories: Iterable[Story], today: date) -> Mapping[str, LifeTable]:
    """The waits of each journey, as they stood at the end of a day."""
    groups = waits_of(stories, today.toordinal()).groups
    return {name: life_table(waits) for name, waits in groups.items()}


def _days_waited(story: Story, today: date) -> int | None:
    """How long an account has been waiting; None when its wait is over, or nobody watches it."""
    ended = (story.value, story.churned, story.last_seen)
    now = today.toordinal()
    if story.start > now or any(day is not None and day <= now for day in ended):
        return None
    return now - story.start


def _outlook(table: LifeTable | None, day: int, today: date, by: date | None) -> Outlook | str:
    if by is None:
        return NO_TARGET
    number = comparable(table, day) if table else 0
    if table is None or number < MINIMUM:
        return FEW.format(number=number or "none", minimum=MINIMUM)
    found = forecast(table, day, day + (by - today).days, MINIMUM)
    if found is None:
        return NOT_WATCHED
    return Outlook(by, *found.chance, found.accounts) if table.count("value") else NONE_REACHED

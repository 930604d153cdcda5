"""One account's wait for first value, as dates; and what of it had happened by a day.

Days are ordinals (`date.toordinal`), so that a book of 100,000 accounts is counted in a moment.
"""

from collections.abc import Iterable
from typing import NamedTuple

from csmkit.book.life_table import FROM_THE_START, Ended, Wait

NOT_STARTED = "had not started by then"
CAME_AFTERWARDS = "came into the book when the wait was over already"
CAME_THAT_DAY = "came into the book that day, and counts from the day after"


class Story(NamedTuple):
    """An account: when it started and what became of it. What has not happened is None.

    `last_seen`: the last day somebody knew it was still waiting; None: it is watched to this day.
    `entered`: the day it came under watch, if that was after the start.
    `holds`: first and last day of each pause agreed with the customer; one that goes on has no last day.
    """

    start: int
    value: int | None = None
    churned: int | None = None
    last_seen: int | None = None
    entered: int | None = None
    group: str = ""
    holds: tuple[tuple[int, int | None], ...] = ()


def wait_of(story: Story, as_of: int, *, pausing: bool = False) -> Wait | str:
    """The wait as it stood at the end of a day, or why the account tells nothing about it.

    What happened later has not happened yet. Value and churn on one day: it got there and then left.
    `pausing`: on the clock that stands still in a hold.
    """
    if story.start > as_of:
        return NOT_STARTED
    day, ended = _end(story, as_of)
    entered = story.entered if story.entered is not None and story.entered > story.start else None
    if entered is not None and entered >= day:
        return CAME_THAT_DAY if ended == "open" and entered == as_of else CAME_AFTERWARDS
    held = _days_held if pausing and story.holds else _no_days
    since = FROM_THE_START if entered is None else entered - story.start - held(story, entered)
    wait = Wait(day - story.start - held(story, day), ended, since)
    return wait if wait.days > since else CAME_AFTERWARDS


def _end(story: Story, as_of: int) -> tuple[int, Ended]:
    if story.value is not None and story.value <= as_of:
        return story.value, "value"
    if story.churned is not None and story.churned <= as_of:
        return story.churned, "churned"
    return (as_of if story.last_seen is None else min(story.last_seen, as_of)), "open"


def _no_days(_: Story, __: int) -> int:
    return 0


def _days_held(story: Story, until: int) -> int:
    """How many days after the start, up to and with a day, lie in a hold; overlapping holds count once."""
    return len(set(_held(story, until)))


def _held(story: Story, until: int) -> Iterable[int]:
    for first, last in story.holds:
        end = until if last is None else min(last, until)
        yield from range(max(first, story.start + 1), end + 1)

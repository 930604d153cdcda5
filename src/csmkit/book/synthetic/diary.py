"""The log of a synthetic account: every event of its course, on its day."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from csmkit.book.synthetic.cast import Person
from csmkit.book.synthetic.course import Course
from csmkit.book.synthetic.vocabulary import Vocabulary
from csmkit.core.account import EventKind, Rhythm
from csmkit.core.fields import Plain
from csmkit.core.touches import RHYTHM_DAYS

_QUIET_BEFORE_LEAVING = 35


class Happened(NamedTuple):
    """An event, on a day after the signature."""

    day: float
    kind: EventKind
    about: str | None = None
    note: str | None = None
    people: tuple[str, ...] = ()


def as_log(events: list[Happened], course: Course, chance: Random) -> list[Plain]:
    """What has come to pass since the account came into the book, oldest first."""
    seen = [each for each in events if course.past(each.day) and each.day >= (course.entered or 0)]
    return [_entry(each, course, chance) for each in sorted(seen, key=lambda each: each.day)]


def _entry(event: Happened, course: Course, chance: Random) -> dict[str, Plain]:
    told: dict[str, Plain] = {
        "id": hex_id(chance),
        "on": course.past(event.day),
        "kind": event.kind,
        "with": list(event.people) or None,
        "about": event.about,
        "note": event.note,
    }
    return {key: value for key, value in told.items() if value is not None}


def hex_id(chance: Random) -> str:
    """A permanent id, as the workspace would make one."""
    return f"{chance.getrandbits(48):012x}"


def meetings(
    course: Course,
    people: Sequence[Person],
    rhythms: tuple[tuple[Rhythm, int], ...],
    words: Vocabulary,
    chance: Random,
) -> Iterator[Happened]:
    """The calls, at each rhythm from its day on; who is about to leave does not come any more."""
    quiet = None if course.churned is None else course.churned - _QUIET_BEFORE_LEAVING
    last = course.last if quiet is None else min(course.last, quiet)
    said, told = chance.sample(words.syncs, len(words.syncs)), 0
    for (rhythm, first), until in zip(rhythms, [*(day for _, day in rhythms[1:]), last], strict=True):
        day = float(first)
        while day < min(until, last):
            came = _who_came(people, day, chance)
            if came and chance.random() > 0.1:  # noqa: PLR2004 - one call in ten falls through
                yield Happened(day, "sync", note=said[told % len(said)], people=came)
                told += 1
            day += RHYTHM_DAYS[rhythm] * chance.uniform(0.8, 1.1)
    if quiet is not None and quiet > 0:
        yield Happened(quiet + 3, "signal", note=chance.choice(words.signs))


def _who_came(people: Sequence[Person], day: float, chance: Random) -> tuple[str, ...]:
    """Mostly the champion, often with somebody else."""
    there = [one for one in people if one.leaves is None or one.leaves > day]
    leading = [one.id for one in there if "champion" in one.roles and chance.random() < 0.85]  # noqa: PLR2004
    others = [one.id for one in there if one.id not in leading]
    return (*leading, *chance.sample(others, min(len(others), chance.randint(0 if leading else 1, 1))))

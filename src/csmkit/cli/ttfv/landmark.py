"""`csmkit ttfv --landmark DAY`: whether who had first value by a day stays longer than who had not."""

from collections.abc import Sequence
from typing import Any

from csmkit.book.landmark import Group, Landmark, landmark
from csmkit.book.ttfv import MINIMUM
from csmkit.cli import console
from csmkit.cli.ttfv.plain import INTERVAL, as_plain_test
from csmkit.cli.ttfv.shown import share, show_left_out, show_test
from csmkit.cli.ttfv.sources import Found, Question
from csmkit.errors import WrongUsage

HORIZONS = (90, 180, 270, 365)
WHY_A_LANDMARK = (
    "Why by a day: accounts that left early had no time to get there. Among all accounts, those with first "
    "value have always stayed longer, whatever it is worth. So both groups are followed from one day on, and "
    "who left before it is left out."
)
NOT_SAID = (
    "What this does not say: that first value made them stay. Who gets there early may differ in other "
    "things, such as a sponsor who cares."
)
ASKS = "how fast accounts leave after that day"


def show_landmark(
    question: Question, found: Found, day: int, horizon: Sequence[int], *, as_json: bool
) -> None:
    """Print the comparison.

    Raises:
        WrongUsage: a horizon is not after the landmark.
    """
    days = sorted(set(horizon)) or [each for each in HORIZONS if each > day] or [day + 180]
    if days[0] <= day:
        raise WrongUsage(f"--horizon {days[0]} is not after --landmark {day}; both count from the start.")
    first = question.since.toordinal() if question.since else None
    stories = [story for story in found.stories if first is None or story.start >= first]
    told = landmark(stories, question.as_of.toordinal(), day, days)
    if as_json:
        console.as_json(_plain(question, found, told))
    else:
        _show(question, found, told)


def _show(question: Question, found: Found, told: Landmark) -> None:
    console.out(f"Who stays after day {told.day}, as of {question.as_of}", style="bold")
    with_, without = told.groups
    console.out(
        f"On day {told.day} after {found.start} {with_.accounts:,} accounts had first value and "
        f"{without.accounts:,} had not. Left out: {told.gone:,} that had left by then, {told.short:,} that "
        "were not watched so long."
    )
    if told.why:
        console.out(f"No comparison: {told.why}.")
    else:
        console.out()
        console.table(("group", "n", "left", "day", "there", "still with us"), _rows(told.groups))
    if told.test:
        console.out()
        show_test(told.test, ASKS)
    console.out()
    show_left_out(found.left_out)
    late = sum(group.late for group in told.groups)
    if late:
        console.out(f"{late:,} came into the book after that day; they count from then on.")
    console.out(WHY_A_LANDMARK)
    console.out(NOT_SAID)


def _rows(groups: Sequence[Group]) -> list[tuple[str, ...]]:
    return [
        (
            group.name,
            f"{group.accounts:,}",
            f"{group.left:,}",
            str(one.day),
            f"{one.watched:,}",
            share(one.share) if one.share else "cannot tell: nobody was watched so long",
        )
        for group in groups
        for one in group.retained
    ]


def _plain(question: Question, found: Found, told: Landmark) -> dict[str, Any]:
    return {
        "source": found.source,
        "as_of": question.as_of,
        "since": question.since,
        "landmark": told.day,
        "minimum": MINIMUM,
        "interval": INTERVAL,
        "groups": [_plain_group(group) for group in told.groups],
        "left_by_then": told.gone,
        "not_watched": told.short,
        "test": told.test and as_plain_test(told.test),
        "why": told.why,
        "left_out": [left._asdict() for left in found.left_out],
        "unreadable": found.unreadable,
    }


def _plain_group(group: Group) -> dict[str, Any]:
    return {
        "group": group.name,
        "accounts": group.accounts,
        "churned": group.left,
        "late": group.late,
        "retained": [
            {"day": one.day, "at_risk": one.watched, "share": one.share and one.share._asdict()}
            for one in group.retained
        ],
    }

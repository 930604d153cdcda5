"""Where onboardings stall: milestones that are due and not met, parts that nobody plays; by journey."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from csmkit.book.report.sample import Onboarding, Sample, in_order
from csmkit.book.ttfv import MINIMUM
from csmkit.core.health import STANDS_ON
from csmkit.core.journey import Journey
from csmkit.core.milestones import before_our_time, due_as_of, is_met
from csmkit.core.stakeholders import HANDED_ON, holders

ALL = "all"


class Cell(NamedTuple):
    """How many of how many. `share` is a fraction of one; none where they are too few to tell."""

    yes: int
    of: int
    share: float | None


class Row(NamedTuple):
    """A journey, or all of them, with a cell for each column of the map."""

    group: str
    cells: tuple[Cell, ...]


class Heat(NamedTuple):
    """A map of shares. Below `minimum` accounts a cell counts and does not colour."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    minimum: int


class _Mark(NamedTuple):
    """One account's yes or no in one column."""

    group: str
    column: str
    yes: bool


def milestones(sample: Sample) -> Heat:
    """Of the milestones whose day has come, how many are met. Whoever left before the day is not counted."""
    marks = [mark for each in (*sample.here, *sample.left) for mark in _milestones(each, sample)]
    days = {m.id: m.day or 0 for each in (*sample.here, *sample.left) for m in each.account.milestones}
    columns = sorted({mark.column for mark in marks}, key=lambda name: (days[name], name))
    return _heat(sample, columns, marks)


def _milestones(each: Onboarding, sample: Sample) -> Iterator[_Mark]:
    account, left = each.account, each.account.contract.churned_on
    last = min(left, sample.as_of) if left else sample.as_of
    for milestone in account.milestones:
        due = due_as_of(account, milestone, sample.as_of)
        if due and due <= last and not before_our_time(account, due):
            yield _Mark(account.journey, milestone.id, is_met(milestone, sample.as_of))


def roles(sample: Sample) -> Heat:
    """Of the accounts that are here, how many have somebody in each part that their journey asks for."""
    asked = {each.account.journey: _asked_for(each.journey) for each in sample.here}
    marks = [
        _Mark(each.account.journey, role, bool(holders(each.account, role)))
        for each in sample.here
        for role in HANDED_ON
        if role in asked[each.account.journey]
    ]
    return _heat(sample, HANDED_ON if marks else (), marks)


def _asked_for(journey: Journey) -> set[str | None]:
    """The parts that a journey counts on, by its kickoff, its checkpoints and who answers for what."""
    return {
        *STANDS_ON,
        *journey.kickoff.required,
        *journey.kickoff.suggested,
        *(milestone.customer_owner for milestone in journey.milestones),
        *(one.customer_owner for one in journey.responsibilities),
        *(role for task in journey.tasks for role in (task.owner, task.counterpart)),
    }


def _heat(sample: Sample, columns: Sequence[str], marks: Iterable[_Mark]) -> Heat:
    listed = list(marks)
    doubled = [*listed, *(mark._replace(group=ALL) for mark in listed)]
    of = Counter((mark.group, mark.column) for mark in doubled)
    yes = Counter((mark.group, mark.column) for mark in doubled if mark.yes)
    groups = [*in_order(sample, {mark.group for mark in listed}), *([ALL] if listed else [])]
    return Heat(
        tuple(columns),
        tuple(
            Row(group, tuple(_cell(yes[group, column], of[group, column]) for column in columns))
            for group in groups
        ),
        MINIMUM,
    )


def _cell(yes: int, of: int) -> Cell:
    return Cell(yes, of, yes / of if of >= MINIMUM else None)

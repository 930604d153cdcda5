"""What is asked of every account that started with a certified CSM or without one.

A measure tells a figure, or the reason why the account does not count: one whose day is still ahead is no
failure, and what nobody wrote down is not zero.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from csmkit.book.accounts import story_of
from csmkit.book.current_state.rates import DAY, IN_FLIGHT, NO_EVIDENCE, on_its_way, on_time
from csmkit.book.life_table import Wait
from csmkit.book.stories import wait_of
from csmkit.core.milestones import due_as_of
from csmkit.training.kinds import NUMBER, PART, RATIO, WAIT, YES_NO, Kind
from csmkit.training.starts import Start

NOT_GIVEN = "is not in the file"
AS_THEY_STAND = "Rules are asked of the plan as it stands now; older accounts had longer to mend it."
Figure = Wait | bool | float | tuple[float, float]
Tells = Callable[[Start, date], Figure | str]


class Measure(NamedTuple):
    """One question. What `tells` gives is of the measure's kind, or a text: why the account does not count.

    `note` says what the reader of its figure has to know.
    """

    id: str
    title: str
    kind: Kind
    tells: Tells
    more_is_better: bool = True
    note: str = ""


def first_value(start: Start, as_of: date) -> Wait | str:
    """How long the account waited for first value."""
    story = story_of(start.account, "first-value", None)
    return story if isinstance(story, str) else wait_of(story, as_of.toordinal())


def checkpoints(start: Start, as_of: date) -> float | str:
    """The share of the account's checkpoints that were met on their agreed day, with evidence."""
    account, left = start.account, start.account.contract.churned_on
    agreed = ((one, due_as_of(account, one, as_of)) for one in account.milestones)
    told = [on_time(account, one, as_of) for one, due in agreed if due and (left is None or due <= left)]
    over = [one is True for one in told if one == NO_EVIDENCE or isinstance(one, bool)]
    if IN_FLIGHT in told:
        return IN_FLIGHT
    return sum(over) / len(over) if over else "has no checkpoint whose day is over"


def adoption(start: Start, as_of: date) -> bool | str:
    """Whether the outcome's figure had gone as much of its way by day 90 as of its time was over."""
    return on_its_way(start.account, as_of)


FIRST_VALUE = Measure("first-value", "First value by day {day}", WAIT, first_value)
FROM_RECORDS: tuple[Measure, ...] = (
    FIRST_VALUE,
    Measure("checkpoints", "Checkpoints met on their day, with evidence", PART, checkpoints),
    Measure("adoption", f"Outcome on its way at day {DAY}", YES_NO, adoption),
)


def given(measure: str, title: str, kind: Kind, figures: Mapping[str, Figure | str]) -> Measure:
    """A measure whose figures were made elsewhere, by account."""
    return Measure(measure, title, kind, lambda start, _: figures.get(start.name, NOT_GIVEN))


def plan_findings(findings: Mapping[str, Figure | str]) -> Measure:
    """How many rules of the plan report something in an account; what cannot be told counts too."""
    measure = given("plan-findings", "Rules the plan breaks or leaves untold", NUMBER, findings)
    return measure._replace(more_is_better=False, note=AS_THEY_STAND)


def csat(scores: Mapping[str, float]) -> Measure:
    """How content customers say they are: the mean of each account's own scores."""
    return given("csat", "CSAT", NUMBER, scores)


def nrr(revenue: Mapping[str, tuple[float, float]]) -> Measure:
    """Net revenue retention: for each account the revenue at the end and at the start."""
    return given("nrr", "Net revenue retention", RATIO, revenue)

"""What is asked of every account that started with a certified CSM or without one.

A measure tells a figure, or the reason why the account does not count: one whose day is still ahead is no
failure, and what nobody wrote down is not zero.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from csmkit.book.accounts import NO_SIGNATURE, story_of
from csmkit.book.life_table import Wait
from csmkit.book.stories import wait_of
from csmkit.core.account import Account, Milestone
from csmkit.core.attainment import attained, time_gone
from csmkit.core.milestones import day_after, due_as_of, is_met, missed_since, primary_outcome
from csmkit.training.kinds import NUMBER, PART, RATIO, WAIT, YES_NO, Kind
from csmkit.training.starts import Start

ADOPTED_BY = 90
NOT_GIVEN = "is not in the file"
AS_THEY_STAND = "Plan findings are counted as records stand now; older accounts had longer to be mended."
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
    account = start.account
    due = [one for one in account.milestones if _is_over(account, one, as_of)]
    if not due:
        return "has no checkpoint whose day is over"
    return sum(_met_in_time(account, one, as_of) for one in due) / len(due)


def _is_over(account: Account, milestone: Milestone, as_of: date) -> bool:
    """Whether its agreed day was over before they left."""
    day, left = due_as_of(account, milestone, as_of), account.contract.churned_on
    return day is not None and day < as_of and (left is None or day <= left)


def _met_in_time(account: Account, milestone: Milestone, as_of: date) -> bool:
    if not is_met(milestone, as_of) or not (milestone.evidence or "").strip():
        return False
    unmet = milestone.model_copy(update={"met_on": None})
    return missed_since(account, unmet, milestone.met_on or as_of) is None


def adoption(start: Start, as_of: date) -> bool | str:
    """Whether the outcome's figure had gone as much of its way by day 90 as of its time was over."""
    account = start.account
    then, outcome = day_after(account.contract.signed_on, ADOPTED_BY), primary_outcome(account)
    if then is None:
        return NO_SIGNATURE
    if then >= as_of:
        return f"day {ADOPTED_BY} is still ahead"
    readings = [one for one in outcome.readings if one.on <= then] if outcome else []
    if outcome is None or not readings:
        return f"cannot tell: needs a reading of the outcome by day {ADOPTED_BY}"
    last = max(readings, key=lambda reading: reading.on)
    way = attained(outcome, last.value)
    gone = time_gone(outcome.baseline.as_of if outcome.baseline else None, outcome.by, last.on)
    return (
        "cannot tell: needs baseline, target and their days" if way is None or gone is None else way >= gone
    )


FIRST_VALUE = Measure("first-value", "First value by day {day}", WAIT, first_value)
FROM_RECORDS: tuple[Measure, ...] = (
    FIRST_VALUE,
    Measure("checkpoints", "Checkpoints met on their day, with evidence", PART, checkpoints),
    Measure("adoption", f"Outcome on its way at day {ADOPTED_BY}", YES_NO, adoption),
)


def given(measure: str, title: str, kind: Kind, figures: Mapping[str, Figure | str]) -> Measure:
    """A measure whose figures were made elsewhere, by account."""
    return Measure(measure, title, kind, lambda start, _: figures.get(start.name, NOT_GIVEN))


def plan_findings(findings: Mapping[str, Figure | str]) -> Measure:
    """How many findings the rules of the plan report, by account; what cannot be told is one."""
    measure = given("plan-findings", "Plan findings per account", NUMBER, findings)
    return measure._replace(more_is_better=False, note=AS_THEY_STAND)


def csat(scores: Mapping[str, float]) -> Measure:
    """How content customers say they are: the mean of each account's own scores."""
    return given("csat", "CSAT", NUMBER, scores)


def nrr(revenue: Mapping[str, tuple[float, float]]) -> Measure:
    """Net revenue retention: for each account the revenue at the end and at the start."""
    return given("nrr", "Net revenue retention", RATIO, revenue)

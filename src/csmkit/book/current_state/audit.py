"""The audit of the current state as one value; documents and `--json` tell it, neither counts anything."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from csmkit.book.current_state.churn import Churn, churn
from csmkit.book.current_state.firing import Fired
from csmkit.book.current_state.funnel import Funnel, funnel
from csmkit.book.current_state.rates import FIRST_VALUE, MEASURES, MILESTONE, Case, NotCounted, Rate, rate
from csmkit.book.current_state.stalls import Stalls, stalls
from csmkit.book.current_state.success import Success, success
from csmkit.book.ttfv import Answer
from csmkit.core.successful_onboarding.definition import Definition

COMPARED = (FIRST_VALUE, MILESTONE)


class Value(NamedTuple):
    """Time to first value by journey, what was left out of it, and what its reader has to know."""

    answer: Answer
    horizons: tuple[int, ...]
    left_out: tuple[NotCounted, ...]
    notes: tuple[str, ...]


class Audit(NamedTuple):
    """Where onboarding stands. `ruled`: accounts the rules were asked about."""

    as_of: date
    since: date | None
    accounts: int
    value: Value
    rates: tuple[Rate, ...]
    churn: Churn
    stalls: Stalls
    consistency: tuple[Funnel, ...]
    ruled: int
    rules: tuple[Fired, ...]
    success: Success


class Ruled(NamedTuple):
    """What the rules said, and of how many accounts they were asked."""

    accounts: int
    fired: tuple[Fired, ...]


def audit(
    cases: Sequence[Case],
    value: Value,
    ruled: Ruled,
    definition: Definition,
    since: date | None,
    today: date,
) -> Audit:
    """Everything that the records can tell."""
    return Audit(
        today,
        since,
        len(cases),
        value,
        tuple(rate(measure, cases, today) for measure in MEASURES),
        churn([case.account for case in cases], today),
        stalls(cases, today),
        tuple(funnel(measure, cases, today) for measure in COMPARED),
        ruled.accounts,
        ruled.fired,
        success(cases, definition, today),
    )

"""The answer for a program: JSON, and CSV."""

from typing import Any

from csmkit.book.comparison import Comparison
from csmkit.book.survival import Band
from csmkit.book.ttfv import MINIMUM, NO_GROUP, Answer, Group, Horizon
from csmkit.cli.ttfv.sources import Told
from csmkit.exchange.table import as_csv

INTERVAL = "95 %, on the scale log(-log)"
TIES = "events of one day count together; who was last seen on a day was still at risk on it"
COLUMNS = ("group", "day", "accounts", "at_risk", "first_value", "first_value_low", "first_value_high",
           "churned", "churned_low", "churned_high", "open", "one_minus_km")  # fmt: skip


def as_plain(told: Told) -> dict[str, Any]:
    """The whole answer as plain data."""
    question, found = told.question, told.found
    return {
        "source": found.source,
        "event": found.event,
        "as_of": question.as_of,
        "by": question.by,
        "since": question.since,
        "minimum": MINIMUM,
        "interval": INTERVAL,
        "ties": TIES,
        **_answer(told.answer, question.horizons),
        "without_holds": told.without_holds and _answer(told.without_holds, question.horizons),
        "left_out": [left._asdict() for left in told.left_out],
        "notes": found.notes,
        "redefined": found.redefined,
        "unreadable": found.unreadable,
    }


def _answer(answer: Answer, days: tuple[int, ...]) -> dict[str, Any]:
    return {
        "everybody": _group(answer.everybody, answer.mean_until, days),
        "groups": [_group(group, answer.mean_until, days) for group in answer.groups],
        "tests": [as_plain_test(test) for test in answer.tests],
        "untold": answer.untold,
    }


def _group(group: Group, until: int | None, days: tuple[int, ...]) -> dict[str, Any]:
    return {
        "group": group.name or NO_GROUP,
        "accounts": group.accounts,
        "reached": group.value,
        "churned": group.churned,
        "open": group.open,
        "late": group.late,
        "median": group.median and _band(group.median),
        "median_told": median_told(group),
        "mean": group.mean and {"until": until, "days": group.mean.share, "error": group.mean.error},
        "horizons": [
            _horizon(horizon) if horizon else {"day": day, "at_risk": 0}
            for day, horizon in zip(days, group.horizons, strict=True)
        ],
    }


def median_told(group: Group) -> str:
    """Why there is no median, or that there is one."""
    if group.few:
        return "too few"
    return "reached" if group.median else "not reached"


def _horizon(horizon: Horizon) -> dict[str, Any]:
    return {
        "day": horizon.day,
        "at_risk": horizon.at_risk,
        "first_value": _band(horizon.value),
        "churned_first": _band(horizon.churned),
        "still_open": _band(horizon.open),
        "one_minus_km": _band(horizon.naive),
    }


def _band(band: Band) -> dict[str, float | None]:
    return band._asdict()


def as_plain_test(test: Comparison) -> dict[str, Any]:
    """A test with what it counted."""
    return {
        "test": test.test,
        "statistic": test.statistic,
        "degrees": test.degrees,
        "p": test.p,
        "dropped": test.dropped,
        "counts": [{**group._asdict(), "group": group.group or NO_GROUP} for group in test.groups],
    }


def as_table(told: Told) -> str:
    """The shares by group and day, for a spreadsheet; shares are fractions of one."""
    whole = (told.answer.everybody, *told.answer.groups)
    rows = [
        _row(group, day, horizon)
        for group in whole
        for day, horizon in zip(told.question.horizons, group.horizons, strict=True)
    ]
    return as_csv(COLUMNS, rows)


def _row(group: Group, day: int, horizon: Horizon | None) -> tuple[object, ...]:
    head = (group.name or NO_GROUP, day, group.accounts)
    if horizon is None:
        return (*head, 0, *[None] * 8)
    return (
        *head,
        horizon.at_risk,
        *horizon.value,
        *horizon.churned,
        horizon.open.estimate,
        horizon.naive.estimate,
    )

"""Who needs attention, and why: accounts off track or at risk, the gravest first."""

from datetime import date
from typing import NamedTuple

from csmkit.book.report.sample import Money, Onboarding, Sample
from csmkit.core.desk import day_number
from csmkit.core.health import Status
from csmkit.core.renewal import opt_out_day


class Troubled(NamedTuple):
    """An account in trouble. `own_word`: the CSM's word stands, in place of what the record says."""

    account: str
    name: str
    csm: str
    journey: str
    day: int | None
    arr: Money | None
    opt_out: date | None
    status: Status
    own_word: bool
    reasons: tuple[str, ...]


def at_risk(sample: Sample) -> tuple[Troubled, ...]:
    """Off track before at risk, then whoever can opt out soonest."""
    told = [_troubled(each, sample.as_of) for each in sample.here if each.troubled]
    return tuple(sorted(told, key=_place))


def _place(each: Troubled) -> tuple[bool, date, int, str]:
    return each.status != "off_track", each.opt_out or date.max, -len(each.reasons), each.account


def _troubled(each: Onboarding, as_of: date) -> Troubled:
    contract, last = each.account.contract, opt_out_day(each.account)
    return Troubled(
        each.name,
        each.account.name,
        each.csm,
        each.account.journey,
        day_number(each.account, as_of),
        None if contract.arr is None else Money(contract.currency, contract.arr),
        last if last and last >= as_of else None,
        each.health.status,
        each.health.override is not None,
        tuple(reason.text for reason in each.health.grave),
    )

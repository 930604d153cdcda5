"""The book at a glance: who is here, how they are doing, and what they pay."""

from collections.abc import Sequence
from typing import NamedTuple

from csmkit.book.report.sample import Money, Onboarding, Sample, revenue
from csmkit.core.health import STATUSES, Status


class Standing(NamedTuple):
    """The accounts of one health, and what they pay a year."""

    status: Status
    accounts: int
    arr: tuple[Money, ...]


class Glance(NamedTuple):
    """How many accounts, and in what state.

    `troubled_arr` is paid by accounts off track or at risk; `without_arr` counts accounts here whose revenue
    nobody recorded.
    """

    accounts: int
    onboarding: int
    graduated: int
    on_hold: int
    left: int
    unsigned: int
    arr: tuple[Money, ...]
    troubled_arr: tuple[Money, ...]
    without_arr: int
    health: tuple[Standing, ...]


def glance(sample: Sample) -> Glance:
    """Count the book."""
    here = sample.here
    graduated = sum(each.graduated for each in here)
    return Glance(
        accounts=len(here),
        onboarding=len(here) - graduated,
        graduated=graduated,
        on_hold=sum(each.on_hold for each in here),
        left=len(sample.left),
        unsigned=sum(each.account.contract.signed_on is None for each in here),
        arr=revenue(here),
        troubled_arr=revenue(each for each in here if each.troubled),
        without_arr=sum(each.account.contract.arr is None for each in here),
        health=standings(here),
    )


def standings(onboardings: Sequence[Onboarding]) -> tuple[Standing, ...]:
    """How accounts are doing, the gravest first; a health that none is in is there with a zero."""
    by_status = {s: [each for each in onboardings if each.health.status == s] for s in STATUSES}
    return tuple(Standing(status, len(each), revenue(each)) for status, each in by_status.items())

"""Who looks after how much. It tells a lead where help is needed; it is no ranking of people.

Accounts are not dealt out by chance, so the share that reached first value says little about a person; it
stands here with its interval, and only where there are enough accounts.
"""

from typing import NamedTuple

from csmkit.book.report.ahead import Approval, Promise, approvals, promises
from csmkit.book.report.first_value import HorizonDay, by_csm
from csmkit.book.report.glance import Standing, standings
from csmkit.book.report.sample import Money, Onboarding, Sample, revenue


class Load(NamedTuple):
    """What one CSM looks after. `reached`: first value by day 90, also of accounts that left."""

    csm: str
    accounts: int
    onboarding: int
    on_hold: int
    arr: tuple[Money, ...]
    health: tuple[Standing, ...]
    late_promises: int
    late_approvals: int
    reached: HorizonDay | None


def team(sample: Sample) -> tuple[Load, ...]:
    """The load of each CSM who has an account here, by name."""
    theirs: dict[str, list[Onboarding]] = {}
    for each in sample.here:
        theirs.setdefault(each.csm, []).append(each)
    late = [one for found in (approvals(sample), promises(sample)) for one in found.items if one.late]
    reached = {group.group: group.at(90) for group in by_csm(sample).groups}
    return tuple(
        _load(csm, theirs[csm], [one for one in late if one.csm == csm], reached.get(csm))
        for csm in sorted(theirs, key=str.casefold)
    )


def _load(
    csm: str, theirs: list[Onboarding], late: list[Approval | Promise], reached: HorizonDay | None
) -> Load:
    return Load(
        csm=csm,
        accounts=len(theirs),
        onboarding=sum(not each.graduated for each in theirs),
        on_hold=sum(each.on_hold for each in theirs),
        arr=revenue(theirs),
        health=standings(theirs),
        late_promises=sum(isinstance(one, Promise) for one in late),
        late_approvals=sum(isinstance(one, Approval) for one in late),
        reached=reached,
    )

"""The accounts that a report looks at, as they stood on its day."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from csmkit.core.account import Account
from csmkit.core.health import Health, health_of
from csmkit.core.holds import hold_on
from csmkit.core.journey import Journey
from csmkit.core.milestones import graduated_on
from csmkit.core.renewal import has_churned

_TOUCH = ("high", "mid", "low")
NOBODY = "nobody"
"""Where no CSM is named."""


class Onboarding(NamedTuple):
    """One account with its journey, and how it was doing on the day. `name` is what people type for it."""

    name: str
    account: Account
    journey: Journey
    health: Health
    graduated: bool
    on_hold: bool

    @property
    def csm(self) -> str:
        """Whose account it is."""
        csm = self.account.vendor_team.get("csm")
        return csm.name if csm else NOBODY

    @property
    def troubled(self) -> bool:
        """Whether it is off track or at risk."""
        return self.health.status in {"off_track", "at_risk"}


class Money(NamedTuple):
    """An amount in one currency; three letters, or none where the record does not say."""

    currency: str | None
    amount: Decimal


class Sample(NamedTuple):
    """Who is here and who has left. `later` had not signed by the day, `earlier` signed before `since`."""

    as_of: date
    since: date | None
    here: tuple[Onboarding, ...]
    left: tuple[Onboarding, ...]
    later: int
    earlier: int


Read = tuple[str, Account, Journey]


def sample_of(read: Iterable[Read], as_of: date, since: date | None = None) -> Sample:
    """The accounts of a book on a day; with `since`, only those that signed then or later."""
    here: list[Onboarding] = []
    left: list[Onboarding] = []
    later = earlier = 0
    for name, account, journey in read:
        signed = account.contract.signed_on
        if signed and signed > as_of:
            later += 1
        elif since and (signed is None or signed < since):
            earlier += 1
        else:
            gone = has_churned(account, as_of)
            (left if gone else here).append(_seen(name, account, journey, as_of))
    return Sample(as_of, since, tuple(here), tuple(left), later, earlier)


def _seen(name: str, account: Account, journey: Journey, as_of: date) -> Onboarding:
    graduated = graduated_on(account, journey)
    return Onboarding(
        name,
        account,
        journey,
        health_of(account, journey, as_of),
        graduated is not None and graduated <= as_of,
        hold_on(account, as_of) is not None,
    )


def in_order(sample: Sample, journeys: Iterable[str]) -> list[str]:
    """Journeys by how much of our time they take, the most first."""
    touch = {each.account.journey: each.journey.touch for each in (*sample.here, *sample.left)}
    return sorted(journeys, key=lambda name: (_TOUCH.index(touch[name]), name))


def revenue(onboardings: Iterable[Onboarding]) -> tuple[Money, ...]:
    """What is paid a year, by currency, the largest amount first; amounts of two currencies never add up."""
    sums: dict[str | None, Decimal] = {}
    for each in onboardings:
        contract = each.account.contract
        if contract.arr is not None:
            sums[contract.currency] = sums.get(contract.currency, Decimal(0)) + contract.arr
    return tuple(Money(*pair) for pair in sorted(sums.items(), key=lambda pair: -pair[1]))

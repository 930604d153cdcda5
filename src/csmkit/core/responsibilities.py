"""Who answers for what, by name: between the technical set-up, the onboarding and the account, on both sides.

In a small company the CSM does all of it, in a larger one each part has somebody of its own. The journey
says which roles, the account says who plays them; a role of ours that nobody plays falls to the CSM.
"""

from typing import NamedTuple

from csmkit.core.audience import CustomerAccount
from csmkit.core.journey import Journey
from csmkit.core.stakeholders import VENDOR_TITLES, holders, name_of, played


class Duty(NamedTuple):
    """One thing that is answered for; `theirs` is None while nobody on their side plays the part."""

    what: str
    ours: str
    helps: tuple[str, ...]
    theirs: str | None


def duties(account: CustomerAccount, journey: Journey) -> tuple[Duty, ...]:
    """Who answers for what, in the order of the journey."""
    return tuple(
        Duty(
            duty.what,
            ours := _ours(account, duty.owner),
            tuple(name for role in duty.helps if (name := _ours(account, role)) != ours),
            next((person.name for person in holders(account, duty.customer_owner)), None),
        )
        for duty in journey.responsibilities
    )


def _ours(account: CustomerAccount, role: str) -> str:
    name = name_of(account, played(account, role)) or role
    return f"our {name}" if name in VENDOR_TITLES.values() else name

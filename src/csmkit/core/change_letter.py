"""What the customer reads when the rhythm changes: from what, to what, from when, and what stays.

Computed from the customer's projection alone. What we know and they do not reach it through no field.
"""

from datetime import date
from typing import NamedTuple

from csmkit.core.account import Account, Stakeholder
from csmkit.core.audience import CustomerAccount
from csmkit.core.journey import Journey
from csmkit.core.milestones import due_day, in_order, primary_outcome
from csmkit.core.stakeholders import holders

_EVERY = {
    "weekly": "every week",
    "biweekly": "every two weeks",
    "monthly": "once a month",
    "quarterly": "once a quarter",
}


class Ahead(NamedTuple):
    """The next checkpoint."""

    title: str
    due: date | None


class ChangeLetter(NamedTuple):
    """A short mail to the champion: they graduated, and nobody leaves."""

    formal: bool
    customer: str
    to: str
    first_name: str
    before: str
    after: str
    starts_on: date
    outcome: str
    reached: tuple[str, ...]
    ahead: Ahead | None
    reviews: str | None
    reviews_with: str | None
    sender: str
    sender_email: str | None


class Missing(NamedTuple):
    """A fact without which the letter would have a blank, and the part of the record that holds it."""

    what: str
    path: str


def change_letter(account: CustomerAccount, journey: Journey) -> ChangeLetter | None:
    """The letter for the change that was decided; None where `missing_for_change` names what is not known."""
    change, champion = account.cadence.next, _champion(account)
    outcome, csm = primary_outcome(account), account.vendor_team.get("csm")
    if change is None or champion is None or outcome is None or csm is None:
        return None
    sponsor = next(iter(holders(account, "executive_sponsor")), None)
    return ChangeLetter(
        formal=_is_formal(champion, journey),
        customer=account.name,
        to=champion.name,
        first_name=champion.name.split()[0],
        before=_EVERY[account.cadence.rhythm or journey.onboarding_rhythm],
        after=_EVERY[change.rhythm],
        starts_on=change.starts_on,
        outcome=outcome.statement,
        reached=tuple(milestone.title for milestone in in_order(account) if milestone.met_on),
        ahead=_ahead(account),
        reviews=_EVERY[journey.review_rhythm] if journey.review_rhythm else None,
        reviews_with=sponsor.name if sponsor and sponsor.id != champion.id else None,
        sender=csm.name,
        sender_email=csm.email,
    )


def _ahead(account: CustomerAccount) -> Ahead | None:
    following = next((milestone for milestone in in_order(account) if not milestone.met_on), None)
    return Ahead(following.title, due_day(account, following)) if following else None


def missing_for_change(account: Account) -> tuple[Missing, ...]:
    """What the letter cannot do without and the record does not know."""
    facts: tuple[tuple[object, str, str], ...] = (
        (_champion(account), "the champion it is written to", "stakeholders"),
        (primary_outcome(account), "the outcome", "outcomes"),
        (account.vendor_team.get("csm"), "the customer success manager who signs it", "vendor_team/csm"),
    )
    return tuple(Missing(what, path) for fact, what, path in facts if not fact)


def _champion(account: Account) -> Stakeholder | None:
    return next(iter(holders(account, "champion")), None)


def _is_formal(person: Stakeholder, journey: Journey) -> bool:
    tone = person.preferences.tone if person.preferences else None
    return tone == "formal" if tone else journey.touch == "high"

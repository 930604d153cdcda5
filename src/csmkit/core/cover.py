"""A cover brief: what a colleague needs to know of one account while its CSM is away. Internal."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from csmkit.core.account import RHYTHMS, Account, Role, Stakeholder, VendorRole
from csmkit.core.desk import Item, View, day_number, items_of
from csmkit.core.health import health_of, in_words
from csmkit.core.holds import hold_on
from csmkit.core.journey import Journey
from csmkit.core.stakeholders import holders
from csmkit.core.touches import last_touch

_CALLED: tuple[Role, ...] = ("champion", "backup_champion", "executive_sponsor", "economic_buyer")
_OURS: tuple[VendorRole, ...] = ("account_executive", "onboarding_manager", "implementation_lead")


class Contact(NamedTuple):
    """Somebody to call."""

    name: str
    parts: str
    email: str | None
    ways: str | None
    last: date | None


class Cover(NamedTuple):
    """One account while its CSM is away."""

    name: str
    day: int | None
    health: str
    reasons: tuple[str, ...]
    due: tuple[Item, ...]
    contacts: tuple[Contact, ...]
    careful: tuple[str, ...]


def cover(account: Account, name: str, journey: Journey, away: tuple[date, date]) -> Cover:
    """The brief of one account for the days from the first to the last of `away`."""
    begins, ends = away
    health = health_of(account, journey, begins)
    due = items_of(View(account, name, journey, begins, looks_ahead=ends - begins))
    return Cover(
        account.name,
        day_number(account, begins),
        in_words(health.status),
        tuple(reason.text for reason in health.grave),
        tuple(item for item in due if item.due is None or item.due <= ends),
        tuple(_contacts(account, begins)),
        tuple(_careful(account, journey, begins)),
    )


def _contacts(account: Account, today: date) -> Iterator[Contact]:
    for person in account.stakeholders:
        parts = [role.replace("_", " ") for role in person.roles if role in _CALLED]
        if parts and person.departed_on is None:
            last = last_touch(account, today, [person.id])
            yield Contact(person.name, ", ".join(parts), person.email, _ways(person), last)
    for ours_role in _OURS:
        ours = account.vendor_team.get(ours_role)
        if ours:
            yield Contact(ours.name, f"our {ours_role.replace('_', ' ')}", ours.email, None, None)


def _ways(person: Stakeholder) -> str | None:
    wishes = person.preferences
    if wishes is None:
        return None
    mode = {"sync": "calls", "async": "messages"}.get(wishes.mode or "")
    return ", ".join(word for word in (mode, wishes.tone, wishes.rhythm) if word) or None


def _careful(account: Account, journey: Journey, today: date) -> Iterator[str]:
    """What not to say: promises that are open, what is decided and not told, what people are touchy about."""
    hold = hold_on(account, today)
    if hold is not None:
        yield "They are on hold: ask for nothing, and answer what they ask."
    for commitment in account.commitments:
        if commitment.status in ("open", "broken"):
            yield f"Promise no day for “{commitment.promise}” ({commitment.status})."
    rhythm = account.cadence.rhythm
    slower = rhythm is not None and RHYTHMS.index(rhythm) > RHYTHMS.index(journey.onboarding_rhythm)
    if slower and account.cadence.announced_on is None:
        yield "Say nothing about a change of the meeting rhythm; it was not announced."
    if account.sentiment is not None and account.sentiment.level == "negative":
        yield f"They were unhappy on {account.sentiment.on}: listen before you propose anything."
    if account.buying.politics:
        yield f"Politics: {account.buying.politics}"
    for role in _CALLED:
        for person in holders(account, role):
            if person.private:
                yield f"{person.name}: {person.private}"

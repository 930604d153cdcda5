"""Touches: when somebody of us and somebody of them were in contact, and how long that may take by rhythm."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from csmkit.core.account import Account, EventKind, Rhythm, Role
from csmkit.core.stakeholders import holders

# What counts as contact: both sides were there, or they wrote. What we only sent does not.
TOUCHES: frozenset[EventKind] = frozenset(
    {"sync", "message", "workshop", "webinar", "office-hours", "kickoff", "sponsor-call", "ebr"}
)
MISSED: frozenset[EventKind] = frozenset({"no-show", "cancelled"})
RHYTHM_DAYS: dict[Rhythm, int] = {"weekly": 7, "biweekly": 14, "monthly": 31, "quarterly": 92}


@dataclass(frozen=True)
class Touch:
    """One contact: ids of their people and roles of ours. `place` tells two on one day apart."""

    on: date
    place: int
    people: frozenset[str]


def touches(account: Account, today: date) -> tuple[Touch, ...]:
    """Every contact up to a day: from the log, the kickoff, the sponsor call and the reviews of the plan."""
    return tuple(touch for touch in _all(account) if touch.on <= today)


def _all(account: Account) -> Iterator[Touch]:
    for place, entry in enumerate(account.log):
        if entry.kind in TOUCHES:
            yield Touch(entry.on, place, frozenset(entry.with_))
    kickoff, call = account.kickoff, account.sponsor_call
    if kickoff.on and kickoff.attended:
        yield Touch(kickoff.on, -1, frozenset(kickoff.attended))
    told = any(entry.kind == "sponsor-call" and entry.on == call.held_on for entry in account.log)
    if call.held_on and not told:
        yield Touch(call.held_on, -1, frozenset(ids_of(account, ("executive_sponsor",))))
    for review in account.plan.reviews:
        yield Touch(review.on, -1, frozenset(review.with_))


def ids_of(account: Account, roles: Iterable[Role]) -> frozenset[str]:
    """Everybody who plays one of these parts and has not left."""
    return frozenset(person.id for role in roles for person in holders(account, role))


def last_touch(account: Account, today: date, people: Iterable[str] | None = None) -> date | None:
    """The day of the latest contact, with any of these people where they are named."""
    wanted = None if people is None else frozenset(people)
    days = [touch.on for touch in touches(account, today) if wanted is None or wanted & touch.people]
    return max(days, default=None)


def rhythm_length(rhythm: Rhythm) -> timedelta:
    """How long one round of a rhythm takes at most."""
    return timedelta(days=RHYTHM_DAYS[rhythm])

"""The messages of a journey: what is due when, what was sent, and who gets it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from csmkit.core.account import Account, Stakeholder
from csmkit.core.attendance import guests
from csmkit.core.diary import person
from csmkit.core.holds import hold_on
from csmkit.core.journey import Journey, JourneyEmail, MessageReader
from csmkit.core.milestones import day_after
from csmkit.core.occasions import NOT_WHILE_TURNING_AWAY, happened, is_over
from csmkit.core.signals import turning_away_since
from csmkit.core.stakeholders import has_left, holders, stakeholder
from csmkit.errors import Refused

State = Literal["due", "later", "waiting", "sent", "past"]


class Due(NamedTuple):
    """A message of the journey on a day: `waiting` for what has not happened, `past` when it is too late."""

    email: JourneyEmail
    state: State
    due_on: date | None
    sent_on: date | None
    sent_to: tuple[str, ...]


class NotOfTheirs(Refused):
    """A message to a customer is addressed to one of us, or to somebody who has left."""


def messages_due(account: Account, journey: Journey, today: date) -> tuple[Due, ...]:
    """Every message of the journey as it stands on that day, in the journey's order."""
    return tuple(message_due(account, journey, email, today) for email in journey.emails)


def message_due(account: Account, journey: Journey, email: JourneyEmail, today: date) -> Due:
    """One message of the journey as it stands on that day."""
    since = _since(account, journey, email, today)
    due_on = day_after(since, email.days if email.day is None else email.day)
    sent = [one for one in account.log if _tells(email, one.kind, one.about) and one.on <= today]
    last = max(sent, key=lambda entry: entry.on, default=None)
    if last is None:
        return Due(email, _state(account, email, due_on, today), due_on, None, ())
    # What happens again, such as the next milestone, is told again.
    told = since is None or last.on >= since
    state = "sent" if told else _state(account, email, due_on, today)
    return Due(email, state, due_on, last.on, last.with_)


def _since(account: Account, journey: Journey, email: JourneyEmail, today: date) -> date | None:
    """The day the message counts from: the signature, or what it follows."""
    return happened(account, journey, email.after, today) if email.after else account.contract.signed_on


def _tells(email: JourneyEmail, kind: str, about: str | None) -> bool:
    return kind == "sent" and about == f"emails/{email.name}"


def _state(account: Account, email: JourneyEmail, due_on: date | None, today: date) -> State:
    if due_on is None:
        return "past" if email.after and is_over(account, email.after, today) else "waiting"
    if due_on + timedelta(days=email.within_days) < today or _has_left_us(account, today):
        return "past"
    return "later" if due_on > today or _has_to_wait(account, email, today) else "due"


def _has_to_wait(account: Account, email: JourneyEmail, today: date) -> bool:
    """Nothing is asked of a customer who was promised a pause, and nobody is praised who turns away."""
    if hold_on(account, today):
        return email.after != "pause"
    return email.after in NOT_WHILE_TURNING_AWAY and turning_away_since(account, today) is not None


def _has_left_us(account: Account, today: date) -> bool:
    left = account.contract.churned_on
    return left is not None and left <= today


def recipients(
    account: Account, journey: Journey, email: JourneyEmail, to: str | None = None
) -> tuple[Stakeholder, ...]:
    """Who gets it: the person who is named, or everybody who has one of its roles.

    Raises:
        NotFound: nobody is called so.
        NotOfTheirs: it is one of us, or somebody who has left.
    """
    if to is not None:
        return (_named(account, to),)
    people: dict[str, Stakeholder] = {}
    for role in email.to:
        people |= {one.id: one for one in _with_role(account, journey, role)}
    return tuple(people.values())


def _with_role(account: Account, journey: Journey, role: MessageReader) -> tuple[Stakeholder, ...]:
    if role == "kickoff_guests":
        return guests(account, journey.kickoff).people
    if role == "successor":
        return (holders(account, "champion") or holders(account, "backup_champion"))[:1]
    return holders(account, role)


def _named(account: Account, word: str) -> Stakeholder:
    found = stakeholder(account, person(account, word))
    if found is None:
        raise NotOfTheirs("--to names one of us; a message goes to somebody on the customer's side.")
    if has_left(found):
        raise NotOfTheirs("--to names somebody who has left; name who is there now.")
    return found


def is_formal(people: Iterable[Stakeholder], *, unknown: bool) -> bool:
    """Formal as soon as one reader prefers it; `unknown` where nobody is known to prefer anything."""
    tones = {one.preferences.tone for one in people if one.preferences and one.preferences.tone}
    return "formal" in tones or (unknown and not tones)


def greeting(people: tuple[Stakeholder, ...], *, formal: bool) -> str:
    """How a message begins. Titles are not guessed: a full name offends nobody."""
    if len(people) > _MOST_NAMED:
        return "Dear all," if formal else "Hi all,"
    names = [one.name if formal else first_name(one.name) for one in people]
    return f"{'Dear' if formal else 'Hi'} {' and '.join(names)},"


_MOST_NAMED = 2


def first_name(name: str) -> str:
    """The name a person is called by; a name that begins with an initial stays whole."""
    first = name.split(maxsplit=1)[0]
    return name if first.endswith(".") else first

"""What is written to the customer before a kickoff: the invitation, and the sentence that moves the day.

Both are computed from the customer's projection alone, in the tone their readers prefer.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from csmkit.core.account import Account, Stakeholder
from csmkit.core.agenda import one_line
from csmkit.core.attendance import guests
from csmkit.core.audience import CustomerAccount
from csmkit.core.journey import Journey
from csmkit.core.kickoff import KickoffAgenda
from csmkit.core.milestones import primary_outcome
from csmkit.core.stakeholders import holders

_LINES: tuple[dict[str, str], ...] = (
    {"outcome": "what you want to reach", "measurement": "how all of us will see it"},
    {"people": "who is who", "plan": "the way to the first result"},
    {
        "promises": "what we promised you",
        "approvals": "what you have to approve",
        "product": "one case of yours",
    },
    {"next_steps": "your questions, and who does what by when"},
)
_BRING = {
    "economic_buyer": "in two sentences, what would make this worth it for you",
    "technical_lead": "what has to be opened or approved on your side, and how long it takes",
    "analytics_lead": "the number as it stands today, and where it comes from",
    "champion": "the team you would start with, and a week that suits it",
}


class Wanted(NamedTuple):
    """What somebody is asked to bring."""

    name: str
    what: str


class Invitation(NamedTuple):
    """A short mail: one purpose, the agenda in at most four lines, what to bring."""

    formal: bool
    customer: str
    on: date
    minutes: int
    champion: str
    outcome: str
    metric: str | None
    lines: tuple[tuple[str, int], ...]
    bring: tuple[Wanted, ...]
    sender: str
    sender_email: str | None


class MissingFact(NamedTuple):
    """A fact without which a letter would have a blank, and the field or part that holds it."""

    what: str
    path: str


def invitation(account: CustomerAccount, journey: Journey, agenda: KickoffAgenda) -> Invitation | None:
    """The invitation; None where `missing_for_invitation` names what is not known."""
    outcome, champion, csm = primary_outcome(account), _champion(account), account.vendor_team.get("csm")
    if account.kickoff.on is None or outcome is None or champion is None or csm is None:
        return None
    return Invitation(
        formal=_formal(guests(account, journey.kickoff).people, unknown=journey.touch != "low"),
        customer=account.name,
        on=account.kickoff.on,
        minutes=agenda.minutes,
        champion=champion.name,
        outcome=outcome.statement,
        metric=outcome.metric,
        lines=tuple(_lines(agenda)),
        bring=tuple(_bring(account, journey)),
        sender=csm.name,
        sender_email=csm.email,
    )


def missing_for_invitation(account: Account) -> tuple[MissingFact, ...]:
    """What an invitation cannot do without and the record does not know."""
    facts: tuple[tuple[object, str, str], ...] = (
        (account.kickoff.on, "the date", "kickoff/on"),
        (_champion(account), "the champion", "stakeholders"),
        (primary_outcome(account), "the outcome", "outcomes"),
        (account.vendor_team.get("csm"), "the customer success manager who signs it", "vendor_team/csm"),
    )
    return tuple(MissingFact(what, path) for fact, what, path in facts if not fact)


def _lines(agenda: KickoffAgenda) -> Iterator[tuple[str, int]]:
    """At most four lines, whatever is on the agenda; their minutes add up to the meeting's."""
    for words in _LINES:
        parts = [part for part in agenda.parts if part.kind in words]
        told = dict.fromkeys(words[part.kind] for part in parts)
        if told:
            yield "; ".join(told), sum(part.minutes for part in parts)


def _bring(account: CustomerAccount, journey: Journey) -> Iterator[Wanted]:
    coming, asked = guests(account, journey.kickoff), set[str]()
    for role, what in _BRING.items():
        for person in coming.playing(role):
            if person.id not in asked:
                asked.add(person.id)
                yield Wanted(person.name, what)


def _champion(account: Account) -> Stakeholder | None:
    return next(iter(holders(account, "champion")), None)


def _formal(people: tuple[Stakeholder, ...], *, unknown: bool = True) -> bool:
    """Formal as soon as one reader prefers it; `unknown` where nobody is known to prefer anything."""
    tones = {person.preferences.tone for person in people if person.preferences and person.preferences.tone}
    return "formal" in tones or (unknown and not tones)


class Message(NamedTuple):
    """What to send, and to whom."""

    to: str
    text: str


def reschedule_message(account: CustomerAccount) -> Message | None:
    """What to write to the champion when nobody who can decide comes; None where there is no champion.

    It speaks of the result and never of what we think about anybody.
    """
    champion = _champion(account)
    if champion is None:
        return None
    formal = _formal((champion,))
    parts = (_greeting(champion, formal=formal), _why(account), _wish(account, champion), _thanks(account))
    return Message(champion.name, "\n\n".join(part for part in parts if part))


def _greeting(person: Stakeholder, *, formal: bool) -> str:
    first = person.name.split()[0]
    return f"Dear {person.name}," if formal or first.endswith(".") else f"Hi {first},"


def _why(account: CustomerAccount) -> str:
    outcome = primary_outcome(account)
    aim = f"one result: “{one_line(outcome.statement)}”" if outcome else f"what {account.name} wants to reach"
    if account.kickoff.attended:
        return f"Thank you for the kickoff. It was about {aim}. One voice was missing in it."
    return f"Our kickoff is about {aim}. It should start with the person who answers for that result."


def _wish(account: CustomerAccount, champion: Stakeholder) -> str:
    buyers = holders(account, "economic_buyer")
    if account.kickoff.attended:
        who = buyers[0].name if buyers else "the person who answers for that result"
        return (
            f"Would you find us twenty minutes with {who}, so that the aim and the plan are agreed by name?"
        )
    if not buyers:
        return (
            "Who is that on your side? I would rather move the day than start without them: half an hour of "
            "their time is enough. Which days could suit?"
        )
    if buyers[0].id == champion.id:
        return "That is you, so I would rather move the day than start without you. Which days suit you?"
    return (
        f"As I understand it, that is {buyers[0].name}. I would rather move the day than start without them: "
        "the first half hour is enough. Would you ask which days could suit?"
    )


def _thanks(account: CustomerAccount) -> str:
    csm = account.vendor_team.get("csm")
    return f"Thank you\n{csm.name}" if csm else "Thank you"

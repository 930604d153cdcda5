"""What is written to the customer before a kickoff: parts of the invitation, and the words that move the day.

Both are computed from the customer's projection alone, in the tone their readers prefer.
"""

from collections.abc import Iterator
from typing import NamedTuple

from csmkit.core.account import Account, Stakeholder
from csmkit.core.agenda import one_line
from csmkit.core.attendance import guests
from csmkit.core.audience import CustomerAccount
from csmkit.core.journey import Journey
from csmkit.core.kickoff import KickoffAgenda
from csmkit.core.messages import greeting, is_formal
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
    "technical_lead": "what has to be approved on your side, and how long it takes",
    "analytics_lead": "the number as it stands today, and where it comes from",
    "champion": "the team you would start with, and a week that suits it",
}


class AgendaLine(NamedTuple):
    """A part of the meeting in a few words."""

    what: str
    minutes: int


class Wanted(NamedTuple):
    """What somebody is asked to bring."""

    name: str
    what: str


def agenda_lines(agenda: KickoffAgenda) -> Iterator[AgendaLine]:
    """At most four lines, whatever is on the agenda; their minutes add up to the meeting's."""
    for words in _LINES:
        parts = [part for part in agenda.parts if part.kind in words]
        told = dict.fromkeys(words[part.kind] for part in parts)
        if told:
            yield AgendaLine("; ".join(told), sum(part.minutes for part in parts))


def wanted(account: CustomerAccount, journey: Journey) -> Iterator[Wanted]:
    """What helps if somebody brings it, each person asked once."""
    coming, asked = guests(account, journey.kickoff), set[str]()
    for role, what in _BRING.items():
        for person in coming.playing(role):
            if person.id not in asked:
                asked.add(person.id)
                yield Wanted(person.name, what)


def _champion(account: Account) -> Stakeholder | None:
    return next(iter(holders(account, "champion")), None)


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
    formal = is_formal((champion,), unknown=True)
    parts = (greeting((champion,), formal=formal), _why(account), _wish(account, champion), _thanks(account))
    return Message(champion.name, "\n\n".join(part for part in parts if part))


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

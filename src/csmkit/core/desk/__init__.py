"""What an account needs today: late, due this week, or at risk, each with the command that deals with it.

Each source is one function from a `View` to items; adding one is adding it to SOURCES. Signs of
disengagement come before everything; on hold nothing but the pause's end is due; whoever left is silent.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from csmkit.core.account import Account
from csmkit.core.desk import beginning, engagement, messages, people, plan, plays, relationship
from csmkit.core.desk.item import HORIZON, ORDER, Item, Outlook, Urgency, View
from csmkit.core.holds import hold_on
from csmkit.core.journey import Journey
from csmkit.core.play import Play

__all__ = [
    "HORIZON",
    "ORDER",
    "Item",
    "Outlook",
    "Urgency",
    "View",
    "day_number",
    "desk",
    "importance",
    "items_of",
]

# The more important comes first: of two things that are late, the one whose source stands higher.
SOURCES: tuple[Callable[[View], Iterator[Item]], ...] = (
    engagement.disengagement,
    people.departed,
    plays.running,
    plays.called,
    relationship.term,
    relationship.renewal,
    engagement.health,
    beginning.signature,
    plan.first_value,
    plan.milestones,
    people.sponsor_call,
    plan.commitments,
    plan.gates,
    beginning.handoff,
    beginning.kickoff,
    relationship.cadence,
    plays.steady_state,
    relationship.business_review,
    relationship.after_the_pause,
    people.account_executive,
    people.touches,
    messages.messages,
    beginning.assessment,
    beginning.interviews,
    plan.tasks,
    beginning.open_questions,
    plan.documents,
)

ON_HOLD = (relationship.pause, messages.messages)


def day_number(account: Account, today: date) -> int | None:
    """Days since signature; None before a signature date is known."""
    return (today - account.contract.signed_on).days if account.contract.signed_on else None


def desk(
    account: Account,
    name: str,
    journey: Journey,
    today: date,
    stale: tuple[tuple[str, str], ...] = (),
    known: Mapping[str, Play] | None = None,
) -> tuple[Item, ...]:
    """Everything the account needs, most important first. `name` is what people type, `known` the plays."""
    return items_of(View(account, name, journey, today, stale, plays=known or {}))


def items_of(view: View) -> tuple[Item, ...]:
    """What every source says of a view, most important first."""
    if view.done(view.account.contract.churned_on):
        return ()
    sources = ON_HOLD if hold_on(view.account, view.today) else SOURCES
    items = [replace(item, rank=rank) for rank, source in enumerate(sources) for item in source(view)]
    return tuple(sorted(items, key=importance))


def importance(item: Item) -> tuple[bool, int, int, float, date]:
    """A key to sort by: disengagement, then what is late, at risk, due, and what cannot be told."""
    return not item.first, ORDER.index(item.urgency), item.rank, item.chance, item.due or date.max

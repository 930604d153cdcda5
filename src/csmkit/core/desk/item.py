"""What a source of the desk looks at, and the line it gives back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, NamedTuple

from csmkit.core.account import Account
from csmkit.core.journey import Journey
from csmkit.core.milestones import before_our_time
from csmkit.core.play import Play

Urgency = Literal["late", "this week", "at risk", "cannot tell"]
ORDER: tuple[Urgency, ...] = ("late", "at risk", "this week", "cannot tell")
HORIZON = timedelta(days=7)


@dataclass(frozen=True)
class Item:
    """One line of the desk.

    Attributes:
        urgency: Late, due this week, at risk, or not to be told.
        due: The day, where there is one.
        why: What is not done, in words for our own team.
        command: What to type; a `…` or a word in capitals is for the person to fill in.
        first: Whether it comes before everything else, whatever its urgency.
        rank: The place of its source: of two things equally urgent the lower comes first.
        chance: Of two from one source the one that is less likely to come comes first; one half, where
            nobody can tell.
    """

    urgency: Urgency
    due: date | None
    why: str
    command: str
    first: bool = False
    rank: int = 0
    chance: float = 0.5


class Outlook(NamedTuple):
    """The chance of first value by a day, with its 95 % interval, from accounts that waited as long.

    Attributes:
        by: The day.
        chance: A share of one.
        low: Where it may lie, at least; None where the accounts do not tell.
        high: Where it may lie, at most.
        accounts: How many of the company's own accounts it rests on.
    """

    by: date
    chance: float
    low: float | None
    high: float | None
    accounts: int


@dataclass(frozen=True)
class View:
    """One account on one day, as every source sees it.

    Attributes:
        account: The record.
        name: What people type for it.
        journey: Its journey.
        today: The day that is looked from.
        stale: Documents that the record has outgrown, each with the command that renders it.
        plays: Every play in reach, by name.
        looks_ahead: How far to look, where that is further than a source does by itself.
        outlook: What the rest of the book says of its first value, where that is known.
    """

    account: Account
    name: str
    journey: Journey
    today: date
    stale: tuple[tuple[str, str], ...] = ()
    looks_ahead: timedelta = timedelta(0)
    plays: Mapping[str, Play] = field(default_factory=dict)
    outlook: Outlook | None = None

    def log(self, words: str) -> str:
        """A line of the log: ``csmkit log northwind sync jane``."""
        return f"csmkit log {self.name} {words}"

    def done(self, day: date | None) -> bool:
        """Whether something had been done by the day that is looked from."""
        return day is not None and day <= self.today

    def dated(self, due: date | None, why: str, command: str, ahead: timedelta = HORIZON) -> Iterator[Item]:
        """An item if it is late or due soon. What was late before the account was added stays silent."""
        if (
            due is None
            or due > self.today + max(ahead, self.looks_ahead)
            or before_our_time(self.account, due)
        ):
            return
        if due < self.today:
            days = (self.today - due).days
            yield Item("late", due, f"{why}, {days} {'day' if days == 1 else 'days'} late", command)
        else:
            yield Item("this week", due, f"{why}, due on {due}", command)

"""What becomes of a synthetic account, drawn from chances: first value, leaving, approvals, pauses."""

from datetime import date, timedelta
from math import log
from random import Random
from typing import NamedTuple

from csmkit.book.synthetic.vocabulary import Kind
from csmkit.core.account import Complexity, GateKind

YEAR = 365
_SHAPE = 1.9
"""Of the Weibull distribution of first value: above 1, because nobody gets there in the first days."""
_STALLS, _PAUSES, _TAKEN_OVER, _LOST_AT_RENEWAL = 0.07, 0.13, 0.16, 0.6


class Approved(NamedTuple):
    """One approval: its days after signature. `said`: the days it was said to take."""

    kind: GateKind
    said: int
    submitted: int
    cleared: int


class Course(NamedTuple):
    """An account's whole course, in days after signature; what lies after today has not happened.

    `value` comes only to those that are still there. `slowness`: 1 for one that is as quick as planned.
    """

    signed: date
    today: date
    value: int
    churned: int | None
    entered: int | None
    pause: tuple[int, int] | None
    gates: tuple[Approved, ...]
    slowness: float

    @property
    def last(self) -> int:
        """The last day of the account so far."""
        age = (self.today - self.signed).days
        return age if self.churned is None else min(age, self.churned)

    def on(self, day: int) -> date:
        """The working day on or after a day."""
        found = self.signed + timedelta(days=day)
        return found + timedelta(days=max(0, 7 - found.weekday()) if found.weekday() > 4 else 0)  # noqa: PLR2004 - Friday

    def past(self, day: float | None) -> date | None:
        """The date of something that is planned for a day, if it has come to pass."""
        if day is None or day > self.last:
            return None
        found = self.on(round(day))
        return found if found <= self.today else None


def drawn_course(
    chance: Random,
    kind: Kind,
    complexity: Complexity,
    days: tuple[date, date],
    people: tuple[float, float],
) -> Course:
    """A course of somebody who is in the book today: who left before we took the book over is not.

    `days`: signed and today. `people`: how much faster than usual its people are, and how much better they
    keep it.
    """
    while True:
        course = _drawn(chance, kind, complexity, days, people)
        if course.entered is None or course.entered < course.last:
            return course


def _drawn(
    chance: Random,
    kind: Kind,
    complexity: Complexity,
    days: tuple[date, date],
    people: tuple[float, float],
) -> Course:
    usual, (pace, keeps) = kind.first_value[complexity], people
    value = usual / pace * chance.weibullvariate(1, _SHAPE) / log(2) ** (1 / _SHAPE)
    if chance.random() < _STALLS:
        value *= chance.uniform(2, 3.5)
    gates = tuple(_gates(chance, kind))
    value = max(4, round(value), *(gate.cleared + chance.randint(3, 12) for gate in gates))
    pause = _pause(chance, value)
    if pause:
        value += pause[1] - pause[0]
    entered = chance.randint(12, max(30, round(1.3 * value))) if chance.random() < _TAKEN_OVER else None
    churned = _leaves(chance, kind, value, keeps)
    return Course(*days, value, churned, entered, pause, gates, value / usual)


def _gates(chance: Random, kind: Kind) -> list[Approved]:
    found = []
    for name, approval in kind.gates.items():
        if chance.random() < approval.chance:
            submitted = chance.randint(6, 32)
            cleared = submitted + round(approval.days * chance.uniform(0.7, 1.6))
            found.append(Approved(name, approval.days, submitted, cleared))
    return found


def _pause(chance: Random, value: int) -> tuple[int, int] | None:
    if chance.random() >= _PAUSES or value < 15:  # noqa: PLR2004 - nobody pauses what is nearly done
        return None
    first = chance.randint(8, value - 3)
    return first, first + chance.randint(13, 45)


def _leaves(chance: Random, kind: Kind, value: int, keeps: float) -> int | None:
    """The day it leaves: while it waits, at any time after, or at the renewal."""
    before, after = (-log(1 - share / 100) / YEAR / keeps for share in kind.churn)
    waiting = max(12, round(chance.expovariate(before)))
    if waiting < value:
        return waiting
    later = value + 15 + round(chance.expovariate(after))
    if chance.random() < _LOST_AT_RENEWAL * kind.churn[1] / 100 / keeps:
        later = min(later, max(value + 15, YEAR - chance.randint(0, 20)))
    return later

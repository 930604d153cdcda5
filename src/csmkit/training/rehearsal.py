"""A role-play held alone: a state that each answer changes.

It offers a driver the same four things as an interview: `current`, `answer`, `back` and `finished`.
"""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

from csmkit.core.roleplay import Ending, Option, Scenario
from csmkit.core.roleplay_course import (
    Standing,
    after,
    ending_at,
    offered,
    opening,
    turn_at,
    words_of_customer,
)
from csmkit.errors import Refused, did_you_mean


class NoSuchAnswer(Refused):
    """What was said cannot be said at this turn."""


class Given(NamedTuple):
    """One answer that was given.

    Attributes:
        standing: The moment before it.
        option: The answer, or the level of answer that the trainee's own words come nearest to.
        own_words: What the trainee said, where it was not chosen.
    """

    standing: Standing
    option: Option
    own_words: str | None = None


@dataclass(frozen=True)
class Rehearsal:
    """A conversation under way. `seed` puts the answers in an order: another run, another order."""

    scenario: Scenario
    seed: str
    standing: Standing
    given: tuple[Given, ...] = ()


class Moment(NamedTuple):
    """What the trainee sees: who said what, and the answers in the order of this run."""

    turn: str
    says: str
    options: tuple[Option, ...]


def begin(scenario: Scenario, seed: str) -> Rehearsal:
    """The moment before the first answer."""
    return Rehearsal(scenario, seed, opening(scenario))


def current(rehearsal: Rehearsal) -> Moment | None:
    """What waits for an answer; None when it is over."""
    turn = turn_at(rehearsal.scenario, rehearsal.standing)
    if turn is None:
        return None
    options = sorted(
        offered(rehearsal.scenario, rehearsal.standing, turn),
        key=lambda option: sha256(f"{rehearsal.seed}/{turn.id}/{option.id}".encode()).digest(),
    )
    says = words_of_customer(rehearsal.scenario, rehearsal.standing, turn)
    return Moment(turn.id, says, tuple(options))


def answer(rehearsal: Rehearsal, option_id: str, own_words: str | None = None) -> Rehearsal:
    """Give an answer.

    Raises:
        NoSuchAnswer: it is over, or this turn has no such answer as things stand.
    """
    moment = current(rehearsal)
    options = {option.id: option for option in moment.options} if moment else {}
    if option_id not in options:
        where = f"“{moment.turn}” has no answer" if moment else "The role-play is over; there is no answer"
        known = f" There are: {', '.join(sorted(options))}." if options else ""
        raise NoSuchAnswer(f"{where} “{option_id}”.{did_you_mean(option_id, options)}{known}")
    given = Given(rehearsal.standing, options[option_id], own_words)
    then = after(rehearsal.scenario, rehearsal.standing, given.option)
    return replace(rehearsal, standing=then, given=(*rehearsal.given, given))


def back(rehearsal: Rehearsal) -> Rehearsal:
    """Take back the last answer; at the opening nothing changes."""
    if not rehearsal.given:
        return rehearsal
    return replace(rehearsal, standing=rehearsal.given[-1].standing, given=rehearsal.given[:-1])


def finished(rehearsal: Rehearsal) -> Ending | None:
    """How it ended; None while it goes on."""
    return ending_at(rehearsal.scenario, rehearsal.standing)

"""Where a role-play's conversation stands, and what an answer makes of it."""

from typing import NamedTuple

from csmkit.core.conditions import Scope, holds, in_scope
from csmkit.core.roleplay import Ending, Option, Scenario, Turn

NAMES = ("trust", "information", "time", "knows")
"""What conditions of a role-play can look at."""
MOST_TRUST = 10


class Standing(NamedTuple):
    """A moment of the conversation.

    Attributes:
        place: The turn that waits for an answer, or the ending.
        trust: 0 to 10.
        time: Minutes the customer has left.
        known: The facts that came out.
    """

    place: str
    trust: int
    time: int
    known: frozenset[str] = frozenset()


def opening(scenario: Scenario) -> Standing:
    """The moment before the first answer."""
    return Standing(scenario.turns[0].id, scenario.start.trust, scenario.start.time)


def turn_at(scenario: Scenario, standing: Standing) -> Turn | None:
    """The turn that waits for an answer; None when it is over."""
    return next((turn for turn in scenario.turns if turn.id == standing.place), None)


def ending_at(scenario: Scenario, standing: Standing) -> Ending | None:
    """How it ended; None while it goes on."""
    return next((ending for ending in scenario.endings if ending.id == standing.place), None)


def seen_by_conditions(scenario: Scenario, standing: Standing) -> Scope:
    """What a condition looks at: trust, information (how many facts are known), time left, knows.FACT."""
    facts = {fact.id: fact.id in standing.known for fact in scenario.customer.facts}
    scope: Scope = in_scope(
        {"trust": standing.trust, "information": len(standing.known), "time": standing.time, "knows": facts}
    )
    return scope


def words_of_customer(scenario: Scenario, standing: Standing, turn: Turn) -> str:
    """What the customer says at a turn, as things stand."""
    scope = seen_by_conditions(scenario, standing) if turn.instead else {}
    return next((saying.says for saying in turn.instead if holds(saying.when, scope)), turn.says)


def offered(scenario: Scenario, standing: Standing, turn: Turn) -> tuple[Option, ...]:
    """The answers that can be given at a turn, as things stand."""
    scope = seen_by_conditions(scenario, standing) if any(option.when for option in turn.options) else {}
    return tuple(option for option in turn.options if holds(option.when, scope))


def after(scenario: Scenario, standing: Standing, option: Option) -> Standing:
    """The moment after an answer."""
    then = Standing(
        option.next,
        max(0, min(MOST_TRUST, standing.trust + option.trust)),
        max(0, standing.time - option.time),
        standing.known | frozenset(option.reveals),
    )
    scope = seen_by_conditions(scenario, then) if option.instead else {}
    place = next((way.next for way in option.instead if holds(way.when, scope)), option.next)
    return then._replace(place=_in_time(scenario, then.time, place))


def _in_time(scenario: Scenario, left: int, place: str) -> str:
    """Where it leads when the customer has to go: what was just reached still counts."""
    over = left <= 0 and scenario.time_up is not None
    is_turn = any(turn.id == place for turn in scenario.turns)
    return scenario.time_up or place if over and is_turn else place

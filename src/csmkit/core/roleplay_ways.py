"""Every way through a role-play, walked once: what is ever said, offered and reached.

Ways that have come to the same moment go on the same, so moments are walked, not ways; what no
condition looks at is left out of a moment.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from csmkit.core.conditions import condition_names, holds
from csmkit.core.roleplay import Option, Scenario, Turn
from csmkit.core.roleplay_course import Standing, after, offered, opening, seen_by_conditions, turn_at

MOST_MOMENTS = 50_000


@dataclass
class Reached:
    """What some way through comes by.

    Attributes:
        places: Turns and endings.
        sayings: (turn, number) of what is said instead; the number is None for the usual words.
        options: (turn, answer) that somebody can give.
        ways: (turn, answer, number) of where else an answer leads; None for its `next`.
        speechless: Turns where it can come to a moment without any answer.
        whole: False when there were too many moments to walk.
    """

    places: set[str] = field(default_factory=set)
    sayings: set[tuple[str, int | None]] = field(default_factory=set)
    options: set[tuple[str, str]] = field(default_factory=set)
    ways: set[tuple[str, str, int | None]] = field(default_factory=set)
    speechless: set[str] = field(default_factory=set)
    whole: bool = True


def conditions(scenario: Scenario) -> Iterator[str]:
    """Every condition of the file."""
    for turn in scenario.turns:
        yield from (saying.when for saying in turn.instead)
        for option in turn.options:
            yield from (option.when,) if option.when else ()
            yield from (way.when for way in option.instead)


def reached(scenario: Scenario) -> Reached:
    """Walk every way through. Needs a file whose names and conditions are right."""
    used = {name for condition in conditions(scenario) for name in condition_names(condition)}
    found, waiting = Reached(), [opening(scenario)]
    seen = set(waiting)
    while waiting:
        standing = waiting.pop()
        found.places.add(standing.place)
        turn = turn_at(scenario, standing)
        for then in _onward(scenario, standing, turn, found) if turn else ():
            moment = _told_apart(scenario, then, used)
            if moment not in seen:
                seen.add(moment)
                waiting.append(moment)
        if len(seen) > MOST_MOMENTS:
            found.whole = False
            return found
    return found


def _onward(scenario: Scenario, standing: Standing, turn: Turn, found: Reached) -> Iterator[Standing]:
    scope = seen_by_conditions(scenario, standing) if turn.instead else {}
    said = (number for number, saying in enumerate(turn.instead) if holds(saying.when, scope))
    found.sayings.add((turn.id, next(said, None)))
    options = offered(scenario, standing, turn)
    if not options:
        found.speechless.add(turn.id)
    for option in options:
        found.options.add((turn.id, option.id))
        then = after(scenario, standing, option)
        found.ways.add((turn.id, option.id, _way(scenario, then, option)))
        yield then


def _way(scenario: Scenario, then: Standing, option: Option) -> int | None:
    scope = seen_by_conditions(scenario, then) if option.instead else {}
    return next((number for number, way in enumerate(option.instead) if holds(way.when, scope)), None)


def _told_apart(scenario: Scenario, standing: Standing, used: set[tuple[str, ...]]) -> Standing:
    """A moment without what nothing depends on."""
    names = {chain[0] for chain in used}
    facts = {chain[1] for chain in used if chain[0] == "knows" and len(chain) > 1}
    every_fact = "information" in names or ("knows",) in used
    return Standing(
        standing.place,
        standing.trust if "trust" in names else scenario.start.trust,
        standing.time if "time" in names or scenario.time_up else scenario.start.time,
        standing.known if every_fact else standing.known & facts,
    )


def leads_to(scenario: Scenario) -> dict[str, set[str]]:
    """What each turn leads to directly, whatever the conditions say."""
    return {
        turn.id: {
            place for option in turn.options for place in (option.next, *(way.next for way in option.instead))
        }
        for turn in scenario.turns
    }


def reach_of(links: dict[str, set[str]], start: str) -> set[str]:
    """Everything that can be come to from a turn, by whatever answers; itself only on a way round."""
    found: set[str] = set()
    waiting = list(links.get(start, ()))
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += links.get(place, ())
    return found

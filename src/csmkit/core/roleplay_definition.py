"""The checks of a role-play's file beyond its form: a conversation without a dead end or a loose thread."""

from collections.abc import Collection, Iterator

from csmkit.core.answers import SCALE
from csmkit.core.conditions import condition_fault, condition_names
from csmkit.core.interview.definition import Finding, Loc
from csmkit.core.roleplay import Option, Scenario, Turn
from csmkit.core.roleplay_course import MOST_TRUST, NAMES
from csmkit.core.roleplay_ways import Reached, leads_to, reach_of, reached
from csmkit.core.shape import places, repeated_ids
from csmkit.errors import did_you_mean


def check_roleplay(scenario: Scenario) -> Iterator[Finding]:
    """Every finding in the file; ways through are walked once its names and conditions are right."""
    found = [*_ids(scenario), *_start(scenario), *_rubric(scenario), *_turns(scenario)]
    shape = [*_loops(scenario), *_loose(scenario)]
    yield from found
    yield from shape
    if not found and not shape:
        yield from _ways(scenario, reached(scenario))


def _ids(scenario: Scenario) -> Iterator[Finding]:
    turns, endings = ([one.id for one in part] for part in (scenario.turns, scenario.endings))
    yield from repeated_ids((*places(("turns",), turns), *places(("endings",), endings)))
    yield from repeated_ids(places(("customer", "facts"), [fact.id for fact in scenario.customer.facts]))
    yield from repeated_ids(places(("rubric",), [line.id for line in scenario.rubric]))
    for number, turn in enumerate(scenario.turns):
        yield from repeated_ids(places(("turns", number, "options"), [one.id for one in turn.options]))


def _start(scenario: Scenario) -> Iterator[Finding]:
    if scenario.start.trust > MOST_TRUST:
        yield ("start", "trust"), f"trust goes from 0 to {MOST_TRUST}"
    last, endings = scenario.time_up, [ending.id for ending in scenario.endings]
    if last is not None and last not in endings:
        yield ("time_up",), f"there is no ending “{last}”.{did_you_mean(last, endings)}"


def _rubric(scenario: Scenario) -> Iterator[Finding]:
    scored = {line for turn in scenario.turns for option in turn.options for line in option.scores}
    for number, line in enumerate(scenario.rubric):
        if tuple(line.levels) != SCALE:
            yield ("rubric", number, "levels"), "needs an anchor for each level from 1 to 5, in order"
        if line.id not in scored:
            yield ("rubric", number, "id"), f"no answer scores “{line.id}”; score it, or leave the line out"


def _turns(scenario: Scenario) -> Iterator[Finding]:
    facts = [fact.id for fact in scenario.customer.facts]
    for number, turn in enumerate(scenario.turns):
        loc: Loc = ("turns", number)
        if not turn.options:
            yield (*loc, "id"), f"“{turn.id}” is a dead end: no answer can be given; add some, or an ending"
        elif len(turn.options) == 1:
            yield (*loc, "options"), "one answer is no choice; add another"
        for place, saying in enumerate(turn.instead):
            yield from _condition(saying.when, (*loc, "instead", place, "when"), facts)
        for place, option in enumerate(turn.options):
            yield from _option(scenario, option, (*loc, "options", place), facts)


def _option(scenario: Scenario, option: Option, loc: Loc, facts: Collection[str]) -> Iterator[Finding]:
    places = [*(turn.id for turn in scenario.turns), *(ending.id for ending in scenario.endings)]
    lines = [line.id for line in scenario.rubric]
    if not option.time:
        yield (*loc, "time"), "every answer takes a minute at least"
    if not option.scores:
        yield (*loc, "scores"), "scores no line of the rubric, so nobody learns whether it was good"
    yield from _known("fact", option.reveals, facts, (*loc, "reveals"))
    for line in option.scores:
        if line not in lines:
            hint = did_you_mean(line, lines)
            yield (*loc, "scores", line), f"there is no line of the rubric “{line}”.{hint}"
    if option.when:
        yield from _condition(option.when, (*loc, "when"), facts)
    for place, way in enumerate(option.instead):
        yield from _condition(way.when, (*loc, "instead", place, "when"), facts)
        yield from _place(way.next, places, (*loc, "instead", place, "next"))
    yield from _place(option.next, places, (*loc, "next"))


def _known(what: str, given: Collection[str], known: Collection[str], loc: Loc) -> Iterator[Finding]:
    for number, name in enumerate(given):
        if name not in known:
            yield (*loc, number), f"there is no {what} “{name}”.{did_you_mean(name, known)}"


def _place(name: str, places: Collection[str], loc: Loc) -> Iterator[Finding]:
    if name not in places:
        yield loc, f"there is no turn or ending “{name}”.{did_you_mean(name, places)}"


def _condition(when: str, loc: Loc, facts: Collection[str]) -> Iterator[Finding]:
    if fault := condition_fault(when):
        yield loc, f"`when` {fault}"
        return
    for name, *rest in condition_names(when):
        if name not in NAMES:
            hint = did_you_mean(name, NAMES)
            yield loc, f"“{name}” means nothing here.{hint} There are: {', '.join(NAMES)}."
        elif name == "knows" and (not rest or rest[0] not in facts):
            fact = rest[0] if rest else ""
            yield loc, f"there is no fact “{fact}”.{did_you_mean(fact, facts)} Write knows.FACT."


def _loops(scenario: Scenario) -> Iterator[Finding]:
    """Ways round: one that nothing leads out of, and one that only a clock would end where there is none."""
    links = leads_to(scenario)
    endings = {ending.id for ending in scenario.endings}
    told: set[str] = set()
    for number, turn in enumerate(scenario.turns):
        reach = reach_of(links, turn.id)
        if turn.id not in reach or turn.id in told:
            continue
        told |= {place for place in reach if turn.id in reach_of(links, place)}
        loc: Loc = ("turns", number, "id")
        if not reach & endings:
            yield loc, f"“{turn.id}” goes round in a circle: nothing said from here on leads to an ending"
        elif scenario.time_up is None:
            yield loc, f"“{turn.id}” can come back for ever; name the ending when time is over: `time_up`"


def _loose(scenario: Scenario) -> Iterator[Finding]:
    links = leads_to(scenario)
    first = scenario.turns[0].id
    reach = {first, *reach_of(links, first), *([scenario.time_up] if scenario.time_up else [])}
    for number, turn in enumerate(scenario.turns):
        if turn.id not in reach:
            yield ("turns", number, "id"), f"no answer leads to the turn “{turn.id}”"
    for number, ending in enumerate(scenario.endings):
        if ending.id not in reach:
            yield ("endings", number, "id"), f"no answer leads to the ending “{ending.id}”"


def _ways(scenario: Scenario, found: Reached) -> Iterator[Finding]:
    """What no way through comes by, since the conditions never hold."""
    if not found.whole:
        yield ("turns",), "there are too many ways through to check; use fewer facts in conditions"
        return
    for number, ending in enumerate(scenario.endings):
        if ending.id not in found.places:
            yield ("endings", number, "id"), _never(f"the ending “{ending.id}” is reached")
    for number, turn in enumerate(scenario.turns):
        yield from _turn_ways(turn, ("turns", number), found)
    yield from _scored_on_the_way(scenario, found)


def _turn_ways(turn: Turn, loc: Loc, found: Reached) -> Iterator[Finding]:
    if turn.id not in found.places:
        yield (*loc, "id"), _never(f"the turn “{turn.id}” is reached")
        return
    if turn.id in found.speechless:
        yield (*loc, "id"), f"“{turn.id}” can be a dead end: on some ways no answer to it can be given"
    for place, _ in enumerate(turn.instead):
        if (turn.id, place) not in found.sayings:
            yield (*loc, "instead", place, "when"), _never("this is said")
    for place, option in enumerate(turn.options):
        yield from _option_ways(turn.id, option, (*loc, "options", place), found)


def _option_ways(turn: str, option: Option, loc: Loc, found: Reached) -> Iterator[Finding]:
    if (turn, option.id) not in found.options:
        yield (*loc, "when"), _never("this answer can be given")
        return
    for place, _ in enumerate(option.instead):
        if (turn, option.id, place) not in found.ways:
            yield (*loc, "instead", place, "when"), _never("this way is taken")
    if option.instead and (turn, option.id, None) not in found.ways:
        yield (*loc, "next"), "one of the conditions above always holds, so this is never reached"


def _scored_on_the_way(scenario: Scenario, found: Reached) -> Iterator[Finding]:
    scored = {
        line
        for turn in scenario.turns
        for option in turn.options
        if (turn.id, option.id) in found.options
        for line in option.scores
    }
    for number, line in enumerate(scenario.rubric):
        if line.id not in scored:
            yield ("rubric", number, "id"), f"no answer that can be given scores “{line.id}”"


def _never(what: str) -> str:
    return f"there is no way through on which {what}; look at the conditions and at what answers do"

"""The checks of a ramp's file beyond its form: names in conditions and texts, ids, the one gate by hand."""

from collections.abc import Collection, Iterator, Mapping

from csmkit.core.conditions import condition_fault, condition_names, template_fault, template_names
from csmkit.core.ramp import Ramp, RampGate, RampStep
from csmkit.core.ramp_facts import FACTS, PARTED, part
from csmkit.core.shape import places, repeated_ids
from csmkit.errors import did_you_mean

Loc = tuple[str | int, ...]
Finding = tuple[Loc, str]
Parts = Mapping[str, Collection[str]]
NAMES = ("name", "colleague", "mentor")
"""What a command to type may hold: what people type for the colleague, the full name, the mentor's."""


def check_ramp(ramp: Ramp, modules: Collection[str]) -> Iterator[Finding]:
    """Every finding in the file, from the top. `modules` are those of every certification in reach."""
    parts = {"done": [part(step.id) for step in ramp.steps], "passed": [part(name) for name in modules]}
    yield from repeated_ids(places(("steps",), [step.id for step in ramp.steps]))
    for number, step in enumerate(ramp.steps):
        yield from _step(step, ("steps", number), parts)
        yield from _in_time(ramp, step.week, ("steps", number, "week"))
    yield from repeated_ids(places(("gates",), [gate.id for gate in ramp.gates]))
    for number, gate in enumerate(ramp.gates):
        yield from _gate(gate, ("gates", number), parts)
        yield from _in_time(ramp, gate.week, ("gates", number, "week"))
    yield from _by_hand(ramp)


def _in_time(ramp: Ramp, week: int, loc: Loc) -> Iterator[Finding]:
    if 7 * (week - 1) >= ramp.days:
        yield loc, f"begins after the {ramp.days} days of the ramp"


def _step(step: RampStep, loc: Loc, parts: Parts) -> Iterator[Finding]:
    yield from _condition(step.done_when, (*loc, "done_when"), parts)
    yield from _commands(step.do, loc)


def _gate(gate: RampGate, loc: Loc, parts: Parts) -> Iterator[Finding]:
    yield from _condition(gate.when, (*loc, "when"), parts)
    yield from _text(gate.missing, (*loc, "missing"), parts)
    yield from _commands(gate.do, loc)


def _by_hand(ramp: Ramp) -> Iterator[Finding]:
    by_hand = [number for number, gate in enumerate(ramp.gates) if gate.when is None]
    if not by_hand:
        yield ("gates",), "one gate has no `when`: the first account of one's own, which the lead gives"
    for number in by_hand[1:]:
        yield ("gates", number), "only one gate goes without `when`; say what has to hold for this one"


def _condition(when: str | None, loc: Loc, parts: Parts) -> Iterator[Finding]:
    if when is None:
        return
    if fault := condition_fault(when):
        yield loc, f"`{loc[-1]}` {fault}"
        return
    yield from _names(condition_names(when), loc, parts)


def _text(text: str, loc: Loc, parts: Parts) -> Iterator[Finding]:
    if fault := template_fault(text):
        yield loc, f"`{loc[-1]}` {fault}"
        return
    yield from _names(template_names(text), loc, parts)


def _names(used: tuple[tuple[str, ...], ...], loc: Loc, parts: Parts) -> Iterator[Finding]:
    known = (*FACTS, *PARTED)
    for name, *rest in used:
        if name not in known:
            yield loc, f"“{name}” is no fact of a training record.{did_you_mean(name, known)}"
        elif name in parts and rest and rest[0] not in parts[name]:
            what = "step" if name == "done" else "module"
            yield loc, f"there is no {what} “{name}.{rest[0]}”.{did_you_mean(rest[0], parts[name])}"


def _commands(commands: tuple[str, ...], loc: Loc) -> Iterator[Finding]:
    for position, command in enumerate(commands):
        place = (*loc, "do", position)
        if fault := template_fault(command):
            yield place, f"the command {fault}"
            continue
        for name in (chain[0] for chain in template_names(command) if chain[0] not in NAMES):
            yield place, f"a command cannot hold “{name}”.{did_you_mean(name, NAMES)}"

"""The checks of a play's file beyond its form: names in conditions and texts, owners, other plays."""

import re
from collections.abc import Collection, Iterator

from csmkit.core.account import ROLES
from csmkit.core.interview.definition import Finding, Loc, Names, check_condition, check_session, check_text
from csmkit.core.play import Play, PlayTask
from csmkit.core.play_runs import ABOUT, GIVEN
from csmkit.core.stakeholders import VENDOR_TITLES
from csmkit.errors import did_you_mean

_ROLE_LIKE = re.compile(r"[a-z_]+")


def check_play(play: Play, plays: Collection[str]) -> Iterator[Finding]:
    """Every finding in the file, from the top. `plays` are the names of all plays in reach."""
    names = _given(play)
    for number, trigger in enumerate(play.starts):
        loc: Loc = ("starts", number)
        yield from check_condition(trigger.when, (*loc, "when"), names)
        yield from check_text(trigger.because, (*loc, "because"), names)
    taken = {name: name for name in GIVEN}
    seen: set[str] = set()
    for number, sitting in enumerate(play.sessions):
        loc = ("sessions", number)
        if sitting.id in seen:
            yield (*loc, "id"), "this id stands twice; give one of them another"
        seen.add(sitting.id)
        yield from check_session(sitting, loc, names, taken)
        names |= {q.id: () for section in sitting.sections for q in section.questions}
        ids: set[str] = set()
        for position, task in enumerate(sitting.tasks):
            yield from _task(task, (*loc, "tasks", position), names, ids)
    yield from _hand_over(play)
    yield from _inside(play, plays, names)


def _given(play: Play) -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = dict.fromkeys(GIVEN, ()) | {"roles": ROLES, "about": ABOUT}
    if play.concerns is None:
        del names["about"]
    return names


def _task(task: PlayTask, loc: Loc, names: Names, ids: set[str]) -> Iterator[Finding]:
    if task.id in ids:
        yield (*loc, "id"), "this id stands twice; give one of them another"
    ids.add(task.id)
    yield from check_condition(task.when, (*loc, "when"), names)
    for key in ("title", "because", "owner"):
        yield from check_text(getattr(task, key), (*loc, key), names)
    yield from _role(task.owner, (*loc, "owner"), (*ROLES, *VENDOR_TITLES))
    yield from _role(task.to, (*loc, "to"), ROLES)
    if task.to is not None and task.message is None:
        yield (*loc, "to"), "says who gets a message, and the task has no `message`"


def _role(role: str | None, loc: Loc, known: Collection[str]) -> Iterator[Finding]:
    """One word in small letters is meant as a role; anything else stands as it is."""
    if role is not None and _ROLE_LIKE.fullmatch(role) and role not in known:
        yield loc, f"there is no role “{role}”.{did_you_mean(role, known)}"


def _hand_over(play: Play) -> Iterator[Finding]:
    name = play.hands_over_to
    if name is None:
        return
    asked = [q for sitting in play.sessions for section in sitting.sections for q in section.questions]
    people = [question.id for question in asked if question.type == "stakeholder"]
    if play.concerns is None:
        yield ("hands_over_to",), "needs `concerns: stakeholder`: somebody has to hand over"
    elif name not in people:
        yield ("hands_over_to",), f"no question “{name}” asks for a person.{did_you_mean(name, people)}"


def _inside(play: Play, plays: Collection[str], names: Names) -> Iterator[Finding]:
    for number, other in enumerate(play.inside):
        loc: Loc = ("inside", number)
        if other.play not in plays:
            yield (*loc, "play"), f"there is no play “{other.play}”.{did_you_mean(other.play, plays)}"
        yield from check_condition(other.when, (*loc, "when"), names)
        yield from check_text(other.because, (*loc, "because"), names)

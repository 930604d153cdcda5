"""The checks of a journey's reshape rules beyond their form: ids, names in conditions, roles, milestones."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from csmkit.core.account import ROLES
from csmkit.core.conditions import condition_fault, condition_names, template_fault, template_names
from csmkit.core.journey import Journey, ReshapeRule
from csmkit.core.reshape import NAMES
from csmkit.core.stakeholders import VENDOR_TITLES
from csmkit.errors import did_you_mean

Loc: TypeAlias = tuple[str | int, ...]
Finding: TypeAlias = tuple[Loc, str]


def check_reshape(journey: Journey, model: Any) -> Iterator[Finding]:  # noqa: ANN401 - the journey's assessment
    """Every finding in the `reshape` section of a journey, from the top."""
    sides = [dimension.id for dimension in model.dimensions]
    questions = [question.id for dimension in model.dimensions for question in dimension.questions]
    seen: set[str] = set()
    for number, rule in enumerate(journey.reshape):
        loc = ("reshape", number)
        if rule.id in seen:
            yield (*loc, "id"), "this id stands twice; give one of them another"
        seen.add(rule.id)
        yield from _condition(rule.when, (*loc, "when"), sides, questions)
        yield from _text(rule.because, (*loc, "because"))
        yield from _parts(journey, rule, loc)


def _condition(when: str, loc: Loc, sides: list[str], questions: list[str]) -> Iterator[Finding]:
    if fault := condition_fault(when):
        yield loc, f"`when` {fault}"
        return
    for name, *rest in condition_names(when):
        known = {"maturity": sides, "level": questions}.get(name)
        if name not in NAMES:
            yield loc, f"“{name}” is nothing a rule can look at.{did_you_mean(name, NAMES)}"
        elif known is not None and rest and rest[0] not in known:
            yield loc, f"the assessment has no “{name}.{rest[0]}”.{did_you_mean(rest[0], known)}"


def _text(text: str, loc: Loc) -> Iterator[Finding]:
    if fault := template_fault(text):
        yield loc, f"`{loc[-1]}` {fault}"
        return
    for name, *_ in template_names(text):
        if name not in NAMES:
            yield loc, f"“{name}” is nothing a rule can name.{did_you_mean(name, NAMES)}"


def _parts(journey: Journey, rule: ReshapeRule, loc: Loc) -> Iterator[Finding]:
    milestones = [milestone.id for milestone in journey.milestones]
    for number, task in enumerate(rule.tasks):
        place = (*loc, "tasks", number)
        yield from _text(task.title, (*place, "title"))
        yield from _role(task.owner, (*place, "owner"))
        before = [*(f"milestones/{name}" for name in milestones), "first_value"]
        if task.before is not None and task.before not in before:
            yield (
                (*place, "before"),
                f"there is no “{task.before}” to wait.{did_you_mean(task.before, before)}",
            )
    for number, moved in enumerate(rule.milestones):
        if moved.id not in milestones:
            hint = did_you_mean(moved.id, milestones)
            yield (*loc, "milestones", number, "id"), f"the journey has no milestone “{moved.id}”.{hint}"
    for number, item in enumerate(rule.agenda):
        yield from _text(item.title, (*loc, "agenda", number, "title"))
        yield from _role(item.owner, (*loc, "agenda", number, "owner"))


def _role(role: str | None, loc: Loc, known: Iterable[str] = (*ROLES, *VENDOR_TITLES)) -> Iterator[Finding]:
    if role is not None and role not in known:
        yield loc, f"there is no role “{role}”.{did_you_mean(role, known)}"

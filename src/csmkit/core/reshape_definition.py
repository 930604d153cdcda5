"""The checks of a journey's reshape rules beyond their form: ids, names in conditions, roles, milestones."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from csmkit.core.account import ROLES
from csmkit.core.assessment_model import Assessment, parts_in, questions_in
from csmkit.core.circumstances import NAMES, SHOWN_NAMES
from csmkit.core.conditions import condition_fault, condition_names, template_fault, template_names
from csmkit.core.journey import AddedTask, Journey, ReshapeRule
from csmkit.core.stakeholders import VENDOR_TITLES
from csmkit.errors import did_you_mean

Loc: TypeAlias = tuple[str | int, ...]
Finding: TypeAlias = tuple[Loc, str]

_SIDES = {"customer": ROLES, "vendor": tuple(VENDOR_TITLES)}
_OTHER = {"customer": _SIDES["vendor"], "vendor": _SIDES["customer"]}


def check_reshape(journey: Journey, model: Assessment) -> Iterator[Finding]:
    """Every finding in the `reshape` section of a journey, from the top."""
    yield from _tasks(journey, journey.tasks, ("tasks",))
    seen: set[str] = set()
    for number, rule in enumerate(journey.reshape):
        loc = ("reshape", number)
        if rule.id in seen:
            yield (*loc, "id"), "this id stands twice; give one of them another"
        seen.add(rule.id)
        yield from condition_findings(rule.when, (*loc, "when"), model)
        yield from text_findings(rule.because, (*loc, "because"))
        yield from _parts(journey, rule, loc)


def condition_findings(
    when: str, loc: Loc, model: Assessment, names: tuple[str, ...] = NAMES
) -> Iterator[Finding]:
    """What is wrong with a condition over a customer's circumstances, assessed with `model`."""
    if fault := condition_fault(when):
        yield loc, f"`when` {fault}"
        return
    parts = [part.id for part in parts_in(model.overall)]
    levels = [question.id for question in questions_in(model.overall)]
    for name, *rest in condition_names(when):
        known = {"maturity": parts, "level": levels}.get(name)
        if name not in names:
            yield loc, f"“{name}” is nothing a rule can look at.{did_you_mean(name, names)}"
        elif known is not None and rest and rest[0] not in known:
            yield loc, f"the assessment has no “{name}.{rest[0]}”.{did_you_mean(rest[0], known)}"


def text_findings(text: str, loc: Loc, names: tuple[str, ...] = NAMES) -> Iterator[Finding]:
    """What is wrong with a text that may name a customer's circumstances."""
    if fault := template_fault(text):
        yield loc, f"`{loc[-1]}` {fault}"
        return
    for name, *_ in template_names(text):
        if name not in names:
            yield loc, f"“{name}” is nothing a rule can name.{did_you_mean(name, names)}"


def title_findings(title: str, loc: Loc) -> Iterator[Finding]:
    """What is wrong with a title that the customer reads: it names only what they may know of themselves."""
    for name, *_ in () if template_fault(title) else template_names(title):
        if name in NAMES and name not in SHOWN_NAMES:
            yield loc, f"“{name}” is internal, and the customer reads this title; say it in `because`"
            return
    yield from text_findings(title, loc)


def _parts(journey: Journey, rule: ReshapeRule, loc: Loc) -> Iterator[Finding]:
    milestones = [milestone.id for milestone in journey.milestones]
    yield from _tasks(journey, rule.tasks, (*loc, "tasks"))
    for number, moved in enumerate(rule.milestones):
        if moved.id not in milestones:
            hint = did_you_mean(moved.id, milestones)
            yield (*loc, "milestones", number, "id"), f"the journey has no milestone “{moved.id}”.{hint}"
    for number, item in enumerate(rule.agenda):
        yield from title_findings(item.title, (*loc, "agenda", number, "title"))
        yield from _role(item.owner, (*loc, "agenda", number, "owner"))


def _tasks(journey: Journey, tasks: Iterable[AddedTask], loc: Loc) -> Iterator[Finding]:
    before = [*(f"milestones/{milestone.id}" for milestone in journey.milestones), "first_value"]
    for number, task in enumerate(tasks):
        place = (*loc, number)
        yield from title_findings(task.title, (*place, "title"))
        yield from _role(task.owner, (*place, "owner"), _SIDES[task.side])
        yield from _role(task.counterpart, (*place, "counterpart"), _OTHER[task.side])
        if task.before is not None and task.before not in before:
            hint = did_you_mean(task.before, before)
            yield (*place, "before"), f"there is no “{task.before}” to wait.{hint}"


def _role(role: str | None, loc: Loc, known: Iterable[str] = (*ROLES, *VENDOR_TITLES)) -> Iterator[Finding]:
    if role is not None and role not in known:
        yield loc, f"there is no role “{role}”.{did_you_mean(role, known)}"

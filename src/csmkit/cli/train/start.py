"""`csmkit train start`: the least training that works, set up in five minutes."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import Answers, AsOf, Form
from csmkit.errors import NotFound, WrongUsage

if TYPE_CHECKING:
    from pathlib import Path

    from csmkit.core.teammate import Teammate
    from csmkit.storage.record import Record
    from csmkit.training.start import Answered, Person

PAGE = "training-plan"


def start(
    owner: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who looks after the training, if not you.")
    ] = None,
    colleague: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Somebody of the team; again for the next. Asks nothing."),
    ] = None,
    new: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Somebody new, from --hired-on on; again for the next. Asks nothing."
        ),
    ] = None,
    hired_on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The first day of those who are new; without it, today."),
    ] = None,
    roleplay: Annotated[
        list[str] | None,
        typer.Option(metavar="SCENARIO", help="A role-play to begin with, up to three times."),
    ] = None,
    form: Form = False,
    answers: Answers = None,
    as_of: AsOf = None,
) -> None:
    """Name who looks after the training, who is in the team and what is rehearsed; write the page."""
    today = here.today(as_of)
    scenarios = _scenarios(roleplay or ())
    if form or answers or not (colleague or new or roleplay):
        _ask(_owner(owner), today, form=form, answers=answers)
        return
    from csmkit.training.start import ROLEPLAYS, Answered

    first = here.day_option(hired_on, today, "--hired-on") if hired_on else today
    people = (*((name, None) for name in colleague or ()), *((name, first) for name in new or ()))
    picked = scenarios or here.library().names("roleplay")[:ROLEPLAYS]
    _set_up(_owner(owner), Answered(people, tuple(picked)), today)


def _scenarios(typed: "list[str] | tuple[str, ...]") -> tuple[str, ...]:
    known = here.library().names("roleplay")
    for name in typed:
        if name not in known:
            raise NotFound("role-play", name, known, "`csmkit playbook list` shows them.")
    return tuple(typed)


def _owner(name: str | None) -> "Record[Teammate]":
    """The record of whoever looks after it, made where it is missing.

    Raises:
        WrongUsage: nobody was named, and csmkit.yaml names nobody.
    """
    settings = here.workspace().settings.csm
    named = name or (settings.name if settings else None)
    if named is None:
        raise WrongUsage("Say who looks after the training: --owner NAME.")
    email = settings.email if settings and settings.name == named else None
    return _record(named, None, email)


def _record(name: str, hired_on: date | None, email: str | None = None) -> "Record[Teammate]":
    from csmkit.core.new_teammate import NewTeammate, as_yaml
    from csmkit.storage.team import TEAM
    from csmkit.storage.workspace import new_id

    workspace = here.workspace()
    try:
        return workspace.load(name, TEAM)
    except NotFound:
        new = NewTeammate(new_id(), name, email=email, hired_on=hired_on)
        record = workspace.add(name, as_yaml(new), (), TEAM)
        console.note(f"Added {record.shown}.")
        return record


def _ask(owner: "Record[Teammate]", today: date, *, form: bool, answers: "Path | None") -> None:
    from csmkit.cli.interviews import taken
    from csmkit.cli.sessions import Held
    from csmkit.training.start import NAME, answered, start_interview

    begun = answered(owner.value)
    if begun is not None and not form and answers is None and not (owner.folder / f"{PAGE}.md").exists():
        console.note("The answers are recorded; what was left to do is done now.")
        _set_up(owner, begun, today)
        return
    definition = start_interview(here.library().names("roleplay"))
    held = Held(here.workspace(), owner, NAME, definition, ("team",), today, "csmkit train start")
    after = taken(held, form=form, answers=answers)
    said = answered(after.value) if after else None
    if after is not None and said is not None:
        _set_up(after, said, today)


def _set_up(owner: "Record[Teammate]", said: "Answered", today: date) -> None:
    """Everybody's record, who owns the training, who goes along with whom, and the page."""
    from csmkit.cli import conflicts
    from csmkit.core.changes import Set

    saved = here.workspace().save(owner, (Set(("training_owner",), True),), did="train start", today=today)
    conflicts.report(saved)
    records = [saved.record, *(_record(name, hired_on) for name, hired_on in said.colleagues)]
    records = list({record.id: record for record in records}.values())
    people = [_paired(record, today) for record in records]
    _write_page(saved.record, people, said.roleplays, today)


def _paired(record: "Record[Teammate]", today: date) -> "Person":
    """Whoever is new and has nobody gets the best one to ask."""
    from csmkit.cli.train.mentor import proposed
    from csmkit.core.changes import Set
    from csmkit.training.mentoring import is_ramping
    from csmkit.training.start import Person

    one, is_new = record.value, is_ramping(record.value, today)
    mentor = one.mentor
    found = proposed(one, today) if is_new and mentor is None else ()
    if found:
        mentor = found[0].name
        here.workspace().save(record, (Set(("mentor",), mentor),), did="train start", today=today)
    return Person(record.name, one.name, is_new, mentor)


def _write_page(
    owner: "Record[Teammate]", people: "list[Person]", roleplays: tuple[str, ...], today: date
) -> None:
    from csmkit.cli import paper
    from csmkit.documents.training_plan import training_plan as page
    from csmkit.training.start import training_plan

    plan = training_plan(owner.value.name, people, roleplays, today)
    pairs = [(pair.watches.colleague, pair.holds) for pair in plan.pairs]
    text = page(plan.owner, pairs, plan.roleplays, plan.weeks)
    for pair in pairs:
        console.out(f"{pair[0]} watches {pair[1]}.")
    paper.show(paper.publish(owner, PAGE, text))
    console.note("Next: csmkit train status, and on Monday csmkit today", style="dim")

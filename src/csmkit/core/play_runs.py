"""The plays of an account: which are called for and why, which are running, and what each still needs.

A run is tracked from the day it starts to the day it is closed. What called for it stays answered: a
person's departure for good, anything else for as long as the run lasts and two quiet weeks after it.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from csmkit.core.account import ROLES, Account, PlayRun, Stakeholder, Task
from csmkit.core.audience import internal_values
from csmkit.core.completeness import held
from csmkit.core.conditions import filled, holds, in_scope
from csmkit.core.fields import slug
from csmkit.core.journey import Journey
from csmkit.core.play import Play, PlaySitting
from csmkit.core.signals import signals
from csmkit.core.stakeholders import holders, name_of, stakeholder
from csmkit.core.working_days import working_days

GIVEN = ("about", "because", "roles", "day", "signals")
"""The names of a play beside `account` and `today`."""
ABOUT = ("id", "name", "title", "roles", "left_on")
_QUIET = timedelta(days=14)
_LONGEST_ID = 58  # leaves room for what the ids of its sittings and questions add


class Called(NamedTuple):
    """A play that the record calls for, about whom, and what was seen."""

    play: str
    about: str | None
    because: str


class Step(NamedTuple):
    """One thing that a running play needs: by when, what, of whom, and what to type."""

    due: date
    what: str
    owner: str | None
    command: str


def given_names(account: Account, today: date, about: str | None, because: str | None) -> dict[str, Any]:
    """What the texts and conditions of a play may name, as data that a journal can keep."""
    person, signed = stakeholder(account, about), account.contract.signed_on
    names: dict[str, Any] = {
        "roles": {role: people[0].name for role in ROLES if (people := holders(account, role))},
        "signals": [
            {"kind": s.kind, "since": s.since.isoformat(), "why": s.why} for s in signals(account, today)
        ],
        "about": _person(person) if person else {},
    }
    optional = {"because": because, "day": (today - signed).days if signed else None}
    return names | {name: value for name, value in optional.items() if value is not None}


def _person(person: Stakeholder) -> dict[str, Any]:
    left = person.departed_on
    known = {"title": person.title, "left_on": left.isoformat() if left else None}
    told: dict[str, Any] = {"id": person.id, "name": person.name, "roles": list(person.roles)}
    return told | {name: value for name, value in known.items() if value is not None}


def belonging(journey: Journey, plays: Mapping[str, Play]) -> dict[str, Play]:
    """The plays that a journey does not leave out."""
    return {name: play for name, play in plays.items() if journey.plays.get(name, True)}


def called_for(account: Account, plays: Mapping[str, Play], today: date) -> tuple[Called, ...]:
    """Every play that the record calls for on a day and nobody has started, in the library's order."""
    left = account.contract.churned_on
    if left is not None and left <= today:
        return ()
    record = in_scope(internal_values(account))
    return tuple(
        Called(name, about, because)
        for name, play in plays.items()
        for about in _subjects(account, play)
        if not _is_answered(account, name, about, today)
        if (because := _seen(play, record, given_names(account, today, about, None), today)) is not None
    )


def _subjects(account: Account, play: Play) -> Iterator[str | None]:
    if play.concerns is None:
        yield None
    else:
        yield from (person.id for person in account.stakeholders)


def _is_answered(account: Account, name: str, about: str | None, today: date) -> bool:
    runs = [run for run in account.plays if run.play == name and run.started_on <= today]
    if about is not None:
        return any(run.about == about for run in runs)
    return any(run.closed_on is None or today < run.closed_on + _QUIET for run in runs)


def _seen(play: Play, record: Any, names: dict[str, Any], today: date) -> str | None:  # noqa: ANN401 - any record
    scope = {**in_scope(names), "account": record, "today": today}
    found = next((one for one in play.starts if holds(one.when, scope)), None)
    return " ".join(filled(found.because, scope).split()) if found else None


def running(account: Account, today: date) -> tuple[PlayRun, ...]:
    """The runs that are under way on a day, the oldest first."""
    runs = (run for run in account.plays if run.started_on <= today)
    return tuple(run for run in runs if run.closed_on is None or run.closed_on > today)


def new_run_id(account: Account, play: str, about: str | None) -> str:
    """The permanent id of a run that is about to start."""
    return slug(f"{play} {about or ''}", frozenset(run.id for run in account.plays), _LONGEST_ID)


def next_sitting(account: Account, play: Play, run_id: str) -> PlaySitting | None:
    """The first sitting of a run that is not recorded."""
    done = held(account, run_id)
    return next((sitting for sitting in play.sessions if sitting.id not in done), None)


def command_for(name: str, play: str, about: str | None, does: str = "run") -> str:
    """What to type for a run of a play."""
    return f"csmkit play {does} {name} {play}" + (f" --about {about}" if about else "")


def steps(account: Account, name: str, run: PlayRun, play: Play, today: date) -> tuple[Step, ...]:
    """What a running play needs, the soonest first; nothing but its closing once all is done.

    `name` is what people type for the account.
    """
    found = [_task_step(name, task, today) for task in open_tasks(account, run, today)]
    sitting = next_sitting(account, play, run.id)
    if sitting is not None:
        due = working_days(account.country).add(run.started_on, sitting.due)
        what = f"hold the sitting “{sitting.title}”"
        found.append(Step(due, what, "csm", command_for(name, run.play, run.about)))
    if not found:
        close = command_for(name, run.play, run.about, "close") + ' --result "…"'
        return (Step(today, "everything is done; say what came of it", "csm", close),)
    return tuple(sorted(found, key=lambda step: step.due))


def _task_step(name: str, task: Task, today: date) -> Step:
    done = f"csmkit log {name} done {task.id}"
    reader = f" --to {task.message_to}" if task.message_to else ""
    command = f"csmkit email render {name} {task.message}{reader}" if task.message else done
    sent = f"; once it is out: csmkit log {name} sent {task.message}" if task.message else ""
    return Step(task.due_on or today, f"{task.title}{sent}", task.owner, command)


def open_tasks(account: Account, run: PlayRun, today: date) -> tuple[Task, ...]:
    """The tasks of a run that are not done."""
    tasks = (task for task in account.tasks if task.play == run.id)
    return tuple(task for task in tasks if task.done_on is None or task.done_on > today)


def told_about(account: Account, play: Play | None, run: PlayRun | Called) -> str:
    """A run in a few words: its title, and whom it is about."""
    title = play.title if play else run.play
    return f"{title} ({name_of(account, run.about)})" if run.about else title

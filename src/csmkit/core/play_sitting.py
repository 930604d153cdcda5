"""What a sitting of a play writes: the run it starts, its answers, whom work goes over to, the next steps.

All of it is one write, so that a kill around it leaves either nothing or everything.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

from csmkit.core.account import ROLES, Account, PlayRun, Role
from csmkit.core.answers import InvalidAnswer, Setting, Value, read_answer
from csmkit.core.changes import Append, Change, Remove, Set, applied, texts
from csmkit.core.conditions import filled, holds, in_scope
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import Conversation
from csmkit.core.interview.recording import Sitting, changes
from csmkit.core.interview.walk import said
from csmkit.core.play import Inside, Play, PlaySitting, PlayTask
from csmkit.core.play_runs import given_names, new_run_id, open_tasks
from csmkit.core.stakeholders import owner_of, stakeholder
from csmkit.core.working_days import working_days


@dataclass(frozen=True)
class Occasion:
    """One sitting of a play in one account.

    Attributes:
        name: The play, as it is typed.
        run_id: The run it belongs to, which the sitting starts unless `begun`.
        about: Id of the person it is about, if it is about one.
        because: What started it.
        messages: The messages of the account's journey; a step whose message is not among them goes without.
    """

    name: str
    play: Play
    run_id: str
    sitting: PlaySitting
    about: str | None
    because: str | None
    begun: bool
    messages: frozenset[str] = frozenset()


def sitting_changes(
    data: Plain, occasion: Occasion, conversation: Conversation, sitting: Sitting
) -> tuple[Change, ...]:
    """Everything that one sitting of a play changes; `data` is the record as it is now."""
    made = changes(conversation, sitting)
    made += tuple(_handed_over(_after(data, made), occasion, conversation))
    if not occasion.begun:
        made += _started(occasion, sitting)
    account = _after(data, made)
    scope = _scope(account, conversation, sitting.on)
    tasks = tuple(_tasks(account, occasion, scope, sitting.on))
    return (*made, *tasks, *_inside(account, occasion, scope, sitting))


def _after(data: Plain, made: tuple[Change, ...]) -> Account:
    return Account.model_validate(texts(reduce(applied, made, data)))


def _scope(account: Account, conversation: Conversation, on: date) -> dict[str, Any]:
    """What the conditions of tasks see: the answers, and the parts people play from now on."""
    roles = given_names(account, on, None, None)["roles"]
    return {**said(conversation), "roles": in_scope(roles), "today": on}


def earlier_answers(account: Account, play: Play, run_id: str) -> dict[str, Any]:
    """The answers of a run's recorded sittings, as data that a journal can keep and conditions compare."""
    recorded = account.answers.get(run_id, {})
    known = Setting(date.min, {person.id: person.name for person in account.stakeholders})
    asked = (q for sitting in play.sessions for section in sitting.sections for q in section.questions)
    found: dict[str, Any] = {}
    for question in (q for q in asked if q.id in recorded and q.type != "group"):
        with suppress(InvalidAnswer):
            found[question.id] = _comparable(read_answer(question, recorded[question.id].value, known))  # type: ignore[arg-type]  # what was recorded is plain
    return found


def _comparable(value: Value) -> Any:  # noqa: ANN401 - what JSON can hold
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def _started(occasion: Occasion, sitting: Sitting) -> tuple[Change, ...]:
    play, run_id = occasion.name, occasion.run_id
    return _run(run_id, play, occasion.about, occasion.because, sitting.on, f"{sitting.journal}-play")


def _run(
    run_id: str, play: str, about: str | None, because: str | None, on: date, entry_id: str
) -> tuple[Change, ...]:
    run: dict[str, Plain] = {"id": run_id, "play": play, "started_on": on}
    run |= {key: value for key, value in {"about": about, "because": because}.items() if value}
    told: dict[str, Plain] = {"id": entry_id, "on": on, "kind": "play", "about": f"plays/{run_id}"}
    with_: dict[str, Plain] = {"with": [about]} if about else {}
    return (Append(("plays",), run), Append(("log",), told | with_ | {"note": f"{play} started"}))


def _inside(
    account: Account, occasion: Occasion, scope: Mapping[str, Any], sitting: Sitting
) -> Iterator[Change]:
    """The plays that start with this one, unless they are running already."""
    under_way = {run.play for run in account.plays if run.closed_on is None}
    first = occasion.sitting.id == occasion.play.sessions[0].id
    for other in occasion.play.inside if first else ():
        if other.play not in under_way and holds(other.when, scope):
            yield from _run(
                new_run_id(account, other.play, None),
                other.play,
                None,
                _words(other, scope),
                sitting.on,
                f"{sitting.journal}-{other.play}"[:64],
            )


def _words(other: Inside, scope: Mapping[str, Any]) -> str:
    return " ".join(filled(other.because, scope).split())


def _tasks(account: Account, occasion: Occasion, scope: Mapping[str, Any], on: date) -> Iterator[Change]:
    taken = {task.id for task in account.tasks}
    for task in occasion.sitting.tasks:
        if holds(task.when, scope):
            name = next(one for one in _numbered(task.id) if one not in taken)
            taken.add(name)
            yield Append(("tasks",), _task(account, occasion, task, scope, on) | {"id": name})


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name[:60]}-{number}" for number in range(2, 1000))


def _task(
    account: Account, occasion: Occasion, task: PlayTask, scope: Mapping[str, Any], on: date
) -> dict[str, Plain]:
    title = " ".join(filled(task.title, scope).split())
    within = f" (within {task.hours} {'hour' if task.hours == 1 else 'hours'})" if task.hours else ""
    fields: dict[str, Plain] = {"id": task.id, "title": f"{title}{within}", "side": task.side}
    sends = task.message if task.message in occasion.messages else None
    because = " ".join(filled(task.because or "", scope).split())
    optional: dict[str, Plain] = {
        "owner": _owner(account, task.owner, scope),
        "due_on": on if task.hours else working_days(account.country).add(on, task.due),
        "only_ours": None if task.shown else True,
        "play": occasion.run_id,
        "message": sends,
        "message_to": _owner(account, task.to, scope) if sends else None,
        "because": because or occasion.because,
    }
    return fields | {key: value for key, value in optional.items() if value is not None}


def _owner(account: Account, owner: str | None, scope: Mapping[str, Any]) -> str | None:
    """A role becomes whoever plays it; other words stay as they are."""
    words = " ".join(filled(owner or "", scope).split())
    return owner_of(account, words) if words in ROLES else words or None


def _handed_over(account: Account, occasion: Occasion, conversation: Conversation) -> Iterator[Change]:
    """Who left gives up every part, and whoever was named takes over what was still to be done."""
    answer = conversation.answers.get((occasion.play.hands_over_to or "",))
    if occasion.play.hands_over_to is None or occasion.about is None or answer is None:
        return
    leaver = stakeholder(account, occasion.about)
    if leaver is not None and leaver.roles:
        yield Set(("stakeholders", leaver.id, "roles"), [])
    if isinstance(answer.value, str):
        yield from _work(account, occasion.about, answer.value)
    sponsor = _named(conversation, "executive_sponsor")
    for outcome in account.outcomes if sponsor else ():
        if outcome.defended_by == occasion.about:
            yield Set(("outcomes", outcome.id, "defended_by"), sponsor)


def _named(conversation: Conversation, role: Role) -> str | None:
    """Who was said to play a part from now on."""
    question = next((q for q in conversation.questions() if q.fills == f"role:{role}"), None)
    answer = conversation.answers.get((question.id,)) if question else None
    return answer.value if answer and isinstance(answer.value, str) else None


def _work(account: Account, leaver: str, to: str) -> Iterator[Change]:
    for milestone in account.milestones:
        if milestone.customer_owner == leaver and milestone.met_on is None:
            yield Set(("milestones", milestone.id, "customer_owner"), to)
    for gate in account.gates:
        if gate.owner == leaver and gate.cleared_on is None:
            yield Set(("gates", gate.id, "owner"), to)
    for task in account.tasks:
        parts = (("owner", task.owner), ("counterpart", task.counterpart))
        for part in (part for part, who in parts if who == leaver and task.done_on is None):
            yield Set(("tasks", task.id, part), to)
    if account.tracking.reported_by == leaver:
        yield Set(("tracking", "reported_by"), to)


def closing_changes(
    account: Account, run: PlayRun, result: str, today: date, entry_id: str
) -> tuple[Change, ...]:
    """A run is closed; the steps that only we knew of and nobody took go with it."""
    dropped = [task.id for task in open_tasks(account, run, today) if task.only_ours]
    left = f"; let go: {', '.join(dropped)}" if dropped else ""
    told: dict[str, Plain] = {"id": entry_id, "on": today, "kind": "play", "about": f"plays/{run.id}"}
    return (
        Set(("plays", run.id, "closed_on"), today),
        Set(("plays", run.id, "result"), result),
        *(Remove(("tasks", name)) for name in dropped),
        Append(("log",), told | {"note": f"{run.play} closed{left}"}),
    )


def declined_changes(  # noqa: PLR0913 - the fields of a run
    account: Account, play: str, about: str | None, *, because: str, result: str, today: date, entry_id: str
) -> tuple[Change, ...]:
    """A play that was called for and is not needed: kept with the reason, so that nobody is asked again."""
    run_id = new_run_id(account, play, about)
    run: dict[str, Plain] = {"id": run_id, "play": play, "started_on": today, "closed_on": today}
    run |= {"about": about} if about else {}
    told: dict[str, Plain] = {"id": entry_id, "on": today, "kind": "play", "about": f"plays/{run_id}"}
    return (
        Append(("plays",), run | {"because": because, "result": result}),
        Append(("log",), told | {"note": f"{play} not needed"}),
    )

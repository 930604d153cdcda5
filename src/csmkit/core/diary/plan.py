"""Events about the plan: dates booked and moved, milestones, readings, promises, approvals, tasks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

from pydantic_core import PydanticCustomError

from csmkit.core.account import Account, Cadence, Outcome, Rhythm
from csmkit.core.changes import Append, Change, Path, Set
from csmkit.core.diary.entry import entry
from csmkit.core.diary.grammar import KINDS, CannotLog, Event
from csmkit.core.diary.naming import one, person
from csmkit.core.fields import Plain, to_number
from csmkit.core.milestones import due_day, primary_outcome


def meeting(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """The kickoff, the sponsor call or the submission of an approval got a date."""
    fields: dict[str, Path] = {"kickoff": ("kickoff", "on"), "sponsor-call": ("sponsor_call", "booked_on")}
    fields |= {gate.id: ("gates", gate.id, "submit_by") for gate in account.gates}
    what = one(event, "meeting or approval", fields)
    if what == "kickoff" and account.kickoff.attended:
        raise CannotLog(
            f"The kickoff was held on {account.kickoff.on}, says the record; a new day would take that back. "
            "Another meeting needs no booking: csmkit log ACCOUNT workshop WHO"
        )
    return (
        Set(fields[what], event.to),
        entry(event, entry_id, fields[what][:-1], note=f"booked for {event.to}"),
    )


def rhythm(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """How often we meet from now on."""
    path: Path = ("cadence",)
    named = one(event, "rhythm", get_args(Rhythm))
    fields = (Set((*path, "rhythm"), named), Set((*path, "since"), event.on))
    ended = _ended_rhythm(account.cadence, named, event.on, entry_id)
    return (*fields, *ended, entry(event, entry_id, path, note=named))


def _ended_rhythm(now: Cadence, named: str, on: date, entry_id: str) -> Iterator[Change]:
    """The rhythm before, kept with its days, and a change that was decided and holds from now on."""
    if now.rhythm and now.rhythm != named and now.since and now.since < on:
        ended: dict[str, Plain] = {"id": entry_id, "rhythm": now.rhythm, "since": now.since}
        yield Append(("cadence", "past"), {**ended, "until": on - timedelta(days=1)})
    if now.next:
        yield Set(("cadence", "next"), None)


def counted_from(account: Account, kind: str, what: tuple[str, ...], today: date) -> date:
    """The day that ``--to +14d`` counts from: a milestone is moved from its own date, the rest from today."""
    dated = _dates(account) if kind == "moved" and what else {}
    begun = [name for name in dated if name.startswith(what[0])] if what else []
    return (dated[begun[0]][1] if begun else None) or today


def milestone(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """A milestone is met, with what shows it."""
    path: Path = ("milestones", one(event, "milestone", [m.id for m in account.milestones]))
    return (*_met(account, event, path), entry(event, entry_id, path))


def _dates(account: Account) -> dict[str, tuple[Path, date | None]]:
    """Every due date that can be moved: its part of the record and the day it has, by what people type."""
    found: dict[str, tuple[Path, date | None]] = {
        m.id: (("milestones", m.id), due_day(account, m)) for m in account.milestones
    }
    found["first-value"] = (("first_value",), account.first_value.target_on)
    found |= {task.id: (("tasks", task.id), task.due_on) for task in account.tasks}
    return found | {c.id: (("commitments", c.id), c.due_on) for c in account.commitments}


def date_(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """A due date was moved, with the reason."""
    dated = _dates(account)
    path, was = dated[one(event, "date", dated)]
    move: dict[str, Plain] = {
        "id": entry_id,
        "on": event.on,
        "was": was,
        "to": event.to,
        "reason": event.reason,
    }
    moved = Append((*path, "moved"), {key: value for key, value in move.items() if value is not None})
    field = "target_on" if path == ("first_value",) else "due_on"
    told = f"from {was} to {event.to}" if was else f"to {event.to}"
    return (Set((*path, field), event.to), moved, entry(event, entry_id, path, note=told))


def number(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """A reading of the primary outcome, or of the one that is named after the number."""
    if not event.what:
        raise CannotLog(f"Say the number, as in: csmkit log ACCOUNT {KINDS['reading'].example}")
    outcome = _read_outcome(account, event)
    try:
        value = to_number(event.what[0])
    except PydanticCustomError as error:
        raise CannotLog(f"“{event.what[0]}” {error.message()}") from None
    path: Path = ("outcomes", outcome.id, "readings")
    reading: dict[str, Plain] = {"id": entry_id, "on": event.on, "value": value}
    source: dict[str, Plain] = {"source": event.source} if event.source else {}
    return (Append(path, reading | source), entry(event, entry_id, path[:2], note=str(value)))


def _read_outcome(account: Account, event: Event) -> Outcome:
    found = primary_outcome(account)
    if found is None:
        raise CannotLog("There is no outcome to read yet; record it with: csmkit plan draft ACCOUNT")
    if len(event.what) == 1:
        return found
    named = one(replace(event, what=event.what[1:]), "outcome", [outcome.id for outcome in account.outcomes])
    return next(outcome for outcome in account.outcomes if outcome.id == named)


def _met(account: Account, event: Event, path: Path) -> tuple[Change, ...]:
    confirmed = (Set((*path, "confirmed_by"), person(account, event.by)),) if event.by else ()
    return (Set((*path, "met_on"), event.on), Set((*path, "evidence"), event.evidence), *confirmed)


def first_value(_: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """First value is reached, with what shows it."""
    if event.what:
        raise CannotLog(f"“{event.kind}” takes no further words; put them into --evidence or --note.")
    path: Path = ("first_value",)
    fields = (Set((*path, "reached_on"), event.on), Set((*path, "evidence"), event.evidence))
    return (*fields, entry(event, entry_id, path))


def commitment(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """A promise was kept, agreed anew or broken."""
    path: Path = ("commitments", one(event, "commitment", [c.id for c in account.commitments]))
    new_date = (Set((*path, "due_on"), event.to),) if event.to else ()
    return (Set((*path, "status"), event.kind), *new_date, entry(event, entry_id, path))


def gate(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """An approval was submitted or given."""
    path: Path = ("gates", one(event, "gate", [g.id for g in account.gates]))
    field = "submitted_on" if event.kind == "submitted" else "cleared_on"
    return (Set((*path, field), event.on), entry(event, entry_id, path))


def task(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """A task is done."""
    path: Path = ("tasks", one(event, "task", [t.id for t in account.tasks]))
    return (Set((*path, "done_on"), event.on), entry(event, entry_id, path))


def of_a_move(account: Account, event: Event) -> tuple[str, ...]:
    """What a CSM has to know about a date that was just moved: it may be no way out."""
    if event.kind != "moved" or event.to is None:
        return ()
    name = one(event, "date", _dates(account))
    was = _dates(account)[name][1]
    said = []
    if event.to <= event.on:
        said.append(f"{event.to} is over already: {name} is late as soon as it is written.")
    if was is not None and was < event.on:
        said.append(f"{name} was due on {was}: moved after its day, it counts as missed until it is met.")
    elif was is not None and event.to < was:
        said.append(f"{name} now comes earlier than agreed; does the customer know?")
    said += [f"{name} now comes {told} {other}." for other, told in _out_of_order(account, name, event.to)]
    return tuple(said)


def _out_of_order(account: Account, name: str, to: date) -> list[tuple[str, str]]:
    """Milestones of an earlier or a later day that the new date passes."""
    days = {m.id: m.day for m in account.milestones if m.day is not None}
    dues = {m.id: due for m in account.milestones if (due := due_day(account, m))}
    if name not in days:
        return []
    before = [(m, "before") for m, due in dues.items() if m in days and days[m] < days[name] and to < due]
    after = [(m, "after") for m, due in dues.items() if m in days and days[m] > days[name] and to > due]
    return [*before, *after]

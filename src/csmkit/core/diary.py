"""What happens to an account, and what it changes: one event, the field it moves, the entry that tells it.

One grammar serves the command line and the documentation: KINDS names every event, what it is about
and what it needs.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

from pydantic_core import PydanticCustomError

from csmkit.core.account import Account, Cadence, EventKind, Outcome, Rhythm
from csmkit.core.changes import Append, Change, Path, Set
from csmkit.core.fields import Plain, to_number
from csmkit.core.milestones import due_day, primary_outcome
from csmkit.errors import NotFound, WrongUsage, did_you_mean

About = Literal[
    "text",
    "people",
    "milestone",
    "commitment",
    "gate",
    "task",
    "meeting",
    "rhythm",
    "date",
    "number",
    "nothing",
]


@dataclass(frozen=True)
class Event:
    """Something that happened. `what` are the words after the kind; the rest are the options."""

    kind: str
    on: date
    what: tuple[str, ...] = ()
    note: str | None = None
    evidence: str | None = None
    reason: str | None = None
    to: date | None = None
    by: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of event: what it is about, what it needs, and how it is told in `--help`."""

    about: About
    example: str
    tells: str
    needs: tuple[Literal["evidence", "reason", "to"], ...] = ()


KINDS: dict[EventKind, Kind] = {
    "note": Kind("text", 'note "Jane is worried about the audit"', "something worth remembering"),
    "sync": Kind("people", "sync jane", "a regular meeting"),
    "message": Kind("people", "message jane", "a message that was answered or sent"),
    "workshop": Kind("people", "workshop jane omar", "a workshop or training"),
    "office-hours": Kind("people", "office-hours omar", "office hours they came to"),
    "kickoff": Kind("people", "kickoff jane omar", "the kickoff took place, and who came"),
    "sponsor-call": Kind("people", "sponsor-call jane", "the call with the executive sponsor took place"),
    "ebr": Kind("people", "ebr jane", "an executive business review took place"),
    "booked": Kind(
        "meeting",
        "booked sponsor-call --to 2026-10-02",
        "the kickoff, the sponsor call or the submission of an approval got a date",
        ("to",),
    ),
    "rhythm": Kind(
        "rhythm", "rhythm weekly", "a meeting rhythm was agreed (or biweekly, monthly, quarterly)"
    ),
    "met": Kind(
        "milestone", 'met day-30 --evidence "38 quotes went out"', "a milestone is met", ("evidence",)
    ),
    "moved": Kind(
        "date",
        'moved day-60 --to +14d --reason "freeze"',
        "a milestone, first-value, a task or a commitment got a new date",
        ("to", "reason"),
    ),
    "first-value": Kind(
        "nothing", 'first-value --evidence "quote in 3 days"', "first value is reached", ("evidence",)
    ),
    "reading": Kind("number", 'reading 6.5 --source "CPQ export"', "the outcome's number was read again"),
    "delivered": Kind("commitment", "delivered sso", "a commitment is kept"),
    "renegotiated": Kind(
        "commitment", 'renegotiated sso --reason "phase 2"', "a commitment was agreed anew", ("reason",)
    ),
    "broken": Kind(
        "commitment",
        'broken sso --reason "not in the contract"',
        "a commitment will not be kept",
        ("reason",),
    ),
    "submitted": Kind("gate", "submitted security-review", "an approval was submitted"),
    "cleared": Kind("gate", "cleared security-review", "an approval was given"),
    "done": Kind("task", "done sandbox-access", "a task is done"),
}


# What an event may be told with, beyond a note and what it needs.
_MAY_TAKE: dict[str, tuple[str, ...]] = {
    "met": ("by",),
    "reading": ("source",),
    "renegotiated": ("to",),
    "delivered": ("reason",),
}


class CannotLog(WrongUsage):
    """An event that lacks something or makes no sense."""


def changes_of(account: Account, event: Event, entry_id: str, today: date) -> tuple[Change, ...]:
    """What an event changes in the record: its field, and the log entry that tells it.

    Raises:
        CannotLog: something it needs is missing, or it lies in the future.
        NotFound: nobody and nothing of that name is in the record.
    """
    kind = _kind(event)
    if event.on > today:
        raise CannotLog("--on lies in the future; log it once it has happened, or use `booked … --to`.")
    _only_what_it_takes(event, kind)
    for need in kind.needs:
        if not str(getattr(event, need) or "").strip():
            raise CannotLog(f"“{event.kind}” needs --{need}, as in: csmkit log ACCOUNT {kind.example}")
    return _ABOUT[kind.about](account, event, entry_id)


def _only_what_it_takes(event: Event, kind: Kind) -> None:
    """Refuse an option that would be dropped: nothing that was typed is lost without a word."""
    takes = ("note", *kind.needs, *_MAY_TAKE.get(event.kind, ()))
    for option in ("note", "evidence", "reason", "to", "by", "source"):
        if getattr(event, option) is not None and option not in takes:
            raise CannotLog(
                f"“{event.kind}” takes no --{option}; it takes {', '.join(f'--{o}' for o in takes)}."
            )


def _kind(event: Event) -> Kind:
    found = next((kind for name, kind in KINDS.items() if name == event.kind), None)
    if not event.kind:
        raise CannotLog(
            f"Say what happened, as in: csmkit log ACCOUNT sync jane. There are: {', '.join(KINDS)}."
        )
    if found is None:
        raise CannotLog(
            f"“{event.kind}” is no kind of event.{did_you_mean(event.kind, KINDS)} "
            f"There are: {', '.join(KINDS)}."
        )
    return found


def _entry(
    event: Event, entry_id: str, about: Path | None = None, with_: Iterable[str] = (), note: str | None = None
) -> Append:
    entry: dict[str, Plain] = {"id": entry_id, "on": event.on, "kind": event.kind}
    people: list[Plain] = list(with_)
    optional: dict[str, Plain] = {
        "with": people or None,
        "about": "/".join(about) if about else None,
        "note": "; ".join(part for part in (note, event.reason, event.note) if part and part.strip()),
    }
    return Append(("log",), entry | {key: value for key, value in optional.items() if value})


def _text(_: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    words = " ".join(event.what)
    if not words.strip() and not (event.note or "").strip():
        raise CannotLog(
            'A note needs words, as in: csmkit log ACCOUNT note "Jane is worried about the audit"'
        )
    return (_entry(event, entry_id, note=words or None),)


def _people(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    people = [person(account, word) for word in event.what]
    if not people:
        raise CannotLog(f"Say who took part, as in: csmkit log ACCOUNT {_kind(event).example}")
    if event.kind == "kickoff":
        fields = (Set(("kickoff", "on"), event.on), Set(("kickoff", "attended"), list(people)))
        return (*fields, _entry(event, entry_id, ("kickoff",), people))
    if event.kind == "sponsor-call":
        return (
            Set(("sponsor_call", "held_on"), event.on),
            _entry(event, entry_id, ("sponsor_call",), people),
        )
    return (_entry(event, entry_id, None, people),)


def _meeting(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    fields: dict[str, Path] = {"kickoff": ("kickoff", "on"), "sponsor-call": ("sponsor_call", "booked_on")}
    fields |= {gate.id: ("gates", gate.id, "submit_by") for gate in account.gates}
    what = _one(event, "meeting or approval", fields)
    return (
        Set(fields[what], event.to),
        _entry(event, entry_id, fields[what][:-1], note=f"booked for {event.to}"),
    )


def _rhythm(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    path: Path = ("cadence",)
    rhythm = _one(event, "rhythm", get_args(Rhythm))
    fields = (Set((*path, "rhythm"), rhythm), Set((*path, "since"), event.on))
    ended = _ended_rhythm(account.cadence, rhythm, event.on, entry_id)
    return (*fields, *ended, _entry(event, entry_id, path, note=rhythm))


def _ended_rhythm(now: Cadence, rhythm: str, on: date, entry_id: str) -> Iterator[Change]:
    """The rhythm before, kept with its days, and a change that was decided and holds from now on."""
    if now.rhythm and now.rhythm != rhythm and now.since and now.since < on:
        ended: dict[str, Plain] = {"id": entry_id, "rhythm": now.rhythm, "since": now.since}
        yield Append(("cadence", "past"), {**ended, "until": on - timedelta(days=1)})
    if now.next:
        yield Set(("cadence", "next"), None)


def counted_from(account: Account, kind: str, what: tuple[str, ...], today: date) -> date:
    """The day that ``--to +14d`` counts from: a milestone is moved from its own date, the rest from today."""
    dated = _dates(account) if kind == "moved" and what else {}
    begun = [name for name in dated if name.startswith(what[0])] if what else []
    return (dated[begun[0]][1] if begun else None) or today


def _milestone(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    path: Path = ("milestones", _one(event, "milestone", [m.id for m in account.milestones]))
    return (*_met(account, event, path), _entry(event, entry_id, path))


def _dates(account: Account) -> dict[str, tuple[Path, date | None]]:
    """Every due date that can be moved: its part of the record and the day it has, by what people type."""
    found: dict[str, tuple[Path, date | None]] = {
        m.id: (("milestones", m.id), due_day(account, m)) for m in account.milestones
    }
    found["first-value"] = (("first_value",), account.first_value.target_on)
    found |= {task.id: (("tasks", task.id), task.due_on) for task in account.tasks}
    return found | {c.id: (("commitments", c.id), c.due_on) for c in account.commitments}


def _date(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    dated = _dates(account)
    path, was = dated[_one(event, "date", dated)]
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
    return (Set((*path, field), event.to), moved, _entry(event, entry_id, path, note=told))


def _number(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
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
    return (Append(path, reading | source), _entry(event, entry_id, path[:2], note=str(value)))


def _read_outcome(account: Account, event: Event) -> Outcome:
    found = primary_outcome(account)
    if found is None:
        raise CannotLog("There is no outcome to read yet; record it with: csmkit plan draft ACCOUNT")
    if len(event.what) == 1:
        return found
    named = _one(replace(event, what=event.what[1:]), "outcome", [outcome.id for outcome in account.outcomes])
    return next(outcome for outcome in account.outcomes if outcome.id == named)


def _met(account: Account, event: Event, path: Path) -> tuple[Change, ...]:
    confirmed = (Set((*path, "confirmed_by"), person(account, event.by)),) if event.by else ()
    return (Set((*path, "met_on"), event.on), Set((*path, "evidence"), event.evidence), *confirmed)


def _first_value(_: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    if event.what:
        raise CannotLog(f"“{event.kind}” takes no further words; put them into --evidence or --note.")
    path: Path = ("first_value",)
    fields = (Set((*path, "reached_on"), event.on), Set((*path, "evidence"), event.evidence))
    return (*fields, _entry(event, entry_id, path))


def _commitment(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    path: Path = ("commitments", _one(event, "commitment", [c.id for c in account.commitments]))
    new_date = (Set((*path, "due_on"), event.to),) if event.to else ()
    return (Set((*path, "status"), event.kind), *new_date, _entry(event, entry_id, path))


def _gate(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    path: Path = ("gates", _one(event, "gate", [g.id for g in account.gates]))
    field = "submitted_on" if event.kind == "submitted" else "cleared_on"
    return (Set((*path, field), event.on), _entry(event, entry_id, path))


def _task(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    path: Path = ("tasks", _one(event, "task", [t.id for t in account.tasks]))
    return (Set((*path, "done_on"), event.on), _entry(event, entry_id, path))


_ABOUT: dict[About, Callable[[Account, Event, str], tuple[Change, ...]]] = {
    "text": _text,
    "people": _people,
    "meeting": _meeting,
    "rhythm": _rhythm,
    "milestone": _milestone,
    "date": _date,
    "number": _number,
    "nothing": _first_value,
    "commitment": _commitment,
    "gate": _gate,
    "task": _task,
}


def _one(event: Event, what: str, known: Iterable[str]) -> str:
    """The one thing an event is about, by its id or the beginning of it."""
    names = list(known)
    if len(event.what) != 1:
        listed = f" This account has: {', '.join(names)}." if names else f" This account has no {what}."
        raise CannotLog(f"“{event.kind}” is about one {what}; name it.{listed}")
    begun = [name for name in names if name.startswith(event.what[0])]
    if event.what[0] in names or len(begun) == 1:
        return event.what[0] if event.what[0] in names else begun[0]
    raise NotFound(what, event.what[0], names, f"This account has: {', '.join(names)}." if names else "")


def person(account: Account, word: str) -> str:
    """The id of a stakeholder, or of ours by role, from an id, a name or the beginning of either.

    Raises:
        NotFound: nobody is called so.
        CannotLog: more than one person could be meant.
    """
    folded = word.casefold()
    people = {p.id: p.name.casefold() for p in account.stakeholders} | {
        role: ours.name.casefold() for role, ours in account.vendor_team.items()
    }
    exact = [one for one, name in people.items() if folded in (one, name)]
    near = exact or [one for one, name in people.items() if one.startswith(folded) or name.startswith(folded)]
    if not near:
        people |= {name.split()[0]: name for name in people.values()}
        raise NotFound(
            "person",
            word,
            [*people, *(p.name for p in account.stakeholders)],
            "`csmkit account show` lists them.",
        )
    if len(near) > 1:
        raise CannotLog(f"“{word}” could be {' or '.join(near)}; say which.")
    return near[0]

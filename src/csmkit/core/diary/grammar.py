"""The one grammar of what can be logged: it serves the command line, its help and the documentation."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from csmkit.core.account import EventKind
from csmkit.core.telling import OPINIONS
from csmkit.errors import WrongUsage, did_you_mean

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
    "first value",
    "sentiment",
    "newcomer",
    "leaver",
    "part",
    "pause",
    "end of pause",
    "end of contract",
    "new term",
    "sent message",
    "health",
]
Option = Literal[
    "note", "evidence", "reason", "to", "until", "by", "source", "role", "title", "email", "crm_note"
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
    until: date | None = None
    by: str | None = None
    source: str | None = None
    role: tuple[str, ...] = ()
    title: str | None = None
    email: str | None = None
    crm_note: str | None = None


OPTIONS: tuple[Option, ...] = get_args(Option)


@dataclass(frozen=True)
class Kind:
    """One kind of event: what it is about, how it is told in `--help`, what it needs and may be told with."""

    about: About
    example: str
    tells: str
    needs: tuple[Option, ...] = ()
    may: tuple[Option, ...] = ()

    @property
    def takes(self) -> tuple[Option, ...]:
        """Every option it can be told with."""
        return ("note", "crm_note", *self.needs, *self.may)


KINDS: dict[EventKind, Kind] = {
    "note": Kind("text", 'note "Jane is worried about the audit"', "something worth remembering"),
    "sync": Kind("people", "sync jane", "a regular meeting"),
    "message": Kind("people", "message jane", "they wrote, or answered a message of ours"),
    "workshop": Kind("people", "workshop jane omar", "a workshop or training"),
    "webinar": Kind("people", "webinar omar", "a webinar they came to"),
    "office-hours": Kind("people", "office-hours omar", "office hours they came to"),
    "kickoff": Kind("people", "kickoff jane omar", "the kickoff took place, and who came"),
    "sponsor-call": Kind("people", "sponsor-call jane", "the call with the executive sponsor took place"),
    "ebr": Kind("people", "ebr jane", "an executive business review took place"),
    "no-show": Kind("people", "no-show jane", "somebody did not come to a meeting"),
    "cancelled": Kind("people", "cancelled jane", "somebody on their side called a meeting off"),
    "late-reply": Kind("people", "late-reply jane", "a reply of ours took longer than a day"),
    "signal": Kind(
        "text",
        'signal "stopped answering"',
        "a sign that they turn away; it counts until it is answered",
    ),
    "sentiment": Kind(
        "sentiment", "sentiment negative jane", "how they feel about us (positive, neutral or negative)"
    ),
    "booked": Kind(
        "meeting",
        "booked sponsor-call --to 2026-10-02",
        "the kickoff, the sponsor call or the submission of an approval got a date",
        ("to",),
    ),
    "rhythm": Kind(
        "rhythm", "rhythm weekly", "a meeting rhythm was agreed (or biweekly, monthly, quarterly)"
    ),
    "sent": Kind(
        "sent message", "sent cadence-change jane", "a message of the playbook went out, by its name"
    ),
    "met": Kind(
        "milestone",
        'met day-30 --evidence "38 quotes went out"',
        "a milestone is met",
        ("evidence",),
        ("by",),
    ),
    "moved": Kind(
        "date",
        'moved day-60 --to +14d --reason "freeze"',
        "a milestone, first-value, a task or a commitment got a new date",
        ("to", "reason"),
    ),
    "first-value": Kind(
        "first value", 'first-value --evidence "quote in 3 days"', "first value is reached", ("evidence",)
    ),
    "reading": Kind(
        "number",
        'reading 6.5 --source "CPQ export"',
        "the outcome's number was read again",
        may=("source",),
    ),
    "delivered": Kind("commitment", "delivered sso", "a commitment is kept", may=("reason",)),
    "renegotiated": Kind(
        "commitment",
        'renegotiated sso --reason "phase 2"',
        "a commitment was agreed anew",
        ("reason",),
        ("to",),
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
    "joined": Kind(
        "newcomer",
        'joined "Paul Roth" --role champion --title "Head of Sales Operations"',
        "somebody new on their side",
        may=("role", "title", "email"),
    ),
    "left": Kind("leaver", "left jane-doe", "somebody left, or with --to a last day is known", may=("to",)),
    "role": Kind(
        "part",
        "role omar champion",
        "which parts somebody plays from now on, all of them (or none)",
    ),
    "hold": Kind(
        "pause",
        'hold --to +30d --reason "their year end"',
        "the onboarding is paused, with a last day and the customer's word",
        ("to", "reason"),
        ("by",),
    ),
    "resumed": Kind("end of pause", "resumed", "the pause is over, today or on --on"),
    "churned": Kind(
        "end of contract",
        'churned --reason "no budget this year"',
        "they left us",
        ("reason",),
    ),
    "renewed": Kind("new term", "renewed --to 2028-08-31", "they renewed, until the day of --to", ("to",)),
    "health": Kind(
        "health",
        'health at_risk --reason "the sponsor is on her way out" --until +30d',
        "your own word on the health (on_track, at_risk, off_track), until it expires",
        ("reason", "until"),
    ),
}


class CannotLog(WrongUsage):
    """An event that lacks something or makes no sense."""


def kind_of(event: Event) -> Kind:
    """What the grammar says of an event.

    Raises:
        CannotLog: there is no such kind; names the nearest.
    """
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


def check_options(event: Event) -> None:
    """Refuse an option that is missing, and one that would be dropped: nothing typed is lost without a word.

    Raises:
        CannotLog: with an example of how to say it.
    """
    kind = kind_of(event)
    for option in OPTIONS:
        given = getattr(event, option)
        if given not in (None, ()) and option not in kind.takes:
            takes = ", ".join(f"--{one.replace('_', '-')}" for one in kind.takes)
            raise CannotLog(f"“{event.kind}” takes no --{option}; it takes {takes}.")
    if event.crm_note and event.kind in OPINIONS:
        raise CannotLog(f"“{event.kind}” is an opinion and goes into no CRM; leave --crm-note out.")
    for need in kind.needs:
        if not str(getattr(event, need) or "").strip():
            raise CannotLog(f"“{event.kind}” needs --{need}, as in: csmkit log ACCOUNT {kind.example}")

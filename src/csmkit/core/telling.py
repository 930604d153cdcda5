"""A log entry in a sentence: for the account's story, and for the CRM."""

import re

from csmkit.core.account import RHYTHMS, Account, EventKind, LogEntry
from csmkit.core.stakeholders import name_of

_SAID: dict[EventKind, str] = {
    "note": "Note",
    "sync": "Meeting",
    "message": "Message",
    "workshop": "Workshop",
    "webinar": "Webinar",
    "office-hours": "Office hours",
    "kickoff": "Kickoff",
    "sponsor-call": "Call with the executive sponsor",
    "ebr": "Executive business review",
    "met": "Milestone met",
    "moved": "Date moved",
    "first-value": "First value reached",
    "booked": "Booked",
    "rhythm": "Meeting rhythm agreed",
    "delivered": "Commitment kept",
    "renegotiated": "Commitment agreed anew",
    "broken": "Commitment broken",
    "reading": "Outcome measured",
    "submitted": "Approval submitted",
    "cleared": "Approval given",
    "done": "Task done",
    "no-show": "Did not come",
    "cancelled": "Meeting called off",
    "late-reply": "Our reply took longer than a day",
    "signal": "Sign of disengagement",
    "sentiment": "How they feel",
    "joined": "Joined",
    "left": "Left",
    "role": "Part changed",
    "hold": "Onboarding paused",
    "resumed": "Pause ended",
    "churned": "Customer left",
    "renewed": "Renewed",
    "sent": "Message sent",
    "play": "Play",
    "health": "Health set by hand",
    "reassigned": "Handed over to a colleague",
    "recorded": "Recorded",
    "conflict": "Not written, changed by somebody else meanwhile",
}
# What we think of people and of the account stays with us; a CRM is read by many, and by its integrations.
OPINIONS: frozenset[EventKind] = frozenset(
    {"signal", "sentiment", "health", "play", "late-reply", "conflict", "recorded"}
)
_TOGETHER = ("sync", "message", "workshop", "webinar", "office-hours", "kickoff", "ebr")
# Parts that the word for the event names already, or that have no name people know.
_NAMELESS = ("cadence", "contract", "sentiment", "health", "holds", "vendor_team", "reshaped", "handoffs")


def in_a_sentence(account: Account, entry: LogEntry) -> str:
    """What happened, to what, with whom, and what shows it, in words for our own team."""
    return _sentence(account, entry, entry.note, entry.crm_note)


def for_crm(account: Account, entry: LogEntry) -> str | None:
    """An entry for a CRM: what happened, and what was written for it; None for what stays with us.

    Notes and reasons stay with our team: a CRM is read by many. An opinion, and a note that was not written
    for the CRM, give no line at all.
    """
    if entry.kind in OPINIONS or (entry.kind == "note" and not entry.crm_note):
        return None
    return _sentence(account, entry, _figure(entry), entry.crm_note)


def crm_note(account: Account, entry: LogEntry) -> str | None:
    """The line of an entry that is ready to paste; None for what stays with us."""
    told = for_crm(account, entry)
    return told and f"{entry.on} {account.name}: {told}"


def _figure(entry: LogEntry) -> str | None:
    """The day, number or rhythm that stands at the head of a note, and nothing that somebody wrote."""
    head = (entry.note or "").partition(";")[0].strip()
    return head if entry.kind in _FIGURES and _FIGURE.fullmatch(head) else None


_FIGURES: tuple[EventKind, ...] = ("booked", "moved", "rhythm", "reading", "hold", "renewed")
_DAY = r"\d{4}-\d\d-\d\d"
_FIGURE = re.compile(rf"(?:booked for|until|to|from {_DAY} to) {_DAY}|-?[\d.]+|{'|'.join(RHYTHMS)}")


def _sentence(account: Account, entry: LogEntry, *notes: str | None) -> str:
    subject, shown = subject_of(account, entry), _evidence(account, entry)
    people = ", ".join(name_of(account, one) or one for one in entry.with_)
    told = _SAID[entry.kind] + (f": {subject}" if subject else "")
    if people:
        told += f" with {people}" if entry.kind in _TOGETHER else f" ({people})" if subject else f": {people}"
    first, *more = [" ".join(note.split()) for note in notes if note and note.strip()] or [""]
    if first[:1].islower() and not shown:
        told, first = f"{told}{',' if ': ' in told else ':'} {first}", ""
    return ". ".join(part.rstrip(".") for part in (told, shown, first, *more) if part) + "."


def subject_of(account: Account, entry: LogEntry) -> str | None:
    """The part of the record an entry is about, by the name people know it by."""
    part, _, name = (entry.about or "").partition("/")
    if not part or part in _NAMELESS or entry.kind in ("recorded", "kickoff", "sponsor-call"):
        return None
    if part == "first_value":
        return account.first_value.definition
    found = {
        "milestones": {one.id: f"{one.id} “{one.title}”" for one in account.milestones},
        "commitments": {one.id: one.promise for one in account.commitments},
        "tasks": {one.id: one.title for one in account.tasks},
        "gates": {one.id: one.id.replace("-", " ") for one in account.gates},
        "outcomes": {one.id: one.metric or one.statement for one in account.outcomes},
        "stakeholders": {one.id: one.name for one in account.stakeholders},
    }.get(part, {})
    return found.get(name.partition("/")[0], name.replace("-", " ") or part.replace("_", " "))


def _evidence(account: Account, entry: LogEntry) -> str | None:
    """What shows it, where the entry is about something that asks for evidence."""
    if entry.kind == "first-value":
        return account.first_value.evidence
    if entry.kind != "met":
        return None
    name = (entry.about or "").partition("/")[2]
    return next((one.evidence for one in account.milestones if one.id == name), None)

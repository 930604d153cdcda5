"""What stands in the customer's calendar: their meetings and checkpoints, in their words.

Computed from the customer's projection alone. A time that nobody agreed on is a proposal, and says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from csmkit.core.account import Account, Milestone, Rhythm
from csmkit.core.agenda import one_line
from csmkit.core.audience import CustomerAccount
from csmkit.core.journey import Journey
from csmkit.core.meetings import Meeting, Series, rhythm_plan
from csmkit.core.milestones import due_day, in_order, primary_outcome
from csmkit.core.stakeholders import VENDOR_TITLES, holders, name_of, played
from csmkit.core.ways_of_working import RHYTHMS

PROPOSED_TIME = "10:00"
_PROPOSAL = "The time is a proposal; tell us if another one suits you better."


@dataclass(frozen=True)
class Repeats:
    """How an appointment comes again: the rhythm, the last day, the days it is left out."""

    rhythm: Rhythm
    last: date
    skipped: tuple[date, ...]


@dataclass(frozen=True)
class Appointment:
    """One entry of a calendar.

    Attributes:
        id: Stable within the account, so that a calendar updates it.
        title: In one line.
        about: What it is about, in lines.
        on: The day; of a series the first one.
        at: The time on the customer's clock; None for the whole day.
        minutes: How long it takes; 0 for the whole day.
        is_proposed: Whether the time was proposed by us and agreed by nobody.
        repeats: How it comes again, if it does.
    """

    id: str
    title: str
    about: tuple[str, ...]
    on: date
    at: str | None = None
    minutes: int = 0
    is_proposed: bool = False
    repeats: Repeats | None = None


def appointments(account: CustomerAccount, journey: Journey, today: date) -> tuple[Appointment, ...]:
    """Everything that belongs into the customer's calendar, by its day."""
    plan = rhythm_plan(account, journey, today)
    found = (
        *(_meeting(account, meeting) for meeting in plan.meetings),
        *(_series(account, series) for series in plan.series if series.days),
        *_milestones(account),
    )
    return tuple(sorted(found, key=lambda one: (one.on, one.id)))


def _meeting(account: CustomerAccount, meeting: Meeting) -> Appointment:
    title, about = _TOLD[meeting.kind](account)
    is_proposed = meeting.at is None and not _is_held(account, meeting)
    return Appointment(
        meeting.id,
        f"{title}: {account.name}",
        (*about, _PROPOSAL) if is_proposed else about,
        meeting.on,
        meeting.at or PROPOSED_TIME,
        meeting.minutes,
        is_proposed,
    )


def _is_held(account: CustomerAccount, meeting: Meeting) -> bool:
    held = {
        "kickoff": bool(account.kickoff.attended),
        "sponsor-call": account.sponsor_call.held_on is not None,
        "ebr": meeting.on in account.reviewed_on,
    }
    return held.get(meeting.kind, False)


def _series(account: CustomerAccount, series: Series) -> Appointment:
    about = (f"We meet {RHYTHMS[series.rhythm]}.", "In between, write: you have an answer within a day.")
    return Appointment(
        series.id,
        f"{_SYNCS[series.rhythm]}: {account.name}",
        (*about, *_with(account, "champion"), *(() if series.at else (_PROPOSAL,))),
        series.days[0],
        series.at or PROPOSED_TIME,
        series.minutes,
        series.at is None,
        Repeats(series.rhythm, series.last, tuple(day for day in series.skipped if day > series.days[0])),
    )


_SYNCS = {
    "weekly": "Weekly meeting",
    "biweekly": "Meeting every two weeks",
    "monthly": "Monthly meeting",
    "quarterly": "Quarterly meeting",
}


def _milestones(account: CustomerAccount) -> Iterator[Appointment]:
    for milestone in in_order(account):
        due = due_day(account, milestone)
        if due is not None:
            title = f"{account.name}: {one_line(milestone.title)}"
            about = tuple(_milestone(account, milestone))
            yield Appointment(f"milestone-{milestone.id}", title, about, due)


def _milestone(account: CustomerAccount, milestone: Milestone) -> Iterator[str]:
    if milestone.measure:
        yield f"How we can tell: {one_line(milestone.measure)}"
    drivers = [name_of(account, owner) for owner in (milestone.customer_owner, _ours(account, milestone))]
    if any(drivers):
        yield f"Driven by {' and '.join(dict.fromkeys(driver for driver in drivers if driver))}."
    if milestone.met_on:
        yield f"Reached on {milestone.met_on}."


def _ours(account: CustomerAccount, milestone: Milestone) -> str | None:
    """Who of us drives it: a part that nobody plays falls to the CSM, and without one to nobody by name."""
    if milestone.owner not in VENDOR_TITLES:
        return milestone.owner
    role = played(account, milestone.owner)
    return role if role in account.vendor_team else None


def _kickoff(account: CustomerAccount) -> tuple[str, tuple[str, ...]]:
    outcome = primary_outcome(account)
    aim = (f"It is about one result: {one_line(outcome.statement)}",) if outcome else ()
    return "Kickoff", (*aim, *_with(account, "economic_buyer", "champion"))


def _sponsor_call(account: CustomerAccount) -> tuple[str, tuple[str, ...]]:
    return "Executive call", _with(account, "executive_sponsor")


def _review(account: CustomerAccount) -> tuple[str, tuple[str, ...]]:
    about = "Where the result stands, what it rests on, and what we decide for the next quarter."
    return "Business review", (about, *_with(account, "executive_sponsor", "champion"))


_TOLD = {"kickoff": _kickoff, "sponsor-call": _sponsor_call, "ebr": _review}


def _with(account: Account, *roles: str) -> tuple[str, ...]:
    """Who meets: theirs by role, and our customer success manager."""
    theirs = [person.name for role in roles for person in holders(account, role)]  # type: ignore[arg-type]  # words of the vocabulary
    ours = [person.name for role, person in account.vendor_team.items() if role == "csm"]
    people = list(dict.fromkeys((*theirs, *ours)))
    return (f"With {', '.join(people)}.",) if people else ()

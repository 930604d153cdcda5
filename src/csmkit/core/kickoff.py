"""The kickoff's agenda as the customer reads it: the outcome first, then who, what and what next.

It is computed from the customer's projection alone. What is not known is said as something to agree on,
and nothing depends on today.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from csmkit.core.account import Outcome, Stakeholder
from csmkit.core.agenda import AgendaPart, agenda_parts, still_here
from csmkit.core.approvals import APPROVALS
from csmkit.core.attendance import Guests, guests
from csmkit.core.audience import CustomerAccount
from csmkit.core.commitments import is_unkept
from csmkit.core.journey import Journey
from csmkit.core.milestones import due_day, in_order, primary_outcome
from csmkit.core.responsibilities import Duty, duties
from csmkit.core.stakeholders import VENDOR_TITLES, holders, name_of
from csmkit.core.ways_of_working import RHYTHMS

_PARTS = {
    "economic_buyer": "final decision and budget",
    "executive_sponsor": "executive sponsor",
    "champion": "champion, our contact from day to day",
    "backup_champion": "stands in for the champion",
    "technical_lead": "technical lead",
    "analytics_lead": "figures and reports",
    "procurement": "purchasing",
    "power_user": "works with it every day",
}
_MOST_STEPS = 8


class Guest(NamedTuple):
    """Somebody who takes part, with what they do there."""

    name: str
    title: str | None
    part: str | None


class AgendaOutcome(NamedTuple):
    """What the customer wants to reach, in their words and in numbers."""

    statement: str
    metric: str | None
    unit: str | None
    baseline: Decimal | None
    baseline_on: date | None
    target: Decimal | None
    by: date | None
    defended_by: str | None


class AgendaPromise(NamedTuple):
    """A promise of the sale that is not kept yet."""

    promise: str
    owner: str | None
    due: date | None


class AgendaApproval(NamedTuple):
    """An approval on the customer's side that is not given yet."""

    title: str
    owner: str | None
    lead: str | None
    submit_by: date | None
    submitted_on: date | None


class AgendaStep(NamedTuple):
    """What happens after the meeting."""

    title: str
    owner: str | None
    on: date | None


class Measurement(NamedTuple):
    """How both sides see the number."""

    source: str | None
    dashboard: str | None
    reported_by: str | None
    verified_on: date | None


class KickoffAgenda(NamedTuple):
    """Everything the agenda says. `to_agree` names what is not known, in words a customer may read."""

    customer: str
    on: date | None
    minutes: int
    outcome: AgendaOutcome | None
    first_result: str | None
    first_result_on: date | None
    theirs: tuple[Guest, ...]
    ours: tuple[Guest, ...]
    others: tuple[str, ...]
    duties: tuple[Duty, ...]
    parts: tuple[AgendaPart, ...]
    promises: tuple[AgendaPromise, ...]
    approvals: tuple[AgendaApproval, ...]
    measurement: Measurement
    rhythm: str
    rhythm_agreed: bool
    next_steps: tuple[AgendaStep, ...]
    to_agree: tuple[str, ...]

    @property
    def own_facts(self) -> tuple[str, ...]:
        """What makes it this customer's agenda and nobody else's."""
        facts = (
            ("the outcome in their words", self.outcome),
            ("the names of their people", self.theirs),
            ("what was promised to them", self.promises),
            ("their approvals", self.approvals),
            ("their first result", self.first_result),
        )
        return tuple(words for words, fact in facts if fact)


def kickoff_agenda(account: CustomerAccount, journey: Journey) -> KickoffAgenda:
    """The agenda of an account's kickoff."""
    outcome = primary_outcome(account)
    coming = guests(account, journey.kickoff)
    parts = agenda_parts(account, journey)
    return KickoffAgenda(
        customer=account.name,
        on=account.kickoff.on,
        minutes=parts[-1].end,
        outcome=_outcome(account, outcome) if outcome else None,
        first_result=account.first_value.definition,
        first_result_on=account.first_value.reached_on or account.first_value.target_on,
        theirs=tuple(_guest(person) for person in coming.people),
        ours=tuple(_one_of_us(account, role) for role in coming.ours),
        others=coming.others,
        duties=duties(account, journey),
        parts=parts,
        promises=tuple(
            AgendaPromise(item.promise, _whom(account, item.owner), item.due_on)
            for item in account.commitments
            if is_unkept(item)
        ),
        approvals=tuple(_approvals(account)),
        measurement=_measurement(account),
        rhythm=RHYTHMS[account.cadence.rhythm or journey.onboarding_rhythm],
        rhythm_agreed=account.cadence.rhythm is not None,
        next_steps=_next_steps(account),
        to_agree=tuple(_to_agree(account, outcome, coming)),
    )


def _outcome(account: CustomerAccount, outcome: Outcome) -> AgendaOutcome:
    baseline = outcome.baseline
    return AgendaOutcome(
        statement=outcome.statement,
        metric=outcome.metric,
        unit=outcome.unit,
        baseline=baseline.value if baseline else None,
        baseline_on=baseline.as_of if baseline else None,
        target=outcome.target,
        by=outcome.by,
        defended_by=still_here(account, outcome.defended_by),
    )


def _guest(person: Stakeholder) -> Guest:
    parts = [_PARTS[role] for role in person.roles if role in _PARTS]
    return Guest(person.name, person.title, "; ".join(parts) or None)


def _one_of_us(account: CustomerAccount, role: str) -> Guest:
    name = name_of(account, role) or role
    title = VENDOR_TITLES.get(role)
    return Guest(name, title if title != name else None, None)


def _approvals(account: CustomerAccount) -> Iterator[AgendaApproval]:
    for gate in account.gates:
        if gate.cleared_on is None:
            days = "working days" if gate.counted_in == "working" else "days"
            lead = f"{gate.lead_days} {days}" if gate.lead_days is not None else None
            owner = still_here(account, gate.owner)
            yield AgendaApproval(APPROVALS[gate.kind], owner, lead, gate.submit_by, gate.submitted_on)


def _measurement(account: CustomerAccount) -> Measurement:
    tracking = account.tracking
    reported_by = still_here(account, tracking.reported_by)
    return Measurement(tracking.source, tracking.dashboard, reported_by, tracking.verified_on)


def _next_steps(account: CustomerAccount) -> tuple[AgendaStep, ...]:
    """What happens after the meeting: dated steps first, the nearest of them before the others."""
    begin = account.kickoff.on
    coming = [step for step in _steps(account) if step.on is None or begin is None or step.on >= begin]
    coming.sort(key=lambda step: (step.on is None, step.on or date.min))
    return tuple(coming[:_MOST_STEPS])


def _steps(account: CustomerAccount) -> Iterator[AgendaStep]:
    call = account.sponsor_call
    sponsor = next((person.name for person in holders(account, "executive_sponsor")), None)
    if call.held_on is None and sponsor:
        yield AgendaStep(f"30-minute call with {sponsor}", _whom(account, "csm"), call.booked_on)
    for gate in account.gates:
        if gate.submitted_on is None and gate.cleared_on is None:
            title = f"{APPROVALS[gate.kind]}: submitted"
            yield AgendaStep(title, still_here(account, gate.owner), gate.submit_by)
    for task in account.tasks:
        if task.done_on is None:
            yield AgendaStep(task.title, _whom(account, task.owner), task.due_on)
    open_now = (item for item in in_order(account) if item.met_on is None)
    for milestone in list(open_now)[:1]:
        owner = still_here(account, milestone.customer_owner) or _whom(account, milestone.owner)
        yield AgendaStep(milestone.title, owner, due_day(account, milestone))
    if account.first_value.reached_on is None and account.first_value.target_on:
        yield AgendaStep("The first result", _whom(account, "csm"), account.first_value.target_on)


def _whom(account: CustomerAccount, ref: str | None) -> str | None:
    """The name behind a reference; a role of ours that nobody has yet is “our …”."""
    name = still_here(account, ref)
    return f"our {name}" if name in VENDOR_TITLES.values() else name


def _to_agree(account: CustomerAccount, outcome: Outcome | None, coming: Guests) -> Iterator[str]:
    decides = coming.playing("economic_buyer") or coming.playing("executive_sponsor")
    gaps: tuple[tuple[object, str], ...] = (
        (outcome is None or outcome.metric, "the number that shows it"),
        (outcome is None or outcome.baseline, "where that number stands today"),
        (outcome is None or outcome.target is not None, "where it has to be"),
        (outcome is None or outcome.by, "by which day it is there"),
        (decides, "who answers for the result on your side and joins us"),
        (coming.playing("champion"), "who works with us from day to day on your side"),
        (account.first_value.definition, "how you will recognise the first result"),
    )
    for known, words in gaps:
        if not known:
            yield words

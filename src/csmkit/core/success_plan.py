"""The success plan as a value: six sections in order, then promises, approvals and rhythm.

It is computed from the customer's projection alone. What is not known is a named gap, never an invented
value, and nothing depends on today, so that the same record gives the same plan tomorrow.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from csmkit.core.account import (
    Commitment,
    Gate,
    Milestone,
    Outcome,
    Preferences,
    Role,
    Stakeholder,
    VendorPerson,
)
from csmkit.core.approvals import APPROVALS
from csmkit.core.audience import CustomerAccount
from csmkit.core.gantt import Bar, bars
from csmkit.core.milestones import day_after, due_day, in_order, primary_outcome
from csmkit.core.plan_history import PlanChange, PlanDecision, change_log, decisions
from csmkit.core.stakeholders import VENDOR_TITLES, has_left, holders, name_of, stakeholder

CHECKPOINTS = (30, 60, 90, 180)

SectionName = Literal[
    "business_outcome",
    "milestones",
    "executive_sponsor",
    "champion",
    "backup_champion",
    "tracking",
    "commitments",
    "approvals",
    "rhythm",
    "agreement",
]

RHYTHMS = {
    "weekly": "every week",
    "biweekly": "every two weeks",
    "monthly": "every month",
    "quarterly": "every quarter",
}
_MODES = {"sync": "calls", "async": "messages"}
_TONES = {"formal": "formal tone", "informal": "informal tone"}
_STATUS = {
    "open": "open",
    "delivered": "delivered",
    "renegotiated": "changed by agreement",
    "broken": "not kept",
}


class Gap(NamedTuple):
    """Something the plan does not say yet, in words a customer may read."""

    section: SectionName
    what: str
    why: str


class PlanPerson(NamedTuple):
    """A person as the plan names them, with how they like to work."""

    name: str
    title: str | None
    email: str | None
    ways: tuple[str, ...] = ()
    introduction: str | None = None


class PlanReading(NamedTuple):
    """The metric on a day."""

    on: date
    value: Decimal
    source: str | None


class PlanOutcome(NamedTuple):
    """A business result, with where it stands and where it has to be."""

    statement: str
    metric: str | None
    unit: str | None
    baseline: Decimal | None
    baseline_source: str | None
    baseline_on: date | None
    target: Decimal | None
    by: date | None
    defended_by: str | None
    readings: tuple[PlanReading, ...]


class BusinessOutcome(NamedTuple):
    """Section 1: the outcome they bought for, and what else should move."""

    main: PlanOutcome | None
    others: tuple[PlanOutcome, ...]
    gaps: tuple[Gap, ...]


class FirstResult(NamedTuple):
    """When and how the customer feels the outcome for the first time."""

    definition: str | None
    target_on: date | None
    reached_on: date | None
    evidence: str | None


class PlanMove(NamedTuple):
    """A milestone's day that was moved."""

    on: date
    was: date | None
    to: date


class PlanMilestone(NamedTuple):
    """A checkpoint, resolved to names and a day."""

    day: int | None
    title: str
    measure: str | None
    due: date | None
    owner: str | None
    customer_owner: str | None
    met_on: date | None
    evidence: str | None
    confirmed_by: str | None
    moved: tuple[PlanMove, ...]
    gaps: tuple[Gap, ...]


class Milestones(NamedTuple):
    """Section 2: the first result and the checkpoints."""

    first_result: FirstResult
    items: tuple[PlanMilestone, ...]
    gaps: tuple[Gap, ...]


class ExecutiveSponsor(NamedTuple):
    """Section 3: who owns the outcome, and the half hour with them."""

    people: tuple[PlanPerson, ...]
    call_on: date | None
    call_held: bool
    validated: tuple[str, ...]
    gaps: tuple[Gap, ...]


class Contacts(NamedTuple):
    """Sections 4 and 5: who works with us every day, and who steps in."""

    people: tuple[PlanPerson, ...]
    gaps: tuple[Gap, ...]


class OutcomeTracking(NamedTuple):
    """Section 6: how both sides see the metric move."""

    source: str | None
    dashboard: str | None
    reported_by: str | None
    verified_on: date | None
    gaps: tuple[Gap, ...]


class PlanCommitment(NamedTuple):
    """A promise made in the sale."""

    promise: str
    promised_to: str | None
    owner: str | None
    due: date | None
    status: str
    gaps: tuple[Gap, ...]


class Commitments(NamedTuple):
    """What was promised in the sale, unkept promises first."""

    items: tuple[PlanCommitment, ...]
    gaps: tuple[Gap, ...]


class PlanApproval(NamedTuple):
    """An approval on the customer's side."""

    title: str
    owner: str | None
    lead_days: int | None
    submitted_on: date | None
    expected_on: date | None
    cleared_on: date | None
    gaps: tuple[Gap, ...]


class PlanTask(NamedTuple):
    """Work of either side."""

    title: str
    side: str
    owner: str | None
    due: date | None
    done_on: date | None


class Event(NamedTuple):
    """A day that matters."""

    on: date
    what: str


class ApprovalsAndTimeline(NamedTuple):
    """What has to be approved, what has to be done, and every day that matters."""

    approvals: tuple[PlanApproval, ...]
    tasks: tuple[PlanTask, ...]
    events: tuple[Event, ...]
    gaps: tuple[Gap, ...]


class OurPerson(NamedTuple):
    """One of us."""

    name: str
    title: str
    email: str | None


class Rhythm(NamedTuple):
    """How often both sides speak, and with whom."""

    rhythm: str | None
    since: date | None
    team: tuple[OurPerson, ...]
    gaps: tuple[Gap, ...]


class Agreement(NamedTuple):
    """Whether the plan is theirs as much as ours."""

    agreed_on: date | None
    agreed_by: str | None
    reviewed_on: date | None
    gaps: tuple[Gap, ...]


class SuccessPlan(NamedTuple):
    """Everything the plan says about one onboarding."""

    customer: str
    business_outcome: BusinessOutcome
    milestones: Milestones
    executive_sponsor: ExecutiveSponsor
    champion: Contacts
    backup_champion: Contacts
    tracking: OutcomeTracking
    commitments: Commitments
    approvals: ApprovalsAndTimeline
    rhythm: Rhythm
    agreement: Agreement
    decisions: tuple[PlanDecision, ...]
    bars: tuple[Bar, ...]
    change_log: tuple[PlanChange, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything still to be agreed, in the order of the plan."""
        return tuple(_gaps(self))


def _gaps(plan: SuccessPlan) -> Iterator[Gap]:
    parts = (
        (plan.business_outcome.gaps,),
        (plan.milestones.gaps, *(item.gaps for item in plan.milestones.items)),
        (plan.executive_sponsor.gaps,),
        (plan.champion.gaps,),
        (plan.backup_champion.gaps,),
        (plan.tracking.gaps,),
        (plan.commitments.gaps, *(item.gaps for item in plan.commitments.items)),
        (plan.approvals.gaps, *(item.gaps for item in plan.approvals.approvals)),
        (plan.rhythm.gaps,),
        (plan.agreement.gaps,),
    )
    for section in parts:
        for gaps in section:
            yield from gaps


def success_plan(account: CustomerAccount, checkpoints: tuple[int, ...] = CHECKPOINTS) -> SuccessPlan:
    """The plan of an account. `checkpoints` are the days its journey asks milestones for."""
    return SuccessPlan(
        customer=account.name,
        business_outcome=_business_outcome(account),
        milestones=_milestones(account, checkpoints),
        executive_sponsor=_executive_sponsor(account),
        champion=_champion(account),
        backup_champion=_backup_champion(account),
        tracking=_tracking(account),
        commitments=_commitments(account),
        approvals=_approvals_and_timeline(account),
        rhythm=_rhythm(account),
        agreement=_agreement(account),
        decisions=decisions(account),
        bars=bars(account),
        change_log=change_log(account),
    )


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _one_gap(section: SectionName, missing: dict[str, object], why: str) -> tuple[Gap, ...]:
    """One gap that names every part without a value, or none."""
    words = [what for what, value in missing.items() if value is None]
    return (Gap(section, _listed(words), why),) if words else ()


def _still_here(account: CustomerAccount, ref: str | None) -> str | None:
    """The name behind a reference, unless that person has left: then somebody new has to be found."""
    person = stakeholder(account, ref)
    return None if person and has_left(person) else name_of(account, ref)


def _business_outcome(account: CustomerAccount) -> BusinessOutcome:
    main = primary_outcome(account)
    others = tuple(_outcome(account, outcome) for outcome in account.outcomes if outcome is not main)
    if main is None:
        gap = Gap(
            "business_outcome",
            "the business outcome, in your words",
            "Everything else in this plan is there to reach it.",
        )
        return BusinessOutcome(None, others, (gap,))
    shown = _outcome(account, main)
    return BusinessOutcome(shown, others, _outcome_gaps(shown))


def _outcome(account: CustomerAccount, outcome: Outcome) -> PlanOutcome:
    baseline = outcome.baseline
    return PlanOutcome(
        statement=outcome.statement,
        metric=outcome.metric,
        unit=outcome.unit,
        baseline=baseline.value if baseline else None,
        baseline_source=baseline.source if baseline else None,
        baseline_on=baseline.as_of if baseline else None,
        target=outcome.target,
        by=outcome.by,
        defended_by=_still_here(account, outcome.defended_by),
        readings=tuple(
            PlanReading(reading.on, reading.value, reading.source)
            for reading in sorted(outcome.readings, key=lambda reading: (reading.on, reading.id))
        ),
    )


def _outcome_gaps(outcome: PlanOutcome) -> tuple[Gap, ...]:
    measured = _one_gap(
        "business_outcome",
        {
            "the metric that moves": outcome.metric,
            "where it stands today": outcome.baseline,
            "where it has to be": outcome.target,
            "the day by which it is there": outcome.by,
        },
        "Only a number with a starting point and an end can show that the outcome was reached.",
    )
    owned = _one_gap(
        "business_outcome",
        {"who stands behind this outcome in front of your board": outcome.defended_by},
        "An outcome that an executive stands behind keeps its priority when the year gets busy.",
    )
    return measured + owned


def _milestones(account: CustomerAccount, checkpoints: tuple[int, ...]) -> Milestones:
    first = account.first_value
    covered = {milestone.day for milestone in account.milestones}
    result = FirstResult(first.definition, first.target_on, first.reached_on, first.evidence)
    open_checkpoints = [f"day {day}" for day in checkpoints if day not in covered]
    gaps = _first_result_gaps(result)
    if open_checkpoints:
        gaps += (
            Gap(
                "milestones",
                f"what success looks like at {_listed(open_checkpoints)}",
                "A checkpoint both sides can recognise shows early whether we are on the way.",
            ),
        )
    return Milestones(result, tuple(_milestone(account, item) for item in in_order(account)), gaps)


def _first_result_gaps(result: FirstResult) -> tuple[Gap, ...]:
    if result.reached_on is not None:
        return ()
    return _one_gap(
        "milestones",
        {"how you will recognise the first result": result.definition, "its day": result.target_on},
        "A first result in one team shows that the outcome is within reach.",
    )


def _milestone(account: CustomerAccount, milestone: Milestone) -> PlanMilestone:
    due = due_day(account, milestone)
    customer_owner = _still_here(account, milestone.customer_owner)
    gaps: tuple[Gap, ...] = ()
    if milestone.met_on is None:
        gaps = _one_gap(
            "milestones",
            {
                "how we both can tell that it is met": milestone.measure,
                "its day": due,
                "who drives it on your side": customer_owner,
            },
            "On the day itself, nobody should have to debate whether it is done.",
        )
    return PlanMilestone(
        day=milestone.day,
        title=milestone.title,
        measure=milestone.measure,
        due=due,
        owner=name_of(account, milestone.owner),
        customer_owner=customer_owner,
        met_on=milestone.met_on,
        evidence=milestone.evidence,
        confirmed_by=name_of(account, milestone.confirmed_by),
        moved=tuple(PlanMove(move.on, move.was, move.to) for move in milestone.moved),
        gaps=gaps,
    )


def _people(account: CustomerAccount, role: Role, *, besides: tuple[str, ...] = ()) -> tuple[PlanPerson, ...]:
    return tuple(_person(holder) for holder in holders(account, role) if holder.id not in besides)


def _person(person: Stakeholder) -> PlanPerson:
    ways = ways_of_working(person.preferences)
    return PlanPerson(person.name, person.title, person.email, ways, person.introduction)


def ways_of_working(preferences: Preferences | None) -> tuple[str, ...]:
    """How somebody likes to work, in words."""
    if preferences is None:
        return ()
    ways = (
        _MODES.get(preferences.mode or ""),
        RHYTHMS.get(preferences.rhythm or ""),
        _TONES.get(preferences.tone or ""),
    )
    return tuple(way for way in ways if way)


def _executive_sponsor(account: CustomerAccount) -> ExecutiveSponsor:
    people = _people(account, "executive_sponsor")
    call = account.sponsor_call
    call_on = call.held_on or call.booked_on
    gaps = _one_gap(
        "executive_sponsor",
        {"your executive sponsor": people or None},
        "Some decisions only an executive can take, and this person is where they go.",
    ) + _one_gap(
        "executive_sponsor",
        {"a day for the 30-minute call with your executive sponsor": call_on},
        "Half an hour in the first 30 days confirms that this plan aims at the right outcome.",
    )
    return ExecutiveSponsor(people, call_on, call.held_on is not None, call.validated, gaps)


def _champion(account: CustomerAccount) -> Contacts:
    people = _people(account, "champion")
    gaps = _one_gap(
        "champion",
        {"your champion, who works with the product and with us every day": people or None},
        "One person who is close to the work keeps questions short and decisions quick.",
    )
    silent = [person.name for person in people if not person.ways]
    if silent:
        what = f"how {_listed(silent)} would like to work with us"
        gaps += (
            Gap("champion", what, "Calls or messages, how often and in which tone: it should suit you."),
        )
    return Contacts(people, gaps)


def _backup_champion(account: CustomerAccount) -> Contacts:
    # Somebody cannot stand in for themselves.
    first_choice = tuple(person.id for person in holders(account, "champion"))
    people = _people(account, "backup_champion", besides=first_choice)
    gaps = _one_gap(
        "backup_champion",
        {"your backup champion, who steps in when the champion is away or changes jobs": people or None},
        "People move on, and the outcome should not depend on one calendar.",
    )
    return Contacts(people, gaps)


def _tracking(account: CustomerAccount) -> OutcomeTracking:
    tracking = account.tracking
    reported_by = _still_here(account, tracking.reported_by)
    gaps = _one_gap(
        "tracking",
        {
            "the system the number comes from": tracking.source,
            "where both of us can look at it": tracking.dashboard,
            "who reports it on your side": reported_by,
        },
        "Progress that cannot be measured cannot be shown to anybody.",
    ) + _one_gap(
        "tracking",
        {"a first look together at the number as it comes out": tracking.verified_on},
        "It is better to find a missing report before the kickoff ends than half a year later.",
    )
    return OutcomeTracking(tracking.source, tracking.dashboard, reported_by, tracking.verified_on, gaps)


def _commitments(account: CustomerAccount) -> Commitments:
    unkept_first = sorted(account.commitments, key=lambda commitment: not is_unkept(commitment))
    gaps: tuple[Gap, ...] = ()
    if not account.commitments:
        gap = Gap(
            "commitments",
            "whether anything was promised to you beyond the contract",
            "If so, it belongs here in writing, with a name and a day.",
        )
        gaps = (gap,)
    return Commitments(tuple(_commitment(account, item) for item in unkept_first), gaps)


def is_unkept(commitment: Commitment) -> bool:
    """Whether a promise is neither delivered nor renegotiated."""
    return commitment.status in ("open", "broken")


def _commitment(account: CustomerAccount, commitment: Commitment) -> PlanCommitment:
    owner = name_of(account, commitment.owner)
    gaps: tuple[Gap, ...] = ()
    if is_unkept(commitment):
        gaps = _one_gap(
            "commitments",
            {"who of us delivers it": owner, "its day": commitment.due_on},
            "A promise without a name and a day gets forgotten.",
        )
    return PlanCommitment(
        promise=commitment.promise,
        promised_to=name_of(account, commitment.promised_to),
        owner=owner,
        due=commitment.due_on,
        status=_STATUS[commitment.status],
        gaps=gaps,
    )


def _approvals_and_timeline(account: CustomerAccount) -> ApprovalsAndTimeline:
    gaps: tuple[Gap, ...] = ()
    if not account.gates:
        gap = Gap(
            "approvals",
            "which approvals on your side take time, such as a security review",
            "Their waiting times belong in the plan before they surprise us.",
        )
        gaps = (gap,)
    return ApprovalsAndTimeline(
        approvals=tuple(_approval(account, gate) for gate in account.gates),
        tasks=tuple(
            PlanTask(task.title, task.side, name_of(account, task.owner), task.due_on, task.done_on)
            for task in account.tasks
        ),
        events=tuple(sorted(_events(account), key=lambda event: event.on)),
        gaps=gaps,
    )


def _approval(account: CustomerAccount, gate: Gate) -> PlanApproval:
    owner = _still_here(account, gate.owner)
    gaps: tuple[Gap, ...] = ()
    if gate.cleared_on is None:
        gaps = _one_gap(
            "approvals",
            {"who steers it on your side": owner, "how long it takes": gate.lead_days},
            "The days after it can only be kept when its waiting time is known.",
        )
    return PlanApproval(
        title=APPROVALS[gate.kind],
        owner=owner,
        lead_days=gate.lead_days,
        submitted_on=gate.submitted_on,
        expected_on=_expected(gate),
        cleared_on=gate.cleared_on,
        gaps=gaps,
    )


def _expected(gate: Gate) -> date | None:
    return None if gate.cleared_on else day_after(gate.submitted_on, gate.lead_days)


def _events(account: CustomerAccount) -> Iterator[Event]:
    first, call = account.first_value, account.sponsor_call
    sponsor = next((person.name for person in holders(account, "executive_sponsor")), "the executive sponsor")
    days: list[tuple[date | None, str]] = [
        (account.contract.signed_on, "Contract signed"),
        (account.kickoff.on, "Kickoff"),
        (call.held_on or call.booked_on, f"30-minute call with {sponsor}"),
        (first.reached_on or first.target_on, "First result reached" if first.reached_on else "First result"),
    ]
    days += [(item.by, f"Target day: {item.metric or 'the business outcome'}") for item in account.outcomes]
    for milestone in account.milestones:
        met = ", met" if milestone.met_on else ""
        days.append((milestone.met_on or due_day(account, milestone), milestone.title + met))
    for gate in account.gates:
        days += _days_of_approval(gate)
    for hold in account.holds:
        days += [(hold.from_on, "Start of the pause"), (hold.until_on, "Last day of the pause")]
    return (Event(on, what) for on, what in days if on is not None)


def _days_of_approval(gate: Gate) -> list[tuple[date | None, str]]:
    title = APPROVALS[gate.kind]
    return [
        (gate.submitted_on, f"{title}: submitted"),
        (_expected(gate), f"{title}: expected"),
        (gate.cleared_on, f"{title}: cleared"),
    ]


def _rhythm(account: CustomerAccount) -> Rhythm:
    rhythm = RHYTHMS.get(account.cadence.rhythm or "")
    people: dict[str, VendorPerson] = {str(role): person for role, person in account.vendor_team.items()}
    # In the order of the titles: how the record happens to list them must not show.
    team = tuple(
        OurPerson(people[role].name, title, people[role].email)
        for role, title in VENDOR_TITLES.items()
        if role in people
    )
    gaps = _one_gap(
        "rhythm",
        {"how often we meet": rhythm},
        "A fixed rhythm saves both sides the search for a date.",
    ) + _one_gap(
        "rhythm",
        {"your contact on our side": team or None},
        "You should know whom to call.",
    )
    return Rhythm(rhythm, account.cadence.since, team, gaps)


def _agreement(account: CustomerAccount) -> Agreement:
    plan = account.plan
    gaps = _one_gap(
        "agreement",
        {"this plan as a whole": plan.agreed_on},
        "It is a proposal until you have read it, changed it and agreed to it.",
    )
    return Agreement(plan.agreed_on, name_of(account, plan.agreed_by), plan.reviewed_on, gaps)

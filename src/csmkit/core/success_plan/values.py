"""The success plan as values: its parts in order, each with the gaps that are still to be agreed."""

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from csmkit.core.success_plan.chart import Bar
from csmkit.core.success_plan.history import PlanChange, PlanDecision

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


class Gap(NamedTuple):
    """Something the plan does not say yet, in words a customer may read."""

    section: SectionName
    what: str
    why: str


class PlanPerson(NamedTuple):
    """A person as the plan names them, with how they like to work and how they are introduced."""

    name: str
    title: str | None
    email: str | None
    ways: tuple[str, ...] = ()
    introduction: str | None = None


class PlanReading(NamedTuple):
    """The metric on a day: whole percent of the way to the target, and of the time until its day."""

    on: date
    value: Decimal
    source: str | None
    attained: int | None
    time_gone: int | None


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
    """Section 3: who owns the outcome, the half hour with them, and the weeks of the quarterly reviews."""

    people: tuple[PlanPerson, ...]
    call_on: date | None
    call_held: bool
    validated: tuple[str, ...]
    reviews: tuple[date, ...]
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
    read_on: tuple[date, ...]
    gaps: tuple[Gap, ...]


class PlanCommitment(NamedTuple):
    """A promise made in the sale."""

    promise: str
    promised_to: str | None
    owner: str | None
    due: date | None
    status: str
    owed: bool
    kept: bool
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
    submit_by: date | None
    submitted_on: date | None
    expected_on: date | None
    cleared_on: date | None
    gaps: tuple[Gap, ...]


class PlanTask(NamedTuple):
    """Work of either side, and what it waits for."""

    title: str
    side: str
    owner: str | None
    counterpart: str | None
    due: date | None
    done_on: date | None
    after: tuple[str, ...]


class Event(NamedTuple):
    """A day that matters."""

    on: date
    what: str


class RoadStep(NamedTuple):
    """One thing that comes before the first result.

    Attributes:
        due: The day it is planned for: of handing in, for an approval.
        by: The last day to hand in an approval, or to finish anything else, that still holds the planned day.
        moves_to: Where the first result goes when an approval is handed in later.
        missed: Whether even the first possible day is too late.
    """

    title: str
    kind: str
    owner: str | None
    due: date | None
    submitted_on: date | None
    expected_on: date | None
    done_on: date | None
    by: date | None
    moves_to: date | None
    missed: bool


class Road(NamedTuple):
    """The way to the first result; `ready_on` is when it can come, once every approval is handed in."""

    steps: tuple[RoadStep, ...]
    ready_on: date | None
    last: str | None


class ApprovalsAndTimeline(NamedTuple):
    """What has to be approved, what has to be done, the way to the first result, every day that matters."""

    road: Road | None
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


class Tally(NamedTuple):
    """How many of them are done."""

    done: int
    of: int


class Standing(NamedTuple):
    """Where everything stands, counted, with what is still to be agreed."""

    milestones: Tally
    approvals: Tally
    tasks: Tally
    promises: Tally
    open_points: tuple[Gap, ...]


NOWHERE = Standing(Tally(0, 0), Tally(0, 0), Tally(0, 0), Tally(0, 0), ())


class NextStep(NamedTuple):
    """Something open between the checkpoints that has a day."""

    on: date
    what: str
    who: str | None


class SuccessPlan(NamedTuple):
    """Everything the plan says about one onboarding. `short`: for a customer with little of our time."""

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
    short: bool
    standing: Standing = NOWHERE
    next_steps: tuple[NextStep, ...] = ()

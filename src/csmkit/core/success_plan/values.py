"""The success plan as values: its parts in order, each with the gaps that are still to be agreed."""

from collections.abc import Iterator
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

"""A journey: how customers of one kind are onboarded, what is due when, and what reshapes it."""

from collections.abc import Collection, Iterator
from typing import Literal

from pydantic import Field

from csmkit.core.account import AgendaKind, Complexity, GateKind, Rhythm, Role, VendorRole
from csmkit.core.fields import Count, Day, Flag, Id, Line, Strict, Text, Whole
from csmkit.errors import did_you_mean

Measure = Literal["business", "adoption", "activation"]


class JourneyMilestone(Strict):
    """A checkpoint of the journey, before it is worded for a customer."""

    id: Id = Field(description="Permanent id, such as day-30.")
    day: Count = Field(description="Days after signature.")
    title: Line = Field(description="What is true once it is met.")
    measure: Line | None = Field(default=None, description="How anybody can tell.")
    owner: Line | None = Field(default=None, description="Who of us drives it: a role of the vendor team.")
    customer_owner: Role | None = Field(default=None, description="Which of their roles drives it with us.")
    first_value: Flag = Field(default=False, description="Whether this checkpoint is the first value.")
    proposed_title: Line | None = Field(
        default=None, description="The title in terms of this customer's outcome. May hold {{ names }}."
    )
    proposed_measure: Line | None = Field(
        default=None, description="The measure in terms of this customer's outcome. May hold {{ names }}."
    )


class Window(Strict):
    """When first value is due, in days after signature."""

    from_day: Count = Field(description="Earliest.")
    to_day: Count = Field(description="Latest.")


class DueInterview(Strict):
    """A conversation that belongs to the journey, with the day by which it is held."""

    interview: Id = Field(description="Which interview.")
    by_day: Count = Field(description="Held by this day after signature.")


class FloatBand(Strict):
    """What to do at so many working days between what is left to do and the value date."""

    at_least: Whole | None = Field(
        default=None, description="From so many working days on; without it, for everything below the others."
    )
    title: Line = Field(description="In a word or two.")
    do: Text = Field(description="What a CSM does then.")


class ScriptNotes(Strict):
    """What the CSM has beside the agenda and never shows."""

    say: Text | None = Field(default=None, description="Words to open it with. May hold {{ names }}.")
    ask: tuple[Line, ...] = Field(default=(), description="Questions to ask. May hold {{ names }}.")
    listen_for: tuple[Line, ...] = Field(default=(), description="What to listen for.")


class KickoffItem(Strict):
    """One part of the kickoff's agenda."""

    id: Id = Field(description="Permanent id.")
    title: Line = Field(description="What is settled in it. May hold {{ names }}.")
    minutes: Count = Field(description="How long it takes.")
    kind: AgendaKind = Field(description="What it is about; the share of `product` is watched.")
    owner: Line = Field(description="Who leads it: a role of theirs or of ours.")
    when: Line | None = Field(default=None, description="Condition under which it is on the agenda.")
    gives_way: Flag = Field(
        default=False,
        description="Whether a part that is added of its kind takes its place, and its script.",
    )
    script: ScriptNotes = Field(default=ScriptNotes(), description="The CSM's own notes beside it.")


class KickoffTurn(Strict):
    """Something that may happen in the room, and what the CSM does then."""

    id: Id = Field(description="Permanent id.")
    sign: Line = Field(description="What happens. May hold {{ names }}.")
    do: Text = Field(description="What to do then. May hold {{ names }}.")


class JourneyKickoff(Strict):
    """The kickoff as this journey holds it."""

    minutes: Count = Field(default=60, description="How long it takes; the agenda fits into it.")
    product_share: Count = Field(
        default=25, description="Most percent of the time for a product walkthrough."
    )
    required: tuple[Role | VendorRole, ...] = Field(
        default=("economic_buyer", "champion", "csm", "account_executive"),
        description="Roles without which it does not take place.",
    )
    suggested: tuple[Role | VendorRole, ...] = Field(default=(), description="Roles worth inviting.")
    agenda: tuple[KickoffItem, ...] = Field(default=(), description="What is on it, the outcome first.")
    turns: tuple[KickoffTurn, ...] = Field(default=(), description="What may happen, for the CSM's script.")


class AddedTask(Strict):
    """A task that a rule proposes."""

    id: Id = Field(description="Permanent id; the task keeps it in the record.")
    title: Line = Field(description="What has to be done. May hold {{ names }}.")
    side: Literal["customer", "vendor"] = Field(default="vendor", description="Whose work it is.")
    owner: Line | None = Field(default=None, description="A role of theirs or of ours.")
    day: Count | None = Field(default=None, description="Due on this day after signature.")
    work_days: Count | None = Field(default=None, description="Working days it takes.")
    before: Line | None = Field(
        default=None, description="What has to wait for it, such as first_value or milestones/day-60."
    )
    counterpart: Line | None = Field(
        default=None, description="Who works on it with them: a role of the other side."
    )


class AddedGate(Strict):
    """An approval that a rule expects."""

    kind: GateKind = Field(description="Which approval.")
    lead_days: Count = Field(description="Calendar days it usually takes.")
    submit_by_day: Count | None = Field(default=None, description="Submitted by this day after signature.")


class MovedMilestone(Strict):
    """A milestone that a rule dates anew, as long as nobody agreed on its day."""

    id: Id = Field(description="Which milestone of the journey.")
    to_day: Count = Field(description="The day after signature it belongs to here.")


class AddedAgendaItem(Strict):
    """A part of the kickoff that a rule adds."""

    id: Id = Field(description="Permanent id.")
    title: Line = Field(description="What is settled in it. May hold {{ names }}.")
    minutes: Count = Field(description="How long it takes.")
    kind: AgendaKind = Field(description="What it is about.")
    owner: Line | None = Field(default=None, description="Who leads it: a role of theirs or of ours.")


class ReshapeRule(Strict):
    """What changes in the onboarding of a customer like this one, and why."""

    id: Id = Field(description="Permanent id.")
    when: Line = Field(description="Condition over maturity, gates, complexity, journey, segment, layers.")
    because: Text = Field(description="Why, for the CSM. May hold {{ names }}. Never shown to the customer.")
    tasks: tuple[AddedTask, ...] = Field(default=(), description="Tasks to add.")
    gates: tuple[AddedGate, ...] = Field(default=(), description="Approvals to expect.")
    milestones: tuple[MovedMilestone, ...] = Field(default=(), description="Milestones to date anew.")
    agenda: tuple[AddedAgendaItem, ...] = Field(default=(), description="Parts to add to the kickoff.")
    attend: tuple[Role, ...] = Field(default=(), description="Roles that have to come to the kickoff.")
    rhythm: Rhythm | None = Field(default=None, description="How often to meet.")
    first_value: Window | None = Field(default=None, description="The window for first value.")


class Responsibility(Strict):
    """Who answers for what, between the technical set-up, the onboarding and the account."""

    id: Id = Field(description="Permanent id.")
    what: Line = Field(description="What it is, in words the customer reads.")
    owner: VendorRole = Field(
        description="Who of us answers for it; where nobody plays that part, the CSM does."
    )
    helps: tuple[VendorRole, ...] = Field(default=(), description="Who of us helps with it.")
    customer_owner: Role = Field(description="Which of their roles owns it with us.")


Occasion = Literal[
    "kickoff-booked",
    "kickoff-held",
    "sponsor-call-open",
    "backup-open",
    "milestone-met",
    "first-value",
    "disengaged",
    "champion-left",
    "pause",
    "rhythm-drops",
    "graduation",
    "new-csm",
    "ebr",
]


MessageReader = Literal[Role, "kickoff_guests", "successor"]


class JourneyEmail(Strict):
    """A message of the journey: which, to whom, and when it is due."""

    name: Id = Field(description="What you type, and the file it is written to.")
    template: Id | None = Field(
        default=None, description="The template in templates/emails/, if it is not called as the message."
    )
    to: tuple[MessageReader, ...] = Field(
        description="Roles of theirs that get it; kickoff_guests is everybody who comes to the kickoff, "
        "successor whoever carries on from a champion who left."
    )
    day: Count | None = Field(default=None, description="Due on this day after signature.")
    after: Occasion | None = Field(default=None, description="Or due once this has happened.")
    days: Count = Field(default=0, description="So many days after it.")
    within_days: Count = Field(
        default=14, description="So many days it may be late; after that it is left out."
    )


class Journey(Strict):
    """An onboarding journey: which parts it uses and what is due when."""

    schema_: Literal["csmkit/journey@1"] = Field(
        alias="schema", description="The kind and version of this file."
    )
    kind: Literal["journey"] = Field(description="What this file is.")
    title: Line = Field(description="Shown in lists.")
    about: Text | None = Field(default=None, description="For which customers.")
    version: Line | None = Field(default=None, description="Which version of the journey this is.")
    owner: Line | None = Field(default=None, description="Who of your team answers for it.")
    reviewed_on: Day | None = Field(default=None, description="The day somebody last read it whole.")
    touch: Literal["high", "mid", "low"] = Field(
        default="mid", description="How much of our time it takes; rules of `check` hold by it."
    )
    measures: tuple[Measure, ...] = Field(
        default=("business",), description="What the outcome may be measured by, beside a business metric."
    )
    handoff: Id = Field(default="handoff", description="The interview with the account executive.")
    assessment: Id = Field(default="customer-maturity", description="The maturity model.")
    draft: Id = Field(default="success-plan", description="The interview that drafts the success plan.")
    review: Id = Field(default="plan-review", description="The interview after the customer has read it.")
    debrief: Id = Field(default="kickoff-debrief", description="The interview after the kickoff.")
    interviews: tuple[DueInterview, ...] = Field(
        default=(), description="Further conversations and their days."
    )
    milestones: tuple[JourneyMilestone, ...] = Field(description="The checkpoints.")
    onboarding_rhythm: Rhythm = Field(description="How often to meet until graduation.")
    steady_rhythm: Rhythm = Field(description="How often to meet after it.")
    review_rhythm: Rhythm | None = Field(
        default="quarterly", description="How often an executive business review is held; null for never."
    )
    first_value: dict[Complexity, Window] = Field(description="The window for first value, by complexity.")
    tasks: tuple[AddedTask, ...] = Field(
        default=(), description="Work that belongs to every onboarding on this journey; proposed for each."
    )
    responsibilities: tuple[Responsibility, ...] = Field(
        default=(), description="Who answers for what; it stands in the kickoff's agenda."
    )
    plays: dict[Id, Flag] = Field(
        default={},
        description="The plays of the journey; `no` leaves one out. One not named here belongs to it.",
    )
    float_bands: tuple[FloatBand, ...] = Field(default=(), description="What to do as the float shrinks.")
    kickoff: JourneyKickoff = Field(default=JourneyKickoff(), description="The kickoff.")
    reshape: tuple[ReshapeRule, ...] = Field(default=(), description="What changes for whom.")
    emails: tuple[JourneyEmail, ...] = Field(default=(), description="The messages, and when each is due.")
    sponsor_call_booked_by_day: Count = Field(
        default=14, description="The sponsor call is in the calendar by this day."
    )
    sponsor_call_held_by_day: Count = Field(default=30, description="The sponsor call is held by this day.")
    assess_by_day: Count = Field(default=14, description="Maturity is assessed by this day.")
    graduation_day: Count = Field(default=90, description="The day the cadence is decided.")


def check_plays(journey: Journey, known: Collection[str]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every play that a journey names and nobody wrote: its place and a sentence."""
    for name in journey.plays:
        if name not in known:
            yield ("plays", name), f"there is no play “{name}”.{did_you_mean(name, known)}"


def check_emails(journey: Journey, templates: Collection[str]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every finding in the `emails` of a journey, from the top: its place and a sentence."""
    for number, email in enumerate(journey.emails):
        loc = ("emails", number)
        if email.name in [one.name for one in journey.emails[:number]]:
            yield (*loc, "name"), "this message stands twice; give one of them another name"
        if (email.day is None) == (email.after is None):
            yield loc, "a message is due on a `day` or `after` something; say one of the two"
        if not email.to:
            yield (*loc, "to"), "a message needs somebody it goes to, such as [champion]"
        template = f"emails/{email.template or email.name}"
        if template not in templates:
            hint = did_you_mean(template, templates)
            key = "template" if email.template else "name"
            yield (*loc, key), f"there is no template “templates/{template}.md.j2”.{hint}"

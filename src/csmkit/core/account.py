"""The record of one account: the one source of truth for its onboarding.

Every field is described and marked: `shown` may reach the customer, `internal` never does.
An unmarked field is internal. Ids join the parts of a record and are never printed.
"""

from collections.abc import Iterable
from typing import Annotated, Literal, get_args

from pydantic import Field

from csmkit.core.fields import (
    Clock,
    Count,
    Day,
    Email,
    Flag,
    Id,
    Level,
    Line,
    Name,
    Number,
    Strict,
    Text,
    internal,
    shown,
)

Role = Literal[
    "economic_buyer",
    "executive_sponsor",
    "champion",
    "backup_champion",
    "technical_lead",
    "analytics_lead",
    "contract_signer",
    "procurement",
    "power_user",
    "user",
]
Stance = Literal["coach", "supporter", "neutral", "sceptic", "blocker"]
SaidBy = Literal["customer", "account_executive", "inferred"]
Journey = Id
Complexity = Literal["simple", "typical", "deep"]
Rhythm = Literal["weekly", "biweekly", "monthly", "quarterly"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
CommitmentKind = Literal[
    "integration", "services", "performance", "timeline", "feature", "commercial", "support", "other"
]
CommitmentStatus = Literal["open", "delivered", "renegotiated", "broken"]
GateKind = Literal[
    "security_review", "architecture_committee", "change_board", "legal", "procurement", "other"
]
VendorRole = Literal[
    "csm", "account_executive", "onboarding_manager", "implementation_lead", "steady_state_csm"
]


class Contract(Strict):
    """The dates and the size of the deal."""

    signed_on: Day | None = shown("The day the contract was signed: day 0 of the onboarding.", None)
    starts_on: Day | None = shown("The first day of the contract's term.", None)
    renews_on: Day | None = internal("The day the term ends unless it is renewed.")
    notice_days: Count | None = internal("Days before the renewal by which the customer may opt out.")
    arr: Number | None = internal("Annual recurring revenue, in the contract's currency.")
    currency: Line | None = internal("Three letters, such as USD.")
    churned_on: Day | None = internal("The day the customer left, if they did.")
    churned_because: Text | None = internal("Why they left, in their words and ours.")
    renewed_on: Day | None = internal("The day the last renewal was signed.")


class External(Strict):
    """What another system calls this part of the record, and what it said when it was imported last."""

    id: Line | None = internal("The id there; it stays when the name changes.")
    imported: dict[Line, Text] = internal(
        "What was imported last, by field; a field that differs by now was edited here, and stays.", {}
    )


class VendorPerson(Strict):
    """One of us."""

    name: Line = shown("Full name.")
    email: Email | None = shown("Work address.", None)


class Preferences(Strict):
    """How a person wants to be worked with."""

    mode: Literal["sync", "async"] | None = shown("Calls (sync) or messages (async).", None)
    rhythm: Rhythm | None = shown("How often.", None)
    tone: Literal["formal", "informal"] | None = shown("How to write to them.", None)


class Stakeholder(Strict):
    """A person on the customer's side."""

    id: Id = shown("Permanent id, such as jane-doe.")
    name: Line = shown("Full name.")
    title: Line | None = shown("Job title.", None)
    email: Email | None = shown("Work address.", None)
    roles: tuple[Role, ...] = shown("The parts this person plays in the onboarding.", ())
    preferences: Preferences | None = shown("How they want to be worked with.", None)
    reports_to: Id | None = internal("Id of the person they report to, as far as we know.")
    introduction: Line | None = shown("How and when both sides introduce them, if they are new to us.", None)
    departed_on: Day | None = shown("The day they left, if they did.", None)
    decision_power: Level | None = internal("How much they decide: 1 none, 5 signs alone.")
    credibility: Level | None = internal(
        "How much colleagues follow them: 1 not at all, 5 they set the tone."
    )
    stance: Stance | None = internal("Where they stand on the purchase.")
    ae_relationship: Text | None = internal("What ties them to the account executive.")
    private: Text | None = internal("What only our team should know about them.")
    external: dict[Name, External] = internal("The person in other systems, such as hubspot.", {})


class Alternative(Strict):
    """What the customer could have bought instead."""

    id: Id = internal("Permanent id.", ...)
    name: Line = internal("The product, the in-house build or doing nothing.", ...)
    got_wrong: Text | None = internal("What it got wrong in the customer's eyes.")
    rejected_because: Text | None = internal("Why it was not chosen.")


class Buying(Strict):
    """The story of the purchase, as the account executive tells it."""

    why_now: Text | None = internal("What made them act this quarter and not next year.")
    too_late_after: Day | None = internal("The day after which the result comes too late for them.")
    politics: Text | None = internal("Who gains, who loses, whose budget, old wounds.")
    alternatives: tuple[Alternative, ...] = internal("What else was on the table.", ())


class Move(Strict):
    """A due date that was moved."""

    id: Id = shown("Permanent id.")
    on: Day = shown("The day it was moved.")
    was: Day | None = shown("The date before.", None)
    to: Day = shown("The date after.")
    reason: Text | None = internal("Why, in our own words.")


class Commitment(Strict):
    """A promise made in the sale that we now have to keep."""

    id: Id = shown("Permanent id, such as sso.")
    promise: Line = shown("What was promised, as the customer heard it.")
    kind: CommitmentKind | None = internal("What sort of promise.")
    promised_by: Line | None = internal("Who of us promised it.")
    promised_to: Line | None = shown("Id of the stakeholder who was promised.", None)
    owner: Line | None = shown("Who of us delivers it.", None)
    due_on: Day | None = shown("The day it is expected.", None)
    status: CommitmentStatus = shown("Where it stands.", "open")
    in_writing: Flag | None = internal("Whether it stands in the contract or was only said.")
    moved: tuple[Move, ...] = shown("Every move of the due date.", ())


class Baseline(Strict):
    """Where the customer's number stood before us."""

    value: Number = shown("The number, in the outcome's unit.")
    source: Line | None = shown("Where the number comes from.", None)
    as_of: Day | None = shown("The day it was read.", None)


class Reading(Strict):
    """The number, read again."""

    id: Id = shown("Permanent id.")
    on: Day = shown("The day it was read.")
    value: Number = shown("The number, in the outcome's unit.")
    source: Line | None = shown("Where the number comes from.", None)


class Outcome(Strict):
    """What the customer bought us for, as a business result an executive would defend."""

    id: Id = shown("Permanent id, such as time-to-quote.")
    primary: Flag = shown("Whether this is the one they bought for.", False)  # noqa: FBT003 - a default, not a call
    statement: Text = shown("The outcome in the customer's own words.")
    metric: Line | None = shown("The business metric that moves.", None)
    unit: Line | None = shown("The unit of the metric, such as days or percent.", None)
    baseline: Baseline | None = shown("Where the metric stood before.", None)
    target: Number | None = shown("Where it has to be, in the same unit.", None)
    by: Day | None = shown("The day by which the target is reached.", None)
    defended_by: Line | None = shown(
        "Id of the stakeholder who would stand up for it before the board.", None
    )
    readings: tuple[Reading, ...] = shown("The metric as it was read since.", ())


class ValueWindow(Strict):
    """When first value is due, in days after signature."""

    from_day: Count = shown("Earliest day after signature.")
    to_day: Count = shown("Latest day after signature.")


class FirstValue(Strict):
    """The moment the customer feels the outcome, even at small scale."""

    definition: Text | None = shown("How this customer would recognise it.", None)
    window: ValueWindow | None = shown("The window that was agreed; without it, the journey's.", None)
    target_on: Day | None = shown("The day it is planned for.", None)
    after: tuple[Line, ...] = shown(
        "What has to be done before it; every approval is, unless it is named elsewhere.",
        (),
    )
    work_days: Count | None = shown("Working days of work once everything before it is done.", None)
    moved: tuple[Move, ...] = shown("Every move of the planned day.", ())
    reached_on: Day | None = shown("The day it was reached.", None)
    evidence: Text | None = shown("What shows it. The customer reads this.", None)


class Milestone(Strict):
    """A checkpoint that says what success looks like on that day."""

    id: Id = shown("Permanent id, such as day-30.")
    day: Count | None = shown("Days after signature it belongs to: 30, 60, 90, 180.", None)
    title: Line = shown("What is true once it is met.")
    measure: Line | None = shown("How anybody can tell.", None)
    owner: Line | None = shown("Who of us drives it.", None)
    customer_owner: Line | None = shown("Id of the stakeholder who drives it on their side.", None)
    due_on: Day | None = shown("The agreed day; without it, signature plus `day`.", None)
    after: tuple[Line, ...] = shown("What has to be done before, such as tasks/data-export.", ())
    work_days: Count | None = shown("Working days of work once everything before it is done.", None)
    met_on: Day | None = shown("The day it was met.", None)
    evidence: Text | None = shown("What shows it. The customer reads this.", None)
    confirmed_by: Line | None = shown("Id of the stakeholder who confirmed it.", None)
    moved: tuple[Move, ...] = shown("Every move of the due date.", ())
    because: Text | None = internal("What made us word or date it so.")


AgendaKind = Literal[
    "outcome", "people", "plan", "approvals", "measurement", "product", "promises", "next_steps"
]


class AgendaItem(Strict):
    """A part of the kickoff that this customer needs beyond the journey's agenda."""

    id: Id = shown("Permanent id.")
    title: Line = shown("What is settled in it.")
    minutes: Count = shown("How long it takes.")
    kind: AgendaKind = shown("What it is about.", "plan")
    owner: Line | None = shown("Who leads it: id of a stakeholder, or a role of ours.", None)
    because: Text | None = internal("What made us add it.")


class MeetingDecision(Strict):
    """Something that was decided in the kickoff."""

    id: Id = shown("Permanent id.")
    text: Line = shown("What was decided.")
    owner: Line | None = shown("Who sees to it.", None)
    due_on: Day | None = shown("By when.", None)


class Kickoff(Strict):
    """The kickoff meeting."""

    on: Day | None = shown("The day it takes place or took place.", None)
    at: Clock | None = shown("When it begins, in the customer's time zone, such as 09:30.", None)
    minutes: Count | None = shown("How long it takes; without it, as the journey says.", None)
    invited: tuple[Line, ...] = shown("Who is invited: ids of stakeholders, or roles of ours.", ())
    needs: tuple[Role, ...] = shown("Roles that have to be there beyond those of every kickoff.", ())
    agenda: tuple[AgendaItem, ...] = shown("What this customer needs beyond the journey's agenda.", ())
    attended: tuple[Line, ...] = shown("Who came.", ())
    decisions: tuple[MeetingDecision, ...] = shown("What was decided.", ())
    outcome_measurable: Flag | None = internal(
        "Whether the outcome can be measured, as settled in the kickoff."
    )
    ae_co_presents: Flag | None = internal("Whether the account executive presents with us.")


class SponsorCall(Strict):
    """The half hour with the executive sponsor in the first thirty days."""

    booked_on: Day | None = shown("The day the call is booked for.", None)
    at: Clock | None = shown("When it begins, in the customer's time zone, such as 09:30.", None)
    held_on: Day | None = shown("The day it was held.", None)
    validated: tuple[Line, ...] = shown("What the sponsor confirmed: outcome, plan, milestones.", ())


class PlanReview(Strict):
    """The customer read the plan and said what has to change."""

    id: Id = shown("Permanent id.")
    on: Day = shown("The day of the review.")
    with_: tuple[Line, ...] = shown("Ids of the stakeholders who took part.", (), alias="with")
    changed: Text | None = shown("What was changed, in words. The customer reads this.", None)
    agreed: Flag | None = shown("Whether they agreed to the plan then.", None)
    moved_because: Text | None = internal("Why days were moved, in our own words.")


class PlanAgreement(Strict):
    """Whether the plan is theirs as much as ours."""

    agreed_on: Day | None = shown("The day the customer agreed to the plan.", None)
    agreed_by: Line | None = shown("Id of the stakeholder who agreed.", None)
    reviewed_on: Day | None = shown("The day it was last reviewed together.", None)
    reviews: tuple[PlanReview, ...] = shown("Every review, with what was changed.", ())


class Tracking(Strict):
    """How both sides see the outcome move."""

    source: Line | None = shown("The system the metric comes from.", None)
    dashboard: Line | None = shown("Where both sides can look at it.", None)
    reported_by: Line | None = shown("Who on the customer's side reports it.", None)
    verified_on: Day | None = shown("The day somebody saw the number come out.", None)


class Gate(Strict):
    """An approval on the customer's side that takes its own time."""

    id: Id = shown("Permanent id, such as security-review.")
    kind: GateKind = shown("Which approval.")
    lead_days: Count | None = shown("Days it takes from submission.", None)
    counted_in: Literal["calendar", "working"] = shown(
        "What those days are: calendar or working days.", "calendar"
    )
    owner: Line | None = shown("Who on the customer's side steers it.", None)
    after: tuple[Line, ...] = shown("What has to be done before it can be submitted.", ())
    submit_by: Day | None = shown("The day it is planned to be submitted.", None)
    submitted_on: Day | None = shown("The day it was submitted.", None)
    cleared_on: Day | None = shown("The day it was cleared.", None)
    because: Text | None = internal("What made us expect it.")


class Task(Strict):
    """Work that somebody has to do by a day."""

    id: Id = shown("Permanent id.")
    title: Line = shown("What has to be done.")
    side: Literal["customer", "vendor"] = shown("Whose work it is.", "vendor")
    owner: Line | None = shown("Who does it.", None)
    counterpart: Line | None = shown("Who works on it with them, on the other side.", None)
    due_on: Day | None = shown("The day it is due.", None)
    after: tuple[Line, ...] = shown("What has to be done before, such as gates/security-review.", ())
    work_days: Count | None = shown("Working days it takes once everything before it is done.", None)
    done_on: Day | None = shown("The day it was done.", None)
    moved: tuple[Move, ...] = shown("Every move of the due date.", ())
    only_ours: Flag = shown(
        "Whether only our own team sees it; such a task is in nothing the customer gets.", default=False
    )
    play: Line | None = internal("Id of the run of a play that it belongs to.")
    message: Id | None = internal("Name of the message that does it.")
    message_to: Line | None = internal("Id of who gets that message, if not its usual readers.")
    because: Text | None = internal("What made us add it.")


class Risk(Strict):
    """Something that may keep the customer from the outcome."""

    id: Id = internal("Permanent id.", ...)
    title: Line = internal("What may go wrong.", ...)
    severity: Level | None = internal("1 a nuisance, 5 the renewal.")
    owner: Line | None = internal("Who watches it.")
    response: Text | None = internal("What we do about it.")
    closed_on: Day | None = internal("The day it went away.")


class PlayRun(Strict):
    """A named response that was started."""

    id: Id = internal("Permanent id.", ...)
    play: Id = internal("Which play, such as champion-departure.", ...)
    about: Line | None = internal(
        "Whom or what it is about: the id of a stakeholder or a part of the record."
    )
    started_on: Day = internal("The day it was started.", ...)
    because: Text | None = internal("What started it.")
    closed_on: Day | None = internal("The day it was closed.")
    result: Text | None = internal("What came of it.")


class Sentiment(Strict):
    """How they feel about us, as somebody last heard it."""

    level: Literal["positive", "neutral", "negative"] = internal("Positive, neutral or negative.", ...)
    on: Day = internal("The day it was heard.", ...)
    of: Line | None = internal("Id of the stakeholder it was heard from.")


class HealthOverride(Strict):
    """The CSM's own word on the account's health, for a while."""

    status: Literal["on_track", "at_risk", "off_track"] = internal("On track, at risk or off track.", ...)
    reason: Text = internal("Why it is not what the record says.", ...)
    by: Line | None = internal("Who said so.")
    on: Day = internal("Since when.", ...)
    until: Day = internal("Until when; after it the record speaks again.", ...)


class Hold(Strict):
    """The onboarding paused, agreed with the customer."""

    id: Id = shown("Permanent id.")
    from_on: Day = shown("The first day of the pause.")
    until_on: Day | None = shown("The last day of the pause.", None)
    agreed_with: Line | None = shown("Id of the stakeholder who agreed.", None)
    reason: Text | None = internal("Why, in our own words.")


class Freeze(Strict):
    """Days on which the customer's side does not move: a change freeze, a year end, a peak season."""

    id: Id = shown("Permanent id.")
    from_on: Day = shown("The first day of it.")
    until_on: Day = shown("The last day of it.")
    what: Line | None = shown("What it is called there.", None)


class ReshapeDecision(Strict):
    """A change to the onboarding that was proposed, and what the CSM decided."""

    id: Id = internal("Permanent id.", ...)
    proposal: Line = internal("Rule and part of the proposal, such as long-security-review/task.", ...)
    on: Day = internal("The day it was decided.", ...)
    decision: Literal["accepted", "declined"] = internal("Accepted or declined.", ...)
    what: Line | None = internal("What was proposed, with what it was before and after.")
    because: Text | None = internal("Why it was proposed, as it read on that day.")


class AssessmentAnswer(Strict):
    """One level that was chosen, with what it rests on."""

    value: Line | None = internal("The level or option; none when the question does not apply.")
    not_applicable: Flag = internal("Whether the question does not apply here.", default=False)
    note: Text | None = internal("What the answer rests on.")
    by: Line | None = internal("Who gave it, if not who took the assessment.")
    on: Day | None = internal("The day it was given, if not the day of the assessment.")


class AssessmentRun(Strict):
    """One dated assessment of the customer's maturity."""

    id: Id = internal("Permanent id.", ...)
    on: Day = internal("The day it was taken.", ...)
    by: Line | None = internal("Who took it.")
    model: Line = internal("The model and its version, such as customer-maturity@1.", ...)
    digest: Line | None = internal("Fingerprint of the model that was answered.")
    answers: dict[str, AssessmentAnswer] = internal("Answers by question id.", {})
    targets: dict[str, Number] = internal("The score wanted for a part of the model, by its id.", {})


class RhythmChange(Strict):
    """A slower rhythm that was decided and does not hold yet."""

    rhythm: Rhythm = shown("The rhythm from then on.")
    starts_on: Day = shown("The first day of it.")
    decided_on: Day = shown("The day it was decided.")


class PastRhythm(Strict):
    """A rhythm that held before."""

    id: Id = shown("Permanent id.")
    rhythm: Rhythm = shown("How often we met.")
    since: Day = shown("The first day of it.")
    until: Day = shown("The last day of it.")


class Cadence(Strict):
    """How often we meet."""

    rhythm: Rhythm | None = shown("The rhythm agreed with the customer.", None)
    since: Day | None = shown("Since when.", None)
    weekday: Weekday | None = shown("The day of the week we meet on; without it, tuesday is proposed.", None)
    at: Clock | None = shown(
        "When a meeting begins, in the customer's time zone; without it, 10:00 is proposed.", None
    )
    minutes: Count | None = shown("How long a meeting takes; without it, 30.", None)
    next: RhythmChange | None = shown("The change that was decided.", None)
    announced_on: Day | None = shown("The day the customer was told of the last change.", None)
    past: tuple[PastRhythm, ...] = shown("The rhythms before this one, oldest first.", ())


class SteadyState(Strict):
    """The account goes over from who onboarded it to who keeps it."""

    handed_over_on: Day | None = shown("The day it was handed over.", None)
    introduced_on: Day | None = shown("The day both are to meet the customer together.", None)
    fallback: Line | None = shown("Who of us stays reachable for a while: a role of ours.", None)
    fallback_until: Day | None = shown("Until when.", None)


class CsmBefore(Strict):
    """Who of us looked after the account before it went over to its CSM."""

    name: Line = shown("Who it was; introduces the one who took over.")
    until: Day = shown("The day it went over.")


class SessionHeld(Strict):
    """An interview session that was recorded."""

    id: Id = internal("Permanent id of its journal.", ...)
    interview: Line = internal("Interview and session, such as handoff/people.", ...)
    on: Day = internal("The day it was recorded.", ...)
    with_: Line | None = internal("Who was interviewed.", alias="with")


class RecordedAnswer(Strict):
    """An answer that fills no field of its own."""

    value: str | list[str | dict[str, str | None]] | None = internal("The answer as it was given.")
    said_by: SaidBy | None = internal("Who said it.")
    on: Day | None = internal("The day it was given.")


class Provenance(Strict):
    """Who said what a field holds."""

    said_by: SaidBy = internal("Who said it.", ...)
    on: Day = internal("The day it was said.", ...)
    session: Line | None = internal("The interview session it was said in.")


class OpenQuestion(Strict):
    """A question nobody could answer yet."""

    id: Id = internal("Permanent id.", ...)
    interview: Id = internal("The interview it belongs to.", ...)
    question: Line = internal("The question's id.", ...)
    item: Id | None = internal("The item it is about, in a repeating group.")
    ask: Line | None = internal("The question in words.")
    fills: Line | None = internal("Where its answer belongs, such as outcomes/time-to-quote/metric.")
    of: Line = internal("Whom to ask.", "account_executive")
    since: Day = internal("Since when it is open.", ...)


class HandoffDecision(Strict):
    """Whether the CSM took the handoff or returned it to Sales."""

    id: Id = internal("Permanent id.", ...)
    on: Day = internal("The day of the decision.", ...)
    decision: Literal["accepted", "returned"] = internal("Accepted, or returned with its gaps.", ...)
    account_executive: Line | None = internal("Whose handoff it was.")
    gaps: tuple[Line, ...] = internal("What was missing.", ())


class Waiver(Strict):
    """A finding that the CSM set aside, with a reason and an end."""

    id: Id = internal("Permanent id.", ...)
    code: Line = internal("The rule's code, such as PLN104.", ...)
    about: Line | None = internal("What it is about.")
    reason: Text = internal("Why it is set aside.", ...)
    by: Line | None = internal("Who set it aside.")
    on: Day | None = internal("Since when.")
    until: Day | None = internal("Until when.")


EventKind = Literal[
    "note",
    "sync",
    "message",
    "workshop",
    "webinar",
    "office-hours",
    "kickoff",
    "sponsor-call",
    "ebr",
    "met",
    "moved",
    "first-value",
    "booked",
    "rhythm",
    "delivered",
    "renegotiated",
    "broken",
    "reading",
    "submitted",
    "cleared",
    "done",
    "no-show",
    "cancelled",
    "late-reply",
    "signal",
    "sentiment",
    "joined",
    "left",
    "role",
    "hold",
    "resumed",
    "churned",
    "renewed",
    "sent",
    "play",
    "health",
    "reassigned",
    "recorded",
    "conflict",
]


class LogEntry(Strict):
    """What happened, on a day, with whom, about what."""

    id: Id = internal("Permanent id.", ...)
    on: Day = internal("The day it happened.", ...)
    kind: EventKind = internal("What kind of event.", ...)
    with_: tuple[Line, ...] = internal("Who took part.", (), alias="with")
    about: Line | None = internal("The part of the record it changed, such as milestones/day-30.")
    note: Text | None = internal("In a few words.")
    crm_note: Text | None = internal("The same for the CRM, which more people read.")


class Account(Strict):
    """One customer's onboarding."""

    schema_: Literal["csmkit/account@1"] = shown("The kind and version of this file.", alias="schema")
    id: Id = shown("Random and permanent; the folder may be renamed.")
    name: Line = shown("The customer's name.")
    journey: Journey = shown("The onboarding journey, such as high-touch.")
    segment: Line | None = internal("The segment in your own book, such as enterprise.")
    cohort: Line | None = internal("The group it goes through the onboarding with, such as autumn-2026.")
    parent: Line | None = internal("The customer this onboarding belongs to, when it has several.")
    country: Line | None = shown("Two letters, such as DE: its holidays and working week.", None)
    time_zone: Line | None = shown("Such as Europe/Berlin.", None)
    complexity: Complexity | None = shown("How much has to be built: sets the window for first value.", None)
    added_on: Day | None = internal("The day the record was made.")
    external: dict[Name, External] = internal("The account in other systems, such as hubspot.", {})
    in_flight: Flag = internal("Whether the onboarding was under way when it was added.", default=False)
    contract: Contract = shown("The dates and size of the deal.", Contract())
    vendor_team: dict[VendorRole, VendorPerson] = shown("Who of us works on it.", {})
    csm_before: CsmBefore | None = shown("Who looked after it before its CSM.", None)
    stakeholders: tuple[Stakeholder, ...] = shown("The people on the customer's side.", ())
    buying: Buying = internal("The story of the purchase.", Buying())
    commitments: tuple[Commitment, ...] = shown("What was promised in the sale.", ())
    outcomes: Annotated[tuple[Outcome, ...], Field(max_length=3)] = shown(
        "One to three business outcomes.", ()
    )
    first_value: FirstValue = shown("The moment the customer feels the outcome.", FirstValue())
    milestones: tuple[Milestone, ...] = shown("The checkpoints of the plan.", ())
    kickoff: Kickoff = shown("The kickoff meeting.", Kickoff())
    sponsor_call: SponsorCall = shown("The call with the executive sponsor.", SponsorCall())
    plan: PlanAgreement = shown("Whether the plan is agreed.", PlanAgreement())
    tracking: Tracking = shown("How the outcome is measured.", Tracking())
    gates: tuple[Gate, ...] = shown("Approvals on the customer's side.", ())
    no_approvals: Flag | None = shown("Whether they have said that none of theirs is needed.", None)
    tasks: tuple[Task, ...] = shown("Work to be done by either side.", ())
    risks: tuple[Risk, ...] = internal("What may go wrong.", ())
    plays: tuple[PlayRun, ...] = internal("Named responses that were started.", ())
    sentiment: Sentiment | None = internal("How they feel about us.")
    health: HealthOverride | None = internal("The CSM's own word on the health, until it expires.")
    holds: tuple[Hold, ...] = shown("Pauses agreed with the customer.", ())
    freezes: tuple[Freeze, ...] = shown("Days on which nothing moves on the customer's side.", ())
    assessments: tuple[AssessmentRun, ...] = internal("Assessments of the customer's maturity.", ())
    reshaped: tuple[ReshapeDecision, ...] = internal("Changes to the onboarding that were proposed.", ())
    cadence: Cadence = shown("How often we meet.", Cadence())
    steady_state: SteadyState = shown("Who keeps the account after the onboarding.", SteadyState())
    sessions: tuple[SessionHeld, ...] = internal("Interview sessions that were recorded.", ())
    handoffs: tuple[HandoffDecision, ...] = internal("Whether the handoff was accepted.", ())
    answers: dict[str, dict[str, RecordedAnswer]] = internal(
        "Answers that fill no field, by interview and question.", {}
    )
    provenance: dict[str, Provenance] = internal("Who said what, by path.", {})
    open_questions: tuple[OpenQuestion, ...] = internal("What nobody could answer yet.", ())
    waived: tuple[Waiver, ...] = internal("Findings set aside with a reason.", ())
    log: tuple[LogEntry, ...] = internal("What happened, oldest first.", ())


ROLES: tuple[Role, ...] = get_args(Role)
RHYTHMS: tuple[Rhythm, ...] = get_args(Rhythm)


def in_role_order(roles: Iterable[str]) -> list[str]:
    """Roles once each, in the order of the vocabulary."""
    wanted = set(roles)
    return [role for role in ROLES if role in wanted]

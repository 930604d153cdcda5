"""Whether the number can be read, the approvals stand on the timeline, and what was promised is kept."""

from csmkit.core.account import Commitment, Gate
from csmkit.core.approvals import APPROVALS
from csmkit.core.checks.rule import CannotTell, Case, Found, Hit, Rule, Touch, rule
from csmkit.core.stakeholders import name_of

_GUIDED: tuple[Touch, ...] = ("high", "mid")
_VERIFIED_BY_DAY = 30
_ANALYTICS = "analytics-lead"


def _tracking(case: Case) -> str:
    """Who knows where the number comes from: the analytics lead, where the journey talks to one."""
    talks = any(due.interview == _ANALYTICS for due in case.journey.interviews)
    return f"csmkit interview {case.name} {_ANALYTICS}" if talks else case.draft


@rule(
    "PLN401",
    "error",
    "Where the number comes from",
    """An outcome whose number nobody can produce is found out in month six. The source is agreed before
    the kickoff ends, while people still want to be helpful.""",
)
def source_known(case: Case) -> Found:
    if not case.account.tracking.source:
        yield Hit(
            "It is open which system the outcome's number comes from.", _tracking(case), "tracking/source"
        )


@rule(
    "PLN402",
    "error",
    "A dashboard both sides can see",
    """A number that has to be asked for is asked for twice a year. Where both can look, nobody is
    surprised.""",
    touch=_GUIDED,
)
def dashboard_known(case: Case) -> Found:
    if not case.account.tracking.dashboard:
        yield Hit("There is no dashboard for the outcome.", _tracking(case), "tracking/dashboard")


@rule(
    "PLN403",
    "error",
    "Who reports the number",
    """The customer's own analyst is believed; our chart of their success is not. One name on their side.""",
    touch=_GUIDED,
)
def reporter_known(case: Case) -> Found:
    if not case.account.tracking.reported_by:
        yield Hit(
            "Nobody on the customer's side reports the number.", _tracking(case), "tracking/reported_by"
        )


@rule(
    "PLN404",
    "error",
    "The number was seen",
    """“We have that in a report” is true until somebody opens it. Look at it once together,
    before day 30.""",
    touch=_GUIDED,
)
def number_verified(case: Case) -> Found:
    if case.account.tracking.verified_on:
        return
    early = case.day is not None and case.day <= _VERIFIED_BY_DAY
    told = "Nobody has seen the outcome's number come out yet."
    yield Hit(told, _tracking(case), "tracking/verified_on", "warning" if early else None)


def _open_gates(case: Case) -> list[Gate]:
    return [gate for gate in case.account.gates if gate.cleared_on is None or gate.cleared_on > case.today]


@rule(
    "PLN501",
    "error",
    "How long each approval takes",
    """A sixty-day plan becomes half a year when nobody flagged the queue. Ask for the usual time from
    submission to answer, and believe the slowest case.""",
)
def gates_have_lead_times(case: Case) -> Found:
    for gate in _open_gates(case):
        if gate.lead_days is None:
            told = f"{APPROVALS[gate.kind]}: it is not known how long it takes."
            yield Hit(told, case.draft, f"gates/{gate.id}/lead_days")


@rule(
    "PLN502",
    "error",
    "The day each approval is submitted",
    """An approval without a day of submission is on nobody's list. Its waiting time only starts when
    somebody hands it in.""",
)
def gates_are_dated(case: Case) -> Found:
    for gate in _open_gates(case):
        if gate.submitted_on is None and gate.submit_by is None:
            mend = case.log(f"booked {gate.id} --to DATE") + f", or submitted {gate.id}"
            told = f"{APPROVALS[gate.kind]}: there is no day on which it is submitted."
            yield Hit(told, mend, f"gates/{gate.id}/submit_by")


@rule(
    "PLN503",
    "error",
    "First value after the approvals",
    """What stands before first value decides its date, not our wish. If the chain ends later, say so now,
    with the new day and a way to keep the old one.""",
)
def value_after_gates(case: Case) -> Found:
    dates = case.dates
    if dates is None or case.account.first_value.reached_on:
        return
    if dates.float_days is not None and dates.float_days < 0:
        told = (
            f"First value is planned for {dates.value_target} and cannot come before {dates.value_expected}."
        )
        yield Hit(told, case.command("plan timeline"), "first_value/target_on")


@rule(
    "PLN504",
    "error",
    "Every promise has somebody who keeps it",
    """What Sales promised is ours to keep. A promise without a name is found by the customer first.""",
)
def commitments_owned(case: Case) -> Found:
    for commitment in _open_commitments(case):
        if not commitment.owner:
            told = f"Nobody of us owns the promise “{commitment.promise}”."
            yield Hit(told, case.draft, f"commitments/{commitment.id}/owner")


def _open_commitments(case: Case) -> list[Commitment]:
    return [item for item in case.account.commitments if item.status == "open"]


@rule(
    "PLN505",
    "error",
    "Every promise has a day",
    """The customer has a day in mind, whether we wrote one down or not.""",
)
def commitments_dated(case: Case) -> Found:
    for commitment in _open_commitments(case):
        if commitment.due_on is None:
            told = f"The promise “{commitment.promise}” has no day."
            yield Hit(told, case.draft, f"commitments/{commitment.id}/due_on")


@rule(
    "PLN506",
    "error",
    "Promises past their day",
    """A late promise that nobody mentions costs more trust than one that is renegotiated before its day.""",
)
def commitments_kept(case: Case) -> Found:
    for commitment in case.account.commitments:
        due = commitment.due_on
        if commitment.status in ("open", "renegotiated") and due is not None and due < case.today:
            mend = case.log(f"delivered {commitment.id}") + ', or renegotiated … --to DATE --reason "…"'
            told = f"The promise “{commitment.promise}” was due on {due}."
            yield Hit(told, mend, f"commitments/{commitment.id}/due_on")


@rule(
    "PLN507",
    "warning",
    "Broken promises",
    """A promise that will not be kept has to be replaced by something the customer accepted. Otherwise it
    comes back at the renewal.""",
)
def commitments_not_broken(case: Case) -> Found:
    for commitment in case.account.commitments:
        if commitment.status == "broken":
            told = f"The promise “{commitment.promise}” is not kept; agree what takes its place."
            mend = case.log(f'renegotiated {commitment.id} --reason "…"')
            yield Hit(told, mend, f"commitments/{commitment.id}/status")


@rule(
    "PLN508",
    "warning",
    "Tasks with a name and a day",
    """A list of tasks without names and days is a list of wishes; one past its day is a question to ask
    today.""",
)
def tasks_alive(case: Case) -> Found:
    for task in case.account.tasks:
        if task.done_on is not None:
            continue
        if not task.owner or task.due_on is None:
            missing = "owner" if not task.owner else "day"
            told = f"The task “{task.title}” has no {missing}."
            yield Hit(told, case.fill(f"tasks: {task.id}"), f"tasks/{task.id}")
        elif task.due_on < case.today:
            who = name_of(case.account, task.owner)
            told = f"The task “{task.title}” ({who}) was due on {task.due_on}."
            yield Hit(told, case.log(f"done {task.id}"), f"tasks/{task.id}/due_on")


@rule(
    "PLN509",
    "warning",
    "First value before the renewal is decided",
    """The last day of notice governs, and minds are made up about a quarter before it. A result that comes
    after that comes too late to count.""",
)
def value_before_the_decision(case: Case) -> Found:
    dates = case.dates
    if dates is None or dates.governing is None:
        mend = case.draft
        yield CannotTell("needs the renewal date and the notice period", mend, "contract")
    elif dates.governing.before_decided is False:
        told = f"First value comes after the renewal is decided, around {dates.governing.decided_about}."
        yield Hit(told, case.command("plan timeline"), "first_value/target_on")


RULES: tuple[Rule, ...] = (
    source_known,
    dashboard_known,
    reporter_known,
    number_verified,
    gates_have_lead_times,
    gates_are_dated,
    value_after_gates,
    commitments_owned,
    commitments_dated,
    commitments_kept,
    commitments_not_broken,
    tasks_alive,
    value_before_the_decision,
)

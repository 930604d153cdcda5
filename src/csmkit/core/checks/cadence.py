"""Whether the meeting rhythm fits the evidence."""

from datetime import timedelta

from csmkit.core.account import RHYTHMS
from csmkit.core.assessment import latest
from csmkit.core.cadence import cadence_verdict, is_steady
from csmkit.core.checks.rule import CannotTell, Case, Found, Hit, Rule, rule
from csmkit.core.milestones import due_day

_FRESH = timedelta(days=60)


@rule(
    "CAD101",
    "error",
    "A rhythm was agreed",
    """Without an agreed rhythm every meeting is a request, and nobody notices when there are fewer of
    them.""",
    touch=("high", "mid"),
)
def rhythm_agreed(case: Case) -> Found:
    kickoff = case.account.kickoff.on
    if case.account.cadence.rhythm is None and kickoff is not None and kickoff < case.today:
        mend = case.log(f"rhythm {case.journey.onboarding_rhythm}")
        yield Hit("No meeting rhythm is recorded since the kickoff.", mend, "cadence/rhythm")


@rule(
    "CAD102",
    "warning",
    "The rhythm does not stay high without a reason",
    """Too slow a drop wastes the customer's time and looks like doubt. Where the evidence speaks for it,
    tell them and drop.""",
)
def not_too_slow(case: Case) -> Found:
    if case.day is None or case.day < case.journey.graduation_day or is_steady(case.account, case.journey):
        return
    verdict = cadence_verdict(case.account, case.journey, case.today)
    if verdict.decision == "drop":
        told = f"Everything due is met with evidence, and the rhythm is still {verdict.now}."
        yield Hit(told, f"csmkit cadence check {case.name}", "cadence/rhythm")


@rule(
    "CAD103",
    "error",
    "The rhythm does not drop over a missed milestone",
    """The rhythm drops on evidence. A missed milestone keeps it high until it is met; a customer left
    alone with it reads the silence as giving up.""",
)
def not_too_fast(case: Case) -> Found:
    now = case.account.cadence.rhythm
    if now is None or RHYTHMS.index(now) <= RHYTHMS.index(case.journey.onboarding_rhythm):
        return
    for milestone in case.account.milestones:
        due = due_day(case.account, milestone)
        if milestone.met_on is None and due is not None and due < case.today:
            mend = case.log(f"rhythm {case.journey.onboarding_rhythm}")
            told = f"The rhythm is {now}, and milestone {milestone.id} is missed since {due}."
            yield Hit(told, mend, "cadence/rhythm")


@rule(
    "CAD104",
    "warning",
    "The drop was announced",
    """A drop that is announced reads as graduation; one that is noticed reads as neglect.""",
)
def drop_announced(case: Case) -> Found:
    cadence = case.account.cadence
    slower = cadence.rhythm and RHYTHMS.index(cadence.rhythm) > RHYTHMS.index(case.journey.onboarding_rhythm)
    if slower and cadence.announced_on is None:
        told = f"The rhythm is {cadence.rhythm}, and it is not recorded that the customer was told."
        yield Hit(told, case.fill("cadence.announced_on"), "cadence/announced_on")


@rule(
    "CAD105",
    "info",
    "A fresh look before the drop",
    """Champions change and priorities move. Before the rhythm drops, look at the maturity again if the
    last assessment is older than sixty days.""",
)
def assessed_lately(case: Case) -> Found:
    if case.day is None or case.day < case.journey.graduation_day or is_steady(case.account, case.journey):
        return
    run = latest(case.account, case.journey.assessment, case.today)
    if run is None:
        yield CannotTell("needs an assessment", case.command("assess"), "assessments")
    elif run.on + _FRESH < case.today:
        yield Hit(f"The last assessment is of {run.on}.", case.command("assess"), "assessments")


RULES: tuple[Rule, ...] = (rhythm_agreed, not_too_slow, not_too_fast, drop_announced, assessed_lately)

"""Whether the plan is the customer's as much as ours, and built on what is known about them."""

from datetime import timedelta

from csmkit.core.assessment import latest
from csmkit.core.checks.rule import CannotTell, Case, Found, Hit, Rule, rule
from csmkit.core.milestones import day_after

_AGREED_WITHIN = timedelta(days=14)
_REVIEWED_EVERY = timedelta(days=90)


@rule(
    "PLN601",
    "error",
    "The customer agreed to the plan",
    """A plan they did not change and did not agree to is our plan. Two weeks after the kickoff are enough
    to read it, change it and say yes.""",
)
def plan_agreed(case: Case) -> Found:
    account = case.account
    if account.plan.agreed_on is not None:
        return
    kickoff = account.kickoff.on
    late = kickoff is not None and kickoff + _AGREED_WITHIN < case.today
    told = "The customer has not agreed to the plan" + (", two weeks after the kickoff." if late else " yet.")
    yield Hit(
        told, case.command("plan review"), "plan/agreed_on", case.lighter_on_low_touch if late else "info"
    )


@rule(
    "PLN602",
    "error",
    "The plan was reviewed within ninety days",
    """A plan nobody looks at is a document about the past. It belongs into every business review.""",
)
def plan_reviewed(case: Case) -> Found:
    plan = case.account.plan
    days = [day for day in (plan.agreed_on, plan.reviewed_on) if day is not None]
    if days and max(days) + _REVIEWED_EVERY < case.today:
        told = f"The plan was last looked at with the customer on {max(days)}."
        yield Hit(told, case.command("plan review"), "plan/reviewed_on")


@rule(
    "PLN603",
    "error",
    "Maturity is assessed within two weeks",
    """A start-up and an insurer need two onboardings. The assessment decides which one this is, and it has
    to be there before the dates are promised.""",
)
def maturity_assessed(case: Case) -> Found:
    if latest(case.account, case.journey.assessment, case.today) is not None:
        return
    due = day_after(case.account.contract.signed_on, case.journey.assess_by_day)
    if due is None:
        yield CannotTell("needs the day of signature", case.fill("contract.signed_on"), "contract/signed_on")
    else:
        late = due < case.today
        told = f"The customer's maturity is not assessed (due by {due})."
        yield Hit(told, case.command("assess"), "assessments", None if late else "warning")


RULES: tuple[Rule, ...] = (plan_agreed, plan_reviewed, maturity_assessed)

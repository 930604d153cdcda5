"""What comes next for an account: the first thing of the craft that is not done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from csmkit.core.account import Account
from csmkit.core.assessment import latest
from csmkit.core.cadence import cadence_verdict, is_steady
from csmkit.core.completeness import held
from csmkit.core.desk import day_number, desk
from csmkit.core.journey import Journey
from csmkit.core.playbook import Interview


@dataclass(frozen=True)
class NextStep:
    """A command and why it is its turn. No command: nothing is due."""

    why: str
    command: str | None


@dataclass(frozen=True)
class Surroundings:
    """What stands around the record: the handoff interview, the documents that exist, what is undecided."""

    handoff: Interview
    rendered: frozenset[str]
    undecided: int = 0


def next_step(account: Account, name: str, journey: Journey, around: Surroundings, today: date) -> NextStep:
    """The next step, in the order of the craft; `name` is what people type."""
    stages = (_handoff, _maturity, _plan, _kickoff, _agreement)
    for stage in stages:
        step = next(stage(account, name, journey, around, today), None)
        if step is not None:
            return step
    return _from_the_desk(account, name, journey, today)


def _handoff(
    account: Account, name: str, journey: Journey, around: Surroundings, _: date
) -> Iterator[NextStep]:
    done = held(account, journey.handoff)
    for session in around.handoff.sessions:
        if session.id not in done:
            why = f"the sitting “{session.title}” with the account executive is not held"
            yield NextStep(why, f"csmkit handoff {name}")
    if "handoff-brief" not in around.rendered:
        yield NextStep("the handoff brief is not rendered", f"csmkit handoff {name} --render")
    if not account.handoffs:
        why = "the handoff is neither accepted nor returned to Sales"
        yield NextStep(why, f"csmkit handoff {name} --status")


def _maturity(
    account: Account, name: str, journey: Journey, around: Surroundings, _: date
) -> Iterator[NextStep]:
    if latest(account, journey.assessment) is None:
        yield NextStep("the customer's maturity is not assessed", f"csmkit assess {name}")
    if around.undecided:
        changes = "1 change" if around.undecided == 1 else f"{around.undecided} changes"
        why = f"{changes} to the onboarding proposed and not decided"
        yield NextStep(why, f"csmkit assess {name} --reshape")


def _plan(account: Account, name: str, journey: Journey, around: Surroundings, _: date) -> Iterator[NextStep]:
    if not held(account, journey.draft):
        yield NextStep("the success plan is not drafted", f"csmkit plan draft {name}")
    if "success-plan" not in around.rendered:
        yield NextStep("the success plan is not rendered", f"csmkit plan render {name}")


def _kickoff(
    account: Account, name: str, journey: Journey, around: Surroundings, today: date
) -> Iterator[NextStep]:
    kickoff = account.kickoff
    if kickoff.attended or (kickoff.on is None and journey.touch == "low"):
        return
    if kickoff.on is None:
        yield NextStep("the kickoff is not booked", f"csmkit log {name} booked kickoff --to DATE")
    elif kickoff.on <= today:
        yield NextStep("what came out of the kickoff is not recorded", f"csmkit kickoff debrief {name}")
    elif "kickoff-agenda" not in around.rendered:
        yield NextStep("the kickoff is not checked", f"csmkit kickoff check {name}")


def _agreement(account: Account, name: str, _: Journey, __: Surroundings, ___: date) -> Iterator[NextStep]:
    if account.kickoff.attended and account.plan.agreed_on is None:
        yield NextStep("the customer has not agreed to the plan", f"csmkit plan review {name}")


def _from_the_desk(account: Account, name: str, journey: Journey, today: date) -> NextStep:
    items = desk(account, name, journey, today)
    if items:
        return NextStep(items[0].why, items[0].command)
    number = day_number(account, today)
    if number is not None and number >= journey.graduation_day and not is_steady(account, journey):
        verdict = cadence_verdict(account, journey, today)
        return NextStep(f"the cadence: {verdict.decision}", f"csmkit cadence check {name}")
    return NextStep("nothing is due", None)

"""What comes next for an account: the first thing of the craft that is not done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from csmkit.core.account import Account
from csmkit.core.assessment import latest
from csmkit.core.completeness import held
from csmkit.core.desk import HORIZON, Item, desk
from csmkit.core.holds import hold_on
from csmkit.core.journey import Journey
from csmkit.core.play import Play
from csmkit.core.play_runs import belonging, called_for, command_for, running, steps, told_about
from csmkit.core.playbook import Interview


@dataclass(frozen=True)
class NextStep:
    """A command and why it is its turn. No command: nothing is due."""

    why: str
    command: str | None


@dataclass(frozen=True)
class Surroundings:
    """What stands around the record.

    Attributes:
        handoff: The interview with the account executive.
        rendered: The documents that exist.
        undecided: How many changes to the onboarding are proposed and not decided.
        stale: Documents that the record has outgrown, each with the command that renders it.
        plays: Every play in reach, by name.
    """

    handoff: Interview
    rendered: frozenset[str]
    undecided: int = 0
    stale: tuple[tuple[str, str], ...] = ()
    plays: Mapping[str, Play] = field(default_factory=dict)


def next_step(account: Account, name: str, journey: Journey, around: Surroundings, today: date) -> NextStep:
    """The next step, in the order of the craft; `name` is what people type.

    A sign of disengagement comes before it, and so does a play that is under way. On hold, and for a customer
    who left, there is only the desk.
    """
    items = desk(account, name, journey, today, around.stale, around.plays)
    left = account.contract.churned_on
    only_the_desk = hold_on(account, today) is not None or (left is not None and left <= today)
    if not only_the_desk and not (items and items[0].first):
        for stage in (_running, _handoff, _called, _maturity, _plan, _kickoff, _agreement):
            step = next(stage(account, name, journey, around, today), None)
            if step is not None:
                return step
    return _from_the_desk(items)


def _running(
    account: Account, name: str, _: Journey, around: Surroundings, today: date
) -> Iterator[NextStep]:
    """A play that is under way comes before everything; what it needs later than this week waits."""
    runs = [(run, around.plays[run.play]) for run in running(account, today) if run.play in around.plays]
    found = [(step, run, play) for run, play in runs for step in steps(account, name, run, play, today)]
    for step, run, play in sorted(found, key=lambda each: each[0].due):
        if step.due <= today + HORIZON:
            yield NextStep(f"{told_about(account, play, run)}: {step.what}", step.command)


def _called(
    account: Account, name: str, journey: Journey, around: Surroundings, today: date
) -> Iterator[NextStep]:
    for one in called_for(account, belonging(journey, around.plays), today):
        title = told_about(account, around.plays[one.play], one)
        yield NextStep(f"{title}: {one.because.rstrip('.')}", command_for(name, one.play, one.about))


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
    elif not kickoff.invited:
        yield NextStep("it is not noted who comes to the kickoff", f"csmkit kickoff invite {name}")


def _agreement(account: Account, name: str, _: Journey, __: Surroundings, ___: date) -> Iterator[NextStep]:
    if account.kickoff.attended and account.plan.agreed_on is None:
        yield NextStep("the customer has not agreed to the plan", f"csmkit plan review {name}")


def _from_the_desk(items: tuple[Item, ...]) -> NextStep:
    return NextStep(items[0].why, items[0].command) if items else NextStep("nothing is due", None)

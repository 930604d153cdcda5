"""What comes next for an account: the first thing of the craft that is not done."""

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


def next_step(
    account: Account, name: str, journey: Journey, interview: Interview, rendered: frozenset[str], today: date
) -> NextStep:
    """The next step. `rendered` names the documents that exist; `name` is what people type."""
    done = held(account, journey.handoff)
    for session in interview.sessions:
        if session.id not in done:
            return NextStep(
                f"the sitting “{session.title}” with the account executive is not held",
                f"csmkit handoff {name}",
            )
    if "handoff-brief" not in rendered:
        return NextStep("the handoff brief is not rendered", f"csmkit handoff {name} --render")
    if not account.handoffs:
        return NextStep(
            "the handoff is neither accepted nor returned to Sales", f"csmkit handoff {name} --status"
        )
    if latest(account.assessments) is None:
        return NextStep("the customer's maturity is not assessed", f"csmkit assess {name}")
    if "success-plan" not in rendered:
        return NextStep("the success plan is not rendered", f"csmkit plan render {name}")
    return _from_the_desk(account, name, journey, today)


def _from_the_desk(account: Account, name: str, journey: Journey, today: date) -> NextStep:
    items = desk(account, name, journey, today)
    if items:
        return NextStep(items[0].why, items[0].command)
    number = day_number(account, today)
    if number is not None and number >= journey.graduation_day and not is_steady(account, journey):
        verdict = cadence_verdict(account, journey, today)
        return NextStep(f"the cadence: {verdict.decision}", f"csmkit cadence check {name}")
    return NextStep("nothing is due", None)

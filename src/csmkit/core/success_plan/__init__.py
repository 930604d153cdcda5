"""The success plan as a value: six sections in order, then promises, approvals and rhythm.

It is computed from the customer's projection alone. What is not known is a named gap, never an invented
value, and nothing depends on today, so that the same record gives the same plan tomorrow.
"""

from csmkit.core.audience import CustomerAccount
from csmkit.core.success_plan.chart import bars
from csmkit.core.success_plan.checkpoints import milestones
from csmkit.core.success_plan.days import approvals_and_timeline
from csmkit.core.success_plan.history import change_log, decisions
from csmkit.core.success_plan.outcome import business_outcome, tracking
from csmkit.core.success_plan.people import agreement, backup_champion, champion, executive_sponsor, rhythm
from csmkit.core.success_plan.promises import commitments
from csmkit.core.success_plan.standing import next_steps, standing
from csmkit.core.success_plan.values import SuccessPlan
from csmkit.core.working_days import working_days

CHECKPOINTS = (30, 60, 90, 180)


def success_plan(
    account: CustomerAccount, checkpoints: tuple[int, ...] = CHECKPOINTS, *, short: bool = False
) -> SuccessPlan:
    """The plan of an account.

    Args:
        account: The record as its customer may read it.
        checkpoints: The days its journey asks milestones for.
        short: For a customer with little of our time: no quarterly reviews, no chart, and no
            question about approvals.
    """
    days = working_days(account.country, [(freeze.from_on, freeze.until_on) for freeze in account.freezes])
    plan = SuccessPlan(
        customer=account.name,
        business_outcome=business_outcome(account),
        milestones=milestones(account, checkpoints),
        executive_sponsor=executive_sponsor(account, reviewed=not short),
        champion=champion(account),
        backup_champion=backup_champion(account),
        tracking=tracking(account),
        commitments=commitments(account),
        approvals=approvals_and_timeline(account, days, expected=not short),
        rhythm=rhythm(account),
        agreement=agreement(account),
        decisions=decisions(account),
        bars=() if short else bars(account, days),
        change_log=change_log(account),
        short=short,
    )
    return plan._replace(standing=standing(plan), next_steps=next_steps(plan))

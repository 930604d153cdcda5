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
from csmkit.core.success_plan.values import SuccessPlan

CHECKPOINTS = (30, 60, 90, 180)


def success_plan(account: CustomerAccount, checkpoints: tuple[int, ...] = CHECKPOINTS) -> SuccessPlan:
    """The plan of an account. `checkpoints` are the days its journey asks milestones for."""
    return SuccessPlan(
        customer=account.name,
        business_outcome=business_outcome(account),
        milestones=milestones(account, checkpoints),
        executive_sponsor=executive_sponsor(account),
        champion=champion(account),
        backup_champion=backup_champion(account),
        tracking=tracking(account),
        commitments=commitments(account),
        approvals=approvals_and_timeline(account),
        rhythm=rhythm(account),
        agreement=agreement(account),
        decisions=decisions(account),
        bars=bars(account),
        change_log=change_log(account),
    )

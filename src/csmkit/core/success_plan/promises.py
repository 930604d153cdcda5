"""What was promised in the sale, as the customer heard it."""

from csmkit.core.account import Commitment
from csmkit.core.audience import CustomerAccount
from csmkit.core.commitments import is_unkept
from csmkit.core.stakeholders import name_of
from csmkit.core.success_plan.gaps import one_gap
from csmkit.core.success_plan.values import Commitments, Gap, PlanCommitment

_STATUS = {
    "open": "open",
    "delivered": "delivered",
    "renegotiated": "changed by agreement",
    "broken": "not kept",
}


def commitments(account: CustomerAccount) -> Commitments:
    """Section 7: what is still owed first."""
    unkept_first = sorted(account.commitments, key=lambda commitment: not is_unkept(commitment))
    gaps: tuple[Gap, ...] = ()
    if not account.commitments:
        gap = Gap(
            "commitments",
            "whether anything was promised to you beyond the contract",
            "If so, it belongs here in writing, with a name and a day.",
        )
        gaps = (gap,)
    return Commitments(tuple(_commitment(account, item) for item in unkept_first), gaps)


def _commitment(account: CustomerAccount, commitment: Commitment) -> PlanCommitment:
    owner = name_of(account, commitment.owner)
    gaps: tuple[Gap, ...] = ()
    if is_unkept(commitment):
        gaps = one_gap(
            "commitments",
            {"who of us delivers it": owner, "its day": commitment.due_on},
            "A promise without a name and a day gets forgotten.",
        )
    return PlanCommitment(
        promise=commitment.promise,
        promised_to=name_of(account, commitment.promised_to),
        owner=owner,
        due=commitment.due_on,
        status=_STATUS[commitment.status],
        owed=is_unkept(commitment),
        kept=commitment.status == "delivered",
        gaps=gaps,
    )

"""Promises made in the sale, as a ledger: what is still owed."""

from csmkit.core.account import Commitment


def is_unkept(commitment: Commitment) -> bool:
    """Whether a promise is neither delivered nor renegotiated."""
    return commitment.status in ("open", "broken")

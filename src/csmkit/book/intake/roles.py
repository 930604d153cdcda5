"""The part a person played in the purchase, in our words.

HubSpot's buying roles and the roles of a Salesforce opportunity, each mapped only where it can mean one
thing. A technical buyer judged the product and may have nothing to do with its rollout; somebody with
influence has no part yet. Those become a question, because a wrong champion costs more than none.
"""

from collections.abc import Mapping
from typing import NamedTuple

from csmkit.book.rows import folded
from csmkit.core.account import ROLES, in_role_order

CLEAR: Mapping[str, str] = {
    "budget holder": "economic_buyer",
    "decision maker": "economic_buyer",
    "economic buyer": "economic_buyer",
    "economic decision maker": "economic_buyer",
    "executive sponsor": "executive_sponsor",
    "champion": "champion",
    "procurement": "procurement",
    "contract signer": "contract_signer",
    "end user": "user",
    "business user": "user",
    "power user": "power_user",
}
SAYS_NOTHING = frozenset({"other", "none"})


class Parts(NamedTuple):
    """The roles that are clear, in the order of the vocabulary, and the words that are not."""

    roles: tuple[str, ...]
    unclear: tuple[str, ...]


def parts_of(text: str, own: Mapping[str, str]) -> Parts:
    """What the words of a cell mean; several stand apart by `;`. `own`: what a mapping says of its words."""
    known = {folded(word): role for word, role in CLEAR.items()}
    known |= {role: role for role in ROLES} | {folded(word): role for word, role in own.items()}
    words = [word.strip() for word in text.split(";") if word.strip()]
    roles = [known[folded(word)] for word in words if folded(word) in known]
    unclear = [word for word in words if folded(word) not in known and folded(word) not in SAYS_NOTHING]
    return Parts(tuple(in_role_order(roles)), tuple(unclear))

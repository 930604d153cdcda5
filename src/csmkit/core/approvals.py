"""Approvals on the customer's side, as people call them."""

APPROVALS = {
    "security_review": "Security review",
    "architecture_committee": "Architecture committee",
    "change_board": "Change board",
    "legal": "Legal review",
    "procurement": "Purchasing approval",
    "other": "Approval",
}

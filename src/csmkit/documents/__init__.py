"""What people read: Markdown from a record, and their own edits kept. Values in, text out.

Which documents are internal is said here and nowhere else: a template cannot change its reader, and a
document nobody listed goes to the customer.
"""

BOOK_DOCUMENTS = frozenset({"current-state-audit", "playbook-improvements", "proposed-playbook-edits"})
"""Documents on the whole book: all of them internal."""

INTERNAL_DOCUMENTS = BOOK_DOCUMENTS | frozenset(
    {"handoff-brief", "kickoff-script", "cadence-verdict", "plan-annex", "scorecard", "steady-state-brief"}
)

# What each template is given, beside `account`.
GIVEN = {
    "success-plan": "plan",
    "executive-summary": "plan",
    "plan-annex": "annex",
    "handoff-brief": "brief",
    "kickoff-agenda": "agenda",
    "kickoff-script": "script",
    "ebr-agenda": "review",
    "cadence-verdict": "verdict",
    "scorecard": "scorecard",
    "steady-state-brief": "brief",
    "certificate": "certificate",
    "current-state-audit": "audit",
    "proposed-playbook-edits": "parts",
    "playbook-improvements": "improvements",
}

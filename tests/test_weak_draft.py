"""A typical weak first draft, mended by typing what each finding says, one after the other."""

from collections import Counter
from typing import Any

import yaml

from conftest import Book

TODAY = ("--as-of", "2026-09-10")
WEAK = """\
schema: csmkit/account@1
id: weak01
name: Harbour Foods
journey: high-touch
complexity: typical
country: NL
contract: {signed_on: 2026-09-01, renews_on: 2027-09-01, notice_days: 60}
vendor_team:
  csm: {name: Sam Lee, email: sam@vendor.example}
  account_executive: {name: Alex Kim}
  implementation_lead: {name: Ines Calloway}
stakeholders:
  - {id: tom-ruiz, name: Tom Ruiz, title: Planner, roles: [champion]}
  - {id: ana-vos, name: Ana Vos, title: Chief Operating Officer, roles: [economic_buyer]}
outcomes:
  - {id: use, primary: true, statement: Use the platform., metric: Logins a week}
milestones:
  - {id: day-30, day: 30, title: Training held}
  - {id: day-60, day: 60, title: Everybody logged in}
first_value: {definition: Onboarding completed}
commitments: [{id: sso, promise: SSO before the rollout}]
gates: [{id: security-review, kind: security_review}]
"""

# What the CSM writes into whatever form asks for it, by the name of the question.
REPLIES: dict[str, Any] = {
    # the sitting about the people
    "why_now": "Two retailers cut them from the list of fast suppliers.",
    "pressure_date": "unknown",
    "roles": "unknown",
    "decision_power": 4,
    "stance": "supporter",
    "reports_to": "unknown",
    "sponsor_knows": True,
    "contract_signer": "Ana Vos",
    "technical_lead": "Kim Boer",
    "politics": "Sales gains; planning has to give up its spreadsheet.",
    # the sitting about the competition
    "name": "More planners",
    "got_wrong": "Slower every season.",
    "kind": "integration",
    "ae_co_presents": True,
    "promises_read_back": True,
    # the draft
    "unit": "days",
    "baseline_value": 6,
    "baseline_source": "order book, August",
    "baseline_as_of": "2026-08-31",
    "target": 2,
    "by": "2027-02-28",
    "defended_by": "Ana Vos",
    "first_value_target_on": "2026-10-30",
    "executive_sponsor": "Ana Vos",
    "sponsor_call_on": "2026-09-24",
    "champion_mode": "sync",
    "champion_rhythm": "weekly",
    "champion_tone": "informal",
    "backup_champion": {"new": "Kim Boer"},
    "backup_introduction": "Tom brings her to the second call.",
    "measure": "Counted in the order book by Tom",
    "owner": "csm",
    "customer_owner": "Tom Ruiz",
    "lead_days": 20,
    "submit_by": "2026-09-21",
    "due_on": "2026-10-20",
    "milestones.due_on": None,  # a checkpoint has the day of its number
    "gates.owner": "Kim Boer",
    "rhythm": "weekly",
    # half an hour with the analytics lead
    "can_produce_today": "on-screen",
    "tracking_source": "Order book",
    "tracking_reported_by": "Kim Boer",
    "tracking_dashboard": "Page “Promises” in their portal",
    "tracking_verified_on": "2026-09-10",
    # the review
    "review_with": ["Ana Vos", "Tom Ruiz"],
    "review_changed": "Ana Vos stands behind the number herself.",
    "agreed": True,
    "agreed_by": "Ana Vos",
    "agreed_on": "2026-09-10",
}
# What is there and wrong, and what it becomes once somebody is told.
CORRECTED = {
    "Use the platform.": "A retailer hears within two days when we deliver, so that we stay on their list.",
    "Logins a week": "Days from order to promised delivery day",
    "Onboarding completed": "Ten orders in a row got their delivery day within two days, without a call.",
    "Training held": "The Rotterdam planners promise delivery days from it, with real orders",
    "Everybody logged in": "First result: ten orders in a row got their delivery day within two days",
}
CHECKPOINTS = [
    {"title": "Both plants promise delivery days from it", "day": 90},
    {"title": "Retailers get their delivery day within two days", "day": 180},
]
LEVELS = 3


def filled(asked: Any, key: str = "", of: str = "") -> Any:
    """A form as somebody hands it back: blanks filled in, and what was wrong said better."""
    if isinstance(asked, dict) and "answer" in asked:
        return {"answer": filled(asked["answer"], key), "said_by": "customer"}
    if isinstance(asked, dict):
        return {name: filled(value, name, key) for name, value in asked.items()}
    if isinstance(asked, list):
        missing = CHECKPOINTS if key == "milestones" and len(asked) == 2 else []
        new = [dict.fromkeys(name for name in asked[0] if name != "id") | point for point in missing]
        return [filled(item, key) for item in [*asked, *new]]
    if asked is None:
        return REPLIES.get(f"{of}.{key}", REPLIES.get(key))
    return CORRECTED.get(asked, asked)


def types(book: Book, command: str) -> None:
    """Do what a finding says: fill in the form of an interview, or type the line with its blank filled."""
    words = command.split(", or ", maxsplit=1)[0].replace("DATE", "2026-09-21").split()[1:]
    if words[0] == "log" or "--accept" in words:
        book.done(*words, *TODAY)
        return
    form = yaml.safe_load(book.done(*words, *TODAY, "--form").out)
    if words[0] == "assess":
        form["answers"] = dict.fromkeys(form["answers"], LEVELS)
    form["answers"] = filled(form["answers"])
    file = book.write("answers.yaml", yaml.safe_dump(form, allow_unicode=True, sort_keys=False))
    book.done(*words, *TODAY, "--answers", str(file))


def standing(book: Book) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = book.run("plan", "check", "harbour", *TODAY, "--json").json["findings"]
    return found


def test_a_weak_first_draft_is_told_at_least_ten_errors_and_following_them_ends_clean(book: Book) -> None:
    book.account(WEAK, "harbour")
    first = standing(book)
    assert len({finding["code"] for finding in first if finding["severity"] == "error"}) >= 10
    typed: Counter[str] = Counter()
    while findings := standing(book):
        mend = findings[0]["mend"]
        typed[mend] += 1
        assert typed[mend] == 1, f"typed already, and still: {findings[0]['code']} {findings[0]['message']}"
        types(book, mend)
    assert book.done("plan", "check", "harbour", *TODAY).out.startswith(
        "Harbour Foods: no errors, no warnings"
    )
    assert sum(typed.values()) >= 6

"""Maturity, approvals and complexity reshape the onboarding: proposed with reasons, decided item by item."""

import json
import re
from typing import Any

import pytest

from conftest import Book

DAY = ("--as-of", "2026-09-12")

RECORD = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: high-touch
complexity: deep
contract: {signed_on: 2026-09-01}
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [economic_buyer]}
  - {id: mia-brandt, name: Mia Brandt, roles: [champion], reports_to: tom-hill}
  - {id: tom-hill, name: Tom Hill, reports_to: ada-wood}
  - {id: ada-wood, name: Ada Wood, reports_to: jane-doe}
milestones:
  - {id: day-60, day: 60, title: First value}
  - {id: day-90, day: 90, title: Broader, due_on: 2026-12-05}
assessments:
  - id: m1
    on: 2026-09-10
    model: customer-maturity@1
    answers: {vendor_ownership: {value: 1}, project_leadership: {value: 1}, adoption_ownership: {value: 2}}
"""


@pytest.fixture
def assessed(book: Book) -> Book:
    """An enterprise customer with a low organisation, three layers and a deep integration."""
    book.account(RECORD)
    return book


def proposed(book: Book) -> dict[str, Any]:
    shown = json.loads(book.done("assess", "northwind", "--reshape", "--json", *DAY).out)["proposals"]
    return {one["id"]: one for one in shown}


def test_what_changes_is_shown_before_and_after_with_its_reason(assessed: Book) -> None:
    ran = assessed.done("assess", "northwind", "--reshape", *DAY)
    assert "Milestone day-60: 2026-10-31 → 2026-11-30" in ran.out
    assert "Task: Name who steps in when whoever carries it is away: not planned → by 2026-09-22" in ran.out
    assert "With deep integrations first value lies between day 90 and day 180." in ran.out
    assert "csmkit assess northwind --accept ID" in ran.err


def test_an_agreed_day_is_never_proposed_anew(assessed: Book) -> None:
    assert "integrations-take-longer/day-60" in proposed(assessed)
    assert "integrations-take-longer/day-90" not in proposed(assessed)


def test_what_is_accepted_is_written_with_a_reason_that_stays_inside(assessed: Book) -> None:
    assessed.done("assess", "northwind", "--accept", "all", *DAY)
    record = assessed.show()
    assert record["milestones"][0]["due_on"] == "2026-11-30"
    assert record["milestones"][0]["because"].startswith("With deep integrations")
    (backup,) = [task for task in record["tasks"] if task["id"] == "name-backup"]
    assert (backup["owner"], backup["side"], backup["due_on"]) == ("mia-brandt", "customer", "2026-09-22")
    assert record["kickoff"]["needs"] == ["executive_sponsor"]
    assert proposed(assessed) == {}
    assessed.done("plan", "render", "northwind")
    plan = (assessed.root / "accounts/northwind/success-plan.md").read_text()
    assert "Name who steps in when whoever carries it is away" in plan
    assert "slip unless we carry" not in plan
    assert "deep integrations" not in plan


def test_customer_documents_know_no_reason_and_no_assessment(assessed: Book) -> None:
    assessed.done("assess", "northwind", "--accept", "all", *DAY)
    assessed.done("plan", "render", "northwind")
    file = assessed.root / "accounts/northwind/success-plan.md"
    with_reasons = file.read_text()
    record = assessed.root / "accounts/northwind/account.yaml"
    text = record.read_text()
    other = re.sub(r'because: ("[^"]*"|[^,}\n]+)', "because: Another reason", text)
    record.write_text(other.replace("value: 1", "value: 5"))
    assessed.done("plan", "render", "northwind")
    assert file.read_text() == with_reasons


def test_what_is_declined_is_not_proposed_again(assessed: Book) -> None:
    assessed.done("assess", "northwind", "--decline", "we-lead/name-backup", *DAY)
    assert "we-lead/name-backup" not in proposed(assessed)
    assert assessed.show()["tasks"] == []
    (kept,) = assessed.show()["reshaped"]
    assert (kept["proposal"], kept["decision"]) == ("we-lead/name-backup", "declined")


def test_a_name_that_is_not_proposed_decides_nothing(assessed: Book) -> None:
    ran = assessed.run(
        "assess", "northwind", "--accept", "we-lead/name-backup", "--accept", "we-lead/nme", *DAY
    )
    assert ran.code == 2
    assert "There is no open proposal “we-lead/nme”" in ran.err
    assert assessed.show()["reshaped"] == []


def test_another_maturity_gives_another_onboarding(assessed: Book) -> None:
    low = set(proposed(assessed))
    assessed.account(RECORD.replace("{value: 1}", "{value: 5}").replace("{value: 2}", "{value: 5}"))
    high = set(proposed(assessed))
    assert "we-lead/name-backup" in low - high
    assert "they-lead/their-plan" in high - low


def test_what_is_unknown_reshapes_nothing(book: Book) -> None:
    bare = "schema: csmkit/account@1\nid: a1\nname: Northwind Traders\njourney: high-touch\n"
    book.account(bare)
    assert proposed(book) == {}
    assert (
        "maturity is not assessed yet. csmkit assess northwind"
        in book.done("assess", "northwind", "--reshape").out
    )


def test_a_proposal_never_asks_for_a_day_that_has_passed(assessed: Book) -> None:
    late = ("--as-of", "2026-10-20")
    shown = json.loads(assessed.done("assess", "northwind", "--reshape", "--json", *late).out)["proposals"]
    after = {one["id"]: one["after"] for one in shown}
    assert after["we-lead/name-backup"] == "by 2026-10-27"
    assert after["integrations-take-longer/day-60"] == "2026-11-30"


def test_after_graduation_nothing_of_the_beginning_is_proposed(assessed: Book) -> None:
    late = ("--as-of", "2026-12-20")
    shown = json.loads(assessed.done("assess", "northwind", "--reshape", "--json", *late).out)["proposals"]
    assert not [one for one in shown if one["what"].startswith(("Task", "Approval", "Meeting", "Milestone"))]


def test_two_proposals_that_add_to_one_list_keep_both(assessed: Book) -> None:
    text = assessed.done("playbook", "show", "high-touch").out
    attend = "    attend: [executive_sponsor]\n"
    assert text.count(attend) == 1
    own = "  - id: ours\n    when: complexity == 'deep'\n    because: Ours.\n    attend: [procurement]\n"
    assessed.write("playbooks/high-touch.yaml", text.replace("\nreshape:\n", f"\nreshape:\n{own}"))
    assessed.done("assess", "northwind", "--accept", "all", *DAY)
    assert assessed.show()["kickoff"]["needs"] == ["procurement", "executive_sponsor"]
    assert len([entry for entry in assessed.show()["log"] if entry["about"] == "reshaped"]) == 1


def test_next_leads_to_what_is_undecided(assessed: Book) -> None:
    record = RECORD + "sessions:\n  - {id: a, interview: handoff/people, on: 2026-09-02}\n"
    record += "  - {id: b, interview: handoff/competition, on: 2026-09-02}\n"
    assessed.account(record + "handoffs: [{id: h, on: 2026-09-03, decision: accepted}]\n")
    (assessed.root / "accounts/northwind/handoff-brief.md").write_text("x")
    told = assessed.done("next", "northwind", "--json", *DAY).json
    assert told["command"] == "csmkit assess northwind --reshape"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "when: maturity.organisation < 2.5",
            "when: maturity.organization < 2.5",
            "no “maturity.organization”",
        ),
        ("when: layers == 0", "when: layer == 0", "“layer” is nothing a rule can look at"),
        ("before: first_value", "before: first_valeu", "there is no “first_valeu” to wait"),
        ("{id: day-60, to_day: 90}", "{id: day-61, to_day: 90}", "the journey has no milestone “day-61”"),
        (
            "owner: analytics_lead\n        day: 60",
            "owner: analyst\n        day: 60",
            "there is no role “analyst”",
        ),
        (
            "title: Put the milestones of this plan into",
            'title: "{{ maturity.organisation }}" #',
            "“maturity” is internal, and the customer reads this title",
        ),
    ],
)
def test_a_rule_that_could_not_work_is_refused_with_its_line(
    book: Book, old: str, new: str, told: str
) -> None:
    text = book.done("playbook", "show", "high-touch").out
    assert old in text
    book.write("playbooks/high-touch.yaml", text.replace(old, new, 1))
    ran = book.run("playbook", "check")
    assert ran.code == 1
    assert told in ran.out + ran.err
    assert "playbooks/high-touch.yaml:" in ran.out + ran.err


def test_a_title_that_names_a_score_is_not_rendered_with_it(assessed: Book) -> None:
    own = "  - id: ours\n    when: complexity == 'deep'\n    because: Ours.\n    tasks:\n"
    own += "      - {id: own-task, title: 'Level {{ maturity.organisation }}, {{ segment }}.'}\n"
    text = assessed.done("playbook", "show", "high-touch").out.replace("\nreshape:\n", f"\nreshape:\n{own}")
    assessed.write("playbooks/high-touch.yaml", text)
    ran = assessed.run("assess", "northwind", "--reshape", *DAY)
    assert "1.3" not in ran.out
    assert "“maturity” is internal" in ran.out + ran.err


def test_a_journey_of_their_own_with_one_more_rule_works(assessed: Book) -> None:
    own = "  - id: ours\n    when: complexity == 'deep'\n    because: Ours.\n    tasks:\n"
    own += "      - {id: own-task, title: Our own task for {{ account.name }}}\n"
    text = assessed.done("playbook", "show", "high-touch").out.replace("\nreshape:\n", f"\nreshape:\n{own}")
    assessed.write(
        "playbooks/high-touch.yaml",
        text.replace("{id: own-task, title: Our", '{id: own-task, title: "Our').replace(
            "account.name }}}", 'account.name }}"}'
        ),
    )
    assert proposed(assessed)["ours/own-task"]["what"] == "Task: Our own task for Northwind Traders"

"""Three journeys that really differ: their standing work, who answers for what, and their plays."""

from typing import Any

import pytest
import yaml

from conftest import Book
from csmkit.storage.library import shipped

DAY = ("--as-of", "2026-09-03")
TEAM = """\
vendor_team:
  csm: {name: Sam Lee}
  account_executive: {name: Alex Kim}
"""
PEOPLE = """\
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [executive_sponsor, economic_buyer]}
  - {id: mia-brandt, name: Mia Brandt, roles: [champion]}
"""


def account(journey: str, team: str = TEAM, signed_on: str = "2026-09-01") -> str:
    head = f"schema: csmkit/account@1\nid: a1\nname: Northwind Traders\njourney: {journey}\n"
    return head + f"contract: {{signed_on: {signed_on}}}\n" + team + PEOPLE


def journey_of(name: str) -> Any:
    return yaml.safe_load((shipped("playbooks") / f"{name}.yaml").read_text(encoding="utf-8"))


def agenda(book: Book) -> str:
    book.run("kickoff", "render", "northwind", *DAY)
    return (book.root / "accounts/northwind/kickoff-agenda.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("journey", ["high-touch", "mid-touch", "low-touch"])
def test_the_standing_work_of_a_journey_becomes_tasks_with_a_name_on_both_sides(
    book: Book, journey: str
) -> None:
    book.account(account(journey))
    shown = book.done("assess", "northwind", "--reshape", "--json", *DAY).json["proposals"]
    names = {one["id"] for one in shown}
    wanted = ("configuration", "champion-training", "user-training", "adoption-review")
    assert {f"standing-work/{name}" for name in wanted} <= names
    book.done("assess", "northwind", "--accept", "all", *DAY)
    tasks = {task["id"]: task for task in book.show()["tasks"]}
    assert {tasks["adoption-review"]["owner"], tasks["adoption-review"]["counterpart"]} == {
        "csm",
        "mia-brandt",
    }
    assert tasks["configuration"]["due_on"] >= "2026-09-08"
    assert book.done("assess", "northwind", "--reshape", "--json", *DAY).json["proposals"] == []
    book.done("plan", "render", "northwind")
    plan = (book.root / "accounts/northwind/success-plan.md").read_text(encoding="utf-8")
    assert "Sam Lee with Mia Brandt: by" in plan or "Mia Brandt with Sam Lee: by" in plan
    assert "nobody's work" not in plan


def test_without_a_signature_no_day_can_be_named_and_nothing_is_proposed(book: Book) -> None:
    book.account(account("high-touch", signed_on="null"))
    assert book.done("assess", "northwind", "--reshape", "--json", *DAY).json["proposals"] == []


def test_the_three_journeys_share_no_standing_work_in_the_same_words() -> None:
    titles = [
        task["title"] for name in ("high", "mid", "low") for task in journey_of(f"{name}-touch")["tasks"]
    ]
    assert len(titles) == len(set(titles))


def test_in_a_small_company_the_csm_answers_for_the_set_up_and_the_onboarding(book: Book) -> None:
    book.account(account("high-touch"))
    text = agenda(book)
    assert "| The technical set-up: access, data, connections | Sam Lee | to be agreed |" in text
    assert "| The onboarding: dates, workshops, training | Sam Lee | Mia Brandt |" in text
    assert "in the first 90 days | Alex Kim, with Sam Lee | Jane Doe |" in text


def test_in_a_larger_one_each_part_has_somebody_of_its_own(book: Book) -> None:
    more = "  implementation_lead: {name: Omar Diaz}\n  onboarding_manager: {name: Tess | Quist}\n"
    book.account(account("high-touch", TEAM + more))
    text = agenda(book)
    assert "connections | Omar Diaz, with Sam Lee | to be agreed |" in text
    assert r"training | Tess \| Quist, with Omar Diaz | Mia Brandt |" in text
    assert "The outcome, the success plan and its milestones | Sam Lee | Jane Doe |" in text
    book.done("assess", "northwind", "--accept", "standing-work/configuration", *DAY)
    assert book.show()["tasks"][0]["owner"] == "implementation_lead"


def test_whoever_is_not_there_yet_is_our_csm_and_no_empty_cell(book: Book) -> None:
    book.account(account("low-touch", team=""))
    assert "| our customer success manager | Jane Doe |" in agenda(book)


def test_a_journey_leaves_a_play_out_and_it_can_still_be_run_by_hand(book: Book) -> None:
    late = ("--as-of", "2026-10-20")
    called = {}
    for journey in ("high-touch", "low-touch"):
        book.account(account(journey))
        called[journey] = {
            one["play"] for one in book.done("play", "list", "northwind", "--json", *late).json["called"]
        }
        assert ("sponsor-gap" in book.done("today", *late).out) == (journey == "high-touch")
    assert called == {"high-touch": {"sponsor-gap"}, "low-touch": set()}
    assert "answers:" in book.done("play", "run", "northwind", "sponsor-gap", "--form", *late).out


def test_mistakes_in_the_standing_work_are_told_with_their_place(book: Book) -> None:
    book.write(
        "playbooks/own.yaml",
        """\
extends: shipped/high-touch
tasks:
  - {id: configuration, owner: implementation_leed}
  - {id: champion-training, counterpart: csm}
  - {id: user-training, before: milestones/day-31}
  - {id: adoption-review, title: "Look at {{ maturty }}"}
plays:
  sponsor-gab: no
""",
    )
    ran = book.run("playbook", "check")
    places = [line.removeprefix("playbooks/own.yaml:") for line in ran.err.splitlines()]
    assert places == [
        "3:32: there is no role “implementation_leed”. Did you mean “implementation_lead”?",
        "4:42: there is no role “csm”.",
        "5:33: there is no “milestones/day-31” to wait. Did you mean “milestones/day-30”?",
        "6:34: “maturty” is nothing a rule can name. Did you mean “maturity”?",
        "8:16: there is no play “sponsor-gab”. Did you mean “sponsor-gap”?",
    ]


def test_every_responsibility_has_an_owner_on_both_sides(book: Book) -> None:
    own = "extends: shipped/mid-touch\nresponsibilities:\n  - {id: help, what: Help, owner: csm}\n"
    book.write("playbooks/own.yaml", own)
    ran = book.run("playbook", "check")
    assert ran.err == "playbooks/own.yaml:3:5: `customer_owner` is missing\n"


def test_whoever_takes_over_from_a_champion_takes_over_as_a_counterpart_too(book: Book) -> None:
    backup = "  - {id: lea-falk, name: Lea Falk, roles: [backup_champion]}\n"
    book.account(account("high-touch") + backup)
    book.done("assess", "northwind", "--accept", "standing-work/adoption-review", *DAY)
    book.done("log", "northwind", "left", "mia-brandt", *DAY)
    book.write(
        "a.yaml",
        "schema: csmkit/answers@1\ninterview: champion-departure-mia-brandt\nsessions: [handover]\n"
        "answers: {reason: inside, new_champion: Lea Falk}\n",
    )
    answers = str(book.root / "a.yaml")
    book.done("play", "run", "northwind", "champion-departure", "--answers", answers, *DAY)
    (task,) = [task for task in book.show()["tasks"] if task["id"] == "adoption-review"]
    assert (task["owner"], task["counterpart"]) == ("csm", "lea-falk")

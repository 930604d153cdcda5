"""The handoff to steady state: context, introduction, and thirty days with a fallback."""

from typing import Any

import pytest
import yaml

from conftest import Book

DAY = "2026-11-30"
ANSWERS = """\
schema: csmkit/answers@1
interview: steady-state-handoff
sessions: [context]
answers:
  new_csm: Nora Quist
  new_csm_email: nora@vendor.example
  own_number: Jane tells the board five days
  champion_strength: 4
  decides_now: Jane Doe
  rings_first: unknown
  never_again: Never mention the pilot | {{ 7*7 }}
  first_thirty_days: Ring Jane.
  introduced_on: 2026-12-04
"""


def hand_over(book: Book, answers: str = ANSWERS) -> str:
    file = str(book.write("steady.yaml", answers))
    return book.done("handoff", "northwind", "--to-steady-state", "--answers", file, "--as-of", DAY).said


def data(book: Book) -> Any:
    file = book.root / "accounts/northwind-traders/account.yaml"
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def document(book: Book, name: str) -> str:
    return (book.root / f"accounts/northwind-traders/{name}.md").read_text(encoding="utf-8")


def test_one_write_names_the_new_csm_the_fallback_and_the_steps(handed_over: Book) -> None:
    said = hand_over(handed_over)

    record = data(handed_over)
    assert record["vendor_team"]["steady_state_csm"] == {"name": "Nora Quist", "email": "nora@vendor.example"}
    assert record["steady_state"] == {
        "introduced_on": "2026-12-04",
        "handed_over_on": DAY,
        "fallback": "csm",
        "fallback_until": "2026-12-30",
    }
    steps = {task["id"]: task for task in record["tasks"]}
    assert steps["end-of-fallback"]["due_on"] == "2026-12-30"
    assert steps["introduce-new-csm"]["message"] == "new-csm-introduction"
    assert "Next: csmkit email render northwind-traders new-csm-introduction" in said


def test_the_end_of_the_fallback_comes_up_and_goes_with_the_rest(handed_over: Book) -> None:
    hand_over(handed_over)
    assert "end-of-fallback" not in handed_over.done("today", "--as-of", "2026-12-15").out
    assert "end-of-fallback" in handed_over.done("today", "--as-of", "2026-12-28").out
    handed_over.done("log", "northwind", "sent", "new-csm-introduction", "jane", "--as-of", "2026-12-01")
    assert (
        next(t for t in data(handed_over)["tasks"] if t["id"] == "introduce-new-csm")["done_on"]
        == "2026-12-01"
    )


def test_the_handover_is_due_where_another_csm_is_named(handed_over: Book) -> None:
    file = handed_over.root / "accounts/northwind-traders/account.yaml"
    assert "--to-steady-state" not in handed_over.done("today", "--as-of", DAY).out
    text = file.read_text(encoding="utf-8")
    named = "vendor_team:\n  steady_state_csm: {name: Nora Quist}\n"
    file.write_text(text.replace("vendor_team:\n", named, 1), encoding="utf-8")

    out = handed_over.done("today", "--as-of", DAY).out

    assert "the account is not handed over to Nora Quist, due on 2026-11-30" in out
    hand_over(handed_over)
    assert "not handed over" not in handed_over.done("today", "--as-of", DAY).out


def test_the_brief_says_what_was_said_and_stays_inside(handed_over: Book) -> None:
    hand_over(handed_over)

    brief = document(handed_over, "steady-state-brief")

    assert "- **Fallback:** Sam Lee, until 30 December 2026" in brief
    assert "4 of 5: Has defended us before their own boss" in brief
    assert "Never mention the pilot \\| {{ 7*7 }}" in brief
    assert "- SSO is live before rollout (Omar Diaz, 1 November 2026)" in brief
    assert "Whom do you ring first when something burns?" in brief.partition("## What nobody knew")[2]
    handed_over.done("plan", "render", "northwind")
    plan = document(handed_over, "success-plan")
    assert "pilot" not in plan
    assert "fallback" not in plan.casefold()


def test_the_same_form_twice_hands_over_once(handed_over: Book) -> None:
    hand_over(handed_over)
    before = data(handed_over)

    assert "recorded already" in hand_over(handed_over)
    assert data(handed_over) == before


def test_a_fallback_of_their_own_choice_is_kept(handed_over: Book) -> None:
    hand_over(handed_over, f"{ANSWERS}  fallback_until: 2027-01-15\n")
    assert data(handed_over)["steady_state"]["fallback_until"] == "2027-01-15"
    assert {t["id"]: t["due_on"] for t in data(handed_over)["tasks"]}["end-of-fallback"] == "2027-01-15"


def test_an_onboarding_manager_hands_over_where_there_is_one(handed_over: Book) -> None:
    file = handed_over.root / "accounts/northwind-traders/account.yaml"
    text = file.read_text(encoding="utf-8")
    manager = "vendor_team:\n  onboarding_manager: {name: Ola Berg}\n"
    file.write_text(text.replace("vendor_team:\n", manager, 1), encoding="utf-8")

    form = handed_over.done("handoff", "northwind", "--to-steady-state", "--form").out
    assert 'with: "Ola Berg"' in form
    hand_over(handed_over)

    assert data(handed_over)["steady_state"]["fallback"] == "onboarding_manager"
    assert "- **From:** Ola Berg" in document(handed_over, "steady-state-brief")


@pytest.mark.parametrize("option", ["--accept", "--status", "--return"])
def test_what_belongs_to_the_handoff_from_sales_is_refused(handed_over: Book, option: str) -> None:
    assert handed_over.run("handoff", "northwind", "--to-steady-state", option).code == 2

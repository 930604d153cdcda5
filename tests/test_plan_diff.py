"""What changed in the plan since a version of it, as a person would tell it."""

import json
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from conftest import Book
from csmkit.core.account import Account
from csmkit.core.audience import for_customer
from csmkit.core.success_plan import told_changes as told_changes_module
from csmkit.core.success_plan.told_changes import told_changes
from test_audience import NORTHWIND_ACCOUNT, kinds_in, of_kind, parts_of, with_other_insides

RECORD = """\
schema: csmkit/account@1
id: a1
name: Northwind
journey: high-touch
contract: {signed_on: 2026-10-04}
vendor_team: {csm: {name: Sam Lee}}
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [executive_sponsor], stance: sceptic}
  - {id: bjorn, name: Björn Matthiesen, roles: [power_user], preferences: {mode: sync, rhythm: weekly}}
  - {id: lea, name: Lea Falk, roles: [champion], preferences: {mode: async, rhythm: weekly}}
outcomes:
  - id: quotes
    statement: Quotes go out in time.
    metric: Quotes in time
    unit: percent
    baseline: {value: 61}
    target: 85
    by: 2027-04-02
first_value: {definition: Ten quotes, target_on: 2026-12-20}
milestones:
  - {id: day-60, day: 60, title: Ten quotes, owner: csm}
commitments:
  - {id: sso, promise: SSO before rollout, due_on: 2026-11-20}
gates:
  - {id: review, kind: security_review, lead_days: 30, owner: jane-doe}
tasks:
  - {id: pilot, title: Name the pilot users, side: customer, due_on: 2026-11-01}
cadence: {rhythm: weekly}
"""


@pytest.fixture
def rendered(book: Book) -> Book:
    """Northwind on the day its plan was first rendered."""
    book.account(RECORD)
    book.done("plan", "render", "northwind", "--as-of", "2026-10-10")
    return book


def said(book: Book, *words: str) -> list[str]:
    """What is told of every change."""
    told = book.done("plan", "diff", "northwind", *words, "--json", "--as-of", "2026-12-01").json
    return [change["said"] for change in told["changes"]]


def write(book: Book, *changes: tuple[str, str]) -> None:
    text = RECORD
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    book.account(text)


def test_a_plan_that_did_not_change_says_so(rendered: Book) -> None:
    ran = rendered.done("plan", "diff", "northwind")

    assert ran.out == "Northwind: nothing changed since the version of 2026-10-10.\n"


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("target: 85", "target: 90", "The target went from 85 to 90 percent."),
        ("target: 85", "target: null", "The target is no longer said (it was 85 percent)."),
        (
            "title: Ten quotes,",
            "title: Ten quotes, due_on: 2026-12-27,",
            "Day 60 moved from 3 to 27 December 2026.",
        ),
        ("title: Ten quotes,", "title: Twenty,", "Day 60: “Twenty” now, no longer “Ten quotes”."),
        (
            "target_on: 2026-12-20",
            "target_on: 2027-01-08",
            "The first result moved from 20 December 2026 to 8 January 2027.",
        ),
        ("[power_user]", "[backup_champion]", "Björn Matthiesen is now the backup champion."),
        ("[champion]", "[champion], departed_on: 2026-11-02", "Lea Falk left on 2 November 2026."),
        ("mode: async", "mode: sync", "Lea Falk works best with calls and every week now."),
        (
            "due_on: 2026-11-20",
            "due_on: 2026-11-20, status: delivered",
            "The promise “SSO before rollout” is delivered now, no longer open.",
        ),
        ("lead_days: 30", "lead_days: 45", "The waiting time of Security review went from 30 to 45 days."),
        (
            "lead_days: 30",
            "lead_days: 30, submitted_on: 2026-10-20",
            "Security review was submitted on 20 October 2026.",
        ),
        (", owner: jane-doe", "", "Who steers Security review: no longer said (it was Jane Doe)."),
        ("owner: csm", "owner: csm, met_on: 2026-12-01", "Day 60 was met on 1 December 2026."),
        ("{rhythm: weekly", "{rhythm: monthly", "How often we meet: every month now, no longer every week."),
        (
            "csm: {name: Sam Lee}",
            "csm: {name: Kit Ode}",
            "Our customer success manager: “Kit Ode” now, no longer “Sam Lee”.",
        ),
        ("    by:", "    defended_by: jane-doe\n    by:", "Who stands behind the outcome: Jane Doe."),
        (
            "  - {id: pilot",
            "  - {id: new, title: Send the export, due_on: 2026-11-05}\n  - {id: pilot",
            "New task: “Send the export”, by 5 November 2026, for us.",
        ),
        (
            "\n  - {id: pilot, title: Name the pilot users, side: customer, due_on: 2026-11-01}",
            " []",
            "No longer in the plan: the task “Name the pilot users”, by 1 November 2026, for Northwind.",
        ),
        (
            "    by: 2027",
            "    readings: [{id: r, on: 2026-11-20, value: 66}]\n    by: 2027",
            "New reading: 66 percent on 20 November 2026.",
        ),
    ],
)
def test_a_change_is_told_as_a_person_would(rendered: Book, was: str, now: str, told: str) -> None:
    write(rendered, (was, now))

    assert told in said(rendered)


def test_what_the_customer_does_not_read_is_no_change(rendered: Book) -> None:
    write(
        rendered,
        ("stance: sceptic", "stance: blocker, private: Never PLANTED"),
        ("mode: sync", "mode: async"),
        ("journey: high-touch", "journey: mid-touch"),
    )

    assert said(rendered) == []
    assert "PLANTED" not in rendered.done("plan", "diff", "northwind").said


def test_a_later_approval_moves_what_is_needed_on_the_road(rendered: Book) -> None:
    """Cleared by Friday 18 December: 30 days before it is 18 November, 45 days before it is 3 November."""
    write(rendered, ("lead_days: 30", "lead_days: 45"))

    needed = "Security review is needed by 3 November 2026, no longer by 18 November 2026."
    assert needed in said(rendered)


def test_any_version_can_be_compared_with(rendered: Book) -> None:
    for target, day in (("86", "2026-10-20"), ("87", "2026-10-20"), ("88", "2026-11-05")):
        write(rendered, ("target: 85", f"target: {target}"))
        rendered.done("plan", "render", "northwind", "--as-of", day)

    assert said(rendered) == []
    assert said(rendered, "--since", "2026-10-19") == ["The target went from 85 to 88 percent."]
    assert said(rendered, "--since", "2026-10-20") == ["The target went from 87 to 88 percent."]
    assert said(rendered, "--since", "2026-10-20-2") == ["The target went from 87 to 88 percent."]
    assert said(rendered, "--since", "20 Oct 2026") == ["The target went from 87 to 88 percent."]
    versions = (rendered.root / "accounts/northwind/.rendered/versions").iterdir()
    kept = ["2026-10-10", "2026-10-20", "2026-10-20-2", "2026-11-05"]
    assert sorted(file.stem for file in versions) == kept


def test_the_version_that_was_agreed_is_found_by_its_word(rendered: Book) -> None:
    agreed = ("cadence:", "plan: {agreed_on: 2026-10-15, agreed_by: jane-doe}\ncadence:")
    write(rendered, agreed, ("target: 85", "target: 88"))
    rendered.done("plan", "render", "northwind", "--as-of", "2026-11-05")
    write(rendered, agreed, ("target: 85", "target: 90"))

    assert said(rendered, "--since", "agreed")[0] == "The target went from 85 to 90 percent."
    ran = rendered.run("plan", "diff", "northwind", "--since", "kickoff")
    assert (ran.code, "not recorded" in ran.err) == (2, True)


def test_a_day_before_the_first_version_is_compared_with_the_first_and_says_so(rendered: Book) -> None:
    ran = rendered.done("plan", "diff", "northwind", "--since", "2026-09-01")
    told = rendered.done("plan", "diff", "northwind", "--since", "2026-09-01", "--json").json

    assert "No version is as old as 2026-09-01" in ran.err
    assert told["since"] == {"name": "2026-10-10", "on": "2026-10-10", "asked": "2026-09-01"}


def test_a_version_nobody_knows_gets_the_names_that_are_there(rendered: Book) -> None:
    ran = rendered.run("plan", "diff", "northwind", "--since", "agred")

    assert ran.code == 2
    assert "Did you mean “agreed”?" in ran.err
    assert "2026-10-10" in ran.err


def test_without_a_version_it_says_what_to_type(northwind: Book) -> None:
    ran = northwind.run("plan", "diff", "northwind")

    assert ran.code == 1
    assert "csmkit plan render northwind-traders" in ran.err


def test_rendering_again_keeps_no_second_version_of_the_same(rendered: Book) -> None:
    rendered.done("plan", "render", "northwind", "--as-of", "2026-11-01")

    assert len(list((rendered.root / "accounts/northwind/.rendered/versions").iterdir())) == 1


def test_a_version_holds_nothing_internal_and_belongs_to_the_team(rendered: Book) -> None:
    (file,) = (rendered.root / "accounts/northwind/.rendered/versions").iterdir()
    kept = json.loads(file.read_text(encoding="utf-8"))

    assert kept["schema"] == "csmkit/plan-version@1"
    assert "stance" not in file.read_text(encoding="utf-8")
    assert kept["account"]["stakeholders"][0]["name"] == "Jane Doe"


@pytest.mark.parametrize(
    "damage", ["", "{", "[" * 99_999, '{"schema": "csmkit/plan-version@9"}', "<<<<<<< HEAD\n"]
)
def test_a_damaged_version_is_one_sentence(rendered: Book, damage: str) -> None:
    (file,) = (rendered.root / "accounts/northwind/.rendered/versions").iterdir()
    file.write_text(damage, encoding="utf-8")
    ran = rendered.run("plan", "diff", "northwind")

    assert ran.code == 1
    assert "The version 2026-10-10 cannot be read" in ran.err


def test_versions_that_lead_outside_are_not_written(book: Book, tmp_path: Path) -> None:
    book.account(RECORD)
    (book.root / "accounts/northwind/.rendered").mkdir()
    (book.root / "accounts/northwind/.rendered/versions").symlink_to(tmp_path)

    ran = book.run("plan", "render", "northwind")
    assert (ran.code, "leads out of the workspace" in ran.err) == (1, True)
    assert list(tmp_path.glob("*.json")) == []


# --- For every record ----------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(with_other_insides(NORTHWIND_ACCOUNT))
def test_records_that_differ_only_inside_have_no_difference(other: dict[str, Any]) -> None:
    was, now = for_customer(NORTHWIND_ACCOUNT), for_customer(Account.model_validate(other))

    assert told_changes(was, now) == ()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_differs_is_told_in_sentences(data: st.DataObject) -> None:
    was, now = (
        for_customer(Account.model_validate({**data.draw(of_kind(Account)), "schema": "csmkit/account@1"}))
        for _ in range(2)
    )

    told = told_changes(was, now)

    assert all(one.said.endswith(".") and "None" not in one.said for one in told)


def test_every_field_that_is_told_is_one_of_the_record() -> None:
    fields = fields_below(Account)
    for pattern in (*told_changes_module._FIELDS, *told_changes_module._NOT_SAID):
        here = fields
        for step in pattern:
            here = here[step]


def fields_below(model: type[BaseModel]) -> dict[str, Any]:
    """The shown fields of a part of the record, one in the other, with a star for every id."""
    found: dict[str, Any] = {}
    for key, hint, marked in parts_of(model):
        inner = [fields_below(kind) for kind in kinds_in(hint)]
        many = any(get_origin(kind) in (tuple, dict) for kind in (hint, *get_args(hint)))
        if marked:
            found[key] = {"*": inner[0]} if inner and many else inner[0] if inner else {}
    return found

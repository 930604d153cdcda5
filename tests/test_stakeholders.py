"""Who plays a part, what a reference means, and when a milestone is due."""

from datetime import date
from typing import Any

from csmkit.core.account import Account
from csmkit.core.milestones import due_day, in_order, primary_outcome, status_of
from csmkit.core.stakeholders import holders, layers_between, name_of, reporting_order

JANE = {"id": "jane-doe", "name": "Jane Doe", "roles": ["executive_sponsor"]}
MIA = {"id": "mia-brandt", "name": "Mia Brandt", "roles": ["champion"], "reports_to": "jane-doe"}


def account(**parts: Any) -> Account:
    return Account.model_validate(
        {
            "schema": "csmkit/account@1",
            "id": "a1",
            "name": "Northwind Traders",
            "journey": "high-touch",
            **parts,
        }
    )


def test_a_part_is_held_by_whoever_has_it_and_has_not_left() -> None:
    left = {"id": "tom-roth", "name": "Tom Roth", "roles": ["champion"], "departed_on": "2026-10-01"}

    found = holders(account(stakeholders=[left, MIA]), "champion")

    assert [person.name for person in found] == ["Mia Brandt"]


def test_a_reference_to_a_stakeholder_or_to_one_of_us_becomes_a_name() -> None:
    northwind = account(stakeholders=[JANE], vendor_team={"csm": {"name": "Sam Lee"}})

    assert name_of(northwind, "jane-doe") == "Jane Doe"
    assert name_of(northwind, "csm") == "Sam Lee"
    assert name_of(northwind, "CSM") == "Sam Lee"


def test_a_part_of_ours_that_nobody_fills_is_named_in_words() -> None:
    assert name_of(account(), "account_executive") == "account executive"


def test_any_other_reference_stays_as_it_was_written() -> None:
    assert name_of(account(), "The Berlin office") == "The Berlin office"
    assert name_of(account(), None) is None


def test_layers_are_steps_of_reporting_in_either_direction() -> None:
    boss = {"id": "paul-weiss", "name": "Paul Weiss"}
    northwind = account(stakeholders=[boss, {**JANE, "reports_to": "paul-weiss"}, MIA])

    assert layers_between(northwind, "mia-brandt", "jane-doe") == 1
    assert layers_between(northwind, "mia-brandt", "paul-weiss") == 2
    assert layers_between(northwind, "paul-weiss", "mia-brandt") == 2
    assert layers_between(northwind, "jane-doe", "jane-doe") == 0


def test_layers_are_unknown_without_a_line_of_reporting() -> None:
    stranger = {"id": "olaf-hagen", "name": "Olaf Hagen", "reports_to": "somebody-else"}
    northwind = account(stakeholders=[JANE, MIA, stranger])

    assert layers_between(northwind, "olaf-hagen", "jane-doe") is None
    assert layers_between(northwind, "mia-brandt", "nobody") is None
    assert layers_between(northwind, "nobody", "nobody") is None


def test_layers_are_unknown_when_people_report_to_each_other_in_a_circle() -> None:
    northwind = account(stakeholders=[{**JANE, "reports_to": "mia-brandt"}, MIA])

    assert layers_between(northwind, "mia-brandt", "jane-doe") is None


def test_a_circle_above_somebody_makes_their_layers_unknown() -> None:
    below = {"id": "lea-falk", "name": "Lea Falk", "reports_to": "mia-brandt"}
    northwind = account(stakeholders=[{**JANE, "reports_to": "mia-brandt"}, MIA, below])

    assert layers_between(northwind, "lea-falk", "jane-doe") is None


def test_bosses_come_before_their_reports_and_nobody_is_lost_in_a_circle() -> None:
    one = {"id": "one", "name": "One", "reports_to": "two"}
    two = {"id": "two", "name": "Two", "reports_to": "one"}

    order = reporting_order(account(stakeholders=[MIA, one, JANE, two]))

    assert [(person.name, depth) for person, depth in order] == [
        ("Jane Doe", 0),
        ("Mia Brandt", 1),
        ("One", 0),
        ("Two", 1),
    ]


def milestones(*items: dict[str, Any], signed_on: str | None = "2026-09-01") -> Account:
    return account(contract={"signed_on": signed_on}, milestones=list(items))


def test_a_milestone_is_due_on_its_agreed_day_or_else_so_many_days_after_signature() -> None:
    northwind = milestones(
        {"id": "day-30", "day": "30", "title": "Live"},
        {"id": "day-60", "day": "60", "title": "Felt", "due_on": "2026-11-15"},
    )

    assert [due_day(northwind, item) for item in northwind.milestones] == [
        date(2026, 10, 1),
        date(2026, 11, 15),
    ]


def test_a_milestone_is_late_only_after_its_day() -> None:
    northwind = milestones({"id": "day-30", "day": "30", "title": "Live"})
    milestone = northwind.milestones[0]

    assert status_of(northwind, milestone, date(2026, 10, 1)) == "due"
    assert status_of(northwind, milestone, date(2026, 10, 2)) == "late"


def test_a_milestone_is_met_from_the_day_it_was_met() -> None:
    northwind = milestones({"id": "day-30", "day": "30", "title": "Live", "met_on": "2026-10-05"})
    milestone = northwind.milestones[0]

    assert status_of(northwind, milestone, date(2026, 10, 5)) == "met"
    assert status_of(northwind, milestone, date(2026, 10, 4)) == "late"


def test_a_milestone_without_a_day_is_not_dated() -> None:
    unsigned = milestones({"id": "day-30", "day": "30", "title": "Live"}, signed_on=None)
    absurd = milestones({"id": "far", "day": "999999999999", "title": "Beyond every calendar"})

    assert status_of(unsigned, unsigned.milestones[0], date(2026, 10, 1)) == "not dated"
    assert status_of(absurd, absurd.milestones[0], date(2026, 10, 1)) == "not dated"


def test_milestones_stand_in_the_order_of_their_days() -> None:
    northwind = milestones(
        {"id": "later", "title": "Later"},
        {"id": "day-90", "day": "90", "title": "Ninety"},
        {"id": "day-30", "day": "30", "title": "Thirty"},
    )

    assert [item.id for item in in_order(northwind)] == ["day-30", "day-90", "later"]


def test_the_primary_outcome_is_the_marked_one_or_else_the_first() -> None:
    first, second = {"id": "one", "statement": "One"}, {"id": "two", "statement": "Two"}

    marked = primary_outcome(account(outcomes=[first, {**second, "primary": "yes"}]))
    unmarked = primary_outcome(account(outcomes=[first, second]))

    assert (marked and marked.id, unmarked and unmarked.id) == ("two", "one")
    assert primary_outcome(account()) is None

"""The audit of the current state: a book of records on disk, the command, and the document it writes."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from math import comb, sqrt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Book, csmkit
from csmkit.book.current_state.funnel import limits
from csmkit.book.current_state.rates import share
from csmkit.book.survival import Z

DAY = date(2026, 11, 22)
DOCUMENT = "reports/current-state-audit.md"


def signed(days_ago: int) -> date:
    return DAY - timedelta(days=days_ago)


def record(name: str, days_ago: int, *lines: str, csm: str = "Sam Lee", **contract: Any) -> str:
    """A record as a person writes it; further lines as they are."""
    more = "".join(f", {key}: {value}" for key, value in contract.items())
    return "\n".join(
        [
            "schema: csmkit/account@1",
            f"id: {name}",
            f"name: {name.title()}",
            "journey: mid-touch",
            "complexity: typical",
            f"contract: {{signed_on: {signed(days_ago)}{more}}}",
            f'vendor_team: {{csm: {{name: "{csm}"}}}}',
            *lines,
            "",
        ]
    )


def value_after(days: int, days_ago: int) -> str:
    return f"first_value: {{reached_on: {signed(days_ago - days)}, evidence: They said so}}"


def milestone(day: int, days_ago: int, met_after: int | None = None, more: str = "") -> str:
    met = f", met_on: {signed(days_ago - met_after)}, evidence: Seen" if met_after is not None else ""
    return f"  - {{id: day-{day}, day: {day}, title: Day {day}{met}{more}}}"


def audited(book: Book, *words: str) -> Any:
    return book.done("report", "audit", "--as-of", str(DAY), *words, "--json").json


def written(book: Book, *words: str) -> str:
    book.done("report", "audit", "--as-of", str(DAY), *words)
    return (book.root / DOCUMENT).read_text(encoding="utf-8")


def rate_of(told: Any, name: str) -> Any:
    return next(one for one in told["rates"] if one["id"] == name)


def reasons(one: Any) -> dict[str, int]:
    return {why["why"]: why["accounts"] for why in one["not_counted"]}


@pytest.fixture
def customers(book: Book) -> Book:
    """Twelve accounts: six in time, two late, two waiting, one that left; one signed last month."""
    for n in range(6):
        book.account(record(f"soon-{n}", 200, value_after(40 + n, 200)), f"soon-{n}")
    for n in range(2):
        book.account(record(f"late-{n}", 200, value_after(120, 200)), f"late-{n}")
    for n in range(2):
        book.account(record(f"waits-{n}", 200), f"waits-{n}")
    book.account(record("gone", 200, churned_on=signed(150)), "gone")
    book.account(record("new", 30), "new")
    return book


# --- Rates ---------------------------------------------------------------------------------------------


def test_a_rate_counts_whoever_left_and_leaves_out_whoever_is_too_young(customers: Book) -> None:
    one = rate_of(audited(customers), "first-value")
    assert (one["met"], one["of"]) == (6, 11)
    assert reasons(one) == {"day 90 is still ahead": 1}
    assert "| First value by day 90 | 6 | 11 | 55 % (28–79) |" in written(customers)


def test_an_account_under_way_when_it_was_added_is_no_success(customers: Book) -> None:
    lines = ("in_flight: yes", f"added_on: {signed(170)}", value_after(50, 200))
    customers.account(record("came", 200, *lines), "came")
    one = rate_of(audited(customers), "first-value")
    assert (one["met"], one["of"]) == (6, 11)
    assert reasons(one)["was under way already when it was added"] == 1


def test_what_happened_after_the_day_has_not_happened(customers: Book) -> None:
    earlier = str(signed(155))
    told = customers.done("report", "audit", "--as-of", earlier, "--json").json
    assert rate_of(told, "first-value")["of"] == 0
    assert (told["ttfv"]["everybody"]["reached"], told["churn"]["everybody"]["left"]) == (6, 0)


def test_since_leaves_out_the_accounts_that_signed_before(customers: Book) -> None:
    told = audited(customers, "--since", str(signed(60)))
    assert (told["accounts"], told["since"]) == (1, str(signed(60)))


@pytest.mark.parametrize(
    ("line", "met", "of", "why"),
    [
        (milestone(90, 200, 90), 1, 1, None),
        (milestone(90, 200, 91), 0, 1, None),
        (milestone(90, 200), 0, 1, None),
        # Moved before its day came: agreed. Moved after: late all the same.
        (
            milestone(90, 200, 100, f", due_on: {signed(95)}, moved: [{{id: m, on: {signed(120)}, "
            f"was: {signed(110)}, to: {signed(95)}}}]"),
            1, 1, None,
        ),
        (
            milestone(90, 200, 100, f", due_on: {signed(95)}, moved: [{{id: m, on: {signed(105)}, "
            f"was: {signed(110)}, to: {signed(95)}}}]"),
            0, 1, None,
        ),
        (milestone(90, 200, 80).replace(", evidence: Seen", ""), 0, 0, "is called met with no evidence"),
        (milestone(60, 200, 60), 0, 0, "cannot tell: needs a milestone for day 90"),
    ],
)  # fmt: skip
def test_a_milestone_counts_by_the_day_that_was_agreed(
    book: Book, line: str, met: int, of: int, why: str | None
) -> None:
    book.account(record("one", 200, "milestones:", line))
    one = rate_of(audited(book), "day-90-milestone")
    assert (one["met"], one["of"], one["share"]) == (met, of, None)
    assert any(told.startswith(why) for told in reasons(one)) if why else not reasons(one)


@pytest.mark.parametrize(("value", "on_its_way"), [("7", 1), ("8.9", 0)])
def test_adoption_is_the_way_of_the_figure_against_its_time(book: Book, value: str, on_its_way: int) -> None:
    book.account(
        record(
            "one",
            200,
            "outcomes:",
            f"  - {{id: quotes, statement: Faster, baseline: {{value: 9, as_of: {signed(200)}}}, target: 5, "
            f"by: {signed(20)}, readings: [{{id: r, on: {signed(140)}, value: {value}}}]}}",
        )
    )
    told = audited(book)
    assert (rate_of(told, "outcome-read")["met"], rate_of(told, "outcome-read")["of"]) == (1, 1)
    assert rate_of(told, "outcome-on-its-way")["met"] == on_its_way


@given(st.integers(10, 400), st.data())
def test_both_ends_of_an_interval_are_as_far_away_as_chance_goes(of: int, data: st.DataObject) -> None:
    met = data.draw(st.integers(0, of))
    band = share(met, of)
    assert band
    for end in (band.low, band.high):
        assert end is not None
        assert 0 <= end <= 1
        if 0 < end < 1:
            assert abs(met / of - end) == pytest.approx(Z * sqrt(end * (1 - end) / of), rel=1e-6, abs=1e-9)


# --- Consistency ---------------------------------------------------------------------------------------


@given(st.integers(1, 60), st.integers(0, 20), st.sampled_from([0.05, 0.002]))
def test_limits_leave_no_more_outside_than_chance(of: int, twentieths: int, chance: float) -> None:
    p = Fraction(twentieths, 20)
    ways = [comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(of + 1)]
    low, high = limits([float(p)] * of, chance)
    half = chance / 2
    assert sum(ways[:low]) <= half * 1.000001
    assert sum(ways[high + 1 :]) <= half * 1.000001
    # And they are as narrow as that allows.
    assert sum(ways[: low + 1]) > half * 0.999999
    assert high == 0 or sum(ways[high:]) > half * 0.999999


def of_csm(book: Book, csm: str, reached: int, waiting: int) -> None:
    for n in range(reached + waiting):
        name = f"{csm.split(maxsplit=1)[0].lower()}-{n}"
        lines = [value_after(50, 200)] if n < reached else []
        book.account(record(name, 200, *lines, csm=csm), name)


def row_of(told: Any, csm: str) -> Any:
    return next(row for row in told["consistency"][0]["rows"] if row["csm"] == csm)


def test_who_is_outside_stands_out_and_who_has_few_accounts_is_not_compared(book: Book) -> None:
    of_csm(book, "Sam Lee", 14, 6)
    of_csm(book, "Ida | Holm", 2, 13)
    of_csm(book, "Tom Berg", 0, 4)
    told = audited(book)
    assert row_of(told, "Sam Lee")["place"] == "above"
    assert row_of(told, "Ida | Holm")["place"] == "below"
    assert row_of(told, "Tom Berg")["place"] == "too few"
    text = written(book)
    assert "- **Ida \\| Holm** is below the usual range: 2 of 15." in text
    assert "Among 2 compared" in text
    (plot,) = [line for line in text.splitlines() if "| Tom Berg | 0 | 4 | too few |" in line][:1]
    assert plot.count("○") == 1
    assert "═" not in plot


def test_somebody_far_outside_is_told_apart(book: Book) -> None:
    of_csm(book, "Sam Lee", 18, 2)
    of_csm(book, "Ida Holm", 0, 15)
    assert row_of(audited(book), "Ida Holm")["place"] == "far below"


def test_a_csm_with_the_slow_journey_is_expected_to_be_slower(book: Book) -> None:
    for csm, journey, reached in (("Sam Lee", "low-touch", 11), ("Ida Holm", "high-touch", 2)):
        for n in range(12):
            name = f"{journey}-{n}"
            lines = [value_after(50, 200)] if n < reached else []
            text = record(name, 200, *lines, csm=csm).replace("journey: mid-touch", f"journey: {journey}")
            book.account(text, name)
    told = audited(book)
    assert [(row["place"], row["expected"]) for row in told["consistency"][0]["rows"]] == [
        ("within", pytest.approx(2)),
        ("within", pytest.approx(11)),
    ]


def test_alike_csms_are_said_to_be_alike(book: Book) -> None:
    of_csm(book, "Sam Lee", 7, 5)
    of_csm(book, "Ida Holm", 6, 6)
    assert "Nobody is outside" in written(book)


# --- Churn ---------------------------------------------------------------------------------------------


def test_a_young_quarter_is_told_for_the_time_it_had(book: Book) -> None:
    for n in range(10):
        left: dict[str, Any] = {"churned_on": signed(300 - 60)} if n < 2 else {}
        book.account(record(f"old-{n}", 300, **left), f"old-{n}")
        book.account(record(f"new-{n}", 20), f"new-{n}")
    old, new = audited(book)["churn"]["cohorts"]
    assert (old["quarter"], old["accounts"], old["left"]) == ("2026 Q1", 10, 2)
    assert [day["left"] and day["left"]["estimate"] for day in old["days"]] == [
        pytest.approx(0.2),
        pytest.approx(0.2),
        None,
    ]
    assert (new["quarter"], [day["left"] for day in new["days"]]) == ("2026 Q4", [None] * 3)
    assert "| 2026 Q4 | 10 | 0 | too early | too early | too early |" in written(book)


# --- Stalls and rules ----------------------------------------------------------------------------------


def test_where_accounts_stall_and_what_they_lack(book: Book) -> None:
    people = "stakeholders: [{id: p, name: Jane Doe, roles: [champion]}]"
    gate = f"gates: [{{id: g, kind: security_review, lead_days: 30, submitted_on: {signed(70)}}}]"
    book.account(record("stuck", 75, gate, "milestones:", milestone(30, 75, 30), milestone(60, 75)), "stuck")
    book.account(record("fine", 75, people, "milestones:", milestone(60, 75, 58)), "fine")
    hold = f"holds: [{{id: h, from_on: {signed(20)}}}]"
    book.account(record("held", 75, hold, "milestones:", milestone(60, 75)), "held")
    told = audited(book)["stalls"]
    assert (told["active"], told["on_hold"], told["stalled"]) == (2, 1, 1)
    assert told["stuck"] == [{"milestone": "day-60", "accounts": 1, "days_late": None}]
    assert "`csmkit report` has other totals for these milestones" in written(book)
    marks = {mark["what"]: (mark["stalled"], mark["others"]) for mark in told["marks"]}
    assert (marks["no champion"], marks["security review not cleared"]) == ((1, 0), (1, 0))
    assert marks["no executive sponsor"] == (1, 1)
    (approval,) = told["approvals"]
    assert (approval["waiting"], approval["overdue"], approval["took"]) == (1, 1, None)


def test_the_page_lists_only_what_stalled_accounts_have_more_often(book: Book) -> None:
    champion = "stakeholders: [{id: p, name: Jane Doe, roles: [champion]}]"
    for n in range(10):
        people = champion if n < 5 else "stakeholders: []"
        book.account(record(f"fine-{n}", 75, people, "milestones:", milestone(60, 75, 58)), f"fine-{n}")
    for n in range(9):
        book.account(record(f"stuck-{n}", 75, "milestones:", milestone(60, 75)), f"stuck-{n}")
    nothing, first = "Nothing on record sets the stalled accounts apart.", "What stands first"
    few = written(book)
    assert (nothing in few, first in few) == (True, False)
    book.account(record("stuck-9", 75, "milestones:", milestone(60, 75)), "stuck-9")
    enough = written(book)
    assert (nothing in enough, first in enough) == (False, True)
    assert "| no champion | 10 of 10 (100 %) | 5 of 10 (50 %) |" in enough
    assert "| no executive sponsor |" not in enough


def test_what_stalled_accounts_have_less_often_is_not_where_to_look(book: Book) -> None:
    champion = "stakeholders: [{id: p, name: Jane Doe, roles: [champion]}]"
    for n in range(10):
        book.account(record(f"fine-{n}", 75, "milestones:", milestone(60, 75, 58)), f"fine-{n}")
        book.account(record(f"stuck-{n}", 75, champion, "milestones:", milestone(60, 75)), f"stuck-{n}")
    page = written(book)
    assert "Nothing on record sets the stalled accounts apart." in page
    assert "| no champion |" not in page


def fires(findings: Iterable[Any]) -> set[str]:
    return {finding["code"] for finding in findings if finding["told"]}


def test_rules_are_counted_as_check_tells_them(customers: Book) -> None:
    asked = [name for name in customers.root.joinpath("accounts").iterdir() if name.name != "gone"]
    each = [
        json.loads(customers.run("check", name.name, "--as-of", str(DAY), "--json").out) for name in asked
    ]
    told = audited(customers)["rules"]
    assert told["accounts"] == len(asked)
    counted = {one["code"]: one["fires"] for one in told["fired"] if one["fires"]}
    expected = [code for one in each for code in fires(one["findings"])]
    assert counted == {code: expected.count(code) for code in set(expected)}


# --- The document --------------------------------------------------------------------------------------


def test_what_the_lead_concludes_stays_when_the_figures_move(customers: Book) -> None:
    before = written(customers)
    file = customers.root / DOCUMENT
    ours = "Six of eleven. We lose two months to the security review."
    asked = next(line for line in before.splitlines() if line.startswith("Write here what you conclude"))
    file.write_text(before.replace(asked, ours), encoding="utf-8")
    customers.account(record("another", 200, value_after(60, 200)), "another")
    after = written(customers)
    assert ours in after
    assert "| First value by day 90 | 7 | 12 |" in after


def test_a_document_of_somebody_else_is_left_alone(customers: Book) -> None:
    customers.write(DOCUMENT, "My own notes\n")
    ran = customers.run("report", "audit", "--as-of", str(DAY))
    assert (ran.code, (customers.root / DOCUMENT).read_text()) == (1, "My own notes\n")
    assert "reports/current-state-audit.new.md" in ran.err


def test_a_record_that_cannot_be_read_is_named_and_the_rest_is_told(customers: Book) -> None:
    customers.account("schema: csmkit/account@1\nname: [\n", "broken")
    ran = customers.run("report", "audit", "--as-of", str(DAY), "--json")
    assert ran.code == 1
    assert "broken" in ran.err
    assert rate_of(ran.json, "first-value")["of"] == 11


def test_an_empty_workspace_gets_a_page_that_says_so(book: Book) -> None:
    assert "from the records of 0 accounts" in written(book)


# --- What a success is ---------------------------------------------------------------------------------

DEFINITION = "playbooks/definitions/successful-onboarding.yaml"


def defined(*conditions: str) -> str:
    lines = [f'  - {{id: c{n}, title: T{n}, when: "{when}"}}' for n, when in enumerate(conditions)]
    return "\n".join(
        ["schema: csmkit/definition@1", "kind: definition", "title: Ours", "conditions:", *lines, ""]
    )


def judged(book: Book, *words: str) -> dict[str, Any]:
    told = book.done("report", "success", "--as-of", str(DAY), *words, "--json").json
    return {one["account"]: one for one in told["accounts"]}


@pytest.fixture
def won(book: Book) -> Book:
    """One account of which everything is met, one that has just signed, one that missed all of it."""
    sponsor = "stakeholders: [{id: jane, name: Jane Doe, roles: [executive_sponsor]}]"
    met = milestone(90, 200, 88, ", confirmed_by: jane")
    figure = (
        f"  - {{id: q, statement: Faster, baseline: {{value: 9, as_of: {signed(200)}}}, target: 5, "
        f"by: {signed(20)}, readings: [{{id: r, on: {signed(120)}, value: 6}}]}}"
    )
    book.account(
        record("won", 200, sponsor, value_after(50, 200), "milestones:", met, "outcomes:", figure), "won"
    )
    book.account(record("new", 20, sponsor, "milestones:", milestone(90, 20)), "new")
    book.account(record("lost", 200, sponsor, "milestones:", milestone(90, 200)), "lost")
    return book


def test_the_shipped_proposal_tells_won_from_lost_and_from_too_early(won: Book) -> None:
    told = judged(won)
    assert {name: one["standing"] for name, one in told.items()} == {
        "won": "met",
        "new": "cannot tell",
        "lost": "not met",
    }
    needs = {condition["id"]: condition["needs"] for condition in told["new"]["told"]}
    assert needs["day-90"] == [f"milestone day-90 (by {signed(-70)})"]
    assert needs["on-its-way"] == ["a reading of the outcome"]


def test_a_customer_that_left_has_nothing_more_to_come(book: Book) -> None:
    book.account(record("gone", 30, "milestones:", milestone(90, 30), churned_on=signed(5)), "gone")
    assert judged(book)["gone"]["standing"] == "not met"
    earlier = book.done("report", "success", "--as-of", str(signed(10)), "--json").json
    assert earlier["accounts"][0]["standing"] == "cannot tell"


def test_a_reading_that_is_low_at_first_may_still_come(won: Book) -> None:
    won.write(DEFINITION, defined("attainment >= 80"))
    assert judged(won)["won"]["standing"] == "not met"
    early = won.done("report", "success", "--as-of", str(signed(115)), "--json").json["accounts"]
    (told,) = next(one for one in early if one["account"] == "won")["told"]
    assert (told["standing"], told["needs"]) == ("cannot tell", [f"time (until {signed(110)})"])


def test_what_cannot_be_told_never_counts_as_met(won: Book) -> None:
    won.write(DEFINITION, defined("not (adoption < 50)"))
    assert {one["standing"] for one in judged(won).values()} == {"cannot tell"}


def test_nothing_is_judged_before_the_lead_signs_and_everything_from_then_on(won: Book) -> None:
    def listed() -> dict[str, str | None]:
        rows = won.done("account", "list", "--as-of", str(DAY), "--json").json
        return {row["account"]: row["success"] for row in rows}

    assert set(listed().values()) == {None}
    assert "Successful onboarding" not in won.done("account", "show", "won", "--as-of", str(DAY)).out
    assert "Nobody has signed off" in written(won)
    won.done("report", "success", "--sign-off", "Dana Ruiz", "--as-of", str(DAY))
    assert listed() == {"won": "met", "new": "cannot tell", "lost": "not met"}
    shown = won.done("account", "show", "lost", "--as-of", str(DAY)).out
    assert "not met: First value within its window" in shown
    assert "signed off by Dana Ruiz on 22 November 2026" in written(won)
    assert "nothing wrong" in won.done("playbook", "check").out


@pytest.mark.parametrize("name", ["", "  ", "Dana\nRuiz", "Dana\x1b[2J"])
def test_nobody_signs_without_a_name_on_one_line(won: Book, name: str) -> None:
    ran = won.run("report", "success", "--sign-off", name)
    assert ran.code == 2
    assert "needs the name of whoever signs" in ran.err
    assert not (won.root / "playbooks/definitions").exists()


def test_what_was_signed_is_kept_apart_from_what_was_changed_afterwards(won: Book) -> None:
    won.done("report", "success", "--sign-off", "Dana Ruiz", "--as-of", str(DAY))
    again = won.run("report", "success", "--sign-off", "Sam Lee", "--as-of", str(DAY))
    assert again.code == 1
    assert "Dana Ruiz signed it on" in again.err
    file = won.root / DEFINITION
    file.write_text(file.read_text().replace("when: day_90_met", "when: day_60_met  # ours is day 60"))
    assert "A condition was changed since" in won.done("report", "success").out
    won.done("report", "success", "--sign-off", "Sam Lee", "--as-of", str(DAY))
    assert "A condition was changed since" not in won.done("report", "success").out
    assert "# ours is day 60" in file.read_text()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("day_9_met", "“day_9_met” is no fact of an account. Did you mean “day_90_met”?"),
        ("attainment >=", "cannot be read as an expression"),
        ("journey > 3", "compares what cannot be compared"),
        ("1 == 1", "asks nothing of the account"),
    ],
)
def test_a_mistake_in_a_condition_is_told_with_its_line(won: Book, line: str, told: str) -> None:
    won.write(DEFINITION, defined("stayed", line))
    for words in (("report", "success"), ("playbook", "check"), ("report", "success", "--sign-off", "D")):
        ran = won.run(*words)
        assert ran.code == 1
        assert f"{DEFINITION}:6:" in ran.err
        assert told in ran.err


def test_the_audit_counts_only_onboardings_that_are_over(won: Book) -> None:
    told = audited(won)["success"]
    assert (told["whole"]["met"], told["whole"]["not_met"], told["under_way"]) == (1, 1, 1)


def test_only_what_is_missing_is_asked_for_in_words(book: Book) -> None:
    book.write(DEFINITION, defined("first_value_in_window", "first_value_days <= 60"))
    text = record("plain", 200).replace("complexity: typical\n", "")
    book.account(text, "plain")
    book.account(text.replace(f"signed_on: {signed(200)}", ""), "unsigned")
    needs = {name: [one["needs"] for one in told["told"]] for name, told in judged(book).items()}
    window = "how complex the account is, or a window for first value"
    assert needs["plain"] == [[window], ["first value"]]
    assert needs["unsigned"] == [[f"the signature date and {window}"], ["the signature date and first value"]]


def test_the_list_of_accounts_has_the_totals_of_the_audit(won: Book) -> None:
    won.account(record("gone", 60, churned_on=signed(20)), "gone")
    won.account(record("came", 200, "in_flight: true", f"added_on: {signed(100)}"), "came")
    won.account(record("next", -10), "next")
    told = won.done("report", "success", "--as-of", str(DAY), "--json").json
    success = audited(won)["success"]
    counted = {key: success["whole"][key] for key in ("met", "not_met", "cannot_tell")}
    left_out = {key: success[key] for key in ("under_way", "in_flight", "left")}
    assert counted == {"met": 1, "not_met": 1, "cannot_tell": 0}
    assert left_out == {"under_way": 1, "in_flight": 1, "left": 1}
    assert {key: told[key] for key in (*counted, *left_out)} == counted | left_out
    assert {one["account"]: one["does_not_count"] for one in told["accounts"]} == {
        "won": None,
        "lost": None,
        "new": "under way",
        "came": "under way when added",
        "gone": "left",
    }
    shown = won.done("report", "success", "--as-of", str(DAY)).out
    assert "2 onboardings are over: 1 met, 1 not met, 0 cannot be told." in shown
    assert "Does not count yet: 1 under way, 1 under way when added, 1 left." in shown


def test_every_fact_is_on_the_page_as_the_program_tells_it() -> None:
    page = (Path(__file__).parent.parent / "docs/playbooks.md").read_text(encoding="utf-8")
    for name, tells in csmkit("report", "success", "--facts", "--json").json.items():
        assert f"| `{name}` | {tells} |" in page

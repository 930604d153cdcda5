"""The rules of the craft: each is silent on a good plan, and speaks on one that lacks what it looks for."""

import json
import re
from typing import Any

import pytest

from conftest import Book
from csmkit.core.checks import rules

TODAY = ("--as-of", "2026-10-20")  # day 49

HANDOFF = """\
schema: csmkit/interview@1
kind: interview
title: Handoff
sessions:
  - id: people
    title: The people
    sections:
      - id: all
        title: All
        questions: [{id: why_now, type: text, ask: Why now?, core: yes, fills: buying.why_now}]
  - id: competition
    title: The promises
    sections:
      - {id: rest, title: Rest, questions: [{id: read_back, type: yes_no, ask: Read back?}]}
"""

GOOD = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: high-touch
complexity: typical
country: DE
contract: {signed_on: 2026-09-01, renews_on: 2027-09-01, notice_days: 60}
vendor_team:
  csm: {name: Sam Lee}
  account_executive: {name: Alex Kim}
  implementation_lead: {name: Ines Calloway}
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [economic_buyer, executive_sponsor], decision_power: 5}
  - id: mia-brandt
    name: Mia Brandt
    roles: [champion]
    reports_to: jane-doe
    preferences: {mode: async, rhythm: weekly, tone: informal}
  - {id: lea-falk, name: Lea Falk, roles: [backup_champion, technical_lead, analytics_lead]}
buying: {why_now: Two tenders were lost.}
commitments:
  - {id: sso, promise: SSO before rollout, promised_to: jane-doe, owner: Ines Calloway, due_on: 2026-11-15}
outcomes:
  - id: time-to-quote
    primary: true
    statement: A quote leaves the house in four days, so that we win more tenders.
    metric: Days from request to quote
    unit: days
    baseline: {value: 9, source: CPQ export, as_of: 2026-08-15}
    target: 4
    by: 2027-03-01
    defended_by: jane-doe
    readings: [{id: r1, on: 2026-10-15, value: 7.5, source: CPQ export}]
first_value: {definition: Ten quotes leave in four days without a spreadsheet, target_on: 2026-11-20}
milestones:
  - id: day-30
    day: 30
    title: The first ten quotes of the Hamburg team are written in it
    measure: Ten quotes, no parallel spreadsheet
    owner: csm
    customer_owner: mia-brandt
    met_on: 2026-09-30
    evidence: Ten quotes went out
    confirmed_by: mia-brandt
  - id: day-60
    day: 60
    title: First value, ten quotes in four days
    measure: Ten quotes in four days
    owner: csm
    customer_owner: mia-brandt
    due_on: 2026-11-20
  - id: day-90
    day: 90
    title: All of sales quotes in it
    measure: 80 percent
    owner: csm
    customer_owner: mia-brandt
  - id: day-180
    day: 180
    title: Quotes take four days
    measure: Four days
    owner: csm
    customer_owner: jane-doe
kickoff:
  on: 2026-09-10
  invited: [jane-doe, mia-brandt, lea-falk, csm, account_executive]
  attended: [jane-doe, mia-brandt, lea-falk, csm, account_executive]
  decisions: [{id: d1, text: Hamburg begins, owner: mia-brandt}]
sponsor_call: {booked_on: 2026-09-22, held_on: 2026-09-22, validated: [The outcome, The target]}
plan: {agreed_on: 2026-09-20, agreed_by: jane-doe, reviewed_on: 2026-09-20}
tracking: {source: CPQ export, dashboard: Sales board, reported_by: lea-falk, verified_on: 2026-09-15}
gates:
  - {id: security-review, kind: security_review, lead_days: 20, owner: lea-falk, submitted_on: 2026-10-12}
tasks:
  - {id: pack, title: Fill in the security pack, owner: csm, due_on: 2026-10-30}
assessments: [{id: m1, on: 2026-09-10, model: customer-maturity@1}]
cadence: {rhythm: weekly, since: 2026-09-10}
sessions:
  - {id: s1, interview: handoff/people, on: 2026-09-03}
  - {id: s2, interview: handoff/competition, on: 2026-09-04}
  - {id: s3, interview: analytics-lead/measurement, on: 2026-09-12}
handoffs: [{id: h1, on: 2026-09-05, decision: accepted}]
log:
  - {id: l1, on: 2026-09-10, kind: kickoff, with: [jane-doe, mia-brandt, lea-falk, csm, account_executive]}
"""

REACHED = "target_on: 2026-11-20, reached_on: 2026-10-10, evidence: Seen"

# What makes a rule speak: (code, what stands in the good plan, what replaces it).
CASES: list[tuple[str, str, str]] = [
    ("HND101", "  - {id: s2, interview: handoff/competition, on: 2026-09-04}\n", ""),
    ("HND102", "buying: {why_now: Two tenders were lost.}\n", ""),
    (
        "HND103",
        "log:\n",
        "open_questions: [{id: q, interview: handoff, question: x, of: champion, since: 2026-09-04}]\nlog:\n",
    ),
    ("HND104", "handoffs: [{id: h1, on: 2026-09-05, decision: accepted}]\n", ""),
    ("PLN101", GOOD[GOOD.index("outcomes:\n") : GOOD.index("first_value:")], ""),
    ("PLN102", "A quote leaves the house in four days, so that we win more tenders.", "Use the platform."),
    ("PLN102", "Days from request to quote", "NPS"),
    ("PLN103", "    metric: Days from request to quote\n", ""),
    ("PLN104", "    baseline: {value: 9, source: CPQ export, as_of: 2026-08-15}\n", ""),
    ("PLN104", ", as_of: 2026-08-15", ""),
    ("PLN105", "    target: 4\n", ""),
    ("PLN105", "target: 4\n", "target: 9\n"),
    ("PLN106", "    by: 2027-03-01\n", ""),
    ("PLN107", "    defended_by: jane-doe\n", ""),
    ("PLN107", "id: jane-doe, name: Jane Doe,", "id: jane-doe, name: Jane Doe, departed_on: 2026-10-01,"),
    ("PLN108", "value: 7.5", "value: 9.5"),
    (
        "PLN109",
        "A quote leaves the house in four days, so that we win more tenders",
        "The copied outcome of them",
    ),
    (
        "PLN110",
        "plan: {agreed_on: 2026-09-20, agreed_by: jane-doe, reviewed_on: 2026-09-20}\n",
        "provenance: {outcomes/time-to-quote/statement: {said_by: account_executive, on: 2026-09-03}}\n",
    ),
    ("PLN201", "  - id: day-90\n    day: 90", "  - id: later\n    day: 100"),
    ("PLN202", "    measure: Ten quotes in four days\n", ""),
    ("PLN203", "measure: 80 percent\n    owner: csm", "measure: 80 percent"),
    ("PLN203", "    customer_owner: jane-doe\n", ""),
    ("PLN204", "  - id: day-90\n    day: 90", "  - id: day-90"),
    ("PLN205", "customer_owner: mia-brandt", "because: x"),
    ("PLN206", "    evidence: Ten quotes went out\n", ""),
    ("PLN207", "    confirmed_by: mia-brandt\n", ""),
    ("PLN208", "    due_on: 2026-11-20\n", "    due_on: 2026-10-10\n"),
    ("PLN210", "definition: Ten quotes leave in four days without a spreadsheet, ", ""),
    ("PLN211", "Ten quotes leave in four days without a spreadsheet", "All users logged in"),
    ("PLN212", "target_on: 2026-11-20", "target_on: 2026-12-20"),
    (
        "PLN213",
        "First value, ten quotes in four days\n    measure: Ten quotes in four days",
        "Training held\n    measure: x",
    ),
    ("PLN215", "buying: {why_now: Two tenders were lost.}", "buying: {too_late_after: 2026-11-10}"),
    ("PLN216", "target_on: 2026-11-20", "target_on: 2026-11-21"),
    ("PLN214", ", target_on: 2026-11-20", ""),
    ("PLN301", "[economic_buyer, executive_sponsor]", "[economic_buyer]"),
    ("PLN302", "decision_power: 5", "decision_power: 2"),
    ("PLN303", "roles: [champion]", "roles: [champion, executive_sponsor]"),
    ("PLN304", "roles: [champion]", "roles: [user]"),
    ("PLN305", "[backup_champion, technical_lead", "[technical_lead"),
    (
        "PLN306",
        "roles: [champion]",
        "roles: [champion, backup_champion]\n    title: Lead\n# ",
    ),
    ("PLN307", "mia-brandt, lea-falk, csm", "mia-brandt, csm"),
    ("PLN308", "id: lea-falk, name: Lea Falk,", "id: lea-falk, name: Lea Falk, departed_on: 2026-10-01,"),
    ("PLN309", "    preferences: {mode: async, rhythm: weekly, tone: informal}\n", ""),
    ("PLN310", "[economic_buyer, executive_sponsor]", "[executive_sponsor]"),
    ("PLN311", "{booked_on: 2026-09-22, held_on: 2026-09-22, validated: [The outcome, The target]}", "{}"),
    ("PLN312", "held_on: 2026-09-22, ", ""),
    ("PLN313", ", validated: [The outcome, The target]", ""),
    ("PLN314", "log:\n", "log:\n  - {id: l9, on: 2026-10-01, kind: ebr, with: [mia-brandt]}\n"),
    ("PLN401", "source: CPQ export, dashboard", "dashboard"),
    ("PLN402", "dashboard: Sales board, ", ""),
    ("PLN403", "reported_by: lea-falk, ", ""),
    ("PLN404", ", verified_on: 2026-09-15", ""),
    ("PLN501", "lead_days: 20, ", ""),
    ("PLN502", ", submitted_on: 2026-10-12", ""),
    ("PLN503", "lead_days: 20", "lead_days: 60"),
    ("PLN504", "owner: Ines Calloway, ", ""),
    ("PLN505", ", due_on: 2026-11-15", ""),
    ("PLN506", "due_on: 2026-11-15", "due_on: 2026-10-15"),
    ("PLN507", "due_on: 2026-11-15", "due_on: 2026-11-15, status: broken"),
    ("PLN508", "owner: csm, due_on: 2026-10-30", "owner: csm, due_on: 2026-10-10"),
    ("PLN508", "owner: csm, due_on: 2026-10-30", "owner: csm"),
    ("PLN509", "renews_on: 2027-09-01", "renews_on: 2027-03-01"),
    ("PLN601", "agreed_on: 2026-09-20, agreed_by: jane-doe, ", ""),
    (
        "PLN602",
        "agreed_on: 2026-09-20, agreed_by: jane-doe, reviewed_on: 2026-09-20",
        "agreed_on: 2026-07-01",
    ),
    ("PLN603", "assessments: [{id: m1, on: 2026-09-10, model: customer-maturity@1}]\n", ""),
    ("CAD101", "cadence: {rhythm: weekly, since: 2026-09-10}\n", ""),
    (
        "CAD103",
        "rhythm: weekly, since: 2026-09-10",
        "rhythm: monthly, since: 2026-09-10, announced_on: 2026-09-10",
    ),
    ("CAD104", "rhythm: weekly, since: 2026-09-10", "rhythm: monthly, since: 2026-09-10"),
    ("CAD106", "log:\n", "log:\n  - {id: l2, on: 2026-10-12, kind: late-reply}\n"),
    ("CAD107", "log:\n", "log:\n  - {id: l2, on: 2026-10-12, kind: ebr, with: [mia-brandt, csm]}\n"),
]


@pytest.fixture
def good(book: Book) -> Book:
    """A workspace with one account whose plan lacks nothing, and a short handoff interview of its own."""
    book.write("playbooks/interviews/handoff.yaml", HANDOFF)
    book.account(GOOD)
    return book


def found(book: Book, *words: str) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(book.run("check", "northwind", "--json", *(words or TODAY)).out)
    return shown


def codes(book: Book, *words: str) -> set[str]:
    return {finding["code"] for finding in found(book, *words)["findings"] if finding["told"]}


def changed(code: str, old: str, new: str) -> str:
    assert old in GOOD, code
    text = GOOD.replace(old, new)
    if code == "PLN306":
        text = text.replace("[backup_champion, technical_lead", "[technical_lead")
    if code == "CAD103":
        text = text.replace("    due_on: 2026-11-20\n", "    due_on: 2026-10-10\n")
    return text


def test_no_rule_says_anything_about_a_good_plan(good: Book) -> None:
    ran = good.done("check", "northwind", *TODAY)
    assert ran.out == "Northwind Traders: no errors, no warnings; {0} of {0} rules find nothing.\n".format(
        found(good)["rules"]
    )


@pytest.mark.parametrize(("code", "old", "new"), CASES)
def test_a_rule_speaks_where_its_matter_is_missing(good: Book, code: str, old: str, new: str) -> None:
    good.account(changed(code, old, new))
    if code == "PLN109":
        other = GOOD.replace("id: a1", "id: b1").replace("Northwind Traders", "Contoso")
        copied = "A copied outcome of them" if "The copied outcome" in new else ""
        good.account(
            other.replace("A quote leaves the house in four days, so that we win more tenders", copied),
            "contoso",
        )
    assert code in codes(good)


def proven(assessed_on: str) -> str:
    """The good plan at its end: everything of the onboarding met, with evidence."""
    text = GOOD.replace("target_on: 2026-11-20", REACHED)
    text = text.replace(
        "    title: First value, ten", "    met_on: 2026-10-20\n    evidence: S\n    title: First value, ten"
    )
    text = text.replace("{id: m1, on: 2026-09-10,", f"{{id: m1, on: {assessed_on},")
    return text.replace("    day: 90\n", "    day: 90\n    met_on: 2026-11-20\n    evidence: Seen\n")


def test_what_happens_only_after_graduation_is_seen_there(good: Book) -> None:
    late = ("--as-of", "2026-12-20")
    good.account(proven("2026-09-10"))
    assert {"CAD105", "PLN602"} <= codes(good, *late)
    good.account(proven("2026-12-01"))
    assert "CAD102" in codes(good, *late)


def reported(book: Book, code: str, as_of: str) -> list[Any]:
    """What one rule reports on a day."""
    told = book.run("check", "northwind", "--json", "--as-of", as_of).json["findings"]
    return [finding for finding in told if finding["code"] == code]


def test_a_rhythm_that_stays_too_high_is_advice_first_and_a_warning_after_two_weeks(good: Book) -> None:
    good.account(proven("2026-11-18"))
    assert not reported(good, "CAD102", "2026-11-20")
    assert not reported(good, "CAD102", "2026-12-04")
    (late,) = reported(good, "CAD102", "2026-12-05")
    assert late["severity"] == "warning"
    assert late["mend"] == "csmkit cadence announce northwind"


def test_a_drop_is_told_before_it_begins(good: Book) -> None:
    decided = "next: {rhythm: monthly, starts_on: 2027-01-01, decided_on: 2026-12-01}"
    good.account(proven("2026-11-18").replace("since: 2026-09-10}", f"since: 2026-09-10, {decided}}}"))
    assert not reported(good, "CAD102", "2026-12-20")
    assert not reported(good, "CAD104", "2026-12-17")
    (warned,) = reported(good, "CAD104", "2026-12-18")
    assert warned["mend"] == "csmkit log northwind sent cadence-change WHO"
    told = f"since: 2026-09-10, announced_on: 2026-12-18, {decided}}}"
    good.account(proven("2026-11-18").replace("since: 2026-09-10}", told))
    assert not reported(good, "CAD104", "2026-12-18")


def test_a_milestone_moved_in_time_is_no_miss_and_one_moved_too_late_is(good: Book) -> None:
    slower = GOOD.replace("rhythm: weekly, since", "rhythm: biweekly, announced_on: 2026-09-10, since")
    moves = "    due_on: 2026-12-10\n    moved: [{id: v1, on: ON, was: 2026-10-10, to: 2026-12-10}]\n"
    good.account(slower.replace("    due_on: 2026-11-20\n", moves.replace("ON", "2026-10-10")))
    assert not reported(good, "CAD103", "2026-10-20")
    good.account(slower.replace("    due_on: 2026-11-20\n", moves.replace("ON", "2026-10-11")))
    (missed,) = reported(good, "CAD103", "2026-10-20")
    assert "day-60 is missed since 2026-10-10" in missed["message"]


def test_every_rule_has_a_case_that_fires_it() -> None:
    after_graduation = {"CAD102", "CAD105"}
    tried = {code for code, _, _ in CASES} | after_graduation
    assert {rule.code for rule in rules() if not rule.code.startswith("KCK")} == tried
    assert len(rules()) >= 30
    assert len({rule.code for rule in rules()}) == len(rules())


# --- What is not known is never passed --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("PLN108", "    readings: [{id: r1, on: 2026-10-15, value: 7.5, source: CPQ export}]\n", ""),
        ("PLN212", "complexity: typical\n", ""),
        ("PLN302", ", decision_power: 5", ""),
        ("PLN509", ", notice_days: 60", ""),
        ("PLN603", "assessments: [{id: m1, on: 2026-09-10, model: customer-maturity@1}]\n", "X"),
    ],
)
def test_a_rule_without_its_input_cannot_tell(good: Book, code: str, old: str, new: str) -> None:
    text = GOOD.replace(old, "" if new == "X" else new)
    good.account(text.replace("signed_on: 2026-09-01, ", "") if new == "X" else text)
    untold = {finding["code"] for finding in found(good)["findings"] if not finding["told"]}
    assert code in untold
    assert "cannot be told" in good.run("check", "northwind", *TODAY).out


# --- For whom a rule holds ----------------------------------------------------------------------------------


def test_a_champion_who_decides_alone_may_be_the_sponsor_with_somebody_else_behind(good: Book) -> None:
    one = GOOD.replace("roles: [champion]", "roles: [user]").replace(
        "[economic_buyer, executive_sponsor]", "[economic_buyer, executive_sponsor, champion]"
    )
    good.account(one)
    severities = {f["code"]: f["severity"] for f in found(good)["findings"]}
    assert severities["PLN303"] == "warning"
    assert good.run("plan", "check", "northwind", *TODAY).code == 0
    good.account(one.replace("[backup_champion, technical_lead", "[technical_lead"))
    assert "PLN305" in codes(good)


def test_adoption_may_be_the_measure_where_the_journey_says_so(good: Book) -> None:
    usage = GOOD.replace(
        "A quote leaves the house in four days, so that we win more tenders.", "Everybody uses the app."
    )
    good.account(usage)
    assert "PLN102" in codes(good)
    journey = good.done("playbook", "show", "high-touch").out
    own = journey.replace("measures: [business]", "measures: [business, adoption]")
    good.write("playbooks/high-touch.yaml", own)
    assert "PLN102" not in codes(good)


@pytest.mark.parametrize(
    "statement", ["Usage of raw material falls by a tenth.", "We use 20 percent less energy per tonne."]
)
def test_use_of_something_that_is_not_a_product_is_business(good: Book, statement: str) -> None:
    good.account(
        GOOD.replace("A quote leaves the house in four days, so that we win more tenders.", statement)
    )
    assert "PLN102" not in codes(good)


def test_first_value_is_measured_by_the_end_of_its_window(good: Book) -> None:
    deep = GOOD.replace("complexity: typical", "complexity: deep").replace("2026-11-20", "2027-01-20")
    good.account(deep)
    assert not {"PLN212", "PLN213"} & codes(good)


def test_onboardings_of_one_customer_may_share_an_outcome(good: Book) -> None:
    other = GOOD.replace("id: a1", "id: b1").replace("Northwind Traders", "Northwind South")
    good.account(other, "south")
    assert "PLN109" in codes(good)
    good.account(GOOD + "parent: Northwind\n")
    good.account(other + "parent: Northwind\n", "south")
    assert "PLN109" not in codes(good)


# --- How it is told -----------------------------------------------------------------------------------------


def test_a_finding_names_its_line_and_what_to_type(good: Book) -> None:
    good.account(GOOD.replace("    metric: Days from request to quote\n", ""))
    ran = good.run("plan", "check", "northwind", *TODAY)
    assert ran.code == 1
    line = GOOD.splitlines().index("  - id: time-to-quote") + 1
    assert f"    accounts/northwind/account.yaml:{line}\n    csmkit plan draft northwind\n" in ran.out
    assert "Why a rule is there: csmkit explain PLN103" in ran.err


def test_a_warning_alone_does_not_fail(good: Book) -> None:
    good.account(GOOD.replace("    preferences: {mode: async, rhythm: weekly, tone: informal}\n", ""))
    assert good.run("plan", "check", "northwind", *TODAY).code == 0


def test_a_review_comment_cannot_be_forged_by_a_name(good: Book) -> None:
    good.account(
        GOOD.replace("Fill in the security pack", '"A | B <b>{{7*7}}</b> # x"').replace("10-30", "10-10")
    )
    ran = good.run("plan", "check", "northwind", "--format", "markdown", *TODAY)
    assert "- [ ] **PLN508**" in ran.out
    assert "{{7*7}}" in ran.out
    assert "<b>" not in ran.out


def test_opinions_are_not_quoted(good: Book) -> None:
    text = GOOD.replace("decision_power: 5", "decision_power: 1, private: SECRET, stance: blocker")
    good.account(text.replace("why_now: Two tenders were lost.", "politics: SECRET"))
    for words in ((), ("--json",), ("--format", "markdown")):
        assert "SECRET" not in good.run("check", "northwind", *TODAY, *words).said


def test_a_rule_explains_itself(book: Book) -> None:
    assert "The start cannot be measured afterwards." in book.done("explain", "pln104").out
    listed = book.done("explain").out
    assert all(rule.code in listed for rule in rules())
    ran = book.run("explain", "PLN9999")
    assert ran.code == 2
    assert "There is no rule “PLN9999”" in ran.err


# --- Waivers ------------------------------------------------------------------------------------------------


def test_a_waiver_sets_a_finding_aside_with_a_name_and_an_end(good: Book) -> None:
    good.account(GOOD.replace("    by: 2027-03-01\n", ""))
    words = ("--reason", "The board decides in November", "--until", "2026-11-15", *TODAY)
    assert (
        good.done("waive", "northwind", "pln106", *words).out == "Saved: PLN106 is waived until 2026-11-15.\n"
    )
    ran = good.done("plan", "check", "northwind", *TODAY)
    assert "PLN106 waived until 2026-11-15" in ran.out
    assert "Sam Lee: The board decides in November" in ran.out
    (waived,) = found(good)["waived"]
    assert (waived["code"], waived["by"], waived["until"]) == ("PLN106", "Sam Lee", "2026-11-15")
    later = good.run("plan", "check", "northwind", "--as-of", "2026-11-16")
    assert later.code == 1
    assert "(A waiver ended on 2026-11-15.)" in later.out


def test_a_waiver_can_be_for_one_part_only_and_be_taken_back(good: Book) -> None:
    good.account(
        GOOD.replace("percent\n    owner: csm", "percent").replace("Four days\n    owner: csm", "Four days")
    )
    part = ("--about", "milestones/day-90")
    good.done("waive", "northwind", "PLN203", "--reason", "Ines decides", *part, *TODAY)
    assert {f["about"] for f in found(good)["findings"]} == {"milestones/day-180/owner"}
    good.done("waive", "northwind", "PLN203", "--remove", *part)
    assert len(found(good)["findings"]) == 2


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("PLN106",), 1, "PLN106 reports nothing"),
        (("PLN106", "--remove"), 1, "no waiver of PLN106"),
        (("PLN16", "--reason", "x"), 2, "There is no rule"),
        (("PLN103",), 2, "needs a reason"),
        (("PLN103", "--reason", "x", "--until", "2020-01-01"), 2, "in the past"),
        (("PLN103", "--reason", "x", "--until", "2028-01-01"), 2, "180 days"),
    ],
)
def test_a_waiver_that_makes_no_sense_is_refused(
    good: Book, words: tuple[str, ...], code: int, told: str
) -> None:
    before = good.account(GOOD.replace("    metric: Days from request to quote\n", "")).read_text()
    reason = ("--reason", "x") if words == ("PLN106",) else ()
    ran = good.run("waive", "northwind", *words, *reason, *TODAY)
    assert (ran.code, told in ran.err) == (code, True), ran.said
    assert (good.root / "accounts/northwind/account.yaml").read_text() == before


# --- From a weak first draft to a clean check -----------------------------------------------------------

WEAK = """\
schema: csmkit/account@1
id: w1
name: Northwind Traders
journey: high-touch
complexity: typical
country: DE
contract: {signed_on: 2026-09-01}
vendor_team:
  csm: {name: Sam Lee}
  account_executive: {name: Alex Kim}
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [economic_buyer, executive_sponsor], decision_power: 5}
  - {id: mia-brandt, name: Mia Brandt, roles: [champion], reports_to: jane-doe}
  - {id: lea-falk, name: Lea Falk, roles: [user]}
buying: {why_now: Two tenders were lost.}
outcomes: [{id: use, statement: All teams use the platform., metric: active users}]
first_value: {definition: All users logged in}
milestones:
  - {id: day-30, day: 30, title: Set up}
  - {id: day-60, day: 60, title: Training held}
  - {id: day-90, day: 90, title: Rolled out}
gates: [{id: security-review, kind: security_review}]
commitments: [{id: sso, promise: SSO before rollout}]
kickoff: {on: 2026-09-08, attended: [jane-doe, mia-brandt, csm]}
cadence: {rhythm: weekly}
sessions:
  - {id: s1, interview: handoff/people, on: 2026-09-03}
  - {id: s2, interview: handoff/competition, on: 2026-09-04}
handoffs: [{id: h1, on: 2026-09-05, decision: accepted}]
"""
EARLY = ("--as-of", "2026-09-25")  # day 24

OUTCOME = """\
  outcomes:
    - id: use
      statement: A quote leaves the house in four days, so that we win more tenders.
      metric: Days from request to quote
      unit: days
      baseline_value: 9
      baseline_source: CPQ export
      baseline_as_of: 2026-08-15
      target: 4
      by: 2027-03-01
      defended_by: Jane Doe
"""
DRAFT = f"""\
schema: csmkit/answers@1
interview: success-plan
answers:
{OUTCOME}\
  first_value_definition: Ten quotes leave in four days without a spreadsheet
  first_value_target_on: 2026-11-20
  milestones:
    - {{id: day-30, title: Ten quotes written, measure: Ten, owner: csm, customer_owner: Mia Brandt}}
    - {{id: day-60, title: First value, measure: Ten in four days, owner: csm, customer_owner: Mia Brandt}}
    - {{id: day-90, title: All of sales, measure: 80 percent, owner: csm, customer_owner: Mia Brandt}}
    - {{title: Four days, day: 180, measure: The metric, owner: csm, customer_owner: Jane Doe}}
  champion_mode: async
  champion_rhythm: weekly
  champion_tone: informal
  backup_champion: Lea Falk
  backup_introduction: In the second weekly call
  gates:
    - {{id: security-review, kind: security_review, lead_days: 30, owner: Lea Falk, submit_by: 2026-09-28}}
  commitments: [{{id: sso, promise: SSO before rollout, owner: Sam Lee, due_on: 2026-11-15}}]
  renews_on: 2027-09-01
  notice_days: 60
"""
TALK = """\
schema: csmkit/answers@1
interview: analytics-lead
answers: {can_produce_today: on-screen, tracking_source: CPQ export, tracking_dashboard: Sales board,
  tracking_reported_by: Lea Falk, tracking_verified_on: 2026-09-24}
"""
REVIEW = """\
schema: csmkit/answers@1
interview: plan-review
answers: {review_with: [Jane Doe], agreed: yes, agreed_by: Jane Doe, agreed_on: 2026-09-25}
"""
VALIDATED = """\
schema: csmkit/answers@1
interview: success-plan
answers: {sponsor_validates: [the milestones]}
"""


def told_by_plan_check(book: Book) -> dict[str, str]:
    shown = json.loads(book.run("plan", "check", "northwind", "--json", *EARLY).out)
    return {finding["code"]: finding["mend"] for finding in shown["findings"] if finding["told"]}


def test_a_weak_first_draft_is_mended_by_following_its_hints(good: Book) -> None:
    good.account(WEAK)
    weak = told_by_plan_check(good)
    assert len(weak) >= 10
    assert {"PLN102", "PLN104", "PLN106", "PLN202", "PLN203", "PLN211", "PLN305", "PLN502"} <= set(weak)
    assert weak["PLN102"] == "csmkit plan draft northwind --all"
    for words, text in (
        (("plan", "draft", "northwind", "--all"), DRAFT),
        (("interview", "northwind", "analytics-lead"), TALK),
    ):
        good.done(*words, "--answers", str(good.write("a.yaml", text)), *EARLY)
    assert "PLN603" in told_by_plan_check(good)
    levels = good.done("assess", "northwind", "--form", *EARLY).out
    filled = re.sub(r"^    answer:$", "    answer: 3", levels, flags=re.MULTILINE)
    good.done("assess", "northwind", "--answers", str(good.write("l.yaml", filled)), *EARLY)
    good.done("log", "northwind", "booked", "sponsor-call", "--to", "2026-09-25", *EARLY)
    good.done("log", "northwind", "sponsor-call", "jane", *EARLY)
    good.done("plan", "draft", "northwind", "--answers", str(good.write("v.yaml", VALIDATED)), *EARLY)
    good.done("plan", "review", "northwind", "--answers", str(good.write("r.yaml", REVIEW)), *EARLY)
    good.done("log", "northwind", "reading", "8.5", "--source", "CPQ export", *EARLY)
    ran = good.done("plan", "check", "northwind", *EARLY)
    assert ran.out.startswith("Northwind Traders: no errors, no warnings;"), ran.out

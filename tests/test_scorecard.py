"""The scorecard of an assessment: what answers rest on, what changed, what is wanted, what to say aloud."""

import signal
import subprocess
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Book
from csmkit.core.assessment import band_of, rounded, span
from csmkit.core.assessment_definition import check_assessment
from csmkit.core.assessment_model import AnchoredLevel, Assessment, AssessmentQuestion, Band
from csmkit.core.assessment_report import bar, signed
from terminal import BACK, CTRL_C, ENTER, Terminal

DAY = ("--as-of", "2026-09-10")
LATER = ("--as-of", "2026-12-10")
SHOW = ("assess", "northwind", "--show")

MODEL = """\
schema: csmkit/assessment@1
kind: assessment
title: Customer maturity
version: 1
result:
  - title: Lead or support
    when: maturity.people < 3
    says: "We lead at {{ account.name }}: {{ maturity.people }}."
  - {title: Lead or support, when: maturity.people >= 3, says: They lead.}
  - {title: Lead or support, says: Cannot tell yet.}
  - {title: Sponsor, when: layers >= 1, says: "{{ champion }} reports to {{ economic_buyer }}."}
  - {title: Approvals, when: gates | length > 0, says: "{{ approvals }}"}
parts:
  - id: people
    title: People
    questions:
      - {id: owner, ask: Whose job is it?, of: champion, week: 1, levels: LEVELS}
      - {id: deputy, ask: Who steps in?, may_not_apply: yes, levels: LEVELS}
  - id: data
    title: Data
    missing: unknown
    questions:
      - {id: export, ask: Is there an export?, of: analytics_lead, week: 2, levels: LEVELS}
""".replace(
    "LEVELS", "[{value: 1, anchor: Nobody.}, {value: 3, anchor: Half.}, {value: 5, anchor: All of it.}]"
)

ACCOUNT = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: mid-touch
contract: {signed_on: 2026-09-01}
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [economic_buyer]}
  - {id: mia-brandt, name: Mia Brandt, roles: [champion], reports_to: jane-doe}
gates:
  - {id: sec, kind: security_review, lead_days: 30, submitted_on: 2026-09-03}
  - {id: law, kind: legal}
  - {id: arch, kind: architecture_committee, lead_days: 20, cleared_on: 2026-09-05}
"""


@pytest.fixture
def small(book: Book) -> Book:
    """One account, and a model of three questions in the place of the shipped one."""
    book.write("playbooks/assessments/readiness.yaml", MODEL)
    own = "extends: shipped/mid-touch\nassessment: readiness\nreshape: []\ntasks: []\n"
    book.write("playbooks/mid-touch.yaml", own)
    book.account(ACCOUNT)
    return book


def answers(*lines: str) -> str:
    frame = "schema: csmkit/answers@1\ninterview: readiness\nanswers:\n"
    return frame + "".join(f"  {line}\n" for line in lines)


def assessed(book: Book, *lines: str, day: tuple[str, ...] = DAY) -> Any:
    return book.run("assess", "northwind", "--answers", str(book.write("a.yaml", answers(*lines))), *day)


def scores(book: Book, *words: str) -> Any:
    return book.done(*SHOW, "--json", *(words or DAY)).json


def page(book: Book) -> str:
    return (book.root / "accounts/northwind/scorecard-readiness.md").read_text(encoding="utf-8")


# What an answer rests on.


def test_a_level_keeps_what_it_rests_on_who_said_it_and_when(small: Book) -> None:
    told = '{answer: 3, note: "Two hours a week, in writing", by: Mia Brandt, on: yesterday}'
    assert (
        assessed(small, f"owner: {told}", "deputy: 1", "export: {answer: unknown, note: Asked for it}").code
        == 0
    )
    (run,) = small.show()["assessments"]
    note = {"note": "Two hours a week, in writing", "by": "Mia Brandt", "on": "2026-09-09"}
    kept = {
        name: {key: said for key, said in answer.items() if said} for name, answer in run["answers"].items()
    }
    assert kept["owner"] == {"value": "3", **note}
    assert kept["export"] == {"note": "Asked for it"}
    shown = {one["id"]: one for one in scores(small)["answers"]}
    assert {key: shown["owner"][key] for key in note} == note
    assert "  - Two hours a week, in writing (Mia Brandt, 9 September 2026)" in page(small)
    assert "- Is there an export? Ask the analytics lead, week 2.\n  - Asked for it\n" in page(small)


def test_evidence_that_cannot_be_read_is_told_with_its_line_and_nothing_is_recorded(small: Book) -> None:
    ran = assessed(small, "owner: {answer: 3, on: soon}", "deputy: {answer: 1, notes: x}", "export: 1")
    assert ran.code == 1
    assert "a.yaml:4:10: `owner` needs the day it was given as a date" in ran.err
    assert "a.yaml:5:23: `notes` is not a key here. Did you mean “note”?" in ran.err
    assert small.show()["assessments"] == []


def test_what_an_enemy_types_stays_text_and_inside(small: Book) -> None:
    evil = "{{ 7*7 }} | # x [/red] [a](b) <b>"
    assert assessed(small, f"owner: {{answer: 1, note: '{evil}'}}", "deputy: 1", "export: 1").code == 0
    assert "{{ 7*7 }} \\| \\# x" in page(small)
    assert "<b>" not in page(small)
    small.done("plan", "render", "northwind")
    assert "7*7" not in (small.root / "accounts/northwind/success-plan.md").read_text().replace("\\", "")
    assert evil in str(scores(small)["answers"])


def test_the_form_asks_for_evidence_and_offers_the_last_with_its_own_day(small: Book) -> None:
    assert assessed(small, "owner: {answer: 3, note: Seen}", "deputy: n/a", "export: 1").code == 0
    form = small.done("assess", "northwind", "--form", *LATER).out
    assert '  owner:\n    answer: "3"\n    note: "Seen"\n' in form
    assert '    on: "2026-09-10"\n' in form
    assert '    answer: "n/a"\n' in form
    small.done("assess", "northwind", "--answers", str(small.write("form.yaml", form)), *LATER)
    again = small.show()["assessments"][1]["answers"]["owner"]
    assert (again["note"], again["on"]) == ("Seen", "2026-09-10")


def test_what_does_not_apply_is_an_answer_only_where_the_model_takes_it(small: Book) -> None:
    assert assessed(small, "owner: 5", "deputy: n/a", "export: 1").code == 0
    told = {one["id"]: one for one in scores(small)["scores"]}
    assert (told["people"]["score"], told["people"]["answered"], told["people"]["of"]) == ("5.0", 1, 1)
    assert small.show()["assessments"][0]["answers"]["deputy"]["not_applicable"] is True
    ran = assessed(small, "owner: n/a", "deputy: 2", "export: 1")
    assert "`owner` needs one of: 1, 3, 5" in ran.err
    assert "`deputy` needs one of: 1, 3, 5, n/a" in ran.err


# Since last time.


def test_two_runs_are_compared_part_by_part_and_answer_by_answer(small: Book) -> None:
    assert assessed(small, "owner: 1", "deputy: 1", "export: unknown").code == 0
    assert assessed(small, "owner: 5", "deputy: 1", "export: 3", day=LATER).code == 0
    told = scores(small, *LATER)
    rows = {one["id"]: one for one in told["scores"]}
    assert told["since"] == "2026-09-10"
    assert (rows["people"]["before"], rows["people"]["score"], rows["people"]["change"]) == (
        "1.0",
        "3.0",
        "+2.0",
    )
    assert (rows["data"]["before"], rows["data"]["change"]) == (None, None)
    shown = small.done(*SHOW, *LATER).out
    assert (
        "Other answers than on 2026-09-10\n  Whose job is it? 1 → 5\n  Is there an export? not answered → 3"
        in shown
    )
    assert "People (2 of 2 answered)\n                        +2.0 since last time\n" in shown
    assert "Whose job is it? 1 → 5" in page(small)
    assert scores(small, *DAY)["since"] is None


def test_the_run_to_compare_with_can_be_named_by_a_day(small: Book) -> None:
    for day, level in (("2026-09-10", 1), ("2026-10-10", 3), ("2026-11-10", 5)):
        assert assessed(small, f"owner: {level}", "deputy: 1", "export: 3", day=("--as-of", day)).code == 0
    assert scores(small, *LATER)["since"] == "2026-10-10"
    assert scores(small, *LATER, "--since", "2026-10-01")["since"] == "2026-09-10"
    ran = small.run(*SHOW, *LATER, "--since", "2026-09-01")
    assert (ran.code, ran.err) == (1, "No earlier assessment was taken on or before 2026-09-01.\n")


# Targets.


def test_targets_are_ranked_by_their_gap_and_one_below_today_is_questioned(small: Book) -> None:
    assert assessed(small, "owner: 3", "deputy: 1", "export: unknown").code == 0
    words = ("--target", "people=1.5", "--target", "data=4", "--target", "overall=4")
    ran = small.done("assess", "northwind", *words, *DAY)
    assert ran.err == "Saved: targets are people 1.5, data 4, overall 4.\n"
    told = scores(small)
    assert [(gap["id"], gap["target"], gap["gap"]) for gap in told["gaps"]] == [
        ("overall", "4", "+2.0"),
        ("people", "1.5", "-0.5"),
        ("data", "4", None),
    ]
    assert told["warnings"] == [
        "The target for People (1.5) is below the 2.0 it has today: raise it, or ask who wants less."
    ]
    assert "Data: wanted 4, today not known, cannot tell: needs its answers" in ran.out
    assert small.show()["log"][-1]["note"] == "targets: people 1.5, data 4, overall 4"


def test_targets_go_on_to_the_next_run_until_they_are_taken_away(small: Book) -> None:
    assert assessed(small, "owner: 3", "deputy: 1", "export: 1").code == 0
    small.done("assess", "northwind", "--target", "people=5", "--target", "data=3", *DAY)
    assert assessed(small, "owner: 5", "deputy: 5", "export: 1", day=LATER).code == 0
    assert [(gap["id"], gap["gap"]) for gap in scores(small, *LATER)["gaps"]] == [
        ("data", "+2.0"),
        ("people", "0.0"),
    ]
    small.done("assess", "northwind", "--target", "people=none", *LATER)
    assert [gap["id"] for gap in scores(small, *LATER)["gaps"]] == ["data"]
    assert len(scores(small, *DAY)["gaps"]) == 2


@pytest.mark.parametrize(
    ("target", "code", "told"),
    [
        ("people=9", 2, "People can have a score from 1 to 5."),
        ("people=high", 2, "--target needs a part and a number, such as people=3."),
        ("people", 2, "--target needs a part and a number, such as people=3."),
        ("peple=3", 2, "There is no part “peple”. Did you mean “people”?"),
    ],
)
def test_a_target_that_cannot_be_is_refused_and_nothing_changes(
    small: Book, target: str, code: int, told: str
) -> None:
    assert assessed(small, "owner: 3", "deputy: 1", "export: 1").code == 0
    before = (small.root / "accounts/northwind/account.yaml").read_bytes()
    ran = small.run("assess", "northwind", "--target", "data=2", "--target", target, *DAY)
    assert (ran.code, told in ran.err) == (code, True), ran.err
    assert (small.root / "accounts/northwind/account.yaml").read_bytes() == before


def test_a_target_needs_an_assessment(small: Book) -> None:
    ran = small.run("assess", "northwind", "--target", "people=3", *DAY)
    assert ran.code == 1
    assert "csmkit assess northwind first" in ran.err


# Another model than then.


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("title: People", "title: The people", None),
        ("We lead at", "We have to lead at", None),
        ("anchor: Half.", "anchor: A half.", "content"),
        ("missing: unknown", "missing: zero", "content"),
        ("version: 1", "version: 2", "version"),
    ],
)
def test_an_old_run_scored_by_a_changed_model_says_so(
    small: Book, old: str, new: str, changed: str | None
) -> None:
    assert assessed(small, "owner: 3", "deputy: 1", "export: 1").code == 0
    small.write("playbooks/assessments/readiness.yaml", MODEL.replace(old, new))
    told = scores(small)
    assert told["model_changed"] == changed
    assert bool(told["warnings"]) == bool(changed)
    if changed == "version":
        assert "answered on 2026-09-10 to version 1 is scored by version 2" in told["warnings"][0]
    assert assessed(small, "owner: 3", "deputy: 1", "export: 1", day=LATER).code == 0
    assert len(scores(small, *LATER)["warnings"]) == bool(changed)


def test_a_record_from_before_stays_readable_and_lost_answers_are_named(small: Book) -> None:
    runs = "assessments:\n  - {id: r, on: 2026-09-10, model: readiness@1, answers: "
    small.account(ACCOUNT + runs + "{owner: {value: 3}, deputy: {value: 4}, gone: {value: 1}}}\n")
    told = scores(small)
    assert {one["id"]: one["score"] for one in told["scores"]}["people"] == "3.0"
    assert told["warnings"] == ["Answered, but not in the model any more and so not counted: deputy, gone."]


# What to say aloud.


@pytest.mark.parametrize(
    ("level", "said"),
    [("1", "We lead at Northwind Traders: 1.0."), ("5", "They lead."), ("unknown", "Cannot tell yet.")],
)
def test_the_first_line_of_each_title_that_holds_is_said(small: Book, level: str, said: str) -> None:
    assert assessed(small, f"owner: {level}", "deputy: unknown", "export: 1").code == 0
    assert scores(small)["result"] == [
        {"title": "Lead or support", "says": said},
        {"title": "Sponsor", "says": "Mia Brandt reports to Jane Doe."},
        {
            "title": "Approvals",
            "says": "security review (30 days, submitted 2026-09-03), legal review (lead time not known)",
        },
    ]
    assert f"- **Lead or support:** {said}" in page(small).replace("\\", "")


def of_customer_maturity(book: Book, reports: str, levels: str) -> dict[str, str]:
    people = "  - {id: jane-doe, name: Jane Doe, roles: [economic_buyer]}\n"
    people += "  - {id: tom-hill, name: Tom Hill, reports_to: jane-doe}\n"
    people += f"  - {{id: mia-brandt, name: Mia Brandt, roles: [champion]{reports}}}\n"
    run = f"assessments: [{{id: r, on: 2026-09-10, model: customer-maturity@1, answers: {{{levels}}}}}]\n"
    head = "schema: csmkit/account@1\nid: a1\nname: Northwind Traders\njourney: high-touch\nstakeholders:\n"
    book.account(head + people + run)
    return {one["title"]: one["says"] for one in scores(book)["result"]}


def test_customer_maturity_says_who_leads_and_how_deliberate_the_sponsor_work_is(book: Book) -> None:
    said = of_customer_maturity(
        book, ", reports_to: tom-hill", "vendor_ownership: {value: 5}, layers: {value: 4}"
    )
    assert said["Lead or support"].startswith("We support.")
    assert said["Sponsor"].startswith("One manager stands between Mia Brandt and Jane Doe.")
    assert said["Measurement"].startswith("Cannot tell yet: needs half an hour")
    assert said["Approvals"].startswith("Cannot tell yet")
    assert "Two answers about the distance" not in said


def test_customer_maturity_says_when_record_and_answer_disagree(book: Book) -> None:
    said = of_customer_maturity(book, ", reports_to: tom-hill", "layers: {value: 5}")
    assert said["Two answers about the distance"].startswith("The answer about the managers in between")
    said = of_customer_maturity(book, "", "layers: {value: 2}")
    assert "Two answers about the distance" not in said
    assert said["Sponsor"].startswith("Far from the decision, and the record does not show")


# The document.


def test_edits_in_the_scorecard_are_kept_and_git_never_takes_it(small: Book) -> None:
    assert assessed(small, "owner: 1", "deputy: 1", "export: 1").code == 0
    file = small.root / "accounts/northwind/scorecard-readiness.md"
    file.write_text(page(small).replace("## Scores", "Talk to Mia first.\n\n## Scores"), encoding="utf-8")
    assert assessed(small, "owner: 5", "deputy: 1", "export: 1", day=LATER).code == 0
    assert "Talk to Mia first." in page(small)
    assert "1 → 5" in page(small)
    small.done("assess", "northwind", "--render", *LATER)
    names = [
        "accounts/northwind/scorecard-readiness.md",
        "accounts/northwind/.rendered/scorecard-readiness.md",
    ]
    subprocess.run(["git", "init", "-q", str(small.root)], check=True)
    command = ["git", "-C", str(small.root), "check-ignore", *names]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines() == names


# At the prompt.

ASSESS = ("assess", "northwind", *DAY)


def test_evidence_is_asked_behind_a_level_and_back_leads_to_it(small: Book) -> None:
    with Terminal(small.root, *ASSESS, rows=40) as screen:
        screen.is_asked("Whose job is it?")
        screen.press("3")
        screen.is_asked("What does it rest on?")
        screen.press(BACK)
        screen.is_asked("Whose job is it?")
        screen.press("5")
        screen.type("What does it rest on?", "A line in her goals")
        screen.type("Who said so?", "Mia Brandt")
        screen.type("When?", "soon")
        screen.sees("needs the day it was given")
        screen.press(ENTER)
        screen.retype("When?", "2026-09-08")
        screen.is_asked("Who steps in?")
        screen.pick("Who steps in?", "n/a Does not apply")
        screen.type("What does it rest on?", "")
        screen.is_asked("Is there an export?")
        screen.press("?")
        screen.sees("Whose job is it? → 5 All of it. [A line in her goals, Mia Brandt, 2026-09-08]")
        screen.pick("Everything as it should be?", "Record it")
        screen.sees("scorecard-readiness.md")
        assert screen.ends() == 0
    (run,) = small.show()["assessments"]
    assert run["answers"]["owner"]["note"] == "A line in her goals"
    assert run["answers"]["deputy"]["not_applicable"] is True
    assert list(run["answers"]) == ["owner", "deputy"]


def test_a_level_is_kept_when_it_is_killed_at_its_evidence_and_a_note_when_it_is_broken_off(
    small: Book,
) -> None:
    with Terminal(small.root, *ASSESS, rows=40) as screen:
        screen.is_asked("Whose job is it?")
        screen.press("3")
        screen.is_asked("What does it rest on?")
        screen.signal(signal.SIGKILL)
        assert screen.ends() == -signal.SIGKILL
    with Terminal(small.root, *ASSESS, rows=40) as screen:
        screen.sees("1 answer is kept")
        screen.is_asked("Who steps in?")
        screen.press("1")
        screen.is_asked("What does it rest on?")
        screen.press("Björn was in two")
        screen.sees("Björn was in two")
        screen.press(CTRL_C)
        assert screen.ends() == 130
    with Terminal(small.root, *ASSESS, rows=40) as screen:
        screen.is_asked("Who steps in?")
        assert screen.pointed_at == "1 Nobody."
        screen.press(ENTER)
        screen.type("What does it rest on?", " meetings")
        screen.type("Who said so?", "")
        screen.type("When?", "")
        screen.is_asked("Is there an export?")
        screen.press("1", ENTER)
        screen.pick("Everything as it should be?", "Record it")
        assert screen.ends() == 0
    (run,) = small.show()["assessments"]
    assert run["answers"]["owner"]["value"] == "3"
    assert run["answers"]["deputy"]["note"] == "Björn was in two meetings"


# Figures.

STEPS = st.lists(st.integers(1, 40), min_size=1, max_size=5)


@given(STEPS, st.integers(0, 1), st.fractions(0, 10))
def test_bands_that_are_taken_leave_no_score_without_its_one_meaning(
    steps: list[int], shift: int, at: Fraction
) -> None:
    starts = [Decimal(shift)]
    for step in steps:
        starts.append(starts[-1] + Decimal(step) / 10)
    bands = tuple(Band(at_least=start, title=str(n), says="x") for n, start in enumerate(starts))
    levels = (AnchoredLevel(value=Decimal(0), anchor="a"), AnchoredLevel(value=Decimal(10), anchor="b"))
    model = Assessment(
        schema="csmkit/assessment@1",
        kind="assessment",
        title="x",
        version=1,
        bands=bands,
        questions=(AssessmentQuestion(id="q", ask="x", levels=levels),),
    )
    assert span(model, model.overall) == (Fraction(0), Fraction(10))
    refused = bool(list(check_assessment(model)))
    assert refused == (shift > 0 or starts[-1] > 10)
    holding = [
        band
        for band, end in zip(bands, (*starts[1:], None), strict=True)
        if band.at_least <= at and (end is None or at < end)
    ]
    assert band_of(bands, at) == (holding[0] if holding else None)
    assert refused or len(holding) == 1


@given(st.fractions(-100, 100), st.integers(0, 4))
def test_rounding_is_half_up_and_never_off_by_more_than_a_half(exact: Fraction, decimals: int) -> None:
    shown = Fraction(rounded(exact, decimals))
    step = Fraction(1, 10**decimals)
    assert abs(shown - exact) <= step / 2
    assert abs(shown - exact) < step / 2 or abs(shown) > abs(exact)
    assert rounded(-exact, decimals) == -rounded(exact, decimals)
    assert signed(exact, decimals).startswith("+") == (shown > 0)


@given(st.fractions(1, 5))
def test_a_bar_has_two_cells_a_level_and_grows_with_the_score(exact: Fraction) -> None:
    drawn = bar(exact, (Fraction(1), Fraction(5)))
    assert len(drawn) == 10
    assert abs(drawn.count("█") - exact * 2) <= Fraction(1, 2)
    assert bar(None, (Fraction(1), Fraction(5))) == "░" * 10

"""What is printed beside the plan: one page for an executive, and an annex that stays with us."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import Book, csmkit
from csmkit.documents.plan import executive_summary_document
from paper import Paper, pages
from test_success_plan import NORTHWIND, TEMPLATES, newcomer, northwind

TODAY = "2026-11-22"
PAPERS: tuple[Paper, ...] = ("a4", "us-letter")
LONG = "An outcome that goes on and on, clause after clause, as if nobody had ever heard of a full stop, " * 9
NAME = "Maximiliane von Hohenstein"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "csmkit-demo"
    ran = csmkit("demo", str(folder), "--as-of", TODAY)
    assert ran.code == 0, ran.said
    return folder


@pytest.fixture
def demo(made: Path, tmp_path: Path) -> Book:
    shutil.copytree(made, tmp_path / "demo")
    return Book(tmp_path / "demo")


def file_of(book: Book, name: str) -> Path:
    return book.root / "accounts" / "falkenried-insurance" / name


# --- On paper ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
def test_the_plan_of_an_enterprise_prints_to_five_to_seven_pages(demo: Book, paper: Paper) -> None:
    printed = pages(file_of(demo, "success-plan.md"), paper)

    assert 5 <= len(printed) <= 7
    assert "Success plan for Falkenried Insurance" in printed[0]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_plan_of_a_small_customer_stays_short(demo: Book, paper: Paper) -> None:
    plan = demo.root / "accounts" / "finch-piano-service" / "success-plan.md"

    assert len(pages(plan, paper)) <= 3


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ["falkenried", "tapwright", "finch"])
def test_the_summary_is_one_page(demo: Book, name: str, paper: Paper) -> None:
    told = demo.done("plan", "render", name, "--summary").out
    file = demo.root / told.split()[1].rstrip(".")

    assert len(pages(file, paper)) == 1


@pytest.mark.parametrize("paper", PAPERS)
def test_the_summary_is_one_page_however_much_the_plan_holds(tmp_path: Path, paper: Paper) -> None:
    file = tmp_path / "executive-summary.md"
    file.write_text(summary(northwind(**everything_long())), encoding="utf-8")

    assert len(pages(file, paper)) == 1


def everything_long() -> dict[str, Any]:
    """Northwind with twenty of everything, each in too many words."""
    return {
        "outcomes": [{**NORTHWIND["outcomes"][0], "statement": LONG, "metric": LONG}],
        "first_value": {"definition": LONG, "target_on": "2026-10-30"},
        "stakeholders": [{**person, "name": NAME, "title": LONG} for person in NORTHWIND["stakeholders"]],
        "milestones": [
            {"id": f"m{day}", "day": day, "title": LONG, "customer_owner": "jane-doe"} for day in range(20)
        ],
        "tasks": [
            {"id": f"t{day}", "title": LONG, "owner": "jane-doe", "due_on": f"2026-10-{day:02}"}
            for day in range(1, 21)
        ],
    }


# --- One page ------------------------------------------------------------------------------------------


def summary(account: Any) -> str:
    return executive_summary_document(account, TEMPLATES, (30, 60, 90, 180))


def test_the_summary_says_the_outcome_where_it_stands_who_carries_it_and_what_is_next() -> None:
    task = {"id": "pilot", "title": "Name the pilot users", "owner": "mia-brandt", "due_on": "2026-09-12"}
    text = summary(northwind(tasks=[task], sponsor_call={"booked_on": "2026-09-18"}))

    for line in (
        "> Our reps quote before the competition does.",
        "- **The outcome:** time-to-quote from 9 days to 4 days by 1 March 2027",
        "- **First result:** planned for 30 October 2026",
        "- **Executive sponsor:** Jane Doe (VP Sales Operations)",
        "- **12 September 2026:** Name the pilot users (Mia Brandt)",
        "- **18 September 2026:** 30-minute call with the executive sponsor (Jane Doe)",
        "- **5 October 2026:** Security review: cleared (Tom Roth)",
    ):
        assert f"{line}\n" in text
    assert "To be agreed" not in text


def test_the_summary_of_an_empty_record_says_where_agreement_is_missing() -> None:
    assert "- **Still to be agreed:** the plan as a whole, the business outcome, milestones (2)" in summary(
        newcomer()
    )


def test_a_list_that_is_cut_says_how_much_more_there_is() -> None:
    text = summary(northwind(**everything_long()))

    assert text.count("- and 16 more in the plan\n") == 1
    assert LONG not in text


# --- The annex -----------------------------------------------------------------------------------------


def annex(book: Book, *words: str) -> str:
    book.done("plan", "render", "northwind", "--annex", "--as-of", "2026-11-12", *words)
    return (book.root / "accounts/northwind/plan-annex.md").read_text(encoding="utf-8")


RECORD = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: high-touch
country: DE
contract: {signed_on: 2026-10-21, renews_on: 2027-10-21, notice_days: 60}
vendor_team: {account_executive: {name: Alex Kim}}
stakeholders:
  - id: jane-doe
    name: Jane Doe
    title: VP Sales
    roles: [executive_sponsor]
    stance: sceptic
    decision_power: 5
  - {id: mia, name: Mia Brandt, roles: [champion], reports_to: jane-doe, private: "Leaves in | June"}
  - {id: tom, name: Tom Roth, stance: blocker, departed_on: 2026-11-01}
buying: {politics: IT lost its own project.}
first_value: {definition: Ten quotes, target_on: 2026-12-20, work_days: 5}
gates:
  - id: review
    kind: security_review
    lead_days: 45
    submitted_on: 2026-11-10
    because: Three approvals were named
risks:
  - {id: r1, title: The export is late, severity: 2, response: Weekly call}
  - {id: r2, title: Budget freeze, severity: 5}
  - {id: r3, title: Old, closed_on: 2026-11-01}
commitments:
  - {id: sso, promise: SSO before rollout, in_writing: no, due_on: 2026-12-01, owner: csm}
milestones:
  - id: day-60
    day: 60
    title: Ten quotes
    moved: [{id: m1, on: 2026-11-11, was: 2026-12-10, to: 2026-12-20, reason: Their IT slept}]
    due_on: 2026-12-20
open_questions:
  - id: q1
    interview: handoff
    question: budget
    ask: Whose budget pays?
    of: account_executive
    since: 2026-10-25
waived:
  - {id: w1, code: PLN401, reason: Jane wants it so, by: Sam Lee, on: 2026-11-01, until: 2026-12-31}
"""


def test_the_annex_says_what_the_plan_must_not(book: Book) -> None:
    """Cleared on Monday 28 December, and 5 working days without New Year: 5 January.

    From 20 December these are the 21st to the 24th, the 28th to the 31st, 4 and 5 January: 10.
    """
    book.account(RECORD)
    text = annex(book)

    for line in (
        "**Late:** first value comes 10 working days after its day.",
        "- **They can opt out until:** 22 August 2027",
        "- **Jane Doe**, VP Sales (executive sponsor): sceptic, power 5",
        r"- **Mia Brandt** (champion): stance not known; 1 step below the sponsor. Leaves in \| June",
        "IT lost its own project.",
        "- **Budget freeze** (5 of 5): nobody has said what we do about it",
        "- **The export is late** (2 of 5): Weekly call",
        "- **Promised aloud, not in writing:** SSO before rollout",
        "- **Security review:** Three approvals were named",
        "- **11 November 2026:** Ten quotes, from 10 December 2026 to 20 December 2026. Their IT slept",
        "- Whose budget pays? Ask Alex Kim; open since 25 October 2026.",
    ):
        assert f"{line}\n" in text
    assert text.index("Budget freeze") < text.index("The export is late")
    assert "Tom Roth" not in text
    assert "Old" not in text


def test_the_annex_holds_every_finding_and_every_waiver(book: Book) -> None:
    book.account(RECORD)
    told = book.run("check", "northwind", "--json", "--as-of", "2026-11-12").json
    text = annex(book)

    assert told["findings"]
    for finding in told["findings"]:
        assert f"- **{finding['code']}**, " in text
    for waiver in told["waived"]:
        assert f"- **{waiver['code']}**, by Sam Lee, until 31 December 2026" in text


def test_an_annex_without_anything_in_it_is_honest(book: Book) -> None:
    book.account("schema: csmkit/account@1\nid: a1\nname: Northwind\njourney: high-touch\n")
    text = annex(book)

    assert "Nobody can tell when first value comes" in text
    assert "Nobody is named yet." in text
    assert "None" not in text


def test_edits_in_summary_and_annex_stay(book: Book) -> None:
    book.account(RECORD)
    for option, name in (("--summary", "executive-summary.md"), ("--annex", "plan-annex.md")):
        book.done("plan", "render", "northwind", option, "--as-of", "2026-11-12")
        file = book.root / "accounts/northwind" / name
        file.write_text(file.read_text(encoding="utf-8") + "\nOne more thing.\n", encoding="utf-8")
        book.done("plan", "render", "northwind", option, "--as-of", "2026-11-12")
        assert "One more thing." in file.read_text(encoding="utf-8")


def test_one_document_at_a_time(northwind: Book) -> None:
    ran = northwind.run("plan", "render", "northwind", "--summary", "--annex")
    assert (ran.code, ran.out) == (2, "")

"""The interviews of the audit: held by the real command, kept in the records, repeated in the documents."""

from pathlib import Path
from typing import Any

import pytest

from conftest import Book

DAY = "2026-11-22"
AUDIT, EDITS = "reports/current-state-audit.md", "reports/proposed-playbook-edits.md"


def answers(interview: str, session: str, *lines: str) -> str:
    said = "\n".join(f"  {line}" for line in lines)
    return f"schema: csmkit/answers@1\ninterview: {interview}\nsessions: [{session}]\nanswers:\n{said}\n"


def held(book: Book, who: str, interview: str, session: str, *lines: str) -> None:
    file = book.write(f"{who}-{interview}.yaml", answers(interview, session, *lines))
    book.done("interview", who, interview, "--answers", str(file), "--as-of", DAY)


def written(book: Book, file: str = AUDIT, *words: str) -> str:
    book.done("report", "audit", "--as-of", DAY, *words)
    return (book.root / file).read_text(encoding="utf-8")


def told(book: Book, *words: str) -> Any:
    return book.done("report", "audit", "--as-of", DAY, *words, "--json").json


@pytest.fixture
def asked(northwind: Book) -> Book:
    """A book in which everybody was asked: three colleagues, one of them for what she does differently."""
    for name, stuck in (
        ("Sam Lee", "[approvals, data]"),
        ("Ida Holm", "approvals"),
        ("Noor Adeyemi", "data"),
    ):
        word = name.lower().replace(" ", "-")
        northwind.write(f"team/{word}.yaml", f"schema: csmkit/teammate@1\nid: {word[:3]}1\nname: {name}\n")
        held(
            northwind, word, "team-audit", "today",
            f"works: '{name[:1]}. says | the first call'", f"stuck_at: {stuck}",
            "stuck_story: unknown", "hours_lost: 6", "wished: sales", "success_is: They renew",
            "one_change: Fewer forms",
        )  # fmt: skip
    held(
        northwind, "ida", "top-performer", "differently",
        "first_week: I ask for the export before the kickoff", "earliest_sign: Nobody opens the sheet",
        "edits:",
        "  - title: Ask for the export in week one",
        "    part: journey",
        "    which: high-touch",
        "    words: |",
        "      Day 3: send us the export, as it is.",
        "      # not a heading",
        "    instead_of: The data workshop",
        "  - title: A mail for a sponsor who is away",
        "    part: message",
        "    which: sponsor-away",
        "    words: '{{ 7*7 }} minutes, not sixty'",
    )  # fmt: skip
    return northwind


LEFT = (
    "standing: left",
    "expected: Quotes in a day",
    "gave_up: When the third date passed",
    "first_doubt: Nobody called back",
    "hardest: our-answers",
    "one_change: Tell us the truth about dates",
)


def test_answers_of_colleagues_stay_in_their_own_records(asked: Book) -> None:
    record = (asked.root / "team/ida-holm.yaml").read_text(encoding="utf-8")
    assert "I ask for the export before the kickoff" in record
    assert "team-audit/today" in record
    assert "with: Ida Holm" in record
    account = (asked.root / "accounts/northwind-traders/account.yaml").read_text(encoding="utf-8")
    assert "team-audit" not in account


def test_what_the_team_says_is_counted_and_quoted_without_names(asked: Book) -> None:
    text = written(asked)
    assert "- 2 of 3: The customer's approvals" in text
    assert "- 2 of 3: Their data and systems" in text
    assert "- 3 of 3: Better handoffs" in text
    assert "- “I. says | the first call”".replace("|", "\\|") in text
    said = text.partition("## What people say")[2]
    for name in ("Ida Holm", "Noor Adeyemi", "Sam Lee"):
        assert name not in said
    assert "(Ida Holm)" in written(asked, AUDIT, "--with-names").partition("## What people say")[2]


def test_few_voices_are_known_by_whoever_knows_the_team(asked: Book) -> None:
    chapters = {one["title"]: one for one in told(asked)["interviews"]}
    assert [(one["people"], one["few"]) for one in chapters.values()] == [(0, False), (3, False), (1, True)]
    assert "So few that whoever knows them" in written(asked)


def test_what_a_top_performer_does_becomes_edits_for_the_lead_to_decide(asked: Book) -> None:
    text = written(asked, EDITS)
    assert "## A journey: its milestones, tasks, days or rhythm\n\n### Ask for the export in week one" in text
    assert "- Where: `playbooks/high-touch.yaml` (`csmkit playbook show high-touch`)" in text
    assert "- In place of: The data workshop" in text
    assert "- Where: sponsor-away, which is not there yet" in text
    assert "> {{ 7*7 }} minutes, not sixty" in text
    assert "Ida Holm" not in text
    assert "\n# not a heading" not in text
    assert "2 edits of the playbook" in written(asked)


def test_what_the_lead_decided_about_an_edit_stays(asked: Book) -> None:
    file = asked.root / EDITS
    file.parent.mkdir(exist_ok=True)
    before = written(asked, EDITS)
    decided = "- [x] Taken over\n- Where: `playbooks/high-touch.yaml`"
    file.write_text(before.replace("- [ ] Taken over\n- Where: `playbooks/high-touch.yaml`", decided))
    held(
        asked, "noor", "top-performer", "differently", "first_week: x", "earliest_sign: y", "edits:",
        "  - {title: Say no to a fourth milestone, part: journey, words: Three.}",
    )  # fmt: skip
    after = written(asked, EDITS)
    assert decided in after
    assert "### Say no to a fourth milestone" in after


@pytest.mark.parametrize(("may", "by"), [("yes", "(Northwind Traders, they left)"), ("no", "(they left)")])
def test_a_customer_is_named_only_where_they_allowed_it(northwind: Book, may: str, by: str) -> None:
    held(northwind, "northwind", "customer-audit", "first_ninety_days", *LEFT, f"may_be_named: {may}")
    said = written(northwind).partition("## What people say")[2]
    assert f"- “When the third date passed” {by}" in said
    assert "1 of 1: Waiting for our answers" in said
    assert ("Northwind" in said) == (may == "yes")


def test_only_what_fits_how_it_ended_is_asked(northwind: Book) -> None:
    wrong = (*LEFT, "first_worth_it: In week two", "may_be_named: no")
    file = northwind.write("a.yaml", answers("customer-audit", "first_ninety_days", *wrong))
    ran = northwind.run("interview", "northwind", "customer-audit", "--answers", str(file))
    assert ran.code == 1
    assert "first_worth_it" in ran.err


def test_what_a_customer_said_reaches_no_document_of_theirs(northwind: Book) -> None:
    held(northwind, "northwind", "customer-audit", "first_ninety_days", *LEFT, "may_be_named: yes")
    northwind.done("plan", "render", "northwind", "--as-of", DAY)
    for file in (northwind.root / "accounts").rglob("success-plan.md"):
        assert "third date" not in file.read_text(encoding="utf-8")


def test_an_interview_of_the_team_needs_a_colleague(northwind: Book) -> None:
    ran = northwind.run("interview", "nobody", "team-audit", "--form")
    assert ran.code != 0
    assert "There is no colleague “nobody”." in ran.err


def test_an_interview_of_the_team_fills_no_field_of_an_account(book: Book) -> None:
    shipped = book.done("playbook", "show", "team-audit").out
    text = shipped.replace("label: What works\n", "label: What works\n            fills: buying.why_now\n", 1)
    file: Path = book.write("playbooks/interviews/team-audit.yaml", text)
    line = file.read_text().splitlines().index("            fills: buying.why_now") + 1
    ran = book.run("playbook", "check")
    assert f"playbooks/interviews/team-audit.yaml:{line}:" in ran.err
    assert "this interview belongs to a colleague" in ran.err


def test_a_record_of_the_team_that_cannot_be_read_is_named(asked: Book) -> None:
    asked.write("team/broken.yaml", "schema: csmkit/teammate@1\nname: [\n")
    ran = asked.run("report", "audit", "--as-of", DAY)
    assert ran.code == 1
    assert "team/broken.yaml" in ran.err
    assert "3 of 3: Better handoffs" in (asked.root / AUDIT).read_text(encoding="utf-8")

"""Drafting the plan with what is known, and reviewing it with the customer."""

from pathlib import Path

import pytest

from conftest import TODAY, Book

NAME = "northwind-traders"


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    return tmp_path / "answers.yaml"


def form(book: Book, command: str) -> str:
    return book.done("plan", command, NAME, "--form", "--as-of", TODAY).out


def send(book: Book, command: str, file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    book.done("plan", command, NAME, "--answers", str(file), "--as-of", TODAY)


def test_a_draft_proposes_milestones_in_terms_of_this_outcome(handed_over: Book, answer: Path) -> None:
    text = form(handed_over, "draft")
    assert 'title: "First result: Ten quotes go out without a spreadsheet"' in text
    assert "Mia Brandt has compared it with 9 days in writing" in text
    send(handed_over, "draft", answer, text)
    record = handed_over.show()
    second = record["milestones"][1]
    assert (second["id"], second["title"]) == (
        "day-60",
        "First result: Ten quotes go out without a spreadsheet",
    )
    assert second["customer_owner"] == "mia-brandt"
    assert len(record["milestones"]) == 4
    assert record["first_value"]["target_on"] == "2026-10-19"
    assert [item["id"] for item in record["gates"]] == ["security-review"]


def test_what_a_person_has_worded_is_not_proposed_anew(handed_over: Book) -> None:
    file = handed_over.root / f"accounts/{NAME}/account.yaml"
    text = file.read_text()
    start = text.index('    title: "', text.index("id: day-60"))
    end = text.index("\n", start)
    file.write_text(text[:start] + "    title: Ten quotes by Christmas" + text[end:])
    assert 'title: "Ten quotes by Christmas"' in form(handed_over, "draft")


def test_a_draft_sent_back_blank_keeps_what_is_known(handed_over: Book, answer: Path) -> None:
    before = handed_over.show()
    blank = "schema: csmkit/answers@1\ninterview: success-plan\nanswers: {tracking_dashboard: Sales board}\n"
    send(handed_over, "draft", answer, blank)
    after = handed_over.show()
    assert after["tracking"]["dashboard"] == "Sales board"
    assert after["outcomes"] == before["outcomes"]
    assert after["stakeholders"] == before["stakeholders"]


def test_a_block_names_the_item_it_is_about(handed_over: Book, answer: Path) -> None:
    text = form(handed_over, "draft").replace("- id: day-30", "- id: day-31")
    answer.write_text(text, encoding="utf-8")
    ran = handed_over.run("plan", "draft", NAME, "--answers", str(answer), "--as-of", TODAY)
    assert ran.code == 1
    assert "the record has no milestone “day-31”; leave `id` out" in ran.err


def test_the_fields_of_whoever_plays_a_part_are_filled(handed_over: Book, answer: Path) -> None:
    lines = "champion_tone: informal, champion_rhythm: weekly, backup_introduction: In the second weekly call"
    text = "schema: csmkit/answers@1\ninterview: success-plan\nanswers: {" + lines + "}\n"
    send(handed_over, "draft", answer, text)
    people = {person["id"]: person for person in handed_over.show()["stakeholders"]}
    assert people["mia-brandt"]["preferences"] == {"mode": "async", "rhythm": "weekly", "tone": "informal"}
    assert people["lea-falk"]["introduction"] == "In the second weekly call"


def test_a_review_keeps_who_agreed_what_changed_and_the_day_before(handed_over: Book, answer: Path) -> None:
    send(handed_over, "draft", answer, form(handed_over, "draft"))
    review = """\
schema: csmkit/answers@1
interview: plan-review
answers:
  review_with: [Jane Doe, csm]
  review_changed: The first result comes a week later.
  first_value_target_on: 2026-12-07
  moved_because: Their freeze
  agreed: yes
  agreed_by: Jane Doe
  agreed_on: 2026-09-03
"""
    send(handed_over, "review", answer, review)
    record = handed_over.show()
    assert record["plan"]["agreed_by"] == "jane-doe"
    (kept,) = record["plan"]["reviews"]
    assert (kept["with"], kept["changed"]) == (["jane-doe", "csm"], "The first result comes a week later.")
    (move,) = record["first_value"]["moved"]
    assert (move["was"], move["to"], move["reason"]) == ("2026-10-19", "2026-12-07", "Their freeze")
    handed_over.done("plan", "render", NAME)
    plan = (handed_over.root / f"accounts/{NAME}/success-plan.md").read_text()
    assert "Their freeze" not in plan
    log = plan[plan.index("## 10. What has changed") :]
    assert "First result: moved from 19 October to 7 December 2026" in log
    assert "Reviewed with Jane Doe and Sam Lee: The first result comes a week later." in log
    assert "Agreed by Jane Doe" in log


def test_a_conversation_of_the_library_is_held_by_its_name(handed_over: Book, answer: Path) -> None:
    text = """\
schema: csmkit/answers@1
interview: analytics-lead
answers: {can_produce_today: on-screen, tracking_source: CPQ export, tracking_reported_by: Lea Falk,
  tracking_dashboard: Sales board, tracking_verified_on: 2026-09-02}
"""
    answer.write_text(text)
    handed_over.done("interview", NAME, "analytics-lead", "--answers", str(answer), "--as-of", TODAY)
    record = handed_over.show()
    assert record["tracking"]["reported_by"] == "lea-falk"
    assert record["sessions"][-1]["interview"] == "analytics-lead/measurement"
    assert handed_over.run("interview", NAME, "analytics").code == 2


def test_the_plan_shows_its_days_as_a_chart_that_no_title_can_break(handed_over: Book) -> None:
    file = handed_over.root / f"accounts/{NAME}/account.yaml"
    hostile = 'tasks: [{id: t, title: "``` :done, crit; %% {{7*7}} # section X", due_on: 2026-10-01}]\n'
    file.write_text(file.read_text() + hostile)
    handed_over.done("log", NAME, "submitted", "security-review", "--as-of", "2026-09-10")
    handed_over.done("plan", "render", NAME)
    plan = (handed_over.root / f"accounts/{NAME}/success-plan.md").read_text()
    start = plan.index("```mermaid")
    chart = plan[start : plan.index("\n```\n", start)]
    assert "    Security review :2026-09-10, 2026-10-13" in chart  # 30 days end on a Saturday
    assert "    First result" not in chart
    assert "    done, crit 7 7 section X :2026-09-24, 2026-10-02" in chart
    assert all(line.count(":") <= 1 for line in chart.splitlines())


def test_every_review_starts_anew_and_moves_also_a_day_that_only_followed_from_the_signature(
    handed_over: Book, answer: Path
) -> None:
    first = "agreed: yes, agreed_by: Jane Doe, agreed_on: 2026-09-03, moved_because: Their freeze"
    moved = "milestones: [{id: day-30, title: First workflow, due_on: 2026-10-08}]"
    head = "schema: csmkit/answers@1\ninterview: plan-review\nanswers: "
    send(handed_over, "review", answer, f"{head}{{{first}, {moved}}}\n")
    record = handed_over.show()
    (move,) = record["milestones"][0]["moved"]
    assert (move["was"], move["to"], move["reason"]) == ("2026-10-01", "2026-10-08", "Their freeze")
    assert record["plan"]["agreed_on"] == "2026-09-03"
    assert "plan-review" not in record["answers"]
    blank = form(handed_over, "review")
    assert "moved_because:\n" in blank.replace(": \n", ":\n")
    assert "agreed_on:\n" in blank.replace(": \n", ":\n")
    assert record["plan"]["reviews"][0]["moved_because"] == "Their freeze"


def test_a_draft_that_changes_an_agreed_day_keeps_the_one_before(handed_over: Book, answer: Path) -> None:
    send(handed_over, "draft", answer, form(handed_over, "draft"))
    head = "schema: csmkit/answers@1\ninterview: success-plan\nanswers: "
    answer.write_text(f"{head}{{first_value_target_on: 2026-12-11}}\n")
    handed_over.done("plan", "draft", NAME, "--all", "--answers", str(answer), "--as-of", TODAY)
    (move,) = handed_over.show()["first_value"]["moved"]
    assert (move["was"], move["to"]) == ("2026-10-19", "2026-12-11")


def test_what_is_known_is_asked_again_with_all(handed_over: Book, answer: Path) -> None:
    send(handed_over, "draft", answer, form(handed_over, "draft"))
    head = "schema: csmkit/answers@1\ninterview: success-plan\nanswers: "
    answer.write_text(f"{head}{{first_value_definition: Twenty quotes}}\n")
    handed_over.done("plan", "draft", NAME, "--all", "--answers", str(answer), "--as-of", TODAY)
    assert handed_over.show()["first_value"]["definition"] == "Twenty quotes"

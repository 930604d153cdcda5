"""What nobody could answer: asked again by itself, and answered by whoever fills the field."""

import yaml

from conftest import TODAY, Book
from terminal import CTRL_C, Terminal

OPEN = ("handoff", "northwind", "--open", "--as-of", TODAY)
RECORD = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: high-touch
contract: {signed_on: 2026-08-10}
stakeholders:
  - {id: mia-brandt, name: Mia Brandt, roles: [champion]}
  - {id: jane-doe, name: Jane Doe, roles: [economic_buyer]}
milestones: [{id: day-30, day: 30, title: Ten quotes left}]
outcomes: [{id: quotes, statement: Quotes leave in four days., primary: true}]
commitments: [{id: sso, promise: SSO before rollout}]
gates: [{id: legal, kind: legal, lead_days: 10}]
sessions:
  - {id: s-people, interview: handoff/people, on: 2026-08-12}
  - {id: s-competition, interview: handoff/competition, on: 2026-08-12}
open_questions:
  - {id: q1, interview: handoff, question: metric, item: quotes, fills: outcomes/quotes/metric, of: champion,
     since: 2026-08-12}
  - {id: q2, interview: handoff, question: owner, item: legal, fills: gates/legal/owner, of: technical_lead,
     since: 2026-08-12}
  - {id: q3, interview: handoff, question: backup_champion, fills: "role:backup_champion", of: champion,
     since: 2026-08-12}
  - {id: q4, interview: handoff, question: never_met, fills: answers/handoff/never_met/value,
     of: account_executive, since: 2026-08-12}
"""


def open_ids(book: Book) -> list[str]:
    return [question["id"] for question in book.show()["open_questions"]]


def findings(book: Book) -> list[str]:
    found = book.run("check", "northwind", "--as-of", TODAY, "--json").json["findings"]
    return [finding["about"] for finding in found if finding["code"] == "HND103"]


def test_only_what_is_open_is_on_the_form_and_the_rest_of_the_record_stays(book: Book) -> None:
    file = book.account(RECORD, "northwind-traders")
    form = book.done(*OPEN, "--form").out
    asked = yaml.safe_load(form)["answers"]
    assert asked == {
        "never_met": None,
        "backup_champion": None,
        "outcomes": [{"id": "quotes", "metric": None}],
        "gates": [{"id": "legal", "owner": None}],
    }
    answered = form.replace("      metric:", "      metric: Days to quote").replace(
        "  backup_champion:", "  backup_champion: {new: Paul Roth}"
    )
    before = file.read_text(encoding="utf-8")
    book.done(*OPEN, "--answers", str(book.write("open.yaml", answered)))
    assert open_ids(book) == ["q2", "q4"]
    assert book.show()["outcomes"][0]["metric"] == "Days to quote"
    assert "  - {id: mia-brandt, name: Mia Brandt, roles: [champion]}\n" in file.read_text(encoding="utf-8")
    assert "lead_days: 10" in before


def test_whoever_fills_the_field_has_answered_the_question(book: Book) -> None:
    file = book.account(RECORD, "northwind-traders")
    assert len(findings(book)) == 4
    file.write_text(RECORD.replace("lead_days: 10", "lead_days: 10, owner: jane-doe"), encoding="utf-8")
    assert findings(book) == ["open_questions/q1", "open_questions/q3", "open_questions/q4"]
    assert "owner:" not in book.done(*OPEN, "--form").out


def test_another_interview_that_asks_for_the_same_closes_it(book: Book) -> None:
    book.account(RECORD, "northwind-traders")
    form = book.done("plan", "draft", "northwind", "--as-of", TODAY, "--form").out
    form = form.replace("      metric:\n", "      metric: Days to quote\n")
    book.done("plan", "draft", "northwind", "--as-of", TODAY, "--answers", str(book.write("d.yaml", form)))
    assert "q1" not in open_ids(book)
    assert "q4" in open_ids(book)


def test_it_is_asked_in_the_terminal_and_goes_on_where_it_stopped(book: Book) -> None:
    book.account(RECORD, "northwind-traders")
    with Terminal(book.root, *OPEN, rows=40) as screen:
        screen.pick("Who steps in when the champion is away", "Jane Doe")
        screen.is_asked("Which business metric shows")
        screen.press(CTRL_C)
        screen.sees("csmkit handoff northwind-traders --open")
        assert screen.ends() == 130
    with Terminal(book.root, *OPEN, rows=40) as screen:
        screen.type("Which business metric shows", "Days to quote")
        screen.type("Who could still stop this", "The works council")
        screen.type("Who on their side takes it through?", "Jane Doe")
        screen.pick("Everything as it should be?", "Record it")
        assert screen.ends() == 0
    assert open_ids(book) == []
    record = book.show()
    assert record["gates"][0]["owner"] == "Jane Doe"
    assert record["answers"]["handoff"]["never_met"]["value"] == "The works council"
    assert record["stakeholders"][1]["roles"] == ["economic_buyer", "backup_champion"]


def test_with_nothing_open_it_says_so(book: Book) -> None:
    book.account(RECORD[: RECORD.index("open_questions:")], "northwind-traders")
    ran = book.done(*OPEN)
    assert "Nothing is open" in ran.err


def test_that_there_are_no_approvals_is_remembered_and_taken_back(book: Book) -> None:
    """Said once, it stands in the plan as settled, and an approval that is named later takes it back."""
    book.account(
        RECORD.replace("gates: [{id: legal, kind: legal, lead_days: 10}]\n", ""), "northwind-traders"
    )
    form = book.done("plan", "draft", "northwind", "--as-of", TODAY, "--form").out
    answers = yaml.safe_load(form)
    answers["answers"] = {"gates": [], "milestones": answers["answers"]["milestones"]}
    file = book.write("answers.yaml", yaml.safe_dump(answers, allow_unicode=True))
    book.done("plan", "draft", "northwind", "--as-of", TODAY, "--answers", str(file))
    assert book.show()["no_approvals"] is True
    book.done("plan", "render", "northwind")
    plan = (book.root / "accounts/northwind-traders/success-plan.md").read_text(encoding="utf-8")
    assert "which approvals on your side" not in plan
    answers["answers"]["gates"] = [{"kind": "legal"}]
    file = book.write("again.yaml", yaml.safe_dump(answers, allow_unicode=True))
    book.done("plan", "draft", "northwind", "--as-of", TODAY, "--answers", str(file))
    assert book.show()["no_approvals"] is None


def test_nobody_reports_to_themselves(book: Book) -> None:
    book.account(RECORD.replace("open_questions:\n", OPEN_REPORT), "northwind-traders")
    form = book.done(*OPEN, "--form").out.replace("      reports_to:", "      reports_to: mia-brandt")
    ran = book.run(*OPEN, "--answers", str(book.write("open.yaml", form)))
    assert ran.code == 1
    assert "has to be somebody else than the person it is about" in ran.err


OPEN_REPORT = """\
open_questions:
  - {id: q0, interview: handoff, question: reports_to, item: mia-brandt, of: champion, since: 2026-08-12}
"""

"""Drafting the plan and deciding what changes in a real terminal, interrupted and resumed."""

import signal

from conftest import TODAY, Book
from terminal import BACK, CTRL_C, ENTER, Terminal
from test_reshape import RECORD

NAME = "northwind-traders"
DRAFT = ("plan", "draft", NAME, "--as-of", TODAY)
RESHAPE = ("assess", "northwind", "--reshape", "--as-of", "2026-09-12")
REVIEW = "Everything as it should be?"
MEASURE = "How can anybody tell that it is met?"


def presses_enter_until_the_review(screen: Terminal) -> None:
    """Take what is offered at each question; each has its counter above it, the review has none."""
    counted = screen.steps

    def is_next() -> bool:
        return screen.is_ready and (screen.steps > counted or REVIEW in screen.question)

    screen.wait(lambda: screen.is_ready, "nothing is asked")
    while REVIEW not in screen.question:
        counted = screen.steps
        screen.press(ENTER)
        screen.wait(is_next, "no further question")
        screen.settles()


def test_a_draft_asks_what_is_missing_and_goes_on_where_it_was_broken_off(handed_over: Book) -> None:
    with Terminal(handed_over.root, *DRAFT, rows=40) as screen:
        screen.type("Where does that figure come from?", "CPQ export")
        screen.is_asked("Which business result did they buy us for?")
        assert screen.pointed_at == "Go on"
        screen.press(ENTER)
        screen.is_asked("On which day do they reach it?")
        assert "2026-10-19" in screen.prompt
        screen.press(BACK)
        screen.is_asked("Which business result did they buy us for?")
        screen.press(ENTER)
        screen.retype("On which day do they reach it?", "2026-11-27")
        screen.is_asked("Who drives it on their side?")
        assert screen.pointed_at == "Mia Brandt"
        screen.press(CTRL_C)
        screen.sees(f"csmkit plan draft {NAME}")
        assert screen.ends() == 130
    with Terminal(handed_over.root, *DRAFT, rows=40) as screen:
        screen.pick("Who drives it on their side?", "Mia Brandt")
        screen.is_asked("What is true once the milestone is met?")
        assert "First result: Ten quotes go out" in screen.prompt
        screen.press(ENTER)
        screen.retype(MEASURE, "Ten quotes in a row, in four days each")
        presses_enter_until_the_review(screen)
        screen.pick(REVIEW, "Record it")
        screen.sees(f"Next: csmkit plan check {NAME}")
        assert screen.ends() == 0
    record = handed_over.show()
    assert record["first_value"]["target_on"] == "2026-11-27"
    assert record["outcomes"][0]["baseline"]["source"] == "CPQ export"
    assert record["milestones"][1]["measure"] == "Ten quotes in a row, in four days each"
    assert [m["customer_owner"] for m in record["milestones"]][:3] == ["mia-brandt"] * 3
    assert len(record["milestones"]) == 4


def test_a_decision_is_kept_even_when_the_sitting_is_killed(book: Book) -> None:
    book.account(RECORD)
    with Terminal(book.root, *RESHAPE, rows=40) as screen:
        screen.pick("Task: Send the list of tasks", "Accept")
        screen.pick("Task: Name who steps in", "Not for this customer")
        screen.is_asked("Task: Brief the executive sponsor")
        screen.signal(signal.SIGKILL)
        assert screen.ends() == -signal.SIGKILL
    assert book.show()["reshaped"] == []
    with Terminal(book.root, *RESHAPE, rows=40) as screen:
        screen.pick("Task: Brief the executive sponsor", "Accept")
        presses_enter_until_the_review(screen)
        screen.pick(REVIEW, "Record it")
        assert screen.ends() == 0
    record = book.show()
    assert [(one["proposal"], one["decision"]) for one in record["reshaped"]] == [
        ("we-lead/task-list", "accepted"),
        ("we-lead/name-backup", "declined"),
        ("far-from-the-decision/sponsor-brief", "accepted"),
    ]
    assert [task["id"] for task in record["tasks"]] == ["task-list", "sponsor-brief"]
    assert record["sessions"][-1]["interview"] == "reshape/changes"
    assert "reshape" not in record["answers"]


def test_a_customers_words_are_not_read_as_a_template(book: Book) -> None:
    book.account(RECORD.replace("name: Northwind Traders", "name: 'North {{ 7*7 }} {% x'"))
    text = book.done("playbook", "show", "high-touch").out
    text = text.replace(
        "title: Name who steps in when whoever carries it is away", "title: 'Name one at {{ account.name }}'"
    )
    book.write("playbooks/high-touch.yaml", text)
    with Terminal(book.root, *RESHAPE, rows=40) as screen:
        screen.pick("Task: Send the list of tasks", "Accept")
        screen.is_asked("Task: Name one at North {{ 7*7 }} {% x")

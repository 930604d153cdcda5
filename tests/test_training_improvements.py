"""Where to improve the playbook: one ranked list over interviews, rules, role-plays and quizzes."""

from typing import Any

import pytest
import yaml

from conftest import Book
from csmkit.storage.library import Library
from csmkit.training.improvements import Weak, ranked

THE_DAY = ("--as-of", "2026-11-22")
DOCUMENT = "reports/playbook-improvements.md"


def account(number: int, *unknown: str, interview: bool = True) -> dict[str, Any]:
    session = {"id": f"s{number}", "interview": "handoff/people", "on": "2026-09-03"}
    return {
        "schema": "csmkit/account@1",
        "id": f"a{number}",
        "name": f"Customer {number}",
        "journey": "mid-touch",
        "contract": {"signed_on": "2026-09-01"},
        "sessions": [session] if interview else [],
        "open_questions": [
            {"id": f"q{number}", "interview": "handoff", "question": question, "since": "2026-09-03",
             "ask": f"Who at Customer {number} is that?"}
            for question in unknown
        ],
    }  # fmt: skip


MATE = """\
schema: csmkit/teammate@1
id: {id}
name: {name}
roleplays:
  - id: r1
    on: 2026-10-01
    scenario: quiet-champion
    way: alone
    taken: [opening/ask, silence/push, end/thank]
    missed: [silence]
  - {{id: r2, on: 2026-11-30, scenario: quiet-champion, way: alone, missed: [opening]}}
quizzes:
  - id: z1
    on: 2026-10-02
    module: playbook
    seed: 1
    chosen: {{outcome: A, sponsor: B}}
    missed: [sponsor]
"""


def filled(book: Book) -> Book:
    for number in range(12):
        unknown = ["technical_lead"] if number < 9 else []
        book.account(yaml.safe_dump(account(number, *unknown)), f"customer-{number}")
    book.account(yaml.safe_dump(account(12, "technical_lead", interview=False)), "customer-12")
    book.write("team/sam-lee.yaml", MATE.format(id="t1", name="Sam Lee"))
    book.write("team/noor-adeyemi.yaml", MATE.format(id="t2", name="Noor Adeyemi"))
    book.write("team/ines-vogt.yaml", MATE.format(id="t3", name="Ines Vogt"))
    return book


def places(book: Book) -> dict[str, Any]:
    told = filled(book).done("train", "improve", *THE_DAY, "--json").json
    return {place["id"]: place for place in told["places"]}


def test_a_question_counts_where_its_interview_was_held(book: Book) -> None:
    place = places(book)["handoff/technical_lead"]
    assert (place["times"], place["of"]) == (9, 12)
    assert place["file"] == "playbooks/interviews/handoff.yaml"
    assert place["told"]
    assert "Customer" not in place["told"]


def test_role_plays_and_quizzes_count_by_turn_and_question_until_the_day(book: Book) -> None:
    found = places(book)
    silence, sponsor = found["quiet-champion/silence"], found["playbook/sponsor"]
    assert (silence["times"], silence["of"]) == (3, 3)
    assert silence["file"] == "playbooks/training/roleplays/quiet-champion.yaml"
    assert (sponsor["times"], sponsor["of"]) == (3, 3)
    assert "quiet-champion/opening" not in found


def test_what_is_missed_is_told_in_the_words_of_the_playbook(book: Book) -> None:
    opening = Library().roleplay("disengaged-champion").turns[0]
    mate = MATE.format(id="t1", name="Sam Lee").replace("quiet-champion", "disengaged-champion")
    mate = mate.replace("sponsor", "who-is-the-economic-buyer").replace("[silence]", f"[{opening.id}]")
    for number in range(3):
        book.write(f"team/mate-{number}.yaml", mate.replace("id: t1", f"id: t{number}"))
    told = book.done("train", "improve", *THE_DAY, "--json").json
    found = {place["id"]: place for place in told["places"]}
    assert found[f"disengaged-champion/{opening.id}"]["told"][:20] == " ".join(opening.says.split())[:20]
    quiz = found["playbook/who-is-the-economic-buyer"]
    assert quiz["told"].startswith("The head of procurement")
    assert quiz["file"] == "playbooks/training/quizzes/people.yaml"


def test_a_rule_counts_where_it_could_tell_and_advice_does_not(book: Book) -> None:
    found = places(book)
    rules = {name: place for name, place in found.items() if place["kind"] == "rule"}
    assert rules["PLN101"]["times"] == 13
    assert rules["PLN101"]["file"] == "playbooks/interviews/success-plan.yaml"
    assert not any(name.startswith("PLN309") for name in rules)


def test_the_document_keeps_what_was_written_into_it(book: Book) -> None:
    filled(book)
    assert book.done("train", "improve", *THE_DAY).out == f"Wrote {DOCUMENT}.\n"
    path = book.root / DOCUMENT
    text = path.read_text(encoding="utf-8")
    assert "| Left unknown in an interview |" in text
    assert "9 of 12" in text
    path.write_text(
        text.replace("Write here at most three", "Ask for the technical lead earlier. Write here"),
        encoding="utf-8",
    )
    book.account(yaml.safe_dump(account(11, "technical_lead")), "customer-11")
    assert "your own edits in it are kept" in book.done("train", "improve", *THE_DAY).out
    text = path.read_text(encoding="utf-8")
    assert "Ask for the technical lead earlier." in text
    assert "10 of 12" in text


def test_nobody_is_named_in_the_document(book: Book) -> None:
    filled(book).done("train", "improve", *THE_DAY)
    text = (book.root / DOCUMENT).read_text(encoding="utf-8")
    for name in ("Sam Lee", "Noor Adeyemi", "Customer 1"):
        assert name not in text


def test_few_accounts_and_one_beginner_say_nothing_about_the_playbook(book: Book) -> None:
    for number in range(9):
        book.account(yaml.safe_dump(account(number, "technical_lead")), f"customer-{number}")
    book.write("team/sam-lee.yaml", MATE.format(id="t1", name="Sam Lee"))
    assert book.done("train", "improve", *THE_DAY, "--json").json["places"] == []
    book.done("train", "improve", *THE_DAY)
    assert "too little is on record" in (book.root / DOCUMENT).read_text(encoding="utf-8")


def test_thirty_of_forty_stand_above_one_of_one() -> None:
    often = Weak("rule", "a", "", 30, 40, 0, "f")
    once = Weak("rule", "b", "", 1, 1, 0, "f")
    assert ranked([once, often]) == (often, once)


def test_an_empty_workspace_says_that_too_little_is_on_record(book: Book) -> None:
    book.done("train", "improve", *THE_DAY)
    assert "too little is on record" in (book.root / DOCUMENT).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["improve", "effect"])
def test_a_colleague_that_cannot_be_read_is_told_and_the_others_count(book: Book, command: str) -> None:
    filled(book).write("team/broken.yaml", "schema: csmkit/teammate@1\nid: t3\nnme: X\n")
    ran = book.run("train", command, *THE_DAY)
    assert ran.code == 1
    assert "team/broken.yaml:3" in ran.err

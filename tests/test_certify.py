"""A colleague on the way to a certificate, with the real commands."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Book, Ran
from csmkit.cli import here
from csmkit.cli.train.quiz import pool_of
from csmkit.storage.library import Library
from csmkit.storage.team import TEAM
from csmkit.storage.workspace import Workspace
from csmkit.training.question import LETTERS
from csmkit.training.quiz import attempts, drawn, name_in_interview, seed_of
from terminal import CTRL_C, ENTER, Terminal

DAY = "2026-11-30"
CERTIFICATION = """\
schema: csmkit/certification@1
kind: certification
id: onboarding
title: Customer onboarding
version: "3"
modules:
  - id: playbook
    title: Playbook mastery
    goals: [Write a plan that holds]
    activities:
      - {id: read, title: Read the handbook, evidence: Three things you learned}
      - {id: watch, title: Watch a call, counts: shadowing}
    evidence: A plan of your own.
    quiz: {questions: 4, pass_percent: 75, made: [rules]}
    valid_months: 12
    signed_by: [lead]
  - id: soft-skills
    title: Soft skills
    goals: [Listen]
    evidence: A call somebody watched.
    quiz: {questions: 2, pass_percent: 50}
    prerequisites: [playbook]
    signed_by: [mentor, training_owner]
"""


@pytest.fixture
def team(book: Book) -> Book:
    """Noa is new, Omar her mentor, Ines leads."""
    book.write("playbooks/training/certification.yaml", CERTIFICATION)
    book.done("train", "add", "Ines Vogt", "--position", "lead")
    book.done("train", "add", "Omar Diaz")
    book.done("train", "add", "Noa Winter", "--hired-on", "2026-11-02", "--mentor", "Omar Diaz")
    return book


def record_of(book: Book, name: str = "noa-winter") -> Any:
    return yaml.safe_load((book.root / f"team/{name}.yaml").read_text(encoding="utf-8"))


def state(book: Book, as_of: str = DAY) -> dict[str, str]:
    shown = book.done("train", "certify", "noa", "--json", "--as-of", as_of).json
    return {module["module"]: module["state"] for module in shown["modules"]}


def questions_of(book: Book, module: str) -> Any:
    """The questions that the next sitting draws."""
    teammate = Workspace(book.root).load("noa", TEAM).value
    here.options = here.Options(str(book.root))
    chosen = Library(book.root).certification().module(module)
    assert chosen
    assert chosen.quiz
    before = [tuple(one.chosen) for one in attempts(teammate, module)]
    return drawn(pool_of(chosen)[0], chosen.quiz.questions, seed_of(teammate, module), before)


def filled(book: Book, module: str, wrong: int = 0) -> str:
    """A form in which so many answers are wrong and the others right."""
    lines = ["schema: csmkit/answers@1", f"interview: quiz-{module}", "sessions: [quiz]", "answers:"]
    for number, question in enumerate(questions_of(book, module)):
        is_wanted = [option.right == (number >= wrong) for option in question.options]
        letters = [letter for letter, wanted in zip(LETTERS, is_wanted, strict=False) if wanted]
        several = len(question.right) > 1
        said = f"[{', '.join(letters if number >= wrong else letters[:1])}]" if several else letters[0]
        lines.append(f"  {name_in_interview(question)}: {said}")
    return str(book.write(f"{module}-{wrong}.yaml", "\n".join(lines) + "\n"))


def take(book: Book, module: str, wrong: int = 0, as_of: str = DAY) -> Ran:
    return book.done(
        "train",
        "certify",
        "noa",
        "--quiz",
        module,
        "--answers",
        filled(book, module, wrong),
        "--as-of",
        as_of,
    )


def watch_a_call(book: Book) -> None:
    file = book.root / "team/noa-winter.yaml"
    call = "shadowing:\n  - {id: s1, way: shadowing, with: Omar Diaz, held_on: 2026-11-10}\n"
    file.write_text(file.read_text() + call)


def sign(book: Book, module: str, by: str, as_of: str = DAY) -> Ran:
    return book.run("train", "certify", "noa", "--sign", module, "--by", by, "--as-of", as_of)


def pass_playbook(book: Book, as_of: str = DAY) -> None:
    watch_a_call(book)
    book.done("train", "certify", "noa", "--done", "read", "--evidence", "A, b and c", "--as-of", as_of)
    take(book, "playbook", as_of=as_of)
    assert sign(book, "playbook", "Ines Vogt", as_of).code == 0


def test_a_colleague_is_added_listed_and_shown(team: Book) -> None:
    rows = {row["colleague"]: row for row in team.done("train", "list", "--json").json}
    assert list(rows) == ["ines-vogt", "noa-winter", "omar-diaz"]
    assert rows["noa-winter"] == {
        "colleague": "noa-winter",
        "name": "Noa Winter",
        "position": "csm",
        "hired_on": "2026-11-02",
        "mentor": "Omar Diaz",
        "training_owner": False,
        "passed": 0,
        "modules": 2,
        "certified": False,
        "valid_until": None,
    }
    shown = team.done("train", "show", "noa").out
    assert "Mentor: Omar Diaz" in shown
    assert "Playbook mastery: not begun" in shown
    assert team.done("train", "show", "noa", "--json").json["name"] == "Noa Winter"


def test_a_record_that_cannot_be_read_is_told_and_the_others_are_listed(team: Book) -> None:
    team.write("team/zoe.yaml", "schema: csmkit/teammate@1\nid: z\nnam: Zoe\n")
    ran = team.run("train", "list")
    assert ran.code == 1
    assert "Noa Winter" in ran.out
    assert "team/zoe.yaml:3:1: `nam` is not a key here. Did you mean “name”?" in ran.err


def test_the_way_to_a_certificate(team: Book) -> None:
    assert state(team) == {"playbook": "not_begun", "soft-skills": "locked"}
    pass_playbook(team)
    assert state(team) == {"playbook": "passed", "soft-skills": "not_begun"}
    take(team, "soft-skills", wrong=1)
    assert state(team)["soft-skills"] == "to_sign"
    ran = sign(team, "soft-skills", "omar diaz")
    assert (ran.code, "team/noa-winter/certificate.md" in ran.out) == (0, True)
    text = (team.root / "team/noa-winter/certificate.md").read_text(encoding="utf-8")
    assert "**Noa Winter** has earned this certificate on 30 November 2026." in text
    assert "It holds until 30 November 2027." in text
    assert "Signed by omar diaz." in text
    assert record_of(team)["certificates"][0]["version"] == "3"
    assert team.done("train", "list", "--json", "--as-of", DAY).json[1]["certified"] is True


def test_the_certificate_holds_nothing_internal(team: Book) -> None:
    pass_playbook(team)
    take(team, "soft-skills")
    sign(team, "soft-skills", "Omar Diaz")
    text = (team.root / "team/noa-winter/certificate.md").read_text(encoding="utf-8")
    assert "A, b and c" not in text
    assert not any(word in text for word in ("percent", "right", "quiz", "of 4", "missed"))


def test_hand_edits_in_the_certificate_are_kept(team: Book) -> None:
    pass_playbook(team)
    take(team, "soft-skills")
    sign(team, "soft-skills", "Omar Diaz")
    file = team.root / "team/noa-winter/certificate.md"
    file.write_text(file.read_text() + "\nWell done, Noa!\n")
    team.done("train", "certify", "noa", "--render", "--as-of", DAY)
    assert "Well done, Noa!" in file.read_text()


def test_a_signature_tells_everything_that_is_missing(team: Book) -> None:
    take(team, "playbook", wrong=2)
    before = record_of(team)
    ran = sign(team, "playbook", "Ines Vogt")
    assert ran.code == 1
    assert ran.err.splitlines() == [
        "“Playbook mastery” cannot be signed yet.",
        "Still to do: Read the handbook.",
        "Still to do: Watch a call (0 of 1).",
        "The quiz has to be passed: 3 of 4 right, and the best sitting has 2.",
    ]
    assert "Playbook mastery has to be passed first." in sign(team, "soft-skills", "Omar Diaz").err
    assert record_of(team) == before


@pytest.mark.parametrize("by", ["Omar Diaz", "Noa Winter", "Nobody Here"])
def test_only_whom_the_certification_names_may_sign(team: Book, by: str) -> None:
    ran = sign(team, "playbook", by)
    assert ran.code == 1
    assert "lead of the team" in ran.err
    assert by == "Noa Winter" or by not in ran.err


def test_who_has_left_signs_nothing(team: Book) -> None:
    file = team.root / "team/ines-vogt.yaml"
    file.write_text(file.read_text() + "left_on: 2026-11-01\n")
    assert "is signed by a lead" in sign(team, "playbook", "Ines Vogt").err


def test_what_the_record_counts_is_not_ticked_off_and_evidence_is_asked_for(team: Book) -> None:
    counted = team.run("train", "certify", "noa", "--done", "watch")
    assert (counted.code, "is counted from the training record" in counted.err) == (2, True)
    silent = team.run("train", "certify", "noa", "--done", "read")
    assert (silent.code, "Three things you learned" in silent.err) == (2, True)
    unknown = team.run("train", "certify", "noa", "--done", "raed")
    assert (unknown.code, "Did you mean “read”?" in unknown.err) == (2, True)
    assert "modules" not in record_of(team)


def test_two_sittings_differ_and_get_different_explained_scores(team: Book) -> None:
    first = take(team, "playbook", wrong=3)
    second = take(team, "playbook", wrong=1)
    one, other = record_of(team)["quizzes"]
    assert set(one["chosen"]).isdisjoint(other["chosen"])
    assert (len(one["missed"]), len(other["missed"])) == (3, 1)
    assert "1 of 4 right. 3 are needed" in first.out
    assert "3 of 4 right. Passed; 3 were needed." in second.out
    for question in Library(team.root).quizzes()[0].questions:
        if question.id in one["chosen"]:
            assert all(" ".join(option.because.split()) in first.out for option in question.options)


def test_the_same_form_again_is_no_second_sitting(team: Book) -> None:
    form = filled(team, "playbook")
    for _ in range(2):
        team.done("train", "certify", "noa", "--quiz", "playbook", "--answers", form, "--as-of", DAY)
    assert len(record_of(team)["quizzes"]) == 1


def test_not_known_counts_as_missed_and_is_kept_as_such(team: Book) -> None:
    form = Path(filled(team, "playbook"))
    lines = form.read_text().splitlines()
    form.write_text("\n".join([*lines[:-1], lines[-1].split(":")[0] + ": unknown"]) + "\n")
    ran = team.done("train", "certify", "noa", "--quiz", "playbook", "--answers", str(form), "--json")
    assert (ran.json["right"], ran.json["asked"]) == (3, 4)
    assert list(record_of(team)["quizzes"][0]["chosen"].values())[-1] == "not known"


def test_a_wrong_form_is_told_with_its_lines_and_nothing_is_recorded(team: Book) -> None:
    form = Path(filled(team, "playbook"))
    lines = form.read_text().splitlines()
    lines[4] = lines[4].split(":")[0] + ": z"
    form.write_text("\n".join([*lines, "  q_nonsense: a"]) + "\n")
    ran = team.run("train", "certify", "noa", "--quiz", "playbook", "--answers", str(form))
    assert ran.code == 1
    assert ":5:" in ran.err
    assert ":9:" in ran.err
    assert "quizzes" not in record_of(team)


def test_without_a_terminal_it_is_said_before_the_first_question(team: Book) -> None:
    ran = team.apart("train", "certify", "noa", "--quiz", "playbook")
    assert (ran.code, ran.out) == (2, "")
    assert "--form > answers.yaml" in ran.err


def test_a_module_without_a_quiz_says_so(book: Book) -> None:
    book.done("train", "add", "Noa Winter")
    ran = book.run("train", "certify", "noa", "--quiz", "product")
    assert (ran.code, "has no quiz" in ran.err) == (1, True)


def test_a_module_runs_out_and_is_renewed_by_quiz_and_signature_alone(team: Book) -> None:
    pass_playbook(team)
    take(team, "soft-skills")
    sign(team, "soft-skills", "Omar Diaz")
    assert state(team, "2027-09-01")["playbook"] == "passed"
    assert state(team, "2027-10-15")["playbook"] == "to_renew"
    assert state(team, "2027-12-01") == {"playbook": "expired", "soft-skills": "passed"}
    assert "passed anew; it was not taken yet" in sign(team, "playbook", "Ines Vogt", "2027-10-15").err
    take(team, "playbook", as_of="2027-10-15")
    assert sign(team, "playbook", "Ines Vogt", "2027-10-16").code == 0
    certificates = record_of(team)["certificates"]
    assert [(str(one["earned_on"]), str(one["valid_until"])) for one in certificates] == [(DAY, "2028-10-16")]
    assert "needs no new signature" in sign(team, "playbook", "Ines Vogt", "2027-10-17").err


def test_after_a_lapse_a_new_certificate_begins(team: Book) -> None:
    pass_playbook(team)
    take(team, "soft-skills")
    sign(team, "soft-skills", "Omar Diaz")
    take(team, "playbook", as_of="2028-01-10")
    assert sign(team, "playbook", "Ines Vogt", "2028-01-10").code == 0
    assert [(one["id"], str(one["earned_on"])) for one in record_of(team)["certificates"]] == [
        ("onboarding", DAY),
        ("onboarding-2", "2028-01-10"),
    ]


def test_scores_and_evidence_stay_in_the_internal_half(team: Book) -> None:
    config = team.root / "csmkit.yaml"
    config.write_text(config.read_text().replace("private_records: false", "private_records: true"))
    take(team, "playbook", wrong=1)
    team.done("train", "certify", "noa", "--done", "read", "--evidence", "Was late twice")
    shared = (team.root / "team/noa-winter.yaml").read_text(encoding="utf-8")
    private = (team.root / "team/noa-winter.private.yaml").read_text(encoding="utf-8")
    for text in ("missed", "Was late twice", "3 of 4"):
        assert text not in shared
        assert text in private


def test_options_that_do_not_belong_together_are_refused(team: Book) -> None:
    for words in (
        ("playbook", "--quiz", "playbook"),
        ("--form",),
        ("--evidence", "x"),
        ("--by", "Ines Vogt"),
        ("--sign", "playbook"),
    ):
        assert team.run("train", "certify", "noa", *words).code == 2, words
    assert "Did you mean “playbook”?" in team.run("train", "certify", "noa", "palybook").err


def test_a_quiz_at_the_terminal_survives_ctrl_c_and_explains_every_option(team: Book) -> None:
    words = ("train", "certify", "noa", "--quiz", "soft-skills", "--as-of", DAY)
    asked = questions_of(team, "soft-skills")
    right = [question.right[0].text for question in asked]
    with Terminal(team.root, *words, columns=100, rows=50) as screen:
        screen.point(" ".join(asked[0].ask.split())[:60], right[0][:30])
        screen.press(ENTER)
        screen.is_asked(" ".join(asked[1].ask.split())[:60])
        screen.press(CTRL_C)
        screen.sees("Every confirmed answer is kept")
    assert "quizzes" not in record_of(team)
    with Terminal(team.root, *words, columns=100, rows=90) as screen:
        screen.sees("1 answer is kept")
        screen.point(" ".join(asked[1].ask.split())[:60], right[1][:30])
        screen.press(ENTER)
        screen.is_asked("Everything as it should be?")
        screen.press(ENTER)
        screen.sees("2 of 2 right. Passed")
        screen.sees(" ".join(asked[1].options[0].because.split())[:40])
    assert record_of(team)["quizzes"][0].get("missed", []) == []

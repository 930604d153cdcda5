"""A model of another field in its own shape: functions, practices, three levels, two streams, shared answers.

Its published formula: a practice is the sum over its levels of the mean of the two streams' answers, a
function the mean of its practices, the whole the mean of the functions.
"""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Book
from csmkit.core.account import AssessmentRun
from csmkit.core.assessment import Scorecard, score
from csmkit.core.assessment_model import Assessment, questions_in
from csmkit.storage.reading import parse, validate

DAY = ("--as-of", "2026-09-10")
PRACTICES = {"governance": ("strategy", "policy"), "design": ("threats",)}
HEAD = """\
schema: csmkit/assessment@1
kind: assessment
title: Software assurance
version: 1
decimals: 2
answers:
  share:
    - {value: 0, anchor: "No"}
    - {value: 0.25, anchor: "Yes, for some applications"}
    - {value: 0.5, anchor: "Yes, for at least half of them"}
    - {value: 1, anchor: "Yes, for most or all of them"}
  plan:
    - {value: 0, anchor: "No"}
    - {value: 0.25, anchor: "Yes, it is looked at now and then"}
    - {value: 0.5, anchor: "Yes, it is looked at every year"}
    - {value: 1, anchor: "Yes, and it drives what is done"}
parts:
"""


def samm() -> str:
    """The model as somebody would write it: nothing in it but YAML."""
    lines = []
    for function, practices in PRACTICES.items():
        lines += [f"  - id: {function}", f"    title: {function.title()}", "    parts:"]
        for practice in practices:
            lines += [
                f"      - id: {practice}",
                f"        title: {practice.title()}",
                "        aggregate: sum",
            ]
            lines += ["        missing: zero", "        parts:"]
            for level in (1, 2, 3):
                lines += [f"          - id: {practice}_{level}", f"            title: Level {level}"]
                lines += ["            missing: zero", "            questions:"]
                lines += [
                    f"              - {{id: {practice}_{level}{stream}, ask: Stream {stream}?, "
                    f"answers: {'plan' if level == 3 else 'share'}, tags: [stream_{stream}]}}"
                    for stream in "ab"
                ]
    return HEAD + "\n".join(lines) + "\n"


MODEL = validate(parse(samm(), "samm.yaml"), Assessment)
ASKED = [question.id for question in questions_in(MODEL.overall)]


def run(answers: dict[str, str], **more: Any) -> AssessmentRun:
    told = {
        name: {"not_applicable": "yes"} if given == "n/a" else {"value": given}
        for name, given in answers.items()
    }
    return AssessmentRun.model_validate(
        {"id": "r", "on": "2026-09-10", "model": "samm@1", "answers": told, **more}
    )


def scores(card: Scorecard) -> dict[str, Fraction | None]:
    return {part.id: part.score for part in (*card.parts, card.overall)}


# Strategy: (1 + 0.5)/2 + (0.25 + 0.5)/2 + (0 + 0.25)/2 = 0.75 + 0.375 + 0.125 = 1.25
# Policy: (1 + 1)/2 + (1 + 0.5)/2 + 0 = 1.75; its third level was not answered and counts as 0
# Threats: half of 0.25 for its first level, and nothing above it: 0.125
WORKED = {
    "strategy_1a": "1",
    "strategy_1b": "0.5",
    "strategy_2a": "0.25",
    "strategy_2b": "0.5",
    "strategy_3a": "0",
    "strategy_3b": "0.25",
    "policy_1a": "1",
    "policy_1b": "1",
    "policy_2a": "1",
    "policy_2b": "0.5",
    "threats_1a": "0.25",
    "threats_1b": "0",
}


def test_it_scores_by_its_published_formula() -> None:
    card = score(MODEL, run(WORKED))
    told = scores(card)
    assert told["strategy_1"] == Fraction(3, 4)
    assert told["strategy_2"] == Fraction(3, 8)
    assert told["strategy_3"] == Fraction(1, 8)
    assert told["strategy"] == Fraction(5, 4)
    assert told["policy"] == Fraction(7, 4)
    assert told["governance"] == Fraction(3, 2)
    assert told["design"] == told["threats"] == Fraction(1, 8)
    assert told["overall"] == Fraction(13, 16)
    assert card.overall.shown == "0.81"
    assert (card.overall.answered, card.overall.of) == (12, 18)
    assert card.overall.span == (Fraction(0), Fraction(3))


def test_a_stream_is_a_tag_and_has_its_own_score() -> None:
    told = scores(score(MODEL, run(WORKED), "stream_a"))
    assert told["strategy"] == Fraction(5, 4)  # 1 + 0.25 + 0
    assert told["policy"] == 2  # 1 + 1, and 0 for the third level
    assert told["threats"] == Fraction(1, 4)


def test_what_does_not_apply_leaves_both_sides_of_its_mean_and_what_is_missing_does_not() -> None:
    card = score(MODEL, run(WORKED | {"strategy_1b": "n/a"}))
    assert scores(card)["strategy_1"] == 1
    assert (card.overall.answered, card.overall.of) == (11, 17)
    missing = score(MODEL, run({name: given for name, given in WORKED.items() if name != "strategy_1b"}))
    assert scores(missing)["strategy_1"] == Fraction(1, 2)


def test_a_part_in_which_nothing_applies_counts_for_nothing_above_it() -> None:
    gone = {f"threats_{level}{stream}": "n/a" for level in (1, 2, 3) for stream in "ab"}
    card = score(MODEL, run(WORKED | gone))
    told = {part.id: part for part in card.parts}
    assert (told["design"].score, told["design"].shown, told["design"].of) == (None, "n/a", 0)
    assert card.overall.score == Fraction(3, 2)


ANSWERS = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(["0", "0.25", "0.5", "1"]) for name in ASKED}
)


@given(ANSWERS)
def test_every_set_of_answers_follows_the_formula(answers: dict[str, str]) -> None:
    def practice(name: str) -> Fraction:
        return sum(
            (
                Fraction(answers.get(f"{name}_{level}{stream}", "0")) / 2
                for level in (1, 2, 3)
                for stream in "ab"
            ),
            Fraction(0),
        )

    functions = {
        name: sum(map(practice, practices), Fraction(0)) / len(practices)
        for name, practices in PRACTICES.items()
    }
    told = scores(score(MODEL, run(answers)))
    assert {name: told[name] for name in functions} == functions
    assert told["overall"] == sum(functions.values(), Fraction(0)) / len(functions)


@given(ANSWERS, st.sampled_from(ASKED))
def test_a_score_stays_within_its_span_and_never_falls_with_a_better_answer(
    answers: dict[str, str], better: str
) -> None:
    before, after = score(MODEL, run(answers)), score(MODEL, run(answers | {better: "1"}))
    for one, other in zip((*before.parts, before.overall), (*after.parts, after.overall), strict=True):
        assert one.score is not None
        assert other.score is not None
        assert one.span[0] <= one.score <= other.score <= one.span[1]
        assert one.answered <= one.of


# Through the command line.


@pytest.fixture
def samm_book(northwind: Book) -> Book:
    """Northwind with the model among its own playbooks."""
    northwind.write("playbooks/assessments/samm.yaml", samm())
    return northwind


def answered(book: Book, answers: dict[str, str], *day: str) -> Any:
    lines = [f"  {name}: {answers.get(name, 'unknown')}" for name in ASKED]
    frame = "schema: csmkit/answers@1\ninterview: samm\nanswers:\n"
    file = book.write("samm-answers.yaml", frame + "\n".join(lines) + "\n")
    return book.run("assess", "northwind", "--model", "samm", "--answers", str(file), *(day or DAY))


def test_it_is_a_playbook_file_like_any_other(samm_book: Book) -> None:
    samm_book.done("playbook", "check")
    ran = answered(samm_book, WORKED)
    assert ran.code == 0, ran.said
    assert "What changes" not in ran.out
    told = samm_book.done("assess", "northwind", "--model", "samm", "--show", "--json", *DAY).json
    shown = {one["id"]: (one["score"], one["exact"], one["above"]) for one in told["scores"]}
    assert shown["strategy_2"] == ("0.38", "3/8", ["Governance", "Strategy"])
    assert shown["overall"] == ("0.81", "13/16", [])
    bars = {one["id"]: one["bar"] for one in told["scores"]}
    assert (bars["policy"], bars["strategy_1"]) == ("████░░", "██")
    page = (samm_book.root / "accounts/northwind-traders/scorecard-samm.md").read_text()
    assert "**0.38** Governance · Strategy · Level 2: 2 of 2 answered" in page


def test_its_form_names_the_answers_and_takes_no_others(samm_book: Book) -> None:
    form = samm_book.done("assess", "northwind", "--model", "samm", "--form", *DAY).out
    assert "# One of: 0, 0.25, 0.5, 1" in form
    assert "----- Governance · Strategy · Level 1 -----" in form
    ran = answered(samm_book, WORKED | {"policy_1a": "0.3"})
    assert ran.code == 1
    assert "`policy_1a` needs one of: 0, 0.25, 0.5, 1" in ran.err


def test_another_assessment_is_no_assessment_of_maturity(samm_book: Book) -> None:
    assert answered(samm_book, WORKED).code == 0
    told = samm_book.run("plan", "check", "northwind", "--json", *DAY)
    assert "PLN603" in [finding["code"] for finding in told.json["findings"]]
    assert "not assessed yet" in samm_book.done("assess", "northwind", "--show", *DAY).out


def test_one_stream_alone_is_shown_and_a_wrong_tag_is_told(samm_book: Book) -> None:
    assert answered(samm_book, WORKED).code == 0
    words = ("assess", "northwind", "--model", "samm", "--show", "--json", *DAY)
    told = samm_book.done(*words, "--tag", "stream_a").json
    assert {one["id"] for one in told["answers"]} == {name for name in ASKED if name.endswith("a")}
    assert next(one["exact"] for one in told["scores"] if one["id"] == "policy") == "2"
    ran = samm_book.run(*words, "--tag", "stream_c")
    assert (ran.code, "stream_a, stream_b" in ran.err) == (2, True)

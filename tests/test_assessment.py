"""Maturity scores: exact, honest about what was not answered, rounded once for display."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TODAY, Book
from csmkit.core.account import AssessmentRun
from csmkit.core.assessment import Scorecard, aggregate, band_of, rounded, score
from csmkit.core.assessment_model import Assessment, Band
from csmkit.storage.reading import parse, validate

LEVELS = "[" + ", ".join(f"{{value: {n}, anchor: level {n}}}" for n in range(1, 6)) + "]"
MODEL = f"""\
schema: csmkit/assessment@1
kind: assessment
title: Customer maturity
version: 3
aggregate: mean
missing: exclude
bands:
  - {{at_least: 1, title: Low, says: Lead.}}
  - {{at_least: 2.5, title: Middle, says: Share.}}
  - {{at_least: 4, title: High, says: Follow.}}
parts:
  - id: people
    title: People
    aggregate: AGGREGATE
    missing: MISSING
    bands:
      - {{at_least: 1, title: Low, says: Lead.}}
      - {{at_least: 2.5, title: Middle, says: Share.}}
    questions:
      - {{id: a, ask: A, weight: 3, levels: {LEVELS}}}
      - {{id: b, ask: B, weight: 1, levels: {LEVELS}}}
      - {{id: c, ask: C, weight: 0.5, levels: {LEVELS}}}
  - id: data
    title: Data
    questions:
      - {{id: d, ask: D, levels: {LEVELS}}}
"""


def model(how: str = "mean", missing: str = "exclude", overall: str = "exclude") -> Assessment:
    text = MODEL.replace("AGGREGATE", how).replace("MISSING", missing)
    return validate(parse(text.replace("missing: exclude", f"missing: {overall}", 1), "m.yaml"), Assessment)


def run(*not_applicable: str, **levels: int) -> AssessmentRun:
    answers: dict[str, Any] = {name: {"value": str(level)} for name, level in levels.items()}
    answers |= {name: {"not_applicable": "yes"} for name in not_applicable}
    return AssessmentRun.model_validate({"id": "r", "on": "2026-09-10", "model": "m@3", "answers": answers})


def people(card: Scorecard) -> Any:
    return card.overall.parts[0]


@pytest.mark.parametrize(
    ("how", "missing", "levels", "exact"),
    [
        ("mean", "exclude", {"a": 2, "b": 5, "c": 4}, Fraction(11, 3)),
        ("mean", "exclude", {"a": 2, "b": 5}, Fraction(7, 2)),
        ("mean", "zero", {"a": 2, "b": 5}, Fraction(7, 3)),
        ("mean", "unknown", {"a": 2, "b": 5}, None),
        ("mean", "exclude", {}, None),
        ("mean", "zero", {}, Fraction(0)),
        ("weighted_mean", "exclude", {"a": 2, "b": 5, "c": 4}, Fraction(26, 9)),
        ("weighted_mean", "exclude", {"a": 2, "c": 4}, Fraction(16, 7)),
        ("weighted_mean", "zero", {"a": 2, "c": 4}, Fraction(16, 9)),
        ("weighted_mean", "unknown", {"a": 2, "c": 4}, None),
        ("sum", "exclude", {"a": 2, "b": 5}, Fraction(7)),
        ("sum", "zero", {"a": 2, "b": 5}, Fraction(7)),
        ("sum", "unknown", {"a": 2, "b": 5}, None),
        ("min", "exclude", {"a": 2, "b": 5}, Fraction(2)),
        ("min", "zero", {"a": 2, "b": 5}, Fraction(0)),
        ("min", "unknown", {"a": 2, "b": 5, "c": 1}, Fraction(1)),
    ],
)
def test_a_score_is_the_fraction_worked_out_by_hand(
    how: str, missing: str, levels: dict[str, int], exact: Fraction | None
) -> None:
    scored = people(score(model(how, missing), run(**levels)))
    assert scored.score == exact
    assert (scored.answered, scored.of) == (len(levels), 3)


def test_a_question_that_does_not_apply_leaves_both_sides_of_a_mean() -> None:
    card = score(model("mean", "zero"), run("c", a=2, b=5))
    assert (people(card).score, people(card).answered, people(card).of) == (Fraction(7, 2), 2, 2)
    assert people(score(model("mean", "unknown"), run("b", "c", a=2))).score == 2
    assert people(score(model("weighted_mean"), run("a", b=5, c=2))).score == 4


def test_the_overall_score_is_made_of_parts_and_not_of_questions() -> None:
    card = score(model(), run(a=1, b=1, c=1, d=5))
    assert (card.overall.score, card.overall.answered, card.overall.of) == (Fraction(3), 4, 4)
    assert card.overall.id == "overall"


def test_a_part_without_a_score_makes_the_whole_unknown_where_the_model_says_so() -> None:
    assert score(model(overall="exclude"), run(a=4, b=4, c=4)).overall.score == 4
    assert score(model(overall="zero"), run(a=4, b=4, c=4)).overall.score == 2
    card = score(model(overall="unknown"), run(a=4, b=4, c=4))
    assert (card.overall.score, card.overall.shown, card.overall.band) == (None, "cannot tell", None)


def test_a_level_that_the_model_does_not_know_is_not_answered() -> None:
    answers = {"a": {"value": "9"}, "b": {"value": "4"}, "gone": {"value": "5"}}
    odd = AssessmentRun.model_validate({"id": "r", "on": "2026-09-10", "model": "m", "answers": answers})
    assert (people(score(model(), odd)).score, people(score(model(), odd)).answered) == (Fraction(4), 1)


def test_weights_that_come_to_nothing_give_no_score() -> None:
    values: dict[str, Fraction | None] = {"a": Fraction(3)}
    assert aggregate("weighted_mean", "exclude", values, {"a": Fraction(0)}) is None


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(5, 2), "2.5"),
        (Fraction(9, 4), "2.3"),
        (Fraction(49, 20), "2.5"),
        (Fraction(8, 3), "2.7"),
        (Fraction(7, 3), "2.3"),
        (Fraction(3), "3.0"),
        (Fraction(5, 20), "0.3"),
    ],
)
def test_a_score_is_rounded_half_up_for_display(exact: Fraction, shown: str) -> None:
    assert str(rounded(exact)) == shown


def test_a_band_reads_the_exact_score_and_not_the_rounded_one() -> None:
    bands = model().bands
    for exact, title in (
        (Fraction(1), "Low"),
        (Fraction(249, 100), "Low"),
        (Fraction(5, 2), "Middle"),
        (Fraction(399, 100), "Middle"),
        (Fraction(4), "High"),
        (Fraction(5), "High"),
    ):
        band = band_of(bands, exact)
        assert band is not None
        assert band.title == title
    assert str(rounded(Fraction(249, 100))) == "2.5"


def test_below_the_first_band_and_without_a_score_there_is_none() -> None:
    bands = (Band(at_least=Decimal(1), title="Low", says="x"),)
    assert band_of(bands, Fraction(1, 2)) is None
    assert band_of(bands, None) is None


ANSWERED = st.dictionaries(st.sampled_from("abc"), st.integers(1, 5), min_size=1)


@given(ANSWERED, st.sampled_from(["mean", "weighted_mean", "min"]))
def test_a_score_lies_between_the_lowest_and_the_highest_level(levels: dict[str, int], how: str) -> None:
    exact = people(score(model(how), run(**levels))).score
    assert min(levels.values()) <= exact <= max(levels.values())


@given(ANSWERED, st.sampled_from(["mean", "weighted_mean", "min", "sum"]), st.randoms())
def test_the_order_of_answers_does_not_matter(levels: dict[str, int], how: str, chance: Any) -> None:
    shuffled = list(levels.items())
    chance.shuffle(shuffled)
    assert score(model(how), run(**levels)) == score(model(how), run(**dict(shuffled)))


@given(ANSWERED, st.sampled_from(["mean", "weighted_mean", "min", "sum"]))
def test_a_higher_level_never_lowers_a_score(levels: dict[str, int], how: str) -> None:
    before = people(score(model(how), run(**levels))).score
    for name, level in levels.items():
        after = people(score(model(how), run(**{**levels, name: min(level + 1, 5)}))).score
        assert after >= before


# Through the command line.


def filled(book: Book, level: int, **others: str) -> str:
    """The form with the same level everywhere, and other answers where they are named."""
    lines = book.done("assess", "northwind", "--form", "--as-of", TODAY).out.splitlines()
    for n, line in enumerate(lines):
        if line == "    answer:":
            lines[n] = f"{line} {others.get(lines[n - 1].strip().rstrip(':'), level)}"
    return "\n".join(lines) + "\n"


def assessed(book: Book, text: str, as_of: str = "2026-09-10") -> Any:
    return book.run(
        "assess", "northwind", "--answers", str(book.write("maturity.yaml", text)), "--as-of", as_of
    )


def test_an_assessment_is_recorded_from_a_form_and_shown(northwind: Book) -> None:
    ran = assessed(northwind, filled(northwind, 4))
    assert ran.code == 0, ran.said
    assert "Saved accounts/northwind-traders/account.yaml." in ran.out
    shown = northwind.done("assess", "northwind", "--show", "--json").json
    assert (shown["account"], shown["on"]) == ("northwind-traders", "2026-09-10")
    assert shown["model"].startswith("customer-maturity@")
    for part in shown["scores"]:
        assert (part["score"], part["answered"]) == ("4.0", part["of"])
    assert [part["id"] for part in shown["scores"]][-1] == "overall"
    (taken,) = northwind.show()["assessments"]
    assert taken["by"] == "Sam Lee"
    assert len(taken["digest"]) == 12


def test_what_nobody_knows_is_left_out_of_the_score_and_asked_later(northwind: Book) -> None:
    ran = assessed(northwind, filled(northwind, 4, vendor_ownership="unknown"))
    assert ran.code == 0, ran.said
    first = northwind.done("assess", "northwind", "--show", "--json").json["scores"][0]
    assert (first["score"], first["of"] - first["answered"]) == ("4.0", 1)
    record = northwind.show()
    assert "vendor_ownership" not in record["assessments"][0]["answers"]
    assert "vendor_ownership" in [question["question"] for question in record["open_questions"]]


def test_the_same_form_twice_is_one_assessment(northwind: Book) -> None:
    text = filled(northwind, 3)
    assert assessed(northwind, text).code == 0
    assert assessed(northwind, text).code == 0
    assert len(northwind.show()["assessments"]) == 1


def test_a_later_assessment_stands_beside_the_first_and_is_the_one_shown(northwind: Book) -> None:
    assert assessed(northwind, filled(northwind, 2)).code == 0
    assert assessed(northwind, filled(northwind, 4), as_of="2026-12-10").code == 0
    assert [taken["on"] for taken in northwind.show()["assessments"]] == ["2026-09-10", "2026-12-10"]
    for day, shown in (("2026-12-10", "2026-12-10"), ("2026-12-09", "2026-09-10")):
        told = northwind.done("assess", "northwind", "--show", "--json", "--as-of", day).json
        assert told["on"] == shown


def test_a_wrong_level_and_a_missing_answer_are_told_and_nothing_is_recorded(northwind: Book) -> None:
    record = northwind.root / "accounts/northwind-traders/account.yaml"
    before = record.read_bytes()
    ran = assessed(northwind, filled(northwind, 4, vendor_ownership="6", analyst_time=""))
    assert ran.code == 1
    assert "`vendor_ownership` needs a level from 1 to 5" in ran.err
    assert "`analyst_time` needs an answer, or “unknown”" in ran.err
    assert record.read_bytes() == before


def test_an_account_without_an_assessment_says_how_to_take_one(northwind: Book) -> None:
    ran = northwind.run("assess", "northwind", "--show")
    assert (ran.code, ran.out) == (
        0,
        "Northwind Traders is not assessed yet: csmkit assess northwind-traders\n",
    )


def test_no_answer_of_an_assessment_reaches_the_customer(northwind: Book) -> None:
    assert assessed(northwind, filled(northwind, 1)).code == 0
    northwind.done("plan", "render", "northwind")
    plan = (northwind.root / "accounts/northwind-traders/success-plan.md").read_text()
    assert "maturity" not in plan.casefold()

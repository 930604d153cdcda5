"""Role-plays: their files checked like code, the conversation a state, the debrief explained."""

import random
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Book
from csmkit.core.roleplay import (
    COMPETENCIES,
    Customer,
    Ending,
    Fact,
    Option,
    RubricLine,
    Scenario,
    Start,
    Turn,
)
from csmkit.core.roleplay_ways import reached
from csmkit.storage.library import Library
from csmkit.training.debrief import debrief
from csmkit.training.rehearsal import NoSuchAnswer, Rehearsal, answer, back, begin, current, finished

FILE = "playbooks/training/roleplays/price.yaml"
SMALL = """\
schema: csmkit/roleplay@1
kind: roleplay
title: The price question
situation: A customer asks for a discount in week two.
objective: Find out what stands behind it.
customer:
  name: Ole Brun
  title: Head of Purchasing
  mood: Brisk.
  facts:
    - {id: budget_cut, fact: My budget was cut., asked: Why now.}
rubric:
  - id: asks
    line: Asks before answering
    competency: questions
    levels: {1: No, 2: Hardly, 3: Once, 4: Twice, 5: Until it is clear}
  - id: warm
    line: Stays friendly
    competency: tone
    levels: {1: Cold, 2: Cool, 3: Neutral, 4: Friendly, 5: Warm}
start: {trust: 5, time: 10}
turns:
  - id: opening
    says: We need ten per cent off.
    options:
      - id: ask
        answer: What has changed since you signed?
        reply: My budget was cut.
        trust: 1
        reveals: [budget_cut]
        scores: {asks: 5, warm: 4}
        because: The reason decides the answer.
        next: deal
      - id: refuse
        answer: The price is in the contract.
        trust: -2
        scores: {asks: 1, warm: 2}
        because: True, and it ends the talk.
        next: deal
  - id: deal
    says: And now?
    instead:
      - {when: trust < 5, says: Then I will have to call your boss.}
    options:
      - id: fewer-seats
        answer: Then let us look at what you can do without.
        when: knows.budget_cut
        scores: {asks: 5, warm: 5}
        because: It works on the reason.
        next: settled
      - id: discount
        answer: I can give you five per cent.
        scores: {asks: 1, warm: 4}
        because: It answers a question nobody asked.
        instead:
          - {when: trust < 5, next: escalated}
        next: settled
endings:
  - {id: settled, title: Settled, level: 5, told: They stay.}
  - {id: escalated, title: Escalated, level: 1, told: Their boss calls yours.}
"""


def scenario_of(book: Book, text: str = SMALL) -> Scenario:
    book.write(FILE, text)
    return Library(book.root).roleplay("price")


def played(scenario: Scenario, *answers: str, seed: str = "first") -> Rehearsal:
    rehearsal = begin(scenario, seed)
    for one in answers:
        rehearsal = answer(rehearsal, one)
    return rehearsal


# --- A file is checked before anybody rehearses with it ---------------------------------------------------


def told(book: Book, *changes: tuple[str, str]) -> list[str]:
    """What `playbook check` says about the small role-play with something changed."""
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    book.write(FILE, text)
    return book.run("playbook", "check").err.splitlines()


def at(text: str, within: str = SMALL) -> str:
    """The file and line where a text stands."""
    return f"{FILE}:{within[: within.index(text)].count(chr(10)) + 1}:"


def test_a_sound_roleplay_passes(book: Book) -> None:
    assert told(book) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("next: deal", "next: dael", "next: deal", "there is no turn or ending “dael”. Did you mean “deal”?"),
        ("{asks: 5, warm: 4}", "{aks: 5}", "{asks: 5, warm: 4}", "there is no line of the rubric “aks”. Did"),
        ("[budget_cut]", "[budget]", "[budget_cut]", "there is no fact “budget”"),
        ("knows.budget_cut", "knows.budget_cutt", "when: knows", "Did you mean “budget_cut”?"),
        (
            "trust < 5, says",
            "turst < 5, says",
            "{when: trust < 5, says",
            "“turst” means nothing here. Did you",
        ),
        ("trust < 5, says", "trust <, says", "{when: trust < 5, says", "cannot be read as an expression"),
        ("trust < 5, next", "trust > 10, next", "{when: trust < 5, next", "on which this way is taken"),
        ("trust < 5, says", "trust > 9, says", "{when: trust < 5, says", "on which this is said"),
        ("knows.budget_cut", "trust > 9", "when: knows", "on which this answer can be given"),
        ("5: Until it is clear", "6: Until it is clear", "levels: {1: No", "an anchor for each level"),
        ("trust: 5, time", "trust: 50, time", "start:", "trust goes from 0 to 10"),
        ("        trust: 1\n", "        time: 0\n", "        trust: 1\n", "takes a minute at least"),
        ("competency: tone", "competency: tome", "competency: tone", "competency"),
        ("- id: deal", "- id: opening", "- id: deal", "this id stands twice"),
    ],
)
def test_a_mistake_is_told_where_it_stands(book: Book, old: str, new: str, line: str, says: str) -> None:
    found = [one for one in told(book, (old, new)) if one.startswith(at(line))]
    assert any(says in one for one in found), book.run("playbook", "check").err


def test_a_dead_end_is_refused(book: Book) -> None:
    start, end = SMALL.index("    options:\n      - id: fewer"), SMALL.index("endings:")
    (wrong,) = [one for one in told(book, (SMALL[start:end], "")) if "dead end" in one]
    assert wrong.startswith(at("- id: deal"))


def test_a_dead_end_that_only_conditions_make_is_refused(book: Book) -> None:
    discount = "answer: I can give you five per cent."
    (wrong,) = told(book, (discount, discount + "\n        when: trust >= 5"))[:1]
    assert wrong.startswith(at("- id: deal"))
    assert "can be a dead end" in wrong


def test_an_ending_that_no_answer_leads_to_is_refused(book: Book) -> None:
    way = "        instead:\n          - {when: trust < 5, next: escalated}\n"
    (wrong,) = told(book, (way, ""))
    assert wrong.startswith(at("{id: escalated", SMALL.replace(way, "")))
    assert "no answer leads to the ending “escalated”" in wrong


def test_a_line_that_is_never_exercised_is_refused(book: Book) -> None:
    text = (
        SMALL.replace("warm: ", "asks: ")
        .replace("asks: 5, asks: ", "asks: ")
        .replace("asks: 1, asks: ", "asks: ")
    )
    book.write(FILE, text)
    (wrong,) = book.run("playbook", "check").err.splitlines()
    assert wrong.startswith(at("- id: warm"))
    assert "no answer scores “warm”" in wrong


def test_a_circle_without_a_way_out_is_refused(book: Book) -> None:
    found = told(
        book, ("next: settled", "next: opening"), ("next: settled", "next: opening"), ("escalated}", "deal}")
    )
    assert any(one.startswith(at("- id: opening")) and "goes round in a circle" in one for one in found)
    assert sum("circle" in one for one in found) == 1, "one circle is told once"


def test_a_way_round_needs_an_end_of_time(book: Book) -> None:
    round_again = ("next: settled", "next: opening")
    (wrong,) = told(book, round_again)
    assert wrong.startswith(at("- id: opening"))
    assert "time_up" in wrong
    assert told(book, round_again, ("turns:", "time_up: escalated\nturns:")) == []


def test_every_problem_is_told_at_once_and_by_doctor_too(book: Book) -> None:
    found = told(
        book, ("next: deal", "next: dael"), ("[budget_cut]", "[budget]"), ("asks: 1, warm: 2", "asks: 9")
    )
    assert len(found) >= 3
    assert all(line in book.run("doctor").said for line in found)


# --- A conversation ---------------------------------------------------------------------------------------


def test_what_was_said_changes_what_is_said_and_offered_later(book: Book) -> None:
    scenario = scenario_of(book)
    asked, refused = current(played(scenario, "ask")), current(played(scenario, "refuse"))
    assert asked
    assert refused
    assert (asked.says, refused.says) == ("And now?", "Then I will have to call your boss.")
    assert {one.id for one in asked.options} == {"fewer-seats", "discount"}
    assert {one.id for one in refused.options} == {"discount"}


def test_two_ways_get_different_explained_scores(book: Book) -> None:
    scenario = scenario_of(book)
    good = debrief(played(scenario, "ask", "fewer-seats"))
    poor = debrief(played(scenario, "refuse", "discount"))
    assert [(one.line.id, one.level, one.at) for one in good.lines] == [
        ("asks", Fraction(5), (("opening", 5), ("deal", 5))),
        ("warm", Fraction(9, 2), (("opening", 4), ("deal", 5))),
    ]
    assert dict(poor.competencies) == {"questions": 1, "tone": 3}
    assert (good.ending.id, poor.ending.id) == ("settled", "escalated")
    assert [one.turn for one in good.missed] == []
    (only,) = poor.missed  # at the second turn the better answer was not there to give
    assert (only.turn, only.better.id, only.better.because) == (
        "opening",
        "ask",
        "The reason decides the answer.",
    )
    assert [fact.id for fact in poor.unasked] == ["budget_cut"]


def test_what_never_came_up_is_not_scored(book: Book) -> None:
    text = SMALL.replace("{asks: 5, warm: 4}", "{asks: 5}").replace("{asks: 5, warm: 5}", "{asks: 5}")
    end = debrief(played(scenario_of(book, text), "ask", "fewer-seats"))
    assert end.lines[1].level is None
    assert "tone" not in end.competencies


def test_one_step_back_takes_everything_back(book: Book) -> None:
    scenario = scenario_of(book)
    assert back(played(scenario, "ask")) == begin(scenario, "first")
    assert back(begin(scenario, "first")) == begin(scenario, "first")


def test_an_answer_that_is_not_there_is_refused(book: Book) -> None:
    with pytest.raises(NoSuchAnswer, match="Did you mean “refuse”"):
        played(scenario_of(book), "refused")
    with pytest.raises(NoSuchAnswer, match="is over"):
        played(scenario_of(book), "ask", "discount", "ask")


# --- The shipped ones -------------------------------------------------------------------------------------

SHIPPED = Library().names("roleplay")


def best_ways(scenario: Scenario) -> set[str]:
    """The endings that are reached with the full score on every line of the rubric."""

    def onward(rehearsal: Rehearsal) -> set[str]:
        end = finished(rehearsal)
        if end is not None:
            return {end.id} if all(one.level == 5 for one in debrief(rehearsal).lines) else set()
        moment: Any = current(rehearsal)
        best = (one for one in moment.options if set(one.scores.values()) == {5})
        return {ending for one in best for ending in onward(answer(rehearsal, one.id))}

    return onward(begin(scenario, "best"))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_best_way_reaches_the_best_ending_with_the_full_score(name: str) -> None:
    scenario = Library().roleplay(name)
    best = max(scenario.endings, key=lambda ending: ending.level)
    assert best.level == 5
    assert best_ways(scenario) == {best.id}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_ending_is_reached(name: str) -> None:
    scenario = Library().roleplay(name)
    assert {ending.id for ending in scenario.endings} <= reached(scenario).places


@settings(deadline=None)  # the first look reads and checks the file
@given(name=st.sampled_from(SHIPPED), seed=st.integers())
def test_a_walk_at_random_always_ends(name: str, seed: int) -> None:
    dice, rehearsal = random.Random(seed), begin(Library().roleplay(name), "walk")
    while moment := current(rehearsal):
        assert len(rehearsal.given) < 40
        rehearsal = answer(rehearsal, dice.choice(moment.options).id)
    end = debrief(rehearsal)
    assert 1 <= end.overall <= 5
    assert set(end.competencies) <= set(COMPETENCIES)


@pytest.mark.parametrize("name", SHIPPED)
def test_another_run_puts_the_answers_in_another_order(name: str) -> None:
    scenario = Library().roleplay(name)

    def order(seed: str) -> list[list[str]]:
        rehearsal, orders = begin(scenario, seed), []
        while moment := current(rehearsal):
            orders.append([one.id for one in moment.options])
            rehearsal = answer(rehearsal, min(orders[-1]))
        return orders

    assert order("sam-lee/1") == order("sam-lee/1")
    assert order("sam-lee/1") != order("sam-lee/2")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_one_is_worth_an_hour(name: str) -> None:
    scenario = Library().roleplay(name)
    assert len(scenario.turns) >= 8
    assert all(3 <= len(turn.options) <= 4 for turn in scenario.turns)
    assert len({line.competency for line in scenario.rubric}) >= 5
    assert len(scenario.customer.facts) >= 4
    spread = {level for turn in scenario.turns for one in turn.options for level in one.scores.values()}
    assert spread == {1, 2, 3, 4, 5}


def test_the_schema_describes_every_key(run_apart: Any, tmp_path: Path) -> None:
    schema = run_apart("playbook", "schema", "roleplay", cwd=tmp_path).json
    assert "first turn opens it" in schema["properties"]["turns"]["description"]


# --- A company adds its own by following the page ---------------------------------------------------------

PAGE = (Path(__file__).parents[1] / "docs/roleplays.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    """The first block of a kind on the page."""
    return PAGE.partition(f"```{kind}\n")[2].partition("```")[0]


def test_a_roleplay_of_ones_own_is_added_by_following_the_page_alone(book: Book) -> None:
    file = "playbooks/training/roleplays/early-discount.yaml"
    assert "`playbooks/training/roleplays`" in PAGE
    assert "`early-discount.yaml`" in PAGE
    book.write(file, block("yaml"))
    assert "nothing wrong" in book.done("playbook", "check").out
    assert "A discount in month one" in book.done("train", "roleplay", "--list").out
    form = book.done("train", "roleplay", "early-discount", "--form").out
    filled = form.replace("  opening:", "  opening: what-changed").replace(
        "  what-now:", "  what-now: less-now"
    )
    answers = str(book.write("filled.yaml", filled))
    told = book.done("train", "roleplay", "early-discount", "--answers", answers, "--json").json
    assert (told["ending"]["id"], told["overall"]) == ("kept", 5.0)


def test_the_mistake_on_the_page_gets_the_answer_shown(book: Book) -> None:
    wrong = block("yaml").replace("next: what-now", "next: what-noww", 1)
    book.write("playbooks/training/roleplays/early-discount.yaml", wrong)
    assert block("text") in book.run("playbook", "check").err


def test_the_page_tells_every_key_and_competency() -> None:
    models = (Scenario, Turn, Option, Customer, RubricLine, Fact, Ending, Start)
    keys = {info.alias or name for model in models for name, info in model.model_fields.items()}
    told = set(re.findall(r"`([\w-]+)`", PAGE)) | set(
        re.findall(r"^ *-? ?(\w+):", block("yaml"), re.MULTILINE)
    )
    assert keys <= told
    assert set(COMPETENCIES) <= told

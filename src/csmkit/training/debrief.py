"""What a rehearsal comes to: each line's score with where it comes from, and the turns that were missed."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from csmkit.core.fields import Id, Level
from csmkit.core.roleplay import Ending, Fact, Option, RubricLine, Scenario
from csmkit.core.roleplay_course import offered, turn_at, words_of_customer
from csmkit.training.rehearsal import Given, Rehearsal, finished


class LineScore(NamedTuple):
    """A line of the rubric: its mean level, and the answers it is the mean of. None: it never came up."""

    line: RubricLine
    level: Fraction | None
    at: tuple[tuple[str, int], ...] = ()


class Missed(NamedTuple):
    """A turn where a better answer was there."""

    turn: str
    says: str
    said: Option
    own_words: str | None
    better: Option


class Debrief(NamedTuple):
    """Everything the trainee is told at the end. What never came up is not scored; it counts nowhere."""

    ending: Ending
    lines: tuple[LineScore, ...]
    competencies: Mapping[str, Fraction]
    overall: Fraction
    missed: tuple[Missed, ...]
    learned: tuple[Fact, ...]
    unasked: tuple[Fact, ...]


def debrief(rehearsal: Rehearsal) -> Debrief:
    """The debrief of a rehearsal that is over."""
    ending = finished(rehearsal)
    assert ending is not None  # noqa: S101 - asked for at the end only
    lines = line_scores(rehearsal)
    known = rehearsal.standing.known
    facts = rehearsal.scenario.customer.facts
    return Debrief(
        ending,
        lines,
        by_competency(rehearsal.scenario, {one.line.id: one.level for one in lines if one.level is not None}),
        _mean([one.level for one in lines if one.level is not None]),
        tuple(missed(rehearsal)),
        tuple(fact for fact in facts if fact.id in known),
        tuple(fact for fact in facts if fact.id not in known),
    )


def line_scores(rehearsal: Rehearsal) -> tuple[LineScore, ...]:
    """The mean level of each line over the answers that scored it, in the order of the rubric."""
    scores = []
    for line in rehearsal.scenario.rubric:
        at = tuple(
            (given.standing.place, given.option.scores[line.id])
            for given in rehearsal.given
            if line.id in given.option.scores
        )
        scores.append(LineScore(line, _mean([level for _, level in at]) if at else None, at))
    return tuple(scores)


def by_competency(scenario: Scenario, lines: Mapping[str, Fraction | int]) -> dict[str, Fraction]:
    """The mean of the scored lines of each competency, in the order of the rubric."""
    of: dict[str, list[Fraction | int]] = {}
    for line in scenario.rubric:
        if line.id in lines:
            of.setdefault(line.competency, []).append(lines[line.id])
    return {competency: _mean(levels) for competency, levels in of.items()}


def missed(rehearsal: Rehearsal) -> Iterable[Missed]:
    """The turns, in order, where an answer that could be given would have scored higher."""
    for given in rehearsal.given:
        best = best_answer(rehearsal.scenario, given)
        if worth(best) > worth(given.option):
            turn = turn_at(rehearsal.scenario, given.standing)
            assert turn is not None  # noqa: S101 - an answer was given there
            says = words_of_customer(rehearsal.scenario, given.standing, turn)
            yield Missed(turn.id, says, given.option, given.own_words, best)


def best_answer(scenario: Scenario, given: Given) -> Option:
    """The best answer that could be given at that moment; the first one of equals."""
    turn = turn_at(scenario, given.standing)
    return max(offered(scenario, given.standing, turn), key=worth) if turn else given.option


def worth(option: Option) -> Fraction:
    """How good an answer is: the mean level over the lines it scores."""
    return _mean(list(option.scores.values()))


def levelled(score: Fraction) -> Level:
    """An exact score as the whole level that a record keeps, half up."""
    return int(score + Fraction(1, 2))


def levels_of(scores: Mapping[str, Fraction | int]) -> dict[Id, Level]:
    """Exact scores as whole levels."""
    return {name: levelled(Fraction(score)) for name, score in scores.items()}


def _mean(levels: "list[Fraction] | list[int] | list[Fraction | int]") -> Fraction:
    return sum(map(Fraction, levels), Fraction()) / len(levels)

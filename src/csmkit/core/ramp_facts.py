"""What the conditions of a ramp may look at: facts of somebody's training on a day.

What was never tried is unknown rather than zero: nobody fails a gate on a quiz that was not taken.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from csmkit.core.conditions import in_scope
from csmkit.core.teammate import QuizAttempt, RolePlay, Shadowing, ShadowingWay, Teammate

FACTS = {
    "day": "Day of the ramp; the first day of work is day 1, leave does not count.",
    "week": "Week of the ramp, from 1.",
    "shadowed": "Calls watched.",
    "reverse_shadowed": "Calls held while the mentor watched.",
    "kinds_shadowed": "Different kinds of call watched.",
    "quizzes": "Quizzes taken.",
    "best_quiz": "The best quiz, in percent right; unknown before the first.",
    "modules_passed": "Modules of a certification passed.",
    "roleplays": "Role-plays held.",
    "roleplays_alone": "Role-plays held alone.",
    "scenarios_alone": "Different role-plays held alone.",
    "roleplays_with_colleague": "Role-plays held with a colleague who plays the customer.",
    "mock_kickoffs": "Mock kickoffs held: the scenario mock-kickoff, or any on a real account's agenda.",
    "mock_kickoff": "The best mock kickoff, its average score from 1 to 5; unknown before one is scored.",
    "certified": "Whether a certificate holds on that day.",
    "mentor": "Name of the mentor; unknown while there is none.",
    "independent": "Whether the first account of one's own was given.",
    "accounts": "Accounts of the book that are theirs.",
}
PARTED = {
    "done": "Whether a step is done, such as done.read_handbook for the step read-handbook.",
    "passed": "Whether a module is passed, such as passed.playbook_mastery for the module playbook-mastery.",
}
MOCK_KICKOFF = "mock-kickoff"


def part(name: str) -> str:
    """An id as a condition writes it: read-handbook → read_handbook."""
    return name.replace("-", "_")


def facts(colleague: Teammate, today: date, day: int | None, accounts: int) -> dict[str, Any]:
    """The facts of one colleague on a day, `done` left out: it grows step by step."""
    quizzes = [quiz for quiz in colleague.quizzes if quiz.on <= today]
    plays = [play for play in colleague.roleplays if play.on <= today]
    mock = [play for play in plays if play.account is not None or play.scenario == MOCK_KICKOFF]
    watched = held_calls(colleague, "shadowing", today)
    found: dict[str, Any] = {
        "day": day,
        "week": None if day is None else week_of(day),
        "shadowed": len(watched),
        "reverse_shadowed": len(held_calls(colleague, "reverse", today)),
        "kinds_shadowed": len({call.call for call in watched if call.call}),
        "quizzes": len(quizzes),
        "best_quiz": _best(_share_right(quiz) for quiz in quizzes),
        "modules_passed": len(_passed(colleague, today)),
        "roleplays": len(plays),
        "roleplays_alone": sum(play.way == "alone" for play in plays),
        "scenarios_alone": len({play.scenario for play in plays if play.way == "alone"}),
        "roleplays_with_colleague": sum(play.way == "colleague" for play in plays),
        "mock_kickoffs": len(mock),
        "mock_kickoff": _best(_average(play) for play in mock),
        "certified": colleague.is_certified(today),
        "mentor": colleague.mentor,
        "independent": is_independent(colleague, today),
        "accounts": accounts,
        "passed": {part(module): True for module in _passed(colleague, today)},
    }
    scope: Mapping[str, Any] = in_scope(found)
    return dict(scope)


def week_of(day: int) -> int:
    """The week of a day of the ramp: days 1 to 7 are week 1."""
    return (day - 1) // 7 + 1


def held_calls(colleague: Teammate, way: ShadowingWay, today: date) -> list[Shadowing]:
    """The calls that took place by a day, one way round."""
    return [
        call for call in colleague.shadowing if call.way == way and call.held_on and call.held_on <= today
    ]


def is_independent(colleague: Teammate, today: date) -> bool:
    """Whether the first account of their own was given by that day."""
    return colleague.ramp.independent_on is not None and colleague.ramp.independent_on <= today


def _passed(colleague: Teammate, today: date) -> list[str]:
    return [one.id for one in colleague.modules if one.passed_on and one.passed_on <= today]


def _share_right(quiz: QuizAttempt) -> Fraction | None:
    asked = len(quiz.chosen)
    return Fraction(100 * (asked - len(quiz.missed)), asked) if asked else None


def _average(play: RolePlay) -> Fraction | None:
    return Fraction(sum(play.scores.values()), len(play.scores)) if play.scores else None


def _best(values: Iterable[Fraction | None]) -> Fraction | None:
    return max((value for value in values if value is not None), default=None)

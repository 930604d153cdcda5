"""Quiz questions made from the company's own playbook, so that they are true for as long as it is.

From the rules of `csmkit check`: which rule a reason belongs to. From the journeys: what falls on which
day, and how often one meets. From the plays: which one answers what.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, get_args

from csmkit.core.account import Rhythm
from csmkit.core.checks.rule import Rule
from csmkit.core.fields import slug
from csmkit.core.journey import Journey
from csmkit.core.play import Play
from csmkit.training.certification import Made, Material
from csmkit.training.question import Option, QuizQuestion, Topic, is_template

TOPICS: dict[Made, Topic] = {
    "rules": Topic(
        id="made-rules",
        title="The rules of your playbook",
        read=Material(
            title="Every rule and why it is there", link="csmkit explain CODE, or handbook/rules.md"
        ),
    ),
    "journeys": Topic(
        id="made-journeys",
        title="The days of your journeys",
        read=Material(title="Your journeys", link="csmkit playbook handbook"),
    ),
    "plays": Topic(
        id="made-plays",
        title="Your plays",
        read=Material(title="Your plays", link="csmkit play list, or the handbook"),
    ),
}
_OPTIONS = 4


def made(
    kinds: Sequence[Made],
    rules: Sequence[Rule],
    journeys: Mapping[str, Journey],
    plays: Mapping[str, Play],
) -> tuple[QuizQuestion, ...]:
    """Every question of these kinds that can be made; `journeys` and `plays` are those in reach, by name."""
    sources: dict[Made, Iterator[QuizQuestion]] = {
        "rules": _of_rules(rules),
        "journeys": _of_journeys(journeys),
        "plays": _of_plays(plays),
    }
    found = (question for kind in kinds for question in sources[kind])
    return tuple(question for question in found if not is_template(question.ask))


def _of_rules(rules: Sequence[Rule]) -> Iterator[QuizQuestion]:
    for number, rule in enumerate(rules):
        # The nearest rules of the same family are the ones that are taken for it.
        family = [one for one in (*rules[number + 1 :], *rules[:number]) if one.code[:3] == rule.code[:3]]
        others = [one for one in family if one.why != rule.why and one.title != rule.title]
        if len(others) >= _OPTIONS - 1:
            wrong = [
                (one.title, f"{one.code} has another reason: {one.why}") for one in others[: _OPTIONS - 1]
            ]
            right = (rule.title, f"This is {rule.code}. `csmkit explain {rule.code}` shows it at any time.")
            ask = f"“{rule.why}” Of which rule in the check is this the reason?"
            yield _question(f"rule-{rule.code}", "rules", ask, right, wrong)


class _Fact(NamedTuple):
    """Something that a journey expects by a day."""

    id: str
    what: str
    day: int


def _facts(journey: Journey) -> list[_Fact]:
    milestones = [_Fact(one.id, f"“{one.title}”", one.day) for one in journey.milestones]
    return [
        *milestones,
        _Fact(
            "sponsor-call-booked", "The sponsor call is in the calendar", journey.sponsor_call_booked_by_day
        ),
        _Fact("sponsor-call-held", "The sponsor call is held", journey.sponsor_call_held_by_day),
        _Fact("assessed", "The customer's maturity is assessed", journey.assess_by_day),
        _Fact("graduation", "The rhythm is decided", journey.graduation_day),
    ]


def _of_journeys(journeys: Mapping[str, Journey]) -> Iterator[QuizQuestion]:
    for name, journey in journeys.items():
        facts = _facts(journey)
        days = sorted({fact.day for fact in facts})
        for fact in facts:
            near = sorted((day for day in days if day != fact.day), key=lambda day: abs(day - fact.day))
            if len(near) >= 2:  # noqa: PLR2004 - a question has at least three options
                yield _day_question(name, journey, fact, near[: _OPTIONS - 1], facts)
        yield from _rhythm_questions(name, journey)


def _day_question(
    name: str, journey: Journey, fact: _Fact, near: Sequence[int], facts: Sequence[_Fact]
) -> QuizQuestion:
    def told(day: int) -> tuple[str, str]:
        return f"Day {day}", f"By day {day}: {'; '.join(one.what for one in facts if one.day == day)}."

    ask = f"{fact.what}. By which day after the signature does the journey {journey.title} expect this?"
    return _question(f"day-{name}-{fact.id}", "journeys", ask, told(fact.day), [told(day) for day in near])


def _rhythm_questions(name: str, journey: Journey) -> Iterator[QuizQuestion]:
    told = (
        f"{journey.title} meets {journey.onboarding_rhythm} until the rhythm is decided on evidence, on day "
        f"{journey.graduation_day} or later, and {journey.steady_rhythm} after it."
    )
    for when, rhythm in (
        ("before the rhythm is dropped", journey.onboarding_rhythm),
        ("after the rhythm was dropped", journey.steady_rhythm),
    ):
        others = [word for word in get_args(Rhythm) if word != rhythm]
        ask = f"On the journey {journey.title}: how often does your playbook meet the customer {when}?"
        wrong = [(word.capitalize(), told) for word in others[: _OPTIONS - 1]]
        yield _question(f"rhythm-{name}-{when}", "journeys", ask, (rhythm.capitalize(), told), wrong)


def _of_plays(plays: Mapping[str, Play]) -> Iterator[QuizQuestion]:
    told = {name: (play, " ".join(play.about.split())) for name, play in plays.items() if play.about}
    for name, (play, about) in told.items():
        others = [(one.title, f"That one: {text}") for one, text in told.values() if one.title != play.title]
        if len(others) >= 2:  # noqa: PLR2004 - as above
            ask = f"“{about}” Which play of your playbook is this?"
            right = (play.title, f"`csmkit playbook show {name}` shows it whole.")
            yield _question(f"play-{name}", "plays", ask, right, others[: _OPTIONS - 1])


def _question(
    name: str, kind: Made, ask: str, right: tuple[str, str], wrong: Sequence[tuple[str, str]]
) -> QuizQuestion:
    options = [Option(text=text, because=because) for text, because in wrong]
    options.append(Option(text=right[0], because=right[1], right=True))
    return QuizQuestion(
        id=slug(f"made {name}", longest=60), topic=TOPICS[kind].id, ask=ask, options=tuple(options)
    )

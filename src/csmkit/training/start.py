"""The least training that works, for a team without anybody whose job it is.

One owner, three role-plays, everybody in a pair, and two weeks on one page. Watching each other costs
nothing, and what was begun small is begun.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from csmkit.core.fields import Plain
from csmkit.core.playbook import Choice, Interview, InterviewSession, Question, Section
from csmkit.core.teammate import Teammate

NAME = "training-start"
ROLEPLAYS = 3
_FRIDAY = 4
_WEEK = timedelta(days=7)


class Person(NamedTuple):
    """Somebody in the team: what people type for them, their name, whether they are new, who goes along."""

    name: str
    colleague: str
    is_new: bool
    mentor: str | None


class Pair(NamedTuple):
    """Who watches whom in the first two weeks."""

    watches: Person
    holds: str


class Line(NamedTuple):
    """One thing of the page: by when, who, what, and what to type."""

    by: date
    who: str
    what: str
    command: str


class TrainingPlan(NamedTuple):
    """The page."""

    owner: str
    people: tuple[Person, ...]
    pairs: tuple[Pair, ...]
    roleplays: tuple[str, ...]
    weeks: tuple[tuple[Line, ...], ...]


def start_interview(roleplays: Sequence[str]) -> Interview:
    """What is asked: who is in the team, and which role-plays come first."""
    everybody = Question(
        id="colleagues",
        type="group",
        ask="Who else is in the team?",
        why="Everybody who talks to customers in an onboarding. You are in it already.",
        noun="colleague",
        summary="{{ item.name }}",
        questions=(
            Question(id="name", type="text", ask="Full name, as in the accounts?", required=True),
            Question(
                id="hired_on",
                type="date",
                ask="When did {{ item.name }} begin, if within the last three months? (Enter: longer ago)",
                why="Whoever is new gets the ramp, week by week, and somebody who goes along.",
                allow_unknown=False,
            ),
        ),
    )
    rehearsed = Question(
        id="roleplays",
        type="choices",
        ask=f"Which {ROLEPLAYS} role-plays come first?",
        why="The ones your customers played last quarter.",
        choices=tuple(Choice(value=name, label=name.replace("-", " ").capitalize()) for name in roleplays),
        allow_unknown=False,
    )
    questions = (everybody, rehearsed) if roleplays else (everybody,)
    section = Section(id="team", title="The team", questions=questions)
    session = InterviewSession(
        id="team", title="Training, the least that works", minutes=5, sections=(section,)
    )
    return Interview(
        schema="csmkit/interview@1", kind="interview", title=session.title, asks="lead", sessions=(session,)
    )


class Answered(NamedTuple):
    """What was answered: colleagues with their first day where they are new, and the role-plays."""

    colleagues: tuple[tuple[str, date | None], ...]
    roleplays: tuple[str, ...]


def answered(owner: Teammate) -> Answered | None:
    """What the owner's record holds of the interview; None before it was held."""
    said = owner.answers.get(NAME)
    if said is None:
        return None
    people = said["colleagues"].value if "colleagues" in said else []
    named = [item for item in people if isinstance(item, dict)] if isinstance(people, list) else []
    picked = said["roleplays"].value if "roleplays" in said else []
    return Answered(
        tuple((str(item["name"]), _day(item.get("hired_on"))) for item in named if item.get("name")),
        tuple(str(one) for one in picked) if isinstance(picked, list) else (),
    )


def _day(text: Plain) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None


def pairs_of(people: Sequence[Person]) -> tuple[Pair, ...]:
    """Whoever is new watches their mentor; the others watch one another in a ring."""
    old = [person for person in people if not person.is_new]
    ring = zip(old, [*old[1:], *old[:1]], strict=True) if len(old) > 1 else ()
    new = [Pair(person, person.mentor) for person in people if person.is_new and person.mentor]
    return (*new, *(Pair(one, other.colleague) for one, other in ring))


def training_plan(
    owner: str, people: Sequence[Person], roleplays: Iterable[str], today: date
) -> TrainingPlan:
    """Two weeks of training from a day on."""
    rehearsed, pairs = tuple(roleplays)[:ROLEPLAYS], pairs_of(people)
    first = _friday(today)
    weeks = (
        tuple(_first_week(people, pairs, rehearsed, first)),
        tuple(_second_week(owner, people, pairs, rehearsed, first + _WEEK)),
    )
    return TrainingPlan(owner, tuple(people), pairs, rehearsed, weeks)


def _friday(day: date) -> date:
    """The Friday of this week while two working days are left of it, else of the next."""
    friday = day + timedelta(days=_FRIDAY - day.weekday())
    return friday if day < friday else friday + _WEEK


def _first_week(
    people: Sequence[Person], pairs: Sequence[Pair], roleplays: Sequence[str], by: date
) -> Iterator[Line]:
    yield from _ramps(people, "first", by)
    yield from _rehearsals(people, roleplays[:1], by)
    for pair in pairs:
        what = f"Watch a call of {pair.holds}'s, and talk it over for half an hour"
        yield Line(by, pair.watches.colleague, what, f"csmkit train shadow {pair.watches.name}")


def _second_week(
    owner: str, people: Sequence[Person], pairs: Sequence[Pair], roleplays: Sequence[str], by: date
) -> Iterator[Line]:
    yield from _ramps(people, "second", by)
    yield from _rehearsals(people, roleplays[1:], by)
    for pair in pairs:
        if pair.watches.is_new:
            what, reverse = f"Watch a second call of {pair.holds}'s", ""
        else:
            what, reverse = f"Hold a call while {pair.holds} watches", " --reverse"
        yield Line(by, pair.watches.colleague, what, f"csmkit train shadow {pair.watches.name}{reverse}")
    yield Line(by, owner, "Twenty minutes over the table, and the next two weeks", "csmkit train status")
    yield Line(by, "Everybody", "Say what was worth it and what is missing", "csmkit train feedback")


def _ramps(people: Sequence[Person], week: str, by: date) -> Iterator[Line]:
    for person in people:
        if person.is_new:
            what = f"The {week} week of the ramp, role-plays with it"
            yield Line(by, person.colleague, what, f"csmkit train ramp {person.name}")


def _rehearsals(people: Sequence[Person], roleplays: Sequence[str], by: date) -> Iterator[Line]:
    """For those who have no ramp: whoever is new has one list to go by, and not two."""
    for person in people:
        for scenario in () if person.is_new else roleplays:
            what = f"Role-play alone: {scenario.replace('-', ' ')}"
            yield Line(by, person.colleague, what, f"csmkit train roleplay {scenario} --for {person.name}")

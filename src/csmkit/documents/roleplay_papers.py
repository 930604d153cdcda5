"""The papers of a role-play with a colleague: the trainee's, the customer's, the observer's. All internal."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from csmkit.core.roleplay import RubricLine, Scenario
from csmkit.documents.escaping import inline


class MockKickoff(NamedTuple):
    """A real account's kickoff to practise on.

    Attributes:
        customer: The account's name.
        outcome: What they bought it for, if that is known.
        parts: (minute it begins, title) of every part of the agenda.
        guests: Who is in the room, with their title.
        absent: The economic buyer, who is missing in the story, with their title.
        champion: Whom the customer of the story stands for.
    """

    customer: str
    outcome: str | None
    parts: Sequence[tuple[int, str]]
    guests: Sequence[str]
    absent: str | None = None
    champion: str | None = None


def trainee_brief(scenario: Scenario, kickoff: MockKickoff | None) -> str:
    """What the trainee reads before; nothing of the customer's card."""
    return _page(
        f"{scenario.title}: your brief",
        _section("The situation", [inline(scenario.situation)]),
        _section("What you have to reach", [inline(scenario.objective)]),
        _section(
            "How it goes", [f"You have {scenario.minutes} minutes. Nobody interrupts. Feedback is at once."]
        ),
        _agenda(scenario, kickoff),
    )


def customer_card(scenario: Scenario, kickoff: MockKickoff | None) -> str:
    """What whoever plays the customer reads, and nobody else."""
    customer = scenario.customer
    opening = scenario.turns[0].says
    return _page(
        f"{scenario.title}: the card of {customer.name}",
        ["Only for who plays the customer. The trainee must not read this.", ""],
        _section(
            "Who you are", [f"{inline(customer.name)}, {inline(customer.title)}.", "", inline(customer.mood)]
        ),
        _section("How to play it", _bullets(customer.manner)),
        _section("How you begin", [f"“{inline(opening)}”"]),
        _section(
            "What you tell only when asked",
            _bullets_raw(f"{inline(one.fact)} *Asked:* {inline(one.asked)}" for one in customer.facts),
        ),
        _section("What the trainee knows", [inline(scenario.situation)]),
        _agenda(scenario, kickoff),
    )


def observer_sheet(scenario: Scenario, kickoff: MockKickoff | None) -> str:
    """What the observer fills in while they play: levels, and moments with their time."""
    return _page(
        f"{scenario.title}: the observer's sheet",
        ["Start a clock when the first word is said. Write down the time of what you want to talk over.", ""],
        _section("What the trainee has to reach", [inline(scenario.objective)]),
        _section("Watch for", _bullets(scenario.watch_for)),
        _agenda(scenario, kickoff),
        *(_rubric_line(line) for line in scenario.rubric),
        _section("Moments", ["- \\_\\_:\\_\\_", "- \\_\\_:\\_\\_", "- \\_\\_:\\_\\_", "- \\_\\_:\\_\\_"]),
        _section("Keep, in their words", ["…"]),
        _section("Do differently, in words they could have used", ["…"]),
    )


def _rubric_line(line: RubricLine) -> list[str]:
    levels = [f"- [ ] {level}: {inline(anchor)}" for level, anchor in line.levels.items()]
    return _section(f"{inline(line.line)} ({line.competency})", levels)


def _agenda(scenario: Scenario, kickoff: MockKickoff | None) -> list[str]:
    if kickoff is None:
        return []
    customer = inline(kickoff.customer)
    whose = f"You rehearse the kickoff of {customer}. The story tells how it goes; who and what is theirs:"
    outcome = [f"They bought it for: {inline(kickoff.outcome)}.", ""] if kickoff.outcome else []
    cast = _bullets(
        told
        for told in (
            kickoff.absent and f"Missing, as the economic buyer is in the story: {kickoff.absent}",
            kickoff.champion and f"{scenario.customer.name} of the story is their {kickoff.champion}",
        )
        if told
    )
    parts = _bullets_raw(
        f"{minute // 60}:{minute % 60:02} {inline(title)}" for minute, title in kickoff.parts
    )
    guests = ["", "In the room:", "", *_bullets(kickoff.guests)] if kickoff.guests else []
    heading = f"The agenda of {inline(kickoff.customer)}, for practice"
    return _section(heading, [whose, "", *cast, *([""] if cast else []), *outcome, *parts, *guests])


def _page(title: str, *parts: Iterable[str]) -> str:
    lines = [f"# {inline(title)}", "", "Internal. Nothing of this goes to a customer.", ""]
    return "\n".join([*lines, *(line for part in parts for line in part)]).rstrip() + "\n"


def _section(heading: str, lines: Sequence[str]) -> list[str]:
    return [f"## {heading}", "", *lines, ""] if lines else []


def _bullets(texts: Iterable[str]) -> list[str]:
    return _bullets_raw(inline(text) for text in texts)


def _bullets_raw(texts: Iterable[str]) -> list[str]:
    return [f"- {text}" for text in texts]

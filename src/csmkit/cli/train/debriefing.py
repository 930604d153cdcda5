"""A role-play on the screen: the brief, the conversation, the debrief."""

from fractions import Fraction
from typing import Any

from csmkit.cli import console
from csmkit.core.roleplay import Scenario
from csmkit.training.debrief import Debrief, LineScore, Missed
from csmkit.training.rehearsal import Moment, Rehearsal

_TRUST = ((2, "cold"), (4, "guarded"), (6, "open"), (8, "warm"), (10, "in your corner"))
_NAME = 2


def show_brief(scenario: Scenario) -> None:
    """What the trainee knows before the first word."""
    console.note(scenario.title, style="bold")
    console.note(_flat(scenario.situation), indent=_NAME)
    console.note(f"What you have to reach: {_flat(scenario.objective)}", indent=_NAME)
    console.note("Enter says it · Shift-Tab takes it back · Ctrl-C stops, nothing is lost", style="dim")


def show_moment(rehearsal: Rehearsal, moment: Moment) -> None:
    """What the customer says, and how much time is left."""
    standing, customer = rehearsal.standing, rehearsal.scenario.customer
    console.note()
    left = f"{standing.time} minutes left" if standing.time != 1 else "1 minute left"
    console.note(f"[Turn {len(rehearsal.given) + 1} · {left} · {trust_word(standing.trust)}]", style="bold")
    console.note(f"{customer.name}: {_flat(moment.says)}", style="cyan")


def show_reaction(before: Rehearsal, after: Rehearsal) -> None:
    """What the customer says to an answer at once, and whether it brought something out."""
    reply = after.given[-1].option.reply
    if reply:
        console.note(f"{after.scenario.customer.name}: {_flat(reply)}", style="cyan")
    learned = len(after.standing.known) - len(before.standing.known)
    told = [*(["You learned something new"] if learned else []), *_warmer(before, after)]
    if told:
        console.note(f"{' · '.join(told)}.", indent=_NAME, style="dim")


def _warmer(before: Rehearsal, after: Rehearsal) -> list[str]:
    was, now = trust_word(before.standing.trust), trust_word(after.standing.trust)
    return [] if was == now else [f"{after.scenario.customer.name.split()[0]} is {now} now"]


def trust_word(trust: int) -> str:
    """Trust in a word; the number would make a game of it."""
    return next(word for most, word in _TRUST if trust <= most)


def show_debrief(told: Debrief, scenario: Scenario) -> None:
    """How it went, line by line, and what would have been better."""
    console.out()
    console.out(f"How it ended: {told.ending.title} (level {told.ending.level} of 5)", style="bold")
    console.out(_flat(told.ending.told), indent=_NAME)
    console.out()
    console.out(f"Score {decimal(told.overall)} of 5", style="bold")
    for one in told.lines:
        _show_line(one)
    console.out()
    competencies = ", ".join(f"{name} {decimal(level)}" for name, level in told.competencies.items())
    console.out(f"By competency: {competencies}")
    if told.missed:
        console.out()
        console.out("Where a better answer was there", style="bold")
    for missed in told.missed:
        _show_missed(missed, scenario)
    if told.unasked:
        console.out()
        console.out("What you did not hear, and what brings it out", style="bold")
    for fact in told.unasked:
        console.out(f"{_flat(fact.fact)} Ask: {_flat(fact.asked)}", indent=_NAME)


def _show_line(one: LineScore) -> None:
    level = "  –" if one.level is None else decimal(one.level)
    console.out(f"{level}  {one.line.line} ({one.line.competency})", indent=_NAME)
    if one.level is None:
        console.out("It did not come up on this way.", indent=7, style="dim")
        return
    at = ", ".join(f"{turn} {level}" for turn, level in one.at)
    # Between two levels neither text would be true of what was said.
    anchor = f"{one.line.levels[str(int(one.level))]}. " if one.level == int(one.level) else ""
    console.out(f"{anchor}From: {at}", indent=7, style="dim")


def _show_missed(missed: Missed, scenario: Scenario) -> None:
    console.out()
    console.out(f"{scenario.customer.name}: {_flat(missed.says)}", indent=_NAME, style="cyan")
    if missed.own_words is not None:
        console.out(f"You, in your own words: {_flat(missed.own_words)}", indent=_NAME)
    console.out(f"You said: {_flat(missed.said.answer)}", indent=_NAME)
    console.out(_flat(missed.said.because), indent=_NAME * 2, style="dim")
    console.out(f"Better: {_flat(missed.better.answer)}", indent=_NAME)
    console.out(_flat(missed.better.because), indent=_NAME * 2, style="dim")


def decimal(score: Fraction) -> str:
    """A score with one decimal, half up."""
    tenths = int(score * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


def as_plain(told: Debrief, name: str) -> dict[str, Any]:
    """The debrief for a program; a level of None means that the line never came up."""
    return {
        "scenario": name,
        "ending": {"id": told.ending.id, "title": told.ending.title, "level": told.ending.level},
        "overall": float(told.overall),
        "lines": [
            {
                "id": one.line.id,
                "competency": one.line.competency,
                "level": None if one.level is None else float(one.level),
                "from": [{"turn": turn, "level": level} for turn, level in one.at],
            }
            for one in told.lines
        ],
        "competencies": {competency: float(level) for competency, level in told.competencies.items()},
        "missed": [
            {
                "turn": one.turn,
                "said": one.said.id,
                "better": one.better.id,
                "because": _flat(one.better.because),
            }
            for one in told.missed
        ],
    }


def _flat(text: str) -> str:
    return " ".join(text.split())

"""The page that a small team trains by: who, with whom, and what happens in the next two weeks."""

from collections.abc import Sequence
from datetime import date

from csmkit.dates import long_day
from csmkit.documents.escaping import inline

Row = tuple[date, str, str, str]


def training_plan(
    owner: str, pairs: Sequence[tuple[str, str]], roleplays: Sequence[str], weeks: Sequence[Sequence[Row]]
) -> str:
    """The page.

    Args:
        owner: Who looks after it.
        pairs: Who watches whom.
        roleplays: What is rehearsed, in order.
        weeks: For each week its lines: by when, who, what, and what to type.
    """
    parts = ["# Training: the next two weeks", "", f"{inline(owner)} looks after it.", ""]
    parts += ["## Who watches whom", "", *([_pair(*pair) for pair in pairs] or ["Nobody yet."]), ""]
    if roleplays:
        parts += [
            "## What we rehearse",
            "",
            *(f"- {inline(name.replace('-', ' '))}" for name in roleplays),
            "",
        ]
    for number, lines in enumerate(weeks, 1):
        parts += _week(number, lines)
    parts += [
        "## How it goes on",
        "",
        "- Every Monday: `csmkit today` shows what is due on the ramp of whoever is new, and calls to come.",
        "- Tick off the rest on this page.",
        "- After every call that was watched: half an hour on the same day, and one thing to do differently.",
        "- Whoever holds a call well is recorded once; the recording is worth more than a page about it.",
        "",
    ]
    return "\n".join(parts)


def _pair(watches: str, holds: str) -> str:
    return f"- {inline(watches)} watches {inline(holds)}"


def _week(number: int, lines: Sequence[Row]) -> list[str]:
    if not lines:
        return []
    parts = [f"## Week {number}, until {long_day(lines[0][0])}", ""]
    for _, who, what, command in lines:
        parts += [f"- [ ] **{inline(who)}**: {inline(what)}", f"  `{command.replace('`', '')}`"]
    return [*parts, ""]

"""How a person puts several words or two days into one sentence."""

from collections.abc import Sequence
from datetime import date

from csmkit.dates import long_day


def listed(words: Sequence[str]) -> str:
    """Words as a person lists them: “a, b and c”."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def from_to(was: date, to: date) -> str:
    """Two days without saying twice what they share: “from 3 to 27 December 2026”."""
    if (was.year, was.month) == (to.year, to.month):
        return f"from {was.day} to {long_day(to)}"
    if was.year == to.year:
        return f"from {was.day} {was:%B} to {long_day(to)}"
    return f"from {long_day(was)} to {long_day(to)}"

"""A sheet of feedback on the training, as it lies in `team/feedback/`: answers, and nothing that tells whose.

There is no name, no day and no order in it; the quarter says which round it belongs to.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from csmkit.core.fields import Line, Name, Strict, Text


class Feedback(Strict):
    """One sheet."""

    schema_: Literal["csmkit/feedback@1"] = Field(
        alias="schema", description="The kind and version of this file."
    )
    quarter: Line = Field(pattern=r"^\d{4}-Q[1-4]$", description="The quarter it was given in.")
    name: Line | None = Field(
        default=None, description="Whose it is, where the team agreed on feedback with names."
    )
    answers: dict[Name, Text | list[Line]] = Field(description="The answers, by question.")


def quarter_of(day: date) -> str:
    """The quarter of a day: ``2026-Q4``."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def first_day(quarter: str) -> date:
    """The first day of a quarter."""
    year, _, number = quarter.partition("-Q")
    return date(int(year), 3 * int(number) - 2, 1)

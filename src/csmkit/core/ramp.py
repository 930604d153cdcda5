"""A ramp as a playbook writes it: the weeks from the first day of work to accounts of one's own.

The definition only. What somebody has done of it is in `training.ramp_progress`, the checks of its file in
`ramp_definition`. A new colleague needs 60 to 90 days until a few accounts can be theirs alone.
"""

from typing import Literal

from pydantic import Field

from csmkit.core.fields import Count, Id, Line, Strict, Text

LONGEST = 104
"""Weeks; a ramp of more than two years is a slip of the hand."""


class RampStep(Strict):
    """One thing to do on the way."""

    id: Id = Field(description="Name of the step; it stands in the record once it is done.")
    title: Line = Field(description="What to do.")
    week: Count = Field(ge=1, le=LONGEST, description="The week, from 1, by whose end it is done.")
    minutes: Count | None = Field(default=None, description="How long it takes.")
    why: Text | None = Field(default=None, description="What it is good for; shown to whoever does it.")
    do: tuple[Line, ...] = Field(
        default=(), description="Commands to type. May hold {{ name }}, {{ mentor }}."
    )
    done_when: Line | None = Field(
        default=None, description="Condition over the training record; without it, it is ticked off by hand."
    )


class RampGate(Strict):
    """Something that has to hold before it goes on."""

    id: Id = Field(description="Name of the gate.")
    title: Line = Field(description="What has to hold.")
    week: Count = Field(ge=1, le=LONGEST, description="The week, from 1, by whose end it should hold.")
    when: Line | None = Field(
        default=None,
        description="Condition over the training record; one gate has none: the lead opens it by hand.",
    )
    missing: Text = Field(description="What is missing while it does not hold. May hold {{ names }}.")
    do: tuple[Line, ...] = Field(
        default=(), description="Commands to type. May hold {{ name }}, {{ mentor }}."
    )
    opens: Line | None = Field(default=None, description="What it opens.")


class Ramp(Strict):
    """The way of somebody new, in weeks."""

    schema_: Literal["csmkit/ramp@1"] = Field(
        alias="schema", description="The kind and version of this file."
    )
    kind: Literal["ramp"] = Field(description="What this file is.")
    title: Line = Field(description="Shown in lists.")
    about: Text | None = Field(default=None, description="What it is for.")
    days: Count = Field(ge=1, le=7 * LONGEST, description="How many days it takes.")
    steps: tuple[RampStep, ...] = Field(min_length=1, description="What to do, in order.")
    gates: tuple[RampGate, ...] = Field(min_length=1, description="What has to hold, in order.")

    @property
    def independence(self) -> RampGate | None:
        """The gate that the lead opens by hand: the first account of one's own."""
        return next((gate for gate in self.gates if gate.when is None), None)

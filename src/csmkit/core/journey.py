"""A journey: how customers of one kind are onboarded, and what is due when."""

from typing import Literal

from pydantic import Field

from csmkit.core.account import Complexity, Rhythm
from csmkit.core.fields import Count, Id, Line, Strict, Text


class JourneyMilestone(Strict):
    """A checkpoint of the journey, before it is worded for a customer."""

    id: Id = Field(description="Permanent id, such as day-30.")
    day: Count = Field(description="Days after signature.")
    title: Line = Field(description="What is true once it is met.")
    measure: Line | None = Field(default=None, description="How anybody can tell.")
    owner: Line | None = Field(default=None, description="Who of us drives it: a role of the vendor team.")


class Window(Strict):
    """When first value is due, in days after signature."""

    from_day: Count = Field(description="Earliest.")
    to_day: Count = Field(description="Latest.")


class Journey(Strict):
    """An onboarding journey: which parts it uses and what is due when."""

    schema_: Literal["csmkit/journey@1"] = Field(
        alias="schema", description="The kind and version of this file."
    )
    kind: Literal["journey"] = Field(description="What this file is.")
    title: Line = Field(description="Shown in lists.")
    about: Text | None = Field(default=None, description="For which customers.")
    handoff: Id = Field(default="handoff", description="The interview with the account executive.")
    assessment: Id = Field(default="customer-maturity", description="The maturity model.")
    milestones: tuple[JourneyMilestone, ...] = Field(description="The checkpoints.")
    onboarding_rhythm: Rhythm = Field(description="How often to meet until graduation.")
    steady_rhythm: Rhythm = Field(description="How often to meet after it.")
    first_value: dict[Complexity, Window] = Field(description="The window for first value, by complexity.")
    sponsor_call_booked_by_day: Count = Field(
        default=14, description="The sponsor call is in the calendar by this day."
    )
    sponsor_call_held_by_day: Count = Field(default=30, description="The sponsor call is held by this day.")
    assess_by_day: Count = Field(default=14, description="Maturity is assessed by this day.")
    graduation_day: Count = Field(default=90, description="The day the cadence is decided.")

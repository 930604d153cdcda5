"""The settings of a workspace: who I am, and which journey a new account is proposed."""

from typing import Literal

from pydantic import Field

from csmkit.core.account import VendorPerson
from csmkit.core.fields import Flag, Id, Line, Name, Number, Strict


class Threshold(Strict):
    """Propose a journey from this size of contract on."""

    journey: Id = Field(description="The journey that is proposed.")
    arr_at_least: Number = Field(description="Annual recurring revenue, from this figure on.")


class Settings(Strict):
    """csmkit.yaml: one for a workspace."""

    schema_: Literal["csmkit/workspace@1"] = Field(
        alias="schema", description="The kind and version of this file."
    )
    csm: VendorPerson | None = Field(
        default=None, description="Who works here; stands in the records and documents."
    )
    time_zone: Line | None = Field(default=None, description="Such as Europe/Berlin.")
    currency: Line | None = Field(default=None, description="Three letters, for contracts that name none.")
    default_journey: Id = Field(default="mid-touch", description="Proposed when no threshold decides.")
    journey_thresholds: tuple[Threshold, ...] = Field(
        (), description="Which journey a contract's size proposes."
    )
    programme: dict[Name, Line] = Field(
        default={},
        description="What messages tell every customer alike: help pages, office hours, the next webinar.",
    )
    named_feedback: Flag = Field(
        default=False,
        description="Whether the team agreed that feedback on its training bears names; else it has none.",
    )
    private_records: Flag = Field(
        default=False,
        description="Keep the internal half of each record in account.private.yaml, out of git.",
    )


def proposed_journey(settings: Settings, arr: Number | None) -> tuple[str, str]:
    """The journey for a contract of this size, and why."""
    if arr is not None:
        for threshold in sorted(settings.journey_thresholds, key=lambda t: t.arr_at_least, reverse=True):
            if arr >= threshold.arr_at_least:
                return threshold.journey, f"its revenue is {threshold.arr_at_least:,} or more"
    why = "no threshold in csmkit.yaml decides" if arr is not None else "the revenue is not known"
    return settings.default_journey, why

"""The definition of a successful onboarding, as its file holds it; and the checks of that file."""

import hashlib
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from csmkit.core.conditions import clash, condition_fault, condition_names
from csmkit.core.fields import Day, Id, Line, Strict, Text
from csmkit.core.shape import places, repeated_ids
from csmkit.core.successful_onboarding.facts import FACTS
from csmkit.errors import did_you_mean

NAME = "successful-onboarding"


class Condition(Strict):
    """One thing that has to be true."""

    id: Id = Field(description="Permanent id.")
    title: Line = Field(description="What is true once it is met.")
    when: Line = Field(description="Condition over the facts of an account, such as day_90_met.")
    why: Text | None = Field(default=None, description="Why it belongs to a success.")


class Definition(Strict):
    """When an onboarding was a success: all of its conditions."""

    schema_: Literal["csmkit/definition@1"] = Field(
        alias="schema", description="The kind and version of this file."
    )
    kind: Literal["definition"] = Field(description="What this file is.")
    title: Line = Field(description="Shown in lists.")
    about: Text | None = Field(default=None, description="What it is for.")
    conditions: tuple[Condition, ...] = Field(min_length=1, description="All of them have to be met.")
    signed_off_by: Line | None = Field(default=None, description="The lead who signed it off.")
    signed_on: Day | None = Field(
        default=None, description="The day it was signed off; it holds from then on."
    )
    signed_as: Line | None = Field(
        default=None, description="Fingerprint of the conditions that were signed, written by csmkit."
    )

    @property
    def signed(self) -> bool:
        """Whether a lead signed it off."""
        return self.signed_off_by is not None and self.signed_on is not None

    @property
    def fingerprint(self) -> str:
        """What changes when a condition does; titles and reasons may be worded anew."""
        conditions = "\n".join(f"{one.id}: {one.when}" for one in self.conditions)
        return hashlib.sha256(conditions.encode()).hexdigest()[:12]

    @property
    def changed_since(self) -> bool:
        """Whether a condition is another one than was signed."""
        return self.signed and self.signed_as not in (None, self.fingerprint)


def check_definition(definition: Definition) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every finding in the file, from the top: its place and a sentence."""
    yield from repeated_ids(places(("conditions",), [one.id for one in definition.conditions]))
    for number, condition in enumerate(definition.conditions):
        for sentence in _wrong(condition.when):
            yield ("conditions", number, "when"), sentence
    if (definition.signed_off_by is None) != (definition.signed_on is None):
        key = "signed_on" if definition.signed_off_by else "signed_off_by"
        yield ("signed_off_by" if key == "signed_on" else "signed_on",), f"is signed with no {key}; fill both"


def _wrong(when: str) -> Iterator[str]:
    if fault := condition_fault(when):
        yield f"`when` {fault}"
        return
    names = condition_names(when)
    for name, *_ in names:
        if name not in FACTS:
            yield f"“{name}” is no fact of an account.{did_you_mean(name, FACTS)}"
    if clash(when, {name: fact.such_as for name, fact in FACTS.items()}):
        yield "compares what cannot be compared; `csmkit report success --facts` says what each fact is"
    if not names:
        yield "asks nothing of the account; name a fact, such as day_90_met"

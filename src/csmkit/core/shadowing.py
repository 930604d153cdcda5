"""Shadowing as a playbook writes it: which calls, what to look for, how many, whose time it takes.

The definition and the checks of its file. What was watched stands in the record of a colleague.
"""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from csmkit.core.fields import Count, Id, Line, Name, Strict, Text
from csmkit.core.shape import places, repeated_ids

Finding = tuple[tuple[str | int, ...], str]


class ChecklistLine(Strict):
    """One thing to look for in a call."""

    id: Name = Field(description="Name of the line, unique in its call.")
    look_for: Text = Field(description="What to look for, as something that can be seen or heard.")
    why: Text | None = Field(default=None, description="Why it matters; shown as help.")


class Call(Strict):
    """A kind of call, and its observation checklist."""

    id: Id = Field(description="Name of the kind of call; people type it.")
    title: Line = Field(description="Shown in lists, such as Kickoff.")
    minutes: Count = Field(description="How long the call and the talk after it take the mentor.")
    before: Text | None = Field(default=None, description="What the two do before the call.")
    coaching: tuple[Text, ...] = Field(
        default=(), description="What a mentor may write to the colleague in private while the call goes on."
    )
    lines: tuple[ChecklistLine, ...] = Field(min_length=1, description="What to look for, in order.")


class Required(Strict):
    """How many calls it takes."""

    shadowing: Count = Field(description="Calls to watch.")
    reverse: Count = Field(description="Calls to hold while the mentor watches.")


class MentorLimit(Strict):
    """How much a mentor can take on beside their own accounts."""

    trainees: Count = Field(description="How many colleagues at the same time.")
    hours: Count = Field(description="How many hours of calls within the days ahead.")
    days: Count = Field(default=14, description="How many days ahead are looked at.")


class ShadowingPlaybook(Strict):
    """How calls are watched, and held while watched."""

    schema_: Literal["csmkit/shadowing@1"] = Field(
        alias="schema", description="The kind and version of this file."
    )
    kind: Literal["shadowing"] = Field(description="What this file is.")
    title: Line = Field(description="Shown in lists.")
    about: Text | None = Field(default=None, description="What it is for.")
    required: Required = Field(description="How many calls it takes.")
    mentors: MentorLimit = Field(description="How much a mentor can take on.")
    calls: tuple[Call, ...] = Field(min_length=1, description="The kinds of call.")

    def call(self, name: str | None) -> Call | None:
        """A kind of call by its id."""
        return next((call for call in self.calls if call.id == name), None)


# Questions of every observation; a line of a checklist cannot bear their names.
AFTER = ("held_on", "coached", "feedback", "do_next")


def check_shadowing(shadowing: ShadowingPlaybook) -> Iterator[Finding]:
    """Every finding in the file beyond its form, from the top."""
    yield from repeated_ids(places(("calls",), [call.id for call in shadowing.calls]))
    for number, call in enumerate(shadowing.calls):
        lines = [*places(("calls", number, "lines"), [line.id for line in call.lines])]
        yield from repeated_ids(lines)
        for loc, name in lines:
            if name in AFTER:
                yield (*loc, "id"), f"`{name}` is asked of every call; take another"

"""A play: a named response to something that happens in many onboardings, as a playbook writes it.

The definition only. What a play has started in an account is in `play_runs`, what a sitting of it writes
in `play_sitting`, the checks of its file in `play_definition`.
"""

from typing import Literal

from pydantic import Field

from csmkit.core.fields import Count, Flag, Id, Line, Name, Strict, Text
from csmkit.core.playbook import Interview, InterviewSession


class PlayTask(Strict):
    """A step that somebody takes after a sitting of the play."""

    id: Id = Field(description="Name of the task in the record.")
    title: Line = Field(description="What has to be done. May hold {{ names }}.")
    when: Line | None = Field(default=None, description="Condition under which it is to be done.")
    side: Literal["customer", "vendor"] = Field(default="vendor", description="Whose work it is.")
    owner: Line | None = Field(
        default="csm", description="A role of ours or of theirs, or words such as Head of support."
    )
    due: Count = Field(default=0, description="Working days after the sitting by which it is done.")
    hours: Count | None = Field(
        default=None, description="Within so many hours, where a day is too long; the title says so."
    )
    message: Id | None = Field(default=None, description="The message that does it: its name.")
    to: Line | None = Field(
        default=None, description="Who gets that message, if not its usual readers: a role of theirs."
    )
    shown: Flag = Field(default=False, description="Whether the customer reads it in the plan.")
    because: Text | None = Field(default=None, description="Why, for our own team. May hold {{ names }}.")


class PlaySitting(InterviewSession):
    """One sitting of the play, and the steps that follow from it."""

    due: Count = Field(default=0, description="Working days after the start by which it is held.")
    tasks: tuple[PlayTask, ...] = Field(default=(), description="What is to be done once it is recorded.")


class Trigger(Strict):
    """What starts the play, as far as the record can tell."""

    when: Line = Field(description="Condition over the record; see the page about playbooks.")
    because: Text = Field(description="What was seen, for our own team. May hold {{ names }}.")


class Inside(Strict):
    """Another play that this one starts in the same write."""

    play: Id = Field(description="Which play.")
    when: Line | None = Field(default=None, description="Condition under which it is started.")
    because: Text = Field(description="Why, for our own team. May hold {{ names }}.")


class Play(Strict):
    """A named response: an interview, the tasks and messages that follow, tracked until it is closed."""

    schema_: Literal["csmkit/play@1"] = Field(
        alias="schema", description="The kind and version of this file."
    )
    kind: Literal["play"] = Field(description="What this file is.")
    title: Line = Field(description="Shown in lists.")
    about: Text | None = Field(default=None, description="What it is for.")
    asks: Line = Field(default="csm", description="Whom its questions go to when nobody knows.")
    concerns: Literal["stakeholder"] | None = Field(
        default=None, description="Whether each run is about one of their people, whom --about names."
    )
    starts: tuple[Trigger, ...] = Field(default=(), description="What starts it.")
    hands_over_to: Name | None = Field(
        default=None,
        description="The question that names who takes over what the person it is about had to do.",
    )
    inside: tuple[Inside, ...] = Field(default=(), description="Other plays that it starts.")
    done_when: Text | None = Field(default=None, description="When it may be closed, for whoever closes it.")
    sessions: tuple[PlaySitting, ...] = Field(min_length=1, description="One or more sittings, in order.")


def sitting_interview(play: Play, sitting: PlaySitting) -> Interview:
    """One sitting for the interview engine."""
    return Interview(
        schema="csmkit/interview@1",
        kind="interview",
        title=play.title,
        about=play.about,
        asks=play.asks,
        sessions=(sitting,),
    )

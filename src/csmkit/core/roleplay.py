"""A role-play as a playbook writes it: a situation, a customer to play, a rubric, and a conversation.

The definition only. Where a conversation stands is in `roleplay_course`, the checks of the file in
`roleplay_definition`; what a run comes to is the training's.
"""

from typing import Literal, get_args

from pydantic import Field

from csmkit.core.fields import Count, Flag, Id, Level, Line, Name, Strict, Text, Whole

Competency = Literal[
    "outcome-focus", "honesty", "questions", "listening", "tone", "word-choice", "ownership", "next-step"
]
COMPETENCIES: tuple[Competency, ...] = get_args(Competency)


class Fact(Strict):
    """Something the customer knows and says only when asked."""

    id: Name = Field(description="Name of the fact; conditions use it as knows.NAME.")
    fact: Text = Field(description="What is told, as the customer would say it.")
    asked: Text = Field(description="What has to be asked, or done, before it is told.")


class Customer(Strict):
    """The card for whoever plays the customer; the trainee never sees it before the end."""

    name: Line = Field(description="Who is played.")
    title: Line = Field(description="What they do there.")
    mood: Text = Field(description="How they come into the conversation, and why.")
    manner: tuple[Text, ...] = Field(default=(), description="How to play them: what they do and say.")
    facts: tuple[Fact, ...] = Field(min_length=1, description="What they tell only when asked.")


class RubricLine(Strict):
    """One thing that is scored, with what each level looks like."""

    id: Id = Field(description="Name of the line; answers score it, and records keep it.")
    line: Line = Field(description="What is looked at.")
    competency: Competency = Field(description="What it belongs to, over all role-plays.")
    levels: dict[Line, Line] = Field(description="What each level from 1 to 5 looks like.")


class Start(Strict):
    """How the conversation begins."""

    trust: Count = Field(default=5, description="How far the customer trusts us, 0 to 10.")
    time: Count = Field(default=30, description="Minutes the customer has.")


class Saying(Strict):
    """What the customer says instead, under a condition."""

    when: Line = Field(description="Condition, such as trust < 4.")
    says: Text = Field(description="What the customer says then.")


class Way(Strict):
    """Where an answer leads under a condition."""

    when: Line = Field(description="Condition, looked at after the answer took effect.")
    next: Id = Field(description="The turn or ending.")


class Option(Strict):
    """One answer that the trainee can give."""

    id: Id = Field(description="Name of the answer, unique in its turn.")
    answer: Text = Field(description="The words.")
    when: Line | None = Field(default=None, description="Condition under which it can be given.")
    reply: Text | None = Field(default=None, description="What the customer says to it at once.")
    trust: Whole = Field(default=0, description="What it does to trust.")
    time: Count = Field(default=2, description="Minutes it takes, 1 at least.")
    reveals: tuple[Name, ...] = Field(default=(), description="The facts it brings out.")
    scores: dict[Id, Level] = Field(description="The lines of the rubric that it scores, with the level.")
    because: Text = Field(description="Why it is as good as it is; told afterwards.")
    instead: tuple[Way, ...] = Field(
        default=(), description="Where else it leads: the first whose condition holds."
    )
    next: Id = Field(description="The turn or ending it leads to.")


class Turn(Strict):
    """The customer speaks, and the trainee has to say something."""

    id: Id = Field(description="Name of the turn.")
    says: Text = Field(description="What the customer says.")
    instead: tuple[Saying, ...] = Field(
        default=(), description="What they say in its place: the first whose condition holds."
    )
    options: tuple[Option, ...] = Field(default=(), description="The answers, the order is nobody's concern.")


class Ending(Strict):
    """One way it can end."""

    id: Id = Field(description="Name of the ending.")
    title: Line = Field(description="What was reached, in a few words.")
    level: Level = Field(description="How good an ending it is, 1 to 5.")
    told: Text = Field(description="What happens in the weeks after.")


class Scenario(Strict):
    """A role-play: held with a colleague who plays the customer, or alone against the conversation."""

    schema_: Literal["csmkit/roleplay@1"] = Field(
        alias="schema", description="The kind and version of this file."
    )
    kind: Literal["roleplay"] = Field(description="What this file is.")
    title: Line = Field(description="Shown in lists.")
    about: Text | None = Field(default=None, description="What it is for.")
    mock_kickoff: Flag = Field(
        default=False, description="Whether it can be held on a real account's kickoff agenda."
    )
    minutes: Count = Field(default=20, description="How long it takes with a colleague.")
    situation: Text = Field(description="What the trainee knows before.")
    objective: Text = Field(description="What the trainee has to reach.")
    customer: Customer = Field(description="The card for whoever plays the customer.")
    rubric: tuple[RubricLine, ...] = Field(min_length=1, description="What is scored.")
    watch_for: tuple[Text, ...] = Field(
        default=(), description="Moments the observer writes down with their time."
    )
    start: Start = Field(default=Start(), description="How the conversation begins.")
    time_up: Id | None = Field(default=None, description="The ending when the customer's time is over.")
    turns: tuple[Turn, ...] = Field(min_length=1, description="The conversation; the first turn opens it.")
    endings: tuple[Ending, ...] = Field(min_length=1, description="The ways it can end.")

"""What an interview is made of: its sessions, sections and questions.

These are the definitions only. Checking and asking live in `interview`.
"""

from typing import ClassVar, Literal

from pydantic import Field

from csmkit.core.account import SaidBy
from csmkit.core.fields import Count, Flag, Line, Name, Number, Strict, Text

QuestionType = Literal[
    "text",
    "long_text",
    "choice",
    "choices",
    "number",
    "money",
    "percent",
    "date",
    "email",
    "yes_no",
    "scale",
    "stakeholder",
    "people",
    "group",
]


class Choice(Strict):
    """One answer to choose from."""

    value: Line = Field(description="What is recorded.")
    label: Line | None = Field(default=None, description="What is shown; without it, the value.")


class Question(Strict):
    """One thing to ask."""

    takes_evidence: ClassVar[bool] = False
    """Whether it is also asked what the answer rests on, who gave it and when."""

    id: Name = Field(description="Name of the question, unique in the interview; conditions use it.")
    type: QuestionType = Field(description="What kind of answer it takes.")
    ask: Text = Field(description="The question as it is put. May hold {{ names }} of earlier answers.")
    why: Text | None = Field(default=None, description="Why it is asked; shown as help.")
    when: Line | None = Field(default=None, description="Condition under which it is asked.")
    default: Line | None = Field(default=None, description="Offered answer. May hold {{ names }}.")
    core: Flag = Field(default=False, description="Counts for completeness: needs an answer, or “unknown”.")
    required: Flag = Field(default=False, description="May not be left blank.")
    allow_unknown: Flag = Field(default=True, description="Whether “unknown” is an answer.")
    said_by: Literal["ask"] | SaidBy | None = Field(
        default=None, description="Who said it: ask, or one that is fixed."
    )
    ask_of: Line | None = Field(
        default=None, description="Whom to ask when it is unknown; without it, who is interviewed."
    )
    fills: Line | None = Field(
        default=None,
        description="Where it goes: a.b, list[] on a group, role:NAME, role:NAME.field, or an item's field.",
    )
    private: Flag = Field(default=True, description="Whether an answer that fills no field stays internal.")
    choices: tuple[Choice, ...] = Field(default=(), description="The answers of a choice.")
    differs_from: Name | None = Field(
        default=None, description="An earlier question whose answer this one may not repeat."
    )
    levels: dict[Line, Line] = Field(default={}, description="The anchor text of each level of a scale.")
    min: Number | None = Field(default=None, description="Smallest number, earliest level, fewest items.")
    max: Number | None = Field(default=None, description="Largest number, most items or most characters.")
    whole: Flag = Field(default=False, description="Whether only whole numbers are taken.")
    questions: tuple["Question", ...] = Field(
        default=(), description="What is asked of each item of a group; the first one names it."
    )
    none_fills: Line | None = Field(
        default=None, description="The yes-or-no field of the record that says a list is empty on purpose."
    )
    each: Flag = Field(
        default=False, description="Whether a group goes through every item that the record holds."
    )
    summary: Line | None = Field(
        default=None, description="One line for an item of a group: {{ item.name }}, {{ item.title }}."
    )
    label: Line | None = Field(default=None, description="Short name of its answer in internal documents.")
    headline: Flag = Field(default=False, description="Whether its answer stands at the top of the brief.")
    noun: Line | None = Field(
        default=None, description="What one item of a group is called, such as contact."
    )


class Section(Strict):
    """Questions that belong together."""

    id: Name = Field(description="Name of the section.")
    title: Line = Field(description="Shown with the counter.")
    intro: Text | None = Field(default=None, description="Said before its first question.")
    questions: tuple[Question, ...] = Field(description="The questions, in order.")


class InterviewSession(Strict):
    """One sitting of an interview."""

    id: Name = Field(description="Name of the session, as in handoff/people.")
    title: Line = Field(description="What it is about.")
    minutes: Count | None = Field(default=None, description="How long it takes.")
    intro: Text | None = Field(default=None, description="Said at the start.")
    sections: tuple[Section, ...] = Field(description="The sections, in order.")


class Interview(Strict):
    """A conversation that fills the record."""

    schema_: Literal["csmkit/interview@1"] = Field(
        alias="schema", description="The kind and version of this file."
    )
    kind: Literal["interview"] = Field(description="What this file is.")
    title: Line = Field(description="Shown in lists.")
    about: Text | None = Field(default=None, description="What it is for.")
    asks_only_missing: Flag = Field(
        default=False, description="Whether what the record answers already is left out."
    )
    asks_only_open: Flag = Field(
        default=False, description="Whether only what nobody could answer in an earlier sitting is asked."
    )
    record: Literal["account", "colleague"] = Field(
        default="account", description="Whose record the answers go to: an account's, or a colleague's."
    )
    asks: Line = Field(
        default="account_executive", description="Who is interviewed; open questions go there."
    )
    sessions: tuple[InterviewSession, ...] = Field(description="One or more sittings.")

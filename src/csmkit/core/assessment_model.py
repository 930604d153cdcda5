"""What an assessment is made of: a tree of parts, their questions, their levels, and what a score means.

These are the definitions only. They are checked in `assessment_definition` and scored in `assessment`.
"""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from csmkit.core.fields import Count, Flag, Line, Name, Number, Strict, Text, Whole

Aggregate = Literal["mean", "weighted_mean", "sum", "min"]
Missing = Literal["zero", "exclude", "unknown"]

OVERALL = "overall"
NOT_APPLICABLE = "n/a"
_AGGREGATE = "How what is in it makes one score."
_MISSING = "What a missing answer in it does to that score."
_BANDS = "What its score means, from low to high."


class AnchoredLevel(Strict):
    """An answer to choose, described so that two people would choose alike."""

    id: Name | None = Field(default=None, description="What is recorded; without it, the value.")
    value: Number = Field(description="What it counts.")
    anchor: Text = Field(description="What can be seen at a customer on this level.")

    @property
    def name(self) -> str:
        """What a person types and a record keeps: ``3``, ``0.25`` or the id."""
        return self.id or f"{self.value.normalize():f}"


class AssessmentQuestion(Strict):
    """One thing to find out about the customer."""

    id: Name = Field(description="Name of the question, unique in the assessment.")
    ask: Text = Field(description="The question.")
    why: Text | None = Field(default=None, description="Why it matters; shown as help.")
    of: Line | None = Field(default=None, description="Whom to ask.")
    week: Count | None = Field(default=None, description="In which week after signature.")
    weight: Number = Field(
        default=1, description="How much it counts in a weighted mean.", validate_default=True
    )
    tags: tuple[Name, ...] = Field(default=(), description="What it belongs to across parts, as a stream.")
    may_not_apply: Flag = Field(default=False, description="Whether “does not apply here” is an answer.")
    levels: tuple[AnchoredLevel, ...] = Field(default=(), description="Its own levels with their anchors.")
    answers: Name | None = Field(default=None, description="Name of the shared set its levels come from.")


class Band(Strict):
    """What a score means. Half-open: from `at_least` up to, and without, where the next band begins."""

    at_least: Number = Field(description="The lowest exact score of the band.")
    below: Number | None = Field(
        default=None, description="Where it ends; without it, where the next band begins."
    )
    title: Line = Field(description="In a word or two.")
    says: Text = Field(description="What a CSM can say aloud, and do.")


class Part(Strict):
    """One part of a model: it holds other parts, or questions."""

    id: Name = Field(description="Name of the part, unique in the assessment.")
    title: Line = Field(description="Shown on the scorecard.")
    about: Text | None = Field(default=None, description="What it looks at.")
    weight: Number = Field(
        default=1, description="How much it counts in a weighted mean.", validate_default=True
    )
    aggregate: Aggregate = Field(default="mean", description=_AGGREGATE)
    missing: Missing = Field(default="exclude", description=_MISSING)
    bands: tuple[Band, ...] = Field(default=(), description=_BANDS)
    parts: tuple["Part", ...] = Field(default=(), description="The parts it is made of, in order.")
    questions: tuple[AssessmentQuestion, ...] = Field(default=(), description="Its questions, in order.")

    @property
    def weights(self) -> dict[str, Decimal]:
        """What each thing in it counts in a weighted mean, by id."""
        return {one.id: one.weight for one in self.parts} | {one.id: one.weight for one in self.questions}


class ResultLine(Strict):
    """One thing that a CSM can say aloud after an assessment."""

    title: Line = Field(description="What it is about; of the lines with one title, the first that holds.")
    when: Line | None = Field(
        default=None, description="Condition over maturity, level, layers, gates and the account."
    )
    says: Text = Field(description="The words. May hold {{ names }}.")


class Assessment(Strict):
    """A model of maturity."""

    schema_: Literal["csmkit/assessment@1"] = Field(
        alias="schema", description="The kind and version of this file."
    )
    kind: Literal["assessment"] = Field(description="What this file is.")
    title: Line = Field(description="Shown in lists.")
    version: Whole = Field(description="Raised when an answer would mean something else than before.")
    about: Text | None = Field(default=None, description="What it is for.")
    decimals: Count = Field(default=1, description="To how many places a score is shown.")
    answers: dict[Name, tuple[AnchoredLevel, ...]] = Field(
        default={}, description="Levels that several questions share, by name."
    )
    result: tuple[ResultLine, ...] = Field(default=(), description="What a CSM can say aloud.")
    aggregate: Aggregate = Field(default="mean", description=_AGGREGATE)
    missing: Missing = Field(default="exclude", description=_MISSING)
    bands: tuple[Band, ...] = Field(default=(), description=_BANDS)
    parts: tuple[Part, ...] = Field(default=(), description="The parts it is made of, in order.")
    questions: tuple[AssessmentQuestion, ...] = Field(
        default=(), description="Its questions, where it has no parts."
    )

    @property
    def overall(self) -> Part:
        """The whole model as one part."""
        return Part(
            id=OVERALL,
            title=self.title,
            about=self.about,
            aggregate=self.aggregate,
            missing=self.missing,
            bands=self.bands,
            parts=self.parts,
            questions=self.questions,
        )

    def levels_of(self, question: AssessmentQuestion) -> tuple[AnchoredLevel, ...]:
        """The levels a question is answered with: its own, or those of its shared set."""
        return question.levels or self.answers.get(question.answers or "", ())


def parts_in(part: Part) -> tuple[Part, ...]:
    """A part and every part below it, from the top."""
    return (part, *(below for inner in part.parts for below in parts_in(inner)))


def questions_in(part: Part) -> tuple[AssessmentQuestion, ...]:
    """Every question of a part and of the parts below it, in order."""
    return tuple(question for below in parts_in(part) for question in below.questions)

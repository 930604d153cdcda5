"""What a quiz file is made of: questions, with a reason beside every option."""

from collections.abc import Collection, Iterator
from typing import Literal

from pydantic import Field

from csmkit.core.fields import Flag, Id, Line, Strict, Text
from csmkit.core.shape import places, repeated_ids
from csmkit.errors import did_you_mean
from csmkit.training.certification import Finding, Loc, Material

_FEWEST_OPTIONS = 2
LETTERS = "abcdefgh"
"""What options are called in a form; no question has more."""
MADE = "made-"
"""What the ids of questions begin with that are made from the playbook."""


class Option(Strict):
    """One answer to choose from."""

    text: Line = Field(description="The answer, as it is shown.")
    right: Flag = Field(default=False, description="Whether it is right.")
    because: Text = Field(description="Why it is right, or why it is not; read after the quiz.")


class QuizQuestion(Strict):
    """One question. With several right options, all of them have to be chosen and no other."""

    id: Id = Field(description="Permanent id; attempts are kept under it.")
    topic: Id = Field(description="The topic it belongs to.")
    ask: Text = Field(description="The situation and the question.")
    options: tuple[Option, ...] = Field(description="Two to eight options, in any order: they are shuffled.")

    @property
    def right(self) -> tuple[Option, ...]:
        """The options that have to be chosen."""
        return tuple(option for option in self.options if option.right)


class Topic(Strict):
    """What some of the questions are about; a quiz draws from every topic."""

    id: Id = Field(description="Name of the topic.")
    title: Line = Field(description="What it is called.")
    read: Material | None = Field(default=None, description="What to read again where it went wrong.")


class Quiz(Strict):
    """Questions for one module of the certification."""

    schema_: Literal["csmkit/quiz@1"] = Field(
        alias="schema", description="The kind and version of this file."
    )
    kind: Literal["quiz"] = Field(description="What this file is.")
    module: Id = Field(description="The module of the certification.")
    about: Text | None = Field(default=None, description="What it is about, for whoever writes questions.")
    topics: tuple[Topic, ...] = Field(min_length=1, description="The topics of its questions.")
    questions: tuple[QuizQuestion, ...] = Field(min_length=1, description="The questions.")


def check_quiz(quiz: Quiz, modules: Collection[str], elsewhere: Collection[str]) -> Iterator[Finding]:
    """Every finding in the file beyond its form, from the top.

    `modules` are those of the certification, `elsewhere` the ids of questions in other quiz files.
    """
    if quiz.module not in modules:
        yield ("module",), f"there is no module “{quiz.module}”.{did_you_mean(quiz.module, modules)}"
    topics = [topic.id for topic in quiz.topics]
    asked = {question.topic for question in quiz.questions}
    yield from repeated_ids(places(("topics",), topics))
    for number, topic in enumerate(topics):
        if topic not in asked:
            yield ("topics", number, "id"), "no question has this topic"
    ids = [question.id for question in quiz.questions]
    for number, question in enumerate(quiz.questions):
        loc: Loc = ("questions", number)
        if question.id in (*ids[:number], *elsewhere):
            yield (*loc, "id"), "this id stands twice; every question has its own, in all quiz files"
        if question.id.startswith(MADE):
            yield (*loc, "id"), f"`{MADE}` begins the ids of questions that are made; begin with another word"
        if question.topic not in topics:
            hint = did_you_mean(question.topic, topics)
            yield (*loc, "topic"), f"there is no topic “{question.topic}” in this file.{hint}"
        yield from _question(question, loc)


def _question(question: QuizQuestion, loc: Loc) -> Iterator[Finding]:
    count, right = len(question.options), len(question.right)
    if not _FEWEST_OPTIONS <= count <= len(LETTERS):
        yield (*loc, "options"), f"needs {_FEWEST_OPTIONS} to {len(LETTERS)} options"
    elif not right:
        yield (*loc, "options"), "no option is marked `right: yes`"
    elif right == count:
        yield (*loc, "options"), "every option is right; then there is nothing to choose"
    if is_template(question.ask):
        yield (*loc, "ask"), "is shown as it stands; {{ and {% cannot be used here"
    texts = [" ".join(option.text.split()).casefold() for option in question.options]
    for position, text in enumerate(texts):
        if text in texts[:position]:
            yield (*loc, "options", position, "text"), "this option stands twice"


def is_template(text: str) -> bool:
    """Whether a text would be filled in where an interview asks it."""
    return "{{" in text or "{%" in text or "{#" in text

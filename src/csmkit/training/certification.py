"""What a certification is made of: modules, each with what is learned, how it shows, and who signs."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Literal, TypeAlias

from pydantic import Field

from csmkit.core.fields import Count, Flag, Id, Line, Strict, Text
from csmkit.core.shape import places, repeated_ids
from csmkit.errors import did_you_mean

Loc: TypeAlias = tuple[str | int, ...]
Finding: TypeAlias = tuple[Loc, str]

Signer = Literal["mentor", "lead", "training_owner"]
Counted = Literal["roleplays", "shadowing", "reverse_shadowing"]
Made = Literal["rules", "journeys", "plays"]
WHOLE = 100  # percent


class Material(Strict):
    """Something to read, to watch or to try."""

    title: Line = Field(description="What it is.")
    link: Line | None = Field(
        default=None, description="Where: an address, a page of `csmkit playbook handbook`, or a command."
    )


class Activity(Strict):
    """Something the trainee does, so that it is not only read."""

    id: Id = Field(description="What is typed for it; unique in the whole certification.")
    title: Line = Field(description="What is done, as an instruction.")
    how: Text | None = Field(default=None, description="How to go about it.")
    minutes: Count | None = Field(default=None, description="How long it takes.")
    evidence: Line | None = Field(default=None, description="What to show that it was done.")
    counts: Counted | None = Field(
        default=None, description="What the training record counts for it; nobody ticks it off by hand then."
    )
    times: Count = Field(default=1, description="How many of them are needed, where something is counted.")


class QuizRules(Strict):
    """How a module's quiz is held. Its questions stand in `playbooks/training/quizzes/`."""

    questions: Count = Field(description="How many questions are drawn.")
    pass_percent: Count = Field(description="The pass mark: how many percent have to be right.")
    made: tuple[Made, ...] = Field(
        default=(),
        description="What questions are made from, beside the written ones: the rules of `csmkit check`, "
        "your journeys, your plays.",
    )


class Module(Strict):
    """One part of the certification."""

    id: Id = Field(description="What is typed for it.")
    title: Line = Field(description="What it is called.")
    about: Text | None = Field(default=None, description="What it is for.")
    skeleton: Flag = Field(
        default=False, description="Whether it is an example that your company still has to make its own."
    )
    goals: tuple[Line, ...] = Field(min_length=1, description="What somebody can do who has passed it.")
    materials: tuple[Material, ...] = Field(default=(), description="What to learn it from.")
    activities: tuple[Activity, ...] = Field(default=(), description="What to do for it.")
    evidence: Text = Field(description="What the signer has to have seen.")
    quiz: QuizRules | None = Field(default=None, description="Its quiz, if it has one.")
    valid_months: Count | None = Field(default=None, description="How long it holds; without it, for good.")
    prerequisites: tuple[Id, ...] = Field(default=(), description="Modules to pass before this one.")
    signed_by: tuple[Signer, ...] = Field(min_length=1, description="Who may sign it: any one of these.")


class Certification(Strict):
    """The way to a certificate."""

    schema_: Literal["csmkit/certification@1"] = Field(
        alias="schema", description="The kind and version of this file."
    )
    kind: Literal["certification"] = Field(description="What this file is.")
    id: Id = Field(description="What certificates are kept under.")
    title: Line = Field(description="What stands on the certificate.")
    version: Line = Field(default="1", description="Which version of it this is; certificates keep it.")
    about: Text | None = Field(default=None, description="What it is for.")
    modules: tuple[Module, ...] = Field(min_length=1, description="Its modules, in the order of learning.")

    def module(self, name: str) -> Module | None:
        """The module of this id."""
        return next((module for module in self.modules if module.id == name), None)

    def activity(self, name: str) -> tuple[Module, Activity] | None:
        """The activity of this id, with the module that it belongs to."""
        found = ((module, one) for module in self.modules for one in module.activities if one.id == name)
        return next(found, None)


def check_certification(certification: Certification, written: Mapping[str, int]) -> Iterator[Finding]:
    """Every finding in the file beyond its form, from the top.

    `written` says how many questions the quiz files hold for each module.
    """
    ids = [module.id for module in certification.modules]
    seen: Counter[str] = Counter()
    yield from repeated_ids(places(("modules",), ids))
    for number, module in enumerate(certification.modules):
        loc: Loc = ("modules", number)
        yield from _activities(module, loc, seen)
        yield from _quiz(module, loc, written.get(module.id, 0))
        yield from _prerequisites(module, loc, ids[:number], ids)


def _activities(module: Module, loc: Loc, seen: Counter[str]) -> Iterator[Finding]:
    for position, activity in enumerate(module.activities):
        place: Loc = (*loc, "activities", position)
        if seen[activity.id]:
            yield (*place, "id"), "this id stands twice; every activity of a certification has its own"
        seen[activity.id] += 1
        if activity.counts and not activity.times:
            yield (*place, "times"), "needs at least 1; leave the activity out if none is needed"
        if not activity.counts and activity.times != 1:
            yield (*place, "times"), "belongs to an activity that `counts` something"
        if activity.counts and activity.evidence:
            yield (*place, "evidence"), "what is counted in the record needs no other evidence; leave one out"


def _quiz(module: Module, loc: Loc, written: int) -> Iterator[Finding]:
    quiz = module.quiz
    if quiz is None:
        if written:
            yield (*loc, "id"), f"there are questions for “{module.id}”, and the module has no `quiz`"
        return
    if not quiz.questions:
        yield (*loc, "quiz", "questions"), "a quiz needs at least one question"
    elif quiz.questions > written and not quiz.made:
        told = f"asks for {quiz.questions}, and playbooks/training/quizzes/ holds {written} for this module"
        yield (*loc, "quiz", "questions"), told
    if not 1 <= quiz.pass_percent <= WHOLE:
        yield (*loc, "quiz", "pass_percent"), "needs a share from 1 to 100"


def _prerequisites(
    module: Module, loc: Loc, before: Collection[str], ids: Collection[str]
) -> Iterator[Finding]:
    """What has to come first stands above, so that there can be no circle."""
    for position, name in enumerate(module.prerequisites):
        place = (*loc, "prerequisites", position)
        if name not in ids:
            yield place, f"there is no module “{name}”.{did_you_mean(name, ids)}"
        elif name not in before:
            yield place, f"“{name}” has to stand above the module that needs it"

"""The training record of one colleague: what was learned, practised, watched, and how it went.

Marks as in the record of an account: `shown` fields may be read by everybody who shares the workspace;
scores and what was said about somebody's work are internal, and stay on the lead's machine where
`private_records` is on.
"""

from datetime import date
from typing import Literal

from csmkit.core.account import OpenQuestion, Provenance, RecordedAnswer, SessionHeld
from csmkit.core.fields import (
    Clock,
    Count,
    Day,
    Email,
    Flag,
    Id,
    Level,
    Line,
    Name,
    Strict,
    Text,
    internal,
    shown,
)

Position = Literal["csm", "onboarding_manager", "implementation_lead", "lead"]
ShadowingWay = Literal["shadowing", "reverse"]
RolePlayWay = Literal["alone", "colleague"]


class ModuleProgress(Strict):
    """One module of a certification: what was done for it, and who signed it."""

    id: Id = internal("The module of the certification.", ...)
    started_on: Day | None = internal("The day it was begun.")
    done: tuple[Id, ...] = internal("Activities of the module that are done.", ())
    evidence: Text | None = internal("What shows that it was learned.")
    passed_on: Day | None = internal("The day it was passed.")
    signed_by: Line | None = internal("Who signed it.")


class Certificate(Strict):
    """A certification that was earned."""

    id: Id = shown("The certification.")
    version: Line | None = shown("Its version, as it was then.", None)
    earned_on: Day = shown("The day it was earned.")
    signed_by: Line | None = shown("Who signed it.", None)
    valid_until: Day | None = shown("The last day it holds.", None)

    def holds_on(self, day: date) -> bool:
        """Whether it was earned by a day and has not run out."""
        return self.earned_on <= day and (self.valid_until is None or day <= self.valid_until)

    def is_of(self, certification: str) -> bool:
        """Whether it is one of this certification: one after a lapse has a number behind the name."""
        stem, _, number = self.id.rpartition("-")
        return self.id == certification or (stem == certification and number.isdigit())


class QuizAttempt(Strict):
    """One sitting of a quiz."""

    id: Id = internal("Permanent id.", ...)
    on: Day = internal("The day it was taken.", ...)
    module: Id = internal("The module it belongs to.", ...)
    seed: Count = internal("What the questions were drawn by.", ...)
    chosen: dict[Id, Line] = internal("The option chosen, by question, in the order they were asked.", {})
    missed: tuple[Id, ...] = internal("The questions that were not answered right.", ())


class RolePlay(Strict):
    """One role-play: alone against a scenario, or with a colleague who plays the customer."""

    id: Id = internal("Permanent id.", ...)
    on: Day = internal("The day it was held.", ...)
    scenario: Id = internal("The scenario.", ...)
    way: RolePlayWay = internal("Alone, or with a colleague.", ...)
    with_: Line | None = internal("Who played the customer.", alias="with")
    observer: Line | None = internal("Who watched and scored.")
    account: Id | None = internal("The account whose agenda was used, in a mock kickoff.")
    taken: tuple[Line, ...] = internal("The turns taken, in order, each as turn/answer.", ())
    own_words: dict[Line, Text] = internal("What was said in own words, by its place in `taken`.", {})
    ending: Id | None = internal("How it ended.")
    missed: tuple[Id, ...] = internal("Turns where a better answer was there.", ())
    scores: dict[Id, Level] = internal("The score for each line of the rubric, 1 to 5.", {})
    competencies: dict[Id, Level] = internal("The score for each competency, 1 to 5.", {})
    moments: tuple[Line, ...] = internal("What the observer noted, each with its time, such as 12:30.", ())
    feedback: Text | None = internal("Said right after: what to keep, what to do differently.")
    recording: Line | None = internal("Where the recording is.")
    own_review: Text | None = internal("What the trainee thinks after watching the recording.")


class Shadowing(Strict):
    """One call that was watched, or held while somebody watched."""

    id: Id = internal("Permanent id.", ...)
    way: ShadowingWay = internal("Watched (shadowing), or held and watched by the mentor (reverse).", ...)
    with_: Line | None = internal("The colleague on the other side.", alias="with")
    account: Line | None = internal("The account.")
    call: Line | None = internal("What kind of call, such as kickoff.")
    planned_on: Day | None = internal("The day it is planned for.")
    at: Clock | None = internal("The time of day it begins.")
    held_on: Day | None = internal("The day it took place.")
    observed: dict[Name, Flag] = internal("What was seen, by line of the checklist.", {})
    coached: Text | None = internal("What was said in private while the call went on.")
    feedback: Text | None = internal("What was talked over afterwards.")
    do_next: Text | None = internal("What to do differently next time.")


class Leave(Strict):
    """A stretch in which the ramp rests. Why is nobody's business, so it has no place here."""

    id: Id = internal("Permanent id.", ...)
    from_on: Day = internal("The first day away.", ...)
    until_on: Day | None = internal("The last day away, once it is known.")


class RampProgress(Strict):
    """The way from the first day to accounts of one's own."""

    program: Id | None = internal("The ramp that is followed.")
    started_on: Day | None = internal("The first day of it, if not the day of hire.")
    done: dict[Id, Day] = internal("Steps that were done by hand, with the day.", {})
    pauses: tuple[Leave, ...] = internal("Stretches in which it rests.", ())
    independent_on: Day | None = internal("The day the first account of one's own was given.")


class TrainingEntry(Strict):
    """What happened in somebody's training, on a day."""

    id: Id = internal("Permanent id.", ...)
    on: Day = internal("The day it happened.", ...)
    kind: Name = internal("What kind of event, such as quiz.", ...)
    about: Line | None = internal("The part of the record it changed, such as modules/playbook.")
    note: Text | None = internal("In a few words.")


class Teammate(Strict):
    """One colleague and their training."""

    schema_: Literal["csmkit/teammate@1"] = shown("The kind and version of this file.", alias="schema")
    id: Id = shown("Random and permanent; the file may be renamed.")
    name: Line = shown("Full name, as it stands in the accounts.")
    email: Email | None = shown("Work address.", None)
    position: Position = shown("What they do here.", "csm")
    hired_on: Day | None = shown("The first day of work here.", None)
    left_on: Day | None = shown("The day they left, if they did.", None)
    mentor: Line | None = shown("The colleague who goes along with them.", None)
    training_owner: Flag = shown("Whether they look after the team's training.", default=False)
    certificates: tuple[Certificate, ...] = shown("Certifications earned.", ())
    modules: tuple[ModuleProgress, ...] = internal("Modules begun.", ())
    quizzes: tuple[QuizAttempt, ...] = internal("Quizzes taken.", ())
    roleplays: tuple[RolePlay, ...] = internal("Role-plays held.", ())
    shadowing: tuple[Shadowing, ...] = internal("Calls watched, and calls held while watched.", ())
    ramp: RampProgress = internal("The way to accounts of one's own.", RampProgress())
    sessions: tuple[SessionHeld, ...] = internal("Interview sessions that were recorded.", ())
    answers: dict[str, dict[str, RecordedAnswer]] = internal("Answers, by interview and question.", {})
    provenance: dict[str, Provenance] = internal("Who said what, by path.", {})
    open_questions: tuple[OpenQuestion, ...] = internal("What nobody could answer yet.", ())
    log: tuple[TrainingEntry, ...] = internal("What happened, oldest first.", ())

    def is_certified(self, day: date, certification: str | None = None) -> bool:
        """Whether a certificate holds on a day: any, or one of this certification."""
        counted = (one for one in self.certificates if certification is None or one.is_of(certification))
        return any(one.holds_on(day) for one in counted)

"""Holding an assessment as an interview, and the dated run it leaves in the record."""

from hashlib import sha256

from csmkit.core.assessment import name_of_model
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import Conversation
from csmkit.core.interview.recording import Sitting
from csmkit.core.playbook import (
    Assessment,
    AssessmentQuestion,
    Interview,
    InterviewSession,
    Question,
    Section,
)


def as_interview(model: Assessment) -> Interview:
    """The same questions for the interview engine: a section for each dimension."""
    sections = tuple(
        Section(
            id=dimension.id,
            title=dimension.title,
            intro=dimension.about,
            questions=tuple(_as_question(question) for question in dimension.questions),
        )
        for dimension in model.dimensions
    )
    session = InterviewSession(id="levels", title=model.title, intro=model.about, sections=sections)
    return Interview(
        schema="csmkit/interview@1",
        kind="interview",
        title=model.title,
        about=model.about,
        asks="customer",
        sessions=(session,),
    )


def _as_question(question: AssessmentQuestion) -> Question:
    levels = {str(level.value): " ".join(level.anchor.split()) for level in question.levels}
    return Question(
        id=question.id,
        type="scale",
        ask=question.ask,
        why=question.why,
        core=True,
        ask_of=question.of,
        levels=levels,
    )


def run_item(
    conversation: Conversation, sitting: Sitting, name: str, model: Assessment, by: str | None
) -> dict[str, Plain]:
    """A finished conversation as a dated run for the record; what nobody knew is not in it."""
    levels: dict[str, Plain] = {
        slot[0]: {"value": str(answer.value)}
        for slot, answer in conversation.answers.items()
        if answer.value is not None
    }
    run: dict[str, Plain] = {
        "id": sitting.journal,
        "on": sitting.on,
        "model": name_of_model(name, model),
        "digest": digest(model),
    }
    return run | ({"by": by} if by else {}) | {"answers": levels}


def digest(model: Assessment) -> str:
    """A fingerprint of what was asked, so that a changed model is noticed."""
    return sha256(model.model_dump_json().encode()).hexdigest()[:12]

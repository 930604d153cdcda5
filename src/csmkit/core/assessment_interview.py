"""Holding an assessment as an interview, and the dated run it leaves in the record."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, ClassVar

from csmkit.core.account import AssessmentRun
from csmkit.core.assessment import name_of_model
from csmkit.core.assessment_model import NOT_APPLICABLE, Assessment, AssessmentQuestion, Part
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import Answer, Conversation
from csmkit.core.interview.recording import Sitting
from csmkit.core.playbook import Interview, InterviewSession, Question, Section

_PROSE = ("title", "about", "why", "of", "week", "says", "tags", "result", "decimals")
_DOES_NOT_APPLY = "Does not apply to this customer."


class EvidencedQuestion(Question):
    """A question that also asks what its answer rests on."""

    takes_evidence: ClassVar[bool] = True


def as_interview(model: Assessment) -> Interview:
    """The same questions for the interview engine: a section for each part that holds some."""
    tops = model.parts or (model.overall,)
    sections = tuple(section for top in tops for section in _sections(model, top))
    session = InterviewSession(id="levels", title=model.title, intro=model.about, sections=sections)
    return Interview(
        schema="csmkit/interview@1",
        kind="interview",
        title=model.title,
        about=model.about,
        asks="customer",
        sessions=(session,),
    )


def _sections(model: Assessment, part: Part, above: tuple[Part, ...] = ()) -> Iterator[Section]:
    """What stands above a part is named in its title, and said before the first question of it all."""
    path = (*above, part)
    if part.questions:
        yield Section(
            id=part.id,
            title=" · ".join(one.title for one in path),
            intro=" ".join(one.about for one in _opened_by(path) if one.about) or None,
            questions=tuple(_as_question(model, question) for question in part.questions),
        )
    for below in part.parts:
        yield from _sections(model, below, path)


def _opened_by(path: tuple[Part, ...]) -> tuple[Part, ...]:
    """Of the parts that lead to one, those that begin with it: itself, and each whose first part it opens."""
    for number in range(len(path) - 1, 0, -1):
        if path[number - 1].parts[0].id != path[number].id:
            return path[number:]
    return path


def _as_question(model: Assessment, question: AssessmentQuestion) -> Question:
    levels = {level.name: " ".join(level.anchor.split()) for level in model.levels_of(question)}
    return EvidencedQuestion(
        id=question.id,
        type="scale",
        ask=question.ask,
        why=" ".join(filter(None, (question.why, _whom(question)))) or None,
        core=True,
        ask_of=question.of,
        levels=levels | ({NOT_APPLICABLE: _DOES_NOT_APPLY} if question.may_not_apply else {}),
    )


def _whom(question: AssessmentQuestion) -> str:
    """Whom to ask, and when: “Ask the analytics lead, in week 2”."""
    whom = question.of.replace("_", " ") if question.of else ""
    week = f"in week {question.week}" if question.week is not None else ""
    told = ", ".join(filter(None, (f"the {whom}" if whom else "", week)))
    return f"Ask {told}." if told else ""


def last_answers(run: AssessmentRun | None) -> dict[str, Plain]:
    """What was answered last time, to be offered again; what it rested on keeps its day."""
    return {name: _last(answer, run.on) for name, answer in run.answers.items()} if run else {}


def _last(answer: Any, on: Any) -> dict[str, Plain]:  # noqa: ANN401 - an answer of a run, and its day
    level = NOT_APPLICABLE if answer.not_applicable else answer.value
    said: dict[str, Plain] = {"value": level, "note": answer.note, "by": answer.by}
    return said | ({"on": str(answer.on or on)} if answer.note else {})


def run_item(
    conversation: Conversation,
    sitting: Sitting,
    named: tuple[str, Assessment],
    by: str | None,
    before: AssessmentRun | None = None,
) -> dict[str, Plain]:
    """A finished conversation as a dated run for the record; targets go on from the run before.

    `named` is the model under its name.
    """
    answers: dict[str, Plain] = {
        slot[0]: said for slot, answer in conversation.answers.items() if (said := _answered(answer))
    }
    run: dict[str, Plain] = {"id": sitting.journal, "on": sitting.on}
    run |= {"by": by} if by else {}
    run |= {"model": name_of_model(*named), "digest": digest(named[1]), "answers": answers}
    return run | ({"targets": dict(before.targets)} if before and before.targets else {})


def _answered(answer: Answer) -> dict[str, Plain]:
    """One answer as the record keeps it; empty where nobody knew and nothing was noted."""
    evidence: dict[str, Plain] = dict(answer.evidence)
    if answer.value == NOT_APPLICABLE:
        return {"not_applicable": True, **evidence}
    return {"value": str(answer.value), **evidence} if answer.value is not None else evidence


def digest(model: Assessment) -> str:
    """A fingerprint of what was asked and of how it counts, so that a changed model is noticed.

    Titles and explanations may be reworded without changing it; asks, anchors, values, weights and bands not.
    """
    meaning = _without_prose(model.model_dump(mode="json", exclude_defaults=True))
    return sha256(repr(meaning).encode()).hexdigest()[:12]


def _without_prose(data: Any) -> Any:  # noqa: ANN401 - plain data
    if isinstance(data, dict):
        return [(key, _without_prose(data[key])) for key in sorted(data) if key not in _PROSE]
    return [_without_prose(item) for item in data] if isinstance(data, list) else data

"""The questions of an interview or a play as the handbook shows them."""

from collections.abc import Iterable, Iterator

from csmkit.core.playbook import InterviewSession, Question
from csmkit.core.told_conditions import Questions
from csmkit.documents.handbook_text import condition, flat, paragraphs


def questions_of(sessions: Iterable[InterviewSession]) -> dict[str, Question]:
    """Every question of the sittings by its id, those of a group too."""
    asked = (one for session in sessions for section in session.sections for one in section.questions)
    return {inner.id: inner for question in asked for inner in (question, *question.questions)}


def sitting(session: InterviewSession, questions: Questions) -> Iterator[str]:
    """One sitting, part by part; `questions` are those that its conditions may name."""
    yield f"## {flat(session.title)}" + (f" ({session.minutes} minutes)" if session.minutes else "")
    yield paragraphs(session.intro)
    for section in session.sections:
        yield f"### {flat(section.title)}"
        yield "\n".join(line for one in section.questions for line in _question(one, questions))


def _question(question: Question, questions: Questions, indent: str = "") -> Iterator[str]:
    asked = f" *({condition(question.when, questions)})*" if question.when else ""
    yield f"{indent}- **{flat(question.ask)}**{asked} {flat(question.why)}".rstrip()
    for inner in question.questions:
        yield from _question(inner, questions, indent + "  ")

"""The handbook's page about a play: what starts it, what is asked, and what follows from which answer."""

import re
from collections.abc import Collection, Iterator, Mapping

from csmkit.core.play import Inside, Play, PlaySitting, PlayTask
from csmkit.core.told_conditions import Questions
from csmkit.documents.handbook_questions import questions_of, sitting
from csmkit.documents.handbook_text import bullets, condition, flat, paragraphs, role

_ANSWER = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def play_sections(play: Play, links: Mapping[str, str], messages: Collection[str]) -> Iterator[str]:
    """The page below its head. `links` lead to the plays, `messages` are those that have a text."""
    questions = questions_of(play.sessions)
    if play.starts:
        yield "## When it starts"
        yield bullets(flat(one.because) for one in play.starts)
    if play.inside:
        yield "## What it starts"
        yield bullets(_inside(one, links, questions) for one in play.inside)
    for each in play.sessions:
        yield from sitting(each, questions)
        yield from _follows(each, questions, messages)
    if play.done_when:
        yield "## When it is over"
        yield paragraphs(play.done_when)


def _inside(other: Inside, links: Mapping[str, str], questions: Questions) -> str:
    when = f", {condition(other.when, questions)}" if other.when else ""
    return f"{links.get(other.play, other.play)}{when}. {flat(other.because)}"


def _follows(held: PlaySitting, questions: Questions, messages: Collection[str]) -> Iterator[str]:
    """The steps under the answer that asks for them, so that no two opposite ones stand side by side."""
    if held.tasks:
        yield f"### What follows from “{flat(held.title)}”"
    for when in dict.fromkeys(task.when for task in held.tasks):
        told = condition(when, questions) if when else "in any case"
        yield f"**{told[0].upper()}{told[1:]}:**"
        yield bullets(_task(task, questions, messages) for task in held.tasks if task.when == when)


def _task(task: PlayTask, questions: Questions, messages: Collection[str]) -> str:
    sent = f", with the message [{task.message}](messages.md#{task.message})"
    because = f". {_because(task.because, questions)}" if task.because else ""
    return (
        f"{flat(task.title)}: {role(task.owner)}, {_within(task)}"
        f"{sent if task.message in messages else ''}{because}"
    )


def _within(task: PlayTask) -> str:
    if task.hours:
        return f"within {task.hours} {'hour' if task.hours == 1 else 'hours'}"
    if not task.due:
        return "at once"
    return f"within {task.due} working {'day' if task.due == 1 else 'days'}"


def _because(text: str, questions: Questions) -> str:
    """The reason; where it is what somebody answered, it says to which question."""

    def answer(found: re.Match[str]) -> str:
        question = questions.get(found[1])
        return f"‹your answer to “{_bare(question.ask)}”›" if question else found[0]

    return flat(_ANSWER.sub(answer, text))


def _bare(text: str) -> str:
    return flat(text).replace("‹", "").replace("›", "")

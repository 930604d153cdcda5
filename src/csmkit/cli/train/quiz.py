"""Holding a quiz: drawn, asked by the one driver of every interview, and explained right after."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from csmkit.cli import console, here
from csmkit.core.teammate import QuizAttempt, Teammate
from csmkit.errors import Refused
from csmkit.storage.record import Record
from csmkit.training.certification import Module
from csmkit.training.question import QuizQuestion, Topic
from csmkit.training.quiz import Answered, Score, as_interview, attempts, drawn, score_of, seed_of
from csmkit.training.sitting import looked_over, sitting_changes


class NoQuiz(Refused):
    """The module has no quiz, or no question for one."""


def take_quiz(
    record: Record[Teammate],
    module: Module,
    today: date,
    *,
    form: bool,
    answers: Path | None,
    as_json: bool,
) -> None:
    """Hold the quiz of a module in the way that was asked for, and explain every answer.

    Raises:
        NoQuiz: there is nothing to ask.
    """
    from csmkit.cli.interviews import taken
    from csmkit.cli.sessions import Held

    if module.quiz is None:
        raise NoQuiz(
            f"“{module.title}” has no quiz. "
            f"`csmkit train certify {record.name} {module.id}` shows what it asks for."
        )
    pool, topics = pool_of(module)
    seed, before = seed_of(record.value, module.id), attempts(record.value, module.id)
    questions = drawn(pool, module.quiz.questions, seed, [tuple(one.chosen) for one in before])
    if not questions:
        raise NoQuiz(f"There is no question for “{module.title}” in playbooks/training/quizzes/ yet.")
    held = Held(
        here.workspace(),
        record,
        f"quiz-{module.id}",
        as_interview(module, questions),
        ("quiz",),
        today,
        f"csmkit train certify {record.name} --quiz {module.id}",
        changes_of=lambda conversation, sitting: sitting_changes(
            conversation, sitting, module, questions, seed
        ),
        as_json=as_json,
    )
    after = taken(held, form=form, answers=answers)
    recorded = attempts(after.value, module.id) if after else ()
    if recorded:
        explain(recorded[-1], module, pool, topics, as_json=as_json)
        console.note(f"What comes next: csmkit train certify {record.name}", style="dim")


def pool_of(module: Module) -> tuple[tuple[QuizQuestion, ...], tuple[Topic, ...]]:
    """Every question for a module, the written ones and those made from the playbook, with their topics."""
    from csmkit.core.checks import rules
    from csmkit.training.made_questions import TOPICS, made

    library, kinds = here.library(), module.quiz.made if module.quiz else ()
    files = [quiz for quiz in library.quizzes() if quiz.module == module.id]
    journeys = {name: library.journey(name) for name in library.names("journey")} if kinds else {}
    added = made(kinds, rules(), journeys, library.plays() if kinds else {})
    return (
        (*(question for quiz in files for question in quiz.questions), *added),
        (*(topic for quiz in files for topic in quiz.topics), *(TOPICS[kind] for kind in kinds)),
    )


def explain(
    attempt: QuizAttempt,
    module: Module,
    pool: Sequence[QuizQuestion],
    topics: Sequence[Topic],
    *,
    as_json: bool,
) -> None:
    """How a sitting went: the score, what to read again, and the reason for every option."""
    score = score_of(attempt, module.quiz.pass_percent if module.quiz else 0)
    given = looked_over(attempt, pool)
    missed = [one for one in given if one.question.id in attempt.missed]
    if as_json:
        console.as_json(_plain(attempt, score, given))
        return
    console.out()
    console.out(_verdict(module, score), style="bold")
    for line in _to_read(missed, topics):
        console.out(line, indent=2)
    _explained("To look at again", missed)
    _explained("Right", [one for one in given if one not in missed])
    console.out()
    console.out(_verdict(module, score), style="bold")  # what stands above has scrolled away


def _verdict(module: Module, score: Score) -> str:
    told = f"{module.title}: {score.right} of {score.asked} right."
    if score.passed:
        return f"{told} Passed; {score.needed} were needed."
    return f"{told} {score.needed} are needed; the next sitting has other questions."


def _to_read(missed: Sequence[Answered], topics: Sequence[Topic]) -> list[str]:
    """What to read again: the topics that were missed, the most missed first."""
    counts = {topic: sum(one.question.topic == topic.id for one in missed) for topic in topics}
    weak = sorted((topic for topic in counts if counts[topic]), key=lambda topic: -counts[topic])
    return [f"{topic.title}, {counts[topic]} missed. Read: {_material(topic)}" for topic in weak]


def _material(topic: Topic) -> str:
    if topic.read is None:
        return "ask your mentor"
    return f"{topic.read.title} ({topic.read.link})" if topic.read.link else topic.read.title


def _explained(title: str, given: Sequence[Answered]) -> None:
    for number, one in enumerate(given):
        console.out()
        if not number:
            console.out(title, style="bold")
            console.out()
        console.out(_flat(one.question.ask))
        for option in sorted(
            one.question.options, key=lambda option: (not option.right, option not in one.chosen)
        ):
            mark = "✓" if option.right else "✗" if option in one.chosen else "·"
            yours = " (your answer)" if option in one.chosen else ""
            style = "green" if option.right else "red" if option in one.chosen else None
            console.out(f"{mark} {option.text}{yours}", indent=2, style=style)
            console.out(_flat(option.because), indent=6)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _plain(attempt: QuizAttempt, score: Score, given: Sequence[Answered]) -> dict[str, Any]:
    return {
        "module": attempt.module,
        "on": attempt.on,
        "right": score.right,
        "asked": score.asked,
        "needed": score.needed,
        "passed": score.passed,
        "questions": [
            {
                "question": one.question.id,
                "ask": _flat(one.question.ask),
                "right": one.question.id not in attempt.missed,
                "options": [
                    {
                        "text": option.text,
                        "right": option.right,
                        "chosen": option in one.chosen,
                        "because": _flat(option.because),
                    }
                    for option in one.question.options
                ],
            }
            for one in given
        ],
    }

"""One sitting of a quiz in the training record: what is written of it, and how it is looked over."""

from collections.abc import Mapping, Sequence

from csmkit.core.changes import Append, Change
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import Conversation
from csmkit.core.interview.recording import Sitting, changes
from csmkit.core.teammate import QuizAttempt
from csmkit.training.certification import Module
from csmkit.training.question import Option, QuizQuestion
from csmkit.training.quiz import Answered, answered, scored

NOT_KNOWN = "not known"
_BETWEEN = " | "


def sitting_changes(
    conversation: Conversation, sitting: Sitting, module: Module, questions: Sequence[QuizQuestion], seed: int
) -> tuple[Change, ...]:
    """What a finished quiz changes in the record: the attempt, the sitting and a line in the log."""
    given = answered(questions, _letters(conversation))
    right = scored(given, 0).right
    attempt: dict[str, Plain] = {"id": sitting.journal, "on": sitting.on, "module": module.id, "seed": seed}
    attempt |= {"chosen": {one.question.id: _told(one) for one in given}}
    attempt |= {"missed": [one.question.id for one in given if not one.is_right]}
    held = [one for one in changes(conversation, sitting) if one.path[:1] == ("sessions",)]
    entry: dict[str, Plain] = {"id": f"{sitting.journal}-log", "on": sitting.on, "kind": "quiz"}
    entry |= {"about": f"modules/{module.id}", "note": f"{module.title}: {right} of {len(given)} right"}
    return (Append(("quizzes",), attempt), *held, Append(("log",), entry))


def _letters(conversation: Conversation) -> Mapping[str, Sequence[str]]:
    """What was chosen, by question; nothing where it was not known."""
    said = ((slot[0], answer.value) for slot, answer in conversation.answers.items())
    return {
        name: value if isinstance(value, list) else str(value) for name, value in said if value is not None
    }


def _told(one: Answered) -> str:
    return _BETWEEN.join(option.text for option in one.chosen) or NOT_KNOWN


def looked_over(attempt: QuizAttempt, pool: Sequence[QuizQuestion]) -> tuple[Answered, ...]:
    """A recorded attempt with its questions, in the order they were asked; those gone since are left out."""
    known = {question.id: question for question in pool}
    return tuple(
        Answered(known[name], _chosen(known[name], text))
        for name, text in attempt.chosen.items()
        if name in known
    )


def _chosen(question: QuizQuestion, text: str) -> tuple[Option, ...]:
    whole = tuple(option for option in question.options if option.text == text)
    parts = text.split(_BETWEEN)
    return whole or tuple(option for option in question.options if option.text in parts)

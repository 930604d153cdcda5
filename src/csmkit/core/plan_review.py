"""What a review of the plan leaves in the record beside its answers: who agreed, what changed, moved days.

The answers about the review itself belong to this one review and are kept with it: the next one starts anew.
"""

from csmkit.core.changes import Append, Change, Set
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import Answer, Conversation
from csmkit.core.interview.recording import Sitting, changes
from csmkit.core.moved_days import moves

_KEPT = {
    "with": "review_with",
    "changed": "review_changed",
    "agreed": "agreed",
    "moved_because": "moved_because",
}
"""The fields of a review, each with the question that asks for it."""
_AGREED_ON = "agreed_on"


def review_changes(conversation: Conversation, sitting: Sitting) -> tuple[Change, ...]:
    """The answers, the review itself, and every moved day with the one it had before."""
    of_the_review = {*_KEPT.values(), _AGREED_ON}
    made = [
        one
        for one in changes(conversation, sitting)
        if not (isinstance(one, Set) and one.path[0] == "answers" and one.path[2] in of_the_review)
    ]
    agreed_on = _answer(conversation, _AGREED_ON)
    return (
        Set(("plan", "reviewed_on"), sitting.on),
        *([Set(("plan", "agreed_on"), agreed_on.value)] if agreed_on else []),  # type: ignore[arg-type]  # a day
        *made,
        Append(("plan", "reviews"), _review(conversation, sitting)),
        *moves(conversation, made, sitting, _text(conversation, "moved_because")),
    )


def _review(conversation: Conversation, sitting: Sitting) -> dict[str, Plain]:
    review: dict[str, Plain] = {"id": sitting.journal, "on": sitting.on}
    for field, question in _KEPT.items():
        answer = _answer(conversation, question)
        if answer is not None:
            review[field] = list(answer.value) if isinstance(answer.value, list) else answer.value
    return review


def _answer(conversation: Conversation, question: str) -> Answer | None:
    answer = conversation.answers.get((question,))
    return answer if answer is not None and answer.value is not None else None


def _text(conversation: Conversation, question: str) -> str | None:
    answer = _answer(conversation, question)
    return str(answer.value) if answer else None

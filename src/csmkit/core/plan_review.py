"""What a review of the plan leaves in the record beside its answers: who agreed, what changed, moved days."""

from collections.abc import Iterator

from csmkit.core.changes import Append, Change, Set, Unset
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import Conversation
from csmkit.core.interview.recording import Sitting, changes

_MOVABLE = ("due_on", "target_on")


def review_changes(conversation: Conversation, sitting: Sitting) -> tuple[Change, ...]:
    """The answers, the review itself, and every moved day with the one it had before."""
    made = changes(conversation, sitting)
    kept = [one for one in made if not (isinstance(one, Set) and _is_about_the_review(one))]
    return (
        Set(("plan", "reviewed_on"), sitting.on),
        *kept,
        Append(("plan", "reviews"), _review(conversation, sitting)),
        *_moves(conversation, kept, sitting),
    )


def _is_about_the_review(change: Set) -> bool:
    return change.path[:1] == ("answers",) and change.path[2] in ("review_with", "review_changed")


def _review(conversation: Conversation, sitting: Sitting) -> dict[str, Plain]:
    review: dict[str, Plain] = {"id": sitting.journal, "on": sitting.on}
    for key, question in (("with", "review_with"), ("changed", "review_changed")):
        answer = conversation.answers.get((question,))
        if answer is not None and answer.value is not None:
            review[key] = list(answer.value) if isinstance(answer.value, list) else str(answer.value)
    return review


def _moves(conversation: Conversation, made: list[Change], sitting: Sitting) -> Iterator[Change]:
    why = conversation.answers.get(("moved_because",))
    for number, change in enumerate(made):
        if not isinstance(change, Set) or change.path[-1] not in _MOVABLE:
            continue
        was = None if isinstance(change.was, Unset) else change.was
        if was and change.value:
            move: dict[str, Plain] = {
                "id": f"{sitting.journal}-{number}",
                "on": sitting.on,
                "was": was,
                "to": change.value,
            }
            reason: dict[str, Plain] = {"reason": str(why.value)} if why and why.value is not None else {}
            yield Append((*change.path[:-1], "moved"), move | reason)

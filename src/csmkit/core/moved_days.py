"""Every due date that an interview moves keeps the day it had before, so that the slip can be seen."""

from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import ValidationError

from csmkit.core.account import Account
from csmkit.core.changes import Append, Change, Set, Unset
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import Conversation
from csmkit.core.interview.recording import Sitting, changes
from csmkit.core.milestones import due_day

_DAYS = ("due_on", "target_on")


def changes_with_moves(conversation: Conversation, sitting: Sitting) -> tuple[Change, ...]:
    """What a conversation changes, and each day that it moved."""
    made = changes(conversation, sitting)
    return (*made, *moves(conversation, made, sitting))


def moves(
    conversation: Conversation, made: Iterable[Change], sitting: Sitting, reason: str | None = None
) -> Iterator[Change]:
    """An entry in `moved` for each day that changes; a day that is set for the first time was not moved."""
    planned = _planned(conversation)
    for number, change in enumerate(made):
        if not isinstance(change, Set) or change.path[-1] not in _DAYS or change.value is None:
            continue
        was = None if isinstance(change.was, Unset) else change.was
        before = was or planned.get(change.path)
        if before and str(before) != str(change.value):
            move: dict[str, Plain] = {
                "id": f"{sitting.journal}-{number}",
                "on": sitting.on,
                "was": before,
                "to": change.value,
            }
            why: dict[str, Plain] = {"reason": reason} if reason else {}
            yield Append((*change.path[:-1], "moved"), move | why)


def _planned(conversation: Conversation) -> dict[tuple[str, ...], date]:
    """The days of milestones that were not agreed but follow from the signature."""
    try:
        account = Account.model_validate(dict(conversation.account))
    except ValidationError:
        return {}
    days = {("milestones", m.id, "due_on"): due_day(account, m) for m in account.milestones}
    return {path: day for path, day in days.items() if day is not None}

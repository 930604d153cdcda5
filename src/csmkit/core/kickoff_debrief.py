"""What a debrief of the kickoff leaves in the record: its answers, and the kickoff in the log."""

from datetime import date

from csmkit.core.changes import Append, Change
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import Conversation, list_at
from csmkit.core.interview.recording import Sitting
from csmkit.core.moved_days import changes_with_moves


def debrief_changes(conversation: Conversation, sitting: Sitting) -> tuple[Change, ...]:
    """The answers, moved days, and the entry that says who came, unless the kickoff is in the log already."""
    attended, held_on = conversation.answers.get(("attended",)), conversation.answers.get(("held_on",))
    people: list[Plain] = list(attended.value) if attended and isinstance(attended.value, list) else []
    on = held_on.value if held_on and isinstance(held_on.value, date) else sitting.on
    entry: dict[str, Plain] = {"id": f"{sitting.journal}-kickoff", "on": on, "kind": "kickoff"}
    told: dict[str, Plain] = {"with": people} if people else {}
    made = changes_with_moves(conversation, sitting)
    if _is_logged(conversation, on):
        return made
    return (*made, Append(("log",), entry | told | {"about": "kickoff"}))


def _is_logged(conversation: Conversation, on: date) -> bool:
    entries = [entry for entry in list_at(conversation.account, ("log",)) if isinstance(entry, dict)]
    return any(entry.get("kind") == "kickoff" and str(entry.get("on")) == str(on) for entry in entries)

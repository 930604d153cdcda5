"""What a debrief of the kickoff leaves in the record: its answers, and the kickoff in the log."""

from datetime import date

from csmkit.core.changes import Append, Change
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import Conversation
from csmkit.core.interview.recording import Sitting, changes


def debrief_changes(conversation: Conversation, sitting: Sitting) -> tuple[Change, ...]:
    """The answers, and the entry that says when the kickoff was held and who came."""
    attended, held_on = conversation.answers.get(("attended",)), conversation.answers.get(("held_on",))
    people: list[Plain] = list(attended.value) if attended and isinstance(attended.value, list) else []
    on = held_on.value if held_on and isinstance(held_on.value, date) else sitting.on
    entry: dict[str, Plain] = {"id": f"{sitting.journal}-kickoff", "on": on, "kind": "kickoff"}
    told: dict[str, Plain] = {"with": people} if people else {}
    return (*changes(conversation, sitting), Append(("log",), entry | told | {"about": "kickoff"}))

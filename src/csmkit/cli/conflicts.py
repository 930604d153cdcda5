"""Telling that somebody else changed the same field meanwhile."""

from typing import Any

from csmkit.core.changes import shown_path
from csmkit.errors import Refused
from csmkit.storage.workspace import Saved


class ChangedMeanwhile(Refused):
    """Some fields were left as somebody else had set them; ours stand in the log."""


def report(saved: Saved[Any]) -> None:
    """Stop with a sentence if a write left fields alone.

    Raises:
        ChangedMeanwhile: names the fields; what we would have written is in the record's log.
    """
    if saved.conflicts:
        fields = ", ".join(shown_path(conflict.path) for conflict in saved.conflicts)
        raise ChangedMeanwhile(
            f"Somebody changed {fields} meanwhile. Theirs was kept; yours stands in the log of "
            f"{saved.record.shown} as “conflict”. Everything else was saved."
        )

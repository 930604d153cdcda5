"""The audit of the current state as a Markdown document. Internal: it names customers and colleagues."""

from collections.abc import Mapping, Sequence
from pathlib import Path

DOCUMENT = "current-state-audit"
EDITS = "proposed-playbook-edits"


def current_state_document(
    told: Mapping[str, object], folders: Sequence[Path], compiled: Path | None = None
) -> str:
    """The whole audit; `told` is what `book.current_state.told` makes of it."""
    from csmkit.documents.render import render

    return render(DOCUMENT, {"audit": told}, folders, compiled)


def proposed_edits_document(
    parts: Sequence[Mapping[str, object]], folders: Sequence[Path], compiled: Path | None = None
) -> str:
    """What top performers propose to change in the playbook, in their words, for the lead to decide."""
    from csmkit.documents.render import render

    return render(EDITS, {"parts": parts}, folders, compiled)

"""The audit of the current state as a Markdown document. Internal: it names customers and colleagues."""

from collections.abc import Mapping, Sequence
from pathlib import Path

DOCUMENT = "current-state-audit"


def current_state_document(
    told: Mapping[str, object], folders: Sequence[Path], compiled: Path | None = None
) -> str:
    """The whole audit; `told` is what `book.current_state.told` makes of it."""
    from csmkit.documents.render import render

    return render(DOCUMENT, {"audit": told}, folders, compiled)

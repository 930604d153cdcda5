"""The list of where to improve the playbook as a Markdown document. Internal."""

from collections.abc import Mapping, Sequence
from pathlib import Path

DOCUMENT = "playbook-improvements"


def improvements_document(
    told: Mapping[str, object], folders: Sequence[Path], compiled: Path | None = None
) -> str:
    """The ranked list; `told` holds its places and what they rest on."""
    from csmkit.documents.render import render

    return render(DOCUMENT, {"improvements": told}, folders, compiled)

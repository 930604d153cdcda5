"""Two papers of a kickoff: the customer's agenda, and our own script. The invitation is a message."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from csmkit.core.account import Account
from csmkit.core.audience import for_customer
from csmkit.documents.values import plain_values, rendered

if TYPE_CHECKING:
    from csmkit.core.handoff_brief import Said
    from csmkit.core.journey import Journey


def kickoff_agenda_document(
    account: Account, journey: "Journey", folders: Sequence[Path], *, compiled: Path | None = None
) -> str:
    """The agenda in Markdown, for the customer."""
    from csmkit.core.kickoff import kickoff_agenda

    agenda = kickoff_agenda(for_customer(account), journey)
    return rendered("kickoff-agenda", account, {"agenda": plain_values(agenda)}, folders, compiled)


def kickoff_script_document(
    account: Account,
    journey: "Journey",
    folders: Sequence[Path],
    *,
    headlines: "tuple[Said, ...]" = (),
    compiled: Path | None = None,
) -> str:
    """The CSM's own script in Markdown. Internal."""
    from csmkit.core.kickoff_script import kickoff_script

    script = kickoff_script(account, journey, headlines)
    return rendered("kickoff-script", account, {"script": plain_values(script)}, folders, compiled)

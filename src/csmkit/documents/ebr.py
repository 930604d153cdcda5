"""The agenda of an executive business review in Markdown, for the customer."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from csmkit.core.account import Account
from csmkit.core.audience import for_customer
from csmkit.documents.values import document_values, plain_values


def ebr_agenda_document(
    account: Account, folders: Sequence[Path], today: date, minutes: int, *, compiled: Path | None = None
) -> str | None:
    """The agenda; None as long as there is nothing to show."""
    from csmkit.core.ebr_agenda import ebr_agenda
    from csmkit.documents.render import render

    review = ebr_agenda(for_customer(account), today, minutes)
    if review is None:
        return None
    values = document_values("ebr-agenda", account) | {"review": plain_values(review)}
    return render("ebr-agenda", values, folders, compiled)

"""Notes for a CRM: one line for each thing that happened, without opinions."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from csmkit.core.account import Account
from csmkit.core.stakeholders import name_of
from csmkit.core.telling import for_crm
from csmkit.exchange.table import as_csv


class CrmNote(NamedTuple):
    """One line of the export. `entry` is permanent, so that a second import can be matched."""

    on: date
    account: str
    csm: str | None
    kind: str
    people: str
    text: str
    entry: str


def crm_notes(account: Account, since: date, today: date) -> Iterator[CrmNote]:
    """What happened between two days. Opinions stay out, and what was noted for our own team."""
    csm = account.vendor_team.get("csm")
    for entry in account.log:
        text = for_crm(account, entry) if since <= entry.on <= today else None
        if text is not None:
            people = "; ".join(name_of(account, one) or one for one in entry.with_)
            whose = csm.name if csm else None
            yield CrmNote(entry.on, account.name, whose, entry.kind, people, text, entry.id)


def in_order(notes: Iterable[CrmNote]) -> list[CrmNote]:
    """The oldest first, and by account."""
    return sorted(notes, key=lambda note: (note.on, note.account))


def crm_csv(notes: Iterable[CrmNote]) -> str:
    """The notes as a table, the oldest first."""
    return as_csv(CrmNote._fields, in_order(notes))

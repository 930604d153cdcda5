"""Notes for a CRM: one line for each thing that happened, without opinions."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from csmkit.core.account import Account
from csmkit.core.stakeholders import name_of
from csmkit.core.telling import OPINIONS, in_a_sentence
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
    """What happened between two days. What is an opinion about people or the account stays out."""
    csm = account.vendor_team.get("csm")
    for entry in account.log:
        if since <= entry.on <= today and entry.kind not in OPINIONS:
            people = "; ".join(name_of(account, one) or one for one in entry.with_)
            text, whose = in_a_sentence(account, entry), csm.name if csm else None
            yield CrmNote(entry.on, account.name, whose, entry.kind, people, text, entry.id)


def in_order(notes: Iterable[CrmNote]) -> list[CrmNote]:
    """The oldest first, and by account."""
    return sorted(notes, key=lambda note: (note.on, note.account))


def crm_csv(notes: Iterable[CrmNote]) -> str:
    """The notes as a table, the oldest first."""
    return as_csv(CrmNote._fields, in_order(notes))

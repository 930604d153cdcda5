"""The account's story: what happened, oldest first, told from the log."""

from datetime import date
from typing import NamedTuple

from csmkit.core.account import Account, EventKind, LogEntry
from csmkit.core.telling import in_a_sentence


class Chapter(NamedTuple):
    """One thing that happened; `day` counts from the signature, where that is known."""

    on: date
    day: int | None
    kind: EventKind
    text: str


def story(account: Account, today: date) -> tuple[Chapter, ...]:
    """Everything that had happened by a day; what happened on one day in the order it was written."""
    entries = sorted((one for one in account.log if one.on <= today), key=lambda one: one.on)
    return tuple(_chapter(account, one) for one in entries)


def _chapter(account: Account, entry: LogEntry) -> Chapter:
    signed = account.contract.signed_on
    number = (entry.on - signed).days if signed else None
    return Chapter(entry.on, number, entry.kind, in_a_sentence(account, entry))

"""What is remarked on a day that was just logged: it is saved as it was typed, and may be a slip."""

from collections.abc import Iterator
from datetime import timedelta

from csmkit.core.account import Account
from csmkit.core.diary.grammar import Event
from csmkit.core.diary.plan import of_a_move

_LONG = timedelta(days=31)
_BEFORE_SIGNATURE = ("note", "message", "joined", "sentiment")
"""Kinds that happen before anybody has signed, too."""


def remarks(account: Account, event: Event) -> tuple[str, ...]:
    """Every remark on the days of an event, in sentences."""
    return (*of_a_move(account, event), *_of_a_booking(account, event), *_of_the_past(account, event))


def _of_a_booking(account: Account, event: Event) -> Iterator[str]:
    if event.kind != "booked" or event.to is None:
        return
    what = " ".join(event.what)
    if event.to < event.on:
        held = f"csmkit log ACCOUNT {what if what in ('kickoff', 'sponsor-call') else 'submitted ' + what}"
        yield f"{event.to} is over already; if it took place, say so with: {held}"
    if what == "sponsor-call" and account.sponsor_call.held_on:
        yield f"The sponsor call was held on {account.sponsor_call.held_on} already, says the record."


def _of_the_past(account: Account, event: Event) -> Iterator[str]:
    signed = account.contract.signed_on
    if signed and event.on < signed and event.kind not in _BEFORE_SIGNATURE:
        yield f"{event.on} lies before the signature on {signed}; is the year right?"
    if event.kind != "left" or event.to is None:
        return
    if signed and event.to < signed:
        yield f"The last day, {event.to}, lies before the signature on {signed}; is the year right?"
    elif event.to < event.on - _LONG:
        yield f"The last day, {event.to}, is {(event.on - event.to).days} days ago; is the month right?"

"""Answers within a day, all of year one, whatever the rhythm: what carries a relationship through a drop.

Only what was logged is said. No entry means that nobody logged a late reply, and no more than that.
"""

from datetime import date

from csmkit.core.account import Account
from csmkit.dates import add_months


def late_replies(account: Account, today: date) -> tuple[date, ...]:
    """The days a reply was logged as late, oldest first."""
    days = (entry.on for entry in account.log if entry.kind == "late-reply")
    return tuple(sorted(day for day in days if day <= today))


def answers_until(account: Account, today: date) -> date | None:
    """The last day of year one; None when it is over or the day of signature is not known."""
    signed = account.contract.signed_on
    end = add_months(signed, 12) if signed else None
    return end if end and today <= end else None

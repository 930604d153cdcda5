"""Pauses agreed with the customer."""

from datetime import date

from csmkit.core.account import Account, Hold


def hold_on(account: Account, day: date) -> Hold | None:
    """The pause an account is in on a day."""
    return next(
        (
            hold
            for hold in account.holds
            if hold.from_on <= day and (hold.until_on is None or day <= hold.until_on)
        ),
        None,
    )

"""The renewal as the customer lives it: the day notice ends decides, not the day the term does."""

from datetime import date, timedelta

from csmkit.core.account import Account
from csmkit.dates import add_months

QUARTER = 3  # months


def opt_out_day(account: Account) -> date | None:
    """The last day of notice: the renewal minus the notice period; None when either is not known."""
    renews_on, notice = account.contract.renews_on, account.contract.notice_days
    return renews_on - timedelta(days=notice) if renews_on and notice is not None else None


def renewal_quarter(account: Account) -> tuple[date, date] | None:
    """The quarter that ends with the last day of notice, in which meetings get closer again.

    None when the dates are not known, or when the renewal was signed since the quarter began.
    """
    last = opt_out_day(account)
    if last is None:
        return None
    first, renewed = add_months(last, -QUARTER), account.contract.renewed_on
    return None if renewed is not None and renewed >= first else (first, last)


def has_churned(account: Account, today: date) -> bool:
    """Whether the customer had left by a day."""
    left = account.contract.churned_on
    return left is not None and left <= today

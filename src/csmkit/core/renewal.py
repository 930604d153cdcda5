"""The renewal: the last day they can opt out governs, and the quarter before it is spent differently."""

from datetime import date, timedelta

from csmkit.core.account import RHYTHMS, Account, Rhythm
from csmkit.core.milestones import day_after

QUARTER = timedelta(days=92)


def opt_out_day(account: Account) -> date | None:
    """The last day on which they can give notice: the renewal minus the notice."""
    notice = account.contract.notice_days
    return None if notice is None else day_after(account.contract.renews_on, -notice)


def renewal_quarter(account: Account) -> tuple[date, date] | None:
    """The quarter before the last day of notice; without a known notice, before the renewal itself."""
    last = opt_out_day(account) or account.contract.renews_on
    begins = day_after(last, -QUARTER.days)
    return (begins, last) if begins and last else None


def is_renewal_quarter(account: Account, today: date) -> bool:
    """Whether a day lies in the quarter in which the renewal is decided."""
    quarter = renewal_quarter(account)
    return quarter is not None and quarter[0] <= today <= quarter[1]


def tighter(rhythm: Rhythm) -> Rhythm:
    """One step more often: how to meet in the renewal quarter."""
    return RHYTHMS[max(0, RHYTHMS.index(rhythm) - 1)]

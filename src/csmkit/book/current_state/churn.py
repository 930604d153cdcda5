"""Who left, by the quarter they signed in, with the time each account has had to leave."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from csmkit.book.accounts import NO_SIGNATURE, quarter
from csmkit.book.stories import Story
from csmkit.book.ttfv import Horizon, answer, waits_of
from csmkit.core.account import Account

DAYS = (90, 180, 365)
QUARTERS = 8


class Cohort(NamedTuple):
    """The accounts that signed in one quarter. A horizon that nobody was watched for is None."""

    quarter: str
    accounts: int
    left: int
    late: int
    few: bool
    horizons: tuple[Horizon | None, ...]


class Churn(NamedTuple):
    """The last quarters, and how many accounts could not be put into any, by the reason."""

    cohorts: tuple[Cohort, ...]
    everybody: Cohort
    earlier: int
    silent: tuple[tuple[str, int], ...]


def churn(accounts: Iterable[Account], today: date) -> Churn:
    """The share that has left by a day after the signature: 1 - Kaplan-Meier, with leaving as the event.

    Nothing else ends the wait, so an account of last month counts for the month it had.
    """
    listed = list(accounts)
    stories = [story for account in listed if (story := _story(account)) is not None]
    waits = waits_of(stories, today.toordinal())
    told = answer(waits.groups, DAYS, grouped=True)
    cohorts = [Cohort(g.name, g.accounts, g.value, g.late, g.few, g.horizons) for g in told.groups]
    whole = told.everybody
    unsigned = len(listed) - len(stories)
    return Churn(
        tuple(cohorts[-QUARTERS:]),
        Cohort("all", whole.accounts, whole.value, whole.late, whole.few, whole.horizons),
        len(cohorts[:-QUARTERS]),
        (*waits.silent.items(), *([(NO_SIGNATURE, unsigned)] if unsigned else [])),
    )


def _story(account: Account) -> Story | None:
    signed, left = account.contract.signed_on, account.contract.churned_on
    if signed is None:
        return None
    entered = account.added_on if account.in_flight else None
    return Story(
        signed.toordinal(),
        value=left.toordinal() if left else None,
        entered=entered.toordinal() if entered else None,
        group=quarter(signed),
    )

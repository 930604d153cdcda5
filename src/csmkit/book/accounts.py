"""The accounts of the workspace as stories: from signature to the event that is asked about."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from csmkit.book.stories import Story
from csmkit.core.account import Account
from csmkit.core.assessment import runs_of, score
from csmkit.core.assessment_model import Assessment

Event = Callable[[Account], date | None]
MATURITY = "maturity"
"""What accounts can be compared by beside `GROUPINGS`; it takes the assessment model."""
MEETINGS = ("kickoff", "sync", "workshop", "office-hours", "sponsor-call", "ebr")
NO_SIGNATURE = "cannot tell: needs contract.signed_on"
NO_MILESTONE = "does not have this milestone"
TOO_EARLY = "what is asked about lies before contract.signed_on"
LEFT_EARLY = "contract.churned_on lies before contract.signed_on"
AFTER_CHURN = "what is asked about lies after contract.churned_on"


def _first_value(account: Account) -> date | None:
    """The day this customer's own first value was reached; that the onboarding is completed is not it."""
    return account.first_value.reached_on


def _first_meeting(account: Account) -> date | None:
    """The first time both sides met after the signature."""
    signed = account.contract.signed_on or date.min
    met = [entry.on for entry in account.log if entry.kind in MEETINGS]
    met += [account.kickoff.on] if account.kickoff.on and account.kickoff.attended else []
    met += [account.sponsor_call.held_on] if account.sponsor_call.held_on else []
    return min((day for day in met if day >= signed), default=None)


def _sponsor_call(account: Account) -> date | None:
    return account.sponsor_call.held_on


EVENTS: Mapping[str, Event] = {
    "first-value": _first_value,
    "first-meeting": _first_meeting,
    "sponsor-call": _sponsor_call,
}


def _quarter(account: Account) -> str | None:
    return quarter(account.contract.signed_on) if account.contract.signed_on else None


def _ours(role: str) -> Callable[[Account], str | None]:
    def name(account: Account) -> str | None:
        return next((person.name for key, person in account.vendor_team.items() if key == role), None)

    return name


GROUPINGS: Mapping[str, Callable[[Account], str | None]] = {
    "journey": lambda account: account.journey,
    "segment": lambda account: account.segment,
    "csm": _ours("csm"),
    "ae": _ours("account_executive"),
    "quarter": _quarter,
    "country": lambda account: account.country,
}


def first_maturity(account: Account, name: str, model: Assessment, day: date) -> str | None:
    """The band of the first assessment by a day; a later one knows already how the onboarding went."""
    runs = runs_of(account, name, day)
    band = score(model, runs[0]).overall.band if runs else None
    return band.title if band else None


def quarter(day: date) -> str:
    """The quarter a day lies in, such as `2026 Q3`."""
    return f"{day.year} Q{(day.month + 2) // 3}"


def milestones_of(accounts: Iterable[Account]) -> set[str]:
    """The ids of every milestone of the book."""
    return {milestone.id for account in accounts for milestone in account.milestones}


def story_of(account: Account, event: str, grouping: str | None) -> Story | str:
    """An account's story, or why it tells nothing. `event`: a name of `EVENTS`, or a milestone's id."""
    signed, churned = account.contract.signed_on, account.contract.churned_on
    if signed is None:
        return NO_SIGNATURE
    if event in EVENTS:
        reached = EVENTS[event](account)
    elif milestone := next((m for m in account.milestones if m.id == event), None):
        reached = milestone.met_on
    else:
        return NO_MILESTONE
    if wrong := _contradiction(signed, reached, churned):
        return wrong
    entered = account.added_on if account.in_flight else None
    return Story(
        start=signed.toordinal(),
        value=reached.toordinal() if reached else None,
        churned=churned.toordinal() if churned else None,
        entered=entered.toordinal() if entered else None,
        group=(GROUPINGS[grouping](account) or "") if grouping else "",
        holds=tuple(
            (h.from_on.toordinal(), h.until_on.toordinal() if h.until_on else None) for h in account.holds
        ),
    )


def _contradiction(signed: date, reached: date | None, churned: date | None) -> str | None:
    if reached and reached < signed:
        return TOO_EARLY
    if churned and churned < signed:
        return LEFT_EARLY
    return AFTER_CHURN if reached and churned and reached > churned else None


def without_evidence(accounts: Iterable[Account]) -> int:
    """How many have a day of first value with nothing that shows it."""
    reached = [account.first_value for account in accounts if account.first_value.reached_on]
    return sum(not (first.evidence or "").strip() for first in reached)


def without_definition(accounts: Iterable[Account]) -> int:
    """How many do not say how this customer would recognise first value."""
    return sum(not (account.first_value.definition or "").strip() for account in accounts)

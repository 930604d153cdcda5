"""The longer run: business reviews, the renewal, the rhythm's drop, pauses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from csmkit.core.cadence import cadence_verdict, is_steady
from csmkit.core.desk.item import HORIZON, Item, View
from csmkit.core.holds import hold_on
from csmkit.core.meetings import due_review
from csmkit.core.milestones import day_after
from csmkit.core.renewal import opt_out_day, renewal_quarter
from csmkit.core.rhythm_change import announcement
from csmkit.core.stakeholders import holders
from csmkit.core.touches import ids_of, last_touch

_A_MONTH = timedelta(days=30)
_TWO_WEEKS = timedelta(days=14)


def business_review(view: View) -> Iterator[Item]:
    """A review with the executive by the rhythm of the journey, on the day the calendar has."""
    why, command = "the business review of the quarter is not held", view.log(f"ebr {_sponsor(view)}")
    due = due_review(view.account, view.journey, view.today)
    yield from view.dated(due, why, command, ahead=_TWO_WEEKS)


def _sponsor(view: View) -> str:
    """Whom to invite, as people type it."""
    sponsors = holders(view.account, "executive_sponsor") or holders(view.account, "economic_buyer")
    return sponsors[0].id if sponsors else "WHO"


def renewal(view: View) -> Iterator[Item]:
    """The last day of notice governs; in the quarter before it the sponsor is met within two weeks."""
    quarter, opt_out = renewal_quarter(view.account), opt_out_day(view.account)
    if quarter is None or not quarter[0] <= view.today <= quarter[1]:
        return
    begins, ends = quarter
    if opt_out is None:
        why = f"the renewal is on {ends}, and the days of notice are not known"
        command = f"open accounts/{view.name}/account.yaml and fill contract.notice_days"
        yield Item("cannot tell", None, why, command)
    else:
        why = "the customer can opt out of the renewal until then"
        # A door that closes within the week is seen before anything that is merely late.
        for item in view.dated(opt_out, why, f"csmkit account show {view.name}"):
            yield replace(item, first=True)
    people = ids_of(view.account, ("executive_sponsor", "economic_buyer"))
    met = last_touch(view.account, view.today, people)
    if met is None or met < begins:
        why = f"the renewal quarter began on {begins} (it is decided by {ends}): no word with the sponsor yet"
        command = view.log(f"sync {_sponsor(view)}")
        yield from view.dated(begins + _TWO_WEEKS, why, command, ahead=_TWO_WEEKS)


def term(view: View) -> Iterator[Item]:
    """The end of the term: they renewed or they left, and the record says which."""
    why = "the term ends, and neither a renewal nor a loss is logged"
    command = view.log("renewed --to DATE")
    yield from view.dated(view.account.contract.renews_on, why, command, ahead=_A_MONTH)


def cadence(view: View) -> Iterator[Item]:
    """A drop that the evidence speaks for until it is told and lived; the verdict on the graduation day."""
    verdict = cadence_verdict(view.account, view.journey, view.today)
    told = announcement(view.account, view.journey, verdict, view.today)
    due = day_after(view.account.contract.signed_on, view.journey.graduation_day)
    if told and told.standing == "decided, not told":
        why = "the evidence speaks for a slower rhythm, and the customer is not told"
        command = (
            view.log("sent cadence-change WHO") if told.starts_on else f"csmkit cadence announce {view.name}"
        )
        yield Item("this week", told.starts_on or due, why, command)
    elif told and told.standing == "told" and told.starts_on and told.starts_on <= view.today:
        why = f"the rhythm is {told.to} from {told.starts_on} on, as they were told"
        yield Item("this week", told.starts_on, why, view.log(f"rhythm {told.to}"))
    elif told is None and _is_to_be_decided(view, due):
        yield Item("this week", due, "the cadence is to be decided", f"csmkit cadence check {view.name}")


def _is_to_be_decided(view: View, due: date | None) -> bool:
    """Whether the week has come in which the verdict is looked at, whatever it is."""
    is_now = due is not None and timedelta(0) <= view.today - due <= HORIZON
    return is_now and not is_steady(view.account, view.journey)


def pause(view: View) -> Iterator[Item]:
    """On hold nothing is due but its end; a pause without an end is a risk after a month."""
    hold = hold_on(view.account, view.today)
    if hold is None:
        return
    if hold.until_on:
        yield from view.dated(hold.until_on, "the pause ends", view.log("resumed"))
    elif hold.from_on + _A_MONTH <= view.today:
        why = f"on hold since {hold.from_on} without an end; agree on one"
        yield Item("at risk", hold.from_on, why, view.log("resumed"))


def after_the_pause(view: View) -> Iterator[Item]:
    """A pause that ended by its date begins again with a talk, not with a list of late dates."""
    ended = [hold.until_on for hold in view.account.holds if hold.until_on and hold.until_on < view.today]
    if not ended or view.today - max(ended) > _A_MONTH:
        return
    met = last_touch(view.account, view.today)
    if met is None or met <= max(ended):
        champions = holders(view.account, "champion")
        who = champions[0].id if champions else "WHO"
        why = f"the pause ended on {max(ended)}: go through the dates together"
        yield from view.dated(max(ended) + HORIZON, why, view.log(f"sync {who}"))

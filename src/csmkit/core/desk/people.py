"""Contact with people: the sponsor call, whoever left, the agreed rhythm, the account executive."""

from collections.abc import Iterator
from datetime import date, timedelta

from csmkit.core.account import Account, Rhythm, Stakeholder
from csmkit.core.desk.item import HORIZON, Item, View
from csmkit.core.milestones import day_after
from csmkit.core.play_runs import command_for
from csmkit.core.renewal import is_renewal_quarter, tighter
from csmkit.core.signals import signals
from csmkit.core.stakeholders import HANDED_ON, holders
from csmkit.core.touches import ids_of, last_touch, rhythm_length
from csmkit.core.touches import touches as contacts

_AE_STAYS = timedelta(days=30)
_CARRIED = ("champion", "executive_sponsor", "economic_buyer")  # who the relationship stands on
_DEPARTURE = ("champion", "backup_champion", "executive_sponsor", "economic_buyer")


def sponsor_call(view: View) -> Iterator[Item]:
    """Half an hour with the sponsor: booked in the first two weeks, held in the first thirty days."""
    call, signed, journey = view.account.sponsor_call, view.account.contract.signed_on, view.journey
    if view.done(call.held_on):
        return
    if call.booked_on is None:
        due = day_after(signed, journey.sponsor_call_booked_by_day)
        command = view.log("booked sponsor-call --to DATE")
        yield from view.dated(due, "the sponsor call is not booked", command)
    else:
        due = day_after(signed, journey.sponsor_call_held_by_day) or call.booked_on
        why, command = "the sponsor call is not held", view.log("sponsor-call WHO")
        yield from view.dated(max(due, call.booked_on), why, command)


def departed(view: View) -> Iterator[Item]:
    """Somebody who left, or is about to, and still holds a part that needs a successor."""
    for person in view.account.stakeholders:
        roles = [role for role in person.roles if role in HANDED_ON]
        if person.departed_on is None or not roles or _in_hand(view, person):
            continue
        parts = ", ".join(role.replace("_", " ") for role in roles)
        gone = view.done(person.departed_on)
        why = f"{person.name} {'left' if gone else 'leaves'} on {person.departed_on} and is still {parts}"
        if any(role in _DEPARTURE for role in roles):
            command = command_for(view.name, "champion-departure", person.id)
        else:
            command = view.log(f"role WHO {roles[0].replace('_', '-')}")
        yield Item("late" if gone else "this week", person.departed_on, why, command)


def _in_hand(view: View, person: Stakeholder) -> bool:
    """Whether a play about this person is under way; its own steps are due then."""
    return any(
        run.about in (person.id, f"stakeholders/{person.id}") and view.done(run.started_on)
        for run in view.account.plays
        if not view.done(run.closed_on)
    )


def touches(view: View) -> Iterator[Item]:
    """The champion by the agreed rhythm, sponsor and buyer as they wish; before a renewal more often."""
    account = view.account
    silent = any(signal.kind == "silent champion" for signal in signals(account, view.today))
    champions = holders(account, "champion")
    for person in (p for p in account.stakeholders if set(_CARRIED) & set(p.roles)):
        own = person.preferences.rhythm if person.preferences else None
        rhythm = own or (account.cadence.rhythm if person in champions else None)
        if rhythm and person.departed_on is None and not (silent and person in champions):
            yield from _next_touch(view, person, rhythm)
    if account.cadence.rhythm is None and view.journey.touch != "low":
        kickoff = account.kickoff.on if account.kickoff.attended else None
        due = kickoff + HORIZON if kickoff else None
        command = view.log(f"rhythm {view.journey.onboarding_rhythm}")
        yield from view.dated(due, "no meeting rhythm is agreed since the kickoff", command)


def _next_touch(view: View, person: Stakeholder, agreed: Rhythm) -> Iterator[Item]:
    rhythm = tighter(agreed) if is_renewal_quarter(view.account, view.today) else agreed
    last = last_touch(view.account, view.today, [person.id])
    since = last or _expected_since(view.account)
    if since is None or since > view.today:
        return
    length = rhythm_length(rhythm)
    told = f"last touch {last}" if last else "no touch yet"
    why = f"{person.name} is to be met {_SAID[rhythm]} ({told})"
    wishes = person.preferences.mode if person.preferences else None
    command = view.log(f"{'message' if wishes == 'async' else 'sync'} {person.id}")
    yield from view.dated(since + length, why, command, ahead=min(HORIZON, length // 4))


_SAID = {"weekly": "weekly", "biweekly": "every two weeks", "monthly": "monthly", "quarterly": "quarterly"}


def _expected_since(account: Account) -> date | None:
    """From when on a touch is expected where there was none yet."""
    return account.kickoff.on if account.kickoff.attended else account.cadence.since


def account_executive(view: View) -> Iterator[Item]:
    """Until graduation the account executive stays with the sponsor: a touch every thirty days."""
    account, signed = view.account, view.account.contract.signed_on
    sponsors = holders(account, "executive_sponsor") or holders(account, "economic_buyer")
    ends = day_after(signed, view.journey.graduation_day)
    theirs = "account_executive" in account.vendor_team and sponsors and view.journey.touch != "low"
    if not theirs or signed is None or ends is None or view.today > ends:
        return
    wanted = ids_of(account, ("executive_sponsor", "economic_buyer"))
    days = [
        touch.on
        for touch in contacts(account, view.today)
        if "account_executive" in touch.people and wanted & touch.people
    ]
    ours = account.added_on if account.in_flight and account.added_on else signed
    due = max([signed, ours, *days]) + _AE_STAYS
    why = f"the account executive and {sponsors[0].name} had no logged touch for 30 days"
    command = view.log(f"message {sponsors[0].id} account_executive")
    yield from view.dated(due, why, command, ahead=timedelta(0))

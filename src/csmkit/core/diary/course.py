"""Events about the account's course: notes and signals, pauses, the end, a new term, our own word on it."""

from datetime import date, timedelta
from typing import get_args

from pydantic_core import PydanticCustomError

from csmkit.core.account import Account, HealthOverride
from csmkit.core.changes import Append, Change, Remove, Set
from csmkit.core.diary.entry import entry
from csmkit.core.diary.grammar import CannotLog, Event, kind_of
from csmkit.core.diary.naming import customer, one
from csmkit.core.fields import Plain, to_id
from csmkit.core.holds import hold_on

CADENCE_CHANGE = "cadence-change"
_DAY = timedelta(days=1)
_HEALTH: tuple[str, ...] = get_args(HealthOverride.model_fields["status"].annotation)


def text(_: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """Something in words only."""
    words = " ".join(event.what)
    if not words.strip() and not (event.note or "").strip():
        raise CannotLog(f"A {event.kind} needs words, as in: csmkit log ACCOUNT {kind_of(event).example}")
    return (entry(event, entry_id, note=words or None),)


def sent(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """A message of the playbook went out; the cadence change is announced with it, a play's step done."""
    if not event.what:
        raise CannotLog(f"Say which message, as in: csmkit log ACCOUNT {kind_of(event).example}")
    try:
        name = to_id(event.what[0])
    except PydanticCustomError as error:
        raise CannotLog(f"The name of the message {error.message()}.") from None
    people = [customer(account, each).id for each in event.what[1:]]
    told = entry(event, entry_id, ("emails", name), people)
    waiting = (task for task in account.tasks if task.message == name and task.done_on is None)
    done = tuple(Set(("tasks", task.id, "done_on"), event.on) for task in waiting)
    if name == CADENCE_CHANGE:
        return (Set(("cadence", "announced_on"), event.on), *done, told)
    return (*done, told)


def pause(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """The onboarding is paused, with an end: a pause without one is a silence."""
    _no_words(event)
    until = _later(event.to, event, "--to")
    running = hold_on(account, event.on)
    if running is not None:
        raise CannotLog(
            f"The account is on hold since {running.from_on} already; `resumed` ends it, "
            "and then a new one can begin."
        )
    item: dict[str, Plain] = {"id": entry_id, "from_on": event.on, "until_on": until}
    agreed: dict[str, Plain] = {"agreed_with": customer(account, event.by).id} if event.by else {}
    added = Append(("holds",), {**item, **agreed, "reason": event.reason})
    return (added, entry(event, entry_id, ("holds", entry_id), note=f"until {until}"))


def end_of_pause(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """The pause is over; its last day is the one before. One that began today was none."""
    _no_words(event)
    running = hold_on(account, event.on)
    if running is None:
        raise CannotLog("The account is not on hold on that day; there is nothing to end.")
    path = ("holds", running.id)
    over: Change = Set((*path, "until_on"), event.on - _DAY) if running.from_on < event.on else Remove(path)
    return (over, entry(event, entry_id, path))


def end_of_contract(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """They left."""
    _no_words(event)
    _not_gone(account)
    fields = (
        Set(("contract", "churned_on"), event.on),
        Set(("contract", "churned_because"), event.reason),
    )
    return (*fields, entry(event, entry_id, ("contract",)))


def new_term(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """They renewed; the next renewal is the day that was named."""
    _no_words(event)
    _not_gone(account)
    until = _later(event.to, event, "--to")
    fields = (Set(("contract", "renews_on"), until), Set(("contract", "renewed_on"), event.on))
    return (*fields, entry(event, entry_id, ("contract",), note=f"until {until}"))


def health(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """The CSM's own word, in place of what the record says, for a while."""
    named = Event(event.kind, event.on, tuple(each.replace("-", "_") for each in event.what))
    status = one(named, "health", _HEALTH)
    until = _later(event.until, event, "--until")
    csm = account.vendor_team.get("csm")
    values: dict[str, Plain] = {"status": status, "reason": event.reason, "on": event.on, "until": until}
    values |= {"by": csm.name} if csm else {}
    fields = tuple(Set(("health", key), value) for key, value in values.items())
    return (*fields, entry(event, entry_id, ("health",), note=f"{status.replace('_', ' ')} until {until}"))


def _no_words(event: Event) -> None:
    if event.what:
        raise CannotLog(f"“{event.kind}” takes no further words; put them into --reason or --note.")


def _not_gone(account: Account) -> None:
    if account.contract.churned_on:
        raise CannotLog(
            f"This customer left on {account.contract.churned_on}, says the record. One who comes back is a "
            "new account; a mistake is taken back with: csmkit undo ACCOUNT"
        )


def _later(day: date | None, event: Event, option: str) -> date:
    if day is None or day <= event.on:
        raise CannotLog(f"{option} has to lie after {event.on}.")
    return day

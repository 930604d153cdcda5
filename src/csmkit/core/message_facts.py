"""What a message may say: facts by name, each with what it is and what to type when nobody knows it.

All of them come from the customer's projection. A fact that is not known is not there: a message that
prints it is not written, one that only asks for it goes on without.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from csmkit.core.account import ROLES, Milestone, Outcome, Role, Stakeholder
from csmkit.core.agenda import one_line
from csmkit.core.approvals import APPROVALS
from csmkit.core.audience import CustomerAccount
from csmkit.core.cadence import is_slower
from csmkit.core.journey import Journey
from csmkit.core.kickoff import kickoff_agenda
from csmkit.core.kickoff_letters import agenda_lines, wanted
from csmkit.core.messages import greeting, is_formal
from csmkit.core.milestones import day_after, due_day, graduated_on, in_order, primary_outcome
from csmkit.core.reassigning import introduction
from csmkit.core.stakeholders import has_left, holders, name_of
from csmkit.core.ways_of_working import RHYTHMS

_MOST_ITEMS = 3
_AHEAD = timedelta(days=60)  # what is due in a year is nobody's next step


class Fact(NamedTuple):
    """What a name stands for, and what to type when it is not known."""

    what: str
    mend: str = "open accounts/{account}/account.yaml and fill {path}"
    path: str = ""

    def how(self, account: str) -> str:
        """What to type, for one account."""
        return self.mend.format(account=account, path=self.path)


_PEOPLE = "csmkit handoff {account} --session people"
_DRAFT = "csmkit plan draft {account}"
_MET = 'csmkit log {account} met MILESTONE --evidence "…"'

FACTS: dict[str, Fact] = {
    "customer": Fact("the customer's name", path="name"),
    "greeting": Fact("how it begins, in the reader's tone"),
    "formal": Fact("whether the readers prefer a formal tone"),
    "champion": Fact("the champion", _PEOPLE),
    "backup_champion": Fact("the backup champion", _PEOPLE),
    "sponsor": Fact("the executive sponsor", _PEOPLE),
    "buyer": Fact("the economic buyer", _PEOPLE),
    "reader": Fact("who reads it, by name"),
    "departed": Fact("the champion who left", "csmkit log {account} left WHO"),
    "departed_on": Fact("the last day of the champion who left", "csmkit log {account} left WHO"),
    "still_here": Fact("whether that day is still to come"),
    "successor": Fact("who takes over from the champion who left", _PEOPLE),
    "csm": Fact("the customer success manager who signs it", path="vendor_team.csm"),
    "introduced_by": Fact("the customer success manager who introduces the new one", path="vendor_team.csm"),
    "new_csm": Fact("the customer success manager from then on", path="vendor_team.steady_state_csm"),
    "account_executive": Fact("the account executive", path="vendor_team.account_executive"),
    "outcome": Fact("the outcome in the customer's words", _DRAFT),
    "metric": Fact("the metric of the outcome", _DRAFT),
    "baseline": Fact("where the metric stood, with its unit", _DRAFT),
    "target": Fact("where the metric has to be, with its unit", _DRAFT),
    "by": Fact("the day by which the target is reached", _DRAFT),
    "reading": Fact("the last reading of the metric, with its unit", "csmkit log {account} reading NUMBER"),
    "reading_on": Fact("the day of the last reading", "csmkit log {account} reading NUMBER"),
    "first_value": Fact("how they recognise the first result", _DRAFT),
    "first_value_on": Fact("the day the first result is planned for", _DRAFT),
    "first_value_reached_on": Fact(
        "the day the first result was reached", 'csmkit log {account} first-value --evidence "…"'
    ),
    "first_value_evidence": Fact(
        "what shows the first result", 'csmkit log {account} first-value --evidence "…"'
    ),
    "reached": Fact("a milestone that is met: its title", _MET),
    "reached_on": Fact("the day the last milestone was met", _MET),
    "evidence": Fact("what shows that the last milestone is met", _MET),
    "reached_all": Fact("the milestones that are met: title, on, evidence", _MET),
    "graduated_on": Fact(
        "the day by which every milestone of the onboarding and the first result were reached", _MET
    ),
    "next_step": Fact("the next milestone: its title", _DRAFT),
    "next_on": Fact("the day of the next milestone", _DRAFT),
    "next_is_late": Fact("whether that day has passed"),
    "kickoff_on": Fact("the day of the kickoff", "csmkit log {account} booked kickoff --to DATE"),
    "kickoff_minutes": Fact("how long the kickoff takes", path="kickoff.minutes"),
    "kickoff_lines": Fact("its agenda in a few lines: what, minutes"),
    "kickoff_bring": Fact("what helps if somebody brings it: name, what", _PEOPLE),
    "decisions": Fact("what was decided: text, owner, due", "csmkit kickoff debrief {account}"),
    "sponsor_call_by": Fact("the day by which the sponsor call is held", path="contract.signed_on"),
    "with_us": Fact("what we owe them next: what, owner, due, late", path="tasks"),
    "with_you": Fact("what they have to do next: what, owner, due, late", path="tasks"),
    "rhythm": Fact("how often we meet", "csmkit log {account} rhythm weekly"),
    "new_rhythm": Fact("how often we meet from then on", "csmkit log {account} rhythm monthly"),
    "change_on": Fact("the first day of the new rhythm", "csmkit cadence announce {account}"),
    "reviews": Fact("how often the result is reviewed with an executive"),
    "pause_from": Fact("the first day of the pause", 'csmkit log {account} hold --reason "…"'),
    "pause_until": Fact("the last day of the pause", 'csmkit log {account} hold --reason "…"'),
    "programme": Fact("what all customers are told, from csmkit.yaml"),
    "account": Fact("the record as the customer may read it"),
}
"""Every name a message may use."""


class MessageReaders(NamedTuple):
    """Who reads a message, and whether it is written formally."""

    people: tuple[Stakeholder, ...]
    formal: bool


def readers(people: Iterable[Stakeholder], journey: Journey) -> MessageReaders:
    """The readers and their tone. Who serves themselves is written to as a person, not as a company."""
    reading = tuple(people)
    return MessageReaders(reading, is_formal(reading, unknown=journey.touch != "low"))


def message_facts(
    account: CustomerAccount,
    journey: Journey,
    to: MessageReaders,
    programme: Mapping[str, str],
    today: date,
) -> dict[str, Any]:
    """What is known, by name."""
    facts: dict[str, Any] = {
        "customer": account.name,
        "formal": to.formal,
        "greeting": greeting(to.people, formal=to.formal) if to.people else None,
        "reader": " and ".join(person.name for person in to.people),
        "sponsor_call_by": _still_to_come(account, journey.sponsor_call_held_by_day, today),
        "programme": dict(programme),
        **_people(account, today),
        **_handover(account, journey, today),
        **_outcome(primary_outcome(account)),
        **_first_value(account),
        **_milestones(account, today),
        "graduated_on": graduated_on(account, journey),
        **_kickoff(account, journey),
        "with_us": _open(_our_work(account), today),
        "with_you": _open(_their_work(account), today),
        **_rhythms(account, journey),
        **_pause(account),
    }
    # A list with nothing in it is as unknown as a date that is missing.
    return {name: value for name, value in facts.items() if value not in (None, [], "")}


def _still_to_come(account: CustomerAccount, days: int, today: date) -> date | None:
    day = day_after(account.contract.signed_on, days)
    return day if day and day > today else None


def _people(account: CustomerAccount, today: date) -> dict[str, Any]:
    gone = _departed(account)
    last_day = gone.departed_on if gone else None
    return {
        "champion": _holder(account, "champion"),
        "backup_champion": _holder(account, "backup_champion"),
        "sponsor": _holder(account, "executive_sponsor") or _holder(account, "economic_buyer"),
        "buyer": _holder(account, "economic_buyer"),
        "departed": gone.name if gone else None,
        "departed_on": last_day,
        "still_here": last_day is not None and last_day > today,
        "successor": _holder(account, "champion") or _holder(account, "backup_champion") if gone else None,
        "csm": _ours(account, "csm"),
        "account_executive": _ours(account, "account_executive"),
    }


def _handover(account: CustomerAccount, journey: Journey, today: date) -> dict[str, str | None]:
    told = introduction(account, journey, today)
    return {"new_csm": told.new, "introduced_by": told.by} if told else {}


def _holder(account: CustomerAccount, role: Role) -> str | None:
    return next((person.name for person in holders(account, role)), None)


def _ours(account: CustomerAccount, role: str) -> str | None:
    return next((person.name for known, person in account.vendor_team.items() if known == role), None)


def _departed(account: CustomerAccount) -> Stakeholder | None:
    """The champion who left last; where the part was given on already, whoever left last."""
    gone = sorted(filter(has_left, account.stakeholders), key=lambda one: one.departed_on or date.min)
    return next((one for one in reversed(gone) if "champion" in one.roles), gone[-1] if gone else None)


def _outcome(outcome: Outcome | None) -> dict[str, Any]:
    if outcome is None:
        return {}
    last = max(outcome.readings, key=lambda reading: reading.on, default=None)
    return {
        "outcome": outcome.statement,
        "metric": outcome.metric,
        "baseline": _with_unit(outcome.baseline.value if outcome.baseline else None, outcome.unit),
        "target": _with_unit(outcome.target, outcome.unit),
        "by": outcome.by,
        "reading": _with_unit(last.value if last else None, outcome.unit),
        "reading_on": last.on if last else None,
    }


def _with_unit(value: Decimal | None, unit: str | None) -> str | None:
    return None if value is None else f"{value:,f} {unit or ''}".strip()


def _first_value(account: CustomerAccount) -> dict[str, Any]:
    first = account.first_value
    return {
        "first_value": one_line(first.definition or ""),
        "first_value_on": first.target_on,
        "first_value_reached_on": first.reached_on,
        "first_value_evidence": first.evidence,
    }


def _milestones(account: CustomerAccount, today: date) -> dict[str, Any]:
    ordered = in_order(account)
    met = sorted((one for one in ordered if one.met_on), key=lambda one: one.met_on or date.min)
    last = met[-1] if met else None
    following = next((one for one in ordered if not one.met_on), None)
    due = due_day(account, following) if following else None
    return {
        "reached": one_line(last.title) if last else None,
        "reached_on": last.met_on if last else None,
        "evidence": last.evidence if last else None,
        "reached_all": [_told(one) for one in met],
        "next_step": one_line(following.title) if following else None,
        "next_on": due,
        "next_is_late": due is not None and due < today,
    }


def _told(milestone: Milestone) -> dict[str, Any]:
    return {"title": one_line(milestone.title), "on": milestone.met_on, "evidence": milestone.evidence}


def _kickoff(account: CustomerAccount, journey: Journey) -> dict[str, Any]:
    agenda = kickoff_agenda(account, journey)
    return {
        "kickoff_on": account.kickoff.on,
        "kickoff_minutes": agenda.minutes,
        "kickoff_lines": [line._asdict() for line in agenda_lines(agenda)],
        "kickoff_bring": [one._asdict() for one in wanted(account, journey)],
        "decisions": [
            {"text": one_line(one.text), "owner": name_of(account, one.owner), "due": one.due_on}
            for one in account.kickoff.decisions
        ],
    }


class _Work(NamedTuple):
    what: str
    owner: str | None
    due: date | None


def _our_work(account: CustomerAccount) -> Iterator[_Work]:
    for task in account.tasks:
        if task.side == "vendor" and task.done_on is None:
            yield _Work(one_line(task.title), name_of(account, task.owner), task.due_on)
    for promise in account.commitments:
        if promise.status == "open":
            yield _Work(one_line(promise.promise), name_of(account, promise.owner), promise.due_on)


def _their_work(account: CustomerAccount) -> Iterator[_Work]:
    for task in account.tasks:
        if task.side == "customer" and task.done_on is None:
            yield _Work(one_line(task.title), _role_or_name(account, task.owner), task.due_on)
    for gate in account.gates:
        if gate.submitted_on is None and gate.cleared_on is None:
            title = f"{APPROVALS[gate.kind]}: hand it in"
            yield _Work(title, _role_or_name(account, gate.owner), gate.submit_by)


def _role_or_name(account: CustomerAccount, owner: str | None) -> str | None:
    """Whoever has that role today, or the person that is named."""
    role = next((one for one in ROLES if one == owner), None)
    return _holder(account, role) if role else name_of(account, owner)


def _open(work: Iterable[_Work], today: date) -> list[dict[str, Any]]:
    """What is late or due soon, the nearest first."""
    dated = sorted(
        (one for one in work if one.due and one.due <= today + _AHEAD),
        key=lambda one: (one.due or date.max, one.what),
    )
    return [one._asdict() | {"late": one.due is not None and one.due < today} for one in dated[:_MOST_ITEMS]]


def _rhythms(account: CustomerAccount, journey: Journey) -> dict[str, Any]:
    """How often we met and will meet, told before the change and once it is made."""
    cadence, agreed = account.cadence, account.cadence.rhythm
    now, then = agreed or journey.onboarding_rhythm, journey.steady_rhythm
    if cadence.next:
        then = cadence.next.rhythm
    elif agreed and cadence.past:
        now, then = cadence.past[-1].rhythm, agreed
    elif agreed and not is_slower(journey.steady_rhythm, agreed):
        now, then = journey.onboarding_rhythm, agreed
    return {
        "rhythm": RHYTHMS[now],
        "new_rhythm": RHYTHMS[then],
        "change_on": cadence.next.starts_on if cadence.next else None,
        "reviews": RHYTHMS[journey.review_rhythm] if journey.review_rhythm else None,
    }


def _pause(account: CustomerAccount) -> dict[str, date | None]:
    last = max(account.holds, key=lambda hold: hold.from_on, default=None)
    return {"pause_from": last.from_on, "pause_until": last.until_on} if last else {}

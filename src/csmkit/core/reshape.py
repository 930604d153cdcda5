"""How maturity, approvals and complexity reshape an onboarding: proposed with reasons, never in silence.

The rules stand in the journey. Each part of a rule that holds is one proposal, which the CSM accepts or
declines; accepted, it becomes tasks, approvals, dates and agenda items whose `because` stays internal.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from typing import Any, Literal, TypeAlias

from csmkit.core.account import Account, Role
from csmkit.core.approvals import APPROVALS
from csmkit.core.assessment import Scorecard
from csmkit.core.changes import Append, Change, Set, applied
from csmkit.core.circumstances import SHOWN_NAMES, circumstances
from csmkit.core.conditions import filled, holds
from csmkit.core.fields import Plain
from csmkit.core.journey import Journey, ReshapeRule
from csmkit.core.milestones import day_after, due_day
from csmkit.core.stakeholders import VENDOR_TITLES, owner_of, played
from csmkit.core.timeline import window_of

_SOON = timedelta(days=7)
_ALWAYS = "Belongs to every onboarding here; what has no name and no day in the plan is nobody's work."


@dataclass(frozen=True)
class Proposal:
    """One change to the onboarding.

    Attributes:
        id: The rule and its part, such as ``long-approvals/security-pack``.
        what: What changes, in a few words.
        before: How it is now.
        after: How it would be.
        because: The rule's reason for this customer. Internal.
        changes: What accepting it writes, beside the decision itself.
    """

    id: str
    what: str
    before: str
    after: str
    because: str
    changes: tuple[Change, ...]


_Part: TypeAlias = tuple[str, str, str, str, tuple[Change, ...]]
Decision = Literal["accepted", "declined"]


@dataclass(frozen=True)
class _Onboarding:
    """What a rule looks at, on one day, with its reason for this customer."""

    account: Account
    journey: Journey
    scope: Mapping[str, Any]
    today: date
    because: str = ""

    def title(self, text: str) -> str:
        """A title that the customer reads: nothing of ours can be in it, whatever the rule asks for."""
        shown = {name: self.scope[name] for name in SHOWN_NAMES if name in self.scope}
        return " ".join(filled(text, shown).split())

    def words(self, text: str) -> str:
        """A text of the rule with its names filled in, on one line."""
        return " ".join(filled(text, self.scope).split())

    def day(self, number: int | None) -> date | None:
        """A day after the signature; a week from today, where it has passed."""
        day = day_after(self.account.contract.signed_on, number)
        return day if day is None or day >= self.today else self.today + _SOON

    @property
    def is_over(self) -> bool:
        """Whether the onboarding has come to its end, so that nothing of its beginning is worth doing."""
        end = day_after(self.account.contract.signed_on, self.journey.graduation_day)
        return end is not None and end <= self.today


def proposals(
    account: Account, journey: Journey, card: Scorecard | None, today: date
) -> tuple[Proposal, ...]:
    """What is proposed and not decided yet, in the order of the journey's rules."""
    decided = {decision.proposal for decision in account.reshaped}
    case = _Onboarding(account, journey, circumstances(account, journey, card), today)
    found: dict[str, Proposal] = {}
    for rule in (*journey.reshape, *_standing(account, journey)):
        if not holds(rule.when, case.scope):
            continue
        reasoned = replace(case, because=case.words(rule.because))
        for part, what, before, after, changes in _parts(reasoned, rule):
            name = f"{rule.id}/{part}"
            if name not in decided and what not in {other.what for other in found.values()}:
                found[name] = Proposal(name, what, before, after, reasoned.because, changes)
    return tuple(found.values())


def _standing(account: Account, journey: Journey) -> tuple[ReshapeRule, ...]:
    """The work of every onboarding on this journey, as a rule that holds once days can be named."""
    rule = ReshapeRule(id="standing-work", when="true", because=_ALWAYS, tasks=journey.tasks)
    return (rule,) if journey.tasks and account.contract.signed_on else ()


def decision_changes(
    data: Plain,
    journey: Journey,
    card: Scorecard | None,
    said: Mapping[str, Decision],
    today: date,
    sitting: str,
) -> tuple[Change, ...]:
    """What decisions write, by proposal id; `data` is the record, `sitting` the id that theirs begin with.

    Each is worked out from what the one before it leaves, so that two that add to one list keep both.
    """
    made: tuple[Change, ...] = ()
    for number, (name, decision) in enumerate(said.items()):
        account = Account.model_validate(data)
        proposal = next((p for p in proposals(account, journey, card, today) if p.id == name), None)
        if proposal is not None:
            changes = _decided(proposal, decision, f"{sitting}-{number}", today)
            data = reduce(applied, changes, data)
            made += changes
    return made


def _decided(proposal: Proposal, decision: Decision, entry_id: str, today: date) -> tuple[Change, ...]:
    kept: dict[str, Plain] = {
        "id": entry_id,
        "proposal": proposal.id,
        "on": today,
        "decision": decision,
        "what": f"{proposal.what}: {proposal.before} → {proposal.after}",
        "because": proposal.because,
    }
    return (*(proposal.changes if decision == "accepted" else ()), Append(("reshaped",), kept))


def _parts(case: _Onboarding, rule: ReshapeRule) -> Iterator[_Part]:
    yield from _tasks(case, rule)
    yield from _gates(case, rule)
    yield from _milestones(case, rule)
    yield from _agenda(case, rule)
    yield from _attendance(case.account, rule)
    yield from _rhythm(case, rule)
    yield from _window(case, rule)


def _tasks(case: _Onboarding, rule: ReshapeRule) -> Iterator[_Part]:
    account = case.account
    there = {task.id for task in account.tasks}
    for task in rule.tasks if not case.is_over else ():
        too_late = task.before == "first_value" and account.first_value.reached_on is not None
        if task.id in there or too_late:
            continue
        title, due = case.title(task.title), case.day(task.day)
        fields: dict[str, Plain] = {"id": task.id, "title": title, "side": task.side}
        optional: dict[str, Plain] = {
            "owner": _person(account, task.owner),
            "counterpart": _person(account, task.counterpart),
            "due_on": due,
            "work_days": task.work_days,
            "because": case.because,
        }
        fields |= {key: value for key, value in optional.items() if value is not None}
        after = f"by {due}" if due else "to be dated"
        waits = _waiting(account, task.before, f"tasks/{task.id}")
        yield task.id, f"Task: {title}", "not planned", after, (Append(("tasks",), fields), *waits)


def _person(account: Account, role: str | None) -> str | None:
    return played(account, role) if role in VENDOR_TITLES else owner_of(account, role)


def _waiting(account: Account, before: str | None, ref: str) -> Iterator[Change]:
    """Let what has to wait for a new step say so."""
    if before == "first_value":
        yield Set(("first_value", "after"), [*account.first_value.after, ref])
    elif before is not None:
        kind, _, name = before.partition("/")
        milestone = next((m for m in account.milestones if kind == "milestones" and m.id == name), None)
        if milestone is not None:
            yield Set(("milestones", name, "after"), [*milestone.after, ref])


def _gates(case: _Onboarding, rule: ReshapeRule) -> Iterator[_Part]:
    there = {gate.kind for gate in case.account.gates}
    for gate in rule.gates if not case.is_over else ():
        if gate.kind in there:
            continue
        name, submit_by = gate.kind.replace("_", "-"), case.day(gate.submit_by_day)
        fields: dict[str, Plain] = {"id": name, "kind": gate.kind, "lead_days": gate.lead_days}
        fields |= {"submit_by": submit_by} if submit_by else {}
        after = f"{gate.lead_days} days" + (f", submitted by {submit_by}" if submit_by else "")
        what = f"Approval: {APPROVALS[gate.kind]}"
        yield name, what, "not expected", after, (Append(("gates",), fields | {"because": case.because}),)


def _milestones(case: _Onboarding, rule: ReshapeRule) -> Iterator[_Part]:
    """A milestone is dated anew only while nobody agreed on a day, moved it or met it."""
    account = case.account
    for moved in rule.milestones:
        milestone = next((m for m in account.milestones if m.id == moved.id), None)
        to = day_after(account.contract.signed_on, moved.to_day)
        if milestone is None or milestone.due_on or milestone.moved or milestone.met_on:
            continue
        now = due_day(account, milestone)
        if to is not None and to >= case.today and now != to:
            path = ("milestones", milestone.id)
            changes: tuple[Change, ...] = (Set((*path, "due_on"), to), Set((*path, "because"), case.because))
            yield milestone.id, f"Milestone {milestone.id}", str(now or "no day"), str(to), changes


def _agenda(case: _Onboarding, rule: ReshapeRule) -> Iterator[_Part]:
    account = case.account
    there = {item.id for item in account.kickoff.agenda}
    for item in rule.agenda if not account.kickoff.attended else ():
        if item.id in there:
            continue
        title, owner = case.title(item.title), owner_of(account, item.owner)
        fields: dict[str, Plain] = {"id": item.id, "title": title, "minutes": item.minutes, "kind": item.kind}
        fields |= ({"owner": owner} if owner else {}) | {"because": case.because}
        change = Append(("kickoff", "agenda"), fields)
        yield item.id, f"Kickoff: {title}", "not on the agenda", f"{item.minutes} minutes", (change,)


def _attendance(account: Account, rule: ReshapeRule) -> Iterator[_Part]:
    needed: tuple[Role, ...] = account.kickoff.needs
    missing = [role for role in rule.attend if role not in needed]
    if missing and not account.kickoff.attended:
        told = ", ".join(role.replace("_", " ") for role in missing)
        change = Set(("kickoff", "needs"), [*needed, *missing])
        yield "attend", f"Kickoff needs: {told}", "as always", "has to come", (change,)


def _rhythm(case: _Onboarding, rule: ReshapeRule) -> Iterator[_Part]:
    now = case.account.cadence.rhythm or case.journey.onboarding_rhythm
    if rule.rhythm and rule.rhythm != now and not case.is_over:
        changes = (Set(("cadence", "rhythm"), rule.rhythm), Set(("cadence", "since"), case.today))
        yield "rhythm", "Meeting rhythm", now, rule.rhythm, changes


def _window(case: _Onboarding, rule: ReshapeRule) -> Iterator[_Part]:
    wanted, now, first = rule.first_value, window_of(case.account, case.journey), case.account.first_value
    if wanted is None or first.window is not None or first.reached_on is not None:
        return
    before = f"day {now.from_day} to {now.to_day}" if now else "not known"
    after = f"day {wanted.from_day} to {wanted.to_day}"
    if before != after:
        window: dict[str, Plain] = {"from_day": wanted.from_day, "to_day": wanted.to_day}
        yield "window", "Window for first value", before, after, (Set(("first_value", "window"), window),)

"""How maturity, approvals and complexity reshape an onboarding: proposed with reasons, never in silence.

The rules stand in the journey. Each part of a rule that holds is one proposal, which the CSM accepts or
declines; accepted, it becomes tasks, approvals, dates and agenda items whose `because` stays internal.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from csmkit.core.account import Account, Role
from csmkit.core.approvals import APPROVALS
from csmkit.core.assessment import Scorecard, latest
from csmkit.core.changes import Append, Change, Set
from csmkit.core.conditions import Nested, filled, holds
from csmkit.core.fields import Plain
from csmkit.core.journey import Journey, ReshapeRule
from csmkit.core.milestones import day_after, due_day
from csmkit.core.stakeholders import VENDOR_TITLES, holders, layers_between
from csmkit.core.timeline import window_of

NAMES = ("maturity", "level", "gates", "complexity", "journey", "segment", "touch", "layers", "account")
"""The names that the conditions and texts of a rule may use."""


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


def proposals(
    account: Account, journey: Journey, card: Scorecard | None, today: date
) -> tuple[Proposal, ...]:
    """What is proposed and not decided yet, in the order of the journey's rules."""
    decided = {decision.proposal for decision in account.reshaped}
    scope = _scope(account, journey, card)
    found: dict[str, Proposal] = {}
    for rule in journey.reshape:
        if not holds(rule.when, scope):
            continue
        because = " ".join(filled(rule.because, scope).split())
        for part, what, before, after, changes in _parts(account, journey, rule, scope, because, today):
            name = f"{rule.id}/{part}"
            if name not in decided and what not in {other.what for other in found.values()}:
                found[name] = Proposal(name, what, before, after, because, changes)
    return tuple(found.values())


def decided(proposal: Proposal, decision: str, entry_id: str, today: date) -> tuple[Change, ...]:
    """What a decision writes: the change itself where it was accepted, and the decision."""
    kept: dict[str, Plain] = {
        "id": entry_id,
        "proposal": proposal.id,
        "on": today,
        "decision": decision,
        "because": proposal.because,
    }
    return (*(proposal.changes if decision == "accepted" else ()), Append(("reshaped",), kept))


def _scope(account: Account, journey: Journey, card: Scorecard | None) -> dict[str, Any]:
    scores = {part.id: part.score for part in card.dimensions} if card else {}
    run = latest(account.assessments)
    levels = {q: int(a.value) for q, a in run.answers.items() if a.value and a.value.isdigit()} if run else {}
    scope: dict[str, Any] = {
        "maturity": Nested({name: score for name, score in scores.items() if score is not None}),
        "level": Nested(levels),
        "gates": [gate.kind for gate in account.gates],
        "account": Nested(name=account.name),
        "journey": account.journey,
        "touch": journey.touch,
    }
    optional = {"complexity": account.complexity, "segment": account.segment, "layers": layers(account)}
    return scope | {name: value for name, value in optional.items() if value is not None}


def layers(account: Account) -> int | None:
    """Steps of reporting between the champion and the economic buyer: 0 for one person, None when unknown."""
    for champion in holders(account, "champion"):
        for buyer in holders(account, "economic_buyer"):
            return layers_between(account, champion.id, buyer.id)
    return None


def _parts(
    account: Account, journey: Journey, rule: ReshapeRule, scope: Mapping[str, Any], because: str, today: date
) -> Iterator[_Part]:
    yield from _tasks(account, rule, scope, because)
    yield from _gates(account, rule, because)
    yield from _milestones(account, rule, because)
    yield from _agenda(account, rule, scope, because)
    yield from _attendance(account, rule)
    yield from _rhythm(account, journey, rule, today)
    yield from _window(account, journey, rule)


def _tasks(account: Account, rule: ReshapeRule, scope: Mapping[str, Any], because: str) -> Iterator[_Part]:
    there = {task.id for task in account.tasks}
    for task in rule.tasks:
        if task.id in there:
            continue
        title = " ".join(filled(task.title, scope).split())
        due = day_after(account.contract.signed_on, task.day)
        fields: dict[str, Plain] = {"id": task.id, "title": title, "side": task.side}
        optional: dict[str, Plain] = {
            "owner": _owner(account, task.owner),
            "due_on": due,
            "work_days": task.work_days,
            "because": because,
        }
        fields |= {key: value for key, value in optional.items() if value is not None}
        after = f"by {due}" if due else "to be dated"
        waits = _waiting(account, task.before, f"tasks/{task.id}")
        yield task.id, f"Task: {title}", "not planned", after, (Append(("tasks",), fields), *waits)


def _waiting(account: Account, before: str | None, ref: str) -> Iterator[Change]:
    """Let what has to wait for a new step say so."""
    if before == "first_value":
        yield Set(("first_value", "after"), [*account.first_value.after, ref])
    elif before is not None:
        kind, _, name = before.partition("/")
        milestone = next((m for m in account.milestones if kind == "milestones" and m.id == name), None)
        if milestone is not None:
            yield Set(("milestones", name, "after"), [*milestone.after, ref])


def _owner(account: Account, role: str | None) -> str | None:
    """Who holds a role, ours or theirs; a role of ours that nobody holds stays a role."""
    if role is None or role in VENDOR_TITLES:
        return role
    people = holders(account, role)  # type: ignore[arg-type]  # a word of the vocabulary, checked at load
    return people[0].id if people else None


def _gates(account: Account, rule: ReshapeRule, because: str) -> Iterator[_Part]:
    there = {gate.kind for gate in account.gates}
    for gate in rule.gates:
        if gate.kind in there:
            continue
        name = gate.kind.replace("_", "-")
        submit_by = day_after(account.contract.signed_on, gate.submit_by_day)
        fields: dict[str, Plain] = {"id": name, "kind": gate.kind, "lead_days": gate.lead_days}
        fields |= {"submit_by": submit_by} if submit_by else {}
        after = f"{gate.lead_days} days" + (f", submitted by {submit_by}" if submit_by else "")
        what = f"Approval: {APPROVALS[gate.kind]}"
        yield name, what, "not expected", after, (Append(("gates",), fields | {"because": because}),)


def _milestones(account: Account, rule: ReshapeRule, because: str) -> Iterator[_Part]:
    """A milestone is dated anew only while nobody agreed on a day, moved it or met it."""
    for moved in rule.milestones:
        milestone = next((m for m in account.milestones if m.id == moved.id), None)
        to = day_after(account.contract.signed_on, moved.to_day)
        if milestone is None or milestone.due_on or milestone.moved or milestone.met_on or to is None:
            continue
        path = ("milestones", milestone.id)
        changes: tuple[Change, ...] = (Set((*path, "due_on"), to), Set((*path, "because"), because))
        now = due_day(account, milestone)
        if now != to:
            yield milestone.id, f"Milestone {milestone.id}", str(now or "no day"), str(to), changes


def _agenda(account: Account, rule: ReshapeRule, scope: Mapping[str, Any], because: str) -> Iterator[_Part]:
    there = {item.id for item in account.kickoff.agenda}
    for item in rule.agenda if not account.kickoff.attended else ():
        if item.id in there:
            continue
        title = " ".join(filled(item.title, scope).split())
        fields: dict[str, Plain] = {"id": item.id, "title": title, "minutes": item.minutes, "kind": item.kind}
        owner = _owner(account, item.owner)
        fields |= ({"owner": owner} if owner else {}) | {"because": because}
        change = Append(("kickoff", "agenda"), fields)
        yield item.id, f"Kickoff: {title}", "not on the agenda", f"{item.minutes} minutes", (change,)


def _attendance(account: Account, rule: ReshapeRule) -> Iterator[_Part]:
    needed: tuple[Role, ...] = account.kickoff.needs
    missing = [role for role in rule.attend if role not in needed]
    if missing and not account.kickoff.attended:
        told = ", ".join(role.replace("_", " ") for role in missing)
        change = Set(("kickoff", "needs"), [*needed, *missing])
        yield "attend", f"Kickoff needs: {told}", "as always", "has to come", (change,)


def _rhythm(account: Account, journey: Journey, rule: ReshapeRule, today: date) -> Iterator[_Part]:
    now = account.cadence.rhythm or journey.onboarding_rhythm
    graduated = day_after(account.contract.signed_on, journey.graduation_day)
    if rule.rhythm and rule.rhythm != now and (graduated is None or today < graduated):
        changes = (Set(("cadence", "rhythm"), rule.rhythm), Set(("cadence", "since"), today))
        yield "rhythm", "Meeting rhythm", now, rule.rhythm, changes


def _window(account: Account, journey: Journey, rule: ReshapeRule) -> Iterator[_Part]:
    wanted, now = rule.first_value, window_of(account, journey)
    if wanted is None or account.first_value.window is not None or account.first_value.reached_on is not None:
        return
    before = f"day {now.from_day} to {now.to_day}" if now else "not known"
    after = f"day {wanted.from_day} to {wanted.to_day}"
    if before != after:
        window: dict[str, Plain] = {"from_day": wanted.from_day, "to_day": wanted.to_day}
        yield "window", "Window for first value", before, after, (Set(("first_value", "window"), window),)

"""Where accounts stand still: at which milestone, and what more of them have or lack than of the others.

An account stalls when an agreed day has passed without its milestone. What stalled accounts have more often
than the rest is no cause yet, but it says where to look first.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple

from csmkit.book.current_state.rates import Case, on_time
from csmkit.book.ttfv import MINIMUM
from csmkit.core.account import Account, Gate, Milestone, Role
from csmkit.core.approvals import APPROVALS
from csmkit.core.holds import hold_on
from csmkit.core.milestones import before_our_time, in_order, is_met, missed_since
from csmkit.core.stakeholders import holders

PEOPLE_KNOWN_BY = 30
NEEDED: tuple[Role, ...] = (
    "economic_buyer",
    "executive_sponsor",
    "champion",
    "backup_champion",
    "technical_lead",
)


class Step(NamedTuple):
    """One milestone of the book: how many came to its agreed day, and what became of it."""

    milestone: str
    due: int
    on_time: int
    later: int
    open: int
    left: int
    unproven: int


class Stuck(NamedTuple):
    """A milestone that is the first one missed, by how many accounts, and for how many days (the middle)."""

    milestone: str
    accounts: int
    days_late: float | None


class Mark(NamedTuple):
    """Something that stalled accounts have, and how many of the others have it too."""

    what: str
    stalled: int
    others: int


class Approval(NamedTuple):
    """How long an approval takes, as told and in truth, in days. No middle below the minimum n."""

    kind: str
    accounts: int
    cleared: int
    waiting: int
    overdue: int
    told: float | None
    took: float | None


class Stalls(NamedTuple):
    """Where the book stands still. `active`: signed, not left, not on hold."""

    active: int
    on_hold: int
    stalled: int
    steps: tuple[Step, ...]
    stuck: tuple[Stuck, ...]
    marks: tuple[Mark, ...]
    approvals: tuple[Approval, ...]

    @property
    def others(self) -> int:
        """Active accounts that do not stall."""
        return self.active - self.stalled

    @property
    def telling(self) -> tuple[Mark, ...]:
        """The marks that stalled accounts have more often than the others.

        None where nobody else is there, or below the minimum n of stalled accounts.
        """
        if self.stalled < MINIMUM or not self.others:
            return ()
        return tuple(mark for mark in self.marks if mark.stalled * self.others > mark.others * self.stalled)


def stalls(cases: Sequence[Case], today: date) -> Stalls:
    """Everything about standing still, as of a day."""
    running = [case.account for case in cases if _running(case.account, today)]
    active = [account for account in running if hold_on(account, today) is None]
    missed = {account.id: found for account in active if (found := _first_missed(account, today))}
    stalled = [account for account in active if account.id in missed]
    return Stalls(
        len(active),
        len(running) - len(active),
        len(stalled),
        tuple(_steps(cases, today)),
        tuple(_stuck(missed.values(), today)),
        tuple(_marks(stalled, [one for one in active if one.id not in missed], today)),
        tuple(_approvals([case.account for case in cases], today)),
    )


def _running(account: Account, today: date) -> bool:
    signed, left = account.contract.signed_on, account.contract.churned_on
    return signed is not None and signed <= today and (left is None or left > today)


def _first_missed(account: Account, today: date) -> tuple[str, date] | None:
    for milestone in in_order(account):
        since = missed_since(account, milestone, today)
        if since and not before_our_time(account, since):
            return milestone.id, since
    return None


def _stuck(missed: Iterable[tuple[str, date]], today: date) -> Iterator[Stuck]:
    late: dict[str, list[int]] = {}
    for milestone, since in missed:
        late.setdefault(milestone, []).append((today - since).days)
    for milestone, days in sorted(late.items(), key=lambda each: -len(each[1])):
        yield Stuck(milestone, len(days), _middle(days))


def _steps(cases: Sequence[Case], today: date) -> Iterator[Step]:
    days: dict[str, int] = {}
    became: Counter[tuple[str, str]] = Counter()
    for account in (case.account for case in cases):
        for milestone in account.milestones:
            days.setdefault(milestone.id, milestone.day or 0)
            became[milestone.id, _became(account, milestone, today)] += 1
    kinds = ("on time", "later", "open", "left", "unproven")
    for milestone_id in sorted(days, key=lambda one: (days[one], one)):
        counts = [became[milestone_id, kind] for kind in kinds]
        if sum(counts):
            yield Step(milestone_id, sum(counts), *counts)


def _became(account: Account, milestone: Milestone, today: date) -> str:
    told, left = on_time(account, milestone, today), account.contract.churned_on
    if isinstance(told, str):
        return "unproven" if is_met(milestone, today) and not account.in_flight else "not counted"
    if told:
        return "on time"
    if is_met(milestone, today):
        return "later"
    return "left" if left is not None and left <= today else "open"


def _marks(stalled: Sequence[Account], others: Sequence[Account], today: date) -> Iterator[Mark]:
    """What tells stalled accounts from the others, what tells most first; nothing that nobody has."""
    marks = (
        Mark(what, sum(of[one.id] for one in stalled), sum(of[one.id] for one in others))
        for what, of in _looked_at([*stalled, *others], today)
    )
    told = [mark for mark in marks if mark.stalled or mark.others]
    yield from sorted(told, key=lambda mark: _per(mark.others, others) - _per(mark.stalled, stalled))


def _per(count: int, accounts: Sequence[Account]) -> float:
    return count / len(accounts) if accounts else 0.0


def _looked_at(accounts: Sequence[Account], today: date) -> Iterator[tuple[str, dict[str, bool]]]:
    for role in NEEDED:
        yield f"no {role.replace('_', ' ')}", {one.id: _lacks(one, role, today) for one in accounts}
    for kind, title in APPROVALS.items():
        waits = {one.id: any(g.kind == kind and _waits(g, today) for g in one.gates) for one in accounts}
        yield f"{title.lower()} not cleared", waits


def _lacks(account: Account, role: Role, today: date) -> bool:
    signed = account.contract.signed_on
    due = signed is not None and signed + timedelta(days=PEOPLE_KNOWN_BY) < today
    return due and not holders(account, role)


def _waits(gate: Gate, today: date) -> bool:
    return gate.cleared_on is None or gate.cleared_on > today


def _approvals(accounts: Iterable[Account], today: date) -> Iterator[Approval]:
    by_kind: dict[str, list[tuple[Account, Gate]]] = {}
    for account in accounts:
        for gate in account.gates:
            by_kind.setdefault(gate.kind, []).append((account, gate))
    for kind, found in sorted(by_kind.items(), key=lambda each: -len(each[1])):
        yield _approval(APPROVALS[kind], found, today)


def _approval(kind: str, found: Sequence[tuple[Account, Gate]], today: date) -> Approval:
    took = [
        (gate.cleared_on - gate.submitted_on).days
        for _, gate in found
        if gate.cleared_on and gate.submitted_on and gate.cleared_on <= today
    ]
    told = [gate.lead_days for _, gate in found if gate.lead_days is not None]
    waiting = [gate for account, gate in found if _running(account, today) and _waits(gate, today)]
    overdue = sum(_overdue(gate, today) for gate in waiting)
    cleared = sum(not _waits(gate, today) for _, gate in found)
    return Approval(kind, len(found), cleared, len(waiting), overdue, _middle(told), _middle(took))


def _overdue(gate: Gate, today: date) -> bool:
    if gate.submitted_on is None:
        return gate.submit_by is not None and gate.submit_by < today
    return gate.lead_days is not None and gate.submitted_on + timedelta(days=gate.lead_days) < today


def _middle(days: Sequence[int]) -> float | None:
    return median(days) if len(days) >= MINIMUM else None

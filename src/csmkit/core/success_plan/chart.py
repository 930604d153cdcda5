"""The plan's days as bars of a Gantt chart, from dated steps alone: it changes only when the plan does."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from csmkit.core.approvals import APPROVALS
from csmkit.core.audience import CustomerAccount
from csmkit.core.critical_path import cleared, gate_step
from csmkit.core.milestones import due_day
from csmkit.core.working_days import WorkingDays

_KEPT = " .,()'/-"
_LONGEST = 60


class Bar(NamedTuple):
    """One bar, its days as 2026-09-01. `ends` is the day after its last one; a milestone has none."""

    section: str
    label: str
    starts: str
    ends: str | None
    done: bool


def bars(account: CustomerAccount, days: WorkingDays) -> tuple[Bar, ...]:
    """Approvals, tasks, first value and milestones that have days, in that order."""
    return (*_approvals(account, days), *_tasks(account), *_checkpoints(account))


def label(text: str) -> str:
    """A text without anything that means something in a chart, short enough for a line of it."""
    plain = " ".join("".join(c if c.isalnum() or c in _KEPT else " " for c in text).split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 3].rstrip() + "..."


def _bar(section: str, title: str, start: date, last: date | None, *, done: bool) -> Bar:
    ends = (last + timedelta(days=1)).isoformat() if last else None
    return Bar(section, label(title), start.isoformat(), ends, done)


def _approvals(account: CustomerAccount, days: WorkingDays) -> Iterator[Bar]:
    for gate in account.gates:
        start = gate.submitted_on or gate.submit_by
        end = gate.cleared_on
        if start and end is None and gate.lead_days is not None:
            end = cleared(gate_step(gate), start, days)
        if start and end and start <= end:
            done = gate.cleared_on is not None
            yield _bar("Approvals", APPROVALS[gate.kind], start, end, done=done)


def _tasks(account: CustomerAccount) -> Iterator[Bar]:
    signed = account.contract.signed_on
    for task in account.tasks:
        end = task.done_on or task.due_on
        if end:
            start = max(signed, end - timedelta(days=task.work_days or 7)) if signed else end
            yield _bar("Tasks", task.title, min(start, end), end, done=task.done_on is not None)


def _checkpoints(account: CustomerAccount) -> Iterator[Bar]:
    first = account.first_value
    on = first.reached_on or first.target_on
    if on:
        yield _bar("Milestones", "First result", on, None, done=first.reached_on is not None)
    for milestone in account.milestones:
        day = milestone.met_on or due_day(account, milestone)
        if day:
            yield _bar("Milestones", milestone.title, day, None, done=milestone.met_on is not None)

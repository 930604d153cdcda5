"""What the plan promises: milestones, first value, commitments, approvals, tasks, its documents."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from csmkit.core.account import Gate, Milestone
from csmkit.core.critical_path import cleared, gate_step
from csmkit.core.desk.item import Item, Outlook, View
from csmkit.core.milestones import day_after, due_day
from csmkit.core.play_runs import running
from csmkit.core.timeline import value_target
from csmkit.core.working_days import WorkingDays


def milestones(view: View) -> Iterator[Item]:
    """A milestone on its day; one that falls together with first value stands in that line."""
    together = _with_first_value(view)
    for milestone in view.account.milestones:
        if not view.done(milestone.met_on) and milestone not in together:
            command = view.log(f'met {milestone.id} --evidence "…"')
            due = due_day(view.account, milestone)
            yield from view.dated(due, f"milestone {milestone.id} is not met", command)


def first_value(view: View) -> Iterator[Item]:
    """First value on the day it is planned for, with what the rest of the book says of it."""
    first = view.account.first_value
    if not view.done(first.reached_on):
        command = view.log('first-value --evidence "…"')
        with_it = "".join(f", and milestone {one.id} not met" for one in _with_first_value(view))
        for item in view.dated(first.target_on, f"first value is not reached{with_it}", command):
            yield _with_outlook(item, view.outlook)


def _with_first_value(view: View) -> tuple[Milestone, ...]:
    """Milestones that are open on the day of a first value that is not reached."""
    first, account = view.account.first_value, view.account
    if first.target_on is None or view.done(first.reached_on):
        return ()
    return tuple(
        one
        for one in account.milestones
        if not view.done(one.met_on) and due_day(account, one) == first.target_on
    )


def _with_outlook(item: Item, outlook: Outlook | None) -> Item:
    if outlook is None:
        return item
    told = (
        f"as others went, {100 * outlook.chance:.0f} % have it by {outlook.by} ({outlook.accounts} accounts)"
    )
    return replace(item, why=f"{item.why}; {told}", chance=outlook.chance)


def commitments(view: View) -> Iterator[Item]:
    """A promise on its day; one without a day needs one."""
    for commitment in view.account.commitments:
        if commitment.status != "open":
            continue
        if commitment.due_on is None:
            why = f"the promise “{commitment.promise}” is open and has no date"
            yield Item("at risk", None, why, view.log(f'moved {commitment.id} --to DATE --reason "…"'))
        else:
            why = f"the promise “{commitment.promise}” is open"
            yield from view.dated(commitment.due_on, why, view.log(f"delivered {commitment.id}"))


def gates(view: View) -> Iterator[Item]:
    """An approval: submitted in time, cleared after its lead time; without one nobody can tell."""
    for gate in view.account.gates:
        if view.done(gate.cleared_on):
            continue
        step = "cleared" if view.done(gate.submitted_on) else "submitted"
        name = gate.id.replace("-", " ")
        why, command = f"the approval “{name}” is not {step}", view.log(f"{step} {gate.id}")
        yield from view.dated(approval_due(view, gate), why, command)
        if gate.lead_days is None:
            why = f"how long the approval “{name}” takes is not known; ask who steers it"
            command = f"open accounts/{view.name}/account.yaml and fill gates.{gate.id}.lead_days"
            yield Item("cannot tell", None, why, command)


def approval_due(view: View, gate: Gate) -> date | None:
    """The day of an approval's next step: its clearance once it is submitted, before that its submission.

    None where the lead time is not known, and no day of submission is planned.
    """
    if gate.submitted_on is None or not view.done(gate.submitted_on):
        return _last_submission(view, gate)
    # A weekend is stepped over as the plan does; a country's holidays take too long to look up here.
    return None if gate.lead_days is None else cleared(gate_step(gate), gate.submitted_on, WorkingDays())


def _last_submission(view: View, gate: Gate) -> date | None:
    """The last day to submit without moving first value, or the earlier day that is planned."""
    value = value_target(view.account, view.journey)
    last = None if gate.lead_days is None else day_after(value, -gate.lead_days)
    return min((day for day in (last, gate.submit_by) if day), default=None)


def tasks(view: View) -> Iterator[Item]:
    """A task on its day; what belongs to a play that is under way stands with it."""
    under_way = {run.id for run in running(view.account, view.today) if run.play in view.plays}
    for task in (task for task in view.account.tasks if task.play not in under_way):
        if not view.done(task.done_on):
            why = f"the task “{task.title}” is not done"
            yield from view.dated(task.due_on, why, view.log(f"done {task.id}"))


def documents(view: View) -> Iterator[Item]:
    """A document the customer has, while the record says something else by now."""
    for document, command in view.stale:
        yield Item("this week", None, f"{document} is older than the record", command)

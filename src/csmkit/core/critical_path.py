"""What has to wait for what: the steps of an onboarding, dated forward from what is done.

The critical path method: a forward pass gives the earliest end of each step and the step that decides it, a
backward pass from the value date the latest end that still holds it. An approval that nothing names stands
before first value, because that is where a forgotten queue shows up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from csmkit.core.account import Account, Gate
from csmkit.core.approvals import APPROVALS
from csmkit.core.milestones import due_day
from csmkit.core.working_days import WorkingDays

Kind = Literal["gate", "task", "milestone", "first value"]
FIRST_VALUE = "first_value"


@dataclass(frozen=True)
class Step:
    """One step: what it waits for, and the days it has.

    Attributes:
        ref: ``gates/security-review``, ``tasks/data-extract``, ``milestones/day-30`` or ``first_value``.
        after: The refs it waits for.
        lead: Days of an approval from submission; None when nobody said, or for another kind of step.
        work: Working days of work; None when nobody said.
    """

    ref: str
    title: str
    kind: Kind
    after: tuple[str, ...]
    due: date | None = None
    done_on: date | None = None
    submitted_on: date | None = None
    submit_by: date | None = None
    lead: int | None = None
    counted_in: str = "calendar"
    work: int | None = None


@dataclass(frozen=True)
class Dated:
    """A step with its days: `decided_by` is the step whose end it waited for."""

    step: Step
    starts: date
    ends: date
    decided_by: str | None


@dataclass(frozen=True)
class Network:
    """Every step in an order in which each comes after what it waits for, with what was wrong on the way."""

    steps: tuple[Step, ...]
    problems: tuple[str, ...]

    def step(self, ref: str) -> Step:
        """The step of a ref."""
        return next(step for step in self.steps if step.ref == ref)


def network(account: Account) -> Network:
    """The steps of an account, in order; a name that leads nowhere and a circle are told and left out."""
    found = {step.ref: step for step in _steps(account)}
    problems: list[str] = []
    known = {ref: _resolved(step, found, problems) for ref, step in found.items()}
    value = known[FIRST_VALUE]
    known[FIRST_VALUE] = replace(value, after=tuple(dict.fromkeys((*value.after, *_unnamed_gates(known)))))
    return Network(tuple(_in_order(known, problems)), tuple(problems))


def _steps(account: Account) -> Iterable[Step]:
    for gate in account.gates:
        yield gate_step(gate)
    for task in account.tasks:
        ref = f"tasks/{task.id}"
        yield Step(ref, task.title, "task", task.after, task.due_on, task.done_on, work=task.work_days)
    for milestone in account.milestones:
        ref, due = f"milestones/{milestone.id}", due_day(account, milestone)
        after, met = milestone.after, milestone.met_on
        yield Step(ref, milestone.title, "milestone", after, due, met, work=milestone.work_days)
    first = account.first_value
    yield Step(
        FIRST_VALUE, "First value", "first value", first.after, first.target_on, first.reached_on,
        work=first.work_days,
    )  # fmt: skip


def gate_step(gate: Gate) -> Step:
    """An approval as a step."""
    return Step(
        f"gates/{gate.id}",
        APPROVALS[gate.kind],
        "gate",
        gate.after,
        done_on=gate.cleared_on,
        submitted_on=gate.submitted_on,
        submit_by=gate.submit_by,
        lead=gate.lead_days,
        counted_in=gate.counted_in,
    )


def _resolved(step: Step, known: Mapping[str, Step], problems: list[str]) -> Step:
    refs = [_ref(word, known) for word in step.after]
    for word, ref in zip(step.after, refs, strict=True):
        if ref is None:
            problems.append(f"{step.ref} waits for “{word}”, which is not in the record")
    return replace(step, after=tuple(ref for ref in refs if ref is not None and ref != step.ref))


def _ref(word: str, known: Mapping[str, Step]) -> str | None:
    """What a name in `after` means: a full ref, or an id that only one step has."""
    if word in known:
        return word
    named = [ref for ref in known if ref.rpartition("/")[2] == word]
    return named[0] if len(named) == 1 else None


def _unnamed_gates(known: Mapping[str, Step]) -> list[str]:
    named = {ref for step in known.values() for ref in step.after}
    return [ref for ref, step in known.items() if step.kind == "gate" and ref not in named]


def _in_order(known: Mapping[str, Step], problems: list[str]) -> list[Step]:
    """Each step after what it waits for; an edge that would close a circle is dropped and told."""
    ordered: dict[str, Step] = {}
    under_way: list[str] = []

    def visit(ref: str) -> None:
        under_way.append(ref)
        kept = []
        for before in known[ref].after:
            if before in under_way:
                problems.append(f"{ref} and {before} wait for each other")
                continue
            if before not in ordered:
                visit(before)
            kept.append(before)
        under_way.pop()
        ordered[ref] = replace(known[ref], after=tuple(kept))

    for ref in known:
        if ref not in ordered:
            visit(ref)
    return list(ordered.values())


@dataclass(frozen=True)
class Calendar:
    """What dating needs beside the steps: the first day, the days that count, and today.

    Without `today` nothing is pushed forward to it: that is how a document that must not change from one
    day to the next is dated.
    """

    start: date
    days: WorkingDays
    today: date | None = None

    def from_today(self, day: date) -> date:
        """A day, or today where that is later."""
        return max(day, self.today) if self.today else day


def forward(
    net: Network, calendar: Calendar, submitted: Mapping[str, date] | None = None
) -> dict[str, Dated]:
    """The earliest days of every step. `submitted` tries other days of submission, by ref."""
    dated: dict[str, Dated] = {}
    for step in net.steps:
        decided_by = max(step.after, key=lambda ref: dated[ref].ends, default=None)
        ready = dated[decided_by].ends if decided_by else calendar.start
        starts, ends = _days(step, ready, calendar, (submitted or {}).get(step.ref))
        dated[step.ref] = Dated(step, starts, ends, decided_by)
    return dated


def _days(step: Step, ready: date, calendar: Calendar, submitted: date | None) -> tuple[date, date]:
    if step.done_on is not None:
        return step.submitted_on or min(ready, step.done_on), step.done_on
    if step.kind == "gate":
        return _gate_days(step, ready, calendar, submitted)
    starts = calendar.days.next_working(calendar.from_today(ready))
    if step.work is not None:
        return starts, calendar.days.add(starts, step.work)
    if step.kind == "first value" and step.after:
        return starts, starts
    planned = max(starts, step.due) if step.due else starts
    return (min(starts, planned), planned)


def _gate_days(step: Step, ready: date, calendar: Calendar, submitted: date | None) -> tuple[date, date]:
    planned = submitted or step.submit_by or ready
    handed_in = step.submitted_on or calendar.from_today(max(ready, planned))
    if not step.submitted_on:
        handed_in = calendar.days.next_working(handed_in)
    ends = cleared(step, handed_in, calendar.days)
    return handed_in, max(ends, calendar.days.next_working(calendar.from_today(ends)))


def cleared(step: Step, submitted: date, days: WorkingDays) -> date:
    """The day an approval comes, for a day of submission: lead time, then the next working day."""
    lead = step.lead or 0
    if step.counted_in == "working":
        return days.add(submitted, lead)
    return days.next_working(_shifted(submitted, lead))


def _shifted(day: date, count: int) -> date:
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return date.max if count > 0 else date.min


def latest_ends(net: Network, days: WorkingDays, value_date: date) -> dict[str, date]:
    """The latest day each step before first value may end without moving it."""
    latest = {FIRST_VALUE: value_date}
    for step in reversed(net.steps):
        if step.ref not in latest:
            continue
        must_be_ready = _latest_start(step, latest[step.ref], days)
        for before in step.after:
            latest[before] = min(latest.get(before, date.max), must_be_ready)
    return latest


def _latest_start(step: Step, ends: date, days: WorkingDays) -> date:
    if step.kind == "gate" and step.counted_in == "calendar":
        return days.last_working(_shifted(ends, -(step.lead or 0)))
    needed = step.lead if step.kind == "gate" else step.work
    return days.last_working(days.add(ends, -needed) if needed else ends)


def path_to(ref: str, dated: Mapping[str, Dated]) -> tuple[str, ...]:
    """The steps that decide when a step ends, first to last: the critical path to it."""
    path = [ref]
    while (before := dated[path[-1]].decided_by) is not None:
        path.append(before)
    return tuple(reversed(path))

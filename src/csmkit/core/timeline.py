"""Dates that hold: when first value comes, what decides it, how much room is left, and what governs.

Everything is counted from the signature. First value is measured against its own window and target, never
against day 60. The governing date is the last day of notice; a customer makes up their mind well before it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from csmkit.core.account import Account, Hold, Move, ValueWindow
from csmkit.core.critical_path import (
    FIRST_VALUE,
    Calendar,
    Dated,
    Kind,
    Network,
    forward,
    latest_ends,
    network,
    path_to,
)
from csmkit.core.journey import FloatBand, Journey, Window
from csmkit.core.last_calls import LastCall, last_calls
from csmkit.core.milestones import day_after, due_day
from csmkit.core.working_days import WorkingDays

RESERVE = timedelta(days=14)
"""How long before the day that is too late first value is proposed: what slips by two weeks still counts."""
DECIDED_BEFORE = timedelta(days=90)
"""A renewal is decided about a quarter before the last day of notice: budgets are made by then."""


@dataclass(frozen=True)
class TimelineStep:
    """One step with its days. `slack`: working days it may slip before the value date is missed."""

    ref: str
    title: str
    kind: Kind
    starts: date
    ends: date
    due: date | None
    done_on: date | None
    slack: int | None
    critical: bool
    after: tuple[str, ...]

    @property
    def late(self) -> bool:
        """Whether it will miss the day it is due."""
        return self.due is not None and (self.done_on or self.ends) > self.due


@dataclass(frozen=True)
class Slip:
    """A date that was moved, from its first day to the one it has now."""

    ref: str
    title: str
    first: date
    now: date
    reasons: tuple[str, ...]

    @property
    def days(self) -> int:
        """Calendar days."""
        return (self.now - self.first).days


@dataclass(frozen=True)
class ProposedDate:
    """A date to put or to move, never done by itself."""

    ref: str
    was: date | None
    to: date
    why: str


@dataclass(frozen=True)
class Clocks:
    """Days since signature: the customer's, and the working one that stands still in a hold."""

    calendar: int
    working: int


@dataclass(frozen=True)
class Governing:
    """The renewal behind it all: last day of notice, and when it is decided. True: value comes before."""

    opt_out: date
    decided_about: date
    before_opt_out: bool | None
    before_decided: bool | None


@dataclass(frozen=True)
class Timeline:
    """The dates of one onboarding, on one day."""

    steps: tuple[TimelineStep, ...]
    path: tuple[str, ...]
    value_target: date | None
    value_expected: date | None
    reached_on: date | None
    window: tuple[date, date] | None
    float_days: int | None
    band: FloatBand | None
    last_calls: tuple[LastCall, ...]
    slips: tuple[Slip, ...]
    proposals: tuple[ProposedDate, ...]
    clocks: Clocks | None
    governing: Governing | None
    problems: tuple[str, ...]

    @property
    def gates(self) -> tuple[TimelineStep, ...]:
        """The approvals before first value, in the order they end."""
        return tuple(sorted((step for step in self.steps if step.kind == "gate"), key=lambda step: step.ends))

    def step(self, ref: str) -> TimelineStep | None:
        """The step of a ref."""
        return next((step for step in self.steps if step.ref == ref), None)


def timeline(account: Account, journey: Journey, today: date, days: WorkingDays) -> Timeline:
    """The dates of an account. Without a signature date nothing can be told, and it says so."""
    net, signed = network(account), account.contract.signed_on
    if signed is None:
        return _nothing((*net.problems, "cannot tell any date: needs the day of signature"))
    calendar = Calendar(signed, days, today)
    dated = forward(net, calendar)
    target, reached = value_target(account, journey), account.first_value.reached_on
    told = _can_tell_value(net)
    expected = reached or (dated[FIRST_VALUE].ends if told else None)
    spare = days.between(expected, target) if expected and target and not reached else None
    steps = _steps(net, dated, days, target, expected)
    return Timeline(
        steps=steps,
        path=path_to(FIRST_VALUE, dated) if told else (),
        value_target=target,
        value_expected=expected,
        reached_on=reached,
        window=window_days(account, journey),
        float_days=spare,
        band=band_of(journey, spare),
        last_calls=last_calls(net, calendar, target) if told and target and not reached else (),
        slips=tuple(_slips(account)),
        proposals=tuple(_proposals(account, steps, expected, journey)),
        clocks=_clocks(account, today),
        governing=_governing(account, expected or target),
        problems=(*net.problems, *_unknowns(account, net, days, told=told)),
    )


def _nothing(problems: tuple[str, ...]) -> Timeline:
    return Timeline((), (), None, None, None, None, None, None, (), (), (), None, None, problems)


def window_of(account: Account, journey: Journey) -> ValueWindow | Window | None:
    """When first value is due, in days after signature: as agreed, else by the journey and complexity."""
    if account.first_value.window is not None:
        return account.first_value.window
    return journey.first_value.get(account.complexity) if account.complexity else None


def window_days(account: Account, journey: Journey) -> tuple[date, date] | None:
    """The window for first value as two days."""
    window = window_of(account, journey)
    if window is None:
        return None
    first = day_after(account.contract.signed_on, window.from_day)
    last = day_after(account.contract.signed_on, window.to_day)
    return (first, last) if first and last else None


def value_checkpoints(journey: Journey, complexity: str | None) -> frozenset[str]:
    """Ids of the checkpoints that are first value; with deep integrations it comes after all of them."""
    window = next((window for of, window in journey.first_value.items() if of == complexity), None)
    named = {milestone.id: milestone.day for milestone in journey.milestones if milestone.first_value}
    return frozenset(name for name, day in named.items() if window is None or day >= window.from_day)


def value_target(account: Account, journey: Journey) -> date | None:
    """The value date: as planned, else the day of the first-value milestone, else the window's end."""
    if account.first_value.target_on:
        return account.first_value.target_on
    named = {milestone.id for milestone in journey.milestones if milestone.first_value}
    for milestone in account.milestones:
        if milestone.id in named:
            return due_day(account, milestone)
    window = window_days(account, journey)
    return window[1] if window else None


def band_of(journey: Journey, spare: int | None) -> FloatBand | None:
    """What to do with so many working days to spare, by the journey's bands."""
    if spare is None:
        return None
    reached = [band for band in journey.float_bands if band.at_least is None or band.at_least <= spare]
    return max(reached, key=lambda band: (band.at_least is not None, band.at_least or 0), default=None)


def _can_tell_value(net: Network) -> bool:
    value = net.step(FIRST_VALUE)
    return value.done_on is not None or bool(value.after) or value.work is not None


def _steps(
    net: Network,
    dated: Mapping[str, Dated],
    days: WorkingDays,
    target: date | None,
    expected: date | None,
) -> tuple[TimelineStep, ...]:
    latest = latest_ends(net, days, max(target, expected)) if target and expected else {}
    path = path_to(FIRST_VALUE, dated) if expected else ()
    return tuple(
        TimelineStep(
            ref=step.ref,
            title=step.title,
            kind=step.kind,
            starts=dated[step.ref].starts,
            ends=dated[step.ref].ends,
            due=step.due,
            done_on=step.done_on,
            slack=_slack(dated[step.ref], latest.get(step.ref), days),
            critical=step.ref in path and step.done_on is None,
            after=step.after,
        )
        for step in net.steps
        # A first value that nothing leads to has no day of its own.
        if step.ref != FIRST_VALUE or expected
    )


def _slack(dated: Dated, latest: date | None, days: WorkingDays) -> int | None:
    if latest is None or dated.step.done_on is not None:
        return None
    return max(0, days.between(dated.ends, latest))


def _slips(account: Account) -> Iterator[Slip]:
    moved: list[tuple[str, str, tuple[Move, ...], date | None]] = [
        (FIRST_VALUE, "First value", account.first_value.moved, account.first_value.target_on),
        *((f"milestones/{m.id}", m.title, m.moved, due_day(account, m)) for m in account.milestones),
        *((f"tasks/{t.id}", t.title, t.moved, t.due_on) for t in account.tasks),
        *((f"commitments/{c.id}", c.promise, c.moved, c.due_on) for c in account.commitments),
    ]
    for ref, title, moves, now in moved:
        first = moves[0].was if moves else None
        if first and now:
            yield Slip(ref, title, first, now, tuple(move.reason for move in moves if move.reason))


def _proposed_value(account: Account, journey: Journey) -> date | None:
    """The day of the journey's checkpoint, inside the window, and two weeks before it comes too late."""
    day, window = value_target(account, journey), window_days(account, journey)
    if window and (day is None or not window[0] <= day <= window[1]):
        day = window[1]
    too_late = account.buying.too_late_after
    return min(day, too_late - RESERVE) if day and too_late else day


def _proposals(
    account: Account, steps: tuple[TimelineStep, ...], expected: date | None, journey: Journey
) -> Iterator[ProposedDate]:
    first = account.first_value
    if first.reached_on is None and first.target_on is None:
        day = max(filter(None, (expected, _proposed_value(account, journey))), default=None)
        if day:
            yield ProposedDate(FIRST_VALUE, None, day, "first value has no planned day")
    for step in steps:
        if step.done_on or step.kind == "gate":
            continue
        if step.due is None and step.kind == "task":
            yield ProposedDate(step.ref, None, step.ends, "it has no day")
        elif step.due and step.ends > step.due:
            yield ProposedDate(step.ref, step.due, step.ends, "it cannot be done by then")


def _clocks(account: Account, today: date) -> Clocks | None:
    signed = account.contract.signed_on
    if signed is None:
        return None
    calendar = (today - signed).days
    held = {day for hold in account.holds for day in _days_held(hold, signed, today)}
    return Clocks(calendar, calendar - len(held))


def _days_held(hold: Hold, signed: date, today: date) -> set[int]:
    first = max(0, (hold.from_on - signed).days)
    last = (min(hold.until_on or today, today) - signed).days
    return set(range(first, last + 1)) if hold.from_on <= today else set()


def _governing(account: Account, value: date | None) -> Governing | None:
    contract = account.contract
    if contract.renews_on is None or contract.notice_days is None:
        return None
    opt_out = contract.renews_on - timedelta(days=contract.notice_days)
    decided = opt_out - DECIDED_BEFORE
    return Governing(opt_out, decided, value < opt_out if value else None, value < decided if value else None)


def _unknowns(account: Account, net: Network, days: WorkingDays, *, told: bool) -> Iterator[str]:
    if not told:
        yield "cannot tell when first value comes: needs an approval, a task or the days of work before it"
    for step in net.steps:
        if step.kind == "gate" and step.lead is None and step.done_on is None:
            yield f"cannot tell when {step.ref} is cleared: needs its lead_days; counted as none"
    if not days.knows_holidays:
        said = "is not one whose holidays are known" if account.country else "is not recorded"
        yield f"no holidays are counted: the country {said}"

"""The last day on which an approval can be handed in so that first value keeps its day."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from csmkit.core.critical_path import FIRST_VALUE, Calendar, Network, forward


@dataclass(frozen=True)
class LastCall:
    """An approval that is not submitted: the last day that holds the value date, and what comes after it."""

    ref: str
    title: str
    submit_by: date
    value_after: date
    missed: bool


def last_calls(net: Network, calendar: Calendar, target: date) -> tuple[LastCall, ...]:
    """One for each approval that still has to be submitted, as long as it moves first value."""
    return tuple(
        call
        for step in net.steps
        if step.kind == "gate" and step.submitted_on is None and step.done_on is None
        if (call := _last_call(step.ref, net, calendar, target)) is not None
    )


def _last_call(ref: str, net: Network, calendar: Calendar, target: date) -> LastCall | None:
    """The last day of submission that holds the value date. Later submission never makes value earlier."""

    def value(submitted: date) -> date:
        return forward(net, calendar, {ref: submitted})[FIRST_VALUE].ends

    days = calendar.days
    first = days.next_working(forward(net, calendar, {ref: calendar.start})[ref].starts)
    if value(first) > target:
        return LastCall(ref, net.step(ref).title, first, value(first), missed=True)
    # From the first day on that is too late, every day is.
    too_late = True
    tries = range(days.between(first, target) + 1)
    in_time = bisect_left(tries, too_late, key=lambda count: value(days.add(first, count)) > target) - 1
    after = value(days.add(first, in_time + 1))
    if after <= target:
        return None  # first value does not wait for it
    return LastCall(ref, net.step(ref).title, days.add(first, in_time), after, missed=False)

"""What has to happen on a day: approvals on the customers' side, and promises made in the sale.

As on the desk, nothing is due of an account that is on hold, and what was late before an account under way
was added is no alarm.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from csmkit.book.report.sample import Onboarding, Sample
from csmkit.core.account import CommitmentStatus
from csmkit.core.approvals import APPROVALS
from csmkit.core.commitments import is_unkept
from csmkit.core.desk import View
from csmkit.core.desk.plan import approval_due
from csmkit.core.milestones import before_our_time
from csmkit.core.stakeholders import name_of

WEEKS = 8


class Approval(NamedTuple):
    """An approval that is not given: its next step, and the last day for it, if that can be told."""

    account: str
    name: str
    csm: str
    approval: str
    step: Literal["submit", "clear"]
    due: date | None
    late: bool


class Promise(NamedTuple):
    """A promise that is not kept. Without a day nobody can tell whether it is late."""

    account: str
    name: str
    csm: str
    promise: str
    owner: str | None
    status: CommitmentStatus
    due: date | None
    late: bool


class Week(NamedTuple):
    """How many fall due in the seven days from a day on."""

    begins: date
    due: int


class Ahead(NamedTuple):
    """What is late, falls due in the coming weeks, or has no day; and how much comes in which week."""

    late: int
    undated: int
    weeks: tuple[Week, ...]
    items: tuple[Approval, ...] | tuple[Promise, ...]


def approvals(sample: Sample) -> Ahead:
    """Approvals to submit, or to have cleared."""
    return _ahead(
        sample.as_of, [one for each in _under_way(sample) for one in _approvals(each, sample.as_of)]
    )


def promises(sample: Sample) -> Ahead:
    """Promises to keep; a broken one stays until it is renegotiated."""
    day = sample.as_of
    return _ahead(day, [one for each in _under_way(sample) for one in _promises(each, day)])


def _under_way(sample: Sample) -> Iterator[Onboarding]:
    return (each for each in sample.here if not each.on_hold)


def _approvals(each: Onboarding, as_of: date) -> Iterator[Approval]:
    view = View(each.account, each.name, each.journey, as_of)
    for gate in each.account.gates:
        due = approval_due(view, gate)
        if not view.done(gate.cleared_on) and _counts(each, due, as_of):
            step: Literal["submit", "clear"] = "clear" if view.done(gate.submitted_on) else "submit"
            title = APPROVALS[gate.kind] if gate.kind != "other" else gate.id
            yield Approval(each.name, each.account.name, each.csm, title, step, due, _is_late(due, as_of))


def _promises(each: Onboarding, as_of: date) -> Iterator[Promise]:
    for one in each.account.commitments:
        if is_unkept(one) and _counts(each, one.due_on, as_of):
            yield Promise(
                each.name,
                each.account.name,
                each.csm,
                one.promise,
                name_of(each.account, one.owner),
                one.status,
                one.due_on,
                _is_late(one.due_on, as_of),
            )


def _counts(each: Onboarding, due: date | None, as_of: date) -> bool:
    """Whether a day is near enough to be told, or is not known, which has to be told too."""
    return due is None or (due <= _end(as_of) and not before_our_time(each.account, due))


def _is_late(due: date | None, as_of: date) -> bool:
    return due is not None and due < as_of


def _end(as_of: date) -> date:
    return as_of + timedelta(weeks=WEEKS, days=-1)


def _ahead(as_of: date, found: Sequence[Approval] | Sequence[Promise]) -> Ahead:
    begins = [as_of + timedelta(weeks=n) for n in range(WEEKS)]
    weeks = [sum(b <= one.due < b + timedelta(weeks=1) for one in found if one.due) for b in begins]
    return Ahead(
        late=sum(one.late for one in found),
        undated=sum(one.due is None for one in found),
        weeks=tuple(Week(*pair) for pair in zip(begins, weeks, strict=True)),
        items=tuple(sorted(found, key=lambda one: (one.due is None, one.due or as_of, one.name.casefold()))),  # type: ignore[arg-type]  # the items of one kind
    )

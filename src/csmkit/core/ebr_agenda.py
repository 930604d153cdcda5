"""The agenda of an executive business review: the figure, what shows it, what is late, what is to be decided.

It is computed from the customer's projection alone. A review without a figure and without evidence is a
status meeting, so there is no agenda for one.
"""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from csmkit.core.account import Outcome
from csmkit.core.agenda import fitted, one_line, still_here
from csmkit.core.approvals import APPROVALS
from csmkit.core.audience import CustomerAccount
from csmkit.core.meetings import REVIEW_MINUTES
from csmkit.core.milestones import due_day, in_order, primary_outcome
from csmkit.core.stakeholders import holders, name_of

MINUTES = REVIEW_MINUTES
_MOST_DECISIONS = 4
_MOST_NEXT = 3
_NEAR = 80  # percent of the way; from here on the next target is a question for this room


class ReviewReading(NamedTuple):
    """The figure as it was read on a day."""

    on: date
    value: str
    source: str | None


class ReviewFigure(NamedTuple):
    """The outcome in their words and its figure, from where it stood to where it has to be."""

    statement: str
    metric: str | None
    baseline: str | None
    target: str | None
    by: date | None
    readings: tuple[ReviewReading, ...]
    way: int | None
    """Percent of the way from baseline to target at the last reading."""


class ReviewStep(NamedTuple):
    """A step of the plan: reached with evidence, late, or next."""

    title: str
    on: date | None
    evidence: str | None = None
    owner: str | None = None


class ReviewPart(NamedTuple):
    """A part of the meeting, from minute `start` to minute `end`."""

    title: str
    start: int
    end: int
    leader: str | None


class EbrAgenda(NamedTuple):
    """Everything the agenda shows."""

    customer: str
    minutes: int
    figure: ReviewFigure | None
    reached: tuple[ReviewStep, ...]
    late: tuple[ReviewStep, ...]
    following: tuple[ReviewStep, ...]
    decisions: tuple[str, ...]
    parts: tuple[ReviewPart, ...]


def ebr_agenda(account: CustomerAccount, today: date, minutes: int = MINUTES) -> EbrAgenda | None:
    """The agenda; None as long as there is no reading and no evidence to show."""
    outcome = primary_outcome(account)
    reached = tuple(sorted(_reached(account), key=lambda step: step.on or date.min))
    if not reached and not (outcome and outcome.readings):
        return None
    late = (*_late_steps(account, today), *_late_promises(account, today))
    parts = tuple(_parts(account, minutes, late=bool(late)))
    return EbrAgenda(
        customer=account.name,
        minutes=parts[-1].end,
        figure=_figure(outcome) if outcome else None,
        reached=reached,
        late=late,
        following=tuple(_following(account, today))[:_MOST_NEXT],
        decisions=tuple(_decisions(account, outcome, today))[:_MOST_DECISIONS],
        parts=parts,
    )


def _figure(outcome: Outcome) -> ReviewFigure:
    baseline, readings = outcome.baseline, sorted(outcome.readings, key=lambda reading: reading.on)
    return ReviewFigure(
        statement=outcome.statement,
        metric=outcome.metric,
        baseline=_with_unit(baseline.value, outcome) if baseline else None,
        target=None if outcome.target is None else _with_unit(outcome.target, outcome),
        by=outcome.by,
        readings=tuple(ReviewReading(one.on, _with_unit(one.value, outcome), one.source) for one in readings),
        way=_way(baseline.value if baseline else None, outcome.target, readings[-1].value)
        if readings
        else None,
    )


def _with_unit(value: Decimal, outcome: Outcome) -> str:
    return f"{value:,f} {outcome.unit or ''}".strip()


def _way(baseline: Decimal | None, target: Decimal | None, reading: Decimal) -> int | None:
    """Percent of the way, rounded half up once; below zero where it got worse."""
    if baseline is None or target is None or target == baseline:
        return None
    way = Fraction(reading - baseline) / Fraction(target - baseline) * 100
    return int((Decimal(way.numerator) / way.denominator).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _reached(account: CustomerAccount) -> Iterator[ReviewStep]:
    for one in in_order(account):
        if one.met_on and (one.evidence or "").strip():
            yield ReviewStep(one_line(one.title), one.met_on, one.evidence)
    first = account.first_value
    if first.reached_on and (first.evidence or "").strip():
        yield ReviewStep("The first result", first.reached_on, first.evidence)


def _late_steps(account: CustomerAccount, today: date) -> Iterator[ReviewStep]:
    for one in in_order(account):
        due = due_day(account, one)
        if one.met_on is None and due is not None and due < today:
            yield ReviewStep(one_line(one.title), due, owner=still_here(account, one.customer_owner))


def _late_promises(account: CustomerAccount, today: date) -> Iterator[ReviewStep]:
    for one in account.commitments:
        if one.status == "open" and one.due_on and one.due_on < today:
            yield ReviewStep(one_line(one.promise), one.due_on, owner=name_of(account, one.owner))


def _following(account: CustomerAccount, today: date) -> Iterator[ReviewStep]:
    for one in in_order(account):
        due = due_day(account, one)
        if one.met_on is None and due is not None and due >= today:
            yield ReviewStep(one_line(one.title), due, owner=still_here(account, one.customer_owner))


def _decisions(account: CustomerAccount, outcome: Outcome | None, today: date) -> Iterator[str]:
    """What only the people in this room can decide, the most pressing first."""
    for step in _late_steps(account, today):
        yield f"“{step.title}” is late: make it smaller, give it a new day, or give it more people?"
    for promise in _late_promises(account, today):
        yield f"“{promise.title}” is late on our side: what must not wait for it?"
    for gate in account.gates:
        if gate.submitted_on and gate.cleared_on is None:
            yield f"{APPROVALS[gate.kind]}: who can bring the answer forward?"
    champions, backups = holders(account, "champion"), holders(account, "backup_champion")
    if not champions:
        yield "Who carries it on your side from day to day?"
    elif not backups:
        yield f"Who stands in when {champions[0].name} is away?"
    way = _figure(outcome).way if outcome else None
    if way is not None and way >= _NEAR:
        yield "The figure is near its target: which one comes after it?"
    if outcome and not outcome.readings:
        yield f"Who reads “{outcome.metric or 'the figure'}” from now on, and when for the first time?"
    yield "Where does it go next: which team after these, and what would it have to show by the next review?"


def _parts(account: CustomerAccount, minutes: int, *, late: bool) -> Iterator[ReviewPart]:
    sponsor = _first(account, "executive_sponsor") or _first(account, "economic_buyer")
    champion, csm = _first(account, "champion"), account.vendor_team.get("csm")
    ours = csm.name if csm else None
    planned = [
        ("The result: where it stood, where it stands", 10, sponsor or champion or ours),
        ("What was reached, and what shows it", 10, champion or ours),
        *([("What is late, and what it needs", 5, ours)] if late else []),
        ("What comes next", 10 if late else 15, champion or ours),
        ("What has to be decided", 10, sponsor or champion),
    ]
    lengths, start = fitted([wanted for _, wanted, _ in planned], max(minutes, len(planned))), 0
    for (title, _, leader), takes in zip(planned, lengths, strict=True):
        yield ReviewPart(title, start, start + takes, leader)
        start += takes


def _first(account: CustomerAccount, role: str) -> str | None:
    return next((one.name for one in holders(account, role)), None)  # type: ignore[arg-type]  # one of ROLES

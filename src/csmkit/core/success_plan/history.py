"""What became of the plan since it was written: moved days, reviews, agreement, decisions of the kickoff."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from csmkit.core.account import Move
from csmkit.core.audience import CustomerAccount
from csmkit.core.stakeholders import name_of
from csmkit.core.wording import from_to, listed
from csmkit.dates import long_day


class PlanChange(NamedTuple):
    """One line of the change log."""

    on: date
    what: str


class PlanDecision(NamedTuple):
    """Something that was decided in the kickoff."""

    text: str
    owner: str | None
    due: date | None


def change_log(account: CustomerAccount) -> tuple[PlanChange, ...]:
    """Everything that changed, oldest first."""
    return tuple(sorted((*_moves(account), *_reviews(account), *_agreement(account)), key=lambda c: c.on))


def decisions(account: CustomerAccount) -> tuple[PlanDecision, ...]:
    """What was decided in the kickoff, with names."""
    return tuple(
        PlanDecision(one.text, name_of(account, one.owner), one.due_on) for one in account.kickoff.decisions
    )


def _moves(account: CustomerAccount) -> Iterator[PlanChange]:
    moved: list[tuple[str, tuple[Move, ...]]] = [("First result", account.first_value.moved)]
    moved += [(milestone.title, milestone.moved) for milestone in account.milestones]
    moved += [(task.title, task.moved) for task in account.tasks]
    moved += [(commitment.promise, commitment.moved) for commitment in account.commitments]
    for title, moves in moved:
        for move in moves:
            where = from_to(move.was, move.to) if move.was else f"to {long_day(move.to)}"
            yield PlanChange(move.on, f"{title}: moved {where}")


def _reviews(account: CustomerAccount) -> Iterator[PlanChange]:
    for review in account.plan.reviews:
        people = [name for name in (name_of(account, one) for one in review.with_) if name]
        with_ = f" with {listed(people)}" if people else ""
        changed = f": {' '.join(review.changed.split())}" if review.changed else ""
        yield PlanChange(review.on, f"Reviewed{with_}{changed}")


def _agreement(account: CustomerAccount) -> Iterator[PlanChange]:
    plan = account.plan
    if plan.agreed_on:
        by = name_of(account, plan.agreed_by)
        yield PlanChange(plan.agreed_on, f"Agreed{f' by {by}' if by else ''}")

"""An account on one screen: what a manager reads in a minute."""

from collections.abc import Iterator
from datetime import date

from csmkit.core.account import Account, Commitment, Stakeholder
from csmkit.core.desk import day_number, desk
from csmkit.core.journey import Journey
from csmkit.core.milestones import due_day, in_order, primary_outcome, status_of
from csmkit.core.stakeholders import holders, name_of

_ROLES = ("economic_buyer", "executive_sponsor", "champion", "backup_champion", "technical_lead")


def overview(account: Account, name: str, journey: Journey, today: date) -> Iterator[tuple[str, list[str]]]:
    """Headings, each with its lines; what is not known says so."""
    number = day_number(account, today)
    day = "signature date not recorded" if number is None else f"day {number}"
    yield f"{account.name} · {day} · {account.journey}", [f"accounts/{name}/account.yaml"]
    yield "Outcome", _outcome(account)
    yield "First value", _first_value(account)
    yield (
        "Milestones",
        [_milestone(account, number, today) for number in range(len(in_order(account)))] or ["none recorded"],
    )
    yield "Roles", [_role(account, role) for role in _ROLES]
    yield "People", [_person(person) for person in account.stakeholders] or ["none recorded"]
    yield "Commitments", _commitments(account)
    items = desk(account, name, journey, today)
    yield "Next", [f"{i.urgency}: {i.why}\n  {i.command}" for i in items] or ["nothing is due"]


def _outcome(account: Account) -> list[str]:
    outcome = primary_outcome(account)
    if outcome is None:
        return ["not recorded"]
    unit = f" {outcome.unit}" if outcome.unit else ""
    base = f"{outcome.baseline.value}{unit}" if outcome.baseline else "not recorded"
    target = f"{outcome.target}{unit}" if outcome.target is not None else "not recorded"
    return [outcome.statement, f"baseline {base}, target {target}, by {outcome.by or 'not recorded'}"]


def _first_value(account: Account) -> list[str]:
    first = account.first_value
    reached = (
        f"reached on {first.reached_on}"
        if first.reached_on
        else f"planned for {first.target_on or 'no day yet'}"
    )
    return [first.definition or "not defined", reached]


def _milestone(account: Account, number: int, today: date) -> str:
    milestone = in_order(account)[number]
    status = status_of(account, milestone, today)
    day = milestone.met_on if status == "met" else due_day(account, milestone)
    return f"{milestone.id}: {status}{f' {day}' if day else ''}, {milestone.title}"


def _role(account: Account, role: str) -> str:
    people = [person.name for person in holders(account, role)]  # type: ignore[arg-type]  # one of the vocabulary
    return f"{role.replace('_', ' ')}: {', '.join(people) or 'not known'}"


def _person(person: Stakeholder) -> str:
    title = f", {person.title}" if person.title else ""
    left = f", left on {person.departed_on}" if person.departed_on else ""
    return f"{person.id}: {person.name}{title}{left}"


def _commitments(account: Account) -> list[str]:
    return [_commitment(account, commitment) for commitment in account.commitments] or ["none recorded"]


def _commitment(account: Account, commitment: Commitment) -> str:
    due = f", due {commitment.due_on}" if commitment.due_on else ""
    owner = name_of(account, commitment.owner) or "not known"
    return f"{commitment.id}: {commitment.status}{due}, owner {owner}"

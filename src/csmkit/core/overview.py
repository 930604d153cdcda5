"""An account on one screen: what a manager reads in a minute."""

from collections.abc import Iterator, Sequence
from datetime import date

from csmkit.core.account import Account, Role
from csmkit.core.desk import Item, day_number
from csmkit.core.health import health_of, in_words, trajectory
from csmkit.core.holds import hold_on
from csmkit.core.journey import Journey
from csmkit.core.milestones import due_day, in_order, primary_outcome, status_of
from csmkit.core.next_step import NextStep
from csmkit.core.renewal import opt_out_day
from csmkit.core.stakeholders import holders, name_of
from csmkit.core.successful_onboarding.verdict import Verdict
from csmkit.core.touches import last_touch

_ROLES: tuple[Role, ...] = (
    "economic_buyer",
    "executive_sponsor",
    "champion",
    "backup_champion",
    "technical_lead",
)
_MOST_DUE = 4


def overview(
    account: Account,
    journey: Journey,
    step: NextStep,
    items: Sequence[Item],
    today: date,
    success: Verdict | None = None,
) -> Iterator[tuple[str, list[str]]]:
    """Headings, each with its lines; what is not known says so. `success`: where a lead signed what it is."""
    number = day_number(account, today)
    day = "signature date not recorded" if number is None else f"day {number}"
    yield f"{account.name} · {day} · {account.journey}", list(_frame(account, today))
    yield "Health", list(_health(account, journey, today))
    yield "Outcome", list(_outcome(account, today))
    yield "First value", _first_value(account, today)
    yield "Milestones", list(_milestones(account, today)) or ["none recorded"]
    if success:
        yield "Successful onboarding", _success(success)
    yield "Roles", [*(_role(account, role, today) for role in _ROLES), *_others(account)]
    yield "Risks", list(_risks(account, today)) or ["none recorded"]
    yield "Next", list(_next(step, items))


def _frame(account: Account, today: date) -> Iterator[str]:
    contract, hold = account.contract, hold_on(account, today)
    if contract.churned_on and contract.churned_on <= today:
        yield f"left on {contract.churned_on}"
    if hold:
        yield f"on hold since {hold.from_on}, " + (
            f"until {hold.until_on}" if hold.until_on else "without an end"
        )
    csm = account.vendor_team.get("csm")
    rhythm = account.cadence.rhythm or "not agreed"
    yield f"CSM {csm.name if csm else 'not known'}, rhythm {rhythm}"
    if contract.renews_on:
        out = opt_out_day(account)
        yield f"renews on {contract.renews_on}, " + (
            f"they can opt out until {out}" if out else "notice not known"
        )


def _health(account: Account, journey: Journey, today: date) -> Iterator[str]:
    found = health_of(account, journey, today)
    told = f"{found.told} of {len(found.reasons)} checks could be made"
    yield f"{in_words(found.status)} ({told})"
    if found.override:
        by = f" by {found.override.by}" if found.override.by else ""
        yield f"set by hand{by} until {found.override.until}; the record says: {in_words(found.derived)}"
    for reason in found.grave:
        yield f"- {reason.text}"


def _outcome(account: Account, today: date) -> Iterator[str]:
    outcome = primary_outcome(account)
    if outcome is None:
        yield "not recorded"
        return
    unit = f" {outcome.unit}" if outcome.unit else ""
    base = f"{outcome.baseline.value}{unit}" if outcome.baseline else "not recorded"
    target = f"{outcome.target}{unit}" if outcome.target is not None else "not recorded"
    yield outcome.statement
    yield f"baseline {base}, target {target}, by {outcome.by or 'not recorded'}"
    readings = [reading for reading in outcome.readings if reading.on <= today]
    last = max(readings, key=lambda reading: reading.on, default=None)
    way = trajectory(outcome, today)
    if last:
        moved = f": {way[0]:.0%} of the way after {way[1]:.0%} of the time" if way else ""
        yield f"last reading {last.value}{unit} on {last.on}{moved}"
    else:
        yield "no reading yet"


def _first_value(account: Account, today: date) -> list[str]:
    first = account.first_value
    reached = first.reached_on if first.reached_on and first.reached_on <= today else None
    when = f"reached on {reached}" if reached else f"planned for {first.target_on or 'no day yet'}"
    return [first.definition or "not defined", when]


def _milestones(account: Account, today: date) -> Iterator[str]:
    for milestone in in_order(account):
        status = status_of(account, milestone, today)
        day = milestone.met_on if status == "met" else due_day(account, milestone)
        yield f"{milestone.id}: {status}{f' {day}' if day else ''}, {milestone.title}"


def _success(success: Verdict) -> list[str]:
    told = f"{success.told} of {len(success.conditions)} conditions could be told"
    return [f"{success.standing} ({told})", *(f"- {why}" for why in success.why)]


def _role(account: Account, role: Role, today: date) -> str:
    part = role.replace("_", " ")
    people = holders(account, role)
    if people:
        return f"{part}: {', '.join(f'{p.name}{_met(account, p.id, today)}' for p in people)}"
    gone = [person for person in account.stakeholders if role in person.roles]
    return f"{part}: " + (f"{gone[0].name} left on {gone[0].departed_on}" if gone else "not known")


def _met(account: Account, person: str, today: date) -> str:
    last = last_touch(account, today, [person])
    return f" (last touch {last})" if last else ""


def _others(account: Account) -> list[str]:
    named = {person.id for role in _ROLES for person in holders(account, role)}
    names = [p.name for p in account.stakeholders if p.id not in named and p.departed_on is None]
    return [f"also: {', '.join(names)}"] if names else []


def _risks(account: Account, today: date) -> Iterator[str]:
    for risk in account.risks:
        if risk.closed_on is None or risk.closed_on > today:
            severity = f" (severity {risk.severity})" if risk.severity else ""
            yield f"{risk.title}{severity}"
    for commitment in account.commitments:
        if commitment.status in ("open", "broken"):
            due = f"due {commitment.due_on}" if commitment.due_on else "no date"
            owner = name_of(account, commitment.owner) or "owner not known"
            yield f"commitment {commitment.id}: {commitment.status}, {due}, {owner}"


def _next(step: NextStep, items: Sequence[Item]) -> Iterator[str]:
    yield step.why
    if step.command:
        yield f"  {step.command}"
    rest = [item for item in items if item.command != step.command]
    for item in rest[:_MOST_DUE]:
        yield f"{item.urgency}: {item.why}"
    if len(rest) > _MOST_DUE:
        yield f"and {len(rest) - _MOST_DUE} more: csmkit today"

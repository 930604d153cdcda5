"""What is on a kickoff's agenda, for how long and led by whom.

Conditions and titles see the customer's projection alone, so that no opinion can shape what a customer
reads: what maturity asks for comes in as accepted items of the record.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from csmkit.core.account import ROLES, AgendaItem, AgendaKind, Outcome
from csmkit.core.attendance import Guests, guests
from csmkit.core.audience import CustomerAccount, customer_values
from csmkit.core.commitments import is_unkept
from csmkit.core.conditions import Scope, filled, holds, in_scope
from csmkit.core.journey import Journey, KickoffItem, ScriptNotes
from csmkit.core.milestones import primary_outcome
from csmkit.core.stakeholders import VENDOR_TITLES, has_left, holders, name_of, stakeholder
from csmkit.core.ways_of_working import RHYTHMS
from csmkit.dates import long_day

_NAMED = {
    "buyer": "economic_buyer",
    "sponsor": "executive_sponsor",
    "champion": "champion",
    "backup_champion": "backup_champion",
    "technical_lead": "technical_lead",
    "analytics_lead": "analytics_lead",
}
_CLOSING = KickoffItem(
    id="closing", title="Questions and next steps", minutes=10, kind="next_steps", owner="csm"
)
_STEP = 5


class AgendaPart(NamedTuple):
    """A part of the meeting, from minute `start` to minute `end`."""

    id: str
    title: str
    kind: AgendaKind
    start: int
    end: int
    leader: str | None

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.end - self.start


def agenda_scope(account: CustomerAccount, journey: Journey) -> Scope:
    """What conditions and texts of the agenda see; what nobody knows yet is unknown."""
    outcome = primary_outcome(account)
    values: dict[str, Any] = {
        "account": customer_values(account),
        "customer": account.name,
        "outcome": _outcome_words(account, outcome),
        "first_value": one_line(account.first_value.definition or "") or None,
        "complexity": account.complexity,
        "touch": journey.touch,
        "rhythm": RHYTHMS[account.cadence.rhythm or journey.onboarding_rhythm],
        "gates": [gate.kind for gate in account.gates if gate.cleared_on is None],
        "commitments": [item.promise for item in account.commitments if is_unkept(item)],
    }
    people = {
        name: next((person.name for person in holders(account, role)), None)  # type: ignore[arg-type]  # roles
        for name, role in _NAMED.items()
    }
    team: dict[str, Any] = {role: person.name for role, person in account.vendor_team.items()}
    ours = {role: team.get(role) for role in ("csm", "account_executive")}
    scope: Scope = in_scope(values | people | ours)
    return scope


def _outcome_words(account: CustomerAccount, outcome: Outcome | None) -> dict[str, Any] | None:
    if outcome is None:
        return None
    baseline = outcome.baseline
    return {
        "statement": one_line(outcome.statement),
        "metric": outcome.metric,
        "unit": outcome.unit,
        "baseline": baseline.value if baseline else None,
        "target": outcome.target,
        "by": long_day(outcome.by) if outcome.by else None,
        "defended_by": still_here(account, outcome.defended_by),
    }


def still_here(account: CustomerAccount, ref: str | None) -> str | None:
    """The name behind a reference, unless that person has left."""
    person = stakeholder(account, ref)
    return None if person and has_left(person) else name_of(account, ref)


def agenda_items(account: CustomerAccount, journey: Journey) -> tuple[KickoffItem, ...]:
    """The parts that are on this customer's agenda, in order, each as long as it was meant.

    What the record adds stands behind the journey's last part of its kind, or in its place where that one
    gives way; questions and next steps come last.
    """
    scope = agenda_scope(account, journey)
    items = [
        item.model_copy(update={"title": _title(filled(item.title, scope))})
        for item in journey.kickoff.agenda
        if holds(item.when, scope)
    ]
    if not items or items[-1].kind != "next_steps":
        items.append(_CLOSING)
    for added in account.kickoff.agenda:
        same = [place for place, item in enumerate(items[:-1]) if item.kind == added.kind]
        place = same[-1] + 1 if same else len(items) - 1
        usual = items.pop(place := same[-1]) if same and items[same[-1]].gives_way else None
        items.insert(place, _own_item(added, usual))
    return tuple(items)


def _title(text: str) -> str:
    return " ".join(text.split()) or "To be agreed"


def _own_item(added: AgendaItem, usual: KickoffItem | None) -> KickoffItem:
    return KickoffItem(
        script=usual.script if usual else ScriptNotes(),
        id=added.id,
        title=added.title,
        minutes=added.minutes,
        kind=added.kind,
        owner=added.owner or "csm",
    )


def meant_length(account: CustomerAccount, journey: Journey) -> int:
    """The minutes the meeting has: as agreed for this customer, or else as the journey says."""
    return account.kickoff.minutes or journey.kickoff.minutes


def agenda_parts(account: CustomerAccount, journey: Journey) -> tuple[AgendaPart, ...]:
    """The parts with their minutes, which add up to the meeting's length; a part takes at least a minute."""
    items = agenda_items(account, journey)
    own = {item.id for item in account.kickoff.agenda}
    kept = [place for place, item in enumerate(items[:-1]) if item.id in own]
    length = max(meant_length(account, journey), len(items))
    minutes = fitted([item.minutes for item in items], length, kept)
    coming = guests(account, journey.kickoff)
    parts: list[AgendaPart] = []
    start = 0
    for item, takes in zip(items, minutes, strict=True):
        leader = leader_of(account, coming, item.owner)
        parts.append(AgendaPart(item.id, item.title, item.kind, start, start + takes, leader))
        start += takes
    return tuple(parts)


def fitted(wanted: Sequence[int], length: int, kept: Sequence[int] = ()) -> tuple[int, ...]:
    """Minutes for each part that add up to the length, in proportion to what was wanted.

    Args:
        wanted: Minutes each part was meant to take.
        length: What they have to add up to; at least one minute a part.
        kept: Places of the parts that keep their minutes as long as the others fit beside them.
    """
    keep = {place: max(1, wanted[place]) for place in kept}
    rest = [place for place in range(len(wanted)) if place not in keep]
    left = length - sum(keep.values())
    if left < len(rest):
        keep, rest, left = {}, list(range(len(wanted))), length
    step = _STEP if left % _STEP == 0 and left // _STEP >= len(rest) else 1
    shares = _shared(left // step, [-(-wanted[place] // step) for place in rest])
    given = keep | {place: share * step for place, share in zip(rest, shares, strict=True)}
    return tuple(given[place] for place in range(len(wanted)))


def _shared(steps: int, weights: Sequence[int]) -> list[int]:
    """Steps shared by weight, one at least for each; what is over goes to the last first, then in order."""
    spare, extra = steps - len(weights), [max(0, weight - 1) for weight in weights]
    if not any(extra):
        extra = [1] * len(weights)
    whole = [1 + spare * one // sum(extra) for one in extra]
    last = len(weights) - 1
    by_need = sorted(
        range(len(weights)),
        key=lambda place: (-(spare * extra[place] % sum(extra)), place != last, place),
    )
    for place in by_need[: steps - sum(whole)]:
        whole[place] += 1
    return whole


def leader_of(account: CustomerAccount, coming: Guests, ref: str) -> str | None:
    """Who leads a part: somebody who comes and has that role; None where nobody does."""
    if ref in VENDOR_TITLES:
        return name_of(account, ref) if ref in coming.ours else None
    if ref in ROLES:
        return next((person.name for person in coming.playing(ref)), None)
    person = stakeholder(account, ref)
    return None if person and person not in coming.people else name_of(account, ref)


def one_line(text: str) -> str:
    """A text as it stands inside a sentence: on one line, without its full stop."""
    return " ".join(text.split()).removesuffix(".")

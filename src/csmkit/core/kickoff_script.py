"""The CSM's own script beside the agenda: what to say, what to listen for, where not to step. Internal."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from csmkit.core.account import Account, Stakeholder
from csmkit.core.agenda import AgendaPart, agenda_items, agenda_parts, agenda_scope
from csmkit.core.approvals import APPROVALS
from csmkit.core.attendance import guests, theirs
from csmkit.core.audience import for_customer
from csmkit.core.commitments import is_unkept
from csmkit.core.conditions import filled
from csmkit.core.handoff_brief import ROLES, Rejected, Said
from csmkit.core.journey import Journey, KickoffItem
from csmkit.core.milestones import primary_outcome
from csmkit.core.stakeholders import holders, name_of
from csmkit.core.touches import TOUCHES
from csmkit.core.ways_of_working import ways_of_working


class InTheRoom(NamedTuple):
    """Somebody who comes, as our own team knows them."""

    name: str
    title: str | None
    parts: tuple[str, ...]
    power: int | None
    weight: int | None
    stance: str | None
    boss: str | None
    ways: tuple[str, ...]
    ae_relationship: str | None
    private: str | None
    has_spoken: bool


class Absent(NamedTuple):
    """Somebody who has a part and does not come, or who comes to nothing and is against it."""

    name: str
    parts: tuple[str, ...]
    stance: str | None


class ScriptPart(NamedTuple):
    """A part of the agenda with the notes beside it."""

    title: str
    start: int
    end: int
    leader: str | None
    say: str | None
    ask: tuple[str, ...]
    listen_for: tuple[str, ...]
    know: tuple[str, ...]


class ScriptTurn(NamedTuple):
    """Something that may happen, and what to do."""

    sign: str
    do: str


class KickoffScript(NamedTuple):
    """Everything the CSM has beside the agenda."""

    customer: str
    on: date | None
    minutes: int
    why_now: str | None
    politics: str | None
    headlines: tuple[Said, ...]
    room: tuple[InTheRoom, ...]
    unmet: tuple[str, ...]
    absent: tuple[Absent, ...]
    only_said: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    parts: tuple[ScriptPart, ...]
    turns: tuple[ScriptTurn, ...]


def kickoff_script(account: Account, journey: Journey, headlines: tuple[Said, ...] = ()) -> KickoffScript:
    """The script of an account's kickoff; `headlines` are the answers of the handoff to read first."""
    seen = for_customer(account)
    scope = agenda_scope(seen, journey)
    room = tuple(_in_the_room(account, person) for person in guests(account, journey.kickoff).people)
    parts = agenda_parts(seen, journey)
    return KickoffScript(
        customer=account.name,
        on=account.kickoff.on,
        minutes=parts[-1].end,
        why_now=account.buying.why_now,
        politics=account.buying.politics,
        headlines=headlines,
        room=room,
        unmet=tuple(person.name for person in room if not person.has_spoken),
        absent=tuple(_absent(account, journey)),
        only_said=tuple(_only_said(account)),
        rejected=tuple(
            Rejected(other.name, other.got_wrong, other.rejected_because)
            for other in account.buying.alternatives
        ),
        parts=tuple(
            _part(account, part, item, lambda text: filled(text, scope))
            for part, item in zip(parts, agenda_items(seen, journey), strict=True)
        ),
        turns=tuple(
            ScriptTurn(filled(turn.sign, scope), filled(turn.do, scope)) for turn in journey.kickoff.turns
        ),
    )


def _in_the_room(account: Account, person: Stakeholder) -> InTheRoom:
    return InTheRoom(
        name=person.name,
        title=person.title,
        parts=tuple(ROLES[role] for role in person.roles),
        power=person.decision_power,
        weight=person.credibility,
        stance=person.stance,
        boss=name_of(account, person.reports_to),
        ways=ways_of_working(person.preferences),
        ae_relationship=person.ae_relationship,
        private=person.private,
        has_spoken=has_spoken(account, person),
    )


def has_spoken(account: Account, person: Stakeholder) -> bool:
    """Whether this person was in contact with us, as the log or an interview tells."""
    logged = any(person.id in entry.with_ for entry in account.log if entry.kind in TOUCHES)
    return logged or any(person.name in (session.with_ or "") for session in account.sessions)


def _absent(account: Account, journey: Journey) -> Iterator[Absent]:
    """Who has a part in every kickoff, or stands against us, and does not come."""
    coming = {person.id for person in guests(account, journey.kickoff).people}
    kickoff = journey.kickoff
    wanted = {
        person.id
        for role in theirs((*kickoff.required, *kickoff.suggested, *account.kickoff.needs, "technical_lead"))
        for person in holders(account, role)
    }
    for person in account.stakeholders:
        matters = person.id in wanted or person.stance in ("sceptic", "blocker")
        if matters and person.id not in coming and person.departed_on is None:
            yield Absent(person.name, tuple(ROLES[role] for role in person.roles), person.stance)


def _only_said(account: Account) -> Iterator[str]:
    for item in account.commitments:
        if is_unkept(item) and item.in_writing is False:
            by, to = name_of(account, item.promised_by), name_of(account, item.promised_to)
            whom = " ".join(filter(None, (f"by {by}" if by else "", f"to {to}" if to else "")))
            yield f"{item.promise} (promised {whom})" if whom else item.promise


def _part(account: Account, part: AgendaPart, item: KickoffItem, words: Callable[[str], str]) -> ScriptPart:
    notes = item.script
    return ScriptPart(
        title=part.title,
        start=part.start,
        end=part.end,
        leader=part.leader,
        say=words(notes.say) if notes.say else None,
        ask=tuple(words(text) for text in notes.ask),
        listen_for=tuple(words(text) for text in notes.listen_for),
        know=tuple(_KNOW.get(part.kind, _nothing)(account)) + tuple(_why_added(account, part)),
    )


def _nothing(_: Account) -> Iterator[str]:
    return iter(())


def _why_added(account: Account, part: AgendaPart) -> Iterator[str]:
    for added in account.kickoff.agenda:
        if added.id == part.id and added.because:
            yield f"It is here because: {added.because}"


def _about_outcome(account: Account) -> Iterator[str]:
    outcome = primary_outcome(account)
    if outcome is None:
        yield "Nobody has said the outcome yet. Do not go on before somebody has."
        return
    said = account.provenance.get(f"outcomes/{outcome.id}/statement")
    if said is None or said.said_by != "customer":
        yield "The wording of the outcome is ours so far. Ask them to say it in their own words."
    if outcome.defended_by is None:
        yield "Nobody is named who would defend this outcome before the board."


def _about_promises(account: Account) -> Iterator[str]:
    for item in account.commitments:
        if is_unkept(item) and item.owner is None:
            yield f"Nobody of us owns it yet: {item.promise}"
        elif is_unkept(item) and item.due_on is None:
            yield f"It has no day yet: {item.promise}"
    if not account.commitments:
        yield "No promise is recorded. Ask what they were told, and write it down in their words."


def _about_approvals(account: Account) -> Iterator[str]:
    for gate in account.gates:
        if gate.cleared_on is None and gate.because:
            yield f"{APPROVALS[gate.kind]}: expected because {gate.because}"


def _about_measurement(account: Account) -> Iterator[str]:
    tracking = account.tracking
    facts = (
        (tracking.source, "the system the number comes from"),
        (tracking.dashboard, "where both sides can see it"),
        (tracking.reported_by, "who reports it"),
        (tracking.verified_on, "that anybody has seen it come out"),
    )
    missing = [words for fact, words in facts if not fact]
    if missing:
        yield f"Not known: {'; '.join(missing)}. Leave with a name and a day for each."


_KNOW: dict[str, Callable[[Account], Iterator[str]]] = {
    "outcome": _about_outcome,
    "promises": _about_promises,
    "approvals": _about_approvals,
    "measurement": _about_measurement,
}

"""The internal annex of a success plan as a value: what the plan must not say, and what stands behind it.

Internal from end to end. Nothing in it is told to the customer; read it before every review.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from csmkit.core.account import Account, Move, Risk, Stakeholder
from csmkit.core.approvals import APPROVALS
from csmkit.core.commitments import is_unkept
from csmkit.core.findings import Finding
from csmkit.core.handoff_brief import ROLES
from csmkit.core.stakeholders import VENDOR_TITLES, has_left, holders, layers_between, name_of
from csmkit.core.timeline import Timeline
from csmkit.core.waivers import Sorted
from csmkit.dates import long_day


class AnnexPerson(NamedTuple):
    """Where somebody stands, and what only we know about them."""

    name: str
    title: str | None
    roles: tuple[str, ...]
    stance: str | None
    decision_power: int | None
    credibility: int | None
    layers: int | None
    private: str | None


class AnnexRisk(NamedTuple):
    """What may keep them from the outcome."""

    title: str
    severity: int | None
    owner: str | None
    response: str | None


class AnnexFinding(NamedTuple):
    """What a rule found: `weight` in a word."""

    code: str
    weight: str
    message: str
    mend: str


class AnnexWaiver(NamedTuple):
    """A finding that was set aside."""

    code: str
    message: str
    reason: str
    by: str | None
    until: date | None


class AnnexReason(NamedTuple):
    """A part of the plan, and why it is there."""

    what: str
    because: str


class AnnexMove(NamedTuple):
    """A day that was moved, with what the customer does not read about it."""

    on: date
    what: str
    was: date | None
    to: date
    reason: str | None


class AnnexQuestion(NamedTuple):
    """What nobody could answer yet."""

    ask: str
    of: str
    since: date


class AnnexDates(NamedTuple):
    """What the dates leave: working days of room, and what to do with them."""

    planned: date | None
    expected: date | None
    float_days: int | None
    do: str | None
    path: tuple[str, ...]
    opt_out: date | None
    decided_about: date | None


class PlanAnnex(NamedTuple):
    """Everything that stands behind a plan and does not stand in it."""

    customer: str
    dates: AnnexDates
    why_now: str | None
    politics: str | None
    people: tuple[AnnexPerson, ...]
    risks: tuple[AnnexRisk, ...]
    plays: tuple[AnnexReason, ...]
    only_said: tuple[str, ...]
    findings: tuple[AnnexFinding, ...]
    waived: tuple[AnnexWaiver, ...]
    reasons: tuple[AnnexReason, ...]
    declined: tuple[AnnexReason, ...]
    moves: tuple[AnnexMove, ...]
    holds: tuple[AnnexReason, ...]
    questions: tuple[AnnexQuestion, ...]


_WEIGHTS = {"error": "error", "warning": "warning", "info": "advice"}


def plan_annex(account: Account, dates: Timeline, found: Sorted) -> PlanAnnex:
    """The annex of an account, with its dates and what the rules find."""
    return PlanAnnex(
        customer=account.name,
        dates=_dates(dates),
        why_now=account.buying.why_now,
        politics=account.buying.politics,
        people=tuple(_person(account, one) for one in account.stakeholders if not has_left(one)),
        risks=tuple(_risk(account, risk) for risk in _gravest_first(account)),
        plays=tuple(
            AnnexReason(f"{play.play}, since {long_day(play.started_on)}", play.because or "")
            for play in account.plays
            if play.closed_on is None
        ),
        only_said=tuple(
            item.promise for item in account.commitments if is_unkept(item) and item.in_writing is False
        ),
        findings=tuple(_finding(finding) for finding in found.standing),
        waived=tuple(
            AnnexWaiver(finding.code, finding.message, waiver.reason, waiver.by, waiver.until)
            for finding, waiver in found.waived
        ),
        reasons=tuple(_reasons(account)),
        declined=tuple(
            AnnexReason(one.proposal, one.because or "")
            for one in account.reshaped
            if one.decision == "declined"
        ),
        moves=tuple(sorted(_moves(account), key=lambda move: move.on)),
        holds=tuple(
            AnnexReason(f"Paused from {long_day(hold.from_on)}", hold.reason)
            for hold in account.holds
            if hold.reason
        ),
        questions=tuple(
            AnnexQuestion(one.ask or one.question, _asked(account, one.of), one.since)
            for one in account.open_questions
        ),
    )


def _dates(dates: Timeline) -> AnnexDates:
    frame = dates.governing
    steps = [dates.step(ref) for ref in dates.path]
    return AnnexDates(
        planned=dates.value_target,
        expected=dates.reached_on or dates.value_expected,
        float_days=dates.float_days,
        do=dates.band.do if dates.band else None,
        path=tuple(step.title for step in steps if step and step.kind != "first value" and not step.done_on),
        opt_out=frame.opt_out if frame else None,
        decided_about=frame.decided_about if frame else None,
    )


def _person(account: Account, person: Stakeholder) -> AnnexPerson:
    sponsors = holders(account, "executive_sponsor")
    is_champion = "champion" in person.roles and "executive_sponsor" not in person.roles
    return AnnexPerson(
        name=person.name,
        title=person.title,
        roles=tuple(ROLES[role] for role in person.roles),
        stance=person.stance,
        decision_power=person.decision_power,
        credibility=person.credibility,
        layers=layers_between(account, person.id, sponsors[0].id) if is_champion and sponsors else None,
        private=person.private,
    )


def _gravest_first(account: Account) -> list[Risk]:
    still_open = [risk for risk in account.risks if risk.closed_on is None]
    return sorted(still_open, key=lambda risk: -(risk.severity or 0))


def _risk(account: Account, risk: Risk) -> AnnexRisk:
    return AnnexRisk(risk.title, risk.severity, name_of(account, risk.owner), risk.response)


def _finding(finding: Finding) -> AnnexFinding:
    weight = _WEIGHTS[finding.severity] if finding.told else "unknown"
    return AnnexFinding(finding.code, weight, finding.message, finding.mend)


def _reasons(account: Account) -> Iterator[AnnexReason]:
    parts: list[tuple[str, str | None]] = [
        *((milestone.title, milestone.because) for milestone in account.milestones),
        *((APPROVALS[gate.kind], gate.because) for gate in account.gates),
        *((task.title, task.because) for task in account.tasks),
        *((f"Kickoff: {item.title}", item.because) for item in account.kickoff.agenda),
    ]
    return (AnnexReason(what, because) for what, because in parts if because)


def _moves(account: Account) -> Iterator[AnnexMove]:
    moved: list[tuple[str, tuple[Move, ...]]] = [
        ("First value", account.first_value.moved),
        *((milestone.title, milestone.moved) for milestone in account.milestones),
        *((task.title, task.moved) for task in account.tasks),
        *((commitment.promise, commitment.moved) for commitment in account.commitments),
    ]
    return (
        AnnexMove(move.on, what, move.was, move.to, move.reason) for what, moves in moved for move in moves
    )


def _asked(account: Account, of: str) -> str:
    """Whom to ask: one of us or the people who play that part."""
    playing = [person.name for person in account.stakeholders if of in person.roles and not has_left(person)]
    if playing:
        return ", ".join(playing)
    return ROLES.get(of) or name_of(account, of) or VENDOR_TITLES.get(of, of)

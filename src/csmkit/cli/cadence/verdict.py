"""A verdict with what follows from it: as plain data, and on the screen."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from csmkit.cli import console, here

if TYPE_CHECKING:
    from csmkit.core.cadence import Verdict
    from csmkit.core.journey import Journey
    from csmkit.core.meetings import RhythmPlan
    from csmkit.core.rhythm_change import Announcement
    from csmkit.storage.record import Record

_MARKS = {True: "+", False: "-", None: "?"}
_MEETINGS = {
    "kickoff": "kickoff",
    "sponsor-call": "sponsor call",
    "sync": "sync",
    "ebr": "business review",
    "renewal": "closer sync before the renewal",
}


@dataclass(frozen=True)
class Decided:
    """An account's verdict on a day, with what follows from it."""

    record: "Record"
    day: date
    verdict: "Verdict"
    announcement: "Announcement | None"
    plan: "RhythmPlan"
    late_replies: tuple[date, ...]
    answers_until: date | None


def decided_on(record: "Record", day: date) -> Decided:
    """The verdict on an account, and where its change stands."""
    from csmkit.core.availability import answers_until, late_replies
    from csmkit.core.cadence import cadence_verdict
    from csmkit.core.meetings import rhythm_plan
    from csmkit.core.rhythm_change import announcement

    account, journey = record.account, here.library().journey(record.account.journey)
    verdict = cadence_verdict(account, journey, day, immature=_immature(record, journey, day))
    return Decided(
        record,
        day,
        verdict,
        announcement(account, journey, verdict, day),
        rhythm_plan(account, journey, day),
        late_replies(account, day),
        answers_until(account, day),
    )


def _immature(record: "Record", journey: "Journey", day: date) -> bool | None:
    """Whether the last assessment by the journey's model says that we carry the onboarding."""
    from csmkit.core.assessment import in_lowest_band
    from csmkit.core.cadence import last_assessment

    run = last_assessment(record.account, journey, day)
    return in_lowest_band(here.library().assessment(journey.assessment), run) if run else None


def plain(decided: Decided) -> dict[str, Any]:
    """Everything, for `--json` and for the document."""
    verdict, told = decided.verdict, decided.announcement
    return {
        "account": decided.record.name,
        "as_of": decided.day,
        "decision": verdict.decision,
        "rhythm": verdict.now,
        "then": verdict.then,
        "told": verdict.told,
        "of": len(verdict.reasons),
        "reasons": [
            {"holds": reason.holds, "text": reason.text, "weight": reason.weight}
            for reason in verdict.reasons
        ],
        "announcement": {
            "standing": told.standing,
            "to": told.to,
            "starts_on": told.starts_on,
            "announced_on": told.announced_on,
        }
        if told
        else None,
        "late_replies": list(decided.late_replies),
        "answers_within_a_day_until": decided.answers_until,
        "renewal_quarter": list(decided.plan.renewal_quarter) if decided.plan.renewal_quarter else None,
        "coming": [{"on": on, "meeting": kind} for on, kind in decided.plan.coming(decided.day)],
    }


def show(decided: Decided) -> None:
    """The verdict in lines, with what to type next."""
    verdict = decided.verdict
    console.out(f"{decided.record.account.name}: {_headline(decided)}", style="bold")
    now = verdict.now or "not recorded"
    coverage = f"{verdict.told} of {len(verdict.reasons)} checks could be made."
    console.out(f"Rhythm now: {now}. {coverage}", indent=2)
    for reason in verdict.reasons:
        mark = "~" if reason.weight == "one step" else _MARKS[reason.holds]
        console.out(f"{mark} {reason.text}", indent=2)
    if verdict.decision == "over":
        return
    if told := availability_told(decided.late_replies, decided.answers_until):
        console.out(told, indent=2)
    if coming := decided.plan.coming(decided.day):
        words = ", ".join(f"{_MEETINGS[kind]} {on}" for on, kind in coming)
        console.out(f"Coming: {words}.", indent=2)
    for command in _commands(decided):
        console.out(command, indent=4)


def _headline(decided: Decided) -> str:
    verdict, told = decided.verdict, decided.announcement
    decision = {
        "keep": "keep",
        "drop": f"drop to {verdict.then}",
        "cannot tell": "cannot tell yet",
        "over": "over",
    }[verdict.decision]
    return f"{decision}; {_standing(told)}" if told else decision


def _standing(told: "Announcement") -> str:
    start = f", from {told.starts_on} on" if told.starts_on else ""
    return {
        "decided, not told": f"decided, not told{start}",
        "told": f"told on {told.announced_on}: {told.to}{start}",
        "dropped, not told": f"dropped to {told.to}, not told",
        "no longer holds": f"the drop to {told.to} that was decided no longer holds, do not send it",
    }[told.standing]


def availability_told(late: tuple[date, ...], until: date | None) -> str | None:
    """Heuristic 3 in one sentence; nothing after year one when nothing was late."""
    if until is None and not late:
        return None
    promise = f"Answers within a day until {until}" if until else "Answers within a day"
    if not late:
        return f"{promise}: no late reply is logged, which says that nobody logged one."
    count = "1 late reply" if len(late) == 1 else f"{len(late)} late replies"
    return f"{promise}: {count} logged, the last one on {late[-1]}."


def _commands(decided: Decided) -> list[str]:
    """What to type next."""
    told, name = decided.announcement, decided.record.name
    if told is None:
        return []
    log = f"csmkit log {name} sent cadence-change WHO"
    has_begun = told.starts_on is None or told.starts_on <= decided.day
    return {
        "decided, not told": [f"csmkit cadence announce {name}"] if has_begun else [log],
        "told": [f"csmkit log {name} rhythm {told.to}"] if has_begun else [],
        "dropped, not told": [log],
        "no longer holds": [],
    }[told.standing]

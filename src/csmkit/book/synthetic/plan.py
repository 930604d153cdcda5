"""How a synthetic account is onboarded: its dates, its approvals, its meetings."""

from collections.abc import Iterator

from csmkit.book.synthetic.deal import source
from csmkit.book.synthetic.diary import Happened, hex_id, meetings
from csmkit.book.synthetic.draft import Draft, Fields, known
from csmkit.core.fields import slug

_LEVELS = (1, 5)


def first_value(draft: Draft) -> Fields:
    """First value; here and there with nothing that shows it, or without a definition."""
    course = draft.course
    defined, shown = draft.odds(0.96), draft.odds(0.96)
    reached = course.past(course.value)
    if reached:
        draft.tell(Happened(course.value, "first-value", "first_value"))
    return known(
        {
            "definition": draft.cast.trade.first_value if defined else None,
            "target_on": course.on(draft.planned),
            "reached_on": reached,
            "evidence": _evidence(draft) if reached and shown else None,
        }
    )


def _evidence(draft: Draft) -> str:
    trade, chance = draft.cast.trade, draft.chance
    number = chance.randint(11, 60)
    who = draft.name_of("champion", "backup_champion", "economic_buyer") or f"Somebody of the {trade.desk}"
    return chance.choice(
        (
            f"{who} counted {number} of {number + chance.randint(0, 4)} in the week; the list is attached.",
            f"Report of the {trade.desk}: {chance.randint(71, 96)} percent, seen on {who}'s screen.",
            f"{who} wrote: “the first week in which nobody asked where their {trade.case} was”.",
            f"{number} in a row, none of them by the old way; {who} checked each {trade.case}.",
        )
    )


def milestones(draft: Draft) -> Iterator[Fields]:
    """The checkpoints of the journey, later where first value is planned later; a few are never met."""
    course, chance = draft.course, draft.chance
    value_day = next((one.day for one in draft.journey.milestones if one.first_value), draft.planned)
    before = 0.0
    for one in draft.journey.milestones:
        due = draft.planned + one.day - value_day if one.day >= value_day else one.day
        met = course.value if one.first_value else due * chance.uniform(0.8, 1.1) * course.slowness**0.5
        before = met = max(met, before + 5)
        owner = draft.id_of(one.customer_owner) if one.customer_owner else None
        on = course.past(met) if one.first_value or draft.odds(0.97) else None
        if on:
            draft.tell(Happened(met, "met", f"milestones/{one.id}"))
        yield known(
            {
                "id": one.id,
                "day": one.day,
                "title": one.title,
                "measure": one.measure,
                "owner": "csm",
                "customer_owner": owner,
                "due_on": course.on(due),
                "met_on": on,
                "evidence": _evidence(draft) if on else None,
                "confirmed_by": owner if on else None,
            }
        )


def kickoff(draft: Draft) -> Fields:
    """The kickoff, with who came; none on a journey that has none."""
    if draft.kind.kickoff is None:
        return {}
    day = round(draft.kind.kickoff * draft.chance.uniform(0.6, 1.7))
    came = [one.id for one in draft.people if draft.odds(0.85)]
    if not (on := draft.course.past(day)):
        return {} if draft.is_gone else {"on": draft.course.on(day)}
    attended = [*came, "csm", "account_executive"]
    draft.tell(Happened(day, "kickoff", "kickoff", people=tuple(attended)))
    return {"on": on, "attended": [*attended]}


def sponsor_call(draft: Draft) -> Fields:
    """The call with the sponsor, which one in eight never gets."""
    sponsor = draft.id_of("executive_sponsor")
    day = round(draft.kind.sponsor_call * draft.chance.uniform(0.6, 2))
    if sponsor is None or not draft.odds(0.88):
        return {}
    if not (held := draft.course.past(day)):
        return {} if draft.is_gone else {"booked_on": draft.course.on(day)}
    draft.tell(Happened(day, "sponsor-call", "sponsor_call", people=(sponsor, "csm")))
    return {"booked_on": held, "held_on": held, "validated": ["the outcome", "the milestones"]}


def agreement(draft: Draft) -> Fields:
    """Whether the customer agreed to the plan."""
    agreed = draft.course.past((draft.kind.kickoff or 6) + draft.chance.randint(3, 20))
    by = draft.id_of("champion", "economic_buyer")
    if agreed is None or by is None or not draft.odds(0.88):
        return {}
    return {"agreed_on": agreed, "agreed_by": by, "reviewed_on": agreed}


def tracking(draft: Draft) -> Fields:
    """How the number is followed."""
    seen = draft.course.past(draft.chance.randint(15, 60))
    reporter = draft.id_of("analytics_lead", "champion")
    if reporter is None or not draft.odds(0.88):
        return {}
    return known({"source": source(draft), "reported_by": reporter, "verified_on": seen})


def gates(draft: Draft) -> Iterator[Fields]:
    """The approvals on their side."""
    for one in draft.course.gates:
        name = slug(one.kind.replace("_", " "))
        draft.tell(Happened(one.submitted, "submitted", f"gates/{name}"))
        draft.tell(Happened(one.cleared, "cleared", f"gates/{name}"))
        yield known(
            {
                "id": name,
                "kind": one.kind,
                "lead_days": one.said,
                "owner": draft.id_of("technical_lead", "champion"),
                "submit_by": draft.course.on(14),
                "submitted_on": draft.course.past(one.submitted),
                "cleared_on": draft.course.past(one.cleared),
            }
        )


def tasks(draft: Draft) -> Iterator[Fields]:
    """The standing work of the journey; what leads to first value is done before it."""
    for one in draft.journey.tasks:
        due = one.day or draft.planned
        done = due * draft.chance.uniform(0.7, 1.1) * min(1.6, draft.course.slowness**0.6)
        done = min(done, draft.course.value - 1) if one.before == "first_value" else done
        theirs = draft.id_of("champion", "economic_buyer") if one.side == "customer" else None
        draft.tell(Happened(done, "done", f"tasks/{one.id}"))
        yield known(
            {
                "id": one.id,
                "title": one.title,
                "side": one.side,
                "owner": theirs or "csm",
                "due_on": draft.course.on(due),
                "done_on": draft.course.past(done),
            }
        )


def holds(draft: Draft) -> Iterator[Fields]:
    """A pause agreed with the customer."""
    pause = draft.course.pause
    if pause is None or not (first := draft.course.past(pause[0])):
        return
    until, run = draft.course.on(pause[1]), hex_id(draft.chance)
    draft.tell(Happened(pause[0], "hold", f"holds/{run}", f"until {until}"))
    yield known(
        {
            "id": run,
            "from_on": first,
            "until_on": until,
            "agreed_with": draft.id_of("champion", "economic_buyer"),
            "reason": draft.chance.choice(draft.words.pauses),
        }
    )


def assessments(draft: Draft) -> Iterator[Fields]:
    """The maturity of most, around how ready they are."""
    day, run = draft.chance.randint(6, 18), hex_id(draft.chance)
    least, most = _LEVELS
    levels = {name: round(draft.chance.gauss(draft.cast.readiness, 0.8)) for name in draft.shipped.questions}
    if not draft.odds(0.86) or not (on := draft.course.past(day)):
        return
    draft.tell(Happened(day, "recorded", f"assessments/{run}", "customer-maturity recorded"))
    yield {
        "id": run,
        "on": on,
        "by": draft.cast.csm.name,
        "model": draft.shipped.model,
        "digest": draft.shipped.digest,
        "answers": {name: {"value": str(min(most, max(least, level)))} for name, level in levels.items()},
    }


def cadence(draft: Draft) -> Fields:
    """The rhythm, slower once it has settled; with every meeting that took place."""
    course, journey = draft.course, draft.journey
    settled = max(journey.graduation_day + 7, course.value + 20)
    first = round((draft.kind.kickoff or 5) * 1.8)
    rhythms = ((journey.onboarding_rhythm, first), (journey.steady_rhythm, settled))
    draft.tell(*meetings(course, draft.people, rhythms, draft.words, draft.chance))
    if since := course.past(settled):
        return {"rhythm": journey.steady_rhythm, "since": since, "announced_on": since}
    return {"rhythm": journey.onboarding_rhythm, "since": course.signed}

"""What a synthetic account bought, from whom, and what came of it."""

from collections.abc import Iterator
from datetime import timedelta

from csmkit.book.synthetic.course import YEAR
from csmkit.book.synthetic.diary import Happened, hex_id
from csmkit.book.synthetic.draft import Draft, Fields, known
from csmkit.core.fields import Plain, slug

NOTICE_DAYS = 60
_QUARTER = 91
_SLOW = 1.5


def contract(draft: Draft) -> Fields:
    """The deal, its renewals, and its end."""
    course, chance = draft.course, draft.chance
    low, high = draft.kind.arr
    thousands = low * (high / low) ** chance.random()
    signed_ahead = 0 if draft.is_gone else NOTICE_DAYS // 2
    renewals = (course.last + signed_ahead) // YEAR
    until = course.signed + timedelta(days=YEAR * (renewals + 1))
    renewed = min(YEAR * renewals - chance.randint(5, 25), course.last)
    if renewals:
        draft.tell(Happened(renewed, "renewed", "contract", f"until {until}"))
    return known(
        {
            "signed_on": course.signed,
            "renews_on": until,
            "notice_days": NOTICE_DAYS,
            "arr": max(600, round(thousands * 1000 / 600) * 600),
            "currency": "USD",
            "renewed_on": (course.past(renewed) or course.today) if renewals else None,
            **_left(draft),
        }
    )


def _left(draft: Draft) -> Fields:
    course = draft.course
    if course.churned is None or not draft.is_gone:
        return {}
    words = draft.words.left_before if course.churned < course.value else draft.words.left_after
    because = draft.chance.choice(words)
    draft.tell(Happened(course.churned, "churned", "contract", because))
    return {"churned_on": course.past(course.churned), "churned_because": because}


def commitments(draft: Draft) -> Iterator[Fields]:
    """What was promised to about two in three, kept or still owed."""
    chance, course, promise = draft.chance, draft.course, draft.cast.trade.promise
    due = chance.randint(25, 80)
    kept = due * chance.uniform(0.5, 1.5) * min(1.6, max(0.7, course.slowness))
    if not draft.odds(0.65):
        return
    draft.tell(Happened(kept, "delivered", f"commitments/{slug(promise)}"))
    yield known(
        {
            "id": slug(promise),
            "promise": promise,
            "kind": "feature",
            "promised_by": "account_executive",
            "promised_to": draft.id_of("economic_buyer", "champion"),
            "owner": "csm",
            "due_on": course.on(due),
            "status": "delivered" if course.past(kept) else "open",
        }
    )


def outcome(draft: Draft) -> Fields:
    """What they bought us for, where they stood, and how it has gone since first value."""
    chance, course, trade = draft.chance, draft.course, draft.cast.trade
    start, target = chance.randint(34, 66), chance.randint(80, 94)
    counted = draft.odds(0.88)
    baseline: Fields = {"value": start, "source": source(draft), "as_of": course.signed}
    readings: list[Plain] = [*_readings(draft, start, target)] if counted else []
    return known(
        {
            "id": slug(trade.metric),
            "primary": True,
            "statement": trade.statement,
            "metric": trade.metric,
            "unit": "percent",
            "baseline": baseline if counted else None,
            "target": target,
            "by": course.on(chance.choice((180, 240, 300))),
            "defended_by": draft.id_of("executive_sponsor", "economic_buyer"),
            "readings": readings,
        }
    )


def source(draft: Draft) -> str:
    """Where their number comes from."""
    return f"Count of the {draft.cast.trade.desk}"


def _readings(draft: Draft, start: int, target: int) -> Iterator[Fields]:
    """A reading every six weeks from first value on; some come further than they wanted, some do not."""
    course, chance, reach = draft.course, draft.chance, draft.chance.uniform(0.5, 1.25)
    for number in range(12):
        day = course.value + number * 42
        way = min(1.1, reach * (0.35 + 0.2 * number)) * (target - start)
        value = min(100, round(start + way + chance.uniform(-2, 2)))
        if on := course.past(day):
            draft.tell(Happened(day, "reading", f"outcomes/{slug(draft.cast.trade.metric)}", str(value)))
            yield {"id": hex_id(chance), "on": on, "value": value, "source": source(draft)}


def handoffs(draft: Draft) -> Iterator[Fields]:
    """A handoff that was accepted; a careless account executive's often is not yet."""
    day, run = draft.chance.randint(3, 12), hex_id(draft.chance)
    if draft.odds(draft.cast.executive.care) and (on := draft.course.past(day)):
        draft.tell(Happened(day, "recorded", f"handoffs/{run}", "handoff accepted"))
        yield {
            "id": run,
            "on": on,
            "decision": "accepted",
            "account_executive": draft.cast.executive.name,
        }


def sessions(draft: Draft) -> Iterator[Fields]:
    """The interviews that were held: the handoff, and those of the journey, most of them in time."""
    due: list[tuple[str, int, str | None]] = [(draft.journey.handoff, 7, draft.cast.executive.name)]
    due += [(one.interview, one.by_day, draft.name_of("analytics_lead")) for one in draft.journey.interviews]
    for interview, by_day, whom in due:
        day = by_day * draft.chance.uniform(0.3, 1.4)
        if whom is None or not draft.odds(0.93) or not (on := draft.course.past(day)):
            continue
        for sitting in draft.shipped.sittings[interview]:
            run = f"{hex_id(draft.chance)}-{sitting}"
            draft.tell(Happened(day, "recorded", f"sessions/{run}", f"{interview}/{sitting} recorded"))
            yield {"id": run, "interview": f"{interview}/{sitting}", "on": on, "with": whom}


def sentiment(draft: Draft) -> Fields:
    """How they felt when somebody last heard it."""
    day = draft.course.last - draft.chance.randint(2, 45)
    of = draft.id_of("champion", "economic_buyer")
    sour = draft.course.slowness > _SLOW or draft.is_gone
    level = draft.chance.choice(("neutral", "negative", "neutral") if sour else ("positive", "neutral"))
    on = draft.course.past(day)
    if day < 1 or on is None or of is None or not draft.odds(0.6):
        return {}
    draft.tell(Happened(day, "sentiment", "sentiment", level, (of,)))
    return {"level": level, "on": on, "of": of}


def departures(draft: Draft) -> None:
    """Who left their company."""
    for one in draft.people:
        if one.leaves is not None:
            draft.tell(Happened(one.leaves, "left", f"stakeholders/{one.id}", people=(one.id,)))


def reviews(draft: Draft) -> None:
    """The business reviews of each quarter, and the word with the sponsor before a renewal."""
    sponsor = draft.id_of("executive_sponsor", "economic_buyer")
    if sponsor is None:
        return
    first = draft.journey.graduation_day + _QUARTER
    for day in range(first, draft.course.last + 1, _QUARTER) if draft.journey.touch != "low" else ():
        if draft.odds(0.9):
            draft.tell(Happened(day - draft.chance.randint(1, 14), "ebr", people=(sponsor, "csm")))
    for end in range(YEAR, draft.course.last + YEAR, YEAR):
        if draft.odds(0.85):
            note = "Spoke about the next year; wants the number on one page."
            day = end - NOTICE_DAYS - _QUARTER + draft.chance.randint(1, 12)
            draft.tell(Happened(day, "sync", note=note, people=(sponsor, "csm")))

"""The audit in words: what its document is given. Figures are rounded here and nowhere before."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from csmkit.book.current_state.audit import Audit, Value
from csmkit.book.current_state.churn import Churn, Cohort
from csmkit.book.current_state.funnel import Funnel, Limits, Row, expected_outside, picture
from csmkit.book.current_state.rates import Rate
from csmkit.book.current_state.stalls import Stalls
from csmkit.book.current_state.success import Count, Success
from csmkit.book.current_state.voices import Heard, Quote, Voices
from csmkit.book.survival import Band
from csmkit.book.ttfv import MINIMUM, NO_GROUP, Group, Horizon

_SMALLEST_P = 0.001
_MOST_RULES = 15
_MOST_MARKS = 8


def audit_values(audit: Audit) -> dict[str, Any]:
    """The audit as its template is given it."""
    return {
        "as_of": audit.as_of,
        "since": audit.since,
        "accounts": audit.accounts,
        "minimum": MINIMUM,
        "value": _value(audit.value),
        "rates": [_rate(one) for one in audit.rates],
        "churn": _churn(audit.churn),
        "stalls": _stalls(audit.stalls),
        "consistency": [_funnel(one) for one in audit.consistency],
        "success": _success(audit.success),
        "voices": _voices(audit.voices),
        "ruled": audit.ruled,
        "rules": [one._asdict() for one in audit.rules[:_MOST_RULES]],
        "more_rules": max(0, len(audit.rules) - _MOST_RULES),
    }


def percent(share: float) -> str:
    """A share as people read it."""
    return f"{100 * share:.0f} %"


def banded(band: Band | None) -> str:
    """A share with its interval."""
    if band is None:
        return f"too few (under {MINIMUM})"
    if band.low is None or band.high is None:
        return percent(band.estimate)
    return f"{percent(band.estimate)} ({100 * band.low:.0f}–{100 * band.high:.0f})"


def _left_out(reasons: Iterable[tuple[str, int]]) -> str:
    """Why some do not count, in one line; empty when all do."""
    return "; ".join(f"{count} ({why})" for why, count in reasons)


def _value(value: Value) -> dict[str, Any]:
    groups = (value.answer.everybody, *value.answer.groups)
    return {
        "groups": [_group(group) for group in groups],
        "days": [
            _day(group, day, at)
            for group in groups
            if not group.few
            for day, at in zip(value.horizons, group.horizons, strict=True)
        ],
        "untold": list(value.answer.untold),
        "tests": [
            {"name": one.test, "p": "under 0.001" if one.p < _SMALLEST_P else f"{one.p:.3f}"}
            for one in value.answer.tests
        ],
        "left_out": _left_out(value.left_out),
        "notes": list(value.notes),
    }


def _group(group: Group) -> dict[str, Any]:
    counts = {"accounts": group.accounts, "reached": group.value, "left": group.churned, "open": group.open}
    return {"name": _named(group), **counts, "median": _median(group)}


def _named(group: Group) -> str:
    return "all" if group.name == "all" else group.name or NO_GROUP


def _median(group: Group) -> str:
    if group.few:
        return f"too few (under {MINIMUM})"
    if group.median is None:
        return "not reached"
    low, high = ("open" if end is None else f"{end:g}" for end in (group.median.low, group.median.high))
    return f"day {group.median.estimate:g} ({low}–{high})"


def _day(group: Group, day: int, at: Horizon | None) -> dict[str, Any]:
    told = {"name": _named(group), "day": day, "waiting": at.at_risk if at else 0}
    if at is None:
        return told | {"value": "cannot tell: nobody was watched so long", "churned": "", "open": ""}
    return told | {"value": banded(at.value), "churned": banded(at.churned), "open": banded(at.open)}


def _rate(one: Rate) -> dict[str, Any]:
    told = {"title": one.title, "met": one.met, "of": one.of, "share": banded(one.share)}
    return told | {"not_counted": _left_out(one.not_counted)}


def _churn(churn: Churn) -> dict[str, Any]:
    return {
        "cohorts": [_cohort(one) for one in (*churn.cohorts, churn.everybody)],
        "earlier": churn.earlier,
        "left_out": _left_out(churn.silent),
    }


def _cohort(cohort: Cohort) -> dict[str, Any]:
    told = {"quarter": cohort.quarter, "accounts": cohort.accounts, "left": cohort.left}
    return told | {"days": [_by_day(cohort, at) for at in cohort.horizons]}


def _by_day(cohort: Cohort, at: Horizon | None) -> str:
    if at is None:
        return "too early"
    return "too few" if cohort.few else f"{banded(at.value)}, n {at.at_risk}"


def _stalls(stalls: Stalls) -> dict[str, Any]:
    def per(count: int, of: int) -> str:
        return f"{count} of {of}" + (f" ({percent(count / of)})" if of >= MINIMUM else "")

    marks = [
        {"what": m.what, "stalled": per(m.stalled, stalls.stalled), "others": per(m.others, stalls.others)}
        for m in stalls.telling[:_MOST_MARKS]
    ]
    approvals = [
        {**one._asdict(), "told": _days(one.told), "took": _days(one.took)} for one in stalls.approvals
    ]
    counts = {"active": stalls.active, "on_hold": stalls.on_hold, "stalled": stalls.stalled}
    stuck = [
        {"milestone": s.milestone, "accounts": s.accounts, "late": _days(s.days_late)} for s in stalls.stuck
    ]
    steps = [one._asdict() for one in stalls.steps]
    return {**counts, "steps": steps, "stuck": stuck, "marks": marks, "approvals": approvals}


def _days(days: float | None) -> str:
    return "too few" if days is None else f"{days:g}"


def _success(one: Success) -> dict[str, Any]:
    counts = (one.whole, *one.journeys) if len(one.journeys) > 1 else (one.whole,)
    signed = {"by": one.signed_off_by, "on": one.signed_on} if one.signed_off_by else None
    return {
        "title": one.title,
        "signed": signed,
        "changed_since": one.changed_since,
        "under_way": one.under_way,
        "in_flight": one.in_flight,
        "left": one.left,
        "counts": [_count(each) for each in counts],
        "conditions": [_count(each) for each in one.conditions],
    }


def _voices(found: Voices) -> dict[str, Any]:
    chapters = [
        {
            "title": chapter.title,
            "people": chapter.people,
            "few": chapter.few,
            "heard": [_heard(one) for one in chapter.heard],
        }
        for chapter in found.chapters
    ]
    return {"chapters": chapters, "edits": len(found.edits)}


def _heard(one: Heard) -> dict[str, Any]:
    return {
        "question": one.question,
        "people": one.people,
        "choices": [{"what": what, "people": people} for what, people in one.choices],
        "quotes": [{"text": quote.text, "by": _by(quote)} for quote in one.quotes],
    }


def _by(quote: Quote) -> str:
    """Whose words, as far as that may be told."""
    return ", ".join(filter(None, (quote.who, quote.stands and quote.stands.lower())))


def edits_values(found: Voices, files: Mapping[str, str]) -> list[dict[str, Any]]:
    """The proposed edits by the part of the playbook; `files`: where each playbook and template stands."""
    told = [one._asdict() | {"file": files.get(one.which or "")} for one in found.edits]
    parts = dict.fromkeys(one["part"] for one in told)
    return [{"part": part, "edits": [one for one in told if one["part"] == part]} for part in parts]


def _count(one: Count) -> dict[str, Any]:
    return one._asdict() | {"share": banded(one.share)}


def _funnel(one: Funnel) -> dict[str, Any]:
    share = one.met / one.of if one.of else 0.0
    return {
        "title": one.title,
        "met": one.met,
        "of": one.of,
        "share": percent(share) if one.of >= MINIMUM else None,
        "rows": [_row(row) for row in one.rows],
        "compared": len(one.compared),
        "outside": list(_outside(one)),
        "by_chance": f"{expected_outside(one.compared):.1f}",
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "plot": picture(row),
        "csm": row.csm,
        "met": row.met,
        "of": row.of,
        "expected": percent(row.expected / row.of) if row.usual else "–",
        "rate": percent(row.met / row.of) if row.usual else "too few",
        "usual": _limits(row.usual, row.of),
        "rare": _limits(row.rare, row.of),
        "place": row.place,
    }


def _limits(between: Limits | None, of: int) -> str:
    return f"{100 * between.low / of:.0f}–{100 * between.high / of:.0f} %" if between else "–"


def _outside(one: Funnel) -> Iterator[dict[str, Any]]:
    for row in one.outside:
        yield {"csm": row.csm, "place": row.place, "met": row.met, "of": row.of}

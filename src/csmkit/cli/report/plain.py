"""The audit for a program: every figure as it was counted."""

from typing import Any

from csmkit.book.current_state.audit import Audit
from csmkit.book.current_state.churn import DAYS, Churn, Cohort
from csmkit.book.current_state.funnel import Funnel
from csmkit.book.current_state.rates import Rate
from csmkit.book.current_state.stalls import Stalls
from csmkit.book.current_state.success import Count, Success
from csmkit.book.ttfv import MINIMUM
from csmkit.cli.ttfv import plain as of_ttfv
from csmkit.cli.ttfv.sources import Told


def as_plain(audit: Audit, told: Told) -> dict[str, Any]:
    """The whole audit as plain data; shares are fractions of one."""
    return {
        "as_of": audit.as_of,
        "since": audit.since,
        "accounts": audit.accounts,
        "minimum": MINIMUM,
        "ttfv": of_ttfv.as_plain(told),
        "rates": [_rate(one) for one in audit.rates],
        "churn": _churn(audit.churn),
        "stalls": _stalls(audit.stalls),
        "consistency": [_funnel(one) for one in audit.consistency],
        "rules": {"accounts": audit.ruled, "fired": [one._asdict() for one in audit.rules]},
        "success": _success(audit.success),
    }


def _rate(one: Rate) -> dict[str, Any]:
    band = one.share._asdict() if one.share else None
    return {**one._asdict(), "share": band, "not_counted": [why._asdict() for why in one.not_counted]}


def _churn(churn: Churn) -> dict[str, Any]:
    return {
        "cohorts": [_cohort(one) for one in churn.cohorts],
        "everybody": _cohort(churn.everybody),
        "earlier": churn.earlier,
        "not_counted": [{"why": why, "accounts": count} for why, count in churn.silent],
    }


def _cohort(cohort: Cohort) -> dict[str, Any]:
    days = [
        {"day": day, "at_risk": at.at_risk if at else 0, "left": at.value._asdict() if at else None}
        for day, at in zip(DAYS, cohort.horizons, strict=True)
    ]
    told = {"quarter": cohort.quarter, "accounts": cohort.accounts, "left": cohort.left}
    return told | {"late": cohort.late, "days": days}


def _stalls(stalls: Stalls) -> dict[str, Any]:
    lists = {
        "steps": [one._asdict() for one in stalls.steps],
        "stuck": [one._asdict() for one in stalls.stuck],
        "marks": [one._asdict() for one in stalls.marks],
        "approvals": [one._asdict() for one in stalls.approvals],
    }
    return {"active": stalls.active, "on_hold": stalls.on_hold, "stalled": stalls.stalled, **lists}


def _success(one: Success) -> dict[str, Any]:
    counts = {
        "whole": _count(one.whole),
        "journeys": [_count(each) for each in one.journeys],
        "conditions": [_count(each) for each in one.conditions],
    }
    return one._asdict() | counts


def _count(one: Count) -> dict[str, Any]:
    return one._asdict() | {"share": one.share and one.share._asdict()}


def _funnel(one: Funnel) -> dict[str, Any]:
    rows = [
        {
            **row._asdict(),
            "usual": row.usual and row.usual._asdict(),
            "rare": row.rare and row.rare._asdict(),
        }
        for row in one.rows
    ]
    return {"title": one.title, "met": one.met, "of": one.of, "rows": rows}

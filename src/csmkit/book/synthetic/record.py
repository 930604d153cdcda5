"""The record of a synthetic account, as it stands today."""

from csmkit.book.synthetic import deal, plan
from csmkit.book.synthetic.cast import as_stakeholder
from csmkit.book.synthetic.diary import as_log, hex_id
from csmkit.book.synthetic.draft import Draft, Fields, known


def record_of(draft: Draft) -> Fields:
    """The whole record, in the order in which a person reads it."""
    cast, course = draft.cast, draft.course
    fields: Fields = {
        "schema": "csmkit/account@1",
        "id": hex_id(draft.chance),
        "name": cast.name,
        "journey": cast.journey,
        "segment": draft.chance.choice(draft.kind.segments),
        "country": cast.country.code,
        "time_zone": cast.country.time_zone,
        "complexity": cast.complexity,
        "added_on": course.on(course.entered or 0),
        "in_flight": True if course.entered is not None else None,
        "contract": deal.contract(draft),
        "vendor_team": {
            "csm": {"name": cast.csm.name, "email": cast.csm.email},
            "account_executive": {"name": cast.executive.name},
        },
        "stakeholders": [as_stakeholder(person, cast, course) for person in draft.people],
        "commitments": [*deal.commitments(draft)],
        "outcomes": [deal.outcome(draft)],
        "first_value": plan.first_value(draft),
        "milestones": [*plan.milestones(draft)],
        "kickoff": plan.kickoff(draft),
        "sponsor_call": plan.sponsor_call(draft),
        "plan": plan.agreement(draft),
        "tracking": plan.tracking(draft),
        "gates": [*plan.gates(draft)],
        "tasks": [*plan.tasks(draft)],
        "holds": [*plan.holds(draft)],
        "assessments": [*plan.assessments(draft)],
        "cadence": plan.cadence(draft),
        "sessions": [*deal.sessions(draft)],
        "handoffs": [*deal.handoffs(draft)],
        "sentiment": deal.sentiment(draft),
    }
    deal.departures(draft)
    deal.reviews(draft)
    return known(fields | {"log": as_log(draft.happened, course, draft.chance)})

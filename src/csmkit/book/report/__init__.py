"""The book of business as one value: what `csmkit report` shows, and `--json` prints.

A section is one function from a `Sample` to a value; adding one is adding it to SECTIONS, and a template
of the same name in `templates/report/`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from csmkit.book.report.ahead import approvals, promises
from csmkit.book.report.at_risk import at_risk
from csmkit.book.report.coverage import milestones, roles
from csmkit.book.report.first_value import by_journey, by_quarter
from csmkit.book.report.glance import glance
from csmkit.book.report.sample import Sample, sample_of
from csmkit.book.report.team import team

__all__ = ["SECTIONS", "Report", "report_of", "sample_of"]

# In the order in which they stand on the page.
SECTIONS: Mapping[str, Callable[[Sample], object]] = {
    "glance": glance,
    "first_value": by_journey,
    "cohorts": by_quarter,
    "milestones": milestones,
    "roles": roles,
    "at_risk": at_risk,
    "approvals": approvals,
    "promises": promises,
    "team": team,
}


class Report(NamedTuple):
    """The day, whose accounts, and every section by name."""

    as_of: date
    since: date | None
    later: int
    earlier: int
    sections: Mapping[str, object]


def report_of(sample: Sample) -> Report:
    """Work out every section."""
    told = {name: section(sample) for name, section in SECTIONS.items()}
    return Report(sample.as_of, sample.since, sample.later, sample.earlier, told)

"""Which rules of the craft fire most over the book: what the playbook has to teach, or to drop."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from csmkit.core.checks import check, rules
from csmkit.core.checks.rule import Case, Rule
from csmkit.core.findings import Severity
from csmkit.core.waivers import sort_out


class Fired(NamedTuple):
    """One rule: in how many accounts it fires, cannot tell or is waived, of how many it holds for."""

    code: str
    severity: Severity
    title: str
    fires: int
    cannot_tell: int
    waived: int
    of: int


def firing(cases: Iterable[Case]) -> tuple[Fired, ...]:
    """Every rule that says something of any account, the one that fires in most accounts first."""
    holds, fires, cannot_tell, waived = (Counter[str]() for _ in range(4))
    for case in cases:
        found = sort_out(check(case), case.account.waived, case.today)
        holds.update(rule.code for rule in rules() if case.journey.touch in rule.touch)
        fires.update({finding.code for finding in found.standing if finding.told})
        cannot_tell.update({finding.code for finding in found.standing if not finding.told})
        waived.update({finding.code for finding, _ in found.waived})

    def fired(rule: Rule) -> Fired:
        code = rule.code
        counts = (fires[code], cannot_tell[code], waived[code], holds[code])
        return Fired(code, rule.severity, rule.title, *counts)

    told = [fired(rule) for rule in rules()]
    heard = [one for one in told if one.fires or one.cannot_tell or one.waived]
    return tuple(sorted(heard, key=lambda one: (-one.fires, -one.cannot_tell, one.code)))

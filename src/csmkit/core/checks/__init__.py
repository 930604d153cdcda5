"""The rules of the craft, in families: a rule is one function in its family's file, and a line in RULES."""

from collections.abc import Iterable

from csmkit.core.checks import cadence, handoff, kickoff, plan
from csmkit.core.checks.rule import Case, Rule
from csmkit.core.findings import SEVERITIES, Finding

FAMILIES: dict[str, tuple[Rule, ...]] = {
    "handoff": handoff.RULES,
    "plan": plan.RULES,
    "kickoff": kickoff.RULES,
    "cadence": cadence.RULES,
}


def check(case: Case, families: Iterable[str] = FAMILIES) -> tuple[Finding, ...]:
    """What the rules of these families report, the gravest first."""
    findings = [found for family in families for rule in FAMILIES[family] for found in rule.findings(case)]
    return tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))

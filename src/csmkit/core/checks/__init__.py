"""The rules of the craft, in families: a rule is one function in a family's file, listed in its RULES."""

from collections.abc import Iterable

from csmkit.core.checks import (
    agreement,
    cadence,
    handoff,
    kickoff,
    milestones,
    outcome,
    people,
    promises,
)
from csmkit.core.checks.rule import Case, Rule
from csmkit.core.findings import SEVERITIES, Finding

FAMILIES: dict[str, tuple[Rule, ...]] = {
    "handoff": handoff.RULES,
    "plan": (*outcome.RULES, *milestones.RULES, *people.RULES, *promises.RULES, *agreement.RULES),
    "kickoff": kickoff.RULES,
    "cadence": cadence.RULES,
}


def check(case: Case, families: Iterable[str] = FAMILIES) -> tuple[Finding, ...]:
    """What the rules of these families report, the gravest first."""
    findings = [found for rule in rules(families) for found in rule.findings(case)]
    return tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))


def rules(families: Iterable[str] = FAMILIES) -> tuple[Rule, ...]:
    """The rules of these families, by family."""
    return tuple(rule for family in families for rule in FAMILIES[family])

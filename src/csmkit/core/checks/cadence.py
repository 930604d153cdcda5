"""Whether the meeting rhythm fits the evidence."""

from csmkit.core.checks.rule import Rule

RULES: tuple[Rule, ...] = ()

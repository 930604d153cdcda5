"""What the kickoff still lacks."""

from csmkit.core.checks.rule import Rule

RULES: tuple[Rule, ...] = ()

"""What the handoff from Sales still lacks."""

from csmkit.core.checks.rule import Rule

RULES: tuple[Rule, ...] = ()

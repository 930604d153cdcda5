"""What keeps the success plan from senior quality."""

from csmkit.core.checks.rule import Rule

RULES: tuple[Rule, ...] = ()

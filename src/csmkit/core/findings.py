"""What a rule reports about people's data: a value that is printed, counted and waived, never raised."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be, or that cannot be told.

    Attributes:
        code: The rule's stable code, such as ``PLN104``.
        severity: How much it matters; what cannot be told keeps the severity of its rule.
        message: The sentence, naming the person or the field.
        about: The path in the record, such as ``milestones/day-60/measure``; empty for the whole record.
        mend: What to do, with the command to type where there is one.
        told: False when the rule's input is missing, so that nobody can tell.
    """

    code: str
    severity: Severity
    message: str
    about: str
    mend: str
    told: bool = True

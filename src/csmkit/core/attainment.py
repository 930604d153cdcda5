"""How much of the way an outcome has gone, against how much of its time: exact, rounded once when shown."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from csmkit.core.account import Outcome


def attained(outcome: Outcome, value: Decimal) -> Fraction | None:
    """The share of the way from baseline to target; None without both, or when they are the same.

    Negative when the number moved the wrong way, above one past the target.
    """
    if outcome.baseline is None or outcome.target is None or outcome.target == outcome.baseline.value:
        return None
    way = Fraction(outcome.target) - Fraction(outcome.baseline.value)
    return (Fraction(value) - Fraction(outcome.baseline.value)) / way


def time_gone(start: date | None, by: date | None, on: date) -> Fraction | None:
    """The share of the time between two days that is gone on a third; None without a stretch to measure."""
    if start is None or by is None or by <= start:
        return None
    return Fraction((on - start).days, (by - start).days)


def percent(share: Fraction) -> int:
    """A share in whole percent, halves rounded up."""
    return (share * 100 + Fraction(1, 2)).__floor__()

"""Where the outcome stands between baseline and target, against the share of time that is gone."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from csmkit.core.account import Outcome
from csmkit.core.attainment import attained, percent, time_gone

NEEDS_TARGET = "needs a baseline, a target, its day and the day of signature"
NEEDS_READING = "needs a reading since the signature"
_BEHIND = Fraction(1, 4)  # of the way; less is within the noise of two readings


@dataclass(frozen=True)
class Trajectory:
    """Attainment at the last reading.

    Attributes:
        attained: How much of the way from baseline to target is done; below 0 in the wrong direction.
        gone: How much of the time from signature to the target's day was gone at the reading.
        read_on: The day of the reading.
    """

    attained: Fraction
    gone: Fraction
    read_on: date

    @property
    def is_behind(self) -> bool:
        """Whether a quarter of the way or more is missing."""
        return self.attained + _BEHIND < self.gone

    @property
    def told(self) -> str:
        """The two shares in words."""
        way, gone = percent(self.attained), percent(self.gone)
        shares = f"{way} percent of the way after {gone} percent of the time"
        return f"{shares} (read on {self.read_on})"


def trajectory(outcome: Outcome, signed_on: date | None, today: date) -> Trajectory | str:
    """The trajectory on a day, or what it needs before it can be told."""
    if outcome.baseline is None or outcome.target is None or not (signed_on and outcome.by):
        return NEEDS_TARGET
    readings = [reading for reading in outcome.readings if signed_on <= reading.on <= today]
    last = max(readings, key=lambda reading: reading.on, default=None)
    way = attained(outcome, last.value) if last else None
    gone = time_gone(signed_on, outcome.by, last.on) if last else None
    return NEEDS_READING if last is None or way is None or gone is None else Trajectory(way, gone, last.on)

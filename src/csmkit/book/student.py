"""Student's t distribution, for intervals that rest on few accounts or few people.

The standard library has the normal distribution only; held against published tables in the tests.
"""

from functools import lru_cache
from math import exp, inf, lgamma, log, log1p

_TINY = 1e-300
_STEPS = 500
_ENOUGH = 1e-15
_HALVINGS = 200


@lru_cache(maxsize=256)
def two_sided(degrees: float, within: float = 0.95) -> float:
    """How many standard errors to either side hold a share of what chance makes.

    Raises:
        ValueError: there are no degrees of freedom.
    """
    if degrees <= 0:
        raise ValueError("an interval needs at least some freedom")
    low, high = 0.0, 1.0
    while beyond(high, degrees) > 1 - within:
        high *= 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if beyond(middle, degrees) > 1 - within else (low, middle)
    return (low + high) / 2


def beyond(errors: float, degrees: float) -> float:
    """The chance of lying further out than so many standard errors, on either side."""
    return incomplete_beta(degrees / 2, 0.5, degrees / (degrees + errors * errors))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function (DLMF 8.17.22, by Lentz's method)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front / _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction 1 + d1/(1 + d2/(1 + …))."""
    value, numerator, denominator, before = 1.0, 1.0, 0.0, inf
    for step in range(1, _STEPS):
        half = step // 2
        if step % 2:
            term = -(a + half) * (a + b + half) * x / ((a + step - 1) * (a + step))
        else:
            term = half * (b - half) * x / ((a + step - 1) * (a + step))
        denominator = 1 / ((1 + term * denominator) or _TINY)
        numerator = (1 + term / numerator) or _TINY
        before, value = value, value * numerator * denominator
        if abs(value - before) < _ENOUGH * abs(value):
            break
    return value

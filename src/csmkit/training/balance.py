"""What else the two sides differ in, and what may thus have made a difference that looks like training."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from csmkit.book.accounts import GROUPINGS
from csmkit.book.ttfv import NO_GROUP
from csmkit.core.account import Account
from csmkit.training.starts import Start

UNEVEN = 0.2
TRAITS: Mapping[str, Callable[[Account], str | None]] = {
    "journey": GROUPINGS["journey"],
    "segment": GROUPINGS["segment"],
    "complexity": lambda account: account.complexity,
    "country": GROUPINGS["country"],
    "quarter": GROUPINGS["quarter"],
}
UNKNOWABLE = (
    "Whoever was certified first may be the better CSM, or have got the easier customers; product, prices "
    "and playbook changed meanwhile; and later accounts are always more often those of the certified."
)


class Held(NamedTuple):
    """One value of a trait: the share of each side that has it."""

    value: str
    certified: float
    not_yet: float

    @property
    def apart(self) -> float:
        """How much more of the certified side has it."""
        return self.certified - self.not_yet


class Trait(NamedTuple):
    """One trait with its values, the most different first, and how much of the sides does not match."""

    trait: str
    values: tuple[Held, ...]
    apart: float

    @property
    def uneven(self) -> bool:
        """Whether the sides are of a different kind here."""
        return self.apart >= UNEVEN


def balance(starts: Sequence[Start]) -> tuple[Trait, ...]:
    """Every trait of the two sides; both have accounts."""
    return tuple(_trait(name, read, starts) for name, read in TRAITS.items())


def _trait(name: str, read: Callable[[Account], str | None], starts: Sequence[Start]) -> Trait:
    sides = [
        Counter(read(start.account) or NO_GROUP for start in starts if start.certified is side)
        for side in (True, False)
    ]
    shares = [{value: count / side.total() for value, count in side.items()} for side in sides]
    values = sorted({*shares[0], *shares[1]})
    held = [Held(value, shares[0].get(value, 0.0), shares[1].get(value, 0.0)) for value in values]
    held.sort(key=lambda one: -abs(one.apart))
    return Trait(name, tuple(held), sum(abs(one.apart) for one in held) / 2)

"""What the rules of a journey and the result of an assessment may look at: this customer, in names."""

from fractions import Fraction
from typing import Any

from csmkit.core.account import Account, Gate
from csmkit.core.approvals import APPROVALS
from csmkit.core.assessment import Scorecard, rounded
from csmkit.core.conditions import Nested
from csmkit.core.journey import Journey
from csmkit.core.milestones import primary_outcome
from csmkit.core.stakeholders import holders, layers_between

NAMES = (
    "maturity",
    "level",
    "gates",
    "complexity",
    "journey",
    "segment",
    "touch",
    "layers",
    "baseline",
    "account",
)
"""The names that the conditions and texts of a rule may use."""
SHOWN_NAMES = ("gates", "complexity", "account")
"""The names that a title may use which the customer reads: what they may know of themselves."""
RESULT_NAMES = (*NAMES, "champion", "economic_buyer", "approvals")
"""The names that the result of an assessment may use: it stays with us, so it may name people."""


class _Score(Fraction):
    """An exact score that prints as people read it."""

    def __str__(self) -> str:
        return str(rounded(self))


def circumstances(account: Account, journey: Journey, card: Scorecard | None) -> dict[str, Any]:
    """The names of `NAMES` for one customer; what is not known is left out, and fulfils no comparison."""
    scores = {part.id: part.score for part in (*card.parts, card.overall)} if card else {}
    levels = card.levels if card else {}
    scope: dict[str, Any] = {
        "maturity": Nested({name: _Score(score) for name, score in scores.items() if score is not None}),
        "level": Nested({name: _number(level) for name, level in levels.items()}),
        "gates": [gate.kind for gate in account.gates],
        "account": Nested(name=account.name),
        "journey": account.journey,
        "touch": journey.touch,
    }
    outcome = primary_outcome(account)
    optional = {
        "complexity": account.complexity,
        "segment": account.segment,
        "layers": layers(account),
        "baseline": outcome.baseline.value if outcome and outcome.baseline else None,
    }
    return scope | {name: value for name, value in optional.items() if value is not None}


def result_circumstances(account: Account, journey: Journey, card: Scorecard) -> dict[str, Any]:
    """The names of `RESULT_NAMES` for one customer."""
    people = {
        "champion": [person.name for person in holders(account, "champion")],
        "economic_buyer": [person.name for person in holders(account, "economic_buyer")],
    }
    named = {role: " and ".join(names) for role, names in people.items() if names}
    ahead = [_approval(gate) for gate in account.gates if gate.cleared_on is None]
    return circumstances(account, journey, card) | named | {"approvals": ", ".join(ahead)}


def layers(account: Account) -> int | None:
    """Steps of reporting between the champion and the economic buyer: 0 for one person, None when unknown."""
    for champion in holders(account, "champion"):
        for buyer in holders(account, "economic_buyer"):
            return layers_between(account, champion.id, buyer.id)
    return None


def _approval(gate: Gate) -> str:
    waits = "lead time not known" if gate.lead_days is None else f"{gate.lead_days} days"
    submitted = f", submitted {gate.submitted_on}" if gate.submitted_on else ""
    return f"{APPROVALS[gate.kind].lower()} ({waits}{submitted})"


def _number(exact: Fraction) -> int | Fraction:
    """A whole number as such, so that it prints as a person writes it."""
    return int(exact) if exact.denominator == 1 else exact

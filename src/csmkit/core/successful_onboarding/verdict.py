"""Whether one onboarding was a success by the definition: met, not met, or cannot tell and what it needs."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from csmkit.core.account import Account
from csmkit.core.conditions import condition_names, holds
from csmkit.core.journey import Journey
from csmkit.core.milestones import day_after
from csmkit.core.successful_onboarding.definition import Condition, Definition
from csmkit.core.successful_onboarding.facts import FACTS, Needs, Seen

Standing = Literal["met", "not met", "cannot tell"]
STANDINGS: tuple[Standing, ...] = ("not met", "cannot tell", "met")


class Told(NamedTuple):
    """One condition of the definition, and what it still needs where nobody can tell."""

    id: str
    title: str
    standing: Standing
    needs: tuple[str, ...]


class Verdict(NamedTuple):
    """One account against the whole definition."""

    standing: Standing
    conditions: tuple[Told, ...]

    @property
    def told(self) -> int:
        """How many conditions could be told."""
        return sum(one.standing != "cannot tell" for one in self.conditions)

    @property
    def why(self) -> tuple[str, ...]:
        """What decides: the conditions that are not met, or else what is needed to tell."""
        if self.standing == "not met":
            return tuple(f"not met: {one.title}" for one in self.conditions if one.standing == "not met")
        return tuple(dict.fromkeys(f"needs {need}" for one in self.conditions for need in one.needs))


def verdict(account: Account, journey: Journey, definition: Definition, today: date) -> Verdict:
    """As of a day. One condition that is not met decides; one that cannot be told keeps it open."""
    seen = Seen(account, journey, today)
    told = tuple(_told(condition, seen) for condition in definition.conditions)
    return Verdict(_whole(one.standing for one in told), told)


def _whole(standings: Iterable[Standing]) -> Standing:
    found = set(standings)
    return next((one for one in STANDINGS if one in found), "met")


def _told(condition: Condition, seen: Seen) -> Told:
    """A condition that names a fact nobody knows cannot be told, whatever the rest of it says."""
    facts = {name: FACTS[name].find(seen) for name, *_ in condition_names(condition.when) if name in FACTS}
    needs = tuple(dict.fromkeys(one.what for one in facts.values() if isinstance(one, Needs)))
    met = not needs and holds(condition.when, facts)
    if not needs and not met and not all(FACTS[name].settles for name in facts):
        needs = _time(seen)
    standing: Standing = "cannot tell" if needs else "met" if met else "not met"
    return Told(condition.id, condition.title, standing, needs)


def _time(seen: Seen) -> tuple[str, ...]:
    """What has no day of its own may still come until the onboarding is over, unless the customer left."""
    over = day_after(seen.account.contract.signed_on, seen.journey.graduation_day)
    early = over is not None and over >= seen.today and not seen.left
    return (f"time (until {over})",) if early else ()

"""A book of accounts in which the effect of a certificate is known, because it was put there.

Every account waits for first value and may leave before, each at a constant rate per day (exponential), so
that the share with first value by a day has a formula. A certificate multiplies the rate of first value.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from math import exp
from random import Random
from typing import Any, NamedTuple

import yaml

from conftest import Book

AS_OF = date(2026, 11, 22)
DAYS = 640
VALUE, LEAVING = 0.009, 0.001
NAMES = (
    "Amara Osei", "Bence Kiss", "Carla Reyes", "Dimitri Papas", "Elif Kaya",
    "Farid Nasser", "Greta Holm", "Hana Sato", "Igor Novak", "Joy Mbeki",
)  # fmt: skip


class Planted(NamedTuple):
    """What a book is made of. `faster`: how much faster first value comes with a certificate."""

    seed: int
    faster: float = 1.0
    accounts: int = 20
    csms: int = 8
    unlike: float = 0.15

    def share(self, *, certified: bool, day: int = 90) -> float:
        """The share that has first value by a day, of a CSM in the middle."""
        rate = VALUE * (self.faster if certified else 1)
        return rate / (rate + LEAVING) * (1 - exp(-(rate + LEAVING) * day))

    @property
    def effect(self) -> float:
        return self.share(certified=True) - self.share(certified=False)


class Made(NamedTuple):
    """Accounts by their folder, and colleagues by their file, as YAML holds them."""

    accounts: dict[str, dict[str, Any]]
    team: dict[str, dict[str, Any]]

    def write(self, book: Book) -> None:
        for name, account in self.accounts.items():
            book.account(yaml.safe_dump(account), name)
        for name, mate in self.team.items():
            book.write(f"team/{name}.yaml", yaml.safe_dump(mate))


def made(planted: Planted) -> Made:
    """The first CSM is certified all along, the last one never, the others on the way."""
    random, names = Random(planted.seed), NAMES[: planted.csms]
    accounts: dict[str, dict[str, Any]] = {}
    team: dict[str, dict[str, Any]] = {}
    for number, name in enumerate(names):
        share = 0.0 if number == 0 else 2.0 if number == len(names) - 1 else random.uniform(0.35, 0.65)
        certified = AS_OF - timedelta(days=round(DAYS * (1 - share)))
        file = name.lower().replace(" ", "-")
        team[file] = _mate(file, name, certified if share <= 1 else None)
        rate = VALUE * exp(random.gauss(0, planted.unlike))
        for place in range(planted.accounts):
            signed = AS_OF - timedelta(days=DAYS - round((place + random.random()) * DAYS / planted.accounts))
            own = rate * (planted.faster if share <= 1 and signed >= certified else 1)
            accounts[f"customer-{number}-{place}"] = _account(random, name, signed, own, f"{number}-{place}")
    return Made(accounts, team)


def _mate(file: str, name: str, certified: date | None) -> dict[str, Any]:
    certificates = [{"id": "csm-onboarding", "earned_on": certified}] if certified else []
    return {"schema": "csmkit/teammate@1", "id": file, "name": name, "certificates": certificates}


def _account(random: Random, csm: str, signed: date, rate: float, number: str) -> dict[str, Any]:
    value, left = (signed + timedelta(days=int(random.expovariate(each))) for each in (rate, LEAVING))
    reached = {"reached_on": value, "evidence": "Seen."} if value <= min(left, AS_OF) else {}
    churned = {"churned_on": left} if left <= AS_OF else {}
    return {
        "schema": "csmkit/account@1",
        "id": f"a-{number}",
        "name": f"Customer {number}",
        "journey": random.choice(("high-touch", "mid-touch")),
        "segment": random.choice(("enterprise", "mid-market")),
        "contract": {"signed_on": signed, **churned},
        "vendor_team": {"csm": {"name": csm}},
        "first_value": reached,
        "milestones": [*_milestones(random, signed)],
    }


def _milestones(random: Random, signed: date) -> Iterator[dict[str, Any]]:
    for day in (30, 90):
        met = signed + timedelta(days=day - 3)
        done = {"met_on": met, "evidence": "Seen."} if met <= AS_OF and random.random() < 0.7 else {}
        yield {"id": f"day-{day}", "day": day, "title": f"Day {day}", **done}

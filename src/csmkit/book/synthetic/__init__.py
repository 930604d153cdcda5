"""A book of accounts that nobody has: as a busy team's would look, for trying things out and for tests.

The same seed and day make the same accounts. An account depends on the seed and on its own number alone, so
that a larger book holds the smaller one.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice, product
from random import Random
from typing import NamedTuple

from csmkit.book.synthetic.cast import Cast
from csmkit.book.synthetic.course import drawn_course
from csmkit.book.synthetic.diary import hex_id
from csmkit.book.synthetic.draft import Shipped, new_draft
from csmkit.book.synthetic.record import record_of
from csmkit.book.synthetic.vocabulary import Country, Csm, Executive, Kind, Trade, Vocabulary
from csmkit.core.fields import Plain

MONTHS = 18
_SPAN = MONTHS * 61 // 2
_NEWER = 1.2
"""Above 1, more accounts were signed lately than long ago: the team grows."""


def most(words: Vocabulary) -> int:
    """How many accounts there are names for."""
    return len(words.stems) * sum(len(trade.endings) for trade in words.trades)


def accounts(
    words: Vocabulary, shipped: Shipped, count: int, seed: int, today: date
) -> Iterator[tuple[str, dict[str, Plain]]]:
    """Name and record of each account, as they stand on a day. `count`: up to `most`."""
    names = [*product(words.stems, ((trade, ending) for trade in words.trades for ending in trade.endings))]
    _chance(f"{seed}/names").shuffle(names)
    for number, (stem, (trade, ending)) in enumerate(islice(names, count)):
        chance = _chance(f"{seed}/{number}")
        name = f"{stem} {ending}"
        yield name, _account(words, shipped, chance, (name, stem, trade), today)


class Certification(NamedTuple):
    """What somebody learns before they are certified: its id and version, and its modules."""

    id: str
    version: str
    modules: Sequence[str]


def team(
    words: Vocabulary, learned: Certification, seed: int, today: date
) -> Iterator[tuple[str, dict[str, Plain]]]:
    """Name and training record of each CSM; who is certified in the vocabulary holds a certificate."""
    for csm in words.csms:
        record: dict[str, Plain] = {
            "schema": "csmkit/teammate@1",
            "id": hex_id(_chance(f"{seed}/{csm.name}")),
            "name": csm.name,
            "email": csm.email,
            "position": "csm",
            "hired_on": _working_day_before(today - timedelta(days=csm.hired_days_ago)),
        }
        if csm.certified:
            earned = _working_day_before(today - timedelta(days=csm.certified.days_ago))
            certificate: dict[str, Plain] = {
                "id": learned.id,
                "version": learned.version,
                "earned_on": earned,
            }
            record["certificates"] = [certificate]
            record["modules"] = [{"id": module, "passed_on": earned} for module in learned.modules]
        yield csm.name, record


def _chance(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - it has to come out the same again, and keeps no secret


def _account(
    words: Vocabulary, shipped: Shipped, chance: Random, called: tuple[str, str, Trade], today: date
) -> dict[str, Plain]:
    kind = _weighted(chance, words.journeys)
    csm, executive = chance.choice(words.csms), chance.choice(words.account_executives)
    country = _country(chance, words.countries)
    signed = _working_day_before(today - timedelta(days=2 + int(_SPAN * chance.random() ** _NEWER)))
    readiness = chance.uniform(1.7, 4.4)
    pace, keeps = _of_people(csm, executive, (today - signed).days)
    pace *= 0.52 + 0.16 * readiness
    complexity = chance.choice([*words.journeys[kind].first_value])
    course = drawn_course(chance, words.journeys[kind], complexity, (signed, today), (pace, keeps))
    cast = Cast(called[0], called[1], called[2], csm, executive, country, kind, complexity, readiness)
    return record_of(new_draft(cast, course, words, shipped, chance))


def _weighted(chance: Random, kinds: Mapping[str, Kind]) -> str:
    return chance.choices([*kinds], [kind.weight for kind in kinds.values()])[0]


def _country(chance: Random, countries: Sequence[Country]) -> Country:
    return chance.choices(countries, [country.weight for country in countries])[0]


def _working_day_before(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _of_people(csm: Csm, executive: Executive, days_ago: int) -> tuple[float, float]:
    """How much faster than usual, and how much longer kept, whoever signed so many days ago is."""
    pace, keeps = csm.pace, 1.0
    if csm.certified and days_ago < csm.certified.days_ago:
        pace, keeps = pace * csm.certified.pace, keeps * csm.certified.keeps
    return pace * (0.6 + executive.care / 2), keeps * (0.6 + executive.care / 2)

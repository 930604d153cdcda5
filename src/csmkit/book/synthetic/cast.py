"""Who is who at a synthetic account, on their side and on ours."""

from random import Random
from typing import NamedTuple

from csmkit.book.synthetic.course import Course
from csmkit.book.synthetic.vocabulary import Country, Csm, Executive, Kind, Trade, Vocabulary
from csmkit.core.account import Complexity, Role
from csmkit.core.fields import Plain, slug

_SURE = 0.95
"""Who signed and who uses it are nearly always known, however carelessly a deal was handed over."""
_LEAVES, _SUCCEEDED_AFTER = 0.1, 40


class Cast(NamedTuple):
    """What an account is before anything happens. `readiness`: the customer's maturity, 1 to 5."""

    name: str
    stem: str
    trade: Trade
    csm: Csm
    executive: Executive
    country: Country
    journey: str
    complexity: Complexity
    readiness: float


class Person(NamedTuple):
    """Somebody on the customer's side. `leaves`: the day after signature they leave, if they do."""

    id: str
    name: str
    title: str
    roles: tuple[Role, ...]
    leaves: int | None
    power: int
    stance: str


def people_of(
    cast: Cast, kind: Kind, course: Course, words: Vocabulary, chance: Random
) -> tuple[Person, ...]:
    """The people who are known by name, each with a part; parts that nobody named are missing."""
    given = chance.sample(words.given_names, len(kind.team))
    family = chance.sample(words.family_names, len(kind.team))
    people: list[Person] = []
    for role, first, last in zip(kind.team, given, family, strict=True):
        certain = role in ("economic_buyer", "champion")
        if chance.random() < (max(_SURE, cast.executive.care) if certain else cast.executive.care):
            people.append(_person(role, f"{first} {last}", kind, course, words, chance))
    return tuple(_succeeded(people, course))


def _succeeded(people: list[Person], course: Course) -> list[Person]:
    """A champion who left a while ago has handed the part over to whoever stood in, or to anybody."""
    leaver = next((one for one in people if one.leaves and course.last - one.leaves > _SUCCEEDED_AFTER), None)
    heirs = [one for one in people if "backup_champion" in one.roles] or [
        one for one in people if one != leaver
    ]
    if leaver is None or not heirs:
        return people
    heir = heirs[0]
    changed = {leaver: leaver._replace(roles=()), heir: heir._replace(roles=(*heir.roles, "champion"))}
    return [changed.get(one, one) for one in people]


def _person(role: Role, name: str, kind: Kind, course: Course, words: Vocabulary, chance: Random) -> Person:
    also: tuple[Role, ...] = ("contract_signer",) if role == "economic_buyer" else ()
    if role == "economic_buyer" and "executive_sponsor" not in kind.team:
        also = ("executive_sponsor", *also)
    leaves = chance.randint(25, 400) if role == "champion" and chance.random() < _LEAVES else None
    sour = course.churned is not None and course.churned < course.value
    stance = chance.choice(("neutral", "sceptic") if sour else ("supporter", "supporter", "coach", "neutral"))
    power = 5 if role == "economic_buyer" else chance.randint(2, 4)
    return Person(slug(name), name, chance.choice(words.titles[role]), (role, *also), leaves, power, stance)


def as_stakeholder(person: Person, cast: Cast, course: Course) -> dict[str, Plain]:
    """A person as the record has them."""
    gone = course.past(person.leaves)
    return {
        "id": person.id,
        "name": person.name,
        "title": person.title,
        "email": f"{person.id.replace('-', '.')}@{slug(cast.name)}.example",
        "roles": list(person.roles),
        **({"departed_on": gone} if gone else {}),
        "decision_power": person.power,
        "stance": person.stance,
    }

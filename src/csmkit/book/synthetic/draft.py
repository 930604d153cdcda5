"""A synthetic record under way: what is drawn for it in one place is told in another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from csmkit.book.synthetic.cast import Cast, Person, people_of
from csmkit.book.synthetic.course import Course
from csmkit.book.synthetic.diary import Happened
from csmkit.book.synthetic.vocabulary import Kind, Vocabulary
from csmkit.core.account import Role
from csmkit.core.fields import Plain
from csmkit.core.journey import Journey

Fields = dict[str, Plain]


class Shipped(NamedTuple):
    """What the records lean on: journeys, sittings by interview, and the assessment with its questions."""

    journeys: Mapping[str, Journey]
    sittings: Mapping[str, Sequence[str]]
    questions: Sequence[str]
    model: str
    digest: str


@dataclass
class Draft:
    """One account. `planned`: the day of the plan for first value; `happened`: its events, in any order."""

    cast: Cast
    course: Course
    words: Vocabulary
    shipped: Shipped
    chance: Random
    people: Sequence[Person]
    planned: int
    happened: list[Happened] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        """The chances of its journey."""
        return self.words.journeys[self.cast.journey]

    @property
    def journey(self) -> Journey:
        """Its journey."""
        return self.shipped.journeys[self.cast.journey]

    @property
    def is_gone(self) -> bool:
        """Whether it has left by today."""
        return self.course.past(self.course.churned) is not None

    def odds(self, share: float) -> bool:
        """Whether something happens that happens to this share of accounts."""
        return self.chance.random() < share

    def id_of(self, *roles: Role) -> str | None:
        """Who plays the first of these parts that somebody plays."""
        return next((one.id for role in roles for one in self.people if role in one.roles), None)

    def name_of(self, *roles: Role) -> str | None:
        """The name of whoever that is."""
        wanted = self.id_of(*roles)
        return next((one.name for one in self.people if one.id == wanted), None)

    def tell(self, *events: Happened) -> None:
        """Put events into the log, should they come to pass."""
        self.happened += events


def new_draft(cast: Cast, course: Course, words: Vocabulary, shipped: Shipped, chance: Random) -> Draft:
    """An account with its people, and first value planned a little later than usual, within the window."""
    kind, window = words.journeys[cast.journey], shipped.journeys[cast.journey].first_value[cast.complexity]
    people = people_of(cast, kind, course, words, chance)
    usual = round(kind.first_value[cast.complexity] * chance.uniform(1.0, 1.3))
    return Draft(
        cast, course, words, shipped, chance, people, max(window.from_day, min(window.to_day, usual))
    )


def known(fields: Fields) -> Fields:
    """Without what is not known."""
    return {key: value for key, value in fields.items() if value not in (None, [], {}, ())}

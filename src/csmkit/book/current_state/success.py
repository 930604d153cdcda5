"""How many onboardings were a success by the definition, and which of its conditions fail most."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from csmkit.book.current_state.rates import Case, share
from csmkit.book.survival import Band
from csmkit.core.milestones import day_after
from csmkit.core.successful_onboarding.definition import Definition
from csmkit.core.successful_onboarding.verdict import Standing, verdict


class Count(NamedTuple):
    """How many are met, not met, and cannot be told. `share`: of those that can be told."""

    what: str
    met: int
    not_met: int
    cannot_tell: int
    share: Band | None


class Success(NamedTuple):
    """The definition as it stands, and the book against it: as a whole, by journey and by condition.

    Only onboardings that are over count, watched from their start: under way, failures show first.
    """

    title: str
    signed_off_by: str | None
    signed_on: date | None
    changed_since: bool
    under_way: int
    in_flight: int
    whole: Count
    journeys: tuple[Count, ...]
    conditions: tuple[Count, ...]


def success(cases: Sequence[Case], definition: Definition, today: date) -> Success:
    """Every onboarding that was over by a day."""
    watched = [case for case in cases if not case.account.in_flight]
    over = [case for case in watched if is_over(case, today)]
    found = [(case, verdict(case.account, case.journey, definition, today)) for case in over]
    journeys = sorted({case.account.journey for case in over})
    return Success(
        definition.title,
        definition.signed_off_by,
        definition.signed_on,
        definition.changed_since,
        len(watched) - len(over),
        len(cases) - len(watched),
        _count("all", (one.standing for _, one in found)),
        tuple(
            _count(name, (one.standing for case, one in found if case.account.journey == name))
            for name in journeys
        ),
        tuple(
            _count(condition.title, (one.conditions[number].standing for _, one in found))
            for number, condition in enumerate(definition.conditions)
        ),
    )


def is_over(case: Case, today: date) -> bool:
    """Whether the journey's last day of onboarding has passed; whoever left early is judged then too."""
    last = day_after(case.account.contract.signed_on, case.journey.graduation_day)
    return last is not None and last < today


def _count(what: str, standings: Iterable[Standing]) -> Count:
    of = Counter(standings)
    met, not_met = of["met"], of["not met"]
    return Count(what, met, not_met, of["cannot tell"], share(met, met + not_met))

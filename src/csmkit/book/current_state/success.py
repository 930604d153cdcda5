"""How many onboardings were a success by the definition, and which of its conditions fail most."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from csmkit.book.current_state.rates import Case, share
from csmkit.book.survival import Band
from csmkit.core.account import Account
from csmkit.core.milestones import day_after
from csmkit.core.successful_onboarding.definition import Definition
from csmkit.core.successful_onboarding.verdict import Standing, verdict

Apart = Literal["under way", "under way when added", "left"]
APART: tuple[Apart, ...] = ("under way", "under way when added", "left")


class Count(NamedTuple):
    """How many are met, not met, and cannot be told. `share`: of those that can be told."""

    what: str
    met: int
    not_met: int
    cannot_tell: int
    share: Band | None


class Success(NamedTuple):
    """The definition as it stands, and the book against it: as a whole, by journey and by condition.

    Only onboardings that are over count, watched from their start: under way, failures show first. `left`:
    the customer left before the last day of an onboarding, and that day is still ahead.
    """

    title: str
    signed_off_by: str | None
    signed_on: date | None
    changed_since: bool
    under_way: int
    in_flight: int
    left: int
    whole: Count
    journeys: tuple[Count, ...]
    conditions: tuple[Count, ...]


def success(cases: Sequence[Case], definition: Definition, today: date) -> Success:
    """Every onboarding that was over by a day."""
    told = [(case, apart(case, today)) for case in cases if has_begun(case.account, today)]
    over = [case for case, why in told if why is None]
    why_not = Counter(why for _, why in told)
    found = [(case, verdict(case.account, case.journey, definition, today)) for case in over]
    journeys = sorted({case.account.journey for case in over})
    return Success(
        definition.title,
        definition.signed_off_by,
        definition.signed_on,
        definition.changed_since,
        why_not["under way"],
        why_not["under way when added"],
        why_not["left"],
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


def has_begun(account: Account, today: date) -> bool:
    """Whether it had signed by a day; without a signature date nobody can say that it had not."""
    signed = account.contract.signed_on
    return signed is None or signed <= today


def apart(case: Case, today: date) -> Apart | None:
    """Why an onboarding does not count; None once the journey's last day has passed under watch.

    Whoever left early is judged then too.
    """
    if case.account.in_flight:
        return "under way when added"
    last = day_after(case.account.contract.signed_on, case.journey.graduation_day)
    if last is not None and last < today:
        return None
    left = case.account.contract.churned_on
    return "left" if left is not None and left <= today else "under way"


def _count(what: str, standings: Iterable[Standing]) -> Count:
    of = Counter(standings)
    met, not_met = of["met"], of["not met"]
    return Count(what, met, not_met, of["cannot tell"], share(met, met + not_met))

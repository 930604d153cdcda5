"""Who goes along with whom, whether a mentor has the time, and whom to ask.

A mentor who has no time is worse than none: the trainee watches calls that nobody talks over.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from csmkit.core.ramp_facts import is_independent
from csmkit.core.shadowing import ShadowingPlaybook
from csmkit.core.teammate import Shadowing, Teammate
from csmkit.training.ramp_days import day_of, start_of

_CALL_NOBODY_DESCRIBES = 60  # minutes
_LONG_OVER = 180  # days; twice the ramp of 90 that is shipped


class Load(NamedTuple):
    """What a mentor has taken on.

    `calls` and `minutes` are those planned within the days ahead that the playbook looks at.
    """

    mentor: str
    trainees: tuple[str, ...]
    calls: int
    minutes: int
    over: tuple[str, ...]

    @property
    def hours(self) -> str:
        """The time, in hours to one place."""
        return f"{float(Fraction(self.minutes, 60)):.1f}".removesuffix(".0")


class Candidate(NamedTuple):
    """Somebody who could be the mentor, and what speaks for and against it."""

    name: str
    reasons: tuple[str, ...]


def is_here(colleague: Teammate, today: date) -> bool:
    """Whether somebody works here on a day."""
    return colleague.left_on is None or colleague.left_on > today


def is_ramping(colleague: Teammate, today: date) -> bool:
    """Whether somebody is on the way to accounts of their own.

    Whoever was here long before their record was begun is not: nothing of a ramp stands in it, and it would
    be over twice.
    """
    if not is_here(colleague, today) or colleague.position == "lead" or is_independent(colleague, today):
        return False
    day, ramp = day_of(colleague, today), colleague.ramp
    begun = bool(ramp.started_on or ramp.done or ramp.pauses or colleague.shadowing)
    return start_of(colleague) is not None and (begun or day is None or day <= _LONG_OVER)


def load_of(mentor: str, team: Sequence[Teammate], playbook: ShadowingPlaybook, today: date) -> Load:
    """What a mentor has taken on, and what is too much of it."""
    limit = playbook.mentors
    trainees = tuple(one.name for one in team if one.mentor == mentor and is_ramping(one, today))
    until = today + timedelta(days=limit.days)
    ahead = [
        call
        for one in team
        for call in one.shadowing
        if call.with_ == mentor
        and call.held_on is None
        and call.planned_on
        and today <= call.planned_on <= until
    ]
    minutes = sum(_minutes(call, playbook) for call in ahead)
    over = []
    if len(trainees) > limit.trainees:
        over.append(f"{len(trainees)} colleagues at the same time; {limit.trainees} is the limit")
    if minutes > 60 * limit.hours:
        over.append(f"more than {limit.hours} hours of calls in {limit.days} days")
    return Load(mentor, trainees, len(ahead), minutes, tuple(over))


def _minutes(call: Shadowing, playbook: ShadowingPlaybook) -> int:
    kind = playbook.call(call.call)
    return kind.minutes if kind else _CALL_NOBODY_DESCRIBES


def loads(team: Sequence[Teammate], playbook: ShadowingPlaybook, today: date) -> tuple[Load, ...]:
    """Every mentor's load, the heaviest first."""
    names = {one.mentor for one in team if one.mentor and is_ramping(one, today)}
    names |= {c.with_ for one in team for c in one.shadowing if c.with_ and c.held_on is None}
    found = (load_of(name, team, playbook, today) for name in names)
    return tuple(sorted(found, key=lambda load: (-load.minutes, -len(load.trainees), load.mentor)))


def candidates(
    trainee: Teammate,
    team: Sequence[Teammate],
    playbook: ShadowingPlaybook,
    accounts: Mapping[str, int],
    kickoffs: Mapping[str, int],
    today: date,
) -> tuple[Candidate, ...]:
    """Whom to ask to be somebody's mentor, the best first, each with the reasons.

    Args:
        trainee: Who needs one.
        team: Everybody.
        playbook: The limits of a mentor.
        accounts: Accounts under way, by the CSM's name.
        kickoffs: Kickoffs ahead, by the CSM's name: there is something to watch.
        today: The day that is looked from.
    """
    asked = [
        one for one in team if one.id != trainee.id and is_here(one, today) and not is_ramping(one, today)
    ]
    ranked = sorted(
        asked, key=lambda one: _rank(one, load_of(one.name, team, playbook, today), kickoffs, today)
    )
    return tuple(
        Candidate(
            one.name,
            tuple(_reasons(one, load_of(one.name, team, playbook, today), accounts, kickoffs, today)),
        )
        for one in ranked
    )


def _rank(one: Teammate, load: Load, kickoffs: Mapping[str, int], today: date) -> tuple[object, ...]:
    return (
        bool(load.over),
        len(load.trainees),
        not one.is_certified(today),
        -min(kickoffs.get(one.name, 0), 3),
        load.minutes,
        one.name,
    )


def _reasons(
    one: Teammate, load: Load, accounts: Mapping[str, int], kickoffs: Mapping[str, int], today: date
) -> Iterable[str]:
    yield from load.over
    yield "certified" if one.is_certified(today) else "not certified"
    many = len(load.trainees)
    yield f"goes along with {many} already" if many else "goes along with nobody yet"
    yield f"{accounts.get(one.name, 0)} accounts, {kickoffs.get(one.name, 0)} kickoffs ahead"

"""How far a colleague is with a certification, and what comes next.

A module is passed when its activities are done, its quiz is passed and somebody who may has signed it. It
holds for as long as the certification says; renewing it takes the quiz and a signature, not the activities.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from csmkit.core.fields import folded_name
from csmkit.core.teammate import Certificate, ModuleProgress, Teammate
from csmkit.core.wording import listed
from csmkit.dates import add_months, long_day
from csmkit.training.certification import Activity, Certification, Counted, Module
from csmkit.training.quiz import Score, attempts, score_of

State = Literal["locked", "not_begun", "under_way", "to_sign", "passed", "to_renew", "expired"]
RENEWAL_OPENS = timedelta(days=60)
"""So long before a module runs out it can be renewed."""
_HOLDS: tuple[State, ...] = ("passed", "to_renew")
SIGNERS = {"mentor": "the mentor", "lead": "a lead of the team", "training_owner": "the training owner"}


class ActivityStanding(NamedTuple):
    """One activity, and how often it was done of how often it is needed."""

    activity: Activity
    times: int

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is left to do."""
        return self.times >= self.activity.times


class ModuleStanding(NamedTuple):
    """One module on a day."""

    module: Module
    state: State
    activities: tuple[ActivityStanding, ...]
    sittings: int
    best: Score | None
    waits_for: tuple[Module, ...]
    passed_on: date | None
    valid_until: date | None
    signed_by: str | None

    @property
    def holds(self) -> bool:
        """Whether it is passed and has not run out."""
        return self.state in _HOLDS

    @property
    def open_activities(self) -> tuple[ActivityStanding, ...]:
        """What is still to be done."""
        return tuple(one for one in self.activities if not one.is_done)

    @property
    def quiz_is_open(self) -> bool:
        """Whether there is a quiz that is not passed, or not anew."""
        return self.module.quiz is not None and not (self.best and self.best.passed)


class Step(NamedTuple):
    """What to do next, and what to type for it."""

    what: str
    type: str | None


def standing(certification: Certification, teammate: Teammate, today: date) -> tuple[ModuleStanding, ...]:
    """Every module on a day; what was recorded for later days does not count yet."""
    made: dict[str, ModuleStanding] = {}
    for module in certification.modules:
        waits_for = tuple(made[name].module for name in module.prerequisites if not made[name].holds)
        made[module.id] = _module(module, teammate, today, waits_for)
    return tuple(made.values())


def _module(module: Module, teammate: Teammate, today: date, waits_for: tuple[Module, ...]) -> ModuleStanding:
    progress = progress_of(teammate, module.id)
    passed_on = progress.passed_on if progress.passed_on and progress.passed_on <= today else None
    until = add_months(passed_on, module.valid_months) if passed_on and module.valid_months else None
    done = tuple(ActivityStanding(one, _times(one, progress, teammate, today)) for one in module.activities)
    since = until - RENEWAL_OPENS if until else None
    scores = _scores(module, teammate, today, since)
    found = ModuleStanding(
        module,
        "not_begun",
        done,
        len(scores),
        max(scores, key=lambda score: score.share, default=None),
        waits_for,
        passed_on,
        until,
        progress.signed_by if passed_on else None,
    )
    return found._replace(state=_state(found, today))


def progress_of(teammate: Teammate, module: str) -> ModuleProgress:
    """What the record says of a module."""
    return next((one for one in teammate.modules if one.id == module), ModuleProgress(id=module))


def _state(found: ModuleStanding, today: date) -> State:
    if found.passed_on and (found.valid_until is None or today <= found.valid_until):
        renews = found.valid_until is not None and today >= found.valid_until - RENEWAL_OPENS
        return "to_renew" if renews else "passed"
    if found.passed_on:
        return "expired"
    if found.waits_for:
        return "locked"
    if not found.open_activities and not found.quiz_is_open:
        return "to_sign"
    begun = found.sittings or any(one.times for one in found.activities)
    return "under_way" if begun else "not_begun"


def _scores(module: Module, teammate: Teammate, today: date, since: date | None) -> list[Score]:
    """The sittings that count today: not longer ago than the module holds, and after a renewal has opened."""
    if module.quiz is None:
        return []
    taken = (attempt for attempt in attempts(teammate, module.id) if attempt.on <= today)
    months = module.valid_months
    return [
        score_of(attempt, module.quiz.pass_percent)
        for attempt in taken
        if (since is None or attempt.on >= since)
        and (months is None or add_months(attempt.on, months) >= today)
    ]


def _times(activity: Activity, progress: ModuleProgress, teammate: Teammate, today: date) -> int:
    if activity.counts is None:
        return int(activity.id in progress.done)
    return counted(activity.counts, teammate, today)


def counted(what: Counted, teammate: Teammate, today: date) -> int:
    """How often the record holds it by a day: role-plays by scenario, calls by call."""
    if what == "roleplays":
        return len({play.scenario for play in teammate.roleplays if play.on <= today})
    way = "shadowing" if what == "shadowing" else "reverse"
    return sum(
        one.way == way and one.held_on is not None and one.held_on <= today for one in teammate.shadowing
    )


def next_step(found: ModuleStanding, name: str) -> Step | None:
    """What a colleague does next for a module; None when nothing is to be done.

    `name` is what people type for the colleague.
    """
    command = f"csmkit train certify {name}"
    if found.module.skeleton:
        return Step(
            "It does not count until your company has filled it; what stands there is an example.", None
        )
    if found.state == "locked":
        return Step(f"It comes after {listed([one.title for one in found.waits_for])}.", None)
    if found.state == "passed":
        return None
    if found.open_activities and not found.passed_on:
        return _activity_step(found.open_activities[0], name)
    if found.quiz_is_open:
        return Step("Take the quiz.", f"{command} --quiz {found.module.id}")
    return Step(
        f"Have it signed by {who_signs(found.module)}.", f'{command} --sign {found.module.id} --by "…"'
    )


def _activity_step(one: ActivityStanding, name: str) -> Step:
    activity = one.activity
    if activity.counts:
        done = f"{one.times} of {activity.times}"
        return Step(f"{activity.title} ({done}).", _COUNTED_BY[activity.counts].format(name))
    return Step(f"{activity.title}.", f'csmkit train certify {name} --done {activity.id} --evidence "…"')


_COUNTED_BY: dict[Counted, str] = {
    "roleplays": "csmkit train roleplay --list",
    "shadowing": "csmkit train shadow {}",
    "reverse_shadowing": "csmkit train shadow {} --reverse",
}


def who_signs(module: Module) -> str:
    """Who may sign a module, in words: “the mentor or a lead of the team”."""
    return " or ".join(SIGNERS[signer] for signer in module.signed_by)


def reasons_against_signing(found: ModuleStanding) -> tuple[str, ...]:
    """Why a module cannot be signed yet, each as a sentence; none when it can."""
    if found.state == "passed":
        told = f"It holds until {long_day(found.valid_until)}" if found.valid_until else "It holds for good"
        return (f"{told} and needs no new signature.",)
    if found.module.skeleton:
        return (
            "It is an example: fill it in playbooks/training/certification.yaml, without `skeleton: yes`.",
        )
    reasons = [f"{module.title} has to be passed first." for module in found.waits_for]
    if not found.passed_on:
        reasons += [f"Still to do: {_left(one)}." for one in found.open_activities]
    if found.quiz_is_open:
        reasons.append(_quiz_is_open(found))
    return tuple(reasons)


def _left(one: ActivityStanding) -> str:
    activity = one.activity
    return f"{activity.title} ({one.times} of {activity.times})" if activity.counts else activity.title


def _quiz_is_open(found: ModuleStanding) -> str:
    anew = " anew" if found.passed_on else ""
    if found.best is None:
        return f"The quiz has to be passed{anew}; it was not taken yet."
    told = f"{found.best.needed} of {found.best.asked} right, and the best sitting has {found.best.right}"
    return f"The quiz has to be passed{anew}: {told}."


def signer(module: Module, trainee: Teammate, by: str, team: Sequence[Teammate]) -> str | None:
    """The name of the person who signs, as the records have it; None for who may not.

    Somebody signs in a part that the module names, and never for oneself.
    """
    if folded_name(by) == folded_name(trainee.name):
        return None
    here = [one for one in team if folded_name(one.name) == folded_name(by) and one.left_on is None]
    parts = {
        "mentor": trainee.mentor is not None and folded_name(trainee.mentor) == folded_name(by),
        "lead": any(one.position == "lead" for one in here),
        "training_owner": any(one.training_owner for one in here),
    }
    may_sign = any(parts[part] for part in module.signed_by)
    return next((one.name for one in here), trainee.mentor) if may_sign else None


def counting(modules: Sequence[ModuleStanding]) -> tuple[ModuleStanding, ...]:
    """The modules that a certificate needs: those which are no longer an example."""
    return tuple(one for one in modules if not one.module.skeleton)


def signed(teammate: Teammate, module: str, by: str, today: date) -> Teammate:
    """A colleague with a module signed, to see what that comes to."""
    passed = progress_of(teammate, module).model_copy(update={"passed_on": today, "signed_by": by})
    others = tuple(one for one in teammate.modules if one.id != module)
    return teammate.model_copy(update={"modules": (*others, passed)})


def earned(
    certification: Certification, modules: Sequence[ModuleStanding], signed_by: str, today: date
) -> Certificate | None:
    """The certificate that the modules come to on a day; None while one that counts does not hold."""
    needed = counting(modules)
    if not needed or not all(one.holds for one in needed):
        return None
    ends = [one.valid_until for one in needed if one.valid_until]
    return Certificate(
        id=certification.id,
        version=certification.version,
        earned_on=today,
        signed_by=signed_by,
        valid_until=min(ends, default=None),
    )


def in_force(teammate: Teammate, certification: Certification, today: date) -> Certificate | None:
    """The certificate that holds on a day; certificates after a lapse are kept as ID-2, ID-3."""
    ours = (one for one in teammate.certificates if one.is_of(certification.id) and one.holds_on(today))
    return max(ours, key=lambda one: one.earned_on, default=None)

"""Where the playbook fails those who work with it: one ranked list, for the quarterly review.

What is left unknown in interviews, broken in plans, missed in role-plays and quizzes is told in the same way,
as how often of how often. It is ranked by what can be relied on, the lower end of the share's interval, so
that one of one does not stand above thirty of forty.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from csmkit.book.current_state.firing import Fired
from csmkit.book.current_state.rates import wilson
from csmkit.book.survival import Band
from csmkit.book.ttfv import MINIMUM
from csmkit.core.account import Account
from csmkit.core.checks import FAMILIES
from csmkit.core.journey import Journey
from csmkit.core.teammate import Teammate

Kind = Literal["question", "rule", "role-play", "quiz"]


class Weak(NamedTuple):
    """One place of the playbook that does not hold: how often, of how often, and the file to edit.

    `id` names it; `told` says it in words where they are known. `cannot_tell`: where nobody could say.
    """

    kind: Kind
    id: str
    told: str
    times: int
    of: int
    cannot_tell: int
    file: str

    @property
    def share(self) -> Band:
        """How often, with its interval."""
        return wilson(self.times, self.of)


class Looked(NamedTuple):
    """What a kind of place rests on: how many of how many were looked at."""

    kind: Kind
    seen: int
    of: int
    what: str


class Improvements(NamedTuple):
    """The ranked list, and what it rests on."""

    places: tuple[Weak, ...]
    looked: tuple[Looked, ...]


FEWEST_COLLEAGUES = 3
"""Below so many, what was missed would tell who missed it, and one beginner is not the playbook's fault."""

Wordings = Mapping[tuple[Kind, str], tuple[str, str]]
"""What a place says in the playbook and the file it stands in, by kind and id."""


def ranked(places: Iterable[Weak]) -> tuple[Weak, ...]:
    """The worst first, by what can be relied on."""
    return tuple(sorted(places, key=lambda place: (-(place.share.low or 0.0), -place.times, place.id)))


def worst_of_each(places: Iterable[Weak], most: int) -> tuple[Weak, ...]:
    """A ranked list with so many of a kind at most: rules are many, and would push everything else out."""
    seen: Counter[Kind] = Counter()
    kept = []
    for place in places:
        seen[place.kind] += 1
        if seen[place.kind] <= most:
            kept.append(place)
    return tuple(kept)


def improvements(
    accounts: Sequence[Account],
    fired: Sequence[Fired],
    running: int,
    journeys: Mapping[str, Journey],
    team: Sequence[Teammate],
    wordings: Wordings,
) -> Improvements:
    """Everything that is known, in one list. `fired`: the rules over the `running` accounts."""
    asked = [account for account in accounts if account.sessions]
    plays, quizzes = ([*_by_mate(team, name)] for name in ("roleplays", "quizzes"))
    looked = (
        Looked("question", len(asked), len(accounts), "accounts with an interview on record"),
        Looked("rule", running, len(accounts), "accounts that are still customers"),
        Looked("role-play", sum(map(bool, plays)), len(team), f"colleagues; role-plays: {sum(plays)}"),
        Looked("quiz", sum(map(bool, quizzes)), len(team), f"colleagues; attempts: {sum(quizzes)}"),
    )
    of_accounts = (*unknown_questions(accounts, wordings), *broken_rules(fired, _usual(accounts, journeys)))
    found = (
        *(place for place in of_accounts if place.of >= MINIMUM),
        *(missed_turns(team, wordings) if sum(map(bool, plays)) >= FEWEST_COLLEAGUES else ()),
        *(missed_questions(team, wordings) if sum(map(bool, quizzes)) >= FEWEST_COLLEAGUES else ()),
    )
    return Improvements(ranked(found), looked)


def _by_mate(team: Iterable[Teammate], field: str) -> Iterator[int]:
    return (len(getattr(mate, field)) for mate in team)


def unknown_questions(accounts: Iterable[Account], wordings: Wordings) -> Iterator[Weak]:
    """Questions that stayed open, of the accounts whose interview was held."""
    held: Counter[str] = Counter()
    unknown: Counter[tuple[str, str]] = Counter()
    for account in accounts:
        interviews = {session.interview.split("/")[0] for session in account.sessions}
        held.update(interviews)
        left_open = {(one.interview, one.question) for one in account.open_questions}
        unknown.update(each for each in left_open if each[0] in interviews)
    for (interview, question), count in unknown.items():
        name = f"{interview}/{question}"
        told, file = wordings.get(("question", name), ("", f"playbooks/interviews/{interview}.yaml"))
        yield Weak("question", name, told, count, held[interview], 0, file)


def _usual(accounts: Iterable[Account], journeys: Mapping[str, Journey]) -> tuple[str, Journey] | None:
    """The journey that most accounts are on."""
    counts = Counter(account.journey for account in accounts if account.journey in journeys)
    return next(((name, journeys[name]) for name, _ in counts.most_common(1)), None)


def broken_rules(fired: Iterable[Fired], usual: tuple[str, Journey] | None) -> Iterator[Weak]:
    """Rules that are broken, of the accounts where they could tell; advice breaks nothing.

    `usual`: the journey to edit.
    """
    for one in fired:
        if one.fires and one.severity != "info" and usual:
            told = f"{one.code}: {one.title}"
            of = max(one.fires, one.of - one.cannot_tell)
            file = _asked_in(one.code, *usual)
            yield Weak("rule", one.code, told, one.fires, of, one.cannot_tell, file)


def _asked_in(code: str, name: str, journey: Journey) -> str:
    """The file that makes people write down what a rule looks at."""
    family = next(family for family, rules in FAMILIES.items() if any(rule.code == code for rule in rules))
    interview = {"handoff": journey.handoff, "plan": journey.draft}.get(family)
    return f"playbooks/interviews/{interview}.yaml" if interview else f"playbooks/{name}.yaml"


def missed_turns(team: Iterable[Teammate], wordings: Wordings) -> Iterator[Weak]:
    """Turns of role-plays where a better answer was there, of those who came to the turn."""
    came: Counter[tuple[str, str]] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    for run in (run for mate in team for run in mate.roleplays):
        turns = {taken.split("/")[0] for taken in run.taken} | {*run.missed}
        came.update((run.scenario, turn) for turn in turns)
        missed.update((run.scenario, turn) for turn in {*run.missed})
    for (scenario, turn), count in missed.items():
        name = f"{scenario}/{turn}"
        unknown = ("", f"playbooks/training/roleplays/{scenario}.yaml")
        told, file = wordings.get(("role-play", name), unknown)
        yield Weak("role-play", name, told, count, came[scenario, turn], 0, file)


def missed_questions(team: Iterable[Teammate], wordings: Wordings) -> Iterator[Weak]:
    """Quiz questions that were not answered right, of the times they were asked."""
    asked: Counter[tuple[str, str]] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    for attempt in (attempt for mate in team for attempt in mate.quizzes):
        asked.update((attempt.module, question) for question in {*attempt.chosen, *attempt.missed})
        missed.update((attempt.module, question) for question in {*attempt.missed})
    for (module, question), count in missed.items():
        name = f"{module}/{question}"
        told, file = wordings.get(("quiz", name), ("", "playbooks/training/quizzes/"))
        yield Weak("quiz", name, told, count, asked[module, question], 0, file)


def until(team: Iterable[Teammate], day: date) -> tuple[Teammate, ...]:
    """The team as it stood at the end of a day: what was practised later has not happened yet."""
    return tuple(
        mate.model_copy(
            update={
                "roleplays": tuple(run for run in mate.roleplays if run.on <= day),
                "quizzes": tuple(attempt for attempt in mate.quizzes if attempt.on <= day),
            }
        )
        for mate in team
    )

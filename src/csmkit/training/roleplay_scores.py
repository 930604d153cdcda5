"""Scores of role-plays over time: by competency, the first and the last, and every run."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from csmkit.core.roleplay import COMPETENCIES
from csmkit.core.teammate import RolePlay, Teammate


class CompetencyScores(NamedTuple):
    """One competency over time: every score it got, oldest first."""

    competency: str
    levels: tuple[int, ...]

    @property
    def change(self) -> int | None:
        """From the first to the last; None after a single one, which shows no direction."""
        return self.levels[-1] - self.levels[0] if len(self.levels) > 1 else None


def runs_of(teammate: Teammate, scenario: str | None = None) -> tuple[RolePlay, ...]:
    """The role-plays that were held, oldest first; of one scenario, or all."""
    held = (run for run in teammate.roleplays if scenario in (None, run.scenario))
    return tuple(sorted(held, key=lambda run: run.on))


def by_competency(runs: tuple[RolePlay, ...]) -> tuple[CompetencyScores, ...]:
    """Every competency that was scored, in the order of the vocabulary."""
    known = [*COMPETENCIES, *sorted({name for run in runs for name in run.competencies} - {*COMPETENCIES})]
    scores = (
        CompetencyScores(name, tuple(run.competencies[name] for run in runs if name in run.competencies))
        for name in known
    )
    return tuple(one for one in scores if one.levels)


def overall(scores: Mapping[str, int]) -> Fraction | None:
    """The mean over the lines of one run; None when nothing was scored."""
    return Fraction(sum(scores.values()), len(scores)) if scores else None

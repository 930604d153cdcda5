"""Every colleague whose record can be read, and what is wrong with the others."""

from typing import NamedTuple

from csmkit.cli import here
from csmkit.core.teammate import Teammate
from csmkit.errors import BadFile, NotFound, Problem
from csmkit.storage.record import Record
from csmkit.storage.team import TEAM


class Team(NamedTuple):
    """The records of the team."""

    records: tuple[Record[Teammate], ...]
    unreadable: tuple[Problem, ...]

    @property
    def people(self) -> tuple[Teammate, ...]:
        """The colleagues themselves."""
        return tuple(record.value for record in self.records)

    def stop_if_unreadable(self) -> None:
        """Say what is wrong with the records that could not be read.

        Raises:
            BadFile: every problem in them.
        """
        if self.unreadable:
            raise BadFile(self.unreadable)


def full_name(typed: str) -> str:
    """The colleague who is meant, by full name; as it was typed where the team has no such record."""
    try:
        return here.workspace().load(typed, TEAM).value.name
    except NotFound:
        return typed


def read_team() -> Team:
    """Read every colleague's record."""
    workspace = here.workspace()
    records: list[Record[Teammate]] = []
    problems: list[Problem] = []
    for name in workspace.names(TEAM):
        try:
            records.append(workspace.load(name, TEAM))
        except BadFile as error:
            problems += error.problems
    return Team(tuple(records), tuple(problems))

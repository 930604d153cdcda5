"""What was asked for: which role-play, of whom, in which way."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csmkit.core.roleplay import Scenario


@dataclass(frozen=True)
class Asked:
    """One call of `csmkit train roleplay`. `command` is what goes on with it after an interruption."""

    name: str
    scenario: Scenario
    who: str | None
    today: date
    command: str
    form: bool
    answers: Path | None

"""What a role-play leaves in the training record of whoever was trained."""

from collections.abc import Mapping
from datetime import date

from csmkit.core.changes import Append, Change
from csmkit.core.fields import Plain
from csmkit.core.teammate import Teammate
from csmkit.training.debrief import Debrief, levels_of
from csmkit.training.rehearsal import Rehearsal


def seed_of(teammate: Teammate, scenario: str) -> str:
    """What orders the answers of the next run: the person, the role-play, and how often it was held."""
    held = sum(one.scenario == scenario for one in teammate.roleplays)
    return f"{teammate.id}/{scenario}/{held + 1}"


def is_held(teammate: Teammate, run_id: str) -> bool:
    """Whether a run stands in the record already."""
    return any(one.id == run_id for one in teammate.roleplays)


def rehearsed(rehearsal: Rehearsal, told: Debrief, name: str, run_id: str, on: date) -> tuple[Change, ...]:
    """The changes that a role-play held alone makes."""
    scores = {one.line.id: one.level for one in told.lines if one.level is not None}
    run: dict[str, Plain] = {
        "id": run_id,
        "on": on,
        "scenario": name,
        "way": "alone",
        "taken": [f"{given.standing.place}/{given.option.id}" for given in rehearsal.given],
        "own_words": {
            str(number): given.own_words
            for number, given in enumerate(rehearsal.given, 1)
            if given.own_words is not None
        },
        "ending": told.ending.id,
        "missed": list(dict.fromkeys(one.turn for one in told.missed)),
        "scores": dict(levels_of(scores)),
        "competencies": dict(levels_of(told.competencies)),
    }
    return held(run)


def held(run: Mapping[str, Plain]) -> tuple[Change, ...]:
    """A role-play in the record, with the entry in the log that tells it; what is empty is left out."""
    kept: dict[str, Plain] = {key: value for key, value in run.items() if value not in (None, [], {})}
    entry: dict[str, Plain] = {
        "id": f"roleplay-{run['id']}",
        "on": run["on"],
        "kind": "roleplay",
        "about": f"roleplays/{run['id']}",
        "note": run["scenario"],
    }
    return Append(("roleplays",), kept), Append(("log",), entry)

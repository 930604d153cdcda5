"""What can be picked for an event, where it is about something the record or the vocabulary lists."""

from collections.abc import Iterable
from typing import get_args

from csmkit.core.account import ROLES, Account, HealthOverride, Rhythm, Sentiment
from csmkit.core.diary.grammar import About
from csmkit.core.stakeholders import name_of

Choice = tuple[str, str]
"""How it is shown, and the word that stands for it in the grammar."""


def choices(account: Account, about: About) -> tuple[Choice, ...] | None:
    """What the first word after the kind can be; None where it is free."""
    return {
        "people": _everybody(account),
        "milestone": _titled((one.id, one.title) for one in account.milestones if one.met_on is None),
        "commitment": _titled((one.id, one.promise) for one in account.commitments),
        "gate": _titled((one.id, "") for one in account.gates if one.cleared_on is None),
        "task": _titled((one.id, one.title) for one in account.tasks if one.done_on is None),
        "meeting": _titled([("kickoff", ""), ("sponsor-call", ""), *((g.id, "") for g in account.gates)]),
        "rhythm": _titled((one, "") for one in get_args(Rhythm)),
        "date": _titled(_movable(account)),
        "sentiment": _titled((one, "") for one in get_args(Sentiment.model_fields["level"].annotation)),
        "leaver": theirs(account),
        "part": theirs(account),
        "health": _titled((one, "") for one in get_args(HealthOverride.model_fields["status"].annotation)),
    }.get(about)


def theirs(account: Account) -> tuple[Choice, ...]:
    """The people on their side who have not left."""
    return tuple((one.name, one.id) for one in account.stakeholders if one.departed_on is None)


def parts() -> tuple[Choice, ...]:
    """The parts somebody can play."""
    return tuple((role.replace("_", " "), role) for role in ROLES)


def _everybody(account: Account) -> tuple[Choice, ...]:
    ours = [(f"{name_of(account, role)}, our {role.replace('_', ' ')}", role) for role in account.vendor_team]
    return (*theirs(account), *ours)


def _movable(account: Account) -> list[tuple[str, str]]:
    return [
        *((one.id, one.title) for one in account.milestones if one.met_on is None),
        ("first-value", account.first_value.definition or ""),
        *((one.id, one.title) for one in account.tasks if one.done_on is None),
        *((one.id, one.promise) for one in account.commitments if one.status == "open"),
    ]


def _titled(found: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple((f"{name}: {title}" if title else name.replace("_", " "), name) for name, title in found)

"""The record of an account on its first day, laid out for a person to go on with."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from csmkit.core.journey import Journey, JourneyMilestone


@dataclass(frozen=True)
class NewAccount:
    """What is known when an account is added."""

    id: str
    name: str
    journey: str
    added_on: date
    signed_on: date | None = None
    renews_on: date | None = None
    arr: Decimal | None = None
    currency: str | None = None
    complexity: str | None = None
    country: str | None = None
    segment: str | None = None
    time_zone: str | None = None
    csm: str | None = None
    csm_email: str | None = None
    account_executive: str | None = None
    in_flight: bool = False


def as_yaml(new: NewAccount, journey: Journey) -> str:
    """account.yaml with its milestones from the journey; what is not known is left for later."""
    lines = [
        "# yaml-language-server: $schema=../../.csmkit/schemas/account.json",
        "# One account: the source of truth for its onboarding. Edit it freely; your comments are kept.",
        "schema: csmkit/account@1",
        f"id: {new.id}",
        f"name: {_quoted(new.name)}",
        f"journey: {new.journey}",
        *_known("segment", new.segment),
        *_known("country", new.country),
        *_known("time_zone", new.time_zone),
        *_known("complexity", new.complexity),
        f"added_on: {new.added_on}",
        *(["in_flight: true"] if new.in_flight else []),
        "",
        "contract:",
        f"  signed_on: {new.signed_on or 'null'}",
        f"  renews_on: {new.renews_on or 'null'}",
        *([f"  arr: {new.arr}"] if new.arr is not None else []),
        *([f"  currency: {_quoted(new.currency)}"] if new.currency else []),
        *_team(new),
        "",
        "milestones:",
        *(line for milestone in journey.milestones for line in _milestone(milestone)),
    ]
    return "\n".join(lines) + "\n"


def _known(key: str, value: str | None) -> list[str]:
    return [f"{key}: {_quoted(value)}"] if value else []


def _quoted(text: str | None) -> str:
    return json.dumps(text, ensure_ascii=False)


def _team(new: NewAccount) -> list[str]:
    people = {"csm": (new.csm, new.csm_email), "account_executive": (new.account_executive, None)}
    lines = [
        f"  {role}: {{name: {_quoted(name)}{f', email: {_quoted(email)}' if email else ''}}}"
        for role, (name, email) in people.items()
        if name
    ]
    return ["", "vendor_team:", *lines] if lines else []


def _milestone(milestone: JourneyMilestone) -> list[str]:
    lines = [f"  - id: {milestone.id}", f"    day: {milestone.day}", f"    title: {_quoted(milestone.title)}"]
    lines += [f"    measure: {_quoted(milestone.measure)}"] if milestone.measure else []
    return lines + ([f"    owner: {milestone.owner}"] if milestone.owner else [])

"""The record of a colleague on their first day, laid out for a person to go on with."""

import json
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class NewTeammate:
    """What is known when a colleague is added."""

    id: str
    name: str
    position: str = "csm"
    email: str | None = None
    hired_on: date | None = None
    mentor: str | None = None


def as_yaml(new: NewTeammate) -> str:
    """The record; what is not known is left for later."""
    words = {"email": new.email, "position": new.position, "mentor": new.mentor}
    lines = [
        "# yaml-language-server: $schema=../.csmkit/schemas/teammate.json",
        "# One colleague and their training. Edit it freely; your comments are kept.",
        "schema: csmkit/teammate@1",
        f"id: {new.id}",
        f"name: {json.dumps(new.name, ensure_ascii=False)}",
        *(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in words.items() if value),
        *([f"hired_on: {new.hired_on}"] if new.hired_on else []),
    ]
    return "\n".join(lines) + "\n"

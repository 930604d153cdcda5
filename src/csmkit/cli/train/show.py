"""`csmkit train show`: one colleague's training record."""

from typing import TYPE_CHECKING, Any

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, ColleagueName, Json

if TYPE_CHECKING:
    from datetime import date

    from csmkit.core.teammate import Teammate

_LATEST = 5


def show(name: ColleagueName, as_of: AsOf = None, as_json: Json = False) -> None:
    """Show a colleague: who goes along with them, what is passed, and what happened lately."""
    from csmkit.storage.team import TEAM

    record, today = here.workspace().load(name, TEAM), here.today(as_of)
    if as_json:
        console.as_json(record.value.model_dump(mode="json", by_alias=True, exclude_defaults=True))
        return
    _about(record.value)
    console.out()
    _modules(record.value, today)
    _log(record.value)
    console.note(f"What comes next: csmkit train certify {record.name}", style="dim")


def _about(one: "Teammate") -> None:
    from csmkit.dates import long_day

    console.out(one.name, style="bold")
    facts: dict[str, Any] = {
        "Position": one.position.replace("_", " ") + (", training owner" if one.training_owner else ""),
        "Email": one.email,
        "Here since": long_day(one.hired_on) if one.hired_on else None,
        "Mentor": one.mentor,
        "Left on": long_day(one.left_on) if one.left_on else None,
    }
    for label, fact in facts.items():
        if fact:
            console.out(f"{label}: {fact}", indent=2)


def _modules(one: "Teammate", today: "date") -> None:
    from csmkit.cli.train.standing import told
    from csmkit.training.progress import standing

    for module in standing(here.library().certification(), one, today):
        console.out(f"{module.module.title}: {told(module)}", indent=2)
    counts = {
        "quizzes": len(one.quizzes),
        "role-plays": len(one.roleplays),
        "calls watched": sum(call.way == "shadowing" and call.held_on is not None for call in one.shadowing),
        "calls held while watched": sum(
            call.way == "reverse" and call.held_on is not None for call in one.shadowing
        ),
    }
    console.out(" · ".join(f"{label} {count}" for label, count in counts.items()), indent=2)


def _log(one: "Teammate") -> None:
    if one.log:
        console.out()
    for entry in one.log[-_LATEST:]:
        console.out(f"{entry.on} {entry.note or entry.kind}", indent=2)

"""How far a colleague is, in words and as JSON."""

from typing import TYPE_CHECKING, Any

from csmkit.cli import console
from csmkit.dates import long_day

if TYPE_CHECKING:
    from csmkit.training.certification import Certification
    from csmkit.training.progress import ActivityStanding, ModuleStanding
    from csmkit.training.quiz import Score


def told(found: "ModuleStanding") -> str:
    """Where a module stands, in a few words."""
    until = f" until {long_day(found.valid_until)}" if found.valid_until else ""
    return {
        "locked": "not open yet",
        "not_begun": "not begun",
        "under_way": _under_way(found),
        "to_sign": "waits for a signature",
        "passed": f"passed, holds{until or ' for good'}",
        "to_renew": f"passed, to be renewed{until}",
        "expired": f"ran out on {long_day(found.valid_until)}" if found.valid_until else "",
    }[found.state]


def _under_way(found: "ModuleStanding") -> str:
    done = sum(one.is_done for one in found.activities)
    parts = [f"{done} of {len(found.activities)} activities"] if found.activities else []
    if found.module.quiz:
        parts.append(f"quiz {_score(found.best)}")
    return ", ".join(parts)


def _score(score: "Score | None") -> str:
    if score is None:
        return "not taken"
    return f"{score.right} of {score.asked}" + ("" if score.passed else f", needs {score.needed}")


def show_all(certification: "Certification", modules: "tuple[ModuleStanding, ...]", name: str) -> None:
    """Every module with where it stands, and what to do next."""
    from csmkit.training.progress import next_step

    for found in modules:
        skeleton = " (a skeleton: your company has to fill it)" if found.module.skeleton else ""
        console.out(f"{found.module.title}{skeleton}", style="bold")
        console.out(told(found), indent=2)
        step = next_step(found, name)
        if step:
            console.out(f"Next: {step.what}", indent=2)
            _command(step.type)
    if any(found.module.skeleton for found in modules):
        console.note(
            "To fill the skeletons: csmkit playbook show certification > "
            "playbooks/training/certification.yaml, in the workspace.",
            style="dim",
        )
    console.note(
        f"Goals, material and activities: csmkit train certify {name} {certification.modules[0].id}",
        style="dim",
    )


def _command(typed: str | None) -> None:
    if typed:
        console.out(typed, indent=4)


def show_one(found: "ModuleStanding", name: str) -> None:
    """One module: what is learned, from what, how it shows, and what to do next."""
    from csmkit.training.progress import next_step, who_signs

    module = found.module
    console.out(f"{module.title}: {told(found)}", style="bold")
    if module.about:
        console.out(_flat(module.about))
    _list("Whoever has passed it can", module.goals)
    _list("Material", [f"{one.title} ({one.link})" if one.link else one.title for one in module.materials])
    if found.activities:
        console.out()
        console.out("Activities", style="bold")
        for one in found.activities:
            _activity(one)
    console.out()
    console.out(f"To show: {_flat(module.evidence)}")
    if module.quiz:
        console.out(
            f"Quiz: {module.quiz.questions} questions, {module.quiz.pass_percent} percent to pass; "
            f"{_score(found.best)}."
        )
    console.out(f"Signed by {who_signs(module)}.")
    step = next_step(found, name)
    if step:
        console.out()
        console.out(f"Next: {step.what}")
        _command(step.type)


def _list(title: str, lines: "tuple[str, ...] | list[str]") -> None:
    if lines:
        console.out()
        console.out(title, style="bold")
        for line in lines:
            console.out(f"- {line}", indent=2)


def _activity(one: "ActivityStanding") -> None:
    activity = one.activity
    counted = f" ({one.times} of {activity.times})" if activity.counts else ""
    minutes = f" · {activity.minutes} minutes" if activity.minutes else ""
    console.out(f"[{'x' if one.is_done else ' '}] {activity.title}{counted}{minutes}", indent=2)
    if one.is_done:
        return
    if activity.how:
        console.out(_flat(activity.how), indent=6)
    if activity.evidence:
        console.out(f"Show: {activity.evidence} (--done {activity.id})", indent=6)


def _flat(text: str) -> str:
    return " ".join(text.split())


def plain(found: "ModuleStanding", name: str) -> dict[str, Any]:
    """A module as JSON."""
    from csmkit.training.progress import next_step

    step = next_step(found, name)
    return {
        "module": found.module.id,
        "title": found.module.title,
        "skeleton": found.module.skeleton,
        "state": found.state,
        "passed_on": found.passed_on,
        "valid_until": found.valid_until,
        "signed_by": found.signed_by,
        "activities": [
            {
                "activity": one.activity.id,
                "times": one.times,
                "needed": one.activity.times,
                "done": one.is_done,
            }
            for one in found.activities
        ],
        "quiz": _quiz(found),
        "waits_for": [module.id for module in found.waits_for],
        "next": {"what": step.what, "type": step.type} if step else None,
    }


def _quiz(found: "ModuleStanding") -> dict[str, Any] | None:
    if found.module.quiz is None:
        return None
    best = found.best
    return {
        "sittings": found.sittings,
        "best": best.right if best else None,
        "asked": best.asked if best else None,
        "pass_percent": found.module.quiz.pass_percent,
        "passed": bool(best and best.passed),
    }

"""`csmkit train ramp`: how far somebody new is, what is due this week, and what to type."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, ColleagueName, Json
from csmkit.errors import NotFound, Refused, WrongUsage

if TYPE_CHECKING:
    from csmkit.core.changes import Change
    from csmkit.core.ramp import Ramp
    from csmkit.core.teammate import Teammate
    from csmkit.storage.record import Record
    from csmkit.training.ramp_progress import Progress, Stage

_STYLES = {"late": "red", "this week": "yellow", "done": "dim", "ahead": None}


class NotYet(Refused):
    """A gate stands before the first account of one's own."""


def ramp(
    name: ColleagueName,
    done: Annotated[str | None, typer.Option(metavar="STEP", help="Tick a step off.")] = None,
    away: Annotated[
        str | None, typer.Option(metavar="DATE", help="The first day of a leave; nothing is due meanwhile.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="The last day of a leave.")] = None,
    start: Annotated[
        str | None, typer.Option(metavar="DATE", help="Begin the ramp on a day other than that of hire.")
    ] = None,
    independent: Annotated[
        bool, typer.Option("--independent", help="Give the first account of their own.")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="Show every step, not only this week's.")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show the week of a new colleague: what is done, what is due and what to type, and the next gate."""
    from csmkit.cli.train.standings import ramp_of, standing
    from csmkit.storage.team import TEAM

    today, record = here.today(as_of), here.workspace().load(name, TEAM)
    definition = ramp_of(record.value)
    changes = _changes(record, definition, (done, away, until, start), today, independent=independent)
    if changes:
        record = _saved(record, changes, today)
    now = standing(record, today)
    if as_json:
        console.as_json(plain(now))
    else:
        show(now, today, all_=all_)


def _changes(
    record: "Record[Teammate]",
    definition: "Ramp",
    words: tuple[str | None, str | None, str | None, str | None],
    today: date,
    *,
    independent: bool,
) -> "tuple[Change, ...]":
    from csmkit.storage.workspace import new_id
    from csmkit.training import ramp_record

    done, away, until, start = words
    if sum((done is not None, bool(away or until), start is not None, independent)) > 1:
        raise WrongUsage("One thing at a time: --done, --away and --until, --start, or --independent.")
    if done is not None:
        return ramp_record.ticked(_by_hand(definition, done, record.name), today, new_id())
    if away or until:
        return _leave(record, away, until, today)
    if start is not None:
        first = here.day_option(start, today, "--start")
        return ramp_record.started(first, record.value.ramp.program or "ramp", new_id())
    if independent:
        _stop_before_a_gate(record, definition, today)
        return ramp_record.independent(today, new_id())
    return ()


def _by_hand(definition: "Ramp", step: str, name: str) -> str:
    known = {each.id: each for each in definition.steps}
    if step not in known:
        raise NotFound("step", step, known, f"`csmkit train ramp {name} --all` shows them.")
    if known[step].done_when is not None:
        raise Refused(
            f"“{step}” is not ticked off: it is done as soon as the training record shows it. "
            f"Nothing was changed. What to type: csmkit train ramp {name}"
        )
    return step


def _leave(
    record: "Record[Teammate]", away: str | None, until: str | None, today: date
) -> "tuple[Change, ...]":
    from csmkit.storage.workspace import new_id
    from csmkit.training.ramp_record import away as on_leave

    open_ = next((pause.from_on for pause in record.value.ramp.pauses if pause.until_on is None), None)
    first = here.day_option(away, today, "--away") if away else open_
    if first is None:
        raise WrongUsage("Which leave ends then? Say when it begins with --away DATE.")
    last = here.day_option(until, first, "--until") if until else None
    if last is not None and last < first:
        raise WrongUsage("A leave cannot end before it begins.")
    return on_leave(record.value, first, last, today, new_id())


def _stop_before_a_gate(record: "Record[Teammate]", definition: "Ramp", today: date) -> None:
    from csmkit.cli.train.standings import standing
    from csmkit.training.ramp_progress import not_yet_independent

    if record.value.ramp.independent_on is not None:
        raise Refused(
            f"{record.value.name} has accounts of their own since {record.value.ramp.independent_on}."
        )
    missing = not_yet_independent(standing(record, today), definition)
    if missing:
        told = "\n".join(f"  {gate.title}: {gate.missing}" for gate in missing)
        raise NotYet(
            f"Not yet. Before the first account of their own, {record.value.name} needs:\n{told}\n"
            f"Nothing was changed. What to type: csmkit train ramp {record.name}"
        )


def _saved(record: "Record[Teammate]", changes: "tuple[Change, ...]", today: date) -> "Record[Teammate]":
    from csmkit.cli import conflicts

    saved = here.workspace().save(record, changes, did="train ramp", today=today)
    console.note(f"Saved {saved.record.shown}." if saved.changed else "That is written down already.")
    conflicts.report(saved)
    return saved.record


def show(now: "Progress", today: date, *, all_: bool) -> None:
    """The ramp on a screen: where it stands, what is due, and what stands before independence."""
    console.out(f"{now.colleague}: {where(now)}", style="bold")
    if all_:
        for stage in now.steps:
            _stage(stage, today)
    else:
        _due(now, today)
    _gates(now)


def where(now: "Progress") -> str:
    """Where somebody is on the ramp, in a few words."""
    if now.starts_on is None:
        return f"no first day is known; csmkit train ramp {now.name} --start DATE"
    if now.day is None:
        return f"begins on {now.starts_on}"
    if now.pause is not None:
        back = f"until {now.pause[1]}" if now.pause[1] else "until further notice"
        return f"day {now.day} of {now.days}, on leave {back}; nothing is due"
    over = ", the ramp is over" if now.is_over else f", week {now.week}"
    return f"day {now.day} of {now.days}{over}"


def _due(now: "Progress", today: date) -> None:
    due = now.due
    steps = [*now.steps, *now.gates]
    if due:
        heading = "Late and due this week" if now.late else "Due this week"
        console.out(f"{heading} ({sum(s.state == 'done' for s in now.steps)} of {len(now.steps)} steps done)")
    for stage in due:
        _stage(stage, today)
    ahead = next((stage for stage in steps if stage.state == "ahead"), None)
    if not due and now.day is not None and now.pause is None:
        console.out("Nothing is due this week." if ahead else "Everything is done.")
    if not due and ahead is not None and ahead.due is not None:
        console.out(f"Next, by {ahead.due}: {ahead.title}", indent=2)


def _stage(stage: "Stage", today: date) -> None:
    minutes = f" · {stage.minutes} minutes" if stage.minutes and stage.state != "done" else ""
    late = f" · {_days(today - stage.due)} late" if stage.state == "late" and stage.due else ""
    due = f"by {stage.due}" if stage.due else f"week {stage.week}"
    when = "done" if stage.state == "done" else due
    console.out(f"{when}: {stage.title}{minutes}{late}", indent=2, style=_STYLES[stage.state])
    if stage.state == "done":
        return
    if stage.why:
        console.out(stage.why, indent=4, style="dim")
    if stage.missing:
        console.out(f"missing: {stage.missing}", indent=4)
    for command in stage.commands:
        console.out(command, indent=4, style="cyan")


def _days(late: timedelta) -> str:
    return f"{late.days} day{'' if late.days == 1 else 's'}"


def _gates(now: "Progress") -> None:
    console.out("Gates")
    for gate in now.gates:
        mark = "open" if gate.state == "done" else "closed"
        missing = f": {gate.missing}" if gate.missing else ""
        opens = f" → {gate.opens}" if gate.opens and gate is now.next_gate else ""
        style = "dim" if gate.state == "done" else "yellow" if gate is now.next_gate else None
        console.out(f"{mark} · {gate.title}{missing}{opens}", indent=2, style=style)


def plain(now: "Progress") -> dict[str, Any]:
    """The ramp for a program."""
    return {
        "colleague": now.name,
        "name": now.colleague,
        "day": now.day,
        "week": now.week,
        "days": now.days,
        "starts_on": now.starts_on,
        "ends_on": now.ends_on,
        "away_until": now.pause[1] if now.pause else None,
        "away": now.pause is not None,
        "independent_on": now.independent_on,
        "due": [_plain(stage) for stage in now.due],
        "steps": [_plain(stage) for stage in now.steps],
        "gates": [_plain(stage) for stage in now.gates],
        "next_gate": now.next_gate.id if now.next_gate else None,
    }


def _plain(stage: "Stage") -> dict[str, Any]:
    keys = ("id", "title", "week", "state", "due", "minutes", "why", "missing", "opens")
    found: dict[str, Any] = {"kind": stage.kind} | {key: getattr(stage, key) for key in keys}
    return found | {"commands": list(stage.commands)}

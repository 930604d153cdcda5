"""The calls of one colleague, watched and held."""

from datetime import date
from typing import Any

from csmkit.cli import console, here
from csmkit.core.teammate import Shadowing, Teammate
from csmkit.storage.record import Record


def show_calls(record: Record[Teammate], today: date, *, as_json: bool) -> None:
    """Every call, the planned ones last, and how many are still to come."""
    required = here.library().shadowing().required
    rows = [_plain(call) for call in sorted(record.value.shadowing, key=_day)]
    needed = {"shadowing": required.shadowing, "reverse": required.reverse}
    done = {
        way: sum(
            call.way == way and call.held_on is not None and call.held_on <= today
            for call in record.value.shadowing
        )
        for way in needed
    }
    if as_json:
        counts = {way: {"held": done[way], "required": needed[way]} for way in needed}
        console.as_json({"colleague": record.name, "counts": counts, "calls": rows})
        return
    if rows:
        console.table(("call", "day", "with", "account", "seen", "next time"), [_cells(row) for row in rows])
    watched, held = (f"{done[way]} of {needed[way]}" for way in ("shadowing", "reverse"))
    console.out(f"Watched: {watched}. Held while watched: {held}.")
    console.note(f"Plan one, or write one down: csmkit train shadow {record.name}", style="dim")


def _day(call: Shadowing) -> tuple[bool, date]:
    return call.held_on is None, call.held_on or call.planned_on or date.max


def _plain(call: Shadowing) -> dict[str, Any]:
    return {
        "id": call.id,
        "way": call.way,
        "call": call.call,
        "with": call.with_,
        "account": call.account,
        "planned_on": call.planned_on,
        "at": call.at,
        "held_on": call.held_on,
        "observed": dict(call.observed),
        "coached": call.coached,
        "feedback": call.feedback,
        "do_next": call.do_next,
    }


def _cells(row: dict[str, Any]) -> list[str]:
    day = str(row["held_on"]) if row["held_on"] else f"planned {row['planned_on'] or 'for no day yet'}"
    seen = f"{sum(row['observed'].values())} of {len(row['observed'])}" if row["observed"] else "–"
    named = row["id"] + (" (held)" if row["way"] == "reverse" else "")
    return [named, day, row["with"] or "–", row["account"] or "–", seen, row["do_next"] or "–"]

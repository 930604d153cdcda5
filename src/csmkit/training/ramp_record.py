"""What the ramp writes into a training record: a step ticked off, leave, the first account of one's own."""

from datetime import date

from csmkit.core.changes import Append, Change, Set
from csmkit.core.fields import Plain, slug
from csmkit.core.teammate import Teammate


def ticked(step: str, on: date, entry: str) -> tuple[Change, ...]:
    """A step is done; `entry` is the id of the log entry."""
    return (Set(("ramp", "done", step), on), _told(entry, on, f"ramp/done/{step}", f"{step} done"))


def independent(on: date, entry: str) -> tuple[Change, ...]:
    """The first account of one's own is given."""
    return (Set(("ramp", "independent_on"), on), _told(entry, on, "ramp/independent_on", "first own account"))


def started(on: date, program: str, entry: str) -> tuple[Change, ...]:
    """The ramp begins on a day, and which one it is."""
    return (
        Set(("ramp", "started_on"), on),
        Set(("ramp", "program"), program),
        _told(entry, on, "ramp/started_on", "ramp begun"),
    )


def away(colleague: Teammate, first: date, last: date | None, today: date, entry: str) -> tuple[Change, ...]:
    """Leave from a day on; one that has begun and has no end yet gets its end instead."""
    under_way = next((p for p in colleague.ramp.pauses if p.until_on is None and p.from_on <= first), None)
    if under_way is not None and last is not None:
        path = ("ramp", "pauses", under_way.id, "until_on")
        return (Set(path, last), _told(entry, today, "ramp/pauses", "back from leave"))
    name = slug(f"away {first}", frozenset(pause.id for pause in colleague.ramp.pauses))
    item: dict[str, Plain] = {"id": name, "from_on": first}
    ends: dict[str, Plain] = {"until_on": last} if last else {}
    return (Append(("ramp", "pauses"), item | ends), _told(entry, today, "ramp/pauses", "on leave"))


def _told(entry: str, on: date, about: str, note: str) -> Change:
    return Append(("log",), {"id": entry, "on": on, "kind": "ramp", "about": about, "note": note})

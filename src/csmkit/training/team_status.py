"""How the team stands: one row for each colleague, and every mentor's load."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from csmkit.core.ramp_facts import held_calls
from csmkit.core.shadowing import Required
from csmkit.core.teammate import Teammate
from csmkit.training.desk import EXPIRES_SOON
from csmkit.training.ramp_progress import Progress
from csmkit.training.shadow_log import open_calls

State = Literal["on the ramp", "away", "begins", "independent", "established"]


class Row(NamedTuple):
    """One colleague.

    `day` of `days` and `next_gate` are None off the ramp. `certified_until` is None without a certificate
    that holds, and for one that never ends; `certified` tells the two apart.
    """

    name: str
    colleague: str
    position: str
    mentor: str | None
    state: State
    day: int | None
    days: int | None
    next_gate: str | None
    missing: str | None
    certified: bool
    certified_until: date | None
    expiring: bool
    shadowed: int
    reverse_shadowed: int
    required: Required
    late: tuple[str, ...]


def row_of(colleague: Teammate, name: str, ramp: Progress | None, required: Required, today: date) -> Row:
    """How one colleague stands; `ramp` is None when they are not on it."""
    until = _certified_until(colleague, today)
    gate = ramp.next_gate if ramp else None
    forgotten = [c.id for c in open_calls(colleague) if c.planned_on is not None and c.planned_on < today]
    return Row(
        name=name,
        colleague=colleague.name,
        position=colleague.position,
        mentor=colleague.mentor,
        state=_state(colleague, ramp, today),
        day=ramp.day if ramp else None,
        days=ramp.days if ramp else None,
        next_gate=gate.title if gate else None,
        missing=gate.missing if gate else None,
        certified=colleague.is_certified(today),
        certified_until=until,
        expiring=until is not None and until - today <= EXPIRES_SOON,
        shadowed=len(held_calls(colleague, "shadowing", today)),
        reverse_shadowed=len(held_calls(colleague, "reverse", today)),
        required=required,
        late=(
            *(stage.title for stage in (ramp.late if ramp else ())),
            *(f"write down {c}" for c in forgotten),
        ),
    )


def _certified_until(colleague: Teammate, today: date) -> date | None:
    """The last day that any certificate which holds today goes on holding."""
    ends = [one.valid_until for one in colleague.certificates if one.holds_on(today)]
    return None if None in ends else max((end for end in ends if end), default=None)


def _state(colleague: Teammate, ramp: Progress | None, today: date) -> State:
    given = colleague.ramp.independent_on
    if given is not None and given <= today:
        return "independent"
    if ramp is None:
        return "established"
    if ramp.day is None:
        return "begins"
    return "away" if ramp.pause else "on the ramp"


def in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Who needs the lead first: late on the ramp, then the ramp by day, then the others by name."""
    return tuple(sorted(rows, key=lambda row: (-len(row.late), row.day is None, row.day or 0, row.colleague)))

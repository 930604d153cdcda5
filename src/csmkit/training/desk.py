"""What each colleague's training needs this week: for the lead over the whole team, for everybody their own.

Each source is one function from a `View` to items; adding one is adding it to SOURCES. Whoever left is
silent, and during leave nothing of the ramp is due.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from csmkit.core.desk import importance
from csmkit.core.desk.item import HORIZON, Item, Urgency
from csmkit.core.teammate import Teammate
from csmkit.training.mentoring import Load, is_here
from csmkit.training.ramp_progress import Progress
from csmkit.training.shadow_log import open_calls

EXPIRES_SOON = timedelta(days=60)
MOST_STAGES = 3
"""Steps of one colleague that are told one by one; the ramp tells the rest."""


@dataclass(frozen=True)
class View:
    """One colleague on one day, as every source sees it.

    Attributes:
        colleague: The training record.
        name: What people type for it.
        ramp: Where they are on the ramp; None when they are not on it.
        load: What they have taken on as a mentor; None when nothing.
        today: The day that is looked from.
        own: Whether it is the colleague who looks, and not the lead.
    """

    colleague: Teammate
    name: str
    ramp: Progress | None
    load: Load | None
    today: date
    own: bool


def items_of(view: View) -> tuple[Item, ...]:
    """Everything the training of one colleague needs, most important first."""
    if not is_here(view.colleague, view.today):
        return ()
    items = [replace(item, rank=rank) for rank, source in enumerate(SOURCES) for item in source(view)]
    return tuple(sorted(items, key=importance))


def stages(view: View) -> Iterator[Item]:
    """What is late or due on the ramp: the first few one by one, the rest as a number."""
    due = view.ramp.due if view.ramp else ()
    for stage in due[:MOST_STAGES]:
        missing = f" ({stage.missing})" if stage.missing else ""
        late = stage.state == "late"
        yield Item(
            "late" if late else "this week",
            stage.due,
            f"{stage.title}{missing}, {_when(stage.due, view.today)}",
            stage.commands[0] if view.own and stage.commands else _ramp(view),
        )
    rest = due[MOST_STAGES:]
    if rest:
        urgency: Urgency = "late" if rest[0].state == "late" else "this week"
        yield Item(urgency, rest[0].due, f"{len(rest)} more on the ramp", _ramp(view))


def _when(due: date | None, today: date) -> str:
    if due is None or due >= today:
        return f"due on {due}" if due else "due this week"
    return f"{_days((today - due).days)} late"


def _days(number: int) -> str:
    return f"{number} {'day' if number == 1 else 'days'}"


def _ramp(view: View) -> str:
    return f"csmkit train ramp {view.name}"


def calls(view: View) -> Iterator[Item]:
    """Calls that should have taken place and are not written down, and those of the week."""
    for call in open_calls(view.colleague):
        if call.planned_on is None or call.planned_on > view.today + HORIZON:
            continue
        does = "watches" if call.way == "shadowing" else "holds"
        command = f"csmkit train shadow {view.name} --record {call.id}"
        if call.planned_on < view.today:
            late = _days((view.today - call.planned_on).days)
            yield Item("late", call.planned_on, f"{call.id} is not written down, {late} after it", command)
        else:
            yield Item("this week", call.planned_on, f"{does} {call.call} on {call.planned_on}", command)


def no_mentor(view: View) -> Iterator[Item]:
    """Nobody is alone on the ramp."""
    if view.ramp and view.ramp.day is not None and view.colleague.mentor is None and view.ramp.pause is None:
        yield Item("at risk", None, "nobody goes along with them", f"csmkit train mentor {view.name}")


def certificate(view: View) -> Iterator[Item]:
    """A certificate that runs out within sixty days, or ran out within the last sixty, and no later one."""
    ends = [one.valid_until for one in view.colleague.certificates if one.earned_on <= view.today]
    if not ends or None in ends:
        return
    last = max(end for end in ends if end is not None)
    if abs(last - view.today) > EXPIRES_SOON:
        return
    over = last < view.today
    why = f"the certificate {'ran' if over else 'runs'} out on {last}"
    yield Item("late" if over else "at risk", last, why, f"csmkit train certify {view.name}")


def mentoring(view: View) -> Iterator[Item]:
    """A mentor who has taken on too much."""
    for over in view.load.over if view.load else ():
        yield Item("at risk", None, f"has taken on much as a mentor: {over}", "csmkit train mentor")


SOURCES: tuple[Callable[[View], Iterator[Item]], ...] = (calls, stages, no_mentor, certificate, mentoring)

"""Writing down what was seen in a call: from words on the line, a filled form, or asked at the terminal."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from csmkit.cli import conflicts, console, here
from csmkit.core.changes import Append
from csmkit.core.fields import Plain
from csmkit.core.shadowing import Call
from csmkit.core.teammate import Shadowing, Teammate
from csmkit.errors import NotFound, WrongUsage
from csmkit.storage.record import Record
from csmkit.training.shadow_log import (
    Observation,
    kept,
    last_resolve,
    observation_interview,
    observation_of,
    observed,
    offered,
)


class Noted(NamedTuple):
    """What was typed about a call."""

    held: str | None = None
    seen: str | None = None
    not_seen: str | None = None
    coached: str | None = None
    feedback: str | None = None
    next: str | None = None

    @property
    def says_something(self) -> bool:
        """Whether anything was typed."""
        return any(word is not None for word in self)


def observe_from_words(colleague: Record[Teammate], call: Shadowing, noted: Noted, today: date) -> None:
    """Write down what was typed.

    Raises:
        NotFound: a line that the checklist does not have.
        WrongUsage: the day cannot be read.
    """
    from csmkit.storage.workspace import new_id

    made = _read(call, noted, today)
    told: dict[str, Plain] = {
        "id": new_id(),
        "on": today,
        "kind": "shadowing",
        "about": f"shadowing/{call.id}",
    }
    entry = Append(("log",), told | {"note": f"{call.id} written down"})
    changes = (*observed(call, made), entry)
    saved = here.workspace().save(colleague, changes, did=f"train shadow {call.id}", today=today)
    console.out(f"Saved {saved.record.shown}.")
    tell(saved.record, call.id)
    conflicts.report(saved)


def _read(call: Shadowing, noted: Noted, today: date) -> Observation:
    kind = here.library().shadowing().call(call.call)
    seen, not_seen = _lines(kind, noted.seen), _lines(kind, noted.not_seen)
    if both := set(seen) & set(not_seen):
        raise WrongUsage(f"{', '.join(sorted(both))} cannot be seen and not seen.")
    lines = dict(call.observed) | dict.fromkeys(seen, True) | dict.fromkeys(not_seen, False)
    planned = call.held_on or call.planned_on or today
    day = here.day_option(noted.held, today, "--held") if noted.held else min(planned, today)
    if day > today:
        raise WrongUsage("A call that is still to come cannot be written down yet; give the day with --held.")
    return Observation(day, lines, *(_text(word) for word in noted[3:]))


def _lines(kind: Call | None, typed: str | None) -> list[str]:
    known = [line.id for line in kind.lines] if kind else []
    words = [word.strip().replace("-", "_") for word in (typed or "").split(",") if word.strip()]
    for word in words:
        if word not in known:
            raise NotFound("line of the checklist", word, known, f"There are {', '.join(known)}.")
    return words


def _text(typed: str | None) -> str | None:
    from pydantic_core import PydanticCustomError

    from csmkit.core.fields import clean_text

    try:
        return clean_text(typed).strip() or None if typed is not None else None
    except PydanticCustomError as error:
        raise WrongUsage(f"A text {error.message()}.") from None


def observe(
    colleague: Record[Teammate], call: Shadowing, today: date, *, form: bool, answers: Path | None
) -> None:
    """Hold the interview about a call, in the way that was asked for."""
    from csmkit.cli.interviews import taken
    from csmkit.cli.sessions import Held

    name = f"shadow-{call.id}"
    held = Held(
        here.workspace(),
        colleague,
        name,
        observation_interview(here.library().shadowing(), call),
        ("observation",),
        today,
        f"csmkit train shadow {colleague.name} --record {call.id}",
        with_=call.with_,
        changes_of=lambda conversation, sitting: (
            *observed(call, observation_of(conversation)),
            *kept(conversation, sitting),
        ),
        offered=offered(name, call),
        proposed={("held_on",): (call.held_on or call.planned_on or today).isoformat()},
    )
    if not form and answers is None and (resolve := last_resolve(colleague.value, call)):
        console.note(f"After the last one: “{' '.join(resolve.split())}” Was it done?", style="cyan")
    after = taken(held, form=form, answers=answers)
    if after is not None:
        tell(after, call.id)


def tell(record: Record[Teammate], name: str) -> None:
    """How the call went, and how many are still to come."""
    call = next(call for call in record.value.shadowing if call.id == name)
    kind, required = here.library().shadowing().call(call.call), here.library().shadowing().required
    if call.observed:
        console.out(f"{sum(call.observed.values())} of {len(call.observed)} lines seen in {call.id}.")
    for line in kind.lines if kind else ():
        if call.observed.get(line.id) is False:
            console.out(f"Not seen: {' '.join(line.look_for.split())}", indent=2)
    done = sum(one.way == call.way and one.held_on is not None for one in record.value.shadowing)
    needed = required.shadowing if call.way == "shadowing" else required.reverse
    does = "watched" if call.way == "shadowing" else "held while watched"
    console.note(
        f"{done} of {needed} calls {does}. What is next: csmkit train ramp {record.name}", style="dim"
    )

"""How far somebody is on the ramp: what is done, what is due this week, what stands before independence."""

import shlex
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, NamedTuple

from csmkit.core.conditions import Nested, filled, holds
from csmkit.core.ramp import Ramp, RampGate, RampStep
from csmkit.core.ramp_facts import facts, is_independent, part, week_of
from csmkit.core.teammate import Teammate
from csmkit.training.ramp_days import Stretch, date_of, day_of, due_on, pause_on, start_of

State = Literal["done", "late", "this week", "ahead"]
NO_MENTOR = "MENTOR"


class Stage(NamedTuple):
    """A step or a gate, and how it stands.

    `due` is the last working day of its week; None before there is a first day, or behind a leave without
    an end. `commands` are what to type; a word in capitals is for the person to fill in. `missing` is said
    of gates alone.
    """

    kind: Literal["step", "gate"]
    id: str
    title: str
    week: int
    state: State
    due: date | None
    done_on: date | None = None
    minutes: int | None = None
    why: str = ""
    commands: tuple[str, ...] = ()
    missing: str = ""
    opens: str = ""


class Progress(NamedTuple):
    """One colleague on the ramp, on a day.

    `day` and `week` count from 1 and are None before the first day; `pause` is the leave of that day.
    """

    name: str
    colleague: str
    day: int | None
    week: int | None
    days: int
    starts_on: date | None
    ends_on: date | None
    pause: Stretch | None
    steps: tuple[Stage, ...]
    gates: tuple[Stage, ...]
    independent_on: date | None

    @property
    def next_gate(self) -> Stage | None:
        """The gate that stands before everything after it."""
        return next((gate for gate in self.gates if gate.state != "done"), None)

    @property
    def due(self) -> tuple[Stage, ...]:
        """What is late or due this week, what is late first; nothing during leave."""
        open_ = [stage for stage in (*self.steps, *self.gates[: self._gates_in_reach]) if self._is_due(stage)]
        return tuple(sorted(open_, key=lambda stage: stage.state != "late"))

    @property
    def _gates_in_reach(self) -> int:
        """Gates are opened one after the other: those that hold, and the first that does not."""
        return sum(gate.state == "done" for gate in self.gates) + 1

    @property
    def late(self) -> tuple[Stage, ...]:
        """What should be done by now."""
        return tuple(stage for stage in self.due if stage.state == "late")

    @property
    def is_over(self) -> bool:
        """Whether everything is done."""
        return all(stage.state == "done" for stage in (*self.steps, *self.gates))

    def _is_due(self, stage: Stage) -> bool:
        return self.pause is None and stage.state in ("late", "this week")


def progress(colleague: Teammate, name: str, ramp: Ramp, today: date, accounts: int = 0) -> Progress:
    """How far a colleague is on a day.

    Args:
        colleague: The training record.
        name: What people type for it.
        ramp: The ramp that is followed.
        today: The day that is looked from; what happened later does not count.
        accounts: Accounts of the book that are theirs.
    """
    day = day_of(colleague, today)
    known = facts(colleague, today, day, accounts) | {"done": Nested()}
    view = _View(colleague, name, today, known)
    steps = tuple(view.step(step) for step in ramp.steps)
    gates = tuple(view.gate(gate) for gate in ramp.gates)
    return Progress(
        name=name,
        colleague=colleague.name,
        day=day,
        week=None if day is None else week_of(day),
        days=ramp.days,
        starts_on=start_of(colleague),
        ends_on=date_of(colleague, ramp.days),
        pause=pause_on(colleague, today),
        steps=steps,
        gates=gates,
        independent_on=colleague.ramp.independent_on if is_independent(colleague, today) else None,
    )


class _View(NamedTuple):
    """One colleague on one day, and the facts so far: `done` grows with each step that is looked at."""

    colleague: Teammate
    name: str
    today: date
    known: dict[str, Any]

    def step(self, step: RampStep) -> Stage:
        done_on = self.colleague.ramp.done.get(step.id)
        by_hand = done_on is not None and done_on <= self.today
        done = by_hand or (step.done_when is not None and holds(step.done_when, self.known))
        if done:
            self.known["done"][part(step.id)] = True
        tick = () if step.done_when else (f"csmkit train ramp {self.name} --done {step.id}",)
        return Stage(
            "step",
            step.id,
            step.title,
            step.week,
            self._state(step.week, done=done),
            due_on(self.colleague, step.week),
            done_on if by_hand else None,
            step.minutes,
            _flat(step.why),
            (*self._typed(step.do), *tick),
        )

    def gate(self, gate: RampGate) -> Stage:
        opened = is_independent(self.colleague, self.today)
        done = opened if gate.when is None else holds(gate.when, self.known)
        give = () if gate.when else (f"csmkit train ramp {self.name} --independent",)
        return Stage(
            "gate",
            gate.id,
            gate.title,
            gate.week,
            self._state(gate.week, done=done),
            due_on(self.colleague, gate.week),
            commands=(*self._typed(gate.do), *give),
            missing="" if done else _flat(filled(gate.missing, self.known)),
            opens=gate.opens or "",
        )

    def _state(self, week: int, *, done: bool) -> State:
        if done:
            return "done"
        due = due_on(self.colleague, week)
        if due is not None and due < self.today:
            return "late"
        day = day_of(self.colleague, self.today)
        return "this week" if day is not None and week <= week_of(day) else "ahead"

    def _typed(self, commands: tuple[str, ...]) -> Iterator[str]:
        mentor = shlex.quote(self.colleague.mentor) if self.colleague.mentor else NO_MENTOR
        names = {"name": self.name, "colleague": shlex.quote(self.colleague.name), "mentor": mentor}
        return (" ".join(filled(command, names).split()) for command in commands)


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())


def not_yet_independent(standing: Progress, ramp: Ramp) -> tuple[Stage, ...]:
    """The gates before the first account of one's own that do not hold: why it cannot be given yet."""
    by_hand = ramp.independence
    before = [gate.id for gate in ramp.gates[: ramp.gates.index(by_hand)]] if by_hand else []
    return tuple(gate for gate in standing.gates if gate.id in before and gate.state != "done")

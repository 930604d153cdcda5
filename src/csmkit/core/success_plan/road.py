"""The road to the first result: what comes before it, and by when each has to be handed in or done.

It is dated forward from the signature and never from today, so that the plan reads the same tomorrow.
"""

from collections.abc import Mapping
from datetime import date

from csmkit.core.audience import CustomerAccount
from csmkit.core.critical_path import (
    FIRST_VALUE,
    Calendar,
    Dated,
    Network,
    Step,
    forward,
    latest_ends,
    network,
    path_to,
)
from csmkit.core.last_calls import LastCall, last_calls
from csmkit.core.stakeholders import name_of
from csmkit.core.success_plan.gaps import still_here
from csmkit.core.success_plan.values import Road, RoadStep
from csmkit.core.working_days import WorkingDays

_KINDS = {"gate": "approval", "task": "task", "milestone": "milestone"}


def road(account: CustomerAccount, days: WorkingDays) -> Road | None:
    """What comes before the first result; None once it is reached, and while nothing is known to."""
    net, signed = network(account), account.contract.signed_on
    refs = _before(FIRST_VALUE, net)
    if signed is None or account.first_value.reached_on or not refs:
        return None
    calendar, target = Calendar(signed, days), account.first_value.target_on
    dated = forward(net, calendar)
    calls = {call.ref: call for call in last_calls(net, calendar, target)} if target else {}
    latest = latest_ends(net, days, max(target, dated[FIRST_VALUE].ends)) if target else {}
    owners = _owners(account)
    steps = [_road_step(dated[ref], owners[ref], calls.get(ref), latest.get(ref)) for ref in _refs(net, refs)]
    # An approval that is not handed in could wait for ever: only its last day can be told.
    in_hand = all(net.step(ref).submitted_on or net.step(ref).done_on for ref in refs if _is_gate(net, ref))
    return Road(
        tuple(sorted(steps, key=_place)),
        dated[FIRST_VALUE].ends if in_hand else None,
        _last(dated) if in_hand else None,
    )


def _before(ref: str, net: Network) -> set[str]:
    """Everything a step waits for, however far away."""
    found: set[str] = set()
    waiting = list(net.step(ref).after)
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += net.step(here).after
    return found


def _refs(net: Network, among: set[str]) -> list[str]:
    """In the order in which one waits for the other, so that equal days keep it."""
    return [step.ref for step in net.steps if step.ref in among]


def _place(step: RoadStep) -> tuple[bool, date]:
    """What is done first, then by the day that matters for it."""
    return step.done_on is None, step.done_on or step.by or step.expected_on or step.due or date.max


def _is_gate(net: Network, ref: str) -> bool:
    return net.step(ref).kind == "gate"


def _last(dated: Mapping[str, Dated]) -> str | None:
    """What the first result waits for longest, unless it is done."""
    step = dated[path_to(FIRST_VALUE, dated)[-2]].step
    return None if step.done_on else step.title


def _owners(account: CustomerAccount) -> dict[str, str | None]:
    return {
        **{f"gates/{gate.id}": still_here(account, gate.owner) for gate in account.gates},
        **{f"tasks/{task.id}": name_of(account, task.owner) for task in account.tasks},
        **{f"milestones/{one.id}": still_here(account, one.customer_owner) for one in account.milestones},
    }


def _road_step(dated: Dated, owner: str | None, call: LastCall | None, latest: date | None) -> RoadStep:
    step = dated.step
    return RoadStep(
        title=step.title,
        kind=_KINDS[step.kind],
        owner=owner,
        due=step.submit_by if step.kind == "gate" else step.due,
        submitted_on=step.submitted_on,
        expected_on=dated.ends if _is_expected(step) else None,
        done_on=step.done_on,
        by=_by(step, call, latest),
        moves_to=call.value_after if call else None,
        missed=call is not None and call.missed,
    )


def _is_expected(step: Step) -> bool:
    return step.done_on is None and step.submitted_on is not None and step.lead is not None


def _by(step: Step, call: LastCall | None, latest: date | None) -> date | None:
    if step.kind == "gate" or step.done_on:
        return call.submit_by if call else None
    return latest

"""`csmkit plan timeline`: what decides the date of first value, and how much room is left."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from csmkit.cli import console, here
from csmkit.cli.here import AccountName, AsOf, Json

if TYPE_CHECKING:
    from csmkit.core.account import Account
    from csmkit.core.journey import Journey
    from csmkit.core.timeline import Timeline, TimelineStep
    from csmkit.storage.record import Record


def timeline(account: AccountName, as_of: AsOf = None, as_json: Json = False) -> None:
    """Show the dates: what decides first value, how much room is left, what has to be submitted when."""
    day = here.today(as_of)
    record = here.workspace().load(account)
    found = timeline_of(record, day)
    if as_json:
        console.as_json(plain(record, found, day))
    else:
        _show(record, found)


def timeline_of(record: "Record", day: date) -> "Timeline":
    """The dates of an account, with the working days of its country."""
    return timeline_on(record.account, here.library().journey(record.account.journey), day)


def timeline_on(account: "Account", journey: "Journey", day: date) -> "Timeline":
    """The same, with a journey that is read already."""
    from csmkit.core.timeline import timeline
    from csmkit.core.working_days import working_days

    freezes = [(freeze.from_on, freeze.until_on) for freeze in account.freezes]
    return timeline(account, journey, day, working_days(account.country, freezes))


def plain(record: "Record", found: "Timeline", day: date) -> dict[str, Any]:
    """The dates as plain data, for `--json`."""
    told: dict[str, Any] = asdict(found)
    told["band"] = {"title": found.band.title, "do": found.band.do} if found.band else None
    return {"account": record.name, "as_of": day, **told}


def _show(record: "Record", found: "Timeline") -> None:
    console.out(f"{record.account.name}: {verdict(found)}", style="bold")
    for call in found.last_calls:
        console.out(_last_call(call.title, call.submit_by, call.value_after, missed=call.missed), indent=2)
    if found.band:
        console.out(f"{found.band.title}: {' '.join(found.band.do.split())}", indent=2)
    _show_steps(found)
    for slip in found.slips:
        words = f"moved by {slip.days} days, from {slip.first} to {slip.now}"
        console.out(f"{slip.title}: {words}{_reasons(slip.reasons)}", indent=2)
    _show_frame(found)
    for proposal in found.proposals:
        was = f" (now {proposal.was})" if proposal.was else ""
        console.out(f"Proposed: {proposal.ref} on {proposal.to}{was}; {proposal.why}.", indent=2)
        if proposal.was:
            word = proposal.ref.rpartition("/")[2].replace("first_value", "first-value")
            command = f'csmkit log {record.name} moved {word} --to {proposal.to} --reason "…"'
            console.out(command, indent=4)
    for problem in found.problems:
        console.note(f"{problem}.", indent=2)


def verdict(found: "Timeline") -> str:
    """The dates in one sentence; being late is said first."""
    if found.reached_on:
        return f"first value was reached on {found.reached_on}"
    if found.value_expected is None:
        return "cannot tell when first value comes"
    if found.value_target is None or found.float_days is None:
        return f"first value comes on {found.value_expected}; no day is planned for it"
    if found.float_days < 0:
        late = -found.float_days
        return (
            f"LATE. First value was planned for {found.value_target} and comes on {found.value_expected}, "
            f"{late} working {'day' if late == 1 else 'days'} late"
        )
    return (
        f"first value can come on {found.value_expected}, {found.float_days} working days before its day "
        f"{found.value_target}"
    )


def _last_call(title: str, submit_by: date, value_after: date, *, missed: bool) -> str:
    if missed:
        return f"{title}: even submitted on {submit_by}, first value comes on {value_after}."
    return f"{title}: has to be submitted by {submit_by}, or first value moves to {value_after}."


def _reasons(reasons: tuple[str, ...]) -> str:
    return f" ({'; '.join(' '.join(reason.split()) for reason in reasons)})" if reasons else ""


def _show_steps(found: "Timeline") -> None:
    for step in sorted(found.steps, key=lambda step: (step.done_on or step.ends, step.ref)):
        console.out(f"{step.done_on or step.ends}  {_mark(step)} {step.title}{_room(step)}", indent=2)


def _mark(step: "TimelineStep") -> str:
    if step.done_on:
        return "done    "
    return "LATE    " if step.late else "decides " if step.critical else "        "


def _room(step: "TimelineStep") -> str:
    due = f", due {step.due}" if step.due and step.due != (step.done_on or step.ends) else ""
    if step.done_on or step.slack is None or step.critical:
        return due
    return f"{due}, {step.slack} working {'day' if step.slack == 1 else 'days'} of room"


def _show_frame(found: "Timeline") -> None:
    if found.window:
        console.out(f"The window for first value: {found.window[0]} to {found.window[1]}.", indent=2)
    if found.clocks:
        told = f"Day {found.clocks.calendar} since the signature"
        if found.clocks.working != found.clocks.calendar:
            told += f"; day {found.clocks.working} of work, without the pauses"
        console.out(f"{told}.", indent=2)
    if found.governing:
        console.out(_governing(found), indent=2)


def _governing(found: "Timeline") -> str:
    frame = found.governing
    assert frame is not None  # noqa: S101 - asked before
    told = f"Notice can be given until {frame.opt_out}; expect the decision around {frame.decided_about}. "
    if frame.before_decided is None:
        return told + "Cannot tell whether first value comes before it."
    comes = "comes" if found.value_expected else "is planned to come"
    if frame.before_decided:
        return f"{told}First value {comes} before that."
    if frame.before_opt_out:
        return f"{told}First value {comes} only after that decision."
    return f"{told}First value {comes} after the customer can have left."

"""`csmkit train shadow`: calls that are watched, and calls held while the mentor watches."""

from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import Answers, AsOf, ColleagueName, Form, Json
from csmkit.errors import NotFound, Refused, WrongUsage

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from csmkit.cli.train.observing import Noted
    from csmkit.core.teammate import Shadowing, ShadowingWay, Teammate
    from csmkit.storage.record import Record


class NothingPlanned(Refused):
    """There is no call to write something down about."""


def shadow(
    name: ColleagueName,
    call: Annotated[
        str | None, typer.Option(metavar="KIND", help="Plan: the kind of call, such as kickoff.")
    ] = None,
    with_: Annotated[
        str | None,
        typer.Option("--with", metavar="NAME", help="Plan: who holds or watches it, if not the mentor."),
    ] = None,
    account: Annotated[
        str | None,
        typer.Option(metavar="ACCOUNT", help="Plan: which account.", autocompletion=here.complete_account),
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="Plan: the day.")] = None,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="Plan: the time of day, such as 14:30.")
    ] = None,
    reverse: Annotated[
        bool, typer.Option("--reverse", help="The colleague holds the call, and the mentor watches.")
    ] = False,
    record: Annotated[
        str | None,
        typer.Option(metavar="CALL", help="Write down what was seen in a planned call, again if need be."),
    ] = None,
    seen: Annotated[
        str | None, typer.Option(metavar="LINES", help="Record: lines that were seen, with commas.")
    ] = None,
    not_seen: Annotated[
        str | None, typer.Option(metavar="LINES", help="Record: lines that were not seen, with commas.")
    ] = None,
    coached: Annotated[str | None, typer.Option(help="Record: what was said in private meanwhile.")] = None,
    feedback: Annotated[str | None, typer.Option(help="Record: what was talked over afterwards.")] = None,
    next_: Annotated[
        str | None, typer.Option("--next", help="Record: what to do differently next time.")
    ] = None,
    held: Annotated[
        str | None, typer.Option(metavar="DATE", help="Record: the day it was, if not as planned.")
    ] = None,
    cancel: Annotated[
        str | None, typer.Option(metavar="CALL", help="Take a planned call off the list.")
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="Show the calls, and how many are still to come.")
    ] = False,
    form: Form = False,
    answers: Answers = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Plan a call to watch, or write down what was seen in one; alone, whichever comes next."""
    from csmkit.cli.train.observing import Noted
    from csmkit.storage.team import TEAM

    today = here.today(as_of)
    colleague = here.workspace().load(name, TEAM)
    if as_json and not list_:
        raise WrongUsage("--json belongs to --list.")
    noted = Noted(held, seen, not_seen, coached, feedback, next_)
    if list_:
        from csmkit.cli.train.calls import show_calls

        show_calls(colleague, today, as_json=as_json)
    elif cancel is not None:
        _cancel(colleague, cancel, today)
    elif any(word is not None for word in (call, with_, account, on, at)):
        if noted.says_something or record:
            raise WrongUsage("Plan a call first, and write down what was seen in it with a second command.")
        from csmkit.cli.train.planning import plan_from_words

        plan_from_words(colleague, _way(reverse=reverse), (call, with_, account, on, at), today)
    else:
        _next(colleague, record, noted, today, reverse=reverse, form=form, answers=answers)


def _way(*, reverse: bool) -> "ShadowingWay":
    return "reverse" if reverse else "shadowing"


def _next(
    colleague: "Record[Teammate]",
    record: str | None,
    noted: "Noted",
    today: "date",
    *,
    reverse: bool,
    form: bool,
    answers: "Path | None",
) -> None:
    """Write down what was seen in the call that was named or is due; where none is, plan one."""
    from csmkit.cli.train.observing import observe, observe_from_words
    from csmkit.cli.train.planning import plan
    from csmkit.training.shadow_log import open_calls, to_observe

    way = _way(reverse=reverse) if reverse else None
    call = _called(colleague.value, record) if record else to_observe(colleague.value, today, way)
    if noted.says_something:
        waiting = [one for one in open_calls(colleague.value) if way in (None, one.way)]
        call = call or next(iter(waiting), None)
        if call is None:
            raise NothingPlanned(
                f"No call of {colleague.value.name} is planned. Plan it first, even if it is over: "
                f"csmkit train shadow {colleague.name} --call sync --account ACCOUNT --on yesterday"
            )
        observe_from_words(colleague, call, noted, today)
    elif call is not None:
        observe(colleague, call, today, form=form, answers=answers)
    else:
        plan(colleague, _way(reverse=reverse), today, form=form, answers=answers)


def _called(colleague: "Teammate", name: str) -> "Shadowing":
    known = {call.id: call for call in colleague.shadowing}
    if name not in known:
        raise NotFound("call", name, known, "`csmkit train shadow NAME --list` shows them.")
    return known[name]


def _cancel(colleague: "Record[Teammate]", name: str, today: "date") -> None:
    from csmkit.cli import conflicts
    from csmkit.core.changes import Append, Remove
    from csmkit.core.fields import Plain
    from csmkit.storage.workspace import new_id

    call = _called(colleague.value, name)
    if call.held_on is not None:
        raise Refused(
            f"“{call.id}” was held on {call.held_on}; `csmkit train undo` takes back the last write."
        )
    told: dict[str, Plain] = {
        "id": new_id(),
        "on": today,
        "kind": "shadowing",
        "note": f"{call.id} called off",
    }
    changes = (Remove(("shadowing", call.id)), Append(("log",), told))
    saved = here.workspace().save(colleague, changes, did=f"train shadow --cancel {call.id}", today=today)
    console.out(f"Taken off: {call.id}.")
    conflicts.report(saved)

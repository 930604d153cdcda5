"""`csmkit train mentor`: who goes along with whom, and whether they have the time."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json

if TYPE_CHECKING:
    from csmkit.core.teammate import Teammate
    from csmkit.storage.record import Record
    from csmkit.training.mentoring import Candidate


def mentor(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="The colleague; without it, every mentor's load.")
    ] = None,
    with_: Annotated[
        str | None, typer.Option("--with", metavar="NAME", help="Who goes along with them from now on.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show every mentor's load; for one colleague, whom to ask and why, or say who it is."""
    from csmkit.errors import WrongUsage
    from csmkit.storage.team import TEAM

    today = here.today(as_of)
    if name is None:
        if with_ is not None:
            raise WrongUsage("Say whose mentor: csmkit train mentor NAME --with MENTOR")
        _loads(today, as_json=as_json)
        return
    record = here.workspace().load(name, TEAM)
    if with_ is not None:
        _pair(record, with_, today)
    else:
        _propose(record, today, as_json=as_json)


def _loads(today: date, *, as_json: bool) -> None:
    from csmkit.cli.train.team import read_team
    from csmkit.training.mentoring import loads

    playbook, team = here.library().shadowing(), read_team()
    found = loads(team.people, playbook, today)
    if as_json:
        console.as_json([plain(load) for load in found])
    elif not found:
        console.out("Nobody is anybody's mentor yet. csmkit train mentor NAME says whom to ask.")
    else:
        limit = playbook.mentors
        console.table(
            ("mentor", "goes along with", "calls", "hours", "too much"),
            [
                (
                    one.mentor,
                    ", ".join(one.trainees) or "–",
                    str(one.calls),
                    one.hours,
                    "; ".join(one.over) or "–",
                )
                for one in found
            ],
        )
        most = f"{limit.trainees} colleagues and {limit.hours} hours at most"
        console.out(f"Calls and hours of the next {limit.days} days; {most}.")
    team.stop_if_unreadable()


def plain(load: Any) -> dict[str, Any]:  # noqa: ANN401 - a Load, whose module is loaded late
    """A mentor's load for a program."""
    return {
        "mentor": load.mentor,
        "trainees": list(load.trainees),
        "calls": load.calls,
        "minutes": load.minutes,
        "over": list(load.over),
    }


def proposed(colleague: "Teammate", today: date) -> "tuple[Candidate, ...]":
    """Whom to ask, the best first."""
    from csmkit.cli.book import read_book
    from csmkit.cli.train.team import read_team
    from csmkit.training.mentoring import candidates

    entries = [e for e in read_book().entries if e.csm and e.account.contract.churned_on is None]
    ahead = [e for e in entries if e.account.kickoff.on and e.account.kickoff.on >= today]
    accounts, kickoffs = Counter(str(e.csm) for e in entries), Counter(str(e.csm) for e in ahead)
    return candidates(colleague, read_team().people, here.library().shadowing(), accounts, kickoffs, today)


def _propose(record: "Record[Teammate]", today: date, *, as_json: bool) -> None:
    found = proposed(record.value, today)
    if as_json:
        told = [{"name": one.name, "reasons": list(one.reasons)} for one in found]
        console.as_json({"colleague": record.name, "mentor": record.value.mentor, "candidates": told})
        return
    console.out(f"{record.value.name}: {record.value.mentor or 'nobody'} goes along with them.", style="bold")
    for one in found:
        console.out(f"{one.name}: {'; '.join(one.reasons)}", indent=2)
    if found:
        import shlex

        console.out(
            f"csmkit train mentor {record.name} --with {shlex.quote(found[0].name)}", indent=4, style="cyan"
        )
    else:
        console.out('There is nobody else to ask yet. csmkit train add "Full Name"', indent=2)


def _pair(record: "Record[Teammate]", typed: str, today: date) -> None:
    from csmkit.cli import conflicts
    from csmkit.cli.train.team import read_team
    from csmkit.core.changes import Append, Set
    from csmkit.errors import Refused
    from csmkit.storage.team import TEAM
    from csmkit.storage.workspace import new_id
    from csmkit.training.mentoring import load_of

    other = here.workspace().load(typed, TEAM).value.name
    if other == record.value.name:
        raise Refused("Nobody is their own mentor. Nothing was changed.")
    entry = Append(("log",), {"id": new_id(), "on": today, "kind": "mentor", "note": f"{other} goes along"})
    saved = here.workspace().save(record, (Set(("mentor",), other), entry), did="train mentor", today=today)
    console.out(f"Saved {saved.record.shown}: {other} goes along with {record.value.name}.")
    for over in load_of(other, read_team().people, here.library().shadowing(), today).over:
        console.note(f"{other} has taken on much: {over}.", style="yellow")
    console.note(f"Next: csmkit train shadow {record.name}", style="dim")
    conflicts.report(saved)

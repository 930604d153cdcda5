"""`csmkit train roleplay`: rehearse a hard conversation, alone or with a colleague."""

import shlex
from typing import Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import Answers, AsOf, Form, Json
from csmkit.errors import WrongUsage


class NoScenario(WrongUsage):
    """A role-play has to be named."""


def roleplay(
    scenario: Annotated[
        str | None, typer.Argument(metavar="SCENARIO", help="The role-play, as --list shows it.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the role-plays.")] = False,
    who: Annotated[
        str | None, typer.Option("--for", metavar="NAME", help="Who rehearses, if not you.")
    ] = None,
    form: Form = False,
    answers: Answers = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Rehearse a hard conversation: alone against the scenario, with a debrief at the end."""
    from csmkit.cli.sessions import need_a_person
    from csmkit.cli.train import debriefing, rehearsal_file, rehearse
    from csmkit.cli.train.trainee import trainee

    if list_:
        _list(as_json=as_json)
        return
    if scenario is None:
        raise NoScenario("Name a role-play; `csmkit train roleplay --list` shows them.")
    definition = here.library().roleplay(scenario)
    command = f"csmkit train roleplay {scenario}" + (f" --for {shlex.quote(who)}" if who else "")
    if form:
        rehearsal_file.print_form(scenario, definition, command)
        return
    if answers is None:
        need_a_person(command)
    run = rehearse.Run(here.workspace(), trainee(who), scenario, definition, here.today(as_of), command)
    told = rehearsal_file.take_file(run, answers) if answers else rehearse.hold(run)
    if as_json:
        console.as_json(debriefing.as_plain(told, scenario))
        return
    debriefing.show_debrief(told, definition)


def _list(*, as_json: bool) -> None:
    library = here.library()
    found = {name: library.roleplay(name) for name in library.names("roleplay")}
    if as_json:
        console.as_json(
            [
                {
                    "name": name,
                    "title": one.title,
                    "minutes": one.minutes,
                    "mock_kickoff": one.mock_kickoff,
                    "competencies": list(dict.fromkeys(line.competency for line in one.rubric)),
                }
                for name, one in found.items()
            ]
        )
        return
    console.table(
        ("name", "what it is", "minutes"),
        [(name, one.title, str(one.minutes)) for name, one in found.items()],
    )

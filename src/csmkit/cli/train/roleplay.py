"""`csmkit train roleplay`: rehearse a hard conversation, alone or with a colleague."""

import shlex
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import Answers, AsOf, Form, Json
from csmkit.errors import WrongUsage

if TYPE_CHECKING:
    from csmkit.cli.train.asked import Asked
    from csmkit.core.teammate import Teammate
    from csmkit.storage.record import Record


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
    with_: Annotated[
        str | None, typer.Option("--with", metavar="NAME", help="The colleague who plays the customer.")
    ] = None,
    observer: Annotated[
        str | None,
        typer.Option("--observer", metavar="NAME", help="Who watches and scores, if not who plays."),
    ] = None,
    account: Annotated[
        str | None,
        typer.Option("--account", metavar="ACCOUNT", help="A mock kickoff on the agenda of this account."),
    ] = None,
    review: Annotated[bool, typer.Option("--review", help="Your own review, with the recording.")] = False,
    scores: Annotated[bool, typer.Option("--scores", help="The scores so far, by competency.")] = False,
    form: Form = False,
    answers: Answers = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Rehearse a hard conversation: alone, or with a colleague who plays the customer."""
    from csmkit.cli.train import paired, roleplay_shown
    from csmkit.cli.train.asked import Asked
    from csmkit.cli.train.team import full_name
    from csmkit.cli.train.trainee import colleague, trainee
    from csmkit.training.observing import Pairing

    if list_:
        roleplay_shown.show_list(as_json=as_json)
        return
    if scores:
        roleplay_shown.show_scores(who, scenario, as_json=as_json)
        return
    if scenario is None:
        raise NoScenario("Name a role-play; `csmkit train roleplay --list` shows them.")
    if with_ is None and (observer or account):
        raise NoScenario("Say who plays the customer: --with NAME. Alone there is nobody to observe.")
    options = {"--for": who, "--with": with_, "--observer": observer, "--account": account}
    command = _typed(scenario, options, review=review)
    definition, day = here.library().roleplay(scenario), here.today(as_of)
    asked = Asked(scenario, definition, who, day, command, form, answers)
    if review:
        paired.hold_review(colleague(who), asked)
    elif with_ is not None:
        chosen = paired.account_named(account, definition)
        player, watching = full_name(with_), full_name(observer or with_)
        paired.hold_with(trainee(who), Pairing(scenario, definition, player, watching, chosen), asked)
    else:
        _alone(asked, as_json=as_json)


def _typed(scenario: str, options: dict[str, str | None], *, review: bool) -> str:
    """The command as it was typed, to go on with."""
    named = [f"{option} {shlex.quote(value)}" for option, value in options.items() if value is not None]
    return " ".join(["csmkit train roleplay", scenario, *named, *(["--review"] if review else [])])


def _alone(asked: "Asked", *, as_json: bool) -> None:
    from csmkit.cli.sessions import need_a_person
    from csmkit.cli.train import debriefing, rehearsal_file, rehearse
    from csmkit.cli.train.trainee import trainee

    if asked.form:
        rehearsal_file.print_form(asked.name, asked.scenario, asked.command)
        return
    if asked.answers is None:
        need_a_person(asked.command)
    run = rehearse.Run(
        here.workspace(), trainee(asked.who), asked.name, asked.scenario, asked.today, asked.command
    )
    told = rehearsal_file.take_file(run, asked.answers) if asked.answers else rehearse.hold(run)
    if as_json:
        console.as_json(debriefing.as_plain(told, asked.name))
        return
    debriefing.show_debrief(told, asked.scenario)
    console.note(f"What comes next: {_next(run.record, asked.today)}", style="dim")


def _next(record: "Record[Teammate]", today: date) -> str:
    from csmkit.training.mentoring import is_ramping

    if is_ramping(record.value, today):
        return f"csmkit train ramp {record.name}"
    return f"csmkit train roleplay --scores --for {record.name}"

"""`csmkit train roleplay`: rehearse a hard conversation, alone or with a colleague."""

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import Answers, AsOf, Form, Json
from csmkit.errors import WrongUsage

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from csmkit.core.roleplay import Scenario


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
    from csmkit.cli.train import roleplay_shown

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
    definition, day = here.library().roleplay(scenario), here.today(as_of)
    options = {"--for": who, "--with": with_, "--observer": observer, "--account": account}
    command = _typed(scenario, options, review=review)
    if review:
        _review(scenario, who, command, day, form=form, answers=answers)
    elif with_ is not None:
        _with_a_colleague(scenario, options, command, day, form=form, answers=answers)
    else:
        _alone(scenario, definition, who, command, day, form=form, answers=answers, as_json=as_json)


def _typed(scenario: str, options: dict[str, str | None], *, review: bool) -> str:
    """The command as it was typed, to go on with."""
    named = [f"{option} {shlex.quote(value)}" for option, value in options.items() if value is not None]
    return " ".join(["csmkit train roleplay", scenario, *named, *(["--review"] if review else [])])


def _alone(
    name: str,
    definition: "Scenario",
    who: str | None,
    command: str,
    day: "date",
    *,
    form: bool,
    answers: "Path | None",
    as_json: bool,
) -> None:
    from csmkit.cli.sessions import need_a_person
    from csmkit.cli.train import debriefing, rehearsal_file, rehearse
    from csmkit.cli.train.trainee import trainee

    if form:
        rehearsal_file.print_form(name, definition, command)
        return
    if answers is None:
        need_a_person(command)
    run = rehearse.Run(here.workspace(), trainee(who), name, definition, day, command)
    told = rehearsal_file.take_file(run, answers) if answers else rehearse.hold(run)
    if as_json:
        console.as_json(debriefing.as_plain(told, name))
        return
    debriefing.show_debrief(told, definition)


def _with_a_colleague(
    name: str,
    options: dict[str, str | None],
    command: str,
    day: "date",
    *,
    form: bool,
    answers: "Path | None",
) -> None:
    from csmkit.cli.sessions import need_a_person
    from csmkit.cli.train import paired
    from csmkit.cli.train.trainee import trainee
    from csmkit.training.observing import Pairing

    definition = here.library().roleplay(name)
    player = str(options["--with"])
    account = paired.account_named(options["--account"], definition)
    pairing = Pairing(name, definition, player, options["--observer"] or player, account)
    record = trainee(options["--for"])
    if not form and answers is None and not here.can_ask():
        paired.write_papers(record, pairing)
        need_a_person(command)
    paired.hold_with(record, pairing, paired.Asked(day, command, form, answers))


def _review(
    name: str, who: str | None, command: str, day: "date", *, form: bool, answers: "Path | None"
) -> None:
    from csmkit.cli.train import paired
    from csmkit.cli.train.trainee import trainee

    asked = paired.Asked(day, command, form, answers)
    paired.hold_review(trainee(who), name, here.library().roleplay(name), asked)

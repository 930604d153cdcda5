"""`csmkit account add`: a new account with the milestones of its journey."""

from typing import Annotated, Any

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf


def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The customer's name.")],
    signed_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="When the contract was signed.")
    ] = None,
    journey: Annotated[str | None, typer.Option(help="high-touch, mid-touch, low-touch or your own.")] = None,
    arr: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="Yearly revenue, such as 120k; proposes the journey.")
    ] = None,
    complexity: Annotated[str | None, typer.Option(help="simple, typical or deep.")] = None,
    renews_on: Annotated[str | None, typer.Option(metavar="DATE", help="When the contract renews.")] = None,
    country: Annotated[str | None, typer.Option(help="Two letters, such as DE.")] = None,
    time_zone: Annotated[str | None, typer.Option(help="Such as Europe/Berlin; without it, yours.")] = None,
    segment: Annotated[str | None, typer.Option(help="Your own segment.")] = None,
    csm: Annotated[str | None, typer.Option(help="The CSM, if not you.")] = None,
    ae: Annotated[str | None, typer.Option(help="The account executive who sold it.")] = None,
    in_flight: Annotated[
        bool,
        typer.Option("--in-flight", help="It is under way already; what passed before today is no alarm."),
    ] = False,
    as_of: AsOf = None,
) -> None:
    """Add an account; without --journey the workspace's thresholds propose one."""
    from csmkit.core.new_account import NewAccount, as_yaml
    from csmkit.core.settings import proposed_journey
    from csmkit.storage.library import Library
    from csmkit.storage.workspace import new_id

    today = here.today(as_of)
    workspace = here.workspace()
    settings = workspace.settings
    revenue = _amount(arr)
    proposed, why = proposed_journey(settings, revenue)
    chosen = Library(workspace.root).journey(journey or proposed)
    asked = NewAccount(
        id=new_id(),
        name=name,
        journey=journey or proposed,
        added_on=today,
        signed_on=_day(signed_on, today, "--signed-on"),
        renews_on=_day(renews_on, today, "--renews-on"),
        arr=revenue,
        currency=settings.currency if revenue is not None else None,
        complexity=complexity,
        country=country,
        segment=segment,
        time_zone=time_zone or settings.time_zone,
        csm=csm or (settings.csm.name if settings.csm else None),
        csm_email=settings.csm.email if settings.csm and csm in (None, settings.csm.name) else None,
        account_executive=ae,
        in_flight=in_flight,
    )
    record = workspace.add(name, as_yaml(asked, chosen))
    console.out(f"Added accounts/{record.name}/account.yaml, journey {record.account.journey}.")
    if journey is None:
        console.note(
            f"Journey {proposed} was proposed because {why}; change it in the file if it does not fit."
        )
    if signed_on is None:
        console.note("Without a signature date no deadline can be told; fill contract.signed_on in the file.")
    console.note(f"Next: csmkit handoff {record.name}", style="dim")


def _amount(text: str | None) -> Any:  # noqa: ANN401 - a Decimal or None
    from datetime import date

    from csmkit.core.answers import InvalidAnswer, Setting, read_answer
    from csmkit.core.playbook import Question
    from csmkit.errors import WrongUsage

    if text is None:
        return None
    try:
        return read_answer(Question(id="arr", type="money", ask="-"), text, Setting(date.min))
    except InvalidAnswer as error:
        raise WrongUsage(f"--arr {error}.") from None


def _day(text: str | None, today: Any, option: str) -> Any:  # noqa: ANN401 - dates
    return None if text is None else here.day_option(text, today, option)

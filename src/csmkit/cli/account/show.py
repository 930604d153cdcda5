"""`csmkit account show`: one screen that a manager reads in a minute, or the account's story."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AccountName, AsOf, Json

if TYPE_CHECKING:
    from csmkit.storage.record import Record


def show(
    account: AccountName,
    story: Annotated[
        bool, typer.Option("--story", help="Tell what happened, oldest first, from the log.")
    ] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show an account on one screen."""
    from csmkit.core.audience import internal_values

    record = here.workspace().load(account)
    day = here.today(as_of)
    if story:
        _tell(record, day, as_json=as_json)
    elif as_json:
        console.as_json(internal_values(record.account))
    else:
        _show(record, day)


def _show(record: "Record", day: date) -> None:
    from csmkit.cli.next import step_of
    from csmkit.cli.paper import outgrown
    from csmkit.cli.success import signed_definition
    from csmkit.cli.today import plays_in_reach
    from csmkit.core.desk import desk
    from csmkit.core.overview import overview
    from csmkit.core.successful_onboarding.verdict import verdict

    journey = here.library().journey(record.account.journey)
    definition = signed_definition()
    success = verdict(record.account, journey, definition, day) if definition else None
    items = desk(record.account, record.name, journey, day, outgrown(record), plays_in_reach())
    for heading, lines in overview(record.account, journey, step_of(record, day), items, day, success):
        console.out(heading, style="bold")
        for line in lines:
            console.out(line, indent=2)


def _tell(record: "Record", day: date, *, as_json: bool) -> None:
    from csmkit.core.story import story

    chapters = story(record.account, day)
    if as_json:
        console.as_json([one._asdict() for one in chapters])
        return
    console.out(record.account.name, style="bold")
    for one in chapters:
        number = "" if one.day is None else f" · day {one.day}"
        console.out(f"{one.on}{number} · {one.text}", indent=2)
    if not chapters:
        console.out(f"Nothing is logged yet. csmkit log {record.name} sync WHO", indent=2)

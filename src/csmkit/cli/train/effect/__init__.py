"""`csmkit train effect`: did the training work?"""

from pathlib import Path
from typing import Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json

HORIZON = 90


def effect(
    horizon: Annotated[
        int,
        typer.Option(metavar="DAYS", min=1, max=36_500, help="The day by which first value is asked for."),
    ] = HORIZON,
    certification: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this certification counts; without it, any.")
    ] = None,
    csat: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="CSV of how content customers are: account, on, score."),
    ] = None,
    nrr: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV of revenue: account, start_arr, end_arr.")
    ] = None,
    dates: Annotated[
        list[str] | None,
        typer.Option(metavar="ORDER", help="With --csat: day-first or month-first."),
    ] = None,
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="Go on without the rows of the files that have faults.")
    ] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Whether training worked: accounts of certified CSMs and others."""
    from csmkit.cli.book import read_book
    from csmkit.cli.train.effect import plain, shown, sources
    from csmkit.cli.train.team import read_team

    day = here.today(as_of)
    book, team = read_book(), read_team()
    for problem in team.unreadable:
        console.error(str(problem))
    tables = sources.Tables(csat, nrr, tuple(dates or ()), leave_out)
    told = sources.told(sources.Question(day, horizon, certification), book, team.people, tables)
    if as_json:
        console.as_json(plain.as_plain(told))
    else:
        shown.show(told)
    book.stop_if_unreadable()
    if team.unreadable:
        raise typer.Exit(1)

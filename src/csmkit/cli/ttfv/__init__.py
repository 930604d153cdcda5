"""`csmkit ttfv`: how long until customers get value, over a table or over the workspace."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json
from csmkit.errors import WrongUsage

if TYPE_CHECKING:
    from csmkit.cli.ttfv.sources import Told

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def ttfv(
    table: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A CSV table instead of the workspace.")
    ] = None,
    horizon: Annotated[
        list[int] | None,
        typer.Option(metavar="DAYS", min=1, max=36_500, help="Tell this day; may be given several times."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            help="By journey, segment, csm, ae, quarter, country or maturity; a table by quarter or column."
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only accounts that started on this day or later.")
    ] = None,
    event: Annotated[
        str | None,
        typer.Option(help="first-value, first-meeting, sponsor-call or the id of a milestone."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --from: the table's own column names, in YAML.")
    ] = None,
    dates: Annotated[
        list[str] | None,
        typer.Option(metavar="ORDER", help="With --from: day-first or month-first; COLUMN=ORDER for one."),
    ] = None,
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="With --from: go on without the rows that have faults.")
    ] = False,
    forecast: Annotated[
        bool,
        typer.Option(
            "--forecast", help="Instead: each account that waits, and its chance by the planned day."
        ),
    ] = False,
    landmark: Annotated[
        int | None,
        typer.Option(
            metavar="DAY",
            min=1,
            max=36_500,
            help="Instead: who stays, with first value by this day or without.",
        ),
    ] = None,
    as_of: AsOf = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the shares by day as CSV.")] = False,
    as_json: Json = False,
) -> None:
    """Time to first value, with accounts that wait and accounts that left counted too."""
    from csmkit.book.ttfv import HORIZONS
    from csmkit.cli.ttfv import sources

    if as_csv and as_json:
        raise WrongUsage("--csv and --json are two ways to print; choose one.")
    day = here.today(as_of)
    if forecast:
        from csmkit.cli.ttfv.forecast import show_forecast

        _only("without --forecast", **{"from": table}, horizon=horizon, by=by, since=since, event=event)
        _only("without --forecast", landmark=landmark, csv=as_csv)
        show_forecast(day, as_json=as_json)
        return
    if landmark:
        _only("without --landmark", by=by, event=event, csv=as_csv)
    first = here.day_option(since, day, "--since") if since else None
    asked = sources.Question(day, tuple(sorted(set(horizon or HORIZONS))), by, first, event or "first-value")
    if table:
        _only("without --from", event=event)
        found = sources.of_table(asked, table, mapping, dates or [], leave_out=leave_out)
    else:
        _only("with --from", mapping=mapping, dates=dates, leave_out=leave_out)
        found = sources.of_workspace(asked)
    if landmark:
        from csmkit.cli.ttfv.landmark import show_landmark

        show_landmark(asked, found, landmark, horizon or (), as_json=as_json)
    else:
        told = sources.told(asked, found)
        _show(told, as_csv=as_csv, as_json=as_json)
    for problem in found.unreadable:
        console.error(problem)
    if found.unreadable:
        raise typer.Exit(1)


def _show(told: "Told", *, as_csv: bool, as_json: bool) -> None:
    from csmkit.cli.ttfv import plain, shown

    if as_json:
        console.as_json(plain.as_plain(told))
    elif as_csv:
        console.raw(plain.as_table(told))
    else:
        shown.show(told)


def _only(where: str, **given: object) -> None:
    for name, value in given.items():
        if value:
            raise WrongUsage(f"--{name.replace('_', '-')} works {where} only.")

"""`csmkit cadence`: keep the meeting rhythm or drop it, on evidence."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from csmkit.cli import console, here, paper
from csmkit.cli.here import AccountName, AsOf, Json, complete_account
from csmkit.errors import BadFile

if TYPE_CHECKING:
    from csmkit.core.cadence import Verdict
    from csmkit.storage.record import Record

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)

_MARKS = {True: "+", False: "-", None: "?"}


@app.callback()
def cadence() -> None:
    """The meeting rhythm drops on evidence; day 90 is not a reason."""


@app.command()
def check(
    accounts: Annotated[
        list[str] | None, typer.Argument(metavar="ACCOUNT", autocompletion=complete_account)
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Keep or drop, with the reasons; without a name, for every account."""
    day = here.today(as_of)
    workspace = here.workspace()
    verdicts, unreadable = [], []
    for name in accounts or workspace.names():
        try:
            verdicts.append(_verdict(workspace.load(name), day))
        except BadFile as error:
            unreadable.append(str(error))
    if as_json:
        console.as_json([_plain(record, verdict, day) for record, verdict in verdicts])
    for record, verdict in verdicts if not as_json else ():
        _show(record, verdict)
    for problem in unreadable:
        console.error(problem)
    if unreadable:
        raise typer.Exit(1)


@app.command()
def render(account: AccountName, as_of: AsOf = None) -> None:
    """Write the verdict to cadence-verdict.md, for our own team."""
    from csmkit.documents.values import cadence_verdict_document
    from csmkit.storage.library import Library

    workspace = here.workspace()
    record, verdict = _verdict(workspace.load(account), here.today(as_of))
    folders = Library(workspace.root).folders("templates")
    plain = _plain(record, verdict, here.today(as_of))
    text = cadence_verdict_document(record.account, plain, folders, compiled=here.compiled_templates())
    paper.show(paper.publish(record, "cadence-verdict", text))


def _verdict(record: "Record", day: date) -> "tuple[Record, Verdict]":
    from csmkit.core.cadence import cadence_verdict

    journey = here.library().journey(record.account.journey)
    return record, cadence_verdict(record.account, journey, day)


def _plain(record: "Record", verdict: "Verdict", day: date) -> dict[str, Any]:
    return {
        "account": record.name,
        "as_of": day,
        "decision": verdict.decision,
        "rhythm": verdict.now,
        "then": verdict.then,
        "told": verdict.told,
        "of": len(verdict.reasons),
        "reasons": [{"holds": reason.holds, "text": reason.text} for reason in verdict.reasons],
    }


def _show(record: "Record", verdict: "Verdict") -> None:
    decision = {"keep": "keep", "drop": f"drop to {verdict.then}", "cannot tell": "cannot tell yet"}[
        verdict.decision
    ]
    console.out(f"{record.account.name}: {decision}", style="bold")
    now = verdict.now or "not recorded"
    console.out(
        f"Rhythm now: {now}. {verdict.told} of {len(verdict.reasons)} checks could be made.", indent=2
    )
    for reason in verdict.reasons:
        console.out(f"{_MARKS[reason.holds]} {reason.text}", indent=2)

"""`csmkit check`: every family of rules at once."""

import typer

from csmkit.cli import findings, here
from csmkit.cli.here import AccountName, AsOf, Json
from csmkit.cli.plan.check import Format

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def check(account: AccountName, format_: Format = "text", as_of: AsOf = None, as_json: Json = False) -> None:
    """Ask every rule about an account: handoff, plan, kickoff and cadence."""
    from csmkit.core.checks import FAMILIES

    record = here.workspace().load(account)
    looked = findings.look(record, FAMILIES, here.today(as_of))
    findings.show(looked, "json" if as_json else format_)

"""`csmkit plan check`: what keeps the success plan from senior quality."""

from typing import Annotated, Literal

import typer

from csmkit.cli import findings, here
from csmkit.cli.here import AccountName, AsOf, Json

Format = Annotated[
    Literal["text", "markdown"], typer.Option("--format", help="text, or markdown for a comment in a review.")
]
FAMILIES = ("handoff", "plan")


def check(account: AccountName, format_: Format = "text", as_of: AsOf = None, as_json: Json = False) -> None:
    """Check the plan and the handoff it stands on; exit code 1 when anything has to be mended."""
    record = here.workspace().load(account)
    looked = findings.look(record, FAMILIES, here.today(as_of))
    findings.show(looked, "json" if as_json else format_)

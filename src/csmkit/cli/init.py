"""`csmkit init`: a workspace."""

from pathlib import Path
from typing import Annotated

import typer

from csmkit.cli import console
from csmkit.errors import WrongUsage

app = typer.Typer(rich_markup_mode=None)

CONFIG = """\
# yaml-language-server: $schema=.csmkit/schemas/workspace.json
# Who you are, and which journey a new account is proposed.
schema: csmkit/workspace@1
{csm}
time_zone: {time_zone}
{currency}

# The first threshold that the contract's yearly revenue reaches decides; a person confirms.
default_journey: low-touch
journey_thresholds:
  - {{journey: high-touch, arr_at_least: 100000}}
  - {{journey: mid-touch, arr_at_least: 20000}}

# What messages tell all customers alike. A message that needs one of these says so.
programme: {{}}
#  start_guide: https://help.example.com/start
#  help_pages: https://help.example.com
#  community: https://community.example.com
#  office_hours: Tuesdays and Thursdays, 15:00 to 16:00 UTC
#  office_hours_link: https://meet.example.com/office-hours
#  webinar: Wednesday 9 December, 16:00 UTC
#  webinar_link: https://meet.example.com/start

# true: opinions about people live in account.private.yaml, which .gitignore names.
private_records: false
"""


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where; without it, here.")] = Path(),
    csm: Annotated[str | None, typer.Option(help="Your name.")] = None,
    email: Annotated[str | None, typer.Option(help="Your work address.")] = None,
    time_zone: Annotated[str, typer.Option(help="Such as Europe/Berlin.")] = "UTC",
    currency: Annotated[
        str | None, typer.Option(metavar="LETTERS", help="Of amounts that name none, such as EUR.")
    ] = None,
) -> None:
    """Make a workspace: one folder for your book of accounts."""
    from csmkit.storage.workspace import make_workspace

    if currency is not None and not (len(currency) == len("EUR") and currency.isalpha()):
        raise WrongUsage("--currency wants three letters, such as EUR.")
    workspace = make_workspace(folder, config_text(csm, email, time_zone, currency))
    write_schemas(workspace.own_folder("schemas"))
    console.out(f"Made a workspace in {folder.resolve()}.")
    console.note('Next: csmkit account add "Customer Name" --signed-on 2026-09-01', style="dim")
    if csm is None:
        console.note("Your name goes into csmkit.yaml; documents will show it.", style="dim")


def write_schemas(folder: Path) -> None:
    """The JSON Schemas, so that an editor completes and explains the keys of every file."""
    import json

    from csmkit.storage import atomic
    from csmkit.storage.schemas import json_schemas

    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in json_schemas().items():
        atomic.replace(folder / f"{name}.json", (json.dumps(schema, indent=2) + "\n").encode(), mode=0o644)


def config_text(csm: str | None, email: str | None, time_zone: str, currency: str | None) -> str:
    """csmkit.yaml with its comments."""
    import json

    who = "# csm: {name: Your Name, email: you@example.com}"
    if csm:
        address = f", email: {json.dumps(email)}" if email else ""
        who = f"csm: {{name: {json.dumps(csm, ensure_ascii=False)}{address}}}"
    money = (
        f"currency: {json.dumps(currency.upper())}"
        if currency
        else "# currency: EUR  # of amounts that name none"
    )
    return CONFIG.format(csm=who, time_zone=json.dumps(time_zone), currency=money)

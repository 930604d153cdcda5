"""`csmkit ebr`: the executive business review."""

from typing import Annotated

import typer

from csmkit.cli import console, here, paper
from csmkit.cli.here import AccountName, AsOf
from csmkit.errors import Refused

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)


class NothingToShow(Refused):
    """A review would have no figure and no evidence."""


@app.callback()
def ebr() -> None:
    """The executive business review: the result, what shows it, and what has to be decided."""


@app.command()
def render(
    account: AccountName,
    minutes: Annotated[int, typer.Option(min=15, max=240, help="How long it takes.")] = 45,
    as_of: AsOf = None,
) -> None:
    """Write ebr-agenda.md for the customer; your own edits in it are kept."""
    from csmkit.documents.ebr import ebr_agenda_document

    record, day = here.workspace().load(account), here.today(as_of)
    folders, compiled = here.library().folders("templates"), here.compiled_templates()
    text = ebr_agenda_document(record.account, folders, day, minutes, compiled=compiled)
    if text is None:
        raise NothingToShow(
            "No ebr-agenda.md: there is no reading of the figure and no evidence yet, and a review without "
            f"either is a status meeting. Log one first: csmkit log {record.name} reading NUMBER "
            f'--source "…", or csmkit log {record.name} met MILESTONE --evidence "…"'
        )
    paper.show(paper.publish(record, "ebr-agenda", text))
    console.note(f"To invite them: csmkit email render {record.name} ebr-invitation", style="dim")

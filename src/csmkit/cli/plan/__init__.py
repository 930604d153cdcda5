"""`csmkit plan`: the success plan, one file per command."""

import typer

from csmkit.cli.plan.check import check
from csmkit.cli.plan.diff import diff
from csmkit.cli.plan.draft import draft
from csmkit.cli.plan.render import render
from csmkit.cli.plan.review import review
from csmkit.cli.plan.timeline import timeline

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)


@app.callback()
def plan() -> None:
    """The success plan: the document the relationship runs on."""


for command in (draft, check, render, diff, review, timeline):
    app.command()(command)

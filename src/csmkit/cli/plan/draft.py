"""`csmkit plan draft`: the interview that fills what the plan still lacks."""

from dataclasses import replace
from typing import Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AccountName, Answers, AsOf, Form

With = Annotated[str | None, typer.Option("--with", metavar="NAME", help="Whom you hold it with.")]


def draft(
    account: AccountName,
    all_: Annotated[bool, typer.Option("--all", help="Ask what is known as well, to change it.")] = False,
    form: Form = False,
    answers: Answers = None,
    with_: With = None,
    as_of: AsOf = None,
) -> None:
    """Ask what the plan lacks after handoff and assessment, with proposals in this customer's terms."""
    from csmkit.cli.interviews import sitting, taken
    from csmkit.cli.plan.timeline import timeline_of
    from csmkit.core.plan_draft import draft_changes, proposed

    record, day = here.workspace().load(account), here.today(as_of)
    journey = here.library().journey(record.account.journey)
    command = f"csmkit plan draft {record.name}" + (" --all" if all_ else "")
    held = sitting(record, journey.draft, day, command, with_, all_=all_)
    offered = proposed(record.account, journey, held.definition, timeline_of(record, day))
    held = replace(
        held, proposed=offered, changes_of=lambda said, sitting: draft_changes(said, sitting, journey)
    )
    if taken(held, form=form, answers=answers) is not None:
        console.note(f"Next: csmkit plan check {record.name}   then: csmkit plan render {record.name}")

"""`csmkit plan draft`: the interview that fills what the plan still lacks."""

from pathlib import Path
from typing import Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AccountName, AsOf

Form = Annotated[bool, typer.Option("--form", help="Print a blank form to fill in, and ask nothing.")]
Answers = Annotated[Path | None, typer.Option(metavar="FILE", help="Record a filled form.")]
With = Annotated[str | None, typer.Option("--with", metavar="NAME", help="Whom you hold it with.")]


def draft(
    account: AccountName, form: Form = False, answers: Answers = None, with_: With = None, as_of: AsOf = None
) -> None:
    """Ask what the plan lacks after handoff and assessment, with proposals in this customer's terms."""
    from csmkit.cli.interviews import taken
    from csmkit.cli.plan.timeline import timeline_of
    from csmkit.cli.sessions import Held
    from csmkit.core.plan_draft import proposed

    workspace, day = here.workspace(), here.today(as_of)
    record, library = workspace.load(account), here.library()
    journey = library.journey(record.account.journey)
    interview = library.interview(journey.draft)
    held = Held(
        workspace,
        record,
        journey.draft,
        interview,
        tuple(session.id for session in interview.sessions),
        day,
        f"csmkit plan draft {record.name}",
        with_,
        proposed=proposed(record.account, journey, interview, timeline_of(record, day)),
    )
    if taken(held, form=form, answers=answers) is not None:
        console.note(f"Next: csmkit plan check {record.name}   then: csmkit plan render {record.name}")

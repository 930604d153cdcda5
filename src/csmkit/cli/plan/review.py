"""`csmkit plan review`: what the customer changed in the plan, and who agreed."""

from csmkit.cli import console, here
from csmkit.cli.here import AccountName, AsOf
from csmkit.cli.plan.draft import Answers, Form, With


def review(
    account: AccountName, form: Form = False, answers: Answers = None, with_: With = None, as_of: AsOf = None
) -> None:
    """Enter what the customer changed after reading the plan, and who agreed to it on which day."""
    from csmkit.cli.interviews import taken
    from csmkit.cli.sessions import Held
    from csmkit.core.plan_review import review_changes

    workspace, library = here.workspace(), here.library()
    record = workspace.load(account)
    name = library.journey(record.account.journey).review
    interview = library.interview(name)
    held = Held(
        workspace,
        record,
        name,
        interview,
        tuple(session.id for session in interview.sessions),
        here.today(as_of),
        f"csmkit plan review {record.name}",
        with_,
        changes_of=review_changes,
    )
    if taken(held, form=form, answers=answers) is not None:
        console.note(f"Next: csmkit plan render {record.name}")

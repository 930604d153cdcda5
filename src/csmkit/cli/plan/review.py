"""`csmkit plan review`: what the customer changed in the plan, and who agreed."""

from dataclasses import replace

from csmkit.cli import console, here
from csmkit.cli.here import AccountName, Answers, AsOf, Form
from csmkit.cli.plan.draft import With


def review(
    account: AccountName, form: Form = False, answers: Answers = None, with_: With = None, as_of: AsOf = None
) -> None:
    """Enter what the customer changed after reading the plan, and who agreed to it on which day."""
    from csmkit.cli.interviews import sitting, taken
    from csmkit.core.plan_review import review_changes

    record = here.workspace().load(account)
    name = here.library().journey(record.account.journey).review
    command = f"csmkit plan review {record.name}"
    held = sitting(record, name, here.today(as_of), command, with_)
    if taken(replace(held, changes_of=review_changes), form=form, answers=answers) is not None:
        console.note(f"Next: csmkit plan render {record.name}")

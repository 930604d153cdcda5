"""`csmkit plan render`: the success plan in Markdown, for the customer."""

from csmkit.cli import here, paper
from csmkit.cli.here import AccountName


def render(account: AccountName) -> None:
    """Render success-plan.md for the customer; your own edits in it are kept."""
    from csmkit.documents.values import success_plan_document
    from csmkit.storage.library import Library

    workspace = here.workspace()
    record = workspace.load(account)
    library = Library(workspace.root)
    journey = library.journey(record.account.journey)
    checkpoints = tuple(milestone.day for milestone in journey.milestones)
    text = success_plan_document(
        record.account,
        library.folders("templates"),
        checkpoints,
        short=journey.touch == "low",
        compiled=here.compiled_templates(),
    )
    paper.show(paper.publish(record, "success-plan", text))

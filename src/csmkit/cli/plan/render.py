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
    checkpoints = tuple(milestone.day for milestone in library.journey(record.account.journey).milestones)
    folders, compiled = library.folders("templates"), here.compiled_templates()
    text = success_plan_document(record.account, folders, checkpoints, compiled=compiled)
    paper.show(paper.publish(record, "success-plan", text))

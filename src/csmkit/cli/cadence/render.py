"""`csmkit cadence render`: the verdict as a document for our own team."""

from csmkit.cli import here, paper
from csmkit.cli.cadence.verdict import decided_on, plain
from csmkit.cli.here import AccountName, AsOf


def render(account: AccountName, as_of: AsOf = None) -> None:
    """Write the verdict to cadence-verdict.md, for our own team."""
    from csmkit.documents.values import cadence_verdict_document
    from csmkit.storage.library import Library

    workspace = here.workspace()
    decided = decided_on(workspace.load(account), here.today(as_of))
    folders = Library(workspace.root).folders("templates")
    told, compiled = plain(decided), here.compiled_templates()
    text = cadence_verdict_document(decided.record.account, told, folders, compiled=compiled)
    paper.show(paper.publish(decided.record, "cadence-verdict", text))

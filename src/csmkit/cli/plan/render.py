"""`csmkit plan render`: the success plan in Markdown, and what belongs to it."""

from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import here, paper
from csmkit.cli.here import AccountName, AsOf
from csmkit.errors import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from csmkit.storage.record import Record

Summary = Annotated[
    bool, typer.Option("--summary", help="Write executive-summary.md instead: the plan on one page.")
]
Docx = Annotated[bool, typer.Option("--docx", help="Write a Word document too, for the customer to edit.")]
Annex = Annotated[
    bool,
    typer.Option("--annex", help="Write plan-annex.md instead: what stands behind it. Internal."),
]


def render(
    account: AccountName,
    summary: Summary = False,
    annex: Annex = False,
    docx: Docx = False,
    as_of: AsOf = None,
) -> None:
    """Render success-plan.md for the customer; your own edits in it are kept."""
    if annex and (summary or docx):
        raise WrongUsage("--annex stands alone: it is for our own team, and there is no Word document of it.")
    record, day = here.workspace().load(account), here.today(as_of)
    if annex:
        document, text = "plan-annex", _annex(record, day)
    elif summary:
        document, text = "executive-summary", _summary(record)
    else:
        document, text = "success-plan", plan_text(record)
    if docx:
        from csmkit.documents.docx import need_word

        need_word()  # before anything is written
    published = paper.publish(record, document, text)
    if document == "success-plan" and published.outcome != "occupied":
        _keep_version(record, day)
    paper.show(published)
    if docx:
        paper.show(paper.publish_word(record, document, _in_word(record, document)))


def _keep_version(record: "Record", day: "date") -> None:
    """What the customer can read from now on, for `csmkit plan diff`."""
    from csmkit.storage.versions import folder_of, keep_version

    paper.stay_inside(record, folder_of(record.folder))
    with here.workspace().writing(record.account.id):
        keep_version(record.folder, record.account, day)


def _in_word(record: "Record", document: str) -> bytes:
    """The document as it stands on disk, edits by hand included, for Word."""
    from csmkit.core.audience import for_customer
    from csmkit.documents.docx import word_document

    account = for_customer(record.account)
    csm = account.vendor_team.get("csm")
    author = csm.name if csm else None
    return word_document(paper.standing(record, document), author=author, country=account.country)


def plan_text(record: "Record") -> str:
    """The plan as its template renders it now."""
    from csmkit.documents.values import success_plan_document

    return _for_the_customer(record, success_plan_document)


def _summary(record: "Record") -> str:
    from csmkit.documents.plan import executive_summary_document

    return _for_the_customer(record, executive_summary_document)


def _for_the_customer(record: "Record", document: "Callable[..., str]") -> str:
    library = here.library()
    journey = library.journey(record.account.journey)
    return document(
        record.account,
        library.folders("templates"),
        tuple(milestone.day for milestone in journey.milestones),
        short=journey.touch == "low",
        compiled=here.compiled_templates(),
    )


def _annex(record: "Record", day: "date") -> str:
    from csmkit.cli import findings
    from csmkit.cli.plan.timeline import timeline_of
    from csmkit.core.checks import FAMILIES
    from csmkit.documents.plan import plan_annex_document

    found = findings.look(record, FAMILIES, day).found
    folders, compiled = here.library().folders("templates"), here.compiled_templates()
    return plan_annex_document(record.account, folders, timeline_of(record, day), found, compiled=compiled)

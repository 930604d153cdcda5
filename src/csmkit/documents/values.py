"""From a record to a document: who reads it decides what its template is given."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csmkit.core.account import Account
from csmkit.core.audience import customer_values, for_customer, internal_values
from csmkit.documents import INTERNAL_DOCUMENTS

if TYPE_CHECKING:
    from csmkit.core.assessment_report import Report
    from csmkit.core.handoff_brief import Completeness
    from csmkit.core.playbook import Interview


def document_values(document: str, account: Account) -> dict[str, Any]:
    """The record as the reader of this document may see it, under the name `account`."""
    if document in INTERNAL_DOCUMENTS:
        return {"account": internal_values(account)}
    return {"account": customer_values(for_customer(account))}


def plain_values(value: Any) -> Any:  # noqa: ANN401 - any value of the core
    """A value of the core (named tuples, tuples, scalars) as dicts and lists, for a template."""
    if hasattr(value, "_asdict"):
        return {name: plain_values(item) for name, item in value._asdict().items()}
    if isinstance(value, tuple | list):
        return [plain_values(item) for item in value]
    return value


def success_plan_document(
    account: Account,
    folders: Sequence[Path],
    checkpoints: tuple[int, ...] | None = None,
    *,
    short: bool = False,
    compiled: Path | None = None,
) -> str:
    """The success plan in Markdown; `checkpoints` and `short` are those of `success_plan`."""
    from csmkit.core.success_plan import CHECKPOINTS, success_plan

    days = CHECKPOINTS if checkpoints is None else checkpoints
    plan = success_plan(for_customer(account), days, short=short)
    return rendered("success-plan", account, {"plan": plain_values(plan)}, folders, compiled)


def handoff_brief_document(  # noqa: PLR0913 - what an interview knows, each thing by its name
    account: Account,
    folders: Sequence[Path],
    *,
    asks: Mapping[str, str] | None = None,
    unasked: Sequence[str] | None = None,
    completeness: "Completeness | None" = None,
    labels: Mapping[str, str] | None = None,
    headlines: Collection[str] = (),
    compiled: Path | None = None,
) -> str:
    """The internal brief in Markdown; the arguments are those of `handoff_brief`."""
    from csmkit.core.handoff_brief import handoff_brief

    brief = handoff_brief(
        account,
        asks=asks or {},
        unasked=unasked,
        completeness=completeness,
        labels=labels,
        headlines=headlines,
    )
    return rendered("handoff-brief", account, {"brief": plain_values(brief)}, folders, compiled)


def cadence_verdict_document(
    account: Account, verdict: Mapping[str, Any], folders: Sequence[Path], *, compiled: Path | None = None
) -> str:
    """The cadence verdict in Markdown, for our own team."""
    return rendered("cadence-verdict", account, {"verdict": verdict}, folders, compiled)


def scorecard_document(
    account: Account, report: "Report", folders: Sequence[Path], *, compiled: Path | None = None
) -> str:
    """The scorecard of an assessment in Markdown, for our own team."""
    return rendered("scorecard", account, {"scorecard": plain_values(report)}, folders, compiled)


def steady_state_brief_document(
    account: Account, interview: "Interview", folders: Sequence[Path], *, compiled: Path | None = None
) -> str:
    """The brief for whoever keeps the account from now on, in Markdown, for our own team."""
    from csmkit.core.steady_state import steady_state_brief

    brief = steady_state_brief(account, interview)
    return rendered("steady-state-brief", account, {"brief": plain_values(brief)}, folders, compiled)


def rendered(
    document: str, account: Account, values: dict[str, Any], folders: Sequence[Path], compiled: Path | None
) -> str:
    """A document from its template, with what its reader may see of the record."""
    # Jinja takes longer to import than many a command takes to run.
    from csmkit.documents.render import render

    return render(document, document_values(document, account) | values, folders, compiled)

"""What belongs to a success plan: the page for somebody who reads one page, and our own annex."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from csmkit.core.account import Account
from csmkit.core.audience import for_customer
from csmkit.documents.values import plain_values, rendered

if TYPE_CHECKING:
    from csmkit.core.timeline import Timeline
    from csmkit.core.waivers import Sorted


def executive_summary_document(
    account: Account,
    folders: Sequence[Path],
    checkpoints: tuple[int, ...],
    *,
    short: bool = False,
    compiled: Path | None = None,
) -> str:
    """The plan on one page, for the customer; `checkpoints` and `short` are those of `success_plan`."""
    from csmkit.core.success_plan import success_plan
    from csmkit.core.success_plan.summary import on_one_page

    plan = on_one_page(success_plan(for_customer(account), checkpoints, short=short))
    return rendered("executive-summary", account, {"plan": plain_values(plan)}, folders, compiled)


def plan_annex_document(
    account: Account,
    folders: Sequence[Path],
    dates: "Timeline",
    found: "Sorted",
    *,
    compiled: Path | None = None,
) -> str:
    """What stands behind the plan, for our own team."""
    from csmkit.core.plan_annex import plan_annex

    annex = plan_annex(account, dates, found)
    return rendered("plan-annex", account, {"annex": plain_values(annex)}, folders, compiled)

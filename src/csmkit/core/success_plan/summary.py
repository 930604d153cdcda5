"""The plan cut to one page, for somebody who reads one page."""

from typing import Any

from csmkit.core.success_plan.values import SuccessPlan

LONGEST, LONGEST_OUTCOME = 80, 160
"""Characters of any one text, and of the outcome in their own words: one line and two on paper."""


def on_one_page(plan: SuccessPlan) -> SuccessPlan:
    """The same plan with every text short; how many items of a list are shown, its template says."""
    cut: SuccessPlan = _cut(plan)
    first, main = plan.milestones.first_result, plan.business_outcome.main
    if first.definition:
        whole = first._replace(definition=shortened(first.definition, LONGEST_OUTCOME))
        cut = cut._replace(milestones=cut.milestones._replace(first_result=whole))
    if main and cut.business_outcome.main:
        said = cut.business_outcome.main._replace(statement=shortened(main.statement, LONGEST_OUTCOME))
        cut = cut._replace(business_outcome=cut.business_outcome._replace(main=said))
    return cut


def _cut(value: Any) -> Any:  # noqa: ANN401 - goes through everything a plan holds
    if isinstance(value, str):
        return shortened(value, LONGEST)
    if isinstance(value, tuple):
        parts = [_cut(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def shortened(text: str, longest: int) -> str:
    """A text in one line, up to its last whole word, with a sign where there was more."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + "…"

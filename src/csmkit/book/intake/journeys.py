"""The journey of an account whose revenue comes later than its name: proposed again if nothing happened."""

from collections.abc import Mapping

from csmkit.book.intake.audit import Value
from csmkit.book.intake.matching import Known
from csmkit.book.intake.proposals import IMPORTED_FROM, Setting
from csmkit.core.account import Account, LogEntry
from csmkit.core.changes import Path, Set
from csmkit.core.fields import Plain
from csmkit.core.journey import Journey

JOURNEY: Path = ("journey",)
_WORK = (
    "kickoff", "sponsor_call", "reviewed_on", "plan", "tasks", "plays", "outcomes", "commitments",
    "assessments", "reshaped", "sessions", "handoffs", "answers", "first_value",
)  # fmt: skip
"""Parts that stay empty until somebody works on the account."""


def revenue_arrives(known: Known, values: Mapping[str, Value], system: str) -> bool:
    """Whether this row is the first to say what the customer pays; one that was taken out here stays out."""
    told = "contract/arr" in _imported(known.account, system)
    return "arr" in values and known.account.contract.arr is None and not told


def open_to_proposal(known: Known, setting: Setting) -> bool:
    """Whether an import proposed the journey, and nothing was done in the account since."""
    account = known.account
    was = _imported(account, setting.layout.system).get("journey")
    if was is None:
        return False
    idle = all(getattr(account, name) == Account.model_fields[name].default for name in _WORK)
    return idle and all(map(_of_an_import, account.log)) and _as_begun(account, setting.journey(was))


def begun_again(journey: Journey) -> Set:
    """The milestones of the journey in place of those of the one before."""
    return Set(("milestones",), _milestones(journey))


def _imported(account: Account, system: str) -> Mapping[str, str]:
    there = account.external.get(system)
    return there.imported if there else {}


def _of_an_import(entry: LogEntry) -> bool:
    return entry.kind == "recorded" and (entry.note or "").startswith(IMPORTED_FROM)


def _as_begun(account: Account, journey: Journey) -> bool:
    """Whether the milestones are still the journey's, word for word."""
    now = [each.model_dump(exclude_defaults=True) for each in account.milestones]
    return now == _milestones(journey)


def _milestones(journey: Journey) -> list[Plain]:
    kept = {"id", "day", "title", "measure", "owner"}
    return [each.model_dump(include=kept, exclude_none=True) for each in journey.milestones]

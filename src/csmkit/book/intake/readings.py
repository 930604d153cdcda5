"""Numbers of a product or a KPI, as readings of the outcomes they belong to."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from csmkit.book.intake.audit import Entry, contradictions
from csmkit.book.intake.matching import Known, WrongMatch, matches
from csmkit.book.intake.proposals import Proposed, Setting, Step
from csmkit.book.rows import Fault
from csmkit.core.account import Outcome
from csmkit.core.changes import Append
from csmkit.core.fields import Plain, slug
from csmkit.core.milestones import primary_outcome


def proposed_readings(entries: Iterable[Entry], book: Iterable[Known], setting: Setting) -> Proposed:
    """One step for each row. A day and a source have one number; a second one is refused, not exchanged."""
    found = matches(book, setting.layout.system)
    taken: dict[tuple[str, str], set[str]] = {}
    steps: list[Step] = []
    faults: list[Fault] = []
    for entry in entries:
        values = {name: value for name, value in entry.values.items() if isinstance(value, str)}
        column = "account_id" if "account_id" in values else "account"
        match = found.of(values.get("account_id"), values.get("account"), ("account_id", "account"))
        step = (
            _step(entry, match, taken, setting)
            if isinstance(match, Known)
            else match or WrongMatch(column, "is no account here")
        )
        if isinstance(step, WrongMatch):
            faults.append(Fault(entry.row, *step))
        else:
            steps.append(step)
    return Proposed(tuple(steps), tuple(faults))


def _step(
    entry: Entry, known: Known, taken: dict[tuple[str, str], set[str]], setting: Setting
) -> Step | WrongMatch:
    on, value = entry.values["on"], entry.values["value"]
    told = entry.values.get("source", setting.layout.source)
    outcome = _outcome(known, entry)
    if isinstance(outcome, WrongMatch):
        return outcome
    if not isinstance(on, date) or not isinstance(value, Decimal) or not isinstance(told, str):
        return WrongMatch("source", "is empty; say where the number comes from")
    days = {"signed_on": known.account.contract.signed_on, "churned_on": known.account.contract.churned_on}
    for column, wrong in contradictions({**days, "on": on}):
        return WrongMatch(column, wrong)
    same = next((one for one in outcome.readings if one.on == on and one.source in (None, told)), None)
    if same is not None and same.value != value:
        return WrongMatch("value", f"differs from the reading of that day in the record of {known.folder}")
    name = f"{known.account.name}, {outcome.id}"
    if same is not None:
        return Step(entry.row, "unchanged", known.folder, name)
    ids = taken.setdefault((known.folder, outcome.id), {one.id for one in outcome.readings})
    ids.add(own := slug(f"{on} {told}", frozenset(ids)))
    reading: dict[str, Plain] = {"id": own, "on": on, "value": value, "source": told}
    path = ("outcomes", outcome.id, "readings")
    words = f"outcomes/{outcome.id} {value:f} on {on}"
    return Step(entry.row, "new", known.folder, name, (words,), changes=(Append(path, reading),))


def _outcome(known: Known, entry: Entry) -> Outcome | WrongMatch:
    """The outcome that is named, else the one they bought for."""
    first = primary_outcome(known.account)
    if first is None:
        column = "account_id" if "account_id" in entry.values else "account"
        draft = f"`csmkit plan draft {known.folder}` records one"
        return WrongMatch(column, f"names {known.account.name}, which has no outcome yet; {draft}")
    if "outcome" not in entry.values:
        return first
    key = str(entry.values["outcome"]).casefold()
    named = (one for one in known.account.outcomes if key in (one.id, (one.metric or "").casefold()))
    return next(named, WrongMatch("outcome", f"is no outcome of {known.folder}"))

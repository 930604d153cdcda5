"""`csmkit cadence announce`: decide the drop, and write the message that tells the customer."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import conflicts, console, here, paper
from csmkit.cli.cadence.verdict import Decided, decided_on
from csmkit.cli.here import AccountName, AsOf
from csmkit.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from csmkit.core.account import Rhythm, RhythmChange
    from csmkit.core.fields import Plain
    from csmkit.storage.record import Record


MESSAGE = "cadence-change"


class NothingToAnnounce(Refused):
    """The evidence does not speak for a drop, so there is nothing to tell the customer."""


def announce(
    account: AccountName,
    to: Annotated[
        str | None, typer.Option(metavar="RHYTHM", help="A smaller step than the evidence allows.")
    ] = None,
    starting: Annotated[
        str | None, typer.Option(metavar="DATE", help="The first day of it; without it, of next month.")
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Decide the drop and write emails/cadence-change.md, the message that tells the customer."""
    day = here.today(as_of)
    workspace = here.workspace()
    record = workspace.load(account)
    change = _change(decided_on(record, day), to, starting)
    message = _message(record, change, day)
    if record.account.cadence.next != change:
        record = _save(record, change, day)
    paper.show(paper.publish(record, f"emails/{MESSAGE}", message))
    console.note(f"Read it, send it, then: csmkit log {record.name} sent {MESSAGE} WHO")
    console.note(f"From {change.starts_on} on: csmkit log {record.name} rhythm {change.rhythm}")


def _change(decided: Decided, to: str | None, starting: str | None) -> "RhythmChange":
    """The change that was decided before and still holds, or a new one.

    Raises:
        NothingToAnnounce: the evidence does not speak for a drop, or not for so much of one.
    """
    from csmkit.core.account import RhythmChange
    from csmkit.core.rhythm_change import usual_start

    record, verdict, known = decided.record, decided.verdict, decided.record.account.cadence.next
    if verdict.decision != "drop":
        why = "; ".join(reason.text for reason in verdict.against or verdict.waiting)
        raise NothingToAnnounce(
            f"{record.account.name}: the rhythm does not drop yet. {why[:1].upper()}{why[1:]}."
        )
    rhythm = _rhythm(decided, to) if to else known.rhythm if known else verdict.then
    if known and known.rhythm == rhythm and starting is None and known.starts_on > decided.day:
        return known
    start = here.day_option(starting, decided.day, "--starting") if starting else None
    if start and start <= decided.day:
        raise WrongUsage("--starting has to lie ahead: the customer is told first.")
    return RhythmChange(rhythm=rhythm, starts_on=start or usual_start(decided.day), decided_on=decided.day)


def _rhythm(decided: Decided, to: str) -> "Rhythm":
    """The rhythm that was named, if it lies between the one that holds and the one the evidence allows."""
    from csmkit.core.account import RHYTHMS
    from csmkit.core.cadence import is_slower

    verdict = decided.verdict
    now = verdict.now or here.library().journey(decided.record.account.journey).onboarding_rhythm
    allowed = [each for each in RHYTHMS if is_slower(each, now) and not is_slower(each, verdict.then)]
    found = next((each for each in allowed if each == to), None)
    if found is None:
        raise WrongUsage(
            f"--to takes {' or '.join(allowed)} here: slower than now, and what the evidence allows."
        )
    return found


def _save(record: "Record", change: "RhythmChange", day: date) -> "Record":
    from csmkit.core.changes import Append, Set
    from csmkit.storage.workspace import new_id

    value: dict[str, Plain] = change.model_dump()
    told = f"decided: {change.rhythm} from {change.starts_on}"
    entry: dict[str, Plain] = {
        "id": new_id(),
        "on": day,
        "kind": "recorded",
        "about": "cadence",
        "note": told,
    }
    changes = (Set(("cadence", "next"), value), Append(("log",), entry))
    saved = here.workspace().save(record, changes, did="cadence announce", today=day)
    conflicts.report(saved)
    return saved.record


def _message(record: "Record", change: "RhythmChange", day: date) -> str:
    """The message as it reads once the change is decided; refused, with a blank, before it is."""
    from csmkit.cli import messages

    cadence = record.account.cadence.model_copy(update={"next": change})
    decided = replace(record, value=record.account.model_copy(update={"cadence": cadence}))
    email = messages.named(decided, MESSAGE)
    people = messages.readers(decided, email)
    return messages.composed(decided, email, people, day, f"emails/{MESSAGE}")

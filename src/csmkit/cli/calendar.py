"""`csmkit calendar`: the customer's meetings and checkpoints as a file that any calendar imports."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AccountName, AsOf
from csmkit.errors import Refused

if TYPE_CHECKING:
    from csmkit.core.account import Account
    from csmkit.core.appointments import Appointment
    from csmkit.storage.record import Record

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class NoCalendar(Refused):
    """There is nothing to write, or no clock to write it by."""


class NotOurCalendar(Refused):
    """The file that would be replaced was not written by csmkit for this account."""


@app.command()
def calendar(
    account: AccountName,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where; without it, calendar.ics beside the record.")
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Write the customer's calendar: kickoff, sponsor call, meetings, checkpoints and reviews."""
    from csmkit.core.appointments import appointments
    from csmkit.core.audience import for_customer
    from csmkit.exchange.calendar import calendar_file
    from csmkit.storage import atomic

    day, workspace = here.today(as_of), here.workspace()
    record = workspace.load(account)
    zone = _zone(record, day)
    journey = here.library().journey(record.account.journey)
    with workspace.writing(record.account.id):
        base = record.folder / ".rendered" / "calendar.ics"
        target = out or record.folder / "calendar.ics"
        previous = base.read_bytes() if base.is_file() else None
        _ours(target, record.account.id)
        entries = appointments(for_customer(record.account), journey, day)
        if not entries and previous is None:
            raise NoCalendar(f"Nothing is dated yet. Next: csmkit next {record.name}")
        file = calendar_file(entries, record.account.id, zone, day, previous)
        # The document first, its base second: killed between the two, the next export writes the same.
        atomic.replace(target, file)
        base.parent.mkdir(exist_ok=True)
        atomic.replace(base, file)
    shown = out or f"accounts/{record.name}/calendar.ics"
    console.out(f"Wrote {shown}: {len(entries)} entries, on the clock of {zone}.")
    for hint in _hints(record.account, entries):
        console.note(hint)


def _zone(record: "Record", day: date) -> str:
    from csmkit.core.renewal import has_churned

    account = record.account
    if has_churned(account, day):
        raise NoCalendar(f"The customer left on {account.contract.churned_on}; there is nothing to meet for.")
    if account.time_zone is None:
        raise NoCalendar(
            f"Open accounts/{record.name}/account.yaml and fill time_zone, such as Europe/Berlin."
        )
    return account.time_zone


def _ours(target: Path, owner: str) -> None:
    """Leave alone what somebody else put there."""
    from csmkit.exchange.calendar import MADE_BY

    if target.is_symlink() or target.is_dir():
        raise NotOurCalendar(f"{target.name} is no plain file; nothing was written. Name another with --out.")
    if not target.exists():
        return
    there = target.read_bytes()
    if MADE_BY.encode() not in there or owner.encode() not in there:
        raise NotOurCalendar(
            f"{target.name} is there already and is no calendar of this account; nothing was written. "
            "Name another file with --out."
        )


def _hints(account: "Account", entries: "tuple[Appointment, ...]") -> Iterator[str]:
    """What nobody said yet, and where to say it."""
    kinds = {one.id.partition("-")[0] for one in entries if one.is_proposed}
    fields = {"kickoff": "kickoff.at", "sponsor": "sponsor_call.at", "sync": "cadence.weekday and cadence.at"}
    missing = [field for kind, field in fields.items() if kind in kinds]
    if missing:
        yield f"A time is proposed where the record has none; to set it: {', '.join(missing)}"
    if account.cadence.rhythm is None:
        yield "No rhythm is agreed, so no regular meetings are in it."

"""`csmkit plan diff`: what changed since a version of the plan, as a person would tell it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AccountName, AsOf, Json
from csmkit.errors import NotFound, Refused

if TYPE_CHECKING:
    from csmkit.storage.record import Record
    from csmkit.storage.versions import Version

Since = Annotated[
    str | None,
    typer.Option(metavar="DATE|NAME", help="The version to compare with; without it, the last one."),
]


class NeverRendered(Refused):
    """There is no version to compare with."""


@dataclass(frozen=True)
class Base:
    """The version that is compared with; `asked` is the day that was asked for, when none is as old."""

    version: "Version"
    asked: date | None = None


def diff(account: AccountName, since: Since = None, as_of: AsOf = None, as_json: Json = False) -> None:
    """Tell what changed since the plan was last rendered, or since another version of it."""
    from csmkit.core.audience import for_customer
    from csmkit.core.success_plan.told_changes import told_changes
    from csmkit.storage.versions import read_version

    record = here.workspace().load(account)
    base = _base(record, since, here.today(as_of))
    changes = told_changes(read_version(base.version), for_customer(record.account))
    if as_json:
        version = {"name": base.version.name, "on": base.version.on, "asked": base.asked}
        told = [change._asdict() for change in changes]
        console.as_json({"account": record.name, "since": version, "changes": told})
        return
    if base.asked:
        console.note(f"No version is as old as {base.asked}; this is the oldest.")
    count = f"{len(changes)} change{'' if len(changes) == 1 else 's'}" if changes else "nothing changed"
    console.out(f"{record.account.name}: {count} since the version of {base.version.name}.", style="bold")
    for change in changes:
        console.out(f"- {change.said}", indent=2)


def _base(record: "Record", since: str | None, today: date) -> Base:
    from csmkit.storage.versions import versions

    kept = versions(record.folder)
    if not kept:
        raise NeverRendered(
            f"The plan of {record.account.name} was not rendered yet, so there is nothing to compare with. "
            f"Type: csmkit plan render {record.name}"
        )
    if since is None:
        return Base(kept[-1])
    named = next((version for version in kept if version.name == since), None)
    # Several versions of one day: the day means the last of them.
    if named and named.number > 1:
        return Base(named)
    return _as_of(kept, _day(record, since, today, [version.name for version in kept]))


def _as_of(kept: "tuple[Version, ...]", day: date) -> Base:
    """The version that was the newest one on a day."""
    old_enough = [version for version in kept if version.on <= day]
    return Base(old_enough[-1]) if old_enough else Base(kept[0], day)


def _day(record: "Record", since: str, today: date, names: list[str]) -> date:
    """The day that `--since` means: a date, or what happened to the plan on one."""
    from csmkit.dates import read_day

    account = record.account
    happened = {
        "agreed": account.plan.agreed_on,
        "reviewed": account.plan.reviewed_on,
        "kickoff": account.kickoff.on,
    }
    if since in happened:
        day = happened[since]
        if day is None:
            raise NotFound("day", since, (), "It is not recorded. Give a date such as 2026-09-01.")
        return day
    read = read_day(since, today)
    if read is None:
        hint = f"There are: {', '.join([*names, *happened])}; or give a date."
        raise NotFound("version", since, [*names, *happened], hint)
    return read

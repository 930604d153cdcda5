"""`csmkit waive`: set a finding aside, with a reason and an end."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import conflicts, console, findings, here
from csmkit.cli.explain import complete_code
from csmkit.cli.here import AccountName, AsOf
from csmkit.errors import NotFound, Refused, WrongUsage

if TYPE_CHECKING:
    from csmkit.core.changes import Change
    from csmkit.core.fields import Plain
    from csmkit.storage.record import Record

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_USUAL, _LONGEST = timedelta(days=30), timedelta(days=180)


class NothingToWaive(Refused):
    """The rule reports nothing here."""


@app.command()
def waive(
    account: AccountName,
    code: Annotated[str, typer.Argument(metavar="CODE", help="The rule.", autocompletion=complete_code)],
    reason: Annotated[str | None, typer.Option(help="Why; stays with our team.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Until when; without it, 30 days, at most 180.")
    ] = None,
    about: Annotated[
        str | None, typer.Option(metavar="PART", help="Only for this part, such as milestones/day-60.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the waiver back.")] = False,
    as_of: AsOf = None,
) -> None:
    """Set a finding aside for a while; it is kept with your name and comes back when it ends."""
    day = here.today(as_of)
    workspace = here.workspace()
    record = workspace.load(account)
    rule = _known(code)
    if remove:
        changes = (*_removed(record, rule, about), _entry(f"waiver of {rule} taken back", day))
        told = f"The waiver of {rule} is taken back"
    else:
        ends = _end(until, day)
        _is_reported(record, rule, about, day)
        changes = _added(record, rule, about, _reason(reason), ends, day)
        told = f"{rule} is waived until {ends}"
    saved = workspace.save(record, changes, did=f"waive {rule}", today=day)
    console.out(f"Saved: {told}.")
    conflicts.report(saved)


def _known(code: str) -> str:
    from csmkit.core.checks import rules

    known = [rule.code for rule in rules()]
    if code.upper() not in known:
        raise NotFound("rule", code, known, "`csmkit explain` lists them all.")
    return code.upper()


def _reason(reason: str | None) -> str:
    if not (reason or "").strip():
        raise WrongUsage('A waiver needs a reason, as in: csmkit waive ACCOUNT CODE --reason "…"')
    return str(reason)


def _end(until: str | None, day: date) -> date:
    ends = here.day_option(until, day, "--until") if until else day + _USUAL
    if ends < day:
        raise WrongUsage("--until lies in the past.")
    if ends > day + _LONGEST:
        raise WrongUsage(
            f"--until lies more than {_LONGEST.days} days ahead; what holds so long belongs in the playbook."
        )
    return ends


def _is_reported(record: "Record", code: str, about: str | None, day: date) -> None:
    from csmkit.core.checks import FAMILIES

    standing = findings.look(record, FAMILIES, day).found.standing
    found = [f for f in standing if f.code == code and (about is None or f.about.startswith(about))]
    if not found:
        where = f" at {about}" if about else ""
        raise NothingToWaive(f"{code} reports nothing{where}, so there is nothing to waive.")


def _added(
    record: "Record", code: str, about: str | None, reason: str, ends: date, day: date
) -> "tuple[Change, ...]":
    from csmkit.core.changes import Append, Remove
    from csmkit.storage.workspace import new_id

    me = here.workspace().settings.csm
    waiver: dict[str, Plain] = {"id": new_id(), "code": code}
    optional: dict[str, Plain] = {"about": about, "by": me.name if me else None}
    waiver |= {"reason": reason} | {key: value for key, value in optional.items() if value}
    before = [w for w in record.account.waived if w.code == code and w.about == about]
    return (
        *(Remove(("waived", w.id)) for w in before),
        Append(("waived",), waiver | {"on": day, "until": ends}),
        _entry(f"waived {code} until {ends}", day),
    )


def _removed(record: "Record", code: str, about: str | None) -> "tuple[Change, ...]":
    from csmkit.core.changes import Remove

    found = [w for w in record.account.waived if w.code == code and (about is None or w.about == about)]
    if not found:
        raise NothingToWaive(f"There is no waiver of {code} to take back.")
    return tuple(Remove(("waived", w.id)) for w in found)


def _entry(note: str, day: date) -> "Change":
    from csmkit.core.changes import Append
    from csmkit.storage.workspace import new_id

    return Append(("log",), {"id": new_id(), "on": day, "kind": "recorded", "about": "waived", "note": note})

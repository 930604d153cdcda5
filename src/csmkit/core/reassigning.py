"""An account goes over to another CSM: the team, the entry that tells it, and who introduces whom.

A customer whose next message is signed by a stranger has been handed over without being told.
"""

from datetime import date
from typing import NamedTuple

from csmkit.core.account import Account
from csmkit.core.changes import Append, Change, Set
from csmkit.core.fields import Plain
from csmkit.core.journey import Journey
from csmkit.core.milestones import day_after

_CSM = ("vendor_team", "csm")


def reassigned(
    account: Account, to: str, email: str | None, entry_id: str, today: date
) -> tuple[Change, ...]:
    """The changes that give an account to somebody; the old address never stays with the new name."""
    before = account.vendor_team.get("csm")
    changes: list[Change] = [Set((*_CSM, "name"), to)]
    if email or (before is not None and before.email):
        changes.append(Set((*_CSM, "email"), email))
    if before is not None:
        changes += [Set(("csm_before", "name"), before.name), Set(("csm_before", "until"), today)]
    told = f"from {before.name} to {to}" if before else f"to {to}"
    entry: dict[str, Plain] = {
        "id": entry_id,
        "on": today,
        "kind": "reassigned",
        "about": "/".join(_CSM),
        "note": told,
    }
    return (*changes, Append(("log",), entry))


class Introduction(NamedTuple):
    """Who is introduced to the customer, by whom, and since when it is due; None where that is not known."""

    new: str
    by: str | None
    since: date | None


def introduction(account: Account, journey: Journey, today: date) -> Introduction | None:
    """The change of the CSM that the customer hears of: the last one, or the one after the onboarding."""
    csm, keeper = account.vendor_team.get("csm"), account.vendor_team.get("steady_state_csm")
    before, ends = account.csm_before, day_after(account.contract.signed_on, journey.graduation_day)
    graduated = ends is not None and ends <= today
    if before and csm and (keeper is None or (csm.name != keeper.name and not graduated)):
        return Introduction(csm.name, before.name, before.until)
    if keeper is None:
        return None
    by = before.name if before and csm and csm.name == keeper.name else csm.name if csm else None
    return Introduction(keeper.name, by, ends)


def still_named(account: Account, name: str) -> tuple[str, ...]:
    """Open parts of the record that name somebody as their owner, by path."""
    owned = [
        *((f"milestones/{one.id}", one.owner) for one in account.milestones if one.met_on is None),
        *((f"commitments/{one.id}", one.owner) for one in account.commitments if one.status == "open"),
        *((f"tasks/{one.id}", one.owner) for one in account.tasks if one.done_on is None),
        *((f"risks/{one.id}", one.owner) for one in account.risks if one.closed_on is None),
    ]
    return tuple(path for path, owner in owned if owner and owner.casefold() == name.casefold())

"""Who had an account on its first day, and whether they were certified by then.

What counts is the first day, not today: the onboarding was run by whoever started it, with what they knew.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from csmkit.book.accounts import NO_SIGNATURE
from csmkit.book.stories import NOT_STARTED
from csmkit.core.account import Account
from csmkit.core.fields import folded_name
from csmkit.core.reassigning import csm_on
from csmkit.core.teammate import Teammate
from csmkit.errors import did_you_mean

NO_CSM = "cannot tell whose it was on its first day: needs vendor_team.csm and the log of who handed it over"


class Start(NamedTuple):
    """An account with its name in the book, who had it when it started, and whether they were certified."""

    name: str
    account: Account
    csm: str
    certified: bool

    @property
    def signed(self) -> date:
        """The first day."""
        return self.account.contract.signed_on or date.max


class Starts(NamedTuple):
    """The accounts that can be put on a side, and the others by the reason."""

    told: tuple[Start, ...]
    left_out: Mapping[str, tuple[str, ...]]

    def size(self, *, certified: bool) -> tuple[int, int]:
        """How many accounts one side has, and of how many CSMs."""
        side = [start.csm for start in self.told if start.certified is certified]
        return len(side), len(set(side))


def starts_of(
    accounts: Mapping[str, Account], team: Iterable[Teammate], as_of: date, certification: str | None = None
) -> Starts:
    """Put every account, by its name in the book, on the side of the CSM it started with.

    `certification`: the one that counts; without it, any of them.
    """
    colleagues = {folded_name(mate.name): mate for mate in team}
    told: list[Start] = []
    left_out: dict[str, list[str]] = {}
    for name, account in accounts.items():
        start = _start(name, account, colleagues, as_of, certification)
        if isinstance(start, Start):
            told.append(start)
        else:
            left_out.setdefault(start, []).append(name)
    return Starts(tuple(told), {why: tuple(names) for why, names in left_out.items()})


def _start(
    name: str,
    account: Account,
    colleagues: Mapping[str, Teammate],
    as_of: date,
    certification: str | None,
) -> Start | str:
    signed = account.contract.signed_on
    if signed is None:
        return NO_SIGNATURE
    if signed > as_of:
        return NOT_STARTED
    csm = csm_on(account, signed)
    if csm is None:
        return NO_CSM
    mate = colleagues.get(folded_name(csm))
    if mate is None:
        hint = did_you_mean(csm, [each.name for each in colleagues.values()])
        return f"{csm} has no training record in team/.{hint}"
    return Start(name, account, mate.name, mate.is_certified(signed, certification))


def certifications(team: Iterable[Teammate]) -> tuple[str, ...]:
    """The certifications that anybody earned, by name."""
    earned = {one.id: one for mate in team for one in mate.certificates}
    later = {
        name for name, one in earned.items() if any(one.is_of(other) for other in earned if other != name)
    }
    return tuple(sorted(earned.keys() - later))

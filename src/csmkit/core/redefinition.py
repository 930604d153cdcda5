"""What first value means to a customer can be changed; the log keeps that it was, and what it was before.

A clock that runs to a day somebody moved is a weaker promise, and a number over many accounts has to say how
often that happened.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from csmkit.core.account import Account
from csmkit.core.changes import Append, Change, Set
from csmkit.core.fields import Plain

PATH = ("first_value", "definition")
ABOUT = "/".join(PATH)


def redefinition(changes: Iterable[Change], on: date, journal: str) -> Iterator[Change]:
    """The log entry of an interview that changes a definition; a first one changes none."""
    for change in changes:
        if isinstance(change, Set) and change.path == PATH and _is_text(change.was, change.value):
            entry: dict[str, Plain] = {"id": f"{journal}-first-value"[:64], "on": on, "kind": "recorded"}
            note = f"What first value means was changed. Before: {change.was}"
            yield Append(("log",), entry | {"about": ABOUT, "note": note})


def _is_text(*values: object) -> bool:
    return all(isinstance(value, str) and value.strip() for value in values)


def was_redefined(account: Account, today: date, read: Iterable[tuple[date, str | None]] = ()) -> bool:
    """Whether the definition was changed, by a day, after the customer had agreed to the plan.

    The log says so, or the customer could read another one since. Before they agreed it was being found,
    not moved.
    `read`: the definition in each kept version of the plan, with its day.
    """
    agreed = _first_agreed(account)
    if agreed is None:
        return False
    if any(entry.about == ABOUT and agreed < entry.on <= today for entry in account.log):
        return True
    said = {text for day, text in read if text and agreed <= day <= today}
    return bool(said and said != {account.first_value.definition})


def _first_agreed(account: Account) -> date | None:
    plan = account.plan
    days = [review.on for review in plan.reviews if review.agreed]
    return min([*days, *([plan.agreed_on] if plan.agreed_on else [])], default=None)

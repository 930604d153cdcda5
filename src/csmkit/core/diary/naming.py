"""What the words of an event mean: which person, which part of the record."""

from collections.abc import Iterable

from csmkit.core.account import Account, Stakeholder
from csmkit.core.diary.grammar import CannotLog, Event
from csmkit.errors import NotFound


def one(event: Event, what: str, known: Iterable[str]) -> str:
    """The one thing an event is about, by its id or the beginning of it.

    Raises:
        CannotLog: none or several were named.
        NotFound: nothing here is called so.
    """
    names = list(known)
    if len(event.what) != 1:
        listed = f" This account has: {', '.join(names)}." if names else f" This account has no {what}."
        raise CannotLog(f"“{event.kind}” is about one {what}; name it.{listed}")
    return word(event.what[0], what, names, f"This account has: {', '.join(names)}." if names else "")


def word(given: str, what: str, names: Iterable[str], remedy: str) -> str:
    """A word of a list, by itself or by its beginning.

    Raises:
        NotFound: no word, or more than one, begins so.
    """
    known = list(names)
    begun = [name for name in known if name.startswith(given)]
    if given in known:
        return given
    if len(begun) == 1 and given:
        return begun[0]
    raise NotFound(what, given, known, remedy)


def person(account: Account, given: str) -> str:
    """The id of a stakeholder, or of ours by role, from an id, a name or the beginning of either.

    Raises:
        NotFound: nobody is called so.
        CannotLog: more than one person could be meant.
    """
    ours = {role: each.name for role, each in account.vendor_team.items()}
    return _called(account, given, {p.id: p.name for p in account.stakeholders} | ours)


def customer(account: Account, given: str) -> Stakeholder:
    """Somebody on the customer's side.

    Raises:
        NotFound: nobody there is called so.
        CannotLog: more than one person could be meant.
    """
    found = _called(account, given, {p.id: p.name for p in account.stakeholders})
    return next(each for each in account.stakeholders if each.id == found)


def customers(account: Account, event: Event) -> list[Stakeholder]:
    """Everybody an event names, on the customer's side."""
    return [customer(account, each) for each in event.what]


def _called(account: Account, given: str, names: dict[str, str]) -> str:
    folded = given.casefold()
    people = {each: name.casefold() for each, name in names.items()}
    exact = [each for each, name in people.items() if folded in (each, name)]
    near = exact or [
        each for each, name in people.items() if each.startswith(folded) or name.startswith(folded)
    ]
    if not near or not given.strip():
        people |= {name.split()[0]: name for name in people.values()}
        known = [*people, *(p.name for p in account.stakeholders)]
        raise NotFound("person", given, known, "`csmkit account show` lists them.")
    if len(near) > 1:
        raise CannotLog(f"“{given}” could be {' or '.join(near)}; say which.")
    return near[0]

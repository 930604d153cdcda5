"""Which account of the book a row means: by its id in the other system, else by its name."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from csmkit.core.account import Account
from csmkit.core.fields import Plain, folded_name


class Known(NamedTuple):
    """An account of the book: its folder, and what the record says, as data and as values."""

    folder: str
    data: Plain
    account: Account


class WrongMatch(NamedTuple):
    """Why a row cannot be matched: the column to blame, and a sentence that follows its name."""

    column: str
    told: str


class Matches(NamedTuple):
    """The accounts of the book, by their id in one system, by name, and by the ids of their people."""

    system: str
    by_id: Mapping[str, Known]
    by_name: Mapping[str, tuple[Known, ...]]
    by_person: Mapping[str, tuple[Known, ...]]

    def of(self, id_: str | None, name: str | None, columns: tuple[str, str]) -> Known | WrongMatch | None:
        """The account that is meant, None for a new one. `columns`: where the id and the name stand."""
        if id_ and id_ in self.by_id:
            return self.by_id[id_]
        named = self.by_name.get(folded_name(name), ()) if name else ()
        if len(named) > 1:
            return WrongMatch(columns[1], "is the name of more than one account here; export the id too")
        if not named:
            return None
        other = named[0].account.external.get(self.system)
        if id_ and other and other.id and other.id != id_:
            told = f"is the name of {named[0].folder}, which has another id in {self.system}"
            return WrongMatch(columns[1], told)
        return named[0]


def matches(book: Iterable[Known], system: str) -> Matches:
    """Look the whole book over once."""
    by_id: dict[str, Known] = {}
    by_name: dict[str, list[Known]] = {}
    by_person: dict[str, list[Known]] = {}
    for known in book:
        external = known.account.external.get(system)
        if external and external.id:
            by_id[external.id] = known
        by_name.setdefault(folded_name(known.account.name), []).append(known)
        for person in known.account.stakeholders:
            there = person.external.get(system)
            if there and there.id:
                by_person.setdefault(there.id, []).append(known)
    return Matches(system, by_id, _frozen(by_name), _frozen(by_person))


def _frozen(found: Mapping[str, list[Known]]) -> dict[str, tuple[Known, ...]]:
    return {key: tuple(known) for key, known in found.items()}

"""The whole book: every account that can be read, with its journey, and a sentence for each that cannot."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import typer

from csmkit.cli import console, here

if TYPE_CHECKING:
    from csmkit.core.account import Account
    from csmkit.core.journey import Journey
    from csmkit.storage.record import Record


class Entry(NamedTuple):
    """One account of the book."""

    record: "Record"
    journey: "Journey"

    @property
    def account(self) -> "Account":
        """What the record says."""
        return self.record.account

    @property
    def name(self) -> str:
        """What people type for it."""
        return self.record.name

    @property
    def csm(self) -> str | None:
        """Whose account it is."""
        csm = self.account.vendor_team.get("csm")
        return csm.name if csm else None

    def is_running(self, day: date) -> bool:
        """Whether they had signed by a day and had not left."""
        contract = self.account.contract
        left = contract.churned_on is not None and contract.churned_on <= day
        return contract.signed_on is not None and contract.signed_on <= day and not left


class Book(NamedTuple):
    """The accounts that were asked for, what is wrong with others, and all that were read on the way."""

    entries: tuple[Entry, ...]
    unreadable: tuple[str, ...]
    read: tuple[Entry, ...] = ()

    def of(self, csms: Iterable[str]) -> "Book":
        """The accounts of some CSMs, each by the name or its beginning; of everybody if none is named.

        Raises:
            NotFound: one of them has no account here.
        """
        found = {self._csm(name) for name in csms}
        return self._replace(entries=tuple(e for e in self.entries if e.csm in found)) if found else self

    def _csm(self, typed: str) -> str:
        from csmkit.errors import NotFound

        names = sorted({entry.csm for entry in self.entries if entry.csm})
        begun = [name for name in names if name.casefold().startswith(typed.casefold())]
        exact = [name for name in begun if name.casefold() == typed.casefold()]
        if len(exact or begun) != 1:
            raise NotFound("CSM", typed, names, f"There are: {', '.join(names)}." if names else "")
        return (exact or begun)[0]

    def stop_if_unreadable(self) -> None:
        """Tell what is wrong with the accounts that are missing from the result, with exit code 1."""
        for problem in self.unreadable:
            console.error(problem)
        if self.unreadable:
            raise typer.Exit(1)


def read_book(csm: str | None = None, names: Iterable[str] = ()) -> Book:
    """The accounts of the workspace, or those that are named, or one CSM's.

    Raises:
        NotFound: no account of that name, or no CSM has any account here.
    """
    with _nothing_looked_for_in_vain():
        return _read(names).of([] if csm is None else [csm])


@contextmanager
def _nothing_looked_for_in_vain() -> Iterator[None]:
    """Spare Python its search for circles of garbage: everything of a book is needed to the end.

    Over a thousand accounts the search takes a third of the time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _read(names: Iterable[str]) -> Book:
    from csmkit.errors import CsmkitError
    from csmkit.storage.library import Library

    workspace = here.workspace()
    journey = cache(Library(workspace.root).journey)
    named = [workspace.folder(name).name for name in names]
    entries: list[Entry] = []
    unreadable: list[str] = []
    index = workspace.index()
    for name in console.progress("Reading accounts", list(dict.fromkeys(named or workspace.names()))):
        try:
            record = workspace.load(name, opened=index.read)
            entries.append(Entry(record, journey(record.account.journey)))
        except CsmkitError as error:
            unreadable.append(str(error))
    if not named:
        index.keep()
    everybody = tuple(entries)
    return Book(everybody, tuple(unreadable), everybody)

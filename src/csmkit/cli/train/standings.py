"""Where colleagues are on their ramp, from the records and the book."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from csmkit.cli import here
from csmkit.core.ramp import Ramp
from csmkit.core.teammate import Teammate
from csmkit.storage.record import Record
from csmkit.training.ramp_progress import Progress, progress

if TYPE_CHECKING:
    from csmkit.cli.book import Book


def ramp_of(colleague: Teammate) -> Ramp:
    """The ramp that somebody follows.

    Raises:
        NotFound: the record names one that is not there.
    """
    return here.library().ramp(colleague.ramp.program or "ramp")


def accounts_by_csm() -> Counter[str]:
    """How many accounts each CSM has; accounts that cannot be read or were lost do not count."""
    from csmkit.cli.book import read_book

    return accounts_of(read_book())


def accounts_of(book: "Book") -> Counter[str]:
    """How many of these accounts each CSM has."""
    entries = book.entries
    return Counter(e.csm for e in entries if e.csm and e.account.contract.churned_on is None)


def standing(record: Record[Teammate], today: date, accounts: Counter[str] | None = None) -> Progress:
    """Where one colleague is; `accounts` by CSM where they are counted already."""
    own = (accounts_by_csm() if accounts is None else accounts)[record.value.name]
    return progress(record.value, record.name, ramp_of(record.value), today, own)


def on_the_ramp(record: Record[Teammate], today: date, accounts: Counter[str]) -> Progress | None:
    """Where one colleague is, if they are on the ramp, or past its gates and not through."""
    from csmkit.training.mentoring import is_ramping

    if is_ramping(record.value, today):
        return standing(record, today, accounts)
    if record.value.ramp.independent_on is None:
        return None
    through = standing(record, today, accounts)
    return None if through.next_gate is None else through

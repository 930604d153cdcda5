"""The report on the whole book: worked out, written as a page, and never over somebody's own file."""

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csmkit.cli import console, here
from csmkit.errors import Refused

if TYPE_CHECKING:
    from csmkit.cli.book import Book

_SEAL = b"<!-- written by csmkit report: %s -->\n"


class NotOurReport(Refused):
    """The file that would be replaced was not written by csmkit, or was edited since."""


def told(csms: Iterable[str], since: date | None, day: date) -> tuple["Book", dict[str, Any]]:
    """The book that was read, and the report as plain data.

    Raises:
        NotFound: no CSM of that name has any account here.
    """
    from csmkit.book.report import report_of, sample_of
    from csmkit.cli.book import read_book

    book = read_book()
    chosen = book.of(csms)
    read = [(entry.name, entry.account, entry.journey) for entry in chosen.entries]
    found = report_of(sample_of(read, day, since))
    names = sorted({entry.csm for entry in chosen.entries if entry.csm}) if csms else []
    head = {"csms": names, "unreadable": list(book.unreadable)}
    return book, {**as_plain(found._replace(sections={})), **head, "sections": as_plain(found.sections)}


def as_plain(value: Any) -> Any:  # noqa: ANN401 - named tuples in, mappings out
    """Named tuples as mappings, all the way down."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {key: as_plain(item) for key, item in value.items()}
    return [as_plain(item) for item in value] if isinstance(value, tuple) else value


def write(plain: Mapping[str, Any], out: Path | None) -> None:
    """Write the page.

    Raises:
        NotOurReport: the file is somebody's own; nothing was written.
        LeadsOutside: nobody named a file, and a link leads out of the workspace.
    """
    from csmkit.cli.paper import inside
    from csmkit.documents.html.page import report_page
    from csmkit.storage import atomic
    from csmkit.storage.library import shipped
    from csmkit.storage.workspace import missing_ignores

    root = here.workspace().root
    target = out or root / "reports" / "book.html"
    if out is None:
        inside(root, target)
    if target.exists() and not _is_ours(target.read_bytes()):
        raise NotOurReport(
            f"{target} was not written by csmkit, or was edited since. Name another file with --out."
        )
    page = report_page(plain, shipped("templates")).encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    atomic.replace(target, page + _seal(page))
    console.out(f"Wrote {target}. It is internal; open it in a browser.")
    if out is None and "reports/" in missing_ignores(root):
        console.note("Git may take it along: .gitignore does not name reports/. `csmkit doctor` tells more.")


def _is_ours(found: bytes) -> bool:
    page, begin, _ = found.rpartition(_SEAL[:5])
    return bool(begin) and found == page + _seal(page)


def _seal(page: bytes) -> bytes:
    return _SEAL % sha256(page).hexdigest().encode()

"""Tables that a spreadsheet opens, in which no cell can become a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins so is calculated by a spreadsheet; the wide forms of East Asian keyboards count as well.
_FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV: a heading and one line for each row; nothing is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([defused(cell) for cell in row])
    return text.getvalue()


def defused(cell: object) -> str:
    """A cell that a spreadsheet shows as it is: what would begin a formula gets an apostrophe before it."""
    text = "" if cell is None else str(cell).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text

"""The option `--dates` of commands that read a table."""

from collections.abc import Collection, Mapping, Sequence
from typing import get_args

from csmkit.book.written_days import DateOrder
from csmkit.errors import WrongUsage


def date_orders(typed: Sequence[str], columns: Collection[str]) -> Mapping[str, DateOrder]:
    """Whether days or months come first, by column; one column's own word counts first.

    Raises:
        WrongUsage: it is neither of the two, or there is no such column of dates.
    """
    orders: dict[str, DateOrder] = {}
    for text in sorted(typed, key=lambda each: "=" in each):
        column, _, word = text.rpartition("=")
        order = next((known for known in get_args(DateOrder) if known == word), None)
        if order is None or (column and column not in columns):
            example = next(iter(columns), "start")
            raise WrongUsage(
                f"--dates takes day-first or month-first, for one column like {example}=day-first; "
                f"columns are {', '.join(columns)}."
            )
        orders |= dict.fromkeys((column,) if column else columns, order)
    return orders

"""`csmkit today`: the desk over the whole book."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json

if TYPE_CHECKING:
    from csmkit.cli.book import Book, Entry
    from csmkit.cli.train.due import Due
    from csmkit.core.desk import Item, Outlook
    from csmkit.core.play import Play

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_STYLES = {"late": "red", "this week": "yellow", "at risk": "yellow", "cannot tell": "dim"}


class Line(NamedTuple):
    """One line of the desk: the account and what it needs."""

    entry: "Entry"
    day: int | None
    item: "Item"


@app.command()
def today(
    csm: Annotated[str | None, typer.Option(metavar="NAME", help="Only this CSM's accounts.")] = None,
    format_: Annotated[
        Literal["text", "markdown"],
        typer.Option("--format", help="text, or markdown for a sheet in a one-to-one."),
    ] = "text",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """What is late, due this week or at risk; each line with the command that deals with it."""
    from csmkit.cli.book import read_book

    day = here.today(as_of)
    book = read_book(csm)
    training, unreadable = _training(book, day, csm)
    book = book._replace(unreadable=(*book.unreadable, *unreadable))
    if as_json:
        console.as_json(_plain(book, day) | {"team": [_plain_training(due) for due in training]})
    elif format_ == "markdown":
        console.raw(_sheet(book, csm, day, training))
    else:
        _show(book, day, training)
    book.stop_if_unreadable()


def _training(book: "Book", day: date, csm: str | None) -> "tuple[tuple[Due, ...], tuple[str, ...]]":
    """What is due in training; a workspace without a team does not even load what knows it."""
    if not (here.workspace().root / "team").is_dir():
        return (), ()
    from csmkit.cli.train.due import due_in_training

    return due_in_training(book, day, csm)


def items_of(
    entry: "Entry", day: date, plays: "dict[str, Play]", outlook: "Outlook | None" = None
) -> "tuple[Item, ...]":
    """What one account needs, its outgrown documents included."""
    from csmkit.cli.paper import outgrown
    from csmkit.core.desk import View, items_of

    stale = outgrown(entry.record)
    return items_of(View(entry.account, entry.name, entry.journey, day, stale, plays=plays, outlook=outlook))


def _outlooks(book: "Book", day: date) -> "dict[str, Outlook]":
    """What the whole book says of the first value of each account that waits for it."""
    from csmkit.book.forecast import awaited

    everybody = ((entry.name, entry.account, entry.journey) for entry in book.read)
    return {one.name: one.outlook for one in awaited(everybody, day) if one.outlook}


def plays_in_reach() -> "dict[str, Play]":
    """Every play; none, with a word about it, while the file of one is mistaken: the desk stays open."""
    from csmkit.errors import BadFile

    try:
        return here.library().plays()
    except BadFile as error:
        console.error(str(error))
        console.error("No play is looked at until that is mended.")
        return {}


def _lines(book: "Book", day: date) -> Iterator[Line]:
    from csmkit.core.desk import day_number

    plays, outlooks = plays_in_reach(), _outlooks(book, day)
    for entry in book.entries:
        for item in items_of(entry, day, plays, outlooks.get(entry.name)):
            yield Line(entry, day_number(entry.account, day), item)


def _plain(book: "Book", day: date) -> dict[str, Any]:
    from csmkit.core.desk import day_number, importance

    rows, plays, outlooks = [], plays_in_reach(), _outlooks(book, day)
    for entry in book.entries:
        items = items_of(entry, day, plays, outlooks.get(entry.name))
        told = [_plain_item(item) for item in items]
        row: dict[str, Any] = {"account": entry.name, "name": entry.account.name, "csm": entry.csm}
        row |= {"day": day_number(entry.account, day), "items": told}
        rows.append((importance(items[0]) if items else None, row))
    rows.sort(key=lambda each: (each[0] is None, each[0] or (), each[1]["account"]))
    return {"as_of": day, "accounts": [row for _, row in rows], "unreadable": list(book.unreadable)}


def _plain_item(item: "Item") -> dict[str, Any]:
    return {
        "urgency": item.urgency,
        "due": item.due,
        "why": item.why,
        "command": item.command,
        "first": item.first,
    }


def _plain_training(due: "Due") -> dict[str, Any]:
    told = [_plain_item(item) for item in due.items]
    return {"colleague": due.name, "name": due.colleague, "day": due.day, "items": told}


def _sheet(book: "Book", csm: str | None, day: date, training: "tuple[Due, ...]") -> str:
    from csmkit.core.desk import day_number, importance
    from csmkit.core.health import health_of, in_words
    from csmkit.documents.sheets import Standing, one_to_one

    lines = sorted(_lines(book, day), key=lambda line: importance(line.item))
    accounts = []
    for entry in book.entries:
        health = health_of(entry.account, entry.journey, day)
        reasons = tuple(reason.text for reason in health.grave[:3])
        number = day_number(entry.account, day)
        accounts.append(Standing(entry.account.name, number, in_words(health.status), reasons))
    whose = book.entries[0].csm if csm and book.entries else None
    due = [(line.entry.account.name, line.day, line.item) for line in lines]
    in_training = [(each.colleague, each.day, item) for each in training for item in each.items]
    return one_to_one(whose, day, due, accounts, in_training)


def _show(book: "Book", day: date, training: "tuple[Due, ...]") -> None:
    from csmkit.core.desk import importance

    lines = sorted(_lines(book, day), key=lambda line: (*importance(line.item), line.entry.name))
    for line in lines:
        _show_line(line)
    if not book.entries and not book.unreadable:
        console.out('No accounts yet. csmkit account add "Customer Name" --signed-on 2026-09-01')
    elif not lines and not training:
        many = len(book.entries)
        console.out(f"Nothing is due. {many} account{'s' if many != 1 else ''} looked at.")
    for due in training:
        for item in due.items:
            _show_item(f"{due.colleague}{'' if due.day is None else f' · ramp day {due.day}'}", item)


def _show_line(line: Line) -> None:
    number = "" if line.day is None else f" · day {line.day}"
    _show_item(f"{line.entry.account.name}{number}", line.item)


def _show_item(whose: str, item: "Item") -> None:
    """One line to read and to search; at a terminal the command stands below it, to be copied."""
    told = f"{item.urgency} · {whose} · {item.why}"
    if console.at_terminal():
        console.out(told, style="red" if item.first else _STYLES[item.urgency])
        console.out(item.command, indent=4, style="dim")
    else:
        console.out(f"{told} · {item.command}")

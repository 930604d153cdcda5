"""Sheets for our own team that are printed, not kept: the one-to-one, the cover brief."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from csmkit.core.cover import Contact, Cover
from csmkit.core.desk import ORDER, Item
from csmkit.documents.escaping import inline

_HEADINGS = {
    "late": "Late",
    "this week": "Due this week",
    "at risk": "At risk",
    "cannot tell": "Cannot be told",
}

Due = tuple[str, int | None, Item]


class Standing(NamedTuple):
    """How one account stands."""

    name: str
    day: int | None
    health: str
    reasons: tuple[str, ...]


def one_to_one(
    csm: str | None,
    day: date,
    due: Sequence[Due],
    accounts: Sequence[Standing],
    training: Sequence[Due] = (),
) -> str:
    """The sheet of a one-to-one: who turns away, then by urgency, the training, how every account stands."""
    parts = [f"# One-to-one, {day}: {inline(csm or 'the whole book')}", ""]
    parts += _part("Turning away", [each for each in due if each[2].first])
    for urgency in ORDER:
        parts += _part(_HEADINGS[urgency], [d for d in due if d[2].urgency == urgency and not d[2].first])
    if not due:
        parts += ["Nothing is due.", ""]
    parts += _part("In training", training)
    parts += ["## Accounts", "", *([_standing(account) for account in accounts] or ["None."])]
    return "\n".join(parts)


def _part(heading: str, due: Sequence[Due]) -> list[str]:
    if not due:
        return []
    return [f"## {heading}", "", *(line for each in due for line in _due(each)), ""]


def _due(due: Due) -> list[str]:
    name, day, item = due
    return [f"- {_named(name, day)}: {inline(item.why)}", f"  `{_typed(item)}`"]


def _named(name: str, day: int | None) -> str:
    return f"**{inline(name)}**" + ("" if day is None else f", day {day}")


def _standing(account: Standing) -> str:
    because = f": {inline('; '.join(account.reasons))}" if account.reasons else ""
    return f"- {_named(account.name, account.day)}, {account.health}{because}"


def cover_brief(csm: str | None, away: tuple[date, date], covers: Sequence[Cover]) -> str:
    """The brief for the colleague who covers: account by account, the most pressing first."""
    who = inline(csm or "the whole book")
    parts = [
        f"# Cover for {who}, {away[0]} to {away[1]}",
        "",
        "Internal. Nothing of this goes to a customer.",
        "",
    ]
    for each in covers:
        parts += _cover(each)
    if not covers:
        parts += ["No account to cover.", ""]
    return "\n".join(parts)


def _cover(each: Cover) -> list[str]:
    number = "" if each.day is None else f", day {each.day}"
    because = [inline("; ".join(each.reasons)) + ".", ""] if each.reasons else []
    due = [line for item in each.due for line in (f"- {inline(item.why)}", f"  `{_typed(item)}`")]
    careful = [f"- {inline(one)}" for one in dict.fromkeys(each.careful)]
    return [
        f"## {inline(each.name)}{number}: {each.health}",
        "",
        *because,
        *_section("What falls due", due or ["- Nothing."]),
        *_section("Whom to call", [f"- {_contact(one)}" for one in each.contacts] or ["- Nobody is known."]),
        *_section("What not to say", careful),
    ]


def _section(heading: str, lines: Sequence[str]) -> list[str]:
    return [f"### {heading}", "", *lines, ""] if lines else []


def _contact(one: Contact) -> str:
    last = f"last touch {one.last}" if one.last else None
    told = (one.name, one.parts, one.email, one.ways, last)
    return ", ".join(inline(part) for part in told if part)


def _typed(item: Item) -> str:
    return item.command.replace("`", "")

"""How a change of a field is told: a sentence for a first value, for another one, and for none any more.

`{item}` in a subject is what the change is about, such as “Day 60” or a person's name; `{of}` names an
outcome beside the main one.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from csmkit.core.account import Outcome
from csmkit.core.approvals import APPROVALS
from csmkit.core.audience import CustomerAccount
from csmkit.core.milestones import primary_outcome
from csmkit.core.stakeholders import VENDOR_TITLES, name_of, stakeholder
from csmkit.core.success_plan.differences import Difference, Path
from csmkit.core.wording import from_to, listed
from csmkit.dates import long_day

_LONGEST = 200


class Both(NamedTuple):
    """The two versions, for the items and names behind a path."""

    was: CustomerAccount
    now: CustomerAccount

    def name(self, ref: object) -> str:
        """A person by today's name, or the one they had."""
        text = str(ref)
        known = self.was if stakeholder(self.was, text) and not stakeholder(self.now, text) else self.now
        return name_of(known, text) or text

    def item(self, path: Path) -> Any:  # noqa: ANN401 - an item of any list
        """The item a path leads through, as it is now or else was."""
        for account in (self.now, self.was):
            items = getattr(account, path[0]) if len(path) > 1 else ()
            for one in items if isinstance(items, tuple) else ():
                if one.id == path[1]:
                    return one
        return None


Telling = Callable[[Difference, Both], Iterator[str]]
Words = Callable[[Any, Both], str]
Shown = Callable[[dict[str, Any], Path, Both], str]


def quoted(value: object) -> str:
    """A text in quotation marks, in one line and not too long."""
    line = " ".join(str(value).split())
    return f"“{line if len(line) <= _LONGEST else line[:_LONGEST].rstrip() + '…'}”"


def plainly(value: Any, both: Both) -> str:  # noqa: ANN401 - whatever a field holds
    """A value as a person says it."""
    if isinstance(value, date):
        return long_day(value)
    if isinstance(value, list):
        return listed([plainly(one, both) for one in value]) if value else "nothing"
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return quoted(value) if isinstance(value, str) else str(value)


def person(value: Any, both: Both) -> str:  # noqa: ANN401 - a reference
    """The name behind a reference."""
    return both.name(value)


def subject(words: str, path: Path, both: Both) -> str:
    """What a change is about, with its item named."""
    item = both.item(path)
    of = f" of {quoted(item.metric or item.statement)}" if _is_beside(item, both) else ""
    return words.replace("{of}", of).replace("{item}", _called(path, item))


def _is_beside(item: object, both: Both) -> bool:
    main = primary_outcome(both.now)
    return isinstance(item, Outcome) and main is not None and item.id != main.id


def _called(path: Path, item: Any) -> str:  # noqa: ANN401 - an item of any list
    if path[0] == "vendor_team":
        return VENDOR_TITLES.get(path[1], path[1].replace("_", " "))
    if path[0] == "milestones":
        return f"Day {item.day}" if item.day is not None else quoted(item.title)
    if path[0] == "gates":
        return APPROVALS[item.kind]
    called = {"stakeholders": "name", "tasks": "title", "commitments": "promise"}.get(path[0])
    if called is None:
        return path[0].replace("_", " ")
    return str(item.name) if called == "name" else quoted(getattr(item, called))


def says(words: str, shown: Words = plainly) -> Telling:
    """A fact that is another one now."""

    def tell(change: Difference, both: Both) -> Iterator[str]:
        what = subject(words, change.path, both)
        was, now = change.was or None, change.now or None
        if was is None:
            yield f"{what}: {shown(now, both)}"
        elif now is None:
            yield f"{what}: no longer said (it was {shown(was, both)})"
        else:
            yield f"{what}: {shown(now, both)} now, no longer {shown(was, both)}"

    return tell


def moved(words: str) -> Telling:
    """A day that was planned and is another one now."""

    def tell(change: Difference, both: Both) -> Iterator[str]:
        what = subject(words, change.path, both)
        if change.was is None:
            yield f"{what} is planned for {long_day(change.now)}"
        elif change.now is None:
            yield f"{what} has no day any more (it was {long_day(change.was)})"
        else:
            yield f"{what} moved {from_to(change.was, change.now)}"

    return tell


def happened(words: str, verb: str) -> Telling:
    """Something that was done on a day."""

    def tell(change: Difference, both: Both) -> Iterator[str]:
        what = subject(words, change.path, both)
        if change.now is None:
            yield f"{what} is open again: it {verb} on {long_day(change.was)}, the plan said"
        else:
            instead = f", not on {long_day(change.was)}" if change.was else ""
            yield f"{what} {verb} on {long_day(change.now)}{instead}"

    return tell


def counted(words: str, unit: str | None = None) -> Telling:
    """A number that went up or down; without a `unit`, in the one of its outcome."""

    def tell(change: Difference, both: Both) -> Iterator[str]:
        what, item = subject(words, change.path, both), both.item(change.path)
        of = unit or (item.unit if isinstance(item, Outcome) else None)
        behind = f" {of}" if of else ""
        if change.was is None:
            yield f"{what} is {plainly(change.now, both)}{behind}"
        elif change.now is None:
            yield f"{what} is no longer said (it was {plainly(change.was, both)}{behind})"
        else:
            yield f"{what} went from {plainly(change.was, both)} to {plainly(change.now, both)}{behind}"

    return tell


def item(kind: str, shown: Shown) -> Telling:
    """An item that came into the plan or went out of it."""

    def tell(change: Difference, both: Both) -> Iterator[str]:
        if change.now is not None:
            yield f"New {kind}: {shown(change.now, change.path, both)}"
        else:
            yield f"No longer in the plan: the {kind} {shown(change.was, change.path, both)}"

    return tell


def text_and_day(text: str, day: str | None = None) -> Shown:
    """An item by its text and the day it is due."""

    def show(found: dict[str, Any], _: Path, __: Both) -> str:
        due = found[day] if day else None
        return quoted(found[text]) + (f", by {long_day(due)}" if due else "")

    return show


def stretch(found: dict[str, Any], _: Path, __: Both) -> str:
    """A pause or a freeze by its days."""
    until = found["until_on"]
    return f"from {long_day(found['from_on'])}" + (f" until {long_day(until)}" if until else " on")


def task(found: dict[str, Any], path: Path, both: Both) -> str:
    """A task, with whose it is."""
    whose = both.now.name if found["side"] == "customer" else "us"
    return f"{text_and_day('title', 'due_on')(found, path, both)}, for {whose}"


def reading(found: dict[str, Any], path: Path, both: Both) -> str:
    """A reading in the unit of its outcome."""
    unit = getattr(both.item(path), "unit", None)
    return f"{plainly(found['value'], both)}{f' {unit}' if unit else ''} on {long_day(found['on'])}"


def review(found: dict[str, Any], _: Path, __: Both) -> str:
    """A review by its day and what was changed in it."""
    return long_day(found["on"]) + (f", {quoted(found['changed'])}" if found["changed"] else "")


def approval(found: dict[str, Any], _: Path, __: Both) -> str:
    """An approval as people call it."""
    return APPROVALS[found["kind"]]

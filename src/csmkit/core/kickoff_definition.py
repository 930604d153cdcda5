"""The checks of a journey's kickoff beyond its form: ids, who leads a part, and the names in its texts.

What a customer would otherwise read as a blank is found here. A finding is a place and a sentence.
"""

from collections.abc import Iterator
from typing import TypeAlias

from csmkit.core.account import ROLES, Account
from csmkit.core.audience import audience_of
from csmkit.core.conditions import condition_fault, condition_names, template_fault, template_names
from csmkit.core.journey import JourneyKickoff, KickoffItem
from csmkit.core.shape import keys_at
from csmkit.core.stakeholders import VENDOR_TITLES
from csmkit.errors import did_you_mean

Loc: TypeAlias = tuple[str | int, ...]
Finding: TypeAlias = tuple[Loc, str]

SCOPE_NAMES: dict[str, str] = {
    "account": "the record as the customer may read it, such as account.country",
    "customer": "the customer's name",
    "outcome": "the outcome they bought for, such as outcome.metric",
    "first_value": "how they recognise the first result",
    "buyer": "the name of the economic buyer",
    "sponsor": "the name of the executive sponsor",
    "champion": "the name of the champion",
    "backup_champion": "the name of the backup champion",
    "technical_lead": "the name of the technical lead",
    "analytics_lead": "the name of the analytics lead",
    "csm": "the name of our customer success manager",
    "account_executive": "the name of our account executive",
    "complexity": "simple, typical or deep",
    "touch": "high, mid or low",
    "rhythm": "how often we meet, in words",
    "gates": "the kinds of approval that are not cleared",
    "commitments": "the promises that are not kept yet",
}
"""What conditions and texts of a kickoff's agenda may name."""

OUTCOME_NAMES = ("statement", "metric", "unit", "baseline", "target", "by", "defended_by")


def check_kickoff(kickoff: JourneyKickoff) -> Iterator[Finding]:
    """Every finding in the `kickoff` section of a journey, from the top."""
    for number, item in enumerate(kickoff.agenda):
        loc = ("kickoff", "agenda", number)
        yield from _twice(item.id, [one.id for one in kickoff.agenda[:number]], loc)
        yield from _item(item, loc)
    for number, turn in enumerate(kickoff.turns):
        loc = ("kickoff", "turns", number)
        yield from _twice(turn.id, [one.id for one in kickoff.turns[:number]], loc)
        yield from _text(turn.sign, (*loc, "sign"))
        yield from _text(turn.do, (*loc, "do"))


def _twice(name: str, before: list[str], loc: Loc) -> Iterator[Finding]:
    if name in before:
        yield (*loc, "id"), "this id stands twice; give one of them another"


def _item(item: KickoffItem, loc: Loc) -> Iterator[Finding]:
    roles = (*ROLES, *VENDOR_TITLES)
    if item.owner not in roles:
        yield (
            (*loc, "owner"),
            f"“{item.owner}” is no role of theirs or of ours.{did_you_mean(item.owner, roles)}",
        )
    if item.when is not None:
        if fault := condition_fault(item.when):
            yield (*loc, "when"), f"`when` {fault}"
        else:
            yield from _names(condition_names(item.when), (*loc, "when"))
    yield from _text(item.title, (*loc, "title"))
    yield from _text(item.script.say, (*loc, "script", "say"))
    for key, texts in (("ask", item.script.ask), ("listen_for", item.script.listen_for)):
        for number, text in enumerate(texts):
            yield from _text(text, (*loc, "script", key, number))


def _text(text: str | None, loc: Loc) -> Iterator[Finding]:
    if text is None or "{" not in text:
        return
    if fault := template_fault(text):
        yield loc, f"the text {fault}"
    else:
        yield from _names(template_names(text), loc)


def _names(used: tuple[tuple[str, ...], ...], loc: Loc) -> Iterator[Finding]:
    for name, *rest in used:
        if name not in SCOPE_NAMES:
            yield loc, f"“{name}” is not known here.{did_you_mean(name, SCOPE_NAMES)}"
        elif name == "outcome" and rest and rest[0] not in OUTCOME_NAMES:
            yield loc, f"an outcome has no “{rest[0]}” here.{did_you_mean(rest[0], OUTCOME_NAMES)}"
        elif name == "account" and rest:
            yield from _account_path(tuple(rest), loc)


def _account_path(path: tuple[str, ...], loc: Loc) -> Iterator[Finding]:
    for depth, key in enumerate(path):
        known = keys_at(Account, path[:depth])
        if known and key not in known:
            yield loc, f"a record has no “account.{'.'.join(path[: depth + 1])}”.{did_you_mean(key, known)}"
            return
    if audience_of(path) == "internal":
        yield loc, f"“account.{'.'.join(path)}” is internal, and the customer reads the agenda"

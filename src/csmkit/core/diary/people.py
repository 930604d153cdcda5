"""Events about people: who took part, who came, who left, which parts they play, how they feel."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import get_args

from pydantic_core import PydanticCustomError

from csmkit.core.account import ROLES, Account, Role, Sentiment, Stakeholder, in_role_order
from csmkit.core.changes import Append, Change, Set
from csmkit.core.diary.entry import entry
from csmkit.core.diary.grammar import KINDS, CannotLog, Event, kind_of
from csmkit.core.diary.naming import customer, customers, person, word
from csmkit.core.fields import Plain, clean_line, slug, to_email
from csmkit.core.stakeholders import HANDED_ON

_THEIRS = ("no-show", "cancelled", "late-reply")
MANY = ("webinar", "office-hours", "workshop")  # one of us, many of them: who came may not be known
_LEVELS: tuple[str, ...] = get_args(Sentiment.model_fields["level"].annotation)
_NONE = "none"


def people(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """A touch, or one that did not take place."""
    if not event.what and event.kind not in MANY:
        raise CannotLog(f"Say who it was, as in: csmkit log ACCOUNT {kind_of(event).example}")
    if event.kind in _THEIRS:
        ids = [each.id for each in customers(account, event)]
    else:
        ids = [person(account, each) for each in event.what]
    if event.kind == "kickoff":
        fields = (Set(("kickoff", "on"), event.on), Set(("kickoff", "attended"), list(ids)))
        return (*fields, entry(event, entry_id, ("kickoff",), ids))
    if event.kind == "sponsor-call":
        _sponsor_among(account, event, ids)
        return (Set(("sponsor_call", "held_on"), event.on), entry(event, entry_id, ("sponsor_call",), ids))
    return (entry(event, entry_id, None, ids),)


def _sponsor_among(account: Account, event: Event, ids: Iterable[str]) -> None:
    """Without the sponsor it was another meeting, however good; the plan is confirmed by nobody else."""
    sponsors = [each for each in account.stakeholders if "executive_sponsor" in each.roles]
    if {each.id for each in sponsors}.intersection(ids):
        return
    names = " or ".join(each.name for each in sponsors)
    mend = (
        f"{names} is the executive sponsor and was not named."
        if sponsors
        else "Nobody is recorded as the executive sponsor; if somebody is by now: "
        "csmkit log ACCOUNT role WHO executive-sponsor."
    )
    raise CannotLog(
        f"A sponsor call is one with the executive sponsor. {mend} "
        f"Another meeting is: csmkit log ACCOUNT sync {' '.join(event.what)}"
    )


def newcomer(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """Somebody new, with the parts they play; a part of somebody who left goes over to them."""
    example = KINDS["joined"].example
    if not " ".join(event.what).strip():
        raise CannotLog(f"Say who joined, as in: csmkit log ACCOUNT {example}")
    name = _checked(clean_line, " ".join(event.what), example)
    known = {each.name.casefold() for each in account.stakeholders}
    if name.casefold() in known:
        raise CannotLog("Somebody of this name is in the record already; use `role` for a change of parts.")
    new = slug(name, frozenset(each.id for each in account.stakeholders))
    roles = _roles(event.role)
    item: dict[str, Plain] = {"id": new, "name": name, "title": event.title, "roles": list(roles)}
    item["email"] = _checked(to_email, event.email, "") if event.email else None
    told = entry(event, entry_id, ("stakeholders", new), note=_listed(roles) or None)
    added = Append(("stakeholders",), {key: value for key, value in item.items() if value})
    return (added, *_taken_over(account, new, roles), told)


def leaver(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """Somebody left. Parts that need a successor stay with their name until somebody takes them over."""
    if len(event.what) != 1:
        raise CannotLog(f"Say who left, as in: csmkit log ACCOUNT {KINDS['left'].example}")
    who = customer(account, event.what[0])
    last = _last_day(event, who)
    kept = [role for role in who.roles if role in HANDED_ON]
    fields = [Set(("stakeholders", who.id, "departed_on"), last)]
    if kept != list(who.roles):
        fields.append(Set(("stakeholders", who.id, "roles"), list(kept)))
    was = f"was {_listed(who.roles)}" if who.roles else None
    told = "; ".join(part for part in (f"last day {last}" if event.to else None, was) if part)
    return (*fields, entry(event, entry_id, ("stakeholders", who.id), note=told or None))


def _last_day(event: Event, who: Stakeholder) -> date:
    last = event.to or event.on
    if who.departed_on is not None and who.departed_on <= event.on:
        raise CannotLog(f"{who.id} left on {who.departed_on} already, says the record.")
    return last


def part(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """Which parts somebody plays from now on; a part of somebody who left goes over to them."""
    if len(event.what) < 2:  # noqa: PLR2004 - who, and at least one part
        raise CannotLog(
            f"Say who and which parts, as in: csmkit log ACCOUNT {KINDS['role'].example}. "
            f"Parts are: {', '.join(ROLES)}; none for no part any more."
        )
    who = customer(account, event.what[0])
    roles = () if event.what[1:] == (_NONE,) else _roles(event.what[1:])
    if roles and who.departed_on is not None and who.departed_on <= event.on:
        raise CannotLog(f"{who.id} left on {who.departed_on}, says the record, and can take no part.")
    before = [role for role in who.roles if role not in roles]
    told = (_listed(roles) or "no part") + (f", no longer {_listed(before)}" if before else "")
    own = Set(("stakeholders", who.id, "roles"), list(roles))
    told_by = entry(event, entry_id, ("stakeholders", who.id), note=told)
    return (own, *_taken_over(account, who.id, roles), told_by)


def sentiment(account: Account, event: Event, entry_id: str) -> tuple[Change, ...]:
    """How they feel, as somebody heard it; what was heard earlier does not replace what was heard later."""
    if not 1 <= len(event.what) <= 2:  # noqa: PLR2004 - a level, and who it was heard from
        raise CannotLog(f"Say how they feel, as in: csmkit log ACCOUNT {KINDS['sentiment'].example}")
    level = word(event.what[0], "such feeling", _LEVELS, f"There are: {', '.join(_LEVELS)}.")
    of = customer(account, event.what[1]).id if event.what[1:] else None
    told = entry(event, entry_id, ("sentiment",), [of] if of else [], note=level)
    now = account.sentiment
    if now is not None and now.on > event.on:
        return (told,)
    fields: list[Change] = [Set(("sentiment", "level"), level), Set(("sentiment", "on"), event.on)]
    if of or (now is not None and now.of):
        fields.append(Set(("sentiment", "of"), of))
    return (*fields, told)


def _roles(words: Iterable[str]) -> tuple[Role, ...]:
    """Parts as people type them: ``backup-champion``, or the beginning of one."""
    given = [each for text in words for each in text.replace(",", " ").split()]
    remedy = f"Parts are: {', '.join(ROLES)}."
    named = [word(each.casefold().replace("-", "_"), "part", ROLES, remedy) for each in given]
    return tuple(role for role in ROLES if role in in_role_order(named))


def _taken_over(account: Account, who: str, roles: Iterable[Role]) -> tuple[Change, ...]:
    """Whoever left no longer holds a part that somebody else plays now."""
    taken = set(roles)
    return tuple(
        Set(("stakeholders", gone.id, "roles"), [role for role in gone.roles if role not in taken])
        for gone in account.stakeholders
        if gone.departed_on is not None and gone.id != who and taken & set(gone.roles)
    )


def _listed(roles: Iterable[str]) -> str:
    return ", ".join(role.replace("_", " ") for role in roles)


def _checked(read: Callable[[object], str], given: str | None, example: str) -> str:
    try:
        return read(given)
    except PydanticCustomError as error:
        as_in = f" Say it as in: csmkit log ACCOUNT {example}" if example else ""
        raise CannotLog(f"What was given {error.message()}.{as_in}") from None

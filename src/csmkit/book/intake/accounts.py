"""Customers and won deals: new accounts, and changes to those that are there."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from csmkit.book.intake.audit import Entry, Value, contradictions
from csmkit.book.intake.comparing import Compared, as_text, compared
from csmkit.book.intake.fields import FIELDS
from csmkit.book.intake.journeys import JOURNEY, begun_again, open_to_proposal, revenue_arrives
from csmkit.book.intake.matching import Known, Matches, WrongMatch, matches
from csmkit.book.intake.proposals import Proposed, Setting, Step
from csmkit.book.rows import Fault
from csmkit.core.changes import Change, Path, Set, shown_path, value_at
from csmkit.core.fields import Plain
from csmkit.core.new_account import NewAccount

_PATHS: Mapping[str, Path] = {field.name: field.path for field in FIELDS["accounts"] if field.path}
_CSM: Path = ("vendor_team", "csm")
_NAMELESS = "is no account here, and the table has no names; import the accounts first"


def proposed_accounts(entries: Iterable[Entry], book: Iterable[Known], setting: Setting) -> Proposed:
    """One step for each row; a row that contradicts the record it means is refused."""
    found = matches(book, setting.layout.system)
    steps: list[Step] = []
    faults: list[Fault] = []
    for entry in entries:
        step = _step(entry, found, setting)
        if isinstance(step, WrongMatch):
            faults.append(Fault(entry.row, step.column, step.told))
        else:
            steps.append(step)
    return Proposed(tuple(steps), tuple(faults))


def _step(entry: Entry, found: Matches, setting: Setting) -> Step | WrongMatch:
    values = entry.values
    match = found.of(_text(values, "id"), _text(values, "name"), ("id", "name"))
    if isinstance(match, WrongMatch):
        return match
    if match is None:
        return _new(entry, setting) if "name" in values else WrongMatch("id", _NAMELESS)
    both = {name: value_at(match.data, path) for name, path in _PATHS.items()}
    known = {name: day for name, text in both.items() if (day := _day(text))}
    for column, told in contradictions({**known, **values}):
        if column in values:
            return WrongMatch(column, f"{told}, in the record of {match.folder}")
    done = _compared(match, values, setting)
    return Step(
        entry.row,
        "changed" if done.changes else "unchanged",
        match.folder,
        match.account.name,
        done.told,
        done.kept,
        changes=done.changes,
    )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(as_text(value))
    except ValueError:
        return None


def _compared(match: Known, values: Mapping[str, Value], setting: Setting) -> Compared:
    wanted: dict[Path, Plain] = {path: values[name] for name, path in _PATHS.items() if name in values}
    if revenue_arrives(match, values, setting.layout.system):
        if setting.currency and match.account.contract.currency is None:
            wanted = {**wanted, _PATHS["currency"]: values.get("currency", setting.currency)}
        if open_to_proposal(match, setting):
            wanted = {JOURNEY: setting.journey_for(_revenue(values)), **wanted}
    found = compared(match.data, (), setting.layout.system, _text(values, "id"), wanted)
    return found._replace(changes=(*found.changes, *_following(found, match, setting)))


def _following(found: Compared, match: Known, setting: Setting) -> Iterator[Change]:
    """What has to change along with what the table says."""
    new = {each.path: each.value for each in found.changes if isinstance(each, Set)}
    if JOURNEY in new:
        yield begun_again(setting.journey(as_text(new[JOURNEY])))
    if (*_CSM, "name") in new and as_text(value_at(match.data, (*_CSM, "email"))):
        # The old address never stays with the new name.
        yield Set((*_CSM, "email"), None)


def _new(entry: Entry, setting: Setting) -> Step:
    values = entry.values
    revenue = _revenue(values)
    csm, email = setting.csm
    entered = _date(values, "entered")
    new = NewAccount(
        id=setting.new_id(),
        name=str(values["name"]),
        journey=_text(values, "journey") or setting.journey_for(revenue),
        added_on=entered or setting.today,
        signed_on=_date(values, "signed_on"),
        renews_on=_date(values, "renews_on"),
        arr=revenue,
        currency=_text(values, "currency") or (setting.currency if revenue is not None else None),
        country=_text(values, "country"),
        segment=_text(values, "segment"),
        time_zone=_text(values, "time_zone") or setting.time_zone,
        csm=_text(values, "csm") or csm,
        csm_email=email if _text(values, "csm") in (None, csm) else None,
        account_executive=_text(values, "account_executive"),
        in_flight=setting.in_flight or entered is not None,
    )
    told = tuple(f"{shown_path(path)} {as_text(values[name])}"
                 for name, path in _PATHS.items() if name in values and name != "name")  # fmt: skip
    return Step(
        entry.row,
        "new",
        "",
        new.name,
        (f"journey {new.journey}", *told),
        changes=tuple(_beyond(new, values, setting)),
        new=new,
    )


def _beyond(new: NewAccount, values: Mapping[str, Value], setting: Setting) -> Iterator[Change]:
    """What a record's first day does not hold: other days, and where it all came from.

    What the workspace filled in counts as imported, so that a later table may say better.
    """
    for name in ("starts_on", "churned_on", "first_value"):
        if name in values:
            yield Set(_PATHS[name], values[name])
    filled = {"currency": new.currency, "time_zone": new.time_zone, "csm": new.csm}
    said = {**{name: value for name, value in filled.items() if value}, **values}
    imported: dict[str, Plain] = {
        shown_path(path): as_text(said[name]) for name, path in _PATHS.items() if name in said
    }
    if new.arr is None and "journey" not in values:
        imported["journey"] = new.journey
    id_ = _text(values, "id")
    named: dict[str, Plain] = {"id": id_} if id_ else {}
    yield Set(("external", setting.layout.system), {**named, "imported": imported})


def _revenue(values: Mapping[str, Value]) -> Decimal | None:
    arr = values.get("arr")
    return arr if isinstance(arr, Decimal) else None


def _text(values: Mapping[str, Value], name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) else None


def _date(values: Mapping[str, Value], name: str) -> date | None:
    value = values.get(name)
    return value if isinstance(value, date) else None

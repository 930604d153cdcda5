"""The people of a customer, with the part each played in the purchase."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from csmkit.book.intake.audit import Entry
from csmkit.book.intake.comparing import as_text, compared
from csmkit.book.intake.fields import FIELDS
from csmkit.book.intake.matching import Known, Matches, WrongMatch, matches
from csmkit.book.intake.proposals import Proposed, Setting, Step
from csmkit.book.intake.roles import Parts, parts_of
from csmkit.book.rows import Fault
from csmkit.core.account import Stakeholder
from csmkit.core.changes import Append, Change, Path, Set, shown_path, value_at
from csmkit.core.fields import Plain, slug
from csmkit.core.stakeholders import name_of

_PATHS: Mapping[str, Path] = {field.name: field.path for field in FIELDS["people"] if field.path}
_ELSEWHERE = "is no account here"
_WORDS = "role"


class _Row(NamedTuple):
    """What the lines about one person say together."""

    row: int
    id: str | None
    values: Mapping[str, str]
    parts: Parts | None


def proposed_people(entries: Iterable[Entry], book: Iterable[Known], setting: Setting) -> Proposed:
    """One step for each person; those of other companies are left out."""
    found = matches(book, setting.layout.system)
    rows: dict[str, dict[str, list[Entry]]] = {}
    known: dict[str, Known] = {}
    faults: list[Fault] = []
    left_out: list[Fault] = []
    for entry in entries:
        match = _account_of(entry, found)
        if isinstance(match, Known):
            known[match.folder] = match
            rows.setdefault(match.folder, {}).setdefault(_key(entry), []).append(entry)
        else:
            (left_out if match.told == _ELSEWHERE else faults).append(Fault(entry.row, *match))
    steps: list[Step] = []
    for folder, people in rows.items():
        taken = {person.id for person in known[folder].account.stakeholders}
        for lines in people.values():
            step = _step(_joined(lines, setting), known[folder], taken, setting)
            if isinstance(step, WrongMatch):
                faults += [Fault(line.row, *step) for line in lines]
            else:
                steps.append(step)
    return Proposed(tuple(sorted(steps, key=lambda step: step.row)), tuple(faults), tuple(left_out))


def _account_of(entry: Entry, found: Matches) -> Known | WrongMatch:
    values = _texts(entry)
    company, name = values.get("account_id"), values.get("account")
    if company or name:
        column = "account_id" if company else "account"
        return found.of(company, name, ("account_id", "account")) or WrongMatch(column, _ELSEWHERE)
    owners = found.by_person.get(values.get("id", ""), ())
    if len(owners) > 1:
        return WrongMatch("id", "is a person of more than one account here; export the account's id too")
    if owners:
        return owners[0]
    if "name" in values:
        return WrongMatch("", "names no customer")
    return WrongMatch("id", "is nobody in the book; import the contacts first")


def _key(entry: Entry) -> str:
    values = _texts(entry)
    return values.get("id") or values.get("email", "").casefold() or values.get("name", "").casefold()


def _joined(lines: list[Entry], setting: Setting) -> _Row:
    values = _texts(lines[0])
    said = [text for line in lines if (text := _texts(line).get("role"))]
    parts = parts_of(";".join(said), setting.layout.roles) if said else None
    return _Row(lines[0].row, values.get("id"), values, parts)


def _texts(entry: Entry) -> dict[str, str]:
    return {name: value for name, value in entry.values.items() if isinstance(value, str)}


def _step(row: _Row, known: Known, taken: set[str], setting: Setting) -> Step | WrongMatch:
    person = _person(row, known, setting.layout.system)
    if person is None:
        return _new(row, known, taken, setting)
    part: Path = ("stakeholders", person.id)
    wanted: dict[Path, Plain] = {
        path: row.values[name] for name, path in _PATHS.items() if name in row.values
    }
    if row.parts and row.parts.roles:
        wanted[("roles",)] = list(row.parts.roles)
    done = compared(known.data, part, setting.layout.system, row.id, wanted)
    asks = list(_asked(row, known, person.id, bool(person.roles), setting))
    changes = (*done.changes, *asks)
    return Step(
        row.row,
        "changed" if changes else "unchanged",
        known.folder,
        person.name,
        done.told,
        done.kept,
        row.parts.unclear if asks and row.parts else (),
        changes,
    )


def _person(row: _Row, known: Known, system: str) -> Stakeholder | None:
    """Who is meant: by id, by address, by name; a name that another id of this system bears is another's."""
    people = known.account.stakeholders
    ids = {person.external[system].id: person for person in people if system in person.external}
    if row.id and row.id in ids:
        return ids[row.id]
    free = [person for person in people if not row.id or system not in person.external]
    email, name = row.values.get("email", "").casefold(), row.values.get("name", "").casefold()
    by_email = [person for person in free if email and (person.email or "").casefold() == email]
    by_name = [person for person in free if name and person.name.casefold() == name]
    return next(iter((*by_email, *by_name)), None)


def _new(row: _Row, known: Known, taken: set[str], setting: Setting) -> Step | WrongMatch:
    if "name" not in row.values:
        return WrongMatch("", "gives no name for somebody who is not in the record yet")
    name = slug(row.values["name"], frozenset(taken))
    taken.add(name)
    item: dict[str, Plain] = {"id": name}
    item |= {field: row.values[field] for field in _PATHS if field in row.values}
    roles = list(row.parts.roles) if row.parts else []
    if roles:
        item["roles"] = list(roles)
    imported: dict[str, Plain] = {
        shown_path(path): row.values[field] for field, path in _PATHS.items() if field in row.values
    }
    imported |= {"roles": as_text(list(roles))} if roles else {}
    imported |= {_WORDS: "; ".join(row.parts.unclear)} if row.parts and row.parts.unclear else {}
    there: dict[str, Plain] = {"id": row.id} if row.id else {}
    item["external"] = {setting.layout.system: {**there, "imported": imported}}
    questions = [_question(row, known, name, setting)] if _is_open(row) else []
    return Step(
        row.row,
        "new",
        known.folder,
        row.values["name"],
        tuple(f"{field} {imported[field]}" for field in ("title", "email", "roles") if field in imported),
        asked=row.parts.unclear if questions and row.parts else (),
        changes=(Append(("stakeholders",), item), *questions),
    )


def _is_open(row: _Row) -> bool:
    """Whether the table says that somebody played a part, but not one that we can name."""
    return row.parts is not None and not row.parts.roles and bool(row.parts.unclear)


def _asked(row: _Row, known: Known, person: str, has_roles: bool, setting: Setting) -> Iterator[Change]:  # noqa: FBT001 - a fact about the person
    """The question about the part of somebody who is there, asked once for what the table says."""
    if not _is_open(row) or row.parts is None or has_roles:
        return
    path = ("stakeholders", person, "external", setting.layout.system, "imported", _WORDS)
    words = "; ".join(row.parts.unclear)
    if value_at(known.data, path) == words:
        return
    yield Set(path, words)
    question = _question(row, known, person, setting)
    if all(open_.id != question.item["id"] for open_ in known.account.open_questions):
        yield question


def _question(row: _Row, known: Known, person: str, setting: Setting) -> Append:
    interview = setting.journey(known.account.journey).handoff
    words = ", ".join(row.parts.unclear) if row.parts else ""
    name = row.values.get("name") or name_of(known.account, person)
    item: dict[str, Plain] = {
        "id": slug(f"{interview} contacts {person} roles", longest=64),
        "interview": interview,
        "question": "roles",
        "item": person,
        "ask": f"{name} is “{words}” in the CRM. Which part do they play here?",
        "fills": f"stakeholders/{person}/roles",
        "of": "account_executive",
        "since": setting.today,
    }
    return Append(("open_questions",), item)

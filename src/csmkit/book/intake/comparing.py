"""What a table says against what the record says: taken over, the same, or edited here and left alone.

The record keeps what was imported last, field by field. A field that still says so may be changed by the
next import; one that says something else was edited by somebody, and stays.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from csmkit.core.changes import Change, Path, Set, shown_path, texts, value_at
from csmkit.core.fields import Plain


class Compared(NamedTuple):
    """The changes; what they do, in words; and the fields that were edited here and stay."""

    changes: tuple[Change, ...]
    told: tuple[str, ...]
    kept: tuple[str, ...]


def compared(data: Plain, part: Path, system: str, key: str | None, wanted: Mapping[Path, Plain]) -> Compared:
    """Compare the fields of a part of the record, such as a stakeholder; the empty path is the account.

    `key`: its id there. `wanted`: what the table says, by path below the part; an empty cell says nothing.
    """
    external = (*part, "external", system)
    known = value_at(data, (*external, "imported"))
    last = known if isinstance(known, dict) else {}
    changes: list[Change] = []
    told: list[str] = []
    kept: list[str] = []
    imported: dict[str, Plain] = {}
    for path, value in wanted.items():
        now, new, name = _as_said(value_at(data, (*part, *path)), value), as_text(value), shown_path(path)
        before = last.get(name)
        if now == new:
            imported[name] = new
        elif now == "" if before is None else now == before:
            changes.append(Set((*part, *path), value))
            told.append(f"{name} {now} → {new}" if now else f"{name} {new}")
            imported[name] = new
        else:
            kept.append(name)
    changes += _remembered(data, external, key, {k: v for k, v in imported.items() if last.get(k) != v})
    return Compared(tuple(changes), tuple(told), tuple(kept))


def _remembered(data: Plain, external: Path, id_: str | None, imported: dict[str, Plain]) -> list[Change]:
    """The changes that write down what was imported, and under which id."""
    known = value_at(data, external)
    if not isinstance(known, dict):
        new: dict[str, Plain] = {"id": id_} if id_ else {}
        return [Set(external, {**new, "imported": imported})] if imported or id_ else []
    changes: list[Change] = [Set((*external, "id"), id_)] if id_ and known.get("id") is None else []
    if not isinstance(known.get("imported"), dict):
        return [*changes, Set((*external, "imported"), imported)] if imported else changes
    return [*changes, *(Set((*external, "imported", name), value) for name, value in imported.items())]


def as_text(value: object) -> str:
    """A value of the record as one text; nothing is the empty text."""
    plain = texts(value)  # type: ignore[arg-type]  # whatever stands at the path
    if isinstance(plain, list):
        return ", ".join(sorted(as_text(item) for item in plain))
    return plain if isinstance(plain, str) else ""


def _as_said(now: object, value: Plain) -> str:
    """What the record says, in the table's spelling where it means the same number."""
    text = as_text(now)
    try:
        same = isinstance(value, Decimal) and Decimal(text) == value
    except InvalidOperation:
        same = False
    return as_text(value) if same else text

"""The log entry that tells an event."""

from collections.abc import Iterable

from csmkit.core.changes import Append, Path
from csmkit.core.diary.grammar import Event
from csmkit.core.fields import Plain


def entry(
    event: Event,
    entry_id: str,
    about: Path | None = None,
    with_: Iterable[str] = (),
    note: str | None = None,
) -> Append:
    """The entry of an event: its day and kind, the part it changed, who took part, and a few words."""
    told: dict[str, Plain] = {"id": entry_id, "on": event.on, "kind": event.kind}
    people: list[Plain] = list(dict.fromkeys(with_))
    optional: dict[str, Plain] = {
        "with": people or None,
        "about": "/".join(about) if about else None,
        "note": "; ".join(part for part in (note, event.reason, event.note) if part and part.strip()),
        "crm_note": event.crm_note,
    }
    return Append(("log",), told | {key: value for key, value in optional.items() if value})

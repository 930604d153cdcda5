"""The versions of a plan: what the customer could read on the day it was rendered, one file each.

They stand in `.rendered/versions/` and are shared with the team; nothing internal is in them.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from csmkit.core.account import Account
from csmkit.core.audience import CustomerAccount, customer_values, for_customer
from csmkit.storage import atomic
from csmkit.storage.reading import CannotRead

SCHEMA = "csmkit/plan-version@1"
_LARGEST = 4 * 1024 * 1024
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([2-9]|[1-9]\d{1,3}))?")


@dataclass(frozen=True)
class Version:
    """A version by its name, such as `2026-11-14`, or `2026-11-14-2` for the second of that day."""

    name: str
    on: date
    number: int
    file: Path


def versions(folder: Path) -> tuple[Version, ...]:
    """The versions kept in an account's folder, the oldest first."""
    found = [_version(file) for file in folder_of(folder).glob("*.json")]
    return tuple(sorted((one for one in found if one), key=lambda one: (one.on, one.number)))


def folder_of(folder: Path) -> Path:
    """Where an account's folder keeps the versions."""
    return folder / ".rendered" / "versions"


def _version(file: Path) -> Version | None:
    named = _NAME.fullmatch(file.stem)
    try:
        on = date.fromisoformat(named[1]) if named else None
    except ValueError:
        on = None
    return Version(file.stem, on, int(named[2] or 1), file) if named and on else None


def keep_version(folder: Path, account: Account, on: date) -> None:
    """Keep what the customer may read, unless the last version says the same."""
    kept = versions(folder)
    content = _text(for_customer(account))
    if kept and kept[-1].file.read_bytes() == content:
        return
    of_that_day = [one.number for one in kept if one.on == on]
    name = f"{on}-{max(of_that_day) + 1}" if of_that_day else f"{on}"
    folder_of(folder).mkdir(parents=True, exist_ok=True)
    atomic.replace(folder_of(folder) / f"{name}.json", content)


def _text(account: CustomerAccount) -> bytes:
    values = {"schema": SCHEMA, "account": customer_values(account)}
    return (json.dumps(values, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def texts_in(folder: Path, *path: str) -> Iterator[tuple[date, str | None]]:
    """What every kept version says at a path, with its day; a damaged version says nothing."""
    for version in versions(folder):
        try:
            with version.file.open("rb") as stream:
                value: Any = json.loads(stream.read(_LARGEST))["account"]
            for key in path:
                value = value[key]
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            continue
        yield version.on, value if isinstance(value, str) else None


def read_version(version: Version) -> CustomerAccount:
    """What the customer could read then.

    Raises:
        CannotRead: the file is damaged, or another csmkit wrote it.
    """
    try:
        with version.file.open("rb") as stream:
            values: Any = json.loads(stream.read(_LARGEST))
        if values["schema"] == SCHEMA:
            return for_customer(Account.model_validate(values["account"]))
    except (OSError, ValueError, TypeError, LookupError, RecursionError, ValidationError):
        pass
    raise CannotRead(
        f"The version {version.name} cannot be read: it was damaged, or another csmkit wrote it. "
        "Compare with another one: --since NAME."
    )

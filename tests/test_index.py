"""What was read is kept, and never believed against the file."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from conftest import Book

AS_OF = ("--as-of", "2026-10-01")
MANY = 25


def record(number: int, name: str) -> str:
    return (
        f"schema: csmkit/account@1\nid: a{number}\nname: {name}\njourney: mid-touch\n"
        "contract: {signed_on: 2026-09-01}\n"
    )


@pytest.fixture
def many(book: Book) -> Book:
    """A book of so many accounts that what was read is kept."""
    for number in range(MANY):
        book.account(record(number, f"Customer {number:02}"), f"customer-{number:02}")
    assert len(names(book)) == MANY
    return book


def names(book: Book) -> list[Any]:
    return [row["name"] for row in book.done("account", "list", *AS_OF, "--json").json]


def index_of(book: Book) -> Path:
    return book.root / ".csmkit" / "index.json"


def test_what_was_read_is_kept_for_nobody_else(many: Book) -> None:
    assert len(json.loads(index_of(many).read_text())["files"]) == MANY
    if os.name == "posix":
        assert index_of(many).stat().st_mode & 0o077 == 0
        assert index_of(many).parent.stat().st_mode & 0o077 == 0


def test_an_edit_that_leaves_size_and_time_alone_is_seen(many: Book) -> None:
    file = many.root / "accounts" / "customer-07" / "account.yaml"
    before = file.stat()
    file.write_text(file.read_text().replace("Customer 07", "Customer 70"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert "Customer 70" in names(many)
    assert "Customer 07" not in names(many)


def test_a_mistake_is_told_every_time(many: Book) -> None:
    many.account(record(3, "Customer 03") + "contrct: {}\nname: Twice\n", "customer-03")
    for _ in range(2):
        ran = many.run("account", "list", *AS_OF)
        assert ran.code == 1
        assert "accounts/customer-03/account.yaml:6:1" in ran.err
        assert "accounts/customer-03/account.yaml:7:1" in ran.err


def test_a_place_is_told_although_nothing_was_read_anew(many: Book) -> None:
    many.account(record(3, "Customer 03") + "commitments:\n  - {id: x, promise: P, status: lost}\n", "c")
    for _ in range(2):
        assert "accounts/c/account.yaml:7:" in many.run("account", "list", *AS_OF).err


def test_whoever_is_gone_is_forgotten(many: Book) -> None:
    folder = many.root / "accounts" / "customer-07"
    (folder / "account.yaml").unlink()
    assert len(names(many)) == MANY - 1
    assert "Customer 07" not in index_of(many).read_text()


@pytest.mark.parametrize(
    "rubbish", ["", "{", "[]", "null", '{"rules": 1}', "[" * 100_000, '{"rules": "x", "files": {}}']
)
def test_rubbish_in_its_place_is_no_reason_to_stop(many: Book, rubbish: str) -> None:
    index_of(many).write_text(rubbish)
    assert len(names(many)) == MANY
    assert len(json.loads(index_of(many).read_text())["files"]) == MANY


def test_what_is_kept_is_checked_like_a_file(many: Book) -> None:
    kept = json.loads(index_of(many).read_text())
    digest = next(key for key, value in kept["files"].items() if value["name"] == "Customer 07")
    kept["files"][digest] = {"name": ["no name"]}
    index_of(many).write_text(json.dumps(kept))
    ran = many.run("account", "list", *AS_OF)
    assert ran.code == 1
    assert "accounts/customer-07/account.yaml" in ran.err


def test_other_rules_read_anew(many: Book) -> None:
    kept = json.loads(index_of(many).read_text())
    for value in kept["files"].values():
        value["name"] = "Of other rules"
    index_of(many).write_text(json.dumps({**kept, "rules": "of last year"}))
    assert "Of other rules" not in names(many)


def test_a_small_book_keeps_nothing(book: Book) -> None:
    book.account(record(1, "Northwind"), "northwind")
    names(book)
    assert not index_of(book).exists()


def test_a_folder_that_cannot_be_written_costs_only_time(many: Book) -> None:
    index_of(many).unlink()
    index_of(many).mkdir()
    assert len(names(many)) == MANY

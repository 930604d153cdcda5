"""What a team has to be able to rely on: opinions stay home, and nothing typed is lost."""

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from conftest import Book
from csmkit.core.changes import Set, reconcile
from csmkit.documents import BOOK_DOCUMENTS, INTERNAL_DOCUMENTS
from csmkit.storage import atomic
from csmkit.storage import workspace as workspace_module
from csmkit.storage.workspace import Workspace, make_workspace

DAY = date(2026, 10, 1)
RECORD = """\
schema: csmkit/account@1
id: a1
name: Northwind
journey: high-touch
stakeholders:
  - id: jane
    name: Jane Doe
"""


def keep_private(book: Book) -> None:
    config = (book.root / "csmkit.yaml").read_text()
    book.write("csmkit.yaml", config.replace("private_records: false", "private_records: true"))


def test_git_ignores_every_internal_document(tmp_path: Path) -> None:
    assert set(workspace_module.INTERNAL_DOCUMENTS) == INTERNAL_DOCUMENTS - BOOK_DOCUMENTS
    (tmp_path / ".gitignore").write_text("*.log")
    make_workspace(tmp_path, "schema: csmkit/workspace@1\n")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    files = [
        f"accounts/x/{place}"
        for name in INTERNAL_DOCUMENTS - BOOK_DOCUMENTS
        for place in (f"{name}.md", f"{name}.new.md", f".rendered/{name}.md")
    ]
    reports = [f"reports/{place}{name}.md" for name in BOOK_DOCUMENTS for place in ("", ".rendered/")]
    asked = ["my.log", "accounts/x/account.private.yaml", *files, *reports]
    shown = ["accounts/x/account.yaml", "accounts/x/success-plan.md"]
    command = ["git", "-C", str(tmp_path), "check-ignore", *asked, *shown]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == asked


def test_doctor_says_what_git_would_not_ignore(book: Book) -> None:
    book.write(".gitignore", ".csmkit/\n")
    ran = book.run("doctor")
    assert ran.code == 1
    assert "accounts/*/handoff-brief*.md" in ran.err


def test_a_new_account_keeps_its_internal_fields_apart(book: Book) -> None:
    keep_private(book)
    file = book.add("Northwind", "--arr", "120k", "--segment", "big", "--in-flight")
    shared, private = file.read_text(), file.with_name("account.private.yaml").read_text()
    for field in ("arr:", "added_on:", "segment:", "in_flight:"):
        assert field not in shared
        assert field in private
    assert book.show()["contract"]["arr"] == "120000"
    file.with_name("account.private.yaml").unlink()
    assert book.show()["in_flight"] is False


def test_an_item_of_the_internal_half_alone_can_be_told_to_the_customer(book: Book) -> None:
    keep_private(book)
    book.account(RECORD)
    book.write(
        "accounts/northwind/account.private.yaml",
        "schema: csmkit/account@1\nstakeholders:\n  - id: mia\n    name: Mia\n    stance: coach\n",
    )
    workspace = Workspace(book.root)
    change = Set(("stakeholders", "mia", "title"), "Lead")
    workspace.save(workspace.load("northwind"), (change,), did="test", today=DAY)
    mia = book.show()["stakeholders"][1]
    assert (mia["id"], mia["title"], mia["stance"]) == ("mia", "Lead", "coach")
    assert "title: Lead" in (book.root / "accounts/northwind/account.yaml").read_text()


def test_who_said_a_value_that_was_not_written_is_not_written_either() -> None:
    said = Set(("provenance", "kickoff/on"), {"said_by": "customer"})
    other = Set(("provenance", "kickoff/invited"), {"said_by": "customer"})
    todo, conflicts = reconcile(
        (Set(("kickoff", "on"), "3"), said, other), {"kickoff": {"on": "1"}}, {"kickoff": {"on": "2"}}
    )
    assert todo == (other,)
    assert [conflict.path for conflict in conflicts] == [("kickoff", "on")]


def test_finishing_a_write_leaves_a_file_edited_since_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    first, second, pending = tmp_path / "a.yaml", tmp_path / "b.yaml", tmp_path / ".csmkit/x.json"
    first.write_text("a: 1\n")
    with monkeypatch.context() as patch:
        patch.setattr(atomic, "_put_all", die)
        with pytest.raises(KeyboardInterrupt):
            atomic.replace_all({first: b"a: 2\n", second: b"b: 2\n"}, pending, tmp_path)
    first.write_text("a: mine\n")
    atomic.finish(pending, tmp_path)
    assert (first.read_text(), second.read_text()) == ("a: mine\n", "b: 2\n")
    assert not pending.exists()


def test_a_document_of_somebody_elses_is_never_lost(northwind: Book) -> None:
    folder = northwind.root / "accounts/northwind-traders"
    (folder / "success-plan.md").write_text("# Mine\n")
    (folder / "success-plan.new.md").write_text("# Mine, too\n")
    ran = northwind.run("plan", "render", "northwind")
    assert (ran.code, (folder / "success-plan.new.md").read_text()) == (1, "# Mine, too\n")
    assert "nothing was written" in ran.err
    assert not (folder / ".rendered").exists()
    (folder / "success-plan.new.md").unlink()
    assert northwind.run("plan", "render", "northwind").code == 1
    northwind.done("plan", "render", "northwind")
    assert (folder / "success-plan.md").read_text() == "# Mine\n"


def test_a_document_that_leads_outside_is_not_written(northwind: Book, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    (northwind.root / "accounts/northwind-traders/success-plan.md").symlink_to(outside)
    ran = northwind.run("plan", "render", "northwind")
    assert ran.code == 1
    assert "leads out of the workspace" in ran.err
    assert not outside.exists()


def test_what_undo_takes_back_is_kept(book: Book) -> None:
    book.account(RECORD)
    book.done("log", "northwind", "note", "precious")
    assert "kept in .csmkit/undone/a1/000001.json" in book.done("undo", "northwind").err
    kept = json.loads((book.root / ".csmkit/undone/a1/000001.json").read_text())
    assert "precious" in kept["undone"]["account.yaml"]


def test_a_long_answer_that_met_a_conflict_is_kept_whole(book: Book) -> None:
    ours = "x" * 15_001
    file = book.account(RECORD)
    workspace = Workspace(book.root)
    record = workspace.load("northwind")
    file.write_text(RECORD.replace("Jane Doe", "Jane Roe"))
    workspace.save(record, (Set(("stakeholders", "jane", "name"), ours),), did="test", today=DAY)
    entry = book.show()["log"][-1]
    assert f".csmkit/kept/{entry['id']}.txt" in entry["note"]
    assert (book.root / f".csmkit/kept/{entry['id']}.txt").read_text() == ours


def test_doctor_names_two_accounts_of_one_id(northwind: Book) -> None:
    accounts = northwind.root / "accounts"
    shutil.copytree(accounts / "northwind-traders", accounts / "copy")
    ran = northwind.run("doctor")
    assert ran.code == 1
    assert (
        "accounts/copy/account.yaml and accounts/northwind-traders/account.yaml have the same id" in ran.err
    )


def test_an_account_is_found_by_its_customer_and_a_taken_folder_is_passed_over(northwind: Book) -> None:
    accounts = northwind.root / "accounts"
    assert northwind.add("Northwind, Traders").parent.name == "northwind-traders-2"
    assert northwind.show("Northwind, Traders")["name"] == "Northwind, Traders"
    (accounts / "northwind-traders").rename(accounts / "first")
    assert northwind.show("Northwind Traders")["name"] == "Northwind Traders"

"""`csmkit demo --book N`: a team's whole book, invented, believable, the same again for the same seed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import csmkit as package
from conftest import Book, csmkit
from csmkit.book.accounts import story_of
from csmkit.book.stories import Story
from csmkit.book.synthetic import accounts
from csmkit.book.synthetic.vocabulary import Vocabulary
from csmkit.cli.synthetic import as_text, shipped_for
from csmkit.core.account import Account
from csmkit.core.fields import slug
from csmkit.storage.reading import parse, read_source, validate
from csmkit.storage.team import TEAM
from csmkit.storage.workspace import Workspace

TODAY = "2026-11-28"
COUNT = 45


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Book:
    folder = tmp_path_factory.mktemp("demo") / "book"
    ran = csmkit("demo", str(folder), "--book", str(COUNT), "--seed", "4", "--as-of", TODAY)
    assert ran.code == 0, ran.said
    return Book(folder)


@pytest.fixture(scope="module")
def everybody(made: Book) -> list[Account]:
    workspace = Workspace(made.root)
    return [workspace.load(name).account for name in workspace.names()]


def records(book: Book) -> dict[str, str]:
    return {file.parent.name: file.read_text("utf-8") for file in book.root.glob("accounts/*/account.yaml")}


def test_every_record_can_be_read_and_nothing_is_wrong(made: Book) -> None:
    assert f"accounts {COUNT}," in made.done("doctor").out


def test_the_same_seed_makes_the_same_book_and_a_smaller_one_is_part_of_it(
    made: Book, tmp_path: Path
) -> None:
    csmkit("demo", str(tmp_path / "again"), "--book", "20", "--seed", "4", "--as-of", TODAY)
    again = records(Book(tmp_path / "again"))
    assert len(again) == 20
    assert again.items() <= records(made).items()


def test_another_seed_makes_another_book(made: Book, tmp_path: Path) -> None:
    csmkit("demo", str(tmp_path / "other"), "--book", "20", "--as-of", TODAY)
    assert not records(Book(tmp_path / "other")).items() & records(made).items()


def test_it_runs_again_and_leaves_what_was_edited(tmp_path: Path) -> None:
    words = ("demo", str(tmp_path / "book"), "--book", "3", "--as-of", TODAY)
    csmkit(*words)
    edited = next((tmp_path / "book" / "accounts").glob("*/account.yaml"))
    edited.write_text(edited.read_text("utf-8") + "# mine\n", "utf-8")
    ran = csmkit(*words)
    assert "Made 0 accounts" in ran.out
    assert "3 were there already" in ran.out
    assert edited.read_text("utf-8").endswith("# mine\n")


def test_its_csms_have_training_records_and_some_were_certified(made: Book) -> None:
    team = [Workspace(made.root).load(name, TEAM).value for name in Workspace(made.root).names(TEAM)]
    assert len(team) == 7
    earned = [one.earned_on for mate in team for one in mate.certificates]
    assert len(earned) == 3
    assert max(earned) < date.fromisoformat(TODAY)
    told = made.run("train", "effect", "--as-of", TODAY)
    assert "has no training record" not in told.said


def test_it_goes_beside_the_three_accounts_of_a_demo(tmp_path: Path) -> None:
    csmkit("init", str(tmp_path), "--csm", "Noor Adeyemi")
    mine = Book(tmp_path)
    mine.add("Northwind Traders")
    assert csmkit("demo", str(tmp_path), "--book", "2", "--as-of", TODAY).code == 0
    assert len(records(mine)) == 3


def test_a_whole_team_is_in_it(everybody: list[Account]) -> None:
    assert {account.journey for account in everybody} == {"high-touch", "mid-touch", "low-touch"}
    assert len({account.vendor_team["csm"].name for account in everybody}) >= 6
    assert len({account.vendor_team["account_executive"].name for account in everybody}) == 5
    assert len({account.country for account in everybody}) >= 5
    assert len({account.name for account in everybody}) == COUNT


def test_it_has_what_real_books_have(everybody: list[Account]) -> None:
    gone = [account for account in everybody if account.contract.churned_on]
    assert any(account.first_value.reached_on for account in gone)
    assert any(not account.first_value.reached_on for account in gone)
    assert any(account.in_flight for account in everybody)
    assert any(account.holds for account in everybody)
    assert any(account.contract.renewed_on for account in everybody)
    assert any(gate.cleared_on for account in everybody for gate in account.gates)
    assert any(not account.first_value.reached_on for account in everybody if account not in gone)


def test_no_account_contradicts_itself_or_knows_the_future(everybody: list[Account]) -> None:
    today = date.fromisoformat(TODAY)
    for account in everybody:
        assert isinstance(story_of(account, "first-value", None), Story), account.name
        days = [entry.on for entry in account.log] + [m.met_on for m in account.milestones if m.met_on]
        last = account.contract.churned_on or today
        assert all(day <= last for day in days), account.name
        assert account.contract.renews_on
        assert account.contract.churned_on or account.contract.renews_on > today


def test_it_is_a_desk_one_can_work_at(made: Book) -> None:
    lines = made.done("today", "--as-of", TODAY).out.splitlines()
    assert COUNT / 2 < len(lines) < COUNT * 4


def test_findings_of_the_rules_are_in_it(made: Book) -> None:
    codes = {
        finding["code"]
        for name in sorted(records(made))[:2]
        for finding in made.run("check", name, "--as-of", TODAY, "--json").json["findings"]
    }
    assert len(codes) > 3


def test_every_csm_has_a_record_and_three_are_certified(made: Book, everybody: list[Account]) -> None:
    records = {file.stem: file.read_text("utf-8") for file in made.root.glob("team/*.yaml")}
    assert {slug(account.vendor_team["csm"].name) for account in everybody} <= set(records)
    certified = {name for name, text in records.items() if "certificates:" in text}
    assert certified == {"callum-reith", "imani-okoro", "yuki-tanabe"}
    assert made.done("train", "show", "imani-okoro", "--as-of", TODAY).code == 0


def test_a_faster_csm_shows_in_the_numbers(made: Book) -> None:
    """The effect is a parameter: twice the pace, and first value comes earlier."""
    words = validate(read_source(Path(package.__file__).parent / "demo" / "book.yaml"), Vocabulary)
    faster = words.model_copy(
        update={"csms": tuple(csm.model_copy(update={"pace": csm.pace * 2}) for csm in words.csms)}
    )
    assert reached_by(60, made, faster) > reached_by(60, made, words) + COUNT / 10


def reached_by(day: int, book: Book, words: Vocabulary) -> int:
    shipped = shipped_for(Workspace(book.root), words)
    waits = [
        record_wait(record) for _, record in accounts(words, shipped, COUNT, 4, date.fromisoformat(TODAY))
    ]
    return sum(wait is not None and wait <= day for wait in waits)


def record_wait(record: Any) -> int | None:
    account = validate(parse(as_text(record), "account.yaml"), Account)
    reached, signed = account.first_value.reached_on, account.contract.signed_on
    return (reached - signed).days if reached and signed else None


@pytest.mark.parametrize("words", [("--book", "0"), ("--seed", "3"), ("--book", "100000")])
def test_what_makes_no_sense_is_refused(tmp_path: Path, words: tuple[str, str]) -> None:
    ran = csmkit("demo", str(tmp_path / "book"), *words)
    assert ran.code == 2
    assert ran.out == ""

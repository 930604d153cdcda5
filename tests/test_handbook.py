"""The handbook: the whole playbook as linked pages, with nothing of any customer in it."""

import re
from pathlib import Path

import pytest

from conftest import Book, Ran, csmkit


def written(book: Book) -> Path:
    folder = book.root / "handbook"
    book.done("playbook", "handbook", str(folder))
    return folder


def again(book: Book) -> Ran:
    return book.run("playbook", "handbook", str(book.root / "handbook"))


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_every_page_is_reached_from_the_first_and_every_link_leads_somewhere(book: Book) -> None:
    folder = written(book)
    reached, waiting = set[str](), ["README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            text = (folder / page).read_text(encoding="utf-8")
            for file, anchor in re.findall(r"\]\(([\w.-]+\.md)(?:#([^)]+))?\)", text):
                assert not anchor or anchor in anchors(folder / file), (page, file, anchor)
                waiting.append(file)
    assert reached == {path.name for path in folder.glob("*.md")}
    listed = [one["file"] for one in book.done("playbook", "list", "--json").json]
    # What the team is trained with would be spoilt by being read.
    assert len(reached) == len([file for file in listed if "training/" not in file]) + 3


def test_what_is_ours_is_in_it_and_marked_with_its_owner_and_its_review(book: Book) -> None:
    book.write(
        "playbooks/works-council.yaml",
        "extends: shipped/high-touch\ntitle: With a | works council\nowner: Noor Adeyemi\nversion: 3\n"
        "reviewed_on: 2026-09-01\nmilestones:\n  - {id: day-30, title: 'The *council* agreed'}\n",
    )
    folder = written(book)
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert r"[With a \| works council](journey-works-council.md) (ours, extends shipped/high-touch)" in index
    assert "| 3 | Noor Adeyemi | 1 September 2026 |" in index
    page = (folder / "journey-works-council.md").read_text(encoding="utf-8")
    assert r"**Day 30:** The \*council\* agreed" in page
    assert "play-sponsor-gap.md" in page
    assert "play-sponsor-gap.md" not in (folder / "journey-low-touch.md").read_text(encoding="utf-8")


def test_questions_stand_in_it_with_their_reasons_and_rules_with_theirs(book: Book) -> None:
    folder = written(book)
    assert "sets the real deadline" in (folder / "interview-handoff.md").read_text(encoding="utf-8")
    assert "a list of wishes" in (folder / "rules.md").read_text(encoding="utf-8")
    script = (folder / "journey-high-touch.md").read_text(encoding="utf-8")
    assert "Then be silent until somebody speaks." in script
    assert "Listen for:" in script


def test_no_customer_is_in_it(handed_over: Book) -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in written(handed_over).glob("*.md"))
    for word in ("Northwind", "Jane Doe", "Mia Brandt", "Contoso", "next board seat"):
        assert word not in pages


def test_writing_it_again_changes_nothing_and_takes_away_what_is_gone(book: Book) -> None:
    own = book.write("playbooks/ours.yaml", "extends: shipped/low-touch\ntitle: Ours\n")
    folder = written(book)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    written(book)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    own.unlink()
    written(book)
    assert not (folder / "journey-ours.md").exists()


def test_an_edited_page_and_a_folder_of_other_things_are_left_alone(book: Book) -> None:
    page = written(book) / "rules.md"
    page.write_text("Ours.\n", encoding="utf-8")
    ran = again(book)
    assert (ran.code, page.read_text(encoding="utf-8")) == (1, "Ours.\n")
    assert "rules.md: edited since it was written" in ran.err
    other = book.root / "notes"
    other.mkdir()
    (other / "mine.txt").write_text("mine", encoding="utf-8")
    ran = book.run("playbook", "handbook", str(other))
    assert ran.code == 1
    assert [path.name for path in other.iterdir()] == ["mine.txt"]


def test_a_broken_playbook_stops_it_with_the_place(book: Book) -> None:
    book.write("playbooks/ours.yaml", "extends: shipped/low-touch\ngraduation_day: soon\n")
    ran = again(book)
    assert ran.code == 1
    assert "playbooks/ours.yaml:2:17:" in ran.err
    assert not (book.root / "handbook").exists()


def test_it_is_written_outside_a_workspace_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = csmkit("playbook", "handbook")
    assert (ran.code, ran.out.endswith("pages to handbook; begin with README.md.\n")) == (0, True)

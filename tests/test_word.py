"""The plan in Word: what the customer edits, and what of theirs is never written over."""

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Book
from csmkit.documents.docx import word_document
from csmkit.documents.gantt_table import chart_rows
from test_success_plan import NORTHWIND, northwind, plan

PLAN = "accounts/northwind-traders/success-plan"


def word(text: str, **more: Any) -> Any:
    return Document(io.BytesIO(word_document(text, **more)))


def lines(text: str) -> list[tuple[str, str]]:
    """The style and the words of each paragraph."""
    return [(paragraph.style.name, paragraph.text) for paragraph in word(text).paragraphs]


def tables(text: str) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in word(text).tables]


def test_headings_lists_quotations_and_gaps_have_their_styles() -> None:
    headings, rest = "# Plan\n\n## Outcome\n\n### Now\n\n", "> In our\n> words\n\n- one\n  - deeper\n\n"

    assert lines(headings + rest + "To be agreed: its day. Why.\n") == [
        ("Title", "Plan"),
        ("Heading 1", "Outcome"),
        ("Heading 2", "Now"),
        ("Intense Quote", "In our words"),
        ("List Bullet", "one"),
        ("List Bullet 2", "deeper"),
        ("To be agreed", "To be agreed: its day. Why."),
    ]


def test_every_numbered_list_begins_anew() -> None:
    numbers = [words for _, words in lines("1. a\n2. b\n\nThen\n\n1. c\n\n7. d\n")]

    assert numbers == ["1. a", "2. b", "Then", "1. c", "2. d"]


def test_emphasis_code_and_breaks_survive() -> None:
    (paragraph,) = word("**Day:** *soon*, `x_y`\\\nthen\n").paragraphs

    assert paragraph.text == "Day: soon, x_y\nthen"
    assert [(run.text, run.bold, run.italic) for run in paragraph.runs][:3] == [
        ("Day:", True, None),
        (" ", None, None),
        ("soon", None, True),
    ]


def test_only_web_and_mail_addresses_become_links() -> None:
    document = word("[board](https://bi.example/q) [files](ftp://x.example/y) [evil](javascript:x)\n")

    assert [part.target_ref for part in document.part.rels.values() if part.is_external] == [
        "https://bi.example/q"
    ]
    assert document.paragraphs[0].text == "board files [evil](javascript:x)"


def test_a_table_stays_a_table_and_the_chart_becomes_one_of_days() -> None:
    chart = (
        "```mermaid\ngantt\n    dateFormat YYYY-MM-DD\n    section Approvals\n"
        "    Review #59; legal :done, 2026-09-28, 2026-11-01\n    section Milestones\n"
        "    First result :milestone, 2027-01-26, 0d\n```\n"
    )

    assert tables("| a | b |\n| --- | --- |\n| 1 | |\n") == [[["a", "b"], ["1", ""]]]
    assert tables(chart) == [
        [
            ["What", "From", "To", ""],
            ["Approvals", "", "", ""],
            ["Review ; legal", "28 September 2026", "31 October 2026", "done"],
            ["Milestones", "", "", ""],
            ["First result", "26 January 2027", "", ""],
        ]
    ]


def test_another_diagram_and_html_are_shown_letter_for_letter() -> None:
    assert lines("```mermaid\ngraph TD\n  a\n```\n\n<b>x</b>\n") == [
        ("Verbatim", "graph TD"),
        ("Verbatim", "  a"),
        ("Normal", "<b>x</b>"),
    ]


def test_the_paper_is_the_countrys_and_nothing_says_when_or_with_what_it_was_made() -> None:
    document = word("# Plan\n", author="Sam Lee", country="us")
    packed = word_document("# Plan\n")

    assert round(document.sections[0].page_width.mm) == 216
    assert round(word("x", country="DE").sections[0].page_width.mm) == 210
    assert (document.core_properties.author, document.core_properties.title) == ("Sam Lee", "Plan")
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        about = package.read("docProps/core.xml").decode()
    assert "python" not in about
    assert "20" not in about.partition("<cp:revision>")[0].partition("dcterms:created")[2]


def test_the_whole_plan_is_in_it() -> None:
    text = plan(northwind(tasks=[{"id": "t", "title": "x | y {{7*7}} [/z]", "due_on": "2026-10-01"}]))
    found = "\n".join(words for _, words in lines(text))

    for words in (
        "Our reps quote before the competition does.",
        "Day 60: Step 60",
        "SSO live before rollout",
        "x | y {{7*7}} [/z]: by 1 October 2026",
    ):
        assert words in found


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_can_break_it_and_the_same_text_gives_the_same_bytes(text: str) -> None:
    once = word_document(f"# {text}\n\n- {text}\n\n{text}\n")

    assert once == word_document(f"# {text}\n\n- {text}\n\n{text}\n")
    Document(io.BytesIO(once))


@given(st.text())
def test_any_chart_can_be_read(text: str) -> None:
    chart_rows("gantt\n" + text)


def test_an_enemys_name_forges_nothing() -> None:
    evil = "x | y\u202e <script> {{ 7*7 }} [a](https://evil.example)"
    people = [{**NORTHWIND["stakeholders"][0], "name": evil}]
    document = word(plan(northwind(stakeholders=people)))
    found = "\n".join(paragraph.text for paragraph in document.paragraphs)

    assert "x | y <script> {{ 7*7 }} [a](https://evil.example)" in found
    assert not [part for part in document.part.rels.values() if part.is_external]


# --- On disk -------------------------------------------------------------------------------------------


def saved(book: Book, name: str = "success-plan.docx") -> Path:
    return (book.root / PLAN).with_name(name)


def edit(file: Path, words: str) -> bytes:
    """Open it, add a paragraph and save it, as a person with Word would."""
    document = Document(str(file))
    document.add_paragraph(words)
    document.save(str(file))
    return file.read_bytes()


def test_the_word_document_has_the_edits_made_in_the_markdown(northwind: Book) -> None:
    northwind.done("plan", "render", "northwind")
    file = saved(northwind, "success-plan.md")
    file.write_text(file.read_text(encoding="utf-8") + "\nWe meet in Hamburg.\n", encoding="utf-8")

    told = northwind.done("plan", "render", "northwind", "--docx").out

    assert "Wrote accounts/northwind-traders/success-plan.docx." in told
    assert Document(str(saved(northwind))).paragraphs[-1].text == "We meet in Hamburg."
    assert "success-plan.docx is up to date." in northwind.done("plan", "render", "northwind", "--docx").out


def test_one_that_nobody_edited_is_written_again(northwind: Book) -> None:
    northwind.done("plan", "render", "northwind", "--docx")
    northwind.done("log", "northwind", "rhythm", "weekly", "--as-of", "2026-09-05")
    northwind.done("plan", "render", "northwind", "--docx")

    assert "We meet: every week" in "\n".join(p.text for p in Document(str(saved(northwind))).paragraphs)
    assert not saved(northwind, "success-plan.new.docx").exists()


def test_one_that_somebody_edited_is_never_written_over(northwind: Book) -> None:
    northwind.done("plan", "render", "northwind", "--docx")
    theirs = edit(saved(northwind), "The target is 90 percent for all desks.")
    northwind.done("log", "northwind", "rhythm", "weekly", "--as-of", "2026-09-05")

    for _ in range(2):
        ran = northwind.run("plan", "render", "northwind", "--docx")
        assert ran.code == 1
        assert "edited since it was written" in ran.err
        assert "csmkit plan review" in ran.err
    assert saved(northwind).read_bytes() == theirs
    ours = edit(saved(northwind, "success-plan.new.docx"), "Mine.")
    ran = northwind.run("plan", "render", "northwind", "--docx")
    assert (ran.code, saved(northwind, "success-plan.new.docx").read_bytes()) == (1, ours)
    assert "nothing was written" in ran.err


def test_the_new_one_may_take_the_place_of_the_old(northwind: Book) -> None:
    northwind.done("plan", "render", "northwind", "--docx")
    edit(saved(northwind), "Theirs.")
    assert northwind.run("plan", "render", "northwind", "--docx").code == 1
    saved(northwind, "success-plan.new.docx").replace(saved(northwind))

    northwind.done("log", "northwind", "rhythm", "weekly", "--as-of", "2026-09-05")
    northwind.done("plan", "render", "northwind", "--docx")


def test_a_word_document_that_is_not_ours_is_left_alone(northwind: Book) -> None:
    saved(northwind).write_bytes(b"PK somebody's own")

    assert northwind.run("plan", "render", "northwind", "--docx").code == 1
    assert saved(northwind).read_bytes() == b"PK somebody's own"
    assert saved(northwind, "success-plan.new.docx").exists()


def test_a_word_document_that_leads_outside_is_not_written(northwind: Book, tmp_path: Path) -> None:
    saved(northwind).symlink_to(tmp_path / "outside.docx")

    assert northwind.run("plan", "render", "northwind", "--docx").code == 1
    assert not (tmp_path / "outside.docx").exists()


def test_a_plan_with_a_conflict_in_it_makes_no_word_document(northwind: Book) -> None:
    northwind.done("plan", "render", "northwind")
    file = saved(northwind, "success-plan.md")
    file.write_text("<<<<<<< your edits\n", encoding="utf-8")

    assert northwind.run("plan", "render", "northwind", "--docx").code == 1
    assert not saved(northwind).exists()


def test_without_the_library_it_says_what_to_type_and_writes_nothing(
    northwind: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    ran = northwind.run("plan", "render", "northwind", "--docx")

    assert ran.code == 1
    assert "python -m pip install '.[docx]'" in ran.err
    assert not saved(northwind, "success-plan.md").exists()


def test_the_annex_has_no_word_document(northwind: Book) -> None:
    ran = northwind.run("plan", "render", "northwind", "--annex", "--docx")

    assert (ran.code, list((northwind.root / PLAN).parent.glob("*.docx"))) == (2, [])

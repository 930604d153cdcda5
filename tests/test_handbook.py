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
    # Of the training only the certification is there; the rest would be spoilt by being read.
    assert len(reached) == len([file for file in listed if "training/" not in file]) + 4


def test_the_certification_stands_in_it_without_the_questions_of_its_quizzes(book: Book) -> None:
    folder = written(book)
    page = (folder / "certification.md").read_text(encoding="utf-8")
    assert "[Every rule of the plan and why it is there](rules.md)" in page
    assert "Quiz: 12 questions, 80 percent to pass." in page
    assert "Comes after Playbook mastery." in page
    quizzes = [
        file for file in folder.glob("*.md") if "economic buyer writes" in file.read_text(encoding="utf-8")
    ]
    assert quizzes == []


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


def test_a_shipped_journey_has_a_version_and_asks_for_an_owner(book: Book) -> None:
    folder = written(book)
    index = (folder / "README.md").read_text(encoding="utf-8")
    for name in ("high-touch", "mid-touch", "low-touch"):
        page = (folder / f"journey-{name}.md").read_text(encoding="utf-8")
        assert "Version: csmkit 1. Owner: to be named by you. Last read whole: not yet by you." in page
    assert index.count("| csmkit 1 | to be named by you | not yet by you |") == 3


def test_questions_stand_in_it_with_their_reasons_and_rules_with_theirs(book: Book) -> None:
    folder = written(book)
    assert "sets the real deadline" in (folder / "interview-handoff.md").read_text(encoding="utf-8")
    assert "a list of wishes" in (folder / "rules.md").read_text(encoding="utf-8")
    script = (folder / "journey-high-touch.md").read_text(encoding="utf-8")
    assert "Then be silent until somebody speaks." in script
    assert "Listen for:" in script


def follows(page: str, sitting: str) -> dict[str, str]:
    """The steps of a sitting by the condition above them, as a reader of the page finds them."""
    part = page.split(f"### What follows from “{sitting}”")[1].split("\n## ", maxsplit=1)[0]
    halves = re.split(r"^\*\*(.+):\*\*$", part, flags=re.MULTILINE)[1:]
    return dict(zip(halves[::2], halves[1::2], strict=True))


def test_a_play_says_which_step_belongs_to_which_answer(book: Book) -> None:
    folder = written(book)
    departure = (folder / "play-champion-departure.md").read_text(encoding="utf-8")
    steps = follows(departure, "Who takes over")
    still = "If the answer to “Can we still speak with the person it is about?” is {}"
    assert "- Half an hour of ‹the person it is about›" in steps[still.format("yes")]
    assert "- Rebuild what ‹the person it is about› knew" in steps[still.format("no")]
    assert "Tell ‹champion›" in steps["If the new champion is known"]
    assert (
        "[Sponsor gap](play-sponsor-gap.md), if the person it is about is the executive sponsor" in departure
    )
    disengagement = (folder / "play-disengagement.md").read_text(encoding="utf-8")
    assert "- ‹signals that they turn away: missed meetings" in disengagement
    overloaded = "“The champion is overloaded (temporary)”"
    steps = follows(disengagement, "What is behind it")
    assert "Take work off ‹champion›" in steps[f"If the cause is {overloaded}, and there is a champion"]
    unsure = (
        f"If either the cause is not {overloaded} or the cause is not known, "
        "and there is an executive sponsor"
    )
    assert "Ask ‹executive sponsor› for half an hour alone" in steps[unsure]
    assert f"does the overload last?** *(if the cause is {overloaded})*" in disengagement


def test_a_step_of_our_own_play_says_its_condition_or_shows_its_code(book: Book) -> None:
    book.write(
        "playbooks/plays/late-data.yaml",
        "schema: csmkit/play@1\nkind: play\ntitle: Late data\nsessions:\n- id: first\n  title: First\n"
        "  sections:\n  - id: one\n    title: One\n    questions:\n"
        "    - {id: owner_there, type: yes_no, ask: 'Is there an *owner*?'}\n"
        "    - {id: files, type: number, ask: How many files?}\n"
        "  tasks:\n  - {id: a, title: Find an owner, when: not owner_there, due: 1}\n"
        "  - {id: b, title: Load them, when: 'files >= 3 and owner_there'}\n"
        "  - {id: c, title: Ask, when: files * 2 > 10, hours: 1}\n  - {id: d, title: Tell, due: 2}\n",
    )
    steps = follows((written(book) / "play-late-data.md").read_text(encoding="utf-8"), "First")
    assert {when: text.strip() for when, text in steps.items()} == {
        r"If the answer to “Is there an \*owner\*?” is no": (
            "- Find an owner: customer success manager, within 1 working day"
        ),
        r"If the files is at least 3, and the answer to “Is there an \*owner\*?” is yes": (
            "- Load them: customer success manager, at once"
        ),
        "When `files * 2 > 10`": "- Ask: customer success manager, within 1 hour",
        "In any case": "- Tell: customer success manager, within 2 working days",
    }


def test_no_page_shows_the_code_of_a_template(book: Book) -> None:
    book.write(
        "templates/emails/sums.md.j2",
        "{#- To the champion: a sum. -#}\nSubject: Sum\n\n{{ kickoff_minutes * 2 }}\n",
    )
    book.write(
        "templates/emails/hello.md.j2",
        "{#- To the *champion*. -#}\nSubject: Hello\n\n{% include 'emails/greeting.md.j2' %}\n\n"
        "{% for item in with_you %}\n- {% if item.late %}(late) {% endif %}{{ item.what }}\n{% endfor %}\n"
        "{{ account.contract.renews_on }}\n",
    )
    book.write(
        "templates/emails/greeting.md.j2",
        "Subject: Good day\n\n{{ champion if champion != csm else 'you' }}, {{ programme.webinar_link }}\n",
    )
    folder = written(book)
    for page in folder.glob("*.md"):
        assert not re.findall(r"\{[{%#]|[%}]\}|_on›", page.read_text(encoding="utf-8")), page.name
    agenda = (folder / "journey-high-touch.md").read_text(encoding="utf-8")
    assert "### How all of us see “‹outcome metric›” move" in agenda
    messages = (folder / "messages.md").read_text(encoding="utf-8")
    hello = messages.split("## hello\n\n")[1].split("\n\n##", maxsplit=1)[0]
    assert hello == (
        "To the \\*champion\\*.\n\n> Subject: Hello\n>\n> Subject: Good day\n>\n"
        "> ‹the champion›, ‹webinar link›\n> - ‹what›\n> ‹renews on›"
    )
    assert messages.count("cannot be shown without a customer") == 1
    assert "## sums\n\nTo the champion: a sum.\n\n> Its text cannot be shown" in messages


def test_a_message_reads_as_its_readers_get_it(book: Book) -> None:
    messages = (written(book) / "messages.md").read_text(encoding="utf-8")
    assert "> Our kickoff is on **‹the day of the kickoff›**." in messages
    assert "> Next is “‹the next milestone›”, by **‹the day of the next milestone›**." in messages
    assert "> May I show you in twenty minutes where everything stands?" in messages
    assert "Shall I show you in twenty minutes" not in messages


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

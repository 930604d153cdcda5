"""The pages people read: every command, option, example and link in them is true."""

import importlib.util
import re
import shlex
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import yaml
from jinja2 import Undefined

from conftest import Book, csmkit
from csmkit.cli import demo
from csmkit.cli.app import COMMANDS
from csmkit.core import circumstances, conditions
from csmkit.core.diary import KINDS
from csmkit.core.journey import Journey
from csmkit.core.success_plan.values import SuccessPlan
from csmkit.documents.sandbox import Sandbox
from csmkit.storage.library import shipped

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", *sorted(DOCS.glob("*.md")))
THE_DAY = "2026-11-22"
GROUPS = (
    "account",
    "train",
    "plan",
    "kickoff",
    "email",
    "ebr",
    "cadence",
    "export",
    "play",
    "playbook",
    "report",
)

_FENCED = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text_of(page: Path | str) -> str:
    return (DOCS / page if isinstance(page, str) else page).read_text(encoding="utf-8")


def blocks(page: Path | str, kind: str) -> list[str]:
    """The fenced blocks of a kind."""
    return [body for info, body in _FENCED.findall(text_of(page)) if info == kind]


def section(page: str, heading: str) -> str:
    """What stands under a heading, up to the next one of any depth."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", text_of(page), re.MULTILINE | re.DOTALL)
    assert found, f"{page} has no section {heading}"
    return found[1]


def codes(text: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`\n]+)`", text)


def command_lines(page: Path) -> Iterator[str]:
    """Every `csmkit …` of a page: lines of its fenced blocks, and what stands between backticks."""
    text = text_of(page)
    for _, body in _FENCED.findall(text):
        for line in body.splitlines():
            typed = re.sub(r"^\s*(\$ )?(uv run )?", "", line)
            if typed.startswith("csmkit "):
                yield typed
    for span in re.findall(r"`(?:uv run )?(csmkit [^`]+)`", _FENCED.sub("", text)):
        yield " ".join(span.split())


def words_of(line: str) -> list[str]:
    """A command line's words after `csmkit`, up to a redirection."""
    words = shlex.split(line.replace("\\|", "|"))[1:]
    return words[: words.index(">")] if ">" in words else words


def command_of(words: list[str]) -> tuple[str, ...]:
    """The command among the words, and its subcommand if it has one."""
    deeper = words[0] in GROUPS and len(words) > 1 and not words[1].startswith("-")
    return tuple(words[: 2 if deeper else 1])


@cache
def help_of(*command: str) -> str:
    ran = csmkit(*command, "--help")
    assert ran.code == 0, ran.said
    return ran.out


# --- The commands --------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_section_of_its_own(command: str) -> None:
    assert section("commands.md", f"csmkit {command}").strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_line_names_a_command_and_options_that_exist(page: Path) -> None:
    for line in command_lines(page):
        words = words_of(line)
        command: tuple[str, ...] = ()
        if not words[0].startswith("-") and words[0] != "COMMAND":
            assert words[0] in COMMANDS, f"{page.name}: {line}"
            command = command_of(words)
        known = help_of(*command) + help_of()
        for option in (word.partition("=")[0] for word in words if word.startswith("--") and word != "--"):
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", known), f"{page.name}: {line}"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_told_in_its_section(command: str) -> None:
    listed = help_of(command).partition("Commands:")[2] if command in GROUPS else ""
    subcommands = re.findall(r"^  (\w+)  ", listed, re.MULTILINE)
    assert bool(subcommands) == (command in GROUPS)
    common = {"--help", "--install-completion", "--show-completion"}
    for name in (*subcommands, *([] if subcommands and command != "report" else [""])):
        path = (command, name) if name else (command,)
        told = section("commands.md", " ".join(("csmkit", *path)))
        offered = set(re.findall(r"^  (--[\w-]+)", help_of(*path), re.MULTILINE)) - common
        missing = {option for option in offered if not re.search(rf"`{option}[` ]", told)}
        assert not missing, f"csmkit {' '.join(path)}"
        named = {code.split()[0] for code in codes(told) if code.startswith("--")}
        assert named <= offered | common, f"csmkit {' '.join(path)}"


def test_what_can_be_logged_is_told_as_the_program_tells_it() -> None:
    rows = {
        tuple(row) for row in re.findall(r"^\| `(.+?)` \| (.+?) \|", text_of("commands.md"), re.MULTILINE)
    }
    for name, kind in KINDS.items():
        assert (kind.example, kind.tells) in rows, name


@pytest.fixture(scope="module")
def small_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with the smallest of its accounts only, for the sake of time."""
    content, folder = tmp_path_factory.mktemp("content"), tmp_path_factory.mktemp("demo")
    script = yaml.safe_load((demo.CONTENT / "script.yaml").read_text(encoding="utf-8"))
    script["accounts"] = [a for a in script["accounts"] if a["name"].startswith("Finch")]
    (content / "script.yaml").write_text(yaml.safe_dump(script, allow_unicode=True), encoding="utf-8")
    for file in demo.CONTENT.glob("*-finch.*"):
        (content / file.name).write_bytes(file.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "CONTENT", content)
        patch.delenv("CSMKIT_WORKSPACE", raising=False)
        ran = csmkit("demo", str(folder), "--as-of", THE_DAY)
    assert ran.code == 0, ran.said
    return folder


@pytest.mark.parametrize(
    "words",
    [
        "account list",
        "account show finch --story",
        "account cover --from 2026-11-25 --to 2026-12-10",
        "export crm --since -30d",
        "next finch",
        "today",
        "handoff finch --status",
        "assess finch --show",
        "cadence check finch",
        "email list finch",
        "plan diff finch --since 2026-01-01",
        "log finch note hello",
        "play list finch",
        "ttfv --by journey",
        "ttfv --forecast",
        "ttfv --landmark 60",
        "report audit",
        "report",
        "report success",
        "playbook list",
        "train roleplay --list",
    ],
)
def test_every_key_of_the_json_is_told(small_demo: Path, words: str) -> None:
    ran = csmkit("--workspace", str(small_demo), *words.split(), "--json")
    assert ran.code == 0, ran.said
    told = section("commands.md", " ".join(("csmkit", *command_of(words.split()))))
    assert not set(_keys(ran.json)) - {key.removeprefix("items[].") for key in codes(told)}


def _keys(value: Any) -> Iterator[str]:
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield key
        yield from _keys(inner)
    for inner in value if isinstance(value, list) else ():
        yield from _keys(inner)


def test_the_examples_print_what_the_page_shows(small_demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_demo)
    for block in blocks("commands.md", "console"):
        line, _, shown = block.partition("\n")
        words = words_of(line.removeprefix("$ "))
        if words[0] != "demo":
            as_of = ("--as-of", THE_DAY) if "--as-of" in help_of(*command_of(words)) else ()
            ran = csmkit(*words, *as_of)
            assert ran.code == 0, ran.said
            assert re.fullmatch(_with_gaps(shown), _one_blank(ran.said), re.DOTALL), f"{line}\n{ran.said}"


def test_the_published_tables_print_what_the_page_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for block in blocks("ttfv.md", "console"):
        line, _, shown = block.partition("\n")
        ran = csmkit(*words_of(line.removeprefix("$ ")))
        assert ran.code == 0, ran.said
        assert re.fullmatch(_with_gaps(shown), _one_blank(ran.said), re.DOTALL), f"{line}\n{ran.said}"


def _one_blank(text: str) -> str:
    """Columns are as wide as what stands in them."""
    return "".join(re.sub(r"(?<=\S) +", " ", line).rstrip() + "\n" for line in text.splitlines())


def _with_gaps(shown: str) -> str:
    """A pattern of what is shown: `…` is some of a line, and alone on a line some lines or none."""
    return "".join(
        r"(?:.*\n)?" if line == "…\n" else re.escape(line).replace("…", r"[^\n]*")
        for line in _one_blank(shown).splitlines(keepends=True)
    )


# --- The record and the schemas ------------------------------------------------------------------------


def test_the_page_of_the_record_is_what_the_models_say() -> None:
    spec = importlib.util.spec_from_file_location("tasks", ROOT / "tasks.py")
    assert spec
    assert spec.loader
    tasks: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tasks)
    assert text_of("record.md") == tasks.record_page(), "write it anew: uv run tasks.py schemas"


def test_the_page_of_the_record_keeps_what_is_internal_apart() -> None:
    assert "| internal |" not in section("record.md", "`vendor_team.*`")
    assert "| customer |" not in section("record.md", "`buying`")
    assert re.search(
        r"^\| `stance` .*\| internal \|$", section("record.md", "`stakeholders[]`"), re.MULTILINE
    )
    assert re.search(r"^\| `name` .*\| customer \|$", section("record.md", "`stakeholders[]`"), re.MULTILINE)


def test_the_schemas_are_what_the_models_say(tmp_path: Path) -> None:
    assert csmkit("playbook", "schema", "--write", str(tmp_path)).code == 0
    written = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    kept = {file.name: file.read_bytes() for file in (DOCS / "schemas").iterdir()}
    assert kept == written, "write them anew: uv run tasks.py schemas"


# --- Playbooks -----------------------------------------------------------------------------------------


def as_interview(questions: str) -> str:
    """An interview of nothing but these questions."""
    head = (
        "schema: csmkit/interview@1\nkind: interview\ntitle: T\nsessions:\n"
        "  - id: s\n    title: S\n    sections:\n      - id: p\n        title: P\n        questions:\n"
    )
    return head + textwrap.indent(questions, " " * 10)


def test_every_playbook_on_the_page_is_clean(book: Book) -> None:
    for number, block in enumerate(blocks("playbooks.md", "yaml")):
        named = re.match(r"# (\S+\.yaml)\n", block)
        file = named[1] if named else f"playbooks/interviews/example-{number}.yaml"
        book.write(file, block if named else as_interview(block))
    assert "nothing wrong" in book.done("playbook", "check").out
    for add in (line for line in command_lines(DOCS / "playbooks.md") if "account add" in line):
        words = words_of(add)
        assert f"journey {words[words.index('--journey') + 1]}" in book.done(*words).out
    assert "Nothing is wrong." in book.done("doctor").out


def test_the_mistaken_playbook_on_the_page_gets_the_answer_shown(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(book.root)
    (mistaken,) = blocks("playbooks.md", "yaml mistaken")
    (shown,) = (b for b in blocks("playbooks.md", "console") if b.startswith("$"))
    book.write(mistaken.split()[1], mistaken)
    line, _, answer = shown.partition("\n")
    ran = csmkit(*words_of(line.removeprefix("$ ")))
    assert (ran.code, ran.said) == (1, answer)


def test_a_journey_of_twenty_lines_is_made_by_following_the_page_alone(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(book.root)
    whole = (DOCS / "playbooks.md").read_text(encoding="utf-8")
    page = whole.partition("\n## A journey of your own in twenty lines\n")[2].partition("\n## ")[0]
    (begin,), after = [
        [line for line in lines.splitlines() if line]
        for lines in re.findall(r"```console\n(.*?)```", page, re.DOTALL)
    ]
    assert csmkit(*words_of(begin)).code == 0
    journey = re.findall(r"```yaml\n# (\S+)\n(.*?)```", page, re.DOTALL)[0]
    assert len(journey[1].splitlines()) <= 20
    assert "extends: " in (book.root / journey[0]).read_text()
    book.write(*journey)
    for line in after:
        assert csmkit(*words_of(line)).code == 0, line
    milestones = [one["id"] for one in book.show("birchwood-mills")["milestones"]]
    assert milestones == ["day-30", "agreement", "day-60", "day-90", "day-180"]


def test_the_worked_question_fits_into_the_shipped_handoff(northwind: Book) -> None:
    handoff = northwind.done("playbook", "show", "handoff").out
    before, heading, after = handoff.partition("- id: after_signature")
    title, questions, rest = after.partition("questions:\n")
    added = textwrap.indent(blocks("playbooks.md", "yaml")[0], " " * 10)
    northwind.write(
        "playbooks/interviews/handoff.yaml", f"{before}{heading}{title}{questions}{added}\n{rest}"
    )
    assert "nothing wrong" in northwind.done("playbook", "check").out
    form = northwind.done("handoff", "northwind", "--form").out
    assert "Who at Northwind Traders answers questions about data protection? (needed, or unknown)" in form
    assert "privacy_papers:" in form


def test_every_condition_on_the_page_can_be_asked(book: Book) -> None:
    rows = re.findall(r"^\| `(.+?)` \|", section("playbooks.md", "Conditions"), re.MULTILINE)
    assert len(rows) > 8
    asked = yaml.safe_dump(
        [
            {"id": f"asked_{number}", "type": "text", "ask": "And?", "when": row.replace("\\|", "|")}
            for number, row in enumerate(rows)
        ]
    )
    book.write(
        "playbooks/interviews/conditions.yaml", as_interview(blocks("playbooks.md", "yaml")[1] + asked)
    )
    assert "nothing wrong" in book.done("playbook", "check").out


def test_every_question_type_has_a_row_and_an_example() -> None:
    types = set(get_args(get_type_hints(importlib.import_module("csmkit.core.playbook").Question)["type"]))
    _, *rows = re.findall(r"^\| `(\w+)` \|", section("playbooks.md", "Question types"), re.MULTILINE)
    examples = {question["type"] for question in yaml.safe_load(blocks("playbooks.md", "yaml")[1])}
    assert set(rows) == examples == types


def test_every_key_of_a_journey_is_told() -> None:
    told = set(codes(text_of("playbooks.md").partition("## Journeys")[2].partition("## Templates")[0]))
    written = yaml.safe_load(
        next(body for body in blocks("playbooks.md", "yaml") if "playbooks/public-sector.yaml" in body)
    )
    keys = {field.alias or name for name, field in Journey.model_fields.items()}
    assert keys <= {word.rstrip(":") for word in told} | set(written)
    assert set(circumstances.NAMES) <= told


def test_the_filters_on_the_page_are_those_that_are_there() -> None:
    of_conditions = section("playbooks.md", "Conditions").partition("these filters:")[2].partition(".")[0]
    assert set(codes(of_conditions)) == set(conditions._FILTERS)
    listed = section("playbooks.md", "Filters of templates").partition("No others are there.")[0]
    named = {word for word in codes(listed) if word.isidentifier()}
    assert named == set(Sandbox([], Undefined).filters)


def test_what_a_success_plan_is_given_is_told_whole() -> None:
    told = section("playbooks.md", "What a success plan is given")
    for part, kind in get_type_hints(SuccessPlan).items():
        row = next(row for row in told.splitlines() if row.startswith("|") and f"`plan.{part}`" in row)
        named = {word for word in codes(row) if not word.startswith("plan.")}
        assert named == set(_fields(kind)) - {"gaps"}, part


def _fields(kind: Any) -> Iterator[str]:
    """Every name below a value of the plan; what was moved is told by its list alone."""
    for part in (kind, *get_args(kind)):
        for name, inner in get_type_hints(part).items() if hasattr(part, "_fields") else ():
            yield name
            if name not in ("gaps", "moved", "readings"):
                yield from _fields(inner)


def test_the_template_on_the_page_renders_for_the_customer(handed_over: Book) -> None:
    (template,) = blocks("playbooks.md", "jinja")
    handed_over.write("templates/success-plan.md.j2", template)
    assert "nothing wrong" in handed_over.done("playbook", "check").out
    handed_over.done("plan", "render", "northwind")
    plan = (handed_over.root / "accounts/northwind-traders/success-plan.md").read_text(encoding="utf-8")
    assert plan.startswith("# Northwind Traders and us\n\n> Quotes go out in four days\n\nFrom 9 to 4 days")
    assert "- Mia Brandt, Sales Operations Lead" in plan


def test_a_template_that_asks_for_an_internal_field_gets_the_answer_shown(northwind: Book) -> None:
    northwind.write("templates/success-plan.md.j2", "# {{ account.name }}\n{{ account.buying.why_now }}\n")
    ran = northwind.run("plan", "render", "northwind")
    assert ran.code == 1
    assert ran.err.rpartition("/")[2].strip() in section("playbooks.md", "What a success plan is given")


# --- The ten minutes -----------------------------------------------------------------------------------


def test_the_ten_minutes_of_the_readme_run_from_init_to_the_cadence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    walk = text_of(ROOT / "README.md").partition("## Your first account")[2].partition("\n## ")[0]
    lines = [line for _, body in _FENCED.findall(walk) for line in body.splitlines()]
    done = [_walked(line, monkeypatch) for line in lines]
    assert done[-1].startswith("Northwind Traders: keep")
    folder = tmp_path / "my-book/accounts/northwind-traders"
    assert {file.name for file in folder.glob("*.md")} >= {"handoff-brief.md", "success-plan.md"}


def _walked(line: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """One line of the walk: what it prints. Questions are answered with files of the demo."""
    first, *rest = shlex.split(line)
    if first == "mkdir":
        Path(rest[0]).mkdir()
    if first == "cd":
        monkeypatch.chdir(rest[0])
    if first != "csmkit":
        return ""
    words = words_of(line)
    if words[0] == "handoff" and len(words) == 2:
        return ""  # The interview; a form answers the same questions two lines further down.
    if words[0] == "handoff" and "--answers" in words:
        answers = (demo.CONTENT / "handoff-finch.yaml").read_text(encoding="utf-8")
        Path(words[-1]).write_text(answers.replace("Aoife Finch", "Jane Finch"), encoding="utf-8")
    if words[0] == "assess":
        words += ["--answers", str(demo.CONTENT / "maturity-finch.yaml")]
    if tuple(words[:2]) in _INTERVIEWS:
        words += ["--answers", _filled_form(words)]
    ran = csmkit(*words)
    verdict = words[1:2] == ["check"] and words[0] != "cadence"
    assert ran.code == 0 or (verdict and ran.code == 1), f"{line}\n{ran.said}"
    if ">" in rest:
        Path(rest[-1]).write_text(ran.out, encoding="utf-8")
    return ran.out


_INTERVIEWS = {("plan", "draft"), ("plan", "review"), ("kickoff", "debrief")}
_TYPED = {"held_on:": "held_on: today", "attended:": "attended: [Jane Finch, csm]", "agreed:": "agreed: yes"}


def _filled_form(words: list[str]) -> str:
    """The form of an interview with its proposals kept and the needed answers typed into it."""
    form = csmkit(*words, "--form").out
    for key, line in _TYPED.items():
        form = form.replace(f"  {key}\n", f"  {line}\n")
    Path("answers.yaml").write_text(form, encoding="utf-8")
    return "answers.yaml"


# --- Links ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", _FENCED.sub("", text_of(page))):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        assert there.is_file(), f"{page.name}: {target}"
        assert not anchor or anchor in _anchors(there), f"{page.name}: {target}"


def _anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.+)$", _FENCED.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_pages_name_no_folder_of_one_machine() -> None:
    for page in PAGES:
        assert not re.search(r"(?<![\w.])/(home|root|tmp|work|Users)/", text_of(page)), page.name


def test_every_shipped_template_is_listed() -> None:
    listed = section("playbooks.md", "Templates")
    for template in shipped("templates").glob("*.md.j2"):
        assert f"`{template.name}`" in listed
    messages = section("playbooks.md", "The shipped messages")
    for template in (shipped("templates") / "emails").glob("*.md.j2"):
        assert f"`{template.name.removesuffix('.md.j2')}`" in messages

"""The playbook library: strict, checked whole, and replaceable file by file."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ANSWERS, Book, csmkit
from csmkit.core.changes import texts
from csmkit.errors import BadFile
from csmkit.storage.library import Library, shipped
from csmkit.storage.reading import parse
from csmkit.storage.record import read_record

ROOT = Path(__file__).parents[1]
HANDOFF = (shipped("playbooks") / "interviews/handoff.yaml").read_text(encoding="utf-8")
SHIPPED = sorted(path.relative_to(shipped("playbooks")) for path in shipped("playbooks").rglob("*.yaml"))


def checked(book: Book, text: str, file: str = "interviews/handoff.yaml") -> list[str]:
    """What `playbook check` says about an own file: line:column: message."""
    book.write(f"playbooks/{file}", text)
    ran = book.run("playbook", "check")
    assert ran.code == 1, ran.said
    assert ran.out == ""
    assert "Traceback" not in ran.err
    lines = ran.err.splitlines()
    assert all(line.startswith(f"playbooks/{file}:") for line in lines), ran.err
    return [line.removeprefix(f"playbooks/{file}:") for line in lines]


def line_of(text: str, piece: str) -> int:
    assert text.count(piece) == 1, piece
    return text[: text.index(piece)].count("\n") + 1


def test_six_mistakes_of_different_kinds_are_told_at_once_with_their_places(book: Book) -> None:
    mistakes = [
        ("    minutes: 60\n", "    minutes: sixty\n", "`minutes` needs a whole number such as 30"),
        (
            "            core: true\n            fills: buying.why_now\n",
            "            cor: true\n            fills: buying.why_now\n",
            "`cor` is not a key here. Did you mean “core”?",
        ),
        (
            "What is the job title of {{ item.name }}?",
            "What is the job title of {{ item.nme }}?",
            "“item.nme” is not asked before. Did you mean “name”?",
        ),
        (
            "when: economic_buyer is not unknown",
            "when: economic_buyr is not unknown",
            "“economic_buyr” is not the id of an earlier question. Did you mean “economic_buyer”?",
        ),
        (
            "        title: Politics\n",
            "        title: Politics\n        title: Power\n",
            "has `title` twice; keep one of them",
        ),
        (
            "fills: buying.politics",
            "fills: buying.polities",
            "there is no field “buying.polities” to fill. Did you mean “politics”?",
        ),
    ]
    text = HANDOFF
    for old, new, _ in mistakes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    told = checked(book, text)
    assert [line.split(": ", 1)[1] for line in told] == [message for _, _, message in mistakes]
    wrong = (
        "minutes: sixty",
        "cor: true",
        "{{ item.nme }}",
        "economic_buyr is",
        "title: Power",
        "buying.polities",
    )
    assert [int(line.split(":")[0]) for line in told] == [line_of(text, piece) for piece in wrong]


def test_a_wrong_playbook_stops_the_command_that_needs_it_with_the_same_message(northwind: Book) -> None:
    northwind.write("playbooks/interviews/handoff.yaml", HANDOFF.replace("minutes: 60", "minutes: sixty"))
    ran = northwind.run("handoff", "northwind", "--form")
    assert ran.code == 1
    assert ran.err.startswith("playbooks/interviews/handoff.yaml:")
    assert "`minutes` needs a whole number such as 30" in ran.err


@pytest.mark.parametrize("text", ["a: [1\n", "", "- a\n", "just words\n", "a: &x 1\n", "\t\n", "schema:\n"])
def test_a_file_that_is_no_playbook_is_told_without_a_traceback(book: Book, text: str) -> None:
    assert checked(book, text)


def test_a_playbook_that_is_no_text_is_told(book: Book) -> None:
    path = book.write("playbooks/interviews/handoff.yaml", "")
    path.write_bytes(b"\xff\xfe\x00")
    ran = book.run("playbook", "check")
    assert (ran.code, "is not UTF-8 text" in ran.err) == (1, True)


# Every kind of finding, once.

FRAME = """\
schema: csmkit/interview@1
kind: interview
title: Mine
sessions:
  - id: one
    title: One
    sections:
      - id: first
        title: First
        questions:
          - id: reason
            type: text
            ask: Why?
          - id: people
            type: group
            ask: Who?
            fills: stakeholders[]
            questions:
              - id: name
                type: text
                ask: Name?
                fills: name
"""


def with_question(lines: str, *, inside: bool = False) -> str:
    """The interview with one more question, at the end or inside the group."""
    indent = 14 if inside else 10
    first, *rest = lines.splitlines()
    return FRAME + "".join(
        " " * indent + ("- " if n == 0 else "  ") + line + "\n" for n, line in enumerate([first, *rest])
    )


def test_the_frame_of_these_tests_is_a_clean_interview(book: Book) -> None:
    book.write("playbooks/interviews/mine.yaml", FRAME)
    assert book.done("playbook", "check").out.endswith("playbooks checked, nothing wrong.\n")


@pytest.mark.parametrize(
    ("question", "at", "told"),
    [
        ("id: reason\ntype: text\nask: Again?", "23:17", "`reason` is taken; every question"),
        ("id: today\ntype: text\nask: When?", "23:17", "`today` is taken"),
        ("id: Bad Name\ntype: text\nask: x", "23:17", "`id` needs a name of lower-case letters"),
        ("id: q\ntype: txt\nask: x", "24:19", "`type` has to be one of `text`, `long_text`"),
        ("id: q\ntype: choice\nask: x", "24:19", "`q` is a choice and has no `choices`"),
        ("id: q\ntype: text\nask: x\nchoices: [{value: a}]", "26:22", "`choices` belong to a choice"),
        ("id: q\ntype: text\nask: x\nlevels: {'1': a}", "26:21", "`levels` belong to a scale"),
        ("id: q\ntype: scale\nask: x\nlevels: {'1': a, '2': b}", "26:21", "a scale needs an anchor for each"),
        ("id: q\ntype: number\nask: x\nmin: 5\nmax: 2", "26:18", "`min` is larger than `max`"),
        (
            "id: q\ntype: choice\nask: x\nchoices: [{value: a}, {value: a}]",
            "26:43",
            "this choice stands twice",
        ),
        ("id: q\ntype: text\nask: x\nwhen: reason ==", "26:19", "`when` cannot be read as an expression"),
        (
            "id: q\ntype: text\nask: x\nwhen: reason | nosuch",
            "26:19",
            "`when` cannot be read as an expression",
        ),
        (
            "id: q\ntype: text\nask: x\nwhen: q is unknown",
            "26:19",
            "“q” is not the id of an earlier question.",
        ),
        ("id: q\ntype: text\nask: x\nwhen: item.name == 'x'", "26:19", "“item” is not the id of an earlier"),
        (
            "id: q\ntype: text\nask: x\nwhen: account.contrct.arr > 5",
            "26:19",
            "a record has no “account.contrct”. Did you mean “contract”?",
        ),
        ("id: q\ntype: text\nask: '{{ reason '", "25:18", "`ask` cannot be read as an expression"),
        ("id: q\ntype: text\nask: '{{ resaon }}'", "25:18", "“resaon” is not the id of an earlier question."),
        ("id: q\ntype: text\nask: x\nwhy: '{{ later }}'", "26:18", "“later” is not the id"),
        ("id: q\ntype: text\nask: x\ndefault: '{{ later }}'", "26:22", "“later” is not the id"),
        (
            "id: q\ntype: text\nask: x\nfills: role:champon",
            "26:20",
            "there is no role “champon”. Did you mean",
        ),
        (
            "id: q\ntype: text\nask: x\nfills: role:champion",
            "26:20",
            "`role:` is filled by a question of type",
        ),
        ("id: q\ntype: text\nask: x\nfills: gates[]", "26:20", "`list[]` is filled by a group"),
        (
            "id: q\ntype: text\nask: x\nfills: contract.signd_on",
            "26:20",
            "there is no field “contract.signd_on”",
        ),
        ("id: q\ntype: text\nask: x\nfills: contract", "26:20", "there is no field “contract” to fill"),
        (
            "id: q\ntype: text\nask: x\nfills: contract.signed_on",
            "26:20",
            "“contract.signed_on” is filled by a question of type date",
        ),
        (
            "id: q\ntype: number\nask: x\nfills: contract.notice_days",
            "26:20",
            "takes whole numbers: add `whole",
        ),
        ("id: q\ntype: text\nask: x\nfills: complexity", "26:20", "is filled by a question of type choice"),
        (
            "id: q\ntype: choice\nask: x\nfills: complexity\nchoices: [{value: hard}]",
            "26:20",
            "“complexity” takes only simple, typical, deep",
        ),
        (
            "id: q\ntype: text\nask: x\nfills: kickoff.invited",
            "26:20",
            "is filled by a question of type choices",
        ),
        (
            "id: q\ntype: text\nask: x\nquestions: [{id: a, type: text, ask: b}]",
            "26:24",
            "`questions` belong",
        ),
        ("id: q\ntype: group\nask: x", "24:19", "the group `q` has no `questions`"),
        (
            "id: q\ntype: group\nask: x\nfills: gate[]\nquestions: [{id: a, type: text, ask: b}]",
            "26:20",
            "a record has no list “gate”. Did you mean “gates”?",
        ),
        (
            "id: q\ntype: group\nask: x\nquestions: [{id: a, type: text, ask: b, fills: name}]",
            "26:60",
            "fills a field, but its group fills no list",
        ),
        (
            "id: q\ntype: group\nask: x\nquestions: [{id: a, type: date, ask: b}]",
            "26:39",
            "the first question of a",
        ),
        (
            "id: q\ntype: group\nask: x\nquestions: [{id: a, type: text, ask: b, when: reason is unknown}]",
            "26:59",
            "the first question of a group is always asked",
        ),
        (
            "id: q\ntype: group\nask: x\nsummary: '{{ item.b }}'\nquestions: [{id: a, type: text, ask: b}]",
            "26:22",
            "“item.b”",
        ),
    ],
)
def test_a_finding_is_told_at_its_place(book: Book, question: str, at: str, told: str) -> None:
    (line,) = checked(book, with_question(question), "interviews/mine.yaml")
    assert line.startswith(f"{at}: "), line
    assert told in line


@pytest.mark.parametrize(
    ("question", "at", "told"),
    [
        ("id: name\ntype: text\nask: x\nfills: title", "23:21", "`name` is asked twice of the same item"),
        ("id: q\ntype: text\nask: x", "23:21", "`q` needs `fills`: its group fills a list of the record"),
        (
            "id: q\ntype: text\nask: x\nfills: titel",
            "26:24",
            "there is no field “titel” to fill. Did you mean “title”?",
        ),
        (
            "id: q\ntype: text\nask: '{{ item.title }}'\nfills: title",
            "25:22",
            "“item.title” is not asked before.",
        ),
        ("id: q\ntype: stakeholder\nask: x\nfills: role:champion", "26:24", "outside a group"),
        (
            "id: q\ntype: group\nask: x\nfills: gates[]\nquestions: [{id: a, type: text, ask: b}]",
            "24:23",
            "a group cannot stand inside a group",
        ),
    ],
)
def test_a_finding_inside_a_group_is_told_at_its_place(book: Book, question: str, at: str, told: str) -> None:
    (line,) = checked(book, with_question(question, inside=True), "interviews/mine.yaml")
    assert line.startswith(f"{at}: "), line
    assert told in line


def test_a_wrong_name_in_the_words_before_a_section_is_told(book: Book) -> None:
    text = FRAME.replace(
        "        title: First\n", "        title: First\n        intro: 'So, {{ reason }}'\n"
    )
    (told,) = checked(book, text, "interviews/mine.yaml")
    assert told.startswith("10:16: “reason” is not the id of an earlier question.")


def test_a_question_of_another_sitting_is_not_in_reach(book: Book) -> None:
    text = FRAME + (
        "  - id: two\n    title: Two\n    sections:\n      - id: second\n        title: Second\n"
        "        questions:\n          - {id: more, type: text, ask: 'And {{ reason }}?'}\n"
    )
    (told,) = checked(book, text, "interviews/mine.yaml")
    assert "“reason” is not the id of an earlier question." in told


JOURNEY = """\
schema: csmkit/journey@1
kind: journey
title: Mine
milestones:
  - {id: day-30, day: 30, title: First}
  - {id: day-30, day: 60, title: Second}
onboarding_rhythm: weekly
steady_rhythm: monthly
first_value: {}
handoff: hndoff
assessment: customer-maturty
"""


def test_a_journey_is_checked_for_what_it_names(book: Book) -> None:
    assert checked(book, JOURNEY, "mine.yaml") == [
        "6:10: this id stands twice; give one of them another",
        "10:10: there is no interview “hndoff”. Did you mean “handoff”?",
        "11:13: there is no assessment “customer-maturty”. Did you mean “customer-maturity”?",
    ]


def test_what_a_journey_names_is_checked_even_if_its_form_is_wrong(book: Book) -> None:
    told = checked(book, JOURNEY.replace("onboarding_rhythm: weekly\n", ""), "mine.yaml")
    assert len(told) == 4
    assert "`onboarding_rhythm` is missing" in told[0]


MODEL = """\
schema: csmkit/assessment@1
kind: assessment
title: Mine
version: 1
decimals: 9
answers:
  yes_no: [{value: 0, anchor: a}, {value: 0, anchor: b}]
  short: [{value: 1, anchor: a}]
  said: [{id: unknown, value: 0, anchor: a}, {value: 1, anchor: b}]
result:
  - {title: t, when: maturity.too > 1, says: x}
  - {title: t, says: "{{ chmpion }}"}
bands: [{at_least: 2, title: a, says: b}, {at_least: 2, title: c, says: d}]
parts:
  - id: one
    title: One
    aggregate: weighted_mean
    questions:
      - id: q
        ask: x
        weight: -1
        levels: [{value: 1, anchor: a}, {value: 3, anchor: c}]
      - {id: q, ask: "{{ acount.name }}", answers: yes_know}
      - {id: r, ask: x}
  - {id: one, title: Again, questions: []}
  - id: overall
    title: Ours
    parts:
      - id: two
        title: Two
        weight: 2
        aggregate: sum
        bands:
          - {at_least: 0, below: 1, title: a, says: b}
          - {at_least: 2, below: 4, title: c, says: d}
          - {at_least: 3, below: 3, title: e, says: f}
          - {at_least: 5, below: 6, title: g, says: h}
          - {at_least: 7, title: i, says: j}
        questions:
          - {id: values, ask: x, levels: [{value: 0, anchor: a}, {value: 3, anchor: c}]}
          - {id: t, ask: x, answers: said, levels: [{value: 0, anchor: a}, {value: 3, anchor: c}]}
    questions:
      - {id: u, ask: x, answers: said}
"""


def test_a_model_is_checked_for_what_could_not_be_scored(book: Book) -> None:
    told = checked(book, MODEL, "assessments/mine.yaml")
    assert [line.removeprefix("playbooks/assessments/mine.yaml:") for line in told] == [
        "5:11: a score is shown with at most 4 decimals",
        "7:43: this level stands twice; two that count the same need an `id` each",
        "8:10: needs at least two levels to choose from, each with its anchor",
        "9:15: “unknown” is what a person answers who does not know; take another word",
        "11:22: the assessment has no “maturity.too”. Did you mean “two”?",
        "12:22: “chmpion” is nothing a rule can name. Did you mean “champion”?",
        "13:20: scores from 0 up to 2 would have no band; begin there",
        "13:54: bands go upward; this one starts at or below the one before",
        "21:17: a weight cannot be negative",
        "23:14: `q` is taken; every question of a model has its own name",
        "23:22: “acount” is nothing a rule can name. Did you mean “account”?",
        "23:52: there is no set of answers “yes_know”. Did you mean “yes_no”?",
        "24:9: needs `levels`, or `answers` with the name of a shared set",
        "25:10: `one` is taken; every part of a model has its own name",
        "25:40: a part needs questions, or parts that have some",
        "26:9: `overall` is taken; every part of a model has its own name",
        "31:17: a weight counts in a `weighted_mean` only, and this is a `mean`",
        "35:24: scores from 1 up to 2 would have no band",
        "36:24: scores from 3 up to 4 would lie in two bands",
        "36:34: ends where it begins, or before",
        "37:24: scores from 3 up to 5 would have no band",
        "38:24: no score reaches this; the highest here is 6",
        "38:24: scores from 6 up to 7 would have no band",
        "40:18: conditions cannot use the name `values`; take another, such as `values_1`",
        "41:38: has levels of its own already; keep one of the two",
        "43:7: a part holds either parts or questions, not both",
    ]


# The library.


@pytest.mark.parametrize("file", SHIPPED, ids=str)
def test_every_shipped_playbook_is_clean(file: Path) -> None:
    library = Library()
    (entry,) = [e for e in library.entries() if e.path == shipped("playbooks") / file]
    value, problems = library.examined(entry)
    assert (value is not None, problems) == (True, ())


def test_the_whole_shipped_library_is_clean_outside_a_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = csmkit("playbook", "check")
    assert (ran.code, ran.out) == (0, f"{len(SHIPPED)} playbooks checked, nothing wrong.\n")


def test_an_own_file_stands_in_the_place_of_the_shipped_one(northwind: Book) -> None:
    own = FRAME.replace("title: Mine", "title: Our own handoff")
    northwind.write("playbooks/interviews/handoff.yaml", own)
    listed = northwind.done("playbook", "list", "--json").json
    (handoff,) = [entry for entry in listed if entry["name"] == "handoff"]
    assert handoff == {
        "kind": "interview",
        "name": "handoff",
        "own": True,
        "file": "playbooks/interviews/handoff.yaml",
        "extends": None,
    }
    assert "Our own handoff" in northwind.done("playbook", "show", "handoff").out
    assert "reason:" in northwind.done("handoff", "northwind", "--form").out
    assert len(listed) == len(SHIPPED)


def test_an_own_file_that_is_taken_away_gives_the_shipped_one_back(northwind: Book) -> None:
    own = northwind.write("playbooks/interviews/handoff.yaml", FRAME)
    assert "why_now:" not in northwind.done("handoff", "northwind", "--form").out
    own.write_text(FRAME.replace("id: reason", "id: motive"))
    assert "motive:" in northwind.done("handoff", "northwind", "--form").out
    own.unlink()
    assert "why_now:" in northwind.done("handoff", "northwind", "--form").out


def test_a_file_that_nothing_reads_is_told(book: Book) -> None:
    book.write("playbooks/exercises/mine.yaml", FRAME)
    book.write("playbooks/interviews/other.yml", FRAME)
    book.write("playbooks/README.md", "Ours.\n")
    ran = book.run("playbook", "check")
    assert ran.code == 1
    assert ran.err.splitlines() == [
        (
            "playbooks/exercises/mine.yaml:1:1: stands in no folder csmkit knows; "
            "playbooks go into interviews/, assessments/, plays/, definitions/, training/quizzes/, "
            "training/roleplays/"
        ),
        "playbooks/interviews/other.yml:1:1: is not read: the name of a playbook ends in .yaml",
    ]


def test_a_name_that_no_playbook_bears_is_told_with_the_nearest(book: Book) -> None:
    ran = book.run("playbook", "show", "handof")
    assert (ran.code, ran.out) == (2, "")
    assert "“handof”. Did you mean “handoff”?" in ran.err
    book.account("schema: csmkit/account@1\nid: a1\nname: N\njourney: hightouch\n")
    ran = book.run("next", "northwind")
    assert ran.code == 2
    assert "There is no journey “hightouch”. Did you mean “high-touch”?" in ran.err


def test_a_shown_playbook_can_be_copied_into_the_workspace(book: Book) -> None:
    shown = book.done("playbook", "show", "handoff").out
    assert shown.splitlines()[1:] == HANDOFF.splitlines()[1:]
    book.write("playbooks/interviews/handoff.yaml", shown)
    book.done("playbook", "check")


NODES = st.lists(st.integers(0, 40), min_size=1, max_size=7)
WRECKS: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        "",
        "x",
        "no",
        "-1",
        "{{ item.x }}",
        "{% for %}",
        "a.b",
        "[]",
        "role:",
        "....",
        [],
        {},
        ["x"],
        {"x": "y"},
    ]
)


@given(NODES, WRECKS, st.sampled_from(["interviews/handoff", "assessments/customer-maturity", "high-touch"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_wreck_of_a_playbook_is_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, way: list[int], wreck: Any, file: str
) -> None:
    root = tmp_path_factory.getbasetemp() / "wrecked"
    data: Any = parse((shipped("playbooks") / f"{file}.yaml").read_text(encoding="utf-8"), file).data
    here, last = data, None
    for step in way:
        keys = (
            list(here) if isinstance(here, dict) else list(range(len(here))) if isinstance(here, list) else []
        )
        if not keys:
            break
        above, last = here, keys[step % len(keys)]
        here = above[last]
    above[last] = wreck
    path = root / "playbooks" / f"{file}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data), encoding="utf-8")
    library = Library(root)
    (entry,) = [e for e in library.entries() if e.path == path]
    try:
        value, problems = library.examined(entry)
    except BadFile as refused:
        value, problems = None, refused.problems
    assert value is not None or problems
    path.unlink()


# Schemas for editors.


def test_the_written_schemas_are_those_that_the_program_prints_now(tmp_path: Path) -> None:
    csmkit("playbook", "schema", "--write", str(tmp_path))
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text() for path in (ROOT / "docs/schemas").iterdir()}
    assert sorted(written) == sorted(kept)
    for name, text in written.items():
        assert text == kept[name], f"docs/schemas/{name} is out of date: uv run tasks.py schemas"
        assert json.loads(csmkit("playbook", "schema", name.removesuffix(".json")).out) == json.loads(text)


def test_an_unknown_kind_of_schema_is_told_with_the_nearest() -> None:
    ran = csmkit("playbook", "schema", "acount")
    assert ran.code == 2
    assert "Did you mean “account”?" in ran.err


def misfits(data: Any, schema: dict[str, Any], whole: dict[str, Any], path: str = "") -> list[str]:
    """Where plain data does not have the structure a schema asks for."""
    if "$ref" in schema:
        return misfits(data, whole["$defs"][schema["$ref"].rsplit("/", 1)[1]], whole, path)
    if "anyOf" in schema:
        return min((misfits(data, part, whole, path) for part in schema["anyOf"]), key=len)
    if schema.get("type") == "object":
        return _object_misfits(data, schema, whole, path)
    if schema.get("type") == "array" and isinstance(data, list):
        return [
            m for n, item in enumerate(data) for m in misfits(item, schema["items"], whole, f"{path}/{n}")
        ]
    allowed = schema.get("enum", [schema["const"]] if "const" in schema else None)
    is_scalar = not isinstance(data, dict | list)
    wanted = {"null": data is None, "array": False}.get(schema.get("type", ""), is_scalar)
    fits = data in allowed if allowed is not None else wanted
    return [] if fits else [f"{path}: {data!r} does not fit {schema}"]


def _object_misfits(data: Any, schema: dict[str, Any], whole: dict[str, Any], path: str) -> list[str]:
    if not isinstance(data, dict):
        return [f"{path}: no mapping"]
    needed = schema.get("required", [] if "extends" in data else schema.get("else", {}).get("required", []))
    found = [f"{path}: needs {key}" for key in needed if key not in data]
    properties, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    for key, value in data.items():
        if key in properties:
            found += misfits(value, properties[key], whole, f"{path}/{key}")
        elif isinstance(more, dict):
            found += misfits(value, more, whole, f"{path}/{key}")
        elif more is False:
            found.append(f"{path}: {key} is too much")
    return found


def schema_of(kind: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ROOT / f"docs/schemas/{kind}.json").read_text())
    return loaded


@pytest.mark.parametrize("file", SHIPPED, ids=str)
def test_a_shipped_playbook_fits_its_schema(file: Path) -> None:
    kind = next(entry.kind for entry in Library().entries() if entry.path == shipped("playbooks") / file)
    data = parse((shipped("playbooks") / file).read_text(encoding="utf-8"), str(file)).data
    assert misfits(data, schema_of(kind), schema_of(kind)) == []
    assert f"schemas/{kind}.json" in (shipped("playbooks") / file).read_text(encoding="utf-8").splitlines()[0]


def test_an_own_journey_that_extends_another_fits_the_schema(book: Book) -> None:
    text = (
        "schema: csmkit/journey@1\nkind: journey\nextends: shipped/high-touch\nmilestones:\n"
        "  - {id: day-30, day: 45}\n  - {id: day-180, remove: yes}\n"
        "  - {id: x, after: day-30, title: X, day: 50}\n"
    )
    book.write("playbooks/own.yaml", text)
    book.done("playbook", "show", "own")
    schema = schema_of("journey")
    assert misfits(parse(text, "own").data, schema, schema) == []
    without = parse(text.replace("extends: shipped/high-touch\n", ""), "own").data
    assert ": needs onboarding_rhythm" in misfits(without, schema, schema)


def test_a_record_and_the_settings_fit_their_schemas(handed_over: Book) -> None:
    handed_over.done("log", "northwind", "met", "day-30", "--evidence", "38 quotes", "--as-of", "2026-10-01")
    record = read_record(handed_over.root / "accounts/northwind-traders")
    assert misfits(texts(record.data), schema_of("account"), schema_of("account")) == []
    config = yaml.safe_load((handed_over.root / "csmkit.yaml").read_text())
    assert misfits(config, schema_of("workspace"), schema_of("workspace")) == []


def test_a_schema_finds_what_the_reader_finds(handed_over: Book) -> None:
    record = read_record(handed_over.root / "accounts/northwind-traders")
    data: Any = texts(record.data)
    data["stakeholders"][0]["stance"] = "cooch"
    data["nme"] = "x"
    assert len(misfits(data, schema_of("account"), schema_of("account"))) == 2


def test_a_schema_explains_every_key_and_marks_what_the_customer_may_read() -> None:
    schema = schema_of("account")
    for definition in (schema, *schema["$defs"].values()):
        for name, about in definition.get("properties", {}).items():
            assert about.get("description"), name
    person = schema["$defs"]["Stakeholder"]["properties"]
    assert person["name"]["description"].endswith("The customer may read this.")
    assert person["private"]["description"].endswith("Internal.")


def test_the_answers_of_these_tests_name_questions_of_the_shipped_handoff() -> None:
    asked = {line.split("id: ")[1] for line in HANDOFF.splitlines() if line.strip().startswith("- id: ")}
    assert set(yaml.safe_load(ANSWERS)["answers"]) <= asked


@pytest.mark.parametrize("name", ["certification-two", "shadowing-two", "ramps", "onboarding"])
def test_a_training_file_that_nothing_reads_is_told_as_one(book: Book, name: str) -> None:
    book.write(f"playbooks/training/{name}.yaml", "extends: shipped/certification\n")
    ran = book.run("playbook", "check")
    assert ran.code == 1
    assert ran.err == (
        f"playbooks/training/{name}.yaml:1:1: is not read: training/ holds certification.yaml, ramp.yaml, "
        "shadowing.yaml, and ramps such as ramp-lead.yaml\n"
    )

"""Reading a person's YAML: strict, safe on a stranger's file, exact about places, silent about opinions."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Book
from csmkit.core.account import Account
from csmkit.core.assessment_model import Assessment
from csmkit.core.audience import audience_of
from csmkit.core.journey import Journey
from csmkit.core.playbook import Interview
from csmkit.core.settings import Settings
from csmkit.core.shape import is_list, item_of, model_in
from csmkit.errors import BadFile, Problem
from csmkit.storage.reading import LARGEST_FILE, CannotRead, parse, read_source, validate
from csmkit.storage.record import read_record

HEAD = "schema: csmkit/account@1\nid: a1\nname: Northwind\njourney: high-touch\n"


def problems(read: Callable[[], object]) -> list[str]:
    """What a reader complains about: line:column: message."""
    with pytest.raises(BadFile) as refused:
        read()
    return [f"{each.line}:{each.column}: {each.message}" for each in refused.value.problems]


def complaints(text: str) -> list[str]:
    return problems(lambda: parse(text, "account.yaml"))


def record_complaints(text: str) -> list[str]:
    return problems(lambda: validate(parse(HEAD + text, "account.yaml"), Account))


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("\ufeffa: 1", "1:1", "byte order mark"),
        ("a: &here 1", "1:4", "`&`"),
        ("a: 1\nb: *here", "2:4", "`*`"),
        ("a: !text 1", "1:4", "tag"),
        ("a: !!python/object:os.system x", "1:4", "tag"),
        ("a: 1\n---\nb: 2\n", "2:1", "second document"),
        ("a: one\n\tb: two\n", "2:1", "tab"),
        ("a:\n\tb: two\n", "2:1", "tab"),
        ("a: \x07", "1:4", "character that YAML cannot hold"),
        ("a: 1\nb: x\x1b[31m", "2:5", "character that YAML cannot hold"),
        ("a: \x00", "1:4", "character that YAML cannot hold"),
        ("a: \ud800", "1:4", "character that YAML cannot hold"),
        ("a: one: two", "1:7", "the whole text in quotes"),
        ("a: 'one", "1:8", "a quote is not closed"),
        ("a: [one, two\nb: 1", "2:2", "a bracket is not closed"),
        ("a: @home", "1:4", "needs quotes"),
        ('a: "C:\\quotes"', "1:7", "a backslash"),
        ("- - - " * 20, "1:65", "nested more than 32 levels"),
        ("[" * 100_000, "1:33", "nested more than 32 levels"),
        ('a: "\\ud800"', "1:7", "not valid YAML"),
    ],
)
def test_what_is_not_the_yaml_we_take_is_refused_at_its_place(text: str, place: str, words: str) -> None:
    (problem,) = complaints(text)
    assert problem.startswith(place + ":"), problem
    assert words in problem


def test_several_anchors_aliases_and_tags_are_told_at_once() -> None:
    told = complaints("a: &one 1\nb: *one\nc: !two 2\n")
    assert [problem.split(":")[0] for problem in told] == ["1", "2", "3"]


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert parse("<<: {a: 1}", "x").data == {"<<": {"a": "1"}}


def test_thirty_two_levels_are_read() -> None:
    assert parse("[" * 32 + "]" * 32, "x").data


def test_a_key_that_stands_twice_is_told_and_the_first_one_counts() -> None:
    source = parse("a: 1\nb: 2\na: 3\nb: 4\n", "x.yaml")
    assert source.data == {"a": "1", "b": "2"}
    assert [str(problem) for problem in source.problems] == [
        "x.yaml:3:1: has `a` twice; keep one of them",
        "x.yaml:4:1: has `b` twice; keep one of them",
    ]


def test_keys_that_are_the_same_word_written_differently_are_the_same_key() -> None:
    assert record_complaints("contract: {arr: 1, 'arr': 2}") == ["5:20: has `arr` twice; keep one of them"]


@pytest.mark.parametrize("text", ["? [a]\n: 1\n", "? {a: b}\n: 1\n"])
def test_a_key_has_to_be_a_word(text: str) -> None:
    (problem,) = parse(text, "x").problems
    assert "not a word" in str(problem)


def test_a_file_of_more_than_a_mebibyte_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_bytes(b"a: " + b"x" * (LARGEST_FILE - 3))
    read_source(large)
    large.write_bytes(b"a: " + b"x" * (LARGEST_FILE - 2))
    assert "1 MiB" in problems(lambda: read_source(large))[0]


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("a: 1\nname: Müller\n".encode("latin-1"))
    (problem,) = problems(lambda: read_source(latin))
    assert problem == "2:1: is not UTF-8 text; save the file as UTF-8"


@pytest.mark.parametrize("there", ["missing.yaml", "."])
def test_what_is_missing_or_a_folder_cannot_be_read(tmp_path: Path, there: str) -> None:
    with pytest.raises(CannotRead, match=r"^shown\.yaml cannot be read: "):
        read_source(tmp_path / there, "shown.yaml")


def test_windows_line_ends_are_read_like_others() -> None:
    assert parse("a: 1\r\nb: |\r\n  one\r\n  two\r\n", "x").data == {"a": "1", "b": "one\ntwo\n"}


WORDS = ["no", "yes", "on", "off", "12:30", "0123", "1.10", "1_000", "1e3", "0x1F", "2026-09-01", ".inf", "="]


@pytest.mark.parametrize("word", [*WORDS, "true", "False", "Null?"])
def test_a_scalar_is_the_text_that_was_written(word: str) -> None:
    assert parse(f"a: {word}", "x").data == {"a": word}
    person = f"stakeholders:\n  - {{id: jane, name: {word}, title: {word}}}\n"
    account = validate(parse(HEAD + person, "x"), Account)
    assert (account.stakeholders[0].name, account.stakeholders[0].title) == (word, word)


@pytest.mark.parametrize("word", [w for w in WORDS if w != "1.10"])
def test_a_scalar_that_is_no_number_is_refused_where_a_number_is_meant(word: str) -> None:
    assert record_complaints(f"contract: {{arr: {word}}}") == [
        "5:17: `arr` needs a plain number such as 4 or 12.5, without separators or signs of money"
    ]


def test_a_number_stays_exact() -> None:
    account = validate(parse(HEAD + "contract: {arr: 1.10}", "x"), Account)
    assert str(account.contract.arr) == "1.10"


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_a_plain_empty_tilde_or_null_is_nothing(nothing: str) -> None:
    assert parse(f"a: {nothing}", "x").data == {"a": None}


@pytest.mark.parametrize("quoted", ['"null"', "'~'", "'NULL'", '""'])
def test_a_quoted_null_is_a_text(quoted: str) -> None:
    assert parse(f"a: {quoted}", "x").data == {"a": quoted[1:-1]}


@pytest.mark.parametrize(("word", "flag"), [("yes", True), ("on", True), ("True", True), ("no", False)])
def test_yes_and_no_are_flags_only_where_a_flag_is_meant(word: str, flag: bool) -> None:  # noqa: FBT001
    account = validate(parse(HEAD + f"segment: {word}\nin_flight: {word}", "x"), Account)
    assert (account.segment, account.in_flight) == (word, flag)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nme: x", "5:1: `nme` is not a key here. Did you mean “name”?"),
        ("contract: {signd_on: 2026-09-01}", "5:12: `signd_on` is not a key here. Did you mean “signed_on”?"),
        ("contract: {signed_on: 2026-9-1}", "5:23: `signed_on` needs a date written like 2026-09-01"),
        ("contract: {signed_on: 2026-02-30}", "5:23: `signed_on` is not a day of the calendar"),
        ("contract: yes", "5:11: `contract` needs keys below it, not a single value"),
        ("milestones: x", "5:13: `milestones` needs a list: one line with `- ` for each item"),
        ("in_flight: maybe", "5:12: `in_flight` needs yes or no"),
        ("complexity: hard", "5:13: `complexity` has to be one of `simple`, `typical` or `deep`"),
        ("added_on:\n  - 2026-09-01", "6:3: `added_on` needs a date written like 2026-09-01"),
        ("vendor_team:\n  cms: {name: Sam}", "6:3: `cms` has to be one of `csm`"),
        ("stakeholders:\n  - id: Jane Doe\n    name: J", "6:9: `id` needs an id of lower-case letters"),
        ("stakeholders:\n  - id: j\n    email: jane", "7:12: `email` needs an e-mail address"),
        ("stakeholders: [{id: j, name: J, decision_power: 7}]", "5:49: `decision_power` needs a level from"),
        (
            "stakeholders: [{id: j, name: J, roles: [boss]}]",
            "5:41: `roles` has to be one of `economic_buyer`",
        ),
        ("milestones: [{id: a, title: t, day: -3}]", "5:37: `day` cannot be negative"),
        ("outcomes: [{id: a}]", "5:12: `statement` is missing"),
        ("answers: {handoff: {q: {value: {a: b}}}}", "5:32: `value` needs a text"),
        ("answers: {handoff: {q: yes}}", "5:24: `q` needs keys below it"),
        ("segment: 'a\n\n  b'", "5:10: `segment` has to fit on one line"),
        ("segment: '  '", "5:10: `segment` is empty"),
        ('segment: "a\\x07"', "5:10: `segment` holds a control character"),
        ("buying: {politics: '" + "x" * 20_001 + "'}", "5:20: `politics` is longer than 20000 characters"),
    ],
)
def test_a_wrong_record_is_told_at_its_place_with_the_nearest_word(text: str, told: str) -> None:
    assert told in "\n".join(record_complaints(text))


def test_an_empty_file_says_what_it_should_hold() -> None:
    assert problems(lambda: validate(parse("# nothing yet\n", "x"), Account)) == [
        "1:1: is empty; it should hold the keys of an account"
    ]


def test_every_problem_is_told_at_once_from_the_top(book: Book) -> None:
    book.account(
        HEAD.replace("high-touch", "High Touch")
        + "jorney: high-touch\n"
        + "contract:\n  signed_on: 1.9.2026\n  arr: 120k\n  arr: 5\n"
        + "stakeholders:\n  - name: Jane\n    rols: [champion]\n  - id: jane\n  - id: jane\n    name: J\n"
    )
    ran = book.run("account", "show", "northwind")
    assert ran.code == 1
    assert ran.out == ""
    told = [line.split(": ")[0] for line in ran.err.splitlines()]
    assert told == [
        f"accounts/northwind/account.yaml:{place}"
        for place in ("4:10", "5:1", "7:14", "8:8", "9:3", "12:5", "13:5", "14:9")
    ]


def test_the_same_rules_hold_for_the_settings(book: Book) -> None:
    book.write("csmkit.yaml", "schema: csmkit/workspace@1\ncsn: {name: Sam}\nprivate_records: 1\n")
    ran = book.run("account", "add", "Northwind")
    assert ran.code == 1
    assert ran.err == (
        "csmkit.yaml:2:1: `csn` is not a key here. Did you mean “csm”?\n"
        "csmkit.yaml:3:18: `private_records` needs yes or no\n"
    )


# No text makes the reader fail in any other way.


def told_by(read: Callable[[], object]) -> tuple[Problem, ...]:
    """What a reader complains about, if it does; it may fail in no other way."""
    try:
        read()
    except BadFile as refused:
        return refused.problems
    return ()


SNIPPETS = st.sampled_from(
    [
        *(
            "a",
            "id",
            "name: ",
            "stakeholders:",
            "contract:",
            "log:",
            "- ",
            "  ",
            "\n",
            "\n  ",
            "\t",
            ": ",
            "#",
        ),
        *("[", "]", "{", "}", ",", "'", '"', "|", ">", "&a ", "*a", "!t ", "---", "...", "%YAML 1.1", "? "),
        *("\r\n", "\x85", "\u2028", "\ufeff", "\x00", "\x1b", "\ud800", "😀", "~", "null", "1.10", "<<: "),
        HEAD,
    ]
)
TEXTS = st.one_of(st.text(), st.lists(SNIPPETS, max_size=25).map("".join))


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for model in (Account, Settings, Interview, Journey, Assessment):
        told = told_by(lambda model=model: validate(parse(text, "x.yaml"), model))  # type: ignore[misc]  # a default binds the name
        assert all(problem.line >= 1 and problem.column >= 1 for problem in told)


PLAIN = st.recursive(
    st.none() | st.text("ab1 ", max_size=3) | st.sampled_from(["champion", "2026-09-01", "jane"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "name", "on", "kind", "value", "roles", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
RECORDS = st.dictionaries(
    st.sampled_from([info.alias or name for name, info in Account.model_fields.items()]), PLAIN, max_size=4
)


@given(RECORDS, RECORDS)
@settings(max_examples=150, deadline=None)
def test_no_record_in_two_halves_makes_the_reader_fail(
    tmp_path_factory: pytest.TempPathFactory, shared: Any, private: Any
) -> None:
    folder = tmp_path_factory.getbasetemp() / "northwind"
    folder.mkdir(exist_ok=True)
    (folder / "account.yaml").write_text(HEAD + yaml.safe_dump(shared) if shared else HEAD)
    (folder / "account.private.yaml").write_text(yaml.safe_dump(private))
    told_by(lambda: read_record(folder))


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_bytes_make_the_reader_fail(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "bytes.yaml"
    file.write_bytes(data)
    told_by(lambda: read_source(file))


# No message quotes what is internal.

PLANTED = "plantedword"


def plantings(
    annotation: Any, value: Any, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every internal place of a record, with a piece of a record that holds a value there."""
    model, item = model_in(annotation), item_of(annotation)
    if model:
        for name, info in model.model_fields.items():
            key = info.alias or name
            if audience_of((*path, key)) == "internal":
                yield (*path, key), {key: value}
            for place, piece in plantings(info.annotation, value, (*path, key)):
                yield place, {key: piece}
    elif item is not None:
        for place, piece in plantings(item, value, (*path, "csm")):
            yield place, [piece] if is_list(annotation) else {"csm": piece}


SHAPES: dict[str, Any] = {
    "text": PLANTED,
    "list": [PLANTED],
    "mapping": {"id": PLANTED, "name": {"deep": PLANTED}},
    "strayed text": {f"She said {PLANTED}": "x"},
    "address": f"{PLANTED}@example.com",
    "lines": f"one\n{PLANTED}\x07",
    "long": PLANTED * 2000,
}


def test_the_internal_fields_are_found() -> None:
    places = [place for place, _ in plantings(Account, PLANTED)]
    assert len(places) > 60
    assert ("stakeholders", "csm", "private") in places
    assert ("assessments", "csm", "answers", "csm", "note") in places


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("elsewhere", [{}, {"added_on": "never", "nme": "x"}], ids=["there", "elsewhere"])
def test_no_message_quotes_what_stands_in_an_internal_field(
    tmp_path: Path, shape: str, elsewhere: dict[str, Any]
) -> None:
    file = tmp_path / "northwind" / "account.yaml"
    file.parent.mkdir()
    for place, piece in plantings(Account, SHAPES[shape]):
        lines = [f"{key}: {json.dumps(value)}\n" for key, value in (piece | elsewhere).items()]
        file.write_text(HEAD + "".join(lines), encoding="utf-8")
        told = told_by(lambda: read_record(file.parent))
        assert PLANTED not in "\n".join(map(str, told)), place
        assert told or not elsewhere


def test_an_opinion_that_strayed_into_a_key_is_not_quoted() -> None:
    told = record_complaints("stakeholders:\n  - id: j\n    name: J\n    private: |\n  Jane cheats: always\n")
    assert "Jane" not in "\n".join(told)

"""Edits of a YAML file in place: the value changes, and nothing else that a person wrote."""

import difflib
import json
import os
import re
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random
from textwrap import dedent
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from csmkit.core.changes import texts
from csmkit.core.fields import Plain
from csmkit.storage import outline
from csmkit.storage.reading import parse
from csmkit.storage.splicing import CannotSplice, append_item, remove_item, set_value

RECORD = """\
# Northwind: handed over in August.
schema: csmkit/account@1
id: 7f3c22
name:   "Northwind Traders"   # as they sign
journey: high-touch
contract: {signed_on: 2026-09-01, notice_days: 60, arr: 120000}   # from the CRM

notes: |   # free text
  They were burnt before.
    (twice)

  Go slowly.

# --- people -------------------------------------------------

stakeholders:
    # the buyer
    - id: jane-doe   # met her in Berlin
      name: 'Jane Doe'
      roles: [economic_buyer, executive_sponsor]
      title:
      departed_on: null  # still there

    # Sam asks the hard questions.
    # Listen.
    - id: sam-lee
      name: Sam
        Lee
      private: >-
        Wants to see numbers
        before anything else.
      # asked twice for a reference

# --- promises -----------------------------------------------
commitments:
- {id: sso, promise: SSO live before rollout}   # Jane's
# the second one
- {id: audit, promise: "an audit log", due_on: }

log: []
# That is all for now.
"""


def read(text: str) -> Any:
    return parse(text, "account.yaml").data


def diff(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line.rstrip("\n") for line in lines if line[0] in "+-"]


def changed(path: tuple[str | int, ...], value: Plain, text: str = RECORD) -> list[str]:
    after = set_value(text, path, value)
    assert read(after) == texts(with_value(read(text), path, value))
    return diff(text, after)


# --- what an edit means, in plain data ------------------------------------------------------------


def with_value(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return [with_value(part, rest, value) if n == step else part for n, part in enumerate(data)]
    data = data or {}
    return {**data, step: with_value(data.get(step), rest, value)}


def value_of(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def with_item(data: Any, path: tuple[str | int, ...], item: Any) -> Any:
    try:
        items = value_of(data, path) or []
    except (KeyError, TypeError):
        items = []
    return with_value(data, path, [*items, item])


def without_item(data: Any, path: tuple[str | int, ...]) -> Any:
    items = value_of(data, path[:-1])
    return with_value(data, path[:-1], [part for n, part in enumerate(items) if n != path[-1]])


# --- setting a value ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("name",), "Southwind", 'name:   "Southwind"   # as they sign'),
        (("name",), 'North "N" wind', 'name:   "North \\"N\\" wind"   # as they sign'),
        (("stakeholders", 0, "name"), "Jane O'Hara", "      name: 'Jane O''Hara'"),
        (("journey",), "low-touch", "journey: low-touch"),
        (("journey",), "no", 'journey: "no"'),
        (("journey",), "{{ 7*7 }}", 'journey: "{{ 7*7 }}"'),
        (
            ("contract", "arr"),
            99,
            "contract: {signed_on: 2026-09-01, notice_days: 60, arr: 99}   # from the CRM",
        ),
        (("stakeholders", 0, "title"), "VP Sales", "      title: VP Sales"),
        (
            ("stakeholders", 0, "departed_on"),
            date(2026, 12, 24),
            "      departed_on: 2026-12-24  # still there",
        ),
        (("commitments", 0, "promise"), "a, b", '- {id: sso, promise: "a, b"}   # Jane\'s'),
        (
            ("commitments", 1, "due_on"),
            date(2026, 9, 30),
            '- {id: audit, promise: "an audit log", due_on: 2026-09-30 }',
        ),
        (("log",), ["a", "b"], "log: [a, b]"),
        (("stakeholders", 0, "roles", 1), "champion", "      roles: [economic_buyer, champion]"),
    ],
)
def test_one_changed_value_is_one_changed_line(path: tuple[str | int, ...], value: Plain, line: str) -> None:
    before, after = changed(path, value)
    assert before.startswith("- ")
    assert after == "+ " + line


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("name",), "Northwind Traders"),
        (("contract", "arr"), Decimal(120000)),
        (("contract", "signed_on"), date(2026, 9, 1)),
        (("stakeholders", 0, "title"), None),
        (("stakeholders", 0, "departed_on"), None),
        (("stakeholders", 1, "name"), "Sam Lee"),
        (("stakeholders", 1, "private"), "Wants to see numbers before anything else."),
        (("notes",), "They were burnt before.\n  (twice)\n\nGo slowly.\n"),
        (("log",), []),
        (("commitments", 1), {"id": "audit", "promise": "an audit log", "due_on": None}),
    ],
)
def test_the_same_value_changes_nothing(path: tuple[str | int, ...], value: Plain) -> None:
    assert set_value(RECORD, path, value) == RECORD


def test_a_new_key_stands_at_the_end_of_its_mapping() -> None:
    assert changed(("stakeholders", 0, "stance"), "coach") == ["+       stance: coach"]
    assert changed(("stakeholders", 1, "stance"), "coach") == ["+       stance: coach"]
    after = set_value(RECORD, ("stakeholders", 0, "stance"), "coach")
    assert "# still there\n      stance: coach\n\n    # Sam asks" in after


def test_a_new_key_between_braces_stays_between_them() -> None:
    assert changed(("contract", "currency"), "USD")[-1].endswith(
        "arr: 120000, currency: USD}   # from the CRM"
    )
    assert changed(("commitments", 1, "owner"), "sam")[-1].endswith("due_on: , owner: sam }")


def test_missing_parents_are_made_with_the_key() -> None:
    assert changed(("answers", "handoff", "why_now"), {"value": "no", "said_by": "customer"}) == [
        "+ answers:",
        "+   handoff:",
        "+     why_now:",
        '+       value: "no"',
        "+       said_by: customer",
    ]


def test_a_new_top_level_key_goes_above_the_closing_remark() -> None:
    after = set_value(RECORD, ("segment",), "enterprise")
    assert after.endswith("log: []\nsegment: enterprise\n# That is all for now.\n")


def test_lines_of_text_keep_their_indentation_and_remark() -> None:
    text = "They were burnt before.\n  (twice)\n\nGo very slowly.\n"
    assert changed(("notes",), text) == ["-   Go slowly.", "+   Go very slowly."]


def test_a_text_of_several_lines_is_written_as_lines() -> None:
    assert changed(("journey",), "one\n\ntwo") == [
        "- journey: high-touch",
        "+ journey: |-",
        "+   one",
        "+ ",
        "+   two",
    ]


def test_lines_of_text_give_way_to_a_word_and_to_nothing() -> None:
    assert changed(("notes",), None)[1] == "+ notes: null   # free text"
    assert changed(("notes",), 5)[1] == "+ notes: 5   # free text"
    assert "notes:   # free text\n  a: b\n" in set_value(RECORD, ("notes",), {"a": "b"})


def test_a_text_is_not_written_as_lines_where_a_comment_would_join_it() -> None:
    text = "a:\n  b: x\n    # about b\nc: y\n"
    assert set_value(text, ("a", "b"), "one\ntwo") == 'a:\n  b: "one\\ntwo"\n    # about b\nc: y\n'
    text = "a:\n  # the first\n  - x\nb: 1\n"
    assert set_value(text, ("a",), "one\ntwo") == 'a: "one\\ntwo"\n  # the first\nb: 1\n'


def test_a_text_is_not_written_as_lines_where_blanks_would_join_it() -> None:
    text = "a: x\n       \nb: 1\n"
    assert set_value(text, ("a",), "one\ntwo") == 'a: "one\\ntwo"\n       \nb: 1\n'


def test_a_list_gives_way_to_a_value_and_back() -> None:
    text = "a: # why\n  # the first\n  - x # one\n  - y\n# next\nb: 1\n"
    assert set_value(text, ("a",), "z") == "a: z # why\n  # the first\n# next\nb: 1\n"
    assert set_value(text, ("a",), ["x"]) == "a: # why\n  # the first\n  - x\n# next\nb: 1\n"
    assert set_value("a: z # why\nb: 1\n", ("a",), [{"c": 1}]) == "a: # why\n  - c: 1\nb: 1\n"


def test_a_mapping_takes_the_place_of_an_unindented_list() -> None:
    assert set_value("a:\n- x\nb: 1\n", ("a",), {"c": 1}) == "a:\n  c: 1\nb: 1\n"


def test_an_item_of_a_block_list_is_replaced_in_its_place() -> None:
    text = "a:\n  -   x  # one\n  - k: v\n    l: w\n  -\n"
    assert set_value(text, ("a", 0), {"b": 1, "c": 2}) == (
        "a:\n  -   b: 1  # one\n      c: 2\n  - k: v\n    l: w\n  -\n"
    )
    assert set_value(text, ("a", 1), "w") == "a:\n  -   x  # one\n  - w\n  -\n"
    assert set_value(text, ("a", 2), "z") == "a:\n  -   x  # one\n  - k: v\n    l: w\n  - z\n"
    assert set_value(text, ("a", 2), {"b": 1, "c": 2}).endswith("  - b: 1\n    c: 2\n")


@pytest.mark.parametrize(
    ("value", "spelling"),
    [
        ("plain words, with a comma", "plain words, with a comma"),
        ("https://example.com/a#b", "https://example.com/a#b"),
        ("12:30-13:00", "12:30-13:00"),
        ("Ünï ☂ 🎉", "Ünï ☂ 🎉"),
        ("no", '"no"'),
        ("Yes", '"Yes"'),
        ("y", '"y"'),
        ("null", '"null"'),
        ("~", '"~"'),
        ("", '""'),
        ("0123", '"0123"'),
        ("1_000", '"1_000"'),
        ("12:30", '"12:30"'),
        ("1.10", '"1.10"'),
        ("1e5", '"1e5"'),
        ("0x1F", '"0x1F"'),
        (".5", '".5"'),
        ("-.inf", '"-.inf"'),
        ("2026-09-01", '"2026-09-01"'),
        ("2026-09-01 10:00", '"2026-09-01 10:00"'),
        ("- x", '"- x"'),
        ("? x", '"? x"'),
        ("a: b", '"a: b"'),
        ("a:", '"a:"'),
        ("a # b", '"a # b"'),
        ("#x", '"#x"'),
        ("|", '"|"'),
        ("@x", '"@x"'),
        ("%x", '"%x"'),
        ("*x", '"*x"'),
        ("<<", '"<<"'),
        ("=", '"="'),
        ("...", '"..."'),
        (" x", '" x"'),
        ("x ", '"x "'),
        ('"x"', "'\"x\"'"),
        ("'x'", "\"'x'\""),
        ('"it\'s"', "'\"it''s\"'"),
        ("a\\b: c", "'a\\b: c'"),
        ("a\tb", '"a\\tb"'),
        ("a\r\u2028\x1b\ufeff", '"a\\r\\u2028\\x1b\\ufeff"'),
        (5, "5"),
        (-5, "-5"),
        (True, "true"),
        (False, "false"),
        (None, "null"),
        (Decimal("1E+6"), "1000000"),
        (Decimal("0.000000001"), "0.000000001"),
        (Decimal("1.10"), "1.10"),
        (date(2026, 9, 1), "2026-09-01"),
        ([], "[]"),
        ({}, "{}"),
        (["jane-doe", "sam"], "[jane-doe, sam]"),
        (["a, b", "what?", "[x]"], '["a, b", "what?", "[x]"]'),
    ],
)
def test_each_value_has_its_spelling(value: Plain, spelling: str) -> None:
    assert set_value("a: old  # c\n", ("a",), value) == f"a: {spelling}  # c\n"
    assert read(set_value("a: old\n", ("a",), value)) == {"a": texts(value)}
    assert read(set_value("a: {b: old}\n", ("a", "b"), value)) == {"a": {"b": texts(value)}}


NASTY = [
    "{{ 7*7 }}", "a: b # c", "- x", "|", "🎉 👩‍👩‍👧", "  both  ", "one\n", "one\ntwo\n\n", "\n",
    "\n\nlate", "it's \"both\"", "a\tb", "\ttab first", "x" * 500, "word " * 120, "no", "0123", "1_000",
    "12:30", "", " lead\nthen", "one\n  two\n   three", "one\n   \ntwo", "trail  \nmore",
    "# not a comment", "a\n# b\nc", "---", "--- x", "...", "a\n---\nb", "key: |\n  x", "[a", "}", ",",
    "'", '"', "\\", "%", "&a", "*a", "!t", "`", "\x85", "\u2028", "é\u0301", "null", "\x07", "[p1]",
    "a\rb", "a\r\nb", "-", "?", ":", ":x", "a:b", "=", "~",
]  # fmt: skip


@pytest.mark.parametrize(
    "file",
    [
        "a: old\n", "a: 'old'\n", 'a: "old" # c\n', "a: |\n  old\n", "a: >-\n  old\nb: 1\n", "a:\n", "a: {}",
        "a: # c\nb:\n", "b: [{a: old}]", "b:\n- a: old\n- x\n", "a: old\n\n# c\n", "a:\n  - x\n  # c\nb: 1\n",
        "a: |+\n  old\n\n\nb: 1\n", "a:\n  'old\n   old'\n", "a: {b: c} # d", "# only a comment", "",
    ],
)  # fmt: skip
def test_a_nasty_text_reads_back_letter_by_letter(file: str) -> None:
    path = ("b", 0, "a") if file.startswith("b:") else ("a",)
    for text in NASTY:
        after = set_value(file, path, text)
        assert read(after) == with_value(read(file), path, text)
        assert set_value(after, path, text) == after
        assert [comment for comment in comments_in(file) if comment not in after] == []


def comments_in(text: str) -> list[str]:
    return re.findall(r"#[^\n]*", text)


def test_a_value_that_no_file_can_hold_is_refused() -> None:
    for value in ("half \ud83d", Decimal("NaN"), 1.5):
        with pytest.raises(CannotSplice):
            set_value("a: 1\n", ("a",), value)  # type: ignore[arg-type]  # what the types forbid


# --- adding an item -------------------------------------------------------------------------------


def appended(path: tuple[str | int, ...], item: Plain, text: str = RECORD) -> list[str]:
    after = append_item(text, path, item)
    assert read(after) == texts(with_item(read(text), path, item))
    return diff(text, after)


def test_an_item_goes_below_the_last_one_and_its_comments() -> None:
    assert appended(("stakeholders",), {"id": "ann", "roles": ["user"]}) == [
        "+     - id: ann",
        "+       roles: [user]",
    ]
    after = append_item(RECORD, ("stakeholders",), {"id": "ann"})
    assert "      # asked twice for a reference\n    - id: ann\n\n# --- promises" in after


def test_an_item_is_written_as_its_neighbours_are() -> None:
    assert appended(("commitments",), {"id": "x", "note": "a, b"}) == ['+ - {id: x, note: "a, b"}']
    assert appended(("stakeholders", 0, "roles"), "user")[-1].endswith(
        "[economic_buyer, executive_sponsor, user]"
    )
    long: Plain = {"id": "x", "promise": "p" * 100}
    assert appended(("commitments",), long) == ["+ - id: x", "+   promise: " + "p" * 100]


def test_an_empty_list_becomes_a_block_indented_like_the_others() -> None:
    assert appended(("log",), {"id": "a", "on": date(2026, 9, 1)}) == [
        "- log: []",
        "+ log:",
        "+     - id: a",
        "+       on: 2026-09-01",
    ]
    assert append_item("a: [] # c\n", ("a",), "x") == "a: # c\n  - x\n"
    assert append_item("b:\n- x\na:\n", ("a",), "x") == "b:\n- x\na:\n- x\n"
    assert append_item("a: ~ # c\n", ("a",), {"b": "c\nd"}) == "a: # c\n  - b: |-\n      c\n      d\n"


def test_a_missing_list_is_begun() -> None:
    assert append_item("a: 1\n# end\n", ("b",), "x") == "a: 1\nb:\n  - x\n# end\n"
    assert append_item("a: 1\n", ("b", "c"), {"d": 1}) == "a: 1\nb:\n  c:\n    - d: 1\n"
    assert append_item("a: {}\n", ("a", "c"), "x") == "a:\n  c:\n    - x\n"
    assert append_item("a: {b: 1}\n", ("a", "c"), {"d": 1}) == "a: {b: 1, c: [{d: 1}]}\n"


def test_a_list_within_brackets_or_braces_grows_there() -> None:
    assert append_item("a: {moved: []}\n", ("a", "moved"), {"b": 1}) == "a: {moved: [{b: 1}]}\n"
    assert append_item("a: [x, y,] # c\n", ("a",), "z") == "a: [x, y, z,] # c\n"
    assert append_item("a: [\n  x, # c\n  y # d\n]\n", ("a",), "z") == "a: [\n  x, # c\n  y, z # d\n]\n"


def test_an_item_below_lines_of_text_leaves_them_alone() -> None:
    text = "a:\n  - |+\n    x\n\n\n# next\nb: 1\n"
    assert append_item(text, ("a",), "w") == "a:\n  - |+\n    x\n\n\n  - w\n# next\nb: 1\n"
    assert append_item("a:\n  - |\n    x\n\n# next\n", ("a",), "w") == "a:\n  - |\n    x\n  - w\n\n# next\n"


@pytest.mark.parametrize("mark", ["|", "|+", ">", "|2", "|+2", "|2+", "|-"])
def test_lines_of_text_at_the_torn_end_of_a_file_stay_as_they_read(mark: str) -> None:
    text = f"a:\n- {mark}\n  x"
    assert read(append_item(text, ("a",), "y")) == {"a": ["x", "y"]}
    assert read(set_value(text, ("b",), "y")) == {"a": ["x"], "b": "y"}


# --- taking an item away --------------------------------------------------------------------------


def removed(path: tuple[str | int, ...], text: str = RECORD) -> list[str]:
    after = remove_item(text, path)
    assert read(after) == without_item(read(text), path)
    return diff(text, after)


def test_an_item_goes_with_its_own_comments_only() -> None:
    assert [line[2:] for line in removed(("stakeholders", 0))] == RECORD.splitlines()[16:22]
    assert [line[2:] for line in removed(("stakeholders", 1))] == RECORD.splitlines()[23:32]
    assert removed(("commitments", 0)) == ["- - {id: sso, promise: SSO live before rollout}   # Jane's"]
    assert [line[2:] for line in removed(("commitments", 1))] == RECORD.splitlines()[36:38]


def test_the_last_item_leaves_an_empty_list() -> None:
    assert remove_item("a: # why\n  # the one\n  - x # c\n\n# next\nb: 1\n", ("a", 0)) == (
        "a: [] # why\n\n# next\nb: 1\n"
    )
    assert remove_item("a:\n  # about all\n\n  # the one\n  - x\n", ("a", 0)) == "a: []\n  # about all\n"
    assert remove_item("- - x\n- y\n", (0, 0)) == "- []\n- y\n"
    assert remove_item("a: [ x ] # c\n", ("a", 0)) == "a: [] # c\n"


def test_a_comment_apart_from_the_item_stays() -> None:
    text = "a:\n  - x\n  # about the rest\n\n  # about y\n  - y\n  - z\n"
    assert remove_item(text, ("a", 1)) == "a:\n  - x\n  # about the rest\n\n  - z\n"


def test_an_item_between_brackets_goes_with_its_comma() -> None:
    assert remove_item("a: [x, y, z]\n", ("a", 0)) == "a: [y, z]\n"
    assert remove_item("a: [x, y, z]\n", ("a", 1)) == "a: [x, z]\n"
    assert remove_item("a: [x, y, z]\n", ("a", 2)) == "a: [x, y]\n"
    assert remove_item("a: [x, y,]\n", ("a", 1)) == "a: [x, ]\n"


def test_an_item_on_its_own_line_between_brackets_goes_with_its_comments() -> None:
    text = "a: [ # all\n  # x is\n  x, # one, two\n  # y is\n  y, # two\n  z # three, four\n]\n"
    assert remove_item(text, ("a", 0)) == "a: [ # all\n  # y is\n  y, # two\n  z # three, four\n]\n"
    assert remove_item(text, ("a", 1)) == "a: [ # all\n  # x is\n  x, # one, two\n  z # three, four\n]\n"
    assert remove_item(text, ("a", 2)) == "a: [ # all\n  # x is\n  x, # one, two\n  # y is\n  y, # two\n]\n"


def test_lists_within_lists() -> None:
    text = "a:\n- - x # one\n  # about y\n  - y\n- z\n"
    assert read(remove_item(text, ("a", 0, 0))) == {"a": [["y"], "z"]}
    assert "# about y" in remove_item(text, ("a", 0, 0))
    assert remove_item(text, ("a", 0, 1)) == "a:\n- - x # one\n- z\n"
    assert append_item(text, ("a", 0), "w") == "a:\n- - x # one\n  # about y\n  - y\n  - w\n- z\n"


def test_blanks_do_not_join_the_lines_of_text_above() -> None:
    for mark, blanks in (("|", "        \n"), ("|+", "\n\n"), (">", "\n      \n")):
        text = f"a:\n  - {mark}\n    x\n  - y\n{blanks}b: 1\n"
        assert read(remove_item(text, ("a", 1))) == without_item(read(text), ("a", 1))


# --- every kind of file ---------------------------------------------------------------------------


def test_windows_line_ends_stay() -> None:
    text = RECORD.replace("\n", "\r\n")
    for edit in EDITS:
        after = edit(text)
        assert after.replace("\r\n", "").count("\n") == 0
        assert after.replace("\r\n", "\n") == edit(RECORD)


EDITS: list[Callable[[str], str]] = [
    lambda text: set_value(text, ("notes",), "one\ntwo"),
    lambda text: set_value(text, ("answers", "a"), "one\ntwo"),
    lambda text: set_value(text, ("stakeholders",), []),
    lambda text: set_value(text, ("stakeholders", 0, "title"), "VP"),
    lambda text: append_item(text, ("log",), {"a": "b\nc", "d": 1}),
    lambda text: append_item(text, ("stakeholders",), {"a": "b"}),
    lambda text: remove_item(text, ("stakeholders", 0)),
    lambda text: remove_item(text, ("commitments", 1)),
]


def test_a_file_without_an_end_to_its_last_line() -> None:
    assert set_value("a: 1", ("a",), 2) == "a: 2"
    assert set_value("a: 1", ("b",), 2) == "a: 1\nb: 2\n"
    assert append_item("a:\n- x", ("a",), "w") == "a:\n- x\n- w\n"
    assert remove_item("a:\n- x\n- y", ("a", 1)) == "a:\n- x\n"
    assert set_value("a: 1", ("a",), "one\ntwo\n") == "a: |\n  one\n  two\n"


@pytest.mark.parametrize("text", ["", "\n", "# a comment", "# a comment\n", "---\n# c\n", "--- # c\n"])
def test_an_empty_file_is_an_empty_mapping(text: str) -> None:
    assert read(set_value(text, ("a", "b"), 1)) == {"a": {"b": "1"}}
    assert read(append_item(text, ("a",), {"b": 1})) == {"a": [{"b": "1"}]}
    assert set_value(text, ("a",), 1).startswith(text)


def test_a_file_that_is_one_pair_of_braces() -> None:
    assert set_value("{a: 1}\n", ("b",), ["x"]) == "{a: 1, b: [x]}\n"
    assert set_value("{}\n", ("b",), "x") == "b: x\n"
    assert append_item("{a: [1]}\n", ("a",), 2) == "{a: [1, 2]}\n"


def test_keys_marked_with_a_question_mark_and_keys_alone() -> None:
    assert set_value("? a\n: b # c\n", ("a",), 1) == "? a\n: 1 # c\n"
    assert set_value("? a\n: b\n", ("c",), 1) == "? a\n: b\nc: 1\n"
    assert set_value("{a, b: }\n", ("a",), 1) == "{a: 1, b: }\n"
    assert set_value("{a, b}\n", ("c",), 1) == "{a, b, c: 1}\n"


def test_a_text_may_be_very_long() -> None:
    text = 'words, and "words": it\'s ' * 800
    for file, path in (("a: x\n", ("a",)), ("b: {a: x}\n", ("b", "a"))):
        assert value_of(read(set_value(file, path, text)), path) == text


@pytest.mark.parametrize(
    "edit",
    [
        lambda: set_value("a: [1\n", ("a",), 1),
        lambda: set_value("? a\nb: 1\n", ("a",), 1),
        lambda: set_value("a: x\n", ("a", "b"), 1),
        lambda: set_value("a: [x]\n", ("a", "b"), 1),
        lambda: set_value("a: [x]\n", ("a", 1), 1),
        lambda: set_value("a: [b: x]\n", ("a", 0, "c"), 1),
        lambda: set_value("a: 1\na: 2\n", ("a",), 3),
        lambda: set_value("a: 1\n---\nb: 1\n", ("a",), 3),
        lambda: append_item("a: x\n", ("a",), 1),
        lambda: append_item("a: {b: 1}\n", ("a",), 1),
        lambda: remove_item("a: [x]\n", ("a",)),
        lambda: remove_item("a: [x]\n", ("a", 1)),
        lambda: remove_item("a: [x]\n", ("b", 0)),
        lambda: remove_item("", ("b", 0)),
        lambda: remove_item("a: [x]\n", ()),
        lambda: set_value("", (), 1),
    ],
)
def test_what_does_not_fit_the_file_is_refused(edit: Callable[[], str]) -> None:
    with pytest.raises(CannotSplice) as caught:
        edit()
    assert caught.value.exit_code == 3


def test_a_refusal_quotes_nothing_from_the_file() -> None:
    with pytest.raises(CannotSplice) as caught:
        set_value("private: [secret\n", ("private",), "secret")
    assert "secret" not in str(caught.value)


def test_a_hundred_and_fifty_edits_take_less_than_a_second() -> None:
    people = "".join(f"  - id: p{n}\n    name: Person {n}  # met\n    roles: [user]\n" for n in range(50))
    text = f"name: x\nstakeholders:\n{people}log: []\n"
    started = time.process_time()
    for n in range(50):
        text = set_value(text, ("stakeholders", n, "name"), f"Somebody {n}")
        text = append_item(text, ("log",), {"id": f"e{n}", "note": "a: b"})
        text = set_value(text, ("stakeholders", n, "title"), "VP")
    assert time.process_time() - started < 1
    assert len(read(text)["log"]) == 50


# --- any data, laid out in any way ----------------------------------------------------------------

WORDS = st.one_of(st.sampled_from([*NASTY, "plain", "two words", "x"]), st.text(max_size=12))
STORABLE = WORDS.filter(lambda text: not re.search("[\ud800-\udfff]", text))
KEYS = st.one_of(
    st.sampled_from(["a", "b", "id", "note", "a b", "no", "x: y", "#k", "it's", "0123", '"q"', "é"])
)
DATA: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), STORABLE),
    lambda below: st.one_of(st.lists(below, max_size=4), st.dictionaries(KEYS, below, max_size=4)),
    max_leaves=14,
)
RECORDS = st.dictionaries(KEYS, DATA, min_size=1, max_size=5)
VALUES: st.SearchStrategy[Any] = st.one_of(
    DATA, st.integers(), st.dates(), st.booleans(), st.just(Decimal("1E+3"))
)
Owner = tuple[str | int, ...]


def as_read(text: str) -> Any:
    try:
        return read(text)
    except Exception:  # noqa: BLE001 - a spelling that cannot be read is not used
        return ...


class Layout:
    """Writes data the way some person might, and remembers to what each comment belongs."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.comments: dict[str, Owner] = {}

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def comment(self, owner: Owner) -> str:
        ending = self.random.choice(["it: is", "a, b]", "- 'so", "# 7"])
        words = f"#n{len(self.comments)}; {ending}"
        self.comments[words] = owner
        return words

    def beside(self, owner: Owner) -> str:
        return "  " + self.comment(owner) if self.chance(25) else ""

    def document(self, data: dict[str, Any]) -> str:
        head = [self.comment(("#",)), *self.blank()] if self.chance(30) else []
        tail = [*self.blank(), self.comment(("#",))] if self.chance(30) else []
        text = "\n".join([*head, *self.mapping(data, (), 0), *tail])
        return text if self.chance(15) else text + "\n"

    def blank(self) -> list[str]:
        return [self.random.choice(["", "", "", "   "])] if self.chance(20) else []

    def above(self, owner: Owner, column: int) -> list[str]:
        return [" " * column + self.comment(owner)] if self.chance(15) else []

    def block(self, value: Any, path: Owner, column: int, *, bare: bool = False) -> list[str]:
        if isinstance(value, dict):
            return self.mapping(value, path, column, bare=bare)
        return self.sequence(value, path, column, bare=bare)

    def mapping(self, value: dict[str, Any], path: Owner, column: int, *, bare: bool = False) -> list[str]:
        lines: list[str] = []
        for key, part in value.items():
            if lines or not bare:
                lines += [*self.blank(), *self.above((*path, "#"), column)]
            first, more = self.slot(part, (*path, key), column)
            lines += [" " * column + self.inline(key, flow=False) + ":" + first, *more]
        return lines

    def sequence(self, value: list[Any], path: Owner, column: int, *, bare: bool = False) -> list[str]:
        lines: list[str] = []
        for number, part in enumerate(value):
            owner = (*path, number)
            if lines or not bare:
                lines += self.blank()
                if self.chance(10):
                    lines += [" " * self.random.randint(0, column) + self.comment((*path, "#")), ""]
                lines += self.above(owner, column)
            first, more = self.item(part, owner, column)
            lines += [" " * column + "-" + first, *more]
            if self.chance(10):
                lines += [" " * (column + 1) + self.comment(owner)]
        return lines

    def slot(self, value: Any, path: Owner, column: int) -> tuple[str, list[str]]:
        if value and isinstance(value, dict | list) and self.chance(65):
            nearest = 0 if isinstance(value, list) else 1
            return self.beside(path), self.block(value, path, column + self.random.randint(nearest, 4))
        return self.short(value, path, column)

    def item(self, value: Any, path: Owner, column: int) -> tuple[str, list[str]]:
        if value and isinstance(value, dict | list) and self.chance(65):
            if self.chance(20):
                return self.beside(path), self.block(value, path, column + self.random.randint(1, 4))
            spaces = self.random.randint(1, 3)
            first, *rest = self.block(value, path, column + 1 + spaces, bare=True)
            return " " * spaces + first.lstrip(), rest
        return self.short(value, path, column)

    def short(self, value: Any, path: Owner, column: int) -> tuple[str, list[str]]:
        if isinstance(value, str) and self.chance(50):
            lines = self.several_lines(value, column)
            if lines:
                return " " + lines[0] + (self.beside(path) if lines[0][0] in "|>" else ""), lines[1:]
        if value is None and self.chance(40):
            return self.beside(path), []
        text = (
            self.flow(value, path, column + 2)
            if isinstance(value, dict | list)
            else self.inline(value, flow=False)
        )
        first, *rest = (text + self.beside(path)).split("\n")
        return " " * self.random.randint(1, 3) + first, rest

    def several_lines(self, value: str, column: int) -> list[str]:
        indent = " " * (column + self.random.randint(2, 4))
        chomp = "" if value.endswith("\n") else "-"
        folded = value.replace(" ", "\n" + indent, 2)
        layouts = [
            "|" + chomp + "\n" + value.removesuffix("\n"),
            "|+\n" + value.removesuffix("\n"),
            ">" + chomp + "\n" + value.removesuffix("\n").replace(" ", "\n", 1),
        ]
        mark, *lines = self.random.choice(layouts).split("\n")
        written = [mark, *(indent + line if line else "" for line in lines)]
        if self.chance(40):
            written = self.random.choice([f'"{folded}"', f"'{folded}'", folded]).split("\n")
        below = "\n".join(written[1:])
        pad = " " * column
        return (
            written
            if as_read(f"{pad}k: {written[0]}\n{below}\n{pad}z: 1\n") == {"k": value, "z": "1"}
            else []
        )

    def inline(self, value: str | None, *, flow: bool) -> str:
        if value is None:
            return self.random.choice(["null", "~"])
        spellings = [value, "'" + value.replace("'", "''") + "'", json.dumps(value, ensure_ascii=False)]
        self.random.shuffle(spellings)
        for spelling in spellings:
            frame = f"[{spelling}, {{k: {spelling}, {spelling}: v}}]" if flow else f"[k: {spelling}]"
            expected = [value, {"k": value, value: "v"}] if flow else value
            found = as_read(frame if flow else f"{spelling}: {spelling}\n")
            if "\n" not in spelling and found == (expected if flow else {value: value}):
                return spelling
        return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\U{ord(c):08x}" for c in value) + '"'

    def flow(self, value: Any, path: Owner, column: int) -> str:
        if not isinstance(value, dict | list):
            return self.inline(value, flow=True)
        if isinstance(value, dict):
            parts = [
                ((*path, key), f"{self.inline(key, flow=True)}: {self.flow(part, (*path, key), column + 2)}")
                for key, part in value.items()
            ]
            return "{" + self.between(parts, column) + "}"
        items = [((*path, n), self.flow(part, (*path, n), column + 2)) for n, part in enumerate(value)]
        return "[" + self.between(items, column) + "]"

    def between(self, parts: list[tuple[Owner, str]], column: int) -> str:
        several = any("\n" in text for _, text in parts)
        if not parts or not (several or self.chance(25)):
            edge = self.random.choice(["", " "])
            return edge + ", ".join(text for _, text in parts) + edge
        pad, lines = "\n" + " " * column, ""
        for number, (owner, text) in enumerate(parts):
            lines += pad + self.comment(owner) if self.chance(15) else ""
            comma = "," if number < len(parts) - 1 or self.chance(30) else ""
            lines += pad + text + comma + self.beside(owner)
        return lines + pad[:-1]


def paths_of(data: Any, path: Owner = ()) -> list[Owner]:
    below = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(deeper for step, part in below for deeper in paths_of(part, (*path, step)))]


@st.composite
def laid_out(draw: st.DrawFn) -> tuple[dict[str, Any], str, dict[str, Owner]]:
    data = draw(RECORDS)
    layout = Layout(draw(st.randoms(use_true_random=False)))
    text = layout.document(data)
    if draw(st.booleans()):
        assume("\r" not in text and as_read(text) == data)
        text = text.replace("\n", "\r\n")
    assume(as_read(text) == data)
    return data, text, layout.comments


HOW_MANY = int(os.environ.get("EXAMPLES", "100"))
EXAMPLES = settings(
    max_examples=HOW_MANY,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def lost(comments: dict[str, Owner], text: str) -> set[Owner]:
    return {
        owner for comment, owner in comments.items() if comment + "\n" not in text.replace("\r", "") + "\n"
    }


def within(owner: Owner, path: Owner) -> bool:
    return owner[: len(path)] == path


@EXAMPLES
@given(laid_out(), VALUES, st.data())
def test_any_value_may_be_set(
    found: tuple[Any, str, dict[str, Owner]], value: Plain, pick: st.DataObject
) -> None:
    data, text, comments = found
    path = pick.draw(st.sampled_from(paths_of(data)[1:]))
    after = set_value(text, path, value)
    assert read(after) == texts(with_value(data, path, value))
    assert all(within(owner, path) and owner != path for owner in lost(comments, after))
    assert set_value(after, path, value) == after
    assert set_value(text, path, value_of(data, path)) == text


@EXAMPLES
@given(laid_out(), VALUES, st.data())
def test_any_key_may_be_added(
    found: tuple[Any, str, dict[str, Owner]], value: Plain, pick: st.DataObject
) -> None:
    data, text, comments = found
    places = [p for p in paths_of(data) if value_of(data, p) is None or isinstance(value_of(data, p), dict)]
    path = (*pick.draw(st.sampled_from(places)), "new", *pick.draw(st.sampled_from([(), ("newer",)])))
    after = set_value(text, path, value)
    assert read(after) == texts(with_value(data, path, value))
    assert not lost(comments, after)


@EXAMPLES
@given(laid_out(), VALUES, st.data())
def test_any_item_may_be_added(
    found: tuple[Any, str, dict[str, Owner]], item: Plain, pick: st.DataObject
) -> None:
    data, text, comments = found
    lists = [
        p for p in paths_of(data)[1:] if value_of(data, p) is None or isinstance(value_of(data, p), list)
    ]
    mappings = [(*p, "new") for p in paths_of(data) if isinstance(value_of(data, p), dict)]
    path = pick.draw(st.sampled_from([*lists, *mappings]))
    after = append_item(text, path, item)
    assert read(after) == texts(with_item(data, path, item))
    assert not lost(comments, after)


@EXAMPLES
@given(laid_out(), st.data())
def test_any_item_may_be_removed(found: tuple[Any, str, dict[str, Owner]], pick: st.DataObject) -> None:
    data, text, comments = found
    items = [path for path in paths_of(data) if path and isinstance(path[-1], int)]
    assume(items)
    path = pick.draw(st.sampled_from(items))
    after = remove_item(text, path)
    assert read(after) == without_item(data, path)
    assert lost(comments, after) == {owner for owner in comments.values() if within(owner, path)}


@settings(EXAMPLES, max_examples=HOW_MANY // 2)
@given(laid_out(), st.lists(VALUES, min_size=3, max_size=3), st.data())
def test_edits_follow_each_other(
    found: tuple[Any, str, Any], values: list[Plain], pick: st.DataObject
) -> None:
    data, text, _ = found
    for value in values:
        path = pick.draw(st.sampled_from([p for p in paths_of(data)[1:] if p[0] != "tail"]))
        text = append_item(set_value(text, path, value), ("tail",), value)
        data = texts(with_item(with_value(data, path, value), ("tail",), value))
        assert read(text) == data


@settings(EXAMPLES, max_examples=HOW_MANY // 2)
@given(laid_out(), VALUES, st.data())
def test_the_loader_without_c_gives_the_same(
    found: tuple[Any, str, Any], value: Plain, pick: st.DataObject
) -> None:
    data, text, _ = found
    path = pick.draw(st.sampled_from(paths_of(data)[1:]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outline, "_Loader", yaml.SafeLoader)
        try:
            after = set_value(text, path, value)
        except CannotSplice:
            # The two scanners differ on a few signs between brackets, such as a question mark.
            reject()
    assert after == set_value(text, path, value)


def test_the_example_reads_as_it_should() -> None:
    assert read(dedent(RECORD))["stakeholders"][1]["name"] == "Sam Lee"

"""Edits a YAML text in place: sets a value, adds an item, takes one away, and leaves every other byte alone.

Nothing is dumped. Each edit looks up where the thing stands and exchanges just that piece of text, so
comments, blank lines, quotes and indentation stay as people laid them out. A path is a tuple of keys
and list positions: ``("stakeholders", 0, "title")``.

Whoever edits reads the result again and compares before it replaces anything.
"""

import re

import yaml

from csmkit.core.changes import texts
from csmkit.core.fields import Plain
from csmkit.storage.emitting import (
    STEP,
    WIDEST_BRACES,
    CannotSplice,
    Stacked,
    Written,
    entry,
    in_flow,
    indented,
    item,
    key_text,
    written,
)
from csmkit.storage.outline import (
    Outline,
    Slot,
    Step,
    is_braced,
    is_empty,
    is_flow,
    is_null,
    is_unwritten,
    plain,
)
from csmkit.storage.replacing import replaced, step_to

__all__ = ["CannotSplice", "append_item", "remove_item", "set_value"]

# A comma, past any comment before it; a comma inside such a comment does not count.
_COMMA = re.compile(r"(?:\s|#[^\n]*+)*+,")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\r\n]*)?")
_END_OF_DOCUMENT = re.compile(r"^\.\.\.(?:\s|$)", re.MULTILINE)
_HEADER_THAT_MAY_KEEP = re.compile(r"([|>])([0-9]*)\+?([0-9]*)")


def set_value(text: str, path: tuple[Step, ...], value: Plain) -> str:
    """Give the key or list position at `path` a value; a key that is missing is added to its mapping.

    Raises:
        CannotSplice: the file does not have the shape the path expects.
    """
    outline = Outline(text)
    if outline.root is None:
        return _first_entry(outline, path, value)
    slot, missing = outline.descend(path)
    if missing:
        return _added(outline, slot, missing, value)
    if plain(slot.node) == texts(value):
        return text
    return replaced(outline, slot, value)


def append_item(text: str, path: tuple[Step, ...], item: Plain) -> str:
    """Add an item at the end of the list at `path`; a list that is missing or empty is begun.

    Raises:
        CannotSplice: something else than a list stands there.
    """
    outline = Outline(text)
    if outline.root is None:
        return _first_entry(outline, path, Stacked([item]))
    slot, missing = outline.descend(path)
    node = slot.node
    if missing:
        return _added(outline, slot, missing, Stacked([item]))
    if is_null(node) or (isinstance(node, yaml.SequenceNode) and is_empty(node)):
        return replaced(outline, slot, Stacked([item]))
    if not isinstance(node, yaml.SequenceNode):
        raise CannotSplice("An item can only be added to a list.")
    if is_flow(node):
        end = outline.end(node.value[-1])
        return text[:end] + ", " + in_flow(item) + text[end:]
    return _appended_below(outline, node, item)


def remove_item(text: str, path: tuple[Step, ...]) -> str:
    """Take the item at `path` out of its list, with its comments and no others; the last one leaves ``[]``.

    Raises:
        CannotSplice: there is no such item.
    """
    outline = Outline(text)
    number = path[-1] if path else None
    if outline.root is None or not isinstance(number, int):
        raise CannotSplice("There is no item to take out of the file.")
    slot, missing = outline.descend(path[:-1])
    node = slot.node
    if missing or not isinstance(node, yaml.SequenceNode) or not 0 <= number < len(node.value):
        raise CannotSplice("There is no item to take out of the file.")
    if is_flow(node):
        return _removed_between_brackets(outline, node, number)
    if len(node.value) == 1:
        return _emptied(outline, slot, node)
    return _removed_below(outline, slot, node, number)


def _nested(path: tuple[Step, ...], value: Plain) -> Plain:
    for step in reversed(path):
        if not isinstance(step, str):
            raise CannotSplice("A list in the file has no item at the position of the change.")
        value = {step: value}
    return value


def _first_entry(outline: Outline, path: tuple[Step, ...], value: Plain) -> str:
    if not path or _END_OF_DOCUMENT.search(outline.text):
        raise CannotSplice("The file is empty.")
    (key, below), *_ = _entries(_nested(path, value))
    return _with_lines(outline, len(outline.text), entry(key, written(below)))


def _added(outline: Outline, slot: Slot, missing: tuple[Step, ...], value: Plain) -> str:
    addition = _nested(missing, value)
    node = slot.node
    if is_null(node) or (is_empty(node) and not slot.in_flow):
        return replaced(outline, slot, addition)
    if not isinstance(node, yaml.MappingNode):
        raise CannotSplice("A key can only be added to a mapping.")
    (key, below), *_ = _entries(addition)
    if is_flow(node):
        return _added_between_braces(outline, node, f"{key_text(key, flow=True)}: {in_flow(below)}")
    column = outline.column(node.start_mark.index)
    end = outline.end_with_comments(outline.end(node), column)
    made = written(below, literal=outline.may_end_with_lines(end, column))
    lines = entry(key, made, STEP if made.is_literal else step_to(outline, slot, below))
    return _with_lines(outline, end, indented(lines, column))


def _entries(mapping: Plain) -> list[tuple[str, Plain]]:
    return list(mapping.items()) if isinstance(mapping, dict) else []


def _added_between_braces(outline: Outline, node: yaml.MappingNode, pair: str) -> str:
    text, start = outline.text, node.start_mark.index
    if not is_braced(node, text):
        raise CannotSplice("A pair without braces of its own cannot take another key.")
    if not node.value:
        return text[: start + 1] + pair + text[start + 1 :]
    key, last = node.value[-1]
    colon = outline.colon(key)
    if colon is not None and is_unwritten(last):
        # A colon may not touch the comma that follows it.
        return f"{text[:colon]} , {pair}{text[colon:]}"
    end = outline.end(key if colon is None else last)
    return f"{text[:end]}, {pair}{text[end:]}"


def _with_lines(outline: Outline, end: int, lines: list[str]) -> str:
    """The text with lines put below the one that ends at an offset."""
    text, newline = outline.text, outline.newline
    made = newline.join(lines)
    if end < len(text):
        return text[:end] + newline + made + text[end:]
    if not text or text.endswith("\n"):
        return text + made + newline
    return _closed(outline) + newline + made + newline


def _closed(outline: Outline) -> str:
    """A text whose last line has no end, in a form that means the same once it gets one."""
    text = outline.text
    last = outline.last_scalar(outline.root) if outline.root else None
    if not isinstance(last, yaml.ScalarNode) or last.style not in ("|", ">") or "-" in outline.header(last):
        return text
    start = last.start_mark.index
    return text[:start] + _HEADER_THAT_MAY_KEEP.sub(r"\1\2\3-", text[start:], count=1)


def _appended_below(outline: Outline, node: yaml.SequenceNode, value: Plain) -> str:
    column = outline.column(node.start_mark.index)
    last = node.value[-1]
    end = outline.end_with_comments(outline.end(last), column)
    if isinstance(last, yaml.MappingNode) and is_flow(last) and len(in_flow(value)) <= WIDEST_BRACES:
        made = Written(in_flow(value))
    else:
        made = written(value, literal=outline.may_end_with_lines(end, column))
    return _with_lines(outline, end, indented(item(made), column))


def _emptied(outline: Outline, slot: Slot, node: yaml.SequenceNode) -> str:
    text, start = outline.text, node.start_mark.index
    column = outline.column(start)
    stop = outline.end_with_comments(outline.end(node), column)
    if slot.after is None or "\n" not in text[slot.after : start]:
        return text[:start] + "[]" + text[stop:]
    above = outline.comments_above(start, column, outline.next_line(slot.after))
    return f"{text[: slot.after]} []{text[slot.after : above].rstrip()}{text[stop:]}"


def _removed_below(outline: Outline, slot: Slot, node: yaml.SequenceNode, number: int) -> str:
    text = outline.text
    dash = outline.dash(node, number)
    column = outline.column(dash)
    last = outline.end_with_comments(outline.end(node.value[number]), column)
    if text[outline.line_start(dash) : dash].strip():
        # The first item of a list within a list shares its line with the dash of the outer one.
        return text[:dash].rstrip(" ") + text[last:]
    floor = outline.next_line(outline.end(node.value[number - 1]) if number else (slot.after or 0))
    start = outline.comments_above(dash, column, floor if number or slot.after else 0)
    stop = outline.next_line(last)
    if number and not text[floor:start].strip():
        stop = _past_blanks_that_would_join(outline, node.value[number - 1], last, stop)
    return text[:start] + text[stop:]


def _past_blanks_that_would_join(outline: Outline, before: yaml.Node, last: int, stop: int) -> int:
    """Where to go on after an item, when the text above it was written as lines and would take blanks in."""
    leaf = outline.last_scalar(before)
    if not isinstance(leaf, yaml.ScalarNode) or leaf.style not in ("|", ">"):
        return stop
    keeps = "+" in outline.header(leaf)
    for start, end in outline.lines_after(last):
        line = outline.text[start:end]
        if line.strip():
            break
        if line or keeps:
            stop = outline.next_line(start)
    return stop


def _removed_between_brackets(outline: Outline, node: yaml.SequenceNode, number: int) -> str:
    text, found = outline.text, node.value[number]
    start, end = found.start_mark.index, outline.end(found)
    if len(node.value) == 1:
        return text[: node.start_mark.index] + "[]" + text[node.end_mark.index :]
    comma = _COMMA.match(text, end)
    before = outline.end(node.value[number - 1]) if number else start
    if not comma and "\n" not in text[before:start]:
        return text[:before] + text[end:]
    stop = comma.end() if comma else end
    return _cut(outline, start, stop, floor=outline.next_line(before if number else node.start_mark.index))


def _cut(outline: Outline, start: int, stop: int, floor: int) -> str:
    """Take out an item and its comma; whole lines with their comments, where it has them to itself."""
    text = outline.text
    rest = _REST_OF_LINE.match(text, stop)
    line_ends = rest is not None and rest.end() == outline.line_end(stop)
    line_starts = not text[outline.line_start(start) : start].strip()
    if line_ends and line_starts:
        above = outline.comments_above(start, outline.column(start), floor)
        return text[:above] + text[outline.next_line(stop) :]
    if line_ends:
        return text[:start].rstrip(" ") + text[outline.line_end(stop) :]
    while text[stop] == " ":
        stop += 1
    return text[:start] + text[stop:]

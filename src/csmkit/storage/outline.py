"""Where the parts of a YAML text stand: the offsets an edit in place can rely on.

The marks of ``yaml.compose`` are exact for what is written, not for where it ends: a block runs on
past the comments and blank lines after it. Here an end is the end of the last thing a person wrote.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from csmkit.core.fields import Plain
from csmkit.storage.emitting import STEP, CannotSplice

Step = str | int
NULLS = frozenset({"", "~", "null", "Null", "NULL"})

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COLON = re.compile(r"\s*:")
_HEADER = re.compile(r"[|>][-+0-9]*")


@dataclass(frozen=True)
class Slot:
    """The place of one value: behind the colon of its key, or behind the dash of its item."""

    node: yaml.Node
    after: int | None = None
    column: int = -1
    in_list: bool = False
    in_flow: bool = False
    parent: yaml.Node | None = None


@dataclass(frozen=True)
class Outline:
    """A text and the tree of its nodes."""

    text: str

    @cached_property
    def root(self) -> yaml.Node | None:
        """The top of the tree; None where there is nothing but comments."""
        try:
            node: yaml.Node | None = yaml.compose(self.text, Loader=_Loader)
        except yaml.YAMLError:
            raise CannotSplice("The file is not valid YAML, so it cannot be edited in place.") from None
        return None if node is None or (is_null(node) and not node.value) else node

    @property
    def newline(self) -> str:
        """How the file ends its lines."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def descend(self, path: tuple[Step, ...]) -> tuple[Slot, tuple[Step, ...]]:
        """The deepest place on a path, and the steps of the path that are not there yet."""
        if self.root is None:
            raise CannotSplice("The file is empty.")
        slot = Slot(self.root)
        for depth, step in enumerate(path):
            below = self._child(slot, step)
            if below is None:
                return slot, path[depth:]
            slot = below
        return slot, ()

    def _child(self, slot: Slot, step: Step) -> Slot | None:
        node = slot.node
        if isinstance(node, yaml.MappingNode) and isinstance(step, str):
            return self._under_key(slot, node, step)
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
            return self._in_list(slot, node, step)
        if isinstance(step, str) and (is_null(node) or is_empty(node)):
            return None
        raise CannotSplice("The file does not have the shape that the change expects.")

    def _under_key(self, slot: Slot, node: yaml.MappingNode, name: str) -> Slot | None:
        found = [(key, value) for key, value in node.value if key.value == name]
        if len(found) > 1:
            raise CannotSplice("A key stands twice in the same place of the file.")
        for key, value in found:
            after, flow = self.colon(key), slot.in_flow or is_flow(node)
            if after is None and not flow:
                raise CannotSplice("A key in the file, marked with `?`, has no `:` of its own.")
            return Slot(value, after, self.column(key.start_mark.index), in_flow=flow, parent=node)
        return None

    def _in_list(self, slot: Slot, node: yaml.SequenceNode, number: int) -> Slot:
        value = node.value[number]
        if slot.in_flow or is_flow(node):
            return Slot(value, in_flow=True, parent=node)
        dash = self.dash(node, number)
        return Slot(value, dash + 1, self.column(dash), in_list=True, parent=node)

    def colon(self, key: yaml.Node) -> int | None:
        """The offset behind the colon of a key; None for a bare key between braces."""
        found = _COLON.match(self.text, key.end_mark.index)
        return found.end() if found else None

    def dash(self, node: yaml.SequenceNode, number: int) -> int:
        """The offset of an item's dash."""
        if number == 0:
            return int(node.start_mark.index)
        for start, stop in self.lines_after(self.end(node.value[number - 1])):
            line = self.text[start:stop]
            if line.lstrip().startswith("-"):
                return stop - len(line.lstrip())
        raise CannotSplice("An item of a list in the file was not found again.")

    def end(self, node: yaml.Node) -> int:
        """The end of the last thing written in a node."""
        if isinstance(node, yaml.ScalarNode):
            return self._end_of_scalar(node)
        if is_braced(node, self.text):
            return int(node.end_mark.index)
        last = node.value[-1]
        if isinstance(last, tuple):
            key, last = last
            if self.colon(key) is None:
                return self.end(key)
        return self.end(last)

    def _end_of_scalar(self, node: yaml.ScalarNode) -> int:
        if node.style not in ("|", ">"):
            return int(node.end_mark.index)
        rows = self._rows(node)
        if rows and "+" in self.header(node):
            return rows[-1][1]
        return self.end_of_lines(node)

    def end_of_lines(self, node: yaml.ScalarNode) -> int:
        """The end of a text written as lines, without the blank lines that follow it."""
        indent = self.indent_of_lines(node)
        end = self.line_end(node.start_mark.index)
        for start, stop in self._rows(node):
            line = self.text[start:stop]
            if line.strip(" ") or len(line) > indent:
                end = stop
        return end

    def indent_of_lines(self, node: yaml.ScalarNode) -> int:
        """How far a text written as lines is indented; 0 where its header says so instead."""
        if any(sign.isdigit() for sign in self.header(node)):
            return 0
        lines = (self.text[start:stop] for start, stop in self._rows(node))
        return next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")), 0)

    def header(self, node: yaml.ScalarNode) -> str:
        """The signs that start a text written as lines, such as ``|-``."""
        found = _HEADER.match(self.text, node.start_mark.index)
        return found[0] if found else ""

    def _rows(self, node: yaml.ScalarNode) -> list[tuple[int, int]]:
        rows = self.lines_after(node.start_mark.index)
        return [(start, stop) for start, stop in rows if start < node.end_mark.index]

    def last_scalar(self, node: yaml.Node) -> yaml.Node:
        """The last thing written in a node: a scalar, or a pair of brackets."""
        while not isinstance(node, yaml.ScalarNode) and not is_flow(node):
            last = node.value[-1]
            node = last[1] if isinstance(last, tuple) else last
        return node

    def end_with_comments(self, end: int, column: int) -> int:
        """The end of what belongs to the thing that ends here: its line, and comments deeper than it."""
        last = self.line_end(end)
        for start, stop in self.lines_after(end):
            line = self.text[start:stop]
            bare = line.lstrip()
            if bare.startswith("#") and len(line) - len(bare) > column:
                last = stop
            elif bare:
                break
        return last

    def comments_above(self, offset: int, column: int, floor: int) -> int:
        """The start of the comment lines that stand right above a line, at the same column."""
        start = self.line_start(offset)
        while start > floor:
            above = self.line_start(start - 1)
            line = self.text[above:start]
            if above < floor or not line.lstrip(" ").startswith("#") or self.column_of(line) != column:
                break
            start = above
        return start

    def may_end_with_lines(self, end: int, column: int) -> bool:
        """Whether a text written as lines could end here without taking in the blanks or comment below."""
        for start, stop in self.lines_after(end):
            line = self.text[start:stop]
            bare = line.lstrip()
            if bare:
                return not (bare.startswith("#") and len(line) - len(bare) > column)
            if line:
                return False
        return True

    def step(self, slot: Slot, kind: type[yaml.Node]) -> int:
        """How far lists (or mappings) are indented under keys: as beside this one, else as in the file."""
        for place in (slot.node, slot.parent, self.root):
            if isinstance(place, yaml.MappingNode) and not is_flow(place):
                for key, value in place.value:
                    if isinstance(value, kind) and not is_flow(value):
                        return self.column(value.start_mark.index) - self.column(key.start_mark.index)
        return STEP

    def line_start(self, offset: int) -> int:
        """The start of the line."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """The end of the line, before its line break."""
        end = self.text.find("\n", offset)
        if end == -1:
            return len(self.text)
        return end - 1 if end > offset and self.text[end - 1] == "\r" else end

    def next_line(self, offset: int) -> int:
        """The start of the next line, or the end of the text."""
        return self.text.find("\n", offset) + 1 or len(self.text)

    def lines_after(self, offset: int) -> Iterator[tuple[int, int]]:
        """Start and end of each line below the one the offset is on."""
        start = self.next_line(offset)
        while start < len(self.text):
            yield start, self.line_end(start)
            start = self.next_line(start)

    def column(self, offset: int) -> int:
        """The column, from 0."""
        return offset - self.line_start(offset)

    @staticmethod
    def column_of(line: str) -> int:
        """The column at which a line starts to say something."""
        return len(line) - len(line.lstrip(" "))


def is_flow(node: yaml.Node) -> bool:
    """A list or mapping between brackets or braces."""
    return isinstance(node, yaml.CollectionNode) and node.flow_style is True


def is_braced(node: yaml.Node, text: str) -> bool:
    """As `is_flow`, but not the ``a: b`` that stands in brackets without braces of its own."""
    return is_flow(node) and text[node.start_mark.index] in "[{"


def is_block(node: yaml.Node) -> bool:
    """A list or mapping written line by line."""
    return isinstance(node, yaml.CollectionNode) and not is_flow(node)


def is_null(node: yaml.Node) -> bool:
    """Nothing: left empty, ``~`` or ``null``."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in NULLS


def is_unwritten(node: yaml.Node) -> bool:
    """Nothing, said by leaving the place empty."""
    return is_null(node) and not node.value


def is_empty(node: yaml.Node) -> bool:
    """``[]`` or ``{}``."""
    return isinstance(node, yaml.CollectionNode) and not node.value


def plain(node: yaml.Node) -> Plain:
    """What a node says, every scalar as the text a person wrote."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(part) for part in node.value]
    return None if is_null(node) else str(node.value)

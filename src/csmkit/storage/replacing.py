"""Exchanges the value at a place of a YAML text for another, whatever the shape of either.

A value of one line may give way to a list, lines of text to a date: what stands between a key and its
value, and the comment beside it, has to end up where it still says the same.
"""

from dataclasses import dataclass

import yaml

from csmkit.core.fields import Plain
from csmkit.storage.emitting import STEP, Stacked, Written, in_flow, indented, written
from csmkit.storage.outline import Outline, Slot, is_block, is_flow, is_unwritten


@dataclass(frozen=True)
class _Old:
    """The value that goes: its extent, what stands between it and its key, and the comment that stays."""

    start: int
    stop: int
    gap: str
    comment: str
    block: bool
    empty: bool

    @property
    def is_below(self) -> bool:
        """It starts on a line under its key."""
        return "\n" in self.gap


def replaced(outline: Outline, slot: Slot, value: Plain) -> str:
    """The text with another value in a place; the comment beside the old value stays."""
    if slot.in_flow:
        return _replaced_in_flow(outline, slot, value)
    old = _old(outline, slot)
    made = written(
        _laid_out_as(slot.node, value), _likeness(slot.node), literal=_lines_fit(outline, slot, old)
    )
    if made.is_literal:
        return _put_lines(outline, slot, old, made)
    return (
        _put_inline(outline, slot, old, made.head)
        if made.head
        else _put_block(outline, slot, old, value, made)
    )


def _replaced_in_flow(outline: Outline, slot: Slot, value: Plain) -> str:
    text, node = outline.text, slot.node
    made = in_flow(value, _likeness(node))
    if is_unwritten(node):
        start = slot.after or node.start_mark.index
        return f"{text[:start]}{'' if slot.after else ':'} {made}{text[start:]}"
    return text[: node.start_mark.index] + made + text[outline.end(node) :]


def _old(outline: Outline, slot: Slot) -> _Old:
    text, node = outline.text, slot.node
    start, end = node.start_mark.index, outline.end(node)
    stop, comment = outline.line_end(end), ""
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        stop = outline.end_of_lines(node)
        comment = text[start + len(outline.header(node)) : outline.line_end(start)]
    elif not is_block(node):
        comment = text[end:stop]
    gap = "" if slot.after is None else text[slot.after : start]
    return _Old(start, stop, gap, comment if comment.strip() else "", is_block(node), is_unwritten(node))


def _likeness(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return str(node.style or "")
    return "{" if isinstance(node, yaml.MappingNode) and is_flow(node) and node.value else ""


def _laid_out_as(node: yaml.Node, value: Plain) -> Plain:
    """A list that stood one item to a line keeps doing so."""
    return (
        Stacked(value)
        if isinstance(value, list) and isinstance(node, yaml.SequenceNode) and is_block(node)
        else value
    )


def _lines_fit(outline: Outline, slot: Slot, old: _Old) -> bool:
    comments_between = old.block and "\n" in old.gap.rstrip()
    return not comments_between and outline.may_end_with_lines(old.stop, slot.column)


def _put_inline(outline: Outline, slot: Slot, old: _Old, head: str) -> str:
    text = outline.text
    if slot.after is not None and old.block and old.is_below:
        return f"{text[: slot.after]} {head}{old.gap.rstrip()}{text[old.stop :]}"
    lead = " " if old.empty else ""
    return f"{text[: old.start]}{lead}{head}{old.comment}{text[old.stop :]}"


def _put_lines(outline: Outline, slot: Slot, old: _Old, made: Written) -> str:
    text, node = outline.text, slot.node
    column = slot.column + STEP
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        column = max(outline.indent_of_lines(node) or column, slot.column + 1)
    under_key = slot.after is not None and old.block and old.is_below
    if under_key or old.empty:
        first = f"{text[: slot.after]} {made.head}{old.gap.rstrip() if under_key else old.comment}"
    else:
        first = f"{text[: old.start]}{made.head}{old.comment}"
    return _joined(outline, old, [first, *indented(made.body, column)])


def _put_block(outline: Outline, slot: Slot, old: _Old, value: Plain, made: Written) -> str:
    text = outline.text
    if not (old.block or old.is_below or slot.in_list or slot.after is None):
        column = slot.column + step_to(outline, slot, value)
        return _joined(outline, old, [text[: slot.after] + old.comment, *indented(made.body, column)])
    lead = " " if old.empty else ""
    column = outline.column(old.start) + len(lead)
    if column <= slot.column and isinstance(value, dict):
        lead, column = " " * (slot.column + STEP - column), slot.column + STEP
    first = text[: old.start] + lead + made.body[0] + old.comment
    return _joined(outline, old, [first, *indented(made.body[1:], column)])


def _joined(outline: Outline, old: _Old, lines: list[str]) -> str:
    rest = outline.text[old.stop :]
    return outline.newline.join(lines) + (rest or outline.newline)


def step_to(outline: Outline, slot: Slot, value: Plain) -> int:
    """How far a new list or mapping is indented under its key."""
    return outline.step(slot, yaml.SequenceNode if isinstance(value, list) else yaml.MappingNode)

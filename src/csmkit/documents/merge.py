"""A document rendered again without losing what a person wrote into it.

Three texts meet: the base (what was rendered last), the edited document, and what is rendered now. A
change that only one side made is taken; where both changed the same lines differently, both stand
between markers. Lines are compared without their ends, and the edited document keeps its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

YOURS = "<<<<<<< your edits"
BETWEEN = "======="
OURS = ">>>>>>> csmkit"

_MARKER = re.compile(r"^(?:<<<<<<<|>>>>>>>)(?: |\r?$)", re.MULTILINE)

Lines: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Merged:
    """The merged text, and the line numbers (from 1) where a conflict begins."""

    text: str
    conflicts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Change:
    """Lines `start` to `end` of the base became `lines` in the other text."""

    start: int
    end: int
    lines: Lines

    @property
    def growth(self) -> int:
        """How many lines longer it makes the text."""
        return len(self.lines) - (self.end - self.start)


def has_conflict_markers(text: str) -> bool:
    """Whether a conflict in this text is still to be settled."""
    return _MARKER.search(text) is not None


def merge(base: str, edited: str, rendered: str) -> Merged:
    """The edited document with what is new in the rendered one; conflicts are marked, never decided."""
    if rendered in (base, edited):
        return Merged(edited)
    if edited == base:
        return Merged(rendered)
    line_end = _prevailing_end(edited)
    lines, conflicts = _merged_lines(
        _Three(_lines(base, line_end), _lines(edited), _lines(rendered, line_end), line_end)
    )
    return Merged(_joined(lines, line_end), tuple(place + 1 for place in conflicts))


def _prevailing_end(text: str) -> str:
    windows = text.count("\r\n")
    return "\r\n" if windows > text.count("\n") - windows else "\n"


def _lines(text: str, line_end: str | None = None) -> Lines:
    """The lines with their ends, which become `line_end` when one is given."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    return tuple(_bare(line) + line_end if line_end and line.endswith("\n") else line for line in lines)


def _bare(line: str) -> str:
    return line.removesuffix("\n").removesuffix("\r")


def _joined(lines: Sequence[str], line_end: str) -> str:
    """The lines as a text; one that came from the end of a file gets its line end when others follow."""
    ended = [line if line.endswith("\n") else line + line_end for line in lines[:-1]]
    return "".join([*ended, *lines[-1:]])


@dataclass(frozen=True)
class _Three:
    """The three texts, as lines, and the line end that prevails in the edited one."""

    base: Lines
    edited: Lines
    rendered: Lines
    line_end: str


@dataclass(frozen=True)
class _Region:
    """A stretch of the base that changed, with the changes of each side in it."""

    start: int
    end: int
    edits: tuple[Change, ...]
    news: tuple[Change, ...]


def _changes(base: Lines, other: Lines) -> tuple[Change, ...]:
    before, after = [_bare(line) for line in base], [_bare(line) for line in other]
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(Change(i1, i2, other[j1:j2]) for tag, i1, i2, j1, j2 in steps if tag != "equal")


def _regions(edits: tuple[Change, ...], news: tuple[Change, ...]) -> Iterator[_Region]:
    """Changes that meet, together; in the order of the base."""
    tagged = sorted(
        [*((edit, True) for edit in edits), *((new, False) for new in news)],
        key=lambda pair: (pair[0].start, pair[0].end),
    )
    group: list[tuple[Change, bool]] = []
    for pair in tagged:
        if group and not any(_meet(pair[0], other) for other, _ in group):
            yield _region(group)
            group = []
        group.append(pair)
    if group:
        yield _region(group)


def _meet(one: Change, other: Change) -> bool:
    """Whether two changes touch the same lines, or insert at the same place.

    Neighbours do not meet: with one fact per line, two facts that change side by side are two changes.
    """
    if one.start == one.end == other.start == other.end:
        return True
    return one.start < other.end and other.start < one.end


def _region(group: list[tuple[Change, bool]]) -> _Region:
    return _Region(
        start=min(change.start for change, _ in group),
        end=max(change.end for change, _ in group),
        edits=tuple(change for change, is_edit in group if is_edit),
        news=tuple(change for change, is_edit in group if not is_edit),
    )


def _merged_lines(three: _Three) -> tuple[list[str], list[int]]:
    """The lines of the merge, and where the conflicts begin."""
    lines: list[str] = []
    conflicts: list[int] = []
    done, shift = 0, 0
    for region in _regions(_changes(three.base, three.edited), _changes(three.base, three.rendered)):
        # Untouched lines come from the edited text: they carry its line ends.
        lines += three.edited[done + shift : region.start + shift]
        taken, settled = _settled(three, region, shift)
        if not settled:
            conflicts.append(len(lines) + _place_of_marker(taken))
        lines += taken
        done = region.end
        shift += sum(edit.growth for edit in region.edits)
    return lines + list(three.edited[done + shift :]), conflicts


def _settled(three: _Three, region: _Region, shift: int) -> tuple[list[str], bool]:
    """What stands in a region after the merge, and whether both sides are content with it."""
    if not region.edits:
        return _as_rendered(three.edited, region, shift), True
    grown = sum(edit.growth for edit in region.edits)
    yours = list(three.edited[region.start + shift : region.end + shift + grown])
    ours = _as_rendered(three.base, region, 0)
    if not region.news or [_bare(line) for line in yours] == [_bare(line) for line in ours]:
        return yours, True
    return _marked(yours, ours, three.line_end), False


def _as_rendered(source: Lines, region: _Region, shift: int) -> list[str]:
    """The region as it is rendered now; lines that did not change come from `source`, `shift` lines on."""
    lines: list[str] = []
    done = region.start
    for new in region.news:
        lines += [*source[done + shift : new.start + shift], *new.lines]
        done = new.end
    return lines + list(source[done + shift : region.end + shift])


def _place_of_marker(lines: list[str]) -> int:
    return next(place for place, line in enumerate(lines) if _bare(line) == YOURS)


def _marked(yours: list[str], ours: list[str], line_end: str) -> list[str]:
    """Both versions between markers; lines they share at either end stay outside."""
    mine, new = [_bare(line) for line in yours], [_bare(line) for line in ours]
    shortest = min(len(mine), len(new))
    head = next((n for n in range(shortest) if mine[n] != new[n]), shortest)
    tail = next((n for n in range(shortest - head) if mine[-1 - n] != new[-1 - n]), shortest - head)
    marked = [*yours[:head], YOURS + line_end, *yours[head : len(mine) - tail], BETWEEN + line_end]
    return [*marked, *ours[head : len(new) - tail], OURS + line_end, *yours[len(mine) - tail :]]

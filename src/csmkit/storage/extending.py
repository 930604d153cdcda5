"""A playbook file that extends another one: merged as trees, so that every line still knows its own file.

Mappings merge by key. Lists whose items have an `id` (messages: a `name`) merge by it; `after` places an item
and `remove` takes one away. Everything else replaces.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from csmkit.core.fields import Plain
from csmkit.errors import Problem, did_you_mean
from csmkit.storage.reading import LOADER, Loc, Source, mark_at, scalar

EXTENDS = "extends"
_NAMES = ("id", "name")
_YES = ("yes", "true", "on")
_INTO = " (merged into "
_WIDTH = 100
_Dumper: Any = getattr(yaml, "CBaseDumper", None) or yaml.BaseDumper


@dataclass(frozen=True)
class Merged(Source):
    """A file as it was merged with what it extends."""

    tree: yaml.Node | None = None

    @cached_property
    def node(self) -> yaml.Node | None:
        """The merged tree; its marks know the files that they come from."""
        return self.tree

    def at(self, loc: Loc, message: str, *, key: bool = False) -> Problem:
        """A problem at the file, line and column that hold this part."""
        mark = mark_at(self.node, loc, key=key)
        if mark is None:
            return Problem(self.file, 1, 1, message)
        return _at(mark, message if mark.name == self.file else f"{message}{_INTO}{self.file})")


class _Named(io.StringIO):
    """A text whose marks say which file it stands in."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.text)
        self.name = source.file


def parent_of(source: Source) -> str | None:
    """The name of what a file extends, as it is written; an empty one, if that is not a name."""
    if not isinstance(source.data, dict) or EXTENDS not in source.data:
        return None
    name = source.data[EXTENDS]
    return name if isinstance(name, str) else ""


def merged(heir: Source, parent: Source) -> Merged:
    """A file together with what it extends, which may be merged itself."""
    problems: list[Problem] = [*parent.problems, *heir.problems]
    node = _both(_tree(parent), _without(_tree(heir), EXTENDS), problems)
    return Merged(heir.file, heir.text, _plain(node), tuple(problems), node)


def told_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Without what a file tells again through those that extend it."""
    found: dict[tuple[str, int, int, str], Problem] = {}
    for each in problems:
        found.setdefault((each.file, each.line, each.column, each.message.partition(_INTO)[0]), each)
    return tuple(found.values())


def as_yaml(source: Source) -> str:
    """What a file comes to, as YAML; comments are left out."""
    told: str = yaml.serialize(source.node, Dumper=_Dumper, allow_unicode=True, width=_WIDTH)
    return told


def _tree(source: Source) -> Any:  # noqa: ANN401 - a node; types-PyYAML calls it optional
    if isinstance(source, Merged):
        return source.node
    return yaml.compose(_Named(source), Loader=LOADER)


def _plain(node: yaml.Node) -> Plain:
    """The data of a tree. A key that stands twice was told when its file was read; the first one counts."""
    if isinstance(node, yaml.ScalarNode):
        return scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    mapping: dict[str, Plain] = {}
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value not in mapping:
            mapping[key.value] = _plain(value)
    return mapping


def _both(old: yaml.Node, new: yaml.Node, problems: list[Problem]) -> yaml.Node:
    if isinstance(old, yaml.MappingNode) and isinstance(new, yaml.MappingNode):
        return _mappings(old, new, problems)
    if isinstance(old, yaml.SequenceNode) and isinstance(new, yaml.SequenceNode):
        key = next((name for name in _NAMES if _are_named(old, name) and _are_items(new)), None)
        items = _Items(old, key, problems).take_all(new.value) if key else new.value
        return yaml.SequenceNode(new.tag, list(items), new.start_mark, new.end_mark, new.flow_style)
    return new


def _mappings(old: yaml.MappingNode, new: yaml.MappingNode, problems: list[Problem]) -> yaml.MappingNode:
    theirs: dict[str, Any] = {}
    for key, value in new.value:
        theirs.setdefault(key.value, (key, value))
    pairs = [
        (theirs[key.value][0], _both(value, theirs.pop(key.value)[1], problems))
        if key.value in theirs
        else (key, value)
        for key, value in old.value
    ]
    return yaml.MappingNode(new.tag, [*pairs, *theirs.values()], new.start_mark, new.end_mark, new.flow_style)


class _Items:
    """The items of a list by name, in order, as one file after the other changes them."""

    def __init__(self, old: yaml.SequenceNode, key: str, problems: list[Problem]) -> None:
        self.key, self.problems = key, problems
        self.items: dict[str, yaml.Node] = {_word(item, key): item for item in old.value}
        self.last_behind: dict[str, str] = {}

    def take_all(self, items: list[yaml.Node]) -> tuple[yaml.Node, ...]:
        """The list with these items in it."""
        seen: set[str] = set()
        for number, item in enumerate(items):
            name = _scalar(item, self.key)
            if name is None:
                self.items[f"#{number}"] = item  # the form is wrong; the model says so, at its place
            elif name.value in seen:
                self._problem(name, f"this {self.key} stands twice; give one of them another")
            else:
                seen.add(name.value)
                self._take(name, item)
        return tuple(self.items.values())

    def _take(self, name: yaml.ScalarNode, item: yaml.Node) -> None:
        remove = _scalar(item, "remove")
        if remove is not None:
            self._remove(name, remove, item)
            return
        after = _scalar(item, "after") if self.key == "id" else None
        own = _without(item, "after") if after else item
        if name.value in self.items:
            own = _both(self.items[name.value], own, self.problems)
        self.items[name.value] = own
        if after is not None:
            self._move(name, after)

    def _remove(self, name: yaml.ScalarNode, remove: yaml.ScalarNode, item: yaml.Node) -> None:
        if remove.value.casefold() not in _YES:
            self._problem(remove, "`remove` takes yes, to take the item away")
        elif len(item.value) > 2:  # noqa: PLR2004 - its name, and `remove`
            self._problem(remove, "takes the item away, so nothing else may stand in it")
        elif self.items.pop(name.value, None) is None:
            self._problem(name, f"there is no item “{name.value}” to remove.{self._hint(name.value)}")

    def _move(self, name: yaml.ScalarNode, after: yaml.ScalarNode) -> None:
        if after.value == name.value or after.value not in self.items:
            others = self._hint(after.value, but=name.value)
            self._problem(after, f"there is no item “{after.value}” to stand behind.{others}")
            return
        order = [other for other in self.items if other != name.value]
        behind: str = after.value
        order.insert(order.index(self.last_behind.get(behind, behind)) + 1, name.value)
        self.items = {other: self.items[other] for other in order}
        self.last_behind[after.value] = name.value

    def _hint(self, given: str, but: str | None = None) -> str:
        return did_you_mean(given, [known for known in self.items if known != but])

    def _problem(self, node: yaml.Node, message: str) -> None:
        self.problems.append(_at(node.start_mark, message))


def _are_named(node: Any, key: str) -> bool:  # noqa: ANN401 - a sequence node
    return bool(node.value) and all(_scalar(item, key) is not None for item in node.value)


def _are_items(node: Any) -> bool:  # noqa: ANN401 - a sequence node
    return bool(node.value) and all(isinstance(item, yaml.MappingNode) for item in node.value)


def _scalar(node: yaml.Node, key: str) -> yaml.ScalarNode | None:
    """The scalar under a key of an item."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    found = next((value for name, value in pairs if name.value == key), None)
    return found if isinstance(found, yaml.ScalarNode) else None


def _word(node: yaml.Node, key: str) -> str:
    found = _scalar(node, key)
    return found.value if found else ""


def _without(node: Any, *keys: str) -> yaml.Node:  # noqa: ANN401 - a mapping node
    pairs = [(key, value) for key, value in node.value if key.value not in keys]
    return yaml.MappingNode(node.tag, pairs, node.start_mark, node.end_mark, node.flow_style)


def _at(mark: Any, message: str) -> Problem:  # noqa: ANN401 - a mark, whose name is its file
    return Problem(mark.name, mark.line + 1, mark.column + 1, message)

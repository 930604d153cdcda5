"""The guarded reader of every YAML file: strict, safe to run on a stranger's file, and exact about places.

`parse` turns text into plain data in which every scalar is the text a person wrote (only a plain
empty, ``~`` or ``null`` is nothing); `validate` turns that into a model. Both report a problem with
the line and column it stands on, and all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from csmkit.core.shape import keys_at
from csmkit.errors import BadFile, Problem, Refused, did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel

    from csmkit.core.fields import Plain

    Model = TypeVar("Model", bound=BaseModel)

LARGEST_FILE = 1024 * 1024
DEEPEST = 32
Loc = tuple[str | int, ...]

# The base loader guesses no types: every scalar is text here.
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOM = "\ufeff"
_KEY = re.compile(r"[A-Za-z_][\w-]{0,39}")


@dataclass(frozen=True)
class Source:
    """A file as it was read: its plain data and where each part of it stands."""

    file: str
    text: str
    data: Plain
    problems: tuple[Problem, ...] = field(default=())

    @cached_property
    def node(self) -> yaml.Node | None:
        """The tree with its marks. Made when somebody asks for a place: most files are only read."""
        node: yaml.Node | None = yaml.compose(self.text, Loader=LOADER)
        return node

    def at(self, loc: Loc, message: str, *, key: bool = False) -> Problem:
        """A problem at a path of keys and positions, or at the nearest thing above it."""
        mark = mark_at(self.node, loc, key=key)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Problem(self.file, line, column, message)


class CannotRead(Refused):
    """A file that cannot be read at all."""


def read_source(path: Path, file: str | None = None) -> Source:
    """Read one YAML file.

    Raises:
        CannotRead: it is missing, a folder, or the system refuses.
        BadFile: it is too large, not UTF-8, or not the YAML we take.
    """
    name = file or str(path)
    return parse(text_of(path, name), name)


def text_of(path: Path, name: str) -> str:
    """The text of a file; `name` is how messages call it.

    Raises:
        CannotRead: it is missing, a folder, or the system refuses.
        BadFile: it is too large, or not UTF-8.
    """
    try:
        with path.open("rb") as handle:
            raw = handle.read(LARGEST_FILE + 1)
    except OSError as error:
        raise CannotRead(f"{name} cannot be read: {error.strerror}.") from None
    if len(raw) > LARGEST_FILE:
        raise BadFile([Problem(name, 1, 1, "is larger than 1 MiB; no record or playbook needs that")])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadFile([Problem(name, line, 1, "is not UTF-8 text; save the file as UTF-8")]) from None


def parse(text: str, file: str) -> Source:
    """The plain data of a YAML text. Duplicate keys are noted in `problems`; the first one counts.

    Raises:
        BadFile: it is not the YAML we take (see design: no BOM, anchors, tags, second document).
    """
    if text.startswith(_BOM):
        raise BadFile([Problem(file, 1, 1, "starts with a byte order mark; save it as UTF-8 without BOM")])
    refused: list[Problem] = []
    odd: list[Problem] = []
    try:
        data = _built(_guarded(text, file, refused), file, odd)
    except yaml.MarkedYAMLError as error:
        raise BadFile([_syntax_problem(error, file, text)]) from None
    except (yaml.YAMLError, UnicodeEncodeError):
        raise BadFile(
            [Problem(file, *_bad_character(text), "holds a character that YAML cannot hold")]
        ) from None
    if refused:
        raise BadFile(refused)
    return Source(file, text, data, tuple(odd))


def _guarded(text: str, file: str, refused: list[Problem]) -> Iterator[yaml.Event]:
    """The events of a text, each looked at before anything is built of it.

    Raises:
        BadFile: it is nested too deep to go on.
    """
    depth = documents = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        message = _refusal(event, depth, documents)
        if message:
            refused.append(_problem(file, event, message))
        if depth > DEEPEST:
            raise BadFile(refused)
        yield event


def _built(events: Iterator[yaml.Event], file: str, odd: list[Problem]) -> Plain:
    """The data of the first document; the events are looked at to the end."""
    data: Plain = None
    begun = False
    for event in events:
        if isinstance(event, yaml.NodeEvent) and not begun:
            data, begun = _value(event, events, file, odd), True
    return data


def _value(event: yaml.Event, events: Iterator[yaml.Event], file: str, odd: list[Problem]) -> Plain:
    """What begins with an event, every scalar as it is written; what cannot be kept goes into `odd`."""
    if isinstance(event, yaml.ScalarEvent):
        return scalar(event)
    if isinstance(event, yaml.SequenceStartEvent):
        return [_value(item, events, file, odd) for item in takewhile(_goes_on, events)]
    return _mapping(events, file, odd) if isinstance(event, yaml.MappingStartEvent) else None


def scalar(written: yaml.ScalarEvent | yaml.ScalarNode) -> str | None:
    """The text that a person wrote; only a plain empty, ``~`` or ``null`` is nothing."""
    text: str = written.value
    return None if not written.style and text in _NULLS else text


def _goes_on(event: yaml.Event) -> bool:
    return not isinstance(event, yaml.CollectionEndEvent)


def _mapping(events: Iterator[yaml.Event], file: str, odd: list[Problem]) -> Plain:
    mapping: dict[str, Plain] = {}
    for key in takewhile(_goes_on, events):
        name = key.value if isinstance(key, yaml.ScalarEvent) else None
        if name is None:
            _value(key, events, file, odd)
        value = _value(next(events), events, file, odd)
        if name is not None and name not in mapping:
            mapping[name] = value
        else:
            twice = f"has {as_key(name or '')} twice; keep one of them"
            wrong = "has a key that is not a word" if name is None else twice
            odd.append(_problem(file, key, wrong))
    return mapping


def _problem(file: str, event: yaml.Event, message: str) -> Problem:
    mark = event.start_mark
    return Problem(file, mark.line + 1, mark.column + 1, message) if mark else Problem(file, 1, 1, message)


def _refusal(event: yaml.Event, depth: int, documents: int) -> str | None:
    if isinstance(event, yaml.AliasEvent):
        return "refers to another place with `*`; write the text out here, or put it in quotes"
    if getattr(event, "anchor", None):
        return "marks a place with `&`; write the text without it, or put it in quotes"
    if getattr(event, "tag", None):
        return "has a tag (`!`); write the value alone, or put it in quotes"
    if depth > DEEPEST:
        return f"is nested more than {DEEPEST} levels deep"
    if isinstance(event, yaml.DocumentStartEvent) and documents > 1:
        return "starts a second document with `---`; a file holds one"
    return None


def _syntax_problem(error: yaml.MarkedYAMLError, file: str, text: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    is_tab = mark is not None and text[mark.index : mark.index + 1] == "\t"
    words = _TAB if is_tab else _in_plain_words(str(error.problem or ""))
    return Problem(file, line, column, f"is not valid YAML here: {words}")


_TAB = "a tab stands where only spaces may indent"


def _in_plain_words(problem: str) -> str:
    known = {
        "mapping values are not allowed": "a `:` inside a text needs the whole text in quotes",
        "cannot start any token": "a text that starts with this sign needs quotes",
        "found a tab": _TAB,
        "did not find expected ',' or": "a comma is missing, or a bracket is not closed",
        "unknown escape": "a backslash between double quotes has to be written twice",
        "did not find expected key": "the indentation does not fit, or a quote is not closed",
        "could not find expected ':'": "a key needs a `:` after it",
        "did not find expected '-'": "the indentation of the list does not fit",
        "unexpected end of stream": "a quote is not closed",
    }
    return next((words for start, words in known.items() if start in problem), "check quotes and indentation")


def _bad_character(text: str) -> tuple[int, int]:
    for number, line in enumerate(text.split("\n"), 1):
        for column, char in enumerate(line, 1):
            if not (char.isprintable() or char in "\t\r\x85\u2028\u2029\u00a0"):
                return number, column
    return 1, 1


def as_key(key: str) -> str:
    """A key as a message names it. One that does not look like a key may be a strayed opinion: not quoted."""
    return f"`{key}`" if _KEY.fullmatch(key) else "this key"


def mark_at(node: yaml.Node | None, loc: Loc, *, key: bool) -> yaml.Mark | None:
    """Where a path of keys and positions stands, or the nearest thing above it."""
    if node is None:
        return None
    mark = node.start_mark
    for depth, step in enumerate(loc):
        found = _child(node, step)
        if found is None:
            break
        key_node, node = found
        last = depth == len(loc) - 1
        mark = key_node.start_mark if key_node and (key and last) else node.start_mark
    return mark


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((k, v) for k, v in node.value if k.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None


def validate(source: Source, model: type[Model]) -> Model:
    """The model a source holds.

    Raises:
        BadFile: with every problem in it, duplicate keys included.
    """
    value, problems = validated(source, model)
    if value is None or problems:
        raise BadFile(problems)
    return value


def validated(source: Source, model: type[Model]) -> tuple[Model | None, tuple[Problem, ...]]:
    """The model if it could be read, and every problem found on the way."""
    from pydantic import ValidationError

    if not isinstance(source.data, dict):
        empty = source.at((), f"is empty; it should hold {_article(model)}")
        return None, (*source.problems, empty)
    try:
        return model.model_validate(source.data), source.problems
    except ValidationError as error:
        found = tuple(problems_of(source.data, error, model, source.at))
        return None, (*source.problems, *found)


def _article(model: type[Any]) -> str:
    return f"the keys of {'an' if model.__name__[0] in 'AEIOU' else 'a'} {model.__name__.lower()}"


def problems_of(data: Plain, error: Any, model: type[Any], at: Callable[..., Problem]) -> Iterator[Problem]:  # noqa: ANN401 - a pydantic ValidationError, imported late
    """Pydantic's errors as sentences, each at its place (`at` is a `Source.at`); one for each place."""
    seen: set[Loc] = set()
    for detail in error.errors(include_url=False, include_input=False):
        loc = in_file(data, detail)
        if loc not in seen:
            seen.add(loc)
            yield at(loc, sentence(detail, model, loc), key=_is_on_key(detail))


def in_file(data: Plain, detail: Any) -> Loc:  # noqa: ANN401 - one of pydantic's error details
    """Where an error stands, without the steps that pydantic adds for unions and dictionary keys."""
    kept: list[str | int] = []
    here: Any = data
    for number, step in enumerate(detail["loc"]):
        in_list = isinstance(here, list) and isinstance(step, int) and step < len(here)
        if in_list or (isinstance(here, dict) and step in here):
            here = here[step]
        elif number < len(detail["loc"]) - 1 or detail["type"] != "missing" or not isinstance(here, dict):
            continue
        kept.append(step)
    return tuple(kept)


def _is_on_key(detail: Any) -> bool:  # noqa: ANN401 - as above
    return bool(detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",))


def sentence(detail: Any, model: type[Any], loc: Loc) -> str:  # noqa: ANN401 - as above
    """What a person should read about one error."""
    kind, name = detail["type"], _named(loc)
    if kind == "extra_forbidden":
        return f"{name} is not a key here.{did_you_mean(str(loc[-1]), keys_at(model, loc[:-1]))}"
    if kind == "missing":
        return f"{name} is missing"
    if kind == "literal_error":
        return f"{name} has to be one of {_list(detail)}"
    if kind.startswith("csmkit_"):
        return f"{name} {detail['msg']}"
    return f"{name} {_SHAPES.get(kind, 'does not have the form it needs')}"


_SHAPES = {
    "model_type": "needs keys below it, not a single value",
    "model_attributes_type": "needs keys below it, not a single value",
    "dict_type": "needs keys below it, not a single value",
    "tuple_type": "needs a list: one line with `- ` for each item",
    "too_long": "holds more items than allowed",
    "string_type": "needs a text",
}


def _named(loc: Loc) -> str:
    words = [str(step) for step in loc if isinstance(step, str)]
    return as_key(words[-1]) if words else "the file"


def _list(detail: Any) -> str:  # noqa: ANN401 - one of pydantic's error details
    return str(detail["ctx"]["expected"]).replace("'", "`")

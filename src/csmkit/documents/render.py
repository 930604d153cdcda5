"""A template and plain values become Markdown; a mistake in a template becomes a place and a sentence.

The same template and values give the same text. Messages name fields and lines, never what a field holds.
"""

import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha1
from pathlib import Path

from jinja2 import (
    BytecodeCache,
    FileSystemBytecodeCache,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    meta,
    nodes,
)
from jinja2.exceptions import SecurityError

from csmkit.documents import GIVEN, INTERNAL_DOCUMENTS
from csmkit.documents import escaping as escaping_rules
from csmkit.documents import sandbox as sandbox_rules
from csmkit.documents.sandbox import (
    Folders,
    Sandbox,
    TemplateMistake,
    TemplateRefused,
    file_name,
    template_names,
    undefined_for,
)
from csmkit.errors import BadFile, NotFound, Problem, did_you_mean

LONGEST_DOCUMENT = 4 * 1024 * 1024
DEEPEST_VALUE = 32
_PLAIN = (str, int, float, bool, Decimal, date, type(None))
MESSAGES = "emails/"
_BEGINS = re.compile(r"(?:\s*\{#.*?#\})*\s*Subject: ", re.DOTALL)
_UNKNOWN_WORD = re.compile(r"No (filter|test) named '(\w+)'")


def render(
    document: str, values: Mapping[str, object], folders: Sequence[Path], compiled: Path | None = None
) -> str:
    """The document from its template in the first folder that has one.

    Args:
        document: The template's name, such as ``success-plan``.
        values: What the template is given; plain data only.
        folders: Where templates are looked for, in this order.
        compiled: A folder of this user's own that keeps compiled templates from one run to the next.
    """
    refuse_unplain(values)
    undefined = undefined_for(values, lambda name: _is_kept_back(document, name))
    sandbox = Sandbox(folders, undefined, _kept(compiled) if compiled else None)
    name = file_name(document)
    with _mistakes_told(sandbox, name, folders):
        return tidy(_collected(sandbox.get_template(name), values))


def render_without_blanks(
    document: str, values: Mapping[str, object], folders: Sequence[Path], compiled: Path | None = None
) -> tuple[str, tuple[str, ...]]:
    """A message from its template, and the facts it prints and nobody knows; the arguments are `render`'s."""
    from csmkit.core.audience import shown_names
    from csmkit.core.message_facts import FACTS
    from csmkit.documents.blanks import known_names, remembering

    refuse_unplain(values)
    blanks: dict[str, None] = {}
    strict = undefined_for(FACTS, lambda name: _is_kept_back(document, name))
    undefined = remembering(strict, known_names(FACTS, values, shown_names().__contains__), blanks)
    sandbox = Sandbox(folders, undefined, _kept(compiled) if compiled else None)
    name = file_name(document)
    with _mistakes_told(sandbox, name, folders):
        text = tidy(_collected(sandbox.get_template(name), values))
    return text, tuple(blanks)


def render_as(undefined: type[Undefined], document: str, folders: Sequence[Path]) -> str:
    """A template without any value: `undefined` says what stands in the place of each name."""
    sandbox = Sandbox(folders, undefined)
    name = file_name(document)
    with _mistakes_told(sandbox, name, folders):
        return tidy(_collected(sandbox.get_template(name), {}))


def _kept(folder: Path) -> BytecodeCache | None:
    """Compiled templates, apart for every version of the code that escapes and compiles them."""
    rules = b"".join(Path(str(module.__file__)).read_bytes() for module in (sandbox_rules, escaping_rules))
    own = folder / sha1(rules, usedforsecurity=False).hexdigest()[:16]
    try:
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(own))


def refuse_unplain(value: object, where: str = "values", depth: int = 0) -> None:
    """Refuse what is not plain data: an object brings methods along, and a template could call them."""
    if depth > DEEPEST_VALUE:
        raise TypeError(f"{where} is nested too deep for a document")
    # Exact types: a subclass of str could claim to be escaped already.
    if type(value) in _PLAIN:
        return
    if type(value) is dict or isinstance(value, Mapping):
        for key, item in value.items():
            if type(key) is not str:
                raise TypeError(f"{where} has a key that is no text")
            refuse_unplain(item, f"{where}.{key}", depth + 1)
    elif type(value) in (list, tuple) and isinstance(value, Sequence):
        for item in value:
            refuse_unplain(item, f"{where}[]", depth + 1)
    else:
        raise TypeError(f"{where} is a {type(value).__name__}; documents take plain values only")


def tidy(text: str) -> str:
    """One blank line between blocks and one line end at the end."""
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _is_kept_back(document: str, name: str) -> bool:
    """Whether a name is missing because this document's reader may not know it."""
    if document in INTERNAL_DOCUMENTS:
        return False
    # Only a mistake leads here; documents without an account need none of the record's models.
    from csmkit.core.audience import internal_names

    return name in internal_names()


def _collected(template: Template, values: Mapping[str, object]) -> str:
    pieces: list[str] = []
    length = 0
    for piece in template.generate(values):
        pieces.append(piece)
        length += len(piece)
        if length > LONGEST_DOCUMENT:
            raise TemplateMistake(
                f"writes more than {LONGEST_DOCUMENT // 1024**2} MiB; look for a loop in it"
            )
    return "".join(pieces)


@contextmanager
def _mistakes_told(sandbox: Sandbox, name: str, folders: Sequence[Path]) -> Iterator[None]:
    """Turn whatever a template does wrong into a problem with a place; no message repeats a value."""
    try:
        yield
    except TemplateNotFound as mistake:
        raise _not_there(mistake, name, folders) from None
    except TemplateSyntaxError as mistake:
        raise BadFile([_syntax_problem(mistake, sandbox)]) from None
    except TemplateRefused as mistake:
        raise BadFile([Problem(str(mistake.file), 1, 1, f"this template {mistake}")]) from None
    except (UndefinedError, SecurityError, TemplateMistake) as mistake:
        raise _bad(mistake, name, mistake.message or "cannot be rendered") from None
    except RecursionError as mistake:
        raise _bad(mistake, name, "includes or calls itself without end") from None
    except (ArithmeticError, LookupError, TypeError, ValueError) as mistake:
        # Python's own words could quote a value.
        message = "cannot be worked out from the values it names: one is missing or of another type"
        raise _bad(mistake, name, message) from None


def _not_there(mistake: TemplateNotFound, name: str, folders: Sequence[Path]) -> BadFile | NotFound:
    known = template_names(folders)
    if mistake.name == name:
        return NotFound("template", name, known)
    # The name that was asked for may be data, so only the one that was meant is said.
    hint = did_you_mean(str(mistake.name), known)
    return _bad(mistake, name, f"includes a template that is not there.{hint}")


def _syntax_problem(mistake: TemplateSyntaxError, sandbox: Sandbox) -> Problem:
    message = (mistake.message or "cannot be read").rstrip(".")
    unknown = _UNKNOWN_WORD.match(message)
    if unknown:
        kind, word = unknown.groups()
        known = sandbox.filters if kind == "filter" else sandbox.tests
        message = f"templates have no {kind} “{word}”.{did_you_mean(word, known)}"
    return Problem(mistake.filename or mistake.name or "template", mistake.lineno, 1, message)


def _bad(mistake: Exception, name: str, message: str) -> BadFile:
    """The problem, at the innermost line of a template that was being worked on."""
    file, line = name, 1
    for frame, number in traceback.walk_tb(mistake.__traceback__):
        if frame.f_code.co_filename.endswith(".j2"):
            file, line = frame.f_code.co_filename, number
    return BadFile([Problem(file, line, 1, message)])


def template_problems(folders: Sequence[Path]) -> tuple[Problem, ...]:
    """What is wrong with the templates in reach, as far as it can be seen without a record."""
    files = (file for folder in folders for file in sorted(folder.rglob("*.j2")) if file.is_file())
    stamps = tuple((file.stat().st_mtime_ns, file.stat().st_size) for file in files)
    return _problems_as_of(tuple(folders), stamps)


@lru_cache(maxsize=4)
def _problems_as_of(folders: tuple[Path, ...], _: tuple[tuple[int, int], ...]) -> tuple[Problem, ...]:
    """Compiled and looked through once, as long as no file changes."""
    return tuple(
        problem for template in template_names(folders) for problem in _problems_of(template, folders)
    )


def _problems_of(template: str, folders: Sequence[Path]) -> tuple[Problem, ...]:
    sandbox = Sandbox(folders, Undefined)
    try:
        with _mistakes_told(sandbox, template, folders):
            sandbox.get_template(template)
            text, file, _ = Folders(folders).get_source(sandbox, template)
            return tuple(_unknown_names(text, file, template.removesuffix(".md.j2"), sandbox))
    except BadFile as error:
        return error.problems


def _unknown_names(text: str, file: str, document: str, sandbox: Sandbox) -> Iterator[Problem]:
    given = _given(document)
    tree = sandbox.parse(text)
    for name in sorted(meta.find_undeclared_variables(tree) - given) if given else ():
        line = next((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), 1)
        yield Problem(file, line, 1, f"“{name}” is not given to this template.{did_you_mean(name, given)}")
    if document.startswith(MESSAGES) and not _BEGINS.match(text):
        yield Problem(file, 1, 1, "a message begins with its subject, as in “Subject: What it is about”")


def _given(document: str) -> set[str]:
    """The names a template of this document may use; empty for one that others include."""
    if document.startswith(MESSAGES):
        from csmkit.core.message_facts import FACTS

        return set(FACTS)
    return {"account", GIVEN[document]} if document in GIVEN else set()

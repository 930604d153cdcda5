"""What a template may do: read the values it was given, loop, choose, include, format. Nothing else.

Everything printed between double braces is escaped as Markdown. What the template itself says, and what
came out of a macro, is Markdown already and stays as it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath
from types import MethodType
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, TemplateNotFound, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup

from csmkit.documents import escaping
from csmkit.errors import did_you_mean

LARGEST_TEMPLATE = 256 * 1024
NOT_KNOWN = "not known yet"

# Short on purpose: nothing random, nothing that takes escaping back, nothing that grows without end.
_FILTERS = (
    "abs capitalize count d default dictsort first groupby items last length list lower map max min reject "
    "rejectattr round select selectattr sort sum title unique upper"
)
_TESTS = (
    "boolean defined divisibleby eq equalto even false ge gt greaterthan in iterable le lessthan lt mapping "
    "ne none number odd sameas sequence string true undefined == != > >= < <="
)


class TemplateMistake(TemplateRuntimeError):
    """A template does what it cannot; the message is a sentence that quotes no value."""


class TemplateRefused(TemplateMistake):
    """A template file that is not even opened."""

    def __init__(self, file: Path, message: str) -> None:
        """Remember which file, because no line of a template is to blame."""
        super().__init__(message)
        self.file = file


def file_name(document: str) -> str:
    """The template of a document: ``emails/welcome`` → ``emails/welcome.md.j2``."""
    return document + ".md.j2"


def template_names(folders: Iterable[Path]) -> list[str]:
    """Every template that could have been meant."""
    return sorted(
        {path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*.md.j2")}
    )


class Folders(BaseLoader):
    """Templates from folders, the first one first; nothing outside of them can be read."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Take the folders in order of priority."""
        self.folders = tuple(folders)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template and where it stands."""
        del environment
        for folder in self.folders:
            file = _inside(folder, template)
            if file is not None:
                return _text_of(file), str(file), lambda: True
        raise TemplateNotFound(template)


def _inside(folder: Path, template: str) -> Path | None:
    name = PurePosixPath(template)
    if name.is_absolute() or ".." in name.parts or "\\" in template or ":" in template or "\0" in template:
        return None
    file = folder / name
    if not file.is_file():
        return None
    # A link may point anywhere, so the place is checked after it was followed.
    if not file.resolve().is_relative_to(folder.resolve()):
        raise TemplateRefused(
            file, "is a link out of the template folder; put a copy of the file here instead"
        )
    return file


def _text_of(file: Path) -> str:
    with file.open("rb") as stream:
        content = stream.read(LARGEST_TEMPLATE + 1)
    if len(content) > LARGEST_TEMPLATE:
        raise TemplateRefused(
            file, f"is larger than {LARGEST_TEMPLATE // 1024} KiB; split it into several templates"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TemplateRefused(file, "is not a text file in UTF-8; save it as UTF-8") from None


class MarkdownCode(CodeGenerator):
    """Joins text so that data stays escaped, and leaves out what would print data bare."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - the compiler calls it so
        """Compile ``a ~ b``."""
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_FilterBlock(self, node: nodes.FilterBlock, frame: Frame) -> None:  # noqa: N802
        """Refuse ``{% filter %}``: what it prints would not be escaped."""
        del frame
        self.fail("“filter” blocks are not available; filter the value where it is printed", node.lineno)

    def visit_AssignBlock(self, node: nodes.AssignBlock, frame: Frame) -> None:  # noqa: N802
        """Compile ``{% set x %}``; with a filter it is refused for the same reason."""
        if node.filter is not None:
            self.fail("a “set” block takes no filter; filter the value where it is printed", node.lineno)
        super().visit_AssignBlock(node, frame)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with plain values, a short list of filters and tests, and Markdown that cannot be forged."""

    code_generator_class = MarkdownCode
    intercepted_binops = frozenset(("+", "*", "%", "**"))

    def __init__(
        self, folders: Sequence[Path], undefined: type[Undefined], compiled: BytecodeCache | None = None
    ) -> None:
        """Set up for templates from these folders; `compiled` keeps what they were compiled to."""
        super().__init__(
            loader=Folders(folders),
            undefined=undefined,
            autoescape=True,
            finalize=printed,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=0,
            bytecode_cache=compiled,
        )
        self.globals = {"namespace": Namespace}
        self.filters = {name: self.filters[name] for name in _FILTERS.split()} | OWN_FILTERS
        self.tests = {name: self.tests[name] for name in _TESTS.split()}

    def joined(self, parts: Iterable[object]) -> str:
        """Texts one after the other. Next to Markdown, data becomes Markdown too."""
        return _join(list(parts))

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - a template may name anything
        """What ``a.b`` means: a key of a mapping; of anything else only what Jinja itself offers."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, tuple) and attribute in getattr(obj, "_fields", ()):
            return getattr(obj, attribute)  # the two halves of a group made by `groupby`
        if obj is None or isinstance(obj, str | int | float | Decimal | date | list | tuple):
            return self.undefined(
                hint=f"there is no “.{attribute}” here: this is one value, not a part of the record"
            )
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401
        """What ``a[b]`` means. `b` may be data, so a miss does not repeat it."""
        if isinstance(obj, Undefined):
            return obj[argument]
        try:
            if isinstance(obj, Mapping) or (isinstance(obj, list | tuple) and isinstance(argument, int)):
                return obj[argument]
        except (TypeError, LookupError):
            pass
        return self.undefined(hint="there is nothing under the name or number in the square brackets")

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401
        """Macros, blocks and loops can be called; values cannot."""
        if isinstance(obj, MethodType):
            return isinstance(obj.__self__, LoopContext)
        return obj is Namespace or isinstance(obj, Macro | BlockReference | LoopContext | Undefined)

    def call(self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401, PYI063
        """Call what can be called; the refusal does not show what it was."""
        if not self.is_safe_callable(__obj):
            raise TemplateMistake(
                "calls a value with “( )”; values can be printed, compared and filtered, not called"
            )
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        """Calculate, and join texts; what could grow without end is refused."""
        if isinstance(left, str) or isinstance(right, str):
            if operator == "+" and isinstance(left, str) and isinstance(right, str):
                return _join([left, right])
            raise TemplateMistake(f"calculates with a text (“{operator}”); join texts with “~”")
        if operator == "**" or (operator == "*" and not (_is_number(left) and _is_number(right))):
            raise TemplateMistake(f"calculates with “{operator}”; only numbers can be multiplied")
        return super().call_binop(context, operator, left, right)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal)


def undefined_for(names: Iterable[str], is_kept_back: Callable[[str], bool]) -> type[Undefined]:
    """How a missing name is reported, given the names in reach and which ones this reader may not know."""
    known = tuple(names)

    class Missing(StrictUndefined):
        """A name that leads nowhere."""

        @property
        def _undefined_message(self) -> str:
            if self._undefined_exception is SecurityError:
                return f"“{self._undefined_name}” is not available to templates"
            if self._undefined_hint:
                return self._undefined_hint
            name = str(self._undefined_name)
            if is_kept_back(name):
                return f"“{name}” is internal, and this document goes to the customer"
            there = self._undefined_obj
            nearby = map(str, there) if isinstance(there, Mapping) else known
            return f"there is no “{name}” here.{did_you_mean(name, nearby)}"

    return Missing


def printed(value: object) -> Markup:
    """A value as it stands in a document: escaped, unless it is Markdown already."""
    if isinstance(value, Undefined):
        return Markup(str(value))  # noqa: S704 - says which name is missing, or is empty
    if isinstance(value, Markup):
        return value
    return Markup(escaping.inline(_words(value)))  # noqa: S704 - escaped for Markdown just here


def _words(value: object) -> str:
    if value is None:
        return NOT_KNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return escaping.day(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str | int | float):
        return str(value)
    raise TemplateMistake(
        "prints a whole part of the record; name the field inside it, or loop over its items"
    )


def _join(parts: Sequence[object], between: str = "") -> str:
    """Texts joined: plain while all are plain, Markdown as soon as one of them is."""
    if any(isinstance(part, Markup) for part in (*parts, between)):
        return Markup(printed(between) if between else "").join(printed(part) for part in parts)  # noqa: S704
    return between.join(part if isinstance(part, str) else _plain_text(part) for part in parts)


def _plain_text(value: object) -> str:
    if isinstance(value, Undefined):
        return str(value)
    return _words(value)


def _joined(items: Iterable[object], between: str = "") -> str:
    return _join(list(items), between)


def _replaced(text: object, old: str, new: str) -> str:
    """Data only: in Markdown that is done, a replacement could undo the escaping."""
    if isinstance(text, Markup):
        raise TemplateMistake("replaces in the result of a macro or filter; replace in the value instead")
    return _plain_text(text).replace(str(old), str(new))


def _trimmed(text: object) -> object:
    return text.strip() if isinstance(text, str) else text


def _reversed(items: object) -> list[object]:
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise TemplateMistake("reverses one value; only a list can be reversed")
    return list(items)[::-1]


def _paragraphs(text: object, prefix: str = "") -> object:
    if text is None or isinstance(text, Undefined | Markup):
        return text
    if not isinstance(text, str):
        raise TemplateMistake("uses “paragraphs” on a value that is no text")
    return Markup(escaping.paragraphs(text, prefix))  # noqa: S704 - escaped line by line


def _mermaid(value: object) -> Markup:
    return Markup(escaping.mermaid(_plain_text(value)))  # noqa: S704 - nothing special is left in it


def _day(value: object) -> object:
    if value is None or isinstance(value, Undefined):
        return value
    if not isinstance(value, date):
        raise TemplateMistake("uses “day” on a value that is no date")
    return escaping.day(value)


def _number(value: object) -> object:
    if value is None or isinstance(value, Undefined):
        return value
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TemplateMistake("uses “number” on a value that is no number")
    return escaping.number(value)


OWN_FILTERS: dict[str, Callable[..., Any]] = {
    "join": _joined,
    "replace": _replaced,
    "trim": _trimmed,
    "reverse": _reversed,
    "paragraphs": _paragraphs,
    "mermaid": _mermaid,
    "day": _day,
    "number": _number,
}

"""A developer's tasks, one name each: `uv run tasks.py` lists them, `uv run tasks.py check` runs one."""

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args


def check() -> None:
    """Lint, format check, types and import contracts."""
    _run("ruff", "check", ".")
    _run("ruff", "format", "--check", ".")
    _run("mypy")
    _run("lint-imports")


def mend() -> None:
    """Format, and mend what lint can mend by itself."""
    _run("ruff", "format", ".")
    _run("ruff", "check", "--fix", ".")


def test() -> None:
    """The tests, without the long fault runs."""
    _run("pytest")


def faults() -> None:
    """The long runs that kill the program at random moments."""
    _run("pytest", "-m", "faults")


def browser() -> None:
    """The report in a headless Chromium, which has to be installed: in silence, light, dark, on A4."""
    _run("pytest", "-n0", "-m", "browser")


def bench() -> None:
    """Start-up and rendering beside bare Python and copier; a large table; a book of 1,000 accounts."""
    _run(sys.executable, "benchmarks/start_up.py")
    _run(sys.executable, "benchmarks/ttfv.py")
    _run(sys.executable, "benchmarks/report.py")


def schemas() -> None:
    """Write docs/schemas and docs/record.md from the models."""
    _run("csmkit", "playbook", "schema", "--write", "docs/schemas")
    Path("docs/record.md").write_text(record_page(), encoding="utf-8")
    print("Wrote docs/record.md.")


_RECORD_HEAD = """\
# The record

One file per account, `accounts/NAME/account.yaml`, holds everything that is known. You may read it and edit
it; csmkit changes single values in it and keeps your comments. This page is made from the program's own
definition of the record, so it is complete.

- A heading such as `stakeholders[]` is an item of a list; in `vendor_team.*` the star stands for any name.
- **Reader** says who may read a field. What is internal is not there for a document that goes to the
  customer, whatever its template asks for.
- A key that is not marked as needed may be left out.
- Write dates like 2026-09-01, and numbers without separators.
- An item of a list that you add by hand without an `id` gets one when csmkit next writes the file.
- `csmkit doctor` reads every record and says where something is mistyped.
"""


def record_page() -> str:
    """Write docs/record.md as a text: every part of the record, its keys and who may read them."""
    from csmkit.core.account import Account

    return "\n".join([_RECORD_HEAD, *_record_part(Account, "", shown=True)])


def _record_part(model: Any, path: str, *, shown: bool) -> Iterator[str]:  # noqa: ANN401 - a model
    from csmkit.core.audience import is_marked

    yield f"## {f'`{path}`' if path else 'The top of the file'}\n\n{model.__doc__}\n"
    yield "| Key | What it is for | Reader |\n| --- | --- | --- |"
    fields = {info.alias or name: info for name, info in model.model_fields.items()}
    readers = {key: shown and is_marked(info) for key, info in fields.items()}
    for key, info in fields.items():
        yield f"| `{key}` | {_told(info)} | {'customer' if readers[key] else 'internal'} |"
    yield ""
    for key, info in fields.items():
        inner, tail = _inner_part(info.annotation)
        if inner:
            yield from _record_part(inner, f"{path}.{key}{tail}".removeprefix("."), shown=readers[key])


def _inner_part(annotation: Any) -> tuple[Any, str]:  # noqa: ANN401 - a type expression
    """The part that a field holds, and how its path goes on: `[]` for lists, `.*` for mappings."""
    from csmkit.core.shape import is_list, item_of, model_in

    if annotation is None or model_in(annotation):
        return model_in(annotation), ""
    inner, tail = _inner_part(item_of(annotation))
    return inner, ("[]" if is_list(annotation) else ".*") + tail


def _told(info: Any) -> str:  # noqa: ANN401 - a field of pydantic's
    """What a field is for, the words it is limited to, and whether it is needed."""
    from csmkit.core.shape import is_list, item_of, parts, words_of

    kind = info.annotation
    keys = [word for part in parts(kind) for word in words_of(next(iter(get_args(part)), None))]
    limits = {
        "Any of": words_of(item_of(kind)) if is_list(kind) else (),
        "One of": words_of(kind),
        "Keys": () if is_list(kind) else keys,
    }
    told = [info.description.removesuffix(" Internal.")]
    told += [f"{lead}: {', '.join(f'`{w}`' for w in words)}." for lead, words in limits.items() if words]
    return " ".join([*told, *(["Needed."] if info.is_required() else [])])


def picture() -> None:
    """Draw docs/terminal.svg from what `csmkit demo` and `csmkit today` really print."""
    from rich.console import Console
    from rich.text import Text

    with tempfile.TemporaryDirectory() as scratch:
        demo = Path(scratch) / "csmkit-demo"
        _said("csmkit", "demo", str(demo), "--as-of", "2026-11-22")
        screen = Console(record=True, width=88, file=io.StringIO(), force_terminal=True)
        for words in ("today --as-of 2026-11-22", "cadence check tapwright --as-of 2026-11-22"):
            screen.print(Text(f"$ csmkit {words}", style="bold"))
            screen.print(Text.from_ansi(_shown("csmkit", "--workspace", str(demo), *words.split())))
        svg = screen.export_svg(title="csmkit", code_format=_without_fonts_from_elsewhere())
    Path("docs/terminal.svg").write_text(svg, encoding="utf-8")


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _shown(*command: str) -> str:
    """What a command shows at a terminal, with its colours."""
    import pexpect

    environment = {**os.environ, "TERM": "xterm-256color"}
    shown = pexpect.run(shlex.join(command), env=environment, encoding="utf-8", dimensions=(24, 88))
    return str(shown).replace("\r\n", "\n").rstrip()


def _without_fonts_from_elsewhere() -> str:
    """The picture's frame, with the reader's own fixed-width font instead of one from the network."""
    from rich._export_format import CONSOLE_SVG_FORMAT

    plain = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    return plain.replace("Fira Code", "DejaVu Sans Mono")


def pins() -> None:
    """Write constraints.txt, and the same pins for uv, from what is installed here."""
    found = subprocess.run(["uv", "pip", "freeze"], check=True, capture_output=True, text=True).stdout
    lines = [line for line in found.splitlines() if "==" in line and not line.startswith("csmkit")]
    head = "# What CI installs: exact versions, so that a red run is ours. Renew with: uv run tasks.py pins"
    Path("constraints.txt").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    project = Path("pyproject.toml")
    listed = "constraint-dependencies = [\n" + "".join(f'    "{line}",\n' for line in lines) + "]"
    before = project.read_text(encoding="utf-8")
    after = re.sub(r"constraint-dependencies = \[.*?\n\]", listed, before, flags=re.DOTALL)
    project.write_text(after, encoding="utf-8")


TASKS: tuple[Callable[[], None], ...] = (check, mend, test, faults, browser, bench, schemas, picture, pins)


def _run(*command: str) -> None:
    print("$", *command, flush=True)
    code = subprocess.run(command, check=False).returncode
    if code:
        sys.exit(code)


def main() -> None:
    """Run the task that was named, or list them all."""
    named = {task.__name__: task for task in TASKS}
    chosen = sys.argv[1:]
    if not chosen or any(name not in named for name in chosen):
        print("\n".join(f"{name:10}{task.__doc__}" for name, task in named.items()))
        sys.exit(0 if not chosen else 2)
    for name in chosen:
        named[name]()


if __name__ == "__main__":
    main()

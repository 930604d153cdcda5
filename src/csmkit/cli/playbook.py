"""`csmkit playbook`: what is in the library, and whether it can be trusted."""

import re
from pathlib import Path
from typing import Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import Json
from csmkit.errors import BadFile, NotFound, Refused, WrongUsage

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)

Name = Annotated[str, typer.Argument(metavar="NAME", help="As `csmkit playbook list` shows it.")]


@app.callback()
def playbook() -> None:
    """Journeys, interviews, assessments and plays: shipped ones, and your own in their place."""


@app.command("list")
def list_(as_json: Json = False) -> None:
    """List every playbook in reach, whether it is shipped or your own, and what it extends."""
    library = here.library()
    entries = [(entry, library.extends(entry)) for entry in library.entries()]
    if as_json:
        console.as_json(
            [
                {"kind": e.kind, "name": e.name, "own": e.own, "file": e.file, "extends": parent}
                for e, parent in entries
            ]
        )
        return
    console.table(
        ("kind", "name", "from"),
        [(e.kind, e.name, _origin(own=e.own, parent=parent)) for e, parent in entries],
    )


def _origin(*, own: bool, parent: str | None) -> str:
    return ("yours" if own else "shipped") + (f", extends {parent}" if parent else "")


@app.command()
def show(name: Name) -> None:
    """Print a playbook, merged with what it extends, or a template: to read or to copy."""
    library = here.library()
    playbooks = {f"{e.kind}/{e.name}": e for e in library.entries()}
    files = {full: e.path for full, e in playbooks.items()} | library.templates()
    found = next((full for full in files if name in (full, full.split("/", 1)[1])), None)
    if found is None:
        known = [full.split("/", 1)[1] for full in files]
        raise NotFound("playbook or template", name, known, "`csmkit playbook list` shows the playbooks.")
    entry = playbooks.get(found)
    parent = library.extends(entry) if entry else None
    if entry and parent:
        console.raw(f"# {entry.file}, merged with {parent}\n{library.merged_text(entry)}")
        return
    # Beside the shipped files the schemas lie in docs/; in a workspace, where `init` puts them.
    text = files[found].read_text(encoding="utf-8")
    console.raw(text.replace("docs/schemas/", ".csmkit/schemas/", 1))


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="JOURNEY", help="What you will type for it.")],
    extends: Annotated[
        str, typer.Option(metavar="PARENT", help="The journey it is like.")
    ] = "shipped/mid-touch",
) -> None:
    """Begin a journey of your own: write a file that extends another one, with comments on what to change."""
    from csmkit.core.new_journey import as_yaml
    from csmkit.storage import atomic

    workspace, library = here.workspace(), here.library()
    file = workspace.root / "playbooks" / f"{_journey_name(name)}.yaml"
    if file.exists():
        raise Refused(f"playbooks/{file.name} is there already; edit it, or choose another name.")
    text = as_yaml(name, extends, library.parent("journey", extends))
    file.parent.mkdir(exist_ok=True)
    atomic.replace(file, text.encode(), mode=0o644)
    console.out(f"Wrote playbooks/{file.name}, which extends {extends}.")
    console.note(f"Edit it, then: csmkit playbook check, and csmkit playbook show {name}", style="dim")


def _journey_name(name: str) -> str:
    from csmkit.core.fields import ID_PATTERN

    if not re.fullmatch(ID_PATTERN, name):
        raise WrongUsage(
            "A journey is called by lower-case letters, digits and hyphens, such as public-sector."
        )
    return name


@app.command()
def check(as_json: Json = False) -> None:
    """Check every playbook and template in reach: each problem with file, line and what to do."""
    from csmkit.documents.render import template_problems

    library = here.library()
    problems = (*library.check(), *template_problems(library.folders("templates")))
    if as_json:
        console.as_json(
            [{"file": p.file, "line": p.line, "column": p.column, "message": p.message} for p in problems]
        )
        if problems:
            raise typer.Exit(1)
        return
    if problems:
        raise BadFile(problems)
    console.out(f"{len(library.entries())} playbooks checked, nothing wrong.")


@app.command()
def handbook(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where; without it, handbook/ here.")] = Path(
        "handbook"
    ),
) -> None:
    """Write the whole playbook as a folder of linked Markdown, for a wiki and for whoever is new."""
    from csmkit.cli.handbook import contents, write
    from csmkit.documents import handbook as pages

    made = pages.handbook(contents(here.library()))
    write(folder, made)
    console.out(f"Wrote {len(made)} pages to {folder}; begin with README.md.")


@app.command()
def schema(
    kind: Annotated[
        str | None,
        typer.Argument(metavar="KIND", help="Such as account, journey or quiz; without it, all are named."),
    ] = None,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="DIR", help="Write all of them to a folder.")
    ] = None,
) -> None:
    """Print or write the JSON Schemas, so that an editor completes and explains every key."""
    from csmkit.cli.init import write_schemas
    from csmkit.storage.schemas import json_schemas

    schemas = json_schemas()
    if write:
        write_schemas(write)
        console.out(f"Wrote {len(schemas)} schemas to {write}.")
        return
    if kind is None:
        raise WrongUsage(f"Name a kind ({', '.join(schemas)}), or write all of them with --write DIR.")
    if kind not in schemas:
        raise NotFound("kind", kind, schemas, f"There are {', '.join(schemas)}.")
    console.as_json(schemas[kind])

"""`csmkit playbook`: what is in the library, and whether it can be trusted."""

from pathlib import Path
from typing import Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import Json
from csmkit.errors import BadFile, NotFound, WrongUsage

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)

Name = Annotated[str, typer.Argument(metavar="NAME", help="As `csmkit playbook list` shows it.")]


@app.callback()
def playbook() -> None:
    """Journeys, interviews, assessments and plays: shipped ones, and your own in their place."""


@app.command("list")
def list_(as_json: Json = False) -> None:
    """List every playbook in reach, and whether it is shipped or your own."""
    library = here.library()
    entries = library.entries()
    if as_json:
        console.as_json([{"kind": e.kind, "name": e.name, "own": e.own, "file": e.file} for e in entries])
        return
    console.table(
        ("kind", "name", "from"), [(e.kind, e.name, "yours" if e.own else "shipped") for e in entries]
    )


@app.command()
def show(name: Name) -> None:
    """Print the file of a playbook or a template, to read or to copy into your workspace."""
    library = here.library()
    files = {f"{e.kind}/{e.name}": e.path for e in library.entries()} | library.templates()
    found = next((path for full, path in files.items() if name in (full, full.split("/", 1)[1])), None)
    if found is None:
        known = [full.split("/", 1)[1] for full in files]
        raise NotFound("playbook or template", name, known, "`csmkit playbook list` shows the playbooks.")
    # Beside the shipped files the schemas lie in docs/; in a workspace, where `init` puts them.
    console.raw(found.read_text(encoding="utf-8").replace("docs/schemas/", ".csmkit/schemas/", 1))


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
def schema(
    kind: Annotated[
        str | None,
        typer.Argument(metavar="KIND", help="account, workspace, journey, interview, assessment or play."),
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

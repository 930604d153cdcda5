"""`csmkit playbook`: what is in the library, and whether it can be trusted."""

from pathlib import Path
from typing import Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import Json
from csmkit.errors import BadFile, NotFound

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)

Name = Annotated[str, typer.Argument(metavar="NAME", help="As `csmkit playbook list` shows it.")]


@app.callback()
def playbook() -> None:
    """Journeys, interviews and assessments: shipped ones, and your own in their place."""


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
    """Print a playbook's file, to read or to copy into your workspace."""
    library = here.library()
    entries = library.entries()
    found = [entry for entry in entries if name in (entry.name, f"{entry.kind}/{entry.name}")]
    if not found:
        raise NotFound(
            "playbook", name, [entry.name for entry in entries], "`csmkit playbook list` shows them all."
        )
    from csmkit.storage.reading import read_source

    console.note(f"{found[0].file}", style="dim")
    console.raw(read_source(found[0].path, found[0].file).text.rstrip("\n"))


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
        typer.Argument(
            metavar="[KIND]", help="account, workspace, journey, interview, assessment or answers."
        ),
    ] = None,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="DIR", help="Write all of them to a folder.")
    ] = None,
) -> None:
    """Print or write the JSON Schemas, so that an editor completes and explains every key."""
    import json

    from csmkit.storage.schemas import json_schemas

    schemas = json_schemas()
    if write:
        from csmkit.storage import atomic

        write.mkdir(parents=True, exist_ok=True)
        for name, text in schemas.items():
            atomic.replace(write / f"{name}.json", (json.dumps(text, indent=2) + "\n").encode(), mode=0o644)
        console.out(f"Wrote {len(schemas)} schemas to {write}.")
        return
    if kind not in schemas:
        raise NotFound("kind", kind or "", schemas, f"There are {', '.join(schemas)}.")
    console.as_json(schemas[kind])

"""`csmkit explain`: why a rule is there."""

import textwrap
from typing import Annotated

import typer

from csmkit.cli import console
from csmkit.errors import NotFound

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_KINDS = {"high": "high-touch", "mid": "mid-touch", "low": "low-touch"}


def complete_code(incomplete: str) -> list[str]:
    """Codes for the shell's completion."""
    from csmkit.core.checks import rules

    return [rule.code for rule in rules() if rule.code.startswith(incomplete.upper())]


@app.command()
def explain(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="Such as PLN104.", autocompletion=complete_code)
    ] = None,
) -> None:
    """Tell why a rule is there, in plain words; without a code, list them all."""
    from csmkit.core.checks import FAMILIES, rules

    if code is None:
        for family, members in FAMILIES.items():
            console.out(family, style="bold")
            for rule in members:
                console.out(f"{rule.code}  {rule.severity:8} {rule.title}", indent=2)
        return
    known = {rule.code: rule for rule in rules()}
    found = known.get(code.upper())
    if found is None:
        raise NotFound("rule", code, known, "`csmkit explain` lists them all.")
    console.out(f"{found.code}: {found.title} ({found.severity})", style="bold")
    console.out(textwrap.fill(found.why, min(console.width(), 90)))
    console.out(f"It holds for: {', '.join(_KINDS[touch] for touch in found.touch)}.")

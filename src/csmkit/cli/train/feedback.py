"""`csmkit train feedback`: what the training was worth to those who had it, without their names."""

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from csmkit.cli import console, here
from csmkit.cli.here import Answers, AsOf, Form, Json
from csmkit.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from csmkit.training.feedback import Round, Told


class NotAgreed(Refused):
    """The team has not agreed on feedback with names."""


def feedback(
    show: Annotated[bool, typer.Option("--show", help="What was said, over at least five sheets.")] = False,
    quarter: Annotated[
        str | None, typer.Option(metavar="QUARTER", help="With --show: another quarter, such as 2026-Q3.")
    ] = None,
    named: Annotated[
        bool, typer.Option("--named", help="Put your name on it, where the team agreed on that.")
    ] = False,
    form: Form = False,
    answers: Answers = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Say what your training was worth and what is missing; no name, no day and no time is kept."""
    from csmkit.core.feedback import quarter_of

    today = here.today(as_of)
    if show:
        _show_round(_quarter(quarter) if quarter else quarter_of(today), as_json=as_json)
        return
    if as_json or quarter:
        raise WrongUsage("--json and --quarter belong to --show.")
    from csmkit.cli.train.feedback_sheet import give

    give(_name() if named else None, today, form=form, answers=answers)


def _quarter(typed: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-Q[1-4]", typed):
        raise WrongUsage("--quarter needs a quarter such as 2026-Q3.")
    return typed


def _name() -> str:
    settings = here.workspace().settings
    if not settings.named_feedback:
        raise NotAgreed(
            "Your team's feedback bears no names. If all of you want it to, write `named_feedback: yes` "
            "into csmkit.yaml."
        )
    if settings.csm is None:
        raise WrongUsage("Say who you are first: csm: {name: …} in csmkit.yaml.")
    return settings.csm.name


def _show_round(quarter: str, *, as_json: bool) -> None:
    from csmkit.cli.train.feedback_sheet import NAME, sheets
    from csmkit.training.feedback import round_of

    named = here.workspace().settings.named_feedback
    found, problems = sheets()
    told = round_of(here.library().interview(NAME), found, quarter, named=named)
    if as_json:
        console.as_json(_plain(told))
    else:
        _show(told)
    for problem in problems:
        console.error(problem)
    if problems:
        raise typer.Exit(1)


def _show(told: "Round") -> None:
    sheets = f"{told.sheets} sheet{'' if told.sheets == 1 else 's'}"
    console.out(f"{told.quarter}: {sheets}, {told.counted} counted", style="bold")
    if (told.missing and told.counted < told.sheets) or not told.sheets:
        console.out(
            f"{told.missing} more without a name are needed before any of those is told: with fewer, "
            "whoever knows the team knows who said what."
        )
    for one in told.told:
        _show_question(one)


def _show_question(one: "Told") -> None:
    mean = f", {one.mean} on average" if one.mean is not None else ""
    console.out(f"{one.label} ({one.answered} answered{mean})")
    if one.answered and not one.counts and not one.texts:
        console.out("too few to tell", indent=2)
    for word, count in one.counts.items():
        if count:
            console.out(f"{count} × {word}", indent=2)
    for text in one.texts:
        console.out(f"– {text}", indent=2)


def _plain(told: "Round") -> dict[str, Any]:
    return told._asdict() | {"told": [_plain_question(one) for one in told.told]}


def _plain_question(one: "Told") -> dict[str, Any]:
    return one._asdict() | {"texts": list(one.texts), "mean": None if one.mean is None else str(one.mean)}

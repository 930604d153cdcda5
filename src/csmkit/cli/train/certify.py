"""`csmkit train certify`: how far a colleague is, the quiz, what was done, and the signature."""

from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import console, here
from csmkit.cli.here import Answers, AsOf, ColleagueName, Form, Json
from csmkit.errors import NotFound, WrongUsage

if TYPE_CHECKING:
    from datetime import date

    from csmkit.core.teammate import Teammate
    from csmkit.storage.record import Record
    from csmkit.training.certification import Certification, Module


def certify(
    name: ColleagueName,
    module: Annotated[str | None, typer.Argument(metavar="[MODULE]", help="Show this module whole.")] = None,
    quiz: Annotated[str | None, typer.Option(metavar="MODULE", help="Take the quiz of a module.")] = None,
    form: Form = False,
    answers: Answers = None,
    done: Annotated[
        str | None, typer.Option(metavar="ACTIVITY", help="Write down that an activity is done.")
    ] = None,
    evidence: Annotated[str | None, typer.Option(help="With --done: what shows it.")] = None,
    sign: Annotated[str | None, typer.Option(metavar="MODULE", help="Sign a module.")] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="With --sign: who signs.")] = None,
    render: Annotated[bool, typer.Option("--render", help="Write the certificate again.")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show how far a colleague is and what comes next; take a quiz, write down what was done, sign."""
    _one_of(module, quiz, done, sign, render or None)
    _belongs(form or answers, quiz, "--form and --answers belong to --quiz MODULE.")
    _belongs(evidence, done, "--evidence belongs to --done ACTIVITY.")
    _belongs(by, sign, "--by belongs to --sign MODULE.")
    from csmkit.storage.team import TEAM

    record, today = here.workspace().load(name, TEAM), here.today(as_of)
    certification = here.library().certification()
    if quiz:
        from csmkit.cli.train.quiz import take_quiz

        take_quiz(record, module_of(certification, quiz), today, form=form, answers=answers, as_json=as_json)
    elif done:
        from csmkit.cli.train.signing import write_done

        write_done(record, certification, done, evidence, today)
    elif sign:
        from csmkit.cli.train.signing import write_signature

        write_signature(record, certification, module_of(certification, sign), by, today)
    elif render:
        from csmkit.cli.train.signing import write_certificate

        write_certificate(record, certification, today)
    else:
        chosen = module_of(certification, module) if module else None
        _show(record, certification, chosen, today, as_json=as_json)


def _one_of(*asked: object) -> None:
    if sum(one is not None for one in asked) > 1:
        raise WrongUsage("Choose one of MODULE, --quiz, --done, --sign and --render.")


def _belongs(part: object, whole: object, sentence: str) -> None:
    if part and not whole:
        raise WrongUsage(sentence)


def module_of(certification: "Certification", name: str) -> "Module":
    """A module of the certification.

    Raises:
        NotFound: with the nearest name.
    """
    found = certification.module(name)
    if found is None:
        known = [module.id for module in certification.modules]
        raise NotFound("module", name, known, f"There are {', '.join(known)}.")
    return found


def _show(
    record: "Record[Teammate]",
    certification: "Certification",
    chosen: "Module | None",
    today: "date",
    *,
    as_json: bool,
) -> None:
    from csmkit.cli.train.standing import plain, show_all, show_one
    from csmkit.training.progress import in_force, standing

    modules = standing(certification, record.value, today)
    certificate = in_force(record.value, certification, today)
    if as_json:
        shown = [one for one in modules if chosen in (None, one.module)]
        console.as_json(
            {
                "colleague": record.name,
                "certification": certification.id,
                "certified": certificate is not None,
                "valid_until": certificate.valid_until if certificate else None,
                "modules": [plain(one, record.name) for one in shown],
            }
        )
    elif chosen:
        show_one(next(one for one in modules if one.module == chosen), record.name)
    else:
        until = f" until {certificate.valid_until}" if certificate and certificate.valid_until else ""
        state = f"certified{until}" if certificate else "not certified yet"
        console.out(f"{record.value.name} · {certification.title}: {state}", style="bold")
        show_all(certification, modules, record.name)

"""`csmkit assess`: the customer's maturity, recorded and scored."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AccountName, Answers, AsOf, Form, Json
from csmkit.errors import WrongUsage

if TYPE_CHECKING:
    from csmkit.cli.sessions import Held
    from csmkit.core.assessment import Scorecard
    from csmkit.core.changes import Change
    from csmkit.core.interview.conversation import Conversation
    from csmkit.core.interview.recording import Sitting
    from csmkit.core.playbook import Assessment
    from csmkit.storage.record import Record
    from csmkit.storage.workspace import Workspace

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_BAR = 5


@app.command()
def assess(
    account: AccountName,
    form: Form = False,
    answers: Answers = None,
    show: Annotated[bool, typer.Option("--show", help="Show the last assessment, and ask nothing.")] = False,
    reshape: Annotated[
        bool, typer.Option("--reshape", help="Show what changes in the onboarding, and decide it.")
    ] = False,
    accept: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Accept a proposed change; all for every one.")
    ] = None,
    decline: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Decline a proposed change; all for every one.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Assess the customer's maturity on four sides; unknown is an answer and is not zero."""
    if sum(map(bool, (form, answers, show, reshape, accept or decline))) > 1:
        raise WrongUsage("Choose one of --form, --answers, --show, --reshape and --accept or --decline.")
    from csmkit.cli.interviews import taken

    day = here.today(as_of)
    workspace = here.workspace()
    record = workspace.load(account)
    if reshape or accept or decline:
        _reshape(record, day, accept or [], decline or [], as_json=as_json)
        return
    library = here.library()
    name = library.journey(record.account.journey).assessment
    model = library.assessment(name)
    held = _held(workspace, record, name, model, day)
    after = record if show else taken(held, form=form, answers=answers)
    if after is not None:
        _show(after, name, model, as_json=as_json)
    if after is not None and not show and not as_json:
        from csmkit.cli.reshape import offer

        offer(after, day)


def _reshape(record: "Record", day: date, accept: list[str], decline: list[str], *, as_json: bool) -> None:
    """Show the proposed changes, or decide those that were named."""
    from csmkit.cli import reshape

    if accept or decline:
        reshape.named(record, day, accept, decline)
    elif as_json:
        console.as_json(reshape.plain(record, reshape.open_proposals(record, day)))
    else:
        reshape.offer(record, day)


def _held(workspace: "Workspace", record: "Record", name: str, model: "Assessment", day: date) -> "Held":
    from csmkit.cli.sessions import Held
    from csmkit.core.assessment_interview import as_interview

    return Held(
        workspace,
        record,
        name,
        as_interview(model),
        ("levels",),
        day,
        f"csmkit assess {record.name}",
        changes_of=lambda conversation, sitting: _changes(conversation, sitting, name, model),
        offered=_last_levels(record, name),
    )


def _last_levels(record: "Record", name: str) -> dict[str, Any] | None:
    """The levels chosen last time, to be offered again."""
    from csmkit.core.assessment import latest

    run = latest(tuple(run for run in record.account.assessments if run.model.startswith(f"{name}@")))
    if run is None:
        return None
    given = {question: {"value": answer.value} for question, answer in run.answers.items() if answer.value}
    return {"answers": {name: given}}


def _changes(
    conversation: "Conversation", sitting: "Sitting", name: str, model: "Assessment"
) -> "tuple[Change, ...]":
    from csmkit.core.assessment_interview import run_item
    from csmkit.core.changes import Append
    from csmkit.core.interview.recording import changes

    by = here.workspace().settings.csm
    run = run_item(conversation, sitting, name, model, by.name if by else None)
    kept = [
        c for c in changes(conversation, sitting) if not (hasattr(c, "path") and c.path[:1] == ("answers",))
    ]
    return (Append(("assessments",), run), *kept)


def _show(record: "Record", name: str, model: "Assessment", *, as_json: bool) -> None:
    from csmkit.core.assessment import latest, score
    from csmkit.core.assessment_interview import digest

    run = latest(tuple(run for run in record.account.assessments if run.model.startswith(f"{name}@")))
    if run is None and as_json:
        console.as_json({"account": record.name, "on": None, "model": None, "scores": []})
        return
    if run is None:
        console.out(f"{record.account.name} is not assessed yet: csmkit assess {record.name}")
        return
    card = score(model, run)
    if run.digest and run.digest != digest(model):
        console.note("The model was changed since this was answered; assess again before you compare.")
    if as_json:
        console.as_json(_plain(record, card, run))
        return
    console.out(f"{record.account.name}, {model.title.lower()}, {run.on}", style="bold")
    for part in (*card.dimensions, card.overall):
        console.out(
            f"{_bar(part.score)} {part.shown:>11}  {part.title} ({part.answered} of {part.of} answered)"
        )
        if part.band:
            console.out(f"{part.band.title}: {' '.join(part.band.says.split())}", indent=2)


def _bar(exact: Any) -> str:  # noqa: ANN401 - an exact fraction or None
    filled = 0 if exact is None else int(exact + type(exact)(1, 2))
    return "█" * filled + "░" * (_BAR - filled)


def _plain(record: "Record", card: "Scorecard", run: Any) -> dict[str, Any]:  # noqa: ANN401 - an AssessmentRun
    parts = [
        {
            "id": part.id,
            "score": None if part.score is None else part.shown,
            "answered": part.answered,
            "of": part.of,
            "band": part.band.title if part.band else None,
        }
        for part in (*card.dimensions, card.overall)
    ]
    return {"account": record.name, "on": run.on, "model": run.model, "scores": parts}

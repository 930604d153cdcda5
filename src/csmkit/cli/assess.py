"""`csmkit assess`: the customer's maturity, or any other assessment of the library, recorded and scored."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AccountName, Answers, AsOf, Form, Json
from csmkit.errors import WrongUsage

if TYPE_CHECKING:
    from csmkit.cli.scorecard import View
    from csmkit.cli.sessions import Held
    from csmkit.core.assessment_model import Assessment
    from csmkit.core.changes import Change
    from csmkit.core.interview.conversation import Conversation
    from csmkit.core.interview.recording import Sitting
    from csmkit.storage.record import Record

app = typer.Typer(rich_markup_mode=None, add_completion=False)


def complete_model(incomplete: str) -> list[str]:
    """Names of assessments for the shell's completion."""
    entries = here.library().entries()
    return [e.name for e in entries if e.kind == "assessment" and e.name.startswith(incomplete)]


class Chosen(NamedTuple):
    """The model that an account is assessed with."""

    name: str
    model: "Assessment"
    is_journeys: bool

    @property
    def option(self) -> str:
        """What has to be typed to get it again."""
        return "" if self.is_journeys else f" --model {self.name}"


@app.command()
def assess(
    account: AccountName,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Which assessment, instead of the journey's.", autocompletion=complete_model
        ),
    ] = None,
    form: Form = False,
    answers: Answers = None,
    show: Annotated[
        bool, typer.Option("--show", help="Show the scorecard of the last assessment, and ask nothing.")
    ] = False,
    render: Annotated[
        bool, typer.Option("--render", help="Write the scorecard as Markdown again, for our own team.")
    ] = False,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Compare with the run of that day or before it.")
    ] = None,
    tag: Annotated[
        str | None, typer.Option(metavar="TAG", help="Score the questions with this tag alone.")
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(metavar="PART=NUMBER", help="Set the score wanted for a part; PART=none takes it away."),
    ] = None,
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
    """Assess the customer's maturity; unknown is an answer and is not zero."""
    if sum(map(bool, (form, answers, show, render, target, reshape, accept or decline))) > 1:
        raise WrongUsage(
            "Choose one of --form, --answers, --show, --render, --target, --reshape, and --accept or "
            "--decline."
        )
    day = here.today(as_of)
    record = here.workspace().load(account)
    if reshape or accept or decline:
        _reshape(record, day, accept or [], decline or [], as_json=as_json)
        return
    from csmkit.cli import scorecard
    from csmkit.cli.interviews import taken

    chosen = _chosen(record, model)
    view = scorecard.View(chosen, day, here.day_option(since, day, "--since") if since else None, tag)
    if target:
        record = scorecard.set_targets(record, view, target)
    if show or render or target:
        scorecard.write(record, view) if render else scorecard.show(record, view, as_json=as_json)
        return
    held = replace(_held(record, chosen, day), as_json=as_json)
    after = taken(held, form=form, answers=answers)
    if after is not None:
        _look(after, view, as_json=as_json)


def _chosen(record: "Record", name: str | None) -> Chosen:
    library = here.library()
    journeys = library.journey(record.account.journey).assessment
    name = name or journeys
    return Chosen(name, library.assessment(name), name == journeys)


def _reshape(record: "Record", day: date, accept: list[str], decline: list[str], *, as_json: bool) -> None:
    """Show the proposed changes, or decide those that were named."""
    from csmkit.cli import reshape

    if accept or decline:
        reshape.named(record, day, accept, decline)
    elif as_json:
        console.as_json(reshape.plain(record, reshape.open_proposals(record, day)))
    else:
        reshape.offer(record, day)


def _held(record: "Record", chosen: Chosen, day: date) -> "Held":
    from csmkit.cli.sessions import Held
    from csmkit.core.assessment import latest
    from csmkit.core.assessment_interview import as_interview, last_answers

    last = last_answers(latest(record.account, chosen.name, day))
    return Held(
        here.workspace(),
        record,
        chosen.name,
        as_interview(chosen.model),
        ("levels",),
        day,
        f"csmkit assess {record.name}{chosen.option}",
        changes_of=lambda conversation, sitting: _changes(conversation, sitting, record, chosen),
        offered={"answers": {chosen.name: last}} if last else None,
    )


def _changes(
    conversation: "Conversation", sitting: "Sitting", record: "Record", chosen: Chosen
) -> "tuple[Change, ...]":
    from csmkit.core.assessment import latest
    from csmkit.core.assessment_interview import run_item
    from csmkit.core.changes import Append, Set
    from csmkit.core.interview.recording import changes

    csm = here.workspace().settings.csm
    before = latest(record.account, chosen.name)
    run = run_item(conversation, sitting, (chosen.name, chosen.model), csm.name if csm else None, before)
    made = changes(conversation, sitting)
    kept = [one for one in made if not (isinstance(one, Set) and one.path[:1] == ("answers",))]
    return (Append(("assessments",), run), *kept)


def _look(record: "Record", view: "View", *, as_json: bool) -> None:
    """What was just recorded: the scorecard, its document, and what it changes in the onboarding."""
    from csmkit.cli import scorecard
    from csmkit.cli.reshape import offer

    scorecard.show(record, view, as_json=as_json)
    if as_json:
        return
    if view.chosen.is_journeys:
        offer(record, view.day)
    scorecard.write(record, view)

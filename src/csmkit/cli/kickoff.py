"""`csmkit kickoff`: whether it can take place, the papers for it, and what is left of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import conflicts, console, findings, here, messages, paper
from csmkit.cli.here import AccountName, Answers, AsOf, Form, Json
from csmkit.errors import Refused

if TYPE_CHECKING:
    from datetime import date

    from csmkit.cli.findings import Looked
    from csmkit.core.fields import Plain
    from csmkit.core.handoff_brief import Said
    from csmkit.core.journey import Journey
    from csmkit.core.kickoff_letters import Message
    from csmkit.storage.record import Record

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, add_completion=False)

INVITATION = "kickoff-invitation"
_VERDICTS = {
    "reschedule": "reschedule; nobody comes who can decide",
    "meet again": "meet again; nobody came who can decide",
    "not ready": "not ready yet",
    "ready": "ready",
    "not booked": "everybody is there who has to come; it has no day yet",
    "held": "held",
    "not needed": "not needed on this journey; hold one where it helps",
}


@app.callback()
def kickoff() -> None:
    """The kickoff: who has to come, the agenda with its script, and what was decided."""


@app.command()
def check(account: AccountName, as_of: AsOf = None, as_json: Json = False) -> None:
    """Say whether it can take place; exit code 1 when it has to be moved or mended first."""
    day = here.today(as_of)
    record = here.workspace().load(account)
    looked = findings.look(record, ("kickoff",), day)
    verdict = _verdict(looked)
    message = _message(record) if verdict in ("reschedule", "meet again") else None
    if as_json:
        told = {"to": message.to, "text": message.text} if message else None
        console.as_json({**findings.plain(looked), "as_of": day, "verdict": verdict, "message": told})
        raise typer.Exit(int(looked.found.fails))
    console.out(f"Kickoff with {record.account.name}: {_VERDICTS[verdict]}.", style="bold")
    _show_message(message)
    if message is None and verdict in ("reschedule", "meet again"):
        console.out(
            f"Nobody is on record to write to. Begin with: csmkit handoff {record.name} --session people",
            indent=2,
        )
    findings.show(looked)


def _verdict(looked: "Looked") -> str:
    from csmkit.core.attendance import is_held, is_planned
    from csmkit.core.checks.kickoff import MISSING_BUYER

    account = looked.record.account
    standing = looked.found.standing
    if any(finding.code in MISSING_BUYER and finding.severity == "error" for finding in standing):
        return "meet again" if is_held(account) else "reschedule"
    if looked.found.fails:
        return "not ready"
    if is_held(account):
        return "held"
    if not is_planned(account, here.library().journey(account.journey).touch):
        return "not needed"
    return "ready" if account.kickoff.on else "not booked"


def _message(record: "Record") -> "Message | None":
    from csmkit.core.audience import for_customer
    from csmkit.core.kickoff_letters import reschedule_message

    return reschedule_message(for_customer(record.account))


def _show_message(message: "Message | None") -> None:
    if message is not None:
        console.out(f"To send to {message.to}:", indent=2)
        console.out()
        console.out(message.text, indent=4)
        console.out()


@app.command()
def invite(
    account: AccountName,
    who: Annotated[
        list[str] | None,
        typer.Argument(metavar="WHO", help="Ids or names; without any, everybody who has a part in it."),
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Put people on the list of the invited, once they have said that they come."""
    from csmkit.core.attendance import guests
    from csmkit.core.changes import Append, Set
    from csmkit.core.diary import person
    from csmkit.core.stakeholders import name_of
    from csmkit.storage.workspace import new_id

    workspace = here.workspace()
    record, today = workspace.load(account), here.today(as_of)
    known = record.account
    if who:
        named = [person(known, word) for word in who]
    else:
        nobody_yet = known.kickoff.model_copy(update={"invited": ()})
        asked = known.model_copy(update={"kickoff": nobody_yet})
        coming = guests(asked, here.library().journey(known.journey).kickoff)
        named = [*(one.id for one in coming.people), *coming.ours]
    everybody = list(dict.fromkeys([*known.kickoff.invited, *named]))
    told = ", ".join(name_of(known, one) or one for one in everybody)
    entry: dict[str, Plain] = {
        "id": new_id(),
        "on": today,
        "kind": "recorded",
        "about": "kickoff",
        "note": f"invited: {told}",
    }
    changes = (Set(("kickoff", "invited"), list(everybody)), Append(("log",), entry))
    saved = workspace.save(record, changes, did="kickoff invite", today=today)
    console.out(f"Saved: invited are {told}.")
    conflicts.report(saved)


@app.command()
def render(account: AccountName, as_of: AsOf = None) -> None:
    """Write kickoff-agenda.md and the invitation for the customer, and our own kickoff-script.md."""
    workspace = here.workspace()
    record, day = workspace.load(account), here.today(as_of)
    failed = False
    for write in _papers(record, day):
        try:
            write()
        except Refused as refused:
            console.error(str(refused))
            failed = True
    if record.account.kickoff.attended:
        console.note("The kickoff is over; its papers tell the record as it stands today.", style="dim")
    else:
        console.note(f"Before you send anything: csmkit kickoff check {record.name}", style="dim")
    raise typer.Exit(int(failed))


def _papers(record: "Record", day: "date") -> "Iterator[Callable[[], None]]":
    """What writes each of them; one that cannot be written keeps none of the others back."""
    from csmkit.documents.kickoff import kickoff_agenda_document, kickoff_script_document

    account, library, compiled = record.account, here.library(), here.compiled_templates()
    journey, folders = library.journey(account.journey), library.folders("templates")
    agenda = kickoff_agenda_document(account, journey, folders, compiled=compiled)
    headlines = _headlines(record, journey, day)
    script = kickoff_script_document(account, journey, folders, headlines=headlines, compiled=compiled)
    yield lambda: paper.show(paper.publish(record, "kickoff-agenda", agenda))
    yield lambda: paper.show(paper.publish(record, "kickoff-script", script))
    if any(email.name == INVITATION for email in journey.emails):
        yield lambda: messages.write(record, messages.named(record, INVITATION), day)


def _headlines(record: "Record", journey: "Journey", day: "date") -> "tuple[Said, ...]":
    """The answers of the handoff that have to be read first."""
    from csmkit.core.changes import texts
    from csmkit.core.conditions import filled
    from csmkit.core.handoff_brief import handoff_brief
    from csmkit.core.interview.conversation import record_scope

    interview = here.library().interview(journey.handoff)
    questions = [
        question
        for session in interview.sessions
        for section in session.sections
        for question in section.questions
    ]
    scope = {"account": record_scope(texts(record.data)), "today": day}
    return handoff_brief(
        record.account,
        asks={question.id: " ".join(filled(question.ask, scope).split()) for question in questions},
        labels={question.id: question.label for question in questions if question.label},
        headlines={question.id for question in questions if question.headline},
    ).headlines


@app.command()
def debrief(account: AccountName, form: Form = False, answers: Answers = None, as_of: AsOf = None) -> None:
    """Write down who came, what was decided and whether the outcome can be measured."""
    from csmkit.cli.interviews import sitting, taken
    from csmkit.core.kickoff_debrief import debrief_changes

    record = here.workspace().load(account)
    name = here.library().journey(record.account.journey).debrief
    held = sitting(record, name, here.today(as_of), f"csmkit kickoff debrief {record.name}")
    if taken(replace(held, changes_of=debrief_changes), form=form, answers=answers) is not None:
        console.note(f"Next: csmkit plan review {record.name}, once they have read the plan")

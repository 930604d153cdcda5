"""`csmkit handoff`: the interview with the account executive, and the brief it leaves."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csmkit.cli import console, here, paper
from csmkit.cli.here import AccountName, Answers, AsOf, Form, Json, Open
from csmkit.errors import NotFound, Refused, WrongUsage

if TYPE_CHECKING:
    from csmkit.cli.sessions import Held
    from csmkit.core.account import OpenQuestion
    from csmkit.core.completeness import Completeness
    from csmkit.core.playbook import Interview
    from csmkit.storage.record import Record
    from csmkit.storage.workspace import Workspace

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def handoff(
    account: AccountName,
    session: Annotated[str | None, typer.Option(help="Which sitting: people or competition.")] = None,
    with_: Annotated[
        str | None,
        typer.Option("--with", metavar="NAME", help="Who is interviewed, if not the account's AE."),
    ] = None,
    open_: Open = False,
    form: Form = False,
    answers: Answers = None,
    status: Annotated[
        bool, typer.Option("--status", help="How complete the handoff is, and what is open.")
    ] = False,
    render: Annotated[bool, typer.Option("--render", help="Write handoff-brief.md again.")] = False,
    to_steady_state: Annotated[
        bool,
        typer.Option(
            "--to-steady-state", help="Hand the account over to the CSM who keeps it, about day 90."
        ),
    ] = False,
    accept: Annotated[bool, typer.Option("--accept", help="Accept the handoff from Sales.")] = False,
    return_: Annotated[bool, typer.Option("--return", help="Return it to Sales with its gaps.")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Interview the account executive: the next sitting that is open, or the one that was broken off."""
    if sum(map(bool, (form, answers, status, render, accept, return_))) > 1:
        raise WrongUsage("Choose one of --form, --answers, --status, --render, --accept and --return.")
    from csmkit.cli import steady_state
    from csmkit.cli.interviews import print_form, record_file

    day = here.today(as_of)
    workspace = here.workspace()
    record = workspace.load(account)
    if to_steady_state:
        if session or status or accept or return_:
            raise WrongUsage("--to-steady-state goes with --with, --form, --answers and --render only.")
        steady_state.hand_over(record, day, with_, form=form, answers=answers, render=render)
        return
    name, interview = _interview(record)
    if open_ and not (status or render or accept or return_):
        _ask_what_is_open(record, name, day, with_, form=form, answers=answers)
    elif form:
        chosen = (_known(session, interview),) if session else tuple(s.id for s in interview.sessions)
        print_form(_held(workspace, record, chosen, day, with_))
    elif status:
        _show_status(record, name, interview, day, as_json=as_json)
    elif render:
        _render(workspace, record, day)
    elif accept or return_:
        _decide(workspace, record, "accepted" if accept else "returned", day)
    elif answers:
        after = record_file(_held(workspace, record, (), day, with_), answers)
        _render(workspace, after, day)
        console.note(f"Next: csmkit next {after.name}", style="dim")
    else:
        _hold(workspace, record, session, day, with_)


def _ask_what_is_open(
    record: "Record", name: str, day: date, with_: str | None, *, form: bool, answers: Path | None
) -> None:
    from csmkit.cli.interviews import sitting, taken

    command = f"csmkit handoff {record.name} --open"
    held = sitting(record, name, day, command, with_ or _account_executive(record), open_=True)
    if held.sessions and (after := taken(held, form=form, answers=answers)):
        _render(held.workspace, after, day)


def _interview(record: "Record") -> "tuple[str, Interview]":
    library = here.library()
    name = library.journey(record.account.journey).handoff
    return name, library.interview(name)


def _held(
    workspace: "Workspace", record: "Record", sessions: tuple[str, ...], day: date, with_: str | None
) -> "Held":
    from csmkit.cli.sessions import Held

    name, interview = _interview(record)
    command = f"csmkit handoff {record.name}"
    return Held(
        workspace, record, name, interview, sessions, day, command, with_ or _account_executive(record)
    )


def _known(session: str, interview: "Interview") -> str:
    names = [s.id for s in interview.sessions]
    if session not in names:
        raise NotFound("session", session, names, f"There are {', '.join(names)}.")
    return session


def _account_executive(record: "Record") -> str | None:
    person = record.account.vendor_team.get("account_executive")
    return person.name if person else None


def _hold(
    workspace: "Workspace", record: "Record", session: str | None, day: date, with_: str | None
) -> None:
    from csmkit.cli.sessions import hold, need_a_person

    command = f"csmkit handoff {record.name}" + (f" --session {session}" if session else "")
    name, interview = _interview(record)
    chosen = _known(session, interview) if session else _next_session(workspace, record, name, interview)
    if chosen is None:
        # A kill between the record and the brief would otherwise leave no brief at all.
        _render(workspace, record, day)
        console.out("Every sitting of the handoff is recorded.")
        console.note(
            f"What is open: csmkit handoff {record.name} --status   to answer it: … --open", style="dim"
        )
        return
    need_a_person(command)
    after = hold(replace(_held(workspace, record, (chosen,), day, with_), command=command))
    if after is None:
        return
    _render(workspace, after, day)
    following = _next_session(workspace, after, name, interview)
    if following:
        console.note(f"Next: csmkit handoff {after.name}   (the sitting “{following}”)", style="dim")
    else:
        _offer_decision(workspace, after, day)


def _next_session(workspace: "Workspace", record: "Record", name: str, interview: "Interview") -> str | None:
    from csmkit.core.completeness import held
    from csmkit.core.interview.recording import is_recorded
    from csmkit.storage.journal import unfinished

    done = held(record.account, name)
    for journal in unfinished(workspace.own / "journals" / record.account.id):
        sessions = journal.opening.sessions
        if is_recorded(record.data, journal.id):
            journal.discard()
        elif journal.opening.interview == name and len(sessions) == 1 and sessions[0] not in done:
            return sessions[0]
    return next((session.id for session in interview.sessions if session.id not in done), None)


def _render(workspace: "Workspace", record: "Record", day: date) -> None:
    name, interview = _interview(record)
    brief = brief_text(workspace, record, name, interview, day)
    paper.show(paper.publish(record, "handoff-brief", brief))


def brief_text(workspace: "Workspace", record: "Record", name: str, interview: "Interview", day: date) -> str:
    """The handoff brief in Markdown, for our own team."""
    from csmkit.core.changes import texts
    from csmkit.core.conditions import filled
    from csmkit.core.handoff_brief import Completeness as Counts
    from csmkit.core.interview.conversation import record_scope
    from csmkit.documents.values import handoff_brief_document
    from csmkit.storage.library import Library

    complete = _completeness(record, name, interview, day)
    opened = sum(fact.state == "open" for fact in complete.facts)
    questions = [
        q for session in interview.sessions for section in session.sections for q in section.questions
    ]
    scope = {"account": record_scope(texts(record.data)), "today": day}
    return handoff_brief_document(
        record.account,
        Library(workspace.root).folders("templates"),
        asks={q.id: " ".join(filled(q.ask, scope).split()) for q in questions},
        unasked=[fact.question for fact in complete.facts if fact.state == "missing"],
        completeness=Counts(complete.known, opened, len(complete.facts)),
        labels={q.id: q.label for q in questions if q.label},
        headlines={q.id for q in questions if q.headline},
        compiled=here.compiled_templates(),
    )


def _completeness(record: "Record", name: str, interview: "Interview", day: date) -> "Completeness":
    from csmkit.core.changes import texts
    from csmkit.core.completeness import completeness

    return completeness(name, interview, record.account, texts(record.data), day)


def _show_status(record: "Record", name: str, interview: "Interview", day: date, *, as_json: bool) -> None:
    from csmkit.core.completeness import held
    from csmkit.core.open_questions import standing

    complete = _completeness(record, name, interview, day)
    done = held(record.account, name)
    decision = record.account.handoffs[-1].decision if record.account.handoffs else None
    if as_json:
        facts = [
            {"session": f.session, "question": f.question, "state": f.state, "ask": f.ask}
            for f in complete.facts
        ]
        questions = [
            {"ask": q.ask, "of": q.of, "since": q.since, "item": q.item} for q in standing(record.account)
        ]
        console.as_json(
            {
                "account": record.name,
                "core_known": complete.known,
                "core_total": len(complete.facts),
                "sessions_held": done,
                "decision": decision,
                "core": facts,
                "open_questions": questions,
            }
        )
        return
    console.out(
        f"{record.account.name}: {complete.known} of {len(complete.facts)} core questions answered.",
        style="bold",
    )
    for session in interview.sessions:
        console.out(
            f"{'held' if session.id in done else 'not held'}: {session.title} ({session.id})", indent=2
        )
    console.out(f"Handoff {decision}." if decision else "Not accepted or returned yet.", indent=2)
    for fact in complete.gaps:
        console.out(f"{'nobody knew' if fact.state == 'open' else 'not asked'}: {fact.ask}", indent=2)
    further = _further(record, name, {fact.question for fact in complete.gaps})
    for question in further:
        console.out(f"to ask {question.of.replace('_', ' ')}: {question.ask or question.question}", indent=2)


def _further(record: "Record", name: str, told: set[str]) -> "list[OpenQuestion]":
    """Open questions of this interview beyond its core."""
    from csmkit.core.open_questions import standing

    return [q for q in standing(record.account) if q.interview == name and q.question not in told]


def _offer_decision(workspace: "Workspace", record: "Record", day: date) -> None:
    from csmkit.cli import ask

    try:
        picked = ask.select(
            "Do you accept this handoff?",
            [
                ("Accept it", "accepted"),
                ("Return it to Sales with its gaps", "returned"),
                ("Decide later", "later"),
            ],
        )
    except (ask.Back, ask.Interrupted):
        picked = "later"
    if picked == "later":
        console.note(f"Decide with: csmkit handoff {record.name} --accept   or   --return")
    else:
        _decide(workspace, record, picked, day)


def _decide(workspace: "Workspace", record: "Record", decision: str, day: date) -> None:
    from csmkit.cli import conflicts
    from csmkit.core.changes import Append
    from csmkit.core.completeness import held
    from csmkit.core.fields import Plain
    from csmkit.storage.workspace import new_id

    name, interview = _interview(record)
    if not held(record.account, name):
        raise NothingToDecide(
            f"No sitting of the handoff is recorded yet. Begin with: csmkit handoff {record.name}"
        )
    gaps: list[Plain] = [fact.question for fact in _completeness(record, name, interview, day).gaps]
    entry: dict[str, Plain] = {"id": new_id(), "on": day, "decision": decision}
    optional: dict[str, Plain] = {"account_executive": _account_executive(record), "gaps": gaps}
    entry |= {key: value for key, value in optional.items() if value}
    told: dict[str, Plain] = {
        "id": new_id(),
        "on": day,
        "kind": "recorded",
        "about": f"handoffs/{entry['id']}",
    }
    changes = (Append(("handoffs",), entry), Append(("log",), told | {"note": f"handoff {decision}"}))
    saved = workspace.save(record, changes, did=f"handoff {decision}", today=day)
    gap_words = f" with {len(gaps)} open core questions" if gaps else ""
    console.out(f"Saved: handoff {decision}{gap_words}.")
    conflicts.report(saved)


class NothingToDecide(Refused):
    """A handoff that was not held cannot be accepted or returned."""

"""One way to hold any interview of the library: at the prompt, as a blank form, or from a filled one."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from csmkit.cli import console, here
from csmkit.cli.sessions import Held, commit, hold, need_a_person
from csmkit.core.changes import texts
from csmkit.core.interview.conversation import begin, open_slots
from csmkit.core.interview.recording import is_recorded
from csmkit.core.playbook import Interview
from csmkit.storage.answers_file import blank_form, take_answers
from csmkit.storage.reading import read_source
from csmkit.storage.record import Record


def sitting(
    record: Record[Any],
    name: str,
    today: date,
    command: str,
    with_: str | None = None,
    *,
    all_: bool = False,
    open_: bool = False,
) -> Held:
    """An interview of the library: every session, or those with a question that is `open_`.

    `all_` asks what is known as well. Where nothing is open there is no session, and a sentence says so.
    """
    definition = here.library().interview(name)
    sessions = tuple(session.id for session in definition.sessions)
    if all_:
        definition = definition.model_copy(update={"asks_only_missing": False})
    if open_:
        definition = definition.model_copy(update={"asks_only_open": True})
        sessions = _with_open_questions(record, name, definition)
    return Held(here.workspace(), record, name, definition, sessions, today, command, with_)


def _with_open_questions(record: Record[Any], name: str, definition: Interview) -> tuple[str, ...]:
    account, today = texts(record.data), date.min
    begun = {s.id: begin(name, definition, (s.id,), account, today) for s in definition.sessions}
    found = tuple(session for session, conversation in begun.items() if open_slots(conversation))
    if not found:
        console.note("Nothing is open there; everything that was asked has an answer.")
    return found


def print_form(held: Held) -> None:
    """Print a blank form with everything that is asked, and what the record holds already."""
    account = texts(held.record.data) | (held.offered or {})
    conversation = begin(
        held.name, held.definition, held.sessions, account, held.today, held.proposed, names=held.names
    )
    console.raw(blank_form(conversation, held.with_).rstrip("\n"))
    console.note(f"Send it as a file; it comes back with: {held.command} --answers FILE", style="dim")


def record_file(held: Held, file: Path) -> Record[Any]:
    """Record a filled form; the same form again changes nothing.

    Raises:
        BadFile: every problem in it, with its line; nothing was recorded.
    """
    source = read_source(file)
    if is_recorded(held.record.data, journal := journal_id(source.text, held.record)):
        console.note("These answers are recorded already; nothing was changed.")
        return held.record
    account = texts(held.record.data)
    answered = take_answers(
        source, held.name, held.definition, account, held.today, held.proposed, names=held.names
    )
    sessions = answered.conversation.sessions
    return commit(replace(held, sessions=sessions, with_=answered.with_), journal, answered.conversation)


def is_recorded_file(record: Record[Any], file: Path) -> bool:
    """Whether exactly this filled form was recorded for the account before."""
    return is_recorded(record.data, journal_id(read_source(file).text, record))


def journal_id(text: str, record: Record[Any]) -> str:
    """The same file for the same account is the same sitting: recorded once, however often it is sent."""
    return hashlib.sha256(f"{record.id}\n{text}".encode()).hexdigest()[:12]


def taken(held: Held, *, form: bool, answers: Path | None) -> Record[Any] | None:
    """Hold an interview in the way that was asked for; None when nothing was recorded.

    Raises:
        NobodyToAsk: it has to be asked, and there is no terminal.
    """
    if form:
        print_form(held)
        return None
    if answers is not None:
        return record_file(held, answers)
    need_a_person(held.command)
    return hold(held)

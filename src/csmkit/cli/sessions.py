"""One driver for every interview: start or resume, ask, review, commit.

Each answer is in the journal before the next prompt appears. The commit is one write that also puts
the journal's id into the record, so that a kill around it repeats nothing.
"""

from collections.abc import Callable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from csmkit.cli import conflicts, console, here
from csmkit.core.answers import NOT_KNOWN as UNKNOWN
from csmkit.core.answers import InvalidAnswer, read_evidence
from csmkit.core.changes import Change, texts
from csmkit.core.interview.conversation import (
    NEW,
    Answer,
    Conversation,
    Slot,
    Turn,
    begin,
    checked_answer,
    nameable,
    settled,
)
from csmkit.core.interview.recording import Sitting, changes, is_recorded
from csmkit.core.interview.steps import Ask, Menu, Review, adding, back, current, editing, is_first, take
from csmkit.core.playbook import Interview
from csmkit.errors import CsmkitError, Refused, WrongUsage
from csmkit.storage import journal as journals
from csmkit.storage.journal import Journal, Opening, Resumed
from csmkit.storage.record import Record
from csmkit.storage.workspace import Workspace, new_id

if TYPE_CHECKING:
    from collections.abc import Iterator


class NobodyToAsk(WrongUsage):
    """An interview needs a person at a terminal."""


class BrokenOff(CsmkitError):
    """The sitting was interrupted; everything confirmed is kept."""

    exit_code = 130


class OpenElsewhere(Refused):
    """Another window holds this interview."""


@dataclass(frozen=True)
class Held:
    """Everything a sitting is about."""

    workspace: Workspace
    record: Record[Any]
    name: str
    definition: Interview
    sessions: tuple[str, ...]
    today: date
    command: str
    with_: str | None = None
    changes_of: Callable[[Conversation, Sitting], tuple[Change, ...]] = changes
    offered: dict[str, Any] | None = None
    proposed: Mapping[Slot, str] = field(default_factory=dict)
    names: Mapping[str, Any] = field(default_factory=dict)
    kept_by: "Callable[[Held, str, Conversation], Record[Any]] | None" = None  # instead of `commit`
    as_json: bool = False
    """Whether the results are JSON alone."""


def need_a_person(command: str) -> None:
    """Say before the first question that nobody can be asked here.

    Raises:
        NobodyToAsk: names the way that needs no terminal.
    """
    if not here.can_ask():
        raise NobodyToAsk(
            "There is no terminal to ask at, so nothing was asked and nothing was recorded. "
            f"`{command} --form > answers.yaml` writes the questions; "
            f"`{command} --answers answers.yaml` takes them back filled."
        )


def hold(held: Held) -> Record[Any] | None:
    """Hold a sitting in the terminal; None when the person leaves the recording for later.

    Raises:
        BrokenOff: interrupted; names the command that resumes.
        OpenElsewhere: it is open in another window.
    """
    with only_here(held.workspace, held.record.id, held.name):
        journal, conversation, half_typed = _opened(held)
        if journal is None:
            return held.record
        if not _asked(held, journal, conversation, half_typed):
            console.note(f"Not recorded yet; every answer is kept. To resume:\n  {held.command}")
            return None
        # A sitting that is resumed is still with whom it was begun.
        begun = replace(held, with_=journal.opening.with_)
        keep = held.kept_by or commit
        return keep(begun, journal.id, stopped_conversation(journal, begun))


def stopped_conversation(journal: Journal, held: Held) -> Conversation:
    """The conversation as the journal on disk holds it, which is what gets recorded."""
    read = journals.read(journal.path)
    assert read is not None  # noqa: S101 - it was written a moment ago
    return read.resume(held.definition).conversation


@contextmanager
def only_here(workspace: Workspace, record_id: str, name: str, what: str = "interview") -> "Iterator[None]":
    """Hold something in one window at a time.

    Raises:
        OpenElsewhere: it is open in another window.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(workspace.journals(record_id) / f"{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise OpenElsewhere(
            f"This {what} is open in another window. Finish or leave it there first."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _opened(held: Held) -> tuple[Journal | None, Conversation, tuple[Slot, str] | None]:
    folder = held.workspace.journals(held.record.id)
    for journal in journals.unfinished(folder):
        if not _is_this_sitting(journal.opening, held):
            continue
        if is_recorded(held.record.data, journal.id):
            journal.discard()
            console.note("The sitting you had finished is recorded already; nothing is asked again.")
            return None, journal.resume(held.definition).conversation, None
        resumed = journal.resume(held.definition)
        console.note(_resuming(resumed), style="cyan")
        return journal, resumed.conversation, resumed.half_typed
    account = texts(held.record.data) | (held.offered or {})
    opening = Opening(
        held.name,
        held.sessions,
        held.today,
        account,
        held.with_,
        held.proposed,
        held.definition.asks_only_open,
        held.names,
    )
    conversation = begin(
        held.name, held.definition, held.sessions, account, held.today, held.proposed, names=held.names
    )
    return journals.start(folder, new_id(), opening), conversation, None


def _is_this_sitting(opening: Opening, held: Held) -> bool:
    asked = (opening.interview, opening.sessions, opening.only_open)
    return asked == (held.name, held.sessions, held.definition.asks_only_open)


def _resuming(resumed: Resumed) -> str:
    kept = "1 answer is kept" if resumed.kept == 1 else f"{resumed.kept} answers are kept"
    lost = "1 no longer fits" if resumed.dropped == 1 else f"{resumed.dropped} no longer fit"
    told = f"Resuming where you stopped: {kept}."
    return f"{told} {lost} the playbook and will be asked again." if resumed.dropped else told


def _asked(
    held: Held, journal: Journal, conversation: Conversation, half_typed: tuple[Slot, str] | None
) -> bool:
    """Ask until the review says record it (True) or later (False).

    Raises:
        BrokenOff: interrupted; names the command that resumes.
    """
    from csmkit.cli import ask

    stopped = f"Stopped. Every confirmed answer is kept. To resume:\n  {held.command}"
    try:
        with ask.stopped_by_signals():
            _introduce(conversation)
            return _driven(journal, conversation, dict([half_typed] if half_typed else []))
    except KeyboardInterrupt:
        raise BrokenOff(stopped) from None
    except _Stopped as stop:
        journal.write_half_typed(stop.slot, stop.typed)
        raise BrokenOff(stopped) from None


@dataclass
class _Stopped(Exception):
    slot: Slot
    typed: str


def _driven(journal: Journal, conversation: Conversation, drafts: dict[Slot, str]) -> bool:
    """One step after the other. `drafts` is what was typed at a question and left unconfirmed."""
    from csmkit.cli import ask

    while True:
        step = current(conversation)
        slot: Slot = () if isinstance(step, Review) else step.stop.slot
        try:
            if isinstance(step, Review):
                verdict = _reviewed(step, conversation)
                if isinstance(verdict, bool):
                    return verdict
                conversation = verdict
            else:
                conversation = _step(step, conversation, journal, drafts.pop(slot, None))
        except ask.Back as left:
            drafts |= {slot: left.typed} if left.typed else {}
            conversation = _gone_back(conversation)
        except ask.Interrupted as left:
            raise _Stopped(slot, left.typed) from None


def _introduce(conversation: Conversation) -> None:
    if conversation.definition.asks_only_open:
        console.note("What was still open; everything else stays as it is.", style="bold")
    for session in () if conversation.definition.asks_only_open else conversation.chosen():
        minutes = f" · {session.minutes} minutes" if session.minutes else ""
        console.note(f"{session.title}{minutes}", style="bold")
        console.note(" ".join((session.intro or "").split()))
    console.note(
        "Enter confirms · Shift-Tab goes back · ? means nobody here knows · Ctrl-C stops, nothing is lost",
        style="dim",
    )


def _gone_back(conversation: Conversation) -> Conversation:
    step = current(conversation)
    if not isinstance(step, Review) and is_first(conversation, step.stop):
        console.note("This is the first question.", style="dim")
        return conversation
    return back(conversation)


def _step(step: Ask | Menu, conversation: Conversation, journal: Journal, typed: str | None) -> Conversation:
    from csmkit.cli import ask

    _heading(step)
    if isinstance(step, Menu):
        return _menu(step, conversation, journal)
    slot = step.stop.slot
    known = nameable(conversation, step.stop.question, slot)
    given = ask.answer(step, known, lambda text: _check(conversation, slot, text), typed)
    kept = step.evidence if given.given == step.offered else {}
    turn = settled(conversation, Turn("answer", slot, given.given, given.said_by, evidence=kept))  # type: ignore[arg-type]  # one of the three words
    journal.write(turn)
    after = take(conversation, turn)
    return _with_evidence(after, turn, journal, typed) if step.stop.question.takes_evidence else after


def _with_evidence(answered: Conversation, turn: Turn, journal: Journal, typed: str | None) -> Conversation:
    """Ask what an answer rests on. The answer itself is on disk already; one step back leads to it again."""
    from csmkit.cli import ask

    if turn.given in (None, UNKNOWN):
        return answered
    offered = {part: str(said) for part, said in turn.evidence.items()} | ({"note": typed} if typed else {})
    try:
        said = ask.evidence(offered, lambda given: read_evidence(given, answered.today))
    except ask.Back:
        return replace(answered, cursor=turn.slot)
    done = settled(answered, replace(turn, evidence=said))
    journal.write(done)
    return take(answered, done)


def _check(conversation: Conversation, slot: Slot, given: Any) -> None:  # noqa: ANN401 - plain data
    checked_answer(conversation, slot, given)


def _heading(step: Ask | Menu) -> None:
    console.note()
    if step.opens_section and step.stop.section.intro:
        console.note(_flat(step.stop.text(step.stop.section.intro)), style="cyan")
    console.note(f"[{step.counter}]", style="bold")
    if isinstance(step, Ask) and step.opens_group:
        ask, why = step.opens_group
        console.note(_flat(ask))
        console.note(_flat(why), indent=2, style="dim")
        console.note()
    if step.why:
        console.note(_flat(step.why), indent=2, style="dim")
    if isinstance(step, Ask) and len(str(step.offered or "")) > console.width():
        console.note("There is an answer already; change it or press Enter.", indent=2, style="dim")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _menu(step: Menu, conversation: Conversation, journal: Journal) -> Conversation:
    from csmkit.cli import ask

    # A list that was gone through, or was closed before, is left with Enter.
    goes_on = step.was_closed or (step.stop.question.each and step.items)
    offered = ask.UNKNOWN if step.is_unknown and step.takes_unknown else "close" if goes_on else None
    picked = ask.select(step.text, _offers(step), offered, unknown=step.takes_unknown)
    if picked == "add":
        return adding(conversation, step.stop.slot[0])
    try:
        turn = settled(conversation, _menu_turn(step, picked))
    except InvalidAnswer as error:
        console.note(ask.sentence(error), indent=2, style="yellow")
        return conversation
    journal.write(turn)
    return take(conversation, turn)


def _offers(step: Menu) -> list[tuple[str, str]]:
    group, noun = step.stop.question, step.stop.question.noun or "item"
    is_full = group.max is not None and len(step.items) >= group.max
    add = (f"Add another {noun}" if step.items else f"Add {_article(noun)}", "add")
    return [
        *([] if is_full else [add]),
        ("Go on" if step.items else f"Go on without any {noun}", "close"),
        *([("Not known", UNKNOWN)] if step.takes_unknown else []),
        *((f"Edit: {summary}", f"open {item}") for item, summary in step.items),
        *((f"Remove: {summary}", f"remove {item}") for item, summary in step.items),
    ]


def _menu_turn(step: Menu, picked: str) -> Turn:
    group, (does, _, item) = step.stop.question, picked.partition(" ")
    if does == UNKNOWN:
        return Turn("answer", (group.id, NEW, group.questions[0].id), UNKNOWN)
    return Turn(does, (group.id, item) if item else (group.id,))  # type: ignore[arg-type]  # one of open, remove, close


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _reviewed(step: Review, conversation: Conversation) -> "Conversation | bool":
    from csmkit.cli import ask

    console.note()
    console.note("Review", style="bold")
    section = ""
    for label, slot, text, answer in step.lines:
        if label != section:
            section = label
            console.note(label, indent=1, style="cyan")
        told = _shown(answer, conversation, slot)
        console.note(f"{_flat(text)} → {told}", indent=3)
    picked = ask.select(
        "Everything as it should be?",
        [("Record it", "record"), ("Change an answer", "change"), ("Leave it for later", "later")],
    )
    if picked != "change":
        return picked == "record"
    with suppress(ask.Back):
        lines = [(f"{label}: {text}", str(n)) for n, (label, _, text, _a) in enumerate(step.lines)]
        number = int(ask.select("Which one?", lines))
        return editing(conversation, step.lines[number][1])
    return conversation


def _shown(answer: Answer | None, conversation: Conversation, slot: Slot) -> str:
    from csmkit.cli import ask

    if answer is None or (answer.value is None and not answer.unknown):
        return "left blank"
    if answer.unknown:
        return "not known"
    given = str(answer.value) if isinstance(answer.given, dict) else answer.given
    question = conversation.question(slot)
    told = ask.in_words(question, given, nameable(conversation, question))
    told += f" [{ask.rests_on(answer.evidence)}]" if answer.evidence else ""
    return f"{told} ({answer.said_by.replace('_', ' ')})" if answer.said_by else told


def commit(held: Held, journal_id: str, conversation: Conversation) -> Record[Any]:
    """Write a finished conversation into the record, once.

    Raises:
        ChangedMeanwhile: some fields were changed by somebody else; ours are kept in the log.
    """
    if is_recorded(held.record.data, journal_id):
        console.note("These answers are recorded already; nothing was changed.")
        return held.record
    sitting = Sitting(journal_id, held.today, held.with_)
    saved = held.workspace.save(
        held.record, held.changes_of(conversation, sitting), did=held.name, today=held.today
    )
    journal = held.workspace.journals(held.record.id) / f"{journal_id}{journals.SUFFIX}"
    journal.unlink(missing_ok=True)
    say = console.note if held.as_json else console.out
    say(f"Saved {held.record.shown}.")
    conflicts.report(saved)
    return saved.record

"""`csmkit play run`: start a play, or hold its next sitting."""

from datetime import date
from typing import TYPE_CHECKING

from csmkit.cli import console, here
from csmkit.cli.here import AccountName, Answers, AsOf, Form
from csmkit.cli.play.which import About, PlayName, calls, play_called, run_of, subject
from csmkit.core.play_runs import command_for, given_names, new_run_id, next_sitting, steps

if TYPE_CHECKING:
    from csmkit.cli.sessions import Held
    from csmkit.core.account import PlayRun
    from csmkit.core.play import Play
    from csmkit.core.play_sitting import Occasion
    from csmkit.storage.record import Record


def run(
    account: AccountName,
    play: PlayName,
    about: About = None,
    form: Form = False,
    answers: Answers = None,
    as_of: AsOf = None,
) -> None:
    """Start a play, or hold its next sitting; what follows goes into the record as tasks."""
    from csmkit.cli.interviews import is_recorded_file, taken

    day = here.today(as_of)
    record = here.workspace().load(account)
    name, definition = play_called(here.library(), play)
    if answers is not None and is_recorded_file(record, answers):
        console.note("These answers are recorded already; nothing was changed.")
        return
    who = subject(record, name, definition, about, day)
    occasion = _occasion(record, name, definition, who, day)
    if occasion is None or occasion.begun:
        _forget_recorded(record)
    if occasion is None:
        show_run(record, run_of(record.account, name, who, day), definition, day)
        return
    after = taken(_held(record, occasion, day), form=form, answers=answers)
    if after is not None:
        show_run(after, run_of(after.account, name, who, day), definition, day)


def _forget_recorded(record: "Record") -> None:
    """Discard the journals that a kill left behind after their sitting was recorded."""
    from csmkit.core.interview.recording import is_recorded
    from csmkit.storage.journal import unfinished

    for journal in unfinished(here.workspace().journals(record.account.id)):
        if is_recorded(record.data, journal.id):
            journal.discard()


def _occasion(record: "Record", name: str, play: "Play", about: str | None, day: date) -> "Occasion | None":
    """The sitting that comes next; None when all of them are recorded."""
    from csmkit.core.play_sitting import Occasion

    account = record.account
    under_way = run_of(account, name, about, day)
    run_id = under_way.id if under_way else new_run_id(account, name, about)
    sitting = next_sitting(account, play, run_id)
    seen = next((one.because for one in calls(account, name, play, day) if one.about == about), None)
    because = under_way.because if under_way else seen
    if sitting is None:
        return None
    emails = here.library().journey(account.journey).emails
    return Occasion(
        name,
        play,
        run_id,
        sitting,
        about,
        because,
        begun=under_way is not None,
        messages=frozenset(email.name for email in emails),
    )


def _held(record: "Record", occasion: "Occasion", day: date) -> "Held":
    from csmkit.cli.sessions import Held
    from csmkit.core.play import sitting_interview
    from csmkit.core.play_sitting import earlier_answers, sitting_changes

    account = record.account
    names = given_names(account, day, occasion.about, occasion.because)
    return Held(
        here.workspace(),
        record,
        occasion.run_id,
        sitting_interview(occasion.play, occasion.sitting),
        (occasion.sitting.id,),
        day,
        command_for(record.name, occasion.name, occasion.about),
        changes_of=lambda conversation, sitting: sitting_changes(
            record.data, occasion, conversation, sitting
        ),
        names=names | earlier_answers(account, occasion.play, occasion.run_id),
    )


def show_run(record: "Record", under_way: "PlayRun | None", play: "Play", day: date) -> None:
    """What a running play needs, each step with its day and what to type."""
    if under_way is None:
        return
    console.out(f"{play.title}, since {under_way.started_on}", style="bold")
    if under_way.because:
        console.out(under_way.because, indent=2, style="dim")
    show_steps(record, under_way, play, day)


def show_steps(record: "Record", under_way: "PlayRun", play: "Play", day: date) -> None:
    """The steps alone."""
    from csmkit.core.stakeholders import name_of

    for step in steps(record.account, record.name, under_way, play, day):
        owner = name_of(record.account, step.owner)
        console.out(f"{step.due}: {step.what}" + (f" · {owner}" if owner else ""), indent=2)
        console.out(step.command, indent=4, style="dim")

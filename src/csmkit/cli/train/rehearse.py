"""A role-play held alone: ask, keep every answer, record once, debrief."""

from dataclasses import dataclass
from datetime import date

from csmkit.cli import conflicts, console
from csmkit.cli.sessions import BrokenOff, only_here
from csmkit.cli.train import debriefing
from csmkit.core.roleplay import Option, Scenario
from csmkit.core.teammate import Teammate
from csmkit.storage import rehearsals
from csmkit.storage.record import Record
from csmkit.storage.rehearsals import RehearsalJournal
from csmkit.storage.workspace import Workspace, new_id
from csmkit.training.debrief import Debrief, debrief, worth
from csmkit.training.rehearsal import Moment, NoSuchAnswer, Rehearsal, answer, back, begin, current
from csmkit.training.roleplay_record import is_held, rehearsed, seed_of

OWN_WORDS = "own words"


@dataclass(frozen=True)
class Run:
    """Who rehearses what."""

    workspace: Workspace
    record: Record[Teammate]
    name: str
    scenario: Scenario
    today: date
    command: str


def hold(run: Run) -> Debrief:
    """Hold it in the terminal, from where it was left.

    Raises:
        BrokenOff: interrupted; names the command that resumes.
        OpenElsewhere: it is open in another window.
    """
    with only_here(run.workspace, run.record.id, f"rehearsal-{run.name}", "role-play"):
        journal, rehearsal = _opened(run)
        debriefing.show_brief(run.scenario)
        rehearsal = _asked(run, journal, rehearsal)
        told = record(run, rehearsal, journal.id, journal.started_on)
        journal.discard()
        return told


def record(run: Run, rehearsal: Rehearsal, run_id: str, on: date) -> Debrief:
    """Write a rehearsal that is over into the record, once."""
    told = debrief(rehearsal)
    if is_held(run.record.value, run_id):
        console.note("This run is recorded already; nothing was changed.")
        return told
    changes = rehearsed(rehearsal, told, run.name, run_id, on)
    saved = run.workspace.save(run.record, changes, did=f"train roleplay {run.name}", today=run.today)
    console.note(f"Saved {run.record.shown}.", style="dim")
    conflicts.report(saved)
    return told


def _opened(run: Run) -> tuple[RehearsalJournal, Rehearsal]:
    folder = run.workspace.journals(run.record.id)
    for journal in rehearsals.unfinished(folder, run.name):
        if is_held(run.record.value, journal.id):
            journal.discard()
            continue
        rehearsal, fits = _replayed(run.scenario, journal)
        if not fits:
            console.note("The role-play was changed since; from there on it is asked again.", style="yellow")
        console.note(f"Resuming where you stopped, after {_answers(len(rehearsal.given))}.", style="cyan")
        return (journal if fits else journal.began_anew()), rehearsal
    seed = seed_of(run.record.value, run.name)
    journal = rehearsals.start(folder, new_id(), run.name, seed, run.today)
    return journal, begin(run.scenario, seed)


def _answers(number: int) -> str:
    return "1 answer" if number == 1 else f"{number} answers"


def _replayed(scenario: Scenario, journal: RehearsalJournal) -> tuple[Rehearsal, bool]:
    """The rehearsal as it was left, and whether all of it still fits; else it stands where that ended."""
    rehearsal, fits = begin(scenario, journal.seed), True
    for step in journal.steps:
        fits = fits or "anew" in step
        try:
            if fits and "answer" in step:
                rehearsal = answer(rehearsal, step["answer"], step["own_words"])
            elif fits and "back" in step:
                rehearsal = back(rehearsal)
        except NoSuchAnswer:
            fits = False
    return rehearsal, fits


def _asked(run: Run, journal: RehearsalJournal, rehearsal: Rehearsal) -> Rehearsal:
    """Ask until it is over.

    Raises:
        BrokenOff: interrupted; names the command that resumes.
    """
    from csmkit.cli import ask

    typed = journal.half_typed
    stopped = f"Stopped. Every answer is kept. To resume:\n  {run.command}"
    try:
        with ask.stopped_by_signals():
            while moment := current(rehearsal):
                rehearsal, typed = _step(journal, rehearsal, moment, typed), ""
    except KeyboardInterrupt:
        raise BrokenOff(stopped) from None
    except ask.Interrupted as left:
        journal.typing(left.typed)
        raise BrokenOff(stopped) from None
    return rehearsal


def _step(journal: RehearsalJournal, rehearsal: Rehearsal, moment: Moment, typed: str) -> Rehearsal:
    from csmkit.cli import ask

    debriefing.show_moment(rehearsal, moment)
    try:
        option, own_words = _picked(moment, typed)
    except ask.Back:
        if not rehearsal.given:
            console.note("This is the first turn.", style="dim")
            return rehearsal
        journal.went_back()
        return back(rehearsal)
    journal.answered(option, own_words)
    after = answer(rehearsal, option, own_words)
    debriefing.show_reaction(rehearsal, after)
    return after


def _picked(moment: Moment, typed: str) -> tuple[str, str | None]:
    """The answer that was chosen, or the one that the trainee's own words come nearest to."""
    from csmkit.cli import ask

    while True:
        if not typed:
            options = [(" ".join(one.answer.split()), one.id) for one in moment.options]
            picked = ask.select("What do you say?", [*options, ("Say it in your own words …", OWN_WORDS)])
            if picked != OWN_WORDS:
                return picked, None
        try:
            typed = ask.line("Your own words:", typed).strip()
            if typed:
                return _nearest(moment, typed), typed
        except ask.Back:
            typed = ""


def _nearest(moment: Moment, typed: str) -> str:
    from csmkit.cli import ask

    def level(option: Option) -> str:
        return f"[{float(worth(option)):.0f}] {' '.join(option.answer.split())}"

    options = [(level(one), one.id) for one in sorted(moment.options, key=worth, reverse=True)]
    try:
        return ask.select("Be honest: which of these comes nearest, from level 5 down?", options)
    except ask.Interrupted:
        raise ask.Interrupted(typed) from None

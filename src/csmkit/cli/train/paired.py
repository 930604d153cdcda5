"""A role-play with a colleague: the papers, the scoring right after, the trainee's own review."""

from csmkit.cli import console, here
from csmkit.cli.interviews import taken
from csmkit.cli.sessions import Held, need_a_person
from csmkit.cli.train.asked import Asked
from csmkit.core.account import Stakeholder
from csmkit.core.roleplay import Scenario
from csmkit.core.teammate import Teammate
from csmkit.documents.roleplay_papers import MockKickoff, customer_card, observer_sheet, trainee_brief
from csmkit.errors import Refused
from csmkit.storage.record import Record
from csmkit.training.observing import Pairing, latest, review, reviewed, scored, scoring


class NoKickoffToMock(Refused):
    """A role-play that does not begin with a kickoff cannot use an account's agenda."""


class ScoredByThemselves(Refused):
    """Whoever rehearses neither plays the customer nor scores."""


class NothingToReview(Refused):
    """The role-play was never held."""


def hold_with(record: Record[Teammate], pairing: Pairing, asked: Asked) -> None:
    """Write the papers, then score, right after it was held.

    Raises:
        ScoredByThemselves: the trainee was named as the customer or as the observer.
        NobodyToAsk: the papers are written, and there is no terminal to score at.
    """
    if record.value.name in (pairing.player, pairing.observer):
        raise ScoredByThemselves(
            f"{record.value.name} rehearses, and cannot play the customer or score as well. "
            "Name somebody else with --with and --observer; alone it goes without --with."
        )
    if not asked.form and asked.answers is None:
        write_papers(record, pairing)
        need_a_person(asked.command)
        console.note(
            f"Hold it now, about {pairing.scenario.minutes} minutes; {pairing.observer} scores right after. "
            "Ctrl-C until then: the same command goes on.",
            style="cyan",
        )
    held = Held(
        here.workspace(),
        record,
        f"roleplay-{pairing.name}",
        scoring(pairing.scenario),
        ("scoring",),
        asked.today,
        asked.command,
        pairing.player,
        changes_of=lambda conversation, sitting: scored(pairing, conversation, sitting),
    )
    after = taken(held, form=asked.form, answers=asked.answers)
    if after is not None:
        _show(after, pairing)


def write_papers(record: Record[Teammate], pairing: Pairing) -> None:
    """Write the brief, the customer's card and the observer's sheet; edits made to them stay."""
    from csmkit.cli import paper

    kickoff = mock_kickoff(pairing.account) if pairing.account else None
    papers = {"brief": trainee_brief, "customer": customer_card, "observer": observer_sheet}
    for kind, written in papers.items():
        text = written(pairing.scenario, kickoff)
        paper.show(paper.publish(record, f"roleplay-{pairing.name}-{kind}", text))


def mock_kickoff(account: str) -> MockKickoff:
    """The agenda of an account's kickoff, as the customer would read it."""
    from csmkit.core.agenda import agenda_parts, one_line
    from csmkit.core.attendance import guests
    from csmkit.core.audience import for_customer
    from csmkit.core.milestones import primary_outcome
    from csmkit.core.stakeholders import holders

    shown = for_customer(here.workspace().load(account).account)
    journey = here.library().journey(shown.journey)
    outcome = primary_outcome(shown)
    people = guests(shown, journey.kickoff).people
    return MockKickoff(
        shown.name,
        one_line(outcome.statement) if outcome else None,
        [(part.start, part.title) for part in agenda_parts(shown, journey)],
        [_with_title(person) for person in people if "economic_buyer" not in person.roles],
        next(map(_with_title, holders(shown, "economic_buyer")), None),
        next(map(_with_title, holders(shown, "champion")), None),
    )


def _with_title(person: Stakeholder) -> str:
    return f"{person.name}, {person.title}" if person.title else person.name


def account_named(name: str | None, scenario: Scenario) -> str | None:
    """The account whose agenda is used, by its own name.

    Raises:
        NoKickoffToMock: the role-play is no kickoff.
    """
    if name is None:
        return None
    if not scenario.mock_kickoff:
        raise NoKickoffToMock(
            "This role-play is no kickoff, so it has no use for an account's agenda. "
            "`csmkit train roleplay --list --json` shows those that are: mock_kickoff."
        )
    return here.workspace().load(name).name


def hold_review(record: Record[Teammate], asked: Asked) -> None:
    """Ask the trainee what they think, once they have listened to the recording.

    Raises:
        NothingToReview: they never held it.
    """
    run = latest(record.value, asked.name)
    if run is None:
        raise NothingToReview(
            f"{record.value.name} has not held “{asked.name}” yet: csmkit train roleplay {asked.name}"
        )
    if run.recording and not asked.form:
        console.note(f"The recording: {run.recording}", style="dim")
    held = Held(
        here.workspace(),
        record,
        f"review-{asked.name}",
        review(asked.scenario),
        ("review",),
        asked.today,
        asked.command,
        changes_of=lambda conversation, sitting: reviewed(run, conversation, sitting),
    )
    taken(held, form=asked.form, answers=asked.answers)


def _show(record: Record[Teammate], pairing: Pairing) -> None:
    run = latest(record.value, pairing.name)
    if run is None:
        return
    console.out(
        f"{pairing.scenario.title}, {run.on}, with {run.with_}, observed by {run.observer}", style="bold"
    )
    for line in pairing.scenario.rubric:
        level = run.scores.get(line.id)
        told = "did not come up" if level is None else f"{level}  {line.levels[str(level)]}"
        console.out(f"{line.line}: {told}", indent=2)
    competencies = ", ".join(f"{name} {level}" for name, level in run.competencies.items())
    console.out(f"By competency: {competencies}", indent=2)
    later = f"csmkit train roleplay {pairing.name} --for {record.name} --review"
    console.note(f"Once they have listened to the recording: {later}", style="dim")

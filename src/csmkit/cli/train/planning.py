"""Planning a call: from words on the line, or asked at the terminal."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from csmkit.cli import conflicts, console, here
from csmkit.core.changes import Append, Change
from csmkit.core.fields import Plain
from csmkit.core.teammate import ShadowingWay, Teammate
from csmkit.errors import NotFound, WrongUsage
from csmkit.storage.record import Record
from csmkit.training.shadow_log import Plan, kept, plan_interview, plan_of, planned

Words = tuple[str | None, str | None, str | None, str | None, str | None]


def plan_from_words(colleague: Record[Teammate], way: ShadowingWay, words: Words, today: date) -> None:
    """Plan a call from `--call`, `--with`, `--account`, `--on` and `--at`.

    Raises:
        WrongUsage: a word is missing or cannot be read; nothing was written.
    """
    from csmkit.storage.workspace import new_id

    made = _read(colleague.value, way, words, today)
    name, change = planned(colleague.value, made)
    told: dict[str, Plain] = {"id": new_id(), "on": today, "kind": "shadowing", "about": f"shadowing/{name}"}
    changes: tuple[Change, ...] = (change, Append(("log",), told | {"note": f"{name} planned"}))
    saved = here.workspace().save(colleague, changes, did=f"train shadow {name}", today=today)
    _tell(saved.record, name, today)
    conflicts.report(saved)


def _read(colleague: Teammate, way: ShadowingWay, words: Words, today: date) -> Plan:
    from pydantic_core import PydanticCustomError

    from csmkit.cli.train.team import full_name
    from csmkit.core.fields import clean_line, to_clock

    call, with_, account, on, at = words
    mentor = full_name(with_) if with_ else colleague.mentor
    if call is None or on is None:
        raise WrongUsage("Planning a call takes --call KIND and --on DATE; add --account ACCOUNT.")
    if mentor is None:
        raise WrongUsage(f"{colleague.name} has no mentor yet; say who comes along: --with NAME.")
    folder = here.workspace().folder(account).name if account else None
    try:
        day = here.day_option(on, today, "--on")
        return Plan(way, _kind(call), clean_line(mentor), folder, day, to_clock(at) if at else None)
    except PydanticCustomError as error:
        raise WrongUsage(f"--with or --at {error.message()}.") from None


def _kind(call: str) -> str:
    known = [one.id for one in here.library().shadowing().calls]
    if call not in known:
        raise NotFound("kind of call", call, known, f"There are {', '.join(known)}.")
    return call


def plan(
    colleague: Record[Teammate], way: ShadowingWay, today: date, *, form: bool, answers: Path | None
) -> None:
    """Ask what is planned, in the way that was asked for."""
    from csmkit.cli.interviews import taken
    from csmkit.cli.sessions import Held

    reverse = " --reverse" if way == "reverse" else ""
    accounts = tuple(_accounts(colleague.value, today))
    held = Held(
        here.workspace(),
        colleague,
        "shadow-plan-reverse" if reverse else "shadow-plan",
        plan_interview(here.library().shadowing(), way, accounts),
        ("plan",),
        today,
        f"csmkit train shadow {colleague.name}{reverse}",
        changes_of=lambda conversation, sitting: (
            planned(colleague.value, plan_of(conversation, way))[1],
            *kept(conversation, sitting),
        ),
        proposed={("mentor",): colleague.value.mentor} if colleague.value.mentor else {},
    )
    before = {call.id for call in colleague.value.shadowing}
    after = taken(held, form=form, answers=answers)
    for call in after.value.shadowing if after else ():
        if after and call.id not in before:
            _tell(after, call.id, today)


def _accounts(colleague: Teammate, today: date) -> Iterator[tuple[str, str]]:
    """Accounts to choose from: the mentor's with a kickoff ahead, then the mentor's, then the others."""
    from csmkit.cli.book import read_book

    def rank(entry: object) -> tuple[bool, bool, str]:
        kickoff, csm, name = entry.account.kickoff.on, entry.csm, entry.name  # type: ignore[attr-defined]  # an Entry
        return csm != colleague.mentor, not (kickoff and kickoff >= today), name

    for entry in sorted(read_book().entries, key=rank):
        kickoff = entry.account.kickoff.on
        when = f", kickoff on {kickoff}" if kickoff and kickoff >= today else ""
        yield entry.name, f"{entry.account.name}{when}"


def _tell(record: Record[Teammate], name: str, today: date) -> None:
    from csmkit.cli.train.team import read_team
    from csmkit.training.mentoring import load_of

    playbook = here.library().shadowing()
    call = next(call for call in record.value.shadowing if call.id == name)
    kind = playbook.call(call.call)
    does = "watches" if call.way == "shadowing" else "holds"
    mine = "holds it" if call.way == "shadowing" else "watches"
    where = f", {call.account}" if call.account else ""
    console.out(
        f"Planned: {record.value.name} {does} {call.call} on {call.planned_on}{where}; {call.with_} {mine}."
    )
    for over in load_of(call.with_ or "", read_team().people, playbook, today).over:
        console.note(f"{call.with_} has taken on much: {over}.", style="yellow")
    if kind and kind.before:
        console.note(f"Before it: {' '.join(kind.before.split())}")
    console.note(f"After it:  csmkit train shadow {record.name} --record {name}", style="dim")

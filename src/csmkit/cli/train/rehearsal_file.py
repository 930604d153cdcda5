"""A role-play held alone without a terminal: a form with every turn, and its way back."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import wrap

from csmkit.cli import console
from csmkit.cli.train.rehearse import Run, record
from csmkit.core.roleplay import Scenario, Turn
from csmkit.errors import BadFile, Problem, Refused, did_you_mean
from csmkit.storage.reading import Source, read_source
from csmkit.training.debrief import Debrief
from csmkit.training.rehearsal import Moment, NoSuchAnswer, Rehearsal, answer, begin, current
from csmkit.training.roleplay_record import seed_of

SCHEMA = "csmkit/rehearsal@1"
_KEYS = ("schema", "roleplay", "answers")
_WIDTH = 96


class ConversationGoesOn(Refused):
    """The file has no answer for a turn that its answers lead to."""


def print_form(name: str, scenario: Scenario, command: str) -> None:
    """Print every turn with its answers, to write one word behind each that is come to."""
    console.raw("\n".join(_form(name, scenario)))
    console.note(f"It comes back with: {command} --answers FILE", style="dim")


def _form(name: str, scenario: Scenario) -> Iterator[str]:
    yield from _remark(f"{scenario.title}. {scenario.situation}")
    yield from _remark(f"What you have to reach: {scenario.objective}")
    yield "# Write the word of your answer behind each turn you come to; the others stay empty."
    yield from (f"schema: {SCHEMA}", f"roleplay: {name}", "answers:")
    for turn in scenario.turns:
        yield from _form_turn(scenario, turn)


def _form_turn(scenario: Scenario, turn: Turn) -> Iterator[str]:
    yield ""
    yield from _remark(f"{scenario.customer.name}: {turn.says}", "  # ")
    for option in sorted(turn.options, key=lambda option: option.id):
        yield from _remark(f"{option.id}: {option.answer}", "  #   ")
    yield f"  {turn.id}:"


def _remark(text: str, start: str = "# ") -> list[str]:
    return [start + line for line in wrap(" ".join(text.split()), _WIDTH)]


def take_file(run: Run, file: Path) -> Debrief:
    """Hold it from a file and record it; the same file again changes nothing.

    Raises:
        BadFile: every problem in it, with its line; nothing was recorded.
        ConversationGoesOn: it leads to a turn it has no answer for.
    """
    source = read_source(file)
    answers = _answers(source, run)
    rehearsal = begin(run.scenario, seed_of(run.record.value, run.name))
    while moment := current(rehearsal):
        rehearsal = _answered(rehearsal, moment, answers, source)
    run_id = hashlib.sha256(f"{run.record.id}\n{source.text}".encode()).hexdigest()[:12]
    return record(run, rehearsal, run_id, run.today)


def _answers(source: Source, run: Run) -> Mapping[str, str]:
    data = source.data if isinstance(source.data, dict) else {}
    given = data.get("answers")
    problems = [*_head(source, data, run.name), *_strange_turns(source, given, run)]
    if problems:
        raise BadFile(problems)
    return {str(turn): str(option) for turn, option in dict(given or {}).items() if option is not None}  # type: ignore[arg-type]  # a mapping, by now


def _head(source: Source, data: Mapping[str, object], name: str) -> Iterator[Problem]:
    for key in data:
        if key not in _KEYS:
            yield source.at((key,), f"`{key}` means nothing here.{did_you_mean(key, _KEYS)}", key=True)
    if data.get("schema") != SCHEMA:
        yield source.at(("schema",), f"a rehearsal begins with `schema: {SCHEMA}`")
    if data.get("roleplay") != name:
        yield source.at(("roleplay",), f"is for another role-play than “{name}”")


def _strange_turns(source: Source, given: object, run: Run) -> Iterator[Problem]:
    if not isinstance(given, dict):
        yield source.at(("answers",), "needs a turn and an answer on each line")
        return
    turns = {turn.id: [option.id for option in turn.options] for turn in run.scenario.turns}
    for turn, option in given.items():
        if turn not in turns:
            yield source.at(
                ("answers", turn), f"there is no turn “{turn}”.{did_you_mean(turn, turns)}", key=True
            )
        elif option is not None and option not in turns[turn]:
            hint = did_you_mean(str(option), turns[turn])
            yield source.at(("answers", turn), f"“{turn}” has no such answer.{hint}")


def _answered(rehearsal: Rehearsal, moment: Moment, answers: Mapping[str, str], source: Source) -> Rehearsal:
    if moment.turn not in answers:
        known = "\n".join(f"  {one.id}: {' '.join(one.answer.split())}" for one in moment.options)
        raise ConversationGoesOn(
            f"The conversation comes to “{moment.turn}”, and the file has no answer there; "
            f"nothing was recorded.\n{' '.join(moment.says.split())}\n{known}"
        )
    try:
        return answer(rehearsal, answers[moment.turn])
    except NoSuchAnswer as wrong:
        raise BadFile(
            [source.at(("answers", moment.turn), f"{wrong} It depends on what was said.")]
        ) from None

"""Prompts: the one place that knows questionary and the terminal.

Every prompt writes to stderr, goes back on Shift-Tab, takes `?` for “not known”, and gives back what
was half typed when it is left. A prompt is erased when it is answered; what stays on the screen is the
question and its answer, wrapped at words.
"""

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import FrameType
from typing import Any, Final

import questionary
from prompt_toolkit.application.current import get_app_or_none
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.output import create_output

from csmkit.cli import console
from csmkit.core.answers import EVIDENCE, SCALE, InvalidAnswer, is_blank, is_not_known
from csmkit.core.fields import Plain
from csmkit.core.interview.steps import Ask
from csmkit.core.playbook import Question

UNKNOWN: Final = "unknown"
_SOMEONE_NEW = "someone new"
_LEAVE_BLANK = "leave blank"
_SAYS = {
    "customer": "the customer said so",
    "account_executive": "the AE says so",
    "inferred": "nobody; we infer it",
}
_INDENT = 2
_POINTER = 5  # what questionary puts before an option: its pointer and its box

Check = Callable[[Plain], None]
Options = Sequence[tuple[str, str]]


class _Left(Exception):
    """A prompt was left without an answer; `typed` is what was half typed."""

    def __init__(self, typed: str = "") -> None:
        """Keep what was typed."""
        super().__init__()
        self.typed = typed


class Back(_Left):
    """One question back."""


class Interrupted(_Left):
    """The sitting was broken off."""


@dataclass(frozen=True)
class Given:
    """An answer as it was given, and who said it where that was asked."""

    given: Plain
    said_by: str | None = None


def answer(step: Ask, people: Mapping[str, str], check: Check, half_typed: str | None) -> Given:
    """Put one question, until it has an answer that it can take.

    Raises:
        Back: the person wants the question before.
        Interrupted: Ctrl-C, Ctrl-D or a closed terminal.
    """
    while True:
        given = _PROMPTS.get(step.stop.question.type, _typed)(step, people, half_typed)
        half_typed, step = None, replace(step, offered=given)
        try:
            check(given)
        except InvalidAnswer as error:
            console.note(sentence(error), indent=_INDENT, style="yellow")
            continue
        _echo(step.text, _told(step.stop.question, given, people))
        with contextlib.suppress(Back):  # from “Who said so?” it is one step back to the question itself
            return Given(given, _who_said(step, given))


def evidence(offered: Mapping[str, str], check: Callable[[Mapping[str, str]], object]) -> Mapping[str, str]:
    """Ask what an answer rests on and, where it rests on something, who said it and when.

    Raises:
        Back: the person wants the answer itself again.
        Interrupted: as `answer`.
    """
    note = _line("What does it rest on? (Enter: nothing to note)", offered.get("note", ""))
    if is_blank(note):
        return {}
    try:
        while True:
            by = _line("Who said so? (Enter: you, or whom you sit with)", offered.get("by", ""))
            on = _line("When? (Enter: today)", offered.get("on", ""))
            given = {"note": note, "by": by, "on": on}
            try:
                check(given)
            except InvalidAnswer as error:
                console.note(sentence(error), indent=_INDENT, style="yellow")
                offered = given
                continue
            console.note(rests_on({part: said.strip() for part, said in given.items()}), indent=_INDENT)
            return given
    except Interrupted:
        raise Interrupted(note) from None


def rests_on(evidence: Mapping[str, str]) -> str:
    """Evidence on one line, as the screen keeps it."""
    return ", ".join(evidence[part] for part in EVIDENCE if evidence.get(part))


def sentence(error: InvalidAnswer) -> str:
    """What is wrong with an answer, as a sentence of its own."""
    said = f"This {error}"
    return said if said.endswith((".", "?")) else f"{said}."


def _who_said(step: Ask, given: Plain) -> str | None:
    if step.stop.question.said_by != "ask" or is_blank(given) or is_not_known(given):
        return None
    try:
        return select("Who said so?", [(label, word) for word, label in _SAYS.items()], step.said_by)
    except Interrupted:
        raise Interrupted(given if isinstance(given, str) else "") from None


def _typed(step: Ask, _: Mapping[str, str], half_typed: str | None) -> Plain:
    lines = step.stop.question.type == "long_text"
    offered = half_typed if half_typed is not None else _as_text(step.offered)
    text = _line(step.text, offered, lines=lines)
    return UNKNOWN if is_not_known(text) else text


def _line(message: str, offered: str, *, lines: bool = False) -> str:
    """One prompt to type at. A long question leaves a line of its own for the answer."""
    asked = _message(message) + ("\n  (Alt-Enter: new line, Ctrl-E: your editor)" if lines else "")
    below = "\n " if lines or len(asked) > console.width() // 2 else ""
    more: dict[str, Any] = {"prompt_continuation": " " * _INDENT} if lines else {}
    prompt = questionary.text(
        asked + below,
        default=offered,
        multiline=lines,
        instruction="",
        qmark="›",
        output=_stderr(),
        **more,
    )
    return str(_run(prompt, lines=lines))


def _as_text(offered: Plain) -> str:
    return "" if offered is None else str(offered)


def _choice(step: Ask, _: Mapping[str, str], __: str | None) -> Plain:
    return _pick(step, _options(step.stop.question))


def _options(question: Question) -> list[tuple[str, str]]:
    """What can be picked, as it is shown and as it is recorded."""
    if question.type == "yes_no":
        return [("Yes", "yes"), ("No", "no")]
    if question.type == "scale":
        levels = question.levels or dict.fromkeys(SCALE, "")
        return [(f"{level} {anchor}".rstrip(), level) for level, anchor in levels.items()]
    return [(choice.label or choice.value, choice.value) for choice in question.choices]


def _stakeholder(step: Ask, people: Mapping[str, str], half_typed: str | None) -> Plain:
    new = half_typed or (step.offered["new"] if isinstance(step.offered, dict) else None)
    while True:
        if new is None:
            options = [(name, person) for person, name in people.items()]
            picked = _pick(step, [*options, ("Someone new …", _SOMEONE_NEW)])
            if picked != _SOMEONE_NEW:
                return picked
        with contextlib.suppress(Back):  # one step back leads to the list
            name = _line(f"{step.text} Full name:", str(new or "")).strip()
            if name:
                return {"new": name}
        new = None


def _pick(step: Ask, options: Options) -> Plain:
    question = step.stop.question
    unknown = [("Not known", UNKNOWN)] if question.allow_unknown else []
    blank = [] if question.core or question.required else [("Leave blank", _LEAVE_BLANK)]
    offered = next((value for _, value in (*options, *unknown) if value == str(step.offered)), None)
    # Where nothing is offered, Enter leaves the question open instead of taking the first that stands there.
    ordered = [*options, *unknown, *blank] if offered else [*blank, *options, *unknown]
    if not offered and unknown and not blank:
        offered = UNKNOWN
    levels = [value for _, value in options if len(value) == 1] if question.type == "scale" else []
    picked = _select(step.text, ordered, offered, unknown=question.allow_unknown, digits=levels)
    return None if picked == _LEAVE_BLANK else picked


def _choices(step: Ask, _: Mapping[str, str], __: str | None) -> Plain:
    return _ticked(step, _options(step.stop.question))


def _ticked(step: Ask, options: Options) -> Plain:
    question = step.stop.question
    before = step.offered if isinstance(step.offered, list) else []
    boxes = [questionary.Choice(_option(label), value, checked=value in before) for label, value in options]
    not_known = step.offered == UNKNOWN
    prompt = questionary.checkbox(
        _message(step.text),
        boxes,
        instruction=f"\n  (Space picks, Enter goes on{'; so far: not known' if not_known else ''})",
        qmark="›",
        output=_stderr(),
    )
    picked: Plain = _run(prompt, unknown=question.allow_unknown)
    return UNKNOWN if not_known and not picked else picked


def _people(step: Ask, people: Mapping[str, str], _: str | None) -> Plain:
    return _ticked(step, [(name, person) for person, name in people.items()])


_PROMPTS: dict[str, Callable[[Ask, Mapping[str, str], str | None], Plain]] = {
    "choice": _choice,
    "choices": _choices,
    "yes_no": _choice,
    "scale": _choice,
    "stakeholder": _stakeholder,
    "people": _people,
}


def _told(question: Question, given: Plain, people: Mapping[str, str]) -> str:
    """An answer as the screen keeps it."""
    if is_blank(given):
        return "(left blank)"
    if is_not_known(given):
        return "not known"
    return str(given["new"]) if isinstance(given, dict) else in_words(question, given, people)


def in_words(question: Question, given: Plain, people: Mapping[str, str]) -> str:
    """An answer in the words it was picked by: labels instead of values, names instead of ids."""
    labels = {value: label for label, value in _options(question)}
    if question.type == "people":
        labels = dict(people)
    if isinstance(given, list):
        return "; ".join(labels.get(str(part), str(part)) for part in given)
    if question.type == "stakeholder":
        return people.get(str(given), str(given))
    return labels.get(str(given), str(given))


def _echo(message: str, told: str) -> None:
    console.note(f"› {_message(message)}", style="bold")
    console.note(told, indent=_INDENT, style="cyan")


def _plain(text: str) -> str:
    return console.safe(" ".join(text.split()))


def _message(text: str) -> str:
    """A question wrapped at words; the prompt itself would cut it at the edge."""
    return "\n".join(console.wrapped(_plain(text), _INDENT)).lstrip()


def _option(label: str) -> str:
    return "\n".join(console.wrapped(_plain(label), _POINTER)).lstrip()


def select(message: str, options: Options, offered: str | None = None, *, unknown: bool = False) -> str:
    """Let a person pick one of several things to do; returns the second part of the option.

    Raises:
        Back: Shift-Tab.
        Interrupted: Ctrl-C, Ctrl-D or a closed terminal.
    """
    picked = _select(message, options, offered, unknown=unknown)
    _echo(message, next((label for label, value in options if value == picked), "not known"))
    return picked


def _select(
    message: str, options: Options, offered: str | None, *, unknown: bool, digits: Sequence[str] = ()
) -> str:
    prompt = questionary.select(
        _message(message),
        [questionary.Choice(_option(label), value) for label, value in options],
        default=offered,
        instruction="\n  (arrow keys, Enter)",
        qmark="›",
        use_jk_keys=False,
        output=_stderr(),
    )
    return str(_run(prompt, unknown=unknown, digits=digits))


def _stderr() -> Any:  # noqa: ANN401 - prompt_toolkit's Output
    return create_output(stdout=sys.stderr)


def _run(
    prompt: questionary.Question, *, unknown: bool = False, lines: bool = False, digits: Sequence[str] = ()
) -> Any:  # noqa: ANN401 - text, choice or list
    application = prompt.application
    application.erase_when_done = True
    own = _keys(unknown=unknown, lines=lines, digits=digits)
    application.key_bindings = (
        merge_key_bindings([application.key_bindings, own]) if application.key_bindings else own
    )
    try:
        with stopped_by_signals():
            return prompt.unsafe_ask()
    except (KeyboardInterrupt, EOFError, OSError):
        raise Interrupted(application.current_buffer.text) from None


def _keys(*, unknown: bool, lines: bool, digits: Sequence[str]) -> KeyBindings:
    keys = KeyBindings()

    @keys.add("s-tab", eager=True)
    def _(event: Any) -> None:  # noqa: ANN401 - prompt_toolkit's KeyPressEvent
        event.app.exit(exception=Back(event.current_buffer.text))

    @keys.add("c-d", eager=True)
    def _(event: Any) -> None:  # noqa: ANN401 - as above
        event.app.exit(exception=EOFError())

    if unknown:

        @keys.add("?", eager=True)
        def _(event: Any) -> None:  # noqa: ANN401 - as above
            event.app.exit(result=UNKNOWN)

    for digit in digits:
        keys.add(digit, eager=True)(_exit_with(digit))
    if lines:
        _add_editing(keys)
    return keys


def _exit_with(result: str) -> Callable[[Any], None]:
    def leave(event: Any) -> None:  # noqa: ANN401 - prompt_toolkit's KeyPressEvent
        event.app.exit(result=result)

    return leave


def _add_editing(keys: KeyBindings) -> None:
    """Enter goes on, as everywhere; Alt-Enter makes a new line; Ctrl-E opens the person's editor."""

    @keys.add("enter", eager=True)
    def _(event: Any) -> None:  # noqa: ANN401 - as above
        event.current_buffer.validate_and_handle()

    @keys.add("escape", "enter", eager=True)
    def _(event: Any) -> None:  # noqa: ANN401 - as above
        event.current_buffer.insert_text("\n")

    @keys.add("c-e", eager=True)
    def _(event: Any) -> None:  # noqa: ANN401 - as above
        event.current_buffer.open_in_editor()


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """A terminated or hung-up sitting ends like Ctrl-C: what was typed is kept."""
    caught = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, _end_prompt) for number in caught}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_prompt(_: int, __: FrameType | None) -> None:
    application = get_app_or_none()
    if application is None or application.loop is None:
        raise KeyboardInterrupt

    def leave() -> None:
        if application.is_running and not application.is_done:
            application.exit(exception=EOFError())

    application.loop.call_soon_threadsafe(leave)


def line(message: str, offered: str = "") -> str:
    """Let a person type one line; it may stay empty.

    Raises:
        Back: Shift-Tab.
        Interrupted: Ctrl-C, Ctrl-D or a closed terminal.
    """
    typed = _line(message, offered)
    _echo(message, typed.strip() or "(left blank)")
    return typed


def tick(message: str, options: Options) -> list[str]:
    """Let a person pick any number of things; returns the second part of each.

    Raises:
        Back: Shift-Tab.
        Interrupted: Ctrl-C, Ctrl-D or a closed terminal.
    """
    boxes = [questionary.Choice(_option(label), value) for label, value in options]
    prompt = questionary.checkbox(
        _message(message),
        boxes,
        instruction="\n  (Space picks, Enter goes on)",
        qmark="›",
        output=_stderr(),
    )
    picked = [str(value) for value in _run(prompt)]
    _echo(message, "; ".join(label for label, value in options if value in picked) or "(nobody, nothing)")
    return picked

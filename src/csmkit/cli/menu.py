"""The menu of `csmkit log ACCOUNT`: a short interview that ends in what a person could have typed."""

from collections.abc import Callable
from datetime import date
from typing import Final

from csmkit.cli import ask, console, here
from csmkit.core.account import Account, EventKind
from csmkit.core.diary.choices import Choice, choices, parts, theirs
from csmkit.core.diary.grammar import KINDS, About, Event, Option
from csmkit.core.diary.people import MANY

GROUPS: Final[dict[str, tuple[EventKind, ...]]] = {
    "We were in contact": (
        *("sync", "message", "sponsor-call", "ebr", "kickoff"),
        *("workshop", "webinar", "office-hours", "sent"),
    ),
    "Something about the plan": (
        *("met", "moved", "first-value", "reading", "booked", "rhythm", "done"),
        *("delivered", "renegotiated", "broken", "submitted", "cleared"),
    ),
    "Something about people": ("joined", "left", "role", "sentiment"),
    "They turn away, or we were late": ("signal", "no-show", "cancelled", "late-reply"),
    "The account itself": ("hold", "resumed", "renewed", "churned", "health"),
    "Just a note": ("note",),
}
_ASKED: Final[dict[Option, str]] = {
    "evidence": "What shows it? The customer reads this.",
    "reason": "Why? This stays with our team.",
    "to": "Until or to which day?",
    "until": "Until which day does your word hold?",
    "source": "Where was the number read? The customer reads this.",
    "note": "A note for our team, if any:",
}
_DATES = ("to", "until")
_KNOWN = 2  # after the group and the kind, the further steps follow from the kind
_NOBODY = "nobody"

Said = dict[str, tuple[str, ...]]
Step = Callable[[Said], None]


class NothingToPick(Exception):
    """The account has nothing of that kind."""


def ask_event(account: Account, on: date) -> Event:
    """Ask what happened; Shift-Tab goes one step back.

    Raises:
        Interrupted: the person left; nothing was recorded.
    """
    while True:
        said: Said = {}
        steps: list[Step] = [_group, _kind]
        at = 0
        try:
            while at < len(steps):
                try:
                    steps[at](said)
                except ask.Back:
                    at = _before(at, said)
                    continue
                at += 1
                if at == _KNOWN:
                    steps = [_group, _kind, *_further(account, said["kind"][0], on)]
        except NothingToPick as nothing:
            console.note(str(nothing), style="yellow")
            continue
        return _event(said, on)


def _before(at: int, said: Said) -> int:
    """The step one back; a group of one kind asks for no kind, so it is passed over."""
    alone = at == _KNOWN and len(GROUPS[said["group"][0]]) == 1
    return max(0, at - (2 if alone else 1))


def _event(said: Said, on: date) -> Event:
    def one(name: str) -> str | None:
        return next(iter(said.get(name, ())), None)

    def day(name: str) -> date | None:
        text = one(name)
        return here.day_option(text, on, f"--{name}") if text else None

    return Event(
        said["kind"][0],
        on,
        said.get("what", ()) + said.get("who", ()),
        note=one("note"),
        evidence=one("evidence"),
        reason=one("reason"),
        to=day("to"),
        until=day("until"),
        source=one("source"),
        role=said.get("role", ()),
        title=one("title"),
    )


def _group(said: Said) -> None:
    said["group"] = (ask.select("What happened?", [(name, name) for name in GROUPS], next(iter(GROUPS))),)


def _kind(said: Said) -> None:
    kinds = GROUPS[said["group"][0]]
    options = [(f"{kind}: {KINDS[kind].tells}", kind) for kind in kinds]
    said["kind"] = (options[0][1] if len(options) == 1 else ask.select("What exactly?", options, kinds[0]),)


def _further(account: Account, name: str, on: date) -> list[Step]:
    kind = next(kind for each, kind in KINDS.items() if each == name)
    steps = [*_about(account, name)]
    steps += [_option(option, on) for option in (*kind.needs, *(o for o in kind.may if o == "source"))]
    return [*steps, *([] if kind.about == "text" else [_option("note", on)])]


def _about(account: Account, name: str) -> list[Step]:
    """The steps that find out what an event is about."""
    about = next(kind.about for each, kind in KINDS.items() if each == name)
    found = choices(account, about)
    special: dict[About, list[Step]] = {
        "people": [_ticked("what", "Who?", found or (), needed=name not in MANY)],
        "text": [_words("What happened, in a few words?")],
        "number": [_words("Which number?")],
        "newcomer": [_words("Full name?"), _ticked("role", "Which parts do they play?", parts()), _title],
        "sent message": [
            _message(account),
            _ticked("who", "To whom?", theirs(account)),
        ],
        "part": [_picked(found), _ticked("who", "Which parts from now on?", _PARTS, needed=True)],
        "sentiment": [_picked(found), _from_whom(account)],
    }
    return special.get(about, [] if found is None else [_picked(found)])


_PARTS = (*parts(), ("no part any more", "none"))


def _picked(found: tuple[Choice, ...] | None) -> Step:
    def step(said: Said) -> None:
        if not found:
            raise NothingToPick("This account has nothing of that kind yet.")
        said["what"] = (ask.select("Which one?", list(found), found[0][1]),)

    return step


def _message(account: Account) -> Step:
    def step(said: Said) -> None:
        emails = here.library().journey(account.journey).emails
        _picked(tuple((email.name, email.name) for email in emails))(said)

    return step


def _ticked(name: str, message: str, found: tuple[Choice, ...], *, needed: bool = False) -> Step:
    def step(said: Said) -> None:
        if not found:
            raise NothingToPick("Nobody is recorded yet; say who joined first.")
        said[name] = tuple(ask.tick(message, list(found)))
        while needed and not said[name]:
            console.note("Pick at least one with the space bar.", indent=2, style="yellow")
            said[name] = tuple(ask.tick(message, list(found)))

    return step


def _from_whom(account: Account) -> Step:
    def step(said: Said) -> None:
        options = [*theirs(account), ("Nobody in particular", _NOBODY)]
        picked = ask.select("From whom did you hear it?", options, options[0][1])
        said["who"] = () if picked == _NOBODY else (picked,)

    return step


def _words(message: str) -> Step:
    def step(said: Said) -> None:
        said["what"] = (_needed(message),)

    return step


def _title(said: Said) -> None:
    title = ask.line("Job title, if you know it:")
    said["title"] = (title,) if title.strip() else ()


def _option(option: Option, on: date) -> Step:
    def step(said: Said) -> None:
        if option in _DATES:
            said[option] = (_day(_ASKED[option], on),)
        elif option in ("note", "source"):
            text = ask.line(_ASKED[option])
            said[option] = (text,) if text.strip() else ()
        else:
            said[option] = (_needed(_ASKED[option]),)

    return step


def _needed(message: str) -> str:
    while True:
        text = ask.line(message)
        if text.strip():
            return text
        console.note("This one is needed.", indent=2, style="yellow")


def _day(message: str, on: date) -> str:
    """A day as a person types it, given back as a date that everything understands."""
    from csmkit.dates import read_day

    while True:
        day = read_day(ask.line(message), on)
        if day is not None:
            return day.isoformat()
        console.note("This needs a date such as 2026-09-01, +14d or next friday.", indent=2, style="yellow")

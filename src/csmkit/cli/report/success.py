"""`csmkit report success`: the definition of a successful onboarding, signed off, and who meets it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json
from csmkit.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from csmkit.book.current_state.success import Apart
    from csmkit.cli.book import Book, Entry
    from csmkit.core.fields import Plain
    from csmkit.core.successful_onboarding.definition import Definition
    from csmkit.core.successful_onboarding.verdict import Verdict

SIGN = 'csmkit report success --sign-off "YOUR NAME"'


class SignedAlready(Refused):
    """The definition is signed as it stands."""


class Judged(NamedTuple):
    """One account against the definition, and why it does not count yet, if it does not."""

    entry: "Entry"
    verdict: "Verdict"
    apart: "Apart | None"


def success(
    sign_off: Annotated[
        str | None,
        typer.Option(
            "--sign-off", metavar="NAME", help="Sign the definition as it stands; it holds from then on."
        ),
    ] = None,
    facts: Annotated[
        bool, typer.Option("--facts", help="List the facts that a condition may use, and print nothing else.")
    ] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Which onboardings were a success, by the definition that the lead signed off."""
    from csmkit.cli.book import read_book

    day = here.today(as_of)
    if facts:
        _show_facts(as_json=as_json)
    elif sign_off is not None:
        _sign(sign_off, day)
    else:
        definition, book = here.library().definition(), read_book()
        judged = judged_by(definition, book, day)
        if as_json:
            console.as_json(as_plain(definition, judged, day) | {"unreadable": book.unreadable})
        else:
            _show(definition, judged)
        book.stop_if_unreadable()


def judged_by(definition: "Definition", book: "Book", day: date) -> tuple[Judged, ...]:
    """Every account that had signed by a day, against the definition."""
    from csmkit.book.current_state.rates import Case
    from csmkit.book.current_state.success import apart, has_begun
    from csmkit.core.successful_onboarding.verdict import verdict

    return tuple(
        Judged(
            entry,
            verdict(entry.account, entry.journey, definition, day),
            apart(Case(entry.account, entry.journey), day),
        )
        for entry in book.entries
        if has_begun(entry.account, day)
    )


def _show_facts(*, as_json: bool) -> None:
    from csmkit.core.successful_onboarding.facts import FACTS

    if as_json:
        console.as_json({name: fact.tells for name, fact in FACTS.items()})
    else:
        console.table(("fact", "what it says"), [(name, fact.tells) for name, fact in FACTS.items()])


def _sign(name: str, day: date) -> None:
    """Write the definition as it stands into the workspace, with the name, the day and what was signed."""
    from csmkit.cli.success import own_file
    from csmkit.core.successful_onboarding.definition import Definition
    from csmkit.storage import atomic
    from csmkit.storage.reading import parse, validate
    from csmkit.storage.splicing import set_value

    if not name.strip() or not name.isprintable():
        raise WrongUsage("--sign-off needs the name of whoever signs, on one line; nothing was written.")
    definition, file = here.library().definition(), own_file()
    if definition.signed and not definition.changed_since:
        told = f"{definition.signed_off_by} signed it on {definition.signed_on}, as it stands."
        raise SignedAlready(f"{told} Change a condition, or delete the three lines signed_… to sign anew.")
    text = file.read_text(encoding="utf-8") if file.is_file() else _shipped_text()
    signature: dict[str, Plain] = {
        "signed_off_by": name.strip(),
        "signed_on": day,
        "signed_as": definition.fingerprint,
    }
    for key, value in signature.items():
        text = set_value(text, (key,), value)
    validate(parse(text, file.name), Definition)
    file.parent.mkdir(parents=True, exist_ok=True)
    atomic.replace(file, text.encode(), mode=0o644)
    console.out(f"Wrote playbooks/definitions/{file.name}, signed off by {name.strip()} on {day}.")
    console.note("From now on account show, account list --json and report audit tell it for each account.")


def _shipped_text() -> str:
    """The whole proposal, not an extension of it: what is signed must not change with the next version."""
    from csmkit.storage.library import Library

    text = Library().entry("definition", "successful-onboarding").path.read_text(encoding="utf-8")
    return text.replace("docs/schemas/", ".csmkit/schemas/", 1)


def as_plain(definition: "Definition", judged: tuple[Judged, ...], day: date) -> dict[str, Any]:
    """The definition and every verdict, for a program."""
    standings = [one.verdict.standing for one in judged if one.apart is None]
    why_not = [one.apart for one in judged]
    return {
        "as_of": day,
        "title": definition.title,
        "signed_off_by": definition.signed_off_by,
        "signed_on": definition.signed_on,
        "changed_since": definition.changed_since,
        "conditions": [{"id": one.id, "title": one.title, "when": one.when} for one in definition.conditions],
        "met": standings.count("met"),
        "not_met": standings.count("not met"),
        "cannot_tell": standings.count("cannot tell"),
        "under_way": why_not.count("under way"),
        "in_flight": why_not.count("under way when added"),
        "left": why_not.count("left"),
        "accounts": [
            {
                "account": one.entry.name,
                "does_not_count": one.apart,
                "standing": one.verdict.standing,
                "told": [told._asdict() for told in one.verdict.conditions],
            }
            for one in judged
        ],
    }


def _show(definition: "Definition", judged: tuple[Judged, ...]) -> None:
    console.out(definition.title, style="bold")
    for condition in definition.conditions:
        console.out(f"- {condition.title} ({condition.when})", indent=2)
    console.out(standing_of(definition))
    _show_counted([one for one in judged if one.apart is None])
    _show_apart([one for one in judged if one.apart is not None])


def _show_counted(judged: Sequence[Judged]) -> None:
    standings = [one.verdict.standing for one in judged]
    counts = f"{standings.count('met')} met, {standings.count('not met')} not met"
    over = "1 onboarding is over" if len(judged) == 1 else f"{len(judged)} onboardings are over"
    console.out(f"{over}: {counts}, {standings.count('cannot tell')} cannot be told.")
    if judged:
        console.out()
        console.table(("account", "success", "told", "why"), _rows(judged))


def _show_apart(judged: Sequence[Judged]) -> None:
    """Those that the totals leave out, as the audit does, with where each stands so far."""
    from csmkit.book.current_state.success import APART

    if judged:
        why_not = [one.apart for one in judged]
        told = ", ".join(f"{why_not.count(why)} {why}" for why in APART if why in why_not)
        console.out()
        console.out(f"Does not count yet: {told}.")
        console.out()
        rows = [
            (row[0], why, *row[1:]) for why in APART for row in _rows([o for o in judged if o.apart == why])
        ]
        console.table(("account", "does not count yet", "so far", "told", "why"), rows)


def standing_of(definition: "Definition") -> str:
    """Whether it is signed, and what to type if not."""
    if not definition.signed:
        return f"A proposal that nobody has signed off. Change it as you like, then: {SIGN}"
    told = f"Signed off by {definition.signed_off_by} on {definition.signed_on}."
    return f"{told} A condition was changed since; sign it anew: {SIGN}" if definition.changed_since else told


def _rows(judged: Sequence[Judged]) -> list[tuple[str, str, str, str]]:
    from csmkit.core.successful_onboarding.verdict import STANDINGS

    return [_row(one) for one in sorted(judged, key=lambda one: STANDINGS.index(one.verdict.standing))]


def _row(one: Judged) -> tuple[str, str, str, str]:
    told = f"{one.verdict.told} of {len(one.verdict.conditions)}"
    return one.entry.name, one.verdict.standing, told, "; ".join(one.verdict.why)

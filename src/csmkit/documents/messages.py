"""A message in Markdown: to whom, the subject, and a text without a blank."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from csmkit.core.account import Account, Stakeholder
from csmkit.core.audience import customer_values, for_customer
from csmkit.core.journey import Journey, JourneyEmail
from csmkit.core.message_facts import message_facts, readers
from csmkit.documents.escaping import inline
from csmkit.documents.values import plain_values

SUBJECT = "Subject:"


class Message(NamedTuple):
    """A message. `blanks` are the facts it prints and nobody knows; with any, its text is not to be sent."""

    text: str
    blanks: tuple[str, ...]


def template_of(email: JourneyEmail) -> str:
    """The template of a message, as ``emails/welcome``."""
    return f"emails/{email.template or email.name}"


def message_document(  # noqa: PLR0913 - what a message is made of, each thing by its name
    account: Account,
    journey: Journey,
    email: JourneyEmail,
    people: Sequence[Stakeholder],
    folders: Sequence[Path],
    *,
    programme: dict[str, str],
    today: date,
    compiled: Path | None = None,
) -> Message:
    """One message of the journey, for the customer."""
    # Jinja takes longer to import than many a command takes to run.
    from csmkit.documents.render import render_without_blanks

    seen = for_customer(account)
    ids = {person.id for person in people}
    to = readers([person for person in seen.stakeholders if person.id in ids], journey)
    facts = message_facts(seen, journey, to, programme, today)
    values = plain_values(facts) | {"account": _known(customer_values(seen))}
    text, blanks = render_without_blanks(template_of(email), values, folders, compiled)
    return Message(_addressed(text, [person.name for person in to.people]), blanks)


def _addressed(text: str, names: Sequence[str]) -> str:
    """Whom it goes to and the subject as the first two lines, then the text."""
    first, _, rest = text.partition("\n")
    subject = first.removeprefix(SUBJECT).strip()
    return f"**To:** {inline(', '.join(names))}\n\n**Subject:** {subject}\n\n{rest.lstrip()}"


def _known(value: Any) -> Any:  # noqa: ANN401 - plain values of a record
    """Values without what is empty, so that a template that prints it is told of."""
    if isinstance(value, dict):
        return {key: _known(item) for key, item in value.items() if item is not None}
    return [_known(item) for item in value] if isinstance(value, list) else value

"""Writing a message beside its record: whole or not at all, and what to type when it has a blank."""

from datetime import date
from typing import TYPE_CHECKING

from csmkit.cli import console, here, paper
from csmkit.errors import NotFound, Refused

if TYPE_CHECKING:
    from csmkit.core.account import Stakeholder
    from csmkit.core.journey import JourneyEmail
    from csmkit.core.messages import Due
    from csmkit.storage.record import Record


class MessageWithBlanks(Refused):
    """A message would have a blank, so it is not written."""


def due(record: "Record", day: date) -> "tuple[Due, ...]":
    """The messages of an account's journey as they stand on a day."""
    from csmkit.core.messages import messages_due

    return messages_due(record.account, here.library().journey(record.account.journey), day)


def named(record: "Record", name: str) -> "JourneyEmail":
    """The message of the account's journey that is called so.

    Raises:
        NotFound: with the nearest name.
    """
    journey = here.library().journey(record.account.journey)
    known = {email.name: email for email in journey.emails}
    if name not in known:
        raise NotFound("message", name, known, f"`csmkit email list {record.name}` shows them.")
    return known[name]


def readers(record: "Record", email: "JourneyEmail", to: str | None = None) -> "tuple[Stakeholder, ...]":
    """Who gets a message."""
    from csmkit.core.messages import recipients

    return recipients(record.account, here.library().journey(record.account.journey), email, to)


def write(
    record: "Record", email: "JourneyEmail", day: date, *, to: str | None = None, eml: bool = False
) -> None:
    """Render a message and tell what became of it.

    Raises:
        MessageWithBlanks: something it says is not known.
        Refused: the document cannot be written.
    """
    people = readers(record, email, to)
    document = f"emails/{email.name}" + (f"-to-{people[0].id}" if to else "")
    text = composed(record, email, people, day, document)
    published = paper.publish(record, document, text)
    paper.show(published)
    if eml:
        _write_draft(record, document, people)


def composed(
    record: "Record", email: "JourneyEmail", people: "tuple[Stakeholder, ...]", day: date, document: str
) -> str:
    """The text of a message.

    Raises:
        MessageWithBlanks: something it says is not known, or nobody would get it.
    """
    from csmkit.documents.messages import message_document

    if not people:
        roles = " or ".join(role.replace("_", " ") for role in email.to)
        raise MessageWithBlanks(
            f"{_shown(record, document)} is not written: nobody is recorded as {roles}. Name the reader with "
            f"--to, or: csmkit handoff {record.name} --session people"
        )
    library, workspace = here.library(), here.workspace()
    message = message_document(
        record.account,
        library.journey(record.account.journey),
        email,
        people,
        library.folders("templates"),
        programme=workspace.settings.programme,
        today=day,
        compiled=here.compiled_templates(),
    )
    if message.blanks:
        raise MessageWithBlanks(_told(record, document, message.blanks))
    return message.text


def _shown(record: "Record", document: str) -> str:
    return f"accounts/{record.name}/{document}.md"


def _told(record: "Record", document: str, blanks: tuple[str, ...]) -> str:
    lines = [f"{_shown(record, document)} is not written, because it would have a blank. It needs:"]
    lines += [f"  {what}: {how}" for what, how in (_mend(record, name) for name in blanks)]
    return "\n".join(lines)


def _mend(record: "Record", name: str) -> tuple[str, str]:
    """What is missing, and what to type."""
    from csmkit.core.message_facts import FACTS

    where, _, key = name.partition(".")
    if where == "programme":
        return f"{key.replace('_', ' ')} of the programme", f"open csmkit.yaml and fill programme.{key}"
    if where == "account" and key:
        return f"“{key}” of the record", f"open accounts/{record.name}/account.yaml and fill it"
    return FACTS[name].what, FACTS[name].how(record.name)


def _write_draft(record: "Record", document: str, people: "tuple[Stakeholder, ...]") -> None:
    """The draft of the message as it stands on disk, with the edits made to it."""
    from csmkit.exchange.mail import Mailbox, draft

    csm = record.account.vendor_team.get("csm")
    made = draft(
        paper.standing(record, document),
        [Mailbox(person.name, person.email) for person in people],
        Mailbox(csm.name, csm.email) if csm else None,
    )
    paper.put(record, f"{document}.eml", made.content)
    console.out(f"Wrote accounts/{record.name}/{document}.eml.")
    if made.without_address:
        who = ", ".join(made.without_address)
        console.note(f"No address is recorded for {who}; type it in the draft, or fill email in the record.")

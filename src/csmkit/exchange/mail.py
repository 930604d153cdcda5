"""A message as a draft that a mail program opens: .eml, in plain text and in HTML.

The same Markdown gives the same bytes: no date, no message id, and a boundary made from the text. Both
headers are left to the mail program that sends it. `X-Unsent: 1` is what makes Outlook open it as a draft.
"""

import re
from collections.abc import Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKED = re.compile(r"^\*\*(To|Subject):\*\*\s*(.*?)\\?$")


class Mailbox(NamedTuple):
    """Somebody with an address, if one is known that a header can hold."""

    name: str
    email: str | None


class Draft(NamedTuple):
    """A draft as bytes, and those who could not be put into `To`."""

    content: bytes
    without_address: tuple[str, ...]


def draft(markdown: str, to: Sequence[Mailbox], sender: Mailbox | None) -> Draft:
    """The draft of a message that was rendered and perhaps edited."""
    subject, body = _parts(markdown)
    message = EmailMessage(policy=SMTP)
    known = {box.name: address for box in to if (address := _address(box))}
    if sender and (from_ := _address(sender)):
        message["From"] = from_
    if known:
        message["To"] = tuple(known.values())
    message["Subject"] = _plain_line(subject)
    message["X-Unsent"] = "1"
    message.set_content(as_text(body), cte="quoted-printable")
    message.add_alternative(_markdown().render(body), subtype="html", cte="quoted-printable")
    message.set_boundary("csmkit-" + sha256(markdown.encode()).hexdigest()[:32])
    return Draft(message.as_bytes(), tuple(box.name for box in to if box.name not in known))


def _address(box: Mailbox) -> Address | None:
    """A mailbox as a header holds it; None for what no header can hold."""
    if box.email is None or not box.email.isascii():
        return None
    try:
        return Address(display_name=" ".join(box.name.split()), addr_spec=box.email)
    except (ValueError, IndexError, MessageError):
        return None


def _parts(markdown: str) -> tuple[str, str]:
    """The subject, and the text below the lines that say to whom and about what."""
    lines, subject = markdown.splitlines(), ""
    while lines and (not lines[0].strip() or _MARKED.match(lines[0])):
        found = _MARKED.match(lines.pop(0))
        if found and found[1] == "Subject":
            subject = found[2]
    return subject, "\n".join(lines) + "\n"


def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def _plain_line(markdown: str) -> str:
    """One line without marks, and without what could begin another header."""
    return " ".join(as_text(markdown).split())


def as_text(markdown: str) -> str:
    """Markdown as people type mail: quotes with ``>``, lists with ``-``, no other marks."""
    lines: list[str] = []
    quote, lists, mark = 0, list[int | None](), ""
    for token in _markdown().parse(markdown):
        if token.type in ("blockquote_open", "blockquote_close"):
            quote += token.nesting
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrGet("start") or 1) if token.type[0] == "o" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
            lines += [] if lists else [""]
        elif token.type == "list_item_open":
            mark = f"{token.info}. " if lists[-1] is not None else "- "
        elif token.type == "inline":
            before = "> " * quote + "  " * (len(lists) - 1)
            lines += [before + line for line in _inline(token, mark).split("\n")]
            lines += [] if lists else [""]
            mark = ""
        elif token.type in ("fence", "code_block"):
            lines += [*token.content.rstrip("\n").split("\n"), ""]
        elif token.type == "hr":
            lines += ["---", ""]
    return "\n".join(lines).strip("\n") + "\n"


def _inline(token: Token, mark: str) -> str:
    """The text of a paragraph; a link that says another text keeps its address in brackets."""
    text, link = mark, ""
    for part in token.children or ():
        if part.type in ("softbreak", "hardbreak"):
            text += " " if part.type == "softbreak" else "\n"
        elif part.type == "link_open":
            link = str(part.attrGet("href") or "")
        elif part.type == "link_close":
            text += f" ({link})" if link not in text else ""
        else:
            text += part.content
    return text

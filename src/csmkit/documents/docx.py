"""Markdown as a Word document that the customer can edit.

It is made from the document as it stands, edits by hand included. The same text gives the same bytes.
"""

import io
import re
import zipfile
from typing import TYPE_CHECKING

from csmkit.documents.escaping import without_unseen
from csmkit.errors import Refused

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_LETTER = frozenset({"US", "CA", "MX", "CO", "CL", "PH"})  # where people print on Letter; elsewhere on A4
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day a zip file knows


class NoWordHere(Refused):
    """The library that writes Word documents is not installed."""


def need_word() -> None:
    """Make sure that Word documents can be written.

    Raises:
        NoWordHere: python-docx is missing.
    """
    from importlib.util import find_spec

    if find_spec("docx") is None:
        raise NoWordHere(
            "A Word document needs python-docx. In the folder you installed csmkit from, type: "
            "uv tool install '.[docx]'   or: python -m pip install '.[docx]'"
        )


def word_document(markdown: str, *, author: str | None = None, country: str | None = None) -> bytes:
    """The Word document of a Markdown text.

    Args:
        markdown: The document as a person left it.
        author: Whose document it is; nobody's when it is not known.
        country: Two letters; decides the paper.

    Raises:
        NoWordHere: python-docx is missing.
    """
    need_word()
    from docx import Document as new_document  # noqa: N813 - a function, whatever its name

    from csmkit.documents.word import write

    document = new_document()
    _prepare(document, author or "", (country or "").strip().upper()[:2])
    write(_NOT_IN_XML.sub("", without_unseen(markdown)), document)
    stream = io.BytesIO()
    document.save(stream)
    return _undated(stream.getvalue())


def _prepare(document: "Document", author: str, country: str) -> None:
    """Paper and properties; nothing says when or with what it was made."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = (
        (Mm(215.9), Mm(279.4)) if country in _LETTER else (Mm(210), Mm(297))
    )
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)
    properties = document.core_properties
    properties.title = properties.comments = ""
    properties.author = properties.last_modified_by = author
    for dated in list(properties._element):  # noqa: SLF001 - the library can set these days, not leave them out
        if dated.tag.endswith(("}created", "}modified")):
            properties._element.remove(dated)  # noqa: SLF001 - as above
    _number_pages(section.footer.paragraphs[0])


def _number_pages(paragraph: "Paragraph") -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - the library has no fields


def _undated(content: bytes) -> bytes:
    """The same package without the time of day at which it was packed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # whatever the system, the same bytes
            new.writestr(entry, old.read(name))
    return stream.getvalue()

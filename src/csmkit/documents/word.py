"""Blocks of Markdown written to the end of a Word document, each in a style that its reader can change.

What Markdown passes on as it is, such as HTML, is shown letter for letter. A chart becomes a table of days.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from csmkit.documents.gantt_table import ChartRow, chart_rows

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

GAP = "To be agreed:"
_CODE, _TABLE, _QUOTE = "Verbatim", "Light Grid Accent 1", "Intense Quote"
_DEEPEST_LIST, _DEEPEST_HEADING = 3, 9
_LONGEST_TITLE = 255
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)


class Place(NamedTuple):
    """What a block stands in: the style of its paragraphs, and how deep in lists it is."""

    style: str | None = None
    depth: int = 0


class Look(NamedTuple):
    """How a run of text looks."""

    bold: bool = False
    italic: bool = False
    code: bool = False


def write(markdown: str, document: "Document") -> None:
    """Write a Markdown text to the end of a document."""
    _add_styles(document)
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(markdown))
    _Writer(document).blocks(tree.children, Place())


def _add_styles(document: "Document") -> None:
    gap = document.styles.add_style(GAP.rstrip(":"), WD_STYLE_TYPE.PARAGRAPH)
    gap.base_style = document.styles["Normal"]
    gap.font.color.rgb = RGBColor(0x9C, 0x57, 0x00)
    gap.paragraph_format.left_indent = Mm(5)
    code = document.styles.add_style(_CODE, WD_STYLE_TYPE.PARAGRAPH)
    code.font.name, code.font.size = "Consolas", Pt(9)


class _Writer:
    """Writes blocks, one method for each kind of them."""

    def __init__(self, document: "Document") -> None:
        self.document = document

    def blocks(self, nodes: Sequence[SyntaxTreeNode], place: Place) -> None:
        for node in nodes:
            kind = getattr(self, f"write_{node.type}", self.write_other)
            kind(node, place)

    def paragraph(self, style: str | None) -> "Paragraph":
        return self.document.add_paragraph(style=style)

    def write_heading(self, node: SyntaxTreeNode, _: Place) -> None:
        level = int(node.tag[1:])
        _runs(self.paragraph(f"Heading {level - 1}" if level > 1 else "Title"), node, Look())
        if level == 1 and not self.document.core_properties.title:
            self.document.core_properties.title = _words(node)[:_LONGEST_TITLE]

    def write_paragraph(self, node: SyntaxTreeNode, place: Place) -> None:
        is_gap = _words(node).startswith(GAP)
        _runs(self.paragraph(GAP.rstrip(":") if is_gap else place.style), node, Look())

    def write_blockquote(self, node: SyntaxTreeNode, place: Place) -> None:
        self.blocks(node.children, place._replace(style=_QUOTE))

    def write_bullet_list(self, node: SyntaxTreeNode, place: Place) -> None:
        depth = place.depth + 1
        for item in node.children:
            self.blocks(item.children, Place(_list_style("List Bullet", depth), depth))

    def write_ordered_list(self, node: SyntaxTreeNode, place: Place) -> None:
        depth, first = place.depth + 1, int(node.attrs.get("start", 1))
        for number, item in enumerate(node.children, first):
            written = len(self.document.paragraphs)
            self.blocks(item.children, Place(_list_style("List Continue", depth), depth))
            # Numbers are typed: Word would go on counting from the list before.
            for paragraph in self.document.paragraphs[written : written + 1]:
                _put_before(paragraph, f"{number}. ")

    def write_table(self, node: SyntaxTreeNode, _: Place) -> None:
        lines = [row.children for part in node.children for row in part.children]
        table = self.document.add_table(len(lines), len(lines[0]), style=_TABLE)
        for row, line in zip(table.rows, lines, strict=True):
            for cell, content in zip(row.cells, line, strict=True):
                _runs(cell.paragraphs[0], content, Look())
        self.paragraph(None)

    def write_fence(self, node: SyntaxTreeNode, place: Place) -> None:
        rows = chart_rows(node.content) if node.info.strip() == "mermaid" else None
        if rows is None:
            self.write_code_block(node, place)
        else:
            self.chart(rows)

    def chart(self, rows: Sequence[ChartRow]) -> None:
        """A chart as a table of days."""
        lines = [
            ("What", "From", "To", ""),
            *((r.what, r.begins, r.ends, "done" if r.done else "") for r in rows),
        ]
        table = self.document.add_table(len(lines), 4, style=_TABLE)
        for row, line in zip(table.rows, lines, strict=True):
            for cell, words in zip(row.cells, line, strict=True):
                cell.text = words
        self.paragraph(None)

    def write_code_block(self, node: SyntaxTreeNode, _: Place) -> None:
        for line in node.content.rstrip("\n").split("\n"):
            self.paragraph(_CODE).add_run(line)

    def write_hr(self, _: SyntaxTreeNode, place: Place) -> None:
        self.paragraph(place.style).add_run("* * *")

    def write_other(self, node: SyntaxTreeNode, place: Place) -> None:
        self.paragraph(place.style).add_run(node.content.strip())


def _list_style(kind: str, depth: int) -> str:
    return kind if depth == 1 else f"{kind} {min(depth, _DEEPEST_LIST)}"


def _put_before(paragraph: "Paragraph", words: str) -> None:
    run = paragraph.add_run(words)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, run._r)  # noqa: SLF001 - runs are only ever added at the end


def _words(node: SyntaxTreeNode) -> str:
    """The letters of a node without any marks."""
    if node.type in ("softbreak", "hardbreak"):
        return " "
    return "".join(map(_words, node.children)) if node.children else node.content


def _runs(paragraph: "Paragraph", node: SyntaxTreeNode, look: Look) -> None:
    """Write what is inside a block, piece by piece."""
    for piece in node.children:
        if piece.type == "hardbreak":
            paragraph.add_run().add_break()
        elif piece.type == "softbreak":
            _run(paragraph, " ", look)
        elif piece.type == "link" and _ADDRESS.fullmatch(str(piece.attrs.get("href", ""))):
            _link(paragraph, piece)
        elif piece.type in ("strong", "em"):
            _runs(paragraph, piece, _changed(look, piece.type))
        elif piece.children:
            _runs(paragraph, piece, look)
        elif piece.content:
            _run(paragraph, piece.content, look._replace(code=piece.type == "code_inline"))


def _changed(look: Look, kind: str) -> Look:
    return look._replace(bold=True) if kind == "strong" else look._replace(italic=True)


def _run(paragraph: "Paragraph", words: str, look: Look) -> None:
    run = paragraph.add_run(words)
    run.bold, run.italic = look.bold or None, look.italic or None
    if look.code:
        run.font.name = "Consolas"


def _link(paragraph: "Paragraph", node: SyntaxTreeNode) -> None:
    """A link that can be clicked; only web and mail addresses are."""
    address = str(node.attrs["href"])
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(_words(node))
    run.font.underline = True
    run.font.color.rgb = RGBColor(0x05, 0x63, 0xC1)
    link.append(run._r)  # noqa: SLF001 - the library has no links
    paragraph._p.append(link)  # noqa: SLF001 - as above

"""Markdown and Word on paper, through a converter of other people's: how many pages a document prints to."""

import io
from pathlib import Path
from typing import Literal

import pypandoc  # type: ignore[import-untyped]
import typst
from pypdf import PdfReader

Paper = Literal["a4", "us-letter"]


def pages(file: Path, paper: Paper) -> list[str]:
    """The text of each page of a document when it is printed."""
    kind = "gfm" if file.suffix == ".md" else None
    text = pypandoc.convert_file(
        str(file), "typst", format=kind, extra_args=["-s", "-V", f"papersize={paper}"]
    )
    pdf: bytes = typst.compile(text.encode())
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]

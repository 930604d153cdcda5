"""Data as Markdown, so that it reads as it was typed and can forge nothing.

A name may hold a pipe, a backtick or a line break; in a document it is still only a name.
"""

import re
from datetime import date
from decimal import Decimal

_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# Control characters, surrogates, byte order marks, and the marks that make text run the other way.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_BLANK = (" ", "\t", "\u00a0")
_BLANKS = re.compile("[ \t\u00a0]+")
_SPECIAL = re.compile(
    r"[\\`*\[\]<>#|~]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # not the one inside a word: snake_case reads better bare
    r"|&(?=#?\w+(?:;|$))"
)
_AT_THE_START = re.compile(r"[-+](?!\d)|[=:]|\d{1,9}(?=[.)](?:\s|$))")
_LIKE_A_TEMPLATE = re.compile(r"\{\{[\w .+\-/*]*\*[\w .+\-/*]*\}\}")

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_LIKE_AN_ITEM = re.compile(r"(?:\\?[-+*•–—]|\d+\\?[.)])\s")


def without_unseen(text: str) -> str:
    """The text without what nobody can see but a terminal or a browser obeys."""
    return _UNSEEN.sub("", text)


def lines_of(text: str) -> list[str]:
    """The lines of a text as a person sees them, without blanks around."""
    return [_BLANKS.sub(" ", without_unseen(line)).strip() for line in _LINE_ENDS.split(text)]


def inline(text: str) -> str:
    """A text as one run of Markdown that shows exactly its own characters; a blank at either end stays."""
    words = _escaped(" ".join(line for line in lines_of(text) if line))
    before = " " if text[:1] in _BLANK else ""
    after = " " if text[-1:] in _BLANK and words else ""
    return before + words + after


def _escaped(line: str) -> str:
    special = _SPECIAL.sub(lambda match: "\\" + match[0], line)
    # An expression somebody typed stays letter for letter, so that anybody can see it was never evaluated.
    # One asterisk alone cannot emphasise anything.
    if line.count("*") == 1 and _LIKE_A_TEMPLATE.search(line):
        special = special.replace(r"\*", "*")
    start = _AT_THE_START.match(special)
    if start is None:
        return special
    number = start[0] if start[0].isdigit() else ""
    return number + "\\" + special[len(number) :]


def paragraphs(text: str, prefix: str = "") -> str:
    """A long text with its lines and paragraphs; `prefix` stands before every line but the first.

    Inside a paragraph lines flow on, as they were wrapped while typing. Where the next line reads like
    an item of a list, a backslash ends the line: the only line break that survives every editor.
    """
    blocks: list[list[str]] = [[]]
    for line in lines_of(text):
        if line:
            blocks[-1].append(_escaped(line))
        elif blocks[-1]:
            blocks.append([])
    broken = ("\n".join(_with_breaks(block)) for block in blocks if block)
    return (
        "\n\n".join(broken)
        .replace("\n", "\n" + prefix)
        .replace("\n" + prefix + "\n", f"\n{prefix.rstrip()}\n")
    )


def _with_breaks(lines: list[str]) -> list[str]:
    following = [*lines[1:], ""]
    return [
        line + "\\" if _LIKE_AN_ITEM.match(after) else line
        for line, after in zip(lines, following, strict=True)
    ]


def mermaid(text: str) -> str:
    """A text as a label between double quotes in a Mermaid diagram."""
    one_line = " ".join(line for line in lines_of(text) if line)
    return "".join(char if char.isalnum() or char in " .,'()-/" else f"#{ord(char)};" for char in one_line)


def day(value: date) -> str:
    """A day as it is written in a letter."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def number(value: Decimal | int) -> str:
    """A number with its thousands apart and its decimals as they were given."""
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"

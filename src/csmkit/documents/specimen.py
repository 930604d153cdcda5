"""A message as people read it before there is a customer: every fact stands as ‹what it is›.

Where a template has a choice, the usual case is taken: the formal tone, everything known, nothing late.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import Undefined

from csmkit.core.message_facts import FACTS
from csmkit.documents.render import render_as
from csmkit.errors import BadFile

_NOT_USUAL = ("late", "next_is_late")
_ABOUT = re.compile(r"\A\s*\{#-?(.*?)-?#\}", re.DOTALL)
_FURTHER = re.compile(r":|, (?=with|in)")  # what its parts are, its unit, its tone
_NO_TEXT = "Its text cannot be shown without a customer."


class Specimen(NamedTuple):
    """What a message is for, as its template says it, and the message in Markdown, the subject first."""

    about: str
    text: str


def specimen(document: str, template: str, folders: Sequence[Path]) -> Specimen:
    """The message ``emails/welcome`` from the text of its template; `folders` hold what it includes."""
    about = _ABOUT.match(template)
    try:
        shown = render_as(_Fact, document, folders)
    except BadFile:
        # It works something out from the values, or `playbook check` tells what is wrong with it.
        shown = _NO_TEXT
    return Specimen(" ".join(about[1].split()) if about else "", shown)


class _Fact(Undefined):
    """A fact about nobody: it is there, equals nothing else, and prints what it is."""

    def __str__(self) -> str:
        first, *parts = str(self._undefined_name).split(".")
        fact = None if parts else FACTS.get(first)
        what = _FURTHER.split(fact.what)[0] if fact else (parts or [first])[-1]
        return f"‹{what.replace('_', ' ')}›"

    def __getattr__(self, name: str) -> "_Fact":
        if name.startswith("__"):
            raise AttributeError(name)
        return _Fact(name=f"{self._undefined_name}.{name}")

    def __getitem__(self, name: str) -> "_Fact":  # type: ignore[override]  # Jinja's own only raises
        return _Fact(name=f"{self._undefined_name}.{name}")

    def __add__(self, _: object) -> "_Fact":  # type: ignore[override]  # of two lists the first one stands
        return self

    def __iter__(self) -> Iterator["_Fact"]:
        yield self

    def __len__(self) -> int:
        return 1

    def __bool__(self) -> bool:
        return str(self._undefined_name).rpartition(".")[2] not in _NOT_USUAL

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Fact) and str(self) == str(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(str(self))

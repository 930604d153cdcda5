"""How the handbook says things: texts without a customer's names, roles, conditions, lists."""

from collections.abc import Iterable

from csmkit.core.stakeholders import VENDOR_TITLES
from csmkit.core.told_conditions import Questions, told_condition, told_text
from csmkit.documents.escaping import inline
from csmkit.documents.escaping import paragraphs as escaped_paragraphs


def flat(text: str | None) -> str:
    """A text of the playbook as one run of Markdown; every name in it stands as ‹what it is›."""
    return inline(told_text(text or "")).strip()


def paragraphs(text: str | None) -> str:
    """A text of the playbook with its paragraphs."""
    return escaped_paragraphs(told_text(text or ""))


def bullets(items: Iterable[str]) -> str:
    """A Markdown list."""
    return "\n".join(f"- {item}" for item in items)


def role(name: str | None) -> str:
    """A role of ours or of theirs in words; what a playbook says in its own words stays."""
    return VENDOR_TITLES.get(name or "") or flat((name or "to be agreed").replace("_", " "))


def roles(*names: str | None) -> str:
    """The roles that are named, in words."""
    return ", ".join(role(name) for name in names if name)


def condition(when: str, questions: Questions) -> str:
    """A condition in words, to stand behind “if” or “when”; one that is too complicated as its code."""
    told = told_condition(when, questions)
    return f"if {inline(told)}" if told else f"when `{when}`"

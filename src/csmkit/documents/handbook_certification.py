"""The page of the handbook about the certification: what is learned, from what, and how it shows.

The questions of the quizzes are not in it.
"""

from collections.abc import Iterable, Iterator

from csmkit.documents.escaping import inline, paragraphs
from csmkit.training.certification import Activity, Certification, Material, Module
from csmkit.training.progress import who_signs

PAGE = "certification.md"
_HANDBOOK = "handbook/"


def certification_page(certification: Certification) -> Iterator[str]:
    """The page, part by part."""
    yield f"# {_flat(certification.title)}: the certification"
    yield f"[All of the playbook](README.md) · version {_flat(certification.version)}"
    yield paragraphs(certification.about or "")
    for module in certification.modules:
        yield from _module(certification, module)


def _module(certification: Certification, module: Module) -> Iterator[str]:
    yield f"## {_flat(module.title)}"
    yield paragraphs(module.about or "")
    yield "**Whoever has passed it can**"
    yield _list(_flat(goal) for goal in module.goals)
    if module.materials:
        yield "**Material**"
        yield _list(_material(one) for one in module.materials)
    if module.activities:
        yield "**Activities**"
        yield _list(_activity(one) for one in module.activities)
    yield f"**To show:** {_flat(module.evidence)}"
    yield " ".join(_terms(certification, module))


def _material(material: Material) -> str:
    link = material.link
    if link is None:
        return _flat(material.title)
    if link.startswith(_HANDBOOK):
        return f"[{_flat(material.title)}]({link.removeprefix(_HANDBOOK)})"
    return f"{_flat(material.title)}: {_flat(link)}"


def _activity(activity: Activity) -> str:
    minutes = f" ({activity.minutes} minutes)" if activity.minutes else ""
    show = f"Show: {_flat(activity.evidence)}." if activity.evidence else ""
    return " ".join(filter(None, (f"**{_flat(activity.title)}**{minutes}.", _flat(activity.how or ""), show)))


def _terms(certification: Certification, module: Module) -> Iterator[str]:
    if module.quiz:
        yield f"Quiz: {module.quiz.questions} questions, {module.quiz.pass_percent} percent to pass."
    for name in module.prerequisites:
        before = certification.module(name)
        yield f"Comes after {_flat(before.title if before else name)}."
    yield f"Signed by {who_signs(module)}."
    yield f"Holds for {module.valid_months} months." if module.valid_months else "Holds for good."


def _flat(text: str) -> str:
    return inline(" ".join(text.split()))


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)

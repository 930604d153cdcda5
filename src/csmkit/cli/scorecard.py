"""The scorecard of an assessment: on the screen, as JSON, as a document; and the targets set on it."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from csmkit.cli import conflicts, console, here, paper
from csmkit.errors import NotFound, Refused, WrongUsage

if TYPE_CHECKING:
    from csmkit.cli.assess import Chosen
    from csmkit.core.account import AssessmentRun
    from csmkit.core.assessment_report import Report, Row
    from csmkit.storage.record import Record

_BAR, _SCORE = 10, 11
_TITLE = _BAR + 1 + _SCORE + 2


class NothingToCompare(Refused):
    """No assessment was taken by the day that was named."""


class NotAssessed(Refused):
    """A target needs an assessment to stand on."""


class View(NamedTuple):
    """What is looked at: a model, the day it is looked from, the day to compare with, one tag."""

    chosen: "Chosen"
    day: date
    since: date | None = None
    tag: str | None = None


def show(record: "Record", view: View, *, as_json: bool) -> None:
    """Print the scorecard of the last run."""
    found = _report(record, view)
    if as_json:
        console.as_json(_plain(record, found))
    elif found is None:
        console.out(_not_yet(record, view))
    else:
        _print(record, found)


def write(record: "Record", view: View) -> None:
    """Write the scorecard into the account's folder, for our own team."""
    from csmkit.documents.values import scorecard_document
    from csmkit.storage.library import Library

    found = _report(record, view)
    if found is None:
        console.out(_not_yet(record, view))
        return
    folders = Library(here.workspace().root).folders("templates")
    text = scorecard_document(record.account, found, folders, compiled=here.compiled_templates())
    paper.show(paper.publish(record, f"scorecard-{view.chosen.name}", text))


def _not_yet(record: "Record", view: View) -> str:
    what = f"{record.account.name} is not assessed yet"
    return f"{what}: csmkit assess {record.name}{view.chosen.option}"


def _report(record: "Record", view: View) -> "Report | None":
    from csmkit.core.assessment import runs_of, score
    from csmkit.core.assessment_report import assessment_report
    from csmkit.core.circumstances import result_circumstances

    name, model = view.chosen.name, view.chosen.model
    _known_tag(view)
    runs = runs_of(record.account, name, view.day)
    if not runs:
        return None
    journey = here.library().journey(record.account.journey)
    scope = result_circumstances(record.account, journey, score(model, runs[-1]))
    return assessment_report(model, runs[-1], _before(runs, view.since), scope, view.tag)


def _known_tag(view: View) -> None:
    from csmkit.core.assessment_model import questions_in

    known = sorted({tag for question in questions_in(view.chosen.model.overall) for tag in question.tags})
    if view.tag is not None and view.tag not in known:
        raise NotFound("tag", view.tag, known, f"The model has {', '.join(known) or 'none'}.")


def _before(runs: "tuple[AssessmentRun, ...]", since: date | None) -> "AssessmentRun | None":
    earlier = [run for run in runs[:-1] if since is None or run.on <= since]
    if since is not None and not earlier:
        raise NothingToCompare(f"No earlier assessment was taken on or before {since}.")
    return earlier[-1] if earlier else None


def _print(record: "Record", found: "Report") -> None:
    by = f", by {found.by}" if found.by else ""
    console.out(f"{record.account.name}, {found.title.lower()}, {found.on}{by}", style="bold")
    for warning in found.warnings:
        console.out(warning, style="yellow")
    for row in found.scores:
        console.out(_line(row))
        if below := _below(row, whole=not found.result):
            console.out(below, indent=_TITLE + 2 * len(row.above))
    for title, lines in _sections(found):
        console.out()
        console.out(title, style="bold")
        for line in lines:
            console.out(line, indent=2)


def _line(row: "Row") -> str:
    score = f"{row.bar:<{_BAR}} {row.shown:>{_SCORE}}"
    return f"{'  ' * len(row.above)}{score}  {row.title} ({row.answered} of {row.of} answered)"


def _below(row: "Row", *, whole: bool) -> str:
    """What the score means and how it moved; the whole advice only where no result says it shorter."""
    band = f"{row.band}: {row.says}" if row.band and whole else row.band
    return "; ".join(filter(None, (row.since, band)))


def _sections(found: "Report") -> "list[tuple[str, list[str]]]":
    """What stands below the scores; a section with nothing in it is left out."""
    sections = [
        ("To say aloud", [f"{said.title}: {said.says}" for said in found.result]),
        (f"Other answers than on {found.since}", [_changed(one) for one in found.changed]),
        ("Targets, the widest gap first", [_gap(gap) for gap in found.gaps]),
        ("Not answered yet", [f"{one.ask}{_whom(one)}{_noted(one)}" for one in found.open]),
    ]
    return [(title, lines) for title, lines in sections if lines]


def _changed(one: Any) -> str:  # noqa: ANN401 - an answer of the report
    return f"{one.ask} {one.before or 'not answered'} → {one.level or 'not answered'}{_noted(one)}"


def _noted(one: Any) -> str:  # noqa: ANN401 - an answer of the report
    return f" {' '.join(one.note.split())}" if one.note else ""


def _gap(gap: Any) -> str:  # noqa: ANN401 - a gap of the report
    told = f"gap {gap.gap}" if gap.gap else "cannot tell: needs its answers"
    return f"{gap.title}: wanted {gap.target}, today {gap.score or 'not known'}, {told}"


def _whom(one: Any) -> str:  # noqa: ANN401 - an answer of the report
    whom = f"the {one.of.replace('_', ' ')}" if one.of else ""
    week = f"week {one.week}" if one.week is not None else ""
    told = ", ".join(filter(None, (whom, week)))
    return f" ({told})" if told else ""


def _plain(record: "Record", found: "Report | None") -> dict[str, Any]:
    from csmkit.documents.values import plain_values

    if found is None:
        return {"account": record.name, "on": None, "model": None, "scores": []}
    plain: dict[str, Any] = plain_values(found)
    return {"account": record.name} | plain


def set_targets(record: "Record", view: View, targets: list[str]) -> "Record":
    """Write the scores that are wanted into the run they are measured against.

    Raises:
        NotAssessed: there is no run.
        WrongUsage: a target that is no ``PART=NUMBER``, or outside what the part can have.
        NotFound: the model has no such part.
    """
    from csmkit.core.assessment import latest
    from csmkit.core.changes import Append, Set
    from csmkit.core.fields import Plain
    from csmkit.storage.workspace import new_id

    run = latest(record.account, view.chosen.name, view.day)
    if run is None:
        raise NotAssessed(f"{_not_yet(record, view)} first; a target needs something to stand on.")
    wanted: dict[str, Plain] = dict(run.targets)
    for text in targets:
        name, number = _target(view, text)
        wanted.pop(name, None)
        wanted |= {name: number} if number is not None else {}
    told = ", ".join(f"{name} {number}" for name, number in wanted.items()) or "none"
    entry: dict[str, Plain] = {"id": new_id(), "on": view.day, "kind": "recorded"}
    entry |= {"about": f"assessments/{run.id}", "note": f"targets: {told}"}
    changes = (Set(("assessments", run.id, "targets"), wanted), Append(("log",), entry))
    saved = here.workspace().save(record, changes, did="assess --target", today=view.day)
    console.note(f"Saved: targets are {told}.")
    conflicts.report(saved)
    return saved.record


def _target(view: View, text: str) -> tuple[str, Decimal | None]:
    from pydantic_core import PydanticCustomError

    from csmkit.core.assessment import span
    from csmkit.core.assessment_model import parts_in
    from csmkit.core.fields import to_number

    model = view.chosen.model
    parts = {part.id: part for part in parts_in(model.overall)}
    name, _, number = (side.strip() for side in text.partition("="))
    if name not in parts:
        raise NotFound("part", name, parts, f"There are {', '.join(parts)}.")
    if number.casefold() == "none":
        return name, None
    lowest, highest = span(model, parts[name])
    try:
        wanted = to_number(number)
    except PydanticCustomError:
        raise WrongUsage(f"--target needs a part and a number, such as {name}=3.") from None
    if not lowest <= wanted <= highest:
        raise WrongUsage(
            f"{parts[name].title} can have a score from {float(lowest):g} to {float(highest):g}."
        )
    return name, wanted

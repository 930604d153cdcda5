"""The whole playbook as a folder of linked Markdown, for a wiki: what a new CSM reads in an hour.

It is about the playbook and about no customer: it is given no record. Names that a text takes from a record
stand in it as ‹champion›.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from csmkit.core.assessment_model import Assessment, Part
from csmkit.core.checks import FAMILIES
from csmkit.core.journey import Journey, JourneyEmail
from csmkit.core.play import Play
from csmkit.core.playbook import Interview, InterviewSession, Question
from csmkit.core.stakeholders import VENDOR_TITLES
from csmkit.core.successful_onboarding.definition import Definition
from csmkit.documents.escaping import day, inline, paragraphs
from csmkit.documents.handbook_certification import PAGE as CERTIFICATION_PAGE
from csmkit.documents.handbook_certification import certification_page
from csmkit.training.certification import Certification

_NAME = re.compile(r"\{\{\s*([a-z_]+(?:\.[a-z_]+)*)(?:\s+or\s+[^}]*|\s*\|[^}]*)?\s*\}\}")
_FIRST_LINE = re.compile(r"\A\{#.*?#\}\s*", re.DOTALL)


class Contents(NamedTuple):
    """Everything in reach, by name. `origins` says of `kind/name` what is not plainly shipped."""

    journeys: Mapping[str, Journey]
    interviews: Mapping[str, Interview]
    assessments: Mapping[str, Assessment]
    plays: Mapping[str, Play]
    definitions: Mapping[str, Definition]
    messages: Mapping[str, str]
    origins: Mapping[str, str]
    certification: Certification


def handbook(contents: Contents) -> dict[str, str]:
    """The text of each page by its file name."""
    pages: dict[str, Iterable[str]] = {"README.md": _index(contents)}
    for name, journey in contents.journeys.items():
        pages[f"journey-{name}.md"] = _journey(contents, name, journey)
    for name, interview in contents.interviews.items():
        pages[f"interview-{name}.md"] = _interview(contents, name, interview)
    for name, model in contents.assessments.items():
        pages[f"assessment-{name}.md"] = _assessment(contents, name, model)
    for name, play in contents.plays.items():
        pages[f"play-{name}.md"] = _play(contents, name, play)
    pages[CERTIFICATION_PAGE] = certification_page(contents.certification)
    for name, definition in contents.definitions.items():
        pages[f"definition-{name}.md"] = _definition(contents, name, definition)
    pages["messages.md"] = _messages(contents)
    pages["rules.md"] = _rules()
    return {file: "\n\n".join(part for part in parts if part) + "\n" for file, parts in pages.items()}


def _index(contents: Contents) -> Iterator[str]:
    yield "# Our onboarding playbook"
    yield (
        "Everything a customer success manager needs to know about how we onboard. In an hour: your journey "
        "first, then the handoff, the plan's rules and the plays. The rest is there when you need it."
    )
    yield "## Journeys"
    head = "| Journey | For whom | Version | Owner | Last read whole |\n| --- | --- | --- | --- | --- |"
    yield "\n".join([head, *(_row(contents, name, one) for name, one in contents.journeys.items())])
    for heading, kind, names in (
        ("Interviews", "interview", contents.interviews),
        ("Assessments", "assessment", contents.assessments),
        ("Plays, and how to escalate", "play", contents.plays),
        ("What a success is", "definition", contents.definitions),
    ):
        yield f"## {heading}"
        yield _list(f"{_link(contents, kind, name)}: {_text(one.about)}" for name, one in names.items())
    yield "## Looked up"
    yield _list(
        [
            "[The messages](messages.md)",
            "[The rules of the plan and their reasons](rules.md)",
            f"[The certification]({CERTIFICATION_PAGE})",
        ]
    )


def _row(contents: Contents, name: str, journey: Journey) -> str:
    read_on = day(journey.reviewed_on) if journey.reviewed_on else "not yet"
    version, owner = _text(journey.version) or "–", _text(journey.owner) or "nobody yet"
    link = _link(contents, "journey", name)
    return f"| {link} | {_text(journey.about)} | {version} | {owner} | {read_on} |"


def _journey(contents: Contents, name: str, journey: Journey) -> Iterator[str]:
    yield from _head(contents, "journey", name, journey.title, journey.about)
    yield _list(_days(journey))
    yield from _conversations(contents, journey)
    yield from _work(journey)
    yield from _responsibilities(journey)
    yield "## Plays"
    yield _list(_link(contents, "play", play) for play in contents.plays if journey.plays.get(play, True))
    yield from _kickoff(journey)
    if journey.reshape:
        yield "## What changes for whom, and why"
        yield _list(f"{_text(one.because)} (`{one.when}`)" for one in journey.reshape)
    if journey.float_bands:
        yield "## When days run out"
        yield _list(f"**{_text(one.title)}:** {_text(one.do)}" for one in journey.float_bands)
    if journey.emails:
        yield "## Messages"
        yield _list(_due(email) for email in journey.emails)


def _days(journey: Journey) -> Iterator[str]:
    yield f"Meetings: {journey.onboarding_rhythm}, then {journey.steady_rhythm}."
    yield f"Business reviews: {journey.review_rhythm or 'none'}."
    booked, held = journey.sponsor_call_booked_by_day, journey.sponsor_call_held_by_day
    yield f"The sponsor call is booked by day {booked} and held by day {held}."
    yield f"Maturity is assessed by day {journey.assess_by_day}."
    yield f"The rhythm is decided on day {journey.graduation_day}."
    for complexity, window in journey.first_value.items():
        yield f"First value, {complexity}: day {window.from_day} to {window.to_day}."


def _conversations(contents: Contents, journey: Journey) -> Iterator[str]:
    held = (journey.handoff, journey.draft, journey.review, journey.debrief)
    names = dict.fromkeys([*held, *(due.interview for due in journey.interviews)])
    linked = (_link(contents, "interview", one) for one in names if one in contents.interviews)
    yield f"Interviews: {', '.join(linked)}"
    if journey.assessment in contents.assessments:
        yield f"Maturity: {_link(contents, 'assessment', journey.assessment)}"


def _work(journey: Journey) -> Iterator[str]:
    yield "## Milestones"
    yield _list(
        f"**Day {one.day}:** {_text(one.title)}. {_text(one.measure)} "
        f"({_roles(one.owner, one.customer_owner)})"
        for one in journey.milestones
    )
    if journey.tasks:
        yield "## Standing work"
    yield _list(
        f"{f'**Day {one.day}:** ' if one.day is not None else ''}{_text(one.title)} "
        f"({_roles(one.owner, one.counterpart)})"
        for one in journey.tasks
    )


def _due(email: JourneyEmail) -> str:
    when = f"day {email.day}" if email.day is not None else f"{email.days} days after {email.after}"
    return f"[{email.name}](messages.md#{email.template or email.name}): to {_roles(*email.to)}, {when}"


def _responsibilities(journey: Journey) -> Iterator[str]:
    if not journey.responsibilities:
        return
    yield "## Who answers for what"
    yield "Where nobody plays a part of ours, the CSM does: in a small company, every part."
    ours = tuple(role for role in VENDOR_TITLES if role != "steady_state_csm")
    head = " | ".join(_role(role) for role in ours)
    rows = [
        f"| {_text(one.what)} | "
        + " | ".join("**owns**" if r == one.owner else "helps" if r in one.helps else "" for r in ours)
        + f" | {_role(one.customer_owner)} |"
        for one in journey.responsibilities
    ]
    yield f"| What | {head} | the customer |\n|{' --- |' * (len(ours) + 2)}\n" + "\n".join(rows)


def _kickoff(journey: Journey) -> Iterator[str]:
    kickoff = journey.kickoff
    if not kickoff.agenda:
        return
    yield "## The kickoff, with its script"
    yield (
        f"{kickoff.minutes} minutes, at most {kickoff.product_share} percent of them for the product. "
        f"It does not take place without {_roles(*kickoff.required)}."
    )
    for part in kickoff.agenda:
        yield f"### {_text(part.title)} ({part.minutes} minutes)"
        yield paragraphs(without_names(part.script.say or ""))
        yield _list([f"Ask: {_text(one)}" for one in part.script.ask])
        yield _list([f"Listen for: {_text(one)}" for one in part.script.listen_for])
    if kickoff.turns:
        yield "### When it turns"
        yield _list(f"**{_text(one.sign)}:** {_text(one.do)}" for one in kickoff.turns)


def _interview(contents: Contents, name: str, interview: Interview) -> Iterator[str]:
    yield from _head(contents, "interview", name, interview.title, interview.about)
    for session in interview.sessions:
        yield from _sitting(session)


def _sitting(session: InterviewSession) -> Iterator[str]:
    yield f"## {_text(session.title)}" + (f" ({session.minutes} minutes)" if session.minutes else "")
    yield paragraphs(without_names(session.intro or ""))
    for section in session.sections:
        yield f"### {_text(section.title)}"
        yield "\n".join(line for question in section.questions for line in _question(question))


def _question(question: Question, indent: str = "") -> Iterator[str]:
    yield f"{indent}- **{_text(question.ask)}** {_text(question.why)}".rstrip()
    for inner in question.questions:
        yield from _question(inner, indent + "  ")


def _assessment(contents: Contents, name: str, model: Assessment) -> Iterator[str]:
    yield from _head(contents, "assessment", name, model.title, model.about)
    yield from (part for one in model.parts for part in _part(one, model, 2))


def _part(part: Part, model: Assessment, depth: int) -> Iterator[str]:
    yield f"{'#' * min(depth, 6)} {_text(part.title)}"
    yield paragraphs(without_names(part.about or ""))
    for question in part.questions:
        yield f"**{_text(question.ask)}** {_text(question.why)}".rstrip()
        levels = question.levels or model.answers.get(question.answers or "", ())
        yield _list(f"{level.name}: {_text(level.anchor)}" for level in levels)
    if part.bands:
        yield _list(f"From {one.at_least}, **{_text(one.title)}:** {_text(one.says)}" for one in part.bands)
    for inner in part.parts:
        yield from _part(inner, model, depth + 1)


def _play(contents: Contents, name: str, play: Play) -> Iterator[str]:
    yield from _head(contents, "play", name, play.title, play.about)
    if play.starts:
        yield "## When it starts"
        yield _list(_text(one.because) for one in play.starts)
    for sitting in play.sessions:
        yield from _sitting(sitting)
        if sitting.tasks:
            yield f"### What follows from “{_text(sitting.title)}”"
            yield _list(
                f"{_text(task.title)}: {_role(task.owner)}, "
                f"{f'within {task.hours} hours' if task.hours else f'within {task.due} working days'}"
                f"{f'. {_text(task.because)}' if task.because else ''}"
                for task in sitting.tasks
            )
    if play.done_when:
        yield "## When it is over"
        yield paragraphs(without_names(play.done_when))


def _definition(contents: Contents, name: str, definition: Definition) -> Iterator[str]:
    yield from _head(contents, "definition", name, definition.title, definition.about)
    if definition.signed_off_by and definition.signed_on:
        yield f"Signed off by {_text(definition.signed_off_by)} on {day(definition.signed_on)}."
    yield _list(f"**{_text(one.title)}.** {_text(one.why)} (`{one.when}`)" for one in definition.conditions)


def _messages(contents: Contents) -> Iterator[str]:
    yield "# The messages"
    yield "[All of the playbook](README.md)"
    yield "As their templates stand; `csmkit email render` fills in the names, and reads what is in braces."
    for name, text in contents.messages.items():
        yield f"## {name}"
        body = _FIRST_LINE.sub("", text).strip().replace("~~~", "")
        yield f"~~~text\n{body}\n~~~"


def _rules() -> Iterator[str]:
    yield "# The rules and their reasons"
    yield "[All of the playbook](README.md)"
    for family, members in FAMILIES.items():
        yield f"## {family.capitalize()}"
        yield _list(
            f"**{one.code}, {_text(one.title)}** ({one.severity}): {_text(one.why)}" for one in members
        )


def _head(contents: Contents, kind: str, name: str, title: str, about: str | None) -> Iterator[str]:
    yield f"# {_text(title)}"
    origin = contents.origins.get(f"{kind}/{name}", "shipped with csmkit")
    yield f"[All of the playbook](README.md) · {inline(origin)}"
    yield paragraphs(without_names(about or ""))


def _link(contents: Contents, kind: str, name: str) -> str:
    titles = {
        "journey": {known: one.title for known, one in contents.journeys.items()},
        "interview": {known: one.title for known, one in contents.interviews.items()},
        "assessment": {known: one.title for known, one in contents.assessments.items()},
        "play": {known: one.title for known, one in contents.plays.items()},
        "definition": {known: one.title for known, one in contents.definitions.items()},
    }[kind]
    origin = contents.origins.get(f"{kind}/{name}")
    return f"[{_text(titles[name])}]({kind}-{name}.md){f' ({inline(origin)})' if origin else ''}"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def without_names(text: str) -> str:
    """A text of the playbook with ‹champion› where a record would put a name."""
    return _NAME.sub(lambda found: f"‹{found[1].replace('.', ' ').replace('_', ' ')}›", text)


def _text(text: str | None) -> str:
    return inline(without_names(text or "")).strip()


def _role(role: str | None) -> str:
    return VENDOR_TITLES.get(role or "", (role or "to be agreed").replace("_", " "))


def _roles(*roles: str | None) -> str:
    return ", ".join(_role(role) for role in roles if role)

"""The whole playbook as a folder of linked Markdown, for a wiki: what a new CSM reads in an hour.

It is about the playbook and about no customer: it is given no record. Names that a text takes from a record
stand in it as ‹champion›.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from csmkit.core.assessment_model import Assessment, Part
from csmkit.core.checks import FAMILIES
from csmkit.core.journey import Journey, JourneyEmail
from csmkit.core.play import Play
from csmkit.core.playbook import Interview
from csmkit.core.stakeholders import VENDOR_TITLES
from csmkit.core.successful_onboarding.definition import Definition
from csmkit.documents.escaping import day, inline
from csmkit.documents.handbook_certification import PAGE as CERTIFICATION_PAGE
from csmkit.documents.handbook_certification import certification_page
from csmkit.documents.handbook_play import play_sections
from csmkit.documents.handbook_questions import questions_of, sitting
from csmkit.documents.handbook_text import bullets, condition, flat, paragraphs, role, roles
from csmkit.documents.specimen import Specimen
from csmkit.training.certification import Certification


class Contents(NamedTuple):
    """Everything in reach, by name. `origins` says of `kind/name` what is not plainly shipped."""

    journeys: Mapping[str, Journey]
    interviews: Mapping[str, Interview]
    assessments: Mapping[str, Assessment]
    plays: Mapping[str, Play]
    definitions: Mapping[str, Definition]
    messages: Mapping[str, Specimen]
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
        yield bullets(f"{_link(contents, kind, name)}: {flat(one.about)}" for name, one in names.items())
    yield "## Looked up"
    yield bullets(
        [
            "[The messages](messages.md)",
            "[The rules of the plan and their reasons](rules.md)",
            f"[The certification]({CERTIFICATION_PAGE})",
        ]
    )


def _row(contents: Contents, name: str, journey: Journey) -> str:
    version, owner, read_on = _kept(journey)
    link = _link(contents, "journey", name)
    return f"| {link} | {flat(journey.about)} | {version} | {owner} | {read_on} |"


def _kept(journey: Journey) -> tuple[str, str, str]:
    """Its version, who answers for it, and when somebody last read it whole."""
    read_on = day(journey.reviewed_on) if journey.reviewed_on else "not yet by you"
    return flat(journey.version) or "not numbered", flat(journey.owner) or "to be named by you", read_on


def _journey(contents: Contents, name: str, journey: Journey) -> Iterator[str]:
    yield from _head(contents, "journey", name, journey.title, journey.about)
    yield "Version: {}. Owner: {}. Last read whole: {}.".format(*_kept(journey))
    yield bullets(_days(journey))
    yield from _conversations(contents, journey)
    yield from _work(journey)
    yield from _responsibilities(journey)
    yield "## Plays"
    yield bullets(_link(contents, "play", play) for play in contents.plays if journey.plays.get(play, True))
    yield from _kickoff(journey)
    if journey.reshape:
        yield "## What changes for whom, and why"
        yield bullets(f"{flat(one.because)} ({condition(one.when, {})})" for one in journey.reshape)
    if journey.float_bands:
        yield "## When days run out"
        yield bullets(f"**{flat(one.title)}:** {flat(one.do)}" for one in journey.float_bands)
    if journey.emails:
        yield "## Messages"
        yield bullets(_due(email) for email in journey.emails)


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
    yield bullets(
        f"**Day {one.day}:** {flat(one.title)}. {flat(one.measure)} ({roles(one.owner, one.customer_owner)})"
        for one in journey.milestones
    )
    if journey.tasks:
        yield "## Standing work"
    yield bullets(
        f"{f'**Day {one.day}:** ' if one.day is not None else ''}{flat(one.title)} "
        f"({roles(one.owner, one.counterpart)})"
        for one in journey.tasks
    )


def _due(email: JourneyEmail) -> str:
    when = f"day {email.day}" if email.day is not None else f"{email.days} days after {email.after}"
    return f"[{email.name}](messages.md#{email.template or email.name}): to {roles(*email.to)}, {when}"


def _responsibilities(journey: Journey) -> Iterator[str]:
    if not journey.responsibilities:
        return
    yield "## Who answers for what"
    yield "Where nobody plays a part of ours, the CSM does: in a small company, every part."
    ours = tuple(role for role in VENDOR_TITLES if role != "steady_state_csm")
    head = " | ".join(map(role, ours))
    rows = [
        f"| {flat(one.what)} | "
        + " | ".join("**owns**" if r == one.owner else "helps" if r in one.helps else "" for r in ours)
        + f" | {role(one.customer_owner)} |"
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
        f"It does not take place without {roles(*kickoff.required)}."
    )
    for part in kickoff.agenda:
        yield f"### {flat(part.title)} ({part.minutes} minutes)"
        yield paragraphs(part.script.say)
        yield bullets([f"Ask: {flat(one)}" for one in part.script.ask])
        yield bullets([f"Listen for: {flat(one)}" for one in part.script.listen_for])
    if kickoff.turns:
        yield "### When it turns"
        yield bullets(f"**{flat(one.sign)}:** {flat(one.do)}" for one in kickoff.turns)


def _interview(contents: Contents, name: str, interview: Interview) -> Iterator[str]:
    yield from _head(contents, "interview", name, interview.title, interview.about)
    questions = questions_of(interview.sessions)
    for session in interview.sessions:
        yield from sitting(session, questions)


def _assessment(contents: Contents, name: str, model: Assessment) -> Iterator[str]:
    yield from _head(contents, "assessment", name, model.title, model.about)
    yield from (part for one in model.parts for part in _part(one, model, 2))


def _part(part: Part, model: Assessment, depth: int) -> Iterator[str]:
    yield f"{'#' * min(depth, 6)} {flat(part.title)}"
    yield paragraphs(part.about)
    for question in part.questions:
        yield f"**{flat(question.ask)}** {flat(question.why)}".rstrip()
        levels = question.levels or model.answers.get(question.answers or "", ())
        yield bullets(f"{level.name}: {flat(level.anchor)}" for level in levels)
    if part.bands:
        yield bullets(f"From {one.at_least}, **{flat(one.title)}:** {flat(one.says)}" for one in part.bands)
    for inner in part.parts:
        yield from _part(inner, model, depth + 1)


def _play(contents: Contents, name: str, play: Play) -> Iterator[str]:
    yield from _head(contents, "play", name, play.title, play.about)
    links = {other: _link(contents, "play", other) for other in contents.plays}
    yield from play_sections(play, links, contents.messages.keys())


def _definition(contents: Contents, name: str, definition: Definition) -> Iterator[str]:
    yield from _head(contents, "definition", name, definition.title, definition.about)
    if definition.signed_off_by and definition.signed_on:
        yield f"Signed off by {flat(definition.signed_off_by)} on {day(definition.signed_on)}."
    yield bullets(f"**{flat(one.title)}.** {flat(one.why)} (`{one.when}`)" for one in definition.conditions)


def _messages(contents: Contents) -> Iterator[str]:
    yield "# The messages"
    yield "[All of the playbook](README.md)"
    yield (
        "Each as it reads in the formal tone, with everything known and nothing late; ‹…› stands for what "
        "csmkit takes from the customer's record. `csmkit email render ACCOUNT NAME` writes one for a "
        "customer, in the tone of whoever reads it."
    )
    for name, message in contents.messages.items():
        yield f"## {name}"
        yield flat(message.about)
        yield "\n".join(f"> {line}".rstrip() for line in message.text.strip().splitlines())


def _rules() -> Iterator[str]:
    yield "# The rules and their reasons"
    yield "[All of the playbook](README.md)"
    for family, members in FAMILIES.items():
        yield f"## {family.capitalize()}"
        yield bullets(
            f"**{one.code}, {flat(one.title)}** ({one.severity}): {flat(one.why)}" for one in members
        )


def _head(contents: Contents, kind: str, name: str, title: str, about: str | None) -> Iterator[str]:
    yield f"# {flat(title)}"
    origin = contents.origins.get(f"{kind}/{name}", "shipped with csmkit")
    yield f"[All of the playbook](README.md) · {inline(origin)}"
    yield paragraphs(about)


def _link(contents: Contents, kind: str, name: str) -> str:
    titles = {
        "journey": {known: one.title for known, one in contents.journeys.items()},
        "interview": {known: one.title for known, one in contents.interviews.items()},
        "assessment": {known: one.title for known, one in contents.assessments.items()},
        "play": {known: one.title for known, one in contents.plays.items()},
        "definition": {known: one.title for known, one in contents.definitions.items()},
    }[kind]
    origin = contents.origins.get(f"{kind}/{name}")
    return f"[{flat(titles[name])}]({kind}-{name}.md){f' ({inline(origin)})' if origin else ''}"

"""What changed between two versions of a plan, as a person would tell it.

A field is told by one line of `_FIELDS`; what no plan says stands in `_NOT_SAID`. A field that stands in
neither is told in plain words rather than passed over.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from csmkit.core.audience import CustomerAccount
from csmkit.core.success_plan.differences import Difference, Path, differences
from csmkit.core.success_plan.road import road
from csmkit.core.success_plan.tellings import (
    Both,
    Telling,
    approval,
    counted,
    happened,
    item,
    moved,
    person,
    reading,
    review,
    says,
    stretch,
    subject,
    task,
    text_and_day,
)
from csmkit.core.success_plan.values import RoadStep
from csmkit.core.ways_of_working import RHYTHMS, ways_of_working
from csmkit.core.wording import listed
from csmkit.core.working_days import working_days
from csmkit.dates import long_day


class PlanDifference(NamedTuple):
    """One change in a sentence, with the path of what changed."""

    about: str
    said: str


def told_changes(was: CustomerAccount, now: CustomerAccount) -> tuple[PlanDifference, ...]:
    """Every change that somebody who reads the plan would notice, in the order of the plan, each once."""
    both = Both(was, now)
    told: dict[str, str] = {}
    for change in sorted(differences(was, now), key=lambda one: _ORDER.get(one.path[0], len(_ORDER))):
        for said in _telling(change.path)(change, both):
            told.setdefault(f"{said}.", "/".join(change.path))
    for said in _on_the_road(both):
        told.setdefault(f"{said}.", "first_value")
    return tuple(PlanDifference(about, said) for said, about in told.items())


def _telling(path: Path) -> Telling:
    pattern = _pattern(path)
    if any(pattern[: len(silent)] == silent for silent in _NOT_SAID):
        return _nothing
    return _FIELDS.get(pattern, _otherwise)


def _pattern(path: Path) -> Path:
    """The path with a star for every id."""
    return tuple("*" if place and path[place - 1] in _LISTS else step for place, step in enumerate(path))


def _nothing(_: Difference, __: Both) -> Iterator[str]:
    return iter(())


def _otherwise(change: Difference, both: Both) -> Iterator[str]:
    what = subject("{item}", change.path, both)
    fields = [step for step, kind in zip(change.path, _pattern(change.path), strict=True) if kind != "*"]
    yield f"{what[0].upper()}{what[1:]}: {fields[-1].replace('_', ' ')} changed"


def _parts(change: Difference, both: Both) -> Iterator[str]:
    """The parts somebody plays: one sentence for each that was taken up or given up."""
    name = both.name(change.path[1])
    for role, title in _PARTS.items():
        if role in (change.now or ()) and role not in (change.was or ()):
            yield f"{name} is now the {title}"
        if role in (change.was or ()) and role not in (change.now or ()):
            yield f"{name} is no longer the {title}"


def _somebody(change: Difference, both: Both) -> Iterator[str]:
    """A person who came into the record or went out of it."""
    parts = Difference(change.path, (change.was or {}).get("roles"), (change.now or {}).get("roles"))
    yield from _parts(parts, both)


def _renamed(change: Difference, _: Both) -> Iterator[str]:
    yield f"{change.was} is now called {change.now}"


def _of_somebody_named(telling: Telling) -> Telling:
    """The same, as long as the plan names that person with title, address and ways of working."""

    def tell(change: Difference, both: Both) -> Iterator[str]:
        if set(both.item(change.path).roles) & set(_PARTS):
            yield from telling(change, both)

    return tell


def _ways(change: Difference, both: Both) -> Iterator[str]:
    who = both.item(change.path)
    ways = ways_of_working(who.preferences)
    told = f"works best with {listed(ways)} now" if ways else "has not said any more how to work together"
    yield f"{who.name} {told}"


def _reviewed(change: Difference, both: Both) -> Iterator[str]:
    if change.now not in [review.on for review in both.now.plan.reviews]:
        yield from happened("The plan", "was reviewed together")(change, both)


def _on_the_road(both: Both) -> Iterator[str]:
    """Days of the road to the first result that are other ones now."""
    before = {step.title: step for step in _road(both.was)}
    for step in _road(both.now):
        old = before.get(step.title)
        if old is None or step.done_on or old.done_on:
            continue
        for words, was, now in (
            ("is expected", old.expected_on, step.expected_on),
            ("is needed", old.by, step.by),
        ):
            if was and now and was != now:
                yield f"{step.title} {words} by {long_day(now)}, no longer by {long_day(was)}"


def _road(account: CustomerAccount) -> tuple[RoadStep, ...]:
    days = working_days(account.country, [(freeze.from_on, freeze.until_on) for freeze in account.freezes])
    found = road(account, days)
    return found.steps if found else ()


def _status(change: Difference, both: Both) -> Iterator[str]:
    what = subject("The promise {item}", change.path, both)
    yield f"{what} is {_STATUS[change.now]} now, no longer {_STATUS[change.was]}"


def _rhythm(value: Any, _: Both) -> str:  # noqa: ANN401 - a word of the record
    return RHYTHMS[value]


_STATUS = {
    "open": "open",
    "delivered": "delivered",
    "renegotiated": "changed by agreement",
    "broken": "not kept",
}
_PARTS = {
    "executive_sponsor": "executive sponsor",
    "champion": "champion",
    "backup_champion": "backup champion",
}
_LISTS = frozenset(
    ["stakeholders", "commitments", "outcomes", "milestones", "gates", "tasks", "holds", "freezes"]
) | {"readings", "decisions", "reviews", "moved", "agenda", "vendor_team"}
_SECTIONS = (
    *(
        "name",
        "contract",
        "outcomes",
        "first_value",
        "milestones",
        "stakeholders",
        "sponsor_call",
        "tracking",
    ),
    *("commitments", "gates", "tasks", "holds", "freezes", "cadence", "vendor_team", "kickoff", "plan"),
)
_ORDER = {name: place for place, name in enumerate(_SECTIONS)}
_NOT_SAID: tuple[Path, ...] = (
    *(("schema",), ("id",), ("journey",), ("country",), ("time_zone",), ("complexity",)),
    ("contract", "starts_on"),
    *(("outcomes", "*", "primary"), ("holds", "*", "agreed_with"), ("cadence", "announced_on")),
    *(("first_value", field) for field in ("window", "after", "work_days", "moved")),
    *(("milestones", "*", field) for field in ("after", "work_days", "moved")),
    *(("gates", "*", field) for field in ("after", "counted_in")),
    *(("tasks", "*", "work_days"), ("tasks", "*", "moved"), ("commitments", "*", "moved")),
    *(("kickoff", field) for field in ("minutes", "invited", "needs", "agenda", "attended")),
    *(("plan", "reviews", "*", field) for field in ("with", "agreed")),
)
_FIELDS: dict[Path, Telling] = {
    ("name",): says("The customer's name"),
    ("contract", "signed_on"): moved("The day of the signature"),
    ("outcomes", "*"): item("outcome", text_and_day("statement")),
    ("outcomes", "*", "statement"): says("The outcome{of}"),
    ("outcomes", "*", "metric"): says("What is measured"),
    ("outcomes", "*", "unit"): says("The unit{of}"),
    ("outcomes", "*", "baseline", "value"): counted("The starting point{of}"),
    ("outcomes", "*", "baseline", "source"): says("Where the starting point{of} comes from"),
    ("outcomes", "*", "baseline", "as_of"): says("The day of the starting point{of}"),
    ("outcomes", "*", "target"): counted("The target{of}"),
    ("outcomes", "*", "by"): moved("The day of the target{of}"),
    ("outcomes", "*", "defended_by"): says("Who stands behind the outcome{of}", person),
    ("outcomes", "*", "readings", "*"): item("reading", reading),
    ("first_value", "definition"): says("How the first result is recognised"),
    ("first_value", "target_on"): moved("The first result"),
    ("first_value", "reached_on"): happened("The first result", "was reached"),
    ("first_value", "evidence"): says("What shows the first result"),
    ("milestones", "*"): item("milestone", text_and_day("title", "due_on")),
    ("milestones", "*", "title"): says("{item}"),
    ("milestones", "*", "measure"): says("How we can tell that {item} is met"),
    ("milestones", "*", "due_on"): moved("{item}"),
    ("milestones", "*", "owner"): says("Who drives {item} on our side", person),
    ("milestones", "*", "customer_owner"): says("Who drives {item} on the customer's side", person),
    ("milestones", "*", "met_on"): happened("{item}", "was met"),
    ("milestones", "*", "evidence"): says("What shows that {item} is met"),
    ("milestones", "*", "confirmed_by"): says("Who confirmed {item}", person),
    ("stakeholders", "*"): _somebody,
    ("stakeholders", "*", "name"): _renamed,
    ("stakeholders", "*", "title"): _of_somebody_named(says("The title of {item}")),
    ("stakeholders", "*", "email"): _of_somebody_named(says("The address of {item}")),
    ("stakeholders", "*", "roles"): _parts,
    ("stakeholders", "*", "preferences", "mode"): _of_somebody_named(_ways),
    ("stakeholders", "*", "preferences", "rhythm"): _of_somebody_named(_ways),
    ("stakeholders", "*", "preferences", "tone"): _of_somebody_named(_ways),
    ("stakeholders", "*", "introduction"): says("How {item} is introduced"),
    ("stakeholders", "*", "departed_on"): happened("{item}", "left"),
    ("sponsor_call", "booked_on"): moved("The 30-minute call with the executive sponsor"),
    ("sponsor_call", "held_on"): happened("The 30-minute call with the executive sponsor", "was held"),
    ("sponsor_call", "validated"): says("Confirmed in the call with the executive sponsor"),
    ("tracking", "source"): says("Where the number comes from"),
    ("tracking", "dashboard"): says("Where to look at the number"),
    ("tracking", "reported_by"): says("Who reports the number", person),
    ("tracking", "verified_on"): happened("The number", "was seen together"),
    ("commitments", "*"): item("promise", text_and_day("promise", "due_on")),
    ("commitments", "*", "promise"): says("A promise"),
    ("commitments", "*", "promised_to"): says("To whom {item} was promised", person),
    ("commitments", "*", "owner"): says("Who delivers {item}", person),
    ("commitments", "*", "due_on"): moved("The promise {item}"),
    ("commitments", "*", "status"): _status,
    ("gates", "*"): item("approval", approval),
    ("gates", "*", "lead_days"): counted("The waiting time of {item}", "days"),
    ("gates", "*", "owner"): says("Who steers {item}", person),
    ("gates", "*", "submit_by"): moved("Handing in {item}"),
    ("gates", "*", "submitted_on"): happened("{item}", "was submitted"),
    ("gates", "*", "cleared_on"): happened("{item}", "was cleared"),
    ("tasks", "*"): item("task", task),
    ("tasks", "*", "title"): says("A task"),
    ("tasks", "*", "owner"): says("Who does {item}", person),
    ("tasks", "*", "counterpart"): says("Who works on {item} with them", person),
    ("tasks", "*", "due_on"): moved("{item}"),
    ("tasks", "*", "done_on"): happened("{item}", "was done"),
    ("holds", "*"): item("pause", stretch),
    ("freezes", "*"): item("freeze", stretch),
    ("cadence", "rhythm"): says("How often we meet", _rhythm),
    ("cadence", "since"): says("The rhythm holds since"),
    ("vendor_team", "*", "name"): says("Our {item}"),
    ("vendor_team", "*", "email"): says("The address of our {item}"),
    ("kickoff", "on"): moved("The kickoff"),
    ("kickoff", "decisions", "*"): item("decision of the kickoff", text_and_day("text", "due_on")),
    ("plan", "agreed_on"): happened("The plan", "was agreed"),
    ("plan", "agreed_by"): says("Who agreed to the plan", person),
    ("plan", "reviewed_on"): _reviewed,
    ("plan", "reviews", "*"): item("review", review),
}

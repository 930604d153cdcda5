"""Whether the people are there whom the plan stands on: buyer, sponsor, champion, backup."""

from collections.abc import Iterator
from datetime import date

from csmkit.core.account import Role, Stakeholder
from csmkit.core.checks.rule import CannotTell, Case, Found, Hit, Rule, rule
from csmkit.core.milestones import day_after
from csmkit.core.stakeholders import gone, has_left, holders, layers_between, stakeholder
from csmkit.core.touches import touches

_CANNOT_DECIDE = 2
_BUYER_BY_DAY = 14
_BACKUP_MET_BY_DAY = 30


def _ids(case: Case, role: Role) -> set[str]:
    return {person.id for person in holders(case.account, role)}


def _names(people: Iterator[Stakeholder] | tuple[Stakeholder, ...]) -> str:
    return " and ".join(person.name for person in people)


def _is_same_person(case: Case) -> bool:
    """Whether nothing lies between the champion and who decides: the daily user is the CEO."""
    deciders = _ids(case, "economic_buyer") or _ids(case, "executive_sponsor")
    return any(
        layers_between(case.account, champion, decider) == 0
        for champion in _ids(case, "champion")
        for decider in deciders
    )


@rule(
    "PLN301",
    "error",
    "An executive sponsor",
    """The sponsor is the executive with most to gain from the outcome. Without one, the business review in
    year two has no executive in the room, a competitor meets no relationship, and one resignation ends
    it.""",
)
def sponsor_named(case: Case) -> Found:
    if not holders(case.account, "executive_sponsor"):
        lighter = case.lighter_on_low_touch
        yield Hit("There is no executive sponsor.", case.draft, "stakeholders", lighter)


@rule(
    "PLN302",
    "error",
    "A sponsor who can decide",
    """A delegate cannot move a budget, a date or a department. Somebody who is called the sponsor and
    cannot decide keeps the place of the one who could.""",
)
def sponsor_can_decide(case: Case) -> Found:
    for person in holders(case.account, "executive_sponsor"):
        path = f"stakeholders/{person.id}/decision_power"
        if person.decision_power is None:
            yield CannotTell(f"needs how much {person.name} decides", case.fill(path.replace("/", ".")), path)
        elif person.decision_power <= _CANNOT_DECIDE:
            told = f"{person.name} is the sponsor and is not known to be able to decide."
            yield Hit(told, "ask the champion who would have to say yes to a change of plan", path)


@rule(
    "PLN303",
    "error",
    "Sponsor and champion are two people",
    """The champion is close to the work, the sponsor close to the decision. One person in both parts
    leaves nobody to go to when that person is the problem. Where the daily user is the one who decides,
    it may be so; then the backup champion has to be somebody else.""",
)
def sponsor_is_not_champion(case: Case) -> Found:
    both = _ids(case, "executive_sponsor") & _ids(case, "champion")
    for person in (stakeholder(case.account, one) for one in sorted(both)):
        assert person is not None  # noqa: S101 - the id comes from the record
        small = _is_same_person(case)
        told = f"{person.name} is both sponsor and champion."
        mend = _waive(case) if small else case.redraft
        yield Hit(told, mend, f"stakeholders/{person.id}/roles", "warning" if small else None)


@rule(
    "PLN304",
    "error",
    "A champion",
    """The person who is in the product every day and carries the relationship. Without a name, every
    question starts with the search for somebody to ask.""",
)
def champion_named(case: Case) -> Found:
    if not holders(case.account, "champion"):
        yield Hit("There is no champion.", case.draft, "stakeholders")


@rule(
    "PLN305",
    "error",
    "A backup champion",
    """People change jobs every two to four years. A plan with one champion loses everything that person
    knew on one day, usually in year two, and most first drafts have only one.""",
)
def backup_named(case: Case) -> Found:
    if not holders(case.account, "backup_champion"):
        lighter = case.lighter_on_low_touch
        yield Hit("There is no backup champion.", case.draft, "stakeholders", lighter)


@rule(
    "PLN306",
    "error",
    "The backup is somebody else",
    """Nobody can stand in for themselves.""",
)
def backup_is_somebody_else(case: Case) -> Found:
    both = _ids(case, "backup_champion") & _ids(case, "champion")
    if both and not _ids(case, "backup_champion") - both:
        people = tuple(p for p in case.account.stakeholders if p.id in both)
        told = f"{_names(people)} would have to stand in for themselves as champion."
        yield Hit(told, case.redraft, f"stakeholders/{people[0].id}/roles")


@rule(
    "PLN307",
    "warning",
    "The backup champion was introduced",
    """A backup who meets us on the day the champion leaves is a name on paper. One meeting before is
    enough.""",
    touch=("high", "mid"),
)
def backup_introduced(case: Case) -> Found:
    account, day = case.account, case.day
    met = {person for touch in touches(account, case.today) for person in touch.people}
    planned = set(account.kickoff.invited)
    for person in holders(account, "backup_champion"):
        soon = person.introduction or person.id in planned
        if person.id not in met and not (soon and day is not None and day <= _BACKUP_MET_BY_DAY):
            told = f"{person.name}, the backup champion, has been in no meeting yet."
            yield Hit(told, case.log(f"sync {person.id}"), f"stakeholders/{person.id}/introduction")


@rule(
    "PLN308",
    "error",
    "Nobody who left holds a part",
    """A plan that names somebody who is gone tells the customer that nobody looked. Each part they had
    needs a new name.""",
)
def departed_hold_nothing(case: Case) -> Found:
    for person in case.account.stakeholders:
        if not has_left(person):
            continue
        parts = [role.replace("_", " ") for role in person.roles]
        parts += [f"owner of {one}" for one in _owned_by(case, person.id)]
        if parts:
            told = f"{person.name} {gone(person, case.today)} and is still {', '.join(parts)}."
            yield Hit(told, _successor(case, person), f"stakeholders/{person.id}/roles")


def _successor(case: Case, person: Stakeholder) -> str:
    """What to type: the play hands over more than the parts; later the draft asks who is missing."""
    carried = {"champion", "backup_champion", "executive_sponsor", "economic_buyer"}
    if carried.isdisjoint(person.roles) or any(run.about == person.id for run in case.account.plays):
        return case.draft
    return f"{case.command('play run')} champion-departure --about {person.id}"


def _owned_by(case: Case, person: str) -> list[str]:
    account = case.account
    owned = [m.id for m in account.milestones if m.customer_owner == person and m.met_on is None]
    owned += [g.id for g in account.gates if g.owner == person and g.cleared_on is None]
    owned += [t.id for t in account.tasks if t.owner == person and t.done_on is None]
    return owned + (["the number"] if account.tracking.reported_by == person else [])


@rule(
    "PLN309",
    "warning",
    "How the champion likes to work",
    """Calls or messages, weekly or every two weeks, formal or not: the champion answers what suits them.
    Ask once and it stands in the plan.""",
    touch=("high", "mid"),
)
def champion_preferences(case: Case) -> Found:
    for person in holders(case.account, "champion"):
        wishes = person.preferences
        if wishes is None or not (wishes.mode and wishes.rhythm and wishes.tone):
            told = f"How {person.name} likes to work (calls or messages, how often, tone) is not complete."
            yield Hit(told, case.draft, f"stakeholders/{person.id}/preferences")


@rule(
    "PLN310",
    "error",
    "The economic buyer within two weeks",
    """Who signed is often not who pays. After two weeks the questions that find the real buyer sound odd,
    and the kickoff without that person lacks the one whose word counts.""",
)
def buyer_identified(case: Case) -> Found:
    if holders(case.account, "economic_buyer"):
        return
    if case.day is None:
        yield CannotTell("needs the day of signature", case.fill("contract.signed_on"), "contract/signed_on")
    else:
        late = case.day > _BUYER_BY_DAY
        told = "The economic buyer is not identified" + (f" on day {case.day}." if late else " yet.")
        yield Hit(told, case.draft, "stakeholders", None if late else "warning")


@rule(
    "PLN311",
    "error",
    "The sponsor call is in the calendar",
    """Half an hour with the sponsor in the first thirty days validates outcome and plan. Calendars of
    executives are full for weeks, so it has to be booked in the first two.""",
    touch=("high", "mid"),
)
def sponsor_call_booked(case: Case) -> Found:
    call, due = case.account.sponsor_call, _day(case, case.journey.sponsor_call_booked_by_day)
    if call.booked_on or call.held_on:
        return
    if due is None:
        yield CannotTell("needs the day of signature", case.fill("contract.signed_on"), "contract/signed_on")
    elif due < case.today:
        mend = case.log("booked sponsor-call --to DATE")
        yield Hit(f"The sponsor call should be booked since {due}.", mend, "sponsor_call/booked_on")


@rule(
    "PLN312",
    "error",
    "The sponsor call is held",
    """A sponsor who confirmed the outcome in month one answers the phone in month ten. Later the call is a
    favour; now it is part of the plan.""",
    touch=("high", "mid"),
)
def sponsor_call_held(case: Case) -> Found:
    due = _day(case, case.journey.sponsor_call_held_by_day)
    if case.account.sponsor_call.held_on:
        return
    if due is None:
        yield CannotTell("needs the day of signature", case.fill("contract.signed_on"), "contract/signed_on")
    elif due < case.today:
        told = f"The sponsor call should have been held by {due}."
        yield Hit(told, case.log("sponsor-call WHO"), "sponsor_call/held_on")


def _day(case: Case, number: int) -> date | None:
    return day_after(case.account.contract.signed_on, number)


@rule(
    "PLN313",
    "warning",
    "What the sponsor confirmed",
    """The call is for validation: the outcome, its number and the plan. A pleasant half hour that
    confirmed nothing has to be held again.""",
    touch=("high", "mid"),
)
def sponsor_call_validated(case: Case) -> Found:
    call = case.account.sponsor_call
    if call.held_on and not call.validated:
        told = "It is not noted what the sponsor confirmed in the call."
        yield Hit(told, case.draft, "sponsor_call/validated")


@rule(
    "PLN314",
    "warning",
    "The sponsor comes to the business reviews",
    """A review without the executive is a status meeting. Move it rather than
    hold it without the sponsor.""",
)
def sponsor_in_reviews(case: Case) -> Found:
    sponsors = _ids(case, "executive_sponsor") | _ids(case, "economic_buyer")
    for entry in case.account.log:
        if entry.kind == "ebr" and not sponsors & set(entry.with_):
            told = f"The business review on {entry.on} was held without the sponsor."
            yield Hit(told, "invite the sponsor to the next one, and send them this one's result", "log")


def _waive(case: Case) -> str:
    """Where one person is both there is nothing to mend but the reason, once the backup is somebody else."""
    return f'name a backup who is somebody else, then: {case.command("waive")} PLN303 --reason "…"'


RULES: tuple[Rule, ...] = (
    sponsor_named,
    sponsor_can_decide,
    sponsor_is_not_champion,
    champion_named,
    backup_named,
    backup_is_somebody_else,
    backup_introduced,
    departed_hold_nothing,
    champion_preferences,
    buyer_identified,
    sponsor_call_booked,
    sponsor_call_held,
    sponsor_call_validated,
    sponsor_in_reviews,
)

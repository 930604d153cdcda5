"""Whether the kickoff is ready: who comes, and above all whether somebody comes who can decide."""

from collections.abc import Iterator

from csmkit.core.account import Role, Stakeholder
from csmkit.core.attendance import (
    Guests,
    departed_guests,
    guests,
    is_held,
    is_planned,
    ours,
    stands_in,
    technical_work,
    theirs,
)
from csmkit.core.checks import meeting
from csmkit.core.checks.rule import CannotTell, Case, Found, Hit, Rule, rule
from csmkit.core.handoff_brief import ROLES
from csmkit.core.stakeholders import VENDOR_TITLES, gone, has_left, holders, name_of
from csmkit.errors import did_you_mean

MISSING_BUYER = frozenset({"KCK101", "KCK102", "KCK103"})
"""Whichever of these stands, the kickoff is moved and not held."""

_CANNOT_DECIDE = 2
_OWN_RULES = ("economic_buyer", "champion", "technical_lead")


def _is_planned(case: Case) -> bool:
    return is_planned(case.account, case.journey.touch)


def _guests(case: Case) -> Guests:
    return guests(case.account, case.journey.kickoff)


def _someone_has(case: Case, role: Role) -> str:
    return f"{case.command('handoff')} --session people, or give somebody the role {role} in {case.file}"


def _invite(case: Case, *who: str) -> str:
    return f"{case.command('kickoff invite')} {' '.join(who)}"


def _another_day(case: Case) -> str:
    if is_held(case.account):
        return f"send the champion what {case.command('kickoff check')} prints, and meet for twenty minutes"
    day = case.log("booked kickoff --to DATE")
    return f"send the champion what {case.command('kickoff check')} prints, then move the day: {day}"


def _left_as_buyer(case: Case) -> tuple[Stakeholder, ...]:
    people = case.account.stakeholders
    return tuple(one for one in people if "economic_buyer" in one.roles and has_left(one))


def _stand_in(case: Case) -> Stakeholder | None:
    """Who comes instead of somebody who can decide, when nobody does."""
    coming, buyers = _guests(case), holders(case.account, "economic_buyer")
    if coming.playing("economic_buyer"):
        return None
    for buyer in buyers:
        if (found := stands_in(case.account, buyer, coming.people)) is not None:
            return found
    sponsors = coming.playing("executive_sponsor")
    powerless = (one for one in sponsors if (one.decision_power or _CANNOT_DECIDE + 1) <= _CANNOT_DECIDE)
    return next(powerless, None) if not buyers else None


@rule(
    "KCK101",
    "error",
    "Missing buyer: the economic buyer comes",
    """The outcome and the plan need the word of the person who decides over the money. A kickoff without
    them is a meeting about a plan that nobody in power has agreed to, and it is noticed in year two. Move
    the day rather than hold it cold. If their board insists on the date, waive this with that reason.""",
)
def buyer_comes(case: Case) -> Found:
    if not _is_planned(case) or _stand_in(case):
        return
    buyers = holders(case.account, "economic_buyer")
    lighter = case.lighter_on_low_touch
    if not buyers and not _left_as_buyer(case):
        told = "Missing buyer: nobody is named as the economic buyer."
        yield Hit(told, _someone_has(case, "economic_buyer"), "stakeholders", lighter)
    elif buyers and not _guests(case).playing("economic_buyer"):
        was = "was not in the kickoff" if is_held(case.account) else "is not invited"
        told = f"Missing buyer: {buyers[0].name}, the economic buyer, {was}."
        yield Hit(told, _another_day(case), f"stakeholders/{buyers[0].id}", lighter)


@rule(
    "KCK102",
    "error",
    "Missing buyer: the economic buyer is still there",
    """When the person who bought leaves, the reason for the purchase may leave with them. Find out who
    answers for the result now before anybody sits down to plan it.""",
)
def buyer_is_still_there(case: Case) -> Found:
    if _is_planned(case) and not holders(case.account, "economic_buyer"):
        for person in _left_as_buyer(case):
            left = f"{person.name}, the economic buyer, {gone(person, case.today)}"
            told = f"Missing buyer: {left}, and nobody is named instead."
            about = f"stakeholders/{person.id}/departed_on"
            yield Hit(told, _someone_has(case, "economic_buyer"), about, case.lighter_on_low_touch)


@rule(
    "KCK103",
    "error",
    "Missing buyer: nobody merely stands in",
    """A delegate can listen and cannot agree. What is settled with a delegate is settled again later, by
    somebody who was not there and has a different picture of it.""",
)
def no_delegate(case: Case) -> Found:
    person = _stand_in(case) if _is_planned(case) else None
    if person is None:
        return
    buyers = holders(case.account, "economic_buyer")
    verb = "came" if is_held(case.account) else "comes"
    told = (
        f"Missing buyer: {person.name} {verb} in the place of {buyers[0].name}, the economic buyer."
        if buyers
        else f"Missing buyer: {person.name} is called the sponsor, is not known to be able to decide, and "
        "nobody is named as the economic buyer."
    )
    yield Hit(told, _another_day(case), f"stakeholders/{person.id}", case.lighter_on_low_touch)


@rule(
    "KCK104",
    "warning",
    "The economic buyer can decide",
    """Whoever signed or spoke loudest is easily taken for the buyer. Somebody who cannot decide keeps the
    chair of the one who could.""",
    touch=("high", "mid"),
)
def buyer_can_decide(case: Case) -> Found:
    for person in _guests(case).playing("economic_buyer") if meeting.is_ahead(case) else ():
        path = f"stakeholders/{person.id}/decision_power"
        if person.decision_power is None:
            yield CannotTell(f"needs how much {person.name} decides", case.fill(path.replace("/", ".")), path)
        elif person.decision_power <= _CANNOT_DECIDE:
            told = f"{person.name} comes as the economic buyer and is not known to be able to decide."
            yield Hit(told, "ask the champion who would have to say yes to a change of the plan", path)


@rule(
    "KCK105",
    "error",
    "The champion comes",
    """The champion carries what is agreed back to the people who do the work. A plan that was made without
    them is somebody else's plan.""",
)
def champion_comes(case: Case) -> Found:
    yield from _comes(case, "champion") if meeting.is_ahead(case) else ()


@rule(
    "KCK106",
    "error",
    "The technical lead comes where something is built",
    """Accounts, interfaces and approvals are where the dates slip. Whoever has to open them must say in
    the meeting what is possible by when; nobody else in the room knows.""",
    touch=("high", "mid"),
)
def technical_lead_comes(case: Case) -> Found:
    if not meeting.is_ahead(case):
        return
    why = technical_work(case.account)
    if why is not None:
        yield from _comes(case, "technical_lead", f" ({why})")
    elif case.account.complexity is None:
        yield CannotTell("needs the complexity", case.fill("complexity"), "complexity")


def _comes(case: Case, role: Role, why: str = "") -> Iterator[Hit]:
    people, coming = holders(case.account, role), _guests(case)
    lighter = case.lighter_on_low_touch
    if not people:
        told = f"Nobody is named as the {ROLES[role]}{why}."
        yield Hit(told, _someone_has(case, role), "stakeholders", lighter)
    elif not coming.playing(role):
        told = f"{people[0].name}, the {ROLES[role]}, is not invited{why}."
        yield Hit(told, _invite(case, people[0].id), "kickoff/invited", lighter)


@rule(
    "KCK107",
    "error",
    "Both of us come: who sold it and who keeps it",
    """The customer knows the account executive and not yet the CSM. Seeing both in one room shows that
    somebody carries on; seeing only one of them looks like being passed along.""",
)
def both_of_us_come(case: Case) -> Found:
    if not meeting.is_ahead(case):
        return
    coming = _guests(case).ours
    for role in ours(set(case.journey.kickoff.required) & {"csm", "account_executive"}):
        if role not in case.account.vendor_team:
            told = f"Nobody is named as our {VENDOR_TITLES[role]}."
            about = f"vendor_team/{role}"
            yield Hit(told, case.fill(about.replace("/", ".")), about, case.lighter_on_low_touch)
        elif role not in coming:
            told = f"{name_of(case.account, role)}, our {VENDOR_TITLES[role]}, is not invited."
            yield Hit(told, _invite(case, role), "kickoff/invited", case.lighter_on_low_touch)


@rule(
    "KCK108",
    "error",
    "Whoever this onboarding needs comes",
    """Some onboardings need more than the usual five: their journey says so, or you accepted it when the
    maturity was assessed. What hangs on somebody is settled with them in the room.""",
)
def needed_people_come(case: Case) -> Found:
    if not meeting.is_ahead(case):
        return
    wanted = {*case.journey.kickoff.required, *case.account.kickoff.needs}
    for role in theirs(wanted):
        if role not in _OWN_RULES:
            yield from _comes(case, role)
    for ours_role in ours(wanted - {"csm", "account_executive"}):
        if ours_role not in _guests(case).ours:
            told = f"Our {VENDOR_TITLES[ours_role]} is needed and not invited."
            named = ours_role in case.account.vendor_team
            mend = _invite(case, ours_role) if named else case.fill(f"vendor_team.{ours_role}")
            yield Hit(told, mend, "kickoff/invited", case.lighter_on_low_touch)


@rule(
    "KCK109",
    "info",
    "Who else is worth inviting",
    """A backup champion who is introduced on the first day is no stranger on the day they are needed. An
    analytics lead settles the measurement at once. Our implementation lead answers what is technical.""",
)
def worth_inviting(case: Case) -> Found:
    if not meeting.is_ahead(case):
        return
    account, coming, suggested = case.account, _guests(case), set(case.journey.kickoff.suggested)
    already = {*case.journey.kickoff.required, *account.kickoff.needs}
    for role in theirs(suggested - already):
        if role == "technical_lead" or coming.playing(role):
            continue
        people = holders(account, role)
        mend = _invite(case, people[0].id) if people else _someone_has(case, role)
        who = f"{people[0].name}, the {ROLES[role]}" if people else _one(ROLES[role])
        yield Hit(f"It is worth inviting {who}.", mend, "kickoff/invited")
    if "implementation_lead" in suggested - already - set(coming.ours) and account.complexity == "deep":
        told = "It is worth inviting our implementation lead: the complexity is deep."
        known = "implementation_lead" in account.vendor_team
        mend = _invite(case, "implementation_lead") if known else case.fill("vendor_team.implementation_lead")
        yield Hit(told, mend, "kickoff/invited")


@rule(
    "KCK110",
    "warning",
    "Everybody on the list can come",
    """A name that nobody bears, or of somebody who has left, is an empty chair that looks like a promise.""",
)
def list_is_true(case: Case) -> Found:
    if not meeting.is_ahead(case):
        return
    for person in departed_guests(case.account):
        told = f"{person.name} is invited and {gone(person, case.today)}."
        yield Hit(told, f"take them off kickoff.invited in {case.file}", "kickoff/invited")
    known = [one.id for one in case.account.stakeholders]
    for word in _guests(case).others:
        told = f"“{word}” is invited and is nobody in the record.{did_you_mean(word, known)}"
        yield Hit(told, f"write the person's id, or a role of ours, in {case.file}", "kickoff/invited")


@rule(
    "KCK111",
    "warning",
    "Champion and account executive have confirmed",
    """As long as nobody is invited, attendance is only a hope. Ask the champion and the account executive
    first: with them the others come, and they know who will say no.""",
    touch=("high", "mid"),
)
def confirmed(case: Case) -> Found:
    if meeting.is_ahead(case) and not case.account.kickoff.invited:
        told = "Nobody is on the list of the invited; who comes is only assumed from the roles."
        yield Hit(told, case.command("kickoff invite"), "kickoff/invited")


def _one(role: str) -> str:
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"


RULES: tuple[Rule, ...] = (
    buyer_comes,
    buyer_is_still_there,
    no_delegate,
    buyer_can_decide,
    champion_comes,
    technical_lead_comes,
    both_of_us_come,
    needed_people_come,
    worth_inviting,
    list_is_true,
    confirmed,
    *meeting.RULES,
)

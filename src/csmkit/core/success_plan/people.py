"""Who carries it on both sides, how both sides stay in touch, and whether the plan is agreed."""

from datetime import date, timedelta

from csmkit.core.account import Role, Stakeholder, VendorPerson
from csmkit.core.audience import CustomerAccount
from csmkit.core.stakeholders import VENDOR_TITLES, holders, name_of
from csmkit.core.success_plan.gaps import one_gap
from csmkit.core.success_plan.values import (
    Agreement,
    Contacts,
    ExecutiveSponsor,
    Gap,
    OurPerson,
    PlanPerson,
    Rhythm,
)
from csmkit.core.ways_of_working import RHYTHMS, ways_of_working
from csmkit.core.wording import listed
from csmkit.dates import add_months, long_day


def _people(account: CustomerAccount, role: Role) -> tuple[PlanPerson, ...]:
    return tuple(_person(holder) for holder in holders(account, role))


def _person(person: Stakeholder) -> PlanPerson:
    ways = ways_of_working(person.preferences)
    return PlanPerson(person.name, person.title, person.email, ways, person.introduction)


def _introduction(account: CustomerAccount, person: Stakeholder) -> str | None:
    """As it was agreed, or else the kickoff they came to."""
    kickoff = account.kickoff
    if person.introduction or kickoff.on is None or person.id not in kickoff.attended:
        return person.introduction
    return f"at the kickoff on {long_day(kickoff.on)}"


def executive_sponsor(account: CustomerAccount, *, reviewed: bool) -> ExecutiveSponsor:
    """Section 3: the sponsor, the half hour with them, and the quarterly reviews where there are any."""
    people = _people(account, "executive_sponsor")
    call = account.sponsor_call
    call_on = call.held_on or call.booked_on
    gaps = one_gap(
        "executive_sponsor",
        {"your executive sponsor": people or None},
        "Some decisions only an executive can take, and this person is where they go.",
    ) + one_gap(
        "executive_sponsor",
        {"a day for the 30-minute call with your executive sponsor": call_on},
        "Half an hour in the first 30 days confirms that this plan aims at the right outcome.",
    )
    if call.held_on:
        gaps += one_gap(
            "executive_sponsor",
            {"what your executive sponsor confirmed in the call": call.validated or None},
            "What was confirmed once need not be discussed again.",
        )
    reviews = _reviews(account.contract.signed_on) if reviewed else ()
    return ExecutiveSponsor(people, call_on, call.held_on is not None, call.validated, reviews, gaps)


def _reviews(signed: date | None) -> tuple[date, ...]:
    """The Mondays of the weeks in which each quarter of the first year ends."""
    if signed is None or signed.year >= date.max.year - 1:
        return ()
    ends = [add_months(signed, months) for months in (3, 6, 9, 12)]
    return tuple(end - timedelta(days=end.weekday()) for end in ends)


def champion(account: CustomerAccount) -> Contacts:
    """Section 4: the champion, with how they like to work."""
    people = _people(account, "champion")
    gaps = one_gap(
        "champion",
        {"your champion, who works with the product and with us every day": people or None},
        "One person who is close to the work keeps questions short and decisions quick.",
    )
    silent = [person.name for person in people if not person.ways]
    if silent:
        what = f"how {listed(silent)} would like to work with us"
        gaps += (
            Gap("champion", what, "Calls or messages, how often and in which tone: it should suit you."),
        )
    return Contacts(people, gaps)


def backup_champion(account: CustomerAccount) -> Contacts:
    """Section 5: who steps in."""
    # Somebody cannot stand in for themselves.
    found = [person for person in holders(account, "backup_champion") if "champion" not in person.roles]
    people = tuple(_person(person)._replace(introduction=_introduction(account, person)) for person in found)
    gaps = one_gap(
        "backup_champion",
        {"your backup champion, who steps in when the champion is away or changes jobs": people or None},
        "People move on, and the outcome should not depend on one calendar.",
    )
    unmet = [person.name for person in people if not person.introduction]
    if unmet:
        what = f"how and when we get to know {listed(unmet)}"
        gaps += (Gap("backup_champion", what, "On the day it is needed it is too late for an introduction."),)
    return Contacts(people, gaps)


def rhythm(account: CustomerAccount) -> Rhythm:
    """Section 9: how often, and with whom of us."""
    how_often = RHYTHMS.get(account.cadence.rhythm or "")
    people: dict[str, VendorPerson] = {str(role): person for role, person in account.vendor_team.items()}
    # In the order of the titles: how the record happens to list them must not show.
    team = tuple(
        OurPerson(people[role].name, title, people[role].email)
        for role, title in VENDOR_TITLES.items()
        if role in people
    )
    gaps = one_gap(
        "rhythm",
        {"how often we meet": how_often},
        "A fixed rhythm saves both sides the search for a date.",
    ) + one_gap(
        "rhythm",
        {"your contact on our side": team or None},
        "You should know whom to call.",
    )
    return Rhythm(how_often, account.cadence.since, team, gaps)


def agreement(account: CustomerAccount) -> Agreement:
    """Whether the customer has agreed to it."""
    plan = account.plan
    gaps = one_gap(
        "agreement",
        {"this plan as a whole": plan.agreed_on},
        "It is a proposal until you have read it, changed it and agreed to it.",
    )
    return Agreement(plan.agreed_on, name_of(account, plan.agreed_by), plan.reviewed_on, gaps)

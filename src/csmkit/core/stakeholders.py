"""The people of an account: who plays a part, what a reference means, how far apart two people are."""

from datetime import date

from csmkit.core.account import Account, Role, Stakeholder

VENDOR_TITLES = {
    "csm": "customer success manager",
    "account_executive": "account executive",
    "onboarding_manager": "onboarding manager",
    "implementation_lead": "implementation lead",
    "steady_state_csm": "customer success manager after the onboarding",
}

# Parts that somebody has to take over when the person leaves; the others end with them.
HANDED_ON: tuple[Role, ...] = (
    "economic_buyer",
    "executive_sponsor",
    "champion",
    "backup_champion",
    "technical_lead",
    "analytics_lead",
)


def holders(account: Account, role: Role) -> tuple[Stakeholder, ...]:
    """Everybody who plays a part and has not left, in the order of the record."""
    return tuple(person for person in account.stakeholders if role in person.roles and not has_left(person))


def owner_of(account: Account, role: str | None) -> str | None:
    """Who holds a role, ours or theirs; a role of ours that nobody holds stays a role."""
    if role is None or role in VENDOR_TITLES:
        return role
    people = holders(account, role)  # type: ignore[arg-type]  # a word of the vocabulary, checked at load
    return people[0].id if people else None


def played(account: Account, role: str) -> str:
    """A role of ours as this account has it: where nobody plays it, the CSM does."""
    return role if role in account.vendor_team else "csm"


def has_left(person: Stakeholder) -> bool:
    """Whether a last day is known. Nothing may be built on somebody who is about to go, either."""
    return person.departed_on is not None


def gone(person: Stakeholder, today: date) -> str:
    """What is told of somebody with a last day: ``has left``, or on which day that will be."""
    ahead = person.departed_on is not None and person.departed_on > today
    return f"leaves on {person.departed_on}" if ahead else "has left"


def stakeholder(account: Account, ref: str | None) -> Stakeholder | None:
    """The person with this id."""
    return next((person for person in account.stakeholders if person.id == ref), None)


def name_of(account: Account, ref: str | None) -> str | None:
    """Who is meant: a stakeholder's id and a role of ours become a name, anything else stays as written."""
    if ref is None:
        return None
    person = stakeholder(account, ref)
    return person.name if person else _our_name(account, ref)


def _our_name(account: Account, ref: str) -> str:
    role = ref.casefold().replace("-", "_").replace(" ", "_")
    for known, person in account.vendor_team.items():
        if known == role:
            return person.name
    return VENDOR_TITLES.get(role, ref)


def chain_above(account: Account, person_id: str) -> tuple[str, ...] | None:
    """Ids from a person's boss to the top, as far as known; None for an unknown person and for a circle."""
    person = stakeholder(account, person_id)
    if person is None:
        return None
    chain: list[str] = []
    while person is not None and person.reports_to is not None:
        if person.reports_to == person_id or person.reports_to in chain:
            return None
        chain.append(person.reports_to)
        person = stakeholder(account, person.reports_to)
    return tuple(chain)


def layers_between(account: Account, one: str, other: str) -> int | None:
    """Steps of reporting from one person to the other: 1 for a direct report, None when unknown."""
    if one == other:
        return 0 if stakeholder(account, one) else None
    for low, high in ((one, other), (other, one)):
        chain = chain_above(account, low)
        if chain and high in chain:
            return chain.index(high) + 1
    return None


def reporting_order(account: Account) -> tuple[tuple[Stakeholder, int], ...]:
    """Everybody, each boss before their reports, with the depth; a circle opens at its first person."""
    ordered: list[tuple[Stakeholder, int]] = []
    seen: set[str] = set()
    known = {person.id for person in account.stakeholders}
    tops = [person for person in account.stakeholders if person.reports_to not in known]
    for start in (*tops, *account.stakeholders):
        waiting = [(start, 0)]
        while waiting:
            person, depth = waiting.pop()
            if person.id not in seen:
                seen.add(person.id)
                ordered.append((person, depth))
                waiting += [(report, depth + 1) for report in reversed(_reports(account, person))]
    return tuple(ordered)


def _reports(account: Account, boss: Stakeholder) -> tuple[Stakeholder, ...]:
    return tuple(person for person in account.stakeholders if person.reports_to == boss.id)

"""Who comes to the kickoff: who came, or who is invited, or as long as nobody is, who has a part in it."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from csmkit.core.account import ROLES, Account, Role, Stakeholder, VendorRole
from csmkit.core.journey import JourneyKickoff
from csmkit.core.stakeholders import VENDOR_TITLES, chain_above, has_left, holders

_TECHNICAL_GATES = ("security_review", "architecture_committee", "change_board")

KnownFrom = Literal["attended", "invited", "expected"]


class Guests(NamedTuple):
    """Everybody who comes. `others` are words on the list that name nobody in the record."""

    people: tuple[Stakeholder, ...]
    ours: tuple[str, ...]
    others: tuple[str, ...]
    known_from: KnownFrom

    def playing(self, role: str) -> tuple[Stakeholder, ...]:
        """Those of them who play a part."""
        return tuple(person for person in self.people if role in person.roles)


def is_held(account: Account) -> bool:
    """Whether the kickoff took place: somebody wrote down who came."""
    return bool(account.kickoff.attended)


def is_planned(account: Account, touch: str) -> bool:
    """Whether there is a kickoff to look at: on low-touch it is held only where somebody wants it."""
    kickoff = account.kickoff
    return touch != "low" or bool(kickoff.on or kickoff.invited or kickoff.attended)


def guests(account: Account, kickoff: JourneyKickoff) -> Guests:
    """Who comes to the kickoff of an account."""
    if account.kickoff.attended:
        return _listed(account, account.kickoff.attended, "attended")
    if account.kickoff.invited:
        return _listed(account, account.kickoff.invited, "invited")
    return _expected(account, kickoff)


def theirs(roles: Iterable[str]) -> tuple[Role, ...]:
    """The customer's roles among these, each once, in the order of the vocabulary."""
    wanted = set(roles)
    return tuple(role for role in ROLES if role in wanted)


def ours(roles: Iterable[str]) -> tuple[VendorRole, ...]:
    """Our own roles among these, each once, in the order of their titles."""
    wanted = set(roles)
    return tuple(role for role in VENDOR_TITLES if role in wanted)  # type: ignore[misc]  # its keys are the roles


def technical_work(account: Account) -> str | None:
    """What makes it technical, in words; None where somebody on their side has nothing to build."""
    if account.complexity in ("typical", "deep"):
        return f"the complexity is {account.complexity}"
    if any(gate.kind in _TECHNICAL_GATES for gate in account.gates):
        return "an approval of their technicians is needed"
    if any(item.kind == "integration" for item in account.commitments):
        return "an integration is promised"
    return None


def _expected(account: Account, kickoff: JourneyKickoff) -> Guests:
    owners = {item.owner for item in kickoff.agenda}
    roles = {*kickoff.required, *kickoff.suggested, *account.kickoff.needs, *owners, "technical_lead"}
    people = [person for role in theirs(roles) for person in holders(account, role)]
    team = tuple(role for role in ours(roles) if role in account.vendor_team)
    return Guests(tuple({person.id: person for person in people}.values()), team, (), "expected")


def _listed(account: Account, words: tuple[str, ...], known_from: KnownFrom) -> Guests:
    people: dict[str, Stakeholder] = {}
    # Whoever writes the list rarely writes down their own name.
    team: dict[str, None] = {"csm": None} if "csm" in account.vendor_team else {}
    others: dict[str, None] = {}
    for word in words:
        person, role = _their_person(account, word), _our_role(account, word)
        # Who left later came all the same; who left before will not come.
        if person is not None and (known_from == "attended" or not has_left(person)):
            people[person.id] = person
        elif role is not None:
            team[role] = None
        elif person is None:
            others[word] = None
    return Guests(tuple(people.values()), tuple(team), tuple(others), known_from)


def departed_guests(account: Account) -> tuple[Stakeholder, ...]:
    """People who are still on the list of the invited and have left."""
    named = (_their_person(account, word) for word in account.kickoff.invited)
    return tuple(person for person in named if person is not None and has_left(person))


def _their_person(account: Account, word: str) -> Stakeholder | None:
    folded = word.casefold()
    return next((p for p in account.stakeholders if folded in (p.id, p.name.casefold())), None)


def _our_role(account: Account, word: str) -> str | None:
    role = word.casefold().replace("-", "_").replace(" ", "_")
    if role in VENDOR_TITLES:
        return role
    named = {person.name.casefold(): known for known, person in account.vendor_team.items()}
    return named.get(word.casefold())


def stands_in(account: Account, absent: Stakeholder, present: tuple[Stakeholder, ...]) -> Stakeholder | None:
    """Who comes in somebody's place: the first guest who reports to them, directly or through others."""
    return next((one for one in present if absent.id in (chain_above(account, one.id) or ())), None)

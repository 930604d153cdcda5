"""The handoff brief as a value: what the account executive knows, in the order a CSM needs it.

Internal from end to end. It needs no clock, so that rendering it again changes nothing by itself.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from csmkit.core.account import Account, Commitment, Provenance, RecordedAnswer, Role, Stakeholder
from csmkit.core.answers import NONE
from csmkit.core.commitments import is_unkept
from csmkit.core.milestones import primary_outcome
from csmkit.core.open_questions import standing
from csmkit.core.stakeholders import (
    VENDOR_TITLES,
    has_left,
    holders,
    layers_between,
    name_of,
    reporting_order,
    stakeholder,
)
from csmkit.core.ways_of_working import ways_of_working
from csmkit.dates import long_day

ROLES = {
    "economic_buyer": "economic buyer",
    "executive_sponsor": "executive sponsor",
    "champion": "champion",
    "backup_champion": "backup champion",
    "technical_lead": "technical lead",
    "analytics_lead": "analytics lead",
    "contract_signer": "contract signer",
    "procurement": "procurement",
    "power_user": "power user",
    "user": "user",
}
_SAID = {
    "customer": "the customer said so",
    "account_executive": "the AE said so",
    "inferred": "inferred, not heard",
}
_DOUBTFUL = ("sceptic", "blocker")
_KEY_ROLES: tuple[Role, ...] = ("economic_buyer", "executive_sponsor", "champion", "backup_champion")
_ACCOUNT_EXECUTIVE = "account_executive"


class Completeness(NamedTuple):
    """How much of the interview's core questions is settled."""

    answered: int
    unknown: int
    total: int


class MapPerson(NamedTuple):
    """A person on the people map. `key` names them in the diagram, so that no name has to."""

    key: str
    boss_key: str | None
    depth: int
    name: str
    title: str | None
    roles: tuple[str, ...]
    boss: str | None
    decision_power: int | None
    credibility: int | None
    stance: str | None
    stance_said: str | None
    left_on: date | None
    ways: tuple[str, ...]
    ae_relationship: str | None
    private: str | None


class LedgerLine(NamedTuple):
    """A promise, with what is known about it."""

    promise: str
    kind: str | None
    promised_by: str | None
    promised_to: str | None
    owner: str | None
    due: date | None
    in_writing: bool | None
    status: str
    said: str | None


class Rejected(NamedTuple):
    """What else was on the table."""

    name: str
    got_wrong: str | None
    rejected_because: str | None


class Purchase(NamedTuple):
    """Why they bought, what they turned down, and the politics around it."""

    why_now: str | None
    why_now_said: str | None
    outcome: str | None
    outcome_said: str | None
    alternatives: tuple[Rejected, ...]
    politics: str | None
    politics_said: str | None


class BuyerAndSigner(NamedTuple):
    """Who decides over the money, as against who signed."""

    buyers: tuple[str, ...]
    signers: tuple[str, ...]
    same: bool | None
    champions: tuple[str, ...]
    layers: int | None


class Deal(NamedTuple):
    """The frame of the contract."""

    signed_on: date | None
    renews_on: date | None
    opt_out_by: date | None
    arr: Decimal | None
    currency: str | None


class Warnings(NamedTuple):
    """What to know before reading on."""

    only_said: tuple[str, ...]
    doubtful: tuple[str, ...]
    left: tuple[str, ...]
    missing_roles: tuple[str, ...]


class Ask(NamedTuple):
    """One thing to find out. `since` is there when somebody was asked already and did not know."""

    ask: str
    about: str | None
    since: date | None


class Asks(NamedTuple):
    """Everything to find out from one person or side."""

    of: str
    items: tuple[Ask, ...]


class Said(NamedTuple):
    """An answer that has no field of its own."""

    question: str
    ask: str
    answer: tuple[str, ...]
    said: str | None


class HandoffBrief(NamedTuple):
    """Everything a CSM should know before the kickoff."""

    customer: str
    deal: Deal
    completeness: Completeness | None
    warnings: Warnings
    people: tuple[MapPerson, ...]
    buyer_and_signer: BuyerAndSigner
    purchase: Purchase
    commitments: tuple[LedgerLine, ...]
    headlines: tuple[Said, ...]
    said: tuple[Said, ...]
    nothing_promised: bool
    open_questions: tuple[Asks, ...]
    agenda: tuple[Ask, ...]


def handoff_brief(
    account: Account,
    *,
    asks: Mapping[str, str],
    unasked: Sequence[str] | None = None,
    completeness: Completeness | None = None,
    labels: Mapping[str, str] | None = None,
    headlines: Collection[str] = (),
) -> HandoffBrief:
    """The brief of an account.

    Args:
        account: The record.
        asks: The words of the interview's questions, by id.
        unasked: Ids of core questions that have no answer yet, not even “unknown”; None: not known.
        completeness: The interview's own count, when it was taken.
        labels: What answers without a field of their own are called, by question id; else the question.
        headlines: Ids of questions whose answers stand at the top.
    """
    said = tuple(_said(account, {**asks, **{name: f"{label}:" for name, label in (labels or {}).items()}}))
    return HandoffBrief(
        customer=account.name,
        deal=_deal(account),
        completeness=completeness,
        warnings=_warnings(account),
        people=people_map(account),
        buyer_and_signer=buyer_and_signer(account),
        purchase=_purchase(account),
        commitments=ledger(account),
        headlines=(*_too_late(account), *(item for item in said if item.question in headlines)),
        said=tuple(item for item in said if item.question not in headlines),
        nothing_promised=any(
            a["commitments"].value == NONE for a in account.answers.values() if "commitments" in a
        ),
        open_questions=open_questions(account, asks),
        agenda=next_agenda(account, asks, unasked),
    )


def _too_late(account: Account) -> tuple[Said, ...]:
    """The day nobody can move stands above everything else."""
    day = account.buying.too_late_after
    said = _source(account, "buying", "too_late_after")
    return (Said("too_late_after", "Too late after:", (long_day(day),), said),) if day else ()


def _provenance(account: Account, *path: str) -> Provenance | None:
    """Who said what stands at a path, or else said the item as a whole."""
    steps = range(len(path), 1, -1) if len(path) > 1 else (1,)
    keys = ("/".join(path[:length]) for length in steps)
    return next((account.provenance[key] for key in keys if key in account.provenance), None)


def _source(account: Account, *path: str) -> str | None:
    found = _provenance(account, *path)
    return _SAID[found.said_by] if found else None


def _deal(account: Account) -> Deal:
    contract = account.contract
    return Deal(
        signed_on=contract.signed_on,
        renews_on=contract.renews_on,
        opt_out_by=_opt_out_day(contract.renews_on, contract.notice_days),
        arr=contract.arr,
        currency=contract.currency,
    )


def _opt_out_day(renews_on: date | None, notice_days: int | None) -> date | None:
    """The renewal minus the notice: the date that governs."""
    if renews_on is None or notice_days is None:
        return None
    try:
        return renews_on - timedelta(days=notice_days)
    except OverflowError:
        return None


def _warnings(account: Account) -> Warnings:
    present = [person for person in account.stakeholders if not has_left(person)]
    return Warnings(
        only_said=tuple(
            item.promise for item in account.commitments if is_unkept(item) and item.in_writing is False
        ),
        doubtful=tuple(
            f"{person.name} ({person.stance})" for person in present if person.stance in _DOUBTFUL
        ),
        left=tuple(person.name for person in account.stakeholders if has_left(person)),
        missing_roles=tuple(ROLES[role] for role in _KEY_ROLES if not holders(account, role)),
    )


def people_map(account: Account) -> tuple[MapPerson, ...]:
    """Everybody on the customer's side, each boss before their reports."""
    ordered = reporting_order(account)
    keys = {person.id: f"p{place}" for place, (person, _) in enumerate(ordered, start=1)}
    return tuple(_on_the_map(account, person, depth, keys) for person, depth in ordered)


def _on_the_map(account: Account, person: Stakeholder, depth: int, keys: Mapping[str, str]) -> MapPerson:
    return MapPerson(
        key=keys[person.id],
        boss_key=keys.get(person.reports_to or ""),
        depth=depth,
        name=person.name,
        title=person.title,
        roles=tuple(ROLES[role] for role in person.roles),
        boss=name_of(account, person.reports_to),
        decision_power=person.decision_power,
        credibility=person.credibility,
        stance=person.stance,
        stance_said=_source(account, "stakeholders", person.id, "stance") if person.stance else None,
        left_on=person.departed_on,
        ways=ways_of_working(person.preferences),
        ae_relationship=person.ae_relationship,
        private=person.private,
    )


def buyer_and_signer(account: Account) -> BuyerAndSigner:
    """Who pays, who signed, and how far the champion is from the one who pays."""
    buyers, signers = holders(account, "economic_buyer"), holders(account, "contract_signer")
    champions = holders(account, "champion")
    known = bool(buyers and signers)
    return BuyerAndSigner(
        buyers=tuple(person.name for person in buyers),
        signers=tuple(person.name for person in signers),
        same=bool({p.id for p in buyers} & {p.id for p in signers}) if known else None,
        champions=tuple(person.name for person in champions),
        layers=layers_between(account, champions[0].id, buyers[0].id) if champions and buyers else None,
    )


def _purchase(account: Account) -> Purchase:
    outcome, buying = primary_outcome(account), account.buying
    return Purchase(
        why_now=buying.why_now,
        why_now_said=_source(account, "buying", "why_now"),
        outcome=outcome.statement if outcome else None,
        outcome_said=_source(account, "outcomes", outcome.id, "statement") if outcome else None,
        alternatives=tuple(
            Rejected(other.name, other.got_wrong, other.rejected_because) for other in buying.alternatives
        ),
        politics=buying.politics,
        politics_said=_source(account, "buying", "politics"),
    )


def ledger(account: Account) -> tuple[LedgerLine, ...]:
    """Every promise of the sale; those we still owe come first, the earliest due before the others."""

    def urgency(item: Commitment) -> tuple[bool, bool, date]:
        return not is_unkept(item), item.due_on is None, item.due_on or date.min

    return tuple(_ledger_line(account, item) for item in sorted(account.commitments, key=urgency))


def _ledger_line(account: Account, item: Commitment) -> LedgerLine:
    return LedgerLine(
        promise=item.promise,
        kind=item.kind,
        promised_by=name_of(account, item.promised_by),
        promised_to=name_of(account, item.promised_to),
        owner=name_of(account, item.owner),
        due=item.due_on,
        in_writing=item.in_writing,
        status=item.status,
        said=_source(account, "commitments", item.id, "promise"),
    )


def _said(account: Account, asks: Mapping[str, str]) -> Iterator[Said]:
    of_plays = {run.id for run in account.plays}
    for answers in (told for name, told in account.answers.items() if name not in of_plays):
        for question, answer in answers.items():
            words = tuple(_in_words(account, answer))
            if words:
                said = _SAID[answer.said_by] if answer.said_by else None
                yield Said(question, asks.get(question, _as_words(question)), words, said)


def _in_words(account: Account, answer: RecordedAnswer) -> Iterator[str]:
    value: Any = answer.value
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield ", ".join(f"{_as_words(key)}: {part}" for key, part in item.items() if part)
        elif item:
            yield _readable(name_of(account, item) or item)


def _readable(text: str) -> str:
    try:
        return long_day(date.fromisoformat(text))
    except ValueError:
        return text


def _as_words(question: str) -> str:
    return question.replace("_", " ").capitalize()


def open_questions(account: Account, asks: Mapping[str, str]) -> tuple[Asks, ...]:
    """What nobody could answer yet, grouped by whom to ask; the account executive first."""
    by_person: dict[str, list[Ask]] = {}
    for question in standing(account):
        words = question.ask or asks.get(question.question, _as_words(question.question))
        ask = Ask(words, _name_of_item(account, question.item), question.since)
        by_person.setdefault(question.of, []).append(ask)
    order = sorted(by_person, key=lambda of: of != _ACCOUNT_EXECUTIVE)
    return tuple(Asks(_whom(account, of), tuple(by_person[of])) for of in order)


def _whom(account: Account, of: str) -> str:
    """Whom to ask: a name when one is known, with the part they play."""
    role = next((role for role in ROLES if role == of), None)
    if role is not None:
        names = [
            person.name for person in account.stakeholders if role in person.roles and not has_left(person)
        ]
        return f"{', '.join(names)} ({ROLES[role]})" if names else f"the {ROLES[role]}, not named yet"
    name = name_of(account, of) or of
    title = VENDOR_TITLES.get(of)
    return f"{name} ({title})" if title and name != title else name


def _name_of_item(account: Account, item: str | None) -> str | None:
    """What an open question about one item of a group is about."""
    if item is None:
        return None
    person = stakeholder(account, item)
    named = {
        **{other.id: other.name for other in account.buying.alternatives},
        **{promise.id: promise.promise for promise in account.commitments},
        **{outcome.id: outcome.statement for outcome in account.outcomes},
    }
    return person.name if person else named.get(item, item)


def next_agenda(account: Account, asks: Mapping[str, str], unasked: Sequence[str] | None) -> tuple[Ask, ...]:
    """What to put to the account executive next: open questions first, then core facts nobody has."""
    open_now = tuple(
        Ask(question.ask or asks.get(question.question, _as_words(question.question)), about, question.since)
        for question in standing(account)
        if question.of == _ACCOUNT_EXECUTIVE
        for about in (_name_of_item(account, question.item),)
    )
    # The interview's own questions say it best; the record's gaps stand in where no interview was passed.
    if unasked is None:
        missing = tuple(Ask(words, None, None) for words in _missing_facts(account))
    else:
        missing = tuple(Ask(asks.get(name, _as_words(name)), None, None) for name in unasked)
    return open_now + missing + tuple(_to_confirm(account))


def _missing_facts(account: Account) -> Iterator[str]:
    """Core facts of a handoff that the record does not hold."""
    already = {question.question for question in standing(account)}
    facts: tuple[tuple[str, object, str], ...] = (
        ("economic_buyer", holders(account, "economic_buyer"), "Who decides over the money?"),
        ("contract_signer", holders(account, "contract_signer"), "Who signed the contract?"),
        ("champion", holders(account, "champion"), "Who will use the product every day and speak for it?"),
        ("why_now", account.buying.why_now, "What made them act now and not next year?"),
        ("politics", account.buying.politics, "Who gains and who loses by this purchase?"),
        (
            "alternatives",
            account.buying.alternatives,
            "What else did they look at, and why did they turn it down?",
        ),
        ("outcome", account.outcomes, "What do they want to achieve, in their own words?"),
        ("commitments", account.commitments, "What did we promise, in writing or aloud?"),
    )
    yield from (words for name, fact, words in facts if not fact and name not in already)
    for person in account.stakeholders:
        if not has_left(person) and person.decision_power is None and set(person.roles) & set(_KEY_ROLES):
            yield f"How much does {person.name} decide?"
    for item in account.commitments:
        if is_unkept(item) and item.in_writing is None:
            yield f"Is it in the contract, or was it only said: {item.promise}?"


def _to_confirm(account: Account) -> Iterator[Ask]:
    """Promises that were only said aloud, and facts the brief leans on that nobody said."""
    outcome = primary_outcome(account)
    key_facts: list[tuple[tuple[str, ...], object, str]] = [
        (("buying", "why_now"), account.buying.why_now, "why they bought now"),
        (("buying", "politics"), account.buying.politics, "the politics"),
    ]
    if outcome:
        key_facts.append((("outcomes", outcome.id, "statement"), outcome.statement, "the business outcome"))
    key_facts += [
        (("stakeholders", person.id, "stance"), person.stance, f"where {person.name} stands")
        for person in account.stakeholders
    ]
    key_facts += [
        (("commitments", item.id, "promise"), item.promise, f"the promise “{item.promise}”")
        for item in account.commitments
    ]
    for item in account.commitments:
        if is_unkept(item) and item.in_writing is False:
            yield Ask(f"Get it confirmed in writing, or say what it was: {item.promise}", None, None)
    for path, fact, words in key_facts:
        found = _provenance(account, *path)
        if fact and found and found.said_by == "inferred":
            yield Ask(f"Confirm {words}: it was inferred, nobody said it.", None, None)

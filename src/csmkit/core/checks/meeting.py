"""Whether the kickoff is prepared and worth the hour, and whether anything is left of it afterwards."""

from typing import TYPE_CHECKING

from csmkit.core.attendance import is_held, is_planned, theirs
from csmkit.core.checks.rule import CannotTell, Case, Found, Hit, Rule, rule
from csmkit.core.completeness import held
from csmkit.core.stakeholders import holders
from csmkit.core.working_days import working_days

if TYPE_CHECKING:
    from csmkit.core.agenda import AgendaPart
    from csmkit.core.kickoff import KickoffAgenda


def is_ahead(case: Case) -> bool:
    """Whether the kickoff is planned and still to come."""
    return is_planned(case.account, case.journey.touch) and not is_held(case.account)


@rule(
    "KCK201",
    "error",
    "The account executive was asked before the kickoff",
    """Two sittings with the account executive come first. Whoever walks into the kickoff without them asks
    the customer what the customer has told us for months, in front of their own boss.""",
)
def handed_over_first(case: Case) -> Found:
    if not is_ahead(case):
        return
    if not case.sittings:
        yield CannotTell("needs the handoff interview", "csmkit playbook check")
    done = held(case.account, case.journey.handoff)
    for session, title in case.sittings.items():
        if session not in done:
            told = f"The sitting “{title}” is not held, and the kickoff comes after it."
            mend = f"{case.command('handoff')} --session {session}"
            yield Hit(told, mend, "sessions", case.lighter_on_low_touch)


@rule(
    "KCK202",
    "warning",
    "The kickoff has a day",
    """A kickoff without a day drifts, and the clock of the first value runs from the signature. Make it a
    day on which people work.""",
    touch=("high", "mid"),
)
def has_a_day(case: Case) -> Found:
    if not is_ahead(case):
        return
    on, account = case.account.kickoff.on, case.account
    book = case.log("booked kickoff --to DATE")
    if on is None:
        yield Hit("The kickoff has no day.", book, "kickoff/on")
        return
    freezes = [(freeze.from_on, freeze.until_on) for freeze in account.freezes]
    if on < case.today:
        told = f"The kickoff was planned for {on}, and nobody has said who came."
        mend = f"{case.log('kickoff WHO…')} --on {on}, or {book}"
        yield Hit(told, mend, "kickoff/on")
    elif not working_days(account.country, freezes).is_working(on):
        yield Hit(f"The kickoff is on {on}, a day on which they do not work.", book, "kickoff/on")


@rule(
    "KCK203",
    "warning",
    "The outcome can be measured",
    """Before the kickoff ends it has to be clear where the number comes from, where both sides see it and
    who reports it, and somebody has to have seen it come out. Otherwise it turns out at month six that
    nobody can tell whether it worked.""",
    touch=("high", "mid"),
)
def can_be_measured(case: Case) -> Found:
    tracking = case.account.tracking
    facts: tuple[tuple[str, object, str], ...] = (
        ("source", tracking.source, "Nobody has said which system the number comes from."),
        ("dashboard", tracking.dashboard, "Nobody has said where both sides can see the number."),
        ("reported_by", tracking.reported_by, "Nobody is named who reports the number on their side."),
        ("verified_on", tracking.verified_on, "Nobody has seen the number come out yet."),
    )
    for name, fact, told in facts if is_ahead(case) else ():
        if not fact:
            yield Hit(told, case.command("interview") + " analytics-lead", f"tracking/{name}")


@rule(
    "KCK204",
    "info",
    "The account executive opens it with us",
    """When the account executive says the first words and hands over in front of everybody, the customer
    sees one team. It costs three minutes.""",
    touch=("high", "mid"),
)
def opened_together(case: Case) -> Found:
    if is_ahead(case) and case.account.kickoff.ae_co_presents is not True:
        told = "The account executive does not open the kickoff with us."
        yield Hit(told, f"agree on it, then {case.fill('kickoff.ae_co_presents')}", "kickoff/ae_co_presents")


@rule(
    "KCK301",
    "error",
    "Generic agenda: it says what this customer wants",
    """An agenda that would fit any customer tells this one that we do not know what they are trying to
    reach. Their outcome comes first, in their words, and then what is true only for them.""",
)
def agenda_is_theirs(case: Case) -> Found:
    if not is_ahead(case):
        return
    facts = _agenda(case).own_facts
    if "the outcome in their words" not in facts:
        told = f"Generic agenda: it does not say what {case.account.name} wants to reach."
        yield Hit(told, case.command("plan draft"), "outcomes", case.lighter_on_low_touch)
    elif len(facts) <= 2:  # noqa: PLR2004 - the outcome and the names alone would fit every project
        told = (
            "Generic agenda: beside the outcome there is no promise, no approval and no first result in it."
        )
        yield Hit(told, case.command("plan draft"), "first_value/definition", "warning")


@rule(
    "KCK302",
    "warning",
    "The outcome comes first",
    """People remember what a meeting began with. If it begins with us, with a tool or with a calendar,
    that is what it was about.""",
)
def outcome_first(case: Case) -> Found:
    parts = _parts(case) if is_ahead(case) else ()
    if parts and parts[0].kind != "outcome":
        told = f"The agenda begins with “{parts[0].title}” and not with the outcome."
        yield Hit(told, f"put the outcome first in playbooks/{case.account.journey}.yaml", "kickoff/agenda")


@rule(
    "KCK303",
    "error",
    "Feature dump: the product is not the agenda",
    """A walk through the product fills an hour by itself, and the customer leaves without knowing how it
    helps them. Show the one thing that their first result needs, and keep the rest for the training.""",
)
def no_feature_dump(case: Case) -> Found:
    if not is_ahead(case):
        return
    parts = _parts(case)
    shown = sum(part.minutes for part in parts if part.kind == "product")
    most = case.journey.kickoff.product_share
    if shown * 100 > parts[-1].end * most:
        told = (
            f"Feature dump: {shown} of {parts[-1].end} minutes go to the product, more than {most} percent."
        )
        mend = f"shorten what is of kind product in kickoff.agenda, in {case.file} or in the journey"
        yield Hit(told, mend, "kickoff/agenda")


@rule(
    "KCK304",
    "warning",
    "The agenda fits into the meeting",
    """What does not fit is cut in the room, and it is always the end that is cut: who does what by when.""",
)
def agenda_fits(case: Case) -> Found:
    if not is_ahead(case):
        return
    from csmkit.core.agenda import agenda_items, meant_length
    from csmkit.core.audience import for_customer

    seen = for_customer(case.account)
    wanted = sum(item.minutes for item in agenda_items(seen, case.journey))
    length = meant_length(seen, case.journey)
    if wanted > length:
        told = f"The agenda wants {wanted} minutes and the meeting has {length}, so every part gets less."
        mend = f"open {case.file} and fill kickoff.minutes, or take something off kickoff.agenda"
        yield Hit(told, mend, "kickoff/minutes")


@rule(
    "KCK305",
    "warning",
    "Every part is led by somebody who comes",
    """A part that nobody leads is led by us, and the customer becomes the audience of their own project.""",
    touch=("high", "mid"),
)
def led_by_somebody(case: Case) -> Found:
    if not is_ahead(case):
        return
    from csmkit.core.agenda import agenda_items
    from csmkit.core.audience import for_customer

    items = agenda_items(for_customer(case.account), case.journey)
    for part, item in zip(_parts(case), items, strict=True):
        if part.leader is None:
            told = f"Nobody comes to lead “{part.title}”."
            yield Hit(told, _to_lead(case, item.owner), "kickoff/invited")


def _to_lead(case: Case, owner: str) -> str:
    """How a part gets somebody to lead it: invite who has the role, or give it to somebody."""
    role = next(iter(theirs((owner,))), None)
    people = holders(case.account, role) if role else ()
    if people or owner in case.account.vendor_team:
        return f"{case.command('kickoff invite')} {people[0].id if people else owner}"
    return f"give somebody the role {owner} in {case.file}, or let somebody else lead it"


@rule(
    "KCK401",
    "warning",
    "The kickoff left something in writing",
    """What was decided lives in as many versions as there were people, until it is written down. Do it on
    the same day, while everybody still remembers the same meeting.""",
    touch=("high", "mid"),
)
def debriefed(case: Case) -> Found:
    kickoff = case.account.kickoff
    if is_held(case.account) and not kickoff.decisions and kickoff.outcome_measurable is None:
        told = (
            f"The kickoff{f' of {kickoff.on}' if kickoff.on else ''} was held and nothing of it is written."
        )
        yield Hit(told, case.command("kickoff debrief"), "kickoff/decisions")


@rule(
    "KCK402",
    "warning",
    "What cannot be measured is being built",
    """If the kickoff showed that the outcome cannot be measured, the measurement is part of the work, with
    an owner and a day. Until then nobody can say whether it is worth renewing.""",
)
def measurement_is_built(case: Case) -> Found:
    account = case.account
    if account.kickoff.outcome_measurable is False and account.tracking.verified_on is None:
        told = "The kickoff showed that the outcome cannot be measured yet, and nobody has seen the number."
        yield Hit(told, case.fill("tracking.verified_on"), "tracking/verified_on")


def _agenda(case: Case) -> "KickoffAgenda":
    from csmkit.core.audience import for_customer
    from csmkit.core.kickoff import kickoff_agenda

    return kickoff_agenda(for_customer(case.account), case.journey)


def _parts(case: Case) -> "tuple[AgendaPart, ...]":
    from csmkit.core.agenda import agenda_parts
    from csmkit.core.audience import for_customer

    return agenda_parts(for_customer(case.account), case.journey)


RULES: tuple[Rule, ...] = (
    handed_over_first,
    has_a_day,
    can_be_measured,
    opened_together,
    agenda_is_theirs,
    outcome_first,
    no_feature_dump,
    agenda_fits,
    led_by_somebody,
    debriefed,
    measurement_is_built,
)

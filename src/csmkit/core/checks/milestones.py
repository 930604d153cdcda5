"""Whether the milestones can be met and seen to be met, and whether first value is this customer's."""

import re
from datetime import date

from csmkit.core.account import Milestone
from csmkit.core.checks.rule import CannotTell, Case, Found, Hit, Rule, rule
from csmkit.core.milestones import due_day, primary_outcome
from csmkit.core.timeline import value_checkpoints, value_target, window_days, window_of

_OWNED_BY_CUSTOMER = (4, 10)
_FIRST_VALUE_DAY, _LATEST_END_FOR_IT = 60, 90
_GENERIC = re.compile(
    r"\b(onboarding (?:is )?complete\w*|complete\w* (?:the )?onboarding|go[- ]?live|is live|goes live|"
    r"(?:all |every )?users? (?:have |has |are )?(?:logged|log|signed|trained|active)|"
    r"accounts? (?:is |are )?(?:set up|configured|provisioned)|"
    r"(?:product|platform|tool|system|software) is (?:configured|set up|installed|in use|used)|"
    r"first log ?in)\b",
    re.IGNORECASE,
)
_MORE_THAN_CHANCE = 2  # words in common; one happens


def _open(case: Case) -> list[Milestone]:
    return [m for m in case.account.milestones if m.met_on is None or m.met_on > case.today]


def _done(case: Case) -> list[Milestone]:
    return [m for m in case.account.milestones if m.met_on is not None and m.met_on <= case.today]


def _path(milestone: Milestone, field: str) -> str:
    return f"milestones/{milestone.id}/{field}"


@rule(
    "PLN201",
    "error",
    "A milestone at every checkpoint",
    """30, 60, 90 and 180 days (or the days of your journey) are when a slipping plan can still be caught.
    A checkpoint nobody described passes unnoticed.""",
)
def checkpoints_covered(case: Case) -> Found:
    there = {milestone.day for milestone in case.account.milestones}
    for milestone in case.journey.milestones:
        if milestone.day not in there:
            yield Hit(f"There is no milestone for day {milestone.day}.", case.draft, "milestones")


@rule(
    "PLN202",
    "error",
    "How a milestone can be told",
    """“Rolled out” means something else to each side. With a measure, nobody has to debate on the day
    itself whether it is met.""",
)
def milestones_measured(case: Case) -> Found:
    for milestone in _open(case):
        if not milestone.measure:
            told = f"Milestone {milestone.id} does not say how anybody can tell that it is met."
            yield Hit(told, case.draft, _path(milestone, "measure"))


@rule(
    "PLN203",
    "error",
    "An owner on both sides",
    """A milestone only we drive is our project; one only they drive is a hope. Two names, one on each
    side, and it gets done.""",
)
def milestones_owned(case: Case) -> Found:
    for milestone in _open(case):
        for field, whose in (("owner", "our side"), ("customer_owner", "the customer's side")):
            if not getattr(milestone, field):
                told = f"Milestone {milestone.id} has no owner on {whose}."
                yield Hit(told, case.draft, _path(milestone, field))


@rule(
    "PLN204",
    "error",
    "A day for each milestone",
    """Without a day a milestone cannot be late, so nobody hurries and nobody asks.""",
)
def milestones_dated(case: Case) -> Found:
    for milestone in _open(case):
        if due_day(case.account, milestone) is None:
            told = f"Milestone {milestone.id} has no day."
            yield Hit(told, case.draft, _path(milestone, "due_on"))


@rule(
    "PLN205",
    "warning",
    "Milestones that the customer drives",
    """Where fewer than four in ten milestones have an owner at the customer, the onboarding is done to
    them and not by them. What they drive themselves they keep.""",
)
def customer_drives(case: Case) -> Found:
    milestones = case.account.milestones
    if not milestones:
        yield CannotTell("needs milestones", case.draft, "milestones")
        return
    theirs = sum(milestone.customer_owner is not None for milestone in milestones)
    share, of = _OWNED_BY_CUSTOMER
    if theirs * of < len(milestones) * share:
        told = f"{theirs} of {len(milestones)} milestones have an owner on the customer's side"
        yield Hit(f"Only {told}.", case.draft, "milestones")


@rule(
    "PLN206",
    "error",
    "Evidence for what is called met",
    """A milestone is met when something shows it. Without evidence it is an impression, and the cadence
    would drop on it.""",
)
def met_with_evidence(case: Case) -> Found:
    for milestone in _done(case):
        if not (milestone.evidence or "").strip():
            mend = case.log(f'met {milestone.id} --evidence "…" --by WHO')
            yield Hit(
                f"Milestone {milestone.id} is called met without evidence.",
                mend,
                _path(milestone, "evidence"),
            )


@rule(
    "PLN207",
    "warning",
    "The customer's word that it is met",
    """We are the last to be believed about our own success. A name on their side makes the milestone count
    in the next business review.""",
)
def met_and_confirmed(case: Case) -> Found:
    for milestone in _done(case):
        if not milestone.confirmed_by:
            mend = case.log(f'met {milestone.id} --evidence "…" --by WHO --on {milestone.met_on}')
            told = f"Milestone {milestone.id} is called met, and nobody on the customer's side confirmed it."
            yield Hit(told, mend, _path(milestone, "confirmed_by"))


@rule(
    "PLN208",
    "error",
    "Milestones past their day",
    """A missed milestone that stays in the plan with its old day teaches everybody that days do not
    matter. Meet it, or move it with a reason.""",
)
def not_past_their_day(case: Case) -> Found:
    for milestone in _open(case):
        due = due_day(case.account, milestone)
        if due and due < case.today and not _before_it_was_added(case, due):
            mend = (
                case.log(f'met {milestone.id} --evidence "…"')
                + f', or moved {milestone.id} --to DATE --reason "…"'
            )
            told = f"Milestone {milestone.id} was due on {due} and is not met."
            yield Hit(told, mend, _path(milestone, "due_on"))


def _before_it_was_added(case: Case, due: date) -> bool:
    """Whether a day had passed when an onboarding under way was added."""
    added = case.account.added_on
    return case.account.in_flight and added is not None and due < added


@rule(
    "PLN210",
    "error",
    "What first value means here",
    """First value is the moment this customer feels the outcome, even at small scale. Unless it is written
    down for them, everybody reaches it on the day that suits them.""",
)
def first_value_defined(case: Case) -> Found:
    if not (case.account.first_value.definition or "").strip():
        told = "It is not written down how this customer would recognise first value."
        yield Hit(told, case.draft, "first_value/definition")


@rule(
    "PLN211",
    "error",
    "First value is about their outcome",
    """“Onboarding completed” and “all users logged in” are true for any customer and mean nothing to this
    one. A customer who completed the onboarding without feeling the result has not reached first value.""",
)
def first_value_specific(case: Case) -> Found:
    definition = case.account.first_value.definition
    if not definition:
        yield CannotTell("needs what first value means", case.draft, "first_value/definition")
    elif _GENERIC.search(definition) and not _speaks_of_the_outcome(case, definition):
        told = "First value is generic to the product; say what this customer gets done, for whom, how fast."
        yield Hit(told, case.redraft, "first_value/definition")


def _speaks_of_the_outcome(case: Case, text: str) -> bool:
    outcome = primary_outcome(case.account)
    words = _long_words(f"{outcome.statement} {outcome.metric or ''}") if outcome else set()
    return bool(words & _long_words(text))


def _long_words(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"\w{4,}", text.casefold())} - {
        "platf",
        "produ",
        "users",
        "syste",
    }


@rule(
    "PLN212",
    "error",
    "First value inside its window",
    """Simple products reach first value in 14 to 30 days, most in 30 to 90, deep integrations in 90 to
    180. Customers who get there inside the window renew more often; a day beyond its end is an early
    warning, and day 60 is no measure for everybody.""",
)
def first_value_in_window(case: Case) -> Found:
    first, window = case.account.first_value, window_days(case.account, case.journey)
    if window is None:
        needs = "needs the complexity of the account and the day of signature"
        yield CannotTell(needs, case.fill("complexity"), "complexity")
        return
    if first.reached_on is None and window[1] < case.today:
        mend = case.log('first-value --evidence "…"') + f", or {case.command('plan timeline')}"
        yield Hit(f"First value is not reached, and its window ended on {window[1]}.", mend, "first_value")
    elif first.reached_on is None and first.target_on and first.target_on > window[1]:
        told = f"First value is planned for {first.target_on}, after its window ends on {window[1]}"
        yield Hit(f"{told}.", case.command("plan timeline"), "first_value/target_on")


@rule(
    "PLN213",
    "warning",
    "First value at day 60",
    """Where first value is due by day 90, the checkpoint at day 60 is where the customer feels the outcome
    for the first time. Another thing at day 60 means that first value was forgotten, or hides at day
    90.""",
)
def day_60_is_first_value(case: Case) -> Found:
    window = window_of(case.account, case.journey)
    if window is None or not _FIRST_VALUE_DAY <= window.to_day <= _LATEST_END_FOR_IT:
        return
    milestone = next((m for m in case.account.milestones if m.day == _FIRST_VALUE_DAY), None)
    if milestone is None:
        return
    words = f"{milestone.title} {milestone.measure or ''}"
    named = re.search(r"first (value|result)", words, re.IGNORECASE)
    definition = case.account.first_value.definition or ""
    if (
        not named
        and len(_long_words(words) & _long_words(definition)) < _MORE_THAN_CHANCE
        and not _speaks_of_the_outcome(case, words)
    ):
        told = f"Milestone {milestone.id} is not first value: the customer feels no result at day 60."
        yield Hit(told, case.redraft, _path(milestone, "title"))


@rule(
    "PLN214",
    "error",
    "A day for first value",
    """The date everything else is counted back from. Without it no approval is urgent.""",
)
def first_value_dated(case: Case) -> Found:
    first = case.account.first_value
    if first.reached_on is None and first.target_on is None:
        offered = value_target(case.account, case.journey)
        hint = f"; {offered} would be the day of the plan" if offered else ""
        yield Hit(f"First value has no planned day{hint}.", case.draft, "first_value/target_on")


@rule(
    "PLN215",
    "error",
    "First value before it comes too late for them",
    """An audit, a season or an expiring contract does not move. A first value planned after that day has
    failed on the day it is written down, however well everything goes.""",
)
def first_value_in_time(case: Case) -> Found:
    first, too_late = case.account.first_value, case.account.buying.too_late_after
    if first.reached_on is None and too_late and first.target_on and first.target_on > too_late:
        told = (
            f"First value is planned for {first.target_on}, and it comes too late for them after {too_late}"
        )
        mend = case.log('moved first-value --to DATE --reason "…"')
        yield Hit(f"{told}.", mend, "first_value/target_on")


@rule(
    "PLN216",
    "error",
    "One day for first value",
    """The first result and its checkpoint are the same thing. With two days in one plan, each side
    remembers the one it likes better.""",
)
def one_day_for_first_value(case: Case) -> Found:
    first = case.account.first_value
    checkpoints = value_checkpoints(case.journey, case.account.complexity)
    for milestone in _open(case):
        due = due_day(case.account, milestone)
        if milestone.id in checkpoints and first.reached_on is None and first.target_on not in (None, due):
            told = (
                f"First value is planned for {first.target_on}, and its checkpoint {milestone.id} for {due}."
            )
            mend = case.log(f'moved {milestone.id} --to {first.target_on} --reason "…"')
            yield Hit(told, mend, _path(milestone, "due_on"))


RULES: tuple[Rule, ...] = (
    checkpoints_covered,
    milestones_measured,
    milestones_owned,
    milestones_dated,
    customer_drives,
    met_with_evidence,
    met_and_confirmed,
    not_past_their_day,
    first_value_defined,
    first_value_specific,
    first_value_in_window,
    day_60_is_first_value,
    first_value_dated,
    first_value_in_time,
    one_day_for_first_value,
)

"""Whether the outcome is a business result that an executive would defend, with a start, an end and a day."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from csmkit.core.account import Outcome
from csmkit.core.checks.rule import CannotTell, Case, Found, Hit, Rule, rule
from csmkit.core.milestones import primary_outcome
from csmkit.core.stakeholders import gone, has_left, stakeholder
from csmkit.core.trajectory import NEEDS_TARGET, trajectory

# Spoken of our product, or of how people feel about it, rather than of their business.
_SATISFACTION = re.compile(
    r"\b(nps|csat|net promoter|satisfaction score|happiness|health score)\b", re.IGNORECASE
)
_USAGE = re.compile(
    r"\b(?:us(?:e|es|ing|age)|adopt\w*|roll\w* out|implement\w*|onboard\w*)\b.{0,40}"
    r"\b(?:platform|product|tool|software|app|solution|features?|licen[cs]es?|seats?)\b|"
    r"\b(?:active users|log ?-?ins?|(?:feature|product|seat) usage|user adoption|adoption rate)\b",
    re.IGNORECASE,
)
_ALIKE = 0.9
_FIRST_READING = 30  # days after signature: before the first workflow is live there is nothing to read


def _outcome(case: Case) -> Outcome | None:
    return primary_outcome(case.account)


def _path(outcome: Outcome, field: str) -> str:
    return f"outcomes/{outcome.id}/{field}"


@rule(
    "PLN101",
    "error",
    "A business outcome",
    """The plan is there to reach it. Without the outcome, milestones measure our work and not the
    customer's gain, and nobody can say at the renewal whether it was worth it.""",
)
def outcome_there(case: Case) -> Found:
    if _outcome(case) is None:
        yield Hit("There is no business outcome.", case.draft, "outcomes")


@rule(
    "PLN102",
    "error",
    "The outcome is a business metric",
    """An executive defends revenue, cost, time or risk before the board, not the use of somebody's product
    and not a satisfaction score. An outcome that is really usage is reached on the day the product is
    switched on and forgotten the day after. On mid- and low-touch journeys adoption or activation may
    be the measure.""",
)
def outcome_is_business(case: Case) -> Found:
    outcome = _outcome(case)
    if outcome is None:
        yield CannotTell("needs an outcome", case.draft, "outcomes")
        return
    words = f"{outcome.statement}\n{outcome.metric or ''}"
    if _SATISFACTION.search(words):
        told = "is a satisfaction score; name the business result behind it"
        yield Hit(f"The outcome {told}.", case.redraft, _path(outcome, "statement"))
    elif is_usage(outcome) and not {"adoption", "activation"} & set(case.journey.measures):
        told = "is the use of a product; say what gets faster, cheaper, safer or more"
        yield Hit(f"The outcome {told}.", case.redraft, _path(outcome, "statement"))


def is_usage(outcome: Outcome) -> bool:
    """Whether it is the use of a product and no result of the business."""
    return any(_USAGE.search(line) for line in (outcome.statement, outcome.metric or ""))


@rule(
    "PLN103",
    "error",
    "The metric that moves",
    """A wish becomes an outcome when both sides watch the same number. Without it the review at the
    renewal is about impressions.""",
)
def metric_named(case: Case) -> Found:
    outcome = _outcome(case)
    if outcome and not outcome.metric:
        yield Hit("The outcome has no metric.", case.draft, _path(outcome, "metric"))


@rule(
    "PLN104",
    "error",
    "The baseline with its source and day",
    """The start cannot be measured afterwards. A value without a source is an opinion, and one without a
    day cannot be compared.""",
)
def baseline_known(case: Case) -> Found:
    outcome = _outcome(case)
    if outcome is None:
        return
    baseline = outcome.baseline
    if baseline is None:
        yield Hit("The outcome has no baseline.", case.draft, _path(outcome, "baseline"))
        return
    for field, words in (("source", "source"), ("as_of", "day on which it was read")):
        if getattr(baseline, field) is None:
            path = _path(outcome, f"baseline/{field}")
            yield Hit(f"The baseline has no {words}.", case.draft, path)


@rule(
    "PLN105",
    "error",
    "A target away from the baseline",
    """Only a number shows whether the outcome was reached. A target that equals the baseline asks for
    nothing.""",
)
def target_set(case: Case) -> Found:
    outcome = _outcome(case)
    if outcome is None:
        return
    if outcome.target is None:
        yield Hit("The outcome has no target.", case.draft, _path(outcome, "target"))
    elif outcome.baseline and outcome.baseline.value == outcome.target:
        yield Hit("The target is where the baseline is.", case.redraft, _path(outcome, "target"))


@rule(
    "PLN106",
    "error",
    "The day of the target",
    """A target without a day is never missed. The day also shows whether the result is there before the
    renewal is decided.""",
)
def target_dated(case: Case) -> Found:
    outcome = _outcome(case)
    if outcome and outcome.by is None:
        yield Hit("The outcome has no day by which it is reached.", case.draft, _path(outcome, "by"))


@rule(
    "PLN107",
    "error",
    "Who defends the outcome",
    """An outcome without an executive who would defend it before the board loses its priority when the
    year gets busy. That person is usually the sponsor.""",
)
def outcome_defended(case: Case) -> Found:
    outcome = _outcome(case)
    if outcome is None:
        return
    path, defender = _path(outcome, "defended_by"), stakeholder(case.account, outcome.defended_by)
    if outcome.defended_by is None:
        yield Hit("Nobody is named who defends the outcome before the board.", case.draft, path)
    elif defender and has_left(defender):
        yield Hit(
            f"{defender.name}, who defended the outcome, {gone(defender, case.today)}.", case.draft, path
        )


@rule(
    "PLN108",
    "warning",
    "The trajectory of the outcome",
    """Attainment (how much of the way from baseline to target is done) against the share of time that is
    gone. A quarter behind is more than noise, and there is still time to change the plan; at the
    renewal there is not.""",
)
def on_trajectory(case: Case) -> Found:
    outcome = _outcome(case)
    if outcome is None:
        return
    found = trajectory(outcome, case.account.contract.signed_on, case.today)
    if found == NEEDS_TARGET:
        yield CannotTell(found, case.draft, f"outcomes/{outcome.id}")
    elif isinstance(found, str):
        if not outcome.readings and (case.day or 0) < _FIRST_READING:
            return
        yield CannotTell(found, case.log('reading NUMBER --source "…"'), _path(outcome, "readings"))
    elif found.is_behind:
        mend = case.command("plan timeline")
        yield Hit(f"The outcome is behind: {found.told}.", mend, _path(outcome, "readings"))


@rule(
    "PLN109",
    "error",
    "An outcome of their own",
    """Two customers do not have the same outcome in the same words. A copied outcome shows the customer
    that nobody asked.""",
)
def outcome_their_own(case: Case) -> Found:
    outcome = _outcome(case)
    if outcome is None:
        return
    for name, statements in case.other_outcomes.items():
        if any(_alike(outcome.statement, statement) for statement in statements):
            told = f"The outcome reads like that of {name}"
            yield Hit(
                f"{told}; ask this customer in their own words.",
                case.redraft,
                _path(outcome, "statement"),
            )


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(a=_words(one), b=_words(other), autojunk=False)
    # The quick ratios are upper bounds: in a book of hundreds they spare almost every real comparison.
    ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(ratio() >= _ALIKE for ratio in ratios)


@lru_cache(maxsize=4096)
def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


@rule(
    "PLN110",
    "info",
    "The outcome in the customer's words",
    """What Sales heard and what the customer means are often two sentences. Read it back once and the plan
    is theirs.""",
)
def outcome_in_their_words(case: Case) -> Found:
    outcome = _outcome(case)
    if outcome is None or case.account.plan.agreed_on is not None:
        return
    said = case.account.provenance.get(f"outcomes/{outcome.id}/statement")
    if said is not None and said.said_by != "customer":
        told = "was not said by the customer; read it back to the champion"
        yield Hit(f"The outcome's wording {told}.", case.command("plan review"), _path(outcome, "statement"))


RULES: tuple[Rule, ...] = (
    outcome_there,
    outcome_is_business,
    metric_named,
    baseline_known,
    target_set,
    target_dated,
    outcome_defended,
    on_trajectory,
    outcome_their_own,
    outcome_in_their_words,
)

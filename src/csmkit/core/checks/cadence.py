"""Whether the meeting rhythm fits the evidence, was told, and keeps what was promised with it."""

from datetime import timedelta

from csmkit.core.account import LogEntry
from csmkit.core.availability import answers_until, late_replies
from csmkit.core.cadence import (
    LATELY,
    Verdict,
    cadence_verdict,
    evidence_since,
    is_fresh,
    is_slower,
    last_assessment,
)
from csmkit.core.checks.rule import CannotTell, Case, Found, Hit, Rule, rule
from csmkit.core.milestones import missed_since
from csmkit.core.rhythm_change import Announcement, announcement
from csmkit.core.stakeholders import stakeholder

_A_WORD = timedelta(days=14)  # what came in since is told at the next meeting
_WHO_DECIDES = {"economic_buyer", "executive_sponsor"}


def _verdict(case: Case) -> Verdict:
    return cadence_verdict(case.account, case.journey, case.today)


def _announcement(case: Case) -> Announcement | None:
    return announcement(case.account, case.journey, _verdict(case), case.today)


@rule(
    "CAD101",
    "error",
    "A rhythm was agreed",
    """Without an agreed rhythm every meeting is a request, and nobody notices when there are fewer of
    them.""",
    touch=("high", "mid"),
)
def rhythm_agreed(case: Case) -> Found:
    kickoff = case.account.kickoff.on
    if case.account.cadence.rhythm is None and kickoff is not None and kickoff < case.today:
        mend = case.log(f"rhythm {case.journey.onboarding_rhythm}")
        yield Hit("No meeting rhythm is recorded since the kickoff.", mend, "cadence/rhythm")


@rule(
    "CAD102",
    "warning",
    "The rhythm does not stay high without a reason",
    """Too slow a drop wastes the customer's time and looks like doubt. Where the evidence speaks for it,
    tell them and drop. Two weeks are enough to say so; `csmkit today` proposes it from the first day.""",
)
def not_too_slow(case: Case) -> Found:
    told = _announcement(case)
    if told is None or told.standing != "decided, not told":
        return
    if told.starts_on and told.starts_on > case.today:
        return
    since = evidence_since(case.account, case.journey, case.today)
    if since is not None and case.today <= since + _A_WORD:
        return
    now = case.account.cadence.rhythm or case.journey.onboarding_rhythm
    message = f"Everything due is met with evidence since {since}, and the rhythm is still {now}."
    mend = case.command("cadence announce")
    yield Hit(message, mend, "cadence/rhythm")


@rule(
    "CAD103",
    "error",
    "The rhythm does not drop over a missed milestone",
    """The rhythm drops on evidence. A missed milestone keeps it high until it is met; a customer left
    alone with it reads the silence as giving up. A new day that was agreed before the old one passed is
    not a miss; one agreed after it is.""",
)
def not_too_fast(case: Case) -> Found:
    now = case.account.cadence.rhythm
    if now is None or not is_slower(now, case.journey.onboarding_rhythm):
        return
    for milestone in case.account.milestones:
        missed = missed_since(case.account, milestone, case.today)
        if missed is not None:
            mend = case.log(f"rhythm {case.journey.onboarding_rhythm}")
            told = f"The rhythm is {now}, and milestone {milestone.id} is missed since {missed}."
            yield Hit(told, mend, "cadence/rhythm")


@rule(
    "CAD104",
    "warning",
    "The drop was announced",
    """A drop that is announced reads as graduation; one that is noticed reads as neglect.""",
)
def drop_announced(case: Case) -> Found:
    told = _announcement(case)
    if told is None:
        return
    mend = case.log("sent cadence-change WHO")
    if told.standing == "dropped, not told":
        message = f"The rhythm is {told.to}, and it is not recorded that the customer was told."
        yield Hit(message, mend, "cadence/announced_on")
    elif told.starts_on and told.standing == "decided, not told" and told.starts_on <= case.today + _A_WORD:
        message = (
            f"From {told.starts_on} on you meet {told.to}, and it is not recorded that the customer knows."
        )
        yield Hit(message, mend, "cadence/announced_on")


@rule(
    "CAD105",
    "info",
    "A fresh look before the drop",
    """Champions change and priorities move. Before the rhythm drops, look at the maturity again if the
    last assessment is older than sixty days.""",
)
def assessed_lately(case: Case) -> Found:
    verdict, run = _verdict(case), last_assessment(case.account, case.journey, case.today)
    if verdict.decision != "cannot tell" or len(verdict.waiting) > 1:
        return
    if run is None:
        yield CannotTell("needs an assessment", case.command("assess"), "assessments")
    elif not is_fresh(run, case.today):
        told = f"All a drop waits for is a fresh assessment: the last one is of {run.on}."
        yield Hit(told, case.command("assess"), "assessments")


@rule(
    "CAD106",
    "warning",
    "Answers within a day, all of year one",
    """Whatever the rhythm, a customer in the first year has an answer within a day. That they can reach
    you carries the relationship through fewer meetings. Only replies that were logged as late count.""",
)
def answers_in_time(case: Case) -> Found:
    late = [day for day in late_replies(case.account, case.today) if day + LATELY >= case.today]
    if late and answers_until(case.account, case.today):
        count = "One reply was" if len(late) == 1 else f"{len(late)} replies were"
        told = f"{count} late in the last {LATELY.days} days, the last one on {late[-1]}."
        yield Hit(told, case.log("message WHO"), "log")


@rule(
    "CAD107",
    "warning",
    "An executive in the business review",
    """A business review without the executive who owns the result turns into a status meeting, and when
    the renewal comes nobody who decides remembers what was reached.""",
    touch=("high", "mid"),
)
def executive_in_review(case: Case) -> Found:
    reviews = [entry for entry in case.account.log if entry.kind == "ebr" and entry.on <= case.today]
    last = max(reviews, key=lambda entry: entry.on, default=None)
    if last is not None and not _came_who_decides(case, last):
        told = f"Nobody who decides was in the business review of {last.on}."
        yield Hit(told, case.log("booked sponsor-call --to DATE"), "log")


def _came_who_decides(case: Case, entry: LogEntry) -> bool:
    people = (stakeholder(case.account, ref) for ref in entry.with_)
    return any(person and _WHO_DECIDES & set(person.roles) for person in people)


RULES: tuple[Rule, ...] = (
    rhythm_agreed,
    not_too_slow,
    not_too_fast,
    drop_announced,
    assessed_lately,
    answers_in_time,
    executive_in_review,
)

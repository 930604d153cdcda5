"""What the handoff from Sales still lacks."""

from datetime import timedelta

from csmkit.core.account import OpenQuestion
from csmkit.core.checks.rule import CannotTell, Case, Found, Hit, Rule, rule
from csmkit.core.completeness import held
from csmkit.core.milestones import day_after
from csmkit.core.open_questions import standing

_PATIENCE = timedelta(days=14)
_FIRST_WEEK = 7


@rule(
    "HND101",
    "error",
    "The sittings with the account executive",
    """The account executive knows who decides, what was promised and who was against it, and none of it is
    in the CRM. Two sittings before the kickoff get it out of one head; afterwards the customer has to
    tell you again what your own company was told for months.""",
)
def sittings_held(case: Case) -> Found:
    kickoff = case.account.kickoff.on
    due = kickoff or day_after(case.account.contract.signed_on, _FIRST_WEEK)
    if not case.sittings:
        yield CannotTell("needs the handoff interview", "csmkit playbook check")
    done = held(case.account, case.journey.handoff)
    for session, title in case.sittings.items():
        if session not in done:
            before = due is not None and due > case.today
            yield Hit(
                f"The sitting “{title}” with the account executive is not held.",
                f"{case.command('handoff')} --session {session}",
                "sessions",
                "warning" if before else case.lighter_on_low_touch,
            )


@rule(
    "HND102",
    "warning",
    "The core questions of the handoff",
    """Each core question is one whose missing answer has cost somebody a renewal. “Nobody knew” is an
    answer: it says whom to ask next. A question that was never asked is a hole nobody watches.""",
)
def core_questions_answered(case: Case) -> Found:
    if case.handoff is None:
        yield CannotTell("needs the handoff interview", "csmkit playbook check")
        return
    missing = [fact for fact in case.handoff.gaps if fact.state == "missing"]
    if missing:
        asked = "1 core question was" if len(missing) == 1 else f"{len(missing)} core questions were"
        yield Hit(
            f"{asked} never asked, the first of them: {missing[0].ask}",
            f"{case.command('handoff')} --session {missing[0].session}",
            "answers",
        )


@rule(
    "HND103",
    "warning",
    "Open questions of the handoff",
    """What the account executive did not know becomes a question for the champion or the sponsor. Two
    weeks are enough to ask it; later it is answered by the customer's disappointment.""",
)
def open_questions_closed(case: Case) -> Found:
    for question in standing(case.account):
        if question.since + _PATIENCE < case.today:
            words = question.ask or question.question.replace("_", " ")
            yield Hit(
                f"Open since {question.since}, to ask the {question.of.replace('_', ' ')}: {words}",
                f"ask, then type {_answered_with(case, question)}",
                f"open_questions/{question.id}",
            )


@rule(
    "HND104",
    "warning",
    "The handoff is accepted or returned",
    """Accepting says that you can work with what you got; returning says what is missing while Sales still
    remembers. Neither said means that every later surprise is yours.""",
)
def handoff_decided(case: Case) -> Found:
    done = held(case.account, case.journey.handoff)
    if done and not case.account.handoffs:
        mend = f"{case.command('handoff')} --accept, or --return"
        yield Hit("The handoff is neither accepted nor returned to Sales.", mend, "handoffs")


def _answered_with(case: Case, question: OpenQuestion) -> str:
    if question.interview == case.journey.handoff:
        return f"{case.command('handoff')} --open"
    if question.interview == case.journey.draft:
        return case.command("plan draft")
    return f"{case.command('interview')} {question.interview} --open"


RULES: tuple[Rule, ...] = (sittings_held, core_questions_answered, open_questions_closed, handoff_decided)

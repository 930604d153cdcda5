"""Deciding what changes in an onboarding as an interview, so that no decision is lost on the way."""

from hashlib import sha1

from csmkit.core.playbook import Choice, Interview, InterviewSession, Question, Section
from csmkit.core.reshape import Proposal

LATER = "later"
_CHOICES = (
    Choice(value="accepted", label="Accept"),
    Choice(value="declined", label="Not for this customer"),
    Choice(value=LATER, label="Decide later"),
)


def as_interview(found: tuple[Proposal, ...]) -> Interview:
    """The open proposals for the interview engine: one choice each; what is left for later stays open."""
    questions = tuple(
        Question(
            id=question_id(proposal.id),
            type="choice",
            ask=_verbatim(f"{proposal.what}: {proposal.before} → {proposal.after}?"),
            why=_verbatim(proposal.because),
            allow_unknown=False,
            required=True,
            default=LATER,
            choices=_CHOICES,
        )
        for proposal in found
    )
    section = Section(id="changes", title="What changes", questions=questions)
    title = "What changes in this onboarding"
    session = InterviewSession(id="changes", title=title, sections=(section,))
    return Interview(
        schema="csmkit/interview@1", kind="interview", title=title, asks="csm", sessions=(session,)
    )


def question_id(proposal: str) -> str:
    """The question about a proposal: the same however many others are open beside it."""
    return f"p_{sha1(proposal.encode(), usedforsecurity=False).hexdigest()[:16]}"


def _verbatim(text: str) -> str:
    """A text with a customer's words in it, which the engine prints and does not read as a template."""
    return text.replace("{", "{{ '{' }}")

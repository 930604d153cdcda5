"""A role-play held with a colleague: what the observer is asked right after, and what is recorded of it.

It is an interview like any other, made from the rubric, so that nothing of it can be lost.
"""

from dataclasses import dataclass

from csmkit.core.changes import Append, Change, Set
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import Conversation
from csmkit.core.interview.recording import Sitting, changes
from csmkit.core.playbook import Interview, InterviewSession, Question, Section
from csmkit.core.roleplay import RubricLine, Scenario
from csmkit.core.teammate import RolePlay, Teammate
from csmkit.training.debrief import by_competency, levels_of
from csmkit.training.roleplay_record import held

_MOMENTS = Question(
    id="moments",
    type="group",
    ask="Which moments should be talked over?",
    why="A time and a sentence each; with the recording, they are found again in seconds.",
    noun="moment",
    summary="{{ item.at }} {{ item.note }}",
    questions=(
        Question(
            id="at", type="text", ask="At what time, such as 12:30?", required=True, allow_unknown=False
        ),
        Question(id="note", type="text", ask="What was said or done?", required=True, allow_unknown=False),
    ),
)
_FEEDBACK = (
    Question(
        id="keep",
        type="long_text",
        ask="What should they keep? Name the sentence.",
        why="“Good job” teaches nothing. A sentence that worked is said again.",
        required=True,
        allow_unknown=False,
    ),
    Question(
        id="change",
        type="long_text",
        ask="What should they do differently next time? In the words they could have used.",
        why="One thing, said as somebody could say it tomorrow.",
        required=True,
        allow_unknown=False,
    ),
    Question(id="recording", type="text", ask="Where is the recording?", allow_unknown=False),
)
_REVIEW = (
    Question(
        id="own_review",
        type="long_text",
        ask="You have listened to it again: what do you think?",
        why="Tone, words, listening: what you hear of yourself, nobody has to tell you.",
        required=True,
        allow_unknown=False,
    ),
)


@dataclass(frozen=True)
class Pairing:
    """Who holds which role-play with whom, and on whose agenda if it is a mock kickoff."""

    name: str
    scenario: Scenario
    player: str
    observer: str
    account: str | None = None


def scoring(scenario: Scenario) -> Interview:
    """What the observer is asked: each line of the rubric, moments, and what to keep and change."""
    lines = tuple(_question(line) for line in scenario.rubric)
    return _interview(
        f"Scoring: {scenario.title}",
        "scoring",
        (
            Section(id="rubric", title="The rubric", questions=lines),
            Section(id="watched", title="Moments", questions=(_MOMENTS,)),
            Section(id="feedback", title="Feedback, at once", questions=_FEEDBACK),
        ),
    )


def review(scenario: Scenario) -> Interview:
    """What the trainee is asked later, with the recording."""
    section = Section(id="review", title="Your own review", questions=_REVIEW)
    return _interview(f"Your own review: {scenario.title}", "review", (section,))


def _interview(title: str, session: str, sections: tuple[Section, ...]) -> Interview:
    sitting = InterviewSession(id=session, title=title, sections=sections)
    return Interview(schema="csmkit/interview@1", kind="interview", title=title, sessions=(sitting,))


def _question(line: RubricLine) -> Question:
    why = f"Counts for {line.competency}; “not known” where it did not come up."
    levels = dict(line.levels)
    return Question(id=_name(line), type="scale", ask=line.line, why=why, levels=levels, core=True)


def _name(line: RubricLine) -> str:
    return f"line_{line.id.replace('-', '_')}"


def scored(pairing: Pairing, conversation: Conversation, sitting: Sitting) -> tuple[Change, ...]:
    """Everything that the scoring changes: the role-play, and that the sitting was held."""
    levels = {
        line.id: int(str(answer.value))
        for line in pairing.scenario.rubric
        if (answer := conversation.answers.get((_name(line),))) and answer.value is not None
    }
    run: dict[str, Plain] = {
        "id": sitting.journal,
        "on": sitting.on,
        "scenario": pairing.name,
        "way": "colleague",
        "with": pairing.player,
        "observer": pairing.observer,
        "account": pairing.account,
        "scores": dict(levels),
        "competencies": dict(levels_of(by_competency(pairing.scenario, levels))),
        "moments": _moments(conversation),
        "feedback": f"Keep: {_said(conversation, 'keep')}\nChange: {_said(conversation, 'change')}",
        "recording": _said(conversation, "recording"),
    }
    return (*held(run), *_sitting_held(conversation, sitting))


def reviewed(run: RolePlay, conversation: Conversation, sitting: Sitting) -> tuple[Change, ...]:
    """What the trainee's own review changes."""
    said = Set(("roleplays", run.id, "own_review"), _said(conversation, "own_review"), run.own_review)
    return (said, *_sitting_held(conversation, sitting))


def latest(teammate: Teammate, scenario: str) -> RolePlay | None:
    """The last time somebody held a role-play."""
    return next((run for run in reversed(teammate.roleplays) if run.scenario == scenario), None)


def _moments(conversation: Conversation) -> list[Plain]:
    return [
        f"{_said(conversation, 'moments', item, 'at')} {_said(conversation, 'moments', item, 'note')}"
        for item in conversation.items.get("moments", ())
    ]


def _said(conversation: Conversation, *slot: str) -> str | None:
    answer = conversation.answers.get(slot)
    return str(answer.value).strip() if answer and answer.value is not None else None


def _sitting_held(conversation: Conversation, sitting: Sitting) -> tuple[Change, ...]:
    """The entry that makes a repeated commit a no-op; the answers themselves are in the role-play."""
    made = changes(conversation, sitting)
    return tuple(change for change in made if isinstance(change, Append) and change.path == ("sessions",))

"""A quiz drawn, held as an interview, and scored with a reason for every option.

Drawing is by lot and can be done again: whoever knows the seed gets the same questions in the same
order, so that a sitting that was broken off goes on with the questions it began with.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import NamedTuple

from csmkit.core.playbook import Choice, Interview, InterviewSession, Question, Section
from csmkit.core.teammate import QuizAttempt, Teammate
from csmkit.training.certification import WHOLE, Module
from csmkit.training.question import LETTERS, Option, QuizQuestion

SESSION = "quiz"
_INTRO = """\
One answer to each question; where several are right, the question says so. “Not known” counts as
missed and is better than a guess: it shows you what to read. You can go back and change an answer until
the review is recorded. Then every option is explained.
"""
_ALL_THAT_HOLD = " (Choose all that hold.)"


class Answered(NamedTuple):
    """One question after the quiz: what was chosen of it; empty where nobody knew."""

    question: QuizQuestion
    chosen: tuple[Option, ...]

    @property
    def is_right(self) -> bool:
        """Whether exactly the right options were chosen."""
        return self.chosen == self.question.right


class Score(NamedTuple):
    """How a sitting went."""

    right: int
    asked: int
    pass_percent: int

    @property
    def share(self) -> Fraction:
        """The share that was right, exactly."""
        return Fraction(self.right, self.asked) if self.asked else Fraction(0)

    @property
    def passed(self) -> bool:
        """Whether the pass mark was reached; the exact share counts, not the rounded one."""
        return self.asked > 0 and self.share * WHOLE >= self.pass_percent

    @property
    def needed(self) -> int:
        """How many right answers the pass mark asks for."""
        return -(-self.asked * self.pass_percent // WHOLE)


def attempts(teammate: Teammate, module: str) -> tuple[QuizAttempt, ...]:
    """Every sitting of a module's quiz, in the order they were recorded."""
    return tuple(attempt for attempt in teammate.quizzes if attempt.module == module)


def seed_of(teammate: Teammate, module: str) -> int:
    """The seed of the next sitting: another one for each colleague, module and attempt."""
    number = len(attempts(teammate, module)) + 1
    return int(_lot(teammate.id, module, str(number))[:8], 16)


def drawn(
    pool: Sequence[QuizQuestion], count: int, seed: int, seen: Sequence[Iterable[str]] = ()
) -> tuple[QuizQuestion, ...]:
    """Questions for one sitting, from every topic in turn, their options shuffled.

    Within a topic what was never asked comes first, then what was asked longest ago. `seen` are the ids
    of the questions of earlier sittings, the oldest sitting first.
    """
    last = {name: number for number, sitting in enumerate(seen, 1) for name in sitting}
    stacks = _by_topic(sorted(pool, key=lambda one: (last.get(one.id, 0), _lot(str(seed), one.id))), seed)
    chosen = _in_turn(stacks, count)
    ordered = sorted(chosen, key=lambda one: _lot(str(seed), "place", one.id))
    return tuple(_shuffled(question, seed) for question in ordered)


def _by_topic(pool: Sequence[QuizQuestion], seed: int) -> list[list[QuizQuestion]]:
    topics = sorted({question.topic for question in pool}, key=lambda topic: _lot(str(seed), "topic", topic))
    return [[question for question in pool if question.topic == topic] for topic in topics]


def _in_turn(stacks: list[list[QuizQuestion]], count: int) -> list[QuizQuestion]:
    """One from each stack, round after round."""
    longest = max((len(stack) for stack in stacks), default=0)
    rounds = (stack[turn] for turn in range(longest) for stack in stacks if turn < len(stack))
    return [question for question, _ in zip(rounds, range(count), strict=False)]


def _shuffled(question: QuizQuestion, seed: int) -> QuizQuestion:
    options = sorted(question.options, key=lambda option: _lot(str(seed), question.id, option.text))
    return question.model_copy(update={"options": tuple(options)})


def _lot(*words: str) -> str:
    """A number drawn by lot that is the same on every machine and in every version of Python."""
    return sha256("\n".join(words).encode()).hexdigest()


def as_interview(module: Module, questions: Sequence[QuizQuestion]) -> Interview:
    """The same questions for the interview engine, so that no answer is lost and every one can be changed."""
    section = Section(
        id=SESSION, title=module.title, questions=tuple(_as_question(question) for question in questions)
    )
    minutes = len(questions)
    session = InterviewSession(
        id=SESSION, title=f"Quiz: {module.title}", minutes=minutes, intro=_INTRO, sections=(section,)
    )
    return Interview(
        schema="csmkit/interview@1",
        kind="interview",
        title=f"Quiz: {module.title}",
        about=module.about,
        asks="trainee",
        sessions=(session,),
    )


def name_in_interview(question: QuizQuestion) -> str:
    """What a question is called in a form: a name, where its id has hyphens."""
    return f"q_{question.id.replace('-', '_')}"[:62]


def _as_question(question: QuizQuestion) -> Question:
    several = len(question.right) > 1
    options = zip(LETTERS, question.options, strict=False)
    return Question(
        id=name_in_interview(question),
        type="choices" if several else "choice",
        ask=" ".join(question.ask.split()) + (_ALL_THAT_HOLD if several else ""),
        core=True,
        choices=tuple(Choice(value=letter, label=option.text) for letter, option in options),
    )


def answered(questions: Sequence[QuizQuestion], chosen: Mapping[str, Sequence[str]]) -> tuple[Answered, ...]:
    """Every question with the options that were chosen; `chosen` are letters, by name in the interview."""
    return tuple(
        Answered(question, tuple(_options(question, chosen.get(name_in_interview(question), ()))))
        for question in questions
    )


def _options(question: QuizQuestion, letters: Sequence[str]) -> Iterator[Option]:
    lettered = zip(LETTERS, question.options, strict=False)
    return (option for letter, option in lettered if letter in letters)


def scored(given: Sequence[Answered], pass_percent: int) -> Score:
    """How many were right, of how many."""
    return Score(sum(one.is_right for one in given), len(given), pass_percent)


def score_of(attempt: QuizAttempt, pass_percent: int) -> Score:
    """The score of a sitting that was recorded."""
    asked = len(attempt.chosen)
    return Score(asked - len(attempt.missed), asked, pass_percent)

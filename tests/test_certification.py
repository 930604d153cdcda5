"""The certification and its quizzes: checked with lines, drawn by lot, scored with reasons."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Book
from csmkit.core.checks import rules
from csmkit.core.journey import Journey
from csmkit.storage.library import Library, shipped
from csmkit.training.made_questions import made
from csmkit.training.question import Option, QuizQuestion
from csmkit.training.quiz import Answered, answered, as_interview, drawn, name_in_interview, scored

TRAINING = shipped("playbooks") / "training"
CERTIFICATION = (TRAINING / "certification.yaml").read_text(encoding="utf-8")
PEOPLE = (TRAINING / "quizzes/people.yaml").read_text(encoding="utf-8")
QUESTIONS = [question for quiz in Library().quizzes() for question in quiz.questions]


def question(name: str, topic: str = "plan", right: tuple[bool, ...] = (True, False, False)) -> QuizQuestion:
    options = [Option(text=f"{name} {n}", right=is_right, because="So.") for n, is_right in enumerate(right)]
    return QuizQuestion(id=name, topic=topic, ask=f"What about {name}?", options=tuple(options))


pools = st.lists(
    st.tuples(st.integers(0, 999), st.sampled_from(["plan", "people", "cadence"])),
    min_size=1,
    max_size=40,
    unique_by=lambda pair: pair[0],
).map(lambda pairs: [question(f"q-{number}", topic) for number, topic in pairs])


@given(pools, st.integers(1, 20), st.integers(0, 2**32))
def test_the_same_seed_draws_the_same_quiz_and_nothing_twice(
    pool: list[QuizQuestion], count: int, seed: int
) -> None:
    once = drawn(pool, count, seed)
    assert once == drawn(list(reversed(pool)), count, seed)
    assert len(once) == min(count, len(pool))
    assert len({one.id for one in once}) == len(once)
    for one in once:
        whole = next(each for each in pool if each.id == one.id)
        assert sorted(option.text for option in one.options) == sorted(
            option.text for option in whole.options
        )


@given(pools, st.integers(1, 20), st.integers(0, 2**32))
def test_every_topic_gets_its_share(pool: list[QuizQuestion], count: int, seed: int) -> None:
    there, got = Counter(one.topic for one in pool), Counter(one.topic for one in drawn(pool, count, seed))
    for topic, number in there.items():
        assert got[topic] == number or got[topic] >= max(got.values()) - 1


@given(pools, st.integers(1, 10), st.integers(0, 2**32), st.data())
def test_what_was_asked_lately_comes_after_what_was_not(
    pool: list[QuizQuestion], count: int, seed: int, data: st.DataObject
) -> None:
    names = st.sampled_from([one.id for one in pool])
    seen = data.draw(st.lists(st.lists(names, max_size=8), max_size=4))
    last = {name: number for number, sitting in enumerate(seen, 1) for name in sitting}
    chosen = {one.id for one in drawn(pool, count, seed, seen)}
    for topic in {one.topic for one in pool}:
        ages = [(last.get(one.id, 0), one.id in chosen) for one in pool if one.topic == topic]
        taken = [age for age, is_chosen in ages if is_chosen]
        left = [age for age, is_chosen in ages if not is_chosen]
        assert not taken or not left or max(taken) <= min(left)


def test_two_sittings_differ_in_their_questions_and_in_the_order_of_the_options() -> None:
    first = drawn(QUESTIONS, 12, 1)
    second = drawn(QUESTIONS, 12, 2, [[one.id for one in first]])
    again = drawn(QUESTIONS, 12, 3)
    assert {one.id for one in first} != {one.id for one in second}
    both = [(a, b) for a in first for b in again if a.id == b.id]
    assert any(a.options != b.options for a, b in both)


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(1, 100))
def test_the_exact_share_decides_and_the_needed_number_is_the_smallest_that_passes(
    rights: list[bool], mark: int
) -> None:
    asked = [question(f"q-{number}") for number in range(len(rights))]
    given_ = [
        Answered(one, one.right if is_right else one.options[1:2])
        for one, is_right in zip(asked, rights, strict=True)
    ]
    score = scored(given_, mark)
    assert (score.right, score.asked) == (sum(rights), len(rights))
    assert score.passed == (score.right >= score.needed)
    assert score.needed * 100 >= mark * score.asked > (score.needed - 1) * 100


def test_of_several_right_options_all_have_to_be_chosen_and_no_other() -> None:
    one = question("several", right=(True, False, True))
    name = name_in_interview(one)
    verdicts = {
        letters: answered([one], {name: letters})[0].is_right for letters in ("ac", "a", "abc", "b", "")
    }
    assert verdicts == {"ac": True, "a": False, "abc": False, "b": False, "": False}
    assert next(q for q in as_interview(MODULE, [one]).sessions[0].sections[0].questions).type == "choices"


MODULE = Library().certification().modules[0]


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one.id)
def test_every_shipped_question_can_be_answered_and_explains_each_option(one: QuizQuestion) -> None:
    assert 3 <= len(one.options) <= 5
    assert len(one.right) < len(one.options)
    reasons = [" ".join(option.because.split()) for option in one.options]
    assert all(len(reason) >= 30 for reason in reasons)
    assert len(set(reasons)) == len(reasons)


def made_of(journeys: dict[str, Journey] | None = None) -> tuple[QuizQuestion, ...]:
    library = Library()
    named = journeys or {name: library.journey(name) for name in library.names("journey")}
    return made(("rules", "journeys", "plays"), rules(), named, library.plays())


def test_made_questions_have_one_right_option_and_are_told_apart() -> None:
    found = made_of()
    assert Counter(one.topic for one in found).keys() == {"made-rules", "made-journeys", "made-plays"}
    assert len({one.id for one in found}) == len(found)
    assert not {one.id for one in found} & {one.id for one in QUESTIONS}
    for one in found:
        texts = [option.text for option in one.options]
        assert len(one.right) == 1
        assert len(set(texts)) == len(texts) >= 3


def test_a_made_question_follows_the_rule_that_it_is_made_from() -> None:
    by_code = {rule.code: rule for rule in rules()}
    found = [one for one in made_of() if one.topic == "made-rules"]
    assert len(found) > 50
    for one in found:
        rule = by_code[one.id.removeprefix("made-rule-").upper()]
        assert rule.why in one.ask
        assert one.right[0].text == rule.title


def test_a_made_question_changes_with_the_journey(book: Book) -> None:
    book.write(
        "playbooks/public-sector.yaml",
        "schema: csmkit/journey@1\nkind: journey\ntitle: Public sector\nextends: shipped/high-touch\n"
        "sponsor_call_held_by_day: 41\n",
    )
    found = made_of({"public-sector": Library(book.root).journey("public-sector")})
    held = next(one for one in found if one.id == "made-day-public-sector-sponsor-call-held")
    assert held.right[0].text == "Day 41"
    assert "Public sector" in held.ask
    days = {option.text for option in held.options}
    assert all(f"By {option.text.lower()}: " in option.because for option in held.options)
    assert len(days) == len(held.options)


def test_no_shipped_text_stands_twice() -> None:
    asks = [" ".join(one.ask.split()) for one in QUESTIONS]
    reasons = [" ".join(option.because.split()) for one in QUESTIONS for option in one.options]
    for texts in (asks, reasons):
        assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_the_length_of_an_option_does_not_give_the_answer_away() -> None:
    single = [one for one in QUESTIONS if len(one.right) == 1]
    longest = [one.id for one in single if max(one.options, key=lambda o: len(o.text)).right]
    assert len(longest) <= len(single) * 0.4, longest


def test_there_are_enough_questions_of_the_craft() -> None:
    by_module = Counter({quiz.module: 0 for quiz in Library().quizzes()})
    for quiz in Library().quizzes():
        by_module[quiz.module] += len(quiz.questions)
    assert by_module["playbook"] >= 40
    assert by_module["soft-skills"] >= 10


def told(book: Book, file: str, text: str) -> list[str]:
    book.write(f"playbooks/training/{file}", text)
    ran = book.run("playbook", "check")
    assert ran.code == 1, ran.said
    lines = ran.err.splitlines()
    ours = f"playbooks/training/{file}:"
    assert all(line.startswith((ours, "shipped:training/quizzes/")) for line in lines), ran.err
    return [line.removeprefix(ours) for line in lines if line.startswith(ours)]


def line_of(text: str, piece: str) -> int:
    assert text.count(piece) == 1, piece
    return text[: text.index(piece)].count("\n") + 1


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "    prerequisites: [playbook]",
            "    prerequisites: [playbok]",
            "there is no module “playbok”. Did you",
        ),
        ("    prerequisites: [playbook]", "    prerequisites: [tools]", "“tools” has to stand above"),
        ("      pass_percent: 75", "      pass_percent: 101", "needs a share from 1 to 100"),
        ("      questions: 8", "      questions: 80", "asks for 80, and playbooks/training/quizzes/ holds"),
        ("      - id: five-tickets", "      - id: read-handbook", "this id stands twice"),
        ("        counts: roleplays", "        counts: movies", "`counts` has to be one of"),
        (
            "    signed_by: [mentor, lead, training_owner]\n\n  - id: product",
            "\n\n  - id: product",
            "signed_by",
        ),
    ],
)
def test_a_mistake_in_the_certification_is_told_with_its_line(
    book: Book, before: str, after: str, message: str
) -> None:
    assert CERTIFICATION.count(before) == 1
    lines = told(book, "certification.yaml", CERTIFICATION.replace(before, after))
    assert message in lines[0]


def test_six_mistakes_in_a_quiz_are_told_at_once(book: Book) -> None:
    mistakes = [
        ("module: playbook\n", "module: playbok\n", "there is no module “playbok”. Did you mean “playbook”?"),
        (
            "  - id: why-a-backup\n    topic: champions",
            "  - id: why-a-backup\n    topic: champion",
            "there is no topic",
        ),
        ("  - id: sponsor-declines\n", "  - id: first-value-or-not\n", "this id stands twice"),
        (
            "      - text: The IT director\n",
            "      - text: the  team lead in service\n",
            "this option stands twice",
        ),
        (
            "        because: >-\n          Knows every screen",
            "        becuase: >-\n          Knows every screen",
            "key",
        ),
        ("  - id: champions\n", "  - id: champions\n    titel: X\n", "`titel` is not a key here"),
    ]
    text = PEOPLE
    for before, after, _ in mistakes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    said = "\n".join(told(book, "quizzes/people.yaml", text))
    for *_, message in mistakes:
        assert message in said


@pytest.mark.parametrize(
    ("rights", "message"),
    [
        ((), "no option is marked `right: yes`"),
        ((0, 1), "every option is right; then there is nothing to choose"),
    ],
)
def test_a_question_needs_a_right_option_and_a_wrong_one(
    book: Book, rights: tuple[int, ...], message: str
) -> None:
    options = "".join(
        f"      - {{text: Option {n}, because: So it is, right: {'yes' if n in rights else 'no'}}}\n"
        for n in (0, 1)
    )
    text = (
        "schema: csmkit/quiz@1\nkind: quiz\nmodule: playbook\ntopics: [{id: own, title: Ours}]\nquestions:\n"
        f"  - id: ours\n    topic: own\n    ask: Which?\n    options:\n{options}"
    )
    lines = told(book, "quizzes/own.yaml", text)
    assert [line.split(": ", 1)[1] for line in lines] == [message]


def test_a_template_in_a_question_is_refused_because_it_would_not_be_shown_as_written(book: Book) -> None:
    text = PEOPLE.replace("ask: Which of these backup", "ask: Which {{ 7*7 }} of these backup")
    assert "is shown as it stands" in told(book, "quizzes/people.yaml", text)[0]

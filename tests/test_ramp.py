"""The ramp: its days and weeks, what is done and due, what stands before the first account of one's own."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Book
from csmkit.core.conditions import condition_names, template_names
from csmkit.core.ramp_facts import FACTS, PARTED
from csmkit.core.teammate import Teammate
from csmkit.storage.library import Library, shipped
from csmkit.training.ramp_days import date_of, day_of, due_on, pause_on
from csmkit.training.ramp_progress import Progress, not_yet_independent, progress

RAMP = (shipped("playbooks") / "training/ramp.yaml").read_text(encoding="utf-8")
MONDAY = date(2026, 9, 7)
DAY = timedelta(days=1)


def colleague(**more: Any) -> Teammate:
    plain = {"schema": "csmkit/teammate@1", "id": "t1", "name": "Mia Okafor", "hired_on": MONDAY}
    return Teammate.model_validate(plain | more)


def leave(*stretches: tuple[str, str | None]) -> dict[str, Any]:
    pauses = [
        {"id": f"p{number}", "from_on": first, "until_on": last}
        for number, (first, last) in enumerate(stretches)
    ]
    return {"ramp": {"pauses": pauses}}


def on(someone: Teammate, day: date, accounts: int = 0) -> Progress:
    return progress(someone, "mia-okafor", Library().ramp(), day, accounts)


def calls(way: str, *kinds: str) -> list[dict[str, Any]]:
    return [
        {"id": f"{way}-{n}", "way": way, "call": kind, "held_on": MONDAY + DAY * n}
        for n, kind in enumerate(kinds)
    ]


# Days and weeks


@pytest.mark.parametrize(
    ("day", "number"), [("2026-09-06", None), ("2026-09-07", 1), ("2026-09-13", 7), ("2026-09-14", 8)]
)
def test_the_first_day_of_work_is_day_one(day: str, number: int | None) -> None:
    assert day_of(colleague(), date.fromisoformat(day)) == number


def test_a_ramp_begins_later_than_the_hire_where_the_record_says_so() -> None:
    assert day_of(colleague(ramp={"started_on": "2026-09-14"}), date(2026, 9, 15)) == 2


def test_leave_does_not_count_and_moves_everything_behind_it() -> None:
    away = colleague(**leave(("2026-09-16", "2026-09-29")))
    assert day_of(away, date(2026, 9, 15)) == 9
    assert day_of(away, date(2026, 9, 20)) == 9
    assert day_of(away, date(2026, 9, 30)) == 10
    assert due_on(colleague(), 2) == date(2026, 9, 18)
    assert due_on(away, 2) == date(2026, 10, 2)


def test_leave_without_an_end_leaves_the_days_behind_it_open() -> None:
    away = colleague(**leave(("2026-09-16", None)))
    assert (day_of(away, date(2027, 3, 1)), due_on(away, 1), due_on(away, 2)) == (9, date(2026, 9, 11), None)


def test_what_would_be_due_in_a_leave_is_due_on_the_first_day_back() -> None:
    away = colleague(**leave(("2026-09-10", "2026-09-12")))
    assert due_on(away, 1) == date(2026, 9, 16)  # Wednesday: three days later than the Sunday
    until_sunday = colleague(hired_on="2026-09-04", **leave(("2026-09-07", "2026-09-12")))
    assert date_of(until_sunday, 4) == date(2026, 9, 13)
    assert due_on(until_sunday, 1) == date(2026, 9, 16)


days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
lengths = st.integers(0, 60)


@st.composite
def colleagues(draw: st.DrawFn) -> Teammate:
    hired = draw(days)
    stretches = draw(st.lists(st.tuples(st.integers(-40, 200), lengths), max_size=4))
    pauses = [
        {"id": f"p{n}", "from_on": hired + DAY * first, "until_on": hired + DAY * (first + length)}
        for n, (first, length) in enumerate(stretches)
    ]
    return colleague(hired_on=hired, ramp={"pauses": pauses})


@given(colleagues(), st.integers(1, 400))
def test_a_day_of_the_ramp_falls_on_a_date_that_has_this_number_and_is_no_leave(
    someone: Teammate, number: int
) -> None:
    falls = date_of(someone, number)
    assert falls is not None
    assert day_of(someone, falls) == number
    assert pause_on(someone, falls) is None


@given(colleagues(), st.integers(0, 400))
def test_from_one_day_to_the_next_the_number_stays_or_grows_by_one(someone: Teammate, after: int) -> None:
    assert someone.hired_on is not None
    today = someone.hired_on + DAY * after
    number, following = day_of(someone, today), day_of(someone, today + DAY)
    assert number is not None
    assert following is not None
    counts = pause_on(someone, today + DAY) is None and after + 1 > 0
    assert following - number <= int(counts)
    assert following >= number


@given(colleagues(), st.integers(1, 52))
def test_what_is_due_is_due_on_a_working_day_that_is_no_leave_and_never_before_the_week_before(
    someone: Teammate, week: int
) -> None:
    due, following = due_on(someone, week), due_on(someone, week + 1)
    assert due is not None
    assert following is not None
    assert due.weekday() < 5
    assert pause_on(someone, due) is None
    assert due <= following


@given(days, st.integers(0, 80), st.integers(1, 40), st.integers(1, 13))
def test_a_leave_moves_every_later_week_by_its_length_at_most_to_the_next_working_day(
    hired: date, first: int, length: int, week: int
) -> None:
    away_from = hired + DAY * first
    pause = {"id": "p", "from_on": away_from, "until_on": away_from + DAY * (length - 1)}
    away = colleague(hired_on=hired, ramp={"pauses": [pause]})
    ends, moved = date_of(colleague(hired_on=hired), 7 * week), date_of(away, 7 * week)
    assert ends is not None
    assert moved == (ends if ends < away_from else ends + DAY * length)


@given(colleagues(), st.permutations(range(4)))
def test_the_order_in_which_leave_was_written_down_does_not_matter(
    someone: Teammate, order: list[int]
) -> None:
    pauses = [someone.ramp.pauses[n] for n in order if n < len(someone.ramp.pauses)]
    other = someone.model_copy(update={"ramp": someone.ramp.model_copy(update={"pauses": tuple(pauses)})})
    assert [due_on(other, week) for week in range(1, 20)] == [due_on(someone, week) for week in range(1, 20)]


# What is done and due


def test_on_the_first_day_everything_of_week_one_is_due_with_what_to_type() -> None:
    standing = on(colleague(), MONDAY)
    due = {stage.id: stage for stage in standing.due}
    assert list(due) == ["read-handbook", "look-around", "first-quiz", "first-roleplay", "first-shadow"]
    assert {stage.state for stage in due.values()} == {"this week"}
    assert {stage.due for stage in due.values()} == {date(2026, 9, 11)}
    assert due["read-handbook"].commands == (
        "csmkit playbook handbook",
        "csmkit train ramp mia-okafor --done read-handbook",
    )
    assert due["first-shadow"].commands == ("csmkit train shadow mia-okafor",)


def test_what_the_record_shows_is_done_and_what_is_left_is_late_on_the_next_day_of_work() -> None:
    someone = colleague(
        ramp={"done": {"read-handbook": "2026-09-08"}}, shadowing=calls("shadowing", "kickoff")
    )
    assert [stage.id for stage in on(someone, date(2026, 9, 11)).late] == []
    late = on(someone, date(2026, 9, 14)).late
    assert [stage.id for stage in late] == ["look-around", "first-quiz", "first-roleplay"]


def test_what_was_done_later_than_the_day_that_is_looked_from_is_not_done_yet() -> None:
    someone = colleague(ramp={"done": {"read-handbook": "2026-09-10"}})
    states = {stage.id: stage.state for stage in on(someone, date(2026, 9, 9)).steps}
    assert states["read-handbook"] == "this week"


def test_nothing_is_due_during_leave_and_before_the_first_day() -> None:
    away = colleague(**leave(("2026-09-14", "2026-09-20")))
    assert on(away, date(2026, 9, 15)).due == ()
    assert on(colleague(), MONDAY - DAY).due == ()
    assert on(colleague(hired_on=None), MONDAY).due == ()


def test_three_calls_of_one_kind_open_the_gate_and_leave_the_step() -> None:
    someone = colleague(shadowing=calls("shadowing", "sync", "sync", "sync"))
    standing = on(someone, date(2026, 9, 30))
    assert standing.next_gate is not None
    assert standing.next_gate.id == "held"
    assert next(stage for stage in standing.steps if stage.id == "three-shadows").state != "done"


def test_gates_open_one_after_the_other_and_each_says_what_is_missing() -> None:
    someone = colleague(
        shadowing=[*calls("shadowing", "sync", "kickoff", "ebr"), *calls("reverse", "sync")],
        roleplays=[
            {
                "id": "m1",
                "on": "2026-10-01",
                "scenario": "mock-kickoff",
                "way": "colleague",
                "scores": {"a": 3, "b": 3},
            }
        ],
    )
    standing = on(someone, date(2026, 10, 20))
    missing = [(gate.id, gate.missing) for gate in not_yet_independent(standing, Library().ramp())]
    assert missing == [
        ("held", "1 of 3 calls held"),
        ("mock-kickoff", "none of 1 reaches 3.5"),
        ("certified", "no certificate that holds today"),
    ]


def test_a_mock_kickoff_counts_on_a_real_agenda_too_and_its_average_decides() -> None:
    play = {"id": "m", "on": "2026-10-01", "scenario": "hard", "way": "colleague", "account": "northwind"}
    for scores, state in (({"a": 3, "b": 4}, "done"), ({"a": 3, "b": 3, "c": 4}, "this week")):
        someone = colleague(roleplays=[play | {"scores": scores}])
        gates = {gate.id: gate.state for gate in on(someone, date(2026, 10, 30)).gates}
        assert gates["mock-kickoff"] == state, scores


def test_a_quiz_nobody_took_fails_no_step_and_passes_none() -> None:
    tried = {"id": "q", "on": "2026-10-01", "module": "m", "seed": 1, "chosen": {"a": "1", "b": "2"}}
    for quizzes, state in (([], "late"), ([tried | {"missed": ["a"]}], "late"), ([tried], "done")):
        steps = {step.id: step.state for step in on(colleague(quizzes=quizzes), date(2026, 10, 30)).steps}
        assert steps["passes-quiz"] == state


def test_a_certificate_that_ran_out_is_none() -> None:
    someone = colleague(certificates=[{"id": "csm", "earned_on": "2026-09-20", "valid_until": "2026-10-20"}])
    for day, holds in ((date(2026, 10, 20), True), (date(2026, 10, 21), False)):
        states = {gate.id: gate.state for gate in on(someone, day).gates}
        assert (states["certified"] == "done") is holds


# The file


def test_every_name_of_the_shipped_ramp_is_a_documented_fact() -> None:
    ramp = Library().ramp()
    used = [condition_names(text) for text in [s.done_when for s in ramp.steps if s.done_when]]
    used += [condition_names(gate.when) for gate in ramp.gates if gate.when]
    used += [template_names(gate.missing) for gate in ramp.gates]
    assert {chain[0] for names in used for chain in names} <= {*FACTS, *PARTED}


@pytest.mark.parametrize(
    ("piece", "instead", "message"),
    [
        ("done_when: quizzes >= 1", "done_when: quizes >= 1", "“quizes” is no fact of a training record."),
        ("done_when: quizzes >= 1", "done_when: done.read_handbok", "Did you mean “read_handbook”?"),
        ("done_when: quizzes >= 1", "done_when: passed.magic", "there is no module “passed.magic”."),
        ("done_when: quizzes >= 1", "done_when: quizzes >", "`done_when` cannot be read as an expression"),
        ("when: certified", "when: certifed", "Did you mean “certified”?"),
        ("missing: no certificate that holds today", 'missing: "{{ certifed }}"', "“certifed” is no fact"),
        ("id: look-around", "id: read-handbook", "this id stands twice; give one of them another"),
        ("    week: 12", "    week: 15", "begins after the 90 days of the ramp"),
        ("    when: reverse_shadowed >= 3\n", "", "only one gate goes without `when`"),
        ("do: [csmkit demo]", 'do: ["csmkit demo {{ account }}"]', "a command cannot hold “account”."),
        ("days: 90", "days: ninety", "`days` needs a whole number such as 30"),
        ("done_when: quizzes >= 1", "done: quizzes >= 1", "`done` is not a key here. Did you mean “do”?"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_ramp_is_told_with_its_line(
    book: Book, piece: str, instead: str, message: str
) -> None:
    assert RAMP.count(piece) == 1, piece
    at = RAMP[: RAMP.index(piece)].count("\n") + 1
    book.write("playbooks/training/ramp.yaml", RAMP.replace(piece, instead))
    ran = book.run("playbook", "check")
    assert ran.code == 1
    told = [line for line in ran.err.splitlines() if message in line]
    assert told, ran.err
    place = int(told[0].split(":")[1])
    assert place == at or (not instead and place >= at)


def test_a_ramp_that_nobody_can_end_is_refused(book: Book) -> None:
    piece = "    missing: no account of one's own yet\n"
    assert RAMP.count(piece) == 1
    book.write("playbooks/training/ramp.yaml", RAMP.replace(piece, piece + "    when: independent\n"))
    assert "one gate has no `when`: the first account of one's own" in book.run("playbook", "check").err


def test_a_team_changes_one_step_and_keeps_the_rest(book: Book) -> None:
    book.write(
        "playbooks/training/ramp.yaml",
        "extends: shipped/ramp\ndays: 60\ngates:\n  - {id: small-book, week: 8}\nsteps:\n"
        "  - {id: what-was-missing, week: 8}\n",
    )
    book.done("playbook", "check")
    ramp = Library(book.root).ramp()
    assert (ramp.days, len(ramp.steps)) == (60, len(Library().ramp().steps))


def test_a_checklist_line_that_stands_twice_or_is_asked_anyway_is_told(book: Book) -> None:
    text = (shipped("playbooks") / "training/shadowing.yaml").read_text(encoding="utf-8")
    text = text.replace("id: number_with_baseline", "id: outcome_in_their_words")
    text = text.replace("id: in_time", "id: coached")
    book.write("playbooks/training/shadowing.yaml", text)
    told = book.run("playbook", "check").err
    assert "this id stands twice" in told
    assert "`coached` is asked of every call" in told

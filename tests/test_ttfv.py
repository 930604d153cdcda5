"""Time to first value as people ask for it: from a CSV table, and from the workspace."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Book, Ran, csmkit
from csmkit.book.stories import CAME_AFTERWARDS, CAME_THAT_DAY, NOT_STARTED, Story, wait_of
from csmkit.book.written_days import Column, DateOrder, UnclearOrder, read_column
from csmkit.core.assessment_model import parts_in
from csmkit.storage.library import Library

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
HEADING = "id,start,first_value,churned,last_seen,segment"
FIRST = date(2026, 1, 1)


def after(days: int) -> date:
    return FIRST + timedelta(days=days)


def small_book(reached: int = 12, left: int = 3, waiting: int = 5) -> list[str]:
    """Rows of one segment: reached on day 10, 20, …; left on day 15; waiting to the end."""
    rows = [f"r{n},{FIRST},{after(10 * n + 10)},,,large" for n in range(reached)]
    rows += [f"c{n},{FIRST},,{after(15)},,large" for n in range(left)]
    return rows + [f"o{n},{FIRST},,,,large" for n in range(waiting)]


@pytest.fixture
def table(tmp_path: Path) -> "Table":
    return Table(tmp_path / "accounts.csv")


class Table:
    """A CSV file as a person would save it, and the command over it."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def save(self, *rows: str, heading: str = HEADING, encoding: str = "utf-8") -> "Table":
        self.file.write_bytes("\n".join([heading, *rows, ""]).encode(encoding))
        return self

    def asked(self, *words: str, as_of: str = "2026-06-30") -> Ran:
        return csmkit("ttfv", "--from", str(self.file), "--as-of", as_of, *words)

    def told(self, *words: str) -> Any:
        ran = self.asked(*words, "--json")
        assert ran.code == 0, ran.said
        return ran.json

    def refused(self, *words: str) -> str:
        ran = self.asked(*words)
        assert (ran.code, ran.out) == (1, ""), ran.said
        return ran.err


# --- Published tables, by the commands of the docs ------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "medians", "statistic"),
    [
        ("freireich.csv", {"6-MP": 23, "placebo": 8}, 16.7929409892165),
        ("aml.csv", {"maintained": 31, "not maintained": 23}, 3.3963886989776),
    ],
)
def test_the_published_tables_come_out_of_the_shipped_files(
    file: str, medians: dict[str, float], statistic: float
) -> None:
    ran = csmkit("ttfv", "--from", str(EXAMPLES / file), "--by", "segment", "--json")
    assert ran.code == 0, ran.said
    assert {group["group"]: group["median"]["estimate"] for group in ran.json["groups"]} == medians
    log_rank = ran.json["tests"][0]
    assert (log_rank["test"], log_rank["degrees"]) == ("log-rank", 1)
    assert log_rank["statistic"] == pytest.approx(statistic, rel=1e-9)


def test_the_competing_risks_of_mgus2_at_240_months(table: Table) -> None:
    """`mgus2` of R's survival (Kyle and others, 2002), counted by month; it prints 0.2096 and 0.0998."""
    text = (Path(__file__).parent / "mgus2.csv").read_text(encoding="utf-8")
    counts = csv.DictReader(text.splitlines())
    start = date(2000, 1, 1)
    rows = []
    for line in counts:
        ended = start + timedelta(days=int(line["months"]))
        for kind, cells in (("progressed", f"{ended},,"), ("died", f",{ended},"), ("watched", f",,{ended}")):
            rows += [f"{{}},{start},{cells},"] * int(line[kind])
    table.save(*(row.format(number) for number, row in enumerate(rows)))
    told = table.told("--horizon", "240")
    assert (told["everybody"]["accounts"], told["everybody"]["churned"]) == (1384, 860)
    (horizon,) = told["everybody"]["horizons"]
    assert horizon["at_risk"] == 57
    assert horizon["first_value"]["estimate"] == pytest.approx(0.0998137159354692, abs=1e-12)
    assert horizon["churned_first"]["estimate"] == pytest.approx(0.724027976142545, abs=1e-12)
    assert horizon["one_minus_km"]["estimate"] == pytest.approx(0.209561624490367, abs=1e-12)
    assert "it flatters: by 11.0 points at day 240" in table.asked("--horizon", "240").out


# --- What is told --------------------------------------------------------------------------------------


def test_the_table_tells_shares_with_intervals_and_who_was_still_waiting(table: Table) -> None:
    table.save(*small_book())
    out = table.asked("--horizon", "30", "--horizon", "60").out
    assert "20 accounts: 12 got there, 3 left first, 5 still waiting." in out
    assert "median day" in out
    first, *_ = (line.split() for line in out.splitlines() if line.startswith("all    30"))
    assert first[2] == "15"
    assert first[3:6] == ["15.0", "%", "(5–40)"]
    assert "What this does not say" in out


def test_a_book_of_finishers_only_would_say_something_else(table: Table) -> None:
    """Nobody of those that wait or left is forgotten: the median is later than that of the finishers."""
    everybody = table.save(*small_book(12, 3, 5)).told()["everybody"]["median"]["estimate"]
    finishers = table.save(*small_book(12, 0, 0)).told()["everybody"]["median"]["estimate"]
    assert (finishers, everybody) == (65, 105)


def test_below_ten_accounts_there_is_no_median_and_no_test(table: Table) -> None:
    few = [row.replace("large", "small").replace("r", "s", 1) for row in small_book(9, 0, 0)]
    table.save(*small_book(), *few)
    told = table.told("--by", "segment")
    assert told["minimum"] == 10
    small = next(group for group in told["groups"] if group["group"] == "small")
    assert (small["accounts"], small["median"], small["median_told"], small["mean"]) == (
        9,
        None,
        "too few",
        None,
    )
    assert told["tests"] == []
    out = table.asked("--by", "segment").out
    assert "too few (<10)" in out
    assert "Too few accounts (under 10) for a median or a test: small." in out
    assert "No test: it takes two groups of 10 accounts or more." in out


def test_a_median_that_half_never_reached_says_so(table: Table) -> None:
    told = table.save(*small_book(5, 0, 9)).told()["everybody"]
    assert (told["median"], told["median_told"]) == (None, "not reached")
    assert "not reached" in table.asked().out


def test_a_day_nobody_was_watched_for_is_not_told(table: Table) -> None:
    table.save(*small_book())
    assert "cannot tell: nobody was watched so long" in table.asked("--horizon", "400").out


def test_an_earlier_day_forgets_what_happened_later(table: Table) -> None:
    table.save(*small_book(), f"new,{after(100)},,,,large")
    ran = table.asked("--json", as_of=str(after(50)))
    assert (ran.json["everybody"]["accounts"], ran.json["everybody"]["reached"]) == (20, 5)
    assert [(left["why"], left["number"]) for left in ran.json["left_out"]] == [(NOT_STARTED, 1)]


def test_only_accounts_since_a_day(table: Table) -> None:
    table.save(*small_book(), f"new,{after(100)},,,,large")
    told = table.told("--since", str(after(50)))
    assert told["everybody"]["accounts"] == 1
    assert told["left_out"] == [{"why": f"started before {after(50)}", "number": 20, "examples": []}]


def test_accounts_that_came_into_the_book_late_count_from_then_on(table: Table) -> None:
    heading = f"{HEADING},entered"
    rows = [f"{row},{after(30) if row[0] == 'r' else ''}" for row in small_book()]
    told = table.save(*rows, heading=heading).told()
    assert (told["everybody"]["accounts"], told["everybody"]["late"]) == (17, 9)
    assert {"why": CAME_AFTERWARDS, "number": 3, "examples": []} in told["left_out"]
    assert "came into the book after the start" in table.asked().out


def test_a_comparison_by_quarter_or_by_any_column(table: Table) -> None:
    later = [f"q{number},2026-04-02,,,,large" for number in range(12)]
    table.save(*small_book(), *later, heading=HEADING.replace("segment", "Region"))
    assert [g["group"] for g in table.told("--by", "quarter")["groups"]] == ["2026 Q1", "2026 Q2"]
    assert [g["group"] for g in table.told("--by", "region")["groups"]] == ["large"]


def test_what_cannot_be_tested_says_why(table: Table) -> None:
    at_once = [f"a{n},{FIRST},{FIRST},,,a" for n in range(20)]
    later = [
        f"{kind}{n},{FIRST},{after(n + day)},,,{kind}"
        for kind, day in (("b", 1), ("c", 2))
        for n in range(10)
    ]
    assert (
        "one group was through before the others" in table.save(*at_once, *later).asked("--by", "segment").out
    )
    late = [f"{row},{after(1) if row[0] == 'c' else ''}" for row in later]
    table.save(*late, heading=f"{HEADING},entered")
    assert "not known for accounts that came into the book late" in table.asked("--by", "segment").out
    waiting = [f"{kind}{n},{FIRST},,,,{kind}" for kind in "ab" for n in range(10)]
    assert "no day tells the groups apart" in table.save(*waiting).asked("--by", "segment").out
    rare = [f"r{n},{FIRST},{after(5)},,,b" for n in range(3)]
    assert "p-values are rough" in table.save(*waiting, *rare).asked("--by", "segment").out


def test_csv_out_has_a_row_for_each_group_and_day_and_no_formula(table: Table) -> None:
    table.save(*(row.replace("large", "=1+1") for row in small_book()))
    rows = list(csv.DictReader(io.StringIO(table.asked("--by", "segment", "--horizon", "30", "--csv").out)))
    assert [(row["group"], row["day"], row["at_risk"]) for row in rows] == [
        ("all", "30", "15"),
        ("'=1+1", "30", "15"),
    ]
    assert float(rows[0]["first_value"]) == pytest.approx(0.15)


def test_what_a_customer_is_called_cannot_paint_the_terminal(table: Table) -> None:
    table.save(*(row.replace("large", "[/x]\x1b[31m|{{7*7}}") for row in small_book()))
    out = table.asked("--by", "segment").out
    assert "[/x][31m|{{7*7}}" in out
    assert "\x1b" not in out


def test_the_same_table_tells_the_same_in_any_order(table: Table) -> None:
    one = table.save(*small_book()).asked("--by", "segment", "--json").out
    assert one == table.save(*reversed(small_book())).asked("--by", "segment", "--json").out


# --- Data that cannot be believed ----------------------------------------------------------------------

FAULTS = {
    "a1,2026-01-05,2026-01-04,,,x": "first_value lies before the start",
    "a2,2026-01-05,,2026-01-04,,x": "churned lies before the start",
    "a3,2026-01-05,,,2026-01-04,x": "last_seen lies before the start",
    "a4,2026-01-05,2026-03-01,2026-02-01,,x": "first_value lies after they churned",
    "a5,2026-01-05,,2026-02-01,2026-03-01,x": "last_seen lies after they churned: use after churn",
    "a6,2026-01-05,2026-03-01,,2026-02-01,x": "first_value lies after they were last seen",
    "a7,,,,,x": "start is empty",
    "a8,2026-02-30,,,,x": "start is not a day of the calendar",
    "a9,2026-01-05,2124-01-01,,,x": "first_value lies in the future",
    "b1,2026-01-05,soon,,,x": "first_value is no date",
    "b2,2026-01-05,N/A,,,x": "first_value is a word",
    "b3,2026-01-05,0,,,x": "first_value is a number",
    "b4,2026-01-05,46027,,,x": "first_value is a number",
    "b5,1970-01-01,,,,x": "start is a system's placeholder",
    "b6,05.01.26,,,,x": "start has a year of two digits",
    "b7,2026-01-05": "the row has 2 cells where the heading has 6",
    "b8,2026-01-05,,,,x,y": "the row has 7 cells where the heading has 6",
    ",2026-01-05,,,,x": "id is empty",
    "good,2026-01-05,,,,x": "id stands in row 2 already",
    "GOOD ,2026-01-05,,,,y": "id stands in row 2 already",
}


def test_each_of_twenty_planted_faults_is_told_by_row_and_column(table: Table) -> None:
    table.save("good,2026-01-05,,,,x", *FAULTS)
    said = table.refused()
    assert "of 21 rows cannot be believed" in said
    for row, told in enumerate(FAULTS.values(), 3):
        lines = [line for line in said.splitlines() if f"row {row}:" in line or f"row {row}," in line]
        assert any(told in line for line in lines), f"row {row}: {told}\n{said}"
    assert "--leave-out" in said


def test_rows_with_faults_are_left_out_only_when_asked_and_counted(table: Table) -> None:
    table.save(*small_book(), *FAULTS)
    told = table.told("--leave-out")
    assert told["everybody"]["accounts"] == 20
    assert {
        "why": "start is empty; without it no time can be told",
        "number": 1,
        "examples": ["row 28"],
    } in told["left_out"]


def test_two_rows_of_one_id_that_differ_are_both_left_out(table: Table) -> None:
    table.save(
        *small_book(),
        "twin,2026-01-05,,,,x",
        "twin,2026-01-06,,,,x",
        "same,2026-01-05,,,,x",
        "same,2026-01-05,,,,x",
    )
    assert table.told("--leave-out")["everybody"]["accounts"] == 21


def test_no_message_quotes_a_cell(table: Table) -> None:
    assert "Umbrella" not in table.save("x,Umbrella left in anger,,,,").refused()


@pytest.mark.parametrize(
    ("rows", "words", "told"),
    [
        (["a,03/04/2026,,,,"], [], "--dates start=day-first or --dates start=month-first"),
        (["a,13/04/2026,,,,", "b,04/13/2026,,,,"], [], "day first in row 2 and month first in row 3"),
        (["a,03/04/2026,,,,", "b,,05/06/2026,,,"], ["--dates", "start=day-first"], "first_value can be read"),
    ],
)
def test_dates_that_can_be_read_two_ways_are_refused(
    table: Table, rows: list[str], words: list[str], told: str
) -> None:
    assert told in table.save(*rows).refused(*words)


def test_the_order_that_is_typed_decides_where_the_column_does_not(table: Table) -> None:
    rows = ["a,03/04/2026,04/13/2026,,,"]
    told = table.save(*rows).told("--dates", "month-first", "--horizon", "60")
    assert told["everybody"]["reached"] == 1
    assert "lies before" not in table.asked("--dates", "start=month-first").said
    typed = table.asked("--dates", "middle-first")
    assert (typed.code, "day-first or month-first" in typed.err) == (2, True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_encodings_and_separators_of_other_programs(table: Table, encoding: str, mark: str) -> None:
    rows = [row.replace("large", "Größe M").replace(",", mark) for row in small_book()]
    heading = "ID,Start,First Value,Churned,last-seen,Segment".replace(",", mark)
    told = table.save(*rows, heading=heading, encoding=encoding).told("--by", "segment")
    assert [group["group"] for group in told["groups"]] == ["Größe M"]
    assert any("Windows-1252" in note for note in told["notes"]) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "is a workbook"),
        (b"id;start\n\x00\x01", "is not text"),
        (b"only one column\n", "one column only"),
        (b"\nid,start\n", "The first row"),
        (b'id,start,first_value,churned\n"a,2026-01-01\n', "quotation mark"),
        (b"id,start,start,first_value,churned\n", "There are 2 columns called start"),
        (b"id,start,firstvalue,churned\n", "There is no column first_value. Did you mean"),
        (b"id,start,first_value\n", "There is no column churned. Leave its cells empty where nobody left."),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_one_sentence(
    table: Table, content: bytes, told: str
) -> None:
    table.file.write_bytes(content)
    assert told in table.refused()


def test_a_mapping_names_the_columns_of_another_system(table: Table, tmp_path: Path) -> None:
    names = tmp_path / "names.yaml"
    names.write_text(
        "id: Account ID\nstart: Close Date\nfirst_value: Go-live\nsegment: Tier\n", encoding="utf-8"
    )
    table.save(*small_book(), heading="Account ID,Close Date,Go-Live,Churned,x,Tier")
    assert "There is no column start. Another name for it: --mapping" in table.refused()
    told = table.told("--mapping", str(names), "--by", "segment")
    assert [(group["group"], group["accounts"]) for group in told["groups"]] == [("large", 20)]
    names.write_text("start: Close Date\nstrat: x\n", encoding="utf-8")
    assert "names.yaml:2" in table.refused("--mapping", str(names))


@pytest.mark.parametrize(
    "words",
    [
        ["--json", "--csv"],
        ["--event", "first-meeting"],
        ["--horizon", "0"],
        ["--since", "whenever"],
    ],
)
def test_what_cannot_work_is_wrong_usage(table: Table, words: list[str]) -> None:
    assert table.save(*small_book()).asked(*words).code == 2


# --- The workspace -------------------------------------------------------------------------------------


def record(number: int, *lines: str, signed: str = "2026-01-01") -> str:
    """An account's record as a person would type it."""
    head = [
        "schema: csmkit/account@1",
        f"id: account-{number}",
        f"name: Customer {number}",
        "journey: high-touch" if number % 2 else "journey: low-touch",
        f"contract: {{signed_on: {signed}{', churned_on: 2026-02-01' if 'churned' in lines else ''}}}",
    ]
    return "\n".join([*head, *(line for line in lines if line != "churned"), ""])


def reached(days: int) -> str:
    return f"first_value: {{definition: A quote, reached_on: {after(days)}, evidence: The quote}}"


def filled(book: Book, count: int = 24) -> Book:
    for number in range(count):
        text = record(number, "churned") if number % 6 == 5 else record(number, reached(5 * number + 5))
        book.account(text, f"customer-{number}")
    return book


def test_the_workspace_answers_from_signature_to_first_value(book: Book) -> None:
    told = filled(book).done("ttfv", "--as-of", "2026-03-01", "--json").json
    everybody = told["everybody"]
    counts = [everybody[key] for key in ("accounts", "reached", "churned", "open")]
    assert counts == [24, 10, 4, 10]
    assert (told["event"], told["as_of"], told["without_holds"]) == ("first value", "2026-03-01", None)


def test_the_workspace_compares_by_what_the_record_knows(book: Book) -> None:
    filled(book)
    told = book.done("ttfv", "--by", "journey", "--as-of", "2026-06-01", "--json").json
    assert [(g["group"], g["accounts"]) for g in told["groups"]] == [("high-touch", 12), ("low-touch", 12)]
    assert [test["test"] for test in told["tests"]] == ["log-rank", "Gray"]
    for by in ("csm", "ae", "country", "segment"):
        assert [g["group"] for g in book.done("ttfv", "--by", by, "--json").json["groups"]] == [
            "not recorded"
        ]
    assert "Did you mean “journey”?" in book.run("ttfv", "--by", "jorney").err


def test_other_events_are_the_same_question(book: Book) -> None:
    book.account(
        record(
            1,
            "sponsor_call: {held_on: 2026-01-20}",
            "milestones: [{id: day-30, day: 30, title: Live, met_on: 2026-02-10}]",
            "log: [{id: a, on: 2025-12-01, kind: sync}, {id: b, on: 2026-01-08, kind: workshop}]",
        )
    )
    book.account(record(2), "other")
    for event, day in (("first-meeting", 7), ("sponsor-call", 19), ("day-30", 40)):
        said = [
            book.done("ttfv", "--event", event, "--horizon", str(d), "--json", "--as-of", "2026-06-01").json
            for d in (day - 1, day)
        ]
        assert [s["everybody"]["horizons"][0]["first_value"]["estimate"] > 0 for s in said] == [
            False,
            True,
        ], event
    assert {"why": "does not have this milestone", "number": 1, "examples": ["other"]} in said[0]["left_out"]
    wrong = book.run("ttfv", "--event", "day-31")
    assert (wrong.code, "Did you mean “day-30”?" in wrong.err) == (2, True)


def test_holds_stop_the_second_clock(book: Book) -> None:
    for number in range(12):
        holds = f"holds: [{{id: h, from_on: {after(11)}, until_on: {after(30)}}}]"
        book.account(record(number, reached(50), holds), f"customer-{number}")
    told = book.done("ttfv", "--as-of", "2026-06-01", "--json").json
    assert told["everybody"]["median"]["estimate"] == 50
    assert told["without_holds"]["everybody"]["median"]["estimate"] == 30
    assert "On the clock that stands still in a hold" in book.done("ttfv", "--as-of", "2026-06-01").out


def test_records_that_cannot_tell_are_named_and_never_counted(book: Book) -> None:
    book.account(record(1).replace("contract: {signed_on: 2026-01-01}", "contract: {}"), "unsigned")
    book.account(record(2, "first_value: {reached_on: 2025-12-01}"), "too-early")
    book.account(record(3, "churned", reached(200)), "after-churn")
    book.account(record(4, "first_value: {reached_on: 2026-02-01}"), "claimed")
    told = book.done("ttfv", "--as-of", "2026-12-01", "--json").json
    assert told["everybody"]["accounts"] == 1
    assert {left["examples"][0] for left in told["left_out"]} == {"unsigned", "too-early", "after-churn"}
    assert any("with no evidence" in note for note in told["notes"])


def test_an_account_added_in_flight_counts_from_then_on(book: Book) -> None:
    book.account(record(1, "in_flight: yes", "added_on: 2026-02-01", reached(100)), "in-time")
    book.account(record(2, "in_flight: yes", "added_on: 2026-02-01", reached(10)), "before")
    told = book.done("ttfv", "--as-of", "2026-06-01", "--json").json
    assert (told["everybody"]["accounts"], told["everybody"]["late"]) == (1, 1)
    assert told["left_out"] == [{"why": CAME_AFTERWARDS, "number": 1, "examples": []}]
    on_that_day = book.done("ttfv", "--as-of", "2026-02-01", "--json").json
    assert {"why": CAME_THAT_DAY, "number": 1, "examples": []} in on_that_day["left_out"]


def test_a_record_that_cannot_be_read_is_told_and_the_others_are_counted(book: Book) -> None:
    filled(book, 2)
    book.account("schema: csmkit/account@1\n", "broken")
    ran = book.run("ttfv", "--json")
    assert (ran.code, ran.json["everybody"]["accounts"]) == (1, 2)
    assert "broken" in ran.err


ASSESSED = """\
assessments:
  - {id: m1, on: 2026-01-10, model: customer-maturity@1, answers: {%s}}
  - {id: m2, on: 2026-05-10, model: customer-maturity@1, answers: {%s}}
"""


def levels(level: int) -> str:
    model = Library(Path()).assessment("customer-maturity")
    questions = [question.id for part in parts_in(model.overall) for question in part.questions]
    return ", ".join(f'{question}: {{value: "{level}"}}' for question in questions)


def test_maturity_is_taken_as_it_was_first_assessed(book: Book) -> None:
    book.account(record(1, ASSESSED % (levels(2), levels(5))), "grew")
    book.account(record(2, ASSESSED % (levels(5), levels(2))), "shrank")
    book.account(record(3), "unknown")
    told = book.done("ttfv", "--by", "maturity", "--as-of", "2026-06-01", "--json").json
    groups = {group["group"]: group["accounts"] for group in told["groups"]}
    assert groups == {"You carry it": 1, "They carry it": 1, "not recorded": 1}
    earlier = book.done("ttfv", "--by", "maturity", "--as-of", "2026-01-09", "--json").json
    assert [group["group"] for group in earlier["groups"]] == ["not recorded"]


AGREED = "plan: {agreed_on: 2026-01-20, agreed_by: jane-doe}"


def redefined(book: Book, as_of: str = "2026-06-01") -> list[str]:
    names: list[str] = book.done("ttfv", "--as-of", as_of, "--json").json["redefined"]
    return names


def test_a_definition_that_an_interview_changes_after_the_agreement_is_marked(
    handed_over: Book, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.yaml"
    head = "schema: csmkit/answers@1\ninterview: success-plan\nanswers: "
    answers.write_text(head + "{first_value_definition: One quote}\n", "utf-8")
    draft = ("plan", "draft", "northwind", "--all", "--answers", str(answers))
    handed_over.done(*draft, "--as-of", "2026-09-10")
    (file,) = handed_over.root.glob("accounts/*/account.yaml")
    file.write_text(file.read_text("utf-8") + "plan: {agreed_on: 2026-09-20}\n", "utf-8")
    assert redefined(handed_over, "2026-12-01") == []
    answers.write_text(head + "{first_value_definition: Half a quote}\n", "utf-8")
    handed_over.done(*draft, "--as-of", "2026-10-10")
    assert redefined(handed_over, "2026-12-01") == ["northwind-traders"]
    assert redefined(handed_over, "2026-10-09") == []
    assert "Before: One quote" in file.read_text("utf-8")
    shown = handed_over.done("ttfv", "--as-of", "2026-12-01").out
    assert "1 account changed what first value means after the plan was agreed: northwind-traders." in shown


def test_a_definition_that_is_changed_by_hand_is_found_in_the_plan_the_customer_read(book: Book) -> None:
    file = book.account(record(1, reached(50), AGREED), "moved")
    book.account(record(2, reached(50), AGREED), "kept")
    for name in ("moved", "kept"):
        book.run("plan", "render", name, "--as-of", "2026-01-25")
    file.write_text(file.read_text("utf-8").replace("A quote", "Any quote"), "utf-8")
    assert redefined(book) == ["moved"]
    for version in (book.root / "accounts" / "moved" / ".rendered" / "versions").iterdir():
        version.write_text("{", "utf-8")
    assert redefined(book) == []


def test_an_empty_workspace_says_what_to_type(book: Book) -> None:
    assert "csmkit account add" in book.done("ttfv").err


# --- What always holds ---------------------------------------------------------------------------------


@given(st.dates(date(1971, 1, 1), date(2100, 1, 1)), st.sampled_from(["-", "/", "."]), st.booleans())
def test_a_column_reads_every_day_it_can_decide(day: date, mark: str, day_first: bool) -> None:  # noqa: FBT001 - hypothesis passes it
    order: DateOrder = "day-first" if day_first else "month-first"
    parts = (day.day, day.month) if day_first else (day.month, day.day)
    text = f"{parts[0]:02}{mark}{parts[1]:02}{mark}{day.year}"
    for texts in ([text], [text, day.isoformat(), ""]):
        read = read_column(texts, order)
        assert isinstance(read, Column)
        assert (read.days[text], dict(read.faults)) == (day.toordinal(), {})
    unaided = read_column([text])
    assert isinstance(unaided, UnclearOrder) == (day.day <= 12 and day.day != day.month)
    if isinstance(unaided, Column):
        assert unaided.days[text] == day.toordinal()


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-01",
        "2026/9/1",
        "1 Sep 2026",
        "1-Sep-2026",
        "Sep 1, 2026",
        "2026-09-01T10:00:00Z",
        "2026-09-01 10:00",
    ],
)
def test_dates_of_other_programs(text: str) -> None:
    read = read_column([text])
    assert isinstance(read, Column)
    assert read.days == {text: date(2026, 9, 1).toordinal()}


DAYS = st.integers(1, 400)


@given(
    DAYS, st.none() | DAYS, st.none() | DAYS, DAYS, st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=3)
)
def test_a_hold_only_ever_shortens_a_wait(
    start: int, value: int | None, churned: int | None, as_of: int, holds: list[tuple[int, int | None]]
) -> None:
    story = Story(start, value and start + value, churned and start + churned, holds=tuple(holds))
    calendar, pausing = wait_of(story, as_of), wait_of(story, as_of, pausing=True)
    if isinstance(calendar, str) or isinstance(pausing, str):
        assert calendar == pausing == NOT_STARTED
        return
    assert 0 <= pausing.days <= calendar.days
    assert pausing.ended == calendar.ended


def test_json_holds_numbers_a_program_can_read(table: Table) -> None:
    assert "NaN" not in json.dumps(table.save(*small_book()).told("--by", "segment"))

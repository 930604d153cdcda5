"""A quarter of twelve accounts on three journeys, in dated log lines; what is expected was written first.

The expectations come from the craft: milestones met with evidence let the rhythm drop, a missed one keeps it,
day 90 (2026-11-30) is a day like any other, and the customer is told before anything changes.
"""

import shlex
from typing import Any

import pytest

from conftest import Book
from csmkit.core.assessment_model import questions_in
from csmkit.storage.library import Library

SIGNED = "2026-09-01"
QUESTIONS = [q.id for q in questions_in(Library().assessment("customer-maturity").overall)]

ON_TIME = (
    ("2026-09-10", "rhythm weekly"),
    ("2026-09-28", "met day-30 --evidence 'Forty cases, no list beside it'"),
    ("2026-10-29", "met day-60 --evidence 'Half the time in one team'"),
    ("2026-10-29", "first-value --evidence 'The first case in a day'"),
    ("2026-11-26", "met day-90 --evidence 'All three teams'"),
    ("2026-11-20", "ASSESS 4"),
)


def but(*changes: tuple[str, str], without: str = "nothing") -> tuple[tuple[str, str], ...]:
    """The quarter that went on time, with some lines left out and others told as well."""
    kept = [line for line in ON_TIME if without not in line[1]]
    return tuple(sorted([*kept, *changes]))


# Account, journey, what happened, and on which day the check has to say what: decision, rhythm, standing.
QUARTER: dict[str, tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, str, str, str | None], ...]]] = {
    "Alder Freight": (  # everything on time, told, lived
        "high-touch",
        but(
            ("2026-12-01", "ANNOUNCE"),
            ("2026-12-02", "sent cadence-change mia"),
            ("2027-01-01", "rhythm monthly"),
        ),
        (
            ("2026-10-01", "keep", "weekly", None),
            ("2026-10-28", "keep", "weekly", None),
            ("2026-11-27", "drop", "monthly", "decided, not told"),
            ("2026-12-01", "drop", "monthly", "decided, not told"),
            ("2026-12-02", "drop", "monthly", "told"),
            ("2027-01-02", "keep", "monthly", None),
        ),
    ),
    "Birch Dental": (  # day 60 missed, and met ten days after day 90
        "high-touch",
        but(("2026-12-10", "met day-60 --evidence 'At last'"), without="met day-60"),
        (
            ("2026-11-01", "keep", "weekly", None),
            ("2026-11-30", "keep", "weekly", None),
            ("2026-12-09", "keep", "weekly", None),
            ("2026-12-10", "drop", "monthly", "decided, not told"),
        ),
    ),
    "Cedar Mutual": (  # day 90 moved by agreement before its day: a step, and not the steady rhythm
        "high-touch",
        but(("2026-11-25", "moved day-90 --to 2026-12-21 --reason 'Works council'"), without="met day-90"),
        (
            ("2026-12-01", "drop", "biweekly", "decided, not told"),
            ("2026-12-21", "drop", "biweekly", "decided, not told"),
            ("2026-12-22", "keep", "weekly", None),
        ),
    ),
    "Dogwood Press": (  # moved only after it had passed: missed until it is met
        "high-touch",
        but(
            ("2026-12-02", "moved day-90 --to 2026-12-21 --reason 'Forgotten'"),
            ("2026-12-15", "met day-90 --evidence 'All three teams'"),
            without="met day-90",
        ),
        (
            ("2026-12-01", "keep", "weekly", None),
            ("2026-12-03", "keep", "weekly", None),
            ("2026-12-15", "drop", "monthly", "decided, not told"),
        ),
    ),
    "Elm Robotics": (  # low maturity: one step, lived for a month, then the next
        "high-touch",
        but(
            ("2026-11-21", "ASSESS 1"),
            ("2026-12-01", "ANNOUNCE"),
            ("2026-12-02", "sent cadence-change mia"),
            ("2027-01-01", "rhythm biweekly"),
            ("2027-01-10", "ASSESS 2"),
        ),
        (
            ("2026-11-27", "drop", "biweekly", "decided, not told"),
            ("2027-01-15", "keep", "biweekly", None),
            ("2027-01-31", "drop", "monthly", "decided, not told"),
        ),
    ),
    "Fir Hospitality": (  # they are unhappy: one step
        "high-touch",
        but(("2026-11-25", "sentiment negative mia"), ("2026-12-15", "sentiment positive mia")),
        (
            ("2026-11-27", "drop", "biweekly", "decided, not told"),
            ("2026-12-15", "drop", "monthly", "decided, not told"),
        ),
    ),
    "Gorse Energy": (  # a pause says nothing about the rhythm after it
        "high-touch",
        but(("2026-11-27", "hold --to 2026-12-10 --reason 'Year end'")),
        (
            ("2026-11-26", "drop", "monthly", "decided, not told"),
            ("2026-11-30", "keep", "weekly", None),
            ("2026-12-10", "keep", "weekly", None),
            ("2026-12-11", "drop", "monthly", "decided, not told"),
        ),
    ),
    "Hazel Labs": (  # they left
        "high-touch",
        but(("2026-12-01", "churned --reason 'Bought by a competitor'")),
        (("2026-11-30", "drop", "monthly", "decided, not told"), ("2026-12-01", "over", "weekly", None)),
    ),
    "Ivy Logistics": (  # the assessment is too old, and is taken again
        "high-touch",
        but(("2026-09-12", "ASSESS 4"), ("2026-12-04", "ASSESS 5"), without="ASSESS"),
        (
            ("2026-11-30", "cannot tell", "weekly", None),
            ("2026-12-04", "drop", "monthly", "decided, not told"),
        ),
    ),
    "Juniper Foods": (  # late replies: a step while they are fresh
        "high-touch",
        but(("2026-11-28", "late-reply mia")),
        (
            ("2026-11-27", "drop", "monthly", "decided, not told"),
            ("2026-11-30", "drop", "biweekly", "decided, not told"),
            ("2026-12-29", "drop", "monthly", "decided, not told"),
        ),
    ),
    "Kelp Studios": (  # cohort: every two weeks, then once a month
        "mid-touch",
        but(("2026-09-10", "rhythm biweekly"), without="rhythm"),
        (
            ("2026-11-05", "keep", "biweekly", None),
            ("2026-11-27", "drop", "monthly", "decided, not told"),
        ),
    ),
    "Larch Bikes": (  # self-serve, and nobody has shown that it works
        "low-touch",
        but(("2026-09-10", "rhythm monthly"), without="e"),
        (("2026-10-01", "keep", "monthly", None), ("2026-12-15", "keep", "monthly", None)),
    ),
}

RECORD = """\
first_value: {definition: The first case is closed within a day}
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [executive_sponsor, economic_buyer]}
  - {id: mia-brandt, name: Mia Brandt, roles: [champion]}
outcomes:
  - {id: time-to-case, statement: A case is closed in a day}
"""


def opened(book: Book, name: str, journey: str) -> str:
    """An account as it is added, with the people and the outcome that the handoff brings."""
    file = book.add(name, "--journey", journey, "--signed-on", SIGNED, as_of=SIGNED)
    file.write_text(file.read_text(encoding="utf-8") + RECORD, encoding="utf-8")
    return file.parent.name


def happens(book: Book, account: str, day: str, line: str) -> None:
    """One line of the script."""
    words = shlex.split(line)
    if words[0] == "ASSESS":
        answers = "".join(f"  {question}: {words[1]}\n" for question in QUESTIONS)
        head = "schema: csmkit/answers@1\ninterview: customer-maturity\nsessions: [levels]\nanswers:\n"
        file = book.write(f"{account}-{day}.yaml", head + answers)
        book.done("assess", account, "--answers", str(file), "--as-of", day)
    elif words[0] == "ANNOUNCE":
        book.done("cadence", "announce", account, "--as-of", day)
    else:
        book.done("log", account, *words, "--as-of", day)


def said(book: Book, account: str, day: str) -> tuple[Any, ...]:
    (told,) = book.done("cadence", "check", account, "--json", "--as-of", day).json
    standing = told["announcement"]["standing"] if told["announcement"] else None
    return told["decision"], told["then"], standing


@pytest.mark.parametrize("name", QUARTER)
def test_the_check_says_the_right_thing_each_week(book: Book, name: str) -> None:
    journey, lines, expected = QUARTER[name]
    account = opened(book, name, journey)
    waiting = list(lines)
    for day, *verdict in expected:
        while waiting and waiting[0][0] <= day:
            happens(book, account, *waiting.pop(0))
        assert (day, *said(book, account, day)) == (day, *verdict)


def test_the_desk_leads_from_the_evidence_to_the_new_rhythm(book: Book) -> None:
    account = opened(book, "Alder Freight", "high-touch")
    for day, line in ON_TIME:
        happens(book, account, day, line)

    def proposed(day: str) -> set[str]:
        out = book.done("today", "--as-of", day).out
        return {
            line.rpartition(" · ")[2] for line in out.splitlines() if "rhythm" in line or "cadence" in line
        }

    assert f"csmkit cadence announce {account}" in proposed("2026-11-30")
    happens(book, account, "2026-11-30", "ANNOUNCE")
    assert f"csmkit log {account} sent cadence-change WHO" in proposed("2026-11-30")
    happens(book, account, "2026-11-30", "sent cadence-change mia")
    assert not {line for line in proposed("2026-11-30") if "cadence" in line}
    assert f"csmkit log {account} rhythm monthly" in proposed("2027-01-01")
    happens(book, account, "2027-01-01", "rhythm monthly")
    assert not {line for line in proposed("2027-01-01") if "log" in line and "rhythm" in line}

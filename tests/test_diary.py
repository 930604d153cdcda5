"""What can be logged: an event moves its field, tells its entry, and is refused where it makes no sense."""

from typing import Any

import pytest

from conftest import DAY, Book, words_of
from csmkit.core.diary import KINDS

EVENTS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "note": ("note 'Jane is worried'", {}, {"note": "Jane is worried"}),
    "sync": ("sync jane", {}, {"with": ["jane-doe"]}),
    "message": (
        "message jane --note 'asked for the file'",
        {},
        {"with": ["jane-doe"], "note": "asked for the file"},
    ),
    "workshop": ("workshop jane omar", {}, {"with": ["jane-doe", "omar-diaz"]}),
    "office-hours": ("office-hours omar", {}, {"with": ["omar-diaz"]}),
    "kickoff": (
        "kickoff jane omar",
        {"kickoff/on": "2026-10-01", "kickoff/attended": ["jane-doe", "omar-diaz"]},
        {"with": ["jane-doe", "omar-diaz"], "about": "kickoff"},
    ),
    "sponsor-call": (
        "sponsor-call jane",
        {"sponsor_call/held_on": "2026-10-01"},
        {"with": ["jane-doe"], "about": "sponsor_call"},
    ),
    "ebr": ("ebr jane", {}, {"with": ["jane-doe"]}),
    "booked": (
        "booked sponsor-call --to 2026-10-09",
        {"sponsor_call/booked_on": "2026-10-09"},
        {"about": "sponsor_call", "note": "booked for 2026-10-09"},
    ),
    "rhythm": (
        "rhythm biweekly",
        {"cadence/rhythm": "biweekly", "cadence/since": "2026-10-01"},
        {"about": "cadence", "note": "biweekly"},
    ),
    "met": (
        "met day-30 --evidence '38 quotes' --by jane",
        {
            "milestones/0/met_on": "2026-10-01",
            "milestones/0/evidence": "38 quotes",
            "milestones/0/confirmed_by": "jane-doe",
        },
        {"about": "milestones/day-30"},
    ),
    "moved": (
        "moved day-60 --to +14d --reason freeze",
        {"milestones/1/due_on": "2026-11-14", "milestones/1/moved/0/was": "2026-10-31"},
        {"about": "milestones/day-60", "note": "from 2026-10-31 to 2026-11-14; freeze"},
    ),
    "first-value": (
        "first-value --evidence 'quote in 3 days'",
        {"first_value/reached_on": "2026-10-01", "first_value/evidence": "quote in 3 days"},
        {"about": "first_value"},
    ),
    "reading": (
        "reading 8.5 --source 'CPQ export'",
        {"outcomes/0/readings/0/value": "8.5", "outcomes/0/readings/0/source": "CPQ export"},
        {"about": "outcomes/time-to-quote", "note": "8.5"},
    ),
    "delivered": ("delivered sso", {"commitments/0/status": "delivered"}, {"about": "commitments/sso"}),
    "renegotiated": (
        "renegotiated sso --reason 'phase 2' --to 2026-12-01",
        {"commitments/0/status": "renegotiated", "commitments/0/due_on": "2026-12-01"},
        {"about": "commitments/sso", "note": "phase 2"},
    ),
    "broken": (
        "broken sso --reason 'not in the contract'",
        {"commitments/0/status": "broken"},
        {"about": "commitments/sso", "note": "not in the contract"},
    ),
    "submitted": (
        "submitted security-review",
        {"gates/0/submitted_on": "2026-10-01"},
        {"about": "gates/security-review"},
    ),
    "cleared": (
        "cleared security-review",
        {"gates/0/cleared_on": "2026-10-01"},
        {"about": "gates/security-review"},
    ),
    "done": ("done sandbox-access", {"tasks/0/done_on": "2026-10-01"}, {"about": "tasks/sandbox-access"}),
    "webinar": ("webinar omar", {}, {"with": ["omar-diaz"]}),
    "no-show": ("no-show jane", {}, {"with": ["jane-doe"]}),
    "cancelled": ("cancelled jane", {}, {"with": ["jane-doe"]}),
    "late-reply": ("late-reply jane", {}, {"with": ["jane-doe"]}),
    "signal": ("signal 'stopped answering'", {}, {"note": "stopped answering"}),
    "sentiment": (
        "sentiment negative jane --note 'two outages'",
        {"sentiment": {"level": "negative", "on": "2026-10-01", "of": "jane-doe"}},
        {"with": ["jane-doe"], "about": "sentiment", "note": "negative; two outages"},
    ),
    "sent": (
        "sent cadence-change jane",
        {"cadence/announced_on": "2026-10-01"},
        {"with": ["jane-doe"], "about": "emails/cadence-change"},
    ),
    "joined": (
        "joined 'Paul Roth' --role champion --role user --title 'Head of Sales' --email paul@north.example",
        {
            "stakeholders/4/id": "paul-roth",
            "stakeholders/4/name": "Paul Roth",
            "stakeholders/4/title": "Head of Sales",
            "stakeholders/4/email": "paul@north.example",
            "stakeholders/4/roles": ["champion", "user"],
        },
        {"about": "stakeholders/paul-roth", "note": "champion, user"},
    ),
    "left": (
        "left jane-doe",
        {"stakeholders/0/departed_on": "2026-10-01", "stakeholders/0/roles": ["executive_sponsor"]},
        {"about": "stakeholders/jane-doe", "note": "was executive sponsor"},
    ),
    "role": (
        "role omar champion analytics-lead",
        {"stakeholders/1/roles": ["champion", "analytics_lead"]},
        {"about": "stakeholders/omar-diaz", "note": "champion, analytics lead"},
    ),
    "hold": (
        "hold --to +30d --reason 'their year end' --by jane",
        {
            "holds/0/from_on": "2026-10-01",
            "holds/0/until_on": "2026-10-31",
            "holds/0/agreed_with": "jane-doe",
            "holds/0/reason": "their year end",
        },
        {"about": "holds/*", "note": "until 2026-10-31; their year end"},
    ),
    "resumed": ("resumed", {"holds/0/until_on": "2026-09-30"}, {"about": "holds/*"}),
    "churned": (
        "churned --reason 'bought by a group'",
        {"contract/churned_on": "2026-10-01", "contract/churned_because": "bought by a group"},
        {"about": "contract", "note": "bought by a group"},
    ),
    "renewed": (
        "renewed --to 2028-08-31",
        {"contract/renews_on": "2028-08-31", "contract/renewed_on": "2026-10-01"},
        {"about": "contract", "note": "until 2028-08-31"},
    ),
    "health": (
        "health at-risk --reason 'reorganisation' --until +30d",
        {
            "health": {
                "status": "at_risk",
                "reason": "reorganisation",
                "by": "Sam Lee",
                "on": "2026-10-01",
                "until": "2026-10-31",
            }
        },
        {"about": "health", "note": "at risk until 2026-10-31; reorganisation"},
    ),
}
BEFORE = {"resumed": ("hold --to 2026-12-31 --reason freeze --on 2026-09-20",)}
"""What has to have happened for an event to make sense."""


def _happened_before(book: Book, kind: str) -> None:
    for line in BEFORE.get(kind, ()):
        book.done("log", "northwind", *words_of(line), *DAY)


def at(record: Any, path: str) -> Any:
    for step in path.split("/"):
        record = record[int(step)] if step.isdigit() else record[step]
    return record


def test_every_kind_of_event_is_tried_here() -> None:
    assert set(EVENTS) == set(KINDS)


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_moves_its_field_and_leaves_the_entry_that_tells_it(full: Book, kind: str) -> None:
    line, fields, told = EVENTS[kind]
    _happened_before(full, kind)
    before = full.show()
    ran = full.done("log", "northwind", *words_of(line), *DAY)
    assert ran.out.startswith("Saved: Northwind Traders, 2026-10-01, ")
    record = full.show()
    for path, value in fields.items():
        assert at(record, path) == value, path
    entry = record["log"][-1]
    if told.get("about") == "holds/*":
        told = told | {"about": f"holds/{record['holds'][0]['id']}"}
    empty: dict[str, Any] = {"with": [], "about": None, "note": None, "crm_note": None}
    assert entry == empty | {"id": entry["id"], "on": "2026-10-01", "kind": kind} | told
    touched = {path.split("/")[0] for path in fields} | {"log"}
    assert {key for key in record if record[key] != before[key]} == touched
    full.done("undo", "northwind")
    assert full.show() == before


@pytest.mark.parametrize("kind", EVENTS)
def test_the_example_of_a_kind_is_in_the_help_and_works(full: Book, kind: str) -> None:
    _happened_before(full, kind)
    example = next(about for name, about in KINDS.items() if name == kind).example
    assert example in full.done("log", "--help").out
    full.done("log", "northwind", *words_of(example), *DAY)


@pytest.mark.parametrize(
    "line",
    [
        "met day-30",
        "moved day-30 --to +7d",
        "moved day-30 --reason freeze",
        "first-value",
        "broken sso",
        "renegotiated sso",
        "booked kickoff",
        "note",
        "sync",
        "kickoff",
        "met",
        "met day-30 day-60 --evidence x",
        "booked dinner --to 2026-10-09",
        "rhythm daily",
        "done nothing",
        "met day-30 --evidence x --by nobody",
        "sync jane --on 2026-10-02",
        "sync jane --on tomorrow",
        "sync jane --on soon",
        "moved day-30 --to whenever --reason x",
        "sponsor-call omar",
        "signal",
        "no-show",
        "no-show csm",
        "sentiment",
        "sentiment angry jane",
        "sentiment negative nobody",
        "sent",
        "sent 'Cadence change' jane",
        "sent welcome nobody",
        "sent cadance-change jane",
        "joined",
        "joined 'Jane Doe'",
        "joined 'Paul Roth' --role boss",
        "joined 'Paul Roth' --email paul",
        "left",
        "left csm",
        "left jane omar",
        "role jane",
        "role jane king",
        "role csm champion",
        "hold --to +30d",
        "hold --reason freeze",
        "hold --to 2026-10-01 --reason freeze",
        "hold now --to +30d --reason freeze",
        "resumed",
        "churned",
        "renewed",
        "renewed --to 2026-09-30",
        "health",
        "health fine --reason x --until +30d",
        "health at_risk --reason x",
        "health at_risk --reason x --until 2026-10-01",
        "sync jane --role champion",
        "",
    ],
)
def test_an_event_that_lacks_something_is_refused_with_a_way_to_say_it(full: Book, line: str) -> None:
    before = (full.root / "accounts/northwind/account.yaml").read_bytes()
    ran = full.run("log", "northwind", *words_of(line), *DAY)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") >= 1
    assert (full.root / "accounts/northwind/account.yaml").read_bytes() == before


def test_a_milestone_is_never_met_without_evidence(full: Book) -> None:
    ran = full.run("log", "northwind", "met", "day-30", *DAY)
    assert 'needs --evidence, as in: csmkit log ACCOUNT met day-30 --evidence "38 quotes went out"' in ran.err


def test_what_happened_lies_in_the_past(full: Book) -> None:
    ran = full.run("log", "northwind", "sync", "jane", "--on", "+1d", *DAY)
    assert "--on lies in the future" in ran.err
    full.done("log", "northwind", "sync", "jane", "--on", "-3d", *DAY)
    assert full.show()["log"][0]["on"] == "2026-09-28"


@pytest.mark.parametrize(
    ("word", "person"),
    [
        ("jane", "jane-doe"),
        ("JANE", "jane-doe"),
        ("Jane Doe", "jane-doe"),
        ("jane-doe", "jane-doe"),
        ("o", "omar-diaz"),
        ("mia v", "mia-vogel"),
        ("Alex", "account_executive"),
        ("csm", "csm"),
    ],
)
def test_people_are_called_as_one_calls_them(full: Book, word: str, person: str) -> None:
    full.done("log", "northwind", "sync", word, *DAY)
    assert full.show()["log"][0]["with"] == [person]


def test_a_first_name_that_two_people_bear_is_asked_back(full: Book) -> None:
    ran = full.run("log", "northwind", "sync", "mia", *DAY)
    assert ran.code == 2
    assert "“mia” could be mia-brandt or mia-vogel; say which." in ran.err


# People who come, go and change their parts.


def _logged(book: Book, *lines: str, as_of: str = "2026-10-01") -> Any:
    for line in lines:
        book.done("log", "northwind", *words_of(line), "--as-of", as_of)
    return book.show()


def test_a_part_of_somebody_who_left_stays_with_their_name_until_it_is_taken_over(full: Book) -> None:
    record = _logged(full, "role jane executive-sponsor champion user", "left jane-doe")
    assert record["stakeholders"][0]["roles"] == ["executive_sponsor", "champion"]
    assert record["log"][-1]["note"] == "was executive sponsor, champion, user"
    assert "PLN308" in full.run("check", "northwind", *DAY).out
    record = _logged(full, "role omar champion", "joined 'Paul Roth' --role executive-sponsor")
    assert [person["roles"] for person in record["stakeholders"]] == [
        [],
        ["champion"],
        [],
        [],
        ["executive_sponsor"],
    ]
    assert "PLN308" not in full.run("check", "northwind", *DAY).out


def test_a_part_of_somebody_who_is_still_there_is_left_alone(full: Book) -> None:
    record = _logged(full, "role omar executive-sponsor")
    assert [person["roles"] for person in record["stakeholders"][:2]] == [["executive_sponsor"]] * 2


def test_a_change_of_parts_tells_what_ended(full: Book) -> None:
    record = _logged(full, "role jane champion", "role jane none")
    assert record["stakeholders"][0]["roles"] == []
    assert [entry["note"] for entry in record["log"]] == [
        "champion, no longer executive sponsor",
        "no part, no longer champion",
    ]


def test_a_last_day_can_be_known_beforehand(full: Book) -> None:
    record = _logged(full, "left jane --to 2026-10-31")
    assert record["stakeholders"][0]["departed_on"] == "2026-10-31"
    assert record["log"][-1]["note"] == "last day 2026-10-31; was executive sponsor"
    _logged(full, "left jane --on 2026-10-20", as_of="2026-10-20")
    ran = full.run("log", "northwind", "left", "jane", "--as-of", "2026-10-21")
    assert (ran.code, ran.err) == (2, "jane-doe left on 2026-10-20 already, says the record.\n")


def test_who_left_can_take_no_part(full: Book) -> None:
    _logged(full, "left jane")
    ran = full.run("log", "northwind", "role", "jane", "champion", *DAY)
    assert (ran.code, "can take no part" in ran.err) == (2, True)


def test_two_people_of_one_first_name_get_ids_of_their_own(full: Book) -> None:
    record = _logged(full, "joined 'Jane  Dœ'", "joined Paul Roth", "joined 'Paul-Roth'")
    assert [person["id"] for person in record["stakeholders"][4:]] == ["jane-d", "paul-roth", "paul-roth-2"]


# How they feel; pauses; the end; a new term.


def test_what_was_heard_earlier_does_not_replace_what_was_heard_later(full: Book) -> None:
    record = _logged(full, "sentiment negative jane", "sentiment positive omar --on 2026-09-20")
    assert record["sentiment"] == {"level": "negative", "on": "2026-10-01", "of": "jane-doe"}
    assert len(record["log"]) == 2
    assert _logged(full, "sentiment neutral")["sentiment"]["of"] is None


def test_a_pause_ends_on_the_day_before_it_is_over(full: Book) -> None:
    _logged(full, "hold --to 2026-12-31 --reason freeze --on 2026-09-20")
    assert full.run("log", "northwind", "hold", "--to", "+9d", "--reason", "x", *DAY).code == 2
    (hold,) = _logged(full, "resumed --on 2026-09-28")["holds"]
    assert hold["until_on"] == "2026-09-27"
    assert full.run("log", "northwind", "resumed", *DAY).code == 2


def test_a_pause_that_is_taken_back_on_its_first_day_was_none(full: Book) -> None:
    assert _logged(full, "hold --to 2026-12-31 --reason freeze", "resumed")["holds"] == []


def test_a_customer_who_left_neither_leaves_again_nor_renews(full: Book) -> None:
    _logged(full, "churned --reason 'no budget'")
    for line in ("churned --reason x", "renewed --to 2028-01-01"):
        ran = full.run("log", "northwind", *words_of(line), *DAY)
        assert (ran.code, "left on 2026-10-01" in ran.err) == (2, True)


def test_a_sponsor_call_is_one_with_the_sponsor(full: Book) -> None:
    ran = full.run("log", "northwind", "sponsor-call", "omar", *DAY)
    assert "Jane Doe is the executive sponsor and was not named." in ran.err
    assert "csmkit log ACCOUNT sync omar" in ran.err
    record = _logged(full, "sponsor-call omar jane")
    assert record["sponsor_call"]["held_on"] == "2026-10-01"
    _logged(full, "role jane none")
    ran = full.run("log", "northwind", "sponsor-call", "jane", *DAY)
    assert "csmkit log ACCOUNT role WHO executive-sponsor" in ran.err


def test_only_the_cadence_change_is_an_announcement(full: Book) -> None:
    record = _logged(full, "sent welcome jane")
    assert record["cadence"]["announced_on"] is None
    assert record["log"][-1]["about"] == "emails/welcome"


def test_only_a_message_of_the_journey_was_sent(full: Book) -> None:
    ran = full.run("log", "northwind", "sent", "cadance-change", *DAY)
    assert "There is no message “cadance-change”. Did you mean “cadence-change”?" in ran.err
    assert "csmkit email list northwind" in ran.err


# A date that moves.


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("moved day-60 --to 2026-11-14 --reason x", ""),
        ("moved sso --to 2026-12-01 --reason x", ""),
        ("moved day-60 --to 2026-09-15 --reason x", "2026-09-15 is over already"),
        ("moved day-60 --to 2026-10-20 --reason x", "day-60 now comes earlier than agreed"),
        ("moved day-60 --to 2026-10-01 --reason x", "2026-10-01 is over already"),
        ("moved day-60 --to 2026-09-15 --reason x", "day-60 now comes before day-30"),
        ("moved day-30 --to 2026-11-14 --reason x", "day-30 now comes after day-60"),
    ],
)
def test_a_date_that_moves_where_it_should_not_is_saved_and_told(full: Book, line: str, told: str) -> None:
    ran = full.done("log", "northwind", *words_of(line), *DAY)
    assert told in ran.err
    assert bool(told) == ("day-" in ran.err)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("booked sponsor-call --to 2026-09-20", "2026-09-20 is over already; if it took place"),
        ("booked sponsor-call --to 2026-10-01", ""),
        ("ebr jane --on 2026-08-20", "2026-08-20 lies before the signature on 2026-09-01"),
        ("message jane --on 2026-08-20", ""),
        ("left omar --to 2025-10-15", "2025-10-15, lies before the signature"),
        ("left omar --to 2026-10-15", ""),
    ],
)
def test_a_day_that_may_be_a_slip_is_saved_and_told(full: Book, line: str, told: str) -> None:
    ran = full.done("log", "northwind", *words_of(line), *DAY)
    assert (told in ran.err, bool(told)) == (True, bool(ran.err))
    assert ran.out.startswith("Saved: ")


def test_a_kickoff_that_was_held_is_not_booked_again(full: Book) -> None:
    full.done("log", "northwind", "kickoff", "jane", *DAY)
    ran = full.run("log", "northwind", "booked", "kickoff", "--to", "2026-10-09", *DAY)
    assert (ran.code, "The kickoff was held on 2026-10-01" in ran.err) == (2, True)


def test_a_milestone_moved_after_its_day_counts_as_missed(full: Book) -> None:
    ran = full.done(
        "log", "northwind", *words_of("moved day-30 --to 2026-10-20 --reason x"), "--as-of", "2026-10-05"
    )
    assert (
        "day-30 was due on 2026-10-01: moved after its day, it counts as missed until it is met." in ran.err
    )

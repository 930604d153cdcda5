"""The desk: what is due on which day, why, with which command, and what comes first."""

from typing import Any

import pytest

from conftest import Book

HEAD = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: high-touch
contract: {signed_on: 2026-09-01%s}
vendor_team:
  csm: {name: Sam Lee}
  account_executive: {name: Alex Kim}
sessions: [{id: s1, interview: handoff/people, on: 2026-09-02}]
assessments: [{id: m1, on: 2026-09-05, model: customer-maturity@1, answers: {}}]
kickoff: {on: 2026-09-08, attended: [jane-doe, mia-brandt, csm]}
sponsor_call: {booked_on: 2026-09-15, held_on: 2026-09-15}
"""
PEOPLE = """\
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [executive_sponsor]%s}
  - {id: mia-brandt, name: Mia Brandt, roles: [champion]%s}
"""
TALKED = "  - {id: s2, interview: analytics-lead/talk, on: 2026-09-12}\n"
WEEKLY = "cadence: {rhythm: weekly, since: 2026-09-08, announced_on: 2026-09-08}\n"
SENT = {  # every message of the first months that follows the calendar or the kickoff
    "kickoff-summary": "2026-09-09",
    "check-in-day-14": "2026-09-15",
    "check-in-day-30": "2026-10-01",
    "check-in-day-60": "2026-10-31",
}
MET = ", evidence: x, met_on: "


def record(
    contract: str = "", jane: str = "", mia: str = "", log: tuple[str, ...] = (), more: str = ""
) -> str:
    """A calm account; each entry of the log is written as `2026-09-20 sync mia-brandt`."""
    told = [each.split() for each in ("2026-09-15 message account_executive jane-doe", *log)]
    lines = [
        f"  - {{id: l{n}, on: {on}, kind: {kind}, with: [{', '.join(people)}]}}\n"
        for n, (on, kind, *people) in enumerate(told)
    ]
    lines += [
        f"  - {{id: {name}, on: {on}, kind: sent, about: emails/{name}}}\n" for name, on in SENT.items()
    ]
    head = HEAD.replace("sessions: [{", "sessions:\n  - {").replace("02}]", "02}\n" + TALKED.rstrip("\n"))
    return head % contract + PEOPLE % (jane, mia) + "log:\n" + "".join(lines) + more


def due(book: Book, text: str, day: str) -> list[tuple[str, str]]:
    """Urgency and reason of every line of the desk on a day."""
    book.account(text)
    (row,) = book.done("today", "--json", "--as-of", day).json["accounts"]
    return [(item["urgency"], item["why"]) for item in row["items"]]


def commands(book: Book, day: str) -> list[str]:
    (row,) = book.done("today", "--json", "--as-of", day).json["accounts"]
    return [item["command"] for item in row["items"]]


MET_ON_20 = ("2026-09-20 sync mia-brandt",)


def test_on_a_good_day_nothing_is_due(book: Book) -> None:
    book.account(record(log=MET_ON_20, more=WEEKLY))
    assert book.done("today", "--as-of", "2026-09-21").out == "Nothing is due. 1 account looked at.\n"


def test_a_line_says_account_day_reason_and_command(book: Book) -> None:
    book.account(record(log=MET_ON_20, more=WEEKLY))
    assert book.done("today", "--as-of", "2026-09-28").out == (
        "late · Northwind Traders · day 27 · Mia Brandt is to be met weekly (last touch 2026-09-20), "
        "1 day late · csmkit log northwind sync mia-brandt\n"
    )


# Contact with people.


@pytest.mark.parametrize(
    ("rhythm", "day", "found"),
    [
        ("weekly", "2026-09-25", []),
        ("weekly", "2026-09-26", ["this week"]),
        ("weekly", "2026-09-27", ["this week"]),
        ("weekly", "2026-09-28", ["late"]),
        ("biweekly", "2026-09-30", []),
        ("biweekly", "2026-10-04", ["this week"]),
        ("biweekly", "2026-10-05", ["late"]),
        ("monthly", "2026-10-13", []),
        ("monthly", "2026-10-22", ["late"]),
    ],
)
def test_the_champion_is_met_by_the_rhythm_that_was_agreed(
    book: Book, rhythm: str, day: str, found: list[str]
) -> None:
    text = record(log=MET_ON_20, more=WEEKLY.replace("weekly", rhythm))
    assert [urgency for urgency, why in due(book, text, day) if "Mia Brandt" in why] == found


def test_a_person_is_met_as_they_wish_and_written_to_where_they_prefer_it(book: Book) -> None:
    text = record(log=MET_ON_20, mia=", preferences: {rhythm: monthly, mode: async}", more=WEEKLY)
    assert due(book, text, "2026-09-30") == []
    assert due(book, text, "2026-10-21") == [
        ("late", "the account executive and Jane Doe had no logged touch for 30 days, 6 days late"),
        ("this week", "Mia Brandt is to be met monthly (last touch 2026-09-20), due on 2026-10-21"),
    ]
    assert "csmkit log northwind message mia-brandt" in commands(book, "2026-10-21")


def test_a_user_with_a_wish_is_no_duty(book: Book) -> None:
    user = "  - {id: omar, name: Omar, roles: [user], preferences: {rhythm: weekly}}\n"
    text = record(log=MET_ON_20, more=WEEKLY).replace("log:\n", user + "log:\n")
    assert due(book, text, "2026-09-21") == []


def test_without_an_agreed_rhythm_one_is_to_be_agreed_after_the_kickoff(book: Book) -> None:
    assert due(book, record(), "2026-09-16") == [
        ("late", "no meeting rhythm is agreed since the kickoff, 1 day late")
    ]


def test_the_account_executive_stays_with_the_sponsor_until_graduation(book: Book) -> None:
    text = record(log=("2026-10-14 sync mia-brandt",), more=WEEKLY)

    def ae(day: str) -> list[str]:
        return [urgency for urgency, why in due(book, text, day) if "account executive" in why]

    assert (ae("2026-10-14"), ae("2026-10-15"), ae("2026-10-16")) == ([], ["this week"], ["late"])
    assert ae("2026-11-30") == ["late"]
    assert ae("2026-12-01") == []
    assert ("csmkit log northwind message jane-doe account_executive") in commands(book, "2026-10-16")
    text = record(log=("2026-10-10 sync account_executive mia-brandt",), more=WEEKLY)
    assert ae("2026-10-16") == ["late"]


def test_somebody_who_left_and_holds_a_part_starts_the_departure_on_that_day(book: Book) -> None:
    text = record(mia=", departed_on: 2026-09-22", log=MET_ON_20, more=WEEKLY)
    assert due(book, text, "2026-09-22") == [("late", "Mia Brandt left on 2026-09-22 and is still champion")]
    assert commands(book, "2026-09-22") == ["csmkit play run northwind champion-departure --about mia-brandt"]
    assert due(book, text, "2026-09-21") == [
        ("this week", "Mia Brandt leaves on 2026-09-22 and is still champion")
    ]
    play = "plays: [{id: p1, play: champion-departure, about: mia-brandt, started_on: 2026-09-22}]\n"
    begun = "Champion departure (Mia Brandt): hold the sitting “Who takes over”, due on 2026-09-22"
    assert due(book, text + play, "2026-09-22") == [("this week", begun)]


# Signs of disengagement.


def test_a_sign_of_disengagement_comes_before_everything(book: Book) -> None:
    text = record(log=(*MET_ON_20, "2026-09-22 signal"), more=WEEKLY)
    text += "tasks: [{id: access, title: Access, due_on: 2026-09-01}]\n"
    book.account(text)
    (row,) = book.done("today", "--json", "--as-of", "2026-09-23").json["accounts"]
    assert [(item["first"], item["urgency"]) for item in row["items"]] == [(True, "at risk"), (False, "late")]
    assert row["items"][0]["command"] == "csmkit play run northwind disengagement"
    assert book.done("next", "northwind", "--json", "--as-of", "2026-09-23").json["command"] == (
        "csmkit play run northwind disengagement"
    )


def test_over_the_book_the_most_important_comes_first(book: Book) -> None:
    book.account(record(log=(*MET_ON_20, "2026-09-22 signal"), more=WEEKLY))
    late = record(log=MET_ON_20, more="tasks: [{id: access, title: Access, due_on: 2026-09-01}]\n" + WEEKLY)
    book.account(late.replace("id: a1", "id: a2").replace("Northwind Traders", "Contoso"), "contoso")
    lines = book.done("today", "--as-of", "2026-09-23").out.splitlines()
    assert lines[0].startswith("at risk · Northwind Traders · day 22 · a signal since 2026-09-22")
    assert all(line.startswith("late · Contoso") for line in lines[1:])


def test_what_puts_an_account_at_risk_comes_before_what_is_due_this_week(book: Book) -> None:
    more = "first_value: {target_on: 2026-09-10}\ncomplexity: simple\n" + WEEKLY
    more += "tasks: [{id: access, title: Access, due_on: 2027-01-01}]\n"
    said = due(book, record(log=("2026-12-28 sync mia-brandt",), more=more), "2026-12-29")
    urgencies = [urgency for urgency, _ in said]
    assert urgencies.index("at risk") < urgencies.index("this week")
    assert any(why.startswith("off track: first value was due by") for _, why in said)


def test_a_milestone_on_the_day_of_first_value_is_one_line_with_it(book: Book) -> None:
    more = (
        "first_value: {target_on: 2026-09-22}\nmilestones: [{id: day-21, day: 21, title: First}]\n" + WEEKLY
    )
    told = due(book, record(log=MET_ON_20, more=more), "2026-09-21")
    assert told == [
        ("this week", "first value is not reached, and milestone day-21 not met, due on 2026-09-22")
    ]
    told = due(
        book,
        record(log=MET_ON_20, more=more.replace("09-22}", "09-22, reached_on: 2026-09-20}")),
        "2026-09-21",
    )
    assert told == [("this week", "milestone day-21 is not met, due on 2026-09-22")]


def test_messages_that_are_due_are_one_line_until_they_are_sent(book: Book) -> None:
    text = record(log=MET_ON_20, more=WEEKLY).replace("emails/check-in-day-14", "emails/other")
    text = text.replace("emails/kickoff-summary", "emails/another")
    assert due(book, text, "2026-09-12") == [
        ("this week", "a message is due: kickoff-summary; once out: csmkit log northwind sent NAME")
    ]
    assert commands(book, "2026-09-12") == ["csmkit email render northwind --due"]
    book.done("log", "northwind", "sent", "kickoff-summary", "--as-of", "2026-09-12")
    assert commands(book, "2026-09-12") == []


def test_in_a_pause_the_word_about_it_is_due_and_nothing_else(book: Book) -> None:
    hold = "holds: [{id: h1, from_on: 2026-09-20, until_on: 2026-12-20, reason: Freeze}]\n"
    assert due(book, record(more=WEEKLY + hold), "2026-09-22") == [
        ("this week", "a message is due: pause; once out: csmkit log northwind sent NAME")
    ]


# The plan.


def test_a_commitment_without_a_date_and_an_approval_without_a_lead_time_are_told(book: Book) -> None:
    more = "commitments: [{id: sso, promise: SSO}]\ngates: [{id: legal, kind: legal}]\n"
    assert due(book, record(log=MET_ON_20, more=WEEKLY + more), "2026-09-21") == [
        ("at risk", "the promise “SSO” is open and has no date"),
        ("cannot tell", "how long the approval “legal” takes is not known; ask who steers it"),
    ]
    assert commands(book, "2026-09-21") == [
        'csmkit log northwind moved sso --to DATE --reason "…"',
        "open accounts/northwind/account.yaml and fill gates.legal.lead_days",
    ]


def test_what_nobody_knew_is_one_line_for_a_conversation(book: Book) -> None:
    asked = "{id: q%d, interview: handoff, question: x, of: champion, since: 2026-09-10}"
    more = f"open_questions: [{asked % 1}, {asked % 2}]\n"
    assert due(book, record(log=MET_ON_20, more=WEEKLY + more), "2026-09-21") == [
        ("this week", "2 questions are open since 2026-09-10, to be asked of: champion")
    ]


def test_a_document_that_the_record_has_outgrown_is_rendered_again(northwind: Book) -> None:
    name = "northwind-traders"
    day = ("--as-of", "2026-09-04")

    def stale() -> list[str]:
        (row,) = northwind.done("today", "--json", *day).json["accounts"]
        return [item["command"] for item in row["items"] if "older than the record" in item["why"]]

    northwind.done("plan", "render", name)
    assert stale() == []
    northwind.done("log", name, "note", "only for us", *day)
    northwind.done("log", name, "sentiment", "negative", *day)
    assert stale() == []
    northwind.done("log", name, "moved", "day-30", "--to", "+7d", "--reason", "x", *day)
    assert stale() == [f"csmkit plan render {name}"]
    northwind.done("plan", "render", name)
    assert stale() == []


# The longer run.

STEADY = "cadence: {rhythm: quarterly, since: 2026-12-01, announced_on: 2026-12-01}\n"


@pytest.mark.parametrize(
    ("day", "held", "found"),
    [
        ("2027-02-14", (), []),
        ("2027-02-20", (), ["this week"]),
        ("2027-03-03", (), ["late"]),
        ("2027-03-03", ("2027-02-25 ebr jane-doe mia-brandt",), []),
        ("2027-05-29", ("2027-02-25 ebr jane-doe mia-brandt",), ["this week"]),
        ("2027-06-03", ("2027-02-25 ebr jane-doe mia-brandt",), ["late"]),
    ],
)
def test_after_graduation_a_business_review_is_held_every_quarter(
    book: Book, day: str, held: tuple[str, ...], found: list[str]
) -> None:
    told = due(book, record(log=held, more=STEADY), day)
    assert [urgency for urgency, why in told if "business review" in why] == found


def test_the_renewal_quarter_begins_before_the_last_day_of_notice(book: Book) -> None:
    contract = ", renews_on: 2027-08-31, notice_days: 60"
    more = STEADY.replace("quarterly", "monthly")
    met = tuple(f"2027-0{month}-28 ebr jane-doe mia-brandt" for month in (1, 2, 3))

    def told(day: str, *log: str) -> list[tuple[str, str]]:
        found = due(book, record(contract, log=(*met, *log), more=more), day)
        return [(urgency, why) for urgency, why in found if "renew" in why or "Mia" in why]

    assert told("2027-03-31") == []
    (quarter,) = told("2027-04-05")
    assert quarter[0] == "this week"
    assert quarter[1].startswith("the renewal quarter began on 2027-04-01 (it is decided by 2027-07-02)")
    # Monthly becomes every two weeks in that quarter.
    assert told("2027-04-14", "2027-04-02 sync jane-doe") == [
        ("late", "Mia Brandt is to be met every two weeks (last touch 2027-03-28), 3 days late")
    ]
    heard = ("2027-06-26 sync jane-doe mia-brandt",)
    assert told("2027-06-28", *heard) == [
        ("this week", "the customer can opt out of the renewal until then, due on 2027-07-02")
    ]
    last_days = book.done("today", "--json", "--as-of", "2027-07-02").json["accounts"][0]["items"]
    assert [item["first"] for item in last_days if "opt out" in item["why"]] == [True]
    assert told("2027-07-05", *heard)[-1:] == []


def test_a_notice_that_is_not_known_is_asked_for_in_time(book: Book) -> None:
    text = record(", renews_on: 2027-08-31", more=STEADY)
    told = due(book, text, "2027-06-10")
    assert ("cannot tell", "the renewal is on 2027-08-31, and the days of notice are not known") in told


def test_the_end_of_the_term_is_logged_one_way_or_the_other(book: Book) -> None:
    text = record(", renews_on: 2027-08-31, notice_days: 60", more=STEADY)
    assert "neither a renewal nor a loss is logged, due on 2027-08-31" in str(due(book, text, "2027-08-05"))
    book.done("log", "northwind", "renewed", "--to", "2028-08-31", "--as-of", "2027-08-05")
    told = book.done("today", "--json", "--as-of", "2027-09-05").json["accounts"][0]["items"]
    assert "neither a renewal" not in str(told)


def test_on_hold_nothing_is_due_but_its_end(book: Book) -> None:
    hold = "holds: [{id: h1, from_on: 2026-09-10, until_on: 2026-10-20}]\n"
    text = record(more=WEEKLY + hold + "commitments: [{id: sso, promise: SSO, due_on: 2026-09-01}]\n")
    assert due(book, text, "2026-10-01") == []
    assert due(book, text, "2026-10-15") == [("this week", "the pause ends, due on 2026-10-20")]
    assert commands(book, "2026-10-15") == ["csmkit log northwind resumed"]
    assert (
        "this week",
        "the pause ended on 2026-10-20: go through the dates together, due on 2026-10-27",
    ) in (due(book, text, "2026-10-22"))


def test_a_pause_without_an_end_is_a_risk_after_a_month(book: Book) -> None:
    text = record(more=WEEKLY + "holds: [{id: h1, from_on: 2026-09-10}]\n")
    assert due(book, text, "2026-10-01") == []
    assert due(book, text, "2026-10-11") == [
        ("at risk", "on hold since 2026-09-10 without an end; agree on one")
    ]


def test_a_customer_who_left_is_silent(book: Book) -> None:
    text = record(", churned_on: 2026-10-01", more="commitments: [{id: sso, promise: SSO}]\n")
    assert due(book, text, "2026-10-01") == []
    assert due(book, text, "2026-09-30") != []
    assert book.done("next", "northwind", "--json", "--as-of", "2026-10-01").json["why"] == "nothing is due"


# Whose desk, and on paper.


def test_one_csm_sees_their_own(book: Book) -> None:
    book.account(record(more="commitments: [{id: sso, promise: SSO}]\n"))
    other = record(more="commitments: [{id: api, promise: API}]\n").replace("Sam Lee", "Noor Adeyemi")
    book.account(other.replace("id: a1", "id: a2").replace("Northwind Traders", "Contoso"), "contoso")

    def seen(name: str) -> list[str]:
        told = book.done("today", "--csm", name, "--json", "--as-of", "2026-09-21").json
        return [row["account"] for row in told["accounts"]]

    assert (seen("noor"), seen("Sam Lee")) == (["contoso"], ["northwind"])
    ran = book.run("today", "--csm", "nor", "--as-of", "2026-09-21")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no CSM “nor”." in ran.err


def test_the_sheet_for_a_one_to_one_is_markdown_that_forges_nothing(book: Book) -> None:
    text = record(log=(*MET_ON_20, "2026-09-22 signal"), more=WEEKLY)
    text = text.replace("name: Northwind Traders", 'name: "North|wind # <b>"')
    book.account(text + "commitments: [{id: sso, promise: SSO}]\n")
    sheet = book.done("today", "--format", "markdown", "--csm", "sam", "--as-of", "2026-09-23").out
    assert sheet.splitlines()[:5] == [
        "# One-to-one, 2026-09-23: Sam Lee",
        "",
        "## Turning away",
        "",
        "- **North\\|wind \\# \\<b\\>**, day 22: a signal since 2026-09-22",
    ]
    assert "## At risk\n\n- **North" in sheet
    assert "  `csmkit play run northwind disengagement`\n" in sheet
    assert sheet.splitlines()[-1].startswith("- **North\\|wind \\# \\<b\\>**, day 22, at risk: a signal")


def test_a_sheet_of_a_good_day(book: Book) -> None:
    book.account(record(log=MET_ON_20, more=WEEKLY))
    sheet: Any = book.done("today", "--format", "markdown", "--as-of", "2026-09-21").out
    assert "Nothing is due." in sheet
    assert "- **Northwind Traders**, day 20, cannot tell" in sheet


@pytest.mark.parametrize(
    "contract",
    [
        ", renews_on: 0001-01-02, notice_days: 60",
        ", renews_on: 9999-12-31, notice_days: 99999999",
        ", renews_on: 9999-12-31",
        ", renewed_on: 9999-12-31, renews_on: 0001-01-01",
    ],
)
def test_days_at_the_ends_of_the_calendar_are_no_fault(book: Book, contract: str) -> None:
    gate = "gates: [{id: legal, kind: legal, lead_days: 99999999}]\n"
    value = "first_value: {target_on: 0001-01-03}\nsentiment: {level: neutral, on: 9999-12-31}\n"
    hold = "holds: [{id: h, from_on: 9999-12-30, until_on: 9999-12-31}]\n"
    book.account(record(contract, more=STEADY + gate + value + hold))
    for day in ("1900-01-01", "2026-10-01", "2199-12-31"):
        for words in (
            ("today",),
            ("account", "list"),
            ("account", "show", "northwind"),
            ("next", "northwind"),
        ):
            assert book.run(*words, "--as-of", day).code == 0, (words, day)

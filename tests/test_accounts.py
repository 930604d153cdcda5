"""The book as a lead works with it: health and why, one screen, the story, handing over, covering."""

from typing import Any

import pytest

from conftest import DAY, Book, words_of

HEAD = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: high-touch
complexity: typical
contract: {signed_on: 2026-09-01}
vendor_team: {csm: {name: Sam Lee, email: sam@vendor.example}}
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [executive_sponsor], private: Wants the next board seat.}
  - {id: mia-brandt, name: Mia Brandt, roles: [champion], email: mia@north.example}
"""
MILESTONES = """\
milestones:
  - {id: day-30, day: 30, title: First%s}
  - {id: day-60, day: 60, title: Second}
"""
OUTCOME = """\
outcomes:
  - id: time-to-quote
    statement: Quotes go out in four days
    unit: days
    baseline: {value: 9, as_of: 2026-09-01}
    target: 4
    by: 2026-12-10
    readings: [{id: r1, on: %s, value: %s}]
"""
PROVEN = ", met_on: 2026-09-28, evidence: 38 quotes"


def health(book: Book, text: str, day: str = "2026-10-05") -> tuple[str, list[str]]:
    book.account(text)
    (row,) = book.done("account", "list", "--json", "--as-of", day).json
    lines = book.done("account", "show", "northwind", "--as-of", day).out.splitlines()
    at = lines.index("Health")
    reasons = [
        line.strip().removeprefix("- ") for line in lines[at + 2 :][: lines[at + 2 :].index("Outcome")]
    ]
    return row["health"], reasons


# Health.


@pytest.mark.parametrize(
    ("more", "day", "status", "reason"),
    [
        (MILESTONES % PROVEN, "2026-10-05", "on_track", "1 of 2 milestones met with evidence, none missed"),
        (MILESTONES % "", "2026-10-05", "at_risk", "day-30 is missed since 2026-10-01"),
        (MILESTONES % "", "2026-10-15", "at_risk", "day-30 is missed since 2026-10-01"),
        (MILESTONES % "", "2026-10-16", "off_track", "day-30 is missed since 2026-10-01"),
        (MILESTONES % "", "2026-11-01", "off_track", "day-60 is missed since 2026-10-31"),
        (
            MILESTONES % ", met_on: 2026-09-28",
            "2026-10-05",
            "at_risk",
            "day-30 is called met without evidence",
        ),
        ("", "2026-10-05", "cannot_tell", "cannot tell: needs milestones with dates"),
        (
            MILESTONES % PROVEN + "first_value: {target_on: 2026-10-01}\n",
            "2026-10-05",
            "at_risk",
            "first value was planned for 2026-10-01 and is not reached",
        ),
        (
            MILESTONES % PROVEN + "first_value: {window: {from_day: 10, to_day: 30}}\n",
            "2026-10-05",
            "off_track",
            "first value was due by 2026-10-01 and is not reached",
        ),
        (
            MILESTONES % PROVEN + OUTCOME % ("2026-10-01", "8"),
            "2026-10-05",
            "on_track",
            "20% of the way to the target after 30% of the time",
        ),
        (
            MILESTONES % PROVEN + OUTCOME % ("2026-10-01", "9.5"),
            "2026-10-05",
            "at_risk",
            "-10% of the way to the target after 30% of the time",
        ),
        (
            MILESTONES % PROVEN + "sentiment: {level: negative, on: 2026-09-20}\n",
            "2026-10-05",
            "at_risk",
            "they were unhappy on 2026-09-20",
        ),
        (
            MILESTONES % PROVEN + "commitments: [{id: sso, promise: SSO, due_on: 2026-10-01}]\n",
            "2026-10-05",
            "at_risk",
            "commitment sso is late since 2026-10-01",
        ),
        (
            MILESTONES % PROVEN + "risks: [{id: r, title: A rival, severity: 4}]\n",
            "2026-10-05",
            "at_risk",
            "a grave risk is open: A rival",
        ),
        (
            MILESTONES % PROVEN + "holds: [{id: h, from_on: 2026-10-01, until_on: 2026-10-20}]\n",
            "2026-10-05",
            "at_risk",
            "on hold since 2026-10-01 until 2026-10-20",
        ),
        (
            MILESTONES % PROVEN + "log: [{id: l, on: 2026-10-01, kind: signal, note: silent}]\n",
            "2026-10-05",
            "at_risk",
            "a signal since 2026-10-01: silent",
        ),
        (
            MILESTONES % PROVEN + "log: [{id: l, on: 2026-10-01, kind: signal, note: silent}]\n",
            "2026-10-16",
            "off_track",
            "a signal since 2026-10-01: silent",
        ),
    ],
)
def test_health_is_derived_with_its_reason(book: Book, more: str, day: str, status: str, reason: str) -> None:
    found, reasons = health(book, HEAD + more, day)
    assert found == status
    assert reason in reasons


def test_a_champion_who_left_is_a_reason(book: Book) -> None:
    text = HEAD.replace("roles: [champion]", "roles: [champion], departed_on: 2026-10-01")
    found, reasons = health(book, text + MILESTONES % PROVEN)
    assert (found, reasons) == ("at_risk", ["Mia Brandt, the champion, left on 2026-10-01"])


def test_a_sentiment_fades_and_what_is_not_known_is_no_verdict(book: Book) -> None:
    unhappy = HEAD + MILESTONES % PROVEN + "sentiment: {level: negative, on: 2026-09-20}\n"
    moved = unhappy.replace("day: 60", "day: 200")
    assert health(book, moved, "2026-11-19")[0] == "at_risk"
    assert health(book, moved, "2026-11-20")[0] == "on_track"


def test_the_csm_s_own_word_replaces_the_verdict_until_it_expires(book: Book) -> None:
    book.account(HEAD + MILESTONES % PROVEN)
    book.done("log", "northwind", *words_of("health off-track --reason 'a merger' --until 2026-10-20"), *DAY)

    def told(day: str) -> Any:
        return book.done("account", "list", "--json", "--as-of", day).json[0]["health"]

    assert (told("2026-09-30"), told("2026-10-01"), told("2026-10-20"), told("2026-10-21")) == (
        "on_track",
        "off_track",
        "off_track",
        "on_track",
    )
    shown = book.done("account", "show", "northwind", "--as-of", "2026-10-05").out
    assert "  set by hand by Sam Lee until 2026-10-20; the record says: on track\n  - a merger\n" in shown


# The list.


def _three(book: Book) -> None:
    book.account(HEAD + MILESTONES % PROVEN)
    late = HEAD.replace("id: a1", "id: a2").replace("Northwind Traders", "Contoso")
    late = late.replace("2026-09-01}", "2026-09-01, arr: 90000, renews_on: 2027-01-01}")
    book.account(late.replace("Sam Lee", "Noor Adeyemi") + MILESTONES % "", "contoso")
    low = HEAD.replace("id: a1", "id: a3").replace("Northwind Traders", "Adatum")
    low = low.replace("high-touch", "low-touch").replace("signed_on: 2026-09-01", "arr: 9000")
    book.account(low, "adatum")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["adatum", "contoso", "northwind"]),
        ("--sort health", ["contoso", "adatum", "northwind"]),
        ("--sort arr", ["contoso", "adatum", "northwind"]),
        ("--sort renews", ["contoso", "adatum", "northwind"]),
        ("--sort day", ["contoso", "northwind", "adatum"]),
        ("--sort csm", ["contoso", "adatum", "northwind"]),
        ("--journey low-touch", ["adatum"]),
        ("--csm noor", ["contoso"]),
        ("--health at_risk", ["contoso"]),
        ("--health off_track", []),
    ],
)
def test_the_list_is_sorted_and_filtered(book: Book, words: str, names: list[str]) -> None:
    _three(book)
    rows = book.done("account", "list", *words_of(words), "--json", "--as-of", "2026-10-05").json
    assert [row["account"] for row in rows] == names
    assert book.done("account", "list", *words_of(words), "--as-of", "2026-10-05").out.count("\n") >= 1


def test_whoever_left_is_not_listed_as_a_case(book: Book) -> None:
    _three(book)
    left = HEAD.replace("id: a1", "id: a4").replace("Northwind Traders", "Aaron")
    book.account(left.replace("2026-09-01}", "2026-09-01, churned_on: 2026-10-01}"), "aaron")
    rows = book.done("account", "list", "--sort", "health", "--as-of", "2026-10-05").out.splitlines()
    assert rows[-1].split()[0] == "aaron"
    assert "left 2026-10-01" in rows[-1]
    assert "left" not in "".join(rows[:-1])


def test_a_filter_that_names_nothing_is_told(book: Book) -> None:
    _three(book)
    for words in ("--journey hightouch", "--csm nobody", "--health fine", "--sort size"):
        ran = book.run("account", "list", *words_of(words))
        assert (ran.code, ran.out) == (2, ""), words


# One screen, and the story.


def test_one_screen_and_next_name_the_same_next_thing(handed_over: Book) -> None:
    name = "northwind-traders"
    for day in ("2026-09-03", "2026-10-20", "2027-01-10"):
        step = handed_over.done("next", name, "--json", "--as-of", day).json
        lines = handed_over.done("account", "show", name, "--as-of", day).out.splitlines()
        at = lines.index("Next")
        assert lines[at + 1 : at + 3] == [f"  {step['why']}", f"    {step['command']}"]


def test_one_screen_is_read_in_a_minute(handed_over: Book) -> None:
    screen = handed_over.done("account", "show", "northwind", "--as-of", "2026-10-20").out
    headings = [line for line in screen.splitlines() if not line.startswith(" ")]
    assert headings[1:] == [
        "Health",
        "Outcome",
        "First value",
        "Milestones",
        "Roles",
        "Risks",
        "Next",
    ]
    assert len(screen.splitlines()) < 48
    assert "board seat" not in screen


def test_the_story_is_told_in_the_order_in_which_it_happened(book: Book) -> None:
    book.account(HEAD + MILESTONES % "")
    for line in (
        "note 'Heard of a new CFO' --on 2026-09-20",
        "kickoff jane mia --on 2026-09-08",
        "met day-30 --evidence '38 quotes went out' --on 2026-09-28",
        "moved day-60 --to 2026-11-14 --reason freeze",
        "no-show mia",
        "sent welcome mia",
    ):
        book.done("log", "northwind", *words_of(line), *DAY)
    told = book.done("account", "show", "northwind", "--story", *DAY).out.splitlines()
    assert told == [
        "Northwind Traders",
        "  2026-09-08 · day 7 · Kickoff with Jane Doe, Mia Brandt.",
        "  2026-09-20 · day 19 · Note. Heard of a new CFO.",
        "  2026-09-28 · day 27 · Milestone met: day-30 “First”. 38 quotes went out.",
        "  2026-10-01 · day 30 · Date moved: day-60 “Second”, from 2026-10-31 to 2026-11-14; freeze.",
        "  2026-10-01 · day 30 · Did not come: Mia Brandt.",
        "  2026-10-01 · day 30 · Message sent: welcome (Mia Brandt).",
    ]
    told_as_data = book.done("account", "show", "northwind", "--story", "--json", *DAY).json
    assert told_as_data[0] == {
        "on": "2026-09-08",
        "day": 7,
        "kind": "kickoff",
        "text": "Kickoff with Jane Doe, Mia Brandt.",
    }


# Handing over, and covering.


def test_accounts_go_over_to_somebody_else_with_the_address_that_is_known(book: Book) -> None:
    _three(book)
    book.account(HEAD.replace("Sam Lee", "Noor Adeyemi") + MILESTONES % ", owner: Noor Adeyemi")
    ran = book.done("account", "reassign", "--from", "Noor", "--to", "Sam Lee", *DAY)
    assert ran.out == (
        "Saved: Contoso, from Noor Adeyemi to Sam Lee.\n"
        "Saved: Northwind Traders, from Noor Adeyemi to Sam Lee.\n"
    )
    assert "milestones/day-30 still names Noor Adeyemi as its owner." in ran.err
    shown = book.show()
    assert shown["vendor_team"]["csm"] == {"name": "Sam Lee", "email": "sam@vendor.example"}
    assert shown["log"][-1]["kind"] == "reassigned"
    assert shown["log"][-1]["note"] == "from Noor Adeyemi to Sam Lee"
    book.done("undo", "contoso")
    assert book.show("contoso")["vendor_team"]["csm"]["name"] == "Noor Adeyemi"


def test_the_customer_hears_of_the_new_csm_before_a_stranger_signs(book: Book) -> None:
    bought = "outcomes: [{id: time-to-quote, statement: Quotes go out in four days}]\n"
    book.account(HEAD + MILESTONES % PROVEN + bought)
    ran = book.done("account", "reassign", "--from", "Sam", "--to", "Ida Moss", *DAY)
    assert "Next: csmkit email render northwind new-csm-introduction, signed by Sam Lee" in ran.err
    told = book.done("today", "--as-of", "2026-10-02").out
    assert "new-csm-introduction" in told
    assert "csmkit email render northwind --due" in told
    book.done("email", "render", "northwind", "new-csm-introduction", "--as-of", "2026-10-02")
    text = (book.root / "accounts/northwind/emails/new-csm-introduction.md").read_text(encoding="utf-8")
    assert "Ida Moss" in text.splitlines()[2]
    assert text.rstrip().endswith("Sam Lee")
    book.done("log", "northwind", "sent", "new-csm-introduction", "--as-of", "2026-10-02")
    assert "new-csm-introduction" not in book.done("today", "--as-of", "2026-10-03").out


def test_a_slip_in_the_first_word_of_a_name_is_found(book: Book) -> None:
    book.account(HEAD, "finch-piano-service")
    assert "Did you mean “finch”?" in book.run("account", "show", "fnich").err


def test_who_has_an_account_already_is_given_nothing(book: Book) -> None:
    book.account(HEAD)
    ran = book.done("account", "reassign", "--from", "Sam", "--to", "sam lee", *DAY)
    assert (ran.out, "is Sam Lee's already; nothing was changed" in ran.err) == ("", True)
    assert book.show()["csm_before"] is None


def test_an_old_address_never_stays_with_a_new_name(book: Book) -> None:
    book.account(HEAD)
    ran = book.done("account", "reassign", "--from", "Sam", "--to", "Ida Moss", "northwind", *DAY)
    assert book.show()["vendor_team"]["csm"] == {"name": "Ida Moss", "email": None}
    assert "Ida Moss has no address in these records; give it with --email." in ran.err


def test_a_handover_that_makes_no_sense_is_refused(book: Book) -> None:
    book.account(HEAD)
    for words in (
        "--from Nobody --to 'Ida Moss'",
        "--from Sam --to ' '",
        "--from Sam --to 'Ida Moss' --email ida",
        "--from Sam --to 'Ida Moss' nowhere",
        "--from Sam",
    ):
        assert book.run("account", "reassign", *words_of(words)).code == 2, words
    assert book.show()["vendor_team"]["csm"]["name"] == "Sam Lee"


COVERED = "commitments: [{id: sso, promise: SSO is live, due_on: 2026-10-12}, {id: api, promise: API}]\n"


def test_a_cover_brief_says_what_falls_due_whom_to_call_and_what_not_to_say(book: Book) -> None:
    book.account(HEAD + MILESTONES % PROVEN + COVERED)
    words = ("account", "cover", "--from", "2026-10-05", "--to", "2026-10-31", *DAY)
    brief = book.done(*words).out
    assert brief.startswith("# Cover for the whole book, 2026-10-05 to 2026-10-31\n\nInternal.")
    assert "## Northwind Traders, day 34: on track\n" in brief
    assert (
        "- the promise “SSO is live” is open, due on 2026-10-12\n  `csmkit log northwind delivered sso`"
        in brief
    )
    assert "milestone day-60 is not met, due on 2026-10-31" in brief
    assert "- Mia Brandt, champion, mia@north.example\n" in brief
    assert "- Promise no day for “SSO is live” (open).\n" in brief
    assert "- Jane Doe: Wants the next board seat.\n" in brief
    shorter = book.done("account", "cover", "--from", "2026-10-05", "--to", "2026-10-20", *DAY).out
    assert "day-60" not in shorter
    (told,) = book.done(*words, "--json").json
    assert [item["due"] for item in told["due"] if "SSO" in item["why"]] == ["2026-10-12"]


def test_a_cover_brief_leaves_out_who_left_and_refuses_a_time_that_runs_backward(book: Book) -> None:
    book.account(HEAD.replace("2026-09-01}", "2026-09-01, churned_on: 2026-09-20}"))
    brief = book.done("account", "cover", "--from", "2026-10-05", "--to", "2026-10-31").out
    assert "No account to cover." in brief
    assert book.run("account", "cover", "--from", "2026-10-05", "--to", "2026-10-04").code == 2

"""Messages: each can be sent as it is, or says what it needs; nothing of ours in it, and nothing forged."""

import email
import email.policy
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Book
from csmkit.core.account import Account
from csmkit.core.journey import Journey
from csmkit.core.message_facts import FACTS
from csmkit.core.messages import greeting, is_formal, messages_due, recipients
from csmkit.documents.messages import Message, message_document
from csmkit.exchange.mail import Mailbox, as_text, draft
from csmkit.storage.library import Library, shipped
from csmkit.storage.reading import parse, validate
from test_audience import MARKER, planted, with_other_insides
from test_cadence import assessed

DAY = date(2026, 12, 10)
AS_OF = ("--as-of", str(DAY))
LIBRARY = Library()
TEMPLATES = LIBRARY.folders("templates")
JOURNEYS = {name: LIBRARY.journey(name) for name in ("high-touch", "mid-touch", "low-touch")}
EVERY = [(name, one.name) for name, journey in JOURNEYS.items() for one in journey.emails]
PROGRAMME = {
    "start_guide": "https://help.vendor.example/start",
    "help_pages": "https://help.vendor.example",
    "community": "https://community.vendor.example",
    "office_hours": "Tuesdays, 15:00 UTC",
    "office_hours_link": "https://meet.vendor.example/hours",
    "webinar": "Wednesday 6 January, 16:00 UTC",
    "webinar_link": "https://meet.vendor.example/start",
}

# A customer with whom everything has happened, so that every message has something to say.
FULL = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: high-touch
contract: {signed_on: 2026-09-01}
vendor_team:
  csm: {name: Sam Lee, email: sam@vendor.example}
  account_executive: {name: Alex Kim}
  steady_state_csm: {name: Kim Park, email: kim@vendor.example}
stakeholders:
  - id: jane-doe
    name: Jane Doe
    email: jane@northwind.example
    roles: [economic_buyer, executive_sponsor]
    preferences: {tone: formal}
  - {id: tom-roth, name: Tom Roth, roles: [champion], departed_on: 2026-12-08}
  - {id: mia-brandt, name: Mia Brandt, roles: [champion], preferences: {tone: informal}}
  - {id: lea-falk, name: Lea Falk, email: lea@northwind.example, roles: [backup_champion, power_user]}
outcomes:
  - id: time-to-quote
    primary: true
    statement: Our reps quote before the competition does.
    metric: time-to-quote
    unit: days
    baseline: {value: 9, source: CPQ export, as_of: 2026-08-15}
    target: 4
    by: 2027-03-01
    readings: [{id: r1, on: 2026-11-20, value: 6.5, source: CPQ export}]
first_value:
  definition: One region quotes in five days.
  target_on: 2026-10-30
  reached_on: 2026-10-28
  evidence: 38 of 40 quotes of the north left within five days.
milestones:
  - {id: day-30, day: 30, title: The north is live, met_on: 2026-10-01, evidence: Ten real quotes.}
  - {id: day-90, day: 90, title: Every region is live, met_on: 2026-12-07, evidence: All six regions quote.}
  - {id: day-180, day: 180, title: The target is reached}
kickoff:
  on: 2026-09-10
  decisions: [{id: d1, text: The north goes first, owner: mia-brandt, due_on: 2026-09-20}]
commitments: [{id: sso, promise: SSO before rollout, owner: csm, due_on: 2026-12-01}]
tasks: [{id: export, title: Export the price list, side: customer, owner: champion, due_on: 2026-12-20}]
holds: [{id: h1, from_on: 2026-12-09, until_on: 2027-01-10}]
cadence: {rhythm: weekly, since: 2026-09-10}
"""


def account_of(text: str) -> Account:
    return validate(parse(text, "account.yaml"), Account)


NORTHWIND = account_of(FULL)


def written(account: Account, journey: Journey, name: str, to: str | None = None, day: date = DAY) -> Message:
    one = next(one for one in journey.emails if one.name == name)
    people = recipients(account, journey, one, to)
    return message_document(account, journey, one, people, TEMPLATES, programme=PROGRAMME, today=day)


def with_tone(tone: str) -> Account:
    plain = re.sub(r"preferences: \{tone: \w+\}", f"preferences: {{tone: {tone}}}", FULL)
    return account_of(
        plain.replace(
            "[backup_champion, power_user]", f"[backup_champion, power_user], preferences: {{tone: {tone}}}"
        )
    )


def body(text: str) -> str:
    return text.split("\n\n", 2)[2]


# --- Every message of every journey ------------------------------------------------------------------------


@pytest.mark.parametrize(("journey", "name"), EVERY)
@pytest.mark.parametrize("tone", ["formal", "informal"])
def test_every_message_can_be_sent_as_it_is(journey: str, name: str, tone: str) -> None:
    message = written(with_tone(tone), JOURNEYS[journey], name)
    assert message.blanks == ()
    text = message.text
    assert re.match(r"\*\*To:\*\* [^\n]+\n\n\*\*Subject:\*\* \S[^\n]+\n\n(Dear|Hi) [^\n]+,\n\n[A-Z“]", text)
    assert text.startswith(("**To:** Jane Doe", "**To:** Mia Brandt", "**To:** Lea Falk"))
    assert ("\nDear " in text) == (tone == "formal")
    assert text.rstrip().endswith(",\n\nSam Lee")
    assert "not known yet" not in text
    assert not re.search(r"\bNone\b(?! of)|\{\{|\}\}|\{%|“”|[^\n ] {2,}|\.\.| ,| \.|\(\)|:\.", text), text
    assert len(body(text).split()) <= 180


@pytest.mark.parametrize(("journey", "name"), EVERY)
def test_the_tone_changes_the_words_and_not_the_facts(journey: str, name: str) -> None:
    formal, informal = (
        written(with_tone(tone), JOURNEYS[journey], name).text for tone in ("formal", "informal")
    )
    assert formal != informal
    days = re.compile(r"\d+ [A-Z][a-z]+ 20\d\d")
    assert set(days.findall(formal)) == set(days.findall(informal))


@pytest.mark.parametrize(("journey", "name"), EVERY)
def test_a_bare_record_gets_no_message_with_a_blank(book: Book, journey: str, name: str) -> None:
    book.account(f"schema: csmkit/account@1\nid: a1\nname: Northwind\njourney: {journey}\n")
    ran = book.run("email", "render", "northwind", name, *AS_OF)
    assert ran.code == 1
    assert "is not written" in ran.err
    assert not (book.root / "accounts/northwind/emails").exists()


@pytest.mark.parametrize(("journey", "name"), EVERY)
def test_a_text_planted_in_every_internal_field_is_in_no_message(journey: str, name: str) -> None:
    account = Account.model_validate(planted(NORTHWIND, None, inside=False))
    assert MARKER not in str(written(account, JOURNEYS[journey], name))


@settings(max_examples=20, deadline=None)
@given(with_other_insides(NORTHWIND), st.sampled_from(EVERY))
def test_records_that_differ_only_inside_give_the_same_message(
    other: dict[str, Any], which: tuple[str, str]
) -> None:
    account = Account.model_validate(other)
    assert written(account, JOURNEYS[which[0]], which[1]) == written(NORTHWIND, JOURNEYS[which[0]], which[1])


def test_a_missing_fact_is_named_with_what_to_type(book: Book) -> None:
    book.account(
        FULL.replace("    evidence", "    evidence").replace(", evidence: All six regions quote.", "")
    )
    ran = book.run("email", "render", "northwind", "milestone-reached", *AS_OF)
    assert ran.code == 1
    assert ran.err == (
        "accounts/northwind/emails/milestone-reached.md is not written, because it would have a blank. "
        "It needs:\n"
        "  what shows that the last milestone is met: "
        'csmkit log northwind met MILESTONE --evidence "…"\n'
    )


def test_what_a_message_only_asks_for_it_does_without() -> None:
    text = FULL[: FULL.index("    metric:")] + FULL[FULL.index("first_value:") :]
    message = written(account_of(text), JOURNEYS["high-touch"], "sponsor-call-request")
    assert message.blanks == ()
    assert "Half an hour about your result" in message.text


def test_nothing_is_said_that_is_not_so() -> None:
    early = account_of(FULL.replace(", met_on: 2026-12-07, evidence: All six regions quote.", ""))
    assert "graduated_on" in written(early, JOURNEYS["high-touch"], "graduation").blanks
    unheard = account_of(FULL.replace("  reached_on: 2026-10-28\n", ""))
    assert "first_value_reached_on" in written(unheard, JOURNEYS["high-touch"], "cadence-change").blanks


def test_whoever_reads_is_not_spoken_of_as_somebody_else() -> None:
    same = account_of(
        FULL.replace("roles: [champion], pref", "roles: [champion, executive_sponsor], pref").replace(
            "[economic_buyer, executive_sponsor]", "[economic_buyer]"
        )
    )
    text = written(same, JOURNEYS["high-touch"], "milestone-reached").text
    assert "the work of you and everybody" in text
    assert "Mia Brandt" not in body(text)


def test_a_last_day_to_come_is_told_as_one() -> None:
    text = written(NORTHWIND, JOURNEYS["high-touch"], "departure-sponsor", day=date(2026, 12, 1)).text
    assert "Tom Roth leaves on 8 December 2026" in text
    assert "Tom Roth has left" in written(NORTHWIND, JOURNEYS["high-touch"], "departure-sponsor").text


def test_lateness_is_said_before_they_have_to_ask() -> None:
    text = written(NORTHWIND, JOURNEYS["high-touch"], "check-in-day-14").text
    assert "- SSO before rollout (Sam Lee): it was due on 1 December 2026, and we are late." in text
    assert "- Export the price list (Mia Brandt): by 20 December 2026" in text


# --- Who, and how they are spoken to -----------------------------------------------------------------------


def test_one_formal_reader_is_enough() -> None:
    people = recipients(NORTHWIND, JOURNEYS["high-touch"], JOURNEYS["high-touch"].emails[8])
    assert [one.name for one in people] == ["Jane Doe", "Mia Brandt"]
    assert is_formal(people, unknown=False)
    assert greeting(people, formal=True) == "Dear Jane Doe and Mia Brandt,"
    assert greeting(people[1:], formal=False) == "Hi Mia,"
    assert greeting((*people, people[0]), formal=False) == "Hi all,"


def test_to_names_one_person_of_theirs_who_is_there(book: Book) -> None:
    book.account(FULL)
    book.done("email", "render", "northwind", "welcome", "--to", "lea", *AS_OF)
    assert "**To:** Lea Falk" in read(book, "welcome-to-lea-falk")
    assert not (book.root / "accounts/northwind/emails/welcome.md").exists()
    for who, why in (("csm", "names one of us"), ("tom-roth", "has left"), ("mya", "Did you mean")):
        ran = book.run("email", "render", "northwind", "welcome", "--to", who, *AS_OF)
        assert ran.code, who
        assert why in ran.err


# --- What is due -------------------------------------------------------------------------------------------


def read(book: Book, name: str, account: str = "northwind") -> str:
    return (book.root / f"accounts/{account}/emails/{name}.md").read_text(encoding="utf-8")


def states(book: Book, *words: str) -> dict[str, Any]:
    (told,) = book.done("email", "list", "northwind", "--json", *(words or AS_OF)).json
    return {one["name"]: one for one in told["messages"]}


def logged(kind: str, on: str, rest: str = "") -> str:
    return f"  - {{id: {kind}-{on}, on: {on}, kind: {kind}{rest}}}\n"


WITHOUT_PAUSE = FULL.replace("holds: [{id: h1, from_on: 2026-12-09, until_on: 2027-01-10}]\n", "")


def test_a_message_is_due_from_its_day_until_it_is_too_late(book: Book) -> None:
    book.account(WITHOUT_PAUSE)
    for day, state in (
        ("2026-09-14", "later"),
        ("2026-09-15", "due"),
        ("2026-09-22", "due"),
        ("2026-09-23", "past"),
    ):
        assert states(book, "--as-of", day)["check-in-day-14"]["state"] == state, day
    assert states(book)["milestone-reached"]["due_on"] == "2026-12-08"
    assert states(book)["departure-backup"]["state"] == "due"
    assert states(book)["kickoff-invitation"]["state"] == "past"
    assert states(book)["graduation"]["due_on"] == "2026-12-07"


def test_what_was_sent_is_not_due_until_it_happens_again(book: Book) -> None:
    sent = "log:\n" + logged("sent", "2026-10-03", ", about: emails/milestone-reached, with: [jane-doe]")
    book.account(WITHOUT_PAUSE + sent)
    then = states(book, "--as-of", "2026-10-04")["milestone-reached"]
    assert (then["state"], then["sent_on"], then["sent_to"]) == ("sent", "2026-10-03", ["jane-doe"])
    assert states(book)["milestone-reached"]["state"] == "due"
    book.account(WITHOUT_PAUSE + sent + logged("sent", "2026-12-09", ", about: emails/milestone-reached"))
    assert states(book)["milestone-reached"]["state"] == "sent"


def test_a_pause_keeps_everything_back_but_the_word_about_it(book: Book) -> None:
    book.account(FULL)
    due = [name for name, one in states(book).items() if one["state"] == "due"]
    assert due == ["pause"]


def test_nobody_is_praised_who_turns_away(book: Book) -> None:
    sign = logged("signal", "2026-12-06", ", note: The board froze all spending")
    play = "plays: [{id: p1, play: disengagement, started_on: 2026-12-06}]\n"
    before = {name for name, one in states_of(book, WITHOUT_PAUSE).items() if one["state"] == "due"}
    assert {"milestone-reached", "graduation"} <= before
    for more in ("log:\n" + sign, play):
        due = {name for name, one in states_of(book, WITHOUT_PAUSE + more).items() if one["state"] == "due"}
        assert "re-engagement-champion" in due
        assert not due & {"milestone-reached", "graduation", "cadence-change", "check-in-day-60"}
    closed = play.replace("}]", ", closed_on: 2026-12-10}]")
    assert states_of(book, WITHOUT_PAUSE + closed)["graduation"]["state"] == "due"


def test_nobody_is_asked_for_more_while_they_turn_away(book: Book) -> None:
    early = (
        FULL.partition("holds:")[0].replace("met_on: 2026-10-01, ", "").replace("met_on: 2026-12-07, ", "")
    )
    day = ("--as-of", "2026-09-25")
    book.account(early)
    assert states(book, *day)["backup-champion-introduction"]["state"] == "due"
    book.account(early + "log:\n" + logged("signal", "2026-09-24"))
    assert states(book, *day)["backup-champion-introduction"]["state"] == "later"


def states_of(book: Book, record: str) -> dict[str, Any]:
    book.account(record)
    return states(book)


def test_a_leave_that_is_ahead_is_told_as_soon_as_it_is_known(book: Book) -> None:
    leaving = WITHOUT_PAUSE.replace("departed_on: 2026-12-08", "departed_on: 2026-12-18")
    assert leaving != WITHOUT_PAUSE
    known = "log:\n" + logged("left", "2026-12-08", ", about: stakeholders/tom-roth")
    assert states_of(book, leaving)["departure-backup"]["state"] == "waiting"
    assert states_of(book, leaving + known)["departure-backup"]["state"] == "due"


def test_nothing_is_due_to_a_customer_who_left(book: Book) -> None:
    book.account(
        WITHOUT_PAUSE.replace("signed_on: 2026-09-01", "signed_on: 2026-09-01, churned_on: 2026-12-09")
    )
    assert "due" not in {one["state"] for one in states(book).values()}
    assert book.done("email", "list", *AS_OF).out == "No message is due.\n"


@pytest.mark.parametrize(
    ("log", "state"),
    [
        (logged("sync", "2026-12-05", ", with: [mia-brandt]"), "waiting"),
        (logged("sync", "2026-11-20", ", with: [mia-brandt]"), "due"),
        (logged("sync", "2026-11-20", ", with: [jane-doe]"), "past"),
        (logged("sync", "2026-12-01", ", with: [mia-brandt]") + logged("signal", "2026-12-08"), "due"),
        # Anybody can miss one meeting; the next one missed is a sign.
        (logged("sync", "2026-12-01", ", with: [mia-brandt]") + logged("no-show", "2026-12-08"), "waiting"),
        (
            logged("sync", "2026-12-01", ", with: [mia-brandt]")
            + logged("no-show", "2026-12-02")
            + logged("cancelled", "2026-12-08"),
            "due",
        ),
        (logged("no-show", "2026-12-01") + logged("sync", "2026-12-08", ", with: [mia-brandt]"), "waiting"),
    ],
)
def test_silence_and_signs_make_the_word_about_them_due(book: Book, log: str, state: str) -> None:
    book.account(WITHOUT_PAUSE + "log:\n" + log)
    assert states(book)["re-engagement-champion"]["state"] == state


def test_a_part_that_was_given_on_still_has_to_be_told(book: Book) -> None:
    given_on = WITHOUT_PAUSE.replace("roles: [champion], departed_on", "roles: [], departed_on")
    book.account(given_on)
    assert states(book)["departure-sponsor"]["state"] == "waiting"
    play = "plays: [{id: p1, play: champion-departure, about: tom-roth, started_on: 2026-12-08}]\n"
    book.account(given_on + play)
    assert states(book)["departure-sponsor"]["state"] == "due"
    assert states(book)["departure-backup"]["to"] == ["Mia Brandt"]
    book.done("email", "render", "northwind", "departure-sponsor", *AS_OF)
    assert "Tom Roth, our contact from day to day, has left" in read(book, "departure-sponsor")


def test_the_sponsor_is_asked_until_the_call_is_booked(book: Book) -> None:
    book.account(WITHOUT_PAUSE)
    assert states(book, "--as-of", "2026-09-20")["sponsor-call-request"]["state"] == "due"
    book.account(WITHOUT_PAUSE + "sponsor_call: {booked_on: 2026-09-25}\n")
    assert states(book, "--as-of", "2026-09-20")["sponsor-call-request"]["state"] == "past"


def test_the_rhythm_is_told_until_it_was_announced(book: Book) -> None:
    book.account(WITHOUT_PAUSE)
    assert states(book)["cadence-change"]["state"] == "waiting"  # for an assessment to rest on
    book.account(WITHOUT_PAUSE + assessed(on="2026-12-01"))
    assert states(book)["cadence-change"]["state"] == "due"
    told = "since: 2026-12-08, announced_on: 2026-12-09}"
    book.account(WITHOUT_PAUSE.replace("weekly, since: 2026-09-10}", "monthly, " + told))
    assert states(book)["cadence-change"]["state"] == "waiting"


def test_the_batch_writes_what_can_be_sent_and_tells_the_rest(book: Book) -> None:
    book.account(WITHOUT_PAUSE)
    book.account(
        WITHOUT_PAUSE.replace("id: a1", "id: a2").replace("  evidence: 38", "  source: 38"), "broken"
    )
    book.account(
        WITHOUT_PAUSE.replace("id: a1", "id: a3").replace(", evidence: All six regions quote.", ""),
        "southwind",
    )
    ran = book.run("email", "render", "--due", *AS_OF)
    assert ran.code == 1
    assert "Wrote accounts/northwind/emails/graduation.md." in ran.out
    assert "accounts/broken/account.yaml:" in ran.err
    assert "southwind/emails/milestone-reached.md is not written, because it would have a blank" in ran.err
    assert "Wrote accounts/southwind/emails/departure-sponsor.md." in ran.out
    (book.root / "accounts/broken/account.yaml").unlink()
    (book.root / "accounts/broken").rmdir()
    assert "is up to date" in book.done("email", "render", "northwind", "--due", *AS_OF).out


def test_usage_is_told_in_words(book: Book) -> None:
    book.account(FULL)
    assert book.run("email", "render").code == 2
    assert "csmkit email render northwind welcome" in book.run("email", "render").err
    assert book.run("email", "render", "northwind", "welcome", "--due").code == 2
    assert "Did you mean “welcome”?" in book.run("email", "render", "northwind", "welcom").err


def test_one_that_is_not_due_is_written_and_says_so(book: Book) -> None:
    book.account(FULL)
    ran = book.done("email", "render", "northwind", "welcome", *AS_OF)
    assert "It is not due: past, 2026-09-01." in ran.err


# --- Hand edits, files, drafts -----------------------------------------------------------------------------


def test_edits_made_by_hand_survive(book: Book) -> None:
    book.account(FULL)
    book.done("email", "render", "northwind", "welcome", *AS_OF)
    file = book.root / "accounts/northwind/emails/welcome.md"
    file.write_text(file.read_text().replace("Two lines are enough.", "Call me, it is quicker."))
    book.account(FULL.replace("name: Alex Kim", "name: Robin Day"))
    ran = book.done("email", "render", "northwind", "welcome", "--eml", *AS_OF)
    assert "your own edits in it are kept" in ran.out
    assert "Call me, it is quicker." in read(book, "welcome")
    assert "Robin Day" in read(book, "welcome")
    assert "Call me, it is quicker." in text_of(opened(book, "welcome"))


def test_a_folder_that_leads_outside_is_not_written_to(book: Book, tmp_path: Path) -> None:
    book.account(FULL)
    outside = tmp_path / "outside"
    outside.mkdir()
    (book.root / "accounts/northwind/emails").symlink_to(outside)
    ran = book.run("email", "render", "northwind", "welcome", "--eml", *AS_OF)
    assert ran.code == 1
    assert "leads out of the workspace" in ran.err
    assert not list(outside.iterdir())


def opened(book: Book, name: str) -> email.message.EmailMessage:
    content = (book.root / f"accounts/northwind/emails/{name}.eml").read_bytes()
    return email.message_from_bytes(content, policy=email.policy.default)


def text_of(message: email.message.EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_draft_opens_in_a_mail_program(book: Book) -> None:
    book.account(
        FULL.replace("name: Jane Doe", "name: Jäne Doe, 博士").replace("Jäne Doe, 博士", '"Jäne Doe, 博士"')
    )
    ran = book.done("email", "render", "northwind", "milestone-reached", "--eml", *AS_OF)
    message = opened(book, "milestone-reached")
    assert [part.defects for part in message.walk()] == [[], [], []]
    assert (message["X-Unsent"], message["Date"], message["Message-ID"]) == ("1", None, None)
    assert [(one.display_name, one.addr_spec) for one in message["To"].addresses] == [
        ("Jäne Doe, 博士", "jane@northwind.example")
    ]
    assert message["From"].addresses[0].addr_spec == "sam@vendor.example"
    assert message["Subject"] == "Reached on 7 December 2026: Every region is live"
    assert "No address is recorded for Mia Brandt" in ran.err
    assert "\n> All six regions quote.\n" in text_of(message)
    assert "**" not in text_of(message)
    html = message.get_body(("html",))
    assert html
    assert "<blockquote>" in html.get_content()


def test_the_same_message_is_the_same_draft(book: Book) -> None:
    book.account(FULL)
    file = book.root / "accounts/northwind/emails/welcome.eml"
    book.done("email", "render", "northwind", "welcome", "--eml", *AS_OF)
    before = file.read_bytes()
    book.done("email", "render", "northwind", "welcome", "--eml", *AS_OF)
    assert file.read_bytes() == before


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=30))
def test_no_text_forges_a_header(subject: str, name: str, address: str) -> None:
    made = draft(
        f"**Subject:** {subject}\n\nHello\n", [Mailbox(name, address), Mailbox("B", "b@x.example")], None
    )
    message = email.message_from_bytes(made.content, policy=email.policy.default)
    assert set(message.keys()) == {"To", "Subject", "X-Unsent", "MIME-Version", "Content-Type"}
    assert len(message.get_all("Subject", [])) == 1


@pytest.mark.parametrize(
    "name", ['"Jane\\r\\nBcc: all@evil.example"', '"Jane\\u2028Bcc: x"', '"Jane\\nBcc: x"']
)
def test_a_name_with_a_line_end_is_refused_with_its_line(book: Book, name: str) -> None:
    book.account(FULL.replace("name: Jane Doe", f"name: {name}"))
    ran = book.run("email", "render", "northwind", "ebr-invitation", "--eml", *AS_OF)
    assert ran.code == 1
    assert "accounts/northwind/account.yaml:12:" in ran.err
    assert not (book.root / "accounts/northwind/emails").exists()


def test_an_enemy_s_text_stays_text_in_message_and_draft(book: Book) -> None:
    evil = "{{7*7}} | <b>x</b> 🎹 [a](javascript:alert) \\nSubject: forged"
    book.account(
        FULL.replace(
            "statement: Our reps quote before the competition does.", f'statement: "{evil}"'
        ).replace("name: Northwind Traders", 'name: "{{7*7}} | <b>"')
    )
    for name in ("welcome", "kickoff-summary", "graduation"):
        book.done("email", "render", "northwind", name, "--eml", *AS_OF)
        message = opened(book, name)
        assert "{{7*7}} | <b>x</b> 🎹 [a](javascript:alert)" in text_of(message)
        assert message.get_all("Subject") == [message["Subject"]]
        html = message.get_body(("html",))
        assert html
        assert "<b>" not in html.get_content()
        assert "href" not in html.get_content()
    assert opened(book, "graduation")["Subject"] == "{{7*7}} | <b>: the onboarding is done"


def test_markdown_becomes_what_people_type() -> None:
    markdown = (
        "Dear *Jane*,\n\n> One\n> two\n\n1. First\n2. Second\n\n- A **b**\n  - deeper\n\n"
        "[here](https://x.example)\n\nBest\\\nSam\n"
    )
    assert as_text(markdown) == (
        "Dear Jane,\n\n> One two\n\n1. First\n2. Second\n\n- A b\n  - deeper\n\n"
        "here (https://x.example)\n\nBest\nSam\n"
    )


# --- Adding one, with no Python ----------------------------------------------------------------------------


def test_a_message_of_ones_own_is_a_template_and_a_line(book: Book) -> None:
    own(
        book,
        "  - {name: price-list, to: [champion], day: 40}\n",
        "Subject: Prices\n\n{{ greeting }}\n\n{{ programme.price_list }}, {{ account.country }}\n",
    )
    assert "nothing wrong" in book.done("playbook", "check").out
    book.account(FULL)
    ran = book.run("email", "render", "northwind", "price-list", *AS_OF)
    assert "price list of the programme: open csmkit.yaml and fill programme.price_list" in ran.err
    assert "“country” of the record: open accounts/northwind/account.yaml and fill it" in ran.err
    config = (book.root / "csmkit.yaml").read_text()
    book.write("csmkit.yaml", config.replace("programme: {}", "programme: {price_list: See the attachment}"))
    book.account(FULL.replace("name: Northwind Traders", "name: Northwind Traders\ncountry: DE"))
    book.done("email", "render", "northwind", "price-list", *AS_OF)
    assert "See the attachment, DE" in read(book, "price-list")


def own(book: Book, entry: str, template: str) -> None:
    text = book.done("playbook", "show", "high-touch").out
    book.write("playbooks/high-touch.yaml", text.replace("\nemails:\n", f"\nemails:\n{entry}", 1))
    book.write("templates/emails/price-list.md.j2", template)


@pytest.mark.parametrize(
    ("entry", "template", "told"),
    [
        (
            "{name: prices, to: [champion], day: 4}",
            "Subject: x",
            "there is no template “templates/emails/prices.md.j2”",
        ),
        ("{name: price-list, to: [champon], day: 4}", "Subject: x", "`kickoff_guests` or"),
        ("{name: price-list, to: [], day: 4}", "Subject: x", "needs somebody it goes to"),
        ("{name: price-list, to: [champion]}", "Subject: x", "say one of the two"),
        ("{name: price-list, to: [champion], after: kickof-held}", "Subject: x", "kickoff-held"),
        ("{name: welcome, to: [champion], day: 4}", "Subject: x", "this message stands twice"),
        (
            "{name: price-list, to: [champion], day: 4}",
            "Hello",
            "price-list.md.j2:1:1: a message begins with its subject",
        ),
        (
            "{name: price-list, to: [champion], day: 4}",
            "Subject: x\n{{ champon }}",
            "price-list.md.j2:2:1: “champon” is not given",
        ),
        (
            "{name: price-list, to: [champion], day: 4}",
            "Subject: x\n{% if fist_value %}{% endif %}",
            ":2:1: “fist_value” is not given",
        ),
    ],
)
def test_a_mistake_in_it_is_told_with_its_line(book: Book, entry: str, template: str, told: str) -> None:
    own(book, f"  - {entry}\n", template)
    ran = book.run("playbook", "check")
    assert ran.code == 1
    assert told in ran.err
    assert re.search(r"(high-touch\.yaml|price-list\.md\.j2):\d+:\d+: ", ran.err)


@pytest.mark.parametrize("name", ["buying", "champon", "first_value_evidense"])
def test_an_unknown_name_is_no_blank(book: Book, name: str) -> None:
    own(
        book,
        "  - {name: price-list, to: [champion], day: 4}\n",
        "Subject: x\n\n{% if " + name + " %}{% endif %}",
    )
    book.account(FULL)
    ran = book.run("email", "render", "northwind", "price-list", *AS_OF)
    assert ran.code == 1
    assert "price-list.md.j2:3:1:" in ran.err
    assert not (book.root / "accounts/northwind/emails").exists()


def test_an_internal_field_cannot_be_named(book: Book) -> None:
    own(
        book,
        "  - {name: price-list, to: [champion], day: 4}\n",
        "Subject: x\n\n{{ account.buying.politics }}",
    )
    book.account(FULL)
    assert "“buying” is internal" in book.run("email", "render", "northwind", "price-list", *AS_OF).err


def test_every_shipped_template_belongs_to_a_journey() -> None:
    used = {one.template or one.name for journey in JOURNEYS.values() for one in journey.emails}
    assert used == {file.name.removesuffix(".md.j2") for file in (shipped("templates") / "emails").iterdir()}


def test_every_fact_is_told_on_the_page() -> None:
    page = (Path(__file__).parent.parent / "docs/playbooks.md").read_text(encoding="utf-8")
    listed = page.partition("### What a message is given")[2].partition("\n### ")[0]
    assert set(FACTS) == set(re.findall(r"^\| `(\w+)`", listed, re.MULTILINE))


def test_messages_are_in_the_order_of_the_journey() -> None:
    due = messages_due(NORTHWIND, JOURNEYS["high-touch"], DAY)
    assert [one.email for one in due] == list(JOURNEYS["high-touch"].emails)

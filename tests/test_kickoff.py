"""The kickoff: gated by the buyer, an agenda that adds up, and no word of ours in what the customer reads."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Book
from csmkit.core.account import Account
from csmkit.core.agenda import agenda_scope, fitted
from csmkit.core.audience import for_customer, internal_values
from csmkit.core.checks import rules
from csmkit.core.journey import Journey
from csmkit.core.kickoff import kickoff_agenda
from csmkit.core.kickoff_definition import OUTCOME_NAMES, SCOPE_NAMES
from csmkit.core.kickoff_letters import reschedule_message
from csmkit.documents.kickoff import kickoff_agenda_document, kickoff_script_document
from csmkit.storage.library import Library
from csmkit.storage.reading import parse, validate
from test_audience import MARKER, planted, with_other_insides

TODAY = ("--as-of", "2026-09-08")

READY = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: high-touch
country: DE
complexity: typical
contract: {signed_on: 2026-09-01, renews_on: 2027-09-01, notice_days: 60}
vendor_team:
  csm: {name: Sam Lee, email: sam@vendor.example}
  account_executive: {name: Alex Kim}
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [economic_buyer, executive_sponsor], decision_power: 5}
  - {id: mia-brandt, name: Mia Brandt, roles: [champion], reports_to: jane-doe}
  - {id: lea-falk, name: Lea Falk, roles: [backup_champion, technical_lead, analytics_lead]}
buying: {why_now: Two tenders were lost.}
commitments:
  - {id: sso, promise: SSO before rollout, owner: Omar Diaz, due_on: 2026-11-15, in_writing: no}
outcomes:
  - id: time-to-quote
    primary: true
    statement: A quote leaves the house in four days.
    metric: days from request to quote
    unit: days
    baseline: {value: 9, source: CPQ export, as_of: 2026-08-15}
    target: 4
    by: 2027-03-01
    defended_by: jane-doe
first_value: {definition: Ten quotes leave in four days without a spreadsheet, target_on: 2026-11-20}
gates: [{id: security-review, kind: security_review, lead_days: 20, owner: lea-falk}]
kickoff:
  on: 2026-09-10
  invited: [jane-doe, mia-brandt, lea-falk, csm, account_executive]
  ae_co_presents: true
tracking: {source: CPQ export, dashboard: Sales board, reported_by: lea-falk, verified_on: 2026-09-07}
sessions:
  - {id: s1, interview: handoff/people, on: 2026-09-03}
  - {id: s2, interview: handoff/competition, on: 2026-09-04}
"""
HELD = "  attended: [jane-doe, mia-brandt, csm]\n  ae_co_presents: true\n"

# What makes a rule speak: (code, what stands in the kickoff that is ready, what replaces it).
KCK_CASES: list[tuple[str, str, str]] = [
    ("KCK101", "[economic_buyer, executive_sponsor]", "[executive_sponsor]"),
    ("KCK101", "invited: [jane-doe, mia-brandt, ", "invited: ["),
    ("KCK102", "name: Jane Doe,", "name: Jane Doe, departed_on: 2026-09-05,"),
    ("KCK103", "invited: [jane-doe, ", "invited: ["),
    (
        "KCK103",
        "[economic_buyer, executive_sponsor], decision_power: 5",
        "[executive_sponsor], decision_power: 2",
    ),
    ("KCK103", "  ae_co_presents: true\n", "  attended: [mia-brandt, csm]\n"),
    ("KCK104", "decision_power: 5", "decision_power: 2"),
    ("KCK105", "roles: [champion]", "roles: [user]"),
    ("KCK105", "jane-doe, mia-brandt, lea", "jane-doe, lea"),
    ("KCK106", "backup_champion, technical_lead", "backup_champion"),
    ("KCK106", "mia-brandt, lea-falk, csm", "mia-brandt, csm"),
    ("KCK107", "csm, account_executive]", "csm]"),
    ("KCK107", "  csm: {name: Sam Lee, email: sam@vendor.example}\n", ""),
    ("KCK108", "  ae_co_presents: true\n", "  ae_co_presents: true\n  needs: [procurement]\n"),
    ("KCK109", "[backup_champion, technical_lead, analytics_lead]", "[technical_lead, analytics_lead]"),
    ("KCK110", "lea-falk, csm", "lea-falk, mia-brand, csm"),
    ("KCK110", "name: Lea Falk,", "name: Lea Falk, departed_on: 2026-09-05,"),
    ("KCK111", "  invited: [jane-doe, mia-brandt, lea-falk, csm, account_executive]\n", ""),
    ("KCK201", "  - {id: s2, interview: handoff/competition, on: 2026-09-04}\n", ""),
    ("KCK202", "  on: 2026-09-10\n", ""),
    ("KCK202", "on: 2026-09-10", "on: 2026-09-07"),
    ("KCK202", "on: 2026-09-10", "on: 2026-10-03"),
    ("KCK203", "source: CPQ export, dashboard", "dashboard"),
    ("KCK203", "dashboard: Sales board, ", ""),
    ("KCK203", "reported_by: lea-falk, ", ""),
    ("KCK203", ", verified_on: 2026-09-07", ""),
    ("KCK204", "ae_co_presents: true", "ae_co_presents: false"),
    ("KCK301", READY[READY.index("outcomes:\n") : READY.index("first_value:")], ""),
    ("KCK304", "  ae_co_presents: true\n", "  ae_co_presents: true\n  minutes: 30\n"),
    ("KCK305", "technical_lead, analytics_lead", "technical_lead"),
    ("KCK401", "  ae_co_presents: true\n", HELD),
    ("KCK402", ", verified_on: 2026-09-07}", "}\n# outcome_measurable"),
]
OWN_AGENDAS = {
    "KCK302": "    - {id: first, title: About us, minutes: 5, kind: people, owner: csm}\n",
    "KCK303": "    - {id: tour, title: The tour, minutes: 40, kind: product, owner: csm}\n",
}


@pytest.fixture
def ready(book: Book) -> Book:
    """A workspace with one account whose kickoff lacks nothing, two days before it."""
    book.account(READY)
    return book


def check(book: Book, *words: str) -> Any:
    return book.run("kickoff", "check", "northwind", "--json", *(words or TODAY)).json


def found(book: Book) -> dict[str, dict[str, Any]]:
    return {finding["code"]: finding for finding in check(book)["findings"]}


def own_journey(book: Book, first_item: str) -> None:
    """High-touch with one more part at the beginning of its agenda."""
    shipped = book.done("playbook", "show", "high-touch").out
    assert shipped.count("  agenda:\n    - id: outcome") == 1
    book.write("playbooks/high-touch.yaml", shipped.replace("\n  agenda:\n", f"\n  agenda:\n{first_item}", 1))


def paper(book: Book, name: str, account: str = "northwind") -> str:
    file = "emails/kickoff-invitation.md" if name == "invitation" else f"kickoff-{name}.md"
    return (book.root / "accounts" / account / file).read_text(encoding="utf-8")


def rendered(book: Book, text: str) -> tuple[str, str]:
    book.account(text)
    book.done("kickoff", "render", "northwind", *TODAY)
    return paper(book, "agenda"), paper(book, "invitation")


# --- The gate ---------------------------------------------------------------------------------------------


def test_a_kickoff_that_lacks_nothing_is_ready(ready: Book) -> None:
    ran = ready.done("kickoff", "check", "northwind", *TODAY)
    assert ran.out.startswith(
        "Kickoff with Northwind Traders: ready.\nNorthwind Traders: no errors, no warnings;"
    )
    assert check(ready)["findings"] == []


@pytest.mark.parametrize(("code", "old", "new"), KCK_CASES)
def test_a_rule_speaks_where_its_matter_is_missing(ready: Book, code: str, old: str, new: str) -> None:
    assert old in READY, code
    text = READY.replace(old, new)
    if code == "KCK402":
        text = text.replace("  ae_co_presents: true\n", "  ae_co_presents: true\n  outcome_measurable: no\n")
    ready.account(text)
    assert found(ready)[code]["told"]


@pytest.mark.parametrize(("code", "item"), OWN_AGENDAS.items())
def test_a_bad_agenda_is_seen_coming(ready: Book, code: str, item: str) -> None:
    own_journey(ready, item)
    assert code in found(ready)


def test_every_rule_of_the_kickoff_has_a_case() -> None:
    tried = {code for code, _, _ in KCK_CASES} | set(OWN_AGENDAS)
    assert {rule.code for rule in rules(["kickoff"])} == tried


def test_without_an_economic_buyer_it_is_moved_and_the_champion_gets_a_sentence(ready: Book) -> None:
    ready.account(READY.replace("[economic_buyer, executive_sponsor]", "[executive_sponsor]"))
    ran = ready.run("kickoff", "check", "northwind", *TODAY)
    assert ran.code == 1
    assert "Kickoff with Northwind Traders: reschedule; nobody comes who can decide." in ran.out
    assert "Dear Mia Brandt," in ran.out
    assert "“A quote leaves the house in four days”" in ran.out
    assert "Who is that on your side?" in ran.out
    told = check(ready)
    assert told["verdict"] == "reschedule"
    assert told["message"]["to"] == "Mia Brandt"


def test_the_sentence_has_the_champions_tone_and_names_the_buyer(ready: Book) -> None:
    informal = READY.replace("reports_to: jane-doe}", "reports_to: jane-doe, preferences: {tone: informal}}")
    ready.account(informal.replace("invited: [jane-doe, ", "invited: ["))
    text = check(ready)["message"]["text"]
    assert text.startswith("Hi Mia,\n\nOur kickoff is about one result:")
    assert "that is Jane Doe" in text
    assert text.endswith("Thank you\nSam Lee")


def test_a_champion_who_decides_is_asked_to_come(ready: Book) -> None:
    one = READY.replace("roles: [champion]", "roles: [champion, economic_buyer]")
    one = one.replace("[economic_buyer, executive_sponsor]", "[executive_sponsor]")
    ready.account(one.replace("jane-doe, mia-brandt, lea", "jane-doe, lea"))
    assert "That is you" in check(ready)["message"]["text"]


def test_without_a_champion_there_is_nobody_to_write_to(ready: Book) -> None:
    nobody = READY.replace("roles: [champion]", "roles: [user]")
    ready.account(nobody.replace("[economic_buyer, executive_sponsor]", "[executive_sponsor]"))
    told = check(ready)
    assert told["verdict"] == "reschedule"
    assert told["message"] is None
    assert "KCK105" in {finding["code"] for finding in told["findings"]}


def test_a_delegate_is_not_the_buyer(ready: Book) -> None:
    ready.account(READY.replace("invited: [jane-doe, ", "invited: ["))
    findings = found(ready)
    assert findings["KCK103"]["message"] == (
        "Missing buyer: Mia Brandt comes in the place of Jane Doe, the economic buyer."
    )
    assert "KCK101" not in findings


def test_a_buyer_who_left_is_named(ready: Book) -> None:
    ready.account(READY.replace("name: Jane Doe,", "name: Jane Doe, departed_on: 2026-09-05,"))
    assert "Jane Doe, the economic buyer, has left" in found(ready)["KCK102"]["message"]
    assert check(ready)["verdict"] == "reschedule"


def test_a_waiver_lets_it_take_place_and_is_listed(ready: Book) -> None:
    ready.account(READY.replace("[economic_buyer, executive_sponsor]", "[executive_sponsor]"))
    ready.done("waive", "northwind", "KCK101", "--reason", "Their board insists on the day", *TODAY)
    ran = ready.done("kickoff", "check", "northwind", *TODAY)
    assert "Kickoff with Northwind Traders: ready." in ran.out
    assert "KCK101 waived until" in ran.out
    assert "Their board insists on the day" in ran.out
    assert "Dear" not in ran.out
    told = check(ready)
    assert told["waived"][0]["code"] == "KCK101"
    assert told["message"] is None


def test_a_kickoff_held_without_the_buyer_is_followed_by_a_short_one(ready: Book) -> None:
    ready.account(READY.replace("  ae_co_presents: true\n", "  attended: [lea-falk, csm]\n"))
    told = check(ready)
    assert told["verdict"] == "meet again"
    assert "twenty minutes with Jane Doe" in told["message"]["text"]


def test_low_touch_needs_no_kickoff_and_a_missing_owner_is_only_a_warning(ready: Book) -> None:
    low = READY.replace("high-touch", "low-touch").replace("complexity: typical", "complexity: simple")
    low = low[: low.index("kickoff:")] + low[low.index("tracking:") :]
    ready.account(low)
    assert check(ready)["verdict"] == "not needed"
    assert check(ready)["findings"] == []
    ready.account(low + "kickoff: {on: 2026-09-10, invited: [mia-brandt]}\n")
    assert check(ready)["verdict"] == "ready"
    assert found(ready)["KCK103"]["severity"] == "warning"


def test_the_list_of_the_invited_is_made_from_the_parts_people_play(ready: Book) -> None:
    ready.account(READY.replace("  invited: [jane-doe, mia-brandt, lea-falk, csm, account_executive]\n", ""))
    ready.done("kickoff", "invite", "northwind", *TODAY)
    assert ready.show()["kickoff"]["invited"] == [
        "jane-doe",
        "mia-brandt",
        "lea-falk",
        "csm",
        "account_executive",
    ]
    assert check(ready)["findings"] == []


def test_somebody_is_added_to_the_list_by_name(ready: Book) -> None:
    ready.account(READY.replace("jane-doe, mia-brandt, lea", "jane-doe, lea"))
    ready.done("kickoff", "invite", "northwind", "Mia", *TODAY)
    assert ready.show()["kickoff"]["invited"][-1] == "mia-brandt"
    ran = ready.run("kickoff", "invite", "northwind", "Mai", *TODAY)
    assert ran.code == 2
    assert "Did you mean" in ran.err


# --- The agenda adds up -----------------------------------------------------------------------------------


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 240), min_size=1, max_size=15).flatmap(
        lambda wanted: st.tuples(
            st.just(wanted),
            st.integers(len(wanted), 10**9),
            st.sets(st.integers(0, len(wanted) - 1), max_size=len(wanted) - 1),
        )
    )
)
def test_minutes_add_up_exactly_and_every_part_gets_some(case: tuple[list[int], int, set[int]]) -> None:
    wanted, length, kept = case
    minutes = fitted(wanted, length, sorted(kept))
    assert sum(minutes) == length
    assert all(takes >= 1 for takes in minutes)


@given(st.lists(st.integers(1, 12).map(lambda fives: fives * 5), min_size=1, max_size=12))
def test_what_fits_already_is_left_as_it_was(wanted: list[int]) -> None:
    assert list(fitted(wanted, sum(wanted))) == wanted


def test_what_the_customer_needs_keeps_its_minutes() -> None:
    assert fitted([10, 10, 10, 15, 10], 45, [3]) == (10, 5, 5, 15, 10)
    assert fitted([10, 10, 5], 40) == (20, 15, 5)


@pytest.mark.parametrize(
    "minutes", ["", "  minutes: 30\n", "  minutes: 90\n", "  minutes: 7\n", "  minutes: 3\n"]
)
def test_the_agenda_of_a_meeting_of_any_length_adds_up(ready: Book, minutes: str) -> None:
    added = (
        "  agenda: [{id: council, title: What the works council has to hear, minutes: 10, kind: people}]\n"
    )
    text = READY.replace("  ae_co_presents: true\n", f"  ae_co_presents: true\n{added}{minutes}")
    agenda, _ = rendered(ready, text)
    rows = [row.split(" | ") for row in agenda.splitlines() if row.startswith("| ") and row[2].isdigit()]
    ends = [tuple(map(int, row[0].removeprefix("| ").split("–"))) for row in rows]
    assert ends[0][0] == 0
    assert all(start == before for (_, before), (start, _) in pairwise(ends))
    length = int(minutes.split(":")[1]) if minutes else 60
    assert ends[-1][1] == max(length, len(rows))
    assert f"**Length:** {ends[-1][1]} minutes" in agenda
    assert "Questions" in rows[-1][1] or "questions" in rows[-1][1]
    order = [row[1] for row in rows]
    assert order[0].startswith("What has to be different")
    assert "What the works council has to hear" in order[1:-1]


# --- What the customer reads ------------------------------------------------------------------------------

HIGH = Library().journey("high-touch")
TEMPLATES = Library().folders("templates")


def account_of(text: str) -> Account:
    return validate(parse(text, "account.yaml"), Account)


NORTHWIND = account_of(READY)
AGENDA = kickoff_agenda_document(NORTHWIND, HIGH, TEMPLATES)


@settings(max_examples=25, deadline=None)
@given(with_other_insides(NORTHWIND))
def test_records_that_differ_only_inside_give_the_same_papers(other: dict[str, Any]) -> None:
    account = Account.model_validate(other)
    assert kickoff_agenda_document(account, HIGH, TEMPLATES) == AGENDA
    assert reschedule_message(for_customer(account)) == reschedule_message(for_customer(NORTHWIND))


def test_a_text_planted_in_every_internal_field_is_only_in_the_script() -> None:
    account = Account.model_validate(planted(NORTHWIND, None, inside=False))
    assert str(internal_values(account)).count(MARKER) > 10
    assert MARKER not in kickoff_agenda_document(account, HIGH, TEMPLATES)
    assert MARKER not in str(reschedule_message(for_customer(account)))
    assert MARKER in kickoff_script_document(account, HIGH, TEMPLATES)


def test_the_outcome_comes_first_and_every_part_has_a_name(ready: Book) -> None:
    agenda, invitation = rendered(ready, READY)
    assert agenda.index("> A quote leaves the house in four days.") < agenda.index("## What we settle")
    assert "| 0–10 | What has to be different for you, by when, and why now | Jane Doe |" in agenda
    assert "to be agreed" not in agenda.partition("## Approvals")[0]
    assert "How all of us see “days from request to quote” move | Lea Falk |" in agenda
    assert "- SSO before rollout: Omar Diaz, by 15 November 2026" in agenda
    assert "- **Security review:** Lea Falk; takes about 20 days; day of submission to be agreed" in agenda
    assert "> A quote leaves the house in four days." in invitation
    assert "\nDear all,\n" in invitation
    assert "1. What you want to reach; how all of us will see it (15 minutes)" in invitation
    assert "- Jane Doe: in two sentences, what would make this worth it for you" in invitation


def test_whoever_does_not_come_leads_nothing(ready: Book) -> None:
    agenda, _ = rendered(ready, READY.replace("mia-brandt, lea-falk, csm", "mia-brandt, csm"))
    assert "| How all of us see “days from request to quote” move | to be agreed |" in agenda
    assert "Nobody comes to lead" in found(ready)["KCK305"]["message"]
    assert found(ready)["KCK305"]["mend"] == "csmkit kickoff invite northwind lea-falk"


def test_an_invitation_is_informal_when_nobody_there_is_formal(ready: Book) -> None:
    _, invitation = rendered(
        ready, READY.replace("roles: [champion],", "roles: [champion], preferences: {tone: informal},")
    )
    assert "\nHi all,\n" in invitation
    both = READY.replace("roles: [champion],", "roles: [champion], preferences: {tone: informal},")
    _, invitation = rendered(ready, both.replace("power: 5}", "power: 5, preferences: {tone: formal}}"))
    assert "\nDear all,\n" in invitation


@pytest.mark.parametrize(
    ("old", "new", "fact", "command"),
    [
        ("  on: 2026-09-10\n", "", "the day of the kickoff", "csmkit log northwind booked kickoff --to DATE"),
        ("roles: [champion]", "roles: [user]", "the champion", "csmkit handoff northwind --session people"),
        (
            READY[READY.index("outcomes:\n") : READY.index("first_value:")],
            "",
            "the outcome in the customer's words",
            "csmkit plan draft northwind",
        ),
    ],
)
def test_an_invitation_with_a_blank_is_refused_and_the_rest_is_written(
    ready: Book, old: str, new: str, fact: str, command: str
) -> None:
    ready.account(READY.replace(old, new))
    ran = ready.run("kickoff", "render", "northwind", *TODAY)
    assert ran.code == 1
    assert (
        "emails/kickoff-invitation.md is not written, because it would have a blank. It needs:\n" in ran.err
    )
    assert f"  {fact}: {command}" in ran.err
    assert "Wrote accounts/northwind/kickoff-agenda.md." in ran.out
    assert "Wrote accounts/northwind/kickoff-script.md." in ran.out
    assert not (ready.root / "accounts/northwind/emails/kickoff-invitation.md").exists()


def test_what_is_missing_is_to_be_agreed_and_never_blank(book: Book) -> None:
    book.account(READY[: READY.index("vendor_team:")])
    ran = book.run("kickoff", "render", "northwind", *TODAY)
    assert ran.code == 1
    agenda = paper(book, "agenda")
    assert "- **Day:** to be agreed" in agenda
    assert "To be agreed: what you want to reach, in your own words." in agenda
    assert "- who answers for the result on your side and joins us" in agenda
    assert "not known yet" not in agenda
    assert "| |" not in agenda.replace("  ", " ")
    assert "None" not in agenda + paper(book, "script")


HOSTILE = '"{{7*7}} | <b>Ann</b> 🎹 # [x](y)"'


def test_names_that_look_like_markup_stay_names(ready: Book) -> None:
    text = READY.replace("name: Jane Doe,", f"name: {HOSTILE},").replace("SSO before rollout", HOSTILE)
    text = text.replace(
        "statement: A quote leaves the house in four days.", 'statement: "One | two\\n# three {{7*7}}"'
    )
    agenda, invitation = rendered(ready, text)
    script = paper(ready, "script")
    for document in (agenda, invitation, script):
        assert "{{7*7}}" in document
        assert "<b>" not in document
        assert "🎹" in document
        assert "\n# three" not in document
    assert all(row.replace("\\|", "").count("|") == 4 for row in agenda.splitlines() if row.startswith("|"))


def test_edits_made_by_hand_survive(ready: Book) -> None:
    agenda, _ = rendered(ready, READY)
    file = ready.root / "accounts/northwind/kickoff-agenda.md"
    file.write_text(
        agenda.replace("## Who takes part", "Lunch is at noon.\n\n## Who takes part"), encoding="utf-8"
    )
    again, _ = rendered(ready, READY.replace("2026-11-15", "2026-11-16"))
    assert "Lunch is at noon." in again
    assert "16 November 2026" in again


def test_a_conflict_in_one_paper_does_not_keep_the_others_back(ready: Book) -> None:
    rendered(ready, READY)
    file = ready.root / "accounts/northwind/kickoff-agenda.md"
    file.write_text("<<<<<<< mine\n=======\n>>>>>>> csmkit\n", encoding="utf-8")
    ready.account(READY.replace("name: Sam Lee", "name: Kim Park"))
    ran = ready.run("kickoff", "render", "northwind", *TODAY)
    assert ran.code == 1
    assert "still holds the marks" in ran.err
    assert "Kim Park" in paper(ready, "invitation")


# --- Our own script -----------------------------------------------------------------------------------------


def test_the_script_holds_what_only_we_may_know(ready: Book) -> None:
    text = READY.replace(
        "buying: {why_now: Two tenders were lost.}",
        "buying: {why_now: Two tenders were lost., politics: IT lost its project., "
        "alternatives: [{id: c, name: Contoso, got_wrong: Too slow.}]}",
    )
    text = text.replace(
        "decision_power: 5", "decision_power: 5, stance: supporter, private: Wants a board seat."
    )
    text = text.replace("roles: [champion],", "roles: [champion], departed_on: 2026-09-02,")
    rendered_script = text + "log: [{id: l1, on: 2026-09-03, kind: sync, with: [lea-falk]}]\n"
    ready.account(rendered_script)
    ready.run("kickoff", "render", "northwind", *TODAY)
    script = paper(ready, "script")
    for words in (
        "Two tenders were lost.",
        "IT lost its project.",
        "Wants a board seat.",
        "- SSO before rollout",
        "**Contoso**",
        "**Has not spoken with us yet:** Jane Doe.",
        "### Nobody answers the first question",
        "### Jane Doe says nothing",
    ):
        assert words in script
    assert "Mia Brandt" not in script


def test_the_script_is_no_file_to_share(ready: Book) -> None:
    assert "kickoff-script" in (ready.root / ".gitignore").read_text(encoding="utf-8")


# --- The journey's own agenda -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("title: For {{ custumer }}", "“custumer” is not known here. Did you mean “customer”?"),
        ("title: For {{ outcome.metrc }}", "an outcome has no “metrc” here. Did you mean “metric”?"),
        ("title: For {{ account.buying.politics }}", "is internal, and the customer reads the agenda"),
        (
            "title: X\n      when: account.countri == 'DE'",
            "a record has no “account.countri”. Did you mean “country”?",
        ),
        ("title: X\n      when: maturity > 3", "“maturity” is not known here."),
        ("title: X\n      when: (gates", "`when` cannot be read as an expression"),
        ("title: X\n      script: {say: 'Hi {{ chmpion }}'}", "Did you mean “champion”?"),
    ],
)
def test_a_name_nobody_knows_is_found_before_the_customer_reads_a_blank(
    ready: Book, line: str, told: str
) -> None:
    own_journey(ready, f"    - id: own\n      {line}\n      minutes: 5\n      kind: plan\n      owner: csm\n")
    ran = ready.run("playbook", "check")
    assert ran.code == 1
    assert told in ran.said
    assert "playbooks/high-touch.yaml:" in ran.said


def test_a_part_led_by_nobody_we_know_is_refused(ready: Book) -> None:
    own_journey(ready, "    - {id: outcome, title: X, minutes: 5, kind: plan, owner: champoin}\n")
    said = ready.run("playbook", "check").said
    assert "“champoin” is no role of theirs or of ours. Did you mean “champion”?" in said
    assert "this id stands twice" in said


def test_the_names_of_an_agenda_are_those_that_are_checked() -> None:
    scope = agenda_scope(for_customer(NORTHWIND), HIGH)
    assert set(scope) == set(SCOPE_NAMES)
    assert set(scope["outcome"]) == set(OUTCOME_NAMES)


def test_a_journey_without_an_agenda_still_gives_one_that_adds_up() -> None:
    bare = Journey.model_validate(HIGH.model_dump(by_alias=True, mode="json", exclude={"kickoff"}))
    agenda = kickoff_agenda(for_customer(NORTHWIND), bare)
    assert [part.title for part in agenda.parts] == ["Questions and next steps"]
    assert agenda.parts[0].end == agenda.minutes == 60


# --- Afterwards ---------------------------------------------------------------------------------------------


def test_the_debrief_ends_the_matter(ready: Book) -> None:
    ready.write(
        "debrief.yaml",
        "schema: csmkit/answers@1\ninterview: kickoff-debrief\nanswers:\n  held_on: 2026-09-10\n"
        "  attended: [Jane Doe, Mia Brandt, csm]\n  measurable: yes\n"
        "  decisions: [{text: Hamburg begins, owner: Mia Brandt, due_on: 2026-09-20}]\n",
    )
    late = ("--as-of", "2026-09-11")
    ready.done("kickoff", "debrief", "northwind", "--answers", str(ready.root / "debrief.yaml"), *late)
    told = check(ready, *late)
    assert told["verdict"] == "held"
    assert told["findings"] == []
    assert ready.show()["kickoff"]["decisions"][0]["text"] == "Hamburg begins"
    assert [entry["kind"] for entry in ready.show()["log"]].count("kickoff") == 1


def test_a_kickoff_that_was_logged_is_not_logged_twice_by_its_debrief(ready: Book) -> None:
    ready.done("log", "northwind", "kickoff", "jane", "mia", "--as-of", "2026-09-10")
    held = "held_on: 2026-09-10, attended: [Jane Doe, Mia Brandt, csm]"
    text = f"schema: csmkit/answers@1\ninterview: kickoff-debrief\nanswers: {{{held}}}\n"
    file = str(ready.write("debrief.yaml", text))
    ready.done("kickoff", "debrief", "northwind", "--answers", file, "--as-of", "2026-09-10")
    assert [entry["kind"] for entry in ready.show()["log"]].count("kickoff") == 1
    assert ready.show()["kickoff"]["attended"] == ["jane-doe", "mia-brandt", "csm"]


def test_without_anybody_on_record_it_says_where_to_begin(book: Book) -> None:
    book.account("schema: csmkit/account@1\nid: a1\nname: Kleinod\njourney: high-touch\n", "kleinod")
    ran = book.run("kickoff", "check", "kleinod")
    assert ran.code == 1
    assert "Nobody is on record to write to. Begin with: csmkit handoff kleinod --session people" in ran.out

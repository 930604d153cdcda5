"""The meeting rhythm drops on evidence; a date is no reason, and what is not known never counts as passed."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Book
from csmkit.core.account import RHYTHMS, Account
from csmkit.core.assessment_model import questions_in
from csmkit.core.cadence import Verdict, cadence_verdict, is_slower
from csmkit.storage.library import Library

HEAD = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: high-touch
contract: {signed_on: 2026-09-01}
"""
DAY_30 = "milestones:\n  - {id: day-30, day: 30, title: First"
DAY_60 = "  - {id: day-60, day: 60, title: Second"
DAY_180 = "  - {id: day-180, day: 180, title: Later}\n"
MET_30 = DAY_30 + ", met_on: 2026-09-28, evidence: 38 quotes}\n"
MET_60 = DAY_60 + ", met_on: 2026-10-30, evidence: half the time}\n"
VALUE = "first_value: {definition: Ten quotes, reached_on: 2026-10-20, evidence: the log of the team}\n"
QUESTIONS = [q.id for q in questions_in(Library().assessment("customer-maturity").overall)]


def assessed(level: int = 4, on: str = "2026-10-15") -> str:
    """An assessment with one level everywhere."""
    answers = ", ".join(f"{question}: {{value: {level}}}" for question in QUESTIONS)
    return f"assessments: [{{id: m1, on: {on}, model: customer-maturity@1, answers: {{{answers}}}}}]\n"


PROVEN = HEAD + MET_30 + MET_60 + VALUE + assessed()


def verdict(book: Book, record: str, as_of: str = "2026-11-30") -> Any:
    book.account(record)
    (told,) = book.done("cadence", "check", "northwind", "--json", "--as-of", as_of).json
    return told


def reasons(told: Any, *, holds: bool | None) -> list[str]:
    return [reason["text"] for reason in told["reasons"] if reason["holds"] is holds]


def steps(told: Any) -> list[str]:
    return [reason["text"] for reason in told["reasons"] if reason["weight"] == "one step"]


def test_milestones_met_with_evidence_and_first_value_drop_the_rhythm(book: Book) -> None:
    told = verdict(book, PROVEN)
    assert (told["decision"], told["rhythm"], told["then"]) == ("drop", None, "monthly")
    assert (told["told"], told["of"]) == (4, 6)
    assert reasons(told, holds=True) == [
        "day-30 met on 2026-09-28, with evidence",
        "day-60 met on 2026-10-30, with evidence",
        "first value reached on 2026-10-20, with evidence",
        "assessed on 2026-10-15: they do their share",
    ]
    assert told["announcement"] == {
        "standing": "decided, not told",
        "to": "monthly",
        "starts_on": None,
        "announced_on": None,
    }


def test_day_ninety_is_no_reason_in_either_direction(book: Book) -> None:
    for as_of in ("2026-10-31", "2026-11-29", "2026-11-30", "2026-12-01"):
        assert verdict(book, PROVEN, as_of=as_of)["decision"] == "drop"
    for as_of in ("2026-11-29", "2026-11-30", "2026-12-01", "2027-02-28"):
        told = verdict(book, HEAD + DAY_30 + "}\n" + MET_60 + VALUE + assessed(on="2027-01-01"), as_of=as_of)
        assert told["decision"] == "keep"
        assert "90" not in "\n".join(reason["text"] for reason in told["reasons"])


def test_a_missed_milestone_keeps_the_rhythm_until_it_is_met(book: Book) -> None:
    told = verdict(book, HEAD + DAY_30 + "}\n" + MET_60 + VALUE + assessed())
    assert (told["decision"], told["then"]) == ("keep", "weekly")
    assert reasons(told, holds=False) == [
        "day-30 was due on 2026-10-01 and is not met; the rhythm stays until it is"
    ]


def test_a_milestone_met_late_no_longer_blocks(book: Book) -> None:
    late = HEAD + DAY_30 + ", met_on: 2026-11-20, evidence: 38 quotes}\n" + MET_60 + VALUE + assessed()
    assert verdict(book, late, as_of="2026-11-19")["decision"] == "keep"
    assert verdict(book, late, as_of="2026-11-20")["decision"] == "drop"


def test_a_milestone_without_evidence_is_not_met(book: Book) -> None:
    told = verdict(book, HEAD + MET_30 + DAY_60 + ", met_on: 2026-10-30}\n" + VALUE + assessed())
    assert reasons(told, holds=False) == ["day-60 is called met, but no evidence is recorded"]


def moved(on: str, *, was: str = "2026-10-31", to: str = "2026-12-20") -> str:
    return DAY_60 + f", due_on: {to}, moved: [{{id: v1, on: {on}, was: {was}, to: {to}}}]}}\n"


def test_a_milestone_moved_by_agreement_before_its_date_is_not_missed(book: Book) -> None:
    told = verdict(book, HEAD + MET_30 + moved("2026-10-31") + VALUE + assessed())
    assert (told["decision"], told["then"]) == ("drop", "biweekly")
    assert steps(told) == [
        "day-60 is due on 2026-12-20, moved by agreement, and not proven yet: one step at most"
    ]


def test_a_milestone_moved_after_its_date_stays_missed_until_it_is_met(book: Book) -> None:
    told = verdict(book, HEAD + MET_30 + moved("2026-11-01") + VALUE + assessed())
    assert told["decision"] == "keep"
    (why,) = reasons(told, holds=False)
    assert why.startswith("day-60 was due on 2026-10-31 and is not met; moved to 2026-12-20 only after that")
    met = moved("2026-11-01").replace(", due_on", ", met_on: 2026-11-29, evidence: seen, due_on")
    assert verdict(book, HEAD + MET_30 + met + VALUE + assessed())["decision"] == "drop"


def test_the_new_date_can_be_missed_as_well(book: Book) -> None:
    told = verdict(book, HEAD + MET_30 + moved("2026-10-20", to="2026-11-15") + VALUE + assessed())
    assert "was due on 2026-11-15" in reasons(told, holds=False)[0]


def test_looking_back_a_later_move_was_not_known_yet(book: Book) -> None:
    record = HEAD + MET_30 + moved("2026-10-20") + VALUE + assessed()
    assert "day-60 is due on 2026-10-31" in steps(verdict(book, record, as_of="2026-10-19"))[0]


def test_a_step_may_come_before_a_checkpoint_that_is_ahead_and_the_steady_rhythm_may_not(book: Book) -> None:
    ahead = HEAD + MET_30 + DAY_60 + ", due_on: 2026-12-24}\n" + VALUE + assessed()
    told = verdict(book, ahead)
    assert (told["decision"], told["then"]) == ("drop", "biweekly")
    told = verdict(book, ahead + "cadence: {rhythm: biweekly, since: 2026-10-01}\n")
    assert (told["decision"], told["then"]) == ("keep", "biweekly")
    assert reasons(told, holds=False) == ["day-60 is due on 2026-12-24 and not proven yet"]
    told = verdict(book, ahead.replace("high-touch", "mid-touch"))
    assert told["decision"] == "keep"


def test_before_the_first_milestone_is_met_nothing_is_proven(book: Book) -> None:
    told = verdict(book, HEAD + DAY_30 + ", due_on: 2026-12-24}\n" + VALUE + assessed())
    assert reasons(told, holds=False) == ["no milestone is met yet, so nothing is proven"]


def test_a_milestone_that_is_due_today_is_not_missed_yet(book: Book) -> None:
    record = HEAD + MET_30 + DAY_60 + "}\n" + VALUE + assessed()
    assert verdict(book, record, as_of="2026-10-31")["decision"] == "drop"
    assert "was due on 2026-10-31" in reasons(verdict(book, record, as_of="2026-11-01"), holds=False)[0]


def test_milestones_after_graduation_count_once_they_were_due(book: Book) -> None:
    record = HEAD + MET_30 + MET_60 + DAY_180 + VALUE + assessed(on="2027-02-01")
    assert verdict(book, record.replace("2027-02-01", "2026-10-15"))["decision"] == "drop"
    assert verdict(book, record, as_of="2027-02-28")["decision"] == "drop"
    told = verdict(book, record, as_of="2027-03-01")
    assert "day-180 was due on 2027-02-28" in reasons(told, holds=False)[0]


def test_first_value_without_evidence_or_not_reached_keeps_the_rhythm(book: Book) -> None:
    for value, why in (
        (
            "{definition: x, reached_on: 2026-10-20}",
            "first value is called reached, but no evidence is recorded",
        ),
        ("{definition: x}", "first value is not reached yet"),
        ("{definition: x, reached_on: 2026-12-24, evidence: y}", "first value is not reached yet"),
    ):
        told = verdict(book, HEAD + MET_30 + MET_60 + f"first_value: {value}\n" + assessed())
        assert told["decision"] == "keep"
        assert reasons(told, holds=False) == [why]


def test_what_is_not_known_is_cannot_tell_and_never_passed(book: Book) -> None:
    told = verdict(book, HEAD + MET_30 + MET_60 + assessed())
    assert (told["decision"], told["then"]) == ("cannot tell", "weekly")
    assert "cannot tell: needs what first value means to this customer" in reasons(told, holds=None)
    assert not any(reason["holds"] for reason in told["reasons"] if "cannot tell" in reason["text"])


def test_an_empty_record_is_cannot_tell(book: Book) -> None:
    told = verdict(book, HEAD)
    assert (told["decision"], told["told"]) == ("cannot tell", 0)
    assert "cannot tell: needs milestones in the record" in reasons(told, holds=None)
    assert "cannot tell: needs an assessment not older than 60 days" in reasons(told, holds=None)


def test_without_a_signature_a_milestone_cannot_be_told(book: Book) -> None:
    unsigned = HEAD.replace("contract: {signed_on: 2026-09-01}\n", "")
    record = unsigned + MET_30 + DAY_60 + "}\n" + VALUE + assessed()
    told = verdict(book, record)
    assert told["decision"] == "cannot tell"
    assert "cannot tell: day-60 needs a due date or a signature date" in reasons(told, holds=None)


def test_one_reason_against_outweighs_what_cannot_be_told(book: Book) -> None:
    assert verdict(book, HEAD + DAY_30 + "}\n")["decision"] == "keep"


@pytest.mark.parametrize(("on", "decision"), [("2026-10-01", "drop"), ("2026-09-30", "cannot tell")])
def test_an_assessment_older_than_sixty_days_is_taken_again_before_a_drop(
    book: Book, on: str, decision: str
) -> None:
    told = verdict(book, HEAD + MET_30 + MET_60 + VALUE + assessed(on=on))
    assert told["decision"] == decision
    if decision == "cannot tell":
        assert (
            "cannot tell: needs an assessment not older than 60 days; the last one is of 2026-09-30"
            in reasons(told, holds=None)
        )


WEEKLY = "cadence: {rhythm: weekly, since: 2026-09-10}\n"


@pytest.mark.parametrize(
    ("shade", "then"),
    [
        ("sentiment: {level: negative, on: 2026-11-20}\n", "biweekly"),
        ("sentiment: {level: neutral, on: 2026-11-20}\n", "monthly"),
        ("sentiment: {level: negative, on: 2026-12-20}\n", "monthly"),
        ("log: [{id: l1, on: 2026-11-20, kind: late-reply}]\n", "biweekly"),
        ("log: [{id: l1, on: 2026-10-20, kind: late-reply}]\n", "monthly"),
    ],
)
def test_what_asks_for_care_makes_a_drop_one_step(book: Book, shade: str, then: str) -> None:
    told = verdict(book, PROVEN + WEEKLY + shade)
    assert (told["decision"], told["then"]) == ("drop", then)


def test_a_customer_of_low_maturity_is_let_go_one_step_at_a_time(book: Book) -> None:
    low = HEAD + MET_30 + MET_60 + VALUE + assessed(level=2, on="2026-11-20")
    assert verdict(book, low + WEEKLY)["then"] == "biweekly"
    stepped = low + "cadence: {rhythm: biweekly, since: 2026-12-01}\n"
    told = verdict(book, stepped, as_of="2026-12-30")
    assert told["decision"] == "keep"
    assert "the next step waits until 2026-12-31" in reasons(told, holds=False)[0]
    assert verdict(book, stepped, as_of="2026-12-31")["then"] == "monthly"


def test_a_maturity_that_cannot_be_told_is_no_high_one(book: Book) -> None:
    nothing_said = PROVEN.replace("answers: {", "answers: {}}]\n#")
    told = verdict(book, nothing_said)
    assert (told["decision"], told["then"]) == ("drop", "biweekly")
    assert steps(told) == ["assessed on 2026-10-15; maturity cannot be told: one step at most"]


OUTCOME = """\
outcomes:
  - id: time-to-quote
    statement: Quotes go out in four days
    baseline: {value: 9}
    target: 4
    by: 2027-03-01
    readings: [{id: r1, on: 2026-11-30, value: VALUE}]
"""


@pytest.mark.parametrize(
    ("value", "decision", "then"),
    [
        ("6.5", "drop", "monthly"),  # 50 percent of the way after 50 percent of the time
        ("8.5", "drop", "biweekly"),  # 10 percent: behind, and moving
        ("9", "keep", "weekly"),  # nothing has moved
        ("11", "keep", "weekly"),  # the wrong way
    ],
)
def test_the_outcome_on_its_way_shades_the_drop(book: Book, value: str, decision: str, then: str) -> None:
    told = verdict(book, PROVEN + WEEKLY + OUTCOME.replace("VALUE", value))
    assert (told["decision"], told["then"]) == (decision, then)


@pytest.mark.parametrize(
    ("hold", "decision"),
    [
        ("{id: h1, from_on: 2026-11-01}", "keep"),
        ("{id: h1, from_on: 2026-11-01, until_on: 2026-11-30}", "keep"),
        ("{id: h1, from_on: 2026-11-01, until_on: 2026-11-29}", "drop"),
        ("{id: h1, from_on: 2026-12-01}", "drop"),
    ],
)
def test_a_pause_keeps_the_rhythm_while_it_lasts(book: Book, hold: str, decision: str) -> None:
    assert verdict(book, PROVEN + f"holds: [{hold}]\n")["decision"] == decision


def test_a_customer_who_left_has_no_rhythm_to_decide(book: Book) -> None:
    left = PROVEN.replace("signed_on: 2026-09-01", "signed_on: 2026-09-01, churned_on: 2026-11-30")
    assert verdict(book, left, as_of="2026-11-29")["decision"] == "drop"
    told = verdict(book, left)
    assert (told["decision"], told["announcement"]) == ("over", None)
    assert "the customer left on 2026-11-30" in reasons(told, holds=False)


def test_in_the_quarter_before_notice_ends_nothing_drops(book: Book) -> None:
    # Notice ends on 2027-03-01; the 92 days before it begin on 2026-11-29.
    renews = PROVEN.replace("2026-09-01}", "2026-09-01, renews_on: 2027-04-30, notice_days: 60}")
    renews = renews.replace("on: 2026-10-15, model", "on: 2026-11-15, model")
    assert verdict(book, renews, as_of="2026-11-28")["decision"] == "drop"
    told = verdict(book, renews, as_of="2026-11-29")
    assert told["decision"] == "keep"
    assert told["renewal_quarter"] == ["2026-11-29", "2027-03-01"]
    assert reasons(told, holds=False) == ["the renewal quarter has begun: it is decided by 2027-03-01"]


def test_the_rhythm_that_was_agreed_is_the_one_that_stays(book: Book) -> None:
    told = verdict(book, HEAD + DAY_30 + "}\n" + "cadence: {rhythm: biweekly}\n")
    assert (told["rhythm"], told["then"]) == ("biweekly", "biweekly")


def test_a_late_reply_is_told_and_none_is_inferred(book: Book) -> None:
    book.account(PROVEN)
    out = book.done("cadence", "check", "northwind", "--as-of", "2026-11-30").out
    promise = "  Answers within a day until 2027-09-01: "
    assert promise + "no late reply is logged, which says that nobody logged one." in out
    late = "log: [{id: l1, on: 2026-11-20, kind: late-reply}, {id: l2, on: 2026-11-12, kind: late-reply}]\n"
    told = verdict(book, PROVEN + late)
    assert told["late_replies"] == ["2026-11-12", "2026-11-20"]
    out = book.done("cadence", "check", "northwind", "--as-of", "2026-11-30").out
    assert promise + "2 late replies logged, the last one on 2026-11-20." in out
    assert "~ 2 replies were late in the last 30 days: one step at most" in out


def test_every_account_is_told_when_none_is_named(book: Book) -> None:
    book.account(PROVEN)
    book.account(HEAD.replace("a1", "a2").replace("Northwind Traders", "Contoso"), "contoso")
    told = book.done("cadence", "check", "--json", "--as-of", "2026-11-30").json
    assert [(each["account"], each["decision"]) for each in told] == [
        ("contoso", "cannot tell"),
        ("northwind", "drop"),
    ]


def test_a_verdict_is_a_result_and_not_a_failure(book: Book) -> None:
    book.account(HEAD + DAY_30 + "}\n")
    ran = book.run("cadence", "check", "northwind", "--as-of", "2026-11-30")
    assert ran.code == 0
    assert ran.out.splitlines()[:2] == [
        "Northwind Traders: keep",
        "  Rhythm now: not recorded. 2 of 6 checks could be made.",
    ]
    assert "  - day-30 was due on 2026-10-01 and is not met; the rhythm stays until it is" in ran.out
    assert "  ? cannot tell: needs what first value means to this customer" in ran.out


def test_the_verdict_can_be_written_down_for_the_team(book: Book) -> None:
    book.account(PROVEN + WEEKLY + "sentiment: {level: negative, on: 2026-11-20}\n")
    book.done("cadence", "render", "northwind", "--as-of", "2026-11-30")
    text = (book.root / "accounts/northwind/cadence-verdict.md").read_text()
    assert "day-30 met on 2026-09-28, with evidence" in text
    assert "**Drop to biweekly.**" in text
    assert "One step: sentiment was negative on 2026-11-20" in text
    assert "not told" in text


# ----- properties -----

JOURNEY = Library().journey("high-touch")
SIGNED = date(2026, 9, 1)
DAYS = st.integers(0, 200).map(lambda days: SIGNED + timedelta(days=days))
MAYBE_DAY = st.none() | DAYS
TODAY = st.integers(40, 200).map(lambda days: SIGNED + timedelta(days=days))


@st.composite
def milestones(draw: st.DrawFn) -> dict[str, Any]:
    day = draw(st.sampled_from([30, 60, 90, 180]))
    moves = [
        {"id": f"v{n}", "on": draw(DAYS), "was": draw(MAYBE_DAY), "to": draw(DAYS)}
        for n in range(draw(st.integers(0, 2)))
    ]
    return {
        "id": f"day-{day}",
        "day": day,
        "title": "x",
        "due_on": draw(MAYBE_DAY),
        "met_on": draw(
            st.sampled_from([SIGNED, SIGNED + timedelta(days=50), SIGNED + timedelta(days=99), None])
        ),
        "evidence": draw(st.sampled_from(["seen", "seen", "seen", " "])),
        "moved": moves,
    }


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    return Account.model_validate(
        {
            "schema": "csmkit/account@1",
            "id": "a1",
            "name": "Northwind",
            "journey": "high-touch",
            "contract": {
                "signed_on": SIGNED,
                "churned_on": draw(st.sampled_from([None, SIGNED + timedelta(days=150)])),
            },
            "milestones": draw(st.lists(milestones(), max_size=3, unique_by=lambda each: each["id"])),
            "first_value": {"definition": "x", "reached_on": SIGNED, "evidence": "seen"},
            "assessments": [
                {"id": f"m{n}", "on": on, "model": "customer-maturity@1"}
                for n, on in enumerate(draw(st.lists(DAYS, min_size=1, max_size=4)))
            ],
            "cadence": {"rhythm": draw(st.sampled_from([None, *RHYTHMS])), "since": draw(st.none() | DAYS)},
            "sentiment": draw(
                st.none()
                | st.fixed_dictionaries({"level": st.sampled_from(["positive", "negative"]), "on": DAYS})
            ),
            "log": [
                {"id": f"l{n}", "on": on, "kind": kind}
                for n, (on, kind) in enumerate(
                    draw(
                        st.lists(st.tuples(DAYS, st.sampled_from(["late-reply", "sync", "ebr"])), max_size=5)
                    )
                )
            ],
        }
    )


def dropped(verdict: Verdict) -> int:
    """How many steps slower a verdict goes."""
    return RHYTHMS.index(verdict.then) - RHYTHMS.index(verdict.now or JOURNEY.onboarding_rhythm)


@settings(max_examples=300, deadline=None)
@given(account=accounts(), today=TODAY, immature=st.sampled_from([True, False, None]))
def test_a_missed_milestone_never_drops(*, account: Account, today: date, immature: bool | None) -> None:
    verdict = cadence_verdict(account, JOURNEY, today, immature=immature)
    missed = [
        milestone
        for milestone in account.milestones
        if (milestone.met_on is None or milestone.met_on > today)
        and milestone.due_on is not None
        and milestone.due_on < today
        and not milestone.moved
    ]
    left = account.contract.churned_on is not None and account.contract.churned_on <= today
    if missed or left or not account.milestones:
        assert verdict.decision != "drop"
    if verdict.decision != "drop":
        assert dropped(verdict) == 0


@settings(max_examples=300, deadline=None)
@given(account=accounts(), today=TODAY, immature=st.sampled_from([True, None]))
def test_where_maturity_is_low_or_unknown_a_drop_is_one_step(
    *, account: Account, today: date, immature: bool | None
) -> None:
    verdict = cadence_verdict(account, JOURNEY, today, immature=immature)
    assert dropped(verdict) == (1 if verdict.decision == "drop" else 0)
    assert not is_slower(verdict.then, JOURNEY.steady_rhythm) or verdict.decision != "drop"


@settings(max_examples=200, deadline=None)
@given(accounts(), TODAY, st.randoms())
def test_maturity_shades_and_never_decides_and_the_order_of_the_log_says_nothing(
    account: Account, today: date, chance: random.Random
) -> None:
    verdict = cadence_verdict(account, JOURNEY, today, immature=False)
    assert cadence_verdict(account, JOURNEY, today, immature=True).decision == verdict.decision
    entries = list(account.log)
    chance.shuffle(entries)
    shuffled = account.model_copy(update={"log": tuple(entries)})
    assert cadence_verdict(shuffled, JOURNEY, today, immature=False) == verdict


# --- Whoever turns away, or has just lost the people who carried it, is not left alone ---------------------

PEOPLE = """\
kickoff: {on: 2026-09-10}
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [executive_sponsor]}
  - {id: mia-brandt, name: Mia Brandt, roles: [champion]DEPARTED}
  - {id: lea-falk, name: Lea Falk, roles: [ROLE]}
"""


def with_people(*, departed: str = "", role: str = "user") -> str:
    gone = f", departed_on: {departed}" if departed else ""
    return PROVEN + PEOPLE.replace("DEPARTED", gone).replace("ROLE", role)


@pytest.mark.parametrize(
    ("more", "against"),
    [
        ("", []),
        (
            "log: [{id: l1, on: 2026-11-20, kind: signal, note: Spending is frozen}]\n",
            ["they have been turning away since 2026-11-20; first that is named and settled"],
        ),
        (
            "plays: [{id: p1, play: disengagement, started_on: 2026-11-21}]\n",
            ["they have been turning away since 2026-11-21; first that is named and settled"],
        ),
        ("plays: [{id: p1, play: disengagement, started_on: 2026-11-21, closed_on: 2026-11-29}]\n", []),
    ],
)
def test_a_customer_who_turns_away_keeps_the_rhythm(book: Book, more: str, against: list[str]) -> None:
    told = verdict(book, with_people() + more)
    assert reasons(told, holds=False) == against
    assert told["decision"] == ("keep" if against else "drop")


def test_silence_alone_decides_nothing_because_nobody_may_have_logged(book: Book) -> None:
    assert (
        verdict(book, with_people() + "cadence: {rhythm: weekly, since: 2026-09-10}\n")["decision"] == "drop"
    )


def test_without_a_champion_or_with_a_new_one_the_rhythm_stays(book: Book) -> None:
    told = verdict(book, with_people(departed="2026-11-24"))
    assert reasons(told, holds=False) == ["Mia Brandt, the champion, has left; somebody else first"]
    told = verdict(book, with_people(departed="2026-12-18"))
    assert reasons(told, holds=False) == [
        "Mia Brandt, the champion, leaves on 2026-12-18; somebody else first"
    ]
    new = "log: [{id: l1, on: 2026-11-25, kind: role, about: stakeholders/lea-falk}]\n"
    taken = with_people(departed="2026-11-24", role="champion") + new
    told = verdict(book, taken)
    assert reasons(told, holds=False) == ["Lea Falk is new as champion; the rhythm stays until 2026-12-25"]
    assert not reasons(verdict(book, taken, as_of="2026-12-25"), holds=False)[1:]


def test_an_account_with_a_play_under_way_is_at_risk_until_it_is_closed(book: Book) -> None:
    play = "plays: [{id: p1, play: disengagement, started_on: 2026-11-21}]\n"
    book.account(with_people() + play)
    (told,) = book.done("account", "list", "--json", "--as-of", "2026-11-30").json
    assert told["health"] == "at_risk"
    shown = book.done("account", "show", "northwind", "--as-of", "2026-11-30").out
    assert "the play disengagement is under way since 2026-11-21" in " ".join(shown.split())

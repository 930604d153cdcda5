"""The plan a customer reads, and the brief a colleague leaves."""

from pathlib import Path
from typing import Any

import pytest

from csmkit.core.account import Account
from csmkit.core.audience import for_customer
from csmkit.core.handoff_brief import Completeness
from csmkit.core.success_plan import success_plan
from csmkit.core.success_plan.values import Gap, SuccessPlan
from csmkit.documents.values import handoff_brief_document, success_plan_document

TEMPLATES = [Path(__file__).parent.parent / "templates"]

NORTHWIND: dict[str, Any] = {
    "schema": "csmkit/account@1",
    "id": "a1",
    "name": "Northwind Traders",
    "journey": "high-touch",
    "contract": {
        "signed_on": "2026-09-01",
        "renews_on": "2027-08-31",
        "notice_days": "60",
        "arr": "120000",
        "currency": "USD",
    },
    "vendor_team": {
        "csm": {"name": "Sam Lee", "email": "sam@vendor.example"},
        "account_executive": {"name": "Alex Kim"},
    },
    "stakeholders": [
        {
            "id": "mia-brandt",
            "name": "Mia Brandt",
            "title": "Sales Operations Lead",
            "roles": ["champion"],
            "reports_to": "jane-doe",
            "preferences": {"mode": "async", "rhythm": "biweekly", "tone": "informal"},
        },
        {
            "id": "jane-doe",
            "name": "Jane Doe",
            "title": "VP Sales Operations",
            "roles": ["executive_sponsor", "economic_buyer"],
            "decision_power": "5",
            "stance": "supporter",
            "private": "Wants the next board seat.",
        },
        {
            "id": "lea-falk",
            "name": "Lea Falk",
            "roles": ["backup_champion"],
            "reports_to": "mia-brandt",
            "introduction": "by Mia Brandt, in the second week",
        },
        {"id": "tom-roth", "name": "Tom Roth", "roles": ["contract_signer"], "stance": "blocker"},
    ],
    "buying": {
        "why_now": "Two tenders were lost.",
        "politics": "IT lost its own project.",
        "alternatives": [{"id": "contoso", "name": "Contoso Quote", "got_wrong": "Too slow."}],
    },
    "outcomes": [
        {
            "id": "time-to-quote",
            "primary": "yes",
            "statement": "Our reps quote before the competition does.",
            "metric": "time-to-quote",
            "unit": "days",
            "baseline": {"value": "9", "source": "CPQ export", "as_of": "2026-08-15"},
            "target": "4",
            "by": "2027-03-01",
            "defended_by": "jane-doe",
        }
    ],
    "first_value": {"definition": "One region quotes in five days.", "target_on": "2026-10-30"},
    "milestones": [
        {
            "id": f"day-{day}",
            "day": str(day),
            "title": f"Step {day}",
            "measure": "Ten quotes",
            "owner": "csm",
            "customer_owner": "mia-brandt",
        }
        for day in (180, 30, 60, 90)
    ],
    "commitments": [
        {"id": "logo", "promise": "Logo on quotes", "status": "delivered"},
        {
            "id": "sso",
            "promise": "SSO live before rollout",
            "kind": "integration",
            "promised_by": "account_executive",
            "promised_to": "jane-doe",
            "owner": "csm",
            "due_on": "2026-10-15",
            "in_writing": "no",
        },
    ],
    "sponsor_call": {"booked_on": "2026-09-18"},
    "plan": {"agreed_on": "2026-09-20", "agreed_by": "jane-doe"},
    "tracking": {
        "source": "CPQ export",
        "dashboard": "https://bi.northwind.example/quotes",
        "reported_by": "lea-falk",
        "verified_on": "2026-09-12",
    },
    "gates": [
        {
            "id": "security-review",
            "kind": "security_review",
            "lead_days": "30",
            "owner": "tom-roth",
            "submitted_on": "2026-09-03",
        }
    ],
    "cadence": {"rhythm": "weekly", "since": "2026-09-10"},
    "provenance": {
        "buying/why_now": {"said_by": "customer", "on": "2026-09-02"},
        "stakeholders/tom-roth/stance": {"said_by": "inferred", "on": "2026-09-02"},
    },
    "answers": {
        "handoff": {"risky_date": {"value": "Their fiscal year ends in June", "said_by": "account_executive"}}
    },
    "open_questions": [
        {
            "id": "q1",
            "interview": "handoff",
            "question": "budget",
            "ask": "Whose budget pays?",
            "of": "account_executive",
            "since": "2026-09-02",
        },
        {
            "id": "q2",
            "interview": "handoff",
            "question": "why_not",
            "item": "contoso",
            "of": "champion",
            "since": "2026-09-02",
        },
    ],
}


def northwind(**changed: Any) -> Account:
    return Account.model_validate(NORTHWIND | changed)


def newcomer(**known: Any) -> Account:
    return Account.model_validate(
        {"schema": "csmkit/account@1", "id": "b1", "name": "Fabrikam", "journey": "high-touch", **known}
    )


def plan_of(account: Account) -> SuccessPlan:
    return success_plan(for_customer(account))


def plan(account: Account) -> str:
    return success_plan_document(account, TEMPLATES)


def brief(account: Account, **more: Any) -> str:
    return handoff_brief_document(account, TEMPLATES, **more)


def without(person: str, **changes: Any) -> list[dict[str, Any]]:
    """Northwind's people, one of them changed."""
    return [item | changes if item["id"] == person else item for item in NORTHWIND["stakeholders"]]


def test_a_complete_record_makes_a_plan_without_gaps() -> None:
    assert plan_of(northwind()).standing.open_points == ()
    assert "To be agreed" not in plan(northwind())


def test_the_six_sections_stand_in_order_before_promises_approvals_and_rhythm() -> None:
    headings = [line for line in plan(newcomer()).splitlines() if line.startswith("## ")]

    assert headings == [
        "## 1. Business outcome",
        "## 2. Milestones",
        "## 3. Executive sponsor",
        "## 4. Champion",
        "## 5. Backup champion",
        "## 6. How we follow the outcome",
        "## 7. What we promised",
        "## 8. Approvals and timeline",
        "## 9. How we stay in touch",
    ]


def test_every_section_of_an_empty_record_names_what_is_missing() -> None:
    sections = list(dict.fromkeys(gap.section for gap in plan_of(newcomer()).standing.open_points))

    assert sections == [
        "business_outcome",
        "milestones",
        "executive_sponsor",
        "champion",
        "backup_champion",
        "tracking",
        "commitments",
        "approvals",
        "rhythm",
        "agreement",
    ]


def test_a_gap_is_one_line_that_says_what_and_why() -> None:
    gaps = plan_of(newcomer()).standing.open_points
    text = plan(newcomer())

    assert all(f"To be agreed: {gap.what}. {gap.why}\n" in text for gap in gaps)
    assert text.count("To be agreed: ") == len(gaps)
    assert all(gap.why.endswith(".") and gap.why.count(". ") == 0 for gap in gaps)


@pytest.mark.parametrize(
    "word",
    ["buyer", "blocker", "redundancy", "touch-", "high-touch", "stance", "churn", "None", "_", "csm", "ARR"],
)
def test_the_customer_meets_no_jargon(word: str) -> None:
    assert word not in plan(northwind())
    assert word not in plan(newcomer())


def test_the_outcome_comes_first_in_the_customers_words() -> None:
    text = plan(northwind())

    assert text.index("> Our reps quote before the competition does.") < text.index("## 2.")
    assert "- **Starting point:** 9 days on 15 August 2026 (CPQ export)" in text
    assert "- **Target:** 4 days\n- **To be reached by:** 1 March 2027\n" in text
    assert "- **Stands behind it:** Jane Doe" in text


def test_milestones_stand_by_their_day_with_names_on_both_sides() -> None:
    text = plan(northwind())

    places = [text.index(f"### Day {day}: Step {day}") for day in (30, 60, 90, 180)]
    assert places == sorted(places)
    assert "- **Day:** 1 October 2026\n- **On your side:** Mia Brandt\n- **On our side:** Sam Lee\n" in text


def test_a_checkpoint_without_a_milestone_is_a_gap() -> None:
    milestones = [item for item in NORTHWIND["milestones"] if item["day"] in ("30", "60")]

    gaps = plan_of(northwind(milestones=milestones)).standing.open_points

    assert [gap.what for gap in gaps] == ["what success looks like at day 90 and day 180"]


def test_a_journey_can_ask_for_other_checkpoints() -> None:
    milestones = [{"id": "day-14", "day": "14", "title": "Live"}]

    text = success_plan_document(newcomer(milestones=milestones), TEMPLATES, checkpoints=(14, 45))

    assert "what success looks like at day 45." in text


def test_an_open_milestone_names_what_it_lacks_and_a_met_one_does_not() -> None:
    lacking = {"id": "day-30", "day": "30", "title": "Live"}
    rest = [item for item in NORTHWIND["milestones"] if item["day"] != "30"]

    open_one = plan_of(northwind(milestones=[lacking, *rest])).standing.open_points
    met_one = plan_of(northwind(milestones=[{**lacking, "met_on": "2026-09-29"}, *rest])).standing.open_points

    assert [gap.what for gap in open_one] == [
        "how we both can tell that it is met and who drives it on your side"
    ]
    assert met_one == ()


def test_the_same_reason_is_given_once() -> None:
    milestones = [{"id": f"m{day}", "day": day, "title": "Live"} for day in (30, 60)]

    text = plan(northwind(milestones=milestones))

    assert text.count("To be agreed: how we both can tell that it is met") == 2
    assert text.count("nobody should have to debate whether it is done") == 1


def test_a_date_that_was_moved_says_so_without_our_reasons() -> None:
    move = {
        "id": "m1",
        "on": "2026-10-20",
        "was": "2026-10-31",
        "to": "2026-11-07",
        "reason": "Their IT slept",
    }
    milestones = [{**NORTHWIND["milestones"][2], "due_on": "2026-11-07", "moved": [move]}]

    text = plan(northwind(milestones=milestones))

    assert "- **Moved:** from 31 October 2026 to 7 November 2026" in text
    assert "slept" not in text


def test_the_sponsor_is_named_with_the_half_hour() -> None:
    section = plan(northwind()).split("## 3.")[1].split("## 4.")[0]

    assert "- **Jane Doe**, VP Sales Operations\n" in section
    assert "- **30-minute call:** booked for 18 September 2026" in section


def test_a_call_that_was_held_says_what_it_confirmed() -> None:
    call = {"held_on": "2026-09-19", "validated": ["outcome", "milestones"]}

    section = plan(northwind(sponsor_call=call)).split("## 3.")[1]

    assert "held on 19 September 2026\n- **Confirmed in the call:** outcome, milestones\n" in section


def test_the_champion_is_named_with_working_preferences() -> None:
    section = plan(northwind()).split("## 4.")[1].split("## 5.")[0]

    assert section.strip().splitlines()[4:] == [
        "- **Mia Brandt**, Sales Operations Lead",
        "- **Works best with:** messages, every two weeks, informal tone",
    ]


def test_a_champion_who_left_is_a_gap_again() -> None:
    gaps = plan_of(
        northwind(stakeholders=without("mia-brandt", departed_on="2026-10-01"))
    ).standing.open_points

    assert "champion" in {gap.section for gap in gaps}
    assert "who drives it on your side" in {gap.what for gap in gaps}


def test_nobody_stands_in_for_themselves() -> None:
    people = [
        item
        for item in without("mia-brandt", roles=["champion", "backup_champion"])
        if item["id"] != "lea-falk"
    ]

    sections = [gap.section for gap in plan_of(northwind(stakeholders=people)).standing.open_points]

    assert "backup_champion" in sections


def test_promises_we_still_owe_come_before_those_we_kept() -> None:
    section = plan(northwind()).split("## 7.")[1].split("## 8.")[0]

    assert section.index("### SSO live before rollout\n\n- **Status:** open") < section.index(
        "### Logo on quotes"
    )
    assert "- **Promised to:** Jane Doe\n- **Delivered by:** Sam Lee\n- **Day:** 15 October 2026\n" in section


def test_a_promise_without_a_name_and_a_day_is_a_gap() -> None:
    gaps = plan_of(northwind(commitments=[{"id": "x", "promise": "Training on site"}])).standing.open_points

    assert gaps == (
        Gap(
            "commitments",
            "who of us delivers it and its day",
            "A promise without a name and a day gets forgotten.",
        ),
    )


def test_an_approval_says_when_it_is_expected_and_the_timeline_holds_every_day() -> None:
    text = plan(northwind())

    assert "- **Submitted on:** 3 September 2026\n- **Expected by:** 5 October 2026\n" in text
    days = text.split("### The days that matter")[1].split("##")[0].strip().splitlines()
    assert days[:3] == [
        "- **1 September 2026:** Contract signed",
        "- **3 September 2026:** Security review: submitted",
        "- **18 September 2026:** 30-minute call with Jane Doe",
    ]


GATES = [
    {"id": "security-review", "kind": "security_review", "lead_days": "30", "owner": "tom-roth"},
    {"id": "board", "kind": "change_board", "lead_days": "7", "submitted_on": "2026-09-03"},
]
TASKS = [
    {
        "id": "connect",
        "title": "Connect the export",
        "owner": "csm",
        "due_on": "2026-10-20",
        "work_days": "5",
        "after": ["gates/board"],
    },
    {"id": "train", "title": "Train the second region", "after": ["first_value"]},
]
VALUE = {**NORTHWIND["first_value"], "work_days": "3", "after": ["tasks/connect"]}


def test_the_road_says_what_comes_before_the_first_result_and_by_when() -> None:
    """Friday 30 October less 3 working days is Tuesday 27 October: the review and the connection end by then.

    27 October less 30 days is Sunday 27 September, so Friday the 25th; handed in on Monday the 28th the
    review clears on Wednesday 28 October and the first result moves to Monday 2 November.
    """
    text = plan(northwind(gates=GATES, tasks=TASKS, first_value=VALUE))

    road = text.split("### The road to the first result")[1].split("###")[0].strip().splitlines()
    later = "a day later moves the first result to 2 November 2026"
    assert road == [
        "- **Change board**: submitted on 3 September 2026, expected by 10 September 2026",
        f"- **Security review**, Tom Roth: needed by 25 September 2026, {later}",
        "- **Connect the export**, Sam Lee: planned for 20 October 2026, needed by 27 October 2026",
    ]


def test_the_road_says_when_the_first_result_can_come_once_everything_is_handed_in() -> None:
    """Thursday 10 September + 5 working days = the 17th, + 3 = Tuesday the 22nd."""
    early = plan(northwind(gates=GATES[1:], tasks=TASKS, first_value=VALUE))
    late = plan(northwind(gates=GATES[1:], tasks=TASKS, first_value={**VALUE, "target_on": "2026-09-21"}))

    told = "The last of it is Connect the export: the first result can follow from 22 September 2026 on."
    assert told in early
    assert "the first result comes on 22 September 2026, after its planned day." in late


def test_a_road_that_was_walked_is_gone() -> None:
    reached = {**VALUE, "reached_on": "2026-10-12"}

    assert "The road" not in plan(northwind(gates=GATES, tasks=TASKS, first_value=reached))


def test_a_reading_says_how_far_it_is_and_how_much_of_the_time_is_gone() -> None:
    """9 to 4 days, read at 7: 2 of 5. From 1 September to 1 March are 181 days; 61 are gone on 1 November."""
    outcome = {
        **NORTHWIND["outcomes"][0],
        "readings": [{"id": "r", "on": "2026-11-01", "value": "7", "source": "CPQ export"}],
    }

    text = plan(northwind(outcomes=[outcome]))

    assert "- **1 November 2026:** 7 days (CPQ export), 40 percent of the way after 34 percent of" in text
    assert "- **Read last:** 7 days on 1 November 2026\n" in text


def test_the_sponsor_is_invited_in_the_week_each_quarter_ends() -> None:
    weeks = "30 November 2026, 1 March 2027, 31 May 2027 and 30 August 2027"

    assert f"- **Quarterly reviews:** invited to each, in the weeks of {weeks}\n" in plan(northwind())


def test_the_first_lines_say_where_it_stands() -> None:
    first = plan(newcomer(outcomes=NORTHWIND["outcomes"])).split("## 1.")[0]
    milestones = [{**item, "met_on": "2026-10-01"} for item in NORTHWIND["milestones"][1:3]]
    later = plan(northwind(milestones=milestones)).split("## 1.")[0]

    assert "- **The outcome:** time-to-quote from 9 days to 4 days by 1 March 2027\n" in first
    assert "points, each marked “To be agreed” where it belongs\n" in first
    assert "2 of 2 milestones met, 0 of 1 approvals cleared, 1 of 2 promises kept\n" in later


def test_somebody_who_steps_in_was_introduced_or_will_be() -> None:
    unknown = without("lea-falk", introduction=None)
    came = {"on": "2026-09-10", "attended": ["lea-falk"]}

    gaps = plan_of(northwind(stakeholders=unknown)).standing.open_points
    assert [gap.what for gap in gaps] == ["how and when we get to know Lea Falk"]
    assert "- **Introduced:** by Mia Brandt, in the second week\n" in plan(northwind())
    text = plan(northwind(stakeholders=unknown, kickoff=came))
    assert "- **Introduced:** at the kickoff on 10 September 2026\n" in text


def test_a_plan_for_a_small_customer_is_short() -> None:
    long = plan(newcomer(contract={"signed_on": "2026-09-01"}, milestones=NORTHWIND["milestones"]))
    short = success_plan_document(
        newcomer(contract={"signed_on": "2026-09-01"}, milestones=NORTHWIND["milestones"]),
        TEMPLATES,
        short=True,
    )

    for words in ("mermaid", "Quarterly reviews", "*Why you bought this", "security review", "**So far:**"):
        assert words in long
        assert words not in short
    assert "To be agreed: the business outcome" in short


def test_a_signature_at_the_end_of_the_calendar_stops_nothing() -> None:
    assert "Success plan" in plan(northwind(contract={"signed_on": "9999-06-01"}))


def test_tasks_stand_on_the_side_that_does_them() -> None:
    tasks = [
        {
            "id": "t1",
            "title": "Name pilot users",
            "side": "customer",
            "owner": "mia-brandt",
            "due_on": "2026-09-15",
        },
        {"id": "t2", "title": "Connect the export", "owner": "csm", "because": "Their data is poor"},
    ]

    text = plan(northwind(tasks=tasks))

    assert "### To do on your side\n\n- Name pilot users, Mia Brandt: by 15 September 2026\n" in text
    assert "### To do on our side\n\n- Connect the export, Sam Lee: day to be agreed\n" in text


def test_a_hostile_record_forges_nothing_in_either_document() -> None:
    evil = "x | y\u202e <script> {{ 7*7 }} [a](b)"
    people = [{"id": "e", "name": evil, "title": "# T", "roles": ["champion"], "stance": "coach"}]
    account = northwind(
        name=evil, stakeholders=people, outcomes=[{"id": "o", "statement": "# Big\n\n- a\n> b"}]
    )

    for text in (plan(account), brief(account)):
        assert r"x \| y \<script\> {{ 7*7 }} \[a\](b)" in text
        assert "\n# Big" not in text
        assert "\u202e" not in text


def test_long_texts_keep_their_paragraphs_inside_the_quotation() -> None:
    outcome = {"id": "o", "statement": "Quote faster.\nWin more.\n\nAlways."}

    assert "> Quote faster.\n> Win more.\n>\n> Always.\n" in plan(northwind(outcomes=[outcome]))


def test_rendering_again_changes_nothing() -> None:
    assert plan(northwind()) == plan(northwind())
    assert brief(northwind()) == brief(northwind())


def test_the_brief_starts_with_what_a_colleague_would_say_first() -> None:
    first = brief(northwind(), completeness=Completeness(14, 3, 19)).split("## The deal")[0]

    assert "- **Money and signature:** Tom Roth signed, but Jane Doe decided." in first
    assert "- **Distance:** from Mia Brandt to Jane Doe it is one step of reporting." in first
    assert "- **Promised aloud, not in writing:** SSO live before rollout\n" in first
    assert "- **Not convinced:** Tom Roth (blocker)\n" in first
    assert "- **Core questions:** 14 of 19 answered, 3 the AE could not answer\n" in first


def test_the_brief_says_until_when_they_can_opt_out() -> None:
    assert "- **They can opt out until:** 2 July 2027\n- **A year is worth:** 120,000 USD\n" in brief(
        northwind()
    )


def test_the_people_map_shows_each_boss_before_their_reports() -> None:
    text = brief(northwind())

    assert '  p1["Jane Doe<br>economic buyer, executive sponsor"]\n' not in text
    assert '  p1["Jane Doe<br>executive sponsor, economic buyer"]\n  p2["Mia Brandt<br>champion"]\n' in text
    assert "  p1 --> p2\n  p2 --> p3\n```\n" in text
    assert "| Tom Roth | ? | contract signer | ? | ? | ? | blocker (inferred, not heard) |\n" in text


def test_the_ledger_says_who_promised_what_to_whom_and_whether_it_is_in_writing() -> None:
    promise = "SSO live before rollout | integration | Jane Doe | Alex Kim | Sam Lee"

    assert f"| {promise} | 15 October 2026 | no | open | ? |\n" in brief(northwind())


def test_the_brief_says_who_said_what() -> None:
    text = brief(northwind(), asks={"risky_date": "Which date could hurt us?"})

    assert "Two tenders were lost.\n\nSource: the customer said so.\n" in text
    assert "- **Which date could hurt us?** Their fiscal year ends in June (the AE said so)\n" in text


def test_open_questions_are_grouped_by_whom_to_ask() -> None:
    unknown = brief(northwind(), asks={"why_not": "Why was it turned down?"}).split("## What we do not know")[
        1
    ]

    assert (
        "### Ask Alex Kim (account executive)\n\n- Whose budget pays? Open since 2 September 2026.\n"
        in unknown
    )
    assert (
        "### Ask Mia Brandt (champion)\n\n- Why was it turned down? (about Contoso Quote) Open since"
        in unknown
    )


def test_the_agenda_holds_open_questions_core_gaps_and_what_was_only_inferred() -> None:
    agenda = brief(northwind(), unasked=["renewal_risk"], asks={"renewal_risk": "What could end it?"}).split(
        "## Agenda"
    )[1]

    assert agenda.strip().splitlines()[2:] == [
        "1. Whose budget pays? Open since 2 September 2026.",
        "2. What could end it?",
        "3. Get it confirmed in writing, or say what it was: SSO live before rollout",
        "4. Confirm where Tom Roth stands: it was inferred, nobody said it.",
    ]


def test_without_an_interview_the_agenda_asks_for_what_the_record_lacks() -> None:
    agenda = brief(newcomer()).split("## Agenda")[1]

    assert "1. Who decides over the money?\n2. Who signed the contract?\n" in agenda


def test_an_empty_record_makes_an_honest_brief() -> None:
    text = brief(newcomer())

    assert "who decides over the money is not known; who signed is not known." in text
    assert "- **Signed on:** not known yet\n" in text
    assert "Nobody is named yet." in text
    assert "Nothing is recorded." in text
    assert "None" not in text

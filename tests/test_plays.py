"""Plays: called for by what the record says, started in one write, tracked until they are closed."""

import re
import shlex
import signal
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Book
from terminal import ACCOUNT, ALT_ENTER, ENTER, Terminal, journals, make_workspace, record
from test_docs import blocks, command_lines, words_of

TUESDAY = "2026-09-22"
DEPARTURE = """\
schema: csmkit/answers@1
interview: champion-departure-mia-brandt
sessions: [handover]
answers:
  reason: new-employer
  reachable: yes
  only_they_know: Who said yes in the corridor, {{ 7*7 }} | [/x]
  new_champion: Lea Falk
  champion_mode: sync
  champion_rhythm: weekly
  champion_tone: informal
  new_backup: {new: Tom Ox}
  backup_introduction: Lea brings him along on Friday
"""


def data(book: Book) -> Any:
    """The record as any other program would read it."""
    file = book.root / "accounts/northwind-traders/account.yaml"
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def tasks(book: Book) -> dict[str, Any]:
    return {task["id"]: task for task in data(book).get("tasks", [])}


def roles(book: Book) -> dict[str, list[str]]:
    return {person["id"]: person["roles"] for person in data(book)["stakeholders"]}


def plan_of(book: Book) -> str:
    book.done("plan", "render", "northwind")
    return (book.root / "accounts/northwind-traders/success-plan.md").read_text(encoding="utf-8")


def typed(book: Book, command: str, *more: str, as_of: str = TUESDAY) -> str:
    """What a command that was proposed answers."""
    words = shlex.split(command)
    assert words[0] == "csmkit", command
    return book.done(*words[1:], *more, "--as-of", as_of).said


def answered(book: Book, interview: str, session: str, **answers: Any) -> str:
    """A filled form on disk."""
    form = {"schema": "csmkit/answers@1", "interview": interview, "sessions": [session], "answers": answers}
    return str(book.write(f"{interview}-{session}.yaml", yaml.safe_dump(form, allow_unicode=True)))


@pytest.fixture
def departed(handed_over: Book) -> Book:
    """Northwind on the Tuesday its champion leaves; everything else about its people is in order."""
    handed_over.done(
        "log", "northwind", "booked", "sponsor-call", "--to", "2026-09-28", "--as-of", "2026-09-14"
    )
    handed_over.done("log", "northwind", "left", "mia", "--as-of", TUESDAY)
    return handed_over


def started(book: Book) -> Book:
    file = str(book.write("departure.yaml", DEPARTURE))
    book.done("play", "run", "northwind", "champion-departure", "--answers", file, "--as-of", TUESDAY)
    return book


def people_findings(book: Book, as_of: str) -> list[str]:
    ran = book.run("check", "northwind", "--as-of", as_of)
    return re.findall(r"PLN3\d\d", ran.out)


# --- A champion leaves ---------------------------------------------------------------------------------


def of_the_play(book: Book, as_of: str = TUESDAY) -> list[Any]:
    """What `today` says about the departure."""
    (row,) = book.done("today", "--json", "--as-of", as_of).json["accounts"]
    return [item for item in row["items"] if "Mia Brandt" in item["why"]]


def test_what_today_proposes_leads_to_a_new_champion_three_messages_and_a_clean_plan(departed: Book) -> None:
    assert "PLN308" in people_findings(departed, TUESDAY)
    (first,) = of_the_play(departed)
    assert first["why"] == "Mia Brandt left on 2026-09-22 and is still champion"
    assert "Who is the champion from now on?" in typed(departed, first["command"], "--form")
    typed(departed, first["command"], "--answers", str(departed.write("departure.yaml", DEPARTURE)))

    letters = [item for item in of_the_play(departed) if item["command"].startswith("csmkit email render")]
    for item in letters[:3]:
        assert "Wrote" in typed(departed, item["command"])
        typed(departed, "csmkit " + item["why"].partition("once it is out: csmkit ")[2].partition(",")[0])

    assert roles(departed)["mia-brandt"] == []
    assert roles(departed)["lea-falk"] == ["champion"]
    assert roles(departed)["tom-ox"] == ["backup_champion"]
    assert people_findings(departed, TUESDAY) == []
    written = {file.stem for file in (departed.root / "accounts/northwind-traders/emails").glob("*.md")}
    assert written == {"departure-backup-to-lea-falk", "departure-sponsor", "departure-handover-to-lea-falk"}
    left = [item["command"] for item in of_the_play(departed)]
    assert not [command for command in left if "departure-" in command]
    assert "csmkit email render northwind-traders backup-champion-introduction" in left


def test_a_play_that_cannot_be_read_leaves_the_desk_open(departed: Book) -> None:
    departed.write("playbooks/plays/mine.yaml", "schema: csmkit/play@1\nkind: play\ntitle: Mine\n")
    ran = departed.run("today", "--as-of", TUESDAY)
    assert ran.code == 0
    assert "is still champion" in ran.out
    assert "playbooks/plays/mine.yaml:1:1" in ran.err


def test_what_a_play_needs_is_what_comes_next_until_it_is_closed(departed: Book) -> None:
    started(departed)
    for _ in range(12):
        step = departed.done("next", "northwind", "--json", "--as-of", "2026-09-30").json
        words = shlex.split(step["command"])
        if words[1:3] == ["play", "close"]:
            break
        if words[1:3] == ["email", "render"]:
            words = ["csmkit", "log", "northwind", "sent", words[4]]
        assert step["why"].startswith("Champion departure (Mia Brandt): ")
        departed.done(*words[1:], "--as-of", "2026-09-30")
    departed.done(*words[1:-1], "Lea runs it; Jane knows", "--as-of", "2026-09-30")

    (run,) = data(departed)["plays"]
    assert (run["closed_on"], run["result"]) == ("2026-09-30", "Lea runs it; Jane knows")
    assert all(task["done_on"] == "2026-09-30" for task in tasks(departed).values())
    called = departed.done("play", "list", "northwind", "--json", "--as-of", "2026-10-09").json["called"]
    assert "champion-departure" not in {one["play"] for one in called}


def test_the_days_of_the_tasks_are_working_days(departed: Book) -> None:
    departed.done("log", "northwind", "note", "They sit in Hamburg")
    file = departed.root / "accounts/northwind-traders/account.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}country: DE\n", encoding="utf-8")
    answers = str(departed.write("departure.yaml", DEPARTURE))
    departed.done("play", "run", "northwind", "champion", "--answers", answers, "--as-of", "2026-10-01")

    # Saturday 3 October is a holiday in Germany, and a weekend anyway.
    assert tasks(departed)["tell-sponsor"]["due_on"] == "2026-10-02"
    assert tasks(departed)["introduce-new-backup"]["due_on"] == "2026-10-08"


def test_what_the_champion_had_to_do_goes_over_to_the_new_one(handed_over: Book) -> None:
    file = handed_over.root / "accounts/northwind-traders/account.yaml"
    more = "tasks:\n  - {id: export, title: Export the data, side: customer, owner: mia-brandt}\n"
    more += "  - {id: old, title: Long done, side: customer, owner: mia-brandt, done_on: 2026-09-02}\n"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    handed_over.done("log", "northwind", "left", "mia", "--as-of", TUESDAY)

    started(handed_over)

    assert tasks(handed_over)["export"]["owner"] == "lea-falk"
    assert tasks(handed_over)["old"]["owner"] == "mia-brandt"


def test_the_backup_cannot_be_the_champion(departed: Book) -> None:
    file = str(departed.write("twice.yaml", DEPARTURE.replace("{new: Tom Ox}", "Lea Falk")))
    before = data(departed)

    ran = departed.run("play", "run", "northwind", "champion", "--answers", file, "--as-of", TUESDAY)

    assert (ran.code, data(departed)) == (1, before)
    assert "twice.yaml:12:" in ran.err
    assert "has to differ from what was answered before" in ran.err


def test_a_backup_who_steps_up_leaves_the_place_free(departed: Book) -> None:
    file = departed.root / "accounts/northwind-traders/account.yaml"
    text = file.read_text(encoding="utf-8")
    name = "    name: Lea Falk\n"
    assert name in text
    file.write_text(text.replace(name, f"{name}    introduction: Met at the fair\n"), encoding="utf-8")
    words = ("play", "run", "northwind", "champion-departure", "--as-of", TUESDAY)
    form = departed.done(*words, "--form").out
    assert "Met at the fair" not in form

    filled = form.replace("new_champion:", "new_champion: Lea Falk").replace("reachable:", "reachable: yes")
    departed.done(*words, "--answers", str(departed.write("filled.yaml", filled)))

    assert roles(departed)["lea-falk"] == ["champion"]
    assert tasks(departed)["find-backup"]["title"] == "Find a backup champion"


def test_nothing_of_a_play_reaches_the_customer(departed: Book) -> None:
    before = plan_of(departed).replace("Mia Brandt", "").count("\n")
    started(departed)

    plan = plan_of(departed)

    assert "Lea Falk" in plan
    for task in tasks(departed).values():
        assert task["only_ours"] == "true"
        assert task["title"] not in plan
    assert "corridor" not in plan
    assert before


def test_the_same_form_twice_starts_one_play(departed: Book) -> None:
    started(departed)
    before = data(departed)

    ran = departed.done(
        "play",
        "run",
        "northwind",
        "champion",
        "--answers",
        str(departed.root / "departure.yaml"),
        "--as-of",
        TUESDAY,
    )

    assert "recorded already" in ran.err
    assert data(departed) == before


def test_undo_takes_the_whole_play_back(departed: Book) -> None:
    before = data(departed)
    started(departed)

    departed.done("undo", "northwind")

    assert data(departed) == before


def test_a_sponsor_who_leaves_opens_the_sponsor_gap_too(handed_over: Book) -> None:
    handed_over.done("log", "northwind", "left", "jane", "--as-of", TUESDAY)
    file = answered(
        handed_over, "champion-departure-jane-doe", "handover", reachable=False, new_buyer="Mia Brandt"
    )

    handed_over.done("play", "run", "northwind", "champion-departure", "--answers", file, "--as-of", TUESDAY)

    runs = {run["play"]: run for run in data(handed_over)["plays"]}
    assert set(runs) == {"champion-departure", "sponsor-gap"}
    assert runs["sponsor-gap"]["because"].startswith("Jane Doe was the executive behind it and leaves")
    listed = handed_over.done("play", "list", "northwind", "--json", "--as-of", TUESDAY).json["running"]
    assert "csmkit play run northwind-traders sponsor-gap" in str(listed)
    assert (
        "new_champion"
        not in handed_over.done("play", "run", "northwind", "sponsor-gap", "--form", "--as-of", TUESDAY).out
    )


def test_two_who_leave_are_two_plays(handed_over: Book) -> None:
    handed_over.done("log", "northwind", "left", "mia", "--as-of", TUESDAY)
    handed_over.done("log", "northwind", "left", "jane", "--as-of", TUESDAY)

    ran = handed_over.run("play", "run", "northwind", "champion-departure", "--as-of", TUESDAY)

    assert ran.code == 2
    assert "jane-doe or mia-brandt?" in ran.err


# --- Closing -------------------------------------------------------------------------------------------


def test_closing_lets_go_of_our_own_steps_and_says_which(departed: Book) -> None:
    started(departed)

    ran = departed.done(
        "play", "close", "northwind", "champion", "--result", "They cancelled", "--as-of", TUESDAY
    )

    assert "Let go with it: Tell Jane Doe who takes over, before somebody else does" in ran.err
    assert tasks(departed) == {}


def test_a_play_that_is_not_needed_is_set_aside_with_the_reason(departed: Book) -> None:
    departed.done(
        "play", "close", "northwind", "champion", "--result", "She moves next door", "--as-of", TUESDAY
    )

    found = departed.done("play", "list", "northwind", "--json", "--as-of", "2026-12-01").json
    assert [one for one in found["called"] if one["play"] == "champion-departure"] == []
    assert found["closed"][0]["result"] == "She moves next door"


def test_what_nothing_calls_for_cannot_be_closed(handed_over: Book) -> None:
    before = data(handed_over)
    ran = handed_over.run(
        "play", "close", "northwind", "escalation", "--result", "Nothing", "--as-of", TUESDAY
    )
    assert (ran.code, data(handed_over)) == (1, before)
    assert "not running here and nothing calls for it" in ran.err


# --- Disengagement -------------------------------------------------------------------------------------


@pytest.fixture
def silent(handed_over: Book) -> Book:
    for day in ("2026-09-08", "2026-09-15"):
        handed_over.done("log", "northwind", "no-show", "mia", "--on", day, "--as-of", TUESDAY)
    return handed_over


def test_meetings_that_nobody_came_to_call_for_the_play(silent: Book) -> None:
    (call,) = silent.done("play", "list", "northwind", "--json", "--as-of", TUESDAY).json["called"]
    assert call["play"] == "disengagement"
    assert "2 meetings in a row" in call["because"]


def test_lost_interest_goes_to_the_sponsor_and_stops_the_reminders(silent: Book) -> None:
    file = answered(silent, "disengagement", "diagnosis", cause="buyer-lost-interest", usage="stopped")
    silent.done("play", "run", "northwind", "disengagement", "--answers", file, "--as-of", TUESDAY)

    assert set(tasks(silent)) == {
        "account-executive-sounding",
        "write-sponsor",
        "name-it-to-sponsor",
        "no-more-reminders",
    }
    assert tasks(silent)["account-executive-sounding"]["owner"] == "account_executive"
    assert silent.done("play", "list", "northwind", "--json", "--as-of", TUESDAY).json["called"] == []


def test_an_overloaded_champion_is_helped_and_not_passed_over(silent: Book) -> None:
    file = answered(silent, "disengagement", "diagnosis", cause="overloaded", helper="Lea Falk")
    silent.done("play", "run", "northwind", "disengagement", "--answers", file, "--as-of", TUESDAY)

    assert set(tasks(silent)) == {"lighten-champion", "write-champion", "bring-in-helper"}
    assert "Mia Brandt" in tasks(silent)["lighten-champion"]["title"]


def test_a_structural_cause_cannot_end_in_going_on_as_planned(silent: Book) -> None:
    first = answered(silent, "disengagement", "diagnosis", cause="unknown")
    silent.done("play", "run", "northwind", "disengagement", "--answers", first, "--as-of", TUESDAY)
    form = silent.done("play", "run", "northwind", "disengagement", "--form", "--as-of", "2026-10-01").out
    assert "pause (A pause" in " ".join(form.split("#"))
    assert "going on as planned" not in form.split("course:")[1]

    second = answered(
        silent,
        "disengagement",
        "decision",
        spoken_with="Jane Doe",
        named=True,
        changed="The merger takes all of it",
        true_cause="priorities-moved",
        course="pause",
        pause_until="2026-12-01",
    )
    silent.done("play", "run", "northwind", "disengagement", "--answers", second, "--as-of", "2026-10-01")

    assert "2026-12-01" in tasks(silent)["log-hold"]["title"]
    assert tasks(silent)["write-pause"]["message"] == "pause"
    assert "watch-champion" not in tasks(silent)


def test_a_second_disengagement_begins_with_blank_answers(silent: Book) -> None:
    file = answered(silent, "disengagement", "diagnosis", cause="overloaded", heard="Quarter end")
    silent.done("play", "run", "northwind", "disengagement", "--answers", file, "--as-of", TUESDAY)
    silent.done(
        "play", "close", "northwind", "disengagement", "--result", "She is back", "--as-of", "2026-09-30"
    )
    silent.done("log", "northwind", "signal", "They ask for an export of everything", "--as-of", "2026-11-02")

    form = silent.done("play", "run", "northwind", "disengagement", "--form", "--as-of", "2026-11-02").out

    assert "interview: disengagement-2" in form
    assert "Quarter end" not in form


# --- Escalation and sponsor gap ------------------------------------------------------------------------


def test_the_gravity_sets_the_clock_and_who_is_told(handed_over: Book) -> None:
    answers = {
        "risks": [{"title": "SSO two weeks late", "level": 5}],
        "severity": 5,
        "kind": "promise",
        "customer_knows": False,
        "lead": "Vera Lind",
        "wanted": "An engineer for two days from Thursday",
    }
    file = answered(handed_over, "escalation", "raise", **answers)
    handed_over.done("play", "run", "northwind", "escalation", "--answers", file, "--as-of", TUESDAY)

    found = tasks(handed_over)
    assert found["tell-lead-now"]["title"] == "Ring Vera Lind: what, how grave, what you need (within 1 hour)"
    assert found["tell-lead-now"]["due_on"] == TUESDAY
    assert found["executive-owner"]["owner"] == "Vera Lind"
    assert found["renegotiate"]["owner"] == "account_executive"
    assert "tell-lead" not in found
    assert data(handed_over)["risks"][0]["title"] == "SSO two weeks late"


def test_a_small_matter_is_not_escalated(handed_over: Book) -> None:
    answers = {
        "risks": [{"title": "A typo", "level": 1}],
        "severity": 1,
        "kind": "product",
        "customer_knows": True,
        "lead": "Vera Lind",
        "wanted": "Nothing",
    }
    file = answered(handed_over, "escalation", "raise", **answers)
    handed_over.done("play", "run", "northwind", "escalation", "--answers", file, "--as-of", TUESDAY)
    assert set(tasks(handed_over)) == {"watch-it"}


def test_the_sponsor_gap_ends_with_the_held_call(northwind: Book) -> None:
    day = "2026-09-16"
    (call,) = northwind.done("play", "list", "northwind", "--json", "--as-of", day).json["called"]
    assert call["because"] == "Day 15, and there is no executive sponsor."
    assert "What does this executive gain" in typed(northwind, call["command"], "--form", as_of=day)
    who = answered(northwind, "sponsor-gap", "who", sponsor={"new": "Ada Holm"}, way_in="account_executive")
    typed(northwind, call["command"], "--answers", who, as_of=day)
    assert "Ada Holm" in tasks(northwind)["open-the-door"]["title"]

    held = answered(northwind, "sponsor-gap", "call", held_on="2026-09-28", validated=["the milestones"])
    typed(northwind, call["command"], "--answers", held, as_of="2026-09-28")

    assert data(northwind)["sponsor_call"] == {"held_on": "2026-09-28", "validated": ["the milestones"]}


# --- A play of one's own -------------------------------------------------------------------------------


def page_play() -> str:
    return next(block for block in blocks("playbooks.md", "yaml") if "csmkit/play@1" in block)


def test_the_page_about_plays_leads_to_a_play_of_ones_own(
    handed_over: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Followed literally: the file, and the commands, as they stand on the page."""
    monkeypatch.chdir(handed_over.root)
    page = Path(__file__).parent.parent / "docs/playbooks.md"
    text = page.read_text(encoding="utf-8").partition("## A play of your own")[2].partition("## Templates")[0]
    handed_over.write(page_play().split()[1], page_play())
    lines = [words_of(line) for line in command_lines(page) if line in text and "ACCOUNT" not in line]
    assert ["play", "run", "northwind", "price-increase"] in lines

    assert "nothing wrong" in handed_over.done("playbook", "check").out
    file = handed_over.root / "accounts/northwind-traders/account.yaml"
    late = "2027-04-01"
    assert "Price increase" in handed_over.done("play", "list", "northwind", "--as-of", late).out
    answers = answered(handed_over, "price-increase", "prepare", result_first="Four days", contested=True)
    handed_over.done("play", "run", "northwind", "price-increase", "--answers", answers, "--as-of", late)

    assert set(tasks(handed_over)) == {"ring-sponsor", "warn-account-executive", "read-new-prices"}
    assert tasks(handed_over)["ring-sponsor"]["title"].startswith("Ring Jane Doe: the result first")
    plan = plan_of(handed_over)
    assert "Read the new price list" in plan
    assert "the result first" not in plan
    end = next(line for line in lines if line[:2] == ["play", "close"])
    handed_over.done(*end, "--as-of", late)
    assert set(tasks(handed_over)) == {"read-new-prices"}
    assert "closed_on: 2027-04-01" in file.read_text(encoding="utf-8")


def test_a_play_of_the_same_name_replaces_the_shipped_one(handed_over: Book) -> None:
    handed_over.write("playbooks/plays/escalation.yaml", page_play())
    found = handed_over.done("play", "list", "--json").json["plays"]
    assert {one["name"]: (one["title"], one["own"]) for one in found}["escalation"] == (
        "Price increase",
        True,
    )


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("roles.executive_sponsor is not", "roles.sponsor is not", "there is no “roles.sponsor”"),
        ("when: contested", "when: contestd", "“contestd” is not the id of an earlier question"),
        ("owner: account_executive", "owner: acount_executive", "there is no role “acount_executive”"),
        ("{{ result_first }}", "{{ about.name }}", "“about” is not the id of an earlier question"),
        ("when: said != 'accepted'", "when: said !=", "cannot be read as an expression"),
        ("id: answer\n    title: What", "id: prepare\n    title: What", "this id stands twice"),
        ("hours: 8", "message: no-such-message", "there is no templates/emails/no-such-message.md.j2"),
        ("hours: 8", "to: champion", "the task has no `message`"),
        ("asks: account_executive", "hands_over_to: said", "needs `concerns: stakeholder`"),
        ("asks: account_executive", "inside: [{play: escalaton, because: x}]", "Did you mean “escalation”?"),
        ("day >= 200", "dya >= 200", "“dya” is not the id of an earlier question. Did you mean “day”?"),
        ("    shown: yes", "    shwon: yes", "`shwon` is not a key here. Did you mean “shown”?"),
    ],
)
def test_a_mistake_in_a_play_is_told_at_its_line(book: Book, was: str, now: str, told: str) -> None:
    text = page_play()
    assert was in text
    mistaken = text.replace(was, now, 1)
    book.write("playbooks/plays/price-increase.yaml", mistaken)
    wanted = next(
        n for n, (a, b) in enumerate(zip(text.splitlines(), mistaken.splitlines(), strict=True), 1) if a != b
    )

    ran = book.run("playbook", "check")

    assert ran.code == 1
    assert f"playbooks/plays/price-increase.yaml:{wanted}:" in ran.err
    assert told in ran.err


# --- At the prompt -------------------------------------------------------------------------------------

OWN = """\
schema: csmkit/play@1
kind: play
title: Short play
starts:
  - when: roles.champion is unknown
    because: There is no champion.
sessions:
  - id: only
    title: The only sitting
    sections:
      - id: all
        title: All
        questions:
          - {id: what, type: text, ask: What happened?, required: true}
          - {id: who, type: stakeholder, ask: Who takes over?, fills: role:champion}
    tasks:
      - {id: ring, title: "Ring {{ roles.champion }} about {{ what }}", due: 1}
"""
COMMAND = ("play", "run", "northwind", "short", "--as-of", "2026-09-01")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    workspace = make_workspace(tmp_path, account=ACCOUNT)
    (workspace / "playbooks/plays").mkdir(parents=True)
    (workspace / "playbooks/plays/short.yaml").write_text(OWN, encoding="utf-8")
    return workspace


def test_a_play_that_is_killed_is_resumed_and_started_once(own: Path) -> None:
    with Terminal(own, *COMMAND) as screen:
        screen.type("What happened?", "A {{ 7*7 }} storm")
        screen.is_asked("Who takes over?")
        screen.signal(signal.SIGKILL)
        assert screen.ends() == -signal.SIGKILL
    assert "plays" not in record(own)
    with Terminal(own, *COMMAND) as screen:
        screen.sees("1 answer is kept")
        screen.pick("Who takes over?", "Omar Haddad")
        screen.pick("Everything as it should be?", "Record it")
        assert screen.ends() == 0
        assert "Ring Omar Haddad about A {{ 7*7 }} storm" in " ".join(screen.everything.split())
    (run,) = record(own)["plays"]
    assert (run["id"], run["because"]) == ("short", "There is no champion.")
    with Terminal(own, *COMMAND) as screen:
        assert screen.ends() == 0
        assert "?" not in screen.everything.split("Short play")[0]
    assert [task["id"] for task in record(own)["tasks"]] == ["ring"]
    assert journals(own) == []


LEFT = """\
schema: csmkit/account@1
id: 7f3c22
name: Northwind Traders
journey: mid-touch
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [economic_buyer]}
  - {id: mia-brandt, name: Mia Brandt, roles: [champion], departed_on: 2026-09-22}
  - {id: lea-falk, name: Lea Falk, roles: [backup_champion]}
"""


def test_the_backup_steps_up_by_pressing_enter(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, account=LEFT)
    words = ("play", "run", "northwind", "champion-departure", "--about", "mia", "--as-of", TUESDAY)
    with Terminal(workspace, *words, rows=60) as screen:
        screen.pick("Why does Mia Brandt leave?", "A new employer")
        screen.pick("Can we still speak", "Yes")
        screen.type("What does only Mia Brandt know?", ALT_ENTER)
        screen.is_asked("Who is the champion from now on?")
        screen.points_at("Lea Falk")


def test_a_kill_between_the_record_and_its_journal_repeats_nothing(own: Path) -> None:
    """The journal of a sitting that is recorded is done, wherever the program was stopped."""
    with Terminal(own, *COMMAND) as screen:
        screen.type("What happened?", "A storm")
        screen.is_asked("Who takes over?")
        screen.press(ENTER)
        screen.is_asked("Everything as it should be?")
        (journal,) = journals(own)
        kept = journal.read_bytes()
        screen.press(ENTER)
        assert screen.ends() == 0
    journal.write_bytes(kept)
    before = record(own)

    with Terminal(own, *COMMAND) as screen:
        assert screen.ends() == 0

    assert record(own) == before
    assert journals(own) == []


def test_without_a_terminal_a_play_says_what_to_type(handed_over: Book) -> None:
    ran = handed_over.run("play", "run", "northwind", "escalation")
    assert ran.code == 2
    assert "csmkit play run northwind-traders escalation --answers answers.yaml" in ran.err

"""The interview as a state machine: what is asked after what was said, whichever way it was said."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmkit.core.answers import InvalidAnswer
from csmkit.core.changes import texts
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import NEW, Conversation, Slot, Turn, begin, people, settled
from csmkit.core.interview.recording import Sitting, changes
from csmkit.core.interview.steps import (
    Ask,
    Menu,
    Review,
    adding,
    back,
    current,
    editing,
    finished,
    is_first,
    take,
)
from csmkit.core.playbook import Interview
from csmkit.storage import journal
from csmkit.storage.answers_file import take_answers
from csmkit.storage.library import Library
from csmkit.storage.reading import parse
from csmkit.storage.workspace import Workspace
from terminal import Terminal, make_workspace, record

TODAY = date(2026, 9, 1)
ACCOUNT: dict[str, Plain] = {
    "name": "Northwind",
    "journey": "mid-touch",
    "stakeholders": [{"id": "jane-doe", "name": "Jane Doe", "roles": ["champion"]}],
}

INTERVIEW = """\
schema: csmkit/interview@1
kind: interview
title: Handoff
sessions:
  - id: people
    title: The people
    sections:
      - id: contacts
        title: Contacts
        questions:
          - id: contacts
            type: group
            ask: Who did you meet?
            fills: stakeholders[]
            min: 1
            noun: contact
            questions:
              - {id: name, type: text, ask: Full name?, required: true, fills: name}
              - {id: title, type: text, ask: 'Title of {{ item.name }}?', fills: title}
              - {id: boss, type: stakeholder, ask: Reports to?, when: item.title != 'CEO', fills: reports_to}
          - {id: buyer, type: stakeholder, ask: Who decides?, core: true, fills: 'role:economic_buyer'}
          - id: sponsor
            type: stakeholder
            ask: Who sponsors?
            core: true
            said_by: ask
            fills: role:executive_sponsor
      - id: money
        title: Money
        questions:
          - {id: signed, type: yes_no, ask: Is it signed?}
          - {id: signed_on, type: date, ask: On which day?, when: signed, fills: contract.signed_on}
          - {id: why_not, type: text, ask: Why not?, when: signed is not unknown and not signed}
          - {id: seats, type: number, ask: How many seats?, whole: true, min: 1}
          - {id: large, type: text, ask: Who runs the rollout?, when: seats > 100}
          - {id: title, type: text, ask: Which title?, default: 'Rollout for {{ seats }} seats'}
          - id: gates
            type: group
            ask: Which approvals?
            core: true
            noun: approval
            fills: gates[]
            questions:
              - id: kind
                type: choice
                ask: Which?
                required: true
                fills: kind
                choices: [{value: legal}, {value: procurement}]
              - {id: days, type: number, ask: How many days?, whole: true, min: 0, fills: lead_days}
"""


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("book"), INTERVIEW)


@pytest.fixture(scope="session")
def interview(workspace: Path) -> Interview:
    return Library(workspace).interview("handoff")


@pytest.fixture
def fresh(interview: Interview) -> Conversation:
    return begin("handoff", interview, ("people",), ACCOUNT, TODAY)


def told(conversation: Conversation, *turns: Turn) -> Conversation:
    for turn in turns:
        conversation = take(conversation, settled(conversation, turn))
    return conversation


def says(name: str, given: Plain, said_by: Any = "customer") -> Turn:
    """An answer; `contacts.ann-lee.title` is one about an item, `contacts.+.name` a new one."""
    return Turn("answer", tuple(name.split(".")), given, said_by)


def adds(name: str, title: str = "CFO") -> tuple[Turn, ...]:
    item = name.casefold().replace(" ", "-")
    return (
        says(f"contacts.{NEW}.name", name),
        says(f"contacts.{item}.title", title),
        says(f"contacts.{item}.boss", None),
    )


def done(group: str) -> Turn:
    return Turn("close", (group,))


def slot(conversation: Conversation) -> Slot:
    step = current(conversation)
    return () if isinstance(step, Review) else step.stop.slot


def counter(conversation: Conversation) -> str:
    step = current(conversation)
    assert not isinstance(step, Review)
    return step.counter


def ask(conversation: Conversation) -> Ask:
    step = current(conversation)
    assert isinstance(step, Ask)
    return step


def menu(conversation: Conversation) -> Menu:
    step = current(conversation)
    assert isinstance(step, Menu)
    return step


def reviewed(conversation: Conversation) -> list[str]:
    step = current(conversation)
    assert isinstance(step, Review)
    return ["/".join(line[1]) for line in step.lines]


UP_TO_MONEY = (
    done("contacts"),
    says("buyer", "jane-doe"),
    says("sponsor", "jane-doe"),
)
ALL = (*UP_TO_MONEY, says("signed", "yes"), says("signed_on", "2026-08-01"), says("seats", "12"))


def test_a_condition_hides_a_question_and_shows_it_again_with_its_answer(fresh: Conversation) -> None:
    signed = told(fresh, *UP_TO_MONEY, says("signed", "yes"))
    assert slot(signed) == ("signed_on",)
    dated = told(signed, says("signed_on", "2026-08-01"))
    not_signed = told(dated, says("signed", "no"))
    assert slot(not_signed) == ("why_not",)
    assert not_signed.answers["signed_on",].given == "2026-08-01", "parked, not deleted"
    again = told(not_signed, says("why_not", "Legal"), says("signed", "yes"), says("seats", "5"))
    rest = told(again, says("title", "x"), done("gates"))
    assert "signed_on" in reviewed(rest)
    assert "why_not" not in reviewed(rest)


def test_what_is_hidden_is_not_recorded(fresh: Conversation) -> None:
    hidden = told(
        fresh, *ALL, says("title", None), done("gates"), says("signed", "no"), says("why_not", None)
    )
    paths = {getattr(change, "path", ())[:2] for change in changes(hidden, Sitting("j", TODAY))}
    assert ("contract", "signed_on") not in paths


@pytest.mark.parametrize("given", ["unknown", None])
def test_unknown_in_a_condition_is_neither_true_nor_false(fresh: Conversation, given: str | None) -> None:
    conversation = told(fresh, *UP_TO_MONEY, says("signed", given))
    assert slot(conversation) == ("seats",)
    conversation = told(conversation, says("seats", given))
    assert slot(conversation) == ("title",), "a comparison with unknown does not hold"
    assert ask(conversation).offered == "Rollout for  seats"


def test_counters_count_the_questions_in_reach(fresh: Conversation) -> None:
    assert counter(fresh) == "1/7 · Contacts"
    signed = told(fresh, *UP_TO_MONEY, says("signed", "yes"))
    assert counter(signed) == "5/8 · Money"
    assert counter(told(signed, says("signed_on", None), says("seats", "500"))) == "7/9 · Money"
    added = take(fresh, settled(fresh, says(f"contacts.{NEW}.name", "Ann Lee")))
    assert counter(added) == "1/7 · Contacts · Ann Lee"
    assert counter(adding(added, "contacts")) == "1/7 · Contacts · new contact"


def test_going_back_moves_an_untouched_default_and_keeps_a_typed_answer(fresh: Conversation) -> None:
    offered = told(fresh, *ALL)
    assert ask(offered).offered == "Rollout for 12 seats"
    accepted = told(offered, says("title", "Rollout for 12 seats"), says("seats", "40"))
    assert accepted.answers["title",].given == "Rollout for 40 seats"
    typed = told(offered, says("title", "The big one"), says("seats", "40"))
    assert typed.answers["title",].given == "The big one"


def test_removing_a_contact_asks_again_just_what_pointed_at_them(fresh: Conversation) -> None:
    ann = adds("Ann Lee")
    answers = (says("buyer", "ann-lee"), says("sponsor", "jane-doe"), says("signed", "no"))
    conversation = told(fresh, *ann, done("contacts"), *answers, says("why_not", "Legal"))
    without = told(conversation, Turn("remove", ("contacts", "ann-lee")))
    assert slot(without) == ("contacts",)
    kept = set(conversation.answers) - set(without.answers)
    assert kept == {("buyer",), *(("contacts", "ann-lee", name) for name in ("name", "title", "boss"))}
    assert slot(told(without, done("contacts"))) == ("buyer",)


def test_somebody_new_who_is_removed_again_is_asked_again(fresh: Conversation) -> None:
    named = told(fresh, done("contacts"), says("buyer", {"new": "Bo Ek"}), says("sponsor", "bo-ek"))
    assert people(named)["bo-ek"] == "Bo Ek"
    without = told(named, Turn("remove", ("contacts", "bo-ek")))
    assert {("buyer",), ("sponsor",)} & set(without.answers) == set()


def test_a_new_name_that_cannot_be_stored_is_refused_with_a_sentence(fresh: Conversation) -> None:
    for name in ("Bo\x1bEk", "Bo\nEk", "\ud800"):
        with pytest.raises(InvalidAnswer):
            settled(fresh, says("buyer", {"new": name}))
    assert settled(fresh, says("buyer", {"new": "jane doe"})).given == "jane-doe", "known already"


def test_going_back_offers_what_was_said_before_in_every_form(fresh: Conversation) -> None:
    conversation = told(fresh, done("contacts"), says("buyer", {"new": "Bo Ek"}), says("sponsor", "unknown"))
    assert ask(back(conversation)).offered == "unknown"
    assert ask(back(back(conversation))).offered == "bo-ek"
    sourced = told(conversation, says("sponsor", "jane-doe", "inferred"))
    assert ask(back(sourced)).said_by == "inferred"


def test_back_leads_through_the_questions_and_stops_at_the_first(fresh: Conversation) -> None:
    conversation = told(fresh, *adds("Ann Lee"), done("contacts"), says("buyer", "jane-doe"))
    seen = [slot(conversation)]
    while not is_first(conversation, ask_or_menu(conversation)):
        conversation = back(conversation)
        seen.append(slot(conversation))
    item = ("contacts", "ann-lee")
    assert seen == [
        ("sponsor",),
        ("buyer",),
        ("contacts",),
        (*item, "boss"),
        (*item, "title"),
        (*item, "name"),
    ]


def ask_or_menu(conversation: Conversation) -> Any:
    step = current(conversation)
    assert not isinstance(step, Review)
    return step.stop


def test_an_item_begun_by_mistake_can_be_left_even_in_the_first_list(fresh: Conversation) -> None:
    begun = adding(fresh, "contacts")
    assert not is_first(begun, ask_or_menu(begun))
    assert slot(back(begun)) == ("contacts",)
    gates = adding(told(fresh, *ALL, says("title", None)), "gates")
    assert slot(back(gates)) == ("gates",), "the list was shown, so one step back leads to it"


def test_after_an_edited_item_comes_its_list_and_not_the_next_item(fresh: Conversation) -> None:
    both = told(fresh, *adds("Ann Lee"), *adds("Bo Ek"))
    edited = told(both, Turn("open", ("contacts", "ann-lee")), *adds("Ann Lee")[1:])
    assert slot(edited) == ("contacts",)


def test_in_the_review_only_what_became_open_is_asked(fresh: Conversation) -> None:
    complete = told(fresh, *ALL, says("title", "x"), done("gates"))
    assert finished(complete)
    changed = told(editing(complete, ("signed",)), says("signed", "no"))
    assert slot(changed) == ("why_not",)
    answered = told(changed, says("why_not", "Legal"))
    assert isinstance(current(answered), Review)
    assert slot(back(answered)) == ("gates",)
    assert slot(back(back(answered))) == ("title",)


def test_nobody_knows_is_an_answer_to_a_whole_list_and_can_be_taken_back(fresh: Conversation) -> None:
    asked = told(fresh, *ALL, says("title", None))
    assert menu(asked).takes_unknown
    unknown = told(asked, says(f"gates.{NEW}.kind", "unknown"))
    assert finished(unknown)
    assert menu(back(unknown)).is_unknown
    none = told(back(unknown), done("gates"))
    assert finished(none)
    assert not menu(back(none)).is_unknown
    recorded = {getattr(c, "path", ())[:3]: c for c in changes(none, Sitting("j", TODAY))}
    assert ("answers", "handoff", "gates") in recorded, "none is an answer"


def test_a_list_that_needs_an_item_is_not_left_without_one(fresh: Conversation) -> None:
    empty = told(fresh, Turn("remove", ("contacts", "jane-doe")))
    assert slot(empty) == ("contacts", NEW, "name")
    assert ask(empty).opens_group == ("Who did you meet?", "")
    with pytest.raises(InvalidAnswer, match="needs at least 1 in the list"):
        settled(empty, done("contacts"))


def test_a_recorded_answer_is_offered_in_the_form_it_would_be_given(interview: Interview) -> None:
    account = ACCOUNT | {"answers": {"handoff": {"signed": {"value": "true"}}}}
    conversation = told(begin("handoff", interview, ("people",), account, TODAY), *UP_TO_MONEY)
    assert ask(conversation).offered == "yes"


def walked(conversation: Conversation, random: Random, kept: journal.Journal) -> Conversation:
    """One thing a person might do now, right or wrong, kept in the journal as the driver keeps it."""
    step = current(conversation)
    if isinstance(step, Review):
        return random.choice([back(conversation), editing(conversation, random.choice(step.lines)[1])])
    if random.random() < 0.2 and not is_first(conversation, step.stop):
        return back(conversation)
    if isinstance(step, Menu) and random.random() < 0.3:
        return adding(conversation, step.stop.slot[0])
    try:
        turn = settled(conversation, some_turn(step, conversation, random))
    except InvalidAnswer:
        return conversation
    kept.write(turn)
    return take(conversation, turn)


def some_turn(step: Ask | Menu, conversation: Conversation, random: Random) -> Turn:
    name = step.stop.slot[0]
    if isinstance(step, Menu):
        ids = [item for item, _ in step.items]
        turns = [Turn("close", (name,)), *(Turn("open", (name, item)) for item in ids)]
        return random.choice([*turns, *(Turn("remove", (name, item)) for item in ids)])
    words: dict[str, list[Plain]] = {
        "stakeholder": [*people(conversation), {"new": random.choice(["Bo Ek", "Ann Lee", "Jane Doe"])}],
        "yes_no": ["yes", "no"],
        "date": ["2026-08-01", "+30d", "someday"],
        "number": ["12", "500", "-1"],
        "choice": ["legal", "procurement"],
    }
    given = random.choice(
        [*words.get(step.stop.question.type, ["Ann Lee", "CEO", "{{ 7*7 }}"]), "unknown", None]
    )
    return Turn("answer", step.stop.slot, given, random.choice(["customer", "inferred", None]))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 70))
def test_any_walk_through_an_interview_is_rebuilt_by_its_journal(
    tmp_path_factory: pytest.TempPathFactory, interview: Interview, seed: int, steps: int
) -> None:
    opening = journal.Opening("handoff", ("people",), TODAY, ACCOUNT, None)
    written = journal.start(tmp_path_factory.mktemp("walk"), "j", opening)
    conversation = begin("handoff", interview, ("people",), ACCOUNT, TODAY)
    random = Random(seed)
    for _ in range(steps):
        conversation = walked(conversation, random, written)
    read = journal.read(written.path)
    assert read is not None
    resumed = read.resume(interview)
    assert resumed.dropped == 0
    rebuilt = replace(resumed.conversation, cursor=conversation.cursor, reviewing=conversation.reviewing)
    assert rebuilt == conversation
    sitting = Sitting("j", TODAY)
    assert changes(rebuilt, sitting) == changes(conversation, sitting) == changes(rebuilt, sitting)


def test_a_torn_line_is_left_out_and_nothing_after_it_is_lost(tmp_path: Path, interview: Interview) -> None:
    written = journal.start(tmp_path, "j", journal.Opening("handoff", ("people",), TODAY, ACCOUNT, None))
    for number, turn in enumerate((done("contacts"), says("buyer", "jane-doe"))):
        with written.path.open("ab") as file:
            file.write(b'{"do": "answer", "slot": ["si' if number else b"")
        written.write(turn)
    with written.path.open("ab") as file:
        file.write(json.dumps({"do": "answer"}).encode()[:-3])
    before = written.path.read_bytes()
    read = journal.read(written.path)
    assert read is not None
    assert list(read.resume(interview).conversation.answers) == [("buyer",)]
    assert written.path.read_bytes() == before, "reading changes nothing; another window may be writing"


def test_a_journal_of_a_changed_playbook_keeps_what_still_fits(tmp_path: Path, workspace: Path) -> None:
    written = journal.start(tmp_path, "j", journal.Opening("handoff", ("people",), TODAY, ACCOUNT, None))
    for turn in (
        done("contacts"),
        says("buyer", "jane-doe"),
        says("seats", "12"),
        says("gone", "x"),
        Turn("open", ("gates", "legal")),
        Turn("remove", ("seats", "legal")),
    ):
        written.write(turn)
    read = journal.read(written.path)
    assert read is not None
    resumed = read.resume(Library(workspace).interview("handoff"))
    assert (resumed.kept, resumed.dropped) == (2, 3)


FORM = dedent("""\
    schema: csmkit/answers@1
    interview: handoff
    sessions: [people]
    with: Alex Kim
    answers:
      contacts:
        - {name: Ann Lee, title: CFO, boss: Jane Doe}
      buyer: Ann Lee
      sponsor: {answer: {new: Bo Ek}, said_by: inferred}
      signed: yes
      signed_on: 2026-08-01
      seats: "{{ 7*7 }}"
      title: a | b
      gates: unknown
    """).replace('"{{ 7*7 }}"', "49")


def scripted(conversation: Conversation) -> Conversation:
    return told(
        conversation,
        says(f"contacts.{NEW}.name", "Ann Lee"),
        says("contacts.ann-lee.title", "CFO"),
        says("contacts.ann-lee.boss", "jane-doe"),
        done("contacts"),
        says("buyer", "ann-lee"),
        says("sponsor", {"new": "Bo Ek"}, "inferred"),
        says("signed", "yes"),
        says("signed_on", "2026-08-01"),
        says("seats", "49"),
        says("title", "a | b"),
        says(f"gates.{NEW}.kind", "unknown"),
    )


def at_the_prompt(screen: Terminal) -> None:
    screen.pick("Who did you meet?", "Add another contact")
    screen.type("Full name?", "Ann Lee")
    screen.type("Title of Ann Lee?", "CFO")
    screen.pick("Reports to?", "Jane Doe")
    screen.pick("Who did you meet?", "Go on")
    screen.pick("Who decides?", "Ann Lee")
    screen.pick("Who sponsors?", "Someone new")
    screen.type("Full name:", "Bo Ek")
    screen.pick("Who said so?", "nobody; we infer it")
    screen.pick("Is it signed?", "Yes")
    screen.type("On which day?", "2026-08-01")
    screen.type("How many seats?", "49")
    screen.retype("Which title?", "a | b")
    screen.pick("Which approvals?", "Not known")
    screen.pick("as it should be?", "Record it")
    screen.pick("Do you accept this handoff?", "Decide later")


def without_ids(data: Any) -> Any:
    """A record without the random ids of its sitting."""
    sitting = data["sessions"][0]["id"].removesuffix("-people")
    return json.loads(json.dumps(data).replace(sitting, "SITTING"))


def test_a_file_a_script_and_a_person_at_the_prompt_leave_the_same_record(tmp_path: Path) -> None:
    recorded = []
    for name in ("file", "script", "person"):
        root = make_workspace(tmp_path / name, INTERVIEW)
        workspace, loaded = Workspace(root), Workspace(root).load("northwind")
        interview = Library(root).interview("handoff")
        if name == "person":
            with Terminal(root, "handoff", "northwind", "--as-of", "2026-09-01") as screen:
                at_the_prompt(screen)
                assert screen.ends() == 0
        else:
            account = texts(loaded.data)
            conversation = (
                take_answers(parse(FORM, "form.yaml"), "handoff", interview, account, TODAY).conversation
                if name == "file"
                else scripted(begin("handoff", interview, ("people",), account, TODAY))
            )
            sitting = Sitting("0123456789ab", TODAY, "Alex Kim")
            workspace.save(loaded, changes(conversation, sitting), did="handoff", today=TODAY)
        recorded.append(without_ids(record(root)))
    assert recorded[0] == recorded[1]
    assert recorded[1] == recorded[2]
    assert recorded[0]["provenance"]["stakeholders/bo-ek/roles"]["said_by"] == "inferred"

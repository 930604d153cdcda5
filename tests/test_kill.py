"""An interview killed at random moments loses no confirmed answer and records nothing twice."""

from functools import partial
from pathlib import Path
from random import Random

import pytest
import yaml

from csmkit.storage.workspace import Workspace
from terminal import (
    ACCOUNT,
    DOWN,
    ENTER,
    Terminal,
    journals,
    make_workspace,
    record,
    record_file,
)

COMMAND = ("handoff", "northwind", "--as-of", "2026-09-01")
NOBODY = ACCOUNT.split("stakeholders:")[0]
INTERVIEW = """\
schema: csmkit/interview@1
kind: interview
title: Handoff
sessions:
  - id: people
    title: The people
    sections:
      - id: all
        title: All
        questions:
          - id: contacts
            type: group
            ask: Who did you meet?
            core: true
            fills: stakeholders[]
            min: 1
            noun: contact
            questions:
              - {id: name, type: text, ask: Full name?, required: true, fills: name}
              - {id: title, type: text, ask: Which title?, fills: title}
          - {id: why, type: long_text, ask: Why now?, core: true, fills: buying.why_now}
          - id: boss
            type: stakeholder
            ask: Who decides?
            core: true
            said_by: ask
            fills: role:economic_buyer
          - {id: rumour, type: text, ask: What is whispered?}
"""
KEYS = {
    "Full name?": ("Ann | Lee", ENTER),
    "Which title?": ("CFO", ENTER),
    "Who did you meet?": (DOWN, ENTER),
    "Why now?": ("{{ 7*7 }}: März", ENTER),
    "Who decides?": (DOWN, ENTER),
    "Who said so?": (ENTER,),
    "What is whispered?": ("?", ENTER),
    "Everything as it should be?": (ENTER,),
}
"""What is pressed at each prompt."""
CONFIRM = "Everything as it should be?"
DECIDE = "Do you accept this handoff?"
STEPS = len(KEYS)
START_UP, ONE_STEP, COMMIT = 1.0, 0.12, 0.3
"""Within how many seconds the blow falls: after the start, after an answer, after “Record it”."""


def asked(screen: Terminal) -> str:
    """Which prompt waits."""
    return next((question for question in (*KEYS, DECIDE) if f"› {question}" in screen.prompt), "")


class Sitting:
    """A person who answers, and remembers what was confirmed: what was answered when the next prompt came."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.confirmed: list[str] = []
        self._open: list[str] = []

    def is_at(self, question: str) -> None:
        """A prompt appeared, so everything answered before it is confirmed."""
        assert question not in self.confirmed, f"“{question}” was answered, confirmed and is asked again"
        if question != "Who said so?":  # asked on the way; the answer before it goes to disk with its source
            # Killed before it went to disk, an answer is asked again, and its source with it.
            again = {question, *(["Who said so?"] if question == "Who decides?" else [])}
            self.confirmed += [answered for answered in self._open if answered not in again]
            self._open = []

    def answers(self, screen: Terminal, question: str) -> None:
        if question != CONFIRM:
            self._open.append(question)
        screen.press(*KEYS[question])

    def is_killed(self, random: Random, steps: int, longest: float) -> None:
        """Answer so many prompts, and be killed a moment after the last answer."""
        with Terminal(self.workspace, *COMMAND) as screen:
            question = ""
            for _ in range(steps):
                screen.wait(partial(is_next, screen, question), "neither asked nor over")
                question = asked(screen) if screen.is_ready else ""
                if question in ("", DECIDE):
                    break
                self.is_at(question)
                self.answers(screen, question)
            screen.is_killed_after(longest * random.random() ** 2)  # most of the writing is done early
            after = asked(screen)
            if screen.is_ready and after not in ("", DECIDE, question):
                self.is_at(after)

    def finishes(self) -> None:
        """Resume and answer whatever is asked."""
        with Terminal(self.workspace, *COMMAND) as screen:
            question = ""
            while True:
                screen.wait(partial(is_next, screen, question), "neither asked nor over")
                question = asked(screen) if screen.is_ready else ""
                if question in ("", DECIDE):
                    break
                self.is_at(question)
                self.answers(screen, question)
            if question == DECIDE:
                screen.pick(DECIDE, "Decide later")
            assert screen.ends() == 0


def is_next(screen: Terminal, before: str) -> bool:
    over = "Every sitting of the handoff is recorded" in screen.everything
    return over or (screen.is_ready and asked(screen) not in ("", before))


def survives(tmp_path: Path, seed: int, kills: int = 1) -> None:
    """Be killed some times on the way to the review, or while the review is recorded, and finish."""
    workspace = make_workspace(tmp_path, INTERVIEW, NOBODY)
    random = Random(seed)
    sitting = Sitting(workspace)
    for kill in range(kills):
        in_commit = (seed + kill) % 3 == 2
        steps = STEPS if in_commit else random.randrange(STEPS)
        longest = COMMIT if in_commit else ONE_STEP if steps else START_UP
        sitting.is_killed(random, steps, longest)
        yaml.safe_load(record_file(workspace).read_text(encoding="utf-8"))
        Workspace(workspace).load("northwind")
    sitting.finishes()
    holds_everything_once(workspace)


def holds_everything_once(workspace: Path) -> None:
    recorded = record(workspace)
    assert recorded["stakeholders"] == [
        {"id": "ann-lee", "name": "Ann | Lee", "title": "CFO", "roles": ["economic_buyer"]}
    ]
    assert recorded["buying"] == {"why_now": "{{ 7*7 }}: März"}
    assert [entry["question"] for entry in recorded["open_questions"]] == ["rumour"]
    assert [entry["interview"] for entry in recorded["sessions"]] == ["handoff/people"]
    assert [entry["kind"] for entry in recorded["log"]] == ["recorded"]
    assert recorded["provenance"]["stakeholders/ann-lee/roles"]["said_by"] == "customer"


@pytest.mark.parametrize("seed", range(6))
def test_a_killed_interview_is_resumed_without_loss_or_repetition(tmp_path: Path, seed: int) -> None:
    survives(tmp_path, seed)


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(6, 56))
def test_two_hundred_kills_four_to_an_interview(tmp_path: Path, seed: int) -> None:
    survives(tmp_path, seed, kills=4)


def test_a_journal_left_behind_by_a_kill_after_the_commit_is_not_recorded_again(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, INTERVIEW, NOBODY)
    with Terminal(workspace, *COMMAND) as screen:
        for question, keys in KEYS.items():
            if question != CONFIRM:
                screen.is_asked(question)
                screen.press(*keys)
        screen.is_asked(CONFIRM)
        [journal] = journals(workspace)
        kept = journal.read_bytes()
        screen.press(ENTER)
        screen.pick(DECIDE, "Decide later")
        assert screen.ends() == 0
    before = record_file(workspace).read_bytes()
    journal.write_bytes(kept)
    with Terminal(workspace, *COMMAND, "--session", "people") as screen:
        screen.sees("The sitting you had finished is recorded already; nothing is asked again.")
        screen.pick(DECIDE, "Decide later")
        assert screen.ends() == 0
    assert record_file(workspace).read_bytes() == before
    assert journals(workspace) == []

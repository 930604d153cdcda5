"""A workspace on disk and the real command line, for every test that needs them."""

import contextlib
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from csmkit.cli.app import run as run_command_line

TODAY = "2026-09-03"

ANSWERS = """\
schema: csmkit/answers@1
interview: handoff
sessions: [people, competition]
with: Alex Kim
answers:
  why_now: |
    Two tenders were lost.
    The board wants quotes in four days.
  pressure_date: +60d
  contacts:
    - name: Jane Doe
      title: VP Sales Operations
      roles: [executive_sponsor]
      decision_power: 5
      stance: supporter
      private: Wants the next board seat.
    - name: Mia Brandt
      title: Sales Operations Lead
      roles: champion
      decision_power: 2
      stance: coach
      reports_to: Jane Doe
      mode: async
  economic_buyer:
    answer: jane doe
    said_by: customer
  executive_sponsor: Jane Doe
  champion: Mia Brandt
  backup_champion: {new: Lea Falk}
  technical_lead: unknown
  outcomes:
    - statement: {answer: Quotes go out in four days, said_by: customer}
      primary: yes
      metric: time-to-quote
      unit: days
      baseline_value: {answer: 9, said_by: customer}
      baseline_as_of: 2026-08-15
      target: {answer: 4, said_by: account_executive}
      by: +6m
      defended_by: Jane Doe
  politics: IT lost its own project.
  alternatives:
    - name: Contoso Quote
      got_wrong: Too slow.
  commitments:
    - promise: {answer: SSO is live before rollout, said_by: customer}
      kind: integration
      promised_to: Jane Doe
      due_on: 2026-11-01
      owner: Omar Diaz
      in_writing: no
  promises_read_back: yes
  first_value_definition: {answer: Ten quotes go out without a spreadsheet, said_by: inferred}
  complexity: typical
  gates:
    - kind: security_review
      lead_days: 30
  tracking_source: CPQ export
  ae_co_presents: yes
"""

DAY = ("--as-of", "2026-10-01")
FULL = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: high-touch
contract: {signed_on: 2026-09-01}
vendor_team:
  csm: {name: Sam Lee}
  account_executive: {name: Alex Kim}
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [executive_sponsor]}
  - {id: omar-diaz, name: Omar Diaz}
  - {id: mia-brandt, name: Mia Brandt}
  - {id: mia-vogel, name: Mia Vogel}
milestones:
  - {id: day-30, day: 30, title: First}
  - {id: day-60, day: 60, title: Second}
commitments:
  - {id: sso, promise: SSO is live, due_on: 2026-10-20}
gates:
  - {id: security-review, kind: security_review, lead_days: 30}
tasks:
  - {id: sandbox-access, title: Give access to the sandbox}
outcomes:
  - {id: time-to-quote, primary: true, statement: Quotes go out in four days}
"""


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """Both streams as one text."""
        return self.out + self.err


def csmkit(*words: str) -> Ran:
    """Run one command line in this process, without a terminal."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run_command_line(words)
    return Ran(code, out.getvalue(), err.getvalue())


def csmkit_apart(*words: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> Ran:
    """Run one command line in a process of its own, without a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "csmkit", *words],
        cwd=cwd,
        env=env,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def words_of(line: str) -> list[str]:
    """A command line as a shell would split it."""
    return shlex.split(line)


@dataclass(frozen=True)
class Book:
    """A workspace on disk with the commands that work on it."""

    root: Path

    def run(self, *words: str) -> Ran:
        """Run a command on this workspace, in this process."""
        return csmkit("--workspace", str(self.root), *words)

    def done(self, *words: str) -> Ran:
        """Run a command that has to succeed."""
        ran = self.run(*words)
        assert ran.code == 0, ran.said
        return ran

    def apart(self, *words: str) -> Ran:
        """Run a command on this workspace in a process of its own."""
        return csmkit_apart("--workspace", str(self.root), *words)

    def add(self, name: str = "Northwind Traders", *words: str, as_of: str = TODAY) -> Path:
        """Add an account and give its record's file."""
        signed = () if "--signed-on" in words else ("--signed-on", "2026-09-01")
        told = self.done("account", "add", name, *signed, *words, "--as-of", as_of).out
        return self.root / told.split()[1].rstrip(",")

    def write(self, file: str, text: str) -> Path:
        """Write a file of the workspace as a person would."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def account(self, text: str, name: str = "northwind") -> Path:
        """Write an account's record by hand."""
        return self.write(f"accounts/{name}/account.yaml", text)

    def show(self, name: str = "northwind") -> Any:
        """The record as `account show --json` tells it."""
        return self.done("account", "show", name, "--json").json


# Compiled templates go to the user's own folder; a test run has one for itself.
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="csmkit-tests-")


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CSMKIT_WORKSPACE", "NO_COLOR", "EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Workspaces made once, by the commands a user would type; each test gets a copy."""
    folder = tmp_path_factory.mktemp("shelf")
    made = csmkit("init", str(folder / "book"), "--csm", "Sam Lee", "--email", "sam@vendor.example")
    assert made.code == 0, made.said
    northwind = _copied(folder, "book", folder / "northwind")
    northwind.add("Northwind Traders", "--arr", "120k", "--ae", "Alex Kim", "--renews-on", "2027-08-31")
    handed_over = _copied(folder, "northwind", folder / "handed_over")
    file = str(handed_over.write("answers.yaml", ANSWERS))
    handed_over.done("handoff", "northwind", "--answers", file, "--as-of", TODAY)
    return folder


def _copied(shelf: Path, name: str, root: Path) -> Book:
    shutil.copytree(shelf / name, root)
    return Book(root)


@pytest.fixture
def book(shelf: Path, tmp_path: Path) -> Book:
    """An empty workspace of Sam Lee's."""
    return _copied(shelf, "book", tmp_path / "book")


@pytest.fixture
def northwind(shelf: Path, tmp_path: Path) -> Book:
    """A workspace with one account, two days after its signature."""
    return _copied(shelf, "northwind", tmp_path / "book")


@pytest.fixture
def handed_over(shelf: Path, tmp_path: Path) -> Book:
    """Northwind after both sittings of the handoff."""
    return _copied(shelf, "handed_over", tmp_path / "book")


@pytest.fixture
def full(book: Book) -> Book:
    """A workspace with one account that has something of everything."""
    book.account(FULL)
    return book


@pytest.fixture
def run_apart() -> Callable[..., Ran]:
    """The real program in a process of its own."""
    return csmkit_apart

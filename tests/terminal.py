"""The real command line in a real pseudo-terminal: what a person would type, and the screen they would see.

Nothing here waits for a while; it waits for something to stand on the screen.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from typing import Any, Self

import pexpect
import pyte
import yaml

CSMKIT = Path(sys.executable).with_name("csmkit")
PATIENCE = 20.0
_PROMPT_IS_UP = 2004 << 5  # bracketed paste, on for as long as a prompt reads keys

ENTER, BACKSPACE, TAB = "\r", "\x7f", "\t"
BACK, UP, DOWN = "\x1b[Z", "\x1b[A", "\x1b[B"
ALT_ENTER = "\x1b\r"
CTRL_C, CTRL_D, CTRL_E, CTRL_U = "\x03", "\x04", "\x05", "\x15"

CONFIG = """\
schema: csmkit/workspace@1
csm: {name: Sam Rivera}
time_zone: Europe/Berlin
"""
ACCOUNT = """\
schema: csmkit/account@1
id: 7f3c22
name: Northwind Traders   # as they sign
journey: mid-touch
vendor_team: {account_executive: {name: Alex Kim}}
stakeholders:
  - {id: jane-doe, name: Jane Doe, title: VP Sales}
  - {id: omar-haddad, name: Omar Haddad}
log: []
"""


def make_workspace(root: Path, interview: str | None = None, account: str = ACCOUNT) -> Path:
    """A workspace with one account and, where it is given, its own handoff interview."""
    files = {"csmkit.yaml": CONFIG, "accounts/northwind/account.yaml": account}
    if interview is not None:
        files["playbooks/interviews/handoff.yaml"] = interview
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def record_file(workspace: Path) -> Path:
    return workspace / "accounts/northwind/account.yaml"


def record(workspace: Path) -> Any:
    """The record as any other program would read it; every scalar as text."""
    return yaml.load(record_file(workspace).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def journals(workspace: Path) -> list[Path]:
    return sorted((workspace / ".csmkit/journals").rglob("*.jsonl"))


class NotOnScreen(AssertionError):
    """What was waited for did not appear; shows the screen."""


class Terminal:
    """One command in a terminal of its own."""

    def __init__(
        self,
        workspace: Path,
        *arguments: str,
        columns: int = 80,
        rows: int = 24,
        results: Path | None = None,
        **environment: str,
    ) -> None:
        self._screen = pyte.HistoryScreen(columns, rows, history=5000)
        self._stream = pyte.ByteStream(self._screen)
        self._lines: list[str] | None = None
        self._is_over = False
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.child: Any = pexpect.spawn(
            "/bin/sh",
            ["-c", f'exec "$@" > {results}' if results else 'exec "$@"', "sh", str(CSMKIT), *arguments],
            cwd=str(workspace),
            dimensions=(rows, columns),
            env=kept
            | {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "LANG": "C.UTF-8"}
            | environment,
            echo=False,
        )
        self.child.delaybeforesend = None
        self.child.delayafterclose = self.child.delayafterterminate = 0.01

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.child.close(force=True)

    @property
    def lines(self) -> list[str]:
        """The screen, line by line."""
        if self._lines is None:
            self._lines = [line.rstrip() for line in self._screen.display]
        return self._lines

    @property
    def everything(self) -> str:
        """All that was ever on the screen and stayed there, scrolled away or not."""
        width = range(self._screen.columns)
        gone = ["".join(line[x].data for x in width).rstrip() for line in self._screen.history.top]
        return "\n".join([*gone, *self.lines])

    @property
    def prompt(self) -> str:
        """The last question and what stands below it, as one line of words."""
        asked = [number for number, line in enumerate(self.lines) if line.startswith("›")]
        return " ".join(" ".join(self.lines[asked[-1] :]).split()) if asked else ""

    @property
    def question(self) -> str:
        """The last question alone: what stands there before its first option."""
        asked = [number for number, line in enumerate(self.lines) if line.startswith("›")]
        below = self.lines[asked[-1] + 1 :] if asked else []
        wrapped = takewhile(lambda line: "»" not in line and not line.startswith("   "), below)
        return " ".join(" ".join([self.lines[asked[-1]], *wrapped]).split()) if asked else ""

    @property
    def steps(self) -> int:
        """How many questions were put so far: each has its counter above it."""
        return sum(line.startswith("[") for line in self.everything.split("\n"))

    @property
    def is_ready(self) -> bool:
        """Whether a question waits for an answer: a prompt has the terminal, and its cursor stands in it."""
        cursor = self._screen.cursor
        pointer = next((number for number, line in enumerate(self.lines) if "»" in line), None)
        drawn = cursor.y < pointer if pointer is not None else cursor.x > 0 and not cursor.hidden
        return drawn and _PROMPT_IS_UP in self._screen.mode

    @property
    def pointed_at(self) -> str:
        """The option that Enter would take."""
        return next((line.partition("»")[2].strip(" ○●") for line in self.lines if "»" in line), "")

    def wait(self, seen: Callable[[], bool], what: str) -> None:
        """Read until the screen shows it."""
        until = time.monotonic() + PATIENCE
        while not seen():
            if self._is_over or time.monotonic() > until:
                raise NotOnScreen("\n".join([what, *self.lines]))
            self._read(max(0.0, until - time.monotonic()))

    def settles(self) -> None:
        """Read on until nothing more comes: a long question is drawn in pieces."""
        before: list[str] = []
        while before != self.lines:
            before = self.lines
            self._read(0.1)

    def _read(self, seconds: float) -> None:
        try:
            self._stream.feed(self.child.read_nonblocking(65536, seconds))
            self._lines = None
        except pexpect.EOF:
            self._is_over = True
        except pexpect.TIMEOUT:
            pass

    def sees(self, text: str) -> None:
        """Wait for a text anywhere on the screen, wrapped or not."""
        self.wait(lambda: text in " ".join(" ".join(self.lines).split()), f"never seen: {text}")

    def is_asked(self, text: str) -> None:
        """Wait for a question."""
        self.wait(lambda: self.is_ready and text in self.question, f"never asked: {text}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.child.send(key)

    def type(self, question: str, text: str) -> None:
        """Answer a question by typing."""
        self.is_asked(question)
        self.press(text, ENTER)

    def retype(self, question: str, text: str) -> None:
        """Answer a question in the place of what is offered."""
        self.is_asked(question)
        self.press(CTRL_U, text, ENTER)

    def point(self, question: str, label: str) -> None:
        """Move to an option."""
        self.is_asked(question)
        tried: set[str] = set()
        while not self.pointed_at.startswith(label):
            at = self.pointed_at
            assert at not in tried, f"no option {label}:\n" + "\n".join(self.lines)
            tried.add(at)
            self.press(DOWN)
            self.points_away_from(at)

    def points_away_from(self, label: str) -> None:
        self.wait(
            lambda: self.is_ready and self.pointed_at not in ("", label), f"the pointer stays at {label}"
        )

    def points_at(self, label: str) -> None:
        """Wait for the pointer to stand at an option."""
        self.wait(lambda: self.is_ready and self.pointed_at == label, f"the pointer is not at {label}")

    def pick(self, question: str, label: str) -> None:
        """Answer a question by choosing."""
        self.point(question, label)
        self.press(ENTER)

    def is_killed_after(self, seconds: float) -> None:
        """SIGKILL at a moment of its own, whatever the program is doing then."""
        until = time.monotonic() + seconds
        while not self._is_over and (left := until - time.monotonic()) > 0:
            self._read(left)
        self.signal(signal.SIGKILL)
        self.wait(lambda: self._is_over, "it was killed and goes on")

    def signal(self, number: int) -> None:
        os.kill(self.child.pid, number)

    def is_closed_by_its_window(self) -> None:
        """The window goes; the system hangs up on the program, which is waited for."""
        process = self.child.ptyproc
        process.fileobj.close()
        os.waitpid(process.pid, 0)
        self.child.closed = process.closed = process.terminated = True

    def ends(self) -> int:
        """Wait for the command to end; its exit code, or below zero the signal that killed it."""
        self.wait(lambda: self._is_over, "the command goes on")
        self.child.close()
        code: int | None = self.child.exitstatus
        return -int(self.child.signalstatus) if code is None else code

"""A rule: one function that looks at a case, with its code, its weight and the reason for it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from csmkit.core.account import Account
from csmkit.core.completeness import Completeness
from csmkit.core.findings import Finding, Severity
from csmkit.core.journey import Journey
from csmkit.core.timeline import Timeline

Touch = Literal["high", "mid", "low"]
EVERY_TOUCH: tuple[Touch, ...] = ("high", "mid", "low")


@dataclass(frozen=True)
class Case:
    """Everything a rule may look at, on one day.

    Attributes:
        account: The record.
        name: What people type for the account.
        journey: Its journey.
        today: The day that counts.
        handoff: How complete the handoff interview is; None when it is not known.
        sittings: The sittings of the handoff, by id, with their titles.
        dates: What the timeline says; None when it is not known.
        other_outcomes: The outcome statements of the book's other accounts, by account name.
    """

    account: Account
    name: str
    journey: Journey
    today: date
    handoff: Completeness | None = None
    sittings: Mapping[str, str] = field(default_factory=dict)
    dates: Timeline | None = None
    other_outcomes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The record's file, as people find it."""
        return f"accounts/{self.name}/account.yaml"

    @property
    def lighter_on_low_touch(self) -> Severity | None:
        """A warning where customers mostly help themselves; elsewhere what the rule says."""
        return "warning" if self.journey.touch == "low" else None

    def fill(self, path: str) -> str:
        """How to fill a field for which there is no command."""
        return f"open {self.file} and fill {path}"

    @property
    def draft(self) -> str:
        """The command that asks for what the plan lacks."""
        return self.command("plan draft")

    @property
    def redraft(self) -> str:
        """The command that asks for everything in the plan, to change what is there."""
        return f"{self.draft} --all"

    def command(self, words: str) -> str:
        """A command for this account: ``plan draft`` → ``csmkit plan draft northwind``."""
        return f"csmkit {words} {self.name}"

    def log(self, words: str) -> str:
        """A line of the log: ``csmkit log northwind met day-30 …``."""
        return f"csmkit log {self.name} {words}"

    @property
    def day(self) -> int | None:
        """Days since signature; None before a signature date is known."""
        signed = self.account.contract.signed_on
        return (self.today - signed).days if signed else None


@dataclass(frozen=True)
class Hit:
    """What a rule found. `severity` where this case weighs differently from the rule."""

    message: str
    mend: str
    about: str = ""
    severity: Severity | None = None


@dataclass(frozen=True)
class CannotTell:
    """What a rule needs before it can tell: ``needs a signature date``."""

    needs: str
    mend: str
    about: str = ""


Found: TypeAlias = Iterator[Hit | CannotTell]


@dataclass(frozen=True)
class Rule:
    """One rule of the craft."""

    code: str
    severity: Severity
    title: str
    why: str
    touch: tuple[Touch, ...]
    find: Callable[[Case], Found]

    def findings(self, case: Case) -> Iterator[Finding]:
        """What the rule reports for a case; nothing where it does not hold for the journey."""
        if case.journey.touch not in self.touch:
            return
        for found in self.find(case):
            if isinstance(found, CannotTell):
                message = f"{self.title}: cannot tell, {found.needs}"
                yield Finding(self.code, self.severity, message, found.about, found.mend, told=False)
            else:
                yield Finding(
                    self.code, found.severity or self.severity, found.message, found.about, found.mend
                )


def rule(
    code: str, severity: Severity, title: str, why: str, touch: tuple[Touch, ...] = EVERY_TOUCH
) -> Callable[[Callable[[Case], Found]], Rule]:
    """Make a rule of a function.

    Args:
        code: Stable, such as ``PLN104``; never used again for something else.
        severity: ``error``: not senior quality; ``warning``; ``info``: advice beyond the craft article.
        title: What the rule looks at, in a few words.
        why: The reason in plain words, for `csmkit explain`.
        touch: The kinds of journey it holds for.
    """

    def made(find: Callable[[Case], Found]) -> Rule:
        return Rule(code, severity, title, " ".join(why.split()), touch, find)

    return made

"""How complete an interview is: its core questions against what the record holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from csmkit.core.account import Account
from csmkit.core.answers import NONE
from csmkit.core.conditions import filled, holds, in_scope
from csmkit.core.fields import Plain
from csmkit.core.interview.conversation import begin, list_at, list_path, record_scope, setting
from csmkit.core.interview.walk import Stop, base, offered_value
from csmkit.core.playbook import Interview

State = Literal["known", "open", "missing"]


@dataclass(frozen=True)
class CoreFact:
    """One core question: known, open (asked, and nobody knew) or missing (not asked yet)."""

    session: str
    question: str
    ask: str
    state: State


@dataclass(frozen=True)
class Completeness:
    """The core questions of an interview that apply to an account."""

    facts: tuple[CoreFact, ...]

    @property
    def known(self) -> int:
        """How many are answered."""
        return sum(fact.state == "known" for fact in self.facts)

    @property
    def gaps(self) -> tuple[CoreFact, ...]:
        """What is open or missing."""
        return tuple(fact for fact in self.facts if fact.state != "known")


def completeness(
    name: str, interview: Interview, account: Account, data: Mapping[str, Plain], today: date
) -> Completeness:
    """Every core question that applies, with its state. `data` is the record's plain data."""
    asked = {q.question for q in account.open_questions if q.interview == name and q.item is None}
    facts: list[CoreFact] = []
    for session in interview.sessions:
        conversation = begin(name, interview, (session.id,), data, today)
        scope: dict[str, Any] = {"account": record_scope(data), "today": today}
        for section in session.sections:
            for question in section.questions:
                if not holds(question.when, scope):
                    continue
                stop = Stop((question.id,), question, section, 0, scope)
                value = base(conversation, stop.slot)
                if question.core:
                    known = value not in (None, "", []) or _said_to_be_none(account, name, question.id)
                    state: State = "known" if known else "open" if question.id in asked else "missing"
                    ask = " ".join(filled(question.ask, scope).split())
                    facts.append(CoreFact(session.id, question.id, ask, state))
                items = (
                    list_at(data, list_path(question))
                    if question.type == "group" and question.fills
                    else None
                )
                scope[question.id] = (
                    in_scope(items)
                    if items is not None
                    else offered_value(conversation, stop, setting(conversation))
                )
    return Completeness(tuple(facts))


def _said_to_be_none(account: Account, name: str, question: str) -> bool:
    recorded = account.answers.get(name, {}).get(question)
    return recorded is not None and recorded.value == NONE


def held(account: Account, interview: str) -> tuple[str, ...]:
    """The sessions of an interview that were recorded."""
    prefix = f"{interview}/"
    return tuple(
        dict.fromkeys(
            s.interview.removeprefix(prefix) for s in account.sessions if s.interview.startswith(prefix)
        )
    )

"""Reading one answer: the one validation path of prompts, answers files, resumed journals and defaults.

What comes in is plain: the text a person typed, or what a YAML file holds. What comes out is the
typed value of the question, or `InvalidAnswer` with a sentence that follows the question.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from pydantic_core import PydanticCustomError

from csmkit.core.fields import Plain, clean_line, clean_text, to_email, to_flag, to_number
from csmkit.core.playbook import Question
from csmkit.dates import read_day
from csmkit.errors import Refused, did_you_mean

Value: TypeAlias = str | int | bool | Decimal | date | list[str]

EVIDENCE = ("note", "by", "on")
"""What an answer may rest on: what was seen or said, who said it, and the day."""

NOT_KNOWN = "unknown"
NONE = "none"
SCALE = ("1", "2", "3", "4", "5")
_THOUSANDS = re.compile(r"(?<=\d)[ ,'\u00a0\u202f](?=\d{3}(?:\D|$))")
_MONEY = re.compile(r"(?:[A-Z]{3}|[$€£¥])?\s*(\d+(?:\.\d+)?)\s*([km]?)\s*(?:[A-Z]{3}|[$€£¥])?", re.IGNORECASE)
_EITHER_WAY = re.compile(r"^\D*\d{1,3}(?:\.\d{3})+(?!\d)\s*(?:$|[^\dkm])", re.IGNORECASE)
_SCALES = {"": 1, "k": 1_000, "m": 1_000_000}
_YES_NO = {"y": "yes", "n": "no"}


class InvalidAnswer(Refused):
    """An answer that the question cannot take."""


@dataclass(frozen=True)
class Setting:
    """What an answer is read against: the day, the customer's people (name by id), ours (name by role)."""

    today: date
    people: Mapping[str, str] = field(default_factory=dict)
    ours: Mapping[str, str] = field(default_factory=dict)


def read_answer(question: Question, given: Plain, setting: Setting) -> Value:
    """The value of an answer that is neither blank nor unknown.

    Raises:
        InvalidAnswer: with a sentence such as “needs a date …”.
    """
    try:
        return _READERS[question.type](question, given, setting)
    except PydanticCustomError as error:
        raise InvalidAnswer(error.message()) from None


def read_evidence(given: Mapping[str, Plain], today: date) -> dict[str, str]:
    """What an answer rests on, in its stored form; blank parts are left out.

    Raises:
        InvalidAnswer: a part that cannot be read.
    """
    said = {part: given.get(part) for part in EVIDENCE if not is_blank(given.get(part))}
    try:
        evidence = {part: clean_line(value) for part, value in said.items() if part == "by"}
        evidence |= {part: clean_text(value).strip() for part, value in said.items() if part == "note"}
    except PydanticCustomError as error:
        raise InvalidAnswer(f"has evidence that {error.message()}") from None
    if "on" in said:
        day = read_day(str(said["on"]), today)
        if day is None:
            raise InvalidAnswer("needs the day it was given as a date such as 2026-09-01 or yesterday")
        evidence["on"] = day.isoformat()
    return {part: evidence[part] for part in EVIDENCE if part in evidence}


def as_given(value: Value) -> Plain:
    """A value as it could have been typed; reading it again gives the same value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return list(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def is_blank(given: Plain) -> bool:
    """Whether nothing was said."""
    return given is None or given in ("", []) or (isinstance(given, str) and not given.strip())


def is_not_known(given: Plain) -> bool:
    """Whether the answer is “nobody here knows”."""
    return isinstance(given, str) and given.strip().casefold() in (NOT_KNOWN, "?")


def _text(question: Question, given: Plain, _: Setting) -> str:
    return _not_longer(question, clean_line(given))


def _long_text(question: Question, given: Plain, _: Setting) -> str:
    return _not_longer(question, clean_text(given).strip())


def _not_longer(question: Question, text: str) -> str:
    if question.max is not None and len(text) > question.max:
        raise InvalidAnswer(f"is longer than {question.max} characters")
    return text


def _choice(question: Question, given: Plain, _: Setting) -> str:
    text = clean_line(given)
    words = {
        word.casefold(): choice.value
        for choice in question.choices
        for word in (choice.label or "", choice.value)
    }
    if text.casefold() in words:
        return words[text.casefold()]
    values = [choice.value for choice in question.choices]
    hint = did_you_mean(text, [*values, *(choice.label for choice in question.choices if choice.label)])
    raise InvalidAnswer(f"has to be one of: {', '.join(values)}.{hint}")


def _choices(question: Question, given: Plain, setting: Setting) -> list[str]:
    parts = given.split(",") if isinstance(given, str) else given
    if not isinstance(parts, list):
        raise InvalidAnswer("needs a list of choices, such as [one, two]")
    return list(dict.fromkeys(_choice(question, part, setting) for part in parts))


def _number(question: Question, given: Plain, _: Setting) -> Decimal:
    text = _THOUSANDS.sub("", given.strip()) if isinstance(given, str) else given
    return _within(question, to_number(text))


def _money(question: Question, given: Plain, _: Setting) -> Decimal:
    text = _THOUSANDS.sub("", clean_line(given)) if isinstance(given, str) else str(given)
    if _EITHER_WAY.search(text):
        raise InvalidAnswer("could mean thousands or decimals; write 120000, 120,000 or 120.00")
    found = _MONEY.fullmatch(text)
    if not found:
        raise InvalidAnswer("needs an amount such as 120000, 120,000 or 120k")
    amount = Decimal(found[1]) * _SCALES[found[2].casefold()]
    return _within(question, amount.quantize(Decimal(1)) if amount == amount.to_integral() else amount)


def _percent(question: Question, given: Plain, setting: Setting) -> Decimal:
    return _number(
        question, given.strip().removesuffix("%").strip() if isinstance(given, str) else given, setting
    )


def _within(question: Question, number: Decimal) -> Decimal:
    if question.whole and number != number.to_integral():
        raise InvalidAnswer("needs a whole number")
    if question.min is not None and number < question.min:
        raise InvalidAnswer(f"cannot be less than {question.min}")
    if question.max is not None and number > question.max:
        raise InvalidAnswer(f"cannot be more than {question.max}")
    return number


def _date(_: Question, given: Plain, setting: Setting) -> date:
    day = (
        given
        if isinstance(given, date)
        else read_day(given, setting.today)
        if isinstance(given, str)
        else None
    )
    if day is None:
        raise InvalidAnswer("needs a date such as 2026-09-01, +30d or next friday")
    return day


def _email(_: Question, given: Plain, __: Setting) -> str:
    return to_email(given)


def _yes_no(_: Question, given: Plain, __: Setting) -> bool:
    text = given.strip().casefold() if isinstance(given, str) else given
    return to_flag(_YES_NO.get(text, text) if isinstance(text, str) else text)


def _scale(question: Question, given: Plain, _: Setting) -> int | str:
    text = str(given).strip()
    levels = tuple(question.levels) or SCALE
    if text not in levels:
        is_plain = levels[: len(SCALE)] == SCALE
        more = "".join(f", or {level}" for level in levels[len(SCALE) :])
        takes = f"a level from 1 to 5{more}" if is_plain else f"one of: {', '.join(levels)}"
        raise InvalidAnswer(f"needs {takes}")
    return int(text) if text.isdecimal() else text


def _stakeholder(_: Question, given: Plain, setting: Setting) -> str:
    text = clean_line(given)
    by_word = {name.casefold(): person for person, name in setting.people.items()}
    found = text if text in setting.people else by_word.get(text.casefold())
    if found is None:
        hint = did_you_mean(text, [*setting.people, *setting.people.values()])
        raise InvalidAnswer(
            f"names nobody among the contacts so far.{hint} A new person goes in as {{new: Full Name}}."
        )
    return found


def _people(question: Question, given: Plain, setting: Setting) -> list[str]:
    parts = given.split(",") if isinstance(given, str) else given
    if not isinstance(parts, list):
        raise InvalidAnswer("needs a list of people, such as [Jane Doe, csm]")
    everybody = Setting(setting.today, {**setting.people, **setting.ours})
    return list(dict.fromkeys(_stakeholder(question, part, everybody) for part in parts))


def _group(_: Question, __: Plain, ___: Setting) -> str:
    raise InvalidAnswer("needs a list of items")


_READERS: dict[str, Callable[[Question, Plain, Setting], Value]] = {
    "text": _text,
    "long_text": _long_text,
    "choice": _choice,
    "choices": _choices,
    "number": _number,
    "money": _money,
    "percent": _percent,
    "date": _date,
    "email": _email,
    "yes_no": _yes_no,
    "scale": _scale,
    "stakeholder": _stakeholder,
    "people": _people,
    "group": _group,
}

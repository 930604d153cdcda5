"""A cell as a value of the record, or what is wrong with it. No sentence quotes the cell."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pydantic_core import PydanticCustomError

from csmkit.book.intake.fields import CellKind
from csmkit.book.written_days import PLACEHOLDERS
from csmkit.core.fields import clean_line, to_email

LONGEST_LINE = 300
_SHORTENED = re.compile(r"\d+(?:[.,]\d+)?E\+?\d+", re.IGNORECASE | re.ASCII)
_SALESFORCE_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?", re.ASCII)
_SALESFORCE_KEY = 15
_COUNTRY = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?", re.ASCII)
_CURRENCY = re.compile(r"[A-Za-z]{3}", re.ASCII)
_SPELT = {
    "usa": "US", "us": "US", "united states of america": "US", "uk": "GB", "great britain": "GB",
    "england": "GB", "scotland": "GB", "wales": "GB", "czech republic": "CZ", "korea": "KR",
    "holland": "NL", "the netherlands": "NL", "uae": "AE", "türkiye": "TR", "viet nam": "VN",
    "deutschland": "DE", "österreich": "AT", "schweiz": "CH", "russian federation": "RU",
    "hong kong sar": "HK",
}  # fmt: skip


class Cells(NamedTuple):
    """The values of a column by the text of the cell; what is wrong with the other texts."""

    values: Mapping[str, str]
    faults: Mapping[str, str]


class WrongCell(ValueError):
    """What is wrong, as a sentence that follows the name of the column."""


def read_cells(texts: Iterable[str], kind: CellKind, system: str, journeys: Iterable[str]) -> Cells:
    """A column of texts that are no dates and no numbers. `journeys`: the ones that there are."""
    reader = _READERS[kind]
    values: dict[str, str] = {}
    faults: dict[str, str] = {}
    for text in texts:
        if not text:
            continue
        try:
            line = _line(text, placeholders=kind not in ("personal", "country"))
            values[text] = reader(line, system, frozenset(journeys))
        except WrongCell as wrong:
            faults[text] = str(wrong)
        except PydanticCustomError as error:
            faults[text] = error.message()
    return Cells(values, faults)


def _line(text: str, *, placeholders: bool) -> str:
    if len(text) > LONGEST_LINE:
        raise WrongCell(f"is longer than {LONGEST_LINE} characters")
    if placeholders and (text.casefold() in PLACEHOLDERS or text.casefold() == "(no value)"):
        raise WrongCell("is a placeholder, not a value; leave the cell empty where it is not known")
    return clean_line(text)


def _as_it_is(line: str, _: str, __: frozenset[str]) -> str:
    return line


def _id(line: str, system: str, _: frozenset[str]) -> str:
    """An id as it is compared: the 18 letters of a Salesforce id say no more than the first 15."""
    if _SHORTENED.fullmatch(line):
        raise WrongCell("has lost its digits in a spreadsheet; export again and do not save it from there")
    if ";" in line:
        raise WrongCell("names several; export the primary one")
    if system != "salesforce":
        return line
    if not _SALESFORCE_ID.fullmatch(line):
        raise WrongCell("is no Salesforce id of 15 or 18 characters")
    return line[:_SALESFORCE_KEY]


def _currency(line: str, _: str, __: frozenset[str]) -> str:
    if not _CURRENCY.fullmatch(line):
        raise WrongCell("is no currency of three letters, such as EUR")
    return line.upper()


def _country(line: str, _: str, __: frozenset[str]) -> str:
    if _COUNTRY.fullmatch(line) and line.partition("-")[0] in _countries().values():
        return line
    code = _countries().get(line.casefold().replace("&", "and"))
    if code is None:
        raise WrongCell("is no country that is known here; write its two letters, such as DE")
    return code


@cache
def _countries() -> Mapping[str, str]:
    """Countries by their English name."""
    from holidays.registry import COUNTRIES

    return {name.replace("_", " "): codes[1] for name, codes in COUNTRIES.items()} | _SPELT


def _time_zone(line: str, _: str, __: frozenset[str]) -> str:
    try:
        return ZoneInfo(line).key
    except (ValueError, OSError, LookupError):
        raise WrongCell("is no time zone such as Europe/Berlin") from None


def _email(line: str, _: str, __: frozenset[str]) -> str:
    return to_email(line)


def _journey(line: str, _: str, journeys: frozenset[str]) -> str:
    if line not in journeys:
        raise WrongCell(f"is no journey; there are {', '.join(sorted(journeys))}")
    return line


_READERS: Mapping[CellKind, Callable[[str, str, frozenset[str]], str]] = {
    "line": _as_it_is,
    "personal": _as_it_is,
    "id": _id,
    "currency": _currency,
    "country": _country,
    "time_zone": _time_zone,
    "email": _email,
    "journey": _journey,
}

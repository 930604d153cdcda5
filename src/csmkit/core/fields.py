"""What every file is made of: scalar types that take people at their word, and the two marks of audience.

A scalar arrives as the text a person wrote (``no``, ``0123``, ``1_000``) and becomes a number, a date
or a flag only where a field asks for one; a spelling that could be misread is refused, never guessed.
No message quotes the value: a record holds opinions about people.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, TypeAlias, Union

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

Plain: TypeAlias = Union[str, int, bool, Decimal, date, list["Plain"], dict[str, "Plain"], None]  # noqa: UP007 - a quoted alias cannot be joined with | at run time

ID_PATTERN = r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?"
LONGEST_TEXT = 20_000

_NEWLINES = re.compile("\r\n|[\r\x85\u2028\u2029]")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,17})", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,9})?", re.ASCII)
_EMAIL = re.compile(r"[^@\s<>,;\"|]+@[^@\s<>,;\"|]+\.[^@\s<>,;\"|.]+")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def refuse(kind: str, sentence: str) -> PydanticCustomError:
    """An error of a field, as a sentence that follows the name of the field."""
    return PydanticCustomError("csmkit_" + kind, sentence)


def clean_text(value: object) -> str:
    """Text as it is stored: one kind of line end, composed letters; what no file gives back is refused."""
    if not isinstance(value, str):
        raise refuse("text", "needs a text")
    text = unicodedata.normalize("NFC", _NEWLINES.sub("\n", value))
    if _UNREADABLE.search(text):
        raise refuse("text", "holds a control character that cannot be stored; type it again as plain text")
    if len(text) > LONGEST_TEXT:
        raise refuse("text", f"is longer than {LONGEST_TEXT} characters; keep the essence here")
    return text


def clean_line(value: object) -> str:
    """A text of one line, without blanks around it."""
    text = clean_text(value).strip()
    if not text:
        raise refuse("line", "is empty; leave the key out, or write null, when it is not known")
    if "\n" in text:
        raise refuse("line", "has to fit on one line")
    return text


def to_day(value: object) -> date:
    """A calendar day, written year-month-day so that no country reads it differently."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise refuse("day", "is not a day of the calendar") from None
    raise refuse("day", "needs a date written like 2026-09-01")


def to_whole(value: object) -> int:
    """A whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        return int(value)
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    raise refuse("whole", "needs a whole number such as 30")


def to_number(value: object) -> Decimal:
    """A number, exact: 1.10 stays 1.10."""
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return Decimal(value)
    raise refuse("number", "needs a plain number such as 4 or 12.5, without separators or signs of money")


def to_flag(value: object) -> bool:
    """Yes or no."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.casefold() in _FLAGS:
        return _FLAGS[value.casefold()]
    raise refuse("flag", "needs yes or no")


def to_email(value: object) -> str:
    """An address that mail could be sent to."""
    line = clean_line(value)
    if not _EMAIL.fullmatch(line):
        raise refuse("email", "needs an e-mail address such as jane@example.com")
    return line


def to_clock(value: object) -> str:
    """A time of day on the clock of the customer's time zone."""
    if isinstance(value, str) and _CLOCK.fullmatch(value):
        return value
    raise refuse("clock", "needs a time of day written like 09:30")


def to_id(value: object) -> str:
    """The permanent name of an item: short, lower case, safe in a path and in a command."""
    line = clean_line(value)
    if not re.fullmatch(ID_PATTERN, line):
        raise refuse("id", "needs an id of lower-case letters, digits and hyphens, such as jane-doe")
    return line


def to_name(value: object) -> str:
    """The id of a question: a word that conditions and templates can use as a name."""
    line = clean_line(value)
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", line):
        raise refuse("name", "needs a name of lower-case letters, digits and underscores, such as why_now")
    return line


def folded_name(name: str) -> str:
    """A person's or a customer's name without what differs from file to file: case and blanks."""
    return " ".join(name.split()).casefold()


def slug(text: str, taken: frozenset[str] = frozenset(), longest: int = 40) -> str:
    """An id from a name: ``Jürgen Groß`` → ``jurgen-gross``, numbered when it is taken."""
    folded = text.casefold().replace("ß", "ss").replace("ø", "o").replace("ł", "l")
    ascii_only = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_only)
    base = ""
    for word in words:
        longer = f"{base}-{word}" if base else word[:longest]
        if len(longer) > longest:
            break
        base = longer
    base = base or "item"
    candidates = [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))]
    return next(candidate for candidate in candidates if candidate not in taken)


def _level(value: int) -> int:
    if not 1 <= value <= 5:  # noqa: PLR2004 - the scale of the trade is 1 to 5
        raise refuse("level", "needs a level from 1 to 5")
    return value


def _count(value: int) -> int:
    if value < 0:
        raise refuse("count", "cannot be negative")
    return value


Text = Annotated[str, BeforeValidator(clean_text)]
Line = Annotated[str, BeforeValidator(clean_line)]
Day = Annotated[date, BeforeValidator(to_day)]
Whole = Annotated[int, BeforeValidator(to_whole)]
Count = Annotated[int, BeforeValidator(to_whole), AfterValidator(_count)]
Number = Annotated[Decimal, BeforeValidator(to_number)]
Flag = Annotated[bool, BeforeValidator(to_flag)]
Level = Annotated[int, BeforeValidator(to_whole), AfterValidator(_level)]
Email = Annotated[str, BeforeValidator(to_email)]
Clock = Annotated[str, BeforeValidator(to_clock)]
Name = Annotated[str, BeforeValidator(to_name)]
Id = Annotated[str, BeforeValidator(to_id)]


class Strict(BaseModel):
    """A value that cannot be changed and knows all its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


CUSTOMER = "customer"


def shown(description: str, default: Any = ..., **more: Any) -> Any:  # noqa: ANN401 - stands where pydantic's Field does
    """A field the customer may read. Everything else is internal."""
    return Field(default, description=description, json_schema_extra={"audience": CUSTOMER}, **more)


def internal(description: str, default: Any = None, **more: Any) -> Any:  # noqa: ANN401 - stands where pydantic's Field does
    """A field that stays with the vendor's own team."""
    return Field(default, description=description + " Internal.", **more)

"""What synthetic accounts are made of: the words and the chances of `demo/book.yaml`."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from csmkit.core.account import Complexity, GateKind, Role
from csmkit.core.fields import Count, Email, Line, Strict, Text, to_number


def _split(value: object) -> object:
    return value.split() if isinstance(value, str) else value


Factor = Annotated[float, BeforeValidator(lambda value: float(to_number(value)))]
Words = Annotated[tuple[Line, ...], BeforeValidator(_split), Field(min_length=1)]
Lines = Annotated[tuple[Line, ...], Field(min_length=1)]


class Certified(Strict):
    """A CSM's training, and what is different for accounts that were signed after it."""

    days_ago: Count
    pace: Factor
    keeps: Factor


class Csm(Strict):
    """A customer success manager. `pace`: how much faster than usual first value comes."""

    name: Line
    email: Email
    hired_days_ago: Count
    pace: Factor
    certified: Certified | None = None


class Executive(Strict):
    """An account executive. `care`: the share of the customer's people who come with a name and a part."""

    name: Line
    care: Factor


class Country(Strict):
    """Where customers are."""

    code: Line
    time_zone: Line
    weight: Count


class Approval(Strict):
    """How often an approval is needed, and the days it is said to take."""

    chance: Factor
    days: Count


class Kind(Strict):
    """The accounts of one journey. `arr`: from and to, in thousands; `kickoff`, `sponsor_call`: usual day.

    `first_value`: the day by which half would have it, were nobody to leave. `churn`: how many in a hundred
    leave within a year, before first value and after it.
    """

    weight: Count
    segments: Lines
    arr: tuple[Count, Count]
    first_value: dict[Complexity, Count]
    churn: tuple[Count, Count]
    team: tuple[Role, ...]
    kickoff: Count | None
    sponsor_call: Count
    gates: dict[GateKind, Approval]


class Choice(Strict):
    """What they could have bought instead."""

    name: Line
    got_wrong: Text
    rejected_because: Text


class Trade(Strict):
    """What companies of one trade do with us, and what they would call a result."""

    endings: Lines
    desk: Line
    case: Line
    statements: Lines
    metric: Line
    first_value: Text
    promise: Line


class Vocabulary(Strict):
    """The whole of it."""

    csms: tuple[Csm, ...]
    account_executives: tuple[Executive, ...]
    countries: tuple[Country, ...]
    journeys: dict[Line, Kind]
    stems: Words
    trades: tuple[Trade, ...]
    given_names: Words
    family_names: Words
    titles: dict[Role, Lines]
    stakes: Lines
    politics: Lines
    alternatives: tuple[Choice, ...]
    decisions: Lines
    left_before: Lines
    left_after: Lines
    pauses: Lines
    syncs: Lines
    signs: Lines

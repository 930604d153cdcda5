"""What can be imported: the columns of each kind of table, and where in the record they belong."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from csmkit.core.changes import Path

RowsOf = Literal["accounts", "people", "readings"]
CellKind = Literal[
    "line", "personal", "id", "day", "money", "number", "currency", "country", "time_zone", "email", "journey"
]


class Field(NamedTuple):
    """One column. Without a path it tells something about the row and stands in no field of its own.

    `past`: a day on which something happened, so that it cannot lie in the future.
    """

    name: str
    kind: CellKind
    tells: str
    path: Path | None = None
    past: bool = False


_ACCOUNTS = (
    Field("id", "id", "The customer's id there; with it, a new name is no new customer."),
    Field("name", "line", "The customer's name.", ("name",)),
    Field("stage", "line", "Which rows count: see `only`."),
    Field("deal_type", "line", "Renewals and extensions are no first signature, and left out."),
    Field("signed_on", "day", "The signature: day 0.", ("contract", "signed_on"), past=True),
    Field("starts_on", "day", "The first day of the term.", ("contract", "starts_on")),
    Field("renews_on", "day", "The day of the renewal.", ("contract", "renews_on")),
    Field("churned_on", "day", "The day they left.", ("contract", "churned_on"), past=True),
    Field("arr", "money", "Yearly revenue; proposes the journey.", ("contract", "arr")),
    Field("currency", "currency", "Three letters, such as EUR.", ("contract", "currency")),
    Field("segment", "line", "Your own segment.", ("segment",)),
    Field("country", "country", "Two letters, or the English name.", ("country",)),
    Field("time_zone", "time_zone", "Such as Europe/Berlin.", ("time_zone",)),
    Field("journey", "journey", "Such as high-touch; only for new accounts."),
    Field("csm", "line", "Whose account it is.", ("vendor_team", "csm", "name")),
    Field("account_executive", "line", "Who sold it.", ("vendor_team", "account_executive", "name")),
    Field("first_value", "day", "The day of first value.", ("first_value", "reached_on"), past=True),
    Field("last_seen", "day", "The last use; only compared with the other days.", past=True),
    Field("entered", "day", "Since when you look after it, if later than the signature.", past=True),
)
_PEOPLE = (
    Field("id", "id", "The person's id there."),
    Field("account_id", "id", "The customer's id there."),
    Field("account", "line", "The customer's name."),
    Field("name", "line", "The person's full name.", ("name",)),
    Field("first_name", "personal", "The given name, where the name stands in two columns."),
    Field("last_name", "personal", "The family name."),
    Field("title", "line", "The job title.", ("title",)),
    Field("email", "email", "The work address.", ("email",)),
    Field("role", "line", "The part they played in the purchase; several with ; between them."),
)
_READINGS = (
    Field("account_id", "id", "The customer's id there."),
    Field("account", "line", "The customer's name."),
    Field("outcome", "line", "The id or the metric of the outcome; empty: the one they bought for."),
    Field("on", "day", "The day it was read.", past=True),
    Field("value", "number", "The number, in the outcome's unit."),
    Field("source", "line", "Where the number comes from. The customer reads this."),
)
FIELDS: Mapping[RowsOf, tuple[Field, ...]] = {
    "accounts": _ACCOUNTS,
    "people": _PEOPLE,
    "readings": _READINGS,
}
NEEDED: Mapping[RowsOf, tuple[tuple[str, ...], ...]] = {
    "accounts": (("name", "id"),),
    "people": (("account_id", "account", "id"), ("name", "last_name", "id")),
    "readings": (("account_id", "account"), ("on",), ("value",)),
}
"""Of each group of columns, one has to be there."""


def days_of(rows: RowsOf) -> tuple[str, ...]:
    """The columns of a kind of table that hold dates."""
    return tuple(field.name for field in FIELDS[rows] if field.kind == "day")

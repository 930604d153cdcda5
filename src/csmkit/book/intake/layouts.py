"""What other systems call their columns: one entry for each table they export.

Names are compared without case, blanks and hyphens. Of several names for one of our columns the first that
is there counts. HubSpot exports by the labels of its properties; Salesforce by labels from a report, and by
the names of the interface from its data export.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from csmkit.book.intake.fields import FIELDS, NEEDED, RowsOf
from csmkit.book.rows import BadTable, folded
from csmkit.errors import did_you_mean

Names = Mapping[str, tuple[str, ...]]


class Layout(NamedTuple):
    """A table of another system. `marks`: columns by which it is recognised.

    `only`: how the `stage` of rows that count begins; empty, every row counts.
    """

    system: str
    title: str
    rows: RowsOf
    marks: tuple[str, ...]
    columns: Names
    only: tuple[str, ...] = ()
    roles: Mapping[str, str] = {}
    source: str | None = None


_WON = ("closed won", "closedwon")
_CUSTOMER = ("customer", "evangelist")
_COMPANY_ID = ("Associated Company IDs (Primary)", "Associated Company IDs", "Associated Company ID")
_COMPANY = (
    "Associated Company (Primary)",
    "Associated Company Names (Primary)",
    "Associated Company",
    "Company name",
)
_OF_A_DEAL = {
    "stage": ("Deal Stage",),
    "deal_type": ("Deal Type",),
    "signed_on": ("Close Date",),
    "starts_on": ("Contract Start Date",),
    "renews_on": ("Contract End Date", "Renewal Date"),
    "arr": ("Annual recurring revenue", "Annual recurring revenue (ARR)", "ARR", "Amount"),
    "currency": ("Currency",),
    "account_executive": ("Deal owner",),
}

# The first that fits counts, so the table with more marks comes first.
LAYOUTS = (
    Layout(
        "hubspot",
        "HubSpot contacts",
        "people",
        ("Record ID", "First Name", "Last Name"),
        {
            "id": ("Record ID",),
            "account_id": _COMPANY_ID,
            "account": _COMPANY,
            "first_name": ("First Name",),
            "last_name": ("Last Name",),
            "title": ("Job Title",),
            "email": ("Email",),
            "role": ("Buying Role",),
        },
    ),
    Layout(
        "hubspot",
        "HubSpot deals",
        "accounts",
        ("Record ID", "Deal Name"),
        {"id": _COMPANY_ID, "name": _COMPANY, **_OF_A_DEAL},
        _WON,
    ),
    Layout(
        "hubspot",
        "HubSpot companies",
        "accounts",
        ("Record ID", "Company name"),
        {
            "id": ("Record ID",),
            "name": ("Company name",),
            "stage": ("Lifecycle Stage",),
            "country": ("Country/Region",),
            "time_zone": ("Time Zone",),
            "currency": ("Currency",),
        },
        _CUSTOMER,
    ),
    Layout(
        "salesforce",
        "Salesforce opportunities with contact roles (data export)",
        "people",
        ("OpportunityId", "ContactId", "Role"),
        {"id": ("ContactId",), "role": ("Role",)},
    ),
    Layout(
        "salesforce",
        "Salesforce contacts (data export)",
        "people",
        ("Id", "AccountId", "LastName"),
        {
            "id": ("Id",),
            "account_id": ("AccountId",),
            "first_name": ("FirstName",),
            "last_name": ("LastName",),
            "title": ("Title",),
            "email": ("Email",),
        },
    ),
    Layout(
        "salesforce",
        "Salesforce opportunities (data export)",
        "accounts",
        ("Id", "AccountId", "StageName"),
        {
            "id": ("AccountId",),
            "name": ("Account.Name", "AccountName"),
            "stage": ("StageName",),
            "deal_type": ("Type",),
            "signed_on": ("CloseDate",),
            "arr": ("ARR__c", "Amount"),
            "currency": ("CurrencyIsoCode",),
            "account_executive": ("Owner.Name",),
        },
        _WON,
    ),
    Layout(
        "salesforce",
        "Salesforce accounts (data export)",
        "accounts",
        ("Id", "Name", "OwnerId"),
        {
            "id": ("Id",),
            "name": ("Name",),
            "stage": ("Type",),
            "country": ("BillingCountryCode", "BillingCountry"),
            "currency": ("CurrencyIsoCode",),
        },
        _CUSTOMER,
    ),
    Layout(
        "salesforce",
        "Salesforce contacts (report)",
        "people",
        ("Account Name", "Last Name"),
        {
            "id": ("Contact ID",),
            "account_id": ("Account ID",),
            "account": ("Account Name",),
            "first_name": ("First Name",),
            "last_name": ("Last Name",),
            "title": ("Title", "Job Title"),
            "email": ("Email",),
            "role": ("Role", "Contact Role", "Contact Roles"),
        },
    ),
    Layout(
        "salesforce",
        "Salesforce opportunities (report)",
        "accounts",
        ("Account Name", "Opportunity Name", "Close Date"),
        {
            "id": ("Account ID",),
            "name": ("Account Name",),
            "stage": ("Stage",),
            "deal_type": ("Type",),
            "signed_on": ("Close Date",),
            "starts_on": ("Contract Start Date",),
            "renews_on": ("Contract End Date", "Renewal Date"),
            "arr": ("ARR", "Annual Recurring Revenue", "Amount"),
            "currency": ("Amount Currency", "Currency", "Opportunity Currency"),
            "account_executive": ("Opportunity Owner",),
        },
        _WON,
    ),
    Layout(
        "salesforce",
        "Salesforce accounts (report)",
        "accounts",
        ("Account Name", "Account Owner"),
        {
            "id": ("Account ID",),
            "name": ("Account Name",),
            "stage": ("Type",),
            "country": ("Billing Country", "Billing Country Code"),
            "currency": ("Account Currency",),
        },
        _CUSTOMER,
    ),
)
READINGS = Layout(
    "table",
    "table of readings",
    "readings",
    (),
    {
        "account_id": ("account_id",),
        "account": ("account", "customer", "company"),
        "outcome": ("outcome", "metric", "kpi"),
        "on": ("on", "date", "day"),
        "value": ("value", "reading"),
        "source": ("source",),
    },
)


def recognised(header: Sequence[str]) -> Layout | None:
    """Which table of which system this heading belongs to."""
    there = {folded(name) for name in header}
    return next((one for one in LAYOUTS if all(folded(mark) in there for mark in one.marks)), None)


def columns_of(header: Sequence[str], layout: Layout, named: frozenset[str]) -> dict[str, int] | BadTable:
    """Where each of our columns stands. `named`: those that a mapping names, which have to be there."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(header):
        places.setdefault(folded(name), []).append(place)
    found: dict[str, int] = {}
    wrong: list[str] = []
    for field, names in layout.columns.items():
        there = [name for name in names if folded(name) in places][:1]
        if there and len(places[folded(there[0])]) > 1:
            wrong.append(f"There are {len(places[folded(there[0])])} columns called {there[0]}; keep one.")
        elif there:
            found[field] = places[folded(there[0])][0]
        elif field in named:
            wrong.append(f"There is no column {names[0]}.{did_you_mean(names[0], header)}")
    wrong += [_missing(group, layout) for group in NEEDED[layout.rows] if not set(group) & set(found)]
    return BadTable(tuple(wrong)) if wrong else found


def _missing(group: Sequence[str], layout: Layout) -> str:
    offered = [name for name in group if name != "id" or len(group) == 1] or list(group)
    what = " or the ".join(
        f"{_in_words(name)} ({' or '.join(layout.columns.get(name, ())) or name})" for name in offered
    )
    line = " or ".join(f"{name}: YOUR COLUMN" for name in offered)
    return (
        f"There is no column with the {what}. Export it too, or name yours: "
        f"--mapping FILE with a line {line} under columns"
    )


def _in_words(name: str) -> str:
    return "account by name" if name == "account" else name.replace("_", " ")


def drafted(header: Sequence[str], rows: RowsOf) -> tuple[dict[str, str], tuple[str, ...]]:
    """Which of the table's columns may be which of ours, and the columns that nobody could place."""
    ours = {field.name: field for field in FIELDS[rows]}
    left = dict.fromkeys(header)
    found: dict[str, str] = {}
    for name in ours:
        known = {folded(word) for word in (name, *_also_called(name, rows))}
        match = next((column for column in left if folded(column) in known), None)
        if match is not None:
            found[name] = match
            del left[match]
    return found, tuple(column for column in left if column)


def _also_called(name: str, rows: RowsOf) -> tuple[str, ...]:
    layouts = (*(layout for layout in LAYOUTS if layout.rows == rows), READINGS)
    known = [word for layout in layouts if layout.rows == rows for word in layout.columns.get(name, ())]
    return (*known, *_ELSEWHERE.get((rows, name), ()))


_ELSEWHERE: Mapping[tuple[RowsOf, str], tuple[str, ...]] = {
    ("accounts", "id"): ("Customer ID", "Customer Number", "Company ID", "Account Number"),
    ("accounts", "name"): ("Customer", "Customer Name", "Company", "Account", "Client"),
    ("accounts", "stage"): ("Status",),
    ("accounts", "signed_on"): ("Signed", "Signed On", "Signature Date", "Contract Date", "Start", "Closed"),
    ("accounts", "starts_on"): ("Start Date", "Contract Start", "Subscription Start"),
    ("accounts", "renews_on"): ("Renewal", "Renews On", "End Date", "Contract End", "Subscription End"),
    ("accounts", "churned_on"): ("Churned", "Churn Date", "Cancelled On", "Cancellation Date", "Churned On"),
    ("accounts", "arr"): ("ACV", "Annual Contract Value", "Yearly Fee"),
    ("accounts", "segment"): ("Tier", "Customer Tier"),
    ("accounts", "country"): ("Country",),
    ("accounts", "csm"): ("Customer Success Manager", "CSM Name", "CS Owner", "Success Manager"),
    ("accounts", "account_executive"): ("AE", "Sales Rep", "Sales Owner"),
    ("accounts", "first_value"): ("Go Live", "Go-live", "First Value Date", "Live Date"),
    ("accounts", "last_seen"): ("Last Login", "Last Activity Date", "Last Used"),
    ("accounts", "entered"): ("Handover Date", "Assigned On"),
    ("people", "account"): ("Customer", "Company", "Account"),
    ("people", "name"): ("Full Name", "Contact", "Contact Name"),
    ("people", "title"): ("Position", "Job"),
    ("people", "email"): ("E-mail", "Email Address"),
}

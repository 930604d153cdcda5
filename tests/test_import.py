"""`csmkit account import`: tables of other systems, audited, shown first, never over what was edited here."""

import csv
import io
import re
import shutil
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Book, Ran
from csmkit.book.written_numbers import DecimalMark, Numbers, UnclearMark, read_numbers

AS_OF = ("--as-of", "2026-11-22")
DEALS = """\
Record ID,Deal Name,Pipeline,Deal Stage,Amount,Close Date,Create Date,Deal owner,Deal Type,\
Associated Company IDs (Primary),Associated Company (Primary)
311,Fjord – platform,Sales Pipeline,Closed Won (Sales Pipeline),120000,2026-09-14 11:20,2026-05-02 09:00,\
Alex Roe,New Business,1001,Fjord Analytics AS
312,Fjord – renewal,Sales Pipeline,Closed Won (Sales Pipeline),60000,2026-10-14 11:20,2026-05-02 09:00,\
Alex Roe,Existing Business,1001,Fjord Analytics AS
313,Kestrel,Sales Pipeline,Contract Sent,60000,2026-12-14 11:20,2026-05-02 09:00,Alex Roe,New Business,\
1002,Kestrel Freight Ltd
314,Tessel,Sales Pipeline,Closed Won (Sales Pipeline),24000.50,2026-10-20 11:20,2026-05-02 09:00,\
Noor Adeyemi,New Business,1006,Tessel & Daughters
"""
CONTACTS = """\
Record ID,First Name,Last Name,Email,Job Title,Buying Role,Associated Company IDs (Primary)
901,Ingrid,Solheim,ingrid@fjord.example,CFO,Budget Holder;Executive Sponsor,1001
902,Per,Aas,per@fjord.example,Head of Data,CHAMPION,1001
903,Liv,Berg,liv@fjord.example,Counsel,Legal & Compliance,1001
904,Tom,Oak,tom@oak.example,CEO,Champion,555
"""
OWN = "id,name,signed_on,first_value,churned_on,last_seen,renews_on,arr,currency,country,time_zone"


def own_mapping(heading: str) -> str:
    """A mapping for a table that calls its columns as we do."""
    columns = "".join(f"  {name}: {name}\n" for name in heading.split(","))
    return f"system: billing\nrows: accounts\ncolumns:\n{columns}"


class Desk:
    """A book with tables beside it."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.folder = book.root.parent

    def table(self, name: str, text: str | bytes) -> str:
        file = self.folder / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(file)

    def run(self, name: str, text: str | bytes, *words: str) -> Ran:
        return self.book.run("account", "import", self.table(name, text), *AS_OF, *words)

    def told(self, name: str, text: str | bytes, *words: str) -> Any:
        ran = self.run(name, text, *words, "--json")
        assert ran.code in (0, 1), ran.said
        return ran.json

    def written(self, name: str, text: str | bytes, *words: str) -> Ran:
        ran = self.run(name, text, "--apply", *words)
        assert ran.code == 0, ran.said
        return ran

    def own(self, *rows: str, heading: str = OWN) -> tuple[str, str, str, str]:
        """A table of our own column names, and the words that read it."""
        mapping = self.table("mapping.yaml", own_mapping(heading))
        return "own.csv", "\n".join([heading, *rows]) + "\n", "--mapping", mapping

    def record(self, name: str) -> Any:
        return yaml.safe_load((self.book.root / f"accounts/{name}/account.yaml").read_text(encoding="utf-8"))

    def bytes(self) -> dict[str, bytes]:
        files = (self.book.root / "accounts").rglob("account*.yaml")
        return {str(file): file.read_bytes() for file in files}


@pytest.fixture
def desk(book: Book) -> Desk:
    return Desk(book)


def faults(told: Any) -> list[tuple[int, str, str]]:
    return [(fault["row"], fault["column"], fault["told"]) for fault in told["faults"]]


# --- HubSpot -------------------------------------------------------------------------------------------


def test_a_preview_writes_nothing_and_says_what_would_be_written(desk: Desk) -> None:
    ran = desk.run("deals.csv", DEALS)
    assert ran.code == 0
    assert desk.bytes() == {}
    assert "2 new, 2 left out." in ran.out
    assert "HubSpot deals, 4 rows, utf-8, columns apart by comma" in ran.out
    assert "--apply writes it" in ran.err


def test_won_deals_become_accounts_with_their_journey(desk: Desk) -> None:
    desk.written("deals.csv", DEALS)
    fjord, tessel = desk.record("fjord-analytics-as"), desk.record("tessel-daughters")
    assert (fjord["journey"], tessel["journey"]) == ("high-touch", "mid-touch")
    assert str(fjord["contract"]["signed_on"]) == "2026-09-14"
    assert fjord["vendor_team"]["account_executive"] == {"name": "Alex Roe"}
    assert fjord["vendor_team"]["csm"] == {"name": "Sam Lee", "email": "sam@vendor.example"}
    assert fjord["external"]["hubspot"]["id"] == "1001"
    assert [each["id"] for each in fjord["milestones"]]


@pytest.mark.parametrize("private", [False, True])
def test_the_same_tables_a_second_time_change_nothing(desk: Desk, private: bool) -> None:  # noqa: FBT001 - both ways of keeping records
    if private:
        config = desk.book.root / "csmkit.yaml"
        config.write_text(config.read_text().replace("private_records: false", "private_records: true"))
    desk.written("deals.csv", DEALS)
    desk.written("contacts.csv", CONTACTS)
    before = desk.bytes()
    assert len(before) == (4 if private else 2)
    for name, text in (("deals.csv", DEALS), ("contacts.csv", CONTACTS)):
        ran = desk.written(name, text)
        assert "Nothing was new" in ran.out
    assert desk.bytes() == before


def test_contacts_get_the_part_that_is_clear_and_a_question_for_the_others(desk: Desk) -> None:
    desk.written("deals.csv", DEALS)
    told = desk.told("contacts.csv", CONTACTS)
    assert told["counts"] == {"new": 3, "changed": 0, "unchanged": 0, "refused": 0, "left_out": 1}
    desk.written("contacts.csv", CONTACTS)
    people = {each["id"]: each.get("roles") for each in desk.record("fjord-analytics-as")["stakeholders"]}
    assert people == {
        "ingrid-solheim": ["economic_buyer", "executive_sponsor"],
        "per-aas": ["champion"],
        "liv-berg": None,
    }
    status = desk.book.done("handoff", "fjord", "--status").out
    assert "Liv Berg is “Legal & Compliance” in the CRM. Which part do they play here?" in status
    form = desk.book.done("handoff", "fjord", "--open", "--form").out
    assert "liv-berg" in form
    assert "per-aas" not in form


def test_an_answered_question_is_not_asked_again(desk: Desk) -> None:
    desk.written("deals.csv", DEALS)
    desk.written("contacts.csv", CONTACTS)
    file = desk.book.root / "accounts/fjord-analytics-as/account.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"open_questions:\n(  .*\n)+", "", text), encoding="utf-8")
    desk.written("contacts.csv", CONTACTS)
    assert "open_questions" not in desk.record("fjord-analytics-as")


def test_companies_that_are_no_customers_are_left_out(desk: Desk) -> None:
    companies = (
        "Record ID,Company name,Company owner,Lifecycle Stage,Country/Region,Time Zone\n"
        "1001,Fjord Analytics AS,Alex Roe,Customer,Norway,Europe/Oslo\n"
        "1009,Prospect Ltd,Alex Roe,Lead,Norway,\n"
    )
    desk.written("deals.csv", DEALS)
    assert desk.record("fjord-analytics-as")["time_zone"] == "UTC"
    ran = desk.written("companies.csv", companies)
    assert "Company owner was not read" in ran.err
    fjord = desk.record("fjord-analytics-as")
    assert (fjord["country"], fjord["time_zone"]) == ("NO", "Europe/Oslo")


def test_a_row_that_does_not_say_whether_it_counts_is_refused_unless_every_row_does(desk: Desk) -> None:
    companies = "Record ID,Company name,Lifecycle Stage\n1001,Fjord Analytics AS,\n1009,Kestrel,Lead\n"
    ((row, column, told),) = faults(desk.told("companies.csv", companies))
    assert (row, column, told.split(":")[0]) == (2, "Lifecycle Stage", "is empty")
    mapping = desk.table("mapping.yaml", "only: []\n")
    assert desk.told("companies.csv", companies, "--mapping", mapping)["counts"]["new"] == 2


# --- Salesforce ----------------------------------------------------------------------------------------

REPORT = """\
"Account Name","Opportunity Name","Stage","Close Date","Amount","Type","Account ID"
"Grünwald Uhren","Grünwald – start","Closed Won","14/09/2026","EUR 48,000.00","New Customer","0015g00002ABCDe"
"Pico Maps","Pico – start","Prospecting","01/10/2026","EUR 9,000.00","New Customer","0015g00002ABCDf"

"Closed this year"
"Copyright (c) 2000-2026 example, inc. All rights reserved."
"Confidential Information - Do Not Distribute"
"""


def test_a_salesforce_report_with_its_footer_in_windows_letters(desk: Desk) -> None:
    ran = desk.written("report.csv", REPORT.encode("cp1252"))
    assert "Read as Windows-1252" in ran.err
    assert "1 new, 1 left out." in ran.out
    record = desk.record("grunwald-uhren")
    assert (record["name"], str(record["contract"]["signed_on"])) == ("Grünwald Uhren", "2026-09-14")
    assert record["contract"]["arr"] == Decimal(48000)


def test_the_long_and_the_short_salesforce_id_are_one(desk: Desk) -> None:
    desk.written("report.csv", REPORT)
    contacts = (
        "Id,AccountId,FirstName,LastName,Title,Email\n"
        "0035g0004CON001AAH,0015g00002ABCDeAAX,Eva,Grün,CEO,eva@grunwald.example\n"
    )
    roles = (
        "Id,OpportunityId,ContactId,Role,IsPrimary\n"
        "00K5g00001OCR001AAH,0065g00001OPP001AAH,0035g0004CON001AAH,Economic Buyer,true\n"
        "00K5g00001OCR002AAH,0065g00001OPP002AAH,0035g0004CON001AAH,Executive Sponsor,false\n"
        "00K5g00001OCR003AAH,0065g00001OPP002AAH,0035g0004CON999AAH,Evaluator,false\n"
    )
    desk.written("Contact.csv", contacts)
    ran = desk.run("OpportunityContactRole.csv", roles, "--apply")
    assert ran.code == 1
    assert "row 4" in ran.out
    (eva,) = desk.record("grunwald-uhren")["stakeholders"]
    assert eva["roles"] == ["economic_buyer", "executive_sponsor"]


def test_an_export_of_opportunities_without_names_needs_the_accounts_first(desk: Desk) -> None:
    opportunities = (
        "Id,AccountId,StageName,Amount,CloseDate\n"
        "0065g00001OPP001AAH,0015g00002ABCDeAAX,Closed Won,48000,2026-09-14\n"
    )
    told = desk.told("Opportunity.csv", opportunities)
    assert faults(told)[0][2] == "is no account here, and the table has no names; import the accounts first"
    accounts = "Id,Name,OwnerId,Type,BillingCountry\n0015g00002ABCDeAAX,Grünwald Uhren,005,Customer,Germany\n"
    desk.written("Account.csv", accounts)
    desk.written("Opportunity.csv", opportunities)
    assert str(desk.record("grunwald-uhren")["contract"]["signed_on"]) == "2026-09-14"


# --- What was edited here stays ------------------------------------------------------------------------


def test_a_field_follows_the_crm_until_somebody_edits_it_here(desk: Desk) -> None:
    desk.written("deals.csv", DEALS)
    desk.written("deals.csv", DEALS.replace("120000", "130000"))
    assert desk.record("fjord-analytics-as")["contract"]["arr"] == 130000
    file = desk.book.root / "accounts/fjord-analytics-as/account.yaml"
    file.write_text(file.read_text().replace("arr: 130000", "arr: 99000 # by hand"))
    ran = desk.written("deals.csv", DEALS.replace("120000", "140000"))
    assert "edited here, stays: contract/arr" in ran.out
    assert "arr: 99000 # by hand" in file.read_text()
    told = desk.told("deals.csv", DEALS.replace("120000", "140000"))
    assert told["steps"][0]["kept"] == ["contract/arr"]


def test_what_was_taken_out_here_stays_out_and_an_empty_cell_takes_nothing_out(desk: Desk) -> None:
    desk.written("deals.csv", DEALS)
    file = desk.book.root / "accounts/fjord-analytics-as/account.yaml"
    file.write_text(re.sub(r"\n  arr: 120000", "", file.read_text()))
    desk.written("deals.csv", DEALS)
    assert "arr" not in desk.record("fjord-analytics-as")["contract"]
    desk.written("deals.csv", DEALS.replace("24000.50", ""))
    assert desk.record("tessel-daughters")["contract"]["arr"] == Decimal("24000.50")


def test_another_spelling_of_the_same_is_no_edit(desk: Desk) -> None:
    desk.written("deals.csv", DEALS)
    desk.written("contacts.csv", CONTACTS)
    file = desk.book.root / "accounts/fjord-analytics-as/account.yaml"
    text = file.read_text().replace("arr: 120000", "arr: 120000.00")
    file.write_text(
        text.replace("[economic_buyer, executive_sponsor]", "[executive_sponsor, economic_buyer]")
    )
    before = file.read_bytes()
    for name, table in (("deals.csv", DEALS), ("contacts.csv", CONTACTS)):
        assert "edited here" not in desk.written(name, table).out
    assert file.read_bytes() == before


def test_a_new_name_is_no_new_customer(desk: Desk) -> None:
    desk.written("deals.csv", DEALS)
    desk.written("deals.csv", DEALS.replace("Fjord Analytics AS", "Fjord Insight AS"))
    assert sorted(desk.book.root.glob("accounts/*")) == [
        desk.book.root / "accounts/fjord-analytics-as",
        desk.book.root / "accounts/tessel-daughters",
    ]
    assert desk.record("fjord-analytics-as")["name"] == "Fjord Insight AS"


def test_an_account_made_by_hand_is_found_by_its_name_and_keeps_what_it_says(desk: Desk) -> None:
    desk.book.add("Fjord Analytics AS", "--arr", "50k", "--signed-on", "2026-09-01")
    assert desk.told("deals.csv", DEALS)["steps"][0]["kept"] == ["contract/signed_on", "contract/arr"]
    desk.written("deals.csv", DEALS)
    record = desk.record("fjord-analytics-as")
    assert (record["contract"]["arr"], record["external"]["hubspot"]["id"]) == (50000, "1001")
    assert record["log"][-1]["note"].startswith("imported from HubSpot deals")


def test_two_customers_of_one_name_are_not_mixed_up(desk: Desk) -> None:
    desk.written("deals.csv", DEALS)
    told = desk.told("deals.csv", DEALS.replace(",1001,", ",7007,"))
    column = "Associated Company (Primary)"
    assert faults(told) == [(2, column, "is the name of fjord-analytics-as, which has another id in hubspot")]


def test_an_import_is_undone_for_one_account(desk: Desk) -> None:
    desk.written("deals.csv", DEALS)
    before = desk.bytes()
    desk.written("contacts.csv", CONTACTS)
    assert "account import contacts.csv" in desk.book.done("undo", "fjord").said
    assert desk.bytes() == before


def test_a_record_that_cannot_be_read_stops_the_import(desk: Desk) -> None:
    desk.book.account("schema: csmkit/account@1\n", "broken")
    ran = desk.run("deals.csv", DEALS, "--apply")
    assert ran.code == 1
    assert "accounts/broken/account.yaml:1" in ran.err
    assert not (desk.book.root / "accounts/fjord-analytics-as").exists()


# --- The audit -----------------------------------------------------------------------------------------

FAULTY = [
    ("K1,Alpha Mills,2026-02-02,,,", 2, "the row"),
    (",Bravo Mills,2026-02-02,,,,,1000,EUR,DE,", 3, "id is empty"),
    ("K3,,2026-02-02,,,,,1000,EUR,DE,", 4, "name is empty"),
    ("K4,Delta Mills,2026-02-30,,,,,1000,EUR,DE,", 5, "signed_on is not a day of the calendar"),
    ("K5,Echo Mills,2027-02-02,,,,,1000,EUR,DE,", 6, "signed_on lies in the future"),
    ("K6,Foxtrot Mills,1970-01-01,,,,,1000,EUR,DE,", 7, "signed_on is a system's placeholder"),
    ("K7,Golf Mills,2026-02-02,2026-01-02,,,,1000,EUR,DE,", 8, "first_value lies before the signature"),
    ("K8,Hotel Mills,2026-02-02,,2026-01-02,,,1000,EUR,DE,", 9, "churned_on lies before the signature"),
    ("K9,India Mills,2026-02-02,,2026-04-02,2026-05-02,,1000,EUR,DE,", 10, "use after churn"),
    ("K10,Juliett Mills,2026-02-02,2026-05-02,2026-04-02,,,1000,EUR,DE,", 11, "after they churned"),
    ("K11,Kilo Mills,2026-02-02,,,,2026-01-01,1000,EUR,DE,", 12, "renews_on lies before the signature"),
    ("K12,Lima Mills,2026-02-02,,,2026-01-01,,1000,EUR,DE,", 13, "use before there was a contract"),
    ("K13,Mike Mills,2026-02-02,0,,,,1000,EUR,DE,", 14, "first_value is a number, not a date"),
    ("K14,November Mills,2026-02-02,,n/a,,,1000,EUR,DE,", 15, "churned_on is a word, not a date"),
    ("K15,Oscar Mills,2026-02-02,,,,,0,EUR,DE,", 16, "arr is zero"),
    ("K16,Papa Mills,2026-02-02,,,,,-5000,EUR,DE,", 17, "arr is negative"),
    ("K17,Quebec Mills,2026-02-02,,,,,lots,EUR,DE,", 18, "arr is no number"),
    ("K18,Romeo Mills,2026-02-02,,,,,1000,Euro,DE,", 19, "currency is no currency"),
    ("K19,Sierra Mills,2026-02-02,,,,,1000,EUR,Atlantis,", 20, "country is no country"),
    ("1.84E+10,Tango Mills,2026-02-02,,,,,1000,EUR,DE,", 21, "id has lost its digits"),
    ("K21,Uniform Mills,2026-02-02,,,,,1000,EUR,DE,Mars/Olympus", 22, "time_zone is no time zone"),
    ("K22,Victor Mills,02.02.26,,,,,1000,EUR,DE,", 23, "signed_on has a year of two digits"),
    ("K23,Unknown,2026-02-02,,,,,1000,EUR,DE,", 24, "name is a placeholder"),
]
TWICE = [
    "K40,Whiskey Mills,2026-02-02,,,,,1000,EUR,DE,",
    "K40,Whiskey Mills,2026-02-02,,,,,1000,EUR,DE,",  # row 26: the same row twice
    "K41,Xray Mills,2026-02-02,,,,,1000,EUR,DE,",
    "K41,Xray Mills Ltd,2026-02-02,,,,,1000,EUR,DE,",  # rows 27 and 28: one id, two customers
    "K43,Yankee Mills,2026-02-02,,,,,1000,EUR,DE,",
    "K44,yankee  mills,2026-03-02,,,,,2000,EUR,DE,",  # rows 29 and 30: one name, two ids
    "K45,Zulu Mills,2026-02-02,,,,2027-02-01,1000,EUR,DE,Europe/Berlin",
]


def test_planted_faults_are_all_told_by_row_and_none_is_loaded(desk: Desk) -> None:
    table = desk.own(*(row for row, _, _ in FAULTY), *TWICE)
    told = desk.told(*table, "--apply")
    found = faults(told)
    for _, number, words in FAULTY:
        assert any(
            row == number and words in (f"{column} {why}" if column else f"the row {why}")
            for row, column, why in found
        ), number
    assert {row for row, _, _ in found} == {number for _, number, _ in FAULTY} | {26, 27, 28, 29, 30}
    assert sorted(told["written"]) == ["whiskey-mills", "zulu-mills"]
    assert sorted(each.name for each in (desk.book.root / "accounts").iterdir()) == [
        "whiskey-mills",
        "zulu-mills",
    ]
    assert told["counts"]["refused"] == len(FAULTY) + 5
    assert sum(kind["number"] for kind in told["quality"]) == len(found)


def test_no_refusal_quotes_a_cell(desk: Desk) -> None:
    ran = desk.run(*desk.own("K1,He is a fool,soon,he drinks,,,,worthless,his mood,nowhere land,x"))
    assert "refused" in ran.out
    for cell in ("fool", "soon", "drinks", "worthless", "mood", "nowhere land"):
        assert cell not in ran.said


@pytest.mark.parametrize(("strict", "code"), [("60", 1), ("70", 0), ("0", 1)])
def test_strict_writes_nothing_above_its_share(desk: Desk, strict: str, code: int) -> None:
    rows = ("K1,Alpha Mills,2026-02-02,,,,,1000,EUR,DE,", *(FAULTY[3][0], FAULTY[4][0]))
    ran = desk.run(*desk.own(*rows), "--strict", strict)
    assert ran.code == code
    ran = desk.run(*desk.own(*rows), "--strict", strict, "--apply")
    assert ran.code == 1
    assert bool(desk.bytes()) == (code == 0)
    assert ("66.7 %" in ran.err) == (code == 1)


def test_a_currency_beside_the_amount_is_the_amounts(desk: Desk) -> None:
    heading = OWN.replace(",currency", "")
    desk.written(*desk.own("K1,Alpha Mills,2026-02-02,,,,,£1000,GB,", heading=heading))
    assert desk.record("alpha-mills")["contract"]["currency"] == "GBP"
    told = desk.told(*desk.own("K1,Alpha Mills,2026-02-02,,,,,£1000,EUR,GB,"))
    assert faults(told) == [(2, "arr", "names another currency than its column")]


def test_days_are_held_against_the_record_too(desk: Desk) -> None:
    desk.written(*desk.own("K1,Alpha Mills,2026-02-02,,,,,1000,EUR,DE,"))
    told = desk.told(*desk.own("K1,Alpha Mills,,2026-01-02,,,,,,,"))
    assert faults(told) == [(2, "first_value", "lies before the signature, in the record of alpha-mills")]


@pytest.mark.parametrize(
    ("days", "words", "signed"),
    [
        (("03/04/2026", "25/04/2026"), (), "2026-04-03"),
        (("03/04/2026", "04/25/2026"), (), "2026-03-04"),
        (("03/04/2026", "05/04/2026"), ("--dates", "day-first"), "2026-04-03"),
        (("03/04/2026", "05/04/2026"), ("--dates", "signed_on=month-first"), "2026-03-04"),
        (("03/04/2026", "05/04/2026"), (), None),
        (("13/04/2026", "04/25/2026"), (), None),
        (("13/04/2026", "04/25/2026"), ("--dates", "day-first"), None),
    ],
)
def test_a_column_decides_how_its_dates_are_read_or_is_refused(
    desk: Desk, days: tuple[str, str], words: tuple[str, ...], signed: str | None
) -> None:
    rows = [f"K{n},Mill {n},{day},,,,,,,," for n, day in enumerate(days)]
    ran = desk.run(*desk.own(*rows), *words, "--apply")
    if signed:
        assert str(desk.record("mill-0")["contract"]["signed_on"]) == signed
    else:
        assert (ran.code, desk.bytes()) == (1, {})
        assert "Column signed_on" in ran.err
        assert "row 2" in ran.err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_marks_and_separators_of_other_programs(desk: Desk, encoding: str, separator: str) -> None:
    name, text, *mapping = desk.own("K1,Müller,2026-02-02,,,,,1.000,EUR,DE,")
    desk.written(name, text.replace(",", separator).encode(encoding), *mapping)
    record = desk.record("muller")
    assert (record["name"], record["contract"]["arr"]) == ("Müller", 1000)


# --- Hostile cells -------------------------------------------------------------------------------------


def test_what_looks_like_code_is_text_and_what_looks_like_a_path_is_a_name(desk: Desk) -> None:
    rows = ['K1,"=HYPERLINK(""http://x.example"")",2026-02-02,,,,,,,,', "K2,{{7*7}},2026-02-02,,,,,,,,"]
    rows += ["K3,../../etc/passwd,2026-02-02,,,,,,,,", "K4,[/x] | <b>,2026-02-02,,,,,,,,"]
    desk.written(*desk.own(*rows))
    names = {desk.record(each.name)["name"] for each in (desk.book.root / "accounts").iterdir()}
    assert names == {'=HYPERLINK("http://x.example")', "{{7*7}}", "../../etc/passwd", "[/x] | <b>"}
    assert sorted(each.name for each in (desk.book.root / "accounts").iterdir()) == [
        "7-7", "etc-passwd", "hyperlink-http-x-example", "x-b",
    ]  # fmt: skip


def test_cells_that_no_record_can_hold_are_refused(desk: Desk) -> None:
    rows = ['K1,"Two\nlines",2026-02-02,,,,,,,,', "K2,Bell\x07,2026-02-02,,,,,,,,"]
    rows += [f"K3,{'x' * 400},2026-02-02,,,,,,,,", "K4,Good Mills,2026-02-02,,,,,,,,"]
    rows += ["K5,con,2026-02-02,,,,,,,,"]
    ran = desk.run(*desk.own(*rows), "--apply")
    assert ran.code == 1
    assert [each.name for each in (desk.book.root / "accounts").iterdir()] == ["good-mills"]
    assert "has to fit on one line" in ran.out
    assert "control character" in ran.out
    assert "is longer than 300 characters" in ran.out
    assert "\x07" not in ran.said
    assert "cannot be a folder's name" in ran.said


def test_a_cell_of_a_megabyte_is_refused_with_the_table(desk: Desk) -> None:
    ran = desk.run(*desk.own(f"K1,{'x' * 1024 * 1024},2026-02-02,,,,,,,,"), "--apply")
    assert (ran.code, desk.bytes()) == (1, {})
    assert len(ran.said) < 400


# --- Mappings ------------------------------------------------------------------------------------------


def test_a_heading_nobody_knows_says_how_to_go_on_and_the_draft_reads_it(desk: Desk) -> None:
    heading = "Customer ID;Customer;Contract Date;Gebühr;CSM;Mood"
    text = f"{heading}\n4711;Zeder GmbH;1.9.2026;12.500,00 €;Noor;bad\n"
    ran = desk.run("kunden.csv", text)
    assert ran.code == 1
    assert "--guess > mapping.yaml" in ran.err
    draft = desk.run("kunden.csv", text, "--guess").out
    assert yaml.safe_load(draft)["columns"] == {
        "id": "Customer ID",
        "name": "Customer",
        "signed_on": "Contract Date",
        "csm": "CSM",
    }
    assert '# Not used: "Gebühr"' in draft
    mapping = desk.table("mapping.yaml", draft.replace("#  arr: ''", "  arr: Gebühr"))
    desk.written("kunden.csv", text, "--mapping", mapping, "--dates", "day-first")
    record = desk.record("zeder-gmbh")
    assert (str(record["contract"]["signed_on"]), record["contract"]["arr"]) == ("2026-09-01", 12500)
    assert record["contract"]["currency"] == "EUR"
    assert record["vendor_team"]["csm"] == {"name": "Noor"}


def test_a_draft_that_places_no_column_can_be_read_and_filled_in(desk: Desk) -> None:
    text = "Kunde;Gebühr\nZeder GmbH;12.500,00 €\n"
    draft = desk.run("kunden.csv", text, "--guess").out
    assert yaml.safe_load(draft)["columns"] is None
    ran = desk.run("kunden.csv", text, "--mapping", desk.table("mapping.yaml", draft))
    assert ran.err.startswith(f"{desk.folder / 'kunden.csv'}: There is no column with the name")
    filled = draft.replace("#  name: ''", "  name: Kunde").replace("#  arr: ''", "  arr: Gebühr")
    desk.written("kunden.csv", text, "--mapping", desk.table("mapping.yaml", filled))
    assert desk.record("zeder-gmbh")["contract"]["arr"] == 12500


def test_a_mapping_over_a_known_table_says_only_what_is_different(desk: Desk) -> None:
    mapping = desk.table("mapping.yaml", "columns: {csm: Deal owner}\nonly: [Contract Sent]\n")
    told = desk.told("deals.csv", DEALS.replace("2026-12-14", "2026-10-14"), "--mapping", mapping)
    assert [step["name"] for step in told["steps"]] == ["Kestrel Freight Ltd"]
    assert "vendor_team/csm/name Alex Roe" in told["steps"][0]["told"]


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        ("columns: {signd_on: Close Date}\n", "Did you mean “signed_on”?"),
        ("columns: {signed_on: Closing Date}\n", "Did you mean “Close Date”?"),
        ("rows: humans\n", "mapping.yaml:1"),
        ("roles: {Lead: boss}\n", "mapping.yaml:1"),
    ],
)
def test_a_mapping_with_a_mistake_is_refused_with_its_place(desk: Desk, mapping: str, told: str) -> None:
    ran = desk.run("deals.csv", DEALS, "--mapping", desk.table("mapping.yaml", mapping))
    assert ran.code == 1
    assert told in ran.err


def test_words_of_ones_own_for_the_parts_people_play(desk: Desk) -> None:
    desk.written("deals.csv", DEALS)
    mapping = desk.table("mapping.yaml", "roles: {Legal & Compliance: contract_signer}\n")
    desk.written("contacts.csv", CONTACTS, "--mapping", mapping)
    record = desk.record("fjord-analytics-as")
    assert record["stakeholders"][2]["roles"] == ["contract_signer"]
    assert "open_questions" not in record


# --- Readings ------------------------------------------------------------------------------------------

USAGE = "account,outcome,date,value,source\n"
WITH_OUTCOME = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: high-touch
contract: {signed_on: 2026-09-01, churned_on: 2026-11-10}
outcomes:
  - {id: time-to-quote, primary: true, statement: Quotes go out, metric: days to quote}
  - {id: error-rate, statement: Fewer errors}
"""


def test_readings_land_in_their_outcomes_once(desk: Desk) -> None:
    file = desk.book.account(WITH_OUTCOME)
    row = "Northwind Traders,{},2026-10-01,{},CPQ export\n"
    table = USAGE + row.format("", "7.5") + row.format("error-rate", "0")
    desk.written("usage.csv", table, "--readings")
    quote, errors = desk.book.show()["outcomes"]
    (reading,) = quote["readings"]
    assert (reading["on"], reading["value"], reading["source"]) == ("2026-10-01", "7.5", "CPQ export")
    assert errors["readings"][0]["value"] == "0"
    before = file.read_bytes()
    desk.written("usage.csv", table, "--readings")
    assert file.read_bytes() == before


def test_readings_by_company_say_which_column_to_name_and_who_has_no_outcome(desk: Desk) -> None:
    desk.book.add("Acme Freight")
    text = "Associated Company,date,value,source\nAcme Freight,2026-10-01,7,CPQ export\n"
    (first, *_) = desk.run("usage.csv", text, "--readings").err.splitlines()
    assert "account by name (account or customer or company)" in first
    assert "a line account_id: YOUR COLUMN or account: YOUR COLUMN under columns" in first
    mapping = desk.table("mapping.yaml", "columns: {account: Associated Company}\n")
    told = desk.told("usage.csv", text, "--readings", "--mapping", mapping)
    sentence = "names Acme Freight, which has no outcome yet; `csmkit plan draft acme-freight` records one"
    assert faults(told) == [(2, "Associated Company", sentence)]


def test_readings_that_cannot_be_are_refused(desk: Desk) -> None:
    desk.book.account(WITH_OUTCOME)
    rows = [
        "Northwind Traders,,2026-08-01,7,CPQ export",
        "Northwind Traders,,2026-11-11,7,CPQ export",
        "Northwind Traders,,2026-11-30,7,CPQ export",
        "Northwind Traders,,2026-10-01,,CPQ export",
        "Northwind Traders,mood,2026-10-01,7,CPQ export",
        "Southwind,,2026-10-01,7,CPQ export",
        "Northwind Traders,,2026-10-02,7,",
        "Northwind Traders,,2026-10-03,7,CPQ export",
    ]
    told = desk.told("usage.csv", USAGE + "\n".join(rows) + "\n", "--readings", "--apply")
    assert {row for row, _, _ in faults(told)} == set(range(2, 9))
    assert told["written"] == ["northwind"]
    changed = desk.told("usage.csv", USAGE + rows[-1].replace(",7,", ",8,") + "\n", "--readings")
    assert "differs from the reading of that day" in faults(changed)[0][2]


# --- The revenue comes later ---------------------------------------------------------------------------

COMPANIES = """\
Record ID,Company name,Lifecycle Stage
1001,Fjord Analytics AS,Customer
1006,Tessel & Daughters,Customer
"""


def test_companies_first_get_the_journey_of_their_revenue_with_the_deals(desk: Desk) -> None:
    desk.written("deals.csv", DEALS)
    milestones = desk.record("fjord-analytics-as")["milestones"]
    for name in ("fjord-analytics-as", "tessel-daughters"):
        shutil.rmtree(desk.book.root / "accounts" / name)
    assert "the journey is a guess; import the deals too" in desk.written("companies.csv", COMPANIES).err
    desk.written("contacts.csv", CONTACTS)
    told = desk.told("deals.csv", DEALS)["steps"]
    assert [step["told"][0] for step in told] == [
        "journey low-touch → high-touch",
        "journey low-touch → mid-touch",
    ]
    desk.written("deals.csv", DEALS)
    fjord = desk.record("fjord-analytics-as")
    assert (fjord["journey"], fjord["milestones"]) == ("high-touch", milestones)
    before = desk.bytes()
    desk.written("deals.csv", DEALS)
    assert desk.bytes() == before


@pytest.mark.parametrize("first", [DEALS, COMPANIES], ids=["deals", "companies"])
@pytest.mark.parametrize("currency", [None, "EUR"])
def test_a_currency_is_the_workspaces_or_none_in_any_order(
    desk: Desk, first: str, currency: str | None
) -> None:
    if currency:
        config = desk.book.root / "csmkit.yaml"
        config.write_text(f"{config.read_text()}currency: {currency}\n")
    desk.written("first.csv", first)
    told = desk.written("deals.csv", DEALS).err
    taken = f"in {currency}, as csmkit.yaml says" if currency else "without one"
    assert f"No currency column: amounts are recorded {taken}." in told
    assert desk.record("fjord-analytics-as")["contract"].get("currency") == currency


def test_a_journey_edited_by_hand_stays_when_the_deals_come(desk: Desk) -> None:
    desk.written("companies.csv", COMPANIES)
    file = desk.book.root / "accounts/fjord-analytics-as/account.yaml"
    file.write_text(file.read_text().replace("journey: low-touch", "journey: mid-touch", 1))
    assert "edited here, stays: journey" in desk.written("deals.csv", DEALS).out
    assert desk.record("fjord-analytics-as")["journey"] == "mid-touch"


@pytest.mark.parametrize(
    "work",
    [
        "kickoff: {on: 2026-11-25}\n",
        "log: [{id: l1, on: 2026-11-20, kind: note, note: They called.}]\n",
        "assessments: [{id: a1, on: 2026-11-20, model: customer-maturity@1}]\n",
        "plan: {agreed_on: 2026-11-20}\n",
    ],
)
def test_a_journey_that_is_worked_on_stays(desk: Desk, work: str) -> None:
    desk.written("companies.csv", COMPANIES)
    file = desk.book.root / "accounts/fjord-analytics-as/account.yaml"
    file.write_text(file.read_text() + work)
    desk.written("deals.csv", DEALS)
    assert desk.record("fjord-analytics-as")["journey"] == "low-touch"


# --- Killed in the middle ------------------------------------------------------------------------------


def test_a_killed_import_leaves_whole_accounts_and_goes_on(desk: Desk) -> None:
    rows = [f"K{n},Mill number {n},2026-02-02,,,,,1000,EUR,DE," for n in range(120)]
    name, text, *words = desk.own(*rows)
    file = desk.table(name, text)
    command = [sys.executable, "-m", "csmkit", "--workspace", str(desk.book.root), "account", "import", file]
    accounts = desk.book.root / "accounts"
    with subprocess.Popen([*command, *words, *AS_OF, "--apply"], stderr=subprocess.DEVNULL) as running:
        while len(list(accounts.glob("*/account.yaml"))) < 10:
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)
    there = list(accounts.glob("*/account.yaml"))
    assert 10 <= len(there) < 120
    for each in there:
        assert "external" in yaml.safe_load(each.read_text(encoding="utf-8"))
    ran = desk.written(name, text, *words)
    assert f"{120 - len(there)} new, {len(there)} the same." in ran.out
    assert len(list(accounts.glob("*/account.yaml"))) == 120


# --- Numbers -------------------------------------------------------------------------------------------


@given(
    st.lists(st.decimals(0, 10**9, places=2), min_size=1, max_size=20),
    st.sampled_from(["point", "comma"]),
    st.sampled_from(["", "EUR ", "$"]),
)
def test_a_column_of_amounts_reads_back_whatever_its_marks(
    amounts: list[Decimal], mark: DecimalMark, before: str
) -> None:
    def written(amount: Decimal) -> str:
        text = f"{amount:,.2f}"
        return before + (text if mark == "point" else text.translate(str.maketrans(",.", ".,")))

    read = read_numbers([written(amount) for amount in amounts], money=True)
    assert isinstance(read, Numbers)
    assert not read.faults
    assert [read.values[written(amount)] for amount in amounts] == amounts


@pytest.mark.parametrize(
    ("texts", "mark", "values"),
    [
        (["1,200"], None, None),
        (["1,200", "0,5"], None, ["1.2", "0.5"]),
        (["1,200", "1.5"], None, ["1200", "1.5"]),
        (["1,200", "1,200,300"], None, ["1200", "1200300"]),
        (["1,200"], "comma", ["1.2"]),
        (["1.200,5", "1,200.5"], None, None),
        (["38 %", "-2", "4"], None, ["38", "-2", "4"]),
        (["1 200", "1’300"], None, ["1200", "1300"]),
    ],
)
def test_a_column_decides_how_its_numbers_are_read(
    texts: list[str], mark: DecimalMark | None, values: list[str] | None
) -> None:
    read = read_numbers(texts, mark)
    if values is None:
        assert isinstance(read, UnclearMark)
    else:
        assert isinstance(read, Numbers)
        assert [read.values[text] for text in texts] == [Decimal(value) for value in values]


@pytest.mark.parametrize("text", ["12,34,5", "1.2.3,4,5", "١٢", "1e5", "4 apples", "--4", "$", "."])
def test_what_is_no_number_is_told(text: str) -> None:
    read = read_numbers([text, "1.5"], None)
    assert isinstance(read, UnclearMark) or text in read.faults


def test_the_json_is_as_documented(desk: Desk) -> None:
    page = (Path(__file__).parent.parent / "docs/commands.md").read_text(encoding="utf-8")
    section = page.split("### csmkit account import\n")[1].split("\n### ")[0]
    told = desk.told("deals.csv", DEALS)
    rows = re.findall(r"^\| (`.+?) \|", section.split("| Key | Holds |")[1], re.MULTILINE)
    assert [key for row in rows for key in re.findall(r"`(\w+)`", row)] == list(told)
    assert set(told["steps"][0]) == {"row", "verdict", "account", "name", "told", "kept", "asks"}


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "K1", "2026-02-02", "03/04/2026", "0", "1,200", "n/a", "=1+1", "{{7*7}}", "con", ";"]
    ),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, min_size=11, max_size=11), min_size=1, max_size=5))
def test_no_table_is_a_fault_of_the_program(book: Book, rows: list[list[str]]) -> None:
    desk = Desk(book)
    text = io.StringIO()
    csv.writer(text).writerows([OWN.split(","), *rows])
    words = ("--mapping", desk.table("mapping.yaml", own_mapping(OWN)))
    encoded = text.getvalue().encode(errors="ignore")
    ran = desk.run("any.csv", encoded, *words, "--json")
    assert ran.code in (0, 1), ran.said
    if ran.out:
        seen = {step["row"] for step in ran.json["steps"]} | {fault["row"] for fault in ran.json["faults"]}
        assert len(seen) == sum(ran.json["counts"].values())

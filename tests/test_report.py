"""The report on the whole book: one page that holds what is true, and nothing that is somebody's opinion."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from conftest import Book

AS_OF = "2026-10-01"
DAY = date.fromisoformat(AS_OF)


NASTY = '<b>Bold</b> {{7*7}} | O\'Neil & "Söhne" 🚀'


class Page(HTMLParser):
    """What a browser would see of a page: its ids, links, charts and words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.append((name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            elif name == "href":
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def said(self) -> str:
        return " ".join(" ".join(self.words).split())


def record(number: int, *, signed: int, value: int | None = None, more: str = "", name: str = "") -> str:
    """An account that signed so many days before the day, and reached first value so many days later."""
    began = DAY - timedelta(days=signed)
    reached = (
        f"  reached_on: {began + timedelta(days=value)}\n  evidence: Seen.\n" if value is not None else ""
    )
    return (
        f"schema: csmkit/account@1\nid: a{number}\nname: {name or f'Customer {number}'}\njourney: mid-touch\n"
        f"contract:\n  signed_on: {began}\nvendor_team: {{csm: {{name: Sam Lee}}}}\n"
        f"first_value:\n  definition: It works.\n{reached}"
        f"milestones:\n  - {{id: day-30, day: 30, title: First}}\n{more}"
    )


@pytest.fixture
def dozen(book: Book) -> Book:
    """Twelve accounts, eight of which reached first value between day 20 and 90."""
    for number in range(12):
        value = 20 + 10 * number if number < 8 else None
        book.account(record(number, signed=150, value=value), f"customer-{number}")
    return book


def page_of(book: Book, *words: str) -> Page:
    book.done("report", "--as-of", AS_OF, *words)
    return Page((book.root / "reports" / "book.html").read_text(encoding="utf-8"))


def told(book: Book, *words: str) -> Any:
    return book.done("report", "--as-of", AS_OF, "--json", *words).json["sections"]


def test_the_page_needs_nothing_but_itself(dozen: Book) -> None:
    page = page_of(dozen)
    assert "script" not in page.tags
    assert not {"link", "img", "iframe", "object", "form", "base"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in {"src", "style"}]
    assert any(value.startswith("default-src 'none';") for _, value in page.attributes)
    text = (dozen.root / "reports" / "book.html").read_text(encoding="utf-8")
    assert not re.search(r"https?://|url\(|@import", text)


def test_every_link_leads_somewhere_and_every_id_stands_once(dozen: Book) -> None:
    page = page_of(dozen)
    assert len(page.ids) == len(set(page.ids))
    assert page.links
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_every_chart_says_in_words_what_it_shows(dozen: Book) -> None:
    page = page_of(dozen)
    named = [value for name, value in page.attributes if name == "aria-labelledby" and " " in value]
    assert len(named) == sum(value == "chart" for name, value in page.attributes if name == "class") >= 4
    assert {part for value in named for part in value.split()} <= set(page.ids)


def test_every_chart_stands_beside_a_table_of_its_section(dozen: Book) -> None:
    page_of(dozen)
    text = (dozen.root / "reports" / "book.html").read_text(encoding="utf-8")
    sections = re.findall(r"<section .*?</section>", text, re.DOTALL)
    assert len(sections) == len(told(dozen))
    for section in sections:
        assert "<table" in section or "<svg" not in section, section[:80]


def test_every_chart_is_sound(dozen: Book) -> None:
    quoted = "'" + NASTY.replace("'", "''") + "'"
    dozen.account(record(50, signed=60).replace("{name: Sam Lee}", f"{{name: {quoted}}}"), "other")
    page_of(dozen)
    text = (dozen.root / "reports" / "book.html").read_text(encoding="utf-8")
    charts = [ET.fromstring(chart) for chart in re.findall(r"<svg class.*?</svg>(?=\n|</td>)", text)]
    assert len(charts) >= 5
    assert any(NASTY in (chart.findtext("title") or "") for chart in charts)
    for chart in charts:
        assert chart.findtext("desc")
        numbers = [value for part in chart.iter() for value in part.attrib.values()]
        assert not [value for value in numbers if "nan" in value or "None" in value or "inf" in value]


def test_the_numbers_of_first_value_are_those_of_ttfv(dozen: Book) -> None:
    dozen.account(record(99, signed=150, more="", name="Gone"), "gone")
    gone = dozen.root / "accounts" / "gone" / "account.yaml"
    gone.write_text(gone.read_text().replace("contract:\n", "contract:\n  churned_on: 2026-07-01\n"))

    (group,) = told(dozen)["first_value"]["groups"]
    (same,) = dozen.done("ttfv", "--by", "journey", "--as-of", AS_OF, "--json").json["groups"]
    assert (group["accounts"], group["reached"], group["left"]) == (13, 8, 1)
    assert group["median"] == same["median"]
    assert [day["reached"] for day in group["days"]] == [day.get("first_value") for day in same["horizons"]]


def test_too_few_accounts_are_counted_and_not_estimated(book: Book) -> None:
    for number in range(9):
        book.account(record(number, signed=150, value=40), f"customer-{number}")
    found = told(book)
    (group,) = found["first_value"]["groups"]
    assert group["few"]
    assert (group["reached"], group["median"], group["days"], group["curve"]) == (9, None, [], [])
    assert found["milestones"]["rows"][0]["cells"][0] == {"yes": 0, "of": 9, "share": None}
    assert found["team"][0]["reached"] is None
    page = page_of(book)
    assert "too few" in page.said
    assert "0 of 9" in page.said


def test_an_empty_book_is_told_calmly(book: Book) -> None:
    page = page_of(book)
    assert "There is no account in the book yet." in page.said
    assert "No account is off track or at risk." in page.said
    assert not re.search(r"None|nan|Undefined", page.said)


def test_a_name_cannot_become_markup(book: Book) -> None:
    late = "commitments:\n  - {id: c, promise: '<img src=x> {{7*7}}', due_on: 2026-09-01}\n"
    quoted = "'" + NASTY.replace("'", "''") + "'"
    for number in range(10):
        book.account(record(number, signed=60, more=late, name=quoted), f"customer-{number}")
    page = page_of(book)
    assert NASTY in page.said
    assert "<img src=x> {{7*7}}" in page.said
    assert not {"b", "img"} & set(page.tags)
    assert told(book)["at_risk"][0]["name"] == NASTY


def test_what_somebody_thinks_of_a_person_is_not_in_it(book: Book) -> None:
    opinions = """\
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [champion], departed_on: 2026-09-01, stance: blocker,
     decision_power: 1, private: PLANTED, ae_relationship: PLANTED}
buying: {why_now: PLANTED, politics: PLANTED}
assessments:
  - {id: x, on: 2026-09-01, model: customer-maturity@1, answers: {reach: {value: PLANTED, note: PLANTED}}}
log:
  - {id: n, on: 2026-09-02, kind: note, note: PLANTED}
sentiment: {level: negative, on: 2026-09-20, of: jane-doe}
"""
    book.account(record(1, signed=20, more=opinions))
    page = page_of(book)
    assert "Jane Doe, the champion, left on 2026-09-01" in page.said
    text = (book.root / "reports" / "book.html").read_text(encoding="utf-8")
    assert "PLANTED" not in text + book.done("report", "--json").out
    assert "blocker" not in text
    assert "Internal: for our own team" in page.said

    other = opinions.replace("PLANTED", "ELSE").replace("blocker", "coach").replace("power: 1", "power: 5")
    book.account(record(1, signed=20, more=other))
    page_of(book)
    assert (book.root / "reports" / "book.html").read_text(encoding="utf-8") == text


def test_the_gravest_come_first_with_their_reasons(book: Book) -> None:
    soon = "commitments:\n  - {id: sso, promise: SSO is live, due_on: 2026-09-20}\n"
    fine = "  - {id: day-60, day: 60, title: Second, met_on: 2026-08-20, evidence: Seen}\n"
    book.account(record(1, signed=20, more=soon, name="At Risk"), "at-risk")
    book.account(record(2, signed=100, name="Off Track"), "off-track")
    book.account(record(3, signed=20, more=fine, name="Fine"), "fine")
    rows = told(book)["at_risk"]
    assert [row["name"] for row in rows] == ["Off Track", "At Risk"]
    assert rows[1]["reasons"] == ["commitment sso is late since 2026-09-20"]


def test_nothing_is_due_of_who_is_on_hold(book: Book) -> None:
    soon = "commitments:\n  - {id: sso, promise: SSO is live, due_on: 2026-10-20}\n"
    held = "holds:\n  - {id: h, from_on: 2026-09-20, until_on: 2026-11-01}\n"
    book.account(record(1, signed=20, more=soon), "one")
    book.account(record(2, signed=20, more=soon + held), "two")
    found = told(book)
    assert [item["account"] for item in found["promises"]["items"]] == ["one"]
    assert [week["due"] for week in found["promises"]["weeks"]] == [0, 0, 1, 0, 0, 0, 0, 0]
    assert found["glance"]["on_hold"] == 1


def test_an_old_quarter_of_which_too_few_were_watched_is_not_too_early(book: Book) -> None:
    for number in range(11):
        came = DAY - timedelta(days=510 - 15 * (number > 0))
        late = f"in_flight: true\nadded_on: {came + timedelta(days=100)}\n" if number == 0 else ""
        book.account(
            record(number, signed=495 if number else 510, value=150 if number == 0 else 20, more=late),
            f"c-{number}",
        )
    said = page_of(book).said
    assert "too few watched so long" in said
    assert "too early" not in said


def test_what_is_late_says_what_it_counts(book: Book) -> None:
    soon = "commitments:\n  - {id: sso, promise: SSO is live, due_on: 2026-09-20}\n"
    book.account(record(1, signed=20, more=soon), "one")
    assert "Promises and approvals late 1 1 promise, 0 approvals" in page_of(book).said


def test_amounts_of_two_currencies_are_never_added_up(book: Book) -> None:
    for number, (currency, arr) in enumerate([("USD", 100_000), ("EUR", 50_000), ("USD", 20_000)]):
        text = record(number, signed=20)
        book.account(
            text.replace("contract:\n", f"contract:\n  arr: {arr}\n  currency: {currency}\n"), f"c-{number}"
        )
    arr = told(book)["glance"]["arr"]
    assert [(one["currency"], float(one["amount"])) for one in arr] == [("USD", 120_000), ("EUR", 50_000)]


def test_only_some_accounts_on_demand(dozen: Book) -> None:
    other = record(50, signed=30).replace("Sam Lee", "Noor Adeyemi")
    dozen.account(other, "other")
    assert told(dozen, "--csm", "noor")["glance"]["accounts"] == 1
    assert told(dozen, "--csm", "noor", "--csm", "sam lee")["glance"]["accounts"] == 13
    assert told(dozen, "--since", "2026-09-01")["glance"]["accounts"] == 1
    ran = dozen.run("report", "--csm", "nobody")
    assert ran.code == 2
    assert "Noor Adeyemi, Sam Lee" in ran.err


def test_what_came_after_the_day_has_not_happened(dozen: Book) -> None:
    early = dozen.done("report", "--as-of", "2026-05-20", "--json").json["sections"]
    assert early["first_value"]["everybody"]["reached"] == 0
    nobody = dozen.done("report", "--as-of", "2026-01-01", "--json").json
    assert (nobody["later"], nobody["sections"]["glance"]["accounts"]) == (12, 0)


def test_a_link_leads_no_report_out_of_the_workspace(dozen: Book, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (dozen.root / "reports").symlink_to(tmp_path / "elsewhere")
    ran = dozen.run("report")
    assert ran.code == 1
    assert "reports/book.html leads out of the workspace" in ran.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_somebodys_own_file_is_left_alone(dozen: Book, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for _ in range(2):
        dozen.done("report", "--as-of", AS_OF, "--out", str(page))
    page.write_text(page.read_text().replace("Book of business", "Our book"))
    ran = dozen.run("report", "--as-of", AS_OF, "--out", str(page))
    assert ran.code == 1
    assert "--out" in ran.err
    assert "Our book" in page.read_text()


def test_a_record_that_cannot_be_read_is_told_and_the_others_are_shown(dozen: Book) -> None:
    dozen.account("name: [", "broken")
    ran = dozen.run("report", "--as-of", AS_OF)
    assert ran.code == 1
    assert "accounts/broken/account.yaml:2:" in ran.err
    assert "1 record that cannot be read" in Page((dozen.root / "reports" / "book.html").read_text()).said


def test_options_of_the_audit_go_behind_its_name(dozen: Book) -> None:
    ran = dozen.run("report", "--csm", "Sam", "audit")
    assert ran.code == 2
    assert "`audit`" in ran.err


def test_a_workspace_that_git_would_take_it_from_is_told(dozen: Book) -> None:
    assert "Git" not in dozen.done("report").err
    (dozen.root / ".gitignore").write_text("", encoding="utf-8")
    assert ".gitignore does not name reports/" in dozen.done("report").err

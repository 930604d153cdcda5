"""Own playbooks that extend another one: merged by key and by id, blamed where the line stands."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Book
from csmkit.storage.extending import as_yaml, merged
from csmkit.storage.library import shipped
from csmkit.storage.reading import Source, parse

SHIPPED = sorted(path.relative_to(shipped("playbooks")) for path in shipped("playbooks").rglob("*.yaml"))
HEAD = "schema: csmkit/journey@1\nkind: journey\nextends: shipped/high-touch\n"


def source_of(file: Path) -> Source:
    return parse((shipped("playbooks") / file).read_text(encoding="utf-8"), f"shipped:{file}")


def own(text: str) -> Source:
    return parse(text, "playbooks/own.yaml")


def extended(book: Book, text: str, name: str = "own") -> Any:
    """What an own journey that extends high-touch comes to, as `playbook show` prints it."""
    book.write(f"playbooks/{name}.yaml", HEAD + text)
    book.done("playbook", "check")
    return yaml.safe_load(book.done("playbook", "show", name).out)


def told(book: Book, text: str, file: str = "playbooks/own.yaml") -> list[str]:
    book.write(file, text)
    ran = book.run("playbook", "check")
    assert (ran.code, ran.out) == (1, ""), ran.said
    return ran.err.splitlines()


# Merging.


@pytest.mark.parametrize("file", SHIPPED, ids=str)
def test_a_file_that_only_extends_is_the_one_it_extends(book: Book, file: Path) -> None:
    book.write(f"playbooks/{file}", f"extends: shipped/{file.stem}\n")
    assert "nothing wrong" in book.done("playbook", "check").out
    shown = book.done("playbook", "show", f"{file.stem}").out
    assert parse(shown, "shown").data == source_of(file).data


def test_a_single_value_replaces_and_the_rest_stays(book: Book) -> None:
    journey = extended(book, "title: Ours\nkickoff: {minutes: 45}\nfirst_value:\n  deep: {to_day: 240}\n")
    assert (journey["title"], journey["kickoff"]["minutes"]) == ("Ours", 45)
    assert journey["kickoff"]["product_share"] == 15
    assert journey["first_value"]["deep"] == {"from_day": 90, "to_day": 240}


def test_items_are_changed_added_placed_and_taken_away_by_id(book: Book) -> None:
    journey = extended(
        book,
        """\
milestones:
  - {id: day-30, day: 45}
  - {id: council, after: day-30, day: 50, title: The works council has agreed}
  - {id: papers, after: day-30, day: 52, title: The papers are signed}
  - {id: last, day: 200, title: The last one}
  - {id: day-60, remove: yes}
reshape:
  - {id: integrations-take-longer, remove: yes}
""",
    )
    assert [(one["id"], one["day"]) for one in journey["milestones"]] == [
        ("day-30", 45),
        ("council", 50),
        ("papers", 52),
        ("day-90", 90),
        ("day-180", 180),
        ("last", 200),
    ]
    assert journey["milestones"][0]["owner"] == "implementation_lead"
    assert all("after" not in one for one in journey["milestones"])


def test_an_item_that_is_there_can_be_moved_and_changed_at_once(book: Book) -> None:
    journey = extended(book, "kickoff:\n  agenda:\n    - {id: promises, after: outcome, minutes: 15}\n")
    assert [item["id"] for item in journey["kickoff"]["agenda"]][:2] == ["outcome", "promises"]
    assert journey["kickoff"]["agenda"][1]["minutes"] == 15
    assert "script" in journey["kickoff"]["agenda"][1]


def test_messages_are_found_by_their_name_and_keep_what_they_come_after(book: Book) -> None:
    journey = extended(
        book,
        "emails:\n  - {name: welcome, day: 3}\n  - {name: pause, remove: yes}\n"
        "  - {name: ebr-invitation, days: 2}\n",
    )
    emails = {email["name"]: email for email in journey["emails"]}
    assert emails["welcome"]["day"] == 3
    assert "pause" not in emails
    assert (emails["ebr-invitation"]["after"], emails["ebr-invitation"]["days"]) == ("ebr", 2)


def test_a_list_without_ids_and_an_empty_one_replace(book: Book) -> None:
    journey = extended(book, "measures: [adoption]\nreshape: []\nreview_rhythm: null\n")
    assert (journey["measures"], journey["reshape"], journey["review_rhythm"]) == (["adoption"], [], None)


def test_a_question_is_added_to_the_shipped_handoff_in_a_dozen_lines(northwind: Book) -> None:
    northwind.write(
        "playbooks/interviews/handoff.yaml",
        """\
extends: shipped/handoff
sessions:
  - id: people
    sections:
      - id: moment
        questions:
          - id: works_council
            after: why_now
            type: yes_no
            ask: Does {{ account.name }} have a works council?
          - id: pressure_date
            remove: yes
""",
    )
    assert "nothing wrong" in northwind.done("playbook", "check").out
    form = northwind.done("handoff", "northwind", "--form").out
    assert form.index("why_now:") < form.index("works_council:")
    assert "pressure_date:" not in form


def test_an_own_file_extends_an_own_file(book: Book) -> None:
    extended(book, "title: First\ngraduation_day: 120\n", "first")
    book.write("playbooks/second.yaml", "extends: first\ntitle: Second\n")
    second = yaml.safe_load(book.done("playbook", "show", "second").out)
    assert (second["title"], second["graduation_day"], second["touch"]) == ("Second", 120, "high")


def _paths(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every value that an heir could name: through mappings, and through lists by id or name."""
    if isinstance(data, dict):
        found = [p for key, value in data.items() for p in _paths(value, (*path, key))]
        return [p for p in found if p[-1] not in ("id", "name")]
    if (
        isinstance(data, list)
        and data
        and all(isinstance(i, dict) and ("id" in i or "name" in i) for i in data)
    ):
        return [p for item in data for p in _paths(item, (*path, item.get("id") or item["name"]))]
    return [path]


def _heir(data: Any, path: tuple[Any, ...], value: str) -> Any:
    if not path:
        return value
    if isinstance(data, list):
        item = _item(data, path[0])
        key = "id" if "id" in item else "name"
        return [{key: path[0], **_heir(item, path[1:], value)}]
    return {path[0]: _heir(data[path[0]], path[1:], value)}


def _item(items: Any, name: str) -> Any:
    return next(item for item in items if name in (item.get("id"), item.get("name")))


def _changed(data: Any, path: tuple[Any, ...], value: str) -> Any:
    data = copy.deepcopy(data)
    here = data
    for step in path[:-1]:
        here = _item(here, step) if isinstance(here, list) else here[step]
    here[path[-1]] = value
    return data


WHOLE = {file: source_of(file) for file in SHIPPED}
EVERY = [(file, path) for file, source in WHOLE.items() for path in _paths(source.data)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(EVERY), st.text("ab :#-{}'\"é🙂", min_size=1))
def test_one_value_in_an_heir_changes_that_value_alone(
    place: tuple[Path, tuple[Any, ...]], value: str
) -> None:
    file, path = place
    heir = own(yaml.safe_dump({"extends": "shipped/x", **_heir(WHOLE[file].data, path, value)}))
    found = merged(heir, WHOLE[file])
    assert found.data == _changed(WHOLE[file].data, path, value)
    assert found.problems == ()
    assert parse(as_yaml(found), "shown").data == found.data
    changed = tuple(_step(WHOLE[file].data, path))
    assert found.at(changed, "x").file == "playbooks/own.yaml"


def _step(data: Any, path: tuple[Any, ...]) -> Any:
    """A path by position, as problems name it."""
    for step in path:
        if isinstance(data, list):
            item = _item(data, step)
            yield data.index(item)
            data = item
        else:
            yield step
            data = data[step]


# Blame.


def test_mistakes_are_told_at_once_in_the_file_that_holds_the_line(book: Book) -> None:
    text = (
        HEAD
        + """\
milestones:
  - {id: day-95, remove: yes}
  - {id: day-60, after: day-31}
  - {id: day-90, remove: maybe}
  - {id: day-180, remove: yes, day: 200}
  - {id: day-30, day: 40}
  - {id: day-30, day: 41}
kickoff:
  minuts: 50
  agenda:
    - {id: outcome, minutes: ten}
"""
    )
    assert told(book, text) == [
        "playbooks/own.yaml:5:10: there is no item “day-95” to remove. Did you mean “day-90”?",
        "playbooks/own.yaml:6:25: there is no item “day-31” to stand behind. Did you mean “day-30”?",
        "playbooks/own.yaml:7:26: `remove` takes yes, to take the item away",
        "playbooks/own.yaml:8:27: takes the item away, so nothing else may stand in it",
        "playbooks/own.yaml:10:10: this id stands twice; give one of them another",
        "playbooks/own.yaml:12:3: `minuts` is not a key here. Did you mean “minutes”?",
        "playbooks/own.yaml:14:30: `minutes` needs a whole number such as 30",
    ]


def test_a_line_of_the_shipped_file_that_no_longer_fits_names_the_file_that_made_it_so(book: Book) -> None:
    (line,) = told(book, HEAD + "milestones:\n  - {id: day-60, remove: yes}\n")
    assert re.fullmatch(
        r"shipped:high-touch.yaml:\d+:\d+: the journey has no milestone “day-60”. "
        r"Did you mean “day-90”\? \(merged into playbooks/own.yaml\)",
        line,
    )


def test_a_mistake_in_an_own_parent_is_blamed_on_the_parent_and_told_once(book: Book) -> None:
    book.write("playbooks/base.yaml", HEAD + "graduation_day: soon\n")
    assert told(book, "extends: base\ntitle: Child\n") == [
        "playbooks/base.yaml:4:17: `graduation_day` needs a whole number such as 30"
    ]


def test_what_only_fails_together_is_blamed_on_the_line_that_makes_it_fail(book: Book) -> None:
    text = HEAD + "handoff: hand-off\nemails:\n  - {name: welcome, template: welcom}\n"
    assert told(book, text) == [
        "playbooks/own.yaml:4:10: there is no interview “hand-off”. Did you mean “handoff”?",
        (
            "playbooks/own.yaml:6:31: there is no template “templates/emails/welcom.md.j2”. "
            "Did you mean “emails/welcome”?"
        ),
    ]


@pytest.mark.parametrize(
    ("parent", "message"),
    [
        (
            "shipped/hightouch",
            "there is no journey “shipped/hightouch” to extend. Did you mean “shipped/high-touch”?",
        ),
        ("high-touch", "there is no journey “high-touch” to extend. Did you mean “shipped/high-touch”?"),
        ("zzz", "there is no journey “zzz” to extend. Try shipped/NAME."),
        ("[shipped/high-touch]", "there is no journey “” to extend. Try shipped/NAME."),
        ("own", "extends playbooks/own.yaml, which extends this file in turn; break the circle"),
    ],
)
def test_a_parent_that_is_not_there_is_told(book: Book, parent: str, message: str) -> None:
    assert told(book, f"extends: {parent}\n") == [f"playbooks/own.yaml:1:10: {message}"]


def test_a_circle_of_three_is_told(book: Book) -> None:
    book.write("playbooks/one.yaml", "extends: two\n")
    book.write("playbooks/two.yaml", "extends: own\n")
    lines = told(book, "extends: one\n")
    assert len(lines) == 3
    assert all("break the circle" in line for line in lines)


def test_an_account_on_a_broken_journey_gets_the_place_and_no_traceback(book: Book) -> None:
    book.add("Northwind Traders")
    record = book.root / "accounts/northwind-traders/account.yaml"
    record.write_text(re.sub("journey: .*", "journey: own", record.read_text()))
    book.write("playbooks/own.yaml", HEAD + "graduation_day: soon\n")
    ran = book.run("check", "northwind-traders")
    assert ran.code == 1
    assert "playbooks/own.yaml:4:17: `graduation_day` needs a whole number" in ran.err


# Commands.


def test_the_list_says_what_extends_what(book: Book) -> None:
    extended(book, "title: Ours\n", "ours")
    assert re.search(r"journey +ours +yours, extends shipped/high-touch", book.done("playbook", "list").out)
    (listed,) = [one for one in book.done("playbook", "list", "--json").json if one["name"] == "ours"]
    assert listed["extends"] == "shipped/high-touch"


def test_a_new_journey_is_written_checked_and_used(book: Book) -> None:
    ran = book.done("playbook", "new", "public-sector", "--extends", "shipped/high-touch")
    assert ran.out == "Wrote playbooks/public-sector.yaml, which extends shipped/high-touch.\n"
    assert "nothing wrong" in book.done("playbook", "check").out
    book.add("Alder Valley Council", "--journey", "public-sector")
    again = book.run("playbook", "new", "public-sector")
    assert again.code == 1
    assert "is there already" in again.err


@pytest.mark.parametrize("parent", ["high-touch", "mid-touch", "low-touch"])
def test_every_line_of_a_new_journey_is_right_once_its_mark_is_taken_away(book: Book, parent: str) -> None:
    book.done("playbook", "new", "ours", "--extends", f"shipped/{parent}")
    file = book.root / "playbooks/ours.yaml"
    text = re.sub(r"^# ( *- |[ ]*\w+: |\w+:$)", r"\1", file.read_text(), flags=re.MULTILINE)
    assert text.count("#") < file.read_text().count("#") - 10
    file.write_text(text)
    assert "nothing wrong" in book.done("playbook", "check").out
    milestones = yaml.safe_load(book.done("playbook", "show", "ours").out)["milestones"]
    assert [one["id"] for one in milestones] == ["day-30", "works-council", "day-60", "day-90"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("Public Sector",), 2, "lower-case letters"),
        (("../elsewhere",), 2, "lower-case letters"),
        (("ours", "--extends", "shipped/mid"), 2, "Did you mean “shipped/mid-touch”?"),
    ],
)
def test_a_new_journey_that_cannot_be_is_refused_and_nothing_is_written(
    book: Book, words: tuple[str, ...], code: int, message: str
) -> None:
    ran = book.run("playbook", "new", *words)
    assert ran.code == code
    assert message in ran.err
    assert not (book.root / "playbooks").exists()

"""Did the training work? Books in which the answer is known, and books too small to have one."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import Book
from csmkit.core.account import Account
from csmkit.core.reassigning import csm_on
from csmkit.core.teammate import Teammate
from csmkit.storage.record import read_record
from csmkit.training.effect import Compared, compared, too_few
from csmkit.training.measures import FIRST_VALUE, FROM_RECORDS
from csmkit.training.starts import Starts, certifications, starts_of
from training_book import AS_OF, Planted, made

THE_DAY = ("--as-of", str(AS_OF))
HORIZON = 90


def starts(planted: Planted) -> Starts:
    book = made(planted)
    accounts = {name: Account.model_validate(one) for name, one in book.accounts.items()}
    return starts_of(accounts, [Teammate.model_validate(one) for one in book.team.values()], AS_OF)


def first_value(planted: Planted) -> Compared:
    return compared(FIRST_VALUE, starts(planted).told, HORIZON, AS_OF)


def held(band: Any, truth: float) -> bool:
    return bool(band.low <= truth <= band.high)


# --- Books in which the answer is known ----------------------------------------------------------------


def test_a_planted_effect_is_covered_and_mostly_found() -> None:
    books = [Planted(seed, faster=2.5, accounts=24) for seed in range(20)]
    found = [first_value(book) for book in books]
    covered = sum(held(one.by_csm, book.effect) for one, book in zip(found, books, strict=True))
    assert covered >= 17
    assert sum(one.found is True for one in found) >= 16
    within = [one.same_csm for one in found if one.same_csm]
    assert len(within) == 20
    assert sum(held(one.difference, books[0].effect) for one in within) >= 17


def test_where_nothing_was_planted_little_is_found() -> None:
    found = [first_value(Planted(seed, accounts=14, unlike=0.3)) for seed in range(40)]
    assert all(one.found is not None for one in found)
    assert sum(bool(one.found) for one in found) <= 5


def test_one_seeded_book_is_told_whole(book: Book) -> None:
    planted = Planted(seed=3, faster=3.0, accounts=18)
    made(planted).write(book)
    told = book.done("train", "effect", *THE_DAY, "--json").json
    assert list(told) == [
        "as_of", "horizon", "certifications", "minimum", "fewest_csms", "certified", "not_yet",
        "measures", "ttfv", "balance", "not_known", "left_out",
    ]  # fmt: skip
    first = told["measures"][0]
    assert list(first) == [
        "measure", "title", "percent", "more_is_better", "certified", "not_yet", "alone", "by_csm", "found",
        "alike", "same_csm", "untold", "not_counted",
    ]  # fmt: skip
    assert list(first["certified"]) == ["accounts", "of", "csms", "figure"]
    assert list(told["ttfv"]) == ["groups", "tests", "same_csm", "untold"]
    assert list(told["balance"][0]) == ["trait", "apart", "uneven", "values"]
    assert first["measure"] == "first-value"
    assert first["found"] is True
    low, high = first["by_csm"]["low"], first["by_csm"]["high"]
    assert 0 < low < planted.effect < high
    assert told["certified"]["csms"] == told["not_yet"]["csms"] == 7
    assert told["ttfv"]["same_csm"]["p"] < 0.01


def test_one_seeded_book_without_an_effect_finds_none(book: Book) -> None:
    made(Planted(seed=4, accounts=14)).write(book)
    shown = book.done("train", "effect", *THE_DAY).out
    assert "First value by day 90" in shown
    assert shown.count("Chance alone could do it.") == 3
    assert "More than chance" not in shown
    assert "Uneven: quarter" in shown
    assert "None of this shows that training was the cause." in shown


def test_five_accounts_are_refused_with_what_it_takes(book: Book) -> None:
    small = made(Planted(seed=1, accounts=1, csms=5))
    small.write(book)
    refused = book.run("train", "effect", *THE_DAY)
    assert refused.code == 1
    assert refused.out == ""
    assert "Too few to compare" in refused.err
    assert "It takes 10 accounts on each side, and 3 CSMs" in refused.err


def test_with_two_csms_there_are_figures_and_no_verdict() -> None:
    told = first_value(Planted(seed=2, faster=3.0, accounts=40, csms=3))
    assert told.by_csm is None
    assert told.found is None
    assert told.alone is not None
    assert told.untold[0].startswith("No verdict: one side has 2 of the 3 CSMs")


# --- Who was certified when the account started --------------------------------------------------------

CERTIFICATE = {"id": "csm", "earned_on": date(2026, 3, 1), "valid_until": date(2026, 8, 31)}
MATE = {"schema": "csmkit/teammate@1", "id": "m", "name": "Sam Lee", "certificates": [CERTIFICATE]}
OTHER = {"schema": "csmkit/teammate@1", "id": "n", "name": "Noor Adeyemi"}


def account(signed: date | None, csm: str = "Sam Lee", *log: Mapping[str, Any]) -> Account:
    return Account.model_validate(
        {
            "schema": "csmkit/account@1",
            "id": "a",
            "name": "Northwind",
            "journey": "high-touch",
            "contract": {"signed_on": signed},
            "vendor_team": {"csm": {"name": csm}},
            "log": [{"id": f"l{n}", "kind": "reassigned", "about": "vendor_team/csm", **one}
                    for n, one in enumerate(log)],
        }
    )  # fmt: skip


def side(one: Account) -> bool | str:
    told = starts_of({"northwind": one}, [Teammate.model_validate(each) for each in (MATE, OTHER)], AS_OF)
    return told.told[0].certified if told.told else next(iter(told.left_out))


@pytest.mark.parametrize(
    ("signed", "certified"),
    [
        (date(2026, 2, 28), False),
        (date(2026, 3, 1), True),
        (date(2026, 8, 31), True),
        (date(2026, 9, 1), False),
    ],
)
def test_what_counts_is_the_certificate_on_the_first_day(signed: date, certified: bool) -> None:  # noqa: FBT001 - a case
    assert side(account(signed)) is certified


def test_one_of_several_certifications_can_be_asked_for(book: Book) -> None:
    made(Planted(seed=1, accounts=14)).write(book)
    one = book.run("train", "effect", "--certification", "csm-onbording", *THE_DAY)
    assert one.code == 2
    assert "Did you mean “csm-onboarding”? There are: csm-onboarding." in one.err
    earned = [{"id": name, "earned_on": date(2026, 1, 1)} for name in ("csm", "csm-2", "level-2")]
    mates = [Teammate.model_validate({**MATE, "certificates": earned[1:]})]
    north = {"northwind": account(date(2026, 4, 1))}
    counted = [
        starts_of(north, mates, AS_OF, name).told[0].certified for name in ("csm", "level-2", "level-3")
    ]
    assert counted == [True, True, False]
    assert certifications([Teammate.model_validate({**MATE, "certificates": earned})]) == ("csm", "level-2")


def test_names_are_matched_in_any_case_and_one_that_matches_nobody_is_said() -> None:
    assert side(account(date(2026, 4, 1), "sam  LEE")) is True
    assert side(account(date(2026, 4, 1), "Sam Leigh")) == (
        "Sam Leigh has no training record in team/. Did you mean “Sam Lee”?"
    )


def test_an_account_belongs_to_who_had_it_on_its_first_day() -> None:
    handed = {"on": date(2026, 5, 1), "note": "from Sam Lee to Noor Adeyemi"}
    assert side(account(date(2026, 4, 1), "Noor Adeyemi", handed)) is True
    assert side(account(date(2026, 5, 2), "Noor Adeyemi", handed)) is False
    back = {"on": date(2026, 5, 1), "note": "from Noor Adeyemi to Sam Lee"}
    one = account(date(2026, 4, 1), "Sam Lee", handed, back)
    assert [csm_on(one, day) for day in (date(2026, 4, 1), date(2026, 5, 1))] == ["Sam Lee", "Sam Lee"]


def test_a_reworded_entry_leaves_it_untold() -> None:
    reworded = {"on": date(2026, 5, 1), "note": "Sam went on leave"}
    assert "cannot tell whose it was on its first day" in str(
        side(account(date(2026, 4, 1), "Noor Adeyemi", reworded))
    )


def test_a_reassignment_by_the_command_is_read_back(book: Book) -> None:
    book.add("Northwind Traders", as_of="2026-09-03")
    book.done(
        "account",
        "reassign",
        "northwind",
        "--from",
        "Sam Lee",
        "--to",
        "Noor to Adeyemi",
        "--as-of",
        "2026-10-01",
    )
    one = read_record(book.root / "accounts/northwind-traders").account
    assert csm_on(one, date(2026, 9, 30)) == "Sam Lee"
    assert csm_on(one, date(2026, 10, 1)) == "Noor to Adeyemi"


# --- What an account tells -----------------------------------------------------------------------------


def tells(measure: str, one: Account, as_of: date = AS_OF) -> Any:
    start = starts_of({"northwind": one}, [Teammate.model_validate(MATE)], as_of).told[0]
    return next(each for each in FROM_RECORDS if each.id == measure).tells(start, as_of)


def with_(**fields: Any) -> Account:
    return Account.model_validate({**account(date(2026, 4, 1)).model_dump(by_alias=True), **fields})


def test_a_checkpoint_counts_when_it_was_met_on_its_day_with_evidence() -> None:
    def milestone(name: str, day: int, **more: Any) -> dict[str, Any]:
        return {"id": name, "day": day, "title": name, **more}

    late = milestone("late", 30, met_on=date(2026, 5, 20), evidence="Seen.")
    bare = milestone("bare", 30, met_on=date(2026, 4, 20))
    good = milestone("good", 30, met_on=date(2026, 4, 20), evidence="Seen.")
    ahead = milestone("ahead", 400)
    assert tells("checkpoints", with_(milestones=[late, bare, good, ahead])) == pytest.approx(1 / 3)
    assert tells("checkpoints", with_(milestones=[ahead])) == "has no checkpoint whose day is over"


def test_an_outcome_is_on_its_way_when_it_has_gone_as_far_as_its_time() -> None:
    def outcome(value: int) -> list[dict[str, Any]]:
        return [
            {"id": "o", "primary": True, "statement": "Quotes go out", "target": 4, "by": date(2026, 10, 1),
             "baseline": {"value": 10, "as_of": date(2026, 4, 1)},
             "readings": [{"id": "r", "on": date(2026, 6, 20), "value": value}]}
        ]  # fmt: skip

    assert tells("adoption", with_(outcomes=outcome(7))) is True
    assert tells("adoption", with_(outcomes=outcome(8))) is False
    assert tells("adoption", with_()) == "cannot tell: needs a reading of the outcome by day 90"
    assert tells("adoption", with_(outcomes=outcome(7)), date(2026, 6, 25)) == "day 90 is still ahead"


def test_too_few_says_nothing_where_there_are_enough() -> None:
    assert too_few(starts(Planted(seed=1))) is None


# --- The tables ----------------------------------------------------------------------------------------

SCORES = """\
account;on;score
customer-0-0;20.11.2026;4
Customer 0-0;21.11.2026;5
customer-9-9;20.11.2026;4
customer-0-1;31.12.2026;4
customer-0-2;20.11.2026;4,5
customer-0-3;20.11.2026;
;20.11.2026;3
customer-0-4;1.1.2020;3
customer-0-5;20.11.2026;n/a
customer-0-6;20.11.2026;200
"""


def test_a_table_of_scores_is_audited_row_by_row(book: Book, tmp_path: Path) -> None:
    made(Planted(seed=1, accounts=14)).write(book)
    file = tmp_path / "csat.csv"
    file.write_text(SCORES, encoding="utf-8")
    refused = book.run("train", "effect", "--csat", str(file), *THE_DAY)
    assert refused.code == 1
    for told in (
        "7 of 10 rows cannot be believed",
        "row 4: account is no account of this workspace",
        "row 5: on lies in the future",
        "row 7: score is empty; unknown is not zero",
        "row 8: account is empty",
        "row 9: on lies before the account started",
        "row 10: score is a word",
        "row 11: score is not between 0 and 100",
    ):
        assert told in refused.err


def test_scores_and_revenue_are_compared_like_everything_else(book: Book, tmp_path: Path) -> None:
    planted = made(Planted(seed=1, accounts=14))
    planted.write(book)
    csat, nrr = tmp_path / "csat.csv", tmp_path / "nrr.csv"
    names = list(planted.accounts)
    csat.write_text(
        "Account,On,Score\n" + "".join(f"{name},2026-11-20,{3 + n % 3}\n" for n, name in enumerate(names)),
        encoding="utf-8",
    )
    nrr.write_text(
        "account,start_arr,end_arr\n"
        + "".join(f'{name},"10,000",{9000 + 20 * n}\n' for n, name in enumerate(names))
        + f"{names[0]},1,1\n",
        encoding="utf-8",
    )
    refused = book.run("train", "effect", "--nrr", str(nrr), *THE_DAY)
    assert f"row 2: account stands in row {len(names) + 2} again" in refused.err
    words = ("train", "effect", "--csat", str(csat), "--nrr", str(nrr), "--leave-out", *THE_DAY, "--json")
    told = {one["measure"]: one for one in book.done(*words).json["measures"]}
    assert 3 <= told["csat"]["certified"]["figure"]["estimate"] <= 5
    assert 0.9 <= told["nrr"]["not_yet"]["figure"]["estimate"] <= 1.2
    assert told["nrr"]["by_csm"]["low"] < told["nrr"]["by_csm"]["high"]


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("account,when,score", "There is no column on."),
        ("account,on,on,score", "There are 2 columns called on; keep one."),
    ],
)
def test_a_table_without_its_columns_is_told_which(
    book: Book, tmp_path: Path, heading: str, told: str
) -> None:
    file = tmp_path / "csat.csv"
    file.write_text(heading + "\n1,2,3,4\n", encoding="utf-8")
    ran = book.run("train", "effect", "--csat", str(file), *THE_DAY)
    assert ran.code == 1
    assert told in ran.err

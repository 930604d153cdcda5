"""The statistics of the book, held against what R prints: survival 3.5-3, cmprsk 2.2-11, etm 1.1-1."""

from itertools import pairwise
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmkit.book.comparison import chi_square_tail, gray, log_rank, quadratic_form
from csmkit.book.forecast import forecast
from csmkit.book.life_table import Ended, LifeTable, Wait, churn_as_open, life_table
from csmkit.book.survival import (
    Band,
    Interval,
    Point,
    Share,
    band,
    complement,
    cumulative_incidence,
    kaplan_meier,
    median,
    point_at,
    restricted_mean,
)

CLOSE = 1e-9


def close(value: float) -> object:
    return pytest.approx(value, rel=CLOSE, abs=CLOSE)


def waits(reached: list[int], still_open: list[int] = (), churned: list[int] = ()) -> list[Wait]:  # type: ignore[assignment]
    kinds: list[tuple[Ended, list[int]]] = [("value", reached), ("open", still_open), ("churned", churned)]
    return [Wait(days, ended) for ended, group in kinds for days in group]


# Freireich and others (1963), Blood 21: weeks of remission in acute leukaemia.
SIX_MP = life_table(waits([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]))
PLACEBO = life_table(
    waits([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23])
)  # fmt: skip
# Embury and others (1977), Western Journal of Medicine 126: weeks of remission in myelogenous leukaemia.
MAINTAINED = life_table(waits([9, 13, 18, 23, 31, 34, 48], [13, 28, 45, 161]))
NOT_MAINTAINED = life_table(waits([5, 5, 8, 8, 12, 23, 27, 30, 33, 43, 45], [16]))

ENDS: tuple[Ended, ...] = ("value", "value", "churned", "open")


def sixty(*, late: bool = False) -> dict[str, LifeTable]:
    """Sixty accounts in three groups, by a formula that R was given too: ties, day 0, every kind of end."""
    groups: dict[str, list[Wait]] = {"A": [], "B": [], "C": []}
    for i in range(60):
        since = (i * 13) % 20 if late and i % 4 == 1 else -1
        wait = Wait((i * 37) % 91, ENDS[(i * i + i // 7) % 4], since)
        if since < wait.days:
            groups["ABC"[i % 3]].append(wait)
    return {name: life_table(group) for name, group in groups.items()} | {
        "all": life_table(wait for group in groups.values() for wait in group)
    }


def of_groups(tables: dict[str, LifeTable]) -> dict[str, LifeTable]:
    return {name: table for name, table in tables.items() if name != "all"}


def told(table: LifeTable, day: int) -> Point:
    point = point_at(table, cumulative_incidence(table), day)
    assert point
    return point


def median_of(table: LifeTable, interval: Interval = "log-log") -> Band | None:
    return median(table, cumulative_incidence(table), interval)


# --- Published tables ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "interval", "expected"),
    [
        (SIX_MP, "log", (23, 16, None)),
        (SIX_MP, "log-log", (23, 13, None)),
        (PLACEBO, "log", (8, 4, 12)),
        (PLACEBO, "log-log", (8, 4, 11)),
        (MAINTAINED, "log", (31, 18, None)),
        (MAINTAINED, "log-log", (31, 13, None)),
        (NOT_MAINTAINED, "log", (23, 8, None)),
        (NOT_MAINTAINED, "log-log", (23, 5, 33)),
    ],
)
def test_the_published_medians_with_both_intervals_of_r(
    table: LifeTable, interval: Interval, expected: tuple[float, float | None, float | None]
) -> None:
    assert median_of(table, interval) == expected


def test_the_published_log_rank_tests() -> None:
    freireich = log_rank({"6-MP": SIX_MP, "placebo": PLACEBO})
    assert freireich
    assert freireich.statistic == close(16.7929409892165)
    assert freireich.p == close(4.16880910933453e-05)
    assert [group.expected for group in freireich.groups] == [
        close(19.2505009480311),
        close(10.7494990519689),
    ]
    assert [group.observed for group in freireich.groups] == [9, 21]
    aml = log_rank({"maintained": MAINTAINED, "not": NOT_MAINTAINED})
    assert aml
    assert (aml.statistic, aml.degrees, aml.p) == (close(3.3963886989776), 1, close(0.0653393220405051))


def test_a_share_with_its_interval_and_number_at_risk_as_r_prints_it() -> None:
    point = told(SIX_MP, 20)
    assert point.at_risk == 8
    assert point.open == (close(0.627450980392157), close(0.114053865256753))
    assert complement(band(point.value)) == (
        close(0.627450980392157),
        close(0.367510855987502),
        close(0.804912189471841),
    )


def test_the_restricted_mean_as_r_prints_it() -> None:
    for table, mean, error in (
        (SIX_MP, 16.11652661064426, 1.25156019600505),
        (PLACEBO, 8.42857142857143, 1.26808268250392),
        (MAINTAINED, 18.1590909090909, 1.06683194556365),
        (NOT_MAINTAINED, 14.8333333333333, 1.82890880237572),
    ):
        assert restricted_mean(table, cumulative_incidence(table), 20) == (close(mean), close(error))


# --- Accounts that leave first -------------------------------------------------------------------------


def test_cumulative_incidence_with_churn_as_r_prints_it() -> None:
    table = sixty()["all"]
    assert told(table, 30) == (
        30,
        40,
        (close(0.172589743589744), close(0.0497213840884537)),
        (close(0.104033145716073), close(0.0402520218584307)),
        (close(0.723377110694184), close(0.0589816592256286)),
    )
    assert told(table, 60)[1:] == (
        21,
        (close(0.420491697695675), close(0.0672926402373701)),
        (close(0.180847139077308), close(0.0519713467115499)),
        (close(0.398661163227017), close(0.0671758251618526)),
    )
    assert told(table, 90).value == (close(0.691278733342955), close(0.064683733205148))


def test_one_minus_kaplan_meier_is_larger_and_has_a_median_that_is_too_early() -> None:
    table = sixty()["all"]
    naive = churn_as_open(table)
    for day, flattered in ((30, 0.179757936507937), (60, 0.475045079365079)):
        point = point_at(naive, kaplan_meier(table), day)
        assert point
        assert point.value.share == close(flattered)
        assert point.value.share > told(table, day).value.share
    assert median(naive, kaplan_meier(table)) == (67, 49, 80)
    honest = median_of(table)
    assert honest
    assert honest.estimate > 67


def test_the_days_without_value_as_r_prints_them() -> None:
    """R has the mean and no error; the error equals the infinitesimal jackknife, 2.407119829."""
    table = sixty()["all"]
    found = restricted_mean(table, cumulative_incidence(table), 60)
    assert found
    assert found.share == close(60 - 11.9241217183817)
    assert found.error == pytest.approx(2.407119829, rel=1e-8)


def test_grays_test_and_the_log_rank_of_three_groups_as_r_prints_them() -> None:
    groups = of_groups(sixty())
    compared, speed = gray(groups), log_rank(groups)
    assert compared
    assert speed
    assert (compared.statistic, compared.p) == (close(0.482842190680118), close(0.785510781804894))
    assert (speed.statistic, speed.p) == (close(0.398852787281752), close(0.819200516961253))
    assert [group.expected for group in speed.groups] == [
        close(10.4644063658411),
        close(9.91468626431858),
        close(11.6209073698404),
    ]


def test_late_entries_as_r_prints_them() -> None:
    """Points: `survfit`; errors: `etm`, whose formula is Greenwood's as here; the test: exact `coxph`."""
    tables = sixty(late=True)
    assert (tables["all"].accounts, tables["all"].late) == (59, 14)
    assert told(tables["all"], 30)[1:3] == (40, (close(0.171448351386401), close(0.0520286151836505)))
    assert told(tables["all"], 60)[1:3] == (21, (close(0.416689867806848), close(0.0680354170036866)))
    naive = point_at(churn_as_open(tables["all"]), kaplan_meier(tables["all"]), 60)
    assert naive
    assert naive.open == (close(1 - 0.475212983920997), close(0.074874467213327))
    speed = log_rank(of_groups(tables))
    assert speed
    assert speed.statistic == close(0.807048585250019)
    assert gray(of_groups(tables)) is None


# --- Edges ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reached", "still_open", "middle"),
    [
        ([1, 2], [3, 4], 3),  # Flat at one half to the end: half way to the last day watched.
        ([1, 2, 3], [4], 2.5),
        ([0, 0, 3], [4], 1.5),
        ([0, 0, 0], [4], 0),
        ([1], [4, 5], None),
        ([], [4], None),
    ],
)
def test_a_curve_that_stops_exactly_at_one_half_is_read_as_r_reads_it(
    reached: list[int], still_open: list[int], middle: float | None
) -> None:
    found = median_of(life_table(waits(reached, still_open)))
    assert (found.estimate if found else None) == middle


def test_beyond_the_last_day_watched_nothing_is_told() -> None:
    assert point_at(SIX_MP, cumulative_incidence(SIX_MP), 36) is None
    assert restricted_mean(SIX_MP, cumulative_incidence(SIX_MP), 36) is None
    assert told(PLACEBO, 400).value.share == 1
    nobody = life_table([])
    assert point_at(nobody, cumulative_incidence(nobody), 30) is None


def test_before_the_first_day_on_which_anything_happens_everybody_waits_to_the_end() -> None:
    assert restricted_mean(SIX_MP, cumulative_incidence(SIX_MP), 5) == (5, 0)


def test_a_curve_used_up_by_the_first_few_before_the_others_entered_tells_nothing() -> None:
    table = life_table([Wait(3, "value"), Wait(40, "value", 10), Wait(60, "open", 10)])
    assert point_at(table, cumulative_incidence(table), 30) is None


def test_a_share_of_none_or_of_all_has_no_interval() -> None:
    for share in (0.0, 1.0):
        assert band(Share(share, 0.0)) == (share, None, None)


def test_a_group_that_no_day_tells_anything_about_is_dropped_and_named() -> None:
    too_short = life_table(waits([], [0, 0]))
    compared = log_rank({"6-MP": SIX_MP, "placebo": PLACEBO, "new": too_short})
    assert compared
    assert (compared.dropped, compared.degrees) == (("new",), 1)
    assert compared.statistic == close(16.7929409892165)


def test_groups_with_nothing_to_compare_have_no_test() -> None:
    nobody_yet = life_table(waits([], [5, 9]))
    for test in (log_rank, gray):
        assert test({"a": nobody_yet, "b": nobody_yet}) is None
        assert test({"a": SIX_MP}) is None
    apart = {"a": life_table(waits([1, 2])), "b": life_table([Wait(9, "value", 5), Wait(8, "value", 5)])}
    assert log_rank(apart) is None


def test_a_group_that_is_through_before_the_others_begin_leaves_grays_test_untold() -> None:
    """R divides by zero here."""
    groups = {"a": [0, 0, 0, 0], "b": [1, 2], "c": [1, 3]}
    assert gray({name: life_table(waits(days)) for name, days in groups.items()}) is None
    alone = gray({"a": life_table(waits([0, 0])), "b": life_table(waits([1])), "c": life_table(waits([2]))})
    assert alone


def test_a_direction_without_variance_costs_a_degree_of_freedom() -> None:
    assert quadratic_form([1.0, 1.0], [[2.0, 2.0], [2.0, 2.0]]) == (0.5, 1)


@pytest.mark.parametrize(
    ("statistic", "degrees", "p"),
    [
        (3.841458820694124, 1, 0.05),
        (5.991464547107979, 2, 0.05),
        (7.814727903251179, 3, 0.05),
        (124.3421134, 100, 0.0499999999),
        (0.0, 1, 1.0),
        (0.0, 4, 1.0),
        (100.0, 2, exp(-50)),
        (2000.0, 3, 0.0),
    ],
)
def test_the_tail_of_chi_square(statistic: float, degrees: int, p: float) -> None:
    """Quantiles as in every published table."""
    assert chi_square_tail(statistic, degrees) == pytest.approx(p, rel=1e-7, abs=1e-300)


def test_a_forecast_is_the_share_among_those_that_waited_as_long() -> None:
    """Eight of 21 on placebo still wait after week 8; four of them get there by week 12."""
    found = forecast(PLACEBO, 8, 12, minimum=8)
    assert found
    assert (found.accounts, found.chance.estimate) == (8, close(4 / 8))
    assert forecast(PLACEBO, 8, 12, minimum=9) is None
    assert forecast(PLACEBO, 8, 8, minimum=1) is None
    assert forecast(SIX_MP, 20, 60, minimum=1) is None


# --- What always holds ---------------------------------------------------------------------------------

ENDINGS = st.sampled_from(["value", "churned", "open"])
WAITS = st.lists(st.builds(Wait, st.integers(0, 40), ENDINGS, st.just(-1)), min_size=1, max_size=60)


@given(WAITS)
def test_shares_add_up_and_only_grow(found: list[Wait]) -> None:
    curve = cumulative_incidence(life_table(found))
    for point in curve:
        assert point.value.share + point.churned.share + point.open.share == pytest.approx(1)
    for before, after in pairwise(curve):
        assert after.value.share >= before.value.share
        assert after.churned.share >= before.churned.share


@given(WAITS)
def test_without_anybody_still_open_the_share_is_the_plain_one(found: list[Wait]) -> None:
    ended = [wait for wait in found if wait.ended != "open"]
    for point in cumulative_incidence(life_table(ended)):
        there = sum(wait.ended == "value" and wait.days <= point.day for wait in ended) / len(ended)
        assert point.value.share == pytest.approx(there)
        assert point.value.error == pytest.approx((there * (1 - there) / len(ended)) ** 0.5, abs=1e-9)


@given(WAITS, st.randoms(use_true_random=False))
def test_the_order_of_the_accounts_changes_nothing(found: list[Wait], shuffler: object) -> None:
    mixed = list(found)
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]
    assert life_table(mixed) == life_table(found)


@given(WAITS)
def test_one_minus_kaplan_meier_never_falls_below_the_honest_share(found: list[Wait]) -> None:
    table = life_table(found)
    honest = {point.day: point.value.share for point in cumulative_incidence(table)}
    for point in kaplan_meier(table):
        assert point.value.share >= honest[point.day] - 1e-12


ENOUGH = st.lists(st.builds(Wait, st.integers(0, 40), ENDINGS, st.just(-1)), min_size=30, max_size=60)


@given(ENOUGH, st.integers(0, 2))
def test_tests_do_not_depend_on_which_group_comes_first(found: list[Wait], turn: int) -> None:
    """In a group of one or two all may be over at once, and which is left out decides."""
    groups = {name: life_table(found[number::3]) for number, name in enumerate("abc")}
    turned = dict([*groups.items()][turn:] + [*groups.items()][:turn])
    for test in (log_rank, gray):
        one, other = test(groups), test(turned)
        assert (one is None) == (other is None)
        if one and other:
            assert one.statistic == pytest.approx(other.statistic, rel=1e-6, abs=1e-9)

"""How sure a difference is: published examples, brute force, and books in which the answer is known."""

from math import isclose
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmkit.book.comparison import log_rank, stratified_log_rank
from csmkit.book.current_state.rates import wilson
from csmkit.book.life_table import Wait, life_table
from csmkit.book.student import beyond, two_sided
from csmkit.book.survival import Z, cumulative_incidence, point_at
from csmkit.training.intervals import (
    Piece,
    by_cluster,
    difference,
    like_with_like,
    mean_of,
    newcombe,
    plain_difference,
    welch,
    within,
)
from csmkit.training.kinds import parts_of_ratio, parts_of_waits

# Student (1908), Biometrika 6, 1-25: hours of sleep gained by ten patients with either of two drugs.
SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)


# --- Published -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_shares_differ_as_in_the_table_of_newcombe(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe (1998), Statistics in Medicine 17, table II, method 10."""
    found = newcombe(one, other)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


def test_means_differ_as_r_prints_it() -> None:
    """`t.test(extra ~ group, data = sleep)`: 95 percent confidence interval -3.3654832 0.2054832."""
    found = welch(*SLEEP)
    assert found.estimate == pytest.approx(-1.58)
    assert (found.low, found.high) == pytest.approx((-3.3654832, 0.2054832), abs=5e-8)


def test_one_csm_alone_is_students_own_test() -> None:
    """`t.test(extra ~ group, data = sleep, var.equal = TRUE)`: -3.363874 0.203874."""
    found = within([Piece(side == 0, "Sam", "", hours) for side, own in enumerate(SLEEP) for hours in own])
    assert found is not None
    assert (found.low, found.high) == pytest.approx((-3.363874, 0.203874), abs=5e-7)


def test_a_csm_with_one_account_before_and_one_after_is_a_pair() -> None:
    """`t.test(..., paired = TRUE)` on the same hours: -2.4598858 -0.7001142."""
    pairs = zip(*SLEEP, strict=True)
    found = within([Piece(side == 0, f"csm {n}", "", hours)
                    for n, pair in enumerate(pairs) for side, hours in enumerate(pair)])  # fmt: skip
    assert found is not None
    assert (found.low, found.high) == pytest.approx((-2.4598858, -0.7001142), abs=5e-8)


@pytest.mark.parametrize(
    ("degrees", "errors"), [(1, 12.706), (2, 4.303), (3, 3.182), (10, 2.228), (30, 2.042), (120, 1.980)]
)
def test_students_t_is_that_of_the_tables(degrees: int, errors: float) -> None:
    assert two_sided(degrees) == pytest.approx(errors, abs=5e-4)
    assert beyond(two_sided(degrees), degrees) == pytest.approx(0.05)


def test_with_endless_freedom_students_t_is_normal() -> None:
    assert two_sided(1e7) == pytest.approx(Z, abs=1e-6)


# --- Brute force ---------------------------------------------------------------------------------------

COUNTS = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(COUNTS)
def test_wilson_is_the_score_test_turned_round(count: tuple[int, int]) -> None:
    met, of = count
    found = wilson(met, of)
    for end in (found.low, found.high):
        assert end is not None
        errors = abs(met / of - end) / (end * (1 - end) / of) ** 0.5 if 0 < end < 1 else Z
        assert errors == pytest.approx(Z, rel=1e-6)


@given(COUNTS, COUNTS)
def test_the_difference_holds_its_estimate_and_turns_with_its_sides(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    found, turned = newcombe(one, other), newcombe(other, one)
    assert found.low is not None
    assert found.high is not None
    assert -1 <= found.low <= found.estimate <= found.high <= 1
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))


FIGURES = st.lists(st.floats(-1e3, 1e3).map(lambda x: round(x, 3)), min_size=3, max_size=12)


@given(FIGURES, FIGURES, st.floats(-100, 100))
def test_means_differ_by_as_much_wherever_zero_is(one: list[float], other: list[float], far: float) -> None:
    found, moved = welch(one, other), welch([x + far for x in one], [x + far for x in other])
    if found.low is not None and moved.low is not None:
        assert moved == pytest.approx(found, abs=1e-5)
        alone = difference(mean_of(one), mean_of(other))
        assert alone.low is not None
        assert alone.low <= found.low + 1e-6


PIECES = st.lists(
    st.builds(
        Piece,
        st.booleans(),
        st.sampled_from("abcdef"),
        st.sampled_from("xy"),
        st.integers(-50, 50).map(float),
    ),
    min_size=12,
    max_size=60,
)


@given(PIECES)
def test_by_csm_is_leaving_each_out_by_hand(pieces: list[Piece]) -> None:
    found = by_cluster(pieces)
    csms = {piece.csm for piece in pieces}
    sides = [{piece.csm for piece in pieces if piece.certified is side} for side in (True, False)]
    if found is None:
        without = [plain_difference([one for one in pieces if one.csm != csm]) for csm in csms]
        assert min(map(len, sides)) < 3 or None in without
        return
    whole = _by_hand(pieces)
    squares = sum((_by_hand([one for one in pieces if one.csm != csm]) - whole) ** 2 for csm in csms)
    wide = two_sided(min(map(len, sides)) - 1) * (squares * (len(csms) - 1) / len(csms)) ** 0.5
    assert found == pytest.approx((whole, whole - wide, whole + wide))


def _by_hand(pieces: list[Piece]) -> float:
    one = [piece.value for piece in pieces if piece.certified]
    other = [piece.value for piece in pieces if not piece.certified]
    return sum(one) / len(one) - sum(other) / len(other)


@given(PIECES, st.dictionaries(st.sampled_from("abcdef"), st.integers(-99, 99), min_size=6))
def test_who_is_the_better_csm_makes_no_difference_within(
    pieces: list[Piece], better: dict[str, int]
) -> None:
    moved = [piece._replace(value=piece.value + better[piece.csm]) for piece in pieces]
    found, again = within(pieces), within(moved)
    assert (found is None) == (again is None)
    if found and again:
        assert again == pytest.approx(found, abs=1e-6)


@given(PIECES, st.integers(-99, 99))
def test_a_harder_journey_makes_no_difference_like_with_like(pieces: list[Piece], harder: int) -> None:
    moved = [one._replace(value=one.value + harder) if one.kind == "x" else one for one in pieces]
    found, again = like_with_like(pieces), like_with_like(moved)
    assert (found is None) == (again is None)
    if found is not None and again is not None:
        assert isclose(found, again, abs_tol=1e-9)


ENDED = st.builds(Wait, st.integers(0, 120), st.sampled_from(["value", "churned"]), st.just(-1))
ANY = st.builds(Wait, st.integers(0, 120), st.sampled_from(["value", "churned", "open"]), st.just(-1))
WAITS = st.lists(ANY, min_size=2, max_size=40)


@given(st.lists(ENDED, min_size=2, max_size=40), st.integers(1, 119))
def test_where_nobody_waits_an_accounts_part_is_yes_or_no(waits: list[Wait], day: int) -> None:
    told = [float(wait.ended == "value" and wait.days <= day) for wait in waits]
    assert parts_of_waits(waits, day) == pytest.approx(told, abs=1e-9)


@given(WAITS, st.integers(1, 119))
def test_an_accounts_part_is_how_far_the_share_moves_without_it(waits: list[Wait], day: int) -> None:
    parts = parts_of_waits(waits, day)
    whole = _share(waits, day)
    for place, part in enumerate(parts):
        without = _share(waits[:place] + waits[place + 1 :], day)
        assert part == pytest.approx(len(waits) * whole - (len(waits) - 1) * without, abs=1e-9)


def _share(waits: list[Wait], day: int) -> float:
    reached = [p.value.share for p in cumulative_incidence(life_table(waits)) if p.day <= day]
    return reached[-1] if reached else 0.0


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 900)), min_size=1, max_size=30))
def test_the_parts_of_a_ratio_have_the_ratio_as_their_mean(pairs: list[tuple[int, int]]) -> None:
    parts = parts_of_ratio(pairs)
    assert sum(parts) / len(parts) == pytest.approx(sum(end for end, _ in pairs) / sum(s for _, s in pairs))


# --- Strata --------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(WAITS, WAITS), min_size=1, max_size=4))
def test_strata_add_up_what_each_of_them_observes_and_expects(
    strata: list[tuple[list[Wait], list[Wait]]],
) -> None:
    tables = [{"after": life_table(one), "before": life_table(other)} for one, other in strata]
    whole, each = stratified_log_rank(tables), [log_rank(one) for one in tables]
    told = [one for one in each if one]
    if whole is None:
        assert not told
        return
    gaps = [one.groups[0].observed - one.groups[0].expected for one in told]
    variance = sum(gap * gap / one.statistic for gap, one in zip(gaps, told, strict=True) if one.statistic)
    assert whole.groups[0].accounts == sum(len(one) for one, _ in strata)
    if all(one.statistic > 1e-9 for one in told):
        assert whole.statistic == pytest.approx(sum(gaps) ** 2 / variance)


# --- Books in which the answer is known ----------------------------------------------------------------


def _book(random: Random, csms: int, apart: float, unlike: float) -> list[Piece]:
    """Accounts of CSMs who are not alike; the first half of them was certified on the way."""
    pieces = []
    for csm in range(csms):
        own = random.gauss(0, unlike)
        certified_after = 10 if csm < csms // 2 else random.choice((0, 5, 99))
        for number in range(20):
            certified = number >= certified_after
            value = own + apart * certified + random.gauss(0, 1)
            pieces.append(Piece(certified, f"csm {csm}", random.choice("xy"), value))
    return pieces


@pytest.mark.parametrize("apart", [0.0, 0.5])
def test_the_interval_by_csm_covers_what_was_planted_and_the_plain_one_does_not(apart: float) -> None:
    random = Random(20261128)
    covered = {"plain": 0, "by csm": 0, "same csm": 0, "like with like": 0}
    for _ in range(300):
        pieces = _book(random, 10, apart, unlike=0.6)
        sides = [[one.value for one in pieces if one.certified is side] for side in (True, False)]
        bands = (welch(*sides), by_cluster(pieces), within(pieces), by_cluster(pieces, like_with_like))
        for name, found in zip(covered, bands, strict=True):
            if found and found.low is not None and found.high is not None:
                covered[name] += found.low <= apart <= found.high
    shares = {name: count / 300 for name, count in covered.items()}
    assert 0.91 <= shares["by csm"] <= 1.0, shares
    assert 0.91 <= shares["like with like"] <= 1.0, shares
    assert 0.91 <= shares["same csm"] <= 0.98, shares
    assert shares["plain"] < 0.88, shares


@settings(max_examples=30)
@given(WAITS, st.integers(1, 119))
def test_the_parts_of_waits_have_the_share_as_their_mean_but_for_little(waits: list[Wait], day: int) -> None:
    table = life_table(waits * 10)
    point = point_at(table, cumulative_incidence(table), day)
    if point:
        parts = parts_of_waits(waits * 10, day)
        assert sum(parts) / len(parts) == pytest.approx(point.value.share, abs=0.05)

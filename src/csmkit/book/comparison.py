"""Whether groups of accounts differ: the log-rank test and Gray's test, with their p-values.

The log-rank test compares how fast accounts that still wait get there. Gray's test compares the shares that
got there, with those that left counted. Both are sums of observed minus expected over the days; both
are held against R in the tests.
"""

from collections.abc import Mapping, Sequence
from math import erfc, exp, pi, sqrt
from typing import Literal, NamedTuple

from csmkit.book.life_table import LifeTable
from csmkit.book.survival import cumulative_incidence

Matrix = list[list[float]]
WHOLE = 1e-9
"""A share nearer than this to one is all of it."""


class Compared(NamedTuple):
    """One group of a test: its accounts, how many got there, how many would have without a difference."""

    group: str
    accounts: int
    observed: int
    expected: float


class Comparison(NamedTuple):
    """A test over all groups. `dropped`: groups that no day told anything about."""

    test: Literal["log-rank", "Gray"]
    groups: tuple[Compared, ...]
    statistic: float
    degrees: int
    p: float
    dropped: tuple[str, ...]


def log_rank(tables: Mapping[str, LifeTable]) -> Comparison | None:
    """The log-rank test (Mantel, 1966; Peto and Peto, 1972); None when there is nothing to compare.

    Accounts that left count as watched until then. Ties take the hypergeometric variance.
    """
    return stratified_log_rank([tables])


def stratified_log_rank(strata: Sequence[Mapping[str, LifeTable]]) -> Comparison | None:
    """The log-rank test inside of strata that hold the same groups: every account is held against its like.

    Observed, expected and variance of the strata are added up, as R's `survdiff` does with `strata()`.
    """
    names = list(strata[0]) if strata else []
    expected, variance = [0.0] * len(names), _zeros(len(names))
    for tables in strata:
        _add_log_rank(tables, expected, variance)
    groups = [
        Compared(
            name,
            sum(tables[name].accounts for tables in strata),
            sum(tables[name].count("value") for tables in strata),
            expectation,
        )
        for name, expectation in zip(names, expected, strict=True)
    ]
    return _compared("log-rank", groups, variance)


def _add_log_rank(tables: Mapping[str, LifeTable], expected: list[float], variance: Matrix) -> None:
    for day, got in _value_days(tables):
        risks = [table.at_risk(day) for table in tables.values()]
        everybody, reached = sum(risks), sum(got.values())
        shares = [risk / everybody for risk in risks]
        ties = (everybody - reached) / (everybody - 1) if everybody > 1 else 0.0
        for one, share in enumerate(shares):
            expected[one] += reached * share
            for other, others in enumerate(shares):
                variance[one][other] += reached * ties * share * ((one == other) - others)


def _value_days(tables: Mapping[str, LifeTable]) -> list[tuple[int, dict[str, int]]]:
    """Every day on which somebody got there, and how many of which group."""
    days: dict[int, dict[str, int]] = {}
    for name, table in tables.items():
        for row in table.days:
            if row.value:
                days.setdefault(row.day, {})[name] = row.value
    return sorted(days.items())


def _compared(
    test: Literal["log-rank", "Gray"], groups: Sequence[Compared], variance: Matrix
) -> Comparison | None:
    """The quadratic form of observed minus expected, over the groups that any day told something about."""
    told = [number for number, group in enumerate(groups) if group.expected > 0]
    gaps = [groups[number].observed - groups[number].expected for number in told[:-1]]
    statistic, degrees = quadratic_form(gaps, [[variance[i][j] for j in told[:-1]] for i in told[:-1]])
    if degrees == 0:
        return None
    dropped = tuple(group.group for number, group in enumerate(groups) if number not in told)
    p = chi_square_tail(statistic, degrees)
    return Comparison(test, tuple(groups), statistic, degrees, p, dropped)


class _State(NamedTuple):
    """One group as a day begins and ends, for Gray's test."""

    at_risk: int
    value: int
    churned: int
    open_before: float
    open_after: float
    value_before: float


def gray(tables: Mapping[str, LifeTable]) -> Comparison | None:
    """Gray's test (1988, with rho = 0) of equal cumulative incidence; None when there is nothing to compare.

    An account that left stays in the denominator, with the weight it would have had. The test is only
    known for accounts that were watched from their start: with late entries there is none. Nor is there one
    when a group was through so early that the pooled share of the others would pass the whole.
    """
    if any(table.late for table in tables.values()):
        return None
    days = _states_by_day(tables)
    reached = sum(state.value for states in days for state in states)
    if not reached:
        return None
    groups = [
        Compared(name, table.accounts, table.count("value"), expectation)
        for (name, table), expectation in zip(tables.items(), _expected_of_gray(days), strict=True)
    ]
    variance = _variance_of_gray(days)
    return _compared("Gray", groups, variance) if variance else None


def _states_by_day(tables: Mapping[str, LifeTable]) -> list[list[_State]]:
    histories = {name: _history(table) for name, table in tables.items()}
    every_day = sorted({day for history in histories.values() for day in history})
    last = dict.fromkeys(tables, (1.0, 0.0))
    days = []
    for day in every_day:
        states = []
        for name, table in tables.items():
            got, left, still, share = histories[name].get(day, (0, 0, *last[name]))
            states.append(_State(table.at_risk(day), got, left, last[name][0], still, last[name][1]))
            last[name] = (still, share)
        days.append(states)
    return days


def _history(table: LifeTable) -> dict[int, tuple[int, int, float, float]]:
    curve = cumulative_incidence(table)
    return {
        row.day: (row.value, row.churned, point.open.share, point.value.share)
        for row, point in zip(table.days, curve, strict=True)
    }


def _weights(states: Sequence[_State]) -> list[float]:
    """Accounts at risk, and those that left in the proportion in which they would still be watched."""
    return [s.at_risk / s.open_before if s.at_risk else 0.0 for s in states]


def _expected_of_gray(days: Sequence[Sequence[_State]]) -> list[float]:
    expected = [0.0] * len(days[0])
    for states in days:
        risks = [w * (1 - s.value_before) for w, s in zip(_weights(states), states, strict=True)]
        got, everybody = sum(s.value for s in states), sum(risks)
        for number, risk in enumerate(risks if got else ()):
            expected[number] += got * risk / everybody
    return expected


def _variance_of_gray(days: Sequence[Sequence[_State]]) -> Matrix | None:
    """The variance of Gray (1988), section 3: what each day's chance does to the scores, now and later."""
    size = len(days[0])
    variance, pooled = _zeros(size), 0.0
    steps = []
    for states in days:
        weights = _weights(states)
        everybody = sum(weights)
        got = sum(s.value for s in states)
        rise = got / everybody if everybody else 0.0
        now = [[w * ((i == k) - v / everybody) if w and v else 0.0 for k, v in enumerate(weights)]
               for i, w in enumerate(weights)]  # fmt: skip
        compared = any(map(any, now))
        if compared and pooled > 1 - WHOLE:
            return None
        hazard = rise / (1 - pooled) if compared else 0.0
        steps.append((states, everybody, got, now, hazard, pooled + rise))
        pooled += rise
    later = [
        [sum(now[i][k] * hazard for *_, now, hazard, _ in steps) for k in range(size)] for i in range(size)
    ]
    for states, everybody, got, now, hazard, share in steps:
        for k, state in enumerate(states):
            for i in range(size):
                later[i][k] -= now[i][k] * hazard
            _add(
                variance,
                _pulls(state, [(now[i][k], later[i][k]) for i in range(size)], share, got, everybody),
            )
    return variance


def _pulls(
    state: _State, scores: Sequence[tuple[float, float]], share: float, got: int, everybody: float
) -> list[tuple[float, list[float]]]:
    """How hard an account of a group that got there, or that left, pulls at each score; and how often."""
    if not state.at_risk:
        return []
    kept = (1 - share) / state.open_after if state.open_after > 0 else 0.0
    pulls = []
    if got:
        ties = 1 - (got - 1) / (everybody * state.open_before - 1) if got > 1 else 1.0
        often = ties * state.open_before * got / (everybody * state.at_risk)
        of_value = 1 - kept if state.open_after > 0 else 1.0
        pulls.append((often, [now + of_value * after for now, after in scores]))
    if state.churned and state.open_after > 0:
        ties = 1 - (state.churned - 1) / (state.at_risk - 1) if state.churned > 1 else 1.0
        often = ties * state.open_before**2 * state.churned / state.at_risk**2
        pulls.append((often, [kept * after for _, after in scores]))
    return pulls


def _add(variance: Matrix, pulls: Sequence[tuple[float, list[float]]]) -> None:
    for often, pull in pulls:
        for i, one in enumerate(pull):
            for j, other in enumerate(pull):
                variance[i][j] += often * one * other


def _zeros(size: int) -> Matrix:
    return [[0.0] * size for _ in range(size)]


def quadratic_form(gaps: Sequence[float], variance: Matrix) -> tuple[float, int]:
    """The squared length of the gaps in units of their variance, and its rank.

    Directions without any variance are left out.
    """
    rows = [[*row, gap] for row, gap in zip(variance, gaps, strict=True)]
    scale = max((row[i] for i, row in enumerate(rows)), default=0.0)
    left = list(range(len(rows)))
    total, rank = 0.0, 0
    while left:
        pivot = max(left, key=lambda i: rows[i][i])
        if rows[pivot][pivot] <= scale * 1e-10:
            break
        left.remove(pivot)
        total += rows[pivot][-1] ** 2 / rows[pivot][pivot]
        rank += 1
        for i in left:
            factor = rows[i][pivot] / rows[pivot][pivot]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[pivot], strict=True)]
    return total, rank


def chi_square_tail(statistic: float, degrees: int) -> float:
    """The chance of a chi-square at least this large; a finite sum, because degrees are whole.

    Source: Abramowitz and Stegun, 26.4.4 and 26.4.5.
    """
    half = statistic / 2
    if degrees % 2:
        total, term, number = erfc(sqrt(half)), sqrt(half / pi) * 2 * exp(-half), 1.5
    else:
        total, term, number = 0.0, exp(-half), 1.0
    for _ in range(degrees // 2):
        total += term
        term *= half / number
        number += 1
    return min(1.0, total)

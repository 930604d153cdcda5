"""Whether CSMs differ by more than chance: a funnel plot in place of a league table.

Each rate stands against the limits in which it would lie if everybody did alike: wide for few accounts,
narrow for many (Spiegelhalter, 2005: Funnel plots for comparing institutional performance). A league table
always has a last place, and mostly it goes to whoever has the fewest accounts.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from math import exp, lgamma, log
from typing import Literal, NamedTuple

from csmkit.book.current_state.rates import Case, Measure
from csmkit.book.ttfv import MINIMUM, NO_GROUP
from csmkit.core.account import Account

USUAL, RARE = 0.05, 0.002
WIDTH = 41
Place = Literal["within", "above", "below", "far above", "far below", "too few"]


class Limits(NamedTuple):
    """The counts between which chance alone keeps."""

    low: int
    high: int


class Row(NamedTuple):
    """One CSM. `usual` holds 95 % of what chance makes, `rare` 99.8 %; None where accounts are too few."""

    csm: str
    met: int
    of: int
    usual: Limits | None
    rare: Limits | None
    place: Place


class Funnel(NamedTuple):
    """Everybody against the rate of the whole book."""

    title: str
    met: int
    of: int
    rows: tuple[Row, ...]

    @property
    def compared(self) -> tuple[Row, ...]:
        """Those with enough accounts."""
        return tuple(row for row in self.rows if row.usual)

    @property
    def outside(self) -> tuple[Row, ...]:
        """Those whom chance alone does not often put there."""
        return tuple(row for row in self.compared if row.place != "within")


def limits(of: int, share: float, chance: float) -> Limits:
    """The exact binomial limits: at most half of `chance` lies below them, and at most half above."""
    low, high, below = of, of, 0.0
    for count in range(of + 1):
        below += _chance_of(count, of, share)
        if low == of and below > chance / 2:
            low = count
        if below >= 1 - chance / 2:
            high = count
            break
    return Limits(min(low, high), high)


def _chance_of(count: int, of: int, share: float) -> float:
    if share in (0.0, 1.0):
        return float(count == of * share)
    ways = lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)
    return exp(ways + count * log(share) + (of - count) * log(1 - share))


def funnel(measure: Measure, cases: Iterable[Case], today: date) -> Funnel:
    """One measure by CSM, most accounts first. Whose account it is now counts."""
    counts: dict[str, list[bool]] = {}
    for case in cases:
        told = measure.tells(case, today)
        if isinstance(told, bool):
            counts.setdefault(csm_of(case.account), []).append(told)
    met, of = sum(sum(told) for told in counts.values()), sum(len(told) for told in counts.values())
    rows = [_row(csm, sum(told), len(told), met / of) for csm, told in counts.items()]
    return Funnel(measure.title, met, of, tuple(sorted(rows, key=lambda row: (-row.of, row.csm))))


def csm_of(account: Account) -> str:
    """Whose account it is."""
    csm = account.vendor_team.get("csm")
    return csm.name if csm else NO_GROUP


def _row(csm: str, met: int, of: int, share: float) -> Row:
    if of < MINIMUM:
        return Row(csm, met, of, None, None, "too few")
    usual, rare = limits(of, share, USUAL), limits(of, share, RARE)
    return Row(csm, met, of, usual, rare, _place(met, usual, rare))


def _place(met: int, usual: Limits, rare: Limits) -> Place:
    if usual.low <= met <= usual.high:
        return "within"
    if met > usual.high:
        return "far above" if met > rare.high else "above"
    return "far below" if met < rare.low else "below"


def picture(row: Row, share: float) -> str:
    """One line of the plot, from 0 to 100 %: the limits, the rate of the book and the CSM's own."""
    cells = ["·"] * WIDTH
    if row.usual and row.rare:
        _draw(cells, row.rare, row.of, "─")
        _draw(cells, row.usual, row.of, "═")
    cells[_cell(share)] = "│"
    cells[_cell(row.met / row.of)] = "●" if row.usual else "○"
    return "".join(cells)


def _draw(cells: list[str], between: Limits, of: int, line: str) -> None:
    first, last = _cell(between.low / of), _cell(between.high / of)
    cells[first : last + 1] = line * (last + 1 - first)


def _cell(share: float) -> int:
    return round(share * (WIDTH - 1))


def expected_outside(rows: Sequence[Row]) -> float:
    """How many chance alone puts outside of the usual limits, at most."""
    return len(rows) * USUAL

"""Whether CSMs differ by more than chance: a funnel plot in place of a league table.

Each rate stands against the limits in which it would lie if everybody did alike: wide for few accounts,
narrow for many (Spiegelhalter, 2005: Funnel plots for comparing institutional performance). A league table
always has a last place, and mostly it goes to whoever has the fewest accounts. Journeys differ in speed by
design, so what is expected of a CSM is what the whole book reaches on the journeys of that CSM's accounts.
"""

from collections.abc import Iterable, Sequence
from datetime import date
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
    """One CSM. `usual` holds 95 % of what chance makes, `rare` 99.8 %; None where accounts are too few.

    `expected`: how many the whole book would reach with accounts of these journeys.
    """

    csm: str
    met: int
    of: int
    expected: float
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


def limits(chances: Sequence[float], outside: float) -> Limits:
    """The exact limits: at most half of `outside` lies below them, and at most half above.

    `chances`: the chance of each account; where all are alike these are the binomial limits.
    """
    low, below = len(chances), 0.0
    for count, chance in enumerate(_counts(chances)):
        below += chance
        if below > outside / 2:
            low = min(low, count)
        if below >= 1 - outside / 2:
            return Limits(low, count)
    return Limits(low, len(chances))


def _counts(chances: Sequence[float]) -> list[float]:
    """The chance of each count from 0 on, one account after the other."""
    counts = [1.0]
    for chance in chances:
        without = [*(one * (1 - chance) for one in counts), 0.0]
        counts = [one + more * chance for one, more in zip(without, [0.0, *counts], strict=True)]
    return counts


class _One(NamedTuple):
    """One account that counts."""

    csm: str
    journey: str
    met: bool


def funnel(measure: Measure, cases: Iterable[Case], today: date) -> Funnel:
    """One measure by CSM, most accounts first. Whose account it is now counts."""
    told = ((case.account, measure.tells(case, today)) for case in cases)
    ones = [_One(csm_of(account), account.journey, met) for account, met in told if isinstance(met, bool)]
    chances = _chances(ones)
    rows = [_row(csm, [one for one in ones if one.csm == csm], chances) for csm in {one.csm for one in ones}]
    met = sum(one.met for one in ones)
    return Funnel(measure.title, met, len(ones), tuple(sorted(rows, key=lambda row: (-row.of, row.csm))))


def _chances(ones: Sequence[_One]) -> dict[str, float]:
    """The rate of the whole book by journey; a journey with few accounts takes the rate of all."""
    found = {}
    for journey in {one.journey for one in ones}:
        alike = [one for one in ones if one.journey == journey]
        counted = alike if len(alike) >= MINIMUM else ones
        found[journey] = sum(one.met for one in counted) / len(counted)
    return found


def csm_of(account: Account) -> str:
    """Whose account it is."""
    csm = account.vendor_team.get("csm")
    return csm.name if csm else NO_GROUP


def _row(csm: str, ones: Sequence[_One], by_journey: dict[str, float]) -> Row:
    met, chances = sum(one.met for one in ones), [by_journey[one.journey] for one in ones]
    if len(ones) < MINIMUM:
        return Row(csm, met, len(ones), sum(chances), None, None, "too few")
    usual, rare = limits(chances, USUAL), limits(chances, RARE)
    return Row(csm, met, len(ones), sum(chances), usual, rare, _place(met, usual, rare))


def _place(met: int, usual: Limits, rare: Limits) -> Place:
    if usual.low <= met <= usual.high:
        return "within"
    if met > usual.high:
        return "far above" if met > rare.high else "above"
    return "far below" if met < rare.low else "below"


def picture(row: Row) -> str:
    """One line of the plot, from 0 to 100 %: the limits, what is expected, and the CSM's own rate."""
    cells = ["·"] * WIDTH
    if row.usual and row.rare:
        _draw(cells, row.rare, row.of, "─")
        _draw(cells, row.usual, row.of, "═")
    cells[_cell(row.expected / row.of)] = "│"
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

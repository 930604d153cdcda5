"""Shares over time, drawn with the blocks of a terminal."""

from csmkit.book.ttfv import Group

HEIGHT = 10
_RISING = " ▁▂▃▄▅▆▇█"
_LEFT = "░"


def picture(group: Group, last_day: int, width: int) -> list[str]:
    """The curve of a group: from below those that got there, from above those that left, a gap between."""
    days = _days(last_day, width)
    shares = [_shares(group, day) for day in days]
    lines = []
    for level in range(HEIGHT - 1, -1, -1):
        label = f"{round(100 * (level + 1) / HEIGHT):3} %" if level % 2 else " " * 5
        cells = "".join(_cell(shares_of_day, level) for shares_of_day in shares)
        lines.append(f"{label} │{cells}".rstrip())
    axis = f"{'0':<{width // 2}}{last_day // 2}"
    end = f"day {last_day}"
    return [*lines, f"{'0':>3} % └{'─' * width}", f"{'':7}{axis:<{width - len(end)}}{end}"]


def _cell(shares: tuple[float, float] | None, level: int) -> str:
    if shares is None:
        return " "
    value, churned = shares
    filled = value * HEIGHT - level
    if filled > 0:
        return _RISING[min(8, max(1, round(filled * 8)))]
    return _LEFT if (1 - churned) * HEIGHT <= level + 0.5 and churned > 0 else " "


def spark(group: Group, last_day: int, width: int = 10) -> str:
    """The share that got there, in one line."""
    shares = [_shares(group, day) for day in _days(last_day, width)]
    return "".join("·" if found is None else _RISING[max(1, round(found[0] * 8))] for found in shares)


def _days(last_day: int, width: int) -> list[int]:
    return [round(last_day * (column + 1) / width) for column in range(width)]


def _shares(group: Group, day: int) -> tuple[float, float] | None:
    """The shares that got there and that left by a day; None after the last day anybody was watched."""
    before = [point for point in group.curve if point.day <= day]
    last = before[-1] if before else None
    if day > group.watched and (last is None or last.open.share > 0):
        return None
    return (last.value.share, last.churned.share) if last else (0.0, 0.0)

"""A Mermaid Gantt chart as rows of days, for papers that cannot draw."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from csmkit.documents.escaping import day

_BAR = re.compile(r"(?P<label>[^:]+):(?P<rest>.*)")
_ESCAPED = re.compile(r"#(\d{1,7});")
_LAST_CHARACTER = 0x10FFFF


class ChartRow(NamedTuple):
    """One bar in words; a row without days is the heading of a section."""

    what: str
    begins: str
    ends: str
    done: bool


def chart_rows(chart: str) -> tuple[ChartRow, ...] | None:
    """The sections and bars of a chart; None for a diagram that is no Gantt chart."""
    lines = [line.strip() for line in chart.splitlines() if line.strip()]
    if not lines or lines[0] != "gantt":
        return None
    return tuple(row for line in lines[1:] if (row := _row(line)) is not None)


def _row(line: str) -> ChartRow | None:
    if line.startswith("section "):
        return ChartRow(_plain(line.removeprefix("section ")), "", "", done=False)
    found = _BAR.fullmatch(line)
    if found is None:
        return None
    words = [word.strip() for word in found["rest"].split(",")]
    days = [day_ for word in words if (day_ := _day(word)) is not None]
    last = days[1] - timedelta(days=1) if len(days) > 1 else None
    begins = day(days[0]) if days else ""
    return ChartRow(_plain(found["label"]), begins, day(last) if last else "", "done" in words)


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _plain(label: str) -> str:
    return _ESCAPED.sub(
        lambda match: chr(int(match[1])) if int(match[1]) <= _LAST_CHARACTER else "", label
    ).strip()

"""The charts of the report. Each takes plain data, and stands on the page beside a table of the same."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from csmkit.documents.html.figures import count, interval, percent, short_day
from csmkit.documents.html.svg import Corner, Span, bar, chart, element, line, path, plot, steps, words

Plain = Mapping[str, Any]

_CURVE = Span(13, 97)
_TOP, _FIELD = 14, 150
_MARKED = 90
_ROOM_FOR_A_LABEL, _ROOM_FOR_A_NUMBER = 0.2, 0.06
_ROW = 28


def curve(name: str, group: Plain, everybody: Plain | None, last: int) -> Markup:
    """The share of a group with first value by day, its band, and the share that left first.

    `everybody` is drawn behind it, where there is more than one group.
    """
    found = group["curve"]
    ends = min(group["watched"], last)
    reached = [(0.0, 0.0), *((day["day"], day["reached"]["estimate"]) for day in found)]
    left = [(0.0, 0.0), *((day["day"], day["left"]) for day in found)]
    inside = [path(_band(found, ends), "band", closed=True)]
    if everybody:
        whole = [(0.0, 0.0), *((day["day"], day["reached"]["estimate"]) for day in everybody["curve"])]
        inside.append(path(steps(whole, min(everybody["watched"], last)), "whole"))
    inside += [path(steps(left, ends), "left"), path(steps(reached, ends), "reached")]
    return chart(
        name,
        f"First value over time: {group['group']}",
        _curve_told(group),
        _TOP + _FIELD + 24,
        *_grid(last, [day["day"] for day in group["days"]]),
        plot(_CURVE, _TOP, _FIELD, last, *inside),
        *_curve_labels(group, last),
    )


def _band(found: Sequence[Plain], ends: int) -> list[Corner]:
    """Around the band: along its upper end and back along the lower one."""
    bands = [(day["day"], day["reached"]) for day in found]
    high = [(0.0, 0.0), *((day, _or(band["high"], band["estimate"])) for day, band in bands)]
    low = [(0.0, 0.0), *((day, _or(band["low"], band["estimate"])) for day, band in bands)]
    return [*steps(high, ends), *reversed(steps(low, ends))]


def _or(end: float | None, estimate: float) -> float:
    return estimate if end is None else end


def _grid(last: int, days: Sequence[int]) -> list[Markup]:
    drawn = []
    for share in (0.0, 0.5, 1.0):
        y = _TOP + (1 - share) * _FIELD
        drawn += [line(_CURVE.at(0), y, _CURVE.at(1), y, "axis" if share == 0 else "grid")]
        drawn += [words(f"{100 * share:.0f}", f"{_CURVE.begins - 2}%", y + 4, "tick", "end")]
    for day in (0, *days):
        x = _CURVE.at(day / last)
        drawn += [line(x, _TOP + _FIELD, x, _TOP + _FIELD + 4, "axis")]
        drawn += [words(str(day), x, _TOP + _FIELD + 18, "tick", "middle")]
    return drawn


def _curve_labels(group: Plain, last: int) -> list[Markup]:
    """The share on the marked day, written where it is."""
    marked = next((day for day in group["days"] if day["day"] == _MARKED and day["reached"]), None)
    if marked is None:
        return []
    share = marked["reached"]["estimate"]
    x, y = _CURVE.at(_MARKED / last), _TOP + (1 - share) * _FIELD
    dot = element("circle", cx=x, cy=y, r=3.5, class_="dot")
    return [dot, words(percent(share), x, max(y - 7, 11), "mark beside", "end")]


def _curve_told(group: Plain) -> str:
    told = [
        f"by day {day['day']} {percent(day['reached']['estimate'])} had first value"
        f" and {percent(day['left']['estimate'])} had left"
        for day in group["days"]
        if day["reached"]
    ]
    return f"Of {count(group['accounts'], 'account')}, {'; '.join(told) or 'nothing can be told yet'}."


def dots(name: str, groups: Sequence[Plain], day: int) -> Markup:
    """One line for each group: its share with first value on a day, and how sure that is."""
    span = Span(27, 95)
    drawn = []
    for number, group in enumerate(groups):
        y = 14 + number * _ROW
        drawn.append(words(group["group"], "0%", y + 4, "name"))
        drawn += _dot(span, y, group, day)
    bottom = 14 + len(groups) * _ROW
    drawn += [words(percent(s), span.at(s), bottom, "tick", "middle") for s in (0.0, 0.5, 1.0)]
    told = "; ".join(f"{group['group']}: {_on_day(group, day)}" for group in groups)
    return chart(name, f"First value by day {day}, by quarter of signature", told, bottom + 6, *drawn)


def _dot(span: Span, y: float, group: Plain, day: int) -> list[Markup]:
    found = _found(group, day)
    if found is None:
        return [words(_on_day(group, day), span.at(0), y + 4, "silent")]
    band, drawn = found["reached"], [line(span.at(0), y, span.at(1), y, "grid")]
    if band["low"] is not None:
        drawn.append(line(span.at(band["low"]), y, span.at(band["high"]), y, "range"))
    drawn.append(element("circle", cx=span.at(band["estimate"]), cy=y, r=4.5, class_="dot"))
    return [*drawn, words(percent(band["estimate"]), span.at(band["estimate"]), y - 8, "mark", "middle")]


def _found(group: Plain, day: int) -> Plain | None:
    return next((each for each in group["days"] if each["day"] == day and each["reached"]), None)


def _on_day(group: Plain, day: int) -> str:
    found = _found(group, day)
    if group["few"]:
        return f"too few to tell ({count(group['accounts'], 'account')})"
    if found is None:
        early = group["waiting"] and group["watched"] < day
        return "too early to tell" if early else "too few watched so long to tell"
    return f"{percent(found['reached']['estimate'])} ({interval(found['reached'])})"


def stack(name: str, title: str, parts: Sequence[Plain]) -> Markup:
    """One bar of how many accounts are in which health, each part with its name where there is room."""
    total = sum(part["accounts"] for part in parts)
    drawn, before = [], 0
    for part in parts:
        share, begins = part["accounts"] / total, before / total
        before += part["accounts"]
        if part["accounts"]:
            drawn.append(bar(f"{100 * begins:.3f}%", 0, f"{100 * share:.3f}%", 26, part["status"]))
        if share >= _ROOM_FOR_A_NUMBER:
            label = f"{part['accounts']:,}"
            label += f" {part['status'].replace('_', ' ')}" if share >= _ROOM_FOR_A_LABEL else ""
            drawn.append(words(label, f"{100 * begins:.3f}%", 44, "name"))
    told = ", ".join(f"{part['accounts']:,} {part['status'].replace('_', ' ')}" for part in parts)
    return chart(name, title, f"{told}.", 50, *drawn)


def weeks(name: str, title: str, ahead: Plain) -> Markup:
    """A column for what is late, and one for each week to come."""
    columns = [("late", ahead["late"], "off_track")]
    columns += [(short_day(week["begins"]), week["due"], "column") for week in ahead["weeks"]]
    most, wide = max(1, *(number for _, number, _ in columns)), 100 / len(columns)
    drawn = []
    for place, (label, number, kind) in enumerate(columns):
        middle, tall = f"{(place + 0.5) * wide:.3f}%", 80 * number / most
        drawn += (
            [bar(f"{place * wide + 1:.3f}%", 100 - tall, f"{wide - 2:.3f}%", tall, kind)] if number else []
        )
        drawn += [words(str(number), middle, 94 - tall, "mark" if number else "tick", "middle")]
        # A narrow screen has room for every second week.
        drawn += [words(label, middle, 118, "tick minor" if place % 2 else "tick", "middle")]
    told = ", ".join(
        f"{number} {'late' if label == 'late' else f'from {label}'}" for label, number, _ in columns
    )
    return chart(name, title, f"{told}.", 124, line("0%", 100, "100%", 100, "axis"), *drawn)


def load(name: str, person: Plain, most: int) -> Markup:
    """A small bar of one CSM's accounts by health, on the scale of whoever has the most."""
    drawn, before = [], 0
    for part in person["health"]:
        if part["accounts"]:
            x, width = 100 * before / most, 100 * part["accounts"] / most
            drawn.append(bar(f"{x:.3f}%", 0, f"{width:.3f}%", 14, part["status"]))
        before += part["accounts"]
    told = ", ".join(f"{part['accounts']} {part['status'].replace('_', ' ')}" for part in person["health"])
    return chart(name, f"Accounts of {person['csm']}", f"{told}.", 14, *drawn)

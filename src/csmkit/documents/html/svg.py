"""The few shapes that charts are made of. Everything given is escaped; `Markup` is what came out of here.

Widths are percentages and heights pixels, so that a chart fits any screen and its words keep their size.
Colours stand in the page's style sheet: a shape only says its class.
"""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape


class Span(NamedTuple):
    """Where a scale begins and ends, in percent of the chart's width."""

    begins: float
    ends: float

    def at(self, share: float) -> str:
        """The place of a fraction of the scale."""
        return f"{_number(self.place(share))}%"

    def place(self, share: float) -> float:
        """The same as a number."""
        return self.begins + share * (self.ends - self.begins)


def element(tag: str, *inside: str | Markup, **attributes: object) -> Markup:
    """An element; `class_` and `text_anchor` become ``class`` and ``text-anchor``, None is left out."""
    told = Markup("").join(
        Markup(' {}="{}"').format(name.strip("_").replace("_", "-"), _told(value))
        for name, value in attributes.items()
        if value is not None
    )
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), told, Markup("").join(map(escape, inside)))  # noqa: S704 - a tag of ours


def chart(name: str, title: str, description: str, height: float, *inside: Markup) -> Markup:
    """A chart with its name and its description for whoever cannot see it; `name` is once on the page."""
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", description, id=f"{name}-desc"),
        *inside,
        class_="chart",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        width="100%",
        height=height,
    )


def words(text: str, x: str, y: float, kind: str, anchor: str = "start") -> Markup:
    """A label. `anchor`: start, middle or end."""
    return element("text", text, x=x, y=y, class_=kind, text_anchor=anchor)


def bar(x: str, y: float, width: str, height: float, kind: str) -> Markup:
    """A filled box."""
    return element("rect", x=x, y=y, width=width, height=height, class_=kind)


def line(x1: str, y1: float, x2: str, y2: float, kind: str) -> Markup:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=kind)


def plot(span: Span, top: float, height: float, last: float, *inside: Markup) -> Markup:
    """A field for curves: x from 0 to `last`, y from 0 at the top to 1 at the bottom."""
    return element(
        "svg",
        *inside,
        x=span.at(0),
        y=top,
        width=f"{_number(span.ends - span.begins)}%",
        height=height,
        viewBox=f"0 0 {_number(last)} 1",
        preserveAspectRatio="none",
    )


Corner = tuple[float, float]


def steps(corners: Sequence[Corner], last: float) -> list[Corner]:
    """The corners of a curve that stays where it is until its next point, up to `last`."""
    drawn: list[Corner] = []
    for x, y in corners:
        if drawn:
            drawn.append((x, drawn[-1][1]))
        drawn.append((x, y))
    return [*drawn, (last, drawn[-1][1])] if drawn else []


def path(corners: Sequence[Corner], kind: str, *, closed: bool = False) -> Markup:
    """A line through corners, or the area between them; y is a share, from the bottom."""
    told = " ".join(f"{_number(x)} {_number(1 - y)}" for x, y in corners)
    return element("path", d=f"M{told}{'Z' if closed else ''}", class_=kind)


def _told(value: object) -> str:
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"

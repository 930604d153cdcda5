"""The report as one HTML file. It needs no network and no script, and its values cannot become markup."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from csmkit.documents.html import charts, figures

_FILTERS = (figures.percent, figures.interval, figures.days, figures.amount, figures.money, figures.moneys,
            figures.long_day, figures.short_day)  # fmt: skip


def report_page(report: Mapping[str, Any], templates: Path) -> str:
    """The page of a report as plain data: its head, and one template for each of its sections.

    `templates` is the folder with ``report.html.j2`` and a ``report/NAME.html.j2`` for every section.
    """
    # Escaping is on for every name: select_autoescape does not know the ending .html.j2.
    page = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.filters.update({filter_.__name__: filter_ for filter_ in _FILTERS})
    page.globals.update(chart=charts, count=figures.count)
    return page.get_template("report.html.j2").render(report)

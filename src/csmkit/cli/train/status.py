"""`csmkit train status`: the whole team in one table, for the lead."""

from datetime import date
from typing import TYPE_CHECKING, Any

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json

if TYPE_CHECKING:
    from csmkit.cli.train.team import Team
    from csmkit.training.team_status import Row


def status(as_of: AsOf = None, as_json: Json = False) -> None:
    """Show how everybody stands: the ramp, certificates that run out, calls, mentors, what is late."""
    from csmkit.cli.train.mentor import plain as plain_load
    from csmkit.cli.train.team import read_team
    from csmkit.training.mentoring import loads
    from csmkit.training.team_status import in_order

    today, team = here.today(as_of), read_team()
    rows = in_order(_rows(team, today))
    load = loads(team.people, here.library().shadowing(), today)
    if as_json:
        mentors = [plain_load(one) for one in load]
        console.as_json({"as_of": today, "team": [_plain(row) for row in rows], "mentors": mentors})
    elif not rows and not team.unreadable:
        console.out("Nobody is in team/ yet. csmkit train start sets up the least that works.")
    else:
        _show(rows)
        for one in load:
            for over in one.over:
                console.out(f"{one.mentor} has taken on much: {over}. csmkit train mentor", style="yellow")
    team.stop_if_unreadable()


def _rows(team: "Team", today: date) -> "list[Row]":
    from csmkit.cli.train.standings import accounts_by_csm, on_the_ramp
    from csmkit.training.mentoring import is_here
    from csmkit.training.team_status import row_of

    required, accounts = here.library().shadowing().required, accounts_by_csm()
    return [
        row_of(record.value, record.name, on_the_ramp(record, today, accounts), required, today)
        for record in team.records
        if is_here(record.value, today)
    ]


def _show(rows: "tuple[Row, ...]") -> None:
    console.table(
        ("colleague", "where", "next gate", "watched", "held", "certified", "mentor", "late"),
        [_cells(row) for row in rows],
    )
    for row in (row for row in rows if row.late):
        console.out(f"{row.colleague} is late: {'; '.join(row.late)}", style="red")
        console.out(f"csmkit train ramp {row.name}", indent=4, style="dim")
    for row in (row for row in rows if row.expiring):
        console.out(f"{row.colleague}: the certificate runs out on {row.certified_until}", style="yellow")
        console.out(f"csmkit train certify {row.name}", indent=4, style="dim")


def _cells(row: "Row") -> tuple[str, ...]:
    where = (
        row.state
        if row.day is None
        else f"day {row.day} of {row.days}" + (", away" if row.state == "away" else "")
    )
    until = (f"until {row.certified_until}" if row.certified_until else "for good") if row.certified else "–"
    is_new = row.state in ("on the ramp", "away", "begins")
    return (
        row.colleague,
        where,
        row.missing or "–",
        f"{row.shadowed} of {row.required.shadowing}" if is_new else str(row.shadowed or "–"),
        f"{row.reverse_shadowed} of {row.required.reverse}" if is_new else str(row.reverse_shadowed or "–"),
        until,
        row.mentor or "–",
        str(len(row.late) or "–"),
    )


def _plain(row: "Row") -> dict[str, Any]:
    found = {
        key: value for key, value in row._asdict().items() if key not in ("name", "colleague", "required")
    }
    required = {"shadowing": row.required.shadowing, "reverse": row.required.reverse}
    return (
        {"colleague": row.name, "name": row.colleague}
        | found
        | {"required": required, "late": list(row.late)}
    )

"""`csmkit train list`: the colleagues, and how far each is."""

from typing import Any

from csmkit.cli import console, here
from csmkit.cli.here import AsOf, Json


def list_(as_of: AsOf = None, as_json: Json = False) -> None:
    """List the colleagues with their mentor, the modules they passed and their certificate."""
    from csmkit.cli.train.team import read_team

    today, certification, team = here.today(as_of), here.library().certification(), read_team()
    rows = [_row(record, certification, today) for record in team.records if not record.value.left_on]
    if as_json:
        console.as_json(rows)
    elif not rows and not team.unreadable:
        console.out('No colleagues yet. csmkit train add "Full Name" --hired-on 2026-09-01')
    elif rows:
        console.table(
            ("colleague", "name", "position", "hired", "mentor", "passed", "certified until"),
            [_cells(row) for row in rows],
        )
    team.stop_if_unreadable()


def _row(record: Any, certification: Any, today: Any) -> dict[str, Any]:  # noqa: ANN401 - the models load late
    from csmkit.training.progress import in_force, standing

    one = record.value
    modules = standing(certification, one, today)
    certificate = in_force(one, certification, today)
    return {
        "colleague": record.name,
        "name": one.name,
        "position": one.position,
        "hired_on": one.hired_on,
        "mentor": one.mentor,
        "training_owner": one.training_owner,
        "passed": sum(module.holds for module in modules),
        "modules": len(modules),
        "certified": certificate is not None,
        "valid_until": certificate.valid_until if certificate else None,
    }


def _cells(row: dict[str, Any]) -> list[str]:
    words = [row["colleague"], row["name"], row["position"].replace("_", " "), row["hired_on"], row["mentor"]]
    until = (row["valid_until"] or "for good") if row["certified"] else "–"
    return [*("–" if word is None else str(word) for word in words), _passed(row), str(until)]


def _passed(row: dict[str, Any]) -> str:
    return f"{row['passed']} of {row['modules']}"

"""What there is to rehearse, and what somebody scored so far."""

from csmkit.cli import console, here
from csmkit.cli.train.debriefing import decimal
from csmkit.core.teammate import RolePlay
from csmkit.training.roleplay_scores import CompetencyScores, by_competency, overall, runs_of


def show_list(*, as_json: bool) -> None:
    """Every role-play in reach."""
    library = here.library()
    found = {name: library.roleplay(name) for name in library.names("roleplay")}
    if as_json:
        console.as_json(
            [
                {
                    "name": name,
                    "title": one.title,
                    "minutes": one.minutes,
                    "mock_kickoff": one.mock_kickoff,
                    "competencies": list(dict.fromkeys(line.competency for line in one.rubric)),
                }
                for name, one in found.items()
            ]
        )
        return
    console.table(
        ("name", "what it is", "minutes"),
        [(name, one.title, str(one.minutes)) for name, one in found.items()],
    )


def show_scores(who: str | None, scenario: str | None, *, as_json: bool) -> None:
    """The scores of one colleague over time."""
    from csmkit.cli.train.trainee import colleague

    record = colleague(who)
    runs = runs_of(record.value, scenario)
    competencies = by_competency(runs)
    if as_json:
        console.as_json(
            {
                "name": record.value.name,
                "competencies": {
                    one.competency: {"levels": list(one.levels), "change": one.change} for one in competencies
                },
                "runs": [_plain(run) for run in runs],
            }
        )
        return
    if not runs:
        console.out(f"{record.value.name} has held no role-play yet: csmkit train roleplay --list")
        return
    console.out(f"Role-plays of {record.value.name}: {len(runs)}", style="bold")
    console.table(("competency", "scores, oldest first", "change"), [_row(one) for one in competencies])
    console.out()
    console.table(("day", "role-play", "how", "overall", "ended"), [_told(run) for run in runs])


def _row(one: CompetencyScores) -> tuple[str, str, str]:
    change = "" if one.change is None else f"{one.change:+d}" if one.change else "none"
    return one.competency, " ".join(map(str, one.levels)), change


def _told(run: RolePlay) -> tuple[str, str, str, str, str]:
    mean = overall(run.scores)
    how = f"with {run.with_}" if run.way == "colleague" else "alone"
    return str(run.on), run.scenario, how, "–" if mean is None else decimal(mean), run.ending or ""


def _plain(run: RolePlay) -> dict[str, object]:
    mean = overall(run.scores)
    return {
        "id": run.id,
        "on": run.on.isoformat(),
        "scenario": run.scenario,
        "way": run.way,
        "with": run.with_,
        "observer": run.observer,
        "account": run.account,
        "overall": None if mean is None else float(mean),
        "ending": run.ending,
        "missed": list(run.missed),
        "recording": run.recording,
        "reviewed": run.own_review is not None,
    }

"""Start-up and rendering of one plan, against bare Python and copier, interleaved in one run.

Every command runs once to warm up, then all of them in turn, ROUNDS times; the table shows medians
and how many times the yardstick each one takes. Nothing here ever fails a build on a time.

Run with: uv run tasks.py bench
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 21
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Contest:
    """A command, what it is measured against, and how many times that it may take."""

    name: str
    command: list[str]
    against: str
    promised: float | None


def main() -> None:
    """Measure, then print a table."""
    compileall()
    with tempfile.TemporaryDirectory() as scratch:
        contests = prepared(Path(scratch))
        times: dict[str, list[float]] = {contest.name: [] for contest in contests}
        for turn in range(ROUNDS + 1):
            for contest in contests:
                took = timed(contest.command, Path(scratch))
                if turn:
                    times[contest.name].append(took)
    medians = {name: statistics.median(found) for name, found in times.items()}
    print(f"{'':28}{'median':>9}{'spread':>9}{'times':>8}  promised")
    for contest in contests:
        ratio = medians[contest.name] / medians[contest.against]
        spread = statistics.quantiles(times[contest.name], n=4)
        promised = f"{contest.promised} x {contest.against}" if contest.promised else ""
        times_taken = f"{medians[contest.name] * 1000:7.0f}ms{(spread[2] - spread[0]) * 1000:7.0f}ms"
        print(f"{contest.name:28}{times_taken}{ratio:8.2f}  {promised}")
    journal = journal_of_one_answer()
    print(f"{'journal, one answer':28}{journal:7.2f}ms  (promised 2 ms; median of 200, with fsync)")


def compileall() -> None:
    """Bytecode for everything, as an installer leaves it: some machines forbid writing it on import."""
    import csmkit

    folder = str(Path(csmkit.__file__).parent)
    subprocess.run([sys.executable, "-m", "compileall", "-q", folder], check=False, stdout=subprocess.DEVNULL)


def prepared(scratch: Path) -> list[Contest]:
    """A workspace with one account, and a copier template of one file with the plan's own values."""
    csmkit = str(BIN / "csmkit")
    book = scratch / "book"
    run(csmkit, "init", str(book), "--csm", "Noor Adeyemi")
    run(
        csmkit,
        "--workspace",
        str(book),
        "account",
        "add",
        "Harrowgate",
        "--signed-on",
        "2026-09-01",
        "--arr",
        "240k",
    )
    template = scratch / "template"
    template.mkdir()
    (template / "copier.yml").write_text("name: {type: str}\nsponsor: {type: str}\n", encoding="utf-8")
    body = "# Success plan for {{ name }}\n\n" + "Sponsor: {{ sponsor }}\n" * 60
    (template / "success-plan.md.jinja").write_text(body, encoding="utf-8")
    (scratch / "data.yml").write_text("name: Harrowgate\nsponsor: Ines Caldera\n", encoding="utf-8")
    copier = [str(BIN / "copier"), "copy", "--defaults", "--overwrite", "--quiet", "--data-file"]
    return [
        Contest("bare python", [sys.executable, "-c", "pass"], "bare python", None),
        Contest("csmkit --version", [csmkit, "--version"], "bare python", 1.2),
        Contest("csmkit --help", [csmkit, "--help"], "bare python", 10),
        Contest("copier, one file", [*copier, "data.yml", str(template), "out"], "copier, one file", None),
        Contest(
            "csmkit plan render",
            [csmkit, "--workspace", str(book), "plan", "render", "harrowgate"],
            "copier, one file",
            0.75,
        ),
    ]


def run(*command: str) -> None:
    """Run a command of the preparation."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def timed(command: list[str], folder: Path) -> float:
    """Seconds one command takes."""
    quiet = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before = time.perf_counter()
    subprocess.run(
        command,
        check=True,
        cwd=folder,
        env=quiet,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    return time.perf_counter() - before


def journal_of_one_answer() -> float:
    """Milliseconds until one answer is safely on disk."""
    from datetime import date

    from csmkit.core.interview.conversation import Turn
    from csmkit.storage.journal import Opening, start

    took = []
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        journal = start(
            Path(folder) / "journals", "measured", Opening("handoff", ("people",), date(2026, 9, 1), {})
        )
        for number in range(200):
            turn = Turn("answer", ("why_now",), f"an answer of an ordinary length, number {number}")
            before = time.perf_counter()
            journal.write(turn)
            took.append(time.perf_counter() - before)
    return statistics.median(took) * 1000


if __name__ == "__main__":
    main()

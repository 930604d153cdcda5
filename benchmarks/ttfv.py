"""Time to first value of 100,000 accounts in three groups, from a CSV file to the table, each run cold.

The promise is 1 second and 100 MB on a quiet machine. Nothing here ever fails a build on a time.

Run with: uv run tasks.py bench
"""

import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROWS = 100_000
ROUNDS = 7
FIRST = date(2022, 1, 1)
LAST = date(2026, 6, 30)


def main() -> None:
    """Measure, then print."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", "src"], check=False, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as scratch:
        table = Path(scratch) / "accounts.csv"
        table.write_text(
            "\n".join(["id,start,first_value,churned,last_seen,segment", *rows()]), encoding="utf-8"
        )
        took = [timed(table) for _ in range(ROUNDS)]
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    spread = f"{min(took):.2f} to {max(took):.2f}"
    print(f"{ROWS:,} rows, median of {ROUNDS}: {statistics.median(took):.2f} s ({spread}), {most:.0f} MB")


def rows() -> list[str]:
    """Accounts that get there, leave first, or wait, at different speeds in three segments."""
    chance = random.Random(7)
    return [row(chance, number) for number in range(ROWS)]


def row(chance: random.Random, number: int) -> str:
    """One account as an export would write it."""
    segment, pace = chance.choice((("enterprise", 110), ("mid-market", 70), ("small", 40)))
    start = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
    value = start + timedelta(days=int(chance.expovariate(1 / pace)))
    churned = start + timedelta(days=int(chance.expovariate(1 / 300)))
    value_text = value.isoformat() if value <= min(churned, LAST) else ""
    churned_text = churned.isoformat() if churned <= LAST else ""
    return f"acct-{number},{start},{value_text},{churned_text},,{segment}"


def timed(table: Path) -> float:
    """Seconds of one run."""
    command = [
        sys.executable,
        "-m",
        "csmkit",
        "ttfv",
        "--from",
        str(table),
        "--by",
        "segment",
        "--as-of",
        str(LAST),
    ]
    before = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - before


if __name__ == "__main__":
    main()

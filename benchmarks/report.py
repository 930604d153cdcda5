"""The report on an invented book of 1,000 accounts: read for the first time, and read again.

The promise is 3 seconds and 1 MB on a quiet machine. Nothing here ever fails a build on a time.

Run with: uv run tasks.py bench
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ACCOUNTS = 1000
ROUNDS = 5
DAY = ("--as-of", "2026-11-22")


def main() -> None:
    """Measure, then print."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", "src"], check=False, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as scratch:
        book = Path(scratch) / "book"
        csmkit("demo", str(book), "--book", str(ACCOUNTS), *DAY)
        lines = sum(text.read_bytes().count(b"\n") for text in book.glob("accounts/*/account.yaml"))
        first, again = [], []
        for _ in range(ROUNDS):
            (book / ".csmkit" / "index.json").unlink(missing_ok=True)
            first.append(timed(book))
            again.append(timed(book))
        page = (book / "reports" / "book.html").stat().st_size
    print(f"{ACCOUNTS:,} accounts, {lines / ACCOUNTS:.0f} lines each, a page of {page / 1024:.0f} KB")
    for told, took in (("read for the first time", first), ("read again", again)):
        spread = f"{min(took):.2f} to {max(took):.2f}"
        print(f"{told}, median of {ROUNDS}: {statistics.median(took):.2f} s ({spread})")


def csmkit(*words: str) -> None:
    """Run one command, silently."""
    subprocess.run([sys.executable, "-m", "csmkit", *words], check=True, capture_output=True)


def timed(book: Path) -> float:
    """Seconds of one report."""
    before = time.perf_counter()
    csmkit("--workspace", str(book), "report", *DAY)
    return time.perf_counter() - before


if __name__ == "__main__":
    main()

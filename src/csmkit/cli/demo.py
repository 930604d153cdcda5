"""`csmkit demo`: three accounts at different days, every document rendered; or a whole invented book."""

import contextlib
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

import csmkit
from csmkit.cli import console, here
from csmkit.errors import CsmkitError, Refused, WrongUsage

app = typer.Typer(rich_markup_mode=None, add_completion=False)

CONTENT = Path(csmkit.__file__).parent / "demo"
_PROGRAMME = """\
programme:
  start_guide: https://help.relay.example/start
  help_pages: https://help.relay.example
  community: https://community.relay.example
  office_hours: Tuesdays and Thursdays, 15:00 to 16:00 UTC
  office_hours_link: https://meet.relay.example/office-hours
  webinar: the first Wednesday of the month, 16:00 UTC
  webinar_link: https://meet.relay.example/start"""
_CSM = ("Noor Adeyemi", "noor.adeyemi@relay.example")


class NotADemo(Refused):
    """The folder holds something that is not a demo."""


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where; without it, csmkit-demo here.")
    ] = Path("csmkit-demo"),
    book: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Instead of the three, N invented accounts of a whole team."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="With --book: another number, other accounts.")
    ] = None,
    as_of: here.AsOf = None,
) -> None:
    """Make a worked workspace with three accounts and every document; runs again safely."""
    if book is None and seed is not None:
        raise WrongUsage("--seed works with --book only.")
    today = here.today(as_of)
    if book is None:
        _three_accounts(folder, today)
    else:
        _whole_book(folder, book, seed or 0, today)


def _make_workspace(folder: Path) -> None:
    from csmkit.cli.init import config_text
    from csmkit.storage.workspace import CONFIG, make_workspace

    if not (folder / CONFIG).exists():
        if folder.exists() and any(folder.iterdir()):
            raise NotADemo(
                f"{folder} holds other things, so nothing was written. Name another folder: csmkit demo DIR"
            )
        make_workspace(
            folder, config_text(*_CSM, "Europe/Berlin", "USD").replace("programme: {}", _PROGRAMME)
        )


def _three_accounts(folder: Path, today: date) -> None:
    from csmkit.core.fields import slug
    from csmkit.storage.reading import read_source

    _make_workspace(folder)
    script: Any = read_source(CONTENT / "script.yaml", "demo/script.yaml").data
    for account in script["accounts"]:
        _play(folder, account, slug(account["name"]), today)
    _tour(
        folder, [(slug(a["name"]), a["name"], int(a["add"]["signed_days_ago"])) for a in script["accounts"]]
    )


def _whole_book(folder: Path, count: int, seed: int, today: date) -> None:
    from csmkit.cli.synthetic import words_for, write_book
    from csmkit.storage.workspace import Workspace

    words = words_for(CONTENT / "book.yaml", count)
    _make_workspace(folder)
    made = write_book(Workspace(folder.resolve()), words, count, seed, today)
    there = f"; {count - made} were there already" if made < count else ""
    console.out(f"Made {made} accounts in {folder}, as they stand on {today}{there}.", style="bold")
    console.out("Nobody in them exists. Then type:")
    console.out(f"cd {folder}", indent=2)
    for command in (
        "csmkit ttfv --by journey",
        "csmkit train effect",
        "csmkit account list",
        "csmkit today --csm Noor",
    ):
        console.out(command, indent=2)


def _play(folder: Path, account: dict[str, Any], name: str, today: date) -> None:
    """Record one account through the same commands a user would type, each on its day."""
    signed = today - timedelta(days=int(account["add"]["signed_days_ago"]))
    at = ["--workspace", str(folder)]
    console.note(f"{account['name']} …", style="dim")
    if not (folder / "accounts" / name / "account.yaml").exists():
        options = [
            word
            for key, value in account["add"].items()
            if key != "signed_days_ago"
            for word in (f"--{key}", value)
        ]
        _run(
            "account",
            "add",
            account["name"],
            "--signed-on",
            str(signed),
            *options,
            "--as-of",
            str(signed),
            *at,
        )
        for step in account["steps"]:
            _run(*_command(step, name), "--as-of", str(signed + timedelta(days=int(step["day"]))), *at)
    for words in (["handoff", name, "--render", "--as-of", str(today)], ["plan", "render", name]):
        _run(*words, *at, may_refuse=True)
    for words in (["cadence", "render", name], ["email", "render", name, "--due"]):
        _run(*words, "--as-of", str(today), *at, may_refuse=True)


def _command(step: dict[str, Any], name: str) -> list[str]:
    """What a user types after `csmkit`, with the account and the files of the demo put in."""
    words = {"ACCOUNT": name} | {file.name: str(file) for file in CONTENT.iterdir()}
    return [words.get(word, word) for word in step["type"]]


def _run(*words: str, may_refuse: bool = False) -> None:
    from csmkit.cli.app import run

    with _quiet() as said:
        code = run(words)
    if code == 1 and may_refuse:
        # Somebody edited a document of the demo; what to do about it is theirs to read.
        console.note(said.getvalue().strip())
    elif code:
        raise DemoFailed(f"The demo stopped at: csmkit {' '.join(words)}\n{said.getvalue().strip()}")


class DemoFailed(CsmkitError):
    """A step of the demo did not work; a fault of ours."""

    exit_code = 3


@contextlib.contextmanager
def _quiet() -> Iterator[io.StringIO]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        yield said


def _tour(folder: Path, accounts: list[tuple[str, str, int]]) -> None:
    console.out(f"Made a workspace in {folder}, with three accounts:", style="bold")
    for name, title, day in accounts:
        console.out(f"{title}, day {day}", indent=2)
        for pattern in ("*.md", "emails/*.md"):
            for document in sorted((folder / "accounts" / name).glob(pattern)):
                console.out(str(document), indent=4)
    console.out()
    console.out("Open a success-plan.md as the customer would, then its handoff-brief.md as you would.")
    console.out("Then type:")
    console.out(f"cd {folder}", indent=2)
    for command in (
        "csmkit today",
        f"csmkit account show {accounts[0][0]}",
        f"csmkit next {accounts[-1][0]}",
    ):
        console.out(command, indent=2)

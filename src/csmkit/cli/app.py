"""The command line as a whole: its commands, loaded when they are typed, and the one boundary of errors."""

import contextlib
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from csmkit.cli import console, here
from csmkit.errors import CsmkitError, NotFound

COMMANDS = {
    "demo": "A worked workspace to look around in, every document rendered.",
    "init": "Make a workspace here.",
    "account": "Add, import, list and show accounts; reassign and cover them.",
    "next": "Whatever comes next for an account.",
    "today": "What is late, due this week or at risk, over the whole book.",
    "handoff": "Interview the account executive before the kickoff.",
    "interview": "Any other conversation, such as with the analytics lead.",
    "assess": "Assess the customer's maturity.",
    "plan": "Draft, check, render, compare and review the success plan; its dates.",
    "kickoff": "Whether the kickoff can take place; its agenda, script and invitation.",
    "email": "The messages of the journey: what is due, and drafts to send.",
    "ebr": "The agenda of an executive business review.",
    "check": "Ask every rule about an account.",
    "explain": "Why a rule is there.",
    "waive": "Set a finding aside, with a reason and an end.",
    "cadence": "Keep the meeting rhythm or drop it, on evidence.",
    "calendar": "The customer's meetings and checkpoints, for their calendar.",
    "play": "What to do when a customer turns away, a champion leaves or something goes wrong.",
    "log": "Write down what happened.",
    "export": "Hand what happened over to a CRM, as CSV.",
    "ttfv": "How long until customers get value, for whom; also from a table.",
    "report": "The whole book on one page to look at; the audit of where onboarding stands.",
    "train": "Take a colleague from the first day to accounts of their own.",
    "undo": "Take back the last write to an account.",
    "playbook": "List, show and check playbooks.",
    "doctor": "Check the workspace, the records and the playbooks.",
}
INTERRUPTED = 130
_FLAGS = ("--no-input", "--debug")
_VALUED = ("--workspace",)


class CommandGroup(TyperGroup):
    """Commands by name; a command's module is imported when the command is typed, not for `--help`."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - Typer's own context, vendored
        """The commands, in the order of a CSM's work."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - as above
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        return typer.main.get_command(import_module(f"csmkit.cli.{cmd_name}").app)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - as above
        """Find the command that was typed, or the nearest one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise NotFound("command", args[0], COMMANDS, "`csmkit --help` lists them.")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 - as above
        """Names and one line each, without importing a command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = typer.Typer(
    cls=CommandGroup,
    rich_markup_mode=None,  # rich's help alone costs as much as everything else
    pretty_exceptions_enable=False,  # tracebacks would show customers' data
    no_args_is_help=True,
    epilog="--workspace, --no-input and --debug work with every command.",
)


@app.callback()
def csmkit(
    workspace: Annotated[
        str | None,
        typer.Option(metavar="DIR", envvar="CSMKIT_WORKSPACE", help="The workspace, if not here or above."),
    ] = None,
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Never ask; say what is missing instead.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of a fault of the program.")
    ] = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Customer onboarding from plain files: handoff, maturity, success plan, cadence."""
    if version:
        from csmkit import __version__

        console.out(f"csmkit {__version__}")
        raise typer.Exit
    here.options = here.Options(workspace, no_input, debug)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; errors become sentences and exit codes here and nowhere else."""
    _plain_text_streams()
    try:
        app(args=_common_options_first(list(arguments)), prog_name="csmkit")
    except SystemExit as stop:
        # Typer turns Ctrl-C into this code before anybody could say a word.
        if stop.code == INTERRUPTED:
            console.error("Interrupted.")
        return stop.code if isinstance(stop.code, int) else 1
    except CsmkitError as error:
        console.error(str(error))
        return error.exit_code
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        console.error(f"{place}{error.strerror or 'the system refused'}. Nothing more was written.")
        return 1
    except Exception as fault:  # noqa: BLE001 - the boundary: a fault becomes a sentence
        return _told(fault, debug="--debug" in arguments)
    else:
        return 0


def _told(fault: Exception, *, debug: bool) -> int:
    if debug:
        traceback.print_exception(fault)
    else:
        console.error(f"csmkit met a fault of its own ({type(fault).__name__}). Nothing more was written.")
        console.error(
            "Run the same command with --debug to see where; mind that it may show customers' data."
        )
    return 3


def _plain_text_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def _common_options_first(arguments: list[str]) -> list[str]:
    """Let options of every command stand anywhere on the line."""
    common: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in _FLAGS or word.startswith(tuple(f"{name}=" for name in _VALUED)):
            common.append(word)
        elif word in _VALUED:
            common += [word, *([value] if (value := next(words, None)) is not None else [])]
        else:
            rest.append(word)
    return [*common, *rest]

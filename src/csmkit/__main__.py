"""Where `csmkit` starts. `--version` is answered before anything else is imported."""

import os
import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from csmkit import __version__

        print(f"csmkit {__version__}")
        return
    # Looking for plugins of pydantic, which nobody needs here, costs a tenth of a command's start.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from csmkit.cli.app import run

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()

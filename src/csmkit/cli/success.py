"""The definition of a successful onboarding as commands use it: once a lead has signed it off."""

from typing import TYPE_CHECKING

from csmkit.cli import here

if TYPE_CHECKING:
    from pathlib import Path

    from csmkit.core.successful_onboarding.definition import Definition


def own_file() -> "Path":
    """The workspace's own definition; only that one can be signed."""
    return here.workspace().root / "playbooks" / "definitions" / "successful-onboarding.yaml"


def signed_definition() -> "Definition | None":
    """What a lead signed off; None as long as nobody did.

    Raises:
        BadFile: the workspace's own definition cannot be read.
    """
    if not own_file().is_file():
        return None
    definition = here.library().definition()
    return definition if definition.signed else None

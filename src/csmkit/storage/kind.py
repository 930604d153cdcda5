"""The kinds of record that a workspace holds, and where the files of each lie."""

from dataclasses import dataclass
from pathlib import Path
from typing import Generic

from typing_extensions import TypeVar

from csmkit.core.account import Account
from csmkit.core.fields import Strict

M = TypeVar("M", bound=Strict, default=Account)


@dataclass(frozen=True)
class Kind(Generic[M]):
    """One kind of record.

    A record's own folder holds its documents. Its file stands in that folder under a fixed name, or beside
    the folder under the folder's own name.
    """

    word: str  # as NotFound says it
    one: str
    shelf: str  # the folder at the top of the workspace
    model: type[M]
    schema: str
    listed_by: str
    inside: str | None  # the name of the file in the folder, without its ending

    def file(self, folder: Path) -> Path:
        """The file of the record whose documents are in a folder."""
        return folder / f"{self.inside}.yaml" if self.inside else folder.with_name(f"{folder.name}.yaml")

    def private_file(self, folder: Path) -> Path:
        """The file of its internal half."""
        return self.file(folder).with_suffix(".private.yaml")

    def shown(self, folder: Path, *, private: bool = False) -> str:
        """A file of the record, as it is told to people."""
        file = self.private_file(folder) if private else self.file(folder)
        return f"{self.shelf}/{folder.name}/{file.name}" if self.inside else f"{self.shelf}/{file.name}"

    def names(self, root: Path) -> tuple[str, ...]:
        """The records of this kind in a workspace, by the name that people type."""
        shelf = root / self.shelf
        if not shelf.is_dir():
            return ()
        if self.inside:
            return tuple(sorted(folder.name for folder in shelf.iterdir() if self.file(folder).is_file()))
        files = (file for file in shelf.glob("*.yaml") if not file.name.endswith(".private.yaml"))
        return tuple(sorted(file.stem for file in files if file.is_file()))

    def seen_by(self, folder: Path) -> str:
        """The command that shows a record."""
        return f"`{self.listed_by.replace(' list', ' show')} {folder.name}`"

    @property
    def private_start(self) -> str:
        """An internal half that holds nothing yet."""
        file = f"{self.inside}.yaml" if self.inside else f"the record of {self.one}"
        return (
            f"# The internal half of {file}. It stays on this machine: .gitignore names it.\n"
            f"schema: {self.schema}\n"
        )


ACCOUNTS = Kind(
    "account", "an account", "accounts", Account, "csmkit/account@1", "csmkit account list", "account"
)

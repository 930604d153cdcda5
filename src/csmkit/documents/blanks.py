"""What a message prints and nobody knows: remembered, so that all of it can be told at once."""

from collections.abc import Callable, Iterator, Mapping

from jinja2 import Undefined
from jinja2.utils import missing

Known = Callable[[str, object], str | None]


def remembering(strict: type[Undefined], name_of: Known, blanks: dict[str, None]) -> type[Undefined]:
    """A missing value that is false when asked for and goes into `blanks` when it is printed.

    Args:
        strict: What to do with a name that no fact bears.
        name_of: The fact behind a name and the part it was looked up in; None when there is none.
        blanks: Filled with the names of what was printed.
    """

    class Blank(strict):  # type: ignore[misc, valid-type]  # made anew for every document
        """A fact that is not known."""

        def _fact(self) -> str:
            name = name_of(str(self._undefined_name), self._undefined_obj)
            if name is None:
                self._fail_with_undefined_error()
            return str(name)

        def __str__(self) -> str:
            blanks[self._fact()] = None
            return ""

        def __iter__(self) -> Iterator[object]:
            return iter(str(self))

        def __len__(self) -> int:
            return len(str(self))

        def __bool__(self) -> bool:
            return not self._fact()

        def __eq__(self, other: object) -> bool:
            return not self._fact()

        def __ne__(self, other: object) -> bool:
            return bool(self._fact())

        def __hash__(self) -> int:
            return hash(self._fact())

    return Blank


def known_names(
    facts: Mapping[str, object], values: Mapping[str, object], shown: Callable[[str], bool]
) -> Known:
    """How a missing name is read: a fact, an entry of the programme, or a field of the record."""

    def name_of(name: str, inside: object) -> str | None:
        if inside is missing:
            return name if name in facts else None
        if inside is values.get("programme"):
            return f"programme.{name}"
        return f"account.{name}" if shown(name) else None

    return name_of

"""Questions that nobody could answer: which still stand, and where their answers belong."""

from collections.abc import Mapping, Sequence

from csmkit.core.account import Account, OpenQuestion
from csmkit.core.stakeholders import holders

_ROLE = "role:"


def standing(account: Account) -> tuple[OpenQuestion, ...]:
    """The open questions that the record does not answer: whoever fills the field has answered them."""
    return tuple(question for question in account.open_questions if not _is_filled(account, question.fills))


def _is_filled(account: Account, place: str | None) -> bool:
    if place is None:
        return False
    head, *rest = place.split("/")
    if head.startswith(_ROLE):
        people = holders(account, head.removeprefix(_ROLE))  # type: ignore[arg-type]  # nobody plays an unknown part
        return any(not rest or _value(person, rest) not in _NOTHING for person in people)
    return _value(account, [head, *rest]) not in _NOTHING


_NOTHING: tuple[object, ...] = (None, "", (), [])


def _value(part: object, path: Sequence[str]) -> object:
    """What stands at a path of the record; None where there is nothing."""
    for key in path:
        if isinstance(part, Mapping):
            part = part.get(key)
        elif isinstance(part, tuple):
            part = next((item for item in part if getattr(item, "id", None) == key), None)
        else:
            part = getattr(part, key, None)
    return part

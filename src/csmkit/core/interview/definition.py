"""The checks of an interview's file beyond its form: names, conditions, texts, and where answers go.

Everything that could go wrong while a person is being interviewed is found here, before the first
question. A finding is a place (keys and positions in the file) and a sentence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, get_args

from csmkit.core.account import ROLES, Account, Stakeholder
from csmkit.core.answers import SCALE
from csmkit.core.conditions import condition_fault, condition_names, template_fault, template_names
from csmkit.core.fields import Count, Day, Email, Flag, Id, Level, Line, Number, Text, Whole
from csmkit.core.playbook import Interview, InterviewSession, Question
from csmkit.core.shape import annotation_at, is_list, item_of, keys_at, model_in, parts, words_of
from csmkit.errors import did_you_mean

Loc: TypeAlias = tuple[str | int, ...]
Finding: TypeAlias = tuple[Loc, str]
Names: TypeAlias = Mapping[str, tuple[str, ...]]
"""The names that conditions and texts may use, each with what can be asked of it as ``item.``."""

ALWAYS = ("account", "today")
PARTED = ("about", "roles")
"""Given names of a play whose parts are known."""
_TEXTS = ("ask", "why", "default", "summary")
_TAKES: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Text, ("text", "long_text", "choice", "email")),
    (Line, ("text", "choice", "email", "stakeholder")),
    (Id, ("stakeholder",)),
    (Email, ("email",)),
    (Day, ("date",)),
    (Number, ("number", "money", "percent")),
    (Level, ("scale",)),
    (Count, ("number",)),
    (Whole, ("number",)),
    (Flag, ("yes_no",)),
)
_WHOLE = (Count, Whole)


@dataclass(frozen=True)
class _Place:
    """A question, where it stands, and the names in reach before it."""

    loc: Loc
    question: Question
    names: Mapping[str, tuple[str, ...]]
    group: Question | None = None

    def at(self, *keys: str | int) -> Loc:
        return (*self.loc, *keys)


def check_interview(interview: Interview) -> Iterator[Finding]:
    """Every finding in the file, from the top."""
    taken: dict[str, str] = {}
    for number, session in enumerate(interview.sessions):
        yield from check_session(session, ("sessions", number), {}, taken)
    if interview.record == "colleague":
        yield from _fills_of_colleague(interview)


def _fills_of_colleague(interview: Interview) -> Iterator[Finding]:
    """What is asked of a colleague fills no field: `fills` names the fields of an account."""
    for number, session in enumerate(interview.sessions):
        for place, section in enumerate(session.sections):
            for position, question in enumerate(section.questions):
                if question.fills is not None:
                    loc: Loc = ("sessions", number, "sections", place, "questions", position, "fills")
                    yield loc, "fills a field of an account, and this interview belongs to a colleague"


def check_session(
    session: InterviewSession, loc: Loc, given: Names, taken: dict[str, str]
) -> Iterator[Finding]:
    """Every finding in one sitting. `given` are names in reach before it, `taken` those of other sittings."""
    names = dict(given)
    for section_number, section in enumerate(session.sections):
        loc_of = (*loc, "sections", section_number)
        yield from check_text(section.intro, (*loc_of, "intro"), names)
        for position, question in enumerate(section.questions):
            place = _Place((*loc_of, "questions", position), question, dict(names))
            yield from _duplicate(place, taken)
            yield from _question(place)
            names[question.id] = tuple(inner.id for inner in question.questions)


def _duplicate(place: _Place, taken: dict[str, str]) -> Iterator[Finding]:
    name = place.question.id
    if name in taken or name in (*ALWAYS, "item"):
        yield place.at("id"), f"`{name}` is taken; every question of an interview has its own name"
    taken[name] = name


def _question(place: _Place) -> Iterator[Finding]:
    yield from _parts(place)
    yield from check_condition(place.question.when, place.at("when"), place.names)
    yield from _difference(place)
    for key in _TEXTS:
        inner = {"item": tuple(q.id for q in place.question.questions)} if key == "summary" else {}
        yield from check_text(getattr(place.question, key), place.at(key), {**place.names, **inner})
    yield from _fills(place)
    yield from _none_fills(place)
    yield from _items(place)


def _difference(place: _Place) -> Iterator[Finding]:
    other = place.question.differs_from
    if other is not None and (other not in place.names or place.group):
        known = did_you_mean(other, place.names)
        yield place.at("differs_from"), f"“{other}” is not the id of an earlier question.{known}"


def _parts(place: _Place) -> Iterator[Finding]:
    question = place.question
    if question.type in ("choice", "choices") and not question.choices:
        yield place.at("type"), f"`{question.id}` is a choice and has no `choices`"
    if question.choices and question.type not in ("choice", "choices"):
        yield place.at("choices"), "`choices` belong to a choice"
    if question.levels and question.type != "scale":
        yield place.at("levels"), "`levels` belong to a scale"
    if question.type == "scale" and tuple(question.levels) not in ((), SCALE):
        yield place.at("levels"), "a scale needs an anchor for each level from 1 to 5"
    if question.min is not None and question.max is not None and question.min > question.max:
        yield place.at("min"), "`min` is larger than `max`"
    values = [choice.value for choice in question.choices]
    for number, value in enumerate(values):
        if value in values[:number]:
            yield place.at("choices", number, "value"), "this choice stands twice"


def check_condition(when: str | None, loc: Loc, names: Names) -> Iterator[Finding]:
    """What is wrong with a condition, given the names in reach."""
    if when is None:
        return
    if fault := condition_fault(when):
        yield loc, f"`when` {fault}"
        return
    yield from _names(condition_names(when), loc, names)


def check_text(text: str | None, loc: Loc, names: Names) -> Iterator[Finding]:
    """What is wrong with a text that may hold {{ names }}, given the names in reach."""
    if text is None or "{" not in text:
        return
    if fault := template_fault(text):
        yield loc, f"`{loc[-1]}` {fault}"
        return
    yield from _names(template_names(text), loc, names)


def _names(used: tuple[tuple[str, ...], ...], loc: Loc, names: Names) -> Iterator[Finding]:
    for name, *rest in used:
        if name == "account":
            yield from _account_path(tuple(rest), loc)
        elif name not in names and name not in ALWAYS:
            known = [*names, *ALWAYS]
            yield loc, f"“{name}” is not the id of an earlier question.{did_you_mean(name, known)}"
        elif name == "item" and rest and rest[0] not in (*names["item"], "id", "record"):
            yield loc, f"“item.{rest[0]}” is not asked before.{did_you_mean(rest[0], names['item'])}"
        elif name in PARTED and rest and rest[0] not in names[name]:
            hint = did_you_mean(rest[0], names[name])
            yield loc, f"there is no “{name}.{rest[0]}”.{hint} There are: {', '.join(names[name])}."


def _account_path(path: tuple[str, ...], loc: Loc) -> Iterator[Finding]:
    for depth, key in enumerate(path):
        known = keys_at(Account, path[:depth])
        if known and key not in known:
            yield loc, f"a record has no “account.{'.'.join(path[: depth + 1])}”.{did_you_mean(key, known)}"
            return
        if not known:
            return


def _none_fills(place: _Place) -> Iterator[Finding]:
    name = place.question.none_fills
    if name is None:
        return
    annotation = annotation_at(Account, tuple(name.split(".")))
    if not (place.question.fills or "").endswith("[]") or place.group:
        yield place.at("none_fills"), "`none_fills` belongs to a group that fills a `list[]`"
    elif annotation is None or not any(part in (Flag, bool) for part in parts(annotation)):
        yield place.at("none_fills"), f"“{name}” is no yes-or-no field of the record"


def _fills(place: _Place) -> Iterator[Finding]:
    fills, question = place.question.fills, place.question
    if fills is None:
        if place.group and place.group.fills and model_in(_item_of_list(place.group.fills)):
            yield place.at("id"), f"`{question.id}` needs `fills`: its group fills a list of the record"
        return
    if fills.startswith("role:"):
        yield from _fills_role(place, fills.removeprefix("role:"))
    elif fills.endswith("[]") or question.type == "group":
        yield from _fills_list(place, fills)
    else:
        yield from _fills_field(place, fills)


def _item_of_list(fills: str) -> Any:  # noqa: ANN401 - a type expression
    """What the list that a group fills holds; nothing where the record has no such list."""
    return item_of(annotation_at(Account, tuple(fills.removesuffix("[]").split("."))))


def _fills_role(place: _Place, fills: str) -> Iterator[Finding]:
    role, _, field = fills.partition(".")
    if field and role in ROLES and not place.group:
        annotation = annotation_at(Stakeholder, tuple(field.split(".")))
        if annotation is None or model_in(annotation) is not None:
            nearest = _nearest(Stakeholder, tuple(field.split(".")))
            yield place.at("fills"), f"a person has no “{field}” to fill{nearest}"
        elif complaint := _misfit(place.question, annotation):
            yield place.at("fills"), complaint
    elif role not in ROLES:
        yield place.at("fills"), f"there is no role “{role}”.{did_you_mean(role, ROLES)}"
    elif place.question.type != "stakeholder" or place.group:
        yield place.at("fills"), "`role:` is filled by a question of type stakeholder, outside a group"


def _fills_list(place: _Place, fills: str) -> Iterator[Finding]:
    path = tuple(fills.removesuffix("[]").split("."))
    annotation = annotation_at(Account, path)
    if place.question.type != "group" or not fills.endswith("[]"):
        yield place.at("fills"), "`list[]` is filled by a group, and a group fills only a `list[]`"
    elif not is_list(annotation) or model_in(item_of(annotation)) is None:
        yield place.at("fills"), f"a record has no list “{fills.removesuffix('[]')}”{_nearest(Account, path)}"


def _nearest(model: Any, path: tuple[str, ...]) -> str:  # noqa: ANN401 - a model or a type expression
    known = next((k for k in (keys_at(model, path[:-1]), keys_at(model, ())) if k), ())
    return "." + did_you_mean(path[-1], known)


def _fills_field(place: _Place, fills: str) -> Iterator[Finding]:
    owner: Any = Account
    if place.group:
        if not place.group.fills:
            yield place.at("fills"), "fills a field, but its group fills no list"
            return
        owner = _item_of_list(place.group.fills)
        if model_in(owner) is None:
            return
    path = tuple(fills.split("."))
    annotation = annotation_at(owner, path)
    if annotation is None or model_in(annotation) is not None:
        yield place.at("fills"), f"there is no field “{fills}” to fill{_nearest(owner, path)}"
    elif complaint := _misfit(place.question, annotation):
        yield place.at("fills"), complaint


def _misfit(question: Question, annotation: Any) -> str | None:  # noqa: ANN401 - a type expression
    words = words_of(annotation) or words_of(item_of(annotation))
    kind = "choices" if is_list(annotation) else "choice" if words else None
    if is_list(annotation) and not words and question.type == "people":
        return None
    if kind and question.type != kind:
        return f"“{question.fills}” is filled by a question of type {kind}"
    if words:
        strange = [choice.value for choice in question.choices if choice.value not in words]
        return f"“{question.fills}” takes only {', '.join(words)}" if strange else None
    if kind:
        return None
    return _scalar_misfit(question, annotation)


def _scalar_misfit(question: Question, annotation: Any) -> str | None:  # noqa: ANN401 - a type expression
    fitting = {
        name for part in parts(annotation) for scalar, names in _TAKES if part == scalar for name in names
    }
    plain = {
        name
        for part in parts(annotation)
        for scalar, names in _TAKES
        if part is _bare(scalar)
        for name in names
    }
    allowed = fitting or plain
    if allowed and question.type not in allowed:
        return f"“{question.fills}” is filled by a question of type {' or '.join(sorted(allowed))}"
    whole = any(part == scalar for part in parts(annotation) for scalar in _WHOLE)
    if whole and (not question.whole or question.min is None or question.min < 0):
        return f"“{question.fills}” takes whole numbers: add `whole: true` and `min: 0`"
    return None


def _bare(scalar: Any) -> Any:  # noqa: ANN401 - a type expression
    return get_args(scalar)[0]


def _items(place: _Place) -> Iterator[Finding]:
    question = place.question
    if question.type != "group":
        if question.questions:
            yield place.at("questions"), "`questions` belong to a group"
        return
    if not question.questions:
        yield place.at("type"), f"the group `{question.id}` has no `questions`"
        return
    yield from _naming(place)
    yield from _unfilled(place)
    earlier: list[str] = []
    for number, inner in enumerate(question.questions):
        names = {**place.names, "item": tuple(earlier)}
        inside = _Place(place.at("questions", number), inner, names, question)
        if inner.id in earlier:
            yield inside.at("id"), f"`{inner.id}` is asked twice of the same item"
        if inner.type == "group":
            yield inside.at("type"), "a group cannot stand inside a group"
            continue
        yield from _question(inside)
        earlier.append(inner.id)


def _unfilled(place: _Place) -> Iterator[Finding]:
    """What an item of the record cannot do without and the group does not ask: found now, not at the end."""
    model = model_in(_item_of_list(place.question.fills)) if place.question.fills else None
    if model is None:
        return
    filled = {inner.fills for inner in place.question.questions}
    for name, field in model.model_fields.items():
        key = field.alias or name
        if field.is_required() and key not in (*filled, "id"):
            yield (
                place.at("questions"),
                f"no question fills `{key}`, which every item of “{place.question.fills}” needs",
            )


def _naming(place: _Place) -> Iterator[Finding]:
    first = place.question.questions[0]
    loc = place.at("questions", 0)
    if first.type not in ("text", "long_text", "choice"):
        yield (*loc, "type"), "the first question of a group names the item: make it a text or a choice"
    if first.when:
        yield (*loc, "when"), "the first question of a group is always asked"

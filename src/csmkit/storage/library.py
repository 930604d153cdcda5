"""The playbook library: the shipped files, and a workspace's own file of the same path in their place."""

import copy
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import csmkit
from csmkit.core.fields import Plain
from csmkit.core.shape import places, repeated_ids
from csmkit.errors import BadFile, NotFound, Problem, Refused, did_you_mean
from csmkit.storage.extending import EXTENDS, as_yaml, merged, parent_of, told_once
from csmkit.storage.reading import Loc, Source, in_file, read_source, validated

if TYPE_CHECKING:
    from pydantic import BaseModel

    from csmkit.core.assessment_model import Assessment
    from csmkit.core.journey import Journey
    from csmkit.core.play import Play
    from csmkit.core.playbook import Interview
    from csmkit.core.ramp import Ramp
    from csmkit.core.roleplay import Scenario
    from csmkit.core.shadowing import ShadowingPlaybook
    from csmkit.core.successful_onboarding.definition import Definition
    from csmkit.training.certification import Certification
    from csmkit.training.question import Quiz

    Model = TypeVar("Model", bound=BaseModel)

Finding = tuple[Loc, str]
Kind = tuple[Any, Callable[[Any, "Library"], Iterable[Finding]]]
_MOST_REPAIRS = 40
_MESSAGE = "template/emails/"
_SHIPPED = "shipped/"


def shipped(kind: str) -> Path:
    """The shipped `playbooks` or `templates`: inside the installed package, or beside `src` in a checkout."""
    package = Path(csmkit.__file__).parent
    inside = package / kind
    return inside if inside.is_dir() else package.parents[1] / kind


@dataclass(frozen=True)
class Entry:
    """One file of the library."""

    kind: str
    name: str
    path: Path
    own: bool
    file: str


def _strange_name(entry: Entry, folders: str) -> str:
    if entry.kind == TRAINING:
        known = f"{', '.join(Path(file).name for file in KINDS_BY_FILE)}, and ramps such as ramp-lead.yaml"
        return f"is not read: {TRAINING}/ holds {known}"
    return f"stands in no folder csmkit knows; playbooks go into {folders}"


def _without_template(source: Source, play: "Play", known: Iterable[str]) -> Iterator[Problem]:
    for number, sitting in enumerate(play.sessions):
        for position, task in enumerate(sitting.tasks):
            if task.message is not None and task.message not in known:
                loc = ("sessions", number, "tasks", position, "message")
                hint = did_you_mean(task.message, known)
                yield source.at(loc, f"there is no templates/emails/{task.message}.md.j2.{hint}")


@dataclass(frozen=True)
class Library:
    """Every playbook and template in reach of a workspace; without one, the shipped ones."""

    root: Path | None = None

    def folders(self, kind: str) -> tuple[Path, ...]:
        """Where files of a kind are looked for, the workspace's own first."""
        own = (self.root / kind,) if self.root and (self.root / kind).is_dir() else ()
        return (*own, shipped(kind))

    def entries(self) -> tuple[Entry, ...]:
        """Every playbook, a workspace's own in place of the shipped one of the same path."""
        found: dict[str, Entry] = {}
        for folder in reversed(self.folders("playbooks")):
            # `playbook show X > X.yaml` makes the empty file before it runs; that is nobody's playbook yet.
            for path in (path for path in sorted(folder.rglob("*.yaml")) if path.stat().st_size):
                found[path.relative_to(folder).as_posix()] = self._entry(folder, path)
        return tuple(found[key] for key in sorted(found, key=lambda key: ("/" in key, key)))

    def templates(self) -> dict[str, Path]:
        """Every template in reach, as ``template/success-plan``."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders("templates")):
            for path in sorted(folder.rglob("*.md.j2")):
                found[f"template/{path.relative_to(folder).as_posix().removesuffix('.md.j2')}"] = path
        return found

    def _entry(self, folder: Path, path: Path) -> Entry:
        relative = path.relative_to(folder)
        folder_name = relative.parent.as_posix()
        kind = KINDS_BY_FILE.get(relative.as_posix()) or KINDS_BY_FOLDER.get(folder_name, folder_name)
        if folder_name == TRAINING and path.stem.startswith(_ANOTHER_RAMP):
            kind = "ramp"
        own = self.root is not None and folder == self.root / "playbooks"
        return Entry(
            kind,
            path.stem,
            path,
            own,
            f"playbooks/{relative.as_posix()}" if own else f"shipped:{relative.as_posix()}",
        )

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of every playbook of a kind."""
        return tuple(entry.name for entry in self.entries() if entry.kind == kind)

    def entry(self, kind: str, name: str) -> Entry:
        """The file of one playbook.

        Raises:
            NotFound: with the nearest name.
        """
        known = {entry.name: entry for entry in self.entries() if entry.kind == kind}
        if name not in known:
            raise NotFound(kind, name, known, "`csmkit playbook list` shows them all.")
        return known[name]

    def interview(self, name: str) -> "Interview":
        """An interview, checked.

        Raises:
            NotFound: no such interview.
            BadFile: every problem of its file.
        """
        value: Interview = self._read(self.entry("interview", name))
        return value

    def assessment(self, name: str) -> "Assessment":
        """An assessment, checked; raises as `interview` does."""
        value: Assessment = self._read(self.entry("assessment", name))
        return value

    def journey(self, name: str) -> "Journey":
        """A journey, checked; raises as `interview` does."""
        value: Journey = self._read(self.entry("journey", name))
        return value

    def play(self, name: str) -> "Play":
        """A play, checked; raises as `interview` does."""
        value: Play = self._read(self.entry("play", name))
        return value

    def modules(self) -> tuple[str, ...]:
        """The modules of every certification in reach that can be read: a ramp's conditions may name them."""
        found: list[str] = []
        for entry in (entry for entry in self.entries() if entry.kind == "certification"):
            with suppress(BadFile):
                found += (module.id for module in self._read(entry).modules)
        return tuple(found)

    def plays(self) -> dict[str, "Play"]:
        """Every play in reach by name; raises as `interview` does."""
        return {name: self.play(name) for name in self.names("play")}

    def ramp(self, name: str = "ramp") -> "Ramp":
        """The way of somebody new, checked; raises as `interview` does."""
        value: Ramp = self._read(self.entry("ramp", name))
        return value

    def shadowing(self) -> "ShadowingPlaybook":
        """How calls are watched, checked; raises as `interview` does."""
        value: ShadowingPlaybook = self._read(self.entry("shadowing", "shadowing"))
        return value

    def definition(self, name: str = "successful-onboarding") -> "Definition":
        """What a successful onboarding is, checked; the workspace's own, or the shipped proposal."""
        value: Definition = self._read(self.entry("definition", name))
        return value

    def certification(self) -> "Certification":
        """The certification of the team, checked; raises as `interview` does."""
        value: Certification = self._read(self.entry("certification", "certification"))
        return value

    def quizzes(self) -> tuple["Quiz", ...]:
        """Every quiz file in reach, checked; raises as `interview` does."""
        return tuple(self._read(entry) for entry in self.entries() if entry.kind == "quiz")

    def roleplay(self, name: str) -> "Scenario":
        """A role-play, checked; raises as `interview` does."""
        value: Scenario = self._read(self.entry("roleplay", name))
        return value

    def source(self, entry: Entry, heirs: tuple[Entry, ...] = ()) -> Source:
        """The file of a playbook, merged with what it extends; `heirs` are those that extend this one.

        Raises:
            BadFile: it cannot be read, or extends what is not there, or extends itself in the end.
        """
        source = read_source(entry.path, entry.file)
        name = parent_of(source)
        if name is None:
            return source
        parent = self._parents(entry.kind).get(name)
        if parent is None:
            hint = did_you_mean(name, self._parents(entry.kind)) or f" Try {_SHIPPED}NAME."
            raise BadFile([source.at((EXTENDS,), f"there is no {entry.kind} “{name}” to extend.{hint}")])
        if parent in (*heirs, entry):
            message = f"extends {parent.file}, which extends this file in turn; break the circle"
            raise BadFile([source.at((EXTENDS,), message)])
        return merged(source, self.source(parent, (*heirs, entry)))

    def extends(self, entry: Entry) -> str | None:
        """What a playbook extends, as its file says it."""
        with suppress(Refused):
            return parent_of(read_source(entry.path, entry.file)) if entry.own else None
        return None

    def merged_text(self, entry: Entry) -> str:
        """A playbook that extends another one as the one file it comes to; raises as `source` does."""
        return as_yaml(self.source(entry))

    def parent(self, kind: str, name: str) -> Any:  # noqa: ANN401 - the model of the kind
        """What a new file may extend, checked.

        Raises:
            NotFound: with the nearest name.
            BadFile: every problem of its file.
        """
        known = self._parents(kind)
        if name not in known:
            raise NotFound(f"{kind} to extend", name, known, f"Such as {_SHIPPED}mid-touch.")
        return self._read(known[name])

    def _parents(self, kind: str) -> dict[str, Entry]:
        """What a file of a kind may extend, as it names it: `shipped/NAME`, or NAME for an own one."""
        shipped_ones = {f"{_SHIPPED}{one.name}": one for one in Library().entries() if one.kind == kind}
        own = {one.name: one for one in self.entries() if one.kind == kind and one.own}
        return shipped_ones | own

    def _read(self, entry: Entry) -> Any:  # noqa: ANN401 - the model of the entry's kind
        if entry.kind in _REFERRING:
            value, problems = self.examined(entry)
        else:
            value, problems = self._examined_alone(entry)
        if value is None or problems:
            raise BadFile(problems)
        return value

    def _examined_alone(self, entry: Entry) -> tuple[Any, tuple[Problem, ...]]:
        """What `examined` finds in a file that names no other; a shipped one is alike for everybody."""
        return _examined_once(self if entry.own else Library(), entry, self._stamps(entry))

    def _stamps(self, entry: Entry) -> tuple[tuple[int, int], ...]:
        """What changes when the file does, or any of ours that it may extend."""
        files = {one.path for one in self.entries() if one.own and one.kind == entry.kind} | {entry.path}
        found = (path.stat() for path in sorted(files))
        return tuple((each.st_mtime_ns, each.st_size) for each in found)

    def examined(self, entry: Entry) -> tuple[Any, tuple[Problem, ...]]:
        """A playbook as far as it can be read, and every problem in its file."""
        kind = _KINDS.get(entry.kind)
        if kind is None:
            folders = ", ".join(f"{folder}/" for folder in KINDS_BY_FOLDER if folder != ".")
            return None, (
                Problem(
                    entry.file,
                    1,
                    1,
                    _strange_name(entry, folders),
                ),
            )
        model, check = kind()
        source = self.source(entry)
        value, problems = validated(source, model)
        if value is not None:
            return value, (*problems, *(source.at(loc, message) for loc, message in check(value, self)))
        return None, (*problems, *_beyond_the_form(source, model, lambda repaired: check(repaired, self)))

    def check(self) -> tuple[Problem, ...]:
        """Every problem of every file in reach."""
        problems = (problem for entry in self.entries() for problem in self._problems(entry))
        return (*told_once(problems), *self._messages(), *self._empty(), *self._strays())

    def _messages(self) -> Iterator[Problem]:
        """Messages that a play names and no template writes: the rest of the play still works."""
        known = {name.removeprefix(_MESSAGE) for name in self.templates() if name.startswith(_MESSAGE)}
        for entry in (entry for entry in self.entries() if entry.kind == "play"):
            with suppress(BadFile):
                yield from _without_template(self.source(entry), self.play(entry.name), known)

    def _empty(self) -> Iterator[Problem]:
        """Own files with nothing in them: the shipped ones are used in their place."""
        folder = self.root / "playbooks" if self.root else None
        for path in sorted(folder.rglob("*.yaml")) if folder and folder.is_dir() else ():
            if not path.stat().st_size:
                file = f"playbooks/{path.relative_to(folder or path).as_posix()}"
                yield Problem(file, 1, 1, "is empty, so the shipped one is used; fill it or delete it")

    def _strays(self) -> Iterator[Problem]:
        """Files of a workspace's own playbooks that nothing reads."""
        folder = self.root / "playbooks" if self.root else None
        for path in sorted(folder.rglob("*")) if folder and folder.is_dir() else ():
            hidden = any(part.startswith(".") for part in path.relative_to(folder or path).parts)
            if path.is_file() and path.suffix not in (".yaml", ".md") and not hidden:
                file = f"playbooks/{path.relative_to(folder or path).as_posix()}"
                yield Problem(file, 1, 1, "is not read: the name of a playbook ends in .yaml")

    def _problems(self, entry: Entry) -> tuple[Problem, ...]:
        try:
            return (self.examined if entry.kind in _REFERRING else self._examined_alone)(entry)[1]
        except BadFile as error:
            return error.problems


@lru_cache(maxsize=64)
def _examined_once(
    library: Library,
    entry: Entry,
    _: tuple[tuple[int, int], ...],
) -> tuple[Any, tuple[Problem, ...]]:
    """A playbook that names no other file but what it extends, read and checked once for many accounts."""
    return library.examined(entry)


KINDS_BY_FOLDER = {
    ".": "journey",
    "interviews": "interview",
    "assessments": "assessment",
    "plays": "play",
    "definitions": "definition",
    "training/quizzes": "quiz",
    "training/roleplays": "roleplay",
}
KINDS_BY_FILE = {f"training/{kind}.yaml": kind for kind in ("certification", "ramp", "shadowing")}
"""Kinds that share a folder; beside the ramp there may be others, such as ramp-lead.yaml."""
TRAINING = "training"
_ANOTHER_RAMP = "ramp-"
_REFERRING = ("journey", "play", "certification", "quiz", "ramp")
"""Kinds whose files name other files."""


def _journey_kind() -> Kind:
    from csmkit.core.journey import Journey

    return Journey, _check_journey


def _interview_kind() -> Kind:
    from csmkit.core.interview.definition import check_interview
    from csmkit.core.playbook import Interview

    return Interview, lambda interview, _: check_interview(interview)


def _assessment_kind() -> Kind:
    from csmkit.core.assessment_definition import check_assessment
    from csmkit.core.assessment_model import Assessment

    return Assessment, lambda assessment, _: check_assessment(assessment)


def _play_kind() -> Kind:
    from csmkit.core.play import Play
    from csmkit.core.play_definition import check_play

    return Play, lambda play, library: check_play(play, library.names("play"))


def _ramp_kind() -> Kind:
    from csmkit.core.ramp import Ramp
    from csmkit.core.ramp_definition import check_ramp

    return Ramp, lambda ramp, library: check_ramp(ramp, library.modules())


def _shadowing_kind() -> Kind:
    from csmkit.core.shadowing import ShadowingPlaybook, check_shadowing

    return ShadowingPlaybook, lambda shadowing, _: check_shadowing(shadowing)


def _definition_kind() -> Kind:
    from csmkit.core.successful_onboarding.definition import Definition, check_definition

    return Definition, lambda definition, _: check_definition(definition)


def _certification_kind() -> Kind:
    from csmkit.storage.training_files import check_certification_of
    from csmkit.training.certification import Certification

    return Certification, check_certification_of


def _quiz_kind() -> Kind:
    from csmkit.storage.training_files import check_quiz_of
    from csmkit.training.question import Quiz

    return Quiz, check_quiz_of


def _roleplay_kind() -> Kind:
    from csmkit.core.roleplay import Scenario
    from csmkit.core.roleplay_definition import check_roleplay

    return Scenario, lambda scenario, _: check_roleplay(scenario)


# A command imports only the models of the kind it reads.
_KINDS: dict[str, Callable[[], Kind]] = {
    "journey": _journey_kind,
    "interview": _interview_kind,
    "assessment": _assessment_kind,
    "play": _play_kind,
    "ramp": _ramp_kind,
    "shadowing": _shadowing_kind,
    "definition": _definition_kind,
    "certification": _certification_kind,
    "quiz": _quiz_kind,
    "roleplay": _roleplay_kind,
}


def _check_journey(journey: "Journey", library: Library) -> Iterator[Finding]:
    for kind, name in (("interview", journey.handoff), ("assessment", journey.assessment)):
        known = [entry.name for entry in library.entries() if entry.kind == kind]
        if name not in known:
            key = "handoff" if kind == "interview" else "assessment"
            yield (key,), f"there is no {kind} “{name}”.{did_you_mean(name, known)}"
    yield from repeated_ids(places(("milestones",), [milestone.id for milestone in journey.milestones]))
    from csmkit.core.journey import check_emails, check_plays
    from csmkit.core.kickoff_definition import check_kickoff
    from csmkit.core.reshape_definition import check_reshape

    yield from check_emails(journey, [name.removeprefix("template/") for name in library.templates()])

    yield from check_plays(journey, library.names("play"))
    yield from check_kickoff(journey.kickoff)
    if (journey.reshape or journey.tasks) and any(
        entry.name == journey.assessment for entry in library.entries()
    ):
        yield from check_reshape(journey, library.assessment(journey.assessment))


def _beyond_the_form(
    source: Source,
    model: Any,  # noqa: ANN401 - a pydantic model
    check: Callable[[Any], Iterable[Finding]],
) -> Iterator[Problem]:
    """Problems that could only be seen if the form were right: the form is mended in a copy to see them."""
    value, repaired = _repaired(source.data, model)
    if value is None:
        return
    doubtful = {loc[:-1] for loc in repaired if loc and loc[-1] in ("type", "choices", "id", "questions")}
    for loc, message in check(value):
        if loc not in repaired and not any(loc[: len(place)] == place for place in doubtful if place):
            yield source.at(loc, message)


def _repaired(data: Plain, model: Any) -> tuple[Any, set[Loc]]:  # noqa: ANN401 - a pydantic model
    """The model with every wrong value left out or stood in for, and the places where that was done."""
    from pydantic import ValidationError

    data, repaired = copy.deepcopy(data), set[Loc]()
    for _ in range(_MOST_REPAIRS):
        try:
            return model.model_validate(data), repaired
        except ValidationError as error:
            for detail in error.errors(include_url=False, include_input=False):
                loc = in_file(data, detail)
                if not _mended(data, loc, _stand_in(detail), again=loc in repaired):
                    return None, repaired
                repaired.add(loc)
    return None, repaired


_STAND_INS: dict[str, Plain] = {
    "dict_type": {},
    "model_type": {},
    "model_attributes_type": {},
    "tuple_type": [],
    "csmkit_whole": "1",
    "csmkit_count": "1",
    "csmkit_level": "1",
    "csmkit_number": "1",
    "csmkit_flag": "no",
}


def _stand_in(detail: Any) -> Plain:  # noqa: ANN401 - one of pydantic's error details
    """Something that a place could hold."""
    if detail["type"] == "literal_error":
        return str(detail["ctx"]["expected"]).split("'")[1]
    return copy.copy(_STAND_INS.get(detail["type"], "text"))


def _mended(data: Any, loc: Loc, stand_in: Plain, *, again: bool) -> bool:  # noqa: ANN401 - plain data, changed in place
    """Drop a wrong value; where something has to stand, let it be something that could."""
    if not loc:
        return False
    for step in loc[:-1]:
        if type(data) not in (dict, list) or (type(data) is dict and step not in data):
            return True  # what held it was just dropped
        data = data[step]
    last: Any = loc[-1]
    if isinstance(data, dict) and last in data and not again:
        del data[last]
        return True
    there = data.get(last) if isinstance(data, dict) else data[last]
    data[last] = stand_in
    return bool(there != stand_in)
